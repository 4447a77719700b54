# SPDX-License-Identifier: MIT
"""Errors of the figures of a year in words."""

from collections.abc import Callable
from typing import Any

from privdesk.domain.figures import YearToComeError
from privdesk.i18n import _
from privdesk.services.explanation import Explanation


def _year(error: YearToComeError) -> Explanation:
    return Explanation(
        _("There are no figures for this year."),
        _("{year} has not begun, or lies before every request.").format(year=error.year),
        _("Choose a year up to {year}.").format(year=error.this_year),
    )


FIGURE_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {YearToComeError: _year}
