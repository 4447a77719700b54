# SPDX-License-Identifier: MIT
"""What was copied from the desk is cleared after a while and on locking – while it is still ours."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication

import privdesk
from privdesk.ui.clipboard import ClipboardKeeper

Mode = QClipboard.Mode
BOTH = (Mode.Clipboard, Mode.Selection)


class FakeClipboard(QObject):
    """Knows for each mode whether we put the text there."""

    changed = Signal(QClipboard.Mode)

    def __init__(self, *, selection: bool = True) -> None:
        super().__init__()
        self.texts: dict[QClipboard.Mode, str] = {}
        self.ours: set[QClipboard.Mode] = set()
        self._selection = selection

    def put(self, text: str, mode: QClipboard.Mode, *, ours: bool) -> None:
        self.texts[mode] = text
        self.ours = self.ours | {mode} if ours else self.ours - {mode}
        self.changed.emit(mode)

    def ownsClipboard(self) -> bool:  # noqa: N802 -- the name Qt gives it
        return Mode.Clipboard in self.ours

    def ownsSelection(self) -> bool:  # noqa: N802 -- the name Qt gives it
        return Mode.Selection in self.ours

    def supportsSelection(self) -> bool:  # noqa: N802 -- the name Qt gives it
        return self._selection

    def clear(self, mode: QClipboard.Mode = Mode.Clipboard) -> None:
        self.texts.pop(mode, None)
        self.ours -= {mode}


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> QApplication:
    """Timers need one."""
    return qapp


@pytest.fixture
def clipboard() -> FakeClipboard:
    return FakeClipboard()


@pytest.fixture
def keeper(clipboard: FakeClipboard) -> ClipboardKeeper:
    return ClipboardKeeper(None, clipboard)


def waits(keeper: ClipboardKeeper) -> list[QTimer]:
    return [each for each in keeper.findChildren(QTimer) if each.isActive()]


@pytest.mark.parametrize("mode", BOTH)
def test_what_was_copied_goes_when_its_time_is_up(
    clipboard: FakeClipboard, keeper: ClipboardKeeper, mode: QClipboard.Mode
) -> None:
    clipboard.put("Rue de Bourg 14", mode, ours=True)
    (wait,) = waits(keeper)
    assert (wait.interval(), wait.isSingleShot()) == (90_000, True)
    wait.timeout.emit()
    assert clipboard.texts == {}


def test_everything_that_is_ours_goes_on_locking(clipboard: FakeClipboard, keeper: ClipboardKeeper) -> None:
    for mode in BOTH:
        clipboard.put("Rue de Bourg 14", mode, ours=True)
    keeper.clear()
    assert clipboard.texts == {}
    assert waits(keeper) == []


@pytest.mark.parametrize("mode", BOTH)
def test_what_another_program_put_there_stays(
    clipboard: FakeClipboard, keeper: ClipboardKeeper, mode: QClipboard.Mode
) -> None:
    clipboard.put("Rue de Bourg 14", mode, ours=True)
    clipboard.put("from elsewhere", mode, ours=False)
    assert waits(keeper) == []
    keeper.clear()
    assert clipboard.texts == {mode: "from elsewhere"}


def test_what_another_program_put_there_unnoticed_stays(
    clipboard: FakeClipboard, keeper: ClipboardKeeper
) -> None:
    clipboard.put("Rue de Bourg 14", Mode.Clipboard, ours=True)
    clipboard.texts[Mode.Clipboard], clipboard.ours = "from elsewhere", set()
    waits(keeper)[0].timeout.emit()
    assert clipboard.texts == {Mode.Clipboard: "from elsewhere"}


def test_where_there_is_no_selection_none_is_asked_for() -> None:
    plain = FakeClipboard(selection=False)
    keeper = ClipboardKeeper(None, plain)
    plain.put("Rue de Bourg 14", Mode.Clipboard, ours=True)
    keeper.clear()
    assert plain.texts == {}


def test_nothing_else_touches_the_clipboard() -> None:
    sources = Path(privdesk.__file__).parent.rglob("*.py")
    touching = [
        path.name for path in sources if re.search(r"\bclipboard\(\)", path.read_text(encoding="utf-8"))
    ]
    assert touching == ["clipboard.py"]
