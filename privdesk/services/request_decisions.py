# SPDX-License-Identifier: MIT
"""What becomes of each right, the answer, and the end of a request."""

from dataclasses import replace
from datetime import date

from privdesk.domain.audit import Action
from privdesk.domain.case_errors import (
    AnswerDateError,
    AnswerMissingError,
    IdentityOpenError,
    OutcomeNotPossibleError,
    ProofMissingError,
    ReasonMissingError,
    RightAlreadyAskedError,
    RightUndecidedError,
)
from privdesk.domain.cases import Answer, Case, CaseId, CaseKind, CaseLetter, LetterDirection, Outcome, Right
from privdesk.domain.decisions import decision_rule, may_be_decided, right_of, undecided, with_answer
from privdesk.domain.inbox import DocumentId
from privdesk.domain.people import Channel, Facts
from privdesk.domain.representation import given_out, gives_out, require_authority
from privdesk.domain.restriction import AllowedUse
from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.case_effects import act_at_once, correct, corrected, take_effect
from privdesk.services.case_opening import require_kind, rights_asked
from privdesk.services.case_reasons import require_reason
from privdesk.services.erasure_proof import require_erased
from privdesk.services.request_base import RequestBase


class RequestDecisions(RequestBase):
    """Decisions, the answer, closing."""

    def add_right(self, case_id: CaseId, right: Right, wish: str = "", changes: Facts | None = None) -> Case:
        """Add a right named later in the same matter; the clock stays; commits.

        Raises: RightAlreadyAskedError, KindOfRightError, CaseAnsweredError, CaseClosedError, NotFoundError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            case = self._unanswered(work, case_id)
            if right_of(case, right) is not None:
                raise RightAlreadyAskedError(right)
            require_kind(case.kind, (right,))
            changed = replace(case, rights=(*case.rights, *rights_asked({right: wish}, changes or {})))
            dated = self._opening.clock(work).dated(changed)
            act_at_once(work, self._place, dated, (right,))
            return self._keep(work, dated, Action.CASE_CHANGED, (right.value,))

    def decide(
        self, case_id: CaseId, right: Right, outcome: Outcome, reason: str = "", *, reason_key: str = ""
    ) -> Case:
        """Record what becomes of one right, and let what acts at once act; commits.

        `reason_key`: a reason from the lists that cite the law; `reason`: the office's own words besides, or alone.

        Who may, and what it needs: `privdesk.domain.decisions`. A decision made is changed by an officer only; an
        answer that told another outcome has to be given anew.

        Raises: IdentityOpenError, NotAllowedError, ReasonMissingError, ReasonUnknownError,
            ReasonProofMissingError, OutcomeNotPossibleError, ErasureNotRunError, AuthorityExpiredError,
            OutsideAuthorityError, RightNotAskedError, CaseClosedError.
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
            if not may_be_decided(case, rule):
                raise IdentityOpenError
            if rule.reason and not (reason.strip() or reason_key):
                raise ReasonMissingError
            require_reason(case, right, outcome, reason_key, reason)
            require_erased(work, case, right, outcome)
            if gives_out(right, outcome):
                require_authority(case, (right,), self._place.clock.today())
            take_effect(work, self._place, case, right, outcome)
            decided = replace(asked, outcome=outcome, reason=reason.strip(), reason_key=reason_key)
            told = with_answer(case, right, outcome)
            return self._keep(
                work, self._with(told, decided), Action.RIGHT_DECIDED, (right.value, outcome.value)
            )

    def rectify(self, case_id: CaseId, changes: Facts, proof: str, use: AllowedUse | None = None) -> Case:
        """Really correct the values, keeping old ones, who, when and from which document; commits.

        The right is granted once every value that the person named is dealt with; until then it stays open.
        Restricted data are corrected only with the person's consent or for another `use` that the law allows.

        Law: GDPR Art. 16, FADP Art. 32(1).

        Raises: IdentityOpenError, ProofMissingError, PersonRestrictedError, NothingToCorrectError,
            FieldProblemError, AuthorityExpiredError, OutsideAuthorityError, RightNotAskedError, CaseClosedError.
        """
        self._place.require(Permission.RECTIFY)
        with self._place.work() as work:
            case = self._open(work, case_id)
            asked = self._asked(case, Right.RECTIFICATION)
            if not case.identity_stands:
                raise IdentityOpenError
            if not proof.strip():
                raise ProofMissingError
            require_authority(case, (Right.RECTIFICATION,), self._place.clock.today())
            done = correct(work, self._place, case, changes, use)
            now_stands = corrected(work, case, asked, done, proof.strip())
            fields = (Right.RECTIFICATION.value, now_stands.outcome.value)
            told = with_answer(case, Right.RECTIFICATION, now_stands.outcome)
            return self._keep(work, self._with(told, now_stands), Action.RIGHT_DECIDED, fields)

    def record_answer(
        self,
        case_id: CaseId,
        *,
        channel: Channel,
        on: date,
        document_id: DocumentId | None = None,
        note: str = "",
        to_person: bool = False,
    ) -> Case:
        """Record the one reply to all rights; commits. `to_person`: it went to the person, not the representative.

        A later call corrects it, until the request is closed. The answer to a complaint confirms its receipt too.

        Raises: AnswerDateError, RightUndecidedError, AuthorityExpiredError, OutsideAuthorityError,
            CaseClosedError, NotFoundError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        clock = self._place.clock
        with self._place.work() as work:
            case = self._open(work, case_id)
            if not case.received_on <= on <= clock.today():
                raise AnswerDateError(on, case.received_on, clock.today())
            self._require_answerable(case, to_person=to_person)
            answer = Answer(on, channel, document_id, note.strip(), self._place.member.id)
            title = _("Our answer")
            letter = CaseLetter(
                self._moment(on), LetterDirection.OUT, channel, title, note.strip(), document_id
            )
            confirmed = on if case.kind is CaseKind.COMPLAINT else None
            changed = replace(
                case,
                answer=answer,
                letters=(*case.letters, letter),
                acknowledged_on=case.acknowledged_on or confirmed,
            )
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

    def _require_answerable(self, case: Case, *, to_person: bool) -> None:
        """Refuse an answer before every right is decided, and one to somebody who may not have it.

        Raises: NotAllowedError, RightUndecidedError, AuthorityExpiredError, OutsideAuthorityError.
        """
        if case.kind is CaseKind.COMPLAINT:
            self._place.require(Permission.DECIDE)
        waiting = undecided(case)
        if waiting:
            raise RightUndecidedError(waiting)
        if not to_person:
            require_authority(case, given_out(case), self._place.clock.today())
