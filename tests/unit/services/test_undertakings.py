# SPDX-License-Identifier: MIT
"""Who can renew an undertaking is told in time, and nobody else."""

from dataclasses import replace
from datetime import date, timedelta

from privdesk.domain.agencies import Undertaking
from privdesk.domain.catalogue import PaperHolder, Recipient, RecipientKind
from privdesk.domain.staff import Role
from privdesk.services.agencies import Agencies
from privdesk.services.catalogue_desk import CatalogueDesk
from privdesk.services.today import Today
from privdesk.services.undertakings import SOON_DAYS, EndingUndertaking
from tests.unit.services.places import Desk

SIGNED = date(2020, 1, 1)
FIRM = Recipient(
    "", "Druckhof Muster GmbH", RecipientKind.PRINT, "Bern", "CH", undertaking_signed=SIGNED
)  # fmt: skip


def told(desk: Desk, *roles: Role) -> list[EndingUndertaking]:
    return list(Today(desk.as_member(*roles)).overview().undertakings)


def in_days(desk: Desk, days: int) -> date:
    return desk.place.clock.today() + timedelta(days=days)


def test_one_that_ends_within_two_months_or_has_ended_is_named_the_oldest_first(desk: Desk) -> None:
    kept = CatalogueDesk(desk.place)
    for name, days in (("Later", SOON_DAYS + 1), ("Soon", SOON_DAYS), ("Over", -1)):
        kept.put_recipient(replace(FIRM, name=name, undertaking_expires=in_days(desk, days)))
    kept.put_recipient(replace(FIRM, name="For good"))
    found = told(desk, Role.PRIVACY_OFFICER)
    assert [(each.name, each.over) for each in found] == [("Over", True), ("Soon", False)]


def test_who_gets_nothing_any_more_is_left_alone(desk: Desk) -> None:
    over = replace(FIRM, undertaking_expires=in_days(desk, -1), until=in_days(desk, -1))
    CatalogueDesk(desk.place).put_recipient(over)
    CatalogueDesk(desk.place).put_recipient(replace(over, name="To the end of today", until=in_days(desk, 0)))
    assert [each.name for each in told(desk, Role.PRIVACY_OFFICER)] == ["To the end of today"]


def test_recipients_are_the_officer_s_agencies_the_administrator_s_and_a_clerk_sees_none(desk: Desk) -> None:
    CatalogueDesk(desk.place).put_recipient(replace(FIRM, undertaking_expires=in_days(desk, 3)))
    agency = desk.add_agency()
    ended = desk.add_agency("A-2", "Immo Sud")
    promise = Undertaking(SIGNED, "Binder 3", in_days(desk, 5))
    agencies = Agencies(desk.place)
    agencies.save(replace(agency, undertaking=promise))
    agencies.save(replace(ended, undertaking=promise, until=in_days(desk, -1)))
    assert [each.holder for each in told(desk, Role.PRIVACY_OFFICER)] == [PaperHolder.RECIPIENT]
    assert [each.name for each in told(desk, Role.ADMINISTRATOR)] == ["Régie du Lac"]
    assert told(desk, Role.CLERK) == []
    own = Today(desk.as_member(Role.AGENCY_CLERK, agency=agency.id)).overview()
    assert own.undertakings == []
