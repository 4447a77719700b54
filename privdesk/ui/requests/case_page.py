# SPDX-License-Identifier: MIT
"""A request: one clock, a row a right, one answer; the filled button is always the next act."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu
from typing_extensions import override

from privdesk.domain.cases import CallSheet, CaseId, Right
from privdesk.domain.erasures import Erasure
from privdesk.domain.incoming import PageImage
from privdesk.domain.people import PersonId
from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.case_words import asker_name
from privdesk.services.desk import Desk
from privdesk.services.letter_offers import RECEIPTS
from privdesk.services.letter_plan import LetterOffer, LetterSubject
from privdesk.services.request_pages import ActKey, CasePage, LetterRow, NextAct
from privdesk.ui.errors import show_error
from privdesk.ui.jobs import Jobs, Lane
from privdesk.ui.navigation import Navigator
from privdesk.ui.requests.act_panel import ActPanel
from privdesk.ui.requests.case_panels import find_act, panel_for, row_of
from privdesk.ui.requests.case_side import PAGE_WIDTH, CaseSide
from privdesk.ui.requests.case_tags import RIGHTS_PLACES, case_tags, rights_place
from privdesk.ui.requests.case_view import CaseView
from privdesk.ui.requests.identity_panel import IdentityMeans, IdentityPanel
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import scrolling
from privdesk.ui.widgets.question_list import Question
from privdesk.ui.widgets.saver import Saver

_NARROW = 1000
_MENU_KEYS = {ActKey.ADD_RIGHT: "Ctrl+Shift+A", ActKey.ADD_NOTE: "Ctrl+J"}


class CaseDeskPage(Page):
    """Ctrl+Enter does the next act; Enter on a right opens its act under the row; Esc closes it."""

    def __init__(self, desk: Desk, jobs: Jobs, navigator: Navigator, case: int) -> None:
        super().__init__(_("Request"), jobs)
        self._desk, self._navigator, self._case_id = desk, navigator, CaseId(case)
        self._page: CasePage | None = None
        self._wanted: Mapping[str, Any] = {}
        self._open_act: NextAct | None = None
        self._letter: LetterRow | None = None
        self._receipt_offered = False
        self._write_title = _("Write a letter")
        self.who = Label("", tone="muted")
        self.more = Button(_("More"), "ellipsis")
        self.more.clicked.connect(self._show_more)
        self.next = PrimaryButton("", keys="Ctrl+Return")
        self.next.clicked.connect(self._do_next)
        self.write = Button(self._write_title, "mail", "Ctrl+Shift+L")
        self.write.clicked.connect(self._write_letter)
        for widget in (self.who, self.more, self.write, self.next):
            widget.hide()
            self.head.add_act(widget)
        self.view = CaseView(desk.clock)
        self.view.right_opened.connect(self._open_right)
        self.view.letter_opened.connect(self._open_letter)
        self.view.add_right_asked.connect(lambda: self._do_key(ActKey.ADD_RIGHT))
        self.view.note_asked.connect(lambda: self._do_key(ActKey.ADD_NOTE))
        self._area = scrolling(self.view)
        self.content.addWidget(self._area, 1)
        self.side = CaseSide(desk.clock)
        self.side.open_person.clicked.connect(self._open_person)
        self.side.preview.page_asked.connect(self._read_page)
        self.set_side(self.side)
        self._saver = Saver(self, jobs, self._take_draft)
        self._saver.saved.connect(lambda: self.set_status(_("Kept as you type")))

    @override
    def load(self) -> None:
        again = self._page is not None
        self.run(lambda _progress: self._desk.requests.page(self._case_id, again=again), self._show)

    @override
    def person_in_sight(self) -> PersonId | None:
        return self._page.case.person_id if self._page is not None else None

    def _show(self, page: CasePage) -> None:
        first, self._page = self._page is None, page
        case = page.case
        self.set_title(
            asker_name(case),
            _("{title}, request {number}").format(title=page.title, number=case.number),
        )
        self.head.set_tags(*case_tags(page, self._desk.clock.today()))
        self.view.show_page(page)
        if first or self._letter is None:
            self.side.show_page(page)
        self._show_acts(page)
        self._look_for_letters()
        if first:
            self.view.rights.choose_first()
            self.view.rights.setFocus(Qt.FocusReason.OtherFocusReason)
            self._reopen()
        self.settle_place()

    def _show_acts(self, page: CasePage) -> None:
        act = page.next_act
        idle = self.view.panel is None
        self.more.setVisible(bool(page.acts) or self._may_be_erased(page))
        self.next.setVisible(act is not None and idle)
        self.who.setVisible(act is not None and not act.allowed and idle)
        if act is not None:
            self.next.setText(act.title)
            self.next.allow(act.allowed, act.who)
            self.who.setText(act.who)

    # Acts

    def _do_next(self) -> None:
        if self._page is not None and self._page.next_act is not None:
            self._do(self._page.next_act)

    def _do_key(self, key: ActKey) -> None:
        act = find_act(self._page, key.value, None) if self._page is not None else None
        if act is not None:
            self._do(act)

    def _open_right(self, right: str) -> None:
        row = row_of(self._page, Right(right)) if self._page is not None else None
        if row is None or self._page is None or self._page.read_only:
            return
        if row.act is not None:
            if row.act.allowed:
                self._do(row.act)
        elif self._desk.session.member.may(Permission.DECIDE):
            title = _("Change the decision on {right}").format(right=row.title.lower())
            self._do(NextAct(ActKey.DECIDE, title, row.right, True, ""))

    def _do(self, act: NextAct) -> None:
        if self._page is None or not act.allowed:
            return
        if act.key is ActKey.MAKE_REPORT:
            self._navigator.open("report", person=self._page.case.person_id, case=self._case_id)
        elif act.key is ActKey.PLAN_ERASURE and self._desk.erasure is not None:
            self._navigator.open("erasure", person=self._page.case.person_id, case=self._case_id)
        elif act.key is ActKey.PLAN_ERASURE:
            self._do(NextAct(ActKey.DECIDE, act.title, act.right, True, ""))
        elif act.key in RIGHTS_PLACES:
            place, arguments = rights_place(act.key, self._page.case)
            self._navigator.open(place, **arguments)
        elif act.key is ActKey.CHECK_IDENTITY:
            self.run(
                lambda _progress: self._means(), lambda means: self._open_identity(act, means), lane="read"
            )
        else:
            panel = panel_for(act, self._page, self._desk.session.member, self._desk.clock)
            if panel is not None:
                self._open(act, panel)

    def _means(self) -> IdentityMeans:
        person = self._page.case.person_id if self._page is not None else None
        if person is None:
            return IdentityMeans()
        calls = self._desk.calls
        questions = [
            Question(each.key, calls.question_title(each), each.answer) for each in calls.questions(person)
        ]
        return IdentityMeans(questions, calls.call_back(person))

    def _open_identity(self, act: NextAct, means: IdentityMeans) -> None:
        if self._page is None:
            return
        panel = IdentityPanel(self._page.case, means, self._desk.session.member, self._desk.clock)
        panel.weigh_asked.connect(lambda sheet: self._weigh(panel, sheet))
        panel.code_asked.connect(lambda: self._make_code(panel))
        self._open(act, panel)

    def _open(self, act: NextAct, panel: ActPanel) -> None:
        self._close_panel()
        self._open_act = act
        panel.submitted.connect(lambda: self._submit(panel))
        panel.put_off.connect(self._put_off)
        panel.cancelled.connect(self._cancel)
        panel.changed.connect(self._saver.touch)
        self.view.open_panel(panel, act.right.value if act.right is not None else None)
        if self._page is not None:
            self._show_acts(self._page)
        panel.take_caret()
        QTimer.singleShot(0, panel, lambda: self._area.ensureWidgetVisible(panel, 0, 24))
        key = self._draft_key(panel)
        self.run(
            lambda _progress: self._desk.requests.draft(key),
            lambda values: self._put_back(panel, values),
            lane="read",
            quiet=True,
        )

    def _put_back(self, panel: ActPanel, values: Mapping[str, str]) -> None:
        if values and panel is self.view.panel:
            panel.set_values(values)
            self._saver.forget()
            self.set_status(_("Going on where you stopped"))
        self.settle_place()

    def _submit(self, panel: ActPanel) -> None:
        work = panel.work()
        if work is None:
            return
        self._saver.forget()
        requests, key = self._desk.requests, self._draft_key(panel)

        def act() -> CasePage:
            work(requests)
            requests.keep_draft(key, {})
            return requests.page(self._case_id, again=True)

        self._act(act, panel)

    def _act(self, act: Callable[[], CasePage], panel: ActPanel) -> None:
        panel.act.setEnabled(False)

        def failed(error: BaseException) -> None:
            panel.act.setEnabled(True)
            self._saver.touch()
            if not panel.fail(error):
                self._show_error(error)

        self.run(lambda _progress: act(), self._acted, on_failed=failed)

    def _acted(self, page: CasePage) -> None:
        self.banner.clear()
        self._close_panel()
        self._show(page)
        self.view.rights.setFocus(Qt.FocusReason.OtherFocusReason)
        self.counts_changed.emit()
        self.set_status(_("Recorded"))

    def _show_error(self, error: BaseException) -> None:
        show_error(self.banner, error)
        self.load()

    def _weigh(self, panel: IdentityPanel, sheet: CallSheet) -> None:
        self.run(
            lambda _progress: self._desk.calls.verdict(sheet),
            panel.show_verdict,
            lane="read",
            latest="verdict",
            quiet=True,
        )

    def _make_code(self, panel: IdentityPanel) -> None:
        def made(result: tuple[str, CasePage]) -> None:
            panel.show_code(result[0])
            self._page = result[1]

        requests = self._desk.requests
        self.run(
            lambda _progress: (requests.send_code(self._case_id), requests.page(self._case_id, again=True)),
            made,
        )

    def _put_off(self) -> None:
        """Close the act; what is typed is kept and comes back with it."""
        self._close_panel()
        if self._page is not None:
            self._show_acts(self._page)
        self.view.rights.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cancel(self) -> None:
        panel = self.view.panel
        if panel is None:
            return
        self._saver.forget()
        key = self._draft_key(panel)
        self._put_off()
        self.run(lambda _progress: self._desk.requests.keep_draft(key, {}), lambda _none: None, quiet=True)

    def _close_panel(self) -> None:
        self._saver.flush()
        self._open_act = None
        self.view.close_panel()

    def _show_more(self) -> None:
        if self._page is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for act in self._page.acts:
            keys = _MENU_KEYS.get(act.key, "")
            after = act.who if not act.allowed else keys
            entry = menu.addAction(f"{act.title}\t{after}" if after else act.title)
            entry.setEnabled(act.allowed)
            entry.triggered.connect(lambda _on, act=act: self._do(act))
        if self._may_be_erased(self._page):
            menu.addAction(_("Erasure certificate")).triggered.connect(self._open_certificate)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))

    def _may_be_erased(self, page: CasePage) -> bool:
        """Whether an erasure may have run for this request, and the certificate is for whoever looks."""
        member = self._desk.session.member
        decided = any(
            each.right is Right.ERASURE and each.decided_at is not None for each in page.case.rights
        )
        return self._desk.erasure is not None and member.may(Permission.ERASE) and decided

    def _open_certificate(self) -> None:
        erasure = self._desk.erasure
        if erasure is None:
            return

        def found(records: Sequence[Erasure]) -> None:
            if records:
                self._navigator.open("erased", erasure=records[0].id)
            else:
                self.banner.show_words(
                    "notice", _("No erasure ran for this request."), _("It was decided without one.")
                )

        self.run(lambda _progress: erasure.of_case(self._case_id), found, lane="read")

    # Letters and person

    def _look_for_letters(self) -> None:
        """Offer to write a letter; the one that is next names itself."""
        letters, case_id = self._desk.letters, self._case_id
        if letters is None or not self._desk.session.member.may(Permission.GRANT_ACCESS):
            return
        subject = LetterSubject(case_id=case_id)

        def show(offers: Sequence[LetterOffer]) -> None:
            due = next((each for each in offers if each.suggested and each.allowed), None)
            title = _("Write: {letter}").format(letter=due.title) if due is not None else _("Write a letter")
            self._write_title = title
            self._fit_head()
            self.write.setVisible(any(each.allowed for each in offers))
            if due is not None and due.kind in RECEIPTS:
                self._offer_receipt(title)

        self.run(lambda _progress: letters.offers(subject), show, lane="read", latest="letters", quiet=True)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        """In a low window the name comes before the letter's: its button then says “Write”, its tooltip the rest."""
        narrow = self.width() < theme().scaled(_NARROW)
        self.write.setText(_("Write") if narrow else self._write_title)
        self.write.set_hint(self._write_title if narrow else "")

    def _offer_receipt(self, act: str) -> None:
        """Offer to confirm receipt at once, with its dates, on the day that the request is entered."""
        page, clock = self._page, self._desk.clock
        if (
            page is None
            or self._receipt_offered
            or page.banner
            or clock.day_of(page.case.entered_at) != clock.today()
        ):
            return
        self._receipt_offered = True
        words = _("Received on {received}. {dates}.").format(
            received=wording.date_long(page.clock.received_on), dates=page.clock.heading
        )
        title = _("Receipt is not confirmed yet.")
        self.banner.show_words("notice", title, words, act, self._write_letter)

    def _write_letter(self) -> None:
        self._navigator.open("letter", case=self._case_id)

    def _open_letter(self, place: int) -> None:
        if self._page is None or place >= len(self._page.letters):
            return
        letter = self._page.letters[place]
        if (
            letter.item_id is not None
            and self._page.item is not None
            and letter.item_id == self._page.item.id
        ):
            self._letter = None
            self.side.show_page(self._page)
        elif letter.document_id is not None:
            self._letter = letter
            self.side.show_document(letter.title)
        else:
            return
        if self.side_is_folded and not self.side.isVisible():
            self.toggle_side()

    def _read_page(self, number: int) -> None:
        letter, item = self._letter, self._page.item if self._page is not None else None

        def read() -> PageImage | None:
            if letter is not None and letter.document_id is not None:
                return self._desk.people.document_page(letter.document_id, number, PAGE_WIDTH)
            return self._desk.inbox.page(item.id, number, PAGE_WIDTH) if item is not None else None

        def shown(page: PageImage | None) -> None:
            if page is not None and letter is self._letter:
                self.side.preview.show_page(number, page)

        def failed(error: BaseException) -> None:
            if letter is not None and number:
                self.side.preview.no_such_page(number)
            else:
                self.side.letter_words.setText(_("The page cannot be shown."))

        lane: Lane = "write" if letter is not None else "read"
        self.run(lambda _progress: read(), shown, lane=lane, latest="letter", on_failed=failed)

    def _open_person(self) -> None:
        case = self._page.case if self._page is not None else None
        if case is not None and case.person_id is not None:
            self._navigator.open(
                "person", person=case.person_id, purpose="rights_request", reference=case.number
            )

    # Leaving, locking, coming back

    def _draft_key(self, panel: ActPanel) -> str:
        return f"case:{self._case_id}:{panel.key}"

    def _take_draft(self) -> Callable[[], None]:
        panel, requests = self.view.panel, self._desk.requests
        if panel is None:
            return lambda: None
        key, values = self._draft_key(panel), dict(panel.values())
        return lambda: requests.keep_draft(key, values)

    def _reopen(self) -> None:
        if self._page is None or not self._wanted.get("act"):
            return
        act = find_act(self._page, self._wanted["act"], self._wanted.get("right"))
        self._wanted = {}
        if act is not None:
            self._do(act)

    @override
    def step_back(self) -> bool:
        if self.view.panel is not None:
            self._put_off()
            return True
        return super().step_back()

    @override
    def leave(self) -> None:
        self._saver.flush()

    @override
    def place_state(self) -> dict[str, Any]:
        act = self._open_act
        kept = {"act": act.key.value, "right": act.right.value if act.right else None} if act else {}
        return {**super().place_state(), **kept}

    @override
    def restore_place(self, state: Mapping[str, Any]) -> None:
        self._wanted = state
        super().restore_place(state)
        self._reopen()
