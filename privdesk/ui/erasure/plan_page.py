# SPDX-License-Identifier: MIT
"""The erasure plan: what goes, what stays by which law and until when – all of it before anything happens."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from typing_extensions import override

from privdesk.domain.approvals import Approval, ApprovalState
from privdesk.domain.cases import CaseId
from privdesk.domain.erasure_plan import Obstacle
from privdesk.domain.holds import HoldId
from privdesk.domain.people import PersonId
from privdesk.domain.staff import Permission
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.erasure import Carried, Erasure
from privdesk.services.erasure import PlanPage as Shown
from privdesk.services.erasure_words import act_name, group_title
from privdesk.services.progress import Progress
from privdesk.ui.dialogs import ask
from privdesk.ui.erasure.panels import HoldPanel, ReasonPanel
from privdesk.ui.erasure.rows import ACTS, before_notes, number_words, plan_columns, plan_rows, when_notes
from privdesk.ui.errors import sentence_of
from privdesk.ui.figures.printing import PaperPrinting
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.widgets.act_list import Act, ActList, NoteList
from privdesk.ui.widgets.button import Button, DangerButton
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Pane
from privdesk.ui.widgets.row_list import RowList


class PlanPage(Page):
    """↑↓ and 1, 2, 3 decide, Ctrl+P prints; no key erases. What differs from the rule asks for a reason."""

    def __init__(
        self,
        desk: Desk,
        erasure: Erasure,
        jobs: Jobs,
        navigator: Navigator,
        person: int,
        case: int | None = None,
    ) -> None:
        super().__init__(_("Erasure plan"), jobs)
        self._desk, self._erasure, self._navigator = desk, erasure, navigator
        self._person = PersonId(person)
        self._case = CaseId(case) if case is not None else None
        self._page: Shown | None = None
        self.panel: ReasonPanel | None = None
        self._running = False
        self.head.set_back(_("Request") if case is not None else _("Person")).clicked.connect(navigator.back)
        self.all = Button(_("All erasures"), "history")
        self.all.clicked.connect(lambda: navigator.open("erasures"))
        self.print = Button(_("Print"), "printer", "Ctrl+P")
        self.print.clicked.connect(self.print_plan)
        self.print.setEnabled(False)
        self.printing = PaperPrinting(self, erasure.plan_paper_page)
        self.head.add_act(self.print)
        self.head.add_act(self.all)
        self.list = RowList(_("Data groups"), plan_columns())
        self.list.view.setObjectName("groups")
        self.list.choice_made.connect(self._choose)
        self.list.digit_pressed.connect(lambda row, digit: self._choose(row, digit - 1))
        self.content.addWidget(self.list, 1)
        self.before, self.when, self.acts = NoteList(), NoteList(), ActList()
        self.number = Label("", wrap=True)
        self.number.setObjectName("number")
        self.act = DangerButton("", "eraser")
        self.act.clicked.connect(self.go)
        self.side = Pane("left")
        self._fill_side()
        self.set_side(self.side)
        self._keys = QShortcut(QKeySequence("Ctrl+H"), self)
        self._keys.activated.connect(self.set_hold)

    def _fill_side(self) -> None:
        side = self.side
        side.add_heading(_("Before it runs"))
        side.add(self.before, self.acts)
        side.add_line()
        side.add_heading(_("When it runs"))
        side.add(self.when)
        side.add_stretch()
        side.add_line()
        side.add(self.number, self.act)

    @override
    def load(self) -> None:
        self.run(lambda _progress: self._erasure.page(self._person, self._case), self._show)

    @override
    def person_in_sight(self) -> object | None:
        return self._person

    def _show(self, page: Shown) -> None:
        self._page = page
        self.print.setEnabled(True)
        about = ", ".join(part for part in (page.person_name, page.case_number) if part)
        self.set_title(_("Erasure plan"), about)
        rows, sections = plan_rows(page)
        self.list.set_rows(rows, sections)
        if self.list.current_id() is None:
            self.list.choose_first()
        self.before.set_notes(before_notes(page))
        self.when.set_notes(when_notes(page))
        self.acts.set_acts(self._acts(page))
        self._show_act(page)
        if page.unfinished is not None:
            self.banner.show_words(
                "warning",
                _("An erasure of this person is not finished."),
                _("It began and was stopped. What is erased stays erased."),
                _("Let it go on"),
                self.resume,
            )
        if not self._place.get("focus") and self.panel is None:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.settle_place()

    def _acts(self, page: Shown) -> list[Act]:
        acts: list[Act] = []
        if Obstacle.BALANCE in page.plan.obstacles:
            acts.append(Act(_("Say how it was paid back"), "wallet", self.settle_balance))
        if page.plan.wish is not None:
            wish = page.plan.wish.case_id
            acts.append(
                Act(
                    _("Record that the person was told"),
                    "user-check",
                    lambda: self._navigator.open("objection", case=wish),
                )
            )
        if self._desk.holds is None or not self._desk.session.member.may(Permission.MANAGE_RETENTION):
            return acts
        acts += [
            Act(_("Lift the hold"), "lock", partial(self.lift_hold, hold.id)) for hold in page.plan.holds[:1]
        ]
        if not page.plan.holds:
            acts.append(Act(_("Set a hold"), "lock", self.set_hold, "Ctrl+H", bind=False))
        return acts

    def _show_act(self, page: Shown) -> None:
        """One button: ask a colleague, or the last step; why not, where it must wait."""
        plan = page.plan
        self.number.setText(number_words(plan))
        ready = not page.needs_two or page.state is ApprovalState.APPROVED
        if ready:
            words = ngettext("Erase {n} entry", "Erase {n} entries", plan.goes)
            self.act.setText(words.format(n=wording.number(plan.goes)))
        elif page.state is ApprovalState.WAITING:
            self.act.setText(_("Open the approvals"))
        else:
            self.act.setText(_("Ask a colleague to approve"))
        free = not plan.obstacles and page.unfinished is None and not self._running
        self.act.setEnabled(free)

    # What differs from the rule

    def _choose(self, group: object, place: int) -> None:
        page = self._page
        if page is None or self.panel is not None or not 0 <= place < len(ACTS):
            return
        row, act = page.plan.row(str(group)), ACTS[place]
        if row.act is act:
            return
        if row.locked or act is row.proposed:
            self._change(str(group), act, "")
            return
        title = group_title(page.catalogue, row.group)
        panel = ReasonPanel(
            self,
            _("{act}: {group}").format(act=act_name(act), group=title),
            _(
                "The rule says: {act}. What is decided otherwise needs a reason; it stands in the plan."
            ).format(act=act_name(row.proposed)),
            _("Reason"),
            _("in a few words"),
            _("Change the plan"),
        )
        self._open(
            panel,
            lambda reason: self._erasure.change(self._person, row.group, act, reason, self._case),
            f"plan:{row.group}:{place}",
        )

    def _change(self, group: str, act: object, reason: str) -> None:
        chosen = next(each for each in ACTS if each is act)
        self.run(
            lambda _progress: self._erasure.change(self._person, group, chosen, reason, self._case),
            lambda _plan: self._changed(),
        )

    def settle_balance(self) -> None:
        """Ask how money of the person was paid back."""
        panel = ReasonPanel(
            self,
            _("Balance paid back"),
            _("It stands in the plan, and in the proof of the erasure."),
            _("When and how"),
            _("such as: by bank on 12 December"),
            _("Keep it"),
        )
        self._open(panel, lambda how: self._erasure.settle_balance(self._person, how, self._case), "balance")

    def set_hold(self) -> None:
        """Ask why data must stay, and until when somebody looks again."""
        holds, page = self._desk.holds, self._page
        if holds is None or page is None or self.panel is not None or page.plan.holds:
            return
        if not self._desk.session.member.may(Permission.MANAGE_RETENTION):
            return
        panel = HoldPanel(self, self._desk.clock.today())
        panel.hold_asked.connect(
            lambda reason, day: self._submit(panel, lambda: holds.set(self._person, reason, day))
        )
        self._open(panel, None, "hold")

    def lift_hold(self, hold_id: object) -> None:
        """Ask why the hold is not needed any more."""
        holds, page = self._desk.holds, self._page
        hold = next((each for each in page.plan.holds if each.id == hold_id), None) if page else None
        if holds is None or hold is None:
            return
        panel = ReasonPanel(
            self,
            _("Lift the hold"),
            hold.reason,
            _("Reason"),
            _("why it is not needed any more"),
            _("Lift the hold"),
        )
        self._open(panel, lambda reason: holds.lift(hold.id, reason), f"lift:{hold.id}")

    def _open(self, panel: ReasonPanel, work: Callable[[str], object] | None, key: str) -> None:
        if self.panel is not None:
            return
        if work is not None:
            panel.asked.connect(lambda words: self._submit(panel, partial(work, words)))
        panel.closed.connect(self._panel_closed)
        self.panel = panel
        panel.open_panel(panel.reason.control)
        panel.keep_typed(self, self._desk.half_typed, f"person:{self._person}:{key}")

    @override
    def open_again(self, key: str) -> None:
        what, *rest = key.split(":")[2:]
        if what == "plan":
            self._choose(rest[0], int(rest[1]))
        elif what == "balance":
            self.settle_balance()
        elif what == "hold":
            self.set_hold()
        elif what == "lift":
            self.lift_hold(HoldId(int(rest[0])))

    def _submit(self, panel: ReasonPanel, work: Callable[[], object]) -> None:
        def done(_result: object) -> None:
            panel.finish()
            self._changed()

        self.run(
            lambda _progress: work(), done, on_failed=lambda error: panel.refuse(sentence_of(error))
        )  # fmt: skip

    def _changed(self) -> None:
        self.set_status(_("The plan was changed"))
        self.banner.clear()
        self.load()

    def _panel_closed(self) -> None:
        self.panel = None
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_plan(self) -> None:
        """Print the plan as it is shown, such as for the colleague who approves it."""
        page = self._page
        if page is not None:
            self.run(
                lambda _progress: self._erasure.plan_paper(page),
                self.printing.print,
                words=_("Making the paper…"),
            )

    @override
    def leave(self) -> None:
        super().leave()
        self.printing.stop()

    # Four eyes, and the run

    def go(self) -> None:
        """Ask a colleague, or ask once more and erase."""
        page = self._page
        if page is None or self._running:
            return
        if page.needs_two and page.state is ApprovalState.WAITING:
            self._navigator.open("approvals", approval=page.approval.id if page.approval else None)
        elif page.needs_two and page.state is not ApprovalState.APPROVED:
            self.run(lambda _progress: self._erasure.propose(self._person, self._case), self._proposed)
        else:
            self._ask(page)

    def _proposed(self, _approval: Approval) -> None:
        self.set_status(_("Proposed; a colleague approves it"))
        self._navigator.refresh_counts()
        self.load()

    def _ask(self, page: Shown) -> None:
        plan = page.plan
        count = ngettext("Erase {n} entry", "Erase {n} entries", plan.goes).format(
            n=wording.number(plan.goes)
        )
        words = _("{count} of {name}.").format(count=number_words(plan), name=page.person_name)
        whole = _(
            "The record itself goes. Before you lock the desk, print the certificate, write the answer and tell the "
            "recipients: the address goes, too."
        )
        ask(
            self,
            _("{act} of {name}?").format(act=count, name=page.person_name),
            whole if plan.whole else words,
            count,
            self._erase,
            keep=_("Look again"),
            danger=True,
        )

    def _erase(self) -> None:
        page = self._page
        if page is None or self._running:
            return
        self._start(lambda progress: self._erasure.run(page.plan, progress))

    def resume(self) -> None:
        """Let an erasure that began go on to its end."""
        unfinished = self._page.unfinished if self._page is not None else None
        if unfinished is not None and not self._running:
            self._start(lambda progress: self._erasure.resume(unfinished.id, progress))

    def _start(self, work: Callable[[Progress], Carried]) -> None:
        self._running = True
        self.act.setEnabled(False)
        self.banner.clear()

        def failed(error: BaseException) -> None:
            self._running = False
            self.banner.show_words("error", sentence_of(error), _("The plan below says what is left."))
            self.load()

        self.run(work, self._erased, words=_("Erasing, group by group…"), on_failed=failed)

    def _erased(self, carried: Carried) -> None:
        self._running = False
        self._navigator.refresh_counts()
        self._navigator.open("erased", erasure=carried.erasure.id)

    @override
    def step_back(self) -> bool:
        if self.panel is not None:
            self.panel.shut()
            return True
        return super().step_back()
