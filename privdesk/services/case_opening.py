# SPDX-License-Identifier: MIT
"""Opening a request, within a running transaction: from a call, an item of the Inbox, or by hand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from privdesk.domain.agencies import AgencyId
from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_errors import (
    ItemTakenError,
    NoRightAskedError,
    PersonUnknownError,
    ReceivedInFutureError,
)
from privdesk.domain.case_fact_errors import KindOfRightError
from privdesk.domain.cases import (
    Case,
    CaseId,
    CaseKind,
    CaseLetter,
    CaseRight,
    IdentityCheck,
    LetterDirection,
    Representative,
    Right,
)
from privdesk.domain.inbox import OPEN_STATES, InboxItem, ItemId, ItemState
from privdesk.domain.objections import Objection
from privdesk.domain.people import Channel, Facts, Person, PersonField, PersonId
from privdesk.domain.representation import require_sound
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.case_clock import CaseClock
from privdesk.services.case_effects import act_at_once
from privdesk.services.office import office_of
from privdesk.services.own_people import require_own_item
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.regimes import Regimes
from privdesk.services.workplace import Workplace

_RIGHTS_OF = {
    CaseKind.COMPLAINT: frozenset[Right](),
    CaseKind.OPT_OUT: frozenset({Right.OBJECTION, Right.RESTRICTION}),
}
_TAKES_ITEM = OPEN_STATES | {ItemState.INCOMPLETE, ItemState.SET_ASIDE}


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request to be opened: every ticked right with the person's own words (empty where none were noted)."""

    person_id: PersonId | None
    rights: Mapping[Right, str]
    channel: Channel
    received_on: date
    """The day it reached any official channel, an agency included."""
    language: str = ""
    """Empty: the person's own."""
    changes: Facts = field(default_factory=dict)
    """For rectification: the values the person says are right."""
    notes: str = ""
    item_id: ItemId | None = None
    person_name: str = ""
    """As given, where the person is not on file."""
    regime: str | None = None
    """Law chosen by the clerk; None: the office's. The safe date is safe under the residence's law too."""
    kind: CaseKind = CaseKind.REQUEST
    representative: Representative | None = None
    """Whose paper may still be to come; nothing goes to them before it was seen."""
    purposes: frozenset[str] = frozenset()
    """For a withdrawal: the purposes named; none: every consent given."""
    against: frozenset[str] = frozenset()
    """For an objection: the purposes named besides advertising."""
    tell_before_closing: bool = False
    """For an objection: the person wants to be told before the account closes."""
    agency_id: AgencyId | None = None
    """The agency that it reached first, noted by the office; an agency clerk's own one counts anyway."""


class CaseOpening:
    """Puts a new case, its item and its audit entry into a transaction that the caller commits."""

    def __init__(self, place: Workplace, regimes: Regimes) -> None:
        self._place = place
        self._regimes = regimes

    def clock(self, records: Records) -> CaseClock:
        """The clock of the office as it is set now."""
        return CaseClock(self._regimes, office_of(records))

    def put(self, work: UnitOfWork, request: NewRequest, checks: Sequence[IdentityCheck] = ()) -> Case:
        """Add the case with law, holidays and deadline as they are today; what acts at once acts; does not commit.

        Raises: ReceivedInFutureError, NoRightAskedError, KindOfRightError, PersonUnknownError, ItemTakenError,
            RepresentativeIncompleteError, AuthorityExpiredError, ClockUnknownError, ClockNotInForceError,
            NotFoundError.
        """
        today = self._place.clock.today()
        if request.received_on > today:
            raise ReceivedInFutureError(request.received_on, today)
        request = _of_its_kind(request)
        if request.representative is not None:
            require_sound(request.representative, today, paper_follows=True)
        person = None if request.person_id is None else work.people.get(request.person_id)
        if person is None and not request.person_name.strip():
            raise PersonUnknownError
        item = None
        if request.item_id is not None:
            item = require_own_item(self._place.member, work.inbox.get(request.item_id))
        if item is not None and item.state is ItemState.CASE_OPENED:
            raise ItemTakenError(item.id)
        case = work.cases.add(self._case(work, request, person, item, tuple(checks)))
        if item is not None:
            take_item(work, item, request.person_id)
        act_at_once(work, self._place, case, request.rights)
        _note_objection(work, case, request)
        record = f"case:{case.id}"
        asked = tuple(right.value for right in request.rights)
        work.audit.record(
            AuditEvent(Action.CASE_OPENED, record, asked, Purpose.RIGHTS_REQUEST, reference=case.number)
        )
        return case

    def _case(
        self,
        work: UnitOfWork,
        request: NewRequest,
        person: Person | None,
        item: InboxItem | None,
        checks: tuple[IdentityCheck, ...],
    ) -> Case:
        office, clock = office_of(work), self.clock(work)
        reckoning = clock.reckon_for(
            person, request.received_on, request.rights, request.regime, request.kind
        )
        language = request.language or (person.fact(PersonField.LANGUAGE) if person else "")
        case = Case(
            id=CaseId(0),
            number="",
            person_id=request.person_id,
            person_name=person.name if person else request.person_name.strip(),
            channel=request.channel,
            received_on=request.received_on,
            entered_at=self._place.clock.now(),
            language=language or office.language,
            regime=reckoning.regime.id,
            regime_version=reckoning.regime.version,
            holiday_place=reckoning.table.place,
            holiday_digest=reckoning.table.digest(),
            deadline=reckoning.deadline,
            rights=rights_asked(request.rights, request.changes, request.purposes),
            identity=checks,
            letters=(self.letter(request.channel, request.received_on, item, request.notes),),
            notes=request.notes,
            item_id=request.item_id,
            agency_id=self._agency(work, request, item),
            kind=request.kind,
            other_regime=reckoning.other_regime,
            representative=self._recorded(request.representative),
        )
        return clock.dated(case)

    def _agency(self, records: Records, request: NewRequest, item: InboxItem | None) -> AgencyId | None:
        """The agency that it reached: the clerk's own, the one noted, or the item's. Raises: NotFoundError."""
        own = self._place.member.agency_id
        if own is None and request.agency_id is not None:
            return records.agencies.get(request.agency_id).id
        return own or (item.agency_id if item is not None else None)

    def _recorded(self, representative: Representative | None) -> Representative | None:
        if representative is None:
            return None
        member = self._place.member.id
        return replace(
            representative,
            name=representative.name.strip(),
            document=representative.document.strip(),
            recorded_at=self._place.clock.now(),
            recorded_by=member,
        )

    def letter(self, channel: Channel, received_on: date, item: InboxItem | None, notes: str) -> CaseLetter:
        """The first line of the correspondence: what came in."""
        subject = item.mail.subject if item is not None and item.mail is not None else ""
        name = item.name if item is not None else ""
        foreign = wording.quoted(subject or name) if subject or name else ""
        return CaseLetter(
            at=self._arrived(received_on, item),
            direction=LetterDirection.IN,
            channel=channel,
            title=arrival_title(channel),
            detail=foreign or notes.strip(),
            document_id=item.documents[0].id if item is not None and item.documents else None,
            item_id=item.id if item is not None else None,
        )

    def _arrived(self, received_on: date, item: InboxItem | None) -> datetime:
        clock = self._place.clock
        if item is not None:
            return item.arrived_at
        return clock.now() if received_on == clock.today() else clock.start_of(received_on)


