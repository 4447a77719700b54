# SPDX-License-Identifier: MIT
"""The Catalogue: one list a part, each row a sentence; the side has the whole entry, its acts, papers and changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from typing_extensions import override

from privdesk.domain.audit import AuditEntry
from privdesk.domain.catalogue import (
    Authority,
    DataGroup,
    EntryKind,
    Notice,
    Office,
    PurposeEntry,
    Recipient,
    RetentionRule,
)
from privdesk.domain.staff import Permission
from privdesk.domain.vault import StaffId
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.catalogue_desk import CatalogueDesk, CatalogueState
from privdesk.services.catalogue_papers import CataloguePapers
from privdesk.services.desk import Desk
from privdesk.services.progress import Progress
from privdesk.ui.catalogue.firm_panels import AuthorityPanel, RecipientPanel
from privdesk.ui.catalogue.group_panel import GroupPanel, RulePanel
from privdesk.ui.catalogue.panels import EntryPanel, NoticePanel, PurposePanel
from privdesk.ui.catalogue.papers import Papers
from privdesk.ui.catalogue.parts import (
    HOLDERS,
    KINDS,
    RECORDS,
    Entry,
    Part,
    columns_of,
    entries_of,
    part_words,
    rows_of,
    sections_of,
)
from privdesk.ui.catalogue.side import HISTORY, CatalogueSide
from privdesk.ui.dialogs import ask
from privdesk.ui.errors import sentence_of
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.widgets.act_list import Act
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.empty import Empty
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Line
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.tabs import FilterTabs

_NEW = "new"
Keep = Callable[[], Callable[[], object]]
History = tuple[Sequence[AuditEntry], Mapping[StaffId, str]]


@dataclass(frozen=True, slots=True)
class _Read:
    state: CatalogueState
    office: Office


class CataloguePage(Page):
    """Digits choose a part, Enter changes an entry, Ctrl+N adds one, Space looks at its newest paper."""

    def __init__(
        self, desk: Desk, kept: CatalogueDesk, papers: CataloguePapers, jobs: Jobs, navigator: Navigator,
        part: str = Part.GROUPS.value, entry: str = "",
    ) -> None:  # fmt: skip
        """`part` and `entry` are brought into sight."""
        super().__init__(_("Catalogue"), jobs)
        self._desk, self._kept, self._navigator = desk, kept, navigator
        self._read: _Read | None = None
        self._wanted = entry
        self.panel: EntryPanel | None = None
        self.papers = Papers(self, papers, self._changed)
        self.add_button = PrimaryButton("", "plus", "Ctrl+N")
        self.add_button.clicked.connect(self.add_entry)
        self.record = Button(_("Record of processing"), "scroll-text", "Ctrl+Shift+R")
        self.record.clicked.connect(lambda: navigator.open("processing_record"))
        self.settings = PrimaryButton(_("Open the settings"), "settings", "Enter", bind=False)
        self.settings.clicked.connect(self.change_entry)
        for button in (self.record, self.settings, self.add_button):
            self.head.add_act(button)
        self.record.setVisible(desk.processing is not None)
        self.tabs = FilterTabs(_("Part of the catalogue"), part_words(None), tight=True)
        self.tabs.setObjectName("parts")
        self.tabs.choose(part)
        self.tabs.chosen.connect(lambda _key: self._show_part())
        self.list = RowList(_("Catalogue"), columns_of(self.part))
        self.list.view.setObjectName("catalogue")
        self.list.opened.connect(lambda _key: self.change_entry())
        self.list.chosen.connect(lambda _key: self._fill_side())
        self.list.peeked.connect(lambda _key: self.look())
        self.list.digit_pressed.connect(lambda _key, number: self.tabs.choose_number(number))
        self.nothing = Empty(
            _("Nobody is entered yet: access reports would say that nobody gets data. Enter those who do.")
        )
        self.nothing.hide()
        for widget in (self.tabs, Line()):
            self.content.addWidget(widget)
        self.content.addWidget(self.list, 1)
        self.content.addWidget(self.nothing, 1)
        self.side = CatalogueSide()
        self.set_side(self.side)
        for keys, act in (
            ("Ctrl+E", self.change_entry), ("Ctrl+D", self.take_back), ("Ctrl+O", self.add_paper),
            ("Ctrl+S", self.save_paper),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # What is shown

    @property
    def part(self) -> Part:
        """The part in sight."""
        return Part(self.tabs.current)

    @property
    def current(self) -> tuple[str, Entry] | None:
        """Key and entry that are chosen."""
        key = self.list.current_id()
        if self._read is None or not isinstance(key, str):
            return None
        entry = entries_of(self.part, self._read.state).get(key)
        return (key, entry) if entry is not None else None

    @override
    def load(self) -> None:
        self.run(
            lambda _p: _Read(self._kept.state(), self._desk.office.office()), self._show, lane="read",
            latest="catalogue",
        )  # fmt: skip

    def _show(self, found: _Read) -> None:
        self._read = found
        self.tabs.set_filters(part_words(found.state))
        self._show_part()
        if not self._place.get("focus") and self.panel is None:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.settle_place()

    def _show_part(self) -> None:
        found = self._read
        if found is None:
            return
        part, today = self.part, self._desk.clock.today()
        self.add_button.setText(_new_words(part))
        self.add_button.setVisible(part is not Part.OFFICE)
        self.settings.setVisible(part is Part.OFFICE)
        self.list.set_columns(columns_of(part))
        rows = rows_of(part, found.state, found.office, today)
        rows.sort(key=lambda row: row.section != "")
        self.list.set_rows(rows, sections_of(part))
        if self._wanted:
            self.list.choose(self._wanted)
            self._wanted = ""
        if self.list.current_id() is None:
            self.list.choose_first()
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self._fill_side()

    def _fill_side(self) -> None:
        found, current = self._read, self.current
        if found is None or current is None:
            office = self.part is Part.OFFICE
            self.side.show_nothing(
                _("Name, address, law and letterhead are kept in the settings, by the administrator.")
                if office
                else _("Choose a row to see all of it.")
            )
            return
        key, entry = current
        clock = self._desk.clock
        self.side.show_entry(
            entry, found.state, clock.today(), self._acts(key, entry), self._papers_of(key),
            lambda paper: clock.day_of(paper.created_at),
        )  # fmt: skip
        record = f"{RECORDS[self.part]}:{key}"
        self.run(
            lambda _p: self._history(record), self._show_history, lane="read", latest="history", quiet=True
        )

    def _history(self, record: str) -> History:
        if not self._desk.session.member.may(Permission.SEE_AUDIT):
            return (), {}
        return self._desk.audit.entries(record=record, limit=HISTORY), self._desk.audit.staff()

    def _show_history(self, found: History) -> None:
        entries, names = found
        clock = self._desk.clock
        self.side.show_history([
            (entry, wording.date_plain(clock.day_of(entry.at)), names.get(entry.staff_id, ""))
            for entry in entries
        ])  # fmt: skip

    def _papers_of(self, key: str) -> Sequence[Any]:
        holder = HOLDERS.get(self.part)
        return self._read.state.papers_of(holder, key) if self._read and holder is not None else ()

    def _acts(self, key: str, entry: Entry) -> list[Act]:
        acts = [Act(_("Change it"), "pencil-line", self.change_entry, "Enter", bind=False)]
        back = self._back_words(key, entry)
        if back:
            icon = "x" if self.part in HOLDERS else "undo-2"
            acts.append(Act(back, icon, self.take_back, "Ctrl+D", bind=False))
        if self.part in HOLDERS:
            acts.append(Act(_("Add a paper"), "paperclip", self.add_paper, "Ctrl+O", bind=False))
        if papers := self._papers_of(key):
            acts.append(Act(_("Look at the paper"), "eye", self.look, "Space", bind=False))
            acts += [
                Act(_("Look at the one before"), "eye", partial(self.papers.look, paper))
                for paper in papers[1:3]
            ]
            acts.append(Act(_("Save a copy"), "download", self.save_paper, "Ctrl+S", bind=False))
            acts.append(Act(_("Remove the paper"), "x", lambda: self.papers.ask_remove(papers[0])))
        return acts

    def _back_words(self, key: str, entry: Entry) -> str:
        """What Ctrl+D would do; empty where there is nothing to take back."""
        found = self._read
        kind = KINDS.get(self.part)
        if found is None:
            return ""
        if isinstance(entry, Recipient):
            return _("Remove the recipient")
        if isinstance(entry, Notice):
            return _("Remove the version") if entry.in_force_from > self._desk.clock.today() else ""
        if kind is None or not found.state.is_own(kind, key):
            return ""
        return _("Remove the entry") if found.state.is_added(kind, key) else _("Back to the default")

    # What is done

    def add_entry(self) -> None:
        """Open the form for a new entry of this part."""
        if self._read is not None and self.panel is None and self.part is not Part.OFFICE:
            self._open(None)

    def change_entry(self) -> None:
        """Open the form of the chosen entry; the office's data are kept in the settings."""
        if self.part is Part.OFFICE:
            self._navigator.open("settings")
        elif self.current is not None and self.panel is None:
            self._open(self.current[1])

    def _open(self, entry: Entry | None) -> None:
        found = self._read
        assert found is not None, "there is a list"
        panel, save = self._form(entry, found)
        self.panel = panel
        panel.closed.connect(self._panel_closed)
        panel.submitted.connect(lambda: self._save(panel, save))
        panel.open_panel(panel.first_field())
        current = self.current
        key = current[0] if entry is not None and current is not None else _NEW
        panel.keep_typed(self, self._desk.half_typed, f"catalogue:{self.part.value}:{key}")

    @override
    def open_again(self, key: str) -> None:
        _catalogue, part, entry = key.split(":", 2)
        if part != self.part.value:
            return
        if entry == _NEW:
            self.add_entry()
        elif self.current is not None and self.current[0] == entry:
            self.change_entry()

    def _form(self, entry: Entry | None, found: _Read) -> tuple[EntryPanel, Keep]:
        """The form for an entry, and what makes the work that keeps what was typed, in the window's own thread."""
        kept, clock, catalogue = self._kept, self._desk.clock, found.state.catalogue
        key = _free_key(entries_of(self.part, found.state))
        if self.part is Part.PURPOSES:
            purpose = PurposePanel(self, entry if isinstance(entry, PurposeEntry) else None, key)
            return purpose, lambda: partial(kept.put_purpose, purpose.entry)
        if self.part is Part.RULES:
            rule = RulePanel(self, entry if isinstance(entry, RetentionRule) else None, key)
            return rule, lambda: partial(kept.put_rule, rule.entry)
        if self.part is Part.RECIPIENTS:
            held = entry if isinstance(entry, Recipient) else None
            firm = RecipientPanel(self, held, found.office.country, clock.today)
            return firm, lambda: partial(kept.put_recipient, firm.entry)
        if self.part is Part.NOTICES:
            version = entry if isinstance(entry, Notice) else None
            in_use = version is not None and version.in_force_from <= clock.today()
            notice = NoticePanel(self, version, clock.today, in_use=in_use)
            return notice, lambda: partial(kept.put_notice, notice.entry)
        if self.part is Part.AUTHORITIES:
            known = entry if isinstance(entry, Authority) else None
            authority = AuthorityPanel(self, known, key, found.office.country)
            return authority, lambda: partial(kept.put_authority, authority.entry)
        group = GroupPanel(self, catalogue, entry if isinstance(entry, DataGroup) else None, key)
        return group, lambda: partial(kept.put_group, group.entry)

    def _save(self, panel: EntryPanel, keep: Keep) -> None:
        work = keep()
        self.run(
            lambda _progress: work(), lambda _done: self._saved(panel),
            words=_("Saving…"), on_failed=lambda error: panel.refuse(sentence_of(error)),
        )  # fmt: skip

    def _saved(self, panel: EntryPanel) -> None:
        panel.finish()
        self.set_status(_("Saved"))
        self.load()

    def _changed(self, words: str) -> None:
        self.set_status(words)
        self.load()

    def _panel_closed(self) -> None:
        self.panel = None
        self.list.setFocus()

    def take_back(self) -> None:
        """Ask before the default entry is put in force again, or an own one is removed."""
        current = self.current
        words = self._back_words(*current) if current is not None else ""
        if current is None or not words or self.panel is not None:
            return
        key, entry = current
        ask(
            self, words, _("What was typed here is lost; the audit trail keeps who changed what."), words,
            lambda: self._take_back(key, entry), keep=_("Keep it as it is"), danger=True,
        )  # fmt: skip

    def _take_back(self, key: str, entry: Entry) -> None:
        kind: EntryKind | None = KINDS.get(self.part)

        def work(_progress: Progress) -> None:
            if isinstance(entry, Recipient):
                self._kept.drop_recipient(key)
            elif isinstance(entry, Notice):
                self._kept.drop_notice(key)
            elif kind is not None:
                self._kept.reset(kind, key)

        self.run(work, lambda _none: self._changed(_("Taken back")))

    # Papers

    def look(self) -> None:
        """Look at the newest paper of the chosen entry."""
        current = self.current
        if current is not None and (papers := self._papers_of(current[0])):
            self.papers.look(papers[0])

    def add_paper(self) -> None:
        """Choose a PDF or a scan for the chosen entry."""
        holder, current = HOLDERS.get(self.part), self.current
        if holder is not None and current is not None and self.panel is None:
            self.papers.ask_file(holder, current[0])

    def save_paper(self) -> None:
        """Save a copy of the newest paper outside the records."""
        current = self.current if self.panel is None else None
        if current is not None and (papers := self._papers_of(current[0])):
            self.papers.ask_save(papers[0])

    @override
    def step_back(self) -> bool:
        if self.panel is not None:
            self.panel.shut()
            return True
        return self.papers.shut() or super().step_back()

    @override
    def place_state(self) -> dict[str, Any]:
        return {**super().place_state(), "part": self.tabs.current, "entry": self.list.current_id()}

    @override
    def restore_place(self, state: Mapping[str, Any]) -> None:
        self.tabs.choose(str(state.get("part") or Part.GROUPS))
        self._wanted = str(state.get("entry") or "")
        super().restore_place(state)


def _new_words(part: Part) -> str:
    return {
        Part.GROUPS: _("Add a data group"), Part.PURPOSES: _("Add a purpose"), Part.RULES: _("Add a rule"),
        Part.RECIPIENTS: _("Enter a recipient"), Part.NOTICES: _("Add a version"),
        Part.AUTHORITIES: _("Add an authority"), Part.OFFICE: "",
    }[part]  # fmt: skip


def _free_key(known: Mapping[str, Entry]) -> str:
    """A key for an entry that the office adds."""
    number = 1
    while f"own-{number}" in known:
        number += 1
    return f"own-{number}"
