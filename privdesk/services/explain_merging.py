# SPDX-License-Identifier: MIT
"""The errors of merging people in words."""

from collections.abc import Callable
from typing import Any

from privdesk.domain import merging
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.explanation import Explanation


def _twice(_error: merging.SamePersonTwiceError) -> Explanation:
    return Explanation(
        _("This is one person already."),
        _("Both sides are the same record."),
        _("Choose two different people."),
    )


def _merged_away(error: merging.MergedAwayError) -> Explanation:
    return Explanation(
        _("This record was merged."),
        _("Number {number} was merged into the person with number {into}.").format(
            number=error.person_id, into=error.into
        ),
        _("Open that person instead."),
    )


def _missing(_error: merging.MergeMissingError) -> Explanation:
    return Explanation(
        _("This merge cannot be taken back."),
        _(
            "There is no such merge, or the person’s data were erased and with them what taking it back needs."
        ),
        _("Look into the history of merges."),
    )


def _taken_back(error: merging.MergeTakenBackError) -> Explanation:
    return Explanation(
        _("This merge was taken back already."),
        _("It was taken back on {date}.").format(date=wording.date_plain(error.at.date())),
        _("Look into the history of merges."),
    )


def _later(error: merging.LaterMergeError) -> Explanation:
    return Explanation(
        _("A later merge comes first."),
        _("After this merge, person {gone} was merged into person {kept}.").format(
            gone=error.gone, kept=error.kept
        ),
        _("Take merge {number} back first, then this one.").format(number=error.later),
    )


MERGING_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    merging.SamePersonTwiceError: _twice,
    merging.MergedAwayError: _merged_away,
    merging.MergeMissingError: _missing,
    merging.MergeTakenBackError: _taken_back,
    merging.LaterMergeError: _later,
}
