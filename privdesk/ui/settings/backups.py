# SPDX-License-Identifier: MIT
"""Backups in the settings: where, when, how many; each one with its age and state; back up now."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from privdesk.domain.backups import BackupPlan, Health, KeepRule
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.backup_ports import FoundBackup, MadeBackup, MigrationCopy
from privdesk.services.backup_words import age_words, health_sentence, health_word, size_words, status_words
from privdesk.services.backups import Backups, BackupState
from privdesk.services.check_words import copies_mended_sentence
from privdesk.services.clock import OfficeClock
from privdesk.ui.errors import show_error
from privdesk.ui.settings.rows import SettingGroup, at_left
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.choice import Check, Combo
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row

if TYPE_CHECKING:
    from privdesk.services.progress import Progress

_HOURS = (1, 6, 12, 24, 168)
_WARN_DAYS = (1, 2, 3, 7, 14, 30)
_DAILY, _WEEKLY, _MONTHLY = (1, 3, 7, 14, 30), (0, 4, 5, 8, 13), (0, 3, 6, 12, 24)
_TONES = {Health.GOOD: "sure", Health.DOCUMENTS_MISSING: "look", Health.NEWER: "look"}
Read = tuple[BackupState, Sequence[FoundBackup], Sequence[tuple[MigrationCopy, bool]]]


class BackupsGroup(SettingGroup):
    """The section of the Settings page; it runs its own jobs through the page."""

    changed = Signal()
    """A backup was made, or the plan changed: the status bar is to be told."""

    def __init__(self, page: Page, backups: Backups, clock: OfficeClock) -> None:
        super().__init__(_("Backups"), _("copies on another disk, each opened and compared before it counts"))
        self._page, self._backups, self._clock = page, backups, clock
        self._plan = BackupPlan()
        self._found: Sequence[FoundBackup] = ()
        self._copies: Sequence[tuple[MigrationCopy, bool]] = ()
        self._quiet = False
        self._add_now()
        self._add_where()
        self._add_when()
        self._add_kept()
        self._add_list()

    # What it is made of

    def _add_now(self) -> None:
        self.now = PrimaryButton(_("Back up now"), "hard-drive")
        self.now.setObjectName("back_up_now")
        self.now.clicked.connect(self.back_up)
        self.state_row = self.add(_("Last good backup"), "", at_left(self.now))

    def _add_where(self) -> None:
        self.folder = Label("", wrap=True)
        self.choose = Button(_("Choose a folder"), "folder-open")
        self.choose.setObjectName("backup_folder")
        self.choose.clicked.connect(self.ask_folder)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.folder)
        column.addWidget(at_left(self.choose))
        self.add(
            _("Folder"),
            _("A USB disk or a network share. Take one disk out of the house from time to time."),
            holder,
        )

    def _add_when(self) -> None:
        self.every = _combo(_HOURS, _every_words)
        self.every.currentIndexChanged.connect(self._take)
        self.add(_("How often"), _("The desk does it by itself, while you work."), self.every, "backup_every")
        self.closing = Check(_("Also when the window is closed"))
        self.closing.setObjectName("backup_closing")
        self.closing.toggled.connect(self._take)
        self.add(
            _("At the end of the day"),
            _("Only if the last one is older than four hours."),
            at_left(self.closing),
        )
        self.warn = _combo(_WARN_DAYS, lambda n: ngettext("after {n} day", "after {n} days", n).format(n=n))
        self.warn.currentIndexChanged.connect(self._take)
        self.add(
            _("Warn everybody"),
            _("When the last good backup is older than this."),
            self.warn,
            "backup_warn",
        )

    def _add_kept(self) -> None:
        self.daily = _combo(_DAILY, lambda n: ngettext("{n} day", "{n} days", n).format(n=n))
        self.weekly = _combo(_WEEKLY, lambda n: ngettext("{n} week", "{n} weeks", n).format(n=n))
        self.monthly = _combo(_MONTHLY, lambda n: ngettext("{n} month", "{n} months", n).format(n=n))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for name, combo in (("daily", self.daily), ("weekly", self.weekly), ("monthly", self.monthly)):
            combo.setObjectName(f"backup_{name}")
            combo.currentIndexChanged.connect(self._take)
            row.addWidget(combo)
        self.daily.setAccessibleName(_("Daily backups kept"))
        self.weekly.setAccessibleName(_("Weekly backups kept"))
        self.monthly.setAccessibleName(_("Monthly backups kept"))
        self.add(
            _("Kept"),
            _("The newest of each day, week and month; of today all. The newest of all always stays."),
            holder,
        )

    def _add_list(self) -> None:
        self.list = RowList(
            _("Backups"),
            [
                Column(_("Made"), 170), Column(_("Age"), 110), Column(_("Size"), 90),
                Column(_("Documents"), 100), Column(_("State"), stretch=1),
            ],
            dense=True,
        )  # fmt: skip
        self.list.view.setObjectName("backups")
        self.list.opened.connect(self.check)
        self.list.chosen.connect(lambda _id: self._allow_acts())
        self.check_button = Button(_("Open it and compare"), "shield-check")
        self.check_button.setObjectName("check_backup")
        self.check_button.clicked.connect(lambda: self.check(self.list.current_id()))
        self.remove_button = Button(_("Remove the old copy"), "x")
        self.remove_button.setObjectName("remove_copy")
        self.remove_button.clicked.connect(self.remove_copy)
        self.hint = Label(
            _(
                "To bring a backup back, lock the desk and choose “Restore from a backup” on the unlock page. It always "
                "goes to a new folder, and people who were erased since stay erased."
            ),
            "caption",
            "muted",
            wrap=True,
        )
        acts = QWidget()
        row = QHBoxLayout(acts)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(8)
        row.addWidget(self.check_button)
        row.addWidget(self.remove_button)
        row.addStretch(1)
        for widget in (self.list, acts, self.hint):
            self.add_below(widget)

    # Reading

    def load(self) -> None:
        """Read plan, state and what lies in the folder."""
        self._page.run(lambda _p: self._read(), self._show, lane="read", latest="backups", quiet=True)

    def _read(self) -> Read:
        copies = [(each, self._backups.may_go(each)) for each in self._backups.migration_copies()]
        return self._backups.state(), self._backups.found(), copies

    def _show(self, read: Read) -> None:
        state, self._found, self._copies = read
        self._plan, self._quiet = state.plan, True
        self.folder.setText(str(state.plan.folder) if state.plan.folder else _("No folder is chosen yet."))
        self.folder.set_tone("normal" if state.plan.folder else "danger")
        _choose(self.every, state.plan.every_hours, _every_words)
        _choose(self.warn, state.plan.warn_days, str)
        _choose(self.daily, state.plan.keep.daily, str)
        _choose(self.weekly, state.plan.keep.weekly, str)
        _choose(self.monthly, state.plan.keep.monthly, str)
        self.closing.setChecked(state.plan.at_closing)
        self._quiet = False
        self.now.setEnabled(state.plan.folder is not None)
        self.state_row.sentence.setText(self._state_words(state))
        self.state_row.sentence.set_tone("danger" if state.shouts else "muted")
        self._show_rows()

    def _state_words(self, state: BackupState) -> str:
        words = status_words(state) + "."
        record = state.record
        if record.made_at is not None:
            words = f"{wording.moment_long(record.made_at, self._clock)}. {words}"
        if record.missing_documents:
            words += " " + ngettext(
                "{n} document is missing from the records themselves: check the records.",
                "{n} documents are missing from the records themselves: check the records.",
                record.missing_documents,
            ).format(n=record.missing_documents)
        return words

    def _show_rows(self) -> None:
        now = self._clock.now()
        rows = []
        for each in self._found:
            info = each.info
            tone = _TONES.get(each.health, "danger")
            state = Cell(health_word(each.health), tone=tone)  # type: ignore[arg-type]
            if info is None:
                rows.append(Row(each.name, (Cell(each.name), Cell(), Cell(), Cell(), state)))
                continue
            rows.append(
                Row(
                    each.name,
                    (
                        Cell(wording.moment_long(info.made_at, self._clock)),
                        Cell(age_words(now - info.made_at)), Cell(size_words(info.size)),
                        Cell(wording.number(info.documents), digits=True), state,
                    ),
                )
            )  # fmt: skip
        for copy, may_go in self._copies:
            words = (
                _("before an update; may be removed") if may_go else _("before an update; kept for 30 days")
            )
            made = wording.moment_long(copy.made_at, self._clock)
            cells = (
                Cell(made),
                Cell(age_words(now - copy.made_at)),
                Cell(size_words(copy.size)),
                Cell(),
                Cell(words),
            )
            rows.append(Row(f"copy:{copy.path.name}", cells))
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.list.fit_height()
        self._allow_acts()

    def _allow_acts(self) -> None:
        current = str(self.list.current_id() or "")
        copy = self._copy_at(current)
        self.check_button.setVisible(bool(self._found))
        self.check_button.setEnabled(bool(current) and copy is None)
        self.remove_button.setVisible(bool(self._copies))
        self.remove_button.setEnabled(copy is not None and copy[1])

    def _copy_at(self, row: str) -> tuple[MigrationCopy, bool] | None:
        return next((each for each in self._copies if f"copy:{each[0].path.name}" == row), None)

    # Acting

    def back_up(self) -> None:
        """Make one now; everything else goes on."""
        self.now.setEnabled(False)

        def failed(error: BaseException) -> None:
            show_error(self._page.banner, error, self.back_up)
            self._done()

        self._page.run(
            lambda progress: self._backups.make(progress), self._made, lane="read",
            words=_("Backing up…"), on_failed=failed,
        )  # fmt: skip

    def _made(self, made: MadeBackup) -> None:
        words = ngettext(
            "{n} new document. The copy was opened and compared.",
            "{n} new documents. The copy was opened and compared.",
            made.new_documents,
        )
        words = words.format(n=made.new_documents)
        if made.mended_ledgers:
            words += " " + copies_mended_sentence(made.mended_ledgers)
        self._page.banner.show_words("done", _("Backed up."), words)
        self._done()

    def _done(self) -> None:
        self.changed.emit()
        self.load()

    def check(self, row: object) -> None:
        """Open one backup for real and read every document of it."""
        name = str(row or "")
        if not name or self._copy_at(name) is not None:
            return

        def work(progress: "Progress") -> Health:
            return self._backups.check(name, progress)

        self._page.run(
            work, lambda health: self._checked(name, health), lane="read", words=_("Opening the backup…")
        )

    def _checked(self, name: str, health: Health) -> None:
        tone: Literal["done", "error"] = "done" if health is Health.GOOD else "error"
        self._page.banner.show_words(tone, name, health_sentence(health))
        self._found = [replace(each, health=health) if each.name == name else each for each in self._found]
        self._show_rows()

    def remove_copy(self) -> None:
        """Take a copy from before an update away."""
        copy = self._copy_at(str(self.list.current_id() or ""))
        if copy is not None and copy[1]:
            self._page.run(lambda _p: self._backups.remove_migration_copy(copy[0]), lambda _none: self.load())

    def ask_folder(self) -> None:
        """Choose where backups go."""
        dialog = QFileDialog(self, _("Where backups go"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.take_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_folder(self, name: str) -> None:
        """Use this folder from now on."""
        self._save(replace(self._plan, folder=Path(name)))

    def _take(self) -> None:
        if self._quiet:
            return
        keep = KeepRule(_number(self.daily), _number(self.weekly), _number(self.monthly))
        self._save(
            replace(
                self._plan, every_hours=_number(self.every), at_closing=self.closing.isChecked(), keep=keep,
                warn_days=_number(self.warn),
            )
        )  # fmt: skip

    def _save(self, plan: BackupPlan) -> None:
        self._plan = plan

        def saved(_plan: BackupPlan) -> None:
            self._page.set_status(_("Kept"))
            self._done()

        self._page.run(lambda _p: self._backups.save_plan(plan), saved, quiet=True)


def _every_words(hours: int) -> str:
    named = {1: _("every hour"), 24: _("every day"), 168: _("every week")}
    return named.get(hours) or _("every {n} hours").format(n=hours)


def _combo(values: Sequence[int], words: object) -> Combo:
    combo = Combo()
    for value in values:
        combo.addItem(words(value) if callable(words) else str(value), value)
    return combo


def _choose(combo: Combo, value: int, words: object) -> None:
    """Show a value; one that is not offered is added."""
    at = combo.findData(value)
    if at < 0:
        combo.addItem(words(value) if callable(words) else str(value), value)
        at = combo.count() - 1
    combo.setCurrentIndex(at)


def _number(combo: Combo) -> int:
    return int(combo.currentData() or 0)
