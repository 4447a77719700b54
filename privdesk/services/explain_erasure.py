# SPDX-License-Identifier: MIT
"""The errors of holds and erasures in words."""

from collections.abc import Callable
from typing import Any

from privdesk.domain import erasure_plan, holds
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.explanation import Explanation


def _open_hold(error: holds.OpenHoldError) -> Explanation:
    hold = error.hold
    return Explanation(
        _("A hold stands."),
        _("What it covers is neither erased nor disposed of: {reason}. It is reviewed on {day}.").format(
            reason=hold.reason, day=wording.date_long(hold.review_on)
        ),
        _("Lift the hold first, with the reason, if it is no longer needed."),
    )


def _hold_reason(_error: holds.HoldReasonMissingError) -> Explanation:
    return Explanation(
        _("The reason is missing."),
        _("A hold is set and lifted with a reason, so that it can be judged later. Nothing was changed."),
        _("Write why, such as the number of the proceeding."),
    )


def _hold_review(error: holds.HoldReviewError) -> Explanation:
    return Explanation(
        _("This day of review does not do."),
        _("A hold is looked at again after today, and by {day} at the latest.").format(
            day=wording.date_long(error.latest)
        ),
        _("Choose a day within a year."),
    )


def _hold_lifted(_error: holds.HoldLiftedError) -> Explanation:
    return Explanation(
        _("This hold was lifted already."), _("Nothing was changed."), _("Set a new one if it is needed.")
    )


def _hold_of_restriction(_error: holds.HoldOfRestrictionError) -> Explanation:
    return Explanation(
        _("A restriction asks for this hold."),
        _("The person wants the data kept while their use is restricted. Nothing was changed."),
        _("Lift the restriction, after the person was told; the hold goes with it."),
    )


def _group_unknown(error: erasure_plan.GroupUnknownError) -> Explanation:
    return Explanation(
        _("There is no such data group."),
        _("The catalogue has no group “{group}”.").format(group=error.group),
        _("Use a key as it stands in the plan."),
    )


def _group_locked(_error: erasure_plan.GroupLockedError) -> Explanation:
    return Explanation(
        _("Nobody decides about this group."),
        _(
            "Requests stay in the form that proves lawful handling, look-ups in the audit trail; no data stay."
        ),
        _("Leave it as it is."),
    )


def _reason_missing(_error: erasure_plan.ChangeReasonMissingError) -> Explanation:
    return Explanation(
        _("The reason is missing."),
        _("What is decided otherwise than the rule says needs a reason. Nothing was changed."),
        _("Write why."),
    )


def _balance(error: erasure_plan.BalanceLeftError) -> Explanation:
    return Explanation(
        _("There is money left to pay back."),
        _("{amount} of the person lie with us; without the details nobody could pay them back.").format(
            amount=wording.money(error.amount, error.currency)
        ),
        _("Pay it back first, then write when and how."),
    )


def _copy_owed(error: erasure_plan.CopyOwedError) -> Explanation:
    return Explanation(
        _("The copy asked for has not gone out."),
        _("Request {number} asks for a copy of the data; after the erasure there would be none.").format(
            number=error.case_number
        ),
        _("Give the copy out, or decide that right, first."),
    )


def _restriction_asked(error: erasure_plan.RestrictionAskedError) -> Explanation:
    return Explanation(
        _("The person asks that the data be kept."),
        _("Request {number} asks for a restriction and for no erasure; nobody has decided it.").format(
            number=error.case_number
        ),
        _("Decide the restriction first."),
    )


def _closing(error: erasure_plan.ClosingNotToldError) -> Explanation:
    return Explanation(
        _("The person is to be told first."),
        _("In request {number} they asked to be told before the account closes. Nothing was erased.").format(
            number=error.case_number
        ),
        _("Tell them, record it with the objection, then go on."),
    )


def _not_run(_error: erasure_plan.ErasureNotRunError) -> Explanation:
    return Explanation(
        _("No erasure was carried out."),
        _("“Granted” tells the person that their data are erased. Nothing was recorded."),
        _("Plan and carry out the erasure first; where nothing was to erase, record “Nothing held” and why."),
    )


def _running(_error: erasure_plan.ErasureRunningError) -> Explanation:
    return Explanation(
        _("An erasure of this person is not finished."),
        _("It began and was stopped, by a person or by a power cut. What is erased stays erased."),
        _("Let it go on to its end first."),
    )


def _nothing(_error: erasure_plan.NothingToEraseError) -> Explanation:
    return Explanation(
        _("There is nothing to erase."),
        _("Every group stays: by law, by a hold or by a decision. Nothing was changed."),
        _("Decide the right in the request, and say why."),
    )


def _plan_changed(_error: erasure_plan.PlanChangedError) -> Explanation:
    return Explanation(
        _("The plan is not what was shown."),
        _("Something came in meanwhile, or was decided otherwise. Nothing was erased."),
        _("Look at the plan again, then go on."),
    )


def _paper_settled(_error: erasure_plan.PaperSettledError) -> Explanation:
    return Explanation(
        _("This original is ticked already."), _("Nothing was changed."), _("Look at the list again.")
    )


ERASURE_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    holds.OpenHoldError: _open_hold,
    holds.HoldReasonMissingError: _hold_reason,
    holds.HoldReviewError: _hold_review,
    holds.HoldLiftedError: _hold_lifted,
    holds.HoldOfRestrictionError: _hold_of_restriction,
    erasure_plan.GroupUnknownError: _group_unknown,
    erasure_plan.GroupLockedError: _group_locked,
    erasure_plan.ChangeReasonMissingError: _reason_missing,
    erasure_plan.BalanceLeftError: _balance,
    erasure_plan.CopyOwedError: _copy_owed,
    erasure_plan.RestrictionAskedError: _restriction_asked,
    erasure_plan.ClosingNotToldError: _closing,
    erasure_plan.ErasureNotRunError: _not_run,
    erasure_plan.ErasureRunningError: _running,
    erasure_plan.NothingToEraseError: _nothing,
    erasure_plan.PlanChangedError: _plan_changed,
    erasure_plan.PaperSettledError: _paper_settled,
}
