# SPDX-License-Identifier: MIT
"""The audit trail: dense, newest first, with the state of the chain as a sentence on top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.audit import AuditEntry
from privdesk.domain.vault import StaffId
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.audit_log import AuditState, TrailFilter
from privdesk.services.desk import Desk
from privdesk.services.names import purpose_name
from privdesk.ui.audit.filters import TrailFilters
from privdesk.ui.audit.words import (
    AuditFilter,
    action_words,
    detail_words,
    filter_words,
    record_words,
)
from privdesk.ui.errors import show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.reports.handing import AskPath, ask_path
from privdesk.ui.widgets.button import Button, LinkButton
from privdesk.ui.widgets.label import IconLabel, Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Line
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row
from privdesk.ui.widgets.tabs import FilterTabs

_STEP = 200
_WALKED_UNASKED = 20_000
"""A trail as short as this is walked whenever the page is shown; a longer one says when it was walked last."""


@dataclass(frozen=True, slots=True)
class _Trail:
    entries: Sequence[AuditEntry]
    names: Mapping[StaffId, str]
    more: bool


class AuditPage(Page):
    """Digits choose a filter, Enter shows one record only; the chain is walked again by the button."""

    def __init__(self, desk: Desk, jobs: Jobs, navigator: Navigator) -> None:
        super().__init__(_("Audit"), jobs)
        self._desk, self._navigator = desk, navigator
        self._entries: list[AuditEntry] = []
        self.ask_path: AskPath = ask_path
        self.export = Button(_("Export these entries"), "download", "Ctrl+S")
        self.export.clicked.connect(self._ask_where)
        self.head.add_act(self.export)
        self.verify = Button(_("Check the chain"), "shield-check", "Ctrl+R")
        self.verify.clicked.connect(lambda: self._verify(note=True))
        self.head.add_act(self.verify)
        self.state_icon = IconLabel("circle-check", "sure")
        self.state = Label("", weight=500, wrap=True)
        self.tabs = FilterTabs(_("Filter"), filter_words())
        self.tabs.chosen.connect(lambda _key: self._read())
        self.limits = TrailFilters(desk.clock.today)
        self.limits.changed.connect(self._filter)
        self._shown: TrailFilter | None = None
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
        self.list.opened.connect(self._only_this_record)
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
        for part in (state, Line(), self.tabs, self.limits, Line()):
            self.content.addWidget(part)
        self.content.addWidget(self.list, 1)
        self.content.addWidget(more)

    @override
    def load(self) -> None:
        self._read()
        self.run(lambda _progress: self._how_long(), self._say_last, lane="read", latest="last", quiet=True)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wanted(self) -> TrailFilter:
        return self.limits.wanted(AuditFilter(self.tabs.current or AuditFilter.ALL))

    def _filter(self) -> None:
        if self._wanted() != self._shown:
            self._read()

    def _only_this_record(self, sequence: int) -> None:
        entry = next((each for each in self._entries if each.sequence == sequence), None)
        if entry is not None and entry.event.record:
            self.limits.record.set_value(record_words(entry.event) if ":" in entry.event.record else "")
            self._filter()

    def _read(self) -> None:
        self._entries, self._shown = [], self._wanted()
        self._read_from(None)

    def _read_older(self) -> None:
        self._read_from(self._entries[-1].sequence if self._entries else None)

    def _read_from(self, before: int | None) -> None:
        desk, wanted = self._desk, self._wanted()

        def read() -> _Trail:
            entries = desk.audit.page(wanted, before, _STEP + 1)
            return _Trail(entries[:_STEP], desk.audit.staff(), len(entries) > _STEP)

        self.run(lambda _progress: read(), self._show, lane="read", latest="entries")

    def _show(self, trail: _Trail) -> None:
        self._entries += trail.entries
        self.limits.offer(trail.names)
        self.list.set_rows([self._entry_row(entry, trail.names) for entry in self._entries])
        if self.list.current_id() is None:
            self.list.choose_first()
        shown = len(self._entries)
        words = ngettext("newest entry", "newest {count} entries", shown).format(count=wording.number(shown))
        self.set_title(_("Audit"), words if trail.more else _entries_words(shown))
        self.older.setVisible(trail.more)
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

    def _ask_where(self) -> None:
        name = f"audit-{self._desk.clock.today():%Y-%m-%d}.csv"
        self.ask_path(self, _("Export the audit trail"), name, self._export)

    def _export(self, path: Path) -> None:
        wanted = self._wanted()
        self.run(
            lambda progress: self._desk.audit.export(path, wanted, progress, over=True),
            lambda count: self._exported(path, count),
            words=_("Writing the file…"),
        )

    def _exported(self, path: Path, count: int) -> None:
        self.banner.show_words(
            "done",
            _("The file is written."),
            _("{file}: {entries}, with the seal of the newest entry. The export is in the trail.").format(
                file=path.name, entries=_entries_words(count)
            ),
        )
        self._read()

    def _how_long(self) -> tuple[int, AuditEntry | None]:
        return self._desk.audit.count(), self._desk.audit.last_check()

    def _say_last(self, found: tuple[int, AuditEntry | None]) -> None:
        entries, last = found
        if entries <= _WALKED_UNASKED:
            self._verify(note=False)
        elif last is None:
            self._say(
                _("The chain was not checked yet: {entries}.").format(entries=_entries_words(entries)), "look"
            )
        else:
            day = wording.date_plain(self._desk.clock.day_of(last.at))
            whole = last.event.reference == "whole"
            text = _("Checked on {day}: whole.") if whole else _("Checked on {day}: the chain did not fit.")
            self._say(text.format(day=day), "sure" if whole else "danger")

    def _verify(self, *, note: bool) -> None:
        self.verify.setEnabled(False)
        self.run(
            lambda progress: self._desk.audit.verify(progress, note=note),
            lambda state: self._show_state(state, note=note),
            lane="read",
            latest="verify",
            words=_("Walking the chain…"),
            on_failed=self._not_verified,
        )

    def _say(self, text: str, tone: str) -> None:
        self.state.setText(text)
        self.state.set_tone("danger" if tone == "danger" else "normal")
        self.state_icon.set_icon({"sure": "circle-check"}.get(tone, "triangle-alert"), tone)

    def _show_state(self, state: AuditState, *, note: bool) -> None:
        self.verify.setEnabled(True)
        self._say(state.sentence, "sure" if state.whole else "danger")
        if state.whole:
            time = f"{self._desk.clock.local(self._desk.clock.now()):%H:%M:%S}"
            self.set_status(_("Chain checked at {time}").format(time=time))
        if note:
            self._read()

    def _not_verified(self, error: BaseException) -> None:
        self.verify.setEnabled(True)
        show_error(self.banner, error, lambda: self._verify(note=True))

    @override
    def place_state(self) -> dict[str, Any]:
        return {**super().place_state(), "filter": self.tabs.current, **self.limits.place()}

    @override
    def restore_place(self, state: Mapping[str, Any]) -> None:
        self.tabs.set_filters(filter_words(), str(state.get("filter") or AuditFilter.ALL))
        self.limits.restore(state)
        super().restore_place(state)
        self._read()


def _entries_words(count: int) -> str:
    return ngettext("{count} entry", "{count} entries", count).format(count=wording.number(count))
