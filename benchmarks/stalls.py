# SPDX-License-Identifier: MIT
"""How long the window stands still while the desk works: the real window, the real records, without a screen."""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from benchmarks.heart import Heart, Step
from benchmarks.measures import Measure, share
from benchmarks.records import PASSWORD, PEOPLE, copied, inventor, people, stream_file
from benchmarks.saving import registrations
from privdesk.bootstrap.program import DeskProgram
from privdesk.demo.tables import people_csv
from privdesk.domain.audit import Purpose
from privdesk.domain.imports import ImportKind
from privdesk.domain.inbox import ItemId, ItemState
from privdesk.domain.people import PersonId
from privdesk.services.desk import Desk
from privdesk.services.progress import Progress
from privdesk.services.vaults import OpenVault
from privdesk.ui.app import LastRecords, Window, make_application
from privdesk.ui.frame import DeskFrame
from privdesk.ui.jobs import DeskJobs

GOAL_MS = 50.0
IDLE_SECONDS = 2.0
SWITCH_SECONDS = 0.0005
FORMS = 3
ROWS = 40_000
NEW_PEOPLE = 300
PAGES = 40
PAGE_SECONDS = 0.3
IDLE = "idle"


class WatchedProgram(DeskProgram):
    """The program; keeps the desk that the window opens, so that imports can be begun beside it."""

    desk: Desk

    def build_desk(self, opened: OpenVault) -> Desk:
        self.desk = super().build_desk(opened)
        return self.desk


def measure() -> Iterator[Measure]:
    """The greatest gap of all steps but the idle one."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    application = make_application()
    try:
        with copied() as vault:
            gaps = _Walk(application, vault).gaps()
    finally:
        sys.setswitchinterval(before)
    work = {name: values for name, values in gaps.items() if name not in {IDLE, "start"}}
    yield Measure(
        "stall", "Longest stall of the window during all of these", max(map(max, work.values())) * 1000, "ms", GOAL_MS,
        detail={
            **{f"{name} ms": round(max(values) * 1000, 1) for name, values in gaps.items() if name != "start"},
            "99 % of all beats ms": round(share([gap for values in work.values() for gap in values], 0.99) * 1000, 1),
        },
    )  # fmt: skip


class _Walk:
    """One walk through the desk."""

    def __init__(self, application: QApplication, vault: Path) -> None:
        self._application, self._folder = application, vault.parent
        self._program, self._jobs = WatchedProgram(), DeskJobs()
        self._window = Window(self._program, self._jobs, vault, LastRecords(vault.parent / "window.ini"))
        self._main = self._window.main
        self._importing = False
        self._people: list[PersonId] = []
        self._files: list[tuple[str, bytes]] = []
        self._form = ItemId(0)

    def gaps(self) -> dict[str, list[float]]:
        """Every gap by step."""
        usages = stream_file(self._folder, "usages", ROWS)
        strangers = self._folder / "people.csv"
        strangers.write_bytes(people_csv(list(inventor().people(PEOPLE + NEW_PEOPLE))[PEOPLE:]))
        self._main.show()
        heart = Heart(self._application, self._steps(usages, strangers))
        try:
            heart.run()
        finally:
            self._main.lock()
            self._jobs.close()
            self._program.close()
        return heart.gaps

    def _steps(self, usages: Path, strangers: Path) -> Iterator[Step]:
        yield "start", lambda: None, self._rests
        until = perf_counter() + IDLE_SECONDS
        yield IDLE, lambda: None, lambda: perf_counter() > until
        yield "unlock", self._sign_in, lambda: self._main.frame is not None and self._rests()
        yield "start", self._prepare, self._rests
        yield "inbox with new forms", self._add_forms, self._rests
        yield "start", self._look_for_form, self._rests
        yield "open a form", lambda: self._frame.open("capture", item=self._form), self._rests
        for _each in range(FORMS):
            yield "save it and open the next", self._save_form, self._rests
        yield "person page", lambda: self._open_person(self._people[0]), self._rests
        yield "report", lambda: self._frame.open("report", person=self._people[0]), self._rests
        yield "activity import", lambda: self._bring_in(ImportKind.USAGES, usages), self._rests
        yield "people import", lambda: self._bring_in(ImportKind.PEOPLE, strangers), self._rests
        again = usages.with_name("again.csv")
        again.write_text(usages.read_text(encoding="utf-8").replace(";washer;", ";dryer;"), encoding="utf-8")
        yield "start", lambda: self._bring_in(ImportKind.USAGES, again), lambda: True
        for person in self._people:
            if self._importing:
                yield "person page beside an import", partial(self._open_person, person), self._shown()
        yield "start", lambda: None, self._rests
        yield "lock", self._main.lock, self._rests

    def _prepare(self) -> None:
        """What the walk itself needs to know; not measured."""
        desk = self._program.desk
        self._files = registrations(desk, FORMS + 1)
        numbers = [each.user_number for each in people()[: PAGES * 5 : 5]]
        self._people = [hit.id for number in numbers for hit in desk.people.search(number, 1)]

    def _look_for_form(self) -> None:
        waiting = self._program.desk.inbox.items()
        self._form = next(each.id for each in waiting if each.state in (ItemState.READY, ItemState.LOOK))

    @property
    def _frame(self) -> DeskFrame:
        frame = self._main.frame
        assert frame is not None
        return frame

    def _rests(self) -> bool:
        return not self._jobs.running

    def _shown(self) -> Callable[[], bool]:
        """Long enough for a page to be read and painted."""
        until = perf_counter() + PAGE_SECONDS
        return lambda: perf_counter() > until

    def _sign_in(self) -> None:
        fields = self._main.findChildren(QLineEdit)
        (secret,) = [
            each for each in fields if each.echoMode() is QLineEdit.EchoMode.Password and each.isVisible()
        ]
        secret.setText(PASSWORD)
        QTest.keyClick(secret, Qt.Key.Key_Return)

    def _add_forms(self) -> None:
        inbox = self._program.desk.inbox

        def work(progress: Progress) -> None:
            for name, data in self._files:
                inbox.add_bytes(name, data)
            inbox.read_waiting(progress)

        self._start(work)
        self._frame.open("inbox")

    def _save_form(self) -> None:
        QTest.keyClick(
            QApplication.focusWidget() or self._main, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )

    def _open_person(self, person: PersonId) -> None:
        self._frame.open("person", person=person, purpose=Purpose.ANSWER_CALL.value)

    def _bring_in(self, kind: ImportKind, path: Path) -> None:
        self._importing = True
        imports = self._program.desk.imports

        def work(progress: Progress) -> None:
            imports.run(kind, path, imports.inspect(kind, path).mapping, progress)

        self._start(work)

    def _start(self, work: Callable[[Progress], None]) -> None:
        def done(_nothing: None) -> None:
            self._importing = False

        self._jobs.start(self._main, work, on_done=done, on_failed=_raise, on_progress=self._repaint)

    def _repaint(self, _done: int, _total: int) -> None:
        """A page that shows progress paints itself anew."""
        self._frame.update()


def _raise(error: BaseException) -> None:
    raise error
