# SPDX-License-Identifier: MIT
"""What is wrong with a report, in words."""

from collections.abc import Callable
from typing import Any

from privdesk.domain.disclosure import errors
from privdesk.i18n import _
from privdesk.services.explanation import Explanation
from privdesk.services.report_names import element_name
from privdesk.services.wording import listed


def _incomplete(error: errors.ReportIncompleteError) -> Explanation:
    missing = listed([element_name(key) for key in error.missing])
    return Explanation(
        _("The report is not complete yet."),
        _("The law asks for what is missing: {missing}.").format(missing=missing),
        _("Complete the office data or the Catalogue, or note why the person wants a part only."),
    )


def _no_path(_error: errors.ExportPathMissingError) -> Explanation:
    return Explanation(
        _("No place was chosen for the file."), _("Nothing was written."), _("Choose a folder and a name.")
    )


REPORT_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    errors.ReportIncompleteError: _incomplete,
    errors.ExportPathMissingError: _no_path,
}
