# SPDX-License-Identifier: MIT
"""The six facts in the head of a person, the chart's points, and what else the page says about them."""

from collections.abc import Sequence

from privdesk.domain.activity import MonthSum
from privdesk.domain.people import CONTACT_FIELDS, PersonField
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.names import language_name
from privdesk.services.person_marks import RECENT_DAYS
from privdesk.services.person_page import Mark, PersonPage
from privdesk.ui.people.origin_words import shown_value

HeadFact = tuple[str, Sequence[tuple[str, str]], bool]
_ADDRESS_FIELDS = {
    "street_line": (PersonField.STREET, PersonField.NUMBER),
    "town_line": (PersonField.POSTCODE, PersonField.TOWN, PersonField.COUNTRY),
}
TAG_TONES = {"plain": "neutral", "good": "sure", "look": "look", "bad": "danger"}


def head_facts(page: PersonPage, country: str) -> list[HeadFact]:
    """At most six: address, contact, user number, agency, language, balance."""
    facts = [_address(page), _contact(page, country), _contract(page), _agency(page), _language(page)]
    if page.balance is not None:
        facts.append((_("Balance"), [(wording.money(*page.balance), "")], True))
    return [fact for fact in facts if fact[1]]


def fields_of(key: str) -> tuple[PersonField, ...]:
    """The facts behind a value of the head."""
    return _ADDRESS_FIELDS.get(key) or (PersonField(key),)


def mark_tags(marks: Sequence[Mark]) -> list[tuple[str, str, str | None]]:
    """Marks as tags of the page head."""
    return [(mark.text, TAG_TONES[mark.tone], mark.icon) for mark in marks]


def chart_points(months: Sequence[MonthSum]) -> list[tuple[str, float, float]]:
    """(initial of the month, used, balance) in whole units; a month without a balance keeps the one before."""
    points, balance = [], 0.0
    for month in months:
        balance = month.balance / 100 if month.balance is not None else balance
        points.append((wording.month(month.month)[:1], month.used / 100, balance))
    return points


def unconfirmed(page: PersonPage, clock: OfficeClock) -> list[PersonField]:
    """Contacts changed lately and not confirmed the old way: they serve neither call-back nor hand-over."""
    found = []
    for field, version in page.origins.items():
        fresh = (clock.today() - version.origin.received_on).days < RECENT_DAYS
        changed = field in CONTACT_FIELDS and field in page.before and bool(version.value)
        if changed and fresh and version.origin.confirmed_on is None:
            found.append(field)
    return found


def _address(page: PersonPage) -> HeadFact:
    person = page.person
    lines = [(person.street_line, "street_line"), (person.town_line, "town_line")]
    return _("Address"), [line for line in lines if line[0]], False


def _contact(page: PersonPage, country: str) -> HeadFact:
    order = (PersonField.PHONE_MOBILE, PersonField.EMAIL, PersonField.PHONE_LANDLINE)
    held = [(shown_value(field, page.person.fact(field), country), field.value) for field in order]
    return _("Contact"), [line for line in held if line[0]][:2], False


def _contract(page: PersonPage) -> HeadFact:
    if not page.contracts:
        return _("User no."), [], False
    contract = page.contracts[0]
    since = _("since {date}").format(date=wording.date_plain(contract.start))
    if contract.end is not None:
        since = _("ended {date}").format(date=wording.date_plain(contract.end))
    return _("User no."), [(contract.user_number, ""), (since, "")], False


def _agency(page: PersonPage) -> HeadFact:
    if page.agency is None:
        return _("Agency"), [(_("Direct"), "")] if page.contracts else [], False
    lines = [(page.agency.name, "")]
    if page.building is not None:
        lines.append((f"{page.building.street}, {page.building.town}", ""))
    return _("Agency"), lines, False


def _language(page: PersonPage) -> HeadFact:
    person = page.person
    lines = [(language_name(person.language), "language" if person.fact(PersonField.LANGUAGE) else "")]
    born = shown_value(PersonField.DATE_OF_BIRTH, person.fact(PersonField.DATE_OF_BIRTH))
    if born:
        lines.append((_("born {date}").format(date=born), "date_of_birth"))
    return _("Language"), lines, False
