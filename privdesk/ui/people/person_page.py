# SPDX-License-Identifier: MIT
"""Everything about one person in one timeline, and what may be done."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.audit import Purpose
from privdesk.domain.cases import CaseId, Right
from privdesk.domain.catalogue import Catalogue, Office
from privdesk.domain.consent import ConsentState
from privdesk.domain.inbox import DocumentId
from privdesk.domain.people import Channel, Facts, PersonField, PersonId
from privdesk.domain.restriction import AllowedUse
from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.case_acts import who_may
from privdesk.services.desk import Desk
from privdesk.services.names import field_name
from privdesk.services.person_page import PersonPage as PersonFacts
from privdesk.services.timeline import TimelineEntry, TimelineKind
from privdesk.ui.errors import sentence_of
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.people.consents import ConsentsPanel
from privdesk.ui.people.correction import ConfirmationPanel, CorrectionPanel
from privdesk.ui.people.erasing_act import erasing_acts
from privdesk.ui.people.matching_acts import MatchingActs
from privdesk.ui.people.origin_words import StaffNames, before_words, origin_words, shown_value
from privdesk.ui.people.peek import Peek
from privdesk.ui.people.person_facts import fields_of, head_facts, mark_tags, unconfirmed
from privdesk.ui.people.person_side import PersonSide
from privdesk.ui.people.purposes import PurposeList, PurposeMemory
from privdesk.ui.people.rights_acts import rights_acts, tell_restriction
from privdesk.ui.people.timeline_view import TimelineView
from privdesk.ui.widgets.act_list import Act
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.drawing import tag_width
from privdesk.ui.widgets.facts import HeadFacts, Value
from privdesk.ui.widgets.label import Label, TagLabel
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import empty_layout
from privdesk.ui.widgets.panel import Panel
from privdesk.ui.widgets.popup import Tip

Context = tuple[Catalogue, Office, StaffNames]


class PersonView(Page):
    """The page of one person. Nothing is read before the purpose is known; each opening is recorded with it."""

    def __init__(
        self, desk: Desk, jobs: Jobs, navigator: Navigator, memory: PurposeMemory, person: PersonId,
        purpose: str = "", reference: str = "",
    ) -> None:  # fmt: skip
        super().__init__(_("Person"), jobs)
        self._desk, self._navigator, self._memory = desk, navigator, memory
        self._id, self._reference = person, reference
        self._purpose = Purpose(purpose) if purpose else None
        self._facts: PersonFacts | None = None
        self._context: Context | None = None
        self._panel: Panel | Peek | None = None
        self._marks_under = False
        self._field_in_sight: PersonField | None = None
        self._tip = Tip(self)
        self._matching = MatchingActs(self, desk, navigator)
        self._build_page()
        self._bind()

    def _build_page(self) -> None:
        self.call_button = Button(_("Start a call"), "phone", "F9", bind=False)
        self.call_button.clicked.connect(self._call)
        self.report_button = PrimaryButton(_("Print access report"), "printer", "Ctrl+P", bind=False)
        self.report_button.clicked.connect(self._report)
        self.request_button = PrimaryButton(_("Open a new request"), "shield-plus", "Ctrl+R", bind=False)
        self.request_button.clicked.connect(self._new_request)
        for button in (self.call_button, self.report_button, self.request_button):
            button.hide()
            self.head.add_act(button)
        self.marks = QWidget()
        self._marks_row = QHBoxLayout(self.marks)
        self._marks_row.setContentsMargins(0, 0, 0, 12)
        self._marks_row.setSpacing(6)
        self.marks.hide()
        self.head.below.addWidget(self.marks)
        self.head_facts = HeadFacts()
        self.head_facts.asked.connect(self._tell_origin)
        self.head_facts.asked_no_more.connect(self._tip.hide)
        self.head_facts.hide()
        self.head.below.addWidget(self.head_facts)
        self.timeline = TimelineView(self._desk.clock)
        self.timeline.wanted.connect(self._read_timeline)
        self.timeline.opened.connect(self._open_line)
        self.timeline.peeked.connect(self._peek)
        self.timeline.hide()
        self.content.addWidget(self.timeline, 1)
        self.question = self._question()
        self.content.addWidget(self.question, 1)
        self.side = PersonSide()
        self.side.hide()

    def _question(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(Label(_("What do you open this record for?"), "heading"))
        words = _("Each look-up is recorded with its purpose. Press the number, or Enter for the marked one.")
        column.addWidget(Label(words, tone="muted", wrap=True))
        self.purposes = PurposeList(self._memory)
        self.purposes.setMaximumWidth(420)
        self.purposes.chosen.connect(self._open_for)
        column.addWidget(self.purposes)
        column.addStretch(1)
        holder.hide()
        return holder

    def _bind(self) -> None:
        acts = {
            "Ctrl+P": self._report, "Ctrl+R": self._new_request, "Ctrl+T": self._consents, "F2": self._correct,
            "Ctrl+F": self.timeline.open_find, "F4": self._tell_first, "Ctrl+Return": self._main_act,
            "Ctrl+Enter": self._main_act,
        }  # fmt: skip
        self._shortcuts = []
        for keys, act in acts.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(act)
            self._shortcuts.append(shortcut)

    # Opening

    @override
    def load(self) -> None:
        if self._purpose is None:
            self.question.show()
            self.purposes.setFocus()
            return
        purpose = self._purpose
        self.question.hide()
        self.run(lambda _p: self._read(purpose), self._show, words=_("Opening…"))

    def _open_for(self, purpose: Purpose) -> None:
        self._purpose = purpose
        self.load()

    def _read(self, purpose: Purpose) -> tuple[PersonFacts, Context]:
        page = self._desk.people.open(self._id, purpose, self._reference)
        staff = {member.id: member.name for member in self._desk.office.staff()}
        return page, (self._desk.office.catalogue(), self._desk.office.office(), staff)

    def _show(self, found: tuple[PersonFacts, Context]) -> None:
        self._facts, self._context = found
        page = self._facts
        self._id = page.person.id
        self.set_title(page.person.name or _("Restricted person"))
        self.head_facts.set_facts([] if page.hidden else head_facts(page, self._home()))
        self.head_facts.setVisible(not page.hidden)
        self._show_acts(page)
        self._show_marks()
        self._show_banner(page)
        self.timeline.setVisible(not page.hidden)
        if not page.hidden:
            self.timeline.set_counts(page.counts)
            self.timeline.start(page.newest)
            if self.isVisible() and not self._place.get("focus"):
                self.timeline.list.setFocus()
        self.settle_place()

    @override
    def open_again(self, key: str) -> None:
        if self._panel is not None:
            return
        what, _colon, field = key.split(":", 2)[2].partition(":")
        if what == "confirm":
            self._confirm(PersonField(field))
        else:
            {"correct": self._correct, "consents": self._consents}[what]()

    def _show_marks(self) -> None:
        """Marks stand beside the name, or under it where the window is narrow: the name is never cut for them."""
        tags = mark_tags(self._facts.marks) if self._facts is not None else []
        under = bool(tags) and not self._marks_fit_beside(tags)
        self.head.set_tags(*([] if under else tags))
        empty_layout(self._marks_row)
        for words, tone, icon in tags if under else []:
            self._marks_row.addWidget(TagLabel(words, tone, icon))
        self._marks_row.addStretch(1)
        self.marks.setVisible(under)
        self._marks_under = under

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._facts is not None and self._facts.marks:
            beside = self._marks_fit_beside(mark_tags(self._facts.marks))
            if beside == self._marks_under:
                self._show_marks()

    def _marks_fit_beside(self, tags: Sequence[tuple[str, str, str | None]]) -> bool:
        buttons = [self.call_button, self.report_button, self.request_button, self.head.side_button]
        taken = sum(button.sizeHint().width() + 12 for button in buttons if not button.isHidden())
        marks = sum(tag_width(words, icon) + 8 for words, _tone, icon in tags)
        return self.head.title.sizeHint().width() + marks + taken + 2 * 24 + 16 <= self.width()

    def _show_acts(self, page: PersonFacts) -> None:
        member = self._desk.session.member
        self.call_button.setVisible(member.may(Permission.TAKE_REQUESTS))
        access = any(right.right is Right.ACCESS for case in page.cases for right in case.rights)
        reports = access and member.may(Permission.GRANT_ACCESS) and not page.hidden
        self.report_button.setVisible(reports)
        self.request_button.setVisible(not reports and member.may(Permission.TAKE_REQUESTS))
        if self._side is None:
            self.set_side(self.side)
        self.side.show_page(page, self._acts(page))

    def _acts(self, page: PersonFacts) -> list[Act]:
        new_request = self._act(_("Open a new request"), "shield-plus", self._new_request, "Ctrl+R",
                                Permission.TAKE_REQUESTS)  # fmt: skip
        if page.hidden:
            return [new_request]
        acts = [
            self._act(_("Print or send the access report"), "file-check", self._report, "Ctrl+P",
                      Permission.GRANT_ACCESS),
            new_request,
            self._act(_("Correct a value"), "pencil-line", self._correct, "F2", Permission.RECTIFY),
            self._act(_("Change consents"), "toggle-left", self._consents, "Ctrl+T", Permission.GRANT_ACCESS),
        ]  # fmt: skip
        for field in unconfirmed(page, self._desk.clock):
            words = _("Confirm: {field}").format(field=field_name(field).lower())
            acts.append(self._act(words, "user-check", partial(self._confirm, field), "", Permission.RECTIFY))
        acts += [*self._matching.acts(page), *rights_acts(page, self._desk, self._navigator)]
        acts += erasing_acts(self._desk, self._navigator, page)
        for case in page.cases:
            words = _("Go to request {number}").format(number=case.number)
            acts.append(Act(words, "shield-check", partial(self._go_to_case, case.id)))
        return acts

    def _act(self, words: str, icon: str, run: Callable[[], None], keys: str, permission: Permission) -> Act:
        allowed = self._desk.session.member.may(permission)
        return Act(words, icon, run, keys, "" if allowed else who_may(permission), bind=False)

    def _show_banner(self, page: PersonFacts) -> None:
        self.banner.clear()
        if not tell_restriction(self.banner, page):
            self._matching.show_doubt(page)

    # The timeline

    def _read_timeline(
        self, kinds: frozenset[TimelineKind] | None, before: datetime | None, limit: int
    ) -> None:
        def failed(error: BaseException) -> None:
            self.timeline.failed()
            self.banner.show_words("error", sentence_of(error), "", _("Try again"), self.timeline.start)

        self.run(
            lambda _p: self._desk.people.timeline(self._id, kinds, before, limit),
            lambda lines: self._add_lines(before, lines, limit),
            lane="read", latest="timeline", on_failed=failed,
        )  # fmt: skip

    def _add_lines(self, before: datetime | None, lines: Sequence[TimelineEntry], limit: int) -> None:
        self.timeline.add(before, lines, limit)
        self.settle_place()

    def _open_line(self, line: TimelineEntry) -> None:
        kind, _colon, number = line.reference.partition(":")
        if kind == "case":
            self._go_to_case(CaseId(int(number)))
        else:
            self._peek(line)

    def _peek(self, line: TimelineEntry) -> None:
        if line.reference.partition(":")[0] not in ("form", "document"):
            self.set_status(_("There is no page behind this line."), "info")
            return
        reference = line.reference
        self.run(
            lambda _p: self._desk.people.papers(reference),
            lambda papers: self._show_papers(line.title, papers),
            lane="read", latest="peek",
        )  # fmt: skip

    def _show_papers(self, title: str, papers: Sequence[tuple[DocumentId, int]]) -> None:
        if not papers:
            self.set_status(_("No page was kept with this line."), "info")
            return
        self._close_panel()
        peek = Peek(self, title, papers, self._desk.people.document_page)
        peek.closed.connect(lambda: self._panel_closed(self.timeline.list))
        self._take_panel(peek)
        peek.open_peek()

    # Where a value came from

    def _tell_origin(self, key: str, place: QPoint) -> None:
        if self._facts is None or self._context is None:
            return
        fields = fields_of(key)
        versions = [self._facts.origins[field] for field in fields if field in self._facts.origins]
        if not versions:
            return
        newest = max(versions, key=lambda version: version.origin.recorded_at)
        self._field_in_sight = newest.field
        words = origin_words(newest, self._context[2], self._desk.clock)
        self._tip.tell(words, before_words(self._facts.before.get(newest.field), self._home()), place)

    def _tell_first(self) -> None:
        values = self.head_facts.findChildren(Value)
        told = next((value for value in values if value.hasFocus()), values[0] if values else None)
        if told is not None:
            told.setFocus()
            told.ask()

    # Acts

    @override
    def person_in_sight(self) -> object | None:
        return self._id

    def _call(self) -> None:
        self._navigator.open("call", person=self._id)

    def _main_act(self) -> None:
        if not self.report_button.isHidden():
            self._report()
        elif not self.request_button.isHidden():
            self._new_request()

    def _may(self, permission: Permission) -> bool:
        ready = self._facts is not None and self._panel is None
        return ready and self._desk.session.member.may(permission)

    def _report(self) -> None:
        if self._facts is None or self._facts.hidden or not self._may(Permission.GRANT_ACCESS):
            return
        about = [
            case for case in self._facts.cases if any(each.right is Right.ACCESS for each in case.rights)
        ]
        self._navigator.open("report", person=self._id, case=about[0].id if about else None)

    def _go_to_case(self, case_id: CaseId) -> None:
        self._navigator.open("case", case=case_id)

    def _new_request(self) -> None:
        if self._may(Permission.TAKE_REQUESTS):
            self._navigator.open("new_request", person=self._id)

    def _correct(self) -> None:
        if (
            not self._may(Permission.RECTIFY)
            or self._facts is None
            or self._facts.hidden
            or self._context is None
        ):
            return
        self._tip.hide()
        panel = CorrectionPanel(
            self, self._facts, self._context[0], self._desk.clock, self._home(), self._field_in_sight
        )
        panel.asked.connect(self._save_correction)
        self._open_panel(panel, panel.first_field(), "correct")

    def _save_correction(
        self, changes: Facts, proof: str, channel: Channel, received_on: date, use: AllowedUse | None
    ) -> None:
        panel = self._panel
        assert isinstance(panel, CorrectionPanel)
        self.run(
            lambda _p: self._desk.people.correct(
                self._id, changes, proof=proof, channel=channel, received_on=received_on, use=use
            ),
            lambda _changed: self._done(panel, _("Corrected; the old value is kept with its origin.")),
            on_failed=panel.refuse,
        )

    def _confirm(self, field: PersonField) -> None:
        if not self._may(Permission.RECTIFY) or self._facts is None:
            return
        value = shown_value(field, self._facts.person.fact(field), self._home())
        panel = ConfirmationPanel(self, field, value, self._desk.clock)
        panel.asked.connect(lambda day: self._save_confirmation(panel, field, day))
        self._open_panel(panel, panel.day.control, f"confirm:{field.value}")

    def _save_confirmation(self, panel: ConfirmationPanel, field: PersonField, day: date) -> None:
        self.run(
            lambda _p: self._desk.people.confirm_contact(self._id, field, day),
            lambda _none: self._done(panel, _("Noted: the contact is confirmed.")),
            on_failed=lambda error: panel.day.set_error(sentence_of(error)),
        )

    def _consents(self) -> None:
        if not self._may(Permission.GRANT_ACCESS) or self._facts is None or self._context is None:
            return
        if self._facts.hidden:
            return
        panel = ConsentsPanel(self, self._facts.ledger, self._context[0], self._desk.clock)
        panel.asked.connect(self._save_consent)
        self._open_panel(panel, panel.form.control, "consents")

    def _save_consent(self, purpose: str, state: ConsentState, on: date, form: str, words: str) -> None:
        panel = self._panel
        assert isinstance(panel, ConsentsPanel)
        self.run(
            lambda _p: self._desk.people.set_consent(self._id, purpose, state, on, form, words),
            lambda _entry: self._done(panel, _("Kept in the consent ledger.")),
            on_failed=lambda error: panel.refuse(sentence_of(error)),
        )

    def _done(self, panel: Panel, words: str) -> None:
        panel.finish()
        self.set_status(words)
        self.load()

    # Panels over the page

    def _open_panel(self, panel: Panel, first: QWidget, key: str) -> None:
        self._close_panel()
        panel.closed.connect(lambda: self._panel_closed(None))
        self._take_panel(panel)
        panel.open_panel(first)
        panel.keep_typed(self, self._desk.half_typed, f"person:{self._id}:{key}")

    def _take_panel(self, panel: Panel | Peek) -> None:
        self._panel = panel
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)

    def _panel_closed(self, back: QWidget | None) -> None:
        self._panel = None
        for shortcut in self._shortcuts:
            shortcut.setEnabled(True)
        if back is not None:
            back.setFocus()

    def _close_panel(self) -> None:
        if self._panel is not None:
            self._panel.shut()

    def _home(self) -> str:
        return self._context[1].country if self._context is not None else "CH"

    @override
    def step_back(self) -> bool:
        if self._panel is not None:
            self._close_panel()
            return True
        if self._tip.isVisible():
            self._tip.hide()
            return True
        return self.timeline.close_find() or super().step_back()

    @override
    def place_state(self) -> dict[str, Any]:
        state = super().place_state() | {"filter": self.timeline.tabs.current}
        return state | ({"purpose": self._purpose.value} if self._purpose is not None else {})

    @override
    def restore_place(self, state: Mapping[str, Any]) -> None:
        self._place = dict(state)
        purpose = state.get("purpose")
        if self._purpose is None and purpose:
            self._purpose = Purpose(purpose)
            self.load()
        wanted = state.get("filter")
        if wanted:
            self.timeline.want_filter(str(wanted))
        super().restore_place(state)
