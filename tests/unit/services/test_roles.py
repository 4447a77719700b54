# SPDX-License-Identifier: MIT
"""Every method of every service, called with every role: what the roles do not allow is refused, and nothing else is.

The walk is by introspection: a method that stands in no table fails. A refusal is always `NotAllowedError`, whether the
record exists or not.
"""

import dataclasses
import inspect
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from privdesk.domain.agencies import Agency, AgencyId
from privdesk.domain.people import Channel, PersonField, Source
from privdesk.domain.staff import PERMISSIONS, NotAllowedError, Permission, Role, StaffMember
from privdesk.services.desk import Desk
from privdesk.services.vaults import OpenVault
from tests.unit.services.made_up import DAY, MadeUp
from tests.unit.services.permission_table import NEEDS
from tests.unit.services.vault_kit import FIRST, PASSWORD, SmallVault

NOBODY = 987_654
SEATS: dict[str, tuple[frozenset[Role], bool]] = {
    **{role.value: (frozenset({role}), False) for role in Role},
    "disabled": (frozenset(Role) - {Role.AGENCY_CLERK}, True),
    "no role": (frozenset(), False),
}


@dataclasses.dataclass
class Seats:
    """The same small vault as each member of staff would have it open."""

    program: Any
    opened: OpenVault
    agency: AgencyId
    folder: Path

    def desk(self, seat: str) -> Desk:
        roles, disabled = SEATS[seat]
        agency = self.agency if Role.AGENCY_CLERK in roles else None
        member = StaffMember(self.opened.session.member.id, seat, roles, agency, disabled)
        session = dataclasses.replace(self.opened.session, member=member, roles_changed=_Never())
        desk = self.program.build_desk(dataclasses.replace(self.opened, session=session))
        assert isinstance(desk, Desk)
        return desk


class _Never(Event):
    """A desk whose own roles are never changed: each call is judged by itself."""

    def set(self) -> None:
        """Nothing."""

    def is_set(self) -> bool:
        return False


@pytest.fixture(scope="module")
def seats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seats]:
    folder = tmp_path_factory.mktemp("roles")
    vault = SmallVault(folder)
    program = vault.program()
    opened = program.vaults.unlock(vault.folder, FIRST, PASSWORD)
    desk = program.build_desk(opened)
    agency = desk.agencies.save(Agency(AgencyId(0), "A-1", "Régie du Lac"))
    desk.people.add(
        {PersonField.LAST_NAME: "Keller", PersonField.FIRST_NAME: "Zoë"}, None,
        source=Source.PERSON, channel=Channel.POST, received_on=DAY,
    )  # fmt: skip
    yield Seats(program, opened, agency.id, folder)
    program.vaults.lock(opened)
    program.close()


def public(service: object) -> Iterator[str]:
    """Names of the methods and properties that anybody holding the service can reach."""
    for name, member in inspect.getmembers_static(type(service)):
        if not name.startswith("_") and (callable(member) or isinstance(member, property | staticmethod)):
            yield name


def on_the_desk(desk: Desk) -> list[str]:
    names = []
    for field in dataclasses.fields(desk):
        service = getattr(desk, field.name)
        if field.name != "session" and service is not None:
            names += [f"{field.name}.{name}" for name in public(service)]
    return names


def call(desk: Desk, path: str, made_up: MadeUp) -> BaseException | None:
    """What calling it ended with."""
    area, _dot, name = path.partition(".")
    try:
        found = getattr(getattr(desk, area), name)
        if callable(found):
            outcome = found(**made_up.arguments(found))
            if inspect.isgenerator(outcome):
                next(outcome, None)
    except Exception as error:  # noqa: BLE001 -- made-up values may be refused for any reason
        return error
    return None


def test_every_method_of_every_service_stands_in_the_table(seats: Seats) -> None:
    found = set(on_the_desk(seats.desk("administrator")))
    assert found - NEEDS.keys() == set(), "say in permission_table.py which permission each of these needs"
    assert NEEDS.keys() - found == set(), "these are gone: take them out of permission_table.py"


def test_every_service_of_the_desk_is_built(seats: Seats) -> None:
    desk = seats.desk("administrator")
    assert [each.name for each in dataclasses.fields(desk) if getattr(desk, each.name) is None] == []


@pytest.mark.parametrize("seat", SEATS)
def test_each_role_may_do_what_the_table_says_and_nothing_else(seats: Seats, seat: str) -> None:
    roles, disabled = SEATS[seat]
    allowed = (
        frozenset[Permission]() if disabled else frozenset().union(*(PERMISSIONS[each] for each in roles))
    )
    desk = seats.desk(seat)
    wrong = []
    for path, needed in NEEDS.items():
        may = needed is None or not allowed.isdisjoint(needed if isinstance(needed, tuple) else (needed,))
        numbers = (1, NOBODY) if not may else (NOBODY,)
        for number in numbers:
            ended = call(desk, path, MadeUp(number, seats.folder))
            if isinstance(ended, NotAllowedError) == may:
                wrong.append(f"{path}({number}): {type(ended).__name__}, allowed: {may}")
    assert wrong == []


def test_only_the_roles_of_the_catalogue_of_duties_reach_personal_records() -> None:
    personal = {
        Permission.ENTER_FORMS, Permission.LOOK_UP_PEOPLE, Permission.TAKE_REQUESTS, Permission.GRANT_ACCESS,
        Permission.RECTIFY, Permission.DECIDE, Permission.SEE_ACTIVITY, Permission.MATCH_PEOPLE, Permission.ERASE,
        Permission.IMPORT, Permission.MANAGE_RETENTION,
    }  # fmt: skip
    assert PERMISSIONS[Role.ADMINISTRATOR] & personal == set()
    walled = {Permission.ENTER_FORMS, Permission.LOOK_UP_PEOPLE, Permission.TAKE_REQUESTS}
    assert PERMISSIONS[Role.AGENCY_CLERK] & personal == walled
    for duty in (Permission.DECIDE, Permission.ERASE, Permission.MANAGE_RETENTION, Permission.SEE_AUDIT):
        assert [role for role in Role if duty in PERMISSIONS[role]] == [Role.PRIVACY_OFFICER]
    for duty in (Permission.MANAGE_STAFF, Permission.RE_KEY, Permission.BACK_UP, Permission.MANAGE_OFFICE):
        assert [role for role in Role if duty in PERMISSIONS[role]] == [Role.ADMINISTRATOR]
