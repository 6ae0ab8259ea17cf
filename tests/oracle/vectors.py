#!/usr/bin/env python3
"""Compares our judgement of codes with a file of codes whose answers are known:

    vectors.py FILE.csv     columns code_type, value, expected (valid, warn, normalise, invalid), normalised

Prints each code on which both differ; ends with 1 if there are any.
"""
import csv, subprocess, sys

KINDS = {"USCC": "uscc", "ORG_CODE": "org", "ID18": "ric", "TAX15": "tax", "TAX19": "tax", "TAX20": "tax", "BIZREG13": "licence", "BIZREG15": "licence",
    "CNAPS": "cnaps", "BANKCARD": "card", "BANKACCT": "account", "PHONE_CN": "phone", "POSTCODE_CN": "postcode", "LEI": "lei", "GTIN": "ean", "IBAN": "iban",
    "BIC": "bic", "EU_VAT": "vat", "US_EIN": "ein", "DUNS": "duns"}

with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
    rows = list(csv.DictReader(file))
lines = "\n".join(f"{KINDS[r['code_type']]}\t{r['value']}" for r in rows)
said = subprocess.run(["cargo", "run", "--quiet", "--release", "--example", "check_codes"], input=lines, text=True, capture_output=True, check=True)
differ = 0
for r, answer in zip(rows, said.stdout.splitlines(), strict=True):
    good, _, written = answer.partition(" ")
    expected, form = r["expected"], r["normalised"]
    # A warning is a code that may be used, or that a person must look at; what is to be normalised may be used, or is proposed.
    agrees = {"valid": good == "1" and form in ("", written), "invalid": good == "0", "warn": True, "normalise": written == form}[expected]
    if not agrees:
        differ += 1
        print(f"{r['code_type']} {r['value']!r}: expected {expected} {form}, ours {answer} ({r['reason']})")
print(f"{len(rows)} codes, {differ} differ")
sys.exit(bool(differ))
