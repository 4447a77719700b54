# SPDX-License-Identifier: MIT
"""From the values of a form to what the desk keeps: facts, contract, consents, survey answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from privdesk.domain.forms import (
    NOT_TICKED,
    TICKED,
    FieldBinding,
    FieldKind,
    FormTemplate,
    TemplateField,
    text_in,
)
from privdesk.domain.people import ADDRESS_FIELDS, Facts, Person, PersonField

_NEW = "new_"
_WANTS = "wants_"
_NO_CIVILITY = "none"
IDENTITY_FIELDS = frozenset({PersonField.LAST_NAME, PersonField.FIRST_NAME, PersonField.DATE_OF_BIRTH})


@dataclass(frozen=True, slots=True)
class ContractWords:
    """What a form says about the contract, as written; dates are read."""

    user_number: str = ""
    start: date | None = None
    end: date | None = None
    agency: str = ""
    building: str = ""
    badge: str = ""
    product_number: str = ""


@dataclass(frozen=True, slots=True)
class ConsentWish:
    """One consent as answered on the form; an unticked box is no answer."""

    purpose: str
    given: bool
    wording: str


def begins_contract(template: FormTemplate) -> bool:
    """Whether the form registers somebody: it holds the first day of a contract."""
    return any(each.binding is FieldBinding.CONTRACT and each.key == "start" for each in template.fields())


def identity_on_form(values: Mapping[str, str]) -> Facts:
    """Everything a form says about whom it is from, as looked up among the people on file."""
    names = {name: values.get(name, "").strip() for name in PersonField}
    return {name: value for name, value in names.items() if value}


def facts_on_form(template: FormTemplate, values: Mapping[str, str]) -> Facts:
    """The facts that a form brings; what it leaves empty is not in it.

    On a form that begins no contract the name says who it is from, and only `new_` fields change it.
    """
    begins = begins_contract(template)
    facts: dict[PersonField, str] = {}
    for each in template.fields():
        name = _person_field(each)
        value = values.get(each.key, "").strip()
        if name is None or not value or (name is PersonField.CIVILITY and value == _NO_CIVILITY):
            continue
        if begins or each.key.startswith(_NEW) or name not in IDENTITY_FIELDS:
            facts[name] = value
    return facts


def with_country(facts: Facts, country: str) -> Facts:
    """`facts` with the office's own country where an address names none."""
    if PersonField.COUNTRY in facts or not ADDRESS_FIELDS & facts.keys():
        return facts
    return {**facts, PersonField.COUNTRY: country}


def differing(person: Person, facts: Facts) -> Facts:
    """The facts that are not on file yet."""
    return {name: value for name, value in facts.items() if person.fact(name) != value}


def contract_on_form(values: Mapping[str, str]) -> ContractWords:
    """What a form says about the contract."""
    return ContractWords(
        user_number=values.get("user_number", "").strip(),
        start=_day(values.get("start", "")),
        end=_day(values.get("end", "")),
        agency=values.get("agency", "").strip(),
        building=values.get("building", "").strip(),
        badge=values.get("badge", "").strip(),
        product_number=values.get("product_number", "").strip(),
    )


def consents_on_form(
    template: FormTemplate, values: Mapping[str, str], language: str
) -> tuple[ConsentWish, ...]:
    """Consents given or withdrawn: a ticked box gives, an unticked one says nothing.

    Law: GDPR Art. 4(11), 7(1); FADP Art. 6(6).
    """
    wishes = []
    for each in template.fields():
        answer = values.get(each.key, "")
        if each.binding is not FieldBinding.CONSENT or answer not in (TICKED, NOT_TICKED):
            continue
        if answer == TICKED or each.kind is FieldKind.CHOICE:
            wishes.append(
                ConsentWish(consent_purpose(each.key), answer == TICKED, _wording(each, answer, language))
            )
    return tuple(wishes)


def survey_on_form(
    template: FormTemplate, values: Mapping[str, str], language: str
) -> tuple[tuple[str, str], ...]:
    """Questions and answers of a survey in the form's language; unanswered ones are left out."""
    answers = []
    for each in template.fields():
        value = values.get(each.key, "").strip()
        if each.binding is not FieldBinding.SURVEY or not value or value == NOT_TICKED:
            continue
        choice = each.choice(value)
        answers.append(
            (each.label(language), choice.label(language) if choice else _tick_word(value, language))
        )
    return tuple(answers)


def consent_purpose(key: str) -> str:
    """The purpose of the catalogue that a consent field is about: `wants_information` → `information`."""
    return key.removeprefix(_WANTS)


def signed_on(values: Mapping[str, str], received_on: date) -> date:
    """The day on which a form was signed; the day of receipt when it says none or a later one."""
    day = _day(values.get("signed_on", ""))
    return day if day is not None and day <= received_on else received_on


def _person_field(field: TemplateField) -> PersonField | None:
    if field.binding not in (FieldBinding.PERSON, FieldBinding.REFUND):
        return None
    name = field.key.removeprefix(_NEW)
    return next((each for each in PersonField if each.value == name), None)


def _wording(field: TemplateField, answer: str, language: str) -> str:
    choice = field.choice(answer)
    words = field.label(language)
    return f"{words}: {choice.label(language)}" if choice else words


def _tick_word(value: str, language: str) -> str:
    return text_in({"de": "ja", "fr": "oui", "it": "sì", "en": "yes"}, language) if value == TICKED else value


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
