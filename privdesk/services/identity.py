# SPDX-License-Identifier: MIT
"""Making sure who calls: questions from data on file, call-back to a contact that may serve, the verdict."""

from dataclasses import dataclass

from privdesk.domain.identity import Standing
from privdesk.domain.people import PersonField


@dataclass(frozen=True, slots=True)
class CallBackNumber:
    """A number on file that may be called back, or why it may not."""

    field: PersonField
    number: str
    """As on file, E.164."""
    shown: str
    """Grouped for reading."""
    allowed: bool
    why: str
    """A sentence: since when it is on file, or when it changed and from when it serves again."""


@dataclass(frozen=True, slots=True)
class IdentityVerdict:
    """How the check stands, in numbers and as a sentence for the clerk."""

    standing: Standing
    right: int
    wrong: int
    needed: int
    sentence: str

    @property
    def passed(self) -> bool:
        """Whether we know who calls."""
        return self.standing is Standing.PASSED
