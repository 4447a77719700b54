# SPDX-License-Identifier: MIT
"""The errors of retention and disposals in words."""

from collections.abc import Callable
from typing import Any

from privdesk.domain import disposal_errors
from privdesk.i18n import _
from privdesk.services.explanation import Explanation


def _without_rule(error: disposal_errors.GroupWithoutRuleError) -> Explanation:
    return Explanation(
        _("This data group has no retention rule."),
        _("Nobody can say when “{group}” is due, so nothing of it was disposed of.").format(
            group=error.group
        ),
        _("Give it a rule in the Catalogue, then look again."),
    )


def _otherwise(error: disposal_errors.GroupGoesOtherwiseError) -> Explanation:
    return Explanation(
        _("This data group is no part of a disposal."),
        _("“{group}” goes with the record, or when old entries of the audit trail are removed.").format(
            group=error.group
        ),
        _("Leave it out."),
    )


def _needs_others(error: disposal_errors.GroupNeedsOthersError) -> Explanation:
    return Explanation(
        _("Who somebody is goes only with everything else that is due."),
        _("“{group}” would be left without anybody to whom it belongs. Nothing was planned.").format(
            group=error.group
        ),
        _("Add it to the disposal, or leave the record and the contact details out."),
    )


def _nothing_due(_error: disposal_errors.NothingDueError) -> Explanation:
    return Explanation(
        _("Nothing is due."),
        _("No period is over, or everything that is due is held back."),
        _("Look again when something falls due."),
    )


def _changed(error: disposal_errors.DisposalChangedError) -> Explanation:
    return Explanation(
        _("The plan is not what was approved."),
        _("The rule of “{group}” was changed, or more of it is due than was planned.").format(
            group=error.group
        ),
        _("Plan it anew and let a colleague approve that. One that began can be ended where it stands."),
    )


def _running(error: disposal_errors.DisposalRunningError) -> Explanation:
    return Explanation(
        _("A disposal is not finished."),
        _("{number} began and was stopped, by a person or by a power cut. What went stays gone.").format(
            number=error.number
        ),
        _("Let it go on, or end it where it stands, first."),
    )


def _settled(_error: disposal_errors.DisposalSettledError) -> Explanation:
    return Explanation(
        _("This disposal does not stand there any more."),
        _("It has begun or ended meanwhile, or has not begun. Nothing was changed."),
        _("Look at Retention again."),
    )


DISPOSAL_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    disposal_errors.GroupWithoutRuleError: _without_rule,
    disposal_errors.GroupGoesOtherwiseError: _otherwise,
    disposal_errors.GroupNeedsOthersError: _needs_others,
    disposal_errors.NothingDueError: _nothing_due,
    disposal_errors.DisposalChangedError: _changed,
    disposal_errors.DisposalRunningError: _running,
    disposal_errors.DisposalSettledError: _settled,
}
