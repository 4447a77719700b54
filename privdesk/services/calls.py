# SPDX-License-Identifier: MIT
"""Calls: who is calling, what is wanted, the right words – kept as they are typed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_errors import CallEndedError, CaseClosedError, NoRightAskedError, PersonUnknownError
from privdesk.domain.cases import (
    CallId,
    CallSheet,
    Case,
    CaseId,
    IdentityCheck,
    IdentityQuestion,
    Right,
)
from privdesk.domain.errors import NotFoundError
from privdesk.domain.identity import need
from privdesk.domain.people import Person, PersonField, PersonId
from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.call_ending import (
    checks_of,
    record_checks,
    request_of,
    said_to_have_come,
    with_call_line,
)
from privdesk.services.case_opening import CaseOpening
from privdesk.services.identity import (
    CallBackNumber,
    CodeByLetter,
    IdentityVerdict,
    OnFile,
    open_keys,
    question_title,
)
from privdesk.services.intake_choices import IntakeChoices, intake_choices
from privdesk.services.office import office_of
from privdesk.services.own_people import (
    case_seen,
    meant,
    own_call,
    own_case,
    own_only,
    person_seen,
    require_own,
)
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.regimes import Regimes
from privdesk.services.scripts import CallState, ScriptPart, question_words, read_aloud
from privdesk.services.workplace import Workplace

_HANDS_OVER = frozenset({Right.ACCESS, Right.PORTABILITY})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling, as far as the sheet needs it."""

    person: Person
    open_cases: tuple[Case, ...]
    """Most urgent first."""


