# SPDX-License-Identifier: MIT
"""A person's timeline: filters with counts, months, a line to find in it; older lines come while scrolling."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.i18n import _, ngettext
from privdesk.services.clock import OfficeClock
from privdesk.services.timeline import FIRST_LINES, TimelineEntry, TimelineKind
from privdesk.ui.people.timeline_rows import kind_name, timeline_columns, timeline_rows
from privdesk.ui.widgets.button import IconButton, LinkButton
from privdesk.ui.widgets.empty import Empty
from privdesk.ui.widgets.pane import Line
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.tabs import FilterTabs

ALL = "all"
MORE = 400
_ENOUGH_FOUND = 30
_NEAR_END = 600
"""Pixels above the end of the list at which older lines are asked for."""


class _FindLine(QLineEdit):
    """Finds in the lines that are there; Esc gives the list back."""

    left = Signal()
    stepped = Signal(int)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif step is not None:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)


class TimelineView(QWidget):
    """Says `wanted` when lines are to be read: kinds (None: all), before which moment, how many.

    `opened` and `peeked` carry the line.
    """

    wanted = Signal(object, object, int)
    opened = Signal(object)
    peeked = Signal(object)

    def __init__(self, clock: OfficeClock) -> None:
        super().__init__()
        self._clock = clock
        self.entries: list[TimelineEntry] = []
        self.complete = False
        self._reading = False
        self._wanted_filter = ""
        self.tabs = FilterTabs(_("Timeline"), tight=True)
        self.tabs.setObjectName("timeline_filters")
        self.tabs.chosen.connect(lambda _key: self.start())
        self.find_line = _FindLine()
        self.find_line.setObjectName("timeline_find")
        self.find_line.setPlaceholderText(_("Find in the timeline"))
        self.find_line.setAccessibleName(_("Find in the timeline"))
        self.find_line.setMaximumWidth(240)
        self.find_line.hide()
        self.find_button = IconButton("search", _("Find in the timeline"), "Ctrl+F", bind=False)
        self.list = RowList(_("Timeline"), timeline_columns(), head=False)
        self.list.view.setObjectName("timeline")
        self.nothing = Empty("")
        self.nothing.hide()
        self.more = LinkButton(_("Look further back"))
        self.more.hide()
        self._build()
        self._connect()

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, 20, 0)
        bar.setSpacing(4)
        bar.addWidget(self.tabs, 1)
        bar.addWidget(self.find_line)
        bar.addWidget(self.find_button)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        foot.addWidget(self.more)
        foot.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(Line())
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.find_line.textChanged.connect(self._found)
        self.find_line.left.connect(self.close_find)
        self.find_line.stepped.connect(self.list.step)
        self.find_line.returnPressed.connect(self.list.setFocus)
        self.find_button.clicked.connect(self.open_find)
        self.more.clicked.connect(lambda: self._ask(MORE))
        self.list.opened.connect(lambda at: self.opened.emit(self.entries[at]))
        self.list.peeked.connect(lambda at: self.peeked.emit(self.entries[at]))
        self.list.digit_pressed.connect(lambda _id, number: self._filter_by_number(number))
        self.list.view.verticalScrollBar().valueChanged.connect(self._scrolled)
        nought = QShortcut(QKeySequence("0"), self.list.view)
        nought.setContext(Qt.ShortcutContext.WidgetShortcut)
        nought.activated.connect(lambda: self.tabs.choose(ALL))

    @property
    def kinds(self) -> frozenset[TimelineKind] | None:
        """What the filter shows; None for everything."""
        chosen = self.tabs.current
        return None if chosen in (ALL, "") else frozenset({TimelineKind(chosen)})

    def set_counts(self, counts: Mapping[TimelineKind, int]) -> None:
        """Show the filters; kinds of which nothing is held stay, so that the number keys do not move."""
        shown = [kind for kind in TimelineKind if kind in counts]
        filters = [(kind.value, kind_name(kind), counts[kind]) for kind in shown]
        self.tabs.set_filters([(ALL, _("All"), sum(counts.values())), *filters], self._wanted_filter or None)
        self._wanted_filter = ""
        keys = ", ".join(f"{at} {kind_name(kind)}" for at, kind in enumerate(shown, start=1))
        self.tabs.setToolTip(_("Keys in the list: {keys}, 0 all").format(keys=keys))

    def want_filter(self, key: str) -> None:
        """Put a filter in force now, or once the filters are known."""
        self._wanted_filter = "" if self.tabs.current else key
        self.tabs.choose(key)

    def start(self, newest: Sequence[TimelineEntry] | None = None) -> None:
        """From the newest line on; `newest`: the first lines of every kind, where they were read already."""
        self.entries, self.complete, self._reading = [], False, False
        if newest is not None and self.kinds is None:
            self.add(None, newest, FIRST_LINES)
        else:
            self._ask(FIRST_LINES)

    def add(self, before: datetime | None, entries: Sequence[TimelineEntry], limit: int) -> None:
        """Show lines that were read."""
        self._reading = False
        self.entries = [*(self.entries if before is not None else ()), *entries]
        self.complete = len(entries) < limit
        self._show()
        if self.find_line.text().strip() and not self.complete and len(self.list.rows()) < _ENOUGH_FOUND:
            self._ask(MORE)

    def failed(self) -> None:
        """Reading failed: the next scroll tries again."""
        self._reading = False

    def open_find(self) -> None:
        """Put the caret into the find line."""
        self.find_line.show()
        self.find_line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_line.selectAll()

    def close_find(self) -> bool:
        """Show everything again; False when the find line was not open."""
        if self.find_line.isHidden():
            return False
        self.find_line.clear()
        self.find_line.hide()
        self.list.setFocus()
        return True

    def _ask(self, limit: int) -> None:
        if not self._reading and not self.complete:
            self._reading = True
            self.wanted.emit(self.kinds, self.entries[-1].at if self.entries else None, limit)

    def _show(self) -> None:
        sought = self.find_line.text().strip()
        rows, sections = timeline_rows(self.entries, self._clock, sought)
        self.list.set_rows(rows, sections)
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.more.setVisible(bool(sought) and not self.complete)
        words = _("No line holds “{text}”.").format(text=sought) if sought else _("Nothing is held here.")
        self.nothing.set_sentence(words)
        if sought:
            found = len(rows)
            spoken = ngettext("{n} line found", "{n} lines found", found).format(n=found)
            self.find_line.setAccessibleDescription(spoken)

    def _found(self) -> None:
        self._show()
        if self.find_line.text().strip() and len(self.list.rows()) < _ENOUGH_FOUND:
            self._ask(MORE)

    def _filter_by_number(self, number: int) -> None:
        before = self.tabs.current
        self.tabs.choose_number(number + 1)
        if self.tabs.current == before:
            self.tabs.choose(ALL)

    def _scrolled(self, value: int) -> None:
        bar = self.list.view.verticalScrollBar()
        if bar.maximum() and value > bar.maximum() - _NEAR_END:
            self._ask(MORE)
