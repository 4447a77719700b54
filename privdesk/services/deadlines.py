# SPDX-License-Identifier: MIT
"""Deadlines for the window and the command line: the dates, and one plain sentence that says why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from privdesk.domain.deadline_errors import AnswerWithoutQuestionError, FeeConfirmedUntoldError
from privdesk.domain.deadlines import Deadline, Fee, HolidayTable, Pause, compute, require_reach
from privdesk.domain.reckoning import WITHDRAWN
from privdesk.domain.regimes import ClockKind, PauseKind, Regime
from privdesk.services.deadline_words import explain_deadline
from privdesk.services.regimes import Regimes

__all__ = ["DeadlineQuery", "Deadlines", "deadline_answer", "explain_deadline"]


@dataclass(frozen=True, slots=True)
class DeadlineQuery:
    """What `privdesk deadline` is asked; all dates are civil dates at the office.

    `holidays`: place code; None takes the law's usual place. `fee_told` without `fee_confirmed` means that no
    confirmation came.
    """

    regime: str
    received: date
    extended: bool = False
    holidays: str | None = None
    asked: date | None = None
    answered: date | None = None
    pause_for: str | None = None
    """`identity` (also where None) or `clarification`."""
    fee_told: date | None = None
    fee_confirmed: date | None = None
    clock: str = "request"
    """`request`, `refusal`, `complaint` or `opt-out`."""


class Deadlines:
    """Reckon deadlines with the laws and holiday tables of the desk."""

    def __init__(self, regimes: Regimes | None = None) -> None:
        self.regimes = regimes or Regimes()

    def compute(
        self,
        regime_id: str,
        received: date,
        place: str | None = None,
        *,
        kind: ClockKind = ClockKind.REQUEST,
        extended: bool = False,
        pauses: Sequence[Pause] = (),
        fee: Fee | None = None,
        extension_told: date | None = None,
        extension_named: date | None = None,
    ) -> Deadline:
        """Return the dates for one request; `place` None takes the law's usual place. Reads no records.

        Raises:
            RegimeUnknownError, PlaceUnknownError: not on file.
            PrivdeskError: as `privdesk.domain.deadlines.compute`.
        """
        regime = self.regimes.get(regime_id)
        return compute(
            regime,
            received,
            self.table(regime, received, place, pauses, fee),
            kind=kind,
            extended=extended,
            pauses=pauses,
            fee=fee,
            extension_told=extension_told,
            extension_named=extension_named,
        )

    def table(
        self,
        regime: Regime,
        received: date,
        place: str | None = None,
        pauses: Sequence[Pause] = (),
        fee: Fee | None = None,
    ) -> HolidayTable:
        """Return the holiday table that `compute` uses for the same facts; a case keeps its digest.

        Raises: PlaceUnknownError, DateOutOfReachError.
        """
        require_reach(received, pauses, fee)
        later = [pause.answered or pause.asked for pause in pauses]
        if fee is not None:
            later.append(fee.confirmed or fee.told)
        return self.regimes.holidays(place or regime.default_place, received, max(later, default=None))

    def strictest(self, deadlines: Iterable[Deadline]) -> Deadline:
        """Return the deadline that counts where several laws apply: the earlier safe date."""
        return min(deadlines, key=lambda deadline: (deadline.safe, deadline.legal))


def deadline_answer(query: DeadlineQuery) -> dict[str, object]:
    """Return the answer of `privdesk deadline` as JSON values: ISO dates or None, and the sentence.

    `closed` is there only where the case closes itself. A fee confirmed after the reflection period: the
    case is withdrawn, no date is left. A fee told and not confirmed: it is withdrawn too, and the dates are
    those that a confirmation in time would have given (`why` says both).

    Law: DPO Art. 19.

    Raises:
        AnswerWithoutQuestionError, FeeConfirmedUntoldError: one date lacks the other.
        PrivdeskError: as `Deadlines.compute`.
    """
    pauses, fee = _facts(query)
    desk = Deadlines()
    regime = desk.regimes.get(query.regime)
    table = desk.table(regime, query.received, query.holidays, pauses, fee)
    deadline = compute(
        regime,
        query.received,
        table,
        kind=ClockKind(query.clock),
        extended=query.extended,
        pauses=pauses,
        fee=fee,
    )
    why = explain_deadline(deadline, regime, table)
    if deadline.closed is not None:
        keys = ("legal", "safe", "act_by", "extension_notice", "acknowledge_by")
        return {**dict.fromkeys(keys), "why": why, "closed": deadline.closed}
    answer: dict[str, object] = {
        "legal": deadline.legal.isoformat(),
        "safe": deadline.safe.isoformat(),
        "act_by": deadline.act_by.isoformat(),
        "extension_notice": _iso(deadline.extension_notice),
        "acknowledge_by": _iso(deadline.acknowledge_by),
        "why": why,
    }
    if any(reason.key == "unconfirmed" for reason in deadline.reasons):
        answer["closed"] = WITHDRAWN
    return answer


def _facts(query: DeadlineQuery) -> tuple[tuple[Pause, ...], Fee | None]:
    if query.answered is not None and query.asked is None:
        raise AnswerWithoutQuestionError
    if query.fee_confirmed is not None and query.fee_told is None:
        raise FeeConfirmedUntoldError
    kind = PauseKind(query.pause_for or PauseKind.IDENTITY)
    pauses = () if query.asked is None else (Pause(kind, query.asked, query.answered),)
    fee = None if query.fee_told is None else Fee(query.fee_told, query.fee_confirmed)
    return pauses, fee


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
