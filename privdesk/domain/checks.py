# SPDX-License-Identifier: MIT
"""Checks while typing: pure, instant, and never a sentence – keys that the screen puts into words."""

import re
from collections.abc import Mapping
from datetime import date

from privdesk.domain.check_bank import check_iban
from privdesk.domain.check_dates import check_date
from privdesk.domain.check_places import check_country, check_postcode, check_town
from privdesk.domain.checked import Checked, CheckProblem
from privdesk.domain.forms import NOT_TICKED, TICKED, FieldKind, TemplateField

__all__ = [
    "CheckProblem", "Checked", "check_country", "check_date", "check_email", "check_field", "check_iban",
    "check_name", "check_phone", "check_postcode", "check_town", "phone_shown",
]  # fmt: skip

_LOCAL = re.compile(r"[^\s@\"(),:;<>\[\\\]]{1,64}")
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_SLIPS = {
    "gmial.com": "gmail.com", "gmai.com": "gmail.com", "gmail.co": "gmail.com", "gmail.ch": "gmail.com",
    "gmal.com": "gmail.com", "hotmial.com": "hotmail.com", "hotmai.com": "hotmail.com",
    "bluewim.ch": "bluewin.ch", "blewin.ch": "bluewin.ch", "bluwin.ch": "bluewin.ch", "outlok.com": "outlook.com",
    "yaho.com": "yahoo.com", "gmx.cg": "gmx.ch",
}  # fmt: skip
_TRUE = frozenset(("yes", "true", "1", "x", "on", "ja", "oui", "si", "sì", "wahr", "vrai", "vero"))
_FALSE = frozenset(("no", "false", "0", "off", "nein", "non", "falsch", "faux", "falso"))


def check_field(
    field: TemplateField, text: str, values: Mapping[str, str] | None = None, *, today: date | None = None
) -> Checked:
    """Check one field of a form by its kind; `values` are the other fields, for town, postcode and country.

    `today` (the office's day) makes dates of birth and signing in the future worth a look.
    """
    others = values or {}
    typed = text.strip()
    if not typed:
        return Checked("", CheckProblem.MISSING if field.mandatory else None)
    checked = _check_kind(field, typed, others, today)
    limit = field.max_length
    if checked.right and limit and field.kind not in _OWN_LENGTH and len(checked.value) > limit:
        return Checked(checked.value, CheckProblem.TOO_LONG, str(limit))
    return checked


_OWN_LENGTH = frozenset((FieldKind.DATE, FieldKind.IBAN, FieldKind.PHONE, FieldKind.CHOICE, FieldKind.TICK))


def _check_kind(field: TemplateField, typed: str, others: Mapping[str, str], today: date | None) -> Checked:
    country = check_country(others.get("country", ""))
    home = country.value if country.right and country.value else "CH"
    match field.kind:
        case FieldKind.NAME:
            return check_name(typed)
        case FieldKind.EMAIL:
            return check_email(typed)
        case FieldKind.PHONE:
            return check_phone(typed, home)
        case FieldKind.POSTCODE:
            return check_postcode(typed, home, others.get("town", ""))
        case FieldKind.COUNTRY:
            return check_country(typed)
        case FieldKind.IBAN:
            return check_iban(typed)
        case FieldKind.DATE:
            return check_date(typed, latest=today if field.key in {"date_of_birth", "signed_on"} else None)
        case FieldKind.CHOICE:
            choice = field.choice_named(typed)
            return Checked(choice.key) if choice else Checked(typed, CheckProblem.NOT_IN_LIST)
        case FieldKind.TICK:
            return _check_tick(typed)
    return check_town(typed) if field.key == "town" else Checked(_tidy(typed, field.kind))


def _tidy(typed: str, kind: FieldKind) -> str:
    return typed if kind is FieldKind.LONG_TEXT else " ".join(typed.split())


def _check_tick(typed: str) -> Checked:
    word = typed.casefold()
    if word in _TRUE or word in _FALSE:
        return Checked(TICKED if word in _TRUE else NOT_TICKED)
    return Checked(typed, CheckProblem.NOT_IN_LIST)


def check_name(text: str) -> Checked:
    """Tidy the spaces of a name; digits in it are worth a look. Nothing else is anybody's business."""
    typed = " ".join(text.split())
    odd = any(letter.isdigit() for letter in typed)
    return Checked(typed, CheckProblem.NAME_HAS_DIGITS if odd else None)


def check_email(text: str) -> Checked:
    """Check the form of an address; the value kept has its domain in lower case."""
    typed = "".join(text.split()).removeprefix("mailto:")
    if not typed:
        return Checked("")
    local, at, domain = typed.rpartition("@")
    labels = domain.rstrip(".").split(".")
    shaped = at and _LOCAL.fullmatch(local) and ".." not in local and not local.startswith(".")
    if not shaped or local.endswith(".") or len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)):
        return Checked(typed, CheckProblem.EMAIL_FORM)
    if len(labels[-1]) < 2 or labels[-1].isdigit() or len(typed) > 254:
        return Checked(typed, CheckProblem.EMAIL_FORM)
    name = ".".join(labels).lower()
    if name in _SLIPS:
        return Checked(f"{local}@{name}", CheckProblem.EMAIL_DOMAIN, f"{local}@{_SLIPS[name]}")
    return Checked(f"{local}@{name}")


def check_phone(text: str, country: str = "CH") -> Checked:
    """Check a phone number; the value kept is E.164, the hint its international form for reading.

    A number without `+` or `00` is one of `country` (ISO 3166-1).
    """
    typed = text.strip()
    if not typed:
        return Checked("")
    import phonenumbers  # loaded with the first number: its tables take a while

    try:
        number = phonenumbers.parse(typed.replace("(0)", ""), country or "CH")
    except phonenumbers.NumberParseException:
        return Checked(typed, CheckProblem.PHONE_FORM)
    if not phonenumbers.is_possible_number(number):
        return Checked(typed, CheckProblem.PHONE_FORM)
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return Checked(value, CheckProblem.PHONE_EXTENSION if number.extension else None, shown)


def phone_shown(value: str, country: str = "CH") -> str:
    """A kept number for the screen: grouped, national within `country`, international otherwise."""
    import phonenumbers  # loaded with the first number: its tables take a while

    try:
        number = phonenumbers.parse(value, country)
    except phonenumbers.NumberParseException:
        return value
    home = phonenumbers.country_code_for_region(country) == number.country_code
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, style))
