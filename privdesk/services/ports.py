# SPDX-License-Identifier: MIT
"""What the services need from the outside world. Adapters implement these; `bootstrap` joins them.

Rows come and go as domain values. Reads outside a unit of work use `Reading`; writes happen only inside a
`UnitOfWork`, which records at least one audit event before `commit()` (drafts excepted: `commit_draft()`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import Any, Protocol, Self

from privdesk.domain.activity import Activity, ActivityCounts, ActivityKind, MonthSum, UsageMonth
from privdesk.domain.agencies import Agency, AgencyId, AgencySummary, Building, BuildingId
from privdesk.domain.cases import CallId, CallSheet, Case, CaseId
from privdesk.domain.consent import ConsentEntry
from privdesk.domain.imports import ColumnMapping, ImportId, ImportKind, ImportRun, Reject
from privdesk.domain.inbox import Document, DocumentId, Draft, InboxItem, ItemId, ItemState
from privdesk.domain.incoming import PageImage, ReadFile, TableFile
from privdesk.domain.ledger import LedgerEntry, LedgerKind, LedgerLine
from privdesk.domain.matching import Candidate
from privdesk.domain.people import (
    Contract,
    ContractId,
    Facts,
    FactVersion,
    Origin,
    Person,
    PersonField,
    PersonHit,
    PersonId,
)
from privdesk.domain.staff import StaffMember
from privdesk.domain.submissions import Submission, SubmissionId, SubmissionState
from privdesk.domain.vault import StaffId
from privdesk.services.approval_ports import ApprovalRows
from privdesk.services.audit_ports import AuditTrail as AuditTrail
from privdesk.services.catalogue_ports import CatalogueRows
from privdesk.services.disposal_ports import Disposals
from privdesk.services.duplicate_ports import Duplicates
from privdesk.services.erasure_ports import Erased as Erased
from privdesk.services.erasure_ports import Eraser as Eraser
from privdesk.services.erasure_ports import Erasures, Holds
from privdesk.services.figures_ports import FigureRows
from privdesk.services.merge_ports import Merging
from privdesk.services.retention_ports import RetentionRows
from privdesk.services.rights_ports import ObjectionRows, RestrictionRows, TellingRows


class Clock(Protocol):
    """Time at the office."""

    def now(self) -> datetime:
        """The moment, aware, UTC."""
        ...

    def today(self) -> date:
        """The civil date at the office, in its time zone; never the UTC date."""
        ...


class People(Protocol):
    """The people on file."""

    def add(self, facts: Facts, origin: Origin) -> Person: ...
    def get(self, person_id: PersonId) -> Person:
        """Raises: NotFoundError."""
        ...

    def many(self, person_ids: Iterable[PersonId]) -> Mapping[PersonId, Person]: ...
    def change(self, person_id: PersonId, changes: Facts, origin: Origin) -> Sequence[FactVersion]:
        """Put new values in force (empty text removes); the old ones stay in the history. Returns what changed."""
        ...

    def history(self, person_id: PersonId) -> Sequence[FactVersion]:
        """Every version of every fact, newest first within a field."""
        ...

    def confirm(self, person_id: PersonId, name: PersonField, on: date) -> None:
        """Note that the value in force was confirmed the old way."""
        ...

    def mark(
        self, person_id: PersonId, *, restricted_since: date | None, no_advertising_since: date | None
    ) -> None: ...
    def search(self, text: str, limit: int, agency: AgencyId | None = None) -> Sequence[PersonHit]:
        """By name without accents in any order, user number, phone digits, e-mail, town, street, date of birth, badge.

        With `agency` as if only the people of its contracts were on file.
        """
        ...

    def like(self, facts: Facts, limit: int, agency: AgencyId | None = None) -> Sequence[Candidate]:
        """People on file who may be the one described, best first; with `agency` only those it has contracts with."""
        ...

    def count(self) -> int: ...


class Contracts(Protocol):
    """Contracts of use."""

    def add(self, contract: Contract) -> Contract:
        """`contract.id` is ignored; returns it with its own. Raises: UserNumberTakenError."""
        ...

    def change(self, contract: Contract) -> None: ...
    def get(self, contract_id: ContractId) -> Contract: ...
    def of_person(self, person_id: PersonId) -> Sequence[Contract]:
        """Newest start first."""
        ...

    def by_user_number(self, user_number: str) -> Contract | None: ...
    def by_user_numbers(self, user_numbers: Iterable[str]) -> Mapping[str, PersonId]: ...


class Agencies(Protocol):
    """Agencies and buildings."""

    def put(self, agency: Agency) -> Agency:
        """Add (id 0) or change."""
        ...

    def get(self, agency_id: AgencyId) -> Agency: ...
    def by_number(self, number: str) -> Agency | None: ...
    def by_name(self, name: str) -> Agency | None:
        """Exact but for case and accents."""
        ...

    def all(self) -> Sequence[Agency]:
        """By name, nothing counted."""
        ...

    def summaries(self) -> Sequence[AgencySummary]: ...
    def put_building(self, building: Building) -> Building: ...
    def building(self, building_id: BuildingId) -> Building: ...
    def building_by_number(self, number: str) -> Building | None: ...
    def buildings(self, agency_id: AgencyId) -> Sequence[Building]: ...


class ActivityRows(Protocol):
    """The streams, clustered by person and time."""

    def add(self, rows: Sequence[Activity], import_id: ImportId) -> int:
        """Insert; rows already held (same person, time and content) are left out. Returns how many were new."""
        ...

    def of_person(
        self, person_id: PersonId, kind: ActivityKind, limit: int, before: datetime | None = None
    ) -> Sequence[Activity]:
        """Newest first."""
        ...

    def all_of_person(self, person_id: PersonId, kind: ActivityKind) -> Iterator[Activity]:
        """Oldest first, without a limit."""
        ...

    def counts(self, person_id: PersonId) -> ActivityCounts: ...
    def months(self, person_id: PersonId, last: date, count: int) -> Sequence[MonthSum]: ...
    def usage_months(self, person_id: PersonId) -> Sequence[UsageMonth]:
        """Monthly sums of usage whose detail went, oldest first."""
        ...

    def balance(self, person_id: PersonId) -> tuple[int, str] | None:
        """Latest known balance in minor units and its currency."""
        ...


class Inbox(Protocol):
    """Items that arrived."""

    def add(self, item: InboxItem) -> InboxItem:
        """`item.id` and `item.number` are given here; the rows of its documents are added with it."""
        ...

    def get(self, item_id: ItemId) -> InboxItem: ...
    def change(self, item: InboxItem) -> None:
        """Bring it up to date; documents new to it are added, known ones take their media type and pages."""
        ...

    def items(
        self, states: Iterable[ItemState], limit: int = 500, agency: AgencyId | None = None
    ) -> Sequence[InboxItem]:
        """Oldest arrival first; only that agency's where one is given."""
        ...

    def counts(self, agency: AgencyId | None = None) -> Mapping[ItemState, int]: ...
    def by_sha256(self, sha256: str, agency: AgencyId | None = None) -> ItemId | None:
        """The item whose original has this hash, if the same file came before (from that agency)."""
        ...

    def by_number(self, number: str) -> InboxItem | None: ...


