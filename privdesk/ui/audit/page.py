# SPDX-License-Identifier: MIT
"""The audit trail: dense, newest first, with the state of the chain as a sentence on top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.audit import AuditEntry
from privdesk.domain.vault import StaffId
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.audit_log import AuditState
from privdesk.services.desk import Desk
from privdesk.services.names import purpose_name
from privdesk.ui.audit.words import (
    FILTERS,
    AuditFilter,
    action_words,
    detail_words,
    filter_words,
    record_words,
)
from privdesk.ui.errors import show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.widgets.button import Button, LinkButton
from privdesk.ui.widgets.label import IconLabel, Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Line
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row
from privdesk.ui.widgets.tabs import FilterTabs

_STEP = 200


@dataclass(frozen=True, slots=True)
class _Trail:
    entries: Sequence[AuditEntry]
    names: Mapping[StaffId, str]


class AuditPage(Page):
    """Digits choose a filter; the chain is walked again by the button."""

    def __init__(self, desk: Desk, jobs: Jobs, navigator: Navigator) -> None:
        super().__init__(_("Audit"), jobs)
        self._desk, self._navigator = desk, navigator
        self._limit = _STEP
        self.verify = Button(_("Check the chain"), "shield-check", "Ctrl+R")
        self.verify.clicked.connect(self._verify)
        self.head.add_act(self.verify)
        self.state_icon = IconLabel("circle-check", "sure")
        self.state = Label("", weight=500, wrap=True)
        self.tabs = FilterTabs(_("Filter"), filter_words())
        self.tabs.chosen.connect(lambda _key: self._read_anew())
        self.list = RowList(
            _("Audit trail"),
            [
                Column(_("When"), 150),
                Column(_("Who"), 150),
                Column(_("What"), stretch=3),
                Column(_("Which record"), stretch=2),
                Column(_("Purpose"), 150, hide_below=860),
                Column(_("No."), 70, align="right", hide_below=980),
            ],
            dense=True,
        )
        self.list.view.setObjectName("audit")
        self.list.digit_pressed.connect(lambda _row, number: self.tabs.choose_number(number))
        self.older = LinkButton(_("Show older entries"))
        self.older.clicked.connect(self._read_older)
        self._lay()

    def _lay(self) -> None:
        state = QWidget()
        row = QHBoxLayout(state)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(10)
        row.addWidget(self.state_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.state, 1)
        more = QWidget()
        below = QHBoxLayout(more)
        below.setContentsMargins(24, 6, 24, 10)
        below.addWidget(self.older)
        below.addStretch()
        for part in (state, Line(), self.tabs, Line()):
            self.content.addWidget(part)
        self.content.addWidget(self.list, 1)
        self.content.addWidget(more)

    @override
    def load(self) -> None:
        self._read()
        self._verify()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read_anew(self) -> None:
        self._limit = _STEP
        self._read()

    def _read_older(self) -> None:
        self._limit += 2 * _STEP
        self._read()

    def _read(self) -> None:
        which, limit = AuditFilter(self.tabs.current or AuditFilter.ALL), self._limit
        desk = self._desk

        def read() -> _Trail:
            entries = desk.audit.entries(actions=FILTERS[which], limit=limit)
            return _Trail(entries, {each.id: each.name for each in desk.office.staff()})

        self.run(lambda _progress: read(), self._show, lane="read", latest="entries")

    def _show(self, trail: _Trail) -> None:
        self.list.set_rows([self._entry_row(entry, trail.names) for entry in trail.entries])
        if self.list.current_id() is None:
            self.list.choose_first()
        shown = len(trail.entries)
        words = ngettext("newest entry", "newest {count} entries", shown).format(count=wording.number(shown))
        self.set_title(_("Audit"), words if shown else "")
        self.older.setVisible(shown >= self._limit)
        self.settle_place()

    def _entry_row(self, entry: AuditEntry, names: Mapping[StaffId, str]) -> Row:
        event, clock = entry.event, self._desk.clock
        local = clock.local(entry.at)
        when = f"{wording.date_plain(local.date())}, {local:%H:%M:%S}"
        purpose = purpose_name(event.purpose) if event.purpose is not None else ""
        return Row(
            entry.sequence,
            (
                Cell(when, digits=True, tone="muted"),
                Cell(names.get(entry.staff_id, str(entry.staff_id)[:8])),
                Cell(action_words(event.action), after=detail_words(event)),
                Cell(record_words(event), after=event.reference if len(event.reference) < 24 else ""),
                Cell(purpose, tone="muted"),
                Cell(wording.number(entry.sequence), tone="muted", align="right"),
            ),
            tooltip=_("Entry {number}").format(number=wording.number(entry.sequence)),
        )

    def _verify(self) -> None:
        self.verify.setEnabled(False)
        self.run(
            lambda _progress: self._desk.audit.verify(),
            self._show_state,
            lane="read",
            latest="verify",
            words=_("Walking the chain…"),
            on_failed=self._not_verified,
        )

    def _show_state(self, state: AuditState) -> None:
        self.verify.setEnabled(True)
        self.state.setText(state.sentence)
        self.state.set_tone("normal" if state.whole else "danger")
        self.state_icon.set_icon(
            "circle-check" if state.whole else "triangle-alert", "sure" if state.whole else "danger"
        )
        if state.whole:
            time = f"{self._desk.clock.local(self._desk.clock.now()):%H:%M:%S}"
            self.set_status(_("Chain checked at {time}").format(time=time))

    def _not_verified(self, error: BaseException) -> None:
        self.verify.setEnabled(True)
        show_error(self.banner, error, self._verify)

    @override
    def place_state(self) -> dict[str, Any]:
        return {**super().place_state(), "filter": self.tabs.current, "limit": self._limit}

    @override
    def restore_place(self, state: Mapping[str, Any]) -> None:
        self.tabs.set_filters(filter_words(), str(state.get("filter") or AuditFilter.ALL))
        self._limit = int(state.get("limit", _STEP))
        super().restore_place(state)
        self._read()
