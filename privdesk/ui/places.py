# SPDX-License-Identifier: MIT
"""All task areas of the window, in the order of the sidebar; loaded after unlocking, not before."""

import gc
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from threading import Lock

from PySide6 import QtWidgets

from privdesk.domain.staff import Permission, Role
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.services.inbox_view import InboxFilter
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place
from privdesk.ui.widgets.palette import Find

_LOADING = Lock()
MakePlaces = Callable[[Desk, Jobs, Navigator], Sequence[Place]]


def load_areas() -> None:
    """Load the pages' code, every module of it: on a thread, while the records are being opened; waits for another one."""
    with _LOADING:
        _load()


@cache
def _load() -> None:
    """Once, before the first record is on screen.

    Code lives as long as the program: the collector of garbage looks at it no more, which would hold the window up.
    The classes of Qt are made ready as well: otherwise the first page that asks for a part of a list waits for all.
    """
    for name in dir(QtWidgets):
        getattr(QtWidgets, name)
    for made in _areas():
        package = import_module(made.__module__)
        for module in iter_modules(package.__path__):
            import_module(f"{package.__name__}.{module.name}")
    gc.freeze()


def all_places(desk: Desk, jobs: Jobs, navigator: Navigator) -> list[Place]:
    """The places that the signed-in person's roles open."""
    return [place for made in _areas() for place in made(desk, jobs, navigator)]


def _areas() -> tuple[MakePlaces, ...]:
    from privdesk.ui import (
        agencies,
        audit,
        calls,
        capture,
        catalogue,
        duplicates,
        erasure,
        figures,
        imports,
        inbox,
        letters,
        people,
        reports,
        requests,
        retention,
        rights,
        settings,
        staff,
        today,
    )

    in_order = (
        today, inbox, capture, people, duplicates, requests, figures, retention, erasure, calls, reports, letters, rights, agencies,
        imports, catalogue, staff, audit, settings,
    )  # fmt: skip
    return tuple(area.places for area in in_order)


def palette_finders(desk: Desk) -> Sequence[Find]:
    """What the palette looks things up with; nothing for roles that look nobody up."""
    if not desk.session.member.may(Permission.LOOK_UP_PEOPLE):
        return ()
    from privdesk.ui.people import palette_providers

    finders: Sequence[Find] = palette_providers(desk)
    return finders


def sidebar_counts(desk: Desk) -> Mapping[str, int]:
    """What waits, by place: the signed-in person's own."""
    counts: dict[str, int] = {}
    member = desk.session.member
    if member.may(Permission.ENTER_FORMS):
        counts["inbox"] = desk.inbox.counts().get(InboxFilter.ALL, 0)
    if member.may(Permission.TAKE_REQUESTS):
        counts["requests"] = len(desk.requests.open_cases())
    if member.may(Permission.MATCH_PEOPLE):
        counts["duplicates"] = desk.duplicates.open_count()
    return counts


def roles_in_words(roles: frozenset[Role]) -> str:
    """`Clerk, privacy officer`."""
    words = {
        Role.CLERK: _("clerk"),
        Role.AGENCY_CLERK: _("agency clerk"),
        Role.PRIVACY_OFFICER: _("privacy officer"),
        Role.ADMINISTRATOR: _("administrator"),
    }
    said = ", ".join(words[role] for role in Role if role in roles)
    return said[:1].upper() + said[1:]
