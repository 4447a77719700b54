# SPDX-License-Identifier: MIT
"""A request out of an item of the Inbox: the mail left, what it seems to ask right; the clerk confirms each part."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.cases import Case, Right
from privdesk.domain.inbox import InboxItem, ItemId
from privdesk.domain.incoming import PageImage
from privdesk.domain.people import Channel
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.intake_words import because, found_by_words, notice_name
from privdesk.services.names import channel_name, right_name
from privdesk.services.request_words import Notice
from privdesk.services.requests import NewRequest, Proposal
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.page_images import picture_of
from privdesk.ui.requests.marked_mail import MarkedMail, Marks, ScannedLetter
from privdesk.ui.requests.noticed import NoticedPane
from privdesk.ui.requests.opening_page import OpeningPage
from privdesk.ui.requests.request_form import Asker
from privdesk.ui.requests.suggested import merged
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.label import IconLabel, Label
from privdesk.ui.widgets.pane import Pane, UprightLine, scrolling

_PAGE_WIDTH = 1240


@dataclass(frozen=True, slots=True)
class _Read:
    item: InboxItem
    proposal: Proposal


class JoinOffer(Pane):
    """Offered first when a request of that person is open: the letter belongs to it, no new clock."""

    def __init__(self, join: Callable[[], None]) -> None:
        super().__init__("bottom", "window", spacing=8)
        self.words = Label("", wrap=True)
        self.join = PrimaryButton("", "shield-check", "Ctrl+Return")
        self.join.clicked.connect(join)
        self.apart = Button(_("Open a request of its own"), "shield-plus")
        self.apart.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(IconLabel("info", "info"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.column.addLayout(row)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(self.join)
        acts.addWidget(self.apart)
        acts.addStretch()
        self.column.addLayout(acts)
        self.hide()

    def offer(self, case: Case, words: str) -> None:
        """Offer to join this request."""
        self.words.setText(words)
        self.join.setText(_("Joins request {number}").format(number=case.number))
        self.show()


class RequestFromItemPage(OpeningPage):
    """Suggestions are ticked and their words marked; nothing is opened before Ctrl+Enter."""

    def __init__(self, desk: Desk, jobs: Jobs, navigator: Navigator, item: int) -> None:
        super().__init__(_("Request from an e-mail"), desk, jobs, navigator, Channel.EMAIL, beside=False)
        self._item_id = ItemId(item)
        self._joins: Case | None = None
        self._last: Proposal | None = None
        self._suggested: Mapping[Right, str] = {}
        self._declined: frozenset[Right] = frozenset()
        self._was_decided = False
        self.mail = MarkedMail()
        self.letter = ScannedLetter()
        self.letter.typed.connect(self._read_summary)
        self._left = QStackedWidget()
        self._left.addWidget(self.mail)
        self._left.addWidget(self.letter)
        self.noticed = NoticedPane()
        self.form.asker.chosen.connect(self._look_for_open)
        self.offer = JoinOffer(self.join)
        self.offer.apart.clicked.connect(self._open_apart)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.offer)
        column.addWidget(self.noticed)
        column.addWidget(self.form, 1)
        halves = QHBoxLayout()
        halves.setSpacing(0)
        halves.addWidget(self._left, 1)
        halves.addWidget(UprightLine())
        halves.addWidget(scrolling(right), 1)
        self.content.addLayout(halves, 1)

    @property
    @override
    def draft_key(self) -> str:
        return f"item:{self._item_id}"

    @override
    def load(self) -> None:
        def read() -> _Read:
            return _Read(self.desk.inbox.item(self._item_id), self.desk.requests.propose(self._item_id))

        self.run(lambda _progress: read(), self._show, lane="read")

    @property
    @override
    def request(self) -> NewRequest | None:
        """What is to be opened, with what the clerk typed of a scanned letter among its notes."""
        request = super().request
        if request is None:
            return None
        notes = "\n\n".join(part for part in (request.notes, self.letter.summary.value) if part)
        return replace(request, notes=notes, tell_before_closing=self.noticed.tells_first)

    @override
    def draft_values(self) -> Mapping[str, str]:
        return {**super().draft_values(), "summary": self.letter.summary.value}

    @override
    def put_draft(self, values: Mapping[str, str]) -> None:
        super().put_draft(values)
        if values.get("summary"):
            self._was_decided = True
            self.letter.summary.set_value(values["summary"])

    def join(self) -> None:
        """Put the letter among the open request's correspondence."""
        case, requests, key = self._joins, self.desk.requests, self.draft_key
        summary = self.letter.summary.value
        if case is None:
            return
        self.saver.forget()

        def work() -> Case:
            joined = requests.join(case.id, self._item_id)
            if summary:
                joined = requests.note(case.id, summary)
            requests.keep_draft(key, {})
            return joined

        self.run(lambda _progress: work(), self.opened)

    def _show(self, read: _Read) -> None:
        item, proposal = read.item, read.proposal
        self.form.item_id = item.id
        words = _("{number}, {channel}, received {day}").format(
            number=item.number, channel=channel_name(item.channel), day=wording.date_long(item.received_on)
        )
        self.set_title(
            _("Request from an e-mail") if item.mail is not None else _("Request from a letter"), words
        )
        self._show_letter(item, proposal)
        self.noticed.show_proposal(proposal)
        self._offer_to_join(proposal)
        self.restore_draft(lambda: self._fill(proposal))

    def _show_letter(self, item: InboxItem, proposal: Proposal) -> None:
        if item.mail is not None:
            self.mail.show_mail(item.mail, marks_of(proposal))
            return
        self._left.setCurrentWidget(self.letter)
        if not item.pages:
            self.letter.say_no_pages(item.name)
            return
        self.run(
            lambda _progress: self.desk.inbox.page(item.id, 0, _PAGE_WIDTH),
            self._show_page,
            lane="read",
            latest="page",
        )

    def _show_page(self, page: PageImage) -> None:
        self.letter.pages.set_pages([picture_of(page)], dpi=_PAGE_WIDTH / 8.27)

    def _offer_to_join(self, proposal: Proposal) -> None:
        """Offer the open request first, once; choosing a request of its own stands."""
        before = self._joins
        if proposal.joins is not None and (before is None or before.id != proposal.joins.id):
            self._joins = proposal.joins
            self._offer(proposal.joins, reminds=Notice.REMINDER in proposal.notices)

    def _offer(self, case: Case, *, reminds: bool) -> None:
        second = _("{name} has an open request, {number}, received {day}. A second letter belongs to it.")
        reminder = _("{name} has an open request, {number}, received {day}. A reminder belongs to it.")
        words = (reminder if reminds else second).format(
            name=case.person_name, number=case.number, day=wording.date_long(case.received_on)
        )
        self.offer.offer(case, words)
        self.act.hide()
        if not self.letter.summary.area.hasFocus():
            self.offer.join.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_apart(self) -> None:
        self.act.show()
        self.form.ticks.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, proposal: Proposal) -> None:
        form = self.form
        form.channel.set_value(proposal.channel.value)
        form.received.set_date(proposal.received_on)
        form.kind.set_value(proposal.kind.value)
        form.language.set_value(proposal.language)
        self._suggest(proposal)
        self.saver.forget()
        if proposal.joins is None:
            where = form.ticks if form.asker.asker is not None else form.asker.picker
            where.setFocus(Qt.FocusReason.OtherFocusReason)

    def _suggest(self, proposal: Proposal) -> None:
        """Fill in what is suggested; what the clerk ticked, unticked, typed or chose stays."""
        form, last, decided = self.form, self._last, self._was_decided
        suggested = {right: because(tuple(words)) for right, words in proposal.rights.items()}
        self._declined |= (suggested if decided else self._suggested).keys() - form.ticks.rights
        self._was_decided, self._last = False, proposal
        if last is not None and form.kind.value == last.kind.value:
            form.kind.set_value(proposal.kind.value)
        if last is not None and form.language.value == last.language:
            form.language.set_value(proposal.language)
        if not decided and form.consents.value <= (last.consents if last is not None else frozenset()):
            form.consents.set_value(proposal.consents)
        form.ticks.set_wishes(merged(form.ticks.wishes, self._suggested, suggested, self._declined))
        self._suggested = {right: suggested[right] for right in suggested.keys() - self._declined}
        if proposal.representative is not None:
            form.suggest_speaker(proposal.representative, proposal.representative_name)
        if form.asker.asker is None:
            self._suggest_asker(proposal)
        form.law.offer(proposal.regimes)

    def _suggest_asker(self, proposal: Proposal) -> None:
        known = next((hit for hit in proposal.candidates if hit.id == proposal.person_id), None)
        why = {person: found_by_words(way) for person, way in proposal.found_by.items()}
        if known is None:
            self.form.asker.picker.offer(proposal.candidates, why)
            return
        words = ", ".join(part for part in (known.address, known.user_number, why[known.id]) if part)
        self.form.asker.show_asker(Asker(known.id, known.name, words))

    def _look_for_open(self, asker: Asker | None) -> None:
        """Offer the open request of whom the clerk chose: a second letter belongs to it."""
        if asker is None or asker.person_id is None:
            return
        person_id = asker.person_id
        self.run(
            lambda _progress: self.desk.requests.of_person(person_id),
            self._offer_newest,
            lane="read",
            latest="open",
            quiet=True,
        )

    def _offer_newest(self, cases: Sequence[Case]) -> None:
        newest = next((case for case in cases if case.closed_on is None), None)
        if newest is not None and (self._joins is None or self._joins.id != newest.id):
            self._joins = newest
            self._offer(newest, reminds=self._last is not None and Notice.REMINDER in self._last.notices)

    def _read_summary(self) -> None:
        """Read what was typed of a scanned letter, as it is typed."""
        self._touched()
        summary = self.letter.summary.value
        self.run(
            lambda _progress: self.desk.requests.propose(self._item_id, summary),
            self._show_summary,
            lane="read",
            latest="summary",
            quiet=True,
        )

    def _show_summary(self, proposal: Proposal) -> None:
        self.letter.marker.mark(marks_of(proposal))
        self.noticed.show_proposal(proposal)
        self._suggest(proposal)
        self._offer_to_join(proposal)

    @override
    def place_state(self) -> dict[str, Any]:
        return {**super().place_state(), "apart": self._joins is not None and self.offer.isHidden()}


def marks_of(proposal: Proposal) -> Marks:
    """The words to be marked, each with what it suggests."""
    marks: dict[str, list[str]] = {}
    for right, words in proposal.rights.items():
        for each in words:
            marks.setdefault(each, []).append(right_name(right))
    for notice, words in proposal.notices.items():
        for each in words:
            marks.setdefault(each, []).append(notice_name(notice))
    for each in proposal.representative_words:
        marks.setdefault(each, []).append(_("Somebody writes for the person"))
    return {words: ", ".join(dict.fromkeys(suggests)) for words, suggests in marks.items()}
