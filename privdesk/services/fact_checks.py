# SPDX-License-Identifier: MIT
"""Checking facts of a person that do not come from a form: corrections, new persons, imported rows."""

from collections.abc import Callable, Mapping

from privdesk.domain.checked import Checked, CheckProblem
from privdesk.domain.checks import (
    check_country,
    check_date,
    check_email,
    check_iban,
    check_name,
    check_phone,
    check_postcode,
    check_town,
)
from privdesk.domain.forms import FORM_LANGUAGES
from privdesk.domain.people import Facts, Person, PersonField
from privdesk.domain.submissions import FieldProblemError

_NEVER_EMPTY = (PersonField.LAST_NAME, PersonField.FIRST_NAME)
_CIVILITIES = {
    "ms": "ms", "frau": "ms", "madame": "ms", "mme": "ms", "signora": "ms", "mrs": "ms",
    "mr": "mr", "herr": "mr", "monsieur": "mr", "m.": "mr", "signor": "mr",
    "f": "ms", "w": "ms", "sig.ra": "ms", "mme.": "ms", "ms.": "ms", "mrs.": "ms", "fr.": "ms", "miss": "ms",
    "m": "mr", "h": "mr", "sig.": "mr", "mr.": "mr", "hr.": "mr", "signore": "mr",
    "none": "", "keine": "", "aucune": "", "nessuno": "", "-": "",
}  # fmt: skip
_LANGUAGES = {
    "deutsch": "de", "german": "de", "allemand": "de", "tedesco": "de",
    "französisch": "fr", "french": "fr", "français": "fr", "francese": "fr",
    "italienisch": "it", "italian": "it", "italien": "it", "italiano": "it",
    "englisch": "en", "english": "en", "anglais": "en", "inglese": "en",
}  # fmt: skip


def sound_facts(facts: Facts, person: Person | None, country: str) -> Facts:
    """`facts` as they are kept; an empty value stays empty (it removes the fact), but nobody loses a name.

    `country` counts for phones and postcodes where neither `facts` nor `person` name one.

    Raises: FieldProblemError with the field and the problem's key.
    """
    sound: dict[PersonField, str] = {}
    home = home_of(facts, person, country)
    for name, value in facts.items():
        if name in _NEVER_EMPTY and not value.strip():
            raise FieldProblemError(name.value, CheckProblem.MISSING.value)
        found = check_fact(name, value, facts, home)
        if found.problem is not None and not found.problem.only_look:
            raise FieldProblemError(name.value, found.problem.value)
        sound[name] = found.value
    return sound


def home_of(facts: Facts, person: Person | None, country: str) -> str:
    """The country by which phones and postcodes are understood."""
    written = facts.get(PersonField.COUNTRY, "") or (person.fact(PersonField.COUNTRY) if person else "")
    known = check_country(written)
    return known.value if known.right and known.value else country


def check_fact(name: PersonField, value: str, facts: Facts, home: str) -> Checked:
    """Check one fact; an empty one is always right."""
    typed = value.strip()
    if not typed:
        return Checked("")
    if name is PersonField.POSTCODE:
        return check_postcode(typed, home, facts.get(PersonField.TOWN, ""))
    if name in (PersonField.PHONE_LANDLINE, PersonField.PHONE_MOBILE):
        return check_phone(typed, home)
    return _CHECKS[name](typed)


def _plain(typed: str) -> Checked:
    return Checked(" ".join(typed.split()))


def _civility(typed: str) -> Checked:
    known = _CIVILITIES.get(typed.casefold())
    return Checked(typed, CheckProblem.NOT_IN_LIST) if known is None else Checked(known)


def _language(typed: str) -> Checked:
    word = typed.casefold()
    language = _LANGUAGES.get(word, word.partition("-")[0])
    known = language in FORM_LANGUAGES
    return Checked(language) if known else Checked(typed, CheckProblem.NOT_IN_LIST)


_CHECKS: Mapping[PersonField, Callable[[str], Checked]] = {
    PersonField.CIVILITY: _civility,
    PersonField.LAST_NAME: check_name,
    PersonField.FIRST_NAME: check_name,
    PersonField.STREET: _plain,
    PersonField.NUMBER: _plain,
    PersonField.TOWN: check_town,
    PersonField.COUNTRY: check_country,
    PersonField.EMAIL: check_email,
    PersonField.LANGUAGE: _language,
    PersonField.DATE_OF_BIRTH: check_date,
    PersonField.IBAN: check_iban,
    PersonField.ACCOUNT_HOLDER: check_name,
}
