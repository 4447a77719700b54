# SPDX-License-Identifier: MIT
"""The kinds of work that are killed, and how to tell afterwards that nothing acknowledged is missing."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, TextIO

from privdesk.demo.story import entry_of
from privdesk.demo.tables import people_csv
from privdesk.domain.imports import ImportKind
from privdesk.domain.inbox import ItemId, ItemState
from privdesk.domain.people import PersonId
from privdesk.domain.submissions import SamePerson
from privdesk.services.capture_opening import draft_key
from privdesk.services.desk import Desk
from tests.faults.office import HarmedOffice
from tests.faults.outcome import Outcome

Said = tuple[str, Sequence[Any]]
ROWS = 300
FILES = 6


@dataclass(frozen=True)
class Work:
    """One kind of work: what the child does, how long it may last, and what must stand afterwards."""

    name: str
    span: float
    act: Callable[[Desk, "Say", Path], None]
    verify: Callable[[Outcome, Desk, Sequence[Said], float, Path], None]

    def do(self, office: HarmedOffice, pipe: TextIO, folder: Path) -> None:
        """In the child: open, say so, work until killed."""
        say = Say(pipe)
        try:
            with office.desk() as desk:
                say("ready")
                self.act(desk, say, folder)
        except Exception as error:  # noqa: BLE001 - whatever it was, the experiment must hear of it
            say(
                "error",
                f"{type(error).__name__} {error.__traceback__.tb_lineno if error.__traceback__ else ''}",
            )

    def begin(self) -> None:
        """Fresh records: nothing was said about them yet."""
        SO_FAR.pop(self.name, None)


class Say:
    """Tells the parent, at once, what was acknowledged."""

    def __init__(self, pipe: TextIO) -> None:
        self._pipe = pipe

    def __call__(self, *message: object) -> None:
        self._pipe.write(json.dumps(message) + "\n")
        self._pipe.flush()


SO_FAR: dict[str, list[Said]] = {}
"""What children said about records that live on, by the kind of work."""


def _enter(desk: Desk, say: Say, _folder: Path) -> None:
    """Type into each waiting form and save it."""
    for item in desk.inbox.items():
        if item.state not in (ItemState.READY, ItemState.LOOK):
            continue
        sheet = desk.capture.open(item.id)
        for count in range(1, 4):
            desk.capture.keep(item.id, {"values": {"last_name": "x" * count}}, f"last_name:{count}")
            say("kept", item.id, count)
        saved = desk.capture.save(entry_of(sheet, SamePerson.NEW))
        say("saved", item.id, saved.person_id)


def _entered(outcome: Outcome, desk: Desk, said: Sequence[Said], _at: float, _folder: Path) -> None:
    before = SO_FAR.setdefault("enter", [])
    before += [each for each in said if each[0] == "saved"]
    with desk.inbox._place.reading() as records:
        for item, person in (message for _kind, message in before):
            entered = records.inbox.get(ItemId(item)).state is ItemState.ENTERED
            forms = records.submissions.of_person(PersonId(person))
            if not entered or not any(form.entry.item_id == item for form in forms):
                outcome.bad["acknowledged, then lost"] += 1
        last = [message for kind, message in said if kind == "kept"][-1:]
        for item, count in last:
            if records.inbox.get(ItemId(item)).state is ItemState.ENTERED:
                continue  # saved; it was killed before it could say so
            draft = records.drafts.get(draft_key(ItemId(item)))
            if draft is None or len(json.loads(draft.body)["values"]["last_name"]) < count:
                outcome.bad["draft lost"] += 1


def _type(desk: Desk, say: Say, _folder: Path) -> None:
    """Type a key every 30 ms, kept by the very timer of the window."""
    from PySide6.QtCore import QCoreApplication, QTimer

    from privdesk.ui.jobs import DeskJobs
    from privdesk.ui.widgets.saver import Saver

    application = QCoreApplication([])
    jobs = DeskJobs(application)
    item = next(each.id for each in desk.inbox.items() if each.state in (ItemState.READY, ItemState.LOOK))
    typed = [0]

    def take() -> Callable[[], None]:
        length = typed[0]
        return lambda: desk.capture.keep(item, {"values": {"last_name": "x" * length}}, f"last_name:{length}")

    saver = Saver(application, jobs, take)

    def press() -> None:
        typed[0] += 1
        say("typed", item, typed[0], monotonic())
        saver.touch()

    timer = QTimer(application)
    timer.timeout.connect(press)
    timer.start(30)
    application.exec()


def _typed(outcome: Outcome, desk: Desk, said: Sequence[Said], at: float, _folder: Path) -> None:
    if not said:
        return
    item = ItemId(said[-1][1][0])
    with desk.inbox._place.reading() as records:
        draft = records.drafts.get(draft_key(item))
    kept = len(json.loads(draft.body)["values"]["last_name"]) if draft else 0
    mine = said[-1][1][1]
    lost = [message for _kind, message in said if message[1] > kept]
    age = at - lost[0][2] if lost and kept <= mine else 0.0
    outcome.worst("oldest key that was not kept (s)", max(0.0, age))
    outcome.counts["type: drafts looked at"] += 1
    if age > 1.0:
        outcome.bad["draft older than 1 s"] += 1


def tables(office: HarmedOffice, folder: Path) -> None:
    """Files to import, of people nobody has met; a user number that was invented twice comes once."""
    met = {person.user_number for person in office.people}
    for number in range(FILES):
        people = []
        for person in office.inventor.people(ROWS):
            if person.user_number not in met:
                met.add(person.user_number)
                people.append(person)
        (folder / f"people-{number}.csv").write_bytes(people_csv(people))
        numbers = [person.user_number for person in people]
        (folder / f"numbers-{number}.json").write_text(json.dumps(numbers))


def _import(desk: Desk, say: Say, folder: Path) -> None:
    """One file after the other; where a run was cut off it goes on."""

    class Told:
        def __init__(self, number: int) -> None:
            self._number = number

        def report(self, done: int, _total: int) -> None:
            say("batch", self._number, done)

        def raise_if_cancelled(self) -> None: ...

    for number in range(FILES):
        path = folder / f"people-{number}.csv"
        mapping = desk.imports.inspect(ImportKind.PEOPLE, path).mapping
        run = desk.imports.run(ImportKind.PEOPLE, path, mapping, Told(number))
        say("ended", number, run.counts.read)


def _imported(outcome: Outcome, desk: Desk, said: Sequence[Said], _at: float, folder: Path) -> None:
    before = SO_FAR.setdefault("import", [])
    before += said
    for number in range(FILES):
        acknowledged = max((m[1] for kind, m in before if kind == "batch" and m[0] == number), default=0)
        ended = any(kind == "ended" and m[0] == number for kind, m in before)
        sha256 = hashlib.sha256((folder / f"people-{number}.csv").read_bytes()).hexdigest()
        numbers = json.loads((folder / f"numbers-{number}.json").read_text())
        with desk.inbox._place.reading() as records:
            whole = records.imports.last_ended(ImportKind.PEOPLE, sha256)
            run = whole or records.imports.by_sha256(ImportKind.PEOPLE, sha256)
            held = records.contracts.by_user_numbers(numbers)
            rejects = records.imports.rejects(run.id) if run else ()
        taken = len(numbers) if whole else run.next_row if run else 0  # a later run tries the rejects alone
        if taken < acknowledged or (ended and whole is None):
            outcome.bad["acknowledged, then lost"] += 1
        left_out = {each.row for each in rejects}
        wanted = {each for row, each in enumerate(numbers, 1) if row <= taken and row not in left_out}
        if set(held) != wanted:
            outcome.bad["half a batch"] += 1
            outcome.note(f"import: {taken} rows taken, {len(held)} people, {len(wanted)} expected")


ENTER = Work("enter", 0.6, _enter, _entered)
TYPE = Work("type", 1.8, _type, _typed)
IMPORT = Work("import", 1.4, _import, _imported)