class Documents(Protocol):
    """Sealed files: their rows."""

    def add(self, document: Document) -> None: ...
    def get(self, document_id: DocumentId) -> Document: ...
    def item_of(self, document_id: DocumentId) -> ItemId | None:
        """The item it came with; None for one made here, and for one that is not there."""
        ...

    def give_to(self, document_id: DocumentId, person_id: PersonId) -> None:
        """Say whose document it is."""
        ...

    def of_person(self, person_id: PersonId) -> Sequence[Document]: ...
    def owners_of(self, document_id: DocumentId) -> frozenset[PersonId]:
        """Whose document it is: given to them, or come with their form or request."""
        ...

    def ids(self) -> frozenset[DocumentId]: ...


class Drafts(Protocol):
    """Half-typed forms and call sheets."""

    def put(self, draft: Draft) -> None: ...
    def get(self, key: str) -> Draft | None: ...
    def drop(self, key: str) -> None: ...
    def keys(self) -> Sequence[str]: ...


class Submissions(Protocol):
    """Entered forms."""

    def add(self, submission: Submission) -> Submission:
        """`submission.id` is given here."""
        ...

    def get(self, submission_id: SubmissionId) -> Submission: ...
    def of_person(self, person_id: PersonId) -> Sequence[Submission]: ...
    def in_state(self, state: SubmissionState) -> Sequence[Submission]: ...
    def of_item(self, item_id: ItemId, state: SubmissionState) -> Submission | None:
        """The newest form of one item in this state."""
        ...

    def per_day(self, since: date, agency: AgencyId | None = None) -> Mapping[date, Mapping[str, int]]:
        """Forms entered a day (office date of entry), by channel; only that agency's where one is given."""
        ...

    def change(self, submission: Submission) -> None:
        """Bring an incomplete form up to date with its number kept: entry, state, person, who and when."""
        ...

    def settle(self, submission_id: SubmissionId, state: SubmissionState) -> None: ...


