# SPDX-License-Identifier: MIT
"""What a letter that went out does to its request, within the transaction that files it."""

from dataclasses import replace
from datetime import date

from privdesk.domain.case_state import open_questions
from privdesk.domain.cases import Answer, Case, CaseKind, Pause
from privdesk.domain.decisions import undecided
from privdesk.domain.inbox import DocumentId
from privdesk.domain.letters import LetterKind
from privdesk.domain.people import Channel
from privdesk.domain.regimes import PauseKind
from privdesk.domain.staff import Permission
from privdesk.services.case_clock import CaseClock
from privdesk.services.letter_offers import ANSWERING
from privdesk.services.workplace import Workplace

_ASKS = {
    LetterKind.IDENTITY_REQUEST: PauseKind.IDENTITY,
    LetterKind.CLARIFICATION: PauseKind.CLARIFICATION,
}
ACKNOWLEDGED, ASKED, EXTENDED, ANSWERED = "acknowledged", "asked", "extended", "answered"


def take_effect(
    place: Workplace,
    clock: CaseClock,
    case: Case,
    kind: LetterKind,
    *,
    reason: str,
    until: date | None,
    channel: Channel,
    document_id: DocumentId,
) -> tuple[Case, tuple[str, ...]]:
    """The case after the letter, and what was recorded by it.

    A question to the person stops the clock only where the law knows such a pause. An extension not recorded
    before is recorded with the letter that tells it. The reply to everything is recorded as the answer.

    Law: GDPR Art. 12(3); UK GDPR Art. 12A; DPO Art. 18(2); 11 CCR 7021.

    Raises: ExtensionTooLateError and the like, NotAllowedError.
    """
    today = place.clock.today()
    if kind in {LetterKind.ACKNOWLEDGEMENT, LetterKind.COMPLAINT_ACKNOWLEDGEMENT}:
        return _acknowledged(case, today)
    if kind in _ASKS:
        return _asked(clock, case, _ASKS[kind], today)
    if kind is LetterKind.EXTENSION and not case.extended:
        place.require(Permission.DECIDE)
        return clock.extended(case, today, until, reason), (EXTENDED,)
    if kind in ANSWERING and _answers_all(case, kind):
        answer = Answer(today, channel, document_id, "", place.member.id)
        return replace(case, answer=answer), (ANSWERED,)
    return case, ()


def _acknowledged(case: Case, today: date) -> tuple[Case, tuple[str, ...]]:
    if case.acknowledged_on is not None:
        return case, ()
    return replace(case, acknowledged_on=today), (ACKNOWLEDGED,)


def _asked(clock: CaseClock, case: Case, kind: PauseKind, today: date) -> tuple[Case, tuple[str, ...]]:
    running = any(each.kind is kind for each in open_questions(case))
    if case.answer is not None or running or not clock.knows_pause(case, kind):
        return case, ()
    return clock.dated(replace(case, pauses=(*case.pauses, Pause(kind, today)))), (ASKED,)


def _answers_all(case: Case, kind: LetterKind) -> bool:
    """Whether this letter is the one reply to all that was asked, and none went out before."""
    if case.answer is not None or case.kind is CaseKind.COMPLAINT or undecided(case) or not case.rights:
        return False
    return kind is LetterKind.ANSWER or len(case.rights) == 1
