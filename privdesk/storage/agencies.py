# SPDX-License-Identifier: MIT
"""Agencies and their buildings."""

from collections.abc import Sequence

from sqlalchemy import func, select

from privdesk.domain.agencies import Agency, AgencyId, AgencySummary, Building, BuildingId
from privdesk.storage.fold import fold
from privdesk.storage.rows_office import AgencyRow, BuildingRow
from privdesk.storage.rows_people import ContractRow
from privdesk.storage.scope import Scope


class SqlAgencies:
    """Agencies, found by id, number or name."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def put(self, agency: Agency) -> Agency:
        """Add (id 0) or change.

        Raises:
            NotFoundError: there is none of that id.
        """
        row = self._scope.found(AgencyRow, "agency", agency.id) if agency.id else AgencyRow()
        self._scope.session.add(row.take(agency))
        self._scope.session.flush()
        return row.to_domain()

    def get(self, agency_id: AgencyId) -> Agency:
        """Raises: NotFoundError."""
        return self._scope.found(AgencyRow, "agency", agency_id).to_domain()

    def by_number(self, number: str) -> Agency | None:
        """The agency of the office's own number."""
        row = self._scope.session.scalars(select(AgencyRow).where(AgencyRow.number == number)).first()
        return row.to_domain() if row else None

    def by_name(self, name: str) -> Agency | None:
        """Exact but for case and accents."""
        statement = select(AgencyRow).where(AgencyRow.name_fold == fold(name)).order_by(AgencyRow.id)
        row = self._scope.session.scalars(statement).first()
        return row.to_domain() if row else None

    def all(self) -> Sequence[Agency]:
        """By name, nothing counted."""
        rows = self._scope.session.scalars(select(AgencyRow).order_by(AgencyRow.name_fold, AgencyRow.id))
        return [row.to_domain() for row in rows]

    def summaries(self) -> Sequence[AgencySummary]:
        """By name, with buildings and people (each counted once)."""
        session = self._scope.session
        counted = select(BuildingRow.agency_id, func.count()).group_by(BuildingRow.agency_id)
        buildings = dict(session.execute(counted).all())
        borne = select(ContractRow.agency_id, func.count(ContractRow.person_id.distinct()))
        people = dict(session.execute(borne.group_by(ContractRow.agency_id)).all())
        rows = session.scalars(select(AgencyRow).order_by(AgencyRow.name_fold, AgencyRow.id))
        return [
            AgencySummary(row.to_domain(), buildings.get(row.id, 0), people.get(row.id, 0)) for row in rows
        ]

    def put_building(self, building: Building) -> Building:
        """Add (id 0) or change.

        Raises:
            NotFoundError: there is none of that id.
        """
        row = self._scope.found(BuildingRow, "building", building.id) if building.id else BuildingRow()
        self._scope.session.add(row.take(building))
        self._scope.session.flush()
        return row.to_domain()

    def building(self, building_id: BuildingId) -> Building:
        """Raises: NotFoundError."""
        return self._scope.found(BuildingRow, "building", building_id).to_domain()

    def building_by_number(self, number: str) -> Building | None:
        """The building of the office's own number."""
        row = self._scope.session.scalars(select(BuildingRow).where(BuildingRow.number == number)).first()
        return row.to_domain() if row else None

    def buildings(self, agency_id: AgencyId) -> Sequence[Building]:
        """By number."""
        statement = select(BuildingRow).where(BuildingRow.agency_id == agency_id)
        return [
            row.to_domain() for row in self._scope.session.scalars(statement.order_by(BuildingRow.number))
        ]
