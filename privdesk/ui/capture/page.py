# SPDX-License-Identifier: MIT
"""Capture: from page to record in seconds, without leaving the keyboard."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.agencies import AgencyId
from privdesk.domain.forms import TemplateRef
from privdesk.domain.inbox import ItemId
from privdesk.domain.letters import LetterKind
from privdesk.domain.matching import Candidate
from privdesk.domain.submissions import SubmissionId
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.services.explain import describe
from privdesk.services.progress import Progress
from privdesk.ui.capture.choose_form import ChooseForm
from privdesk.ui.capture.compare import Comparison
from privdesk.ui.capture.draft_body import body_of, place_of, place_words
from privdesk.ui.capture.drafts import DraftSaver
from privdesk.ui.capture.entering import EnteringPage
from privdesk.ui.capture.form_side import FormSide, going_on_words
from privdesk.ui.capture.form_state import FormState
from privdesk.ui.capture.letter_due import LetterDue, offer_letter
from privdesk.ui.capture.opening import Opening, choose_form, open_item, resume_form
from privdesk.ui.capture.page_pane import PAGE_WIDTH, PagePane
from privdesk.ui.capture.saving import Saving
from privdesk.ui.capture.top_strip import TopStrip
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.page_images import picture_of, turned
from privdesk.ui.theme import theme

LIKELY_MS = 250


class CapturePage(EnteringPage):
    """One item after the other; what is typed is kept all the time."""

    rail = True
    own_top = True

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        navigator: Navigator,
        item: int | None = None,
        submission: int | None = None,
    ) -> None:
        """`item` opens an item of the Inbox, `submission` an incomplete form again."""
        super().__init__(desk, jobs, navigator)
        self.item_id = ItemId(item) if item is not None else None
        self._submission = SubmissionId(submission) if submission is not None else None
        self.pane: PagePane | None = None
        self.chooser: ChooseForm | None = None
        self._growing: FormSide | None = None
        self._agency_before: AgencyId | None = None
        self._comparison: Comparison | None = None
        self._asked = ""
        self.saving = Saving(self)
        self._likely_timer = QTimer(self)
        self._likely_timer.setSingleShot(True)
        self._likely_timer.setInterval(LIKELY_MS)
        self._likely_timer.timeout.connect(self.look_for_likely)
        self._make()

    @override
    def load(self) -> None:
        if self.opening is None:
            self.open_item(self.item_id)

    @override
    def open_item(self, item_id: ItemId | None) -> None:
        """Open an item in this page; what was typed in the one before is kept."""
        self.leave()
        submission, self._submission = self._submission, None
        if submission is not None:
            self.letter_due = LetterDue(submission, LetterKind.PLEASE_COMPLETE)
            self.run(lambda _progress: resume_form(self.desk, submission), self.show_opening, lane="read")
        elif item_id is not None:
            self.item_id = item_id
            self.run(
                lambda _progress: open_item(self.desk, item_id),
                self.show_opening, lane="read", latest="open",
            )  # fmt: skip

    def show_opening(self, opening: Opening) -> None:
        """Show a sheet: pages left, fields or the list of forms right."""
        self.banner.clear()
        due, self.letter_due = self.letter_due, None
        if due is not None:
            offer_letter(self.desk, self.navigator, self.banner, due)
        self._clear()
        self.opening = opening
        self.item_id = opening.sheet.item.id
        self.strip.show_place(opening.sheet)
        self.set_title(_("Form {number}").format(number=opening.sheet.item.number))
        self._add_pane(opening)
        self.jobs.soon(self, lambda: self._show_right(opening))

    def _show_right(self, opening: Opening) -> None:
        """The right half, in a turn of its own: building some twenty fields takes as long as everything else."""
        if self.opening is not opening:
            return
        if opening.sheet.template is None:
            self._add_chooser(opening)
            self._place_all()
            return
        form = self._make_form(opening)
        form.hide()
        self._growing = form
        self._halves.addWidget(form)
        self.jobs.soon(self, lambda: self._grow_form(opening, form))

    def _grow_form(self, opening: Opening, form: FormSide) -> None:
        """Field by field, in turns, until the form can be shown."""
        if self._growing is not form:
            return
        if form.fields.grow():
            self.jobs.soon(self, lambda: self._grow_form(opening, form))
        else:
            self._growing = None
            self._start_form(opening, form)

    def _place_all(self) -> None:
        self._fit()
        self.settle_place()

    def _make(self) -> None:
        self.head.hide()
        self.strip = TopStrip()
        self._outer.insertWidget(0, self.strip)
        self.strip.back_button.clicked.connect(self.go_to_inbox)
        self.strip.before.clicked.connect(lambda: self._neighbour(-1))
        self.strip.after.clicked.connect(lambda: self._neighbour(1))
        self._halves = QHBoxLayout()
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(0)
        self.content.addLayout(self._halves, 1)
        for keys, act in (
            ("F3", lambda: self._go_doubtful(back=False)),
            ("Shift+F3", lambda: self._go_doubtful(back=True)),
            ("Ctrl+D", self.compare),
            ("Ctrl+Return", self.saving.save),
            ("Ctrl+Enter", self.saving.save),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _clear(self) -> None:
        if self.form is not None and self.form.details.details.agency_id is not None:
            self._agency_before = self.form.details.details.agency_id
        if self.form is not None:
            self.form.end_keeping()
        self._likely_timer.stop()
        for widget in (self.pane, self.form, self.chooser, self._growing):
            if widget is not None:
                self._halves.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self.pane = self.form = self.chooser = self._growing = None
        if self.drafts is not None:
            self.drafts.deleteLater()
            self.drafts = None

    def _add_pane(self, opening: Opening) -> None:
        self.pane = PagePane(opening.sheet.item, self.desk.clock)
        self.pane.page_wanted.connect(self._render)
        self._halves.addWidget(self.pane, 1)
        self.pane.show()
        self.pane.want_first()

    def _add_chooser(self, opening: Opening) -> None:
        self.chooser = ChooseForm(self.desk.capture.templates(), opening.sheet.language)
        self.chooser.chosen.connect(self._choose_form)
        self.chooser.set_aside.clicked.connect(self.saving.set_aside)
        self._halves.addWidget(self.chooser)
        self.chooser.show()
        self.chooser.setFocus()

    def _make_form(self, opening: Opening) -> FormSide:
        sheet = opening.sheet
        assert sheet.template is not None
        state = FormState(sheet.template, sheet.values, self.desk.capture.check, keyed=opening.keyed)
        details = opening.proposed(self._agency_before)
        draft = body_of(sheet.draft) if sheet.draft is not None else {}
        if draft:
            state.restore(draft)
            details = details.restored(draft.get("details") or {})
        return FormSide(opening, state, details, self.desk.clock.today, self._cut)

    def _start_form(self, opening: Opening, form: FormSide) -> None:
        sheet = opening.sheet
        self.form = form
        form.show()
        self.drafts = DraftSaver(self.desk.capture, self.jobs, sheet.item.id, self._snapshot, self)
        self._connect_form(form, self.drafts)
        place = place_of(sheet.draft.place) if sheet.draft is not None else ("", 0)
        if sheet.draft is not None and body_of(sheet.draft):
            form.say_going_on(going_on_words(sheet.draft.saved_at, self.desk.clock))
        self._start_at(form, *place)
        self.look_for_likely()
        self._place_all()
        if self._asked:
            self.open_again(self._asked)

    def _connect_form(self, form: FormSide, drafts: DraftSaver) -> None:
        form.touched.connect(drafts.touch)
        form.fields.typed.connect(lambda _key: drafts.touch())
        form.fields.typed.connect(lambda _key: self._likely_timer.start())
        form.fields.left.connect(lambda _key: drafts.keep_now())
        form.fields.current_changed.connect(self._frame)
        form.fields.accepted.connect(self._accept)
        form.same.compare_asked.connect(self.compare)
        form.footer.save.clicked.connect(self.saving.save)
        form.footer.set_aside.clicked.connect(self.saving.set_aside)
        form.footer.incomplete.clicked.connect(self.saving.ask_incomplete)
        form.footer.refuse.clicked.connect(self.saving.ask_refusal)
        drafts.kept.connect(lambda: self.set_status(_("Kept as you type")))
        drafts.failed.connect(self.saving.keeping_failed)

    def _start_at(self, form: FormSide, key: str, caret: int) -> None:
        """The caret of the draft, else the first doubtful field, else the first field."""
        if key in form.state.keys:
            form.fields.go_to(key, caret)
            return
        doubtful = form.state.doubtful()
        form.fields.go_to(doubtful[0] if doubtful else form.state.keys[0])

    def _snapshot(self) -> tuple[Mapping[str, Any], str]:
        assert self.form is not None
        body = {**self.form.state.to_body(), "details": self.form.kept_details().to_body()}
        current = self.form.fields.current
        caret = self.form.fields.entry(current).caret if current else 0
        return body, place_words(current, caret)

    def _cut(self, key: str) -> QImage | None:
        """The cut-out is shown for what is keyed or doubtful, not for what was read exactly."""
        if self.opening is None or self.pane is None or self.form is None:
            return None
        region = self.opening.sheet.regions.get(key)
        shown = self.form.state.keyed or key in self.form.state.doubtful()
        return self.pane.cut_out(region) if region is not None and shown else None

    def _frame(self, key: str) -> None:
        if self.pane is not None and self.opening is not None:
            self.pane.show_region(self.opening.sheet.regions.get(key))

    def _render(self, page: int) -> None:
        pane = self.pane
        if pane is None:
            return
        item = pane.item

        def work(_progress: Progress) -> QImage:
            return turned(picture_of(self.desk.inbox.page(item.id, page, PAGE_WIDTH)), item.turned)

        def done(picture: QImage) -> None:
            if self.pane is pane:
                pane.show_page(page, picture)
                if self.form is not None:
                    self.form.fields.refresh_snippet()

        def failed(error: BaseException) -> None:
            if self.pane is pane:
                words = describe(error)
                pane.show_trouble(f"{words.title} {words.happened}")

        self.run(work, done, lane="read", quiet=True, on_failed=failed)

    def _choose_form(self, ref: TemplateRef) -> None:
        item_id = self.item_id
        if item_id is not None:
            self.run(lambda _progress: choose_form(self.desk, item_id, ref), self.show_opening)

    def _accept(self, key: str) -> None:
        """Enter: the field counts as looked at; on to the next doubtful one, or save where none is left."""
        if self.form is None:
            return
        fields, state = self.form.fields, self.form.state
        fields.accept(key)
        following = state.next_doubtful(key)
        if following is not None:
            fields.go_to(following)
        elif key not in state.doubtful():
            self.saving.save()

    def _go_doubtful(self, *, back: bool) -> None:
        if self.form is not None:
            self.form.fields.go_to_doubtful(back=back)

    def look_for_likely(self) -> None:
        """Ask who on file may be the person on the form."""
        form = self.form
        if form is None:
            return
        values = form.state.values()

        def done(likely: Sequence[Candidate]) -> None:
            if self.form is form:
                self.show_likely(likely)

        self.run(
            lambda _progress: self.desk.capture.likely_same(values),
            done,
            lane="read",
            latest="likely",
            quiet=True,
        )

    @override
    def show_likely(self, likely: Sequence[Candidate]) -> None:
        """Show them above the footer; a decision kept in the draft stands."""
        if self.form is None:
            return
        details = self.form.details.details
        first = not self.form.same.answered
        self.form.same.show_likely(likely, self.form.state.values())
        if first and details.same_person is not None:
            self.form.same.decide(details.same_person, details.person_id)
        self.form.show_same_line()

    def compare(self) -> None:
        """Open the comparison over the page."""
        likeness = self.form.same.shown_likeness if self.form is not None else None
        if self.form is None or likeness is None:
            return
        if self._comparison is not None:
            self._comparison.deleteLater()
        may_be_new = self.form.state.template.field("start") is not None
        values = self.form.state.values()
        self._comparison = Comparison(self.window(), likeness, values, may_be_new=may_be_new)
        self._comparison.decided.connect(self.form.decide)
        self._comparison.show_over()

    @override
    def go_to_inbox(self) -> None:
        """Esc: back to the list; what is typed is kept."""
        self.leave()
        self.navigator.open("inbox")

    def _neighbour(self, step: int) -> None:
        """The item before or after this one in the Inbox; the draft of this one is kept."""
        here = self.item_id

        def work(_progress: Progress) -> ItemId | None:
            ids = [
                item.id for item in self.desk.inbox.items() if item.id == here or item.template is not None
            ]
            place = ids.index(here) + step if here in ids else 0
            return ids[place] if 0 <= place < len(ids) else None

        def done(item_id: ItemId | None) -> None:
            if item_id is not None:
                self.open_item(item_id)

        self.run(work, done, lane="read", latest="neighbour", quiet=True)

    @override
    def leave(self) -> None:
        super().leave()
        if self.drafts is not None:
            self.drafts.keep_now()
        if self._comparison is not None:
            self._comparison.shut()
            self._comparison.deleteLater()
            self._comparison = None

    @override
    def step_back(self) -> bool:
        form = self.form
        if self._comparison is not None and self._comparison.isVisible():
            self._comparison.shut()
            return True
        if form is not None and form.close_reasons():
            return True
        if form is not None and not form.details.isHidden():
            form.turn_details()
            return True
        self.go_to_inbox()
        return True

    @override
    def zoom(self, step: int) -> bool:
        if self.pane is None:
            return False
        view = self.pane.view
        {1: view.zoom_in, -1: view.zoom_out, 0: view.fit_width}[step]()
        return True

    @override
    def panes(self) -> list[QWidget]:
        found: list[QWidget] = [self.pane.view] if self.pane is not None else []
        if self.chooser is not None:
            found.append(self.chooser)
        if self.form is not None:
            current = self.form.fields.current or self.form.state.keys[0]
            found.append(self.form.fields.entry(current).control)
            if self.form.same.isVisible():
                found.append(self.form.same.first_choice)
        return found

    @override
    def open_again(self, key: str) -> None:
        """The question under the form, once the form has grown."""
        _item, item, what = key.split(":")
        self._asked = key if self.form is None else ""
        if self.form is not None and str(self.item_id) == item:
            self.saving.ask_again(what)

    @override
    def place_state(self) -> dict[str, Any]:
        return {**super().place_state(), "item": self.item_id}

    @override
    def restore_place(self, state: Mapping[str, Any]) -> None:
        item = state.get("item")
        if item is not None and item != self.item_id:
            self.open_item(ItemId(item))
        super().restore_place(state)

    def _fit(self) -> None:
        """The right half keeps room for its fields, the page takes the rest."""
        wide = max(theme().scaled(548), min(theme().scaled(620), round(self.width() * 0.432)))
        for half in (self.form, self.chooser):
            if half is not None:
                half.setFixedWidth(min(wide, max(420, self.width() - 320)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._line.setGeometry(0, self.strip.height() - 2, self.width(), 2)
