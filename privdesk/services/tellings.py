# SPDX-License-Identifier: MIT
"""Recipients told of what was corrected, erased or restricted: proposed by the desk, told by the clerk, tracked.

Law: GDPR Art. 19; FADP Art. 32(4).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from privdesk.domain.agencies import Agency
from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_errors import ReasonMissingError
from privdesk.domain.cases import Case, CaseId
from privdesk.domain.errors import NotFoundError
from privdesk.domain.inbox import DocumentId
from privdesk.domain.people import Channel, PersonField, PersonId
from privdesk.domain.staff import Permission
from privdesk.domain.tellings import (
    Telling,
    TellingCause,
    TellingDateError,
    TellingDoneError,
    TellingId,
    TellingNotYetError,
    TellingState,
    ToldParty,
    groups_of_fields,
    parties,
    still_to_tell,
)
from privdesk.services.case_words import erased_name
from privdesk.services.office import catalogue_of
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class TellingLine:
    """One telling with whose it is, as Today shows it."""

    telling: Telling
    person_name: str
    """Says so once the person is erased."""
    case_number: str
    days: int
    """Since it became due."""


class Tellings:
    """Who must be told, who was, and what they answered; an agency clerk sees none of it."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def of_case(self, case_id: CaseId) -> Sequence[Telling]:
        """Everybody to be told in one request, in the order in which it became due. Raises: NotAllowedError."""
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.reading() as records:
            return records.tellings.of_case(case_id)

    def of_person(self, person_id: PersonId) -> Sequence[Telling]:
        """Everybody who was or must be told about a person. Raises: NotAllowedError."""
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.reading() as records:
            return records.tellings.of_person(person_id)

    def open(self) -> Sequence[TellingLine]:
        """Whom nobody has told yet, longest due first. Raises: NotAllowedError."""
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.reading() as records:
            return telling_lines(records, records.tellings.open(), self._place.clock.today())

    def proposals(
        self, case_id: CaseId, cause: TellingCause, groups: Collection[str] = ()
    ) -> Sequence[ToldParty]:
        """Who else has data of these groups (none named: all) and stands in no telling yet. Writes nothing.

        Raises: NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.reading() as records:
            case = records.cases.get(case_id)
            if case.person_id is None:
                return ()
            wanted = parties_of(records, case.person_id, groups or all_groups(records))
            return still_to_tell(wanted, records.tellings.of_case(case_id), cause)

    def add(
        self, case_id: CaseId, cause: TellingCause, party: ToldParty, groups: Collection[str] = ()
    ) -> Telling:
        """Add somebody who must be told besides those whom the desk proposed; commits.

        Raises: NotFoundError, TellingDoneError where they stand there already, NotAllowedError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.work() as work:
            case = work.cases.get(case_id)
            if not still_to_tell((party,), work.tellings.of_case(case_id), cause):
                raise TellingDoneError
            telling = Telling(
                TellingId(0),
                cause,
                tuple(groups or all_groups(work)),
                party,
                self._place.clock.today(),
                case.person_id,
                case.id,
            )
            added = work.tellings.add(telling)
            self._record(work, Action.TELLING_ADDED, added)
            work.commit()
        return added

    def tell(
        self, telling_id: TellingId, channel: Channel, on: date, document_id: DocumentId | None = None
    ) -> Telling:
        """Note when and how a recipient was told, with the letter where one was filed; commits.

        Raises: TellingDoneError, TellingDateError, NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.work() as work:
            held = self._unsettled(work, telling_id)
            self._require_between(on, held.due_since)
            if document_id is not None:
                work.documents.get(document_id)
            told = replace(
                held, told_on=on, channel=channel, document_id=document_id, by=self._place.member.id
            )
            return self._keep(work, told, Action.TELLING_DONE)

    def answer(self, telling_id: TellingId, on: date, words: str = "") -> Telling:
        """Note what a recipient answered; commits.

        Raises: TellingNotYetError, TellingDateError, NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.work() as work:
            held = work.tellings.get(telling_id)
            if held.told_on is None:
                raise TellingNotYetError
            self._require_between(on, held.told_on)
            answered = replace(held, answered_on=on, answer=words.strip(), by=self._place.member.id)
            return self._keep(work, answered, Action.TELLING_ANSWERED)

    def leave_out(self, telling_id: TellingId, reason: str) -> Telling:
        """Note why a recipient is not told: impossible, or a disproportionate effort; commits. Law: GDPR Art. 19.

        Raises: ReasonMissingError, TellingDoneError, NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.DECIDE)
        if not reason.strip():
            raise ReasonMissingError
        with self._place.work() as work:
            held = self._unsettled(work, telling_id)
            left = replace(held, left_out=reason.strip(), by=self._place.member.id)
            return self._keep(work, left, Action.TELLING_LEFT_OUT)

    def _unsettled(self, records: Records, telling_id: TellingId) -> Telling:
        held = records.tellings.get(telling_id)
        if held.state is not TellingState.OPEN:
            raise TellingDoneError
        return held

    def _require_between(self, on: date, earliest: date) -> None:
        today = self._place.clock.today()
        if not earliest <= on <= today:
            raise TellingDateError(on, earliest, today)

    def _keep(self, work: UnitOfWork, telling: Telling, action: Action) -> Telling:
        work.tellings.change(telling)
        self._record(work, action, telling)
        work.commit()
        return telling

    def _record(self, work: UnitOfWork, action: Action, telling: Telling) -> None:
        number = work.cases.get(telling.case_id).number if telling.case_id is not None else ""
        record = f"person:{telling.person_id}" if telling.person_id is not None else f"case:{telling.case_id}"
        fields = (telling.cause.value, telling.party.kind.value)
        work.audit.record(AuditEvent(action, record, fields, Purpose.RIGHTS_REQUEST, reference=number))


def all_groups(records: Records) -> tuple[str, ...]:
    """Keys of all data groups of the catalogue."""
    return tuple(group.key for group in catalogue_of(records).groups)


def parties_of(records: Records, person_id: PersonId, groups: Collection[str]) -> Sequence[ToldParty]:
    """Everybody who has data of these groups of this person: their agencies, then the register of recipients."""
    catalogue = catalogue_of(records)
    return parties(catalogue.groups, groups, catalogue.recipients, _agencies(records, person_id))


def note_tellings(
    work: UnitOfWork,
    place: Workplace,
    person_id: PersonId,
    cause: TellingCause,
    groups: Collection[str],
    *,
    case: Case | None = None,
    fields: Collection[PersonField] = (),
) -> Sequence[Telling]:
    """Note within the running transaction who must be told; before an erasure, while the agencies are still known.

    Returns the tellings that are new; audited with the act that calls this.

    Law: GDPR Art. 19; FADP Art. 32(4).
    """
    held = work.tellings.of_case(case.id) if case is not None else ()
    waiting = [each for each in held if each.open and each.cause is cause]
    names = tuple(field for field in PersonField if field in fields)
    for telling in waiting:
        work.tellings.change(_joined(telling, groups, names))
    wanted = parties_of(work, person_id, groups)
    still = {each.party.key for each in waiting}
    today, case_id = place.clock.today(), case.id if case is not None else None
    return [
        work.tellings.add(
            Telling(TellingId(0), cause, tuple(groups), party, today, person_id, case_id, names)
        )
        for party in wanted
        if party.key not in still
    ]


def note_correction(
    work: UnitOfWork,
    place: Workplace,
    person_id: PersonId,
    fields: Collection[PersonField],
    case: Case | None = None,
) -> Sequence[Telling]:
    """The same after a correction: those who have data of the groups that these values belong to."""
    groups = groups_of_fields(catalogue_of(work).groups, fields)
    return note_tellings(work, place, person_id, TellingCause.RECTIFIED, groups, case=case, fields=fields)


def telling_lines(records: Records, tellings: Sequence[Telling], today: date) -> Sequence[TellingLine]:
    """Tellings with the names and numbers that they are shown with."""
    people = records.people.many({each.person_id for each in tellings if each.person_id is not None})
    numbers = {
        case_id: records.cases.get(case_id).number
        for case_id in {each.case_id for each in tellings}
        if case_id is not None
    }
    return [
        TellingLine(
            each,
            people[each.person_id].name if each.person_id and each.person_id in people else erased_name(),
            numbers[each.case_id] if each.case_id is not None else "",
            (today - each.due_since).days,
        )
        for each in tellings
    ]


def _joined(telling: Telling, groups: Collection[str], fields: tuple[PersonField, ...]) -> Telling:
    """A telling that still waits, with what changed since."""
    return replace(
        telling,
        groups=tuple(dict.fromkeys((*telling.groups, *groups))),
        fields=tuple(dict.fromkeys((*telling.fields, *fields))),
    )


def _agencies(records: Records, person_id: PersonId) -> Sequence[Agency]:
    """The agencies of the person's contracts, and those that values came from."""
    named = [contract.agency_id for contract in records.contracts.of_person(person_id)]
    named += [version.origin.agency_id for version in records.people.history(person_id)]
    found = []
    for agency_id in dict.fromkeys(named):
        if agency_id is not None:
            try:
                found.append(records.agencies.get(agency_id))
            except NotFoundError:
                continue
    return found
