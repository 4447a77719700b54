# SPDX-License-Identifier: MIT
"""Rows of people with their contracts, known by user number, else by exact name and address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from privdesk.domain.agencies import AgencyId, BuildingId
from privdesk.domain.errors import UserNumberTakenError
from privdesk.domain.imports import ColumnMapping, ImportCounts, ImportRun, Reject
from privdesk.domain.matching import Candidate
from privdesk.domain.people import (
    Contract,
    ContractId,
    Facts,
    Origin,
    OriginKind,
    Person,
    PersonField,
    PersonId,
    Source,
)
from privdesk.domain.staff import StaffMember
from privdesk.domain.submissions import FieldProblemError
from privdesk.services.clock import OfficeClock
from privdesk.services.fact_checks import sound_facts
from privdesk.services.folding import fold
from privdesk.services.form_values import differing, with_country
from privdesk.services.import_batch import (
    DUPLICATE,
    RESTRICTED,
    BatchResult,
    NumberedRow,
    added,
    with_rejects,
)
from privdesk.services.import_values import Cell, CellError, Row, cells, read_day
from privdesk.services.ports import UnitOfWork
from privdesk.services.user_numbers import new_user_number

DOUBTFUL = 85
"""Per cent from which a row without a known user number looks like somebody on file."""
_CONTRACT = ("user_number", "agency", "building", "badge", "product_number", "start", "end")
_SAME = (
    PersonField.LAST_NAME, PersonField.FIRST_NAME, PersonField.STREET, PersonField.NUMBER,
    PersonField.POSTCODE, PersonField.TOWN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ContractCells:
    """What a row says about the contract, looked up."""

    user_number: str
    agency_id: AgencyId | None
    building_id: BuildingId | None
    badge: str
    product_number: str
    start: date | None
    end: date | None

    @property
    def named(self) -> bool:
        """Whether the row speaks of a contract at all."""
        return bool(self.user_number or self.start)


class PeopleTaker:
    """Takes people and contracts. What is empty in the file leaves what is on file."""

    def __init__(
        self,
        columns: Sequence[str],
        mapping: ColumnMapping,
        clock: OfficeClock,
        country: str,
        member: StaffMember,
    ) -> None:
        """`country` fills addresses that name none."""
        self._columns = tuple(columns)
        self._clock = clock
        self._country = country
        self._member = member
        self._places = _Places()
        cell = cells(columns, mapping)
        self._facts: Mapping[PersonField, Cell] = {name: cell(name) for name in PersonField}
        self._contract: Mapping[str, Cell] = {key: cell(key) for key in _CONTRACT}

    def take(self, work: UnitOfWork, run: ImportRun, rows: Sequence[NumberedRow]) -> BatchResult:
        """Add or change people and contracts; who looks like somebody else on file is not taken."""
        counts = ImportCounts(read=len(rows))
        rejects: list[Reject] = []
        origin = self._origin(run)
        numbers = {self._contract["user_number"](row) for _place, row in rows} - {""}
        held = dict(work.contracts.by_user_numbers(numbers))
        people = dict(work.people.many(set(held.values())))
        for place, row in rows:
            try:
                counts = added(counts, self._take(work, row, origin, held, people))
            except FieldProblemError as error:
                rejects.append(self._reject(place, row, error.problem, error.key))
            except CellError as error:
                rejects.append(self._reject(place, row, error.reason, error.field))
            except UserNumberTakenError:
                rejects.append(self._reject(place, row, "number_of_other", "user_number"))
        return BatchResult(with_rejects(counts, rejects), rejects)

    def _take(
        self,
        work: UnitOfWork,
        row: Row,
        origin: Origin,
        held: dict[str, PersonId],
        people: dict[PersonId, Person],
    ) -> ImportCounts:
        facts = self._sound(row)
        cells_of = self._contract_cells(work, row)
        number = cells_of.user_number
        if number and number not in held and cells_of.start is None:
            raise CellError("missing", "start")
        person = people.get(held[number]) if number in held else None
        if person is not None:
            _require_same(person, facts)
        else:
            person = _same_person(work.people.like(facts, 5), facts)
        if person is None:
            added_now = work.people.add(facts, origin)
            taken = self._begin(work, added_now.id, cells_of) if cells_of.named else ""
            if taken:
                held[taken], people[added_now.id] = added_now.id, added_now
            return ImportCounts(new=1)
        changes = differing(person, facts)
        if person.restricted_since is not None and (changes or self._would_change(work, person.id, cells_of)):
            raise CellError(RESTRICTED, "")
        if changes:
            work.people.change(person.id, changes, origin)
            people[person.id] = replace(person, facts={**person.facts, **changes})
        renewed = self._change_contract(work, person.id, cells_of)
        return ImportCounts(changed=1) if changes or renewed else ImportCounts(unchanged=1)

    def _sound(self, row: Row) -> Facts:
        written = {name: cell(row) for name, cell in self._facts.items()}
        for name in (PersonField.LAST_NAME, PersonField.FIRST_NAME):
            if not written[name]:
                raise CellError("missing", name)
        facts = sound_facts({name: text for name, text in written.items() if text}, None, self._country)
        return with_country({name: text for name, text in facts.items() if text}, self._country)

    def _contract_cells(self, work: UnitOfWork, row: Row) -> ContractCells:
        written = {key: cell(row) for key, cell in self._contract.items()}
        agency_id = self._places.agency(work, written["agency"])
        cells_of = ContractCells(
            written["user_number"], agency_id, self._places.building(work, written["building"]), written["badge"],
            written["product_number"], read_day(written["start"], "start"), read_day(written["end"], "end"),
        )  # fmt: skip
        if cells_of.start and cells_of.end and cells_of.end < cells_of.start:
            raise CellError("end_before_start", "end")
        return cells_of

    def _begin(self, work: UnitOfWork, person_id: PersonId, wanted: ContractCells) -> str:
        number = wanted.user_number or new_user_number(work)
        start = wanted.start or self._clock.today()
        work.contracts.add(
            Contract(
                ContractId(0), person_id, number, start, wanted.end, wanted.agency_id, wanted.building_id,
                wanted.badge, wanted.product_number,
            )
        )  # fmt: skip
        return number

    def _would_change(self, work: UnitOfWork, person_id: PersonId, wanted: ContractCells) -> bool:
        known = self._known_contract(work, person_id, wanted)
        return wanted.named and (known is None or _brought_up(known, wanted) != known)

    def _known_contract(
        self, work: UnitOfWork, person_id: PersonId, wanted: ContractCells
    ) -> Contract | None:
        contracts = work.contracts.of_person(person_id)
        known = next((each for each in contracts if each.user_number == wanted.user_number), None)
        if known is None and not wanted.user_number:
            known = next((each for each in contracts if each.start == wanted.start), None)
        return known

    def _change_contract(self, work: UnitOfWork, person_id: PersonId, wanted: ContractCells) -> bool:
        """Bring the row's contract up to date or begin it; whether anything changed."""
        if not wanted.named:
            return False
        known = self._known_contract(work, person_id, wanted)
        if known is None:
            self._begin(work, person_id, wanted)
            return True
        changed = _brought_up(known, wanted)
        if changed == known:
            return False
        work.contracts.change(changed)
        return True

    def _origin(self, run: ImportRun) -> Origin:
        now = self._clock.now()
        day = self._clock.day_of(run.started_at)
        return Origin(OriginKind.IMPORT, run.file_name, None, Source.OFFICE, day, now, self._member.id)

    def _reject(self, place: int, row: Row, reason: str, field: str) -> Reject:
        cells = {} if reason == RESTRICTED else dict(zip(self._columns, row, strict=True))
        return Reject(place, reason, field, cells)


