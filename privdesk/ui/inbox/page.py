# SPDX-License-Identifier: MIT
"""The Inbox: everything that arrived, what it is, and whether it is ready to enter."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget
from typing_extensions import override

from privdesk.domain.inbox import ItemId, ItemState
from privdesk.domain.people import Channel
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.inbox_view import Added, InboxFilter
from privdesk.services.progress import Progress
from privdesk.ui.errors import show_error
from privdesk.ui.inbox.adding import FILE_FILTER, AddingStrip, added_words, needs_asking
from privdesk.ui.inbox.empty import EmptyInbox, filter_words
from privdesk.ui.inbox.listing import NEW, Listing, Peek, columns, list_items, peek_at, shown_row
from privdesk.ui.inbox.rows import InboxRow
from privdesk.ui.inbox.side import PREVIEW_WIDTH, ItemSide
from privdesk.ui.inbox.watching import FolderWatch, Sweep
from privdesk.ui.jobs import Job, Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Row, Section
from privdesk.ui.widgets.tabs import FilterTabs

SET_ASIDE = "set_aside"
NOT_A_FORM = "not_a_form"


class InboxPage(Page):
    """Lists the items that wait; Enter opens the next thing to do with the current one."""

    def __init__(self, desk: Desk, jobs: Jobs, navigator: Navigator, watch: FolderWatch) -> None:
        super().__init__(_("Inbox"), jobs)
        self._desk = desk
        self._navigator = navigator
        self._watch = watch
        self._which = InboxFilter.ALL
        self._rows: dict[object, InboxRow] = {}
        self._known: set[object] | None = None
        self._peeked: tuple[ItemId, int] | None = None
        self._undo: list[ItemId] = []
        self._redo: list[ItemId] = []
        self._first = True
        self._adding: Job | None = None
        self._poll = QTimer(self)
        self._poll.setInterval(700)
        self._poll.timeout.connect(self._show_progress)
        self._counts: Mapping[InboxFilter, int] = {}
        self._make()
        self._connect()

    @override
    def load(self) -> None:
        self._watch.begin()
        if self._watch.last is None:
            self._watch.sweep()
        self._show_watching(self._watch.last)
        self._read(quiet=False)

    def reload(self) -> None:
        """Read again without moving anything."""
        self._read(quiet=True)

    @override
    def take_files(self, paths: Sequence[Path]) -> None:
        self.add_paths(paths)

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Files or folders were chosen or dropped: ask what they do not say, or take them in at once."""
        if not paths:
            return
        if needs_asking(paths):
            self.strip.ask(paths)
        else:
            self._add(paths, None, None)

    def _make(self) -> None:
        self.add_button = Button(_("Add files"), "folder-input", "Ctrl+O")
        self.enter_button = PrimaryButton(_("Enter selected"), "scan-text", "Enter")
        self.head.add_act(self.add_button)
        self.head.add_act(self.enter_button)
        self.tabs = FilterTabs(_("Filters"), [(key, words, None) for key, words in filter_words()])
        self.strip = AddingStrip(self._desk.clock.today)
        self.list = RowList(_("Items that wait"), columns(), multiple=True)
        self.list.view.setObjectName("inbox_items")
        self.empty = EmptyInbox()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        self.side = ItemSide()
        self.content.addWidget(self.strip)
        self.content.addWidget(self.tabs)
        self.content.addWidget(self._stack, 1)
        self.set_side(self.side)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self._choose_files)
        self.empty.add_button.clicked.connect(self._choose_files)
        self.enter_button.clicked.connect(self._open_current)
        self.tabs.chosen.connect(lambda key: self._filter(InboxFilter(key)))
        self.list.opened.connect(self._open)
        self.list.chosen.connect(self._peek)
        self.list.peeked.connect(self._space)
        self.list.digit_pressed.connect(lambda _id, digit: self.tabs.choose_number(digit))
        self.list.delete_pressed.connect(lambda: self._set_aside(SET_ASIDE))
        self.side.set_aside_asked.connect(lambda: self._set_aside(SET_ASIDE))
        self.side.not_a_form_asked.connect(lambda: self._set_aside(NOT_A_FORM))
        self.side.enter_asked.connect(self._enter_by_hand)
        self.side.original_asked.connect(self._choose_target)
        self.strip.add_asked.connect(self._add)
        self.strip.turned.connect(lambda asks: self.enter_button.setHidden(asks))
        self._watch.arrived.connect(self._arrived)
        self._watch.swept.connect(self._show_watching)
        for keys, act in (
            ("Ctrl+Return", self._open_current),
            ("Ctrl+Z", self._bring_back),
            ("Ctrl+Shift+Z", self._set_aside_again),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _read(self, *, quiet: bool) -> None:
        which = self._which
        self.run(
            lambda _progress: list_items(self._desk, which),
            self._show,
            lane="read",
            latest="list",
            quiet=quiet,
        )

    def _show(self, listing: Listing) -> None:
        self._counts = listing.counts
        counted = [(key, words, listing.counts.get(InboxFilter(key), 0)) for key, words in filter_words()]
        self.tabs.set_filters(counted, listing.which.value)
        self._rows = {row.id: row for row in listing.rows}
        if self._known is None or not self.list.rows():
            self._known = set(self._rows)
        rows, fresh = self._in_order(listing.rows)
        words = ngettext("{count} new", "{count} new", fresh).format(count=fresh)
        self.list.set_rows(rows, {NEW: Section(words, style="month")})
        self._stack.setCurrentWidget(self.list if rows else self.empty)
        self.empty.show_state(self._which, self._watch.last)
        self._say_how_many()
        self.settle_place()
        self._choose_one()

    def _in_order(self, rows: Sequence[InboxRow]) -> tuple[list[Row], int]:
        """What was there stays above; what arrived since stands below the line of new ones."""
        known = self._known or set()
        fresh = [row for row in rows if row.id not in known]
        old = [row for row in rows if row.id in known]
        shown = [shown_row(row, "") for row in old] + [shown_row(row, NEW) for row in fresh]
        return shown, len(fresh)

    def _choose_one(self) -> None:
        """The first row is chosen once there is one; later nothing moves the selection."""
        if self.list.rows() and self.list.current_id() is None:
            self.list.choose_first()
        elif not self.list.rows():
            self._peeked = None
            self.side.show_nothing()
        else:
            self._peek(self.list.current_id())
        if self._first:
            self._first = False
            if self.strip.isHidden():
                (self.list if self.list.rows() else self.empty.add_button).setFocus()
        current = self._current()
        self.enter_button.setEnabled(current is not None)

    def _say_how_many(self) -> None:
        count = self._counts.get(InboxFilter.ALL, 0)
        if not count or not self._rows:
            self.set_title(_("Inbox"))
            return
        oldest = min(self._rows.values(), key=lambda row: row.item.arrived_at)
        clock = self._desk.clock
        day = wording.date_short(clock.day_of(oldest.item.arrived_at), clock.today())
        time = wording.clock_time(oldest.item.arrived_at, clock)
        words = ngettext(
            "{count} item, from {day} {time}", "{count} items, the oldest from {day} {time}", count
        )
        self.set_title(_("Inbox"), words.format(count=count, day=day, time=time))

    def _filter(self, which: InboxFilter) -> None:
        self._which = which
        self._known = None
        self._read(quiet=False)

    def _arrived(self) -> None:
        self._read(quiet=True)
        self._navigator.refresh_counts()

    def _current(self) -> InboxRow | None:
        return self._rows.get(self.list.current_id())

    def _peek(self, row_id: object) -> None:
        row = self._rows.get(row_id)
        if row is None:
            self.side.show_nothing()
            return
        words = _("Open request") if row.item.state is ItemState.REQUEST else _("Enter selected")
        self.enter_button.setText(words)
        self.enter_button.set_icon("shield-plus" if row.item.state is ItemState.REQUEST else "scan-text")
        self.enter_button.setEnabled(row.item.state is not ItemState.READING)
        page = self._peeked[1] if self._peeked is not None and self._peeked[0] == row.id else 0
        self._peek_page(row, page)

    def _peek_page(self, row: InboxRow, page: int) -> None:
        self._peeked = (row.id, page)
        self.run(
            lambda _progress: peek_at(self._desk, row, page, PREVIEW_WIDTH),
            self._show_peek, lane="read", latest="peek", quiet=True,
        )  # fmt: skip

    def _show_peek(self, peek: Peek) -> None:
        if self._peeked == (peek.row.id, peek.page):
            self.side.show_peek(peek)

    def _space(self, row_id: object) -> None:
        """Peek: open the folded panel, or turn to the next page of the item."""
        if self.side_is_folded:
            self.toggle_side()
            self.list.setFocus()
            return
        row = self._rows.get(row_id)
        if row is not None and row.item.pages > 1:
            page = self._peeked[1] if self._peeked is not None else 0
            self._peek_page(row, (page + 1) % row.item.pages)

    def _open_current(self) -> None:
        row = self._current()
        if row is not None:
            self._open(row.id)

    def _open(self, row_id: object) -> None:
        row = self._rows.get(row_id)
        if row is None or row.item.state is ItemState.READING:
            return
        place = "request_from_item" if row.item.state is ItemState.REQUEST else "capture"
        self._navigator.open(place, item=row.id)

    def _enter_by_hand(self) -> None:
        row = self._current()
        if row is not None:
            self._navigator.open("capture", item=row.id)

    def _set_aside(self, reason: str) -> None:
        ids = [ItemId(each) for each in self.list.selected_ids() if isinstance(each, int)]
        row = self._current()
        ids = ids or ([row.id] if row is not None else [])
        if ids:
            self.run(lambda _progress: self._desk.inbox.set_aside(ids, reason), lambda _none: self._gone(ids))

    def _gone(self, ids: Sequence[ItemId]) -> None:
        self._undo, self._redo = list(ids), []
        self._choose_after(ids)
        words = ngettext("{count} item is set aside.", "{count} items are set aside.", len(ids))
        undo = _("Bring back (Ctrl+Z)")
        self.banner.show_words("done", words.format(count=len(ids)), "", undo, self._bring_back)
        self._read(quiet=True)
        self._navigator.refresh_counts()

    def _choose_after(self, ids: Sequence[ItemId]) -> None:
        """The row after the ones that go, else the one before, so that the caret stays near."""
        order = [row.id for row in self.list.rows()]
        last = max((order.index(each) for each in ids if each in order), default=-1)
        staying = [each for each in order[last + 1 :] if each not in ids]
        staying = staying or [each for each in order[: last + 1] if each not in ids][-1:]
        self.list.choose(staying[0] if staying else None)

    def _bring_back(self) -> None:
        ids, self._undo = self._undo, []
        if not ids:
            return
        self._redo = list(ids)
        self.banner.clear()
        if self._known is not None:
            self._known |= set(ids)
        self.run(lambda _progress: self._desk.inbox.bring_back(ids), lambda _none: self._back(ids))

    def _back(self, ids: Sequence[ItemId]) -> None:
        self._arrived()
        QTimer.singleShot(0, self, lambda: self.list.choose(ids[0]) if ids[0] in self._rows else None)

    def _set_aside_again(self) -> None:
        ids, self._redo = self._redo, []
        if ids:
            self.run(
                lambda _progress: self._desk.inbox.set_aside(ids, SET_ASIDE), lambda _none: self._gone(ids)
            )

    def _choose_files(self) -> None:
        dialog = QFileDialog(self, _("Add files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(
            [_("Forms, scans and mails ({kinds})").format(kinds=FILE_FILTER), _("All files (*)")]
        )
        dialog.filesSelected.connect(lambda names: self.add_paths([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _add(self, paths: Sequence[Path], channel: Channel | None, received_on: date | None) -> None:
        def work(progress: Progress) -> Added:
            return self._desk.inbox.add_files(
                paths, channel=channel, received_on=received_on, progress=progress
            )

        self.list.setFocus()
        self._poll.start()
        words = _("Taking in and reading…")
        self._adding = self.run(work, self._added, words=words, on_failed=self._adding_failed)

    def _show_progress(self) -> None:
        """While files are read, their rows appear and change one by one."""
        if self._adding is not None and self._adding.cancelled:
            self._poll.stop()
        self._read(quiet=True)

    def _adding_failed(self, error: BaseException) -> None:
        self._poll.stop()
        show_error(self.banner, error)
        self._arrived()

    def _added(self, added: Added) -> None:
        self._poll.stop()
        words = added_words(added)
        if words:
            self.banner.show_words("notice", _("Not every file is new in the list."), words)
        self._arrived()

    def _choose_target(self) -> None:
        row = self._current()
        if row is None:
            return
        dialog = QFileDialog(self, _("Save the original"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(Path(row.item.name).name)
        dialog.fileSelected.connect(lambda name: self.save_original(row.id, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_original(self, item_id: ItemId, target: Path) -> None:
        """Write the file as it came to `target`; the service records it before it hands the bytes over."""

        def work(_progress: Progress) -> None:
            _name, data = self._desk.inbox.original(item_id)
            target.write_bytes(data)

        def done(_none: None) -> None:
            self.banner.show_words(
                "done", _("The original is saved as {name}.").format(name=wording.quoted(target.name))
            )

        self.run(work, done)

    def _show_watching(self, sweep: Sweep | None) -> None:
        if sweep is None or not sweep.folder:
            self.set_status(_("Files may be dropped anywhere"), "folder-open")
            return
        folder = wording.quoted(Path(sweep.folder).name)
        if sweep.missing:
            self.set_status(
                _("The watched folder {folder} is not there").format(folder=folder), "triangle-alert"
            )
            return
        words = _("Watching {folder}; files may also be dropped anywhere").format(folder=folder)
        self.set_status(words, "folder-open")
        failed = Added(failed=sweep.added.failed)
        if failed.failed:
            self.banner.show_words(
                "warning", _("The watched folder holds a file that stays."), added_words(failed)
            )

    @override
    def step_back(self) -> bool:
        if not self.strip.isHidden():
            self.strip.hide()
            self.list.setFocus()
            return True
        return super().step_back()

    @override
    def place_state(self) -> dict[str, Any]:
        return {**super().place_state(), "filter": self._which.value}

    @override
    def restore_place(self, state: Mapping[str, Any]) -> None:
        wanted = state.get("filter", InboxFilter.ALL.value)
        if wanted != self._which.value:
            self._filter(InboxFilter(wanted))
        super().restore_place(state)