class Calls:
    """Call sheets of the office."""

    def __init__(self, place: Workplace, regimes: Regimes | None = None) -> None:
        self._place = place
        self._opening = CaseOpening(place, regimes or Regimes())

    def start(self, person_id: PersonId | None = None) -> CallSheet:
        """Begin a sheet; recorded. With a person, their record is looked up for answering the call; commits.

        Raises: NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            if person_id is not None:
                self._require_person(work, person_id)
            now, member = self._place.clock.now(), self._place.member
            sheet = work.calls.add(CallSheet(CallId(0), now, member.id, person_id))
            work.audit.record(AuditEvent(Action.CALL_STARTED, f"call:{sheet.id}"))
            if person_id is not None:
                self._record_look_up(work, sheet, person_id)
            work.commit()
        return sheet

    def keep(self, sheet: CallSheet) -> None:
        """Make the sheet durable as typed; needs no audit entry.

        Who calls and how the call ended are not taken from it: `choose`, `finish` and `open_request` say so.

        Raises: CallEndedError, NotFoundError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            on_file = self._running(work, sheet.id)
            kept = replace(
                sheet,
                person_id=on_file.person_id,
                started_at=on_file.started_at,
                staff_id=on_file.staff_id,
                ended_at=None,
                case_id=None,
            )
            work.calls.change(self._agency_seen(work, kept))
            work.commit_draft()

    def get(self, call_id: CallId) -> CallSheet:
        """One sheet. Raises: NotFoundError."""
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            return self._own_sheet(records, call_id)

    def unfinished(self) -> Sequence[CallSheet]:
        """Sheets that wait under Today, oldest first."""
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            waiting = [sheet for sheet in records.calls.unfinished() if self._is_own(records, sheet)]
        return sorted(waiting, key=lambda sheet: (sheet.started_at, sheet.id))

    def finish_later(self, sheet: CallSheet) -> None:
        """Keep the sheet; it waits under Today."""
        self._place.require(Permission.TAKE_REQUESTS)
        self.keep(sheet)

    def finish(self, sheet: CallSheet, about: CaseId | None = None) -> CallSheet:
        """End a call without a new request; a call about an open one joins its correspondence; commits.

        What the check of identity came to is recorded with that request, else with the call.

        Raises: CallEndedError, CaseClosedError, NotFoundError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            case = self._own_case(work, about) if about is not None else None
            ended = self._end(work, sheet, about)
            checks = checks_of(self._on_file(work, ended.person_id), ended)
            record_checks(work, checks, f"call:{sheet.id}" if case is None else f"case:{case.id}", case)
            if case is not None:
                self._join(work, ended, case, checks)
            work.commit()
        return ended

    def choose(self, sheet: CallSheet, person_id: PersonId) -> CallSheet:
        """Say who calls: a recorded look-up. Answers given for another person are dropped; commits.

        Raises: CallEndedError, NotFoundError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            person_id = meant(work, self._place.member, person_id)
            self._require_person(work, person_id)
            on_file = self._running(work, sheet.id)
            chosen = replace(sheet, person_id=person_id)
            if on_file.person_id != person_id:
                chosen = replace(chosen, answers={}, called_back=None)
            work.calls.change(chosen)
            self._record_look_up(work, chosen, person_id)
            work.commit()
        return chosen

    def questions(self, person_id: PersonId) -> Sequence[IdentityQuestion]:
        """What may be asked of this person, the holder's own knowledge first."""
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            return self._on_file(records, person_id).questions(person_id)

    def question_title(self, question: IdentityQuestion) -> str:
        """The question in short, in the language of the desk."""
        return question_title(question)

    def question_text(self, question: IdentityQuestion, language: str) -> str:
        """The question as it is read aloud in the caller's language."""
        return question_words(question.key, language)

    def needed(self, person_id: PersonId | None, wishes: Collection[Right]) -> int:
        """How many right answers these wishes need."""
        self._place.require(Permission.TAKE_REQUESTS)
        return need(wishes).right

    def call_back(self, person_id: PersonId) -> Sequence[CallBackNumber]:
        """The numbers on file with whether each may be called back, and why."""
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            return self._on_file(records, person_id).numbers(person_id)

    def verdict(self, sheet: CallSheet) -> IdentityVerdict:
        """How identity stands with the answers noted so far."""
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            return self._verdict(records, sheet)

    def script(self, sheet: CallSheet, language: str = "") -> Sequence[ScriptPart]:
        """What to read aloud now: greeting, why we ask, the next question marked, or the closing and its date.

        An empty `language` takes the person's own.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            state, own = self._state(records, sheet)
        return read_aloud(state, language or own)

    def due(self, wishes: Collection[Right], person_id: PersonId | None = None) -> Mapping[Right, str]:
        """For each wish received today: by when it is answered, and why, as a sentence."""
        self._place.require(Permission.TAKE_REQUESTS)
        today = self._place.clock.today()
        with self._place.reading() as records:
            clock = self._opening.clock(records)
            if person_id is not None:
                require_own(records, self._place.member, person_id)
            person = records.people.get(person_id) if person_id is not None else None
            sentences = {}
            for right in Right:
                if right in wishes:
                    reckoning = clock.reckon_for(person, today, (right,))
                    at_once = reckoning.regime.rights.get(right.value)
                    day = wording.date_long(min(reckoning.deadline.safe, reckoning.deadline.legal))
                    text = _("Due {day}. {why}").format(day=day, why=reckoning.sentence)
                    acts = at_once is not None and bool(at_once.at_once)
                    sentences[right] = f"{_at_once(right)} {text}" if acts else text
        return sentences

    def open_request(self, sheet: CallSheet, about: CaseId | None = None) -> Case:
        """End the call with one case for all ticked rights and the result of the check; commits.

        Identity that failed does not keep a wish from being taken, nor does a paper that is still to come from who
        calls for somebody else. A request by phone is received on the day of the call, or on the day it reached an
        official channel before. `about`: an open request asked about in the same call; it is noted there.

        Law: GDPR Art. 12(2)–(3), DPO Art. 16(1).

        Raises: NoRightAskedError, PersonUnknownError, CallEndedError, RepresentativeIncompleteError,
            AuthorityExpiredError, ReceivedInFutureError, CaseClosedError, NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        if not sheet.wishes:
            raise NoRightAskedError
        with self._place.work() as work:
            running = self._running(work, sheet.id)
            if running.person_id is None:
                raise PersonUnknownError
            sheet = self._agency_seen(
                work, replace(sheet, person_id=running.person_id, started_at=running.started_at)
            )
            checks = checks_of(self._on_file(work, running.person_id), sheet)
            case = self._opening.put(work, request_of(sheet, self._place.clock), checks)
            record_checks(work, checks, f"case:{case.id}", case)
            if sheet.reached_on is not None:
                case = said_to_have_come(case, sheet)
                work.cases.change(case)
            ended = self._end(work, sheet, case.id)
            if about is not None:
                self._join(work, ended, self._own_case(work, about), ())
            seen = case_seen(work, self._place.member, case)
            work.commit()
        return seen

    def caller(self, sheet: CallSheet) -> Caller | None:
        """Who the sheet says is calling, with the open requests; the look-up was recorded by `start` or `choose`.

        Raises: NotFoundError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        if sheet.person_id is None:
            return None
        with self._place.reading() as records:
            member, on_file = self._place.member, self._own_sheet(records, sheet.id).person_id
            if on_file != sheet.person_id:
                raise NotFoundError("person", str(sheet.person_id))
            require_own(records, member, on_file)
            person = person_seen(member, records.people.get(on_file))
            cases = [
                case_seen(records, member, case)
                for case in records.cases.of_person(on_file)
                if case.closed_on is None and own_case(records, member, case)
            ]
        return Caller(person, tuple(sorted(cases, key=lambda case: (case.deadline.safe, case.id))))

    def earlier(self, person_id: PersonId) -> Sequence[CallSheet]:
        """Finished calls of this person, newest first."""
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            require_own(records, self._place.member, person_id)
            ended = [
                sheet
                for sheet in records.calls.of_person(person_id)
                if sheet.ended_at is not None and self._is_own(records, sheet)
            ]
        return sorted(ended, key=lambda sheet: (sheet.started_at, sheet.id), reverse=True)

    def choices(self, person_id: PersonId | None) -> IntakeChoices:
        """What may be chosen for this caller: consents given, purposes, agencies, who spoke for them before.

        Raises: NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            if person_id is not None:
                require_own(records, self._place.member, person_id)
            return intake_choices(records, self._place.member, person_id, self._place.clock.today())

    def code_by_letter(self, person_id: PersonId) -> CodeByLetter:
        """Whether a code may go by letter to the address on file, and why or why not."""
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            return self._on_file(records, person_id).code_by_letter(person_id)

    def _agency_seen(self, records: Records, sheet: CallSheet) -> CallSheet:
        """The sheet without an agency where this member names none. Raises: NotFoundError."""
        if self._place.member.agency_id is not None or sheet.agency_id is None:
            return replace(sheet, agency_id=None)
        return replace(sheet, agency_id=records.agencies.get(sheet.agency_id).id)

    def _on_file(self, records: Records, person_id: PersonId | None) -> OnFile:
        self._place.require(Permission.TAKE_REQUESTS)
        if person_id is not None:
            require_own(records, self._place.member, person_id)
        return OnFile(records, self._place.clock, self._place.member)

    def _is_own(self, records: Records, sheet: CallSheet) -> bool:
        """Whether this member may see a sheet: an agency clerk, one of the own agency about its people."""
        member = self._place.member
        if not own_call(records, member, sheet):
            return False
        return sheet.person_id is None or bool(own_only(records, member, (sheet.person_id,)))

    def _own_sheet(self, records: Records, call_id: CallId) -> CallSheet:
        """The sheet, or the same refusal as for one that does not exist. Raises: NotFoundError."""
        sheet = records.calls.get(call_id)
        if not self._is_own(records, sheet):
            raise NotFoundError("call", str(call_id))
        return sheet

    def _require_person(self, records: Records, person_id: PersonId) -> None:
        require_own(records, self._place.member, person_id)
        records.people.get(person_id)

    def _record_look_up(self, work: UnitOfWork, sheet: CallSheet, person_id: PersonId) -> None:
        reference = f"call:{sheet.id}"
        event = AuditEvent(
            Action.PERSON_VIEWED, f"person:{person_id}", (), Purpose.ANSWER_CALL, None, reference
        )
        work.audit.record(event)

    def _running(self, records: Records, call_id: CallId) -> CallSheet:
        sheet = self._own_sheet(records, call_id)
        if sheet.ended_at is not None:
            raise CallEndedError
        return sheet

    def _end(self, work: UnitOfWork, sheet: CallSheet, case_id: CaseId | None) -> CallSheet:
        running = self._running(work, sheet.id)
        ended = replace(
            sheet, person_id=running.person_id, ended_at=self._place.clock.now(), case_id=case_id
        )  # fmt: skip
        work.calls.change(ended)
        work.audit.record(AuditEvent(Action.CALL_ENDED, f"call:{sheet.id}"))
        return ended

    def _own_case(self, records: Records, case_id: CaseId) -> Case:
        """The case, or the same refusal as for one that does not exist. Raises: NotFoundError."""
        case = records.cases.get(case_id)
        if not own_case(records, self._place.member, case):
            raise NotFoundError("case", str(case_id))
        return case

    def _join(self, work: UnitOfWork, sheet: CallSheet, case: Case, checks: Sequence[IdentityCheck]) -> None:
        """Put the call, and what its check came to, with an open case; no new clock."""
        if case.closed_on is not None:
            raise CaseClosedError
        changed = with_call_line(case, sheet)
        if sheet.person_id == case.person_id:
            changed = replace(changed, identity=(*changed.identity, *checks))
        work.cases.change(changed)
        event = AuditEvent(Action.CASE_CHANGED, f"case:{case.id}", ("letters",), reference=case.number)
        work.audit.record(event)

    def _verdict(self, records: Records, sheet: CallSheet) -> IdentityVerdict:
        on_file = OnFile(records, self._place.clock, self._place.member)
        if sheet.person_id is not None:
            self._on_file(records, sheet.person_id)
        return on_file.verdict(sheet)

    def _state(self, records: Records, sheet: CallSheet) -> tuple[CallState, str]:
        office, who = office_of(records), sheet.representative
        verdict, person = self._verdict(records, sheet), self._person(records, sheet)
        questions: Sequence[IdentityQuestion] = ()
        may_call, address = False, False
        if person is not None:
            on_file = OnFile(records, self._place.clock, self._place.member)
            questions = open_keys(on_file.questions(person.id), sheet.answers)
            may_call = any(number.allowed for number in on_file.numbers(person.id))
            address = on_file.contact(person.id, PersonField.STREET).serves
        today, clock = self._place.clock.today(), self._opening.clock(records)
        deadline = clock.reckon_for(person, today, sheet.wishes).deadline
        state = CallState(
            office=office.name,
            person=person,
            standing=verdict.standing,
            question=questions[0] if questions else None,
            first=not sheet.answers,
            wishes=sheet.wishes,
            due=min(deadline.safe, deadline.legal) if sheet.wishes else None,
            may_call_back=may_call,
            address_serves=address,
            hands_over=bool(sheet.wishes & _HANDS_OVER),
            caller_name=who.name.strip() if who is not None else "",
            paper=None if who is None else who.proven and not who.expired(today),
        )
        return state, person.fact(PersonField.LANGUAGE) if person is not None else office.language

    def _person(self, records: Records, sheet: CallSheet) -> Person | None:
        return None if sheet.person_id is None else records.people.get(sheet.person_id)


def _at_once(right: Right) -> str:
    if right is Right.OBJECTION:
        return _("Advertising stops at once; only the confirmation has this time.")
    return _("It acts at once; only the confirmation has this time.")
