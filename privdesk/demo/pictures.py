# SPDX-License-Identifier: MIT
"""Pictures of every screen, light and dark, taken from the real window over the example records."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from privdesk.bootstrap.program import DeskProgram
from privdesk.demo.story import Told
from privdesk.domain.incoming import PageImage
from privdesk.services.office import office_of_place
from privdesk.ui.app import LastRecords, Window, make_application
from privdesk.ui.jobs import DeskJobs
from privdesk.ui.page_images import picture_of
from privdesk.ui.theme import keeper

SIZE = (1440, 900)
PATIENCE = 20_000
"""Milliseconds after which a screen that never settles fails the run."""
SETTLE = 120
STEP = 25


@dataclass(frozen=True, slots=True)
class Shot:
    """One screen: the place to open and what to do there before the picture is taken."""

    name: str
    place: str
    args: dict[str, object] = field(default_factory=dict)
    then: Callable[["Studio"], None] | None = None


class Studio:
    """A window nobody sees, with jobs that are waited for."""

    def __init__(self, vault: Path, scratch: Path) -> None:
        self.program = DeskProgram()
        self.jobs = DeskJobs()
        self.window = Window(self.program, self.jobs, vault, LastRecords(scratch / "window.ini"))
        self.main = self.window.main
        self.main.resize(*SIZE)
        self.main.show()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing runs and everything is painted."""
        for _each in range(2):
            QTest.qWait(SETTLE)
            if not _until(lambda: not self.jobs.running):
                raise TimeoutError("a screen did not settle")

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        QTest.keyClicks(self.main.focusWidget() or self.main, text)
        self.settle()

    def click(self, words: str) -> None:
        """Click the button that says `words`."""
        found = next(each for each in self.main.findChildren(QAbstractButton) if each.text() == words)
        found.click()
        self.settle()

    def sign_in(self, name: str, password: str) -> None:
        """Open the records as a person does: name, password, Enter."""
        boxes = {each.accessibleName(): each for each in self.main.findChildren(QLineEdit)}
        secret = next(each for each in boxes.values() if each.echoMode() is QLineEdit.EchoMode.Password)
        secret.setFocus()
        QTest.keyClicks(secret, password)
        QTest.keyClick(secret, Qt.Key.Key_Return)
        if not _until(lambda: self.main.frame is not None):
            raise TimeoutError(f"the desk did not open for {name}")
        self.settle()

    def open(self, place: str, **args: object) -> None:
        """Go to a place and wait for it."""
        assert self.main.frame is not None
        self.main.frame.open(place, **args)
        self.settle()

    def take(self, path: Path) -> None:
        """Save what stands in the window."""
        self.main.grab().save(str(path))

    def close(self) -> None:
        """Lock, and end everything."""
        self.main.lock()
        self.settle()
        self.main.close()
        self.jobs.close()
        self.program.close()


def _until(happened: Callable[[], bool]) -> bool:
    for _each in range(PATIENCE // STEP):
        if happened():
            return True
        QTest.qWait(STEP)
    return happened()


def take_pictures(vault: Path, staff: str, password: str, folder: Path, told: Told) -> int:
    """Picture every screen in both themes; returns how many."""
    make_application()
    count = 0
    with _studio(vault) as studio:
        count += _in_both(studio, folder / "unlock")
        studio.sign_in(staff, password)
        for shot in _shots(told):
            studio.open(shot.place, **shot.args)
            count += _in_both(studio, folder / shot.name, shot.then)
    return count + _new_records(folder, staff, password)


def _new_records(folder: Path, staff: str, password: str) -> int:
    """A desk without anything: first run, and Today's first steps."""
    with tempfile.TemporaryDirectory() as scratch:
        vault = Path(scratch) / "New.privdesk"
        program = DeskProgram()
        office = office_of_place("Lavarelle SA", "CH-VD")
        program.vaults.finish(
            program.vaults.prepare(
                vault, name="Lavarelle SA", staff_name=staff, password=password, office=office
            )
        )
        with _studio(vault) as studio:
            studio.sign_in(staff, password)
            count = _in_both(studio, folder / "empty")
        with _studio(vault) as studio:
            studio.click("New records")
            return count + _in_both(studio, folder / "first-run")


@contextmanager
def _studio(vault: Path) -> Iterator[Studio]:
    with tempfile.TemporaryDirectory() as scratch:
        studio = Studio(vault, Path(scratch))
        try:
            yield studio
        finally:
            studio.close()


def _in_both(studio: Studio, stem: Path, then: Callable[[Studio], None] | None = None) -> int:
    for name in ("light", "dark"):
        keeper().use("dark" if name == "dark" else "light")
        studio.settle()
        if then is not None:
            then(studio)
        studio.take(stem.with_name(f"{stem.name}-{name}.png"))
    keeper().use("light")
    studio.settle()
    return 2


def _shots(told: Told) -> list[Shot]:
    return [
        Shot("today", "today"),
        Shot("inbox", "inbox"),
        Shot("capture", "capture", {"item": told.waiting}),
        Shot("capture-scan", "capture", {"item": told.scanned}),
        Shot("people", "people", {"query": "keler"}),
        Shot("person", "person", {"person": told.caller, "purpose": "answer_call"}),
        Shot("call", "call", {"person": told.caller}),
        Shot("duplicates", "duplicates"),
        *_twins(told),
        Shot("requests", "requests"),
        Shot("case", "case", {"case": told.open_case.id}),
        *_rights(told),
        Shot("request-mail", "request_from_item", {"item": told.mailed}),
        Shot("report", "report", {"person": told.caller, "case": told.case.id}),
        Shot("figures", "figures"),
        Shot("retention", "retention"),
        Shot("agencies", "agencies"),
        Shot("catalogue", "catalogue"),
        Shot("record-of-processing", "processing_record"),
        Shot("imports", "imports"),
        Shot("staff", "staff"),
        Shot("audit", "audit"),
        Shot("settings", "settings"),
        Shot("palette", "today", {}, _open_palette),
    ]


def _rights(told: Told) -> list[Shot]:
    case = told.many_rights
    return [
        Shot("new-request", "new_request", {"person": case.person_id}),
        Shot("letter", "letter", {"case": case.id}),
        Shot("take-along", "portability", {"person": case.person_id, "case": case.id}),
        Shot("objection", "objection", {"case": case.id}),
        Shot("restriction", "restriction", {"person": case.person_id, "case": case.id}),
        Shot("recipients", "tellings", {"case": told.case.id}),
        Shot("erasure", "erasure", {"person": case.person_id, "case": case.id}),
    ]


def _twins(told: Told) -> list[Shot]:
    pair = told.twins
    if pair is None:
        return []
    return [Shot("compare-people", "compare_people", {"first": pair.first, "second": pair.second})]


def _open_palette(studio: Studio) -> None:
    assert studio.main.frame is not None
    studio.main.activateWindow()
    studio.main.frame.palette_box.open_with()
    studio.type("keller")


def save_page(page: PageImage, path: Path) -> None:
    """Save one rendered page as PNG."""
    picture: QImage = picture_of(page)
    picture.save(str(path))
