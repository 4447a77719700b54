# SPDX-License-Identifier: MIT
"""What is still open in a case: questions to the person, a fee to be confirmed."""

from datetime import date

from privdesk.domain.cases import Case, Pause


def open_questions(case: Case) -> tuple[Pause, ...]:
    """Questions without a reply yet, in the order asked."""
    return tuple(each for each in case.pauses if each.answered is None)


def fee_is_open(case: Case) -> bool:
    """Whether a fee was told that was neither confirmed nor given up."""
    return case.fee is not None and case.fee.confirmed is None and not case.fee.lapsed


def confirm_by(case: Case) -> date | None:
    """Last day on which a told fee may be confirmed; None where the law sets no time, or none was told.

    Law: DPO Art. 19(3): ten days; a last day that is no working day moves on.
    """
    if case.fee is None:
        return None
    told = next((each for each in case.deadline.reasons if "confirm_by" in each.values), None)
    return None if told is None else date.fromisoformat(told.values["confirm_by"])


def fee_time_over(case: Case, today: date) -> bool:
    """Whether the time to confirm the fee went by without a word."""
    last = confirm_by(case)
    return fee_is_open(case) and last is not None and today > last
