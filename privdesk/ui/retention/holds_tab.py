# SPDX-License-Identifier: MIT
"""Holds that stand, those to look at again first: keep one until another day, or lift it with the reason."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from privdesk.domain.holds import Hold
from privdesk.domain.people import PersonHit, PersonId
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.holds import HoldLine, Holds
from privdesk.services.retention_reading import WhatIsDue
from privdesk.ui.erasure.panels import HoldPanel, ReasonPanel
from privdesk.ui.errors import sentence_of
from privdesk.ui.navigation import Navigator
from privdesk.ui.retention.find_panel import FindPanel
from privdesk.ui.retention.review_panel import ReviewPanel
from privdesk.ui.retention.rows import hold_columns, hold_rows
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.row_list import RowList

_A_YEAR = timedelta(days=365)
_HITS = 20


class HoldsTab(QWidget):
    """Enter opens the person, Ctrl+H sets a hold, Ctrl+E keeps one until another day, Ctrl+D lifts it."""

    changed = Signal()

    def __init__(self, page: Page, desk: Desk, holds: Holds, navigator: Navigator) -> None:
        super().__init__()
        self._page, self._desk, self.holds, self._navigator = page, desk, holds, navigator
        self._lines: dict[object, HoldLine] = {}
        self.panel: ReasonPanel | ReviewPanel | FindPanel | None = None
        self.list = RowList(_("Holds"), hold_columns())
        self.list.view.setObjectName("holds")
        self.list.opened.connect(self._open_person)
        self.set = Button(_("Set a hold"), "plus", "Ctrl+H", bind=False)
        self.set.clicked.connect(self.ask_whose)
        self.review = Button(_("Keep it until another day"), "calendar-clock", "Ctrl+E", bind=False)
        self.lift = Button(_("Lift the hold"), "lock", "Ctrl+D", bind=False)
        self.review.clicked.connect(self.ask_review)
        self.lift.clicked.connect(self.ask_lift)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setContentsMargins(24, 10, 24, 10)
        row.setSpacing(10)
        row.addWidget(self.set)
        row.addStretch(1)
        row.addWidget(self.lift)
        row.addWidget(self.review)
        column.addLayout(row)
        self._keys = [QShortcut(QKeySequence(keys), self) for keys in ("Ctrl+E", "Ctrl+D")]
        for key, act in zip(self._keys, (self.ask_review, self.ask_lift), strict=True):
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(act)

    def fill(self, lines: Sequence[HoldLine], due: WhatIsDue | None) -> None:
        """List these holds."""
        self._lines = {line.hold.id: line for line in lines}
        rows, sections = hold_rows(lines, due, self._desk.clock)
        self.list.set_rows(rows, sections)

    @property
    def current(self) -> Hold | None:
        """The hold that is chosen."""
        line = self._lines.get(self.list.current_id())
        return line.hold if line is not None else None

    def _open_person(self, _row: object) -> None:
        hold = self.current
        if hold is not None:
            self._navigator.open("person", person=hold.person_id, purpose="rights_request")

    def ask_whose(self) -> None:
        """Find the person whose data must stay."""
        if self.panel is not None:
            return
        panel = FindPanel(self._page)
        panel.searched.connect(lambda text: self._search(panel, text))
        panel.picked.connect(lambda hit: self._found(panel, hit))
        panel.closed.connect(self._closed)
        self.panel = panel
        panel.open_panel(panel.picker.field.line)

    def _search(self, panel: FindPanel, text: str) -> None:
        def show(hits: Sequence[PersonHit]) -> None:
            if panel is self.panel:
                panel.show_hits(text, hits)

        self._page.run(
            lambda _progress: self._desk.people.search(text, _HITS), show, lane="read", latest="search", quiet=True
        )  # fmt: skip

    def _found(self, panel: FindPanel, hit: PersonHit) -> None:
        panel.shut()
        self._ask_hold(hit.id, hit.name)

    def _ask_hold(self, person: PersonId, name: str) -> None:
        """Ask why this person's data must stay, and when somebody looks again."""
        if self.panel is not None:
            return
        panel = HoldPanel(self._page, self._desk.clock.today(), name)
        panel.hold_asked.connect(
            lambda reason, day: self._submit(panel, lambda: self.holds.set(person, reason, day))
        )
        self._open(panel, panel.reason.control, f"person:{person}:hold")

    def ask_review(self) -> None:
        """Ask until when the hold stays before somebody looks again."""
        hold = self.current
        if hold is None or self.panel is not None:
            return
        today = self._desk.clock.today()
        panel = ReviewPanel(self._page, hold.reason, lambda: today, today + _A_YEAR)
        panel.day_asked.connect(
            lambda day: self._submit(panel, lambda: self.holds.keep_until(hold.id, day))
        )  # fmt: skip
        self._open(panel, panel.review.control, f"person:{hold.person_id}:review:{hold.id}")

    def ask_lift(self) -> None:
        """Ask why the hold is not needed any more."""
        hold = self.current
        if hold is None or self.panel is not None:
            return
        panel = ReasonPanel(
            self._page, _("Lift the hold"), hold.reason, _("Reason"), _("why it is not needed any more"),
            _("Lift the hold"),
        )  # fmt: skip
        panel.asked.connect(lambda words: self._submit(panel, lambda: self.holds.lift(hold.id, words)))
        self._open(panel, panel.reason.control, f"person:{hold.person_id}:lift:{hold.id}")

    def open_again(self, key: str) -> None:
        """Open the form that stood open before locking, for the same hold."""
        person, what, hold = [*key.split(":")[1:], ""][:3]
        if what == "hold":
            again = PersonId(int(person))
            self._page.run(
                lambda _progress: self.holds.name_of(again),
                lambda name: self._ask_hold(again, name),
                lane="read",
                quiet=True,
            )
            return
        if self.current is not None and str(self.current.id) == hold:
            {"review": self.ask_review, "lift": self.ask_lift}[what]()

    def _open(self, panel: ReasonPanel | ReviewPanel, field: QWidget, key: str) -> None:
        panel.closed.connect(self._closed)
        self.panel = panel
        panel.open_panel(field)
        panel.keep_typed(self._page, self._desk.half_typed, key)

    def _submit(self, panel: ReasonPanel | ReviewPanel, work: Callable[[], Hold]) -> None:
        def done(hold: Hold) -> None:
            panel.finish()
            day = wording.date_plain(hold.review_on)
            words = (
                _("The hold stays until {day}").format(day=day) if hold.stands else _("The hold is lifted")
            )
            self._page.set_status(words)
            self.changed.emit()

        self._page.run(
            lambda _progress: work(), done, on_failed=lambda error: panel.refuse(sentence_of(error))
        )  # fmt: skip

    def _closed(self) -> None:
        self.panel = None
        if self._lines:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        """Esc: close the small form."""
        if self.panel is None:
            return False
        self.panel.shut()
        return True
