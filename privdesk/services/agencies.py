# SPDX-License-Identifier: MIT
"""Agencies that manage buildings, through whom people come."""

from collections.abc import Sequence
from dataclasses import fields

from privdesk.domain.agencies import Agency, AgencyId, AgencySummary, Building
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.errors import NotFoundError
from privdesk.domain.staff import Permission
from privdesk.services.workplace import Workplace


class Agencies:
    """The Agencies page. An agency clerk sees the own agency only."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def summaries(self) -> Sequence[AgencySummary]:
        """All agencies with their counts, by name."""
        self._place.require(Permission.USE_DESK)
        own = self._place.member.agency_id
        with self._place.reading() as records:
            found = records.agencies.summaries()
        return [summary for summary in found if own is None or summary.agency.id == own]

    def get(self, agency_id: AgencyId) -> Agency:
        """One agency. Raises: NotFoundError."""
        self._place.require(Permission.USE_DESK)
        self._own(agency_id)
        with self._place.reading() as records:
            return records.agencies.get(agency_id)

    def buildings(self, agency_id: AgencyId) -> Sequence[Building]:
        """An agency's buildings. Raises: NotFoundError."""
        self._place.require(Permission.USE_DESK)
        self._own(agency_id)
        with self._place.reading() as records:
            return records.agencies.buildings(agency_id)

    def save(self, agency: Agency) -> Agency:
        """Add an agency (id 0) or change it; commits. Raises: NotAllowedError."""
        self._place.require(Permission.MANAGE_AGENCIES)
        with self._place.work() as work:
            before = work.agencies.get(agency.id) if agency.id else None
            saved = work.agencies.put(agency)
            changed = tuple(
                each.name
                for each in fields(Agency)
                if before is None or getattr(before, each.name) != getattr(saved, each.name)
            )
            work.audit.record(AuditEvent(Action.AGENCY_CHANGED, f"agency:{saved.id}", changed))
            work.commit()
        return saved

    def save_building(self, building: Building) -> Building:
        """Add a building (id 0) or change it; commits. Raises: NotAllowedError."""
        self._place.require(Permission.MANAGE_AGENCIES)
        with self._place.work() as work:
            saved = work.agencies.put_building(building)
            event = AuditEvent(Action.AGENCY_CHANGED, f"agency:{saved.agency_id}", ("building",))
            work.audit.record(event)
            work.commit()
        return saved

    def _own(self, agency_id: AgencyId) -> None:
        own = self._place.member.agency_id
        if own is not None and own != agency_id:
            raise NotFoundError("agency", str(agency_id))
