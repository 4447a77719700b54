# SPDX-License-Identifier: MIT
"""The facts of a letter about an entered form, and of one to a recipient of data."""

from collections.abc import Iterator
from datetime import timedelta

from privdesk.domain.erasure_plan import CONTACT
from privdesk.domain.forms import text_in
from privdesk.domain.letters import LetterKind, Row, Value
from privdesk.domain.people import PersonField
from privdesk.domain.submissions import Submission
from privdesk.domain.tellings import Telling, TellingCause
from privdesk.services.clock import OfficeClock
from privdesk.services.default_forms import default_template
from privdesk.services.letter_about import About
from privdesk.services.letter_authorities import authority_for, authority_values
from privdesk.services.letter_facts import Facts
from privdesk.services.ports import Records
from privdesk.services.reasons import MISSING, reason_sentence

FORM_DAYS = 30
"""Within how long we ask for what a form lacks, and for a recipient's confirmation."""
_ACTS = {
    TellingCause.RECTIFIED: "rectified",
    TellingCause.ERASED: "erased",
    TellingCause.RESTRICTED: "restricted",
    TellingCause.RESTRICTION_LIFTED: "lifted",
}


def form_facts(clock: OfficeClock, about: About, form: Submission) -> Facts:
    """What a form lacks, or why the service is refused."""
    template, language = default_template(form.entry.template.id), about.language
    values: dict[str, Value] = {
        "form": template.title(language) if template is not None else form.number,
        "received_on": form.entry.received_on,
        "channel": form.entry.channel.value,
        "reply_by": clock.today() + timedelta(days=FORM_DAYS),
    }
    authority = authority_for(about.regime, about.residence, about.catalogue)
    values |= {key: value for key, value in authority_values(authority, language).items() if value}
    return Facts(values, {"missing": tuple(_missing(form, language))}, frozenset())


def form_reasons(form: Submission) -> tuple[Row, ...]:
    """The clerk's own words why the service is refused; what is missing stands in its own list."""
    texts = [reason_sentence(each) for each in form.entry.reasons if not each.startswith(MISSING)]
    return tuple({"text": text} for text in dict.fromkeys(texts) if text)


def telling_facts(
    records: Records, clock: OfficeClock, about: About, telling: Telling, whom: str = ""
) -> Facts:
    """Whom it concerns and what changed, as far as the recipient must know. `whom`: typed, where nobody knows any more.

    Law: GDPR Art. 19, 5(1)(c); FADP Art. 32(4).
    """
    person, case = about.last_known, about.case
    name = person.name if person is not None else case.person_name if case is not None else ""
    values: dict[str, Value] = {
        "act": _ACTS.get(telling.cause, ""),
        "person_name": name or whom,
        "person_address": person.address_line if person is not None else "",
        "user_number": _user_number(records, about, telling),
        "done_on": telling.due_since,
        "confirm_by": clock.today() + timedelta(days=FORM_DAYS),
    }
    keys = dict.fromkeys("identity" if key == CONTACT else key for key in telling.groups)
    groups = {group.key: text_in(group.title, about.language) for group in about.catalogue.groups}
    rows: dict[str, tuple[Row, ...]] = {
        "changes": tuple(_changes(telling, about)),
        "groups": () if telling.fields else tuple({"group": groups.get(key, key)} for key in keys),
    }
    return Facts({key: value for key, value in values.items() if value}, rows, frozenset())


def form_kinds(form: Submission) -> tuple[LetterKind, ...]:
    """Which letters an entered form may want."""
    return (LetterKind.PLEASE_COMPLETE, LetterKind.SERVICE_REFUSED)


def _missing(form: Submission, language: str) -> Iterator[Row]:
    template = default_template(form.entry.template.id)
    for reason in form.entry.reasons:
        if not reason.startswith(MISSING):
            continue
        key = reason.removeprefix(MISSING)
        field = template.field(key) if template is not None else None
        label = field.label(language) if field is not None else key
        signature = key == "signature" or (field is not None and field.key == "signature")
        yield {"problem": "not_signed" if signature else "mandatory_missing", "field": label}


def _changes(telling: Telling, about: About) -> Iterator[Row]:
    person = about.person
    if telling.cause is not TellingCause.RECTIFIED or person is None:
        return
    for name in telling.fields:
        yield {"field": name.value, "value": person.fact(PersonField(name)) or "–"}


def _user_number(records: Records, about: About, telling: Telling) -> str:
    """The number by which the recipient knows the person: an agency by its own contract."""
    if about.gone is not None:
        return about.gone.number_for(telling.party.key)
    if about.person is None:
        return ""
    contracts = records.contracts.of_person(about.person.id)
    if telling.party.key.startswith("agency:"):
        own = telling.party.key.removeprefix("agency:")
        contracts = [each for each in contracts if str(each.agency_id) == own]
    return contracts[0].user_number if contracts else ""
