# SPDX-License-Identifier: MIT
"""Beside the letter: which one, its language, what may be written, what is missing, and the acts that let it go."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from privdesk.domain.letters import LETTER_LANGUAGES, LetterKind
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.letter_names import part_name
from privdesk.services.letter_plan import (
    ADDRESS,
    ENCLOSURES,
    REASONS,
    UNTIL,
    WHOM,
    FreeField,
    LetterDraft,
    LetterOffer,
    LetterWay,
    ReasonOption,
)
from privdesk.services.names import field_name, language_name
from privdesk.ui.letters.words import ICONS, KEYS, act_words, short_words
from privdesk.ui.theme import theme
from privdesk.ui.widgets.act_list import NoteList
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.choice import Check
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import ComboField, LineField, TextField
from privdesk.ui.widgets.label import IconLabel, Label
from privdesk.ui.widgets.pane import Pane, empty_layout, scrolling


class ReasonList(QWidget):
    """Reasons that cite the law, to be ticked; the words are those that the letter prints."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, Check] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Keys of the ticked ones, in the order shown."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def show_reasons(self, reasons: Sequence[ReasonOption]) -> None:
        """Show these; while only ticks or the language change the caret stays."""
        if list(self.boxes) != [reason.key for reason in reasons]:
            empty_layout(self._grid)
            self.boxes = {}
            for reason in reasons:
                self._add(reason)
        for row, reason in enumerate(reasons):
            box = self.boxes[reason.key]
            box.setAccessibleName(reason.text)
            box.blockSignals(True)
            box.setChecked(reason.chosen)
            box.blockSignals(False)
            item = self._grid.itemAtPosition(row, 1)
            label = item.widget() if item is not None else None
            if isinstance(label, Label):
                label.setText(reason.text)

    def _add(self, reason: ReasonOption) -> None:
        row = len(self.boxes)
        box = Check("")
        box.setObjectName(f"reason_{reason.key}")
        box.setFixedWidth(theme().size("check") + 8)
        box.toggled.connect(self.changed)
        self.boxes[reason.key] = box
        self._grid.addWidget(box, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(Label(reason.text, "caption", wrap=True), row, 1)


class LetterSide(QWidget):
    """`kind_chosen` and `language_chosen` carry their key; `typed` after each change; `asked` carries the way."""

    kind_chosen = Signal(str)
    language_chosen = Signal(str)
    typed = Signal()
    asked = Signal(object)

    def __init__(self, clock: OfficeClock) -> None:
        super().__init__()
        self._clock = clock
        self.setFixedWidth(max(theme().size("side_panel"), theme().scaled(340)))
        self.kind = ComboField(_("Letter"))
        self.kind.combo.setObjectName("letter_kind")
        self.kind.changed.connect(lambda: self.kind_chosen.emit(self.kind.value))
        self.language = ComboField(_("Language of the letter"))
        self.language.combo.setObjectName("letter_language")
        self.language.changed.connect(lambda: self.language_chosen.emit(self.language.value))
        self.address = TextField(_("Name and address *"), lines=4)
        self.address.area.setObjectName("letter_address")
        self.address.changed.connect(self.typed)
        self.until = DateField(_("New date *"), clock.today)
        self.until.control.setObjectName("letter_until")
        self.until.changed.connect(self.typed)
        self.whom = LineField(_("About whom *"))
        self.whom.control.setObjectName("letter_whom")
        self.whom.set_note(_("The record is gone; the name stands on this paper only."))
        self.whom.changed.connect(self.typed)
        self.enclosures = TextField(_("Enclosed, a line each"), lines=2)
        self.enclosures.area.setObjectName("letter_enclosures")
        self.enclosures.area.setFixedHeight(theme().scaled(self.enclosures.area.minimumHeight()))
        self.enclosures.changed.connect(self.typed)
        self.why = Label(_("Reasons"), weight=600)
        self.reasons = ReasonList()
        self.reasons.changed.connect(self.typed)
        self.parts: dict[str, TextField] = {}
        self._written = QVBoxLayout()
        self._written.setSpacing(10)
        self.icon = IconLabel("circle-check", "sure", "nav")
        self.title = Label("", weight=600, wrap=True)
        self.detail = Label("", "caption", "muted", wrap=True)
        self.notes = NoteList()
        self.confirmed = Check("")
        self.confirmed.setObjectName("contact_confirmed")
        self.confirmed.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.confirmed.toggled.connect(self._allow)
        self.looked_up = Check("")
        self.looked_up.setObjectName("authority_looked_up")
        self.looked_up.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.looked_up.toggled.connect(self._allow)
        self.who = Label("", "caption", "muted", wrap=True)
        self.acts: dict[LetterWay, Button] = {}
        self._draft: LetterDraft | None = None
        self._ready = self._sends = False
        self._ways: tuple[LetterWay, ...] = ()
        self._foot = Pane("top", "window", spacing=8)
        self._lay()

    def _lay(self) -> None:
        body = Pane("none", padding=24, spacing=10)
        body.add(self.kind, self.language)
        body.add_line()
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        head.addLayout(words, 1)
        body.column.addLayout(head)
        body.add(self.notes, self.looked_up, self.confirmed)
        body.add_line()
        body.add(self.address, self.whom, self.until, self.why, self.reasons)
        body.column.addLayout(self._written)
        body.add(self.enclosures)
        body.add_stretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolling(body), 1)
        column.addWidget(self._foot)

    # What is shown

    def show_offers(self, offers: Sequence[LetterOffer], kind: LetterKind) -> None:
        """The letters that may be written now; the next one says so."""
        options = [
            (
                each.kind.value,
                _("{letter} – next").format(letter=each.title) if each.suggested else each.title,
            )
            for each in offers
            if each.allowed or each.kind is kind
        ]
        self.kind.set_options(options, kind.value)

    def show_draft(self, draft: LetterDraft, *, sends: bool) -> None:
        """Show what may be written in this draft and what it lacks; what is being typed stays as it is."""
        anew = self._draft is None or (self._draft.kind, self._draft.subject) != (draft.kind, draft.subject)
        self._draft, self._sends = draft, sends
        self.language.set_options([(each, language_name(each)) for each in LETTER_LANGUAGES], draft.language)
        if anew:
            self._build(draft)
        self.why.setVisible(bool(draft.reasons))
        self.reasons.setVisible(bool(draft.reasons))
        self.reasons.show_reasons(draft.reasons)
        self._show_missing(draft)
        self._show_notes(draft)
        ways = tuple(way for way in draft.ways if way is not LetterWay.SENT or sends)
        if ways != self._ways:
            self._build_acts(ways)
        self._allow()

    def set_ready(self, ready: bool) -> None:
        """Whether the letter may go: the draft on the window is the one on the paper."""
        self._ready = ready
        self._allow()

    def values(self) -> Mapping[str, str]:
        """What is typed and chosen, as the service takes it."""
        typed = {key: field.value for key, field in self.parts.items()}
        typed[REASONS] = "\n".join(self.reasons.chosen)
        if self._draft is not None and self._draft.address_open:
            typed[ADDRESS] = self.address.value
        if self._draft is not None and self._draft.date_open and self.until.day is not None:
            typed[UNTIL] = self.until.day.isoformat()
        if self._draft is not None and self._draft.whom_open:
            typed[WHOM] = self.whom.value
        typed[ENCLOSURES] = self.enclosures.value
        return {key: text for key, text in typed.items() if text}

    def first_field(self) -> QWidget:
        """Where the caret goes: what must be written first."""
        if self._draft is not None and self._draft.address_open and len(self.address.value.splitlines()) < 2:
            return self.address.area
        required = [part for part in self._draft.parts if part.required] if self._draft is not None else []
        named = [self.parts[part.key] for part in required if not self.parts[part.key].value]
        if named:
            return named[0].area
        if self._draft is not None and self._draft.missing and self.reasons.boxes:
            return next(iter(self.reasons.boxes.values()))
        return self.kind.combo

    def _build(self, draft: LetterDraft) -> None:
        """Fields for another letter."""
        empty_layout(self._written)
        self.parts = {}
        for part in sorted(draft.parts, key=lambda each: not each.required):
            self._add_part(part)
        self.address.setVisible(draft.address_open)
        self.whom.setVisible(draft.whom_open)
        for field, text in ((self.whom, draft.whom), (self.enclosures, "\n".join(draft.facts.enclosures))):
            field.blockSignals(True)
            field.set_value(text)
            field.blockSignals(False)
        self.looked_up.setChecked(False)
        self.until.setVisible(draft.date_open)
        self.address.blockSignals(True)
        self.address.set_value("\n".join(draft.facts.addressee.lines))
        self.address.blockSignals(False)
        self.until.blockSignals(True)
        self.until.set_date(draft.until)
        self.until.blockSignals(False)
        self.confirmed.setChecked(False)

    def _add_part(self, part: FreeField) -> None:
        title = f"{part.title} *" if part.required else part.title
        field = TextField(title, value=part.text, lines=4 if part.required else 2)
        field.area.setObjectName(f"part_{part.key}")
        field.area.setFixedHeight(theme().scaled(field.area.minimumHeight()))
        field.changed.connect(self.typed)
        self.parts[part.key] = field
        self._written.addWidget(field)

    def _show_missing(self, draft: LetterDraft) -> None:
        good = draft.complete
        self.icon.set_icon("circle-check" if good else "triangle-alert", "sure" if good else "look")
        self.title.set_tone("sure" if good else "look")
        if good:
            self.title.setText(_("Nothing is missing"))
            self.detail.setText(_("Law: {law}").format(law=draft.law))
            return
        self.title.setText(_("Not complete yet"))
        names = wording.listed([part_name(name) for name in dict.fromkeys(draft.missing)])
        self.detail.setText(_("Missing: {parts}").format(parts=names))

    def _show_notes(self, draft: LetterDraft) -> None:
        notes = []
        if draft.identity_open:
            notes.append(
                ("triangle-alert", "danger", _("Identity does not stand yet: nothing is given out."), "")
            )
        if draft.contact_changed is not None:
            words = _(
                "{contact} changed within 30 days and serves no letter before it is confirmed the old way."
            )
            contact = words.format(contact=field_name(draft.contact_changed))
            notes.append(("triangle-alert", "look", contact, ""))
        check = draft.authority
        if check is not None:
            words = _("{name}, {address}").format(name=check.name, address=check.address)
            notes.append(("triangle-alert", "look", _("This authority’s address is not reviewed."), words))
        if draft.nameless:
            words = _("What is filed bears no name, no address and none of your own words.")
            notes.append(("eraser", "text_muted", _("The record of the person is gone."), words))
        self.notes.set_notes(notes)
        self.notes.setVisible(bool(notes))
        self.looked_up.setVisible(check is not None)
        if check is not None:
            self.looked_up.setText(_("Looked up today at {source}").format(source=check.source))
        may = draft.contact_changed is not None and draft.kind is not LetterKind.IDENTITY_CODE
        self.confirmed.setVisible(may)
        self.confirmed.setText(_("Confirmed by letter or on the number before"))

    def _build_acts(self, ways: tuple[LetterWay, ...]) -> None:
        self._ways = ways
        empty_layout(self._foot.column)
        self.who = Label("", "caption", "muted", wrap=True)
        self._foot.add(self.who)
        main, *others = ways
        self.acts = {main: PrimaryButton(act_words(main), ICONS[main], "Ctrl+Return")}
        shortcut = QShortcut(QKeySequence(KEYS[main]), self.acts[main])
        shortcut.activated.connect(self.acts[main].click)
        self._foot.add(self.acts[main].stretch())
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, way in enumerate(others):
            self.acts[way] = Button(short_words(way), ICONS[way], KEYS[way])
            alone = place == len(others) - 1 and place % 2 == 0
            grid.addWidget(self.acts[way].stretch(), place // 2, place % 2, 1, 2 if alone else 1)
        self._foot.column.addLayout(grid)
        for way, button in self.acts.items():
            button.clicked.connect(lambda _on=False, way=way: self.asked.emit(way))

    def _allow(self) -> None:
        draft = self._draft
        if draft is None:
            return
        why = ""
        if not draft.complete:
            why = _("Something is missing: nothing can go out.")
        elif draft.identity_open:
            why = _("Identity does not stand yet.")
        elif draft.authority is not None and not self.looked_up.isChecked():
            why = _("Look the authority’s address up first.")
        elif draft.contact_changed is not None and not self.confirmed.isChecked():
            why = _("Confirm the changed contact first.")
        self.who.setText(why)
        self.who.setVisible(bool(why))
        for way, button in self.acts.items():
            postless = (
                _("Type the address first.")
                if way is LetterWay.PRINTED and len(draft.facts.addressee.lines) < 2
                else ""
            )
            button.allow(not why and not postless and self._ready, why or postless)
