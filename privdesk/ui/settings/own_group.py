# SPDX-License-Identifier: MIT
"""What each member of staff chooses: language, theme, text size, lock, watched folder, password."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from privdesk.i18n import LANGUAGES, _, ngettext
from privdesk.services.names import language_name
from privdesk.services.preferences import Preferences
from privdesk.ui.settings.rows import SettingGroup, at_left
from privdesk.ui.theme import tokens
from privdesk.ui.widgets.button import Button, LinkButton
from privdesk.ui.widgets.choice import Combo
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.tabs import Segment

LOCK_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120)


class OwnGroup(SettingGroup):
    """Each choice is kept at once: `chosen` carries the new preferences."""

    chosen = Signal(object)
    password_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Yours"), _("on this desk, kept at once"))
        self._held = Preferences()
        self._quiet = False
        self.language = _combo(
            [("", _("as the office")), *((code, language_name(code)) for code in LANGUAGES)]
        )
        self.language.currentIndexChanged.connect(lambda _at: self._take(language=_data(self.language)))
        self.add(
            _("Language of the desk"),
            _("Letters follow the person, whatever you choose."),
            self.language,
            "language",
        )
        self.theme = Segment(
            _("Theme"), [("system", _("System")), ("light", _("Light")), ("dark", _("Dark"))]
        )
        self.theme.chosen.connect(lambda key: self._take(theme=key))
        self.add(_("Theme"), _("System follows the computer by day and night."), at_left(self.theme))
        self.theme.setObjectName("theme")
        factors: Sequence[float] = tokens()["font"]["factor"]
        sizes = [(str(round(factor * 100)), f"{round(factor * 100)}\u202f%") for factor in factors]
        self.text_size = Segment(_("Text size"), sizes)
        self.text_size.chosen.connect(lambda key: self._take(text_percent=int(key)))
        self.add(_("Text size"), _("Ctrl++ and Ctrl+- change it for now."), at_left(self.text_size))
        self.text_size.setObjectName("text_size")
        self.lock = _combo([
            (str(minutes), ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes))
            for minutes in LOCK_MINUTES
        ])  # fmt: skip
        self.lock.currentIndexChanged.connect(
            lambda _at: self._take(lock_minutes=int(_data(self.lock) or 10))
        )
        self.add(_("Lock after"), _("Without a key or click the desk locks itself."), self.lock, "lock")

    def add_password(self) -> None:
        """Offer to change the password; only where one signed in."""
        button = Button(_("Change the password"), "key-round")
        button.clicked.connect(self.password_asked)
        self.add(_("Password"), _("Only you know it. The recovery sheet stays valid."), at_left(button))
        button.setObjectName("password")

    def show_preferences(self, held: Preferences) -> None:
        """Show what is kept."""
        self._quiet, self._held = True, held
        self.language.setCurrentIndex(max(0, self.language.findData(held.language)))
        self.theme.choose(held.theme)
        self.text_size.choose(str(held.text_percent))
        if self.lock.findData(str(held.lock_minutes)) < 0:
            words = ngettext("{n} minute", "{n} minutes", held.lock_minutes).format(n=held.lock_minutes)
            self.lock.addItem(words, str(held.lock_minutes))
        self.lock.setCurrentIndex(self.lock.findData(str(held.lock_minutes)))
        self._quiet = False

    def _take(self, **change: object) -> None:
        if self._quiet:
            return
        wanted = replace(self._held, **change)  # type: ignore[arg-type]
        if wanted != self._held:
            self._held = wanted
            self.chosen.emit(wanted)


class WatchedGroup(SettingGroup):
    """The folder whose files come in by themselves, and what becomes of them; `chosen` as above."""

    chosen = Signal(object)
    folder_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Watched folder"), _("where the scanner puts its files"))
        self._held = Preferences()
        self._quiet = False
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.folder = Label("", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(12)
        choose = Button(_("Choose a folder"), "folder-open")
        choose.clicked.connect(self.folder_asked)
        choose.setObjectName("folder")
        self.stop = LinkButton(_("Watch none"))
        self.stop.clicked.connect(lambda: self.take_folder(""))
        row.addWidget(choose)
        row.addWidget(self.stop)
        row.addStretch(1)
        column.addWidget(self.folder)
        column.addLayout(row)
        self.add(
            _("Folder"),
            _("A file is taken in once it no longer changes, sealed, and read back before it goes."),
            holder,
        )
        self.after = Segment(_("Afterwards"), [("done", _("Move to Done")), ("delete", _("Delete"))])
        self.after.setObjectName("after")
        self.after.chosen.connect(self._take_after)
        self.add(
            _("Afterwards"), _("Files in Done stay there in plain; deleting leaves only the sealed original."),
            at_left(self.after),
        )  # fmt: skip

    def show_preferences(self, held: Preferences) -> None:
        """Show what is kept."""
        self._quiet, self._held = True, held
        self.folder.setText(held.watched_folder or _("No folder is watched."))
        self.stop.setVisible(bool(held.watched_folder))
        self.after.choose(held.watched_after)
        self._quiet = False

    def take_folder(self, folder: str) -> None:
        """Watch this folder from now on; an empty text watches none."""
        wanted = replace(self._held, watched_folder=folder)
        self.show_preferences(wanted)
        self.chosen.emit(wanted)

    def _take_after(self, key: str) -> None:
        if not self._quiet:
            self._held = replace(self._held, watched_after=key)
            self.chosen.emit(self._held)


def _combo(options: Sequence[tuple[str, str]]) -> Combo:
    combo = Combo()
    for key, words in options:
        combo.addItem(words, key)
    return combo


def _data(combo: Combo) -> str:
    return str(combo.currentData() or "")