class Consents(Protocol):
    """The consent ledger."""

    def add(self, entry: ConsentEntry) -> None: ...
    def of_person(self, person_id: PersonId) -> Sequence[ConsentEntry]:
        """Newest first."""
        ...


class Cases(Protocol):
    """Rights requests."""

    def add(self, case: Case) -> Case:
        """`case.id` and `case.number` are given here."""
        ...

    def change(self, case: Case) -> None: ...
    def get(self, case_id: CaseId) -> Case: ...
    def by_number(self, number: str) -> Case | None: ...
    def open_cases(self) -> Sequence[Case]: ...
    def of_person(self, person_id: PersonId) -> Sequence[Case]: ...
    def closed_since(self, day: date) -> Sequence[Case]: ...


class Calls(Protocol):
    """Call sheets."""

    def add(self, sheet: CallSheet) -> CallSheet: ...
    def change(self, sheet: CallSheet) -> None: ...
    def get(self, call_id: CallId) -> CallSheet: ...
    def unfinished(self) -> Sequence[CallSheet]: ...
    def of_person(self, person_id: PersonId) -> Sequence[CallSheet]: ...


class Settings(Protocol):
    """The office's settings as JSON values by key."""

    def get(self, key: str) -> Any: ...  # noqa: ANN401 -- JSON
    def put(self, key: str, value: Any) -> None: ...  # noqa: ANN401 -- JSON


class StaffRows(Protocol):
    """Staff members and their roles."""

    def put(self, member: StaffMember) -> None: ...
    def get(self, staff_id: StaffId) -> StaffMember: ...
    def all(self) -> Sequence[StaffMember]: ...


class Imports(Protocol):
    """Runs, their rejects, and remembered mappings."""

    def start(self, kind: ImportKind, file_name: str, sha256: str) -> ImportRun: ...
    def change(self, run: ImportRun) -> None: ...
    def get(self, import_id: ImportId) -> ImportRun: ...
    def by_sha256(self, kind: ImportKind, sha256: str) -> ImportRun | None: ...
    def last_ended(self, kind: ImportKind, sha256: str) -> ImportRun | None:
        """The latest run over the same file that came to its end."""
        ...

    def recent(self, limit: int = 20) -> Sequence[ImportRun]: ...
    def add_rejects(self, import_id: ImportId, rejects: Sequence[Reject]) -> None: ...
    def rejects(self, import_id: ImportId) -> Sequence[Reject]: ...
    def mapping(self, kind: ImportKind, columns: Sequence[str]) -> ColumnMapping | None:
        """The mapping last used for a file of this kind with these columns."""
        ...

    def remember(self, kind: ImportKind, columns: Sequence[str], mapping: ColumnMapping) -> None: ...


