# SPDX-License-Identifier: MIT
"""Rights requests: opened, checked, decided, answered, closed – each step recorded."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_errors import (
    AnswerDateError,
    AnswerMissingError,
    CaseClosedError,
    CodeWrongError,
    ContactChangedError,
    ExtendedAlreadyError,
    ExtensionDateMissingError,
    IdentityOpenError,
    IdentityTooWeakError,
    ItemTakenError,
    OutcomeNotPossibleError,
    ProofMissingError,
    ReasonMissingError,
    RightAlreadyAskedError,
    RightNotAskedError,
    RightUndecidedError,
)
from privdesk.domain.cases import (
    Answer,
    Case,
    CaseId,
    CaseLetter,
    CaseRight,
    IdentityCheck,
    IdentityMethod,
    LetterDirection,
    Outcome,
    Right,
)
from privdesk.domain.decisions import decision_rule, right_of, undecided
from privdesk.domain.errors import NotFoundError
from privdesk.domain.identity import need
from privdesk.domain.inbox import DocumentId, ItemId, ItemState
from privdesk.domain.people import Channel, Facts, PersonField, PersonId
from privdesk.domain.regimes import ClockKind
from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.case_clock import RegimeChoice as RegimeChoice
from privdesk.services.case_effects import correct, corrected, take_effect
from privdesk.services.case_opening import CaseOpening, rights_asked, take_item
from privdesk.services.case_opening import NewRequest as NewRequest
from privdesk.services.case_page import build_page
from privdesk.services.identity import PHONES, OnFile
from privdesk.services.letter_codes import new_code, use_code
from privdesk.services.own_people import case_seen, meant, own_case, require_own, require_own_item
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.regimes import Regimes
from privdesk.services.request_drafts import keep_draft, read_draft
from privdesk.services.request_pages import CasePage
from privdesk.services.request_proposals import Proposal as Proposal
from privdesk.services.request_proposals import propose
from privdesk.services.workplace import Workplace

_CONTACT_OF = {
    IdentityMethod.LETTER_CODE: PersonField.STREET,
    IdentityMethod.KNOWN_ADDRESS: PersonField.EMAIL,
}


class Requests:
    """Requests of the signed-in member of staff's office."""

    def __init__(self, place: Workplace, regimes: Regimes | None = None) -> None:
        self._place = place
        self._opening = CaseOpening(place, regimes or Regimes())

    def propose(self, item_id: ItemId) -> Proposal:
        """Say what an item seems to ask and who wrote it. Writes nothing.

        Raises: NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            member = self._place.member
            item = require_own_item(member, records.inbox.get(item_id))
            return propose(records, self._opening.clock(records), item, member)

    def regimes(
        self, person_id: PersonId | None, received_on: date, rights: Collection[Right] = ()
    ) -> Sequence[RegimeChoice]:
        """The laws that may apply with their dates, the proposed one first."""
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            if person_id is not None:
                require_own(records, self._place.member, person_id)
            person = None if person_id is None else records.people.get(person_id)
            return self._opening.clock(records).choices(person, received_on, rights)

    def open(self, request: NewRequest) -> Case:
        """Open one case for all rights, with law, holidays and deadline kept as they are today; commits.

        Raises: ReceivedInFutureError, NoRightAskedError, PersonUnknownError, ItemTakenError, NotFoundError,
            NotAllowedError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            if request.person_id is not None:
                request = replace(request, person_id=meant(work, self._place.member, request.person_id))
            if request.person_id is not None:
                require_own(work, self._place.member, request.person_id)
            case = self._opening.put(work, request)
            seen = case_seen(work, self._place.member, case)
            work.commit()
        return seen

    def join(self, case_id: CaseId, item_id: ItemId) -> Case:
        """Put an item among the correspondence of an open case; no new clock; commits.

        A second letter in the same matter, a reminder or a complaint belongs to the case that is open.

        Raises: CaseClosedError, ItemTakenError, NotFoundError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            case = self._open(work, case_id)
            item = require_own_item(self._place.member, work.inbox.get(item_id))
            if item.state is ItemState.CASE_OPENED:
                raise ItemTakenError(item.id)
            letter = self._opening.letter(item.channel, item.received_on, item, "")
            take_item(work, item, case.person_id)
            changed = replace(case, letters=(*case.letters, letter))
            return self._keep(work, changed, Action.CASE_CHANGED, ("letters",))

    def get(self, case_id: CaseId) -> Case:
        """One case. Raises: NotFoundError."""
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            return self._shown(records, records.cases.get(case_id))

    def by_number(self, number: str) -> Case:
        """The case of that number, such as R-2026-0038. Raises: NotFoundError."""
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            case = records.cases.by_number(self._place.number(number))
            if case is None or not self._is_own(records, case):
                raise NotFoundError("case", number)
            return self._shown(records, case)

    def open_cases(self) -> Sequence[Case]:
        """Open cases, most urgent first: by the days left to the earlier of safe and legal date."""
        self._place.require(Permission.TAKE_REQUESTS)
        today = self._place.clock.today()
        with self._place.reading() as records:
            mine = self._mine(records, records.cases.open_cases())
        return sorted(mine, key=lambda case: (case.days_left(today), case.id))

    def closed_this_year(self) -> Sequence[Case]:
        """Cases closed since 1 January, the latest first."""
        self._place.require(Permission.TAKE_REQUESTS)
        new_year = self._place.clock.today().replace(month=1, day=1)
        with self._place.reading() as records:
            return self._mine(records, records.cases.closed_since(new_year))

    def of_person(self, person_id: PersonId) -> Sequence[Case]:
        """All cases of a person, newest first."""
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            require_own(records, self._place.member, person_id)
            cases = self._mine(records, records.cases.of_person(person_id))
        return sorted(cases, key=lambda case: (case.received_on, case.id), reverse=True)

    def page(
        self, case_id: CaseId, purpose: Purpose = Purpose.RIGHTS_REQUEST, *, again: bool = False
    ) -> CasePage:
        """Everything the page shows; the look-up of the person is recorded first, and commits.

        `again` shows the same page anew after an act, without a second look-up.
        """
        self._place.require(Permission.LOOK_UP_PEOPLE)
        if not again:
            self._record_look_up(case_id, purpose)
        with self._place.reading() as records:
            case = self._shown(records, records.cases.get(case_id))
            return build_page(records, self._place, self._opening.clock(records), case)

    def check_identity(
        self,
        case_id: CaseId,
        method: IdentityMethod,
        passed: bool,
        *,
        questions: Sequence[str] = (),
        right: int = 0,
        needed: int = 0,
        contact: PersonField | None = None,
    ) -> Case:
        """Record a check and its result, never answers; commits.

        Law: GDPR Art. 12(6), DPO Art. 16(5).

        Raises: ContactChangedError, IdentityTooWeakError, CaseClosedError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            case = self._open(work, case_id)
            used = self._contact(work, case, method, contact) if passed else contact
            if method is IdentityMethod.QUESTIONS:
                needed = max(needed, need({each.right for each in case.rights}).right)
                if passed and right < needed:
                    raise IdentityTooWeakError(right, needed)
            now, member = self._place.clock.now(), self._place.member
            check = IdentityCheck(method, passed, now, member.id, tuple(questions), right, needed, used)
            changed = replace(case, identity=(*case.identity, check))
            return self._keep(work, changed, Action.IDENTITY_CHECKED, (method.value,))

    def send_code(self, case_id: CaseId) -> str:
        """Make a code to be sent by letter to the address on file, and return it for that letter; commits.

        Raises: ContactChangedError where the address changed within 30 days, CaseClosedError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            case = self._open(work, case_id)
            self._contact(work, case, IdentityMethod.LETTER_CODE, None)
            code = new_code(work, case.id, self._place.clock.today())
            title, at = _("Code by letter to the address on file"), self._place.clock.now()
            letter = CaseLetter(at, LetterDirection.OUT, Channel.POST, title)
            self._keep(
                work, replace(case, letters=(*case.letters, letter)), Action.CASE_CHANGED, ("letters",)
            )
        return code

    def check_code(self, case_id: CaseId, typed: str) -> Case:
        """Check the code that the person reads back, and record the result; commits either way.

        Raises: CodeWrongError, ContactChangedError, CaseClosedError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            case = self._open(work, case_id)
            contact = self._contact(work, case, IdentityMethod.LETTER_CODE, None)
            passed = use_code(work, case.id, typed, self._place.clock.today())
            now, member = self._place.clock.now(), self._place.member
            check = IdentityCheck(IdentityMethod.LETTER_CODE, passed, now, member.id, contact=contact)
            changed = replace(case, identity=(*case.identity, check))
            self._keep(work, changed, Action.IDENTITY_CHECKED, (IdentityMethod.LETTER_CODE.value,))
        if not passed:
            raise CodeWrongError
        return changed

    def add_right(self, case_id: CaseId, right: Right, wish: str = "", changes: Facts | None = None) -> Case:
        """Add a right named later in the same matter; the clock stays; commits.

        Raises: RightAlreadyAskedError, CaseClosedError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            case = self._open(work, case_id)
            if right_of(case, right) is not None:
                raise RightAlreadyAskedError(right)
            changed = replace(case, rights=(*case.rights, *rights_asked({right: wish}, changes or {})))
            return self._keep(work, changed, Action.CASE_CHANGED, (right.value,))

    def decide(self, case_id: CaseId, right: Right, outcome: Outcome, reason: str = "") -> Case:
        """Record what becomes of one right, and let what acts at once act; commits.

        Who may, and what it needs: `privdesk.domain.decisions`. A decision made is changed by an officer only.

        Raises: IdentityOpenError, NotAllowedError, ReasonMissingError, OutcomeNotPossibleError,
            RightNotAskedError, CaseClosedError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        rule = decision_rule(right, outcome)
        if rule is None:
            raise OutcomeNotPossibleError(right, outcome)
        self._place.require(rule.permission)
        with self._place.work() as work:
            case = self._open(work, case_id)
            asked = self._asked(case, right)
            if asked.outcome is not Outcome.TO_DECIDE:
                self._place.require(Permission.DECIDE)
            if rule.identity and not case.identity_stands:
                raise IdentityOpenError
            if rule.reason and not reason.strip():
                raise ReasonMissingError
            take_effect(work, self._place, case, right, outcome)
            decided = replace(asked, outcome=outcome, reason=reason.strip())
            return self._keep(
                work, self._with(case, decided), Action.RIGHT_DECIDED, (right.value, outcome.value)
            )

    def rectify(self, case_id: CaseId, changes: Facts, proof: str) -> Case:
        """Really correct the values, keeping old ones, who, when and from which document; commits.

        The right is granted once every value that the person named is dealt with; until then it stays open.

        Law: GDPR Art. 16, FADP Art. 32(1).

        Raises: IdentityOpenError, ProofMissingError, NothingToCorrectError, FieldProblemError,
            RightNotAskedError, CaseClosedError.
        """
        self._place.require(Permission.RECTIFY)
        with self._place.work() as work:
            case = self._open(work, case_id)
            asked = self._asked(case, Right.RECTIFICATION)
            if not case.identity_stands:
                raise IdentityOpenError
            if not proof.strip():
                raise ProofMissingError
            done = correct(work, self._place, case, changes)
            now_stands = corrected(work, case, asked, done, proof.strip())
            fields = (Right.RECTIFICATION.value, now_stands.outcome.value)
            return self._keep(work, self._with(case, now_stands), Action.RIGHT_DECIDED, fields)

    def extend(self, case_id: CaseId, reason: str, until: date | None = None) -> Case:
        """Extend the clock once, told today; `until` where the law has the office name the date; commits.

        Law: GDPR Art. 12(3), DPO Art. 18(2), 11 CCR 7021(b).

        Raises: ExtensionTooLateError, ExtensionUnknownError, ExtensionShortensError, ExtensionDateMissingError,
            ExtendedAlreadyError, ReasonMissingError, CaseClosedError.
        """
        self._place.require(Permission.DECIDE)
        with self._place.work() as work:
            case = self._open(work, case_id)
            if case.extended:
                raise ExtendedAlreadyError
            if not reason.strip():
                raise ReasonMissingError
            clock = self._opening.clock(work)
            rule = clock.law(case.regime).clock(ClockKind.REQUEST).extension
            if rule is not None and rule.total is None and until is None:
                raise ExtensionDateMissingError
            deadline = clock.extended(case, self._place.clock.today(), until)
            changed = replace(case, deadline=deadline, extended=True, extension_reason=reason.strip())
            return self._keep(work, changed, Action.CASE_CHANGED, ("deadline",))

    def record_answer(
        self,
        case_id: CaseId,
        *,
        channel: Channel,
        on: date,
        document_id: DocumentId | None = None,
        note: str = "",
    ) -> Case:
        """Record the reply that was given; commits.

        Raises: AnswerDateError, CaseClosedError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        clock = self._place.clock
        with self._place.work() as work:
            case = self._open(work, case_id)
            if not case.received_on <= on <= clock.today():
                raise AnswerDateError(on, case.received_on, clock.today())
            answer = Answer(on, channel, document_id, note.strip(), self._place.member.id)
            at = clock.now() if on == clock.today() else clock.start_of(on)
            title = _("Our answer")
            letter = CaseLetter(at, LetterDirection.OUT, channel, title, note.strip(), document_id)
            changed = replace(case, answer=answer, letters=(*case.letters, letter))
            return self._keep(work, changed, Action.CASE_ANSWERED, (channel.value,))

    def close(self, case_id: CaseId) -> Case:
        """Close for good: read-only from then on, its dates never reckoned again; commits.

        Raises: RightUndecidedError, AnswerMissingError, CaseClosedError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.work() as work:
            case = self._open(work, case_id)
            still_open = undecided(case)
            if still_open:
                raise RightUndecidedError(still_open)
            if case.answer is None:
                raise AnswerMissingError
            changed = replace(case, closed_on=self._place.clock.today())
            return self._keep(work, changed, Action.CASE_CLOSED)

    def note(self, case_id: CaseId, text: str) -> Case:
        """Add a note to the correspondence; the person may read it; commits. Raises: CaseClosedError."""
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            case = self._open(work, case_id)
            at = self._place.clock.now()
            handed_in = self._place.member.agency_id is not None
            direction = LetterDirection.IN if handed_in else LetterDirection.NOTE
            title = _("Note from the agency") if handed_in else _("Note")
            channel = Channel.COUNTER if handed_in else case.channel
            note = CaseLetter(at, direction, channel, title, text.strip())
            changed = replace(case, letters=(*case.letters, note))
            return self._keep(work, changed, Action.CASE_CHANGED, ("notes",))

    def keep_draft(self, key: str, values: Mapping[str, str]) -> None:
        """Make what is half typed durable under `key`; no values drop it; needs no audit entry."""
        self._place.require(Permission.TAKE_REQUESTS)
        keep_draft(self._place, key, values)

    def draft(self, key: str) -> Mapping[str, str]:
        """What this member left half typed under `key`; empty when nothing."""
        self._place.require(Permission.TAKE_REQUESTS)
        return read_draft(self._place, key)

    def _open(self, records: Records, case_id: CaseId) -> Case:
        case = self._seen(records, records.cases.get(case_id))
        if case.closed_on is not None:
            raise CaseClosedError
        return case

    def _is_own(self, records: Records, case: Case) -> bool:
        """Whether this member may see the case."""
        return own_case(records, self._place.member, case)

    def _mine(self, records: Records, cases: Iterable[Case]) -> list[Case]:
        """Those that this member may see, as far as they may."""
        return [self._shown(records, case) for case in cases if self._is_own(records, case)]

    def _shown(self, records: Records, case: Case) -> Case:
        """The case as this member may see it. Raises: NotFoundError."""
        return case_seen(records, self._place.member, self._seen(records, case))

    def _seen(self, records: Records, case: Case) -> Case:
        """The case, or the same error as for one that does not exist."""
        if not self._is_own(records, case):
            raise NotFoundError("case", str(case.id))
        return case

    def _asked(self, case: Case, right: Right) -> CaseRight:
        asked = right_of(case, right)
        if asked is None:
            raise RightNotAskedError(right)
        return asked

    def _with(self, case: Case, decided: CaseRight) -> Case:
        """The case with that right as now decided, by this member of staff, now."""
        made = decided.outcome is not Outcome.TO_DECIDE
        signed = replace(
            decided,
            decided_at=self._place.clock.now() if made else None,
            decided_by=self._place.member.id if made else None,
        )
        rights = tuple(signed if each.right is signed.right else each for each in case.rights)
        return replace(case, rights=rights)

    def _keep(self, work: UnitOfWork, case: Case, action: Action, fields: tuple[str, ...] = ()) -> Case:
        work.cases.change(case)
        event = AuditEvent(action, f"case:{case.id}", fields, Purpose.RIGHTS_REQUEST, reference=case.number)
        work.audit.record(event)
        shown = case_seen(work, self._place.member, case)
        work.commit()
        return shown

    def _contact(
        self, records: Records, case: Case, method: IdentityMethod, contact: PersonField | None
    ) -> PersonField | None:
        """The contact that served the check. Raises: ContactChangedError where it may not serve."""
        if method is IdentityMethod.CALL_BACK:
            wanted: Sequence[PersonField] = PHONES if contact is None else (contact,)
        elif method in _CONTACT_OF:
            wanted = (_CONTACT_OF[method],)
        else:
            return contact
        if case.person_id is None:
            raise ContactChangedError(wanted[0])
        on_file = OnFile(records, self._place.clock, self._place.member)
        standings = {name: on_file.contact(case.person_id, name) for name in wanted}
        for name, standing in standings.items():
            if standing.serves:
                return name
        raise ContactChangedError(wanted[0], standings[wanted[0]].serves_from)

    def _record_look_up(self, case_id: CaseId, purpose: Purpose) -> None:
        with self._place.work() as work:
            case = self._seen(work, work.cases.get(case_id))
            record = f"case:{case.id}" if case.person_id is None else f"person:{case.person_id}"
            event = AuditEvent(Action.PERSON_VIEWED, record, (), purpose, reference=case.number)
            work.audit.record(event)
            work.commit()
