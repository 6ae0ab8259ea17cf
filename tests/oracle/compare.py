#!/usr/bin/env python3
"""Compares our judgement of codes with python-stdnum, an independent implementation (pip install python-stdnum):

    compare.py [HOW_MANY [SEED]]        100,000 codes by default, about half of them valid

Codes are made at random; a code is valid where python-stdnum says so, and each valid one is also tried with one digit changed, two neighbours
swapped, or one character dropped. Prints per kind how many were tried, how many were valid and where both differ; ends with 1 if they do.
"""
import collections, random, string, subprocess, sys
from stdnum import ean, iban, lei
from stdnum.cn import ric, uscc
from stdnum.eu import vat
from stdnum.us import ein
from stdnum.iso7064 import mod_97_10

HOW_MANY = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
R = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
digits = lambda n: "".join(R.choice(string.digits) for _ in range(n))
pick = lambda chars, n: "".join(R.choice(chars) for _ in range(n))
USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
REGIONS = ["110101", "310115", "320500", "330100", "440300", "510104", "370203"]
# Forms of VAT numbers: 9 stands for a digit, A for a letter, anything else for itself.
FORMS = {"at": ["U99999999"], "be": ["0999999999", "1999999999"], "bg": ["999999999", "9999999999"], "cy": ["99999999A"], "cz": ["99999999", "9999999999"],
    "de": ["999999999"], "dk": ["99999999"], "ee": ["999999999"], "gr": ["999999999"], "es": ["B99999999", "99999999A", "X9999999A", "Q9999999A"],
    "fi": ["99999999"], "fr": ["99999999999"], "hr": ["99999999999"], "hu": ["99999999"], "ie": ["9999999A", "9999999AA"], "it": ["99999999999"],
    "lt": ["999999919", "999999999919"], "lu": ["99999999"], "lv": ["99999999999"], "mt": ["99999999"], "nl": ["999999999B99"], "pl": ["9999999999"],
    "pt": ["999999999"], "ro": ["99999999", "9999999999"], "se": ["999999999901"], "si": ["99999999"], "sk": ["9999999999"]}

def form(text):
    return "".join(R.choice(string.digits) if c == "9" else R.choice("ABCDEFGHIJKLMNPQRSTVWXYZ") if c == "A" else c for c in text)

def completed(make, valid, tries=400):
    """Makes codes until one is valid; gives the last one in any case."""
    for _ in range(tries):
        code = make()
        if valid(code):
            break
    return code

def new_uscc():
    body = R.choice(["91", "92", "51", "12"]) + R.choice(REGIONS) + pick(USCC, 8)
    # The inner organisation code bears a check character of its own (GB 11714), which python-stdnum does not look at.
    w, s = [3, 7, 9, 10, 5, 8, 4, 2], body[8:16]
    c = (11 - sum((string.digits + string.ascii_uppercase).index(x) * k for x, k in zip(s, w)) % 11) % 11
    body += "X" if c == 10 else str(c)
    return body + uscc.calc_check_digit(body)

def new_ric():
    body = R.choice(REGIONS) + f"{R.randint(1940, 2005)}{R.randint(1, 12):02}{R.randint(1, 28):02}" + digits(3)
    return body + ric.calc_check_digit(body + "0")

def new_lei():
    body = pick(string.digits + string.ascii_uppercase, 4) + "00" + pick(string.digits + string.ascii_uppercase, 12)
    return body + mod_97_10.calc_check_digits(body)

def new_iban():
    country, n = R.choice([("DE", 18), ("AT", 16), ("DK", 14), ("CH", 17), ("LT", 16)])
    body = digits(n)
    return country + mod_97_10.calc_check_digits(body + country) + body

def new_ean():
    body = digits(R.choice([7, 11, 12, 13]))
    return body + ean.calc_check_digit(body)

def new_vat():
    country = R.choice(sorted(FORMS))
    prefix = "EL" if country == "gr" else country.upper()
    return completed(lambda: prefix + form(R.choice(FORMS[country])), vat.is_valid)

def ric_valid(code):
    """Day and check character alone: python-stdnum also knows single counties, of which old ones are missing."""
    if code.endswith("000"):
        return None  # We take three zeros at the end for digits that a spreadsheet lost.
    try:
        return len(code) == 18 and ric.get_birth_date(code).year >= 1850 and ric.calc_check_digit(code) == code[-1]
    except Exception:
        return False

def vat_valid(code):
    """Without what python-stdnum takes more or less strictly than the countries' own rules."""
    if not vat.is_valid(code):
        return None if code[:2] in ("SE", "ES") else False  # Serials of Swedish firms other than 01.
    if code[:2] == "BE" and not 1 <= int(code[-2:]) <= 97:
        return None  # The check is 97 - n mod 97, never 00, 98 or 99.
    if code[:2] == "SK" or code[:2] == "ES" and code[2] in "ABEHPQRSWN":
        return None  # Birth numbers are no VAT numbers; the kind of check character depends on the kind of firm.
    return True

KINDS = {"uscc": (new_uscc, uscc.is_valid), "ric": (new_ric, ric_valid), "lei": (new_lei, lambda c: len(c) == 20 and c[-2:].isdigit() and lei.is_valid(c)), "iban": (new_iban, iban.is_valid),
    "ean": (new_ean, ean.is_valid), "ein": (lambda: digits(9), ein.is_valid), "vat": (new_vat, vat_valid)}

def damaged(code):
    at = R.randrange(2, len(code) - 1)
    match R.randrange(4):
        case 0: return code[:at] + code[at + 1] + code[at] + code[at + 2:]
        case 1: return code[:at] + code[at + 1:]
        case _:
            return code[:at] + R.choice(string.digits if code[at].isdigit() else string.ascii_uppercase) + code[at + 1:]

lines, expected = [], []
while len(lines) < HOW_MANY:
    kind = R.choice(sorted(KINDS) + ["vat"] * 5)
    make, valid = KINDS[kind]
    code = make()
    for c in (code, damaged(code)):
        theirs = valid(c)
        if theirs is not None:
            expected.append(theirs)
            lines.append(f"{kind}\t{c}")
said = subprocess.run(["cargo", "run", "--quiet", "--release", "--example", "check_codes"], input="\n".join(lines), text=True, capture_output=True, check=True)
tried, good, differ, shown = (collections.Counter() for _ in range(4))
for line, theirs, ours in zip(lines, expected, said.stdout.splitlines(), strict=True):
    ours = ours[0]
    kind, code = line.split("\t")
    kind += " " + code[:2] if kind == "vat" else ""
    tried[kind] += 1
    good[kind] += theirs
    if theirs != (ours == "1"):
        differ[kind] += 1
        if shown[kind] < 5:
            shown[kind] += 1
            print(f"{kind} {code}: python-stdnum {'valid' if theirs else 'invalid'}, ours {'valid' if ours == '1' else 'invalid'}")
for kind in sorted(tried):
    print(f"{kind:8} tried {tried[kind]:6} valid {good[kind]:6} differ {differ[kind]}")
print(f"all      tried {sum(tried.values()):6} valid {sum(good.values()):6} differ {sum(differ.values())}")
sys.exit(bool(differ))