class Ledger(Protocol):
    """What must stay so after a restore: erasures, disposals, restrictions, objections, withdrawals."""

    def add(self, entry: LedgerEntry) -> LedgerLine:
        """Append within the running unit of work, before the person's row goes. Raises: NotFoundError."""
        ...

    def add_all(self, kind: LedgerKind, people: Sequence[PersonId], group: str, on: date | None) -> None:
        """As `add` for several people at once; those who are not on file are left out."""
        ...

    def lines(self, after: int = 0) -> Sequence[LedgerLine]:
        """Every line with a number above `after`, in order."""
        ...

    def verify(self) -> int | None:
        """Walk the chain; return the first number that does not fit, or None when it is whole."""
        ...


class Records(Protocol):
    """Everything in the vault's database, by kind."""

    @property
    def people(self) -> People: ...
    @property
    def duplicates(self) -> Duplicates: ...
    @property
    def contracts(self) -> Contracts: ...
    @property
    def agencies(self) -> Agencies: ...
    @property
    def activity(self) -> ActivityRows: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def documents(self) -> Documents: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def submissions(self) -> Submissions: ...
    @property
    def consents(self) -> Consents: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def calls(self) -> Calls: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def catalogue(self) -> CatalogueRows: ...
    @property
    def staff(self) -> StaffRows: ...
    @property
    def imports(self) -> Imports: ...
    @property
    def approvals(self) -> ApprovalRows: ...
    @property
    def tellings(self) -> TellingRows: ...
    @property
    def restrictions(self) -> RestrictionRows: ...
    @property
    def objections(self) -> ObjectionRows: ...
    @property
    def audit(self) -> AuditTrail: ...
    @property
    def merging(self) -> Merging: ...
    @property
    def holds(self) -> Holds: ...
    @property
    def erasures(self) -> Erasures: ...
    @property
    def disposals(self) -> Disposals: ...
    @property
    def retention(self) -> RetentionRows: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def figures(self) -> FigureRows: ...


class UnitOfWork(Records, Protocol):
    """One transaction: commit explicitly, or nothing happened."""

    @property
    def eraser(self) -> Eraser: ...
    @property
    def people_waiting(self) -> bool:
        """Whether somebody at the desk waits to write; a long try then makes way."""
        ...

    def give_way(self) -> None:
        """Stand still while a keystroke is being answered; a run calls it every few dozen rows of pure work."""
        ...

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def commit(self) -> None:
        """Make it durable, write the anchor, then return. Raises: UnauditedChangeError without an audit event."""
        ...

    def begin_epoch(self, epoch: int) -> None:
        """Say that another history begins here; `epoch` is above the one before."""
        ...

    def commit_draft(self) -> None:
        """Make a draft durable; drafts need no audit entry."""
        ...


OpenWork = Callable[[], UnitOfWork]
"""Begin a writing transaction as the signed-in staff member."""
OpenReading = Callable[[], AbstractContextManager[Records]]
"""Begin a consistent read on a read-only connection."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """What sealing a file gave: `wrapped_key` goes into the document's row."""

    document_id: DocumentId
    wrapped_key: bytes
    sha256: str
    size: int


class Sealer(Protocol):
    """Sealed files of the vault."""

    def seal(self, data: bytes) -> SealedFile:
        """Encrypt into the incoming folder and fsync; the caller then commits its row and calls `settle`."""
        ...

    def settle(self, document_id: DocumentId) -> None:
        """Move a sealed file to its place after its row was committed."""
        ...

    def open(self, document_id: DocumentId, wrapped_key: bytes) -> bytes:
        """Return the plain bytes. Raises: SealedDocumentError when altered, cut, swapped or missing."""
        ...


class ForeignFiles(Protocol):
    """Hostile files, looked at in the worker process."""

    def read(self, name: str, data: bytes) -> ReadFile:
        """Raises: FileNotReadableError with the key of the reason."""
        ...

    def render(self, data: bytes, media_type: str, page: int, width: int) -> PageImage:
        """One page, `width` pixels wide; form values visible."""
        ...

    def read_table(self, name: str, data: bytes) -> TableFile:
        """CSV, JSON or JSON Lines as columns and rows."""
        ...
