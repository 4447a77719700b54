# SPDX-License-Identifier: MIT
"""Office, agencies, preferences and the audit trail answer to the roles that may."""

from dataclasses import replace
from datetime import date

import pytest

from privdesk.domain.agencies import Agency, AgencyId, Building, BuildingId, Undertaking
from privdesk.domain.audit import Action
from privdesk.domain.catalogue import Notice
from privdesk.domain.errors import NotFoundError
from privdesk.domain.staff import NotAllowedError, Role
from privdesk.services.agencies import Agencies
from privdesk.services.audit_log import AuditLog
from privdesk.services.catalogue_desk import CatalogueDesk
from privdesk.services.office import OfficeDesk
from privdesk.services.preferences import Preferences
from tests.unit.services.places import OFFICE, Desk


def test_office_changes_are_recorded_by_field_name(desk: Desk) -> None:
    office = OfficeDesk(desk.place)
    assert office.office() == OFFICE
    office.save(replace(OFFICE, phone="+41215550100", email="office@example.ch"))
    assert office.office().phone == "+41215550100"
    (event,) = desk.actions(Action.OFFICE_CHANGED)
    assert set(event.fields) == {"phone", "email"}
    office.save(office.office())
    assert len(desk.actions(Action.OFFICE_CHANGED)) == 1
    assert office.sender().contact == "+41215550100 · office@example.ch"
    with pytest.raises(NotAllowedError):
        OfficeDesk(desk.as_member(Role.CLERK)).save(OFFICE)


def test_a_new_notice_is_in_force_from_its_day(desk: Desk) -> None:
    office = OfficeDesk(desk.place)
    CatalogueDesk(desk.place).put_notice(Notice("2026-12-01", date(2026, 12, 1), {"en": "Notice"}))
    catalogue = office.catalogue()
    assert catalogue.notice_on(date(2026, 11, 30)).version == "2023-08-04"
    assert catalogue.notice_on(date(2026, 12, 1)).version == "2026-12-01"


def test_preferences_are_ones_own_and_survive_what_is_unknown(desk: Desk) -> None:
    office = OfficeDesk(desk.place)
    assert office.preferences() == Preferences()
    chosen = Preferences(language="fr", theme="dark", lock_minutes=5)
    office.save_preferences(chosen)
    assert office.preferences() == chosen
    stored = {"theme": 3, "odd": 1, "lock_minutes": 7}
    assert Preferences.of_json(stored) == Preferences(lock_minutes=7)


def test_agencies_are_kept_with_their_buildings(desk: Desk) -> None:
    agencies = Agencies(desk.place)
    agency = agencies.save(Agency(AgencyId(0), "A-1", "Régie du Lac"))
    signed = replace(agency, undertaking=Undertaking(date(2026, 1, 5), "Binder 3", date(2028, 1, 5)))
    agencies.save(signed)
    agencies.save_building(Building(BuildingId(0), agency.id, "B-1", "Rue de Bourg 14", "1003", "Lausanne"))
    assert agencies.get(agency.id) == signed
    assert [building.number for building in agencies.buildings(agency.id)] == ["B-1"]
    assert desk.actions(Action.AGENCY_CHANGED)[1].fields == ("undertaking",)
    other = desk.add_agency("A-2", "Immo Sud")
    own = Agencies(desk.as_member(Role.AGENCY_CLERK, agency=other.id))
    assert [each.agency.name for each in own.summaries()] == ["Immo Sud"]
    with pytest.raises(NotFoundError):
        own.get(agency.id)
    with pytest.raises(NotAllowedError):
        own.save(signed)


def test_the_audit_trail_is_whole_and_only_for_officers(desk: Desk) -> None:
    state = AuditLog(desk.place).verify()
    assert (state.whole, state.entries, state.since) == (True, 1, date(2026, 11, 23))
    assert state.sentence == "Whole since 23 Nov 2026, 1 entry."
    with pytest.raises(NotAllowedError):
        AuditLog(desk.as_member(Role.CLERK)).entries()