def _brought_up(known: Contract, wanted: ContractCells) -> Contract:
    """The contract with what the row says of it; what is empty there stays."""
    return replace(
        known,
        start=wanted.start or known.start,
        end=wanted.end or known.end,
        agency_id=wanted.agency_id or known.agency_id,
        building_id=wanted.building_id or known.building_id,
        badge=wanted.badge or known.badge,
        product_number=wanted.product_number or known.product_number,
    )


class _Places:
    """Agencies and buildings as rows name them, each looked up once a run: neither is ever taken away."""

    def __init__(self) -> None:
        self._agencies: dict[str, AgencyId | None] = {"": None}
        self._buildings: dict[str, BuildingId | None] = {"": None}

    def agency(self, work: UnitOfWork, written: str) -> AgencyId | None:
        """Raises: CellError."""
        if written not in self._agencies:
            agency = work.agencies.by_number(written) or work.agencies.by_name(written)
            if agency is None:
                raise CellError("agency_unknown", "agency")
            self._agencies[written] = agency.id
        return self._agencies[written]

    def building(self, work: UnitOfWork, written: str) -> BuildingId | None:
        """Raises: CellError."""
        if written not in self._buildings:
            building = work.agencies.building_by_number(written)
            if building is None:
                raise CellError("building_unknown", "building")
            self._buildings[written] = building.id
        return self._buildings[written]


def _require_same(person: Person, facts: Facts) -> None:
    """A user number under two quite different names is one person too many."""
    names = (PersonField.LAST_NAME, PersonField.FIRST_NAME)
    if all(fold(person.fact(name)) != fold(facts.get(name, "")) for name in names):
        raise CellError("number_of_other", "user_number")


def _same_person(likely: Sequence[Candidate], facts: Facts) -> Person | None:
    """The person of exactly this name and address. Raises: CellError when somebody is only likely."""
    wanted = [(name, fold(facts.get(name, ""))) for name in _SAME]
    birth = facts.get(PersonField.DATE_OF_BIRTH, "")
    for each in likely:
        held = each.person.fact(PersonField.DATE_OF_BIRTH)
        same_birth = not birth or not held or birth == held
        if same_birth and all(fold(each.person.fact(name)) == one for name, one in wanted):
            return each.person
    if any(each.percent >= DOUBTFUL for each in likely):
        raise CellError(DUPLICATE, "last_name")
    return None
