# SPDX-License-Identifier: MIT
"""How the records were found is said on the first page; old pages that turn up while people work lock the desk."""

from types import SimpleNamespace
from typing import cast

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from privdesk.domain.vault import SignInNote
from privdesk.services.sign_in_words import note_words
from privdesk.ui.found import PAGES, FoundWatch
from privdesk.ui.main_window import MainWindow
from privdesk.ui.widgets.banner import Banner


class Main(QObject):
    """As much of the window as is asked for."""

    opened = Signal()
    locked = Signal()

    def __init__(self, banner: Banner) -> None:
        super().__init__()
        self.frame = SimpleNamespace(page=SimpleNamespace(banner=banner))
        self.locked_for: list[str] = []

    def lock_for(self, wanted: str) -> None:
        self.locked_for.append(wanted)


def test_every_note_has_words_and_is_said_once(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    main = Main(banner)
    watch = FoundWatch(cast("MainWindow", main))
    watch.begin(SimpleNamespace(pages_wrong=False), tuple(SignInNote))
    main.opened.emit()
    for note in SignInNote:
        title, words = note_words(note)
        assert title in banner.accessibleName()
        assert words in banner.accessibleName()
    banner.clear()
    main.opened.emit()
    assert banner.isHidden()


def test_wrong_pages_lock_the_desk_and_begin_with_the_page_that_says_so(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    main = Main(banner)
    records = SimpleNamespace(pages_wrong=False)
    watch = FoundWatch(cast("MainWindow", main))
    watch.begin(records, ())
    watch.look()
    assert main.locked_for == []
    records.pages_wrong = True
    watch.look()
    watch.look()
    assert main.locked_for == [PAGES]
