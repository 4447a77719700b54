# SPDX-License-Identifier: MIT
"""What disposals need from storage besides the counts of what is due."""

from collections.abc import Collection, Sequence
from typing import Protocol

from privdesk.domain.disposals import Disposal, DisposalId
from privdesk.domain.erasure_plan import PaperOriginal
from privdesk.domain.people import PersonId


class Disposals(Protocol):
    """Disposals planned, running and done."""

    def add(self, disposal: Disposal) -> Disposal:
        """`disposal.id` is given here."""
        ...

    def change(self, disposal: Disposal) -> Disposal:
        """Bring it up to date; once it begins to run its number is given here. Raises: NotFoundError."""
        ...

    def get(self, disposal_id: DisposalId) -> Disposal:
        """Raises: NotFoundError."""
        ...

    def planned(self) -> Sequence[Disposal]:
        """Those that have not run, newest first."""
        ...

    def unfinished(self) -> Disposal | None:
        """The one that began and has not come to its end."""
        ...

    def recent(self, limit: int = 100) -> Sequence[Disposal]:
        """What began to run, newest first."""
        ...

    def drop(self, disposal_id: DisposalId) -> None:
        """Forget one that was only planned."""
        ...

    def papers_of(self, person_ids: Collection[PersonId]) -> Sequence[PaperOriginal]:
        """Originals on paper of these people's forms, by where they lie."""
        ...
