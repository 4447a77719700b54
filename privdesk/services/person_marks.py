# SPDX-License-Identifier: MIT
"""The marks in a person's head, and until when the data are kept."""

from collections.abc import Mapping, Sequence
from datetime import date

from privdesk.domain.cases import Case
from privdesk.domain.catalogue import Catalogue, DataGroup, RetentionRule, Trigger
from privdesk.domain.consent import ConsentEntry, ConsentState
from privdesk.domain.forms import text_in
from privdesk.domain.objections import closing_day
from privdesk.domain.people import CONTACT_FIELDS, Contract, FactVersion, Person, PersonField, PersonId
from privdesk.domain.retention import kept_until
from privdesk.domain.staff import StaffMember
from privdesk.i18n import _, desk_language
from privdesk.services import wording
from privdesk.services.names import field_name, right_name
from privdesk.services.objections import closing_wish
from privdesk.services.person_page import Mark
from privdesk.services.ports import Records
from privdesk.services.timeline import TimelineKind
from privdesk.services.today_page import Tone
from privdesk.services.urgency import tone_of

RECENT_DAYS = 30
"""A contact changed within so many days serves neither call-back nor hand-over until confirmed."""
_TONES = {Tone.CALM: "plain", Tone.SOON: "look", Tone.URGENT: "bad", Tone.LATE: "bad"}
_HELD_BY_COUNT = {
    "connections": TimelineKind.CONNECTION,
    "topups": TimelineKind.TOP_UP,
    "usage": TimelineKind.USAGE,
    "surveys": TimelineKind.SURVEY,
    "consents": TimelineKind.CONSENT,
    "forms": TimelineKind.FORM,
    "requests": TimelineKind.REQUEST,
    "letters": TimelineKind.LETTER,
}


def restriction_mark(person: Person) -> Mark:
    """The mark of a person whose data may only be stored.

    Law: GDPR Art. 18(2).
    """
    since = f" {wording.date_plain(person.restricted_since)}" if person.restricted_since else ""
    return Mark(_("Restricted since{date}").format(date=since), "bad", "lock")


def marks_of(
    person: Person,
    contracts: Sequence[Contract],
    cases: Sequence[Case],
    consents: Sequence[ConsentEntry],
    changed: Mapping[PersonField, FactVersion],
    today: date,
) -> tuple[Mark, ...]:
    """What must be seen before anything is done; open requests first. `changed` holds values that replaced others."""
    marks = [_case_mark(case, today) for case in cases]
    if person.restricted_since is not None:
        marks.append(restriction_mark(person))
    if person.no_advertising_since is not None:
        marks.append(Mark(_("No advertising"), "plain", "megaphone-off"))
    elif any(each.purpose == "information" and each.state is ConsentState.WITHDRAWN for each in consents):
        marks.append(Mark(_("No information about services"), "plain", "megaphone-off"))
    if contracts and all(each.end is not None and each.end < today for each in contracts):
        last = max(each.end for each in contracts if each.end is not None)
        marks.append(
            Mark(_("Contract ended {date}").format(date=wording.date_plain(last)), "plain", "archive")
        )
    marks.extend(
        Mark(_("{field} changed lately").format(field=field_name(name)), "look", "triangle-alert")
        for name, version in changed.items()
        if name in CONTACT_FIELDS and _is_recent(version, today)
    )
    return tuple(marks)


def rights_marks(
    records: Records, member: StaffMember, person_id: PersonId, contracts: Sequence[Contract]
) -> tuple[Mark, ...]:
    """That the person wants to be told before the account closes; louder once the contract has an end."""
    if member.agency_id is not None or closing_wish(records, person_id) is None:
        return ()
    day = closing_day(tuple(contracts))
    if day is None:
        return (Mark(_("Tell before the account closes"), "look", "message-square"),)
    words = _("Account closes {date}: tell the person first").format(date=wording.date_plain(day))
    return (Mark(words, "bad", "message-square"),)


def kept_words(
    catalogue: Catalogue,
    contracts: Sequence[Contract],
    counts: Mapping[TimelineKind, int],
    person: Person,
    last_survey: date | None = None,
) -> tuple[tuple[str, str], ...]:
    """Each data group that is held, and until when it is kept: a date where it is known, else the rule in words."""
    ended = [each.end for each in contracts if each.end is not None]
    contract_end = max(ended) if contracts and len(ended) == len(contracts) else None
    words = []
    for group in catalogue.groups:
        if _held(group, counts, person):
            rule = catalogue.rule(group.rule)
            event = last_survey if group.key == "surveys" else None
            until = kept_until(rule, event=event, contract_end=contract_end)
            words.append((text_in(group.title, desk_language()), _until_words(rule, until)))
    return tuple(words)


def _case_mark(case: Case, today: date) -> Mark:
    rights = wording.listed([right_name(each.right) for each in case.rights])
    left = case.days_left(today)
    words = _("{rights}, {days} left") if left > 0 else _("{rights}, {days}")
    return Mark(
        words.format(rights=rights, days=wording.days_left(left)), _TONES[tone_of(case, today)], "clock"
    )


def _is_recent(version: FactVersion, today: date) -> bool:
    confirmed = version.origin.confirmed_on is not None
    return not confirmed and (today - version.origin.received_on).days < RECENT_DAYS


def _held(group: DataGroup, counts: Mapping[TimelineKind, int], person: Person) -> bool:
    if group.key == "refund":
        return any(person.fact(PersonField(name)) for name in group.fields)
    if group.key in _HELD_BY_COUNT:
        return counts.get(_HELD_BY_COUNT[group.key], 0) > 0
    return group.key in ("identity", "contract")


def _until_words(rule: RetentionRule, until: date | None) -> str:
    if until is None or rule.trigger is Trigger.WITH_PERSON:
        return text_in(rule.sentence, desk_language())
    return wording.date_plain(until)
