# SPDX-License-Identifier: MIT
"""What one proposed and another approves or declines: the list, and the plan of the chosen one in words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from privdesk.domain.approvals import Approval, ApprovalId, ApprovalState
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.approval_words import (
    kind_name,
    outcome_words,
    proposed_words,
    state_name,
    subject_words,
)
from privdesk.services.approvals import ApprovalEntry
from privdesk.services.desk import Desk
from privdesk.ui.dialogs import ask
from privdesk.ui.errors import sentence_of
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.widgets.act_list import Act, ActList
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.empty import Empty
from privdesk.ui.widgets.field import TextField
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Pane
from privdesk.ui.widgets.panel import Panel
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row, Section, Tone

_TONES: dict[ApprovalState, Tone] = {
    ApprovalState.WAITING: "look", ApprovalState.APPROVED: "sure", ApprovalState.DECLINED: "danger",
    ApprovalState.USED: "muted", ApprovalState.EXPIRED: "muted",
}  # fmt: skip


class ApprovalsPage(Page):
    """What waits for the signed-in one stands on top; Ctrl+Enter approves, Ctrl+D declines."""

    def __init__(self, desk: Desk, jobs: Jobs, navigator: Navigator, approval: object = None) -> None:
        super().__init__(_("Approvals"), jobs)
        self._desk, self._navigator, self._wanted = desk, navigator, approval
        self._entries: dict[int, ApprovalEntry] = {}
        self.panel: DeclinePanel | None = None
        self.head.set_back(_("Today")).clicked.connect(lambda: navigator.open("today"))
        self.list = RowList(
            _("Approvals"),
            [
                Column(_("What"), stretch=2),
                Column(_("About"), stretch=2),
                Column(_("Proposed by"), stretch=2, hide_below=860),
                Column(_("State"), 120),
                Column(_("On"), 110),
            ],
        )
        self.list.view.setObjectName("approvals")
        self.list.chosen.connect(lambda _id: self._fill_side())
        self.nothing = Empty(
            _(
                "Nothing is proposed. Erasures, disposals and changes of the key wait here for a second person."
            )
        )
        self.content.addWidget(self.list, 1)
        self.content.addWidget(self.nothing, 1)
        self.nothing.hide()
        self._keys = [QShortcut(QKeySequence(keys), self) for keys in ("Ctrl+Return", "Ctrl+D")]
        for key, act in zip(self._keys, (self.approve, self.decline), strict=True):
            key.activated.connect(act)
        self.list.opened.connect(lambda _id: self.approve())
        self.side = Pane("left")
        self.set_side(self.side)

    @override
    def load(self) -> None:
        self.run(lambda _p: self._desk.approvals.entries(), self._show, lane="read")

    def _show(self, entries: Sequence[ApprovalEntry]) -> None:
        self._entries = {each.approval.id: each for each in entries}
        mine = [each for each in entries if each.may_decide]
        rest = [each for each in entries if not each.may_decide]
        words = ngettext("{n} waits for you", "{n} wait for you", len(mine)).format(
            n=wording.number(len(mine))
        )
        self.set_title(_("Approvals"), words if mine else _("nothing waits for you"))
        self.list.set_rows(
            [self._shown_row(each, "") for each in mine]
            + [self._shown_row(each, "rest" if mine else "") for each in rest],
            {"rest": Section(_("The others"), wording.number(len(rest)))},
        )
        self.list.setVisible(bool(entries))
        self.nothing.setVisible(not entries)
        self.show_side(bool(entries))
        if isinstance(self._wanted, int) and self._wanted in self._entries:
            self.list.choose(self._wanted)
            self._wanted = None
        elif self.list.current_id() is None:
            self.list.choose_first()
        if not entries:
            self.take_keyboard()
        elif not self._place.get("focus") and self.panel is None:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fill_side()
        self.settle_place()

    def _shown_row(self, entry: ApprovalEntry, section: str) -> Row:
        approval = entry.approval
        day = self._desk.clock.day_of(approval.proposed_at)
        cells = (
            Cell(kind_name(approval.kind), tone="strong"),
            Cell(subject_words(approval.subject)),
            Cell(entry.proposed_by or "–"),
            Cell(state_name(entry.state), tone=_TONES[entry.state]),
            Cell(wording.date_short(day, self._desk.clock.today()), tone="muted"),
        )
        return Row(approval.id, cells, section=section)

    @property
    def current(self) -> ApprovalEntry | None:
        """The proposal that is chosen."""
        chosen = self.list.current_id()
        return self._entries.get(chosen) if isinstance(chosen, int) else None

    def _fill_side(self) -> None:
        self.side.clear()
        entry = self.current
        if entry is None:
            return
        approval, clock = entry.approval, self._desk.clock
        self.side.add_heading(kind_name(approval.kind))
        self.side.add(Label(subject_words(approval.subject), tone="muted", wrap=True))
        for line in approval.summary:
            self.side.add(Label(line, wrap=True))
        self.side.add(Label(proposed_words(entry, clock), "caption", "muted", wrap=True))
        outcome = outcome_words(entry, clock)
        if outcome:
            self.side.add(Label(outcome, "caption", "muted", wrap=True))
        acts = self._acts(entry)
        if acts:
            listed = ActList()
            listed.set_acts(acts)
            self.side.add(listed)
        self.side.add_stretch()

    def _acts(self, entry: ApprovalEntry) -> list[Act]:
        if entry.may_decide:
            return [
                Act(_("Approve"), "check", self.approve, "Ctrl+Return", bind=False),
                Act(_("Decline"), "x", self.decline, "Ctrl+D", bind=False),
            ]
        own = entry.approval.proposed_by == self._desk.session.member.id
        if own and entry.state is ApprovalState.WAITING:
            return [Act(_("Take back"), "x", self.decline, "Ctrl+D", bind=False)]
        return []

    def approve(self) -> None:
        """Ask once more, then say yes."""
        entry = self.current
        if entry is None or not entry.may_decide or self.panel is not None:
            return
        approval, name = entry.approval, entry.proposed_by or "–"
        plan = "\n".join([subject_words(approval.subject), *(f"– {line}" for line in approval.summary)])
        words = _("{name} can then carry it out once. You answer for it together.").format(name=name)
        ask(
            self,
            _("Approve: {what}?").format(what=kind_name(approval.kind)),
            f"{plan}\n\n{words}",
            _("Approve"),
            lambda: self._approve(approval.id),
            keep=_("Look again"),
        )

    def _approve(self, approval_id: ApprovalId) -> None:
        self.run(lambda _p: self._desk.approvals.approve(approval_id), self._settled)

    def decline(self) -> None:
        """Ask for the reason, then say no."""
        entry = self.current
        if entry is None or self.panel is not None or not self._acts(entry):
            return
        panel = DeclinePanel(self, kind_name(entry.approval.kind))
        panel.asked.connect(lambda reason: self._decline(panel, entry.approval.id, reason))
        panel.closed.connect(self._panel_closed)
        self.panel = panel
        self._bind(False)
        panel.open_panel(panel.reason.control)
        key = f"{entry.approval.subject}:decline:{entry.approval.id}"
        panel.keep_typed(self, self._desk.half_typed, key)

    @override
    def open_again(self, key: str) -> None:
        if self.current is not None and key.endswith(f":decline:{self.current.approval.id}"):
            self.decline()

    def _decline(self, panel: "DeclinePanel", approval_id: ApprovalId, reason: str) -> None:
        def done(approval: Approval) -> None:
            panel.finish()
            self._settled(approval)

        self.run(
            lambda _p: self._desk.approvals.decline(approval_id, reason), done,
            on_failed=lambda error: panel.refuse(sentence_of(error)),
        )  # fmt: skip

    def _settled(self, approval: Approval) -> None:
        self.set_status(state_name(approval.state(self._desk.clock.now())))
        self._navigator.refresh_counts()
        self.load()

    def _bind(self, on: bool) -> None:
        """The page's keys rest while the panel has the same ones."""
        for key in self._keys:
            key.setEnabled(on)

    def _panel_closed(self) -> None:
        self.panel = None
        self._bind(True)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def step_back(self) -> bool:
        if self.panel is not None:
            self.panel.shut()
            return True
        return super().step_back()


class DeclinePanel(Panel):
    """Why not: `asked` with the reason."""

    asked = Signal(str)

    def __init__(self, host: QWidget, what: str) -> None:
        super().__init__(host, _("Decline: {what}").format(what=what), close_hint=_("Leave it waiting"))
        self.reason = TextField(_("Reason"), hint=_("in a few words; who proposed it sees it"), lines=3)
        self.reason.control.setObjectName("reason")
        self.fields.addWidget(self.reason)
        keep = Button(_("Leave it waiting"), keys="Esc", bind=False)
        keep.clicked.connect(self.shut)
        decline = Button(_("Decline"), "x", "Ctrl+Return")
        decline.clicked.connect(lambda: self.asked.emit(self.reason.value))
        self.add_buttons(keep, decline)

    def refuse(self, sentence: str) -> None:
        """Say what is missing."""
        self.reason.set_error(sentence)
        self.reason.control.setFocus()
        self.settle()
