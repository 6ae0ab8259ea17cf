#!/usr/bin/env python3
"""Compares our reading of phone numbers with phonenumbers, an independent implementation (pip install phonenumbers):

    phones.py [HOW_MANY [SEED]]     20,000 numbers by default

Numbers are made at random in the ways in which people write them in China, some with a digit too many or too few, and some of other countries in the
international form. Prints per kind how many were tried, how many phonenumbers takes for valid, of how many of those we say something else, and how many we take
that it does not: we ask for 1[3-9] and nine digits, or an area and seven or eight, and know neither which prefixes were given out nor which city has eight. Ends with
1 if we say something else of more than one in a hundred: that would be false findings.
"""
import collections, random, subprocess, sys
import phonenumbers

HOW_MANY = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
R = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
digits = lambda n: "".join(R.choice("0123456789") for _ in range(n))
AREAS = ["010", "020", "021", "022", "025", "0512", "0571", "0574", "0755", "0769", "0311", "0898", "0991"]
EIGHT = {"010", "020", "021", "022", "025", "0512", "0571", "0574", "0755", "0769", "0311", "0898"}
FOREIGN = ["US", "DE", "GB", "JP", "FR", "IT", "KR", "SG", "AU", "IN"]

def mobile():
    n = "1" + R.choice("3456789") + digits(9)
    return R.choice([n, f"{n[:3]} {n[3:7]} {n[7:]}", f"{n[:3]}-{n[3:7]}-{n[7:]}", f"+86 {n}", f"0086-{n}", f"86{n}"]), n

def landline():
    area = R.choice(AREAS)
    n = R.choice("2345678") + digits(7 if area in EIGHT else 6)
    return R.choice([f"{area}-{n}", f"({area}){n}", f"{area}{n}", f"+86 {area[1:]} {n}", f"{area} {n[:4]} {n[4:]}"]), area + n

def damaged():
    text, n = R.choice([mobile, landline])()
    at = R.randrange(len(n))
    n = n[:at] + n[at + 1:] if R.random() < 0.5 else n[:at] + digits(1) + n[at:]
    return n, n

def foreign():
    number = phonenumbers.example_number(R.choice(FOREIGN))
    text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return text[:-2] + digits(2), text

def theirs(text):
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else None

MAKERS = {"mobile": mobile, "landline": landline, "damaged": damaged, "foreign": foreign}
tried = [(kind, MAKERS[kind]()[0]) for kind in R.choices(sorted(MAKERS), k=HOW_MANY)]
lines = "\n".join(f"phone\t{text}" for _, text in tried)
said = subprocess.run(["cargo", "run", "--quiet", "--release", "--example", "check_codes"], input=lines, text=True, capture_output=True, check=True)
count, good, differ, laxer = (collections.Counter() for _ in range(4))
for (kind, text), answer in zip(tried, said.stdout.splitlines(), strict=True):
    sure, _, ours = answer.partition(" ")
    # A zero that was put back is proposed to a person.
    proposed, expected = ours, theirs(text)
    ours = ours if sure == "1" else None
    count[kind] += 1
    good[kind] += expected is not None
    laxer[kind] += expected is None and ours is not None
    if expected is not None and proposed != expected:
        differ[kind] += 1
        if differ[kind] <= 5:
            print(f"{kind} {text}: phonenumbers {expected}, ours {answer}")
for kind in sorted(count):
    print(f"{kind:8} tried {count[kind]:6} valid {good[kind]:6} said otherwise {differ[kind]} taken all the same {laxer[kind]}")
sys.exit(sum(differ.values()) * 100 > len(tried))
