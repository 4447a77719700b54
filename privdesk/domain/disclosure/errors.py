# SPDX-License-Identifier: MIT
"""What stands in the way of a report."""

from dataclasses import dataclass

from privdesk.domain.errors import PrivdeskError


@dataclass(eq=False)
class ReportIncompleteError(PrivdeskError):
    """Elements that the law asks for are missing; `missing` holds their keys."""

    missing: tuple[str, ...]


class ExportPathMissingError(PrivdeskError):
    """A report is to be saved or drafted, but no place was chosen."""
