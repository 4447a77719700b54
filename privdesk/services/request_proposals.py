# SPDX-License-Identifier: MIT
"""What an item of the Inbox seems to ask, and who seems to ask it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from privdesk.domain.case_facts import RepresentativeKind
from privdesk.domain.cases import Case, CaseKind, Right
from privdesk.domain.inbox import InboxItem, ItemId
from privdesk.domain.people import Channel, Person, PersonField, PersonHit, PersonId
from privdesk.domain.staff import StaffMember
from privdesk.services.case_clock import CaseClock, RegimeChoice
from privdesk.services.intake_dates import day_named
from privdesk.services.intake_people import FoundBy, hints_in, people_found
from privdesk.services.office import office_of
from privdesk.services.own_people import case_seen, own_case
from privdesk.services.ports import Records
from privdesk.services.request_words import LetterReading, Notice, read_letter

_OPT_OUT_RIGHTS = frozenset({Right.OBJECTION, Right.RESTRICTION})


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an item from the Inbox seems to ask; the clerk confirms or corrects each part."""

    item_id: ItemId
    person_id: PersonId | None
    """The one person on file whom the address or a user number tells apart, if there is exactly one."""
    candidates: Sequence[PersonHit]
    found_by: Mapping[PersonId, FoundBy]
    """What led to each candidate."""
    rights: Mapping[Right, Sequence[str]]
    """With the words that made each suggestion, as they stand in the mail."""
    consents: frozenset[str]
    """For a withdrawal: purposes of the catalogue that it names; none: every consent."""
    kind: CaseKind
    """A complaint or an opt-out only where a law that may apply knows one."""
    notices: Mapping[Notice, Sequence[str]]
    """What else the clerk should see, with the words."""
    representative: RepresentativeKind | None
    """Who seems to write for the person, in which capacity."""
    representative_name: str
    representative_words: Sequence[str]
    reminded_of: date | None
    """The day of the older letter that a reminder names."""
    language: str
    channel: Channel
    received_on: date
    joins: Case | None
    """An open request of that person, offered first."""
    regimes: Sequence[RegimeChoice]
    words: Sequence[str]
    """All words to be marked."""


def propose(
    records: Records, clock: CaseClock, item: InboxItem, member: StaffMember, summary: str = ""
) -> Proposal:
    """Read the item's words and sender; nothing is decided by it. Only what `member` may see is proposed.

    `summary`: what a scanned letter says, as typed by the clerk; read the same way.
    """
    mail = item.mail
    subject, text = (mail.subject, mail.text) if mail is not None else ("", summary)
    reading = read_letter(subject, text)
    sender = mail.sender if mail is not None else (item.sender if item.readings else "")
    hints = hints_in(sender, subject, text)
    found = people_found(records, member, hints, for_another=reading.representative is not None)
    person = records.people.get(found.sure) if found.sure is not None else None
    kind, regimes = _kind(clock, person, item.received_on, reading)
    return Proposal(
        item_id=item.id,
        person_id=found.sure,
        candidates=found.hits,
        found_by=found.by,
        rights=reading.rights,
        consents=reading.consents,
        kind=kind,
        notices=reading.notices,
        representative=reading.representative,
        representative_name=hints.sender_name if reading.representative is not None else "",
        representative_words=reading.representative_words,
        reminded_of=day_named(reading.reminds, item.received_on),
        language=reading.language or _own_language(records, person),
        channel=item.channel,
        received_on=item.received_on,
        joins=open_case_of(records, found.sure, member) if found.sure is not None else None,
        regimes=regimes,
        words=reading.words,
    )


def open_case_of(records: Records, person_id: PersonId, member: StaffMember) -> Case | None:
    """The open request of a person that a further letter belongs to: the newest one that `member` may see."""
    still_open = [
        case
        for case in records.cases.of_person(person_id)
        if case.closed_on is None and own_case(records, member, case)
    ]
    newest = max(still_open, key=lambda case: (case.received_on, case.id), default=None)
    return None if newest is None else case_seen(records, member, newest)


def _kind(
    clock: CaseClock, person: Person | None, received: date, reading: LetterReading
) -> tuple[CaseKind, Sequence[RegimeChoice]]:
    """What kind of matter it is, and the laws that may apply to it."""
    laws = clock.choices(person, received, reading.rights)
    kind = CaseKind.REQUEST
    if Notice.OPT_OUT in reading.notices and reading.rights.keys() <= _OPT_OUT_RIGHTS:
        kind = CaseKind.OPT_OUT
    elif Notice.COMPLAINT in reading.notices and not reading.rights:
        kind = CaseKind.COMPLAINT
    if kind is not CaseKind.REQUEST:
        may_apply = {law.regime for law in laws}
        knowing = clock.laws_knowing(kind, received)
        best = next((law.regime for law in knowing if law.regime in may_apply), None)
        if best is not None:
            return kind, [replace(law, proposed=law.regime == best) for law in knowing]
    return CaseKind.REQUEST, laws


def _own_language(records: Records, person: Person | None) -> str:
    """The person's own language, else the office's."""
    own = person.fact(PersonField.LANGUAGE) if person is not None else ""
    return own or office_of(records).language
