# SPDX-License-Identifier: MIT
"""What stands decided, and reasons to begin a text with, in the language of the person."""

from collections.abc import Sequence

from privdesk.i18n import _
from privdesk.services.case_reasons import ReasonChoice
from privdesk.services.request_pages import RightRow


def texts_to_take(choices: Sequence[ReasonChoice]) -> list[tuple[str, str]]:
    """Options of a list of usual reasons: the person's text, shown in the desk's language; first one's own words."""
    return [("", _("Own words")), *((each.text, each.words) for each in choices)]


def decided_words(row: RightRow) -> str:
    """What stands decided now, for the head of a decision that is changed."""
    return _("Now: {outcome}. A change needs its reason.").format(outcome=row.outcome_text)
