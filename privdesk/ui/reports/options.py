# SPDX-License-Identifier: MIT
"""Beside the report: whether it is complete, its language, its data groups, and the acts that hand it out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from privdesk.domain.cases import Case
from privdesk.domain.people import Channel
from privdesk.i18n import LANGUAGES, _, ngettext
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.names import channel_name, field_name, language_name
from privdesk.services.reports import CountUnit, GroupCount, HandOut, ReportPlan
from privdesk.ui.theme import theme
from privdesk.ui.widgets.act_list import NoteList
from privdesk.ui.widgets.button import Button, LinkButton, PrimaryButton
from privdesk.ui.widgets.choice import Check
from privdesk.ui.widgets.field import ComboField, TextField
from privdesk.ui.widgets.label import IconLabel, Label
from privdesk.ui.widgets.pane import Pane, empty_layout, scrolling

WAYS = (HandOut.PRINTED, HandOut.SAVED, HandOut.EMAIL_DRAFT)
_KEYS = {HandOut.PRINTED: "Ctrl+P", HandOut.SAVED: "Ctrl+S", HandOut.EMAIL_DRAFT: "Ctrl+E"}
_ICONS = {HandOut.PRINTED: "printer", HandOut.SAVED: "download", HandOut.EMAIL_DRAFT: "mail"}


class Groups(QWidget):
    """The data groups with what is held; one left out asks for the person's own wish."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, Check] = {}
        self._counts: dict[str, Label] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    @property
    def included(self) -> frozenset[str] | None:
        """The groups that are ticked; None means all."""
        ticked = frozenset(key for key, box in self.boxes.items() if box.isChecked())
        return None if len(ticked) == len(self.boxes) else ticked

    def show_groups(self, groups: tuple[GroupCount, ...]) -> None:
        """Show these; the caret stays where it is while only ticks and counts change."""
        if list(self.boxes) != [group.key for group in groups]:
            self._build(groups)
        for group in groups:
            box = self.boxes[group.key]
            box.blockSignals(True)
            box.setChecked(group.included)
            box.blockSignals(False)
            self._counts[group.key].setText(count_words(group))

    def _build(self, groups: tuple[GroupCount, ...]) -> None:
        empty_layout(self._column)
        self.boxes, self._counts = {}, {}
        for group in groups:
            box = Check(group.title)
            box.setObjectName(f"group_{group.key}")
            box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            box.toggled.connect(self.changed)
            count = Label("", "caption", "muted", digits=True)
            row = QHBoxLayout()
            row.addWidget(box, 1)
            row.addWidget(count)
            self._column.addLayout(row)
            self.boxes[group.key], self._counts[group.key] = box, count


