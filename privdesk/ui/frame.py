# SPDX-License-Identifier: MIT
"""The frame of an open desk: sidebar, top bar, one page at a time, status bar – and the way between pages."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.ui.idle import locks_in_words
from privdesk.ui.jobs import Jobs
from privdesk.ui.keys_sheet import KeysSheet, keys_of
from privdesk.ui.navigation import History, OpenDesk, Place, Visit
from privdesk.ui.theme import keeper, theme, tokens
from privdesk.ui.widgets.drop_frame import DropFrame
from privdesk.ui.widgets.page import Page, first_control
from privdesk.ui.widgets.palette import Hit, Palette
from privdesk.ui.widgets.sidebar import Entry, Sidebar
from privdesk.ui.widgets.status_bar import StatusBar
from privdesk.ui.widgets.top_bar import TopBar, WhoBadge

_RAIL_BELOW = 1200


class DeskFrame(QWidget):
    """Everything that is on the window while the desk is open; it is destroyed as a whole on locking."""

    lock_asked = Signal()
    place_opened = Signal(str)

    def __init__(self, desk: OpenDesk, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self._places: dict[str, Place] = {}
        self._history = History()
        self._visit: Visit | None = None
        self._wide_chosen: bool | None = None
        self.page: Page | None = None
        self.status = StatusBar()
        self._places = {place.key: place for place in desk.places(self)}
        self._build()
        self._bind()
        self.palette_box = Palette(self, jobs, desk.find, self._acts)
        self.palette_box.chosen.connect(self._follow)
        self.palette_box.search_all.connect(self._search_all)
        self._keys = KeysSheet(self)
        self._drops = DropFrame(self)
        self._drops.dropped.connect(self._take_files)
        self._drops.yields = not desk.files_place
        self.refresh_counts()

    def _build(self) -> None:
        shown = [place for place in self._places.values() if place.group >= 0]
        numbers = {
            place.key: f"Ctrl+{at}" for at, place in enumerate(sorted(shown, key=_group), 1) if at < 10
        }
        self.sidebar = Sidebar(
            [
                Entry(place.key, place.title, place.icon, place.group, numbers.get(place.key, ""))
                for place in shown
            ]
        )
        who = self._desk.who
        searches = bool(self._desk.find)
        hint = _("Find a person, request or form") if searches else _("Find a command or setting")
        badge = WhoBadge(who.name, who.initials, who.roles)
        self.top = TopBar(hint, badge, calls=bool(self._desk.call_place))
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.top)
        self._room = QVBoxLayout()
        right.addLayout(self._room, 1)
        right.addWidget(self.status)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        self.status.records.say(self._desk.records)
        self.tell_backup()

    def _bind(self) -> None:
        self.sidebar.asked.connect(self.open)
        self.top.lock.clicked.connect(self.lock)
        self.top.call.clicked.connect(self._call)
        search = self.top.search
        search.textChanged.connect(self._typed)
        search.stepped.connect(self._search_step)
        search.entered.connect(self._search_entered)
        search.installEventFilter(self)
        shortcuts: dict[str, Any] = {
            "Ctrl+K": self.toggle_palette, "Ctrl+L": self.lock, "F9": self._call, "Ctrl+Shift+C": self._call,
            "Alt+Left": self.back, "Esc": self._escape, "F6": lambda: self._pane(1),
            "Shift+F6": lambda: self._pane(-1), "Ctrl+B": self._toggle_rail, "F1": self.show_keys,
            "Ctrl+/": self.show_keys, "Ctrl++": lambda: self._grow(1), "Ctrl+=": lambda: self._grow(1),
            "Ctrl+-": lambda: self._grow(-1), "Ctrl+0": lambda: self._grow(0),
        }  # fmt: skip
        for at, key in enumerate(self.sidebar.keys[:9], 1):
            shortcuts[f"Ctrl+{at}"] = lambda key=key: self.open(key)
        for keys, act in shortcuts.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(act)
            shortcut.activatedAmbiguously.connect(lambda keys=keys, act=act: self._shared_key(keys, act))

    def _shared_key(self, keys: str, act: Callable[[], object]) -> None:
        """A key that the page uses too belongs to the page."""
        own = [button for each, _words, button in keys_of(self.page) if each == keys] if self.page else []
        if own and own[0] is not None:
            own[0].click()
        else:
            act()

    # The way between pages

    @property
    def visit(self) -> Visit | None:
        """Where the person is, with what is to be kept of it: names and ids, no values."""
        if self._visit is None or self.page is None:
            return None
        return Visit(self._visit.place, self._visit.args, self.page.place_state())

    def open(self, place: str, **args: object) -> None:
        """Open a place; the page before is kept for Alt+Left."""
        if place not in self._places:
            if self.page is not None:
                self.page.banner.show_words("notice", _("Your roles do not open this page."))
            return
        before = self.visit
        if (
            before is not None
            and before.place == place
            and dict(before.args) == args
            and self.page is not None
        ):
            self.page.load()
            return
        if before is not None and not (self.page is not None and self.page.finished):
            back = self.page.way_back() if self.page is not None else {}
            self._history.push(Visit(before.place, {**before.args, **back}, before.state))
        self._show(Visit(place, args))

    def back(self) -> None:
        """Go to the page before."""
        before = self._history.pop()
        if before is not None:
            self._show(before)

    def reopen(self, visit: Visit | None, then: Callable[[], None] = lambda: None) -> None:
        """Open the page that was open before locking, or the first one; made in one turn, shown in the next."""
        known = visit is not None and visit.place in self._places
        chosen = visit if visit is not None and known else Visit(self._desk.start)
        self.close_page()
        page = self._made(chosen)

        def put() -> None:
            self._put(chosen, page)
            then()

        self._jobs.soon(self, put)

    def lock(self) -> None:
        """Lock the desk now."""
        self.lock_asked.emit()

    def refresh_counts(self) -> None:
        """Ask for the sidebar's counts and the state of the backup."""
        if self._desk.backup_changed is not None:
            self._desk.backup_changed()
        if self._desk.counts is not None:
            counts = self._desk.counts
            self._jobs.start(
                self, lambda _progress: counts(), on_done=self.sidebar.set_counts,
                on_failed=lambda _error: None, lane="read", latest="counts",
            )  # fmt: skip

    def close_page(self) -> None:
        """Let the page save what it holds, then destroy it."""
        page, self.page = self.page, None
        if page is None:
            return
        page.leave()
        page.hide()
        self._room.removeWidget(page)
        page.deleteLater()

    def _show(self, visit: Visit) -> None:
        self.close_page()
        self._put(visit, self._made(visit))

    def _made(self, visit: Visit) -> Page:
        return self._places[visit.place].factory(self, visit.args)

    def _put(self, visit: Visit, page: Page) -> None:
        place = self._places[visit.place]
        self._visit, self.page = visit, page
        page.status_changed.connect(self._say)
        page.counts_changed.connect(self.refresh_counts)
        self._say("")
        self._room.addWidget(page)
        self.top.setVisible(not page.own_top)
        self._drops.yields = page.own_drops or not self._desk.files_place
        self.sidebar.light(place.belongs_to or place.key)
        self._fit_rail()
        search = self.top.search
        search.blockSignals(True)
        search.setText(str(visit.args.get("query", "")) if page.filters else "")
        search.blockSignals(False)
        search.tidy()
        page.show()
        if page.filters and not visit.state.get("focus"):
            search.setFocus(Qt.FocusReason.OtherFocusReason)
        page.load()
        if visit.state:
            page.restore_place(visit.state)
        QTimer.singleShot(0, page, self._give_keyboard)
        self.place_opened.emit(place.key)

    def _take_files(self, paths: Sequence[Path]) -> None:
        """Files were dropped somewhere on the window: they are handed to the place that takes them."""
        place = self._desk.files_place
        if self._visit is None or self._visit.place != place:
            self.open(place)
        if self.page is not None:
            self.page.take_files(paths)

    def _give_keyboard(self) -> None:
        """Let the new page have the keys, unless it took them itself: they never stay where the page before was."""
        page, focus = self.page, QApplication.focusWidget()
        if page is None or not self.window().isActiveWindow():
            return
        if focus is not None and (page.isAncestorOf(focus) or (page.filters and focus is self.top.search)):
            return
        if page.filters:
            self.top.search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            page.take_keyboard()

    # Search, palette, keys

    def toggle_palette(self) -> None:
        """Open or close the palette."""
        if self.palette_box.isVisible():
            self.palette_box.shut()
        else:
            self.palette_box.open_with()

    def show_keys(self) -> None:
        """All keys of this screen."""
        if self.page is not None:
            self._keys.open_with(keys_of(self.page))

    def _typed(self, text: str) -> None:
        if self.page is not None and self.page.filters:
            self.page.search(text)
        elif text:
            self.top.search.blockSignals(True)
            self.top.search.clear()
            self.top.search.blockSignals(False)
            self.palette_box.open_with(text)

    def _search_step(self, step: int) -> None:
        if self.page is not None:
            self.page.search_step(step)

    def _search_entered(self) -> None:
        if self.page is not None and self.page.filters:
            self.page.search_enter()
        else:
            self.toggle_palette()

    def _search_all(self, words: str) -> None:
        if "people" in self._places:
            self.open("people", query=words)
            self.top.search.setText(words)

    def _acts(self) -> list[Hit]:
        hits = []
        if self.page is not None:
            for keys, words, button in keys_of(self.page):
                if button is not None:
                    hits.append(Hit(_("Do"), words, icon=button.icon_name, keys=keys, run=button.click))
        for place in self._places.values():
            if place.group >= 0:
                words = _("Open {place}").format(place=place.title)
                hits.append(Hit(_("Do"), words, icon=place.icon, place=place.key))
        hits.append(Hit(_("Do"), _("Lock the desk"), icon="lock", keys="Ctrl+L", run=self.lock))
        return hits

    def _follow(self, hit: Hit) -> None:
        if hit.run is not None:
            hit.run()
        elif hit.place:
            self.open(hit.place, **hit.args)

    def _call(self) -> None:
        if self._desk.call_place:
            person = self.page.person_in_sight() if self.page is not None else None
            self.open(self._desk.call_place, **({} if person is None else {"person": person}))

    def _escape(self) -> None:
        for veil in (self.palette_box, self._keys):
            if veil.isVisible():
                veil.shut()
                return
        search = self.top.search
        if search.hasFocus() and self.page is not None and self.page.filters:
            if search.text():
                search.clear()
            else:
                self._pane(1)
            return
        if self.page is None or self.page.step_back() or self._visit is None:
            return
        if self._places[self._visit.place].group < 0:
            before = self._history.peek()
            if before is not None:
                self.back()
            else:
                self.open(self._places[self._visit.place].belongs_to or self._desk.start)

    def _pane(self, step: int) -> None:
        if self.page is None:
            return
        panes = [self.top.search] if self.top.isVisible() else []
        around: list[QWidget] = [*panes, *self.page.panes()]
        if not around:
            return
        focus = QApplication.focusWidget()
        inside = (
            at
            for at, pane in enumerate(around)
            if focus is not None and (pane is focus or pane.isAncestorOf(focus))
        )
        at = next(inside, -1 if step > 0 else 0)
        pane = around[(at + step) % len(around)]
        if not pane.isVisible():
            self.page.toggle_side()
        first_control(pane).setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Looks

    def _grow(self, step: int) -> None:
        """Larger or smaller text; in a page of paper, zoom."""
        if self.page is not None and self.page.zoom(step):
            return
        factors: list[float] = tokens()["font"]["factor"]
        now = factors.index(theme().factor) if theme().factor in factors else 0
        wanted = factors[0] if step == 0 else factors[min(max(now + step, 0), len(factors) - 1)]
        keeper().use(factor=wanted)

    def tell_time_left(self, seconds: int) -> None:
        """Say in the status bar when the desk locks."""
        self.status.locks.say(locks_in_words(seconds), tone="look" if seconds <= 60 else "muted")

    def _say(self, words: str, icon: str = "check") -> None:
        self.status.page.say(words, icon)

    def tell_backup(self) -> None:
        if self._desk.backup_words is not None:
            words, needs_attention = self._desk.backup_words()
            self.status.backup.say(words, tone="look" if needs_attention else "muted")

    def _toggle_rail(self) -> None:
        self._wide_chosen = self.sidebar.rail
        self._fit_rail()

    def _fit_rail(self) -> None:
        rail = max(self.width(), self.window().width()) < _RAIL_BELOW or (
            self.page is not None and self.page.rail
        )
        if self._wide_chosen is not None:
            rail = not self._wide_chosen or (self.page is not None and self.page.rail)
        if self.sidebar.rail != rail:
            self.sidebar.set_rail(rail)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        plain = watched is self.top.search and event.type() == QEvent.Type.MouseButtonPress
        if plain and self.page is not None and not self.page.filters:
            self.palette_box.open_with()
            return True
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color("surface"))


def _group(place: Place) -> int:
    return place.group