def require_kind(kind: CaseKind, rights: Collection[Right]) -> None:
    """Refuse a right in a complaint, and any but those of an opt-out in an opt-out. Raises: KindOfRightError.

    Law: 11 CCR 7026–7027: opt-out of sale and sharing, limit of sensitive data.
    """
    allowed = _RIGHTS_OF.get(kind)
    strange = None if allowed is None else next((each for each in rights if each not in allowed), None)
    if strange is not None:
        raise KindOfRightError(kind, strange)


def _note_objection(work: UnitOfWork, case: Case, request: NewRequest) -> None:
    """Keep which purposes the person named and whether they want to be told before the account closes.

    What is to be weighed is weighed later. Advertising is always among it.
    """
    says_more = request.against or request.tell_before_closing
    if says_more and any(each.right is Right.OBJECTION for each in case.rights):
        purposes = tuple(sorted(request.against))
        work.objections.put(
            Objection(
                case.id, case.person_id, purposes=purposes, tell_before_closing=request.tell_before_closing
            )
        )


def _of_its_kind(request: NewRequest) -> NewRequest:
    """The request with the rights that its kind has. Raises: NoRightAskedError, KindOfRightError."""
    require_kind(request.kind, request.rights)
    if request.kind is CaseKind.OPT_OUT and not request.rights:
        return replace(request, rights={Right.OBJECTION: ""})
    if request.kind is CaseKind.REQUEST and not request.rights:
        raise NoRightAskedError
    return request


def rights_asked(
    rights: Mapping[Right, str], changes: Facts, purposes: Collection[str] = ()
) -> tuple[CaseRight, ...]:
    """Every right once, in the order of the law, with its words.

    The changes go with rectification, the purposes with a withdrawal.
    """
    return tuple(
        CaseRight(
            right,
            wish=rights[right].strip(),
            changes=dict(changes) if right is Right.RECTIFICATION else {},
            purposes=tuple(sorted(purposes)) if right is Right.WITHDRAWAL else (),
        )
        for right in Right
        if right in rights
    )


def take_item(work: UnitOfWork, item: InboxItem, person_id: PersonId | None) -> None:
    """Take an item out of the Inbox for a case, and give its files to the person."""
    if item.state in _TAKES_ITEM:
        work.inbox.change(replace(item, state=ItemState.CASE_OPENED))
    if person_id is not None:
        for document in item.documents:
            work.documents.give_to(document.id, person_id)


def arrival_title(channel: Channel) -> str:
    """What came in, in a word or two."""
    return {
        Channel.POST: _("Letter"),
        Channel.EMAIL: _("E-mail"),
        Channel.WEB: _("Message from the web platform"),
        Channel.PHONE: _("Call"),
        Channel.COUNTER: _("At the counter"),
    }[channel]
