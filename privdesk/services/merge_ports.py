# SPDX-License-Identifier: MIT
"""What the services need for merging people. `services.ports` hands it out as `Records.merging`."""

from collections.abc import Sequence
from typing import Protocol

from privdesk.domain.merging import MergeId, MergePlan, MergeRecord
from privdesk.domain.people import Person, PersonId


class Merging(Protocol):
    """Two people on file becoming one, and two again."""

    def merge(self, plan: MergePlan) -> MergeRecord:
        """Make two people one within the running unit of work. Raises: NotFoundError, MergedAwayError."""
        ...

    def unmerge(self, merge_id: MergeId) -> MergeRecord:
        """Take a merge back, every row as it was. Raises: MergeMissingError, MergeTakenBackError, LaterMergeError."""
        ...

    def get(self, merge_id: MergeId) -> MergeRecord:
        """Raises: MergeMissingError."""
        ...

    def gone(self, merge_id: MergeId) -> Person | None:
        """The record that went as it stood, while the merge stands; None otherwise."""
        ...

    def recent(self, limit: int = 50, before: MergeId | None = None) -> Sequence[MergeRecord]:
        """Newest first, those taken back too."""
        ...

    def of_person(self, person_id: PersonId) -> Sequence[MergeRecord]:
        """Every merge in which this person took part, newest first, those taken back too."""
        ...

    def later(self, record: MergeRecord) -> MergeRecord | None:
        """The merge that must be taken back before this one, or None."""
        ...

    def resolve(self, person_id: PersonId) -> PersonId:
        """Whom a number means now: itself, or the person it was merged into."""
        ...

    def numbers_of(self, person_id: PersonId) -> frozenset[PersonId]:
        """Every number that now means this person, its own included."""
        ...

    def count(self) -> int:
        """Merges that stand."""
        ...

    def forget(self, person_id: PersonId) -> int:
        """Erase every merge of this person with what was kept for taking it back; returns how many."""
        ...
