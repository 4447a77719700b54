# SPDX-License-Identifier: MIT
"""IBAN: country, length, check digits (ISO 13616, ISO 7064 mod 97-10)."""

import re

from privdesk.domain.checked import Checked, CheckProblem

LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28,
    "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
    "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
    "IL": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
    "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28,
    "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24,
    "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip
_SHAPE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+")


def check_iban(text: str) -> Checked:
    """Check an IBAN; the value kept has no spaces, the hint is grouped in fours for reading."""
    plain = "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())
    plain = plain.removeprefix("IBAN")
    if not plain:
        return Checked("")
    if not _SHAPE.fullmatch(plain) or plain[:2] not in LENGTHS:
        return Checked(text.strip(), CheckProblem.IBAN_COUNTRY)
    if len(plain) != LENGTHS[plain[:2]]:
        return Checked(text.strip(), CheckProblem.IBAN_LENGTH, str(LENGTHS[plain[:2]]))
    if _remainder(plain) != 1:
        return Checked(text.strip(), CheckProblem.IBAN_CHECK, group_iban(plain))
    return Checked(plain, hint=group_iban(plain))


def group_iban(plain: str) -> str:
    """An IBAN in groups of four."""
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def iban_with_check(country: str, account: str) -> str:
    """The IBAN of an account number (BBAN), with its check digits computed."""
    return f"{country}{98 - _remainder(f'{country}00{account}'):02d}{account}"


def _remainder(plain: str) -> int:
    return int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97
