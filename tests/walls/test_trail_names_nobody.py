# SPDX-License-Identifier: MIT
# ruff: noqa: ANN401 -- arguments of any kind are made up
"""The record of what was done holds who, what, which and why – never a value, whatever somebody typed.

A history in which everything happens is lived through, then every method of every service is called with made-up text
for whatever it takes as text; nothing of it, and nothing of the people of the history, may stand in any entry.
"""

import inspect
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from privdesk.domain.audit import Action
from privdesk.domain.audit_chain import AuditQuery
from privdesk.domain.people import PersonField
from tests.unit.services.made_up import MadeUp
from tests.walls import history
from tests.walls.test_agency_walls import EVERYTHING, methods
from tests.walls.world import World, template_vault, world

WORD, WITHIN = "Kanarienvogel", "Rotkehlchen"
"""Typed as such, and within something larger such as a form."""
ENDS = frozenset({"account.lock", "office.close"})
_OWN_KEYS = frozenset({Action.CATALOGUE_CHANGED, Action.PROPOSED, Action.APPROVED, Action.DECLINED})
"""Entries that name a key of the catalogue, which the office chose, or what an approval is about, which services say."""
_MADE = frozenset(
    {Action.EXPORTED, Action.REPORT_HANDED_OUT, Action.PORTABILITY_MADE, Action.PORTABILITY_HANDED_OUT}
)
"""Entries that take number or kind from a paper or plan that the services made; nobody types those."""
_TOO_COMMON = frozenset({PersonField.COUNTRY, PersonField.LANGUAGE, PersonField.NUMBER})


class Typed(MadeUp):
    """Says the same word wherever text is taken, also where it may be left out."""

    def arguments(self, method: Callable[..., Any]) -> dict[str, Any]:
        """A value for each parameter that must be given, and for each that takes text."""
        hints = get_type_hints(method)
        texts = {
            each.name: WORD
            for each in inspect.signature(method).parameters.values()
            if hints.get(each.name) in (str, str | None)
        }
        return {**super().arguments(method), **texts}

    def _plain(self, hint: Any) -> Any:
        return WITHIN if hint is str else super()._plain(hint)


def told(made: World) -> list[tuple[Action, str]]:
    """Every entry with everything that stands in it as text."""
    with made.records.reading() as records:
        entries = records.audit.page(AuditQuery(), None, 100_000)
    return [
        (each.event.action, " ".join((each.event.record, *each.event.fields, each.event.reference)))
        for each in entries
    ]


def call_everything(made: World, number: int) -> int:
    """Call each method with what is typed; how many did something without an error."""
    done = 0
    for path in sorted(set(methods(made.office)) - ENDS):
        area, _dot, name = path.partition(".")
        with suppress(Exception):
            found = getattr(getattr(made.office, area), name)
            outcome = found(**Typed(number, made.folder).arguments(found)) if callable(found) else found
            if inspect.isgenerator(outcome):
                next(outcome, None)
            done += 1
    return done


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Action, str]]:
    template = template_vault(tmp_path_factory.mktemp("trail"))
    folder: Path = template.parent / "lived" / "Small.privdesk"
    with world(template, folder, history.prepared(), both=True) as made:
        history.play(made, EVERYTHING, both=True)
        assert sum(call_everything(made, number) for number in (1, 2, 3)) > 300
        return told(made)


def test_no_fact_of_a_person_stands_in_an_entry(lived: list[tuple[Action, str]]) -> None:
    values = {
        value
        for number in range(9)
        for field, value in history.facts(number).items()
        if field not in _TOO_COMMON and value
    }
    values |= {"Somebody Else", "handed in", "wants it", "Quai", ".pdf", ".eml", "Auskunft"}
    assert len({action for action, _text in lived}) > 30
    found = {
        (action, value) for action, text in lived for value in values if value.casefold() in text.casefold()
    }
    assert found == set()


def test_nothing_that_was_typed_stands_in_an_entry(lived: list[tuple[Action, str]]) -> None:
    assert {action for action, text in lived if WORD in text} <= _OWN_KEYS
    assert {action for action, text in lived if WITHIN in text} <= _OWN_KEYS | _MADE
