# SPDX-License-Identifier: MIT
"""Backups and new keys, killed: an announced backup is good, and the records open whole under one set of keys."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any, TextIO

from privdesk.domain.backups import Health
from privdesk.domain.inbox import ItemState
from privdesk.security.header import read_header
from privdesk.services.desk import Desk
from tests.faults.kill_work import SO_FAR, Said, Say, Work
from tests.faults.office import HarmedOffice
from tests.faults.outcome import Outcome
from tests.journeys.office_kit import PASSWORD, STAFF


def _back_up(desk: Desk, say: Say, folder: Path) -> None:
    """Back up again and again, with work in between."""
    assert desk.backups is not None
    place = folder / "backups"
    place.mkdir(exist_ok=True)
    waiting = [each.id for each in desk.inbox.items() if each.state in (ItemState.READY, ItemState.LOOK)]
    for number in count():
        item = waiting[number % len(waiting)]
        desk.inbox.set_aside([item], "no form")
        desk.inbox.bring_back([item])
        made = desk.backups.make(folder=place)
        say("made", made.info.folder.name, made.facts.people)


def _backed_up(outcome: Outcome, desk: Desk, said: Sequence[Said], _at: float, folder: Path) -> None:
    assert desk.backups is not None
    place = folder / "backups"
    known = SO_FAR.setdefault("backup", [])
    known += said
    found = {each.folder.name: each for each in desk.backups.found(place)}
    for _kind, (name, _people) in known[-6:]:
        if name not in found:
            outcome.bad["backup: acknowledged, then lost"] += 1
        elif found[name].health is not Health.GOOD:
            outcome.bad["backup: acknowledged, not good"] += 1
            outcome.note(f"backup {found[name].health}")
    outcome.counts["backup: found good"] += sum(each.health is Health.GOOD for each in found.values())


class Rekey(Work):
    """New keys again and again; the desk is closed meanwhile."""

    def do(self, office: HarmedOffice, pipe: TextIO, folder: Path) -> None:
        say = Say(pipe)
        try:
            program = office.program()
            say("ready")
            while True:
                prepared = program.keys.prepare(office.folder, STAFF, PASSWORD)
                done = program.keys.run(prepared, step=lambda name: say("step", name))
                say("changed", done.generation)
        except Exception as error:  # noqa: BLE001 - whatever it was, the experiment must hear of it
            say("error", type(error).__name__)


def _nothing(*_arguments: Any) -> None:  # noqa: ANN401 - never called
    """`Rekey.do` works by itself."""


def _rekeyed(outcome: Outcome, desk: Desk, said: Sequence[Said], _at: float, _folder: Path) -> None:
    known = SO_FAR.setdefault("rekey", [])
    known += said
    acknowledged = max((message[0] for kind, message in known if kind == "changed"), default=1)
    generation = read_header(desk.session.folder).generation
    if generation < acknowledged:
        outcome.bad["rekey: acknowledged, then lost"] += 1
    if said and said[-1][0] == "step":
        outcome.counts[f"rekey: killed after {said[-1][1][0]}"] += 1
    with desk.inbox._place.reading() as records:
        if records.people.count() < 20 or not records.documents.ids():
            outcome.bad["rekey: people or documents are gone"] += 1


BACKUP = Work("backup", 1.2, _back_up, _backed_up)
REKEY = Rekey("rekey", 1.4, _nothing, _rekeyed)
