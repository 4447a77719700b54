# SPDX-License-Identifier: MIT
"""What moves the dates of a request: questions to the person, an extension, another law; and the acknowledgement."""

from dataclasses import replace
from datetime import date

from privdesk.domain.audit import Action
from privdesk.domain.case_errors import ExtendedAlreadyError, ReasonMissingError
from privdesk.domain.case_fact_errors import (
    AcknowledgedAlreadyError,
    NoQuestionOpenError,
    PauseUnknownError,
    QuestionOpenError,
)
from privdesk.domain.case_state import open_questions
from privdesk.domain.cases import Case, CaseId, LetterDirection, Pause
from privdesk.domain.deadline_errors import AnswerBeforeQuestionError
from privdesk.domain.people import Channel
from privdesk.domain.regimes import PauseKind
from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.request_base import RequestBase


class RequestClock(RequestBase):
    """Questions, extension, law, acknowledgement."""

    def ask(
        self,
        case_id: CaseId,
        kind: PauseKind,
        asked: date,
        question: str = "",
        channel: Channel | None = None,
        *,
        answered: date | None = None,
    ) -> Case:
        """Record what the person was asked, and when; the dates are reckoned anew; commits.

        `answered`: the reply, where it is there already. The legal date moves with the reply; the safe date does
        not, unless the law starts its clock with the reply.

        Law: EDPB Guidelines 01/2022 § 159; UK GDPR Art. 12A; none under the CCPA, none about scope under DPO 18.

        Raises: PauseUnknownError, QuestionOpenError, AnswerBeforeQuestionError, DayInFutureError,
            DayBeforeReceiptError, CaseAnsweredError, CaseClosedError, NotFoundError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.work() as work:
            case = self._unanswered(work, case_id)
            clock = self._opening.clock(work)
            if not clock.knows_pause(case, kind):
                raise PauseUnknownError(clock.law(case.regime).name, kind)
            running = _open_question(case, kind)
            if running is not None:
                raise QuestionOpenError(running.asked)
            self._happened(case, asked)
            way = channel or case.channel
            line = self._line(asked, LetterDirection.OUT, way, _question_title(kind), question)
            asking = replace(case, pauses=(*case.pauses, Pause(kind, asked)), letters=(*case.letters, line))
            replied = asking if answered is None else self._replied(asking, kind, answered, way)
            return self._keep(work, clock.dated(replied), Action.CASE_CHANGED, ("pause", kind.value))

    def record_reply(
        self, case_id: CaseId, kind: PauseKind, answered: date, channel: Channel | None = None
    ) -> Case:
        """Record when the person replied to the open question; the dates are reckoned anew; commits.

        Raises: NoQuestionOpenError, AnswerBeforeQuestionError, DayInFutureError, CaseAnsweredError,
            CaseClosedError, NotFoundError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.work() as work:
            case = self._unanswered(work, case_id)
            replied = self._replied(case, kind, answered, channel or case.channel)
            dated = self._opening.clock(work).dated(replied)
            return self._keep(work, dated, Action.CASE_CHANGED, ("pause", kind.value))

    def extend(
        self, case_id: CaseId, reason: str, until: date | None = None, told: date | None = None
    ) -> Case:
        """Extend the clock once; `until` where the law has the office name the date; commits.

        `told`: the day of the notice, None: today. It lies within the first month, with its reason; the time for
        a refusal is never extended.

        Law: GDPR Art. 12(3), DPO Art. 18(2), 11 CCR 7021(b).

        Raises: ExtensionTooLateError, ExtensionUnknownError, ExtensionShortensError, ExtensionDateMissingError,
            ExtendedAlreadyError, ReasonMissingError, DayInFutureError, DayBeforeReceiptError, CaseAnsweredError,
            CaseClosedError, NotFoundError.
        """
        self._place.require(Permission.DECIDE)
        with self._place.work() as work:
            case = self._unanswered(work, case_id)
            if case.extended:
                raise ExtendedAlreadyError
            if not reason.strip():
                raise ReasonMissingError
            day = told or self._place.clock.today()
            self._happened(case, day)
            longer = self._opening.clock(work).extended(case, day, until, reason.strip())
            return self._keep(work, longer, Action.CASE_CHANGED, ("deadline",))

    def change_regime(self, case_id: CaseId, regime: str) -> Case:
        """Put an unanswered case under another law; all its dates are reckoned anew; commits.

        A second law that may apply – the office's, or that of the residence – still gives the safe date where
        it is the earlier one.

        Raises: RegimeUnknownError, ClockUnknownError, ExtensionUnknownError, ExtensionDateMissingError,
            ExtensionTooLateError, CaseAnsweredError, CaseClosedError, NotFoundError.
        """
        self._place.require(Permission.DECIDE)
        with self._place.work() as work:
            case = self._unanswered(work, case_id)
            moved = self._opening.clock(work).moved(case, regime, self._person(work, case))
            return self._keep(work, moved, Action.CASE_CHANGED, ("regime",))

    def acknowledge(self, case_id: CaseId, on: date, channel: Channel | None = None, note: str = "") -> Case:
        """Record that receipt was confirmed, with the dates that were told; commits.

        Law: 11 CCR 7021(a) within 10 business days; DPA 2018 s. 164A within 30 days; elsewhere good practice.

        Raises: AcknowledgedAlreadyError, DayInFutureError, DayBeforeReceiptError, CaseAnsweredError,
            CaseClosedError, NotFoundError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            case = self._unanswered(work, case_id)
            if case.acknowledged_on is not None:
                raise AcknowledgedAlreadyError(case.acknowledged_on)
            self._happened(case, on)
            detail = note.strip() or acknowledged_dates(case)
            line = self._line(
                on, LetterDirection.OUT, channel or case.channel, _("Receipt confirmed"), detail
            )
            changed = replace(case, acknowledged_on=on, letters=(*case.letters, line))
            return self._keep(work, changed, Action.CASE_CHANGED, ("acknowledged",))

    def _replied(self, case: Case, kind: PauseKind, answered: date, channel: Channel) -> Case:
        """The case with the reply to its open question.

        Raises: NoQuestionOpenError, AnswerBeforeQuestionError, DayInFutureError.
        """
        running = _open_question(case, kind)
        if running is None:
            raise NoQuestionOpenError
        if answered < running.asked:
            raise AnswerBeforeQuestionError(running.asked, answered)
        self._happened(case, answered)
        pauses = tuple(replace(each, answered=answered) if each is running else each for each in case.pauses)
        line = self._line(answered, LetterDirection.IN, channel, _("Reply to our question"))
        return replace(case, pauses=pauses, letters=(*case.letters, line))


def acknowledged_dates(case: Case) -> str:
    """What an acknowledgement says day by day: received, and answered by."""
    return _("Received {received}, answer by {due}").format(
        received=wording.date_long(case.received_on), due=wording.date_long(case.deadline.legal)
    )


def _open_question(case: Case, kind: PauseKind) -> Pause | None:
    return next((each for each in open_questions(case) if each.kind is kind), None)


def _question_title(kind: PauseKind) -> str:
    if kind is PauseKind.IDENTITY:
        return _("We asked for proof of identity")
    return _("We asked what exactly is meant")
