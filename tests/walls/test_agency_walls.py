# SPDX-License-Identifier: MIT
# ruff: noqa: ANN401 -- answers and records of any kind are compared
"""Whether another agency's people exist: no answer of any service tells an agency clerk.

Two offices live through the same random history of agency A. In one of them there is also an agency B with people of
the same names, forms, requests, calls, activity and staff, who share people with A. Every method of every service is
then asked as A's clerk; the answers must be equal, value by value, word by word.
"""

import dataclasses
import inspect
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from privdesk.domain.staff import PERMISSIONS, Role
from privdesk.services.desk import Desk
from tests.unit.services.made_up import MadeUp
from tests.unit.services.permission_table import NEEDS
from tests.walls import history
from tests.walls.history import KINDS, Act
from tests.walls.questions import READ, WRITE
from tests.walls.world import GUESSED, World, answer, template_vault, world

MAY = PERMISSIONS[Role.AGENCY_CLERK]
AGAIN = (
    "today.overview",
    "people.search",
    "people.open",
    "inbox.items",
    "inbox.counts",
    "requests.open_cases",
)
EXAMPLES = int(os.environ.get("PRIVDESK_WALLS", "6"))
"""Random histories; PRIVDESK_WALLS=300 asks for many more."""
_numbers = st.integers(min_value=0, max_value=8)
acts = st.tuples(st.sampled_from(KINDS), _numbers, _numbers).map(lambda parts: Act(*parts[0], *parts[1:]))
EVERYTHING = [
    Act(actor, kind, what, what + which)
    for what, which in ((0, 0), (1, 1), (2, 3))
    for actor, kind in sorted(KINDS, key=lambda each: (each[1] not in ("add", "take in", "enter"), each))
] + [Act("o", "back up", 0, 0)]
"""A history in which each kind of act happens, so that every method has something to answer."""


def refused(path: str) -> bool:
    """Whether an agency clerk's role does not allow a method."""
    needed = NEEDS.get(path)
    return needed is not None and MAY.isdisjoint(needed if isinstance(needed, tuple) else (needed,))


def methods(desk: Desk) -> Iterator[str]:
    """Every public method and property of every service on the desk."""
    for field in dataclasses.fields(desk):
        service = getattr(desk, field.name)
        if field.name == "session" or service is None:
            continue
        for name, member in inspect.getmembers_static(type(service)):
            if not name.startswith("_") and (callable(member) or isinstance(member, property | staticmethod)):
                yield f"{field.name}.{name}"


def asked(made: World, share: int) -> list[tuple[str, int, Any]]:
    """The answers of every method, those that only read first; then of what writes (`share`: one in three)."""
    found: list[tuple[str, int, Any]] = []
    write = list(WRITE.items()) if share < 0 else list(WRITE.items())[share % 3 :: 3]
    again = [(path, READ[path]) for path in AGAIN]
    for path, recipe in (*READ.items(), *write, *again):
        area, _dot, _name = path.partition(".")
        service = getattr(made.a, area)
        made.drawing[0] = "a"
        found += [(path, place, answer(call)) for place, call in enumerate(recipe(made, service))]
    for path in sorted(each for each in methods(made.office) if refused(each)):
        area, _dot, name = path.partition(".")
        for number in (1, GUESSED):
            arguments = MadeUp(number, made.folder)
            found.append((path, number, answer(lambda a=arguments, s=area, n=name: _called(made.a, s, n, a))))  # type: ignore[misc]
    return found


def _called(desk: Desk, area: str, name: str, made_up: MadeUp) -> Any:
    found = getattr(getattr(desk, area), name)
    outcome = found(**made_up.arguments(found)) if callable(found) else found
    return next(outcome, None) if inspect.isgenerator(outcome) else outcome


def lived_through(
    template: Path, parent: Path, acts: list[Act], share: int, *, both: bool
) -> list[tuple[str, int, Any]]:
    with world(
        template, parent / ("both" if both else "alone") / "Small.privdesk", history.prepared(), both=both
    ) as made:
        history.play(made, acts, both=both)
        return [*((f"history: {kind}", step, said) for step, kind, said in made.log), *asked(made, share)]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template_vault(tmp_path_factory.mktemp("walls"))


def compare(template: Path, acts: list[Act], share: int) -> None:
    parent = template.parent
    alone, both = (lived_through(template, parent, acts, share, both=each) for each in (False, True))
    assert [each[:2] for each in both] == [each[:2] for each in alone]
    differing = [
        (path, place, one, other)
        for (path, place, one), (_path, _place, other) in zip(alone, both, strict=True)
        if one != other
    ]
    assert differing == []


def test_a_history_in_which_everything_happens_tells_nothing(template: Path) -> None:
    compare(template, EVERYTHING, -1)


@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(st.lists(acts, min_size=6, max_size=26), _numbers)
def test_no_random_history_tells_anything(template: Path, acts: list[Act], share: int) -> None:
    compare(template, acts, share)


def test_every_method_is_asked(template: Path) -> None:
    with world(template, template.parent / "asked", {}, both=True) as made:
        found = set(methods(made.office))
    free = {each for each in found if each.startswith("clock.") or NEEDS.get(each, 0) is None}
    missing = {each for each in found - READ.keys() - WRITE.keys() - free if not refused(each)}
    assert missing == set(), "say in tests/walls/questions.py how an agency clerk asks each of these"
    assert READ.keys() - found == set()
    assert WRITE.keys() - found == set()


def test_the_comparison_would_notice(template: Path) -> None:
    """The office's own desk does tell the two apart."""

    def counted(*, both: bool) -> list[Any]:
        with world(
            template, template.parent / f"office-{both}" / "Small.privdesk", history.prepared(), both=both
        ) as made:
            history.play(made, EVERYTHING, both=both)
            return [
                answer(lambda: made.office.people.search("keller")), answer(made.office.inbox.counts),
                answer(made.office.agencies.summaries),
            ]  # fmt: skip

    for alone, both in zip(counted(both=False), counted(both=True), strict=True):
        assert alone != both
