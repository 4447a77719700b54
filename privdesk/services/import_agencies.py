# SPDX-License-Identifier: MIT
"""Rows of agencies with their buildings: one row a building, or one row an agency."""

from collections.abc import Sequence
from dataclasses import replace

from privdesk.domain.agencies import Agency, AgencyId, Building, BuildingId
from privdesk.domain.checks import check_country
from privdesk.domain.imports import ColumnMapping, ImportCounts, ImportRun, Reject
from privdesk.services.import_batch import BatchResult, NumberedRow, added, with_rejects
from privdesk.services.import_values import Cell, CellError, Row, cells, read_day
from privdesk.services.ports import UnitOfWork

_FIELDS = ("number", "name", "street", "postcode", "town", "country", "email", "phone", "contact")


class AgencyTaker:
    """Takes agencies and buildings, known by the office's own numbers for them."""

    def __init__(self, columns: Sequence[str], mapping: ColumnMapping, country: str) -> None:
        self._columns = tuple(columns)
        self._country = country
        cell = cells(columns, mapping)
        self._cells: dict[str, Cell] = {
            key: cell(key)
            for key in (
                *_FIELDS, "since", "until", "building_number", "building_street", "building_postcode", "building_town",
            )
        }  # fmt: skip

    def take(self, work: UnitOfWork, _run: ImportRun, rows: Sequence[NumberedRow]) -> BatchResult:
        """Add or change agencies and buildings; empty cells leave what is on file."""
        counts = ImportCounts(read=len(rows))
        rejects: list[Reject] = []
        for place, row in rows:
            try:
                counts = added(counts, self._take(work, row))
            except CellError as error:
                values = dict(zip(self._columns, row, strict=True))
                rejects.append(Reject(place, error.reason, error.field, values))
        return BatchResult(with_rejects(counts, rejects), rejects)

    def _take(self, work: UnitOfWork, row: Row) -> ImportCounts:
        written = {key: self._cells[key](row) for key in _FIELDS}
        for key in ("number", "name"):
            if not written[key]:
                raise CellError("missing", key)
        if self._cells["building_street"](row) and not self._cells["building_number"](row):
            raise CellError("missing", "building_number")
        before = work.agencies.by_number(written["number"])
        start = before or Agency(AgencyId(0), written["number"], "", country=self._country)
        wanted = replace(
            start,
            name=written["name"],
            street=written["street"] or start.street,
            postcode=written["postcode"] or start.postcode,
            town=written["town"] or start.town,
            country=_country(written["country"]) or start.country,
            email=written["email"] or start.email,
            phone=written["phone"] or start.phone,
            contact=written["contact"] or start.contact,
            since=read_day(self._cells["since"](row), "since") or start.since,
            until=read_day(self._cells["until"](row), "until") or start.until,
        )
        agency = wanted if wanted == before else work.agencies.put(wanted)
        building = self._building(work, agency, row)
        if before is None or building == "new":
            return ImportCounts(new=1)
        return (
            ImportCounts(changed=1)
            if wanted != before or building == "changed"
            else ImportCounts(unchanged=1)
        )

    def _building(self, work: UnitOfWork, agency: Agency, row: Row) -> str:
        """Add or change the row's building: new, changed, or empty."""
        number = self._cells["building_number"](row)
        street = self._cells["building_street"](row)
        if not number:
            return ""
        before = work.agencies.building_by_number(number)
        start = before or Building(BuildingId(0), agency.id, number, "", "", "")
        wanted = replace(
            start,
            agency_id=agency.id,
            street=street or start.street,
            postcode=self._cells["building_postcode"](row) or start.postcode,
            town=self._cells["building_town"](row) or start.town,
        )
        if wanted == before:
            return ""
        work.agencies.put_building(wanted)
        return "new" if before is None else "changed"


def _country(written: str) -> str:
    """ISO 3166-1 alpha-2 of a country's name or letters. Raises: CellError."""
    found = check_country(written)
    if found.problem is not None:
        raise CellError(found.problem.value, "country")
    return found.value