class OptionsPane(QWidget):
    """`options_changed` when the report must be made anew; `asked` carries the way of handing out."""

    options_changed = Signal()
    elements_asked = Signal()
    asked = Signal(object)

    def __init__(self, clock: OfficeClock) -> None:
        super().__init__()
        self._clock = clock
        self.setFixedWidth(max(theme().size("side_panel"), theme().scaled(300)))
        self.icon = IconLabel("circle-check", "sure", "nav")
        self.title = Label("", weight=600, wrap=True)
        self.detail = Label("", "caption", "muted", wrap=True)
        self.elements = LinkButton(_("Show them"))
        self.elements.clicked.connect(self.elements_asked)
        self.language = ComboField(_("Language of the letter"))
        self.language.combo.setObjectName("report_language")
        self.language.changed.connect(self.options_changed)
        self.asked_for = Label("", "caption", "muted")
        self.groups = Groups()
        self.groups.changed.connect(self._ticked)
        self.reason = TextField(_("Why a group is left out *"), lines=2, hint=_("The person’s own wish"))
        self.reason.area.setObjectName("report_reason")
        self.reason.area.setFixedHeight(theme().scaled(self.reason.area.minimumHeight()))
        self.reason.changed.connect(self.options_changed)
        self.advice = NoteList()
        self.confirmed = Check("")
        self.confirmed.setObjectName("contact_confirmed")
        self.confirmed.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.confirmed.toggled.connect(self._allow)
        self.contact = Label("", "caption", "look", wrap=True)
        self.earlier = NoteList()
        self._ready = self._identity = False
        self._because = ""
        self.acts: dict[HandOut, Button] = {}
        self.who = Label("", "caption", "muted", wrap=True)
        self._plan: ReportPlan | None = None
        self._foot = Pane("top", "window", spacing=8)
        self._lay()

    def _lay(self) -> None:
        body = Pane("none", padding=24, spacing=10)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        words.addWidget(self.elements, 0, Qt.AlignmentFlag.AlignLeft)
        head.addLayout(words, 1)
        body.column.addLayout(head)
        body.add_line()
        body.add(self.language)
        body.add_line()
        groups = QHBoxLayout()
        groups.addWidget(Label(_("Data groups"), weight=600))
        groups.addStretch()
        groups.addWidget(self.asked_for)
        body.column.addLayout(groups)
        body.add(self.groups, self.reason)
        body.add_line()
        body.add(self.advice, self.earlier, self.contact, self.confirmed)
        body.add_stretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolling(body), 1)
        column.addWidget(self._foot)

    # What is shown

    def show_plan(self, plan: ReportPlan, case: Case | None) -> None:
        """Show completeness, groups and the acts of this plan."""
        first = self._plan is None or self._plan.way is not plan.way
        self._plan = plan
        self._identity = case is None or case.identity_stands
        self._show_completeness(plan)
        own = _("{language}, as on file") if plan.language_on_file else "{language}"
        options = [(each, language_name(each)) for each in LANGUAGES if each != plan.language]
        self.language.set_options(
            [(plan.language, own.format(language=language_name(plan.language))), *options], plan.language
        )
        self.groups.show_groups(plan.groups)
        held = len(plan.groups)
        all_in = all(group.included for group in plan.groups)
        self.asked_for.setText(
            ngettext("all {count}", "all {count}", held).format(count=held) if all_in else _("not all")
        )
        self.reason.setVisible(not all_in)
        self._show_notes(plan)
        if first:
            self._build_acts(plan, case)
        self._allow()

    def set_ready(self, ready: bool) -> None:
        """Whether the finished report is there to be handed out."""
        self._ready = ready
        self._allow()

    def _show_completeness(self, plan: ReportPlan) -> None:
        good = plan.complete
        self.icon.set_icon("circle-check" if good else "triangle-alert", "sure" if good else "danger")
        self.title.set_tone("sure" if good else "danger")
        if good:
            self.title.setText(_("Complete under {law}").format(law=plan.law))
            nothing = _("Nothing is held; the report says so and what was searched.")
            self.detail.setText(
                nothing if plan.nothing_held else _("All elements that apply are in the report.")
            )
            return
        self.title.setText(_("Not complete under {law}").format(law=plan.law))
        self.detail.setText(
            _("Missing: {elements}").format(elements=wording.listed([each.title for each in plan.missing]))
        )

    def _show_notes(self, plan: ReportPlan) -> None:
        notes = [("triangle-alert", "look", sentence, "") for sentence in plan.advice]
        notes.append(
            ("eye-off", "text_muted", _("Data of other people and names of staff are left out."), "")
        )
        self.advice.set_notes(notes)
        today = self._clock.today()
        self.earlier.set_notes(
            [
                ("send", "text_muted", _("Handed out {day}, {way}").format(
                    day=wording.date_short(each.on, today), way=way_words(each.way)), "")
                for each in plan.handed_out
            ]
        )  # fmt: skip
        self.earlier.setVisible(bool(plan.handed_out))
        changed = plan.contact_changed
        self.contact.setVisible(changed is not None)
        self.confirmed.setVisible(changed is not None)
        if changed is not None:
            words = _(
                "{contact} changed within 30 days and serves no hand-over before it is confirmed the old way."
            )
            self.contact.setText(words.format(contact=field_name(changed)))
            self.confirmed.setText(_("Confirmed by letter or on the number before"))

    def _build_acts(self, plan: ReportPlan, case: Case | None) -> None:
        empty_layout(self._foot.column)
        self.who = Label("", "caption", "muted", wrap=True)
        self._foot.add(self.who)
        self.acts = {}
        main = PrimaryButton(act_words(plan.way), _ICONS[plan.way], "Ctrl+Return")
        QShortcut(QKeySequence(_KEYS[plan.way]), main).activated.connect(main.click)
        self._foot.add(main.stretch())
        self.acts[plan.way] = main
        row = QHBoxLayout()
        row.setSpacing(8)
        for way in WAYS:
            if way is not plan.way:
                button = Button(short_words(way), _ICONS[way], _KEYS[way])
                self.acts[way] = button
                row.addWidget(button.stretch())
        self._foot.column.addLayout(row)
        for way, button in self.acts.items():
            button.clicked.connect(lambda _on=False, way=way: self.asked.emit(way))
        self._because = _because(case)

    def _allow(self) -> None:
        if self._plan is None:
            return
        why = ""
        if not self._plan.complete:
            why = _("Something is missing under the law: nothing can be handed out.")
        elif not self._identity:
            why = _("Identity does not stand yet: nothing is given out.")
        elif self._plan.contact_changed is not None and not self.confirmed.isChecked():
            why = _("Confirm the changed contact first.")
        self.who.setText(why or self._because)
        for button in self.acts.values():
            button.allow(not why and self._ready, why)

    def _ticked(self) -> None:
        left_out = self.groups.included is not None
        self.reason.setVisible(left_out)
        if left_out and not self.reason.value:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.options_changed.emit()


def count_words(group: GroupCount) -> str:
    """`9 values`, `61` or `none held`."""
    if not group.count:
        return _("none held")
    if group.unit is CountUnit.VALUES:
        words = ngettext("{count} value", "{count} values", group.count)
        return words.format(count=wording.number(group.count))
    return wording.number(group.count)


def way_words(way: HandOut) -> str:
    """How it went out."""
    return {
        HandOut.PRINTED: _("printed"),
        HandOut.SAVED: _("saved as a file"),
        HandOut.EMAIL_DRAFT: _("as an e-mail draft"),
    }[way]


def act_words(way: HandOut) -> str:
    """The words of the filled button."""
    return {
        HandOut.PRINTED: _("Print the report"),
        HandOut.SAVED: _("Save the report"),
        HandOut.EMAIL_DRAFT: _("Make the e-mail draft"),
    }[way]


def short_words(way: HandOut) -> str:
    """The words of the other two."""
    return {HandOut.PRINTED: _("Print"), HandOut.SAVED: _("Save"), HandOut.EMAIL_DRAFT: _("Draft")}[way]


def _because(case: Case | None) -> str:
    if case is None:
        return _("Not part of a request: only the hand-over is recorded.")
    if case.channel is Channel.EMAIL:
        return _("Asked by e-mail, so answered by e-mail.")
    return _("Asked by {channel}, so answered on paper.").format(channel=channel_name(case.channel).lower())
