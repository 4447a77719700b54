# SPDX-License-Identifier: MIT
"""A request out of an item of the Inbox: the mail left, what it seems to ask right; the clerk confirms each part."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.cases import Case
from privdesk.domain.inbox import InboxItem, ItemId
from privdesk.domain.incoming import PageImage
from privdesk.domain.people import Channel
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.names import channel_name
from privdesk.services.requests import Proposal
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.page_images import picture_of
from privdesk.ui.requests.marked_mail import MarkedMail
from privdesk.ui.requests.opening_page import OpeningPage
from privdesk.ui.requests.request_form import Asker
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.label import IconLabel, Label
from privdesk.ui.widgets.page_view import PageView
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
        self.mail = MarkedMail()
        self.pages = PageView(_("The letter"))
        self._left = QStackedWidget()
        self._left.addWidget(self.mail)
        self._left.addWidget(self.pages)
        self.offer = JoinOffer(self.join)
        self.offer.apart.clicked.connect(self._open_apart)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.offer)
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

    def join(self) -> None:
        """Put the letter among the open request's correspondence."""
        case, requests, key = self._joins, self.desk.requests, self.draft_key
        if case is None:
            return
        self.saver.forget()

        def work() -> Case:
            joined = requests.join(case.id, self._item_id)
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
        self._joins = proposal.joins
        if proposal.joins is not None:
            self._offer(proposal.joins)
        self.restore_draft(lambda: self._fill(proposal))

    def _show_letter(self, item: InboxItem, proposal: Proposal) -> None:
        if item.mail is not None:
            self.mail.show_mail(item.mail, [each for words in proposal.rights.values() for each in words])
            return
        if not item.pages:
            self.mail.show_words(item.name, _("There are no pages to show."))
            return
        self._left.setCurrentWidget(self.pages)
        self.run(
            lambda _progress: self.desk.inbox.page(item.id, 0, _PAGE_WIDTH),
            self._show_page,
            lane="read",
            latest="page",
        )

    def _show_page(self, page: PageImage) -> None:
        self.pages.set_pages([picture_of(page)], dpi=_PAGE_WIDTH / 8.27)

    def _offer(self, case: Case) -> None:
        words = _(
            "{name} has an open request, {number}, received {day}. A second letter belongs to it."
        ).format(name=case.person_name, number=case.number, day=wording.date_long(case.received_on))
        self.offer.offer(case, words)
        self.act.hide()
        self.offer.join.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_apart(self) -> None:
        self.act.show()
        self.form.ticks.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, proposal: Proposal) -> None:
        form = self.form
        form.channel.set_value(proposal.channel.value)
        form.received.set_date(proposal.received_on)
        form.language.set_value(proposal.language)
        form.ticks.set_wishes(
            {
                right: ", ".join(wording.quoted(each) for each in words)
                for right, words in proposal.rights.items()
            }
        )
        known = next((hit for hit in proposal.candidates if hit.id == proposal.person_id), None)
        if known is not None:
            words = ", ".join(part for part in (known.address, known.user_number) if part)
            form.asker.show_asker(Asker(known.id, known.name, words))
        else:
            form.asker.picker.offer(proposal.candidates)
        form.law.offer(proposal.regimes)
        self.saver.forget()
        if proposal.joins is None:
            where = form.ticks if known is not None else form.asker.picker
            where.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def place_state(self) -> dict[str, Any]:
        return {**super().place_state(), "apart": self._joins is not None and self.offer.isHidden()}
