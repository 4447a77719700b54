# SPDX-License-Identifier: MIT
"""What the figures of a year need from the records: dates, kinds and outcomes, no word of a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from privdesk.domain.cases import Right
from privdesk.domain.figures import CaseFacts, CheckFacts


@dataclass(frozen=True, slots=True)
class CallAnswers:
    """The identity questions of one ended call: by key whether the answer was right, and what was wished."""

    answers: Mapping[str, bool]
    called_back: bool
    wishes: frozenset[Right]


class FigureRows(Protocol):
    """Counted over all agencies: for those who decide about requests, never for an agency clerk."""

    def first_received(self) -> date | None:
        """Day on which the earliest request of all reached us; None where there is none."""
        ...

    def cases(self, first: date, last: date) -> Sequence[CaseFacts]:
        """Cases received from `first` to `last`, both included."""
        ...

    def checks(self, start: datetime, end: datetime) -> Sequence[CheckFacts]:
        """Identity checks kept with cases, made from `start` to before `end`; equal ones counted together."""
        ...

    def calls(self, start: datetime, end: datetime) -> Sequence[CallAnswers]:
        """Ended calls of that time in which identity was asked for, unless a case keeps the check."""
        ...
