# SPDX-License-Identifier: MIT
"""The agency walls: what a member of staff may see.

An agency clerk sees, of people who have a contract with the own agency: identity and contact as they are in force,
the contracts and forms of that agency, and the requests that were handed in there. Whatever else is on file is as if
it were not: no other agency's name, number, document or day, not even that there is one. Everybody else sees all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from privdesk.domain.cases import CallSheet, Case, CaseLetter, LetterDirection, Representative
from privdesk.domain.errors import NotFoundError
from privdesk.domain.inbox import InboxItem
from privdesk.domain.matching import Candidate, Compared
from privdesk.domain.people import (
    REFUND_FIELDS,
    Channel,
    Contract,
    FactVersion,
    Origin,
    OriginKind,
    Person,
    PersonId,
    Source,
)
from privdesk.domain.staff import StaffMember
from privdesk.domain.submissions import Submission
from privdesk.domain.vault import StaffId
from privdesk.services.ports import Records


def own_contracts(records: Records, member: StaffMember, person_id: PersonId) -> Sequence[Contract]:
    """A person's contracts that this member may see, newest start first."""
    contracts = records.contracts.of_person(person_id)
    if member.agency_id is None:
        return contracts
    return [each for each in contracts if each.agency_id == member.agency_id]


def own_only(records: Records, member: StaffMember, person_ids: Iterable[PersonId]) -> frozenset[PersonId]:
    """Those of `person_ids` whose record this member may see."""
    if member.agency_id is None:
        return frozenset(person_ids)
    return frozenset(each for each in person_ids if own_contracts(records, member, each))


def require_own(records: Records, member: StaffMember, person_id: PersonId) -> None:
    """Refuse another agency's person exactly as one who is not on file. Raises: NotFoundError."""
    if not own_only(records, member, (person_id,)):
        raise NotFoundError("person", str(person_id))


def meant(records: Records, member: StaffMember, person_id: PersonId) -> PersonId:
    """Whom a number means now: a record that was merged means the one it was merged into.

    For an agency clerk a number means itself: else another agency's old number would answer with an own person.
    """
    return person_id if member.agency_id is not None else records.merging.resolve(person_id)


def own_number(records: Records, member: StaffMember, user_number: str) -> Contract | None:
    """The contract of this user number, if this member may see it; else as if nobody had the number."""
    contract = records.contracts.by_user_number(user_number) if user_number else None
    if contract is None or member.agency_id in (None, contract.agency_id):
        return contract
    return None


def own_item(member: StaffMember, item: InboxItem) -> bool:
    """Whether this member may see an item of the Inbox."""
    return member.agency_id is None or item.agency_id == member.agency_id


def require_own_item(member: StaffMember, item: InboxItem) -> InboxItem:
    """The item, or the same refusal as for one that does not exist. Raises: NotFoundError."""
    if not own_item(member, item):
        raise NotFoundError("item", str(item.id))
    return item


def own_form(member: StaffMember, submission: Submission) -> bool:
    """Whether this member may see an entered form."""
    return member.agency_id is None or submission.entry.agency_id == member.agency_id


def own_case(records: Records, member: StaffMember, case: Case) -> bool:
    """Whether this member may see a request: an agency clerk, one handed in at the own agency by its people."""
    if member.agency_id is None:
        return True
    if case.agency_id != member.agency_id:
        return False
    return case.person_id is None or bool(own_only(records, member, (case.person_id,)))


def own_staff(records: Records, member: StaffMember, staff_id: StaffId) -> bool:
    """Whether this member may see what a colleague noted, such as a call: an agency clerk, of the own agency."""
    if member.agency_id is None or staff_id == member.id:
        return True
    try:
        return records.staff.get(staff_id).agency_id == member.agency_id
    except NotFoundError:
        return False


def own_call(records: Records, member: StaffMember, sheet: CallSheet) -> bool:
    """Whether this member may see a call sheet."""
    return own_staff(records, member, sheet.staff_id)


def person_seen(member: StaffMember, person: Person) -> Person:
    """The person with the facts that this member may see: an agency clerk, identity and contact."""
    if member.agency_id is None:
        return person
    return replace(
        person, facts={name: value for name, value in person.facts.items() if name not in REFUND_FIELDS}
    )


def candidate_seen(member: StaffMember, found: Candidate) -> Candidate:
    """A likely same person with the facts, and the evidence, that this member may see only."""
    if member.agency_id is None:
        return found
    lines = tuple(line for line in found.evidence.lines if line.compared is not Compared.IBAN)
    return replace(
        found, person=person_seen(member, found.person), evidence=replace(found.evidence, lines=lines)
    )


def case_seen(records: Records, member: StaffMember, case: Case) -> Case:
    """The request as this member may see it: an agency clerk, what was handed in there and how far it has come.

    The office's notes, reasons, questions and papers stay with the office.
    """
    if member.agency_id is None:
        return case
    return replace(
        case,
        rights=tuple(replace(each, reason="", reason_key="", proof="") for each in case.rights),
        identity=tuple(
            each if each.by == member.id else replace(each, questions=()) for each in case.identity
        ),
        letters=tuple(_letters_seen(records, member, case)),
        answer=None if case.answer is None else replace(case.answer, document_id=None, note=""),
        extension_reason="",
        fee=None,
        assigned_to=None,
        representative=own_representative(member, case),
    )


def own_representative(member: StaffMember, case: Case) -> Representative | None:
    """Who speaks for the person, where this member recorded it: it may be another agency."""
    recorded = case.representative
    return recorded if recorded is not None and recorded.recorded_by == member.id else None


def _letters_seen(records: Records, member: StaffMember, case: Case) -> Iterator[CaseLetter]:
    for place, letter in enumerate(case.letters):
        came_here = letter.direction is LetterDirection.IN and (
            place == 0 or letter.channel is not Channel.PHONE
        )
        if came_here and letter.item_id is not None:
            came_here = own_item(member, records.inbox.get(letter.item_id))
        if letter.direction is not LetterDirection.NOTE:
            yield letter if came_here else replace(letter, detail="", document_id=None, item_id=None)


def versions_seen(member: StaffMember, history: Sequence[FactVersion]) -> Sequence[FactVersion]:
    """A person's facts with their origins: an agency clerk sees those in force, and no other agency's origin."""
    if member.agency_id is None:
        return history
    return [
        replace(version, origin=_origin_seen(member, version.origin))
        for version in history
        if version.superseded_at is None and version.field not in REFUND_FIELDS
    ]


def _origin_seen(member: StaffMember, origin: Origin) -> Origin:
    """What brought a value in, where it came through the own agency; else only since when it is on file."""
    if origin.agency_id == member.agency_id:
        return origin
    return replace(
        origin, kind=OriginKind.STAFF, reference="", channel=None, source=Source.OFFICE, recorded_by=StaffId(""),
        agency_id=None,
    )  # fmt: skip
