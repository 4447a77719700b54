# SPDX-License-Identifier: MIT
"""What retention needs from storage: what is due, whose it is, and monthly sums of usage."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from privdesk.domain.people import PersonId
from privdesk.domain.retention_due import DueCount, DueMonth, DueRule, DueSpan


class RetentionRows(Protocol):
    """What has reached the end of its period, counted and listed. Days are civil days at the office."""

    def due(self, rules: Sequence[DueRule]) -> Sequence[DueCount]:
        """How much is past its period, in the order of `rules`; two seconds at most with a million people."""
        ...

    def by_month(self, spans: Sequence[DueSpan]) -> Sequence[DueMonth]:
        """How many entries fall due in each span, in their order."""
        ...

    def people_due(self, rule: DueRule, after: PersonId, limit: int) -> Sequence[PersonId]:
        """People numbered above `after` of whom something goes by `rule`, by number; those held back are left out.

        Start with `PersonId(0)`; an empty answer says that there are no more.
        """
        ...

    def ownerless(self, rule: DueRule) -> int:
        """How many entries that name nobody on file go by `rule`."""
        ...

    def fold_usage(self, person_id: PersonId, cut_off: date) -> int:
        """Book a person's usage up to and including `cut_off` as monthly sums and take its detail away.

        Returns how many rows of detail went. Part of erasing the group `usage` up to a cut-off; needs a unit of work.
        """
        ...
