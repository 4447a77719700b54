# SPDX-License-Identifier: MIT
"""What holds and erasures need from storage and from the folder of the records."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from privdesk.domain.cases import CaseId
from privdesk.domain.disposals import DisposalId
from privdesk.domain.erasure_plan import GroupHeld
from privdesk.domain.erasures import Erasure, ErasureId, Paper, PaperId
from privdesk.domain.holds import Hold, HoldId
from privdesk.domain.inbox import DocumentId, ItemId
from privdesk.domain.people import PersonId
from privdesk.domain.retention_due import DueRule


class Holds(Protocol):
    """Data that must stay until somebody lifts the hold."""

    def add(self, hold: Hold) -> Hold:
        """`hold.id` is given here."""
        ...

    def change(self, hold: Hold) -> None:
        """Bring it up to date. Raises: NotFoundError."""
        ...

    def get(self, hold_id: HoldId) -> Hold:
        """Raises: NotFoundError."""
        ...

    def of_person(self, person_id: PersonId) -> Sequence[Hold]:
        """Those that stand first, then the newest."""
        ...

    def standing(self) -> Sequence[Hold]:
        """Every hold that stands, the one to be reviewed next first."""
        ...

    def held_people(self, person_ids: Collection[PersonId]) -> frozenset[PersonId]:
        """Those of `person_ids` on whom a hold stands, whatever it covers."""
        ...


class Erasures(Protocol):
    """Erasures planned, running and done, and what they leave to do."""

    def add(self, erasure: Erasure) -> Erasure:
        """`erasure.id` is given here."""
        ...

    def change(self, erasure: Erasure) -> Erasure:
        """Bring it up to date; once it begins to run its number is given here. Raises: NotFoundError."""
        ...

    def get(self, erasure_id: ErasureId) -> Erasure:
        """Raises: NotFoundError."""
        ...

    def of_person(self, person_id: PersonId) -> Sequence[Erasure]:
        """Newest first."""
        ...

    def of_case(self, case_id: CaseId) -> Sequence[Erasure]:
        """Newest first."""
        ...

    def recent(self, limit: int = 100) -> Sequence[Erasure]:
        """What began to run, newest first."""
        ...

    def unfinished(self) -> Sequence[Erasure]:
        """What began and has not come to its end."""
        ...

    def drop(self, erasure_id: ErasureId) -> None:
        """Forget one that was only planned."""
        ...

    def held(self, person_id: PersonId) -> Mapping[str, GroupHeld]:
        """What is on file of a person, by data group; look-ups are left out, they stand in the audit trail."""
        ...

    def up_to(self, person_id: PersonId, group: str, day: date) -> int:
        """How many entries of a stream are dated up to and including `day`."""
        ...

    def add_papers(self, papers: Sequence[Paper]) -> None:
        """`id` of each is given here."""
        ...

    def papers(self, erasure_id: ErasureId | None = None, *, waiting: bool = False) -> Sequence[Paper]:
        """Originals to destroy, of one erasure or of all, the most urgent first; `waiting`: not ticked yet."""
        ...

    def papers_of_disposal(self, disposal_id: DisposalId) -> Sequence[Paper]:
        """Originals to destroy after one disposal, the most urgent first."""
        ...

    def paper(self, paper_id: PaperId) -> Paper:
        """Raises: NotFoundError."""
        ...

    def change_paper(self, paper: Paper) -> None:
        """Bring it up to date. Raises: NotFoundError."""
        ...


class Erased(Protocol):
    """What went."""

    @property
    def rows(self) -> Mapping[str, int]:
        """How many rows, by table."""
        ...

    @property
    def parts(self) -> Mapping[str, Mapping[str, int]]:
        """The same by the data group whose turn it was."""
        ...

    @property
    def documents(self) -> Sequence[DocumentId]:
        """Sealed files to be removed once the transaction stands; their keys are gone with it."""
        ...


class Eraser(Protocol):
    """Takes a person out of every table, whole or by data group."""

    def erase(
        self, person_id: PersonId, groups: Collection[str] | None = None, cut_off: date | None = None
    ) -> Erased:
        """Erase within the running unit of work; writes neither audit nor ledger.

        `groups` are keys of resources/catalogue/groups.toml, None = everything, the record itself included;
        `cut_off`: only what is dated up to and including this day. Write the ledger's entry first: it needs the row.

        Raises: NotFoundError, ValueError for an unknown group.
        """
        ...

    def erase_many(
        self, people: Sequence[PersonId], groups: Collection[str] | None = None, cut_off: date | None = None
    ) -> Erased:
        """As `erase` for several people on file at once, which takes much less time than one after the other."""
        ...

    def reduce_requests(self, person_id: PersonId, cases: Collection[CaseId]) -> Erased:
        """Take every word of a person out of these requests of theirs: what proves lawful handling stays."""
        ...

    def erase_ownerless(self, rule: DueRule, limit: int) -> Erased:
        """Erase up to `limit` entries of each kind that name nobody on file and go by `rule`; nothing left: no rows.

        Requests of erased people, calls without a person, items set aside, half-typed words, rows an import refused.
        """
        ...

    def drop_items(self, person_id: PersonId, items: Collection[ItemId]) -> Erased:
        """Erase what arrived from a person and was never entered, unless somebody else's form stands on it."""
        ...


class Clearing(Protocol):
    """What an erasure does outside the database's rows."""

    def remove(self, document_ids: Sequence[DocumentId]) -> None:
        """Take sealed files away; one that is not there is no trouble."""
        ...

    def scrub(self) -> None:
        """Let erased words leave every page and every memory. Seconds with a million people."""
        ...
