# SPDX-License-Identifier: MIT
"""One person's timeline over all data groups."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

FIRST_LINES = 100
"""How many lines are read at first."""


class TimelineKind(StrEnum):
    """The filters of the timeline, in the order of their number keys."""

    FORM = "form"
    CONNECTION = "connection"
    TOP_UP = "top_up"
    USAGE = "usage"
    SURVEY = "survey"
    LETTER = "letter"
    REQUEST = "request"
    CONSENT = "consent"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line: when, what, and what stands at its right end (an amount or a state)."""

    at: datetime
    """Aware, UTC."""
    kind: TimelineKind
    icon: str
    """Name of a Lucide icon of screens.md."""
    title: str
    detail: str = ""
    right: str = ""
    own_act: bool = False
    """The person's own act (bold), not a trace that a machine left."""
    reference: str = ""
    """`form:17`, `case:3`, `document:<id>`, `item:9` or empty: what Enter and Space open."""
