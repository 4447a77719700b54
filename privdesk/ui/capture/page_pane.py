# SPDX-License-Identifier: MIT
"""The left half of Capture: the pages as they came, the mail's text beside them, and the bar under them."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.forms import FieldRegion
from privdesk.domain.inbox import InboxItem, MailFacts
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.ui.capture.snippet import AROUND, strip_of
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import IconButton, QuietButton
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page_view import PageView, page_words
from privdesk.ui.widgets.pane import Pane
from privdesk.ui.widgets.tabs import FilterTabs

PAGE_WIDTH = 1240
"""Pixels of a page picture: A4 at 150 dots an inch."""
_A4 = 1.4142
_PAGES, _MAIL = "pages", "mail"

_SIGNS_FROM = 300
"""A narrower pane leaves turning and zoom to their keys."""


class PagePane(QWidget):
    """Shows pages as they are rendered; asks for one with `page_wanted` when it comes into sight."""

    page_wanted = Signal(int)

    def __init__(self, item: InboxItem, clock: OfficeClock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self._rendered: set[int] = set()
        self._asked: set[int] = set()
        self.view = PageView(_("Page"))
        self.view.setObjectName("capture_page")
        self.trouble = Label("", tone="muted", wrap=True)
        self.trouble.setContentsMargins(24, 24, 24, 24)
        self.trouble.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._tabs = FilterTabs(_("Left pane"))
        self._tabs.setParent(self)
        self._tabs.hide()
        self.setMinimumWidth(320)
        self._build(clock)
        self._lay_blank_pages()

    def show_page(self, page: int, picture: QImage) -> None:
        """A page was rendered."""
        self._rendered.add(page)
        self.view.set_page(page, picture)

    def show_trouble(self, words: str) -> None:
        """A page cannot be shown: say why; the form can be keyed all the same."""
        self.trouble.setText(words)
        self.trouble.show()

    def show_region(self, region: FieldRegion | None) -> None:
        """Frame the region of the current field and keep it in view."""
        if region is None:
            self.view.show_region(self.view.page, None)
            return
        self.view.show_region(region.page, QRectF(region.x, region.y, region.w, region.h))

    def cut_out(self, region: FieldRegion) -> QImage | None:
        """The strip of the page that holds the region, once it is rendered."""
        if region.page not in self._rendered:
            self._want(region.page)
            return None
        picture = self.view.cut_out(region.page, strip_of(region), around=AROUND)
        return None if picture.isNull() else picture

    def turn_to_mail(self) -> None:
        """Show the mail's text where the item is a mail."""
        self._tabs.choose(_MAIL)

    def _build(self, clock: OfficeClock) -> None:
        self.setProperty("ground", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self.item.mail is not None:
            self._add_mail(self.item.mail, clock)
            column.addWidget(self._tabs)
            self._tabs.show()
        column.addWidget(self.trouble)
        column.addWidget(self._stack, 1)
        column.addWidget(self._bar())
        self.view.page_changed.connect(self._page_changed)
        for keys, act in (("PgDown", self.view.next_page), ("PgUp", self.view.previous_page)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _add_mail(self, mail: MailFacts, clock: OfficeClock) -> None:
        text = QPlainTextEdit(_mail_text(mail, clock))
        text.setReadOnly(True)
        text.setObjectName("capture_mail")
        text.setAccessibleName(_("Text of the mail"))
        text.setFont(theme().font("field"))
        desk = QWidget()
        around = QVBoxLayout(desk)
        around.setContentsMargins(24, 8, 24, 24)
        around.addWidget(text)
        self._stack.addWidget(desk)
        filters: list[tuple[str, str, int | None]] = [(_MAIL, _("Mail"), None)]
        if self.item.pages:
            filters.insert(0, (_PAGES, _("Pages"), self.item.pages))
        self._tabs.set_filters(filters)
        self._tabs.chosen.connect(lambda key: self._stack.setCurrentIndex(1 if key == _MAIL else 0))
        self._stack.setCurrentIndex(0 if self.item.pages else 1)

    def _bar(self) -> QWidget:
        used = theme()
        bar = Pane("top", "window", padding=0)
        row = QHBoxLayout()
        row.setContentsMargins(used.space("l"), used.space("xs"), used.space("l"), used.space("xs"))
        row.setSpacing(used.space("xs"))
        self._back = IconButton("chevron-left", _("Page before"), "PgUp", bind=False)
        self._back.clicked.connect(self.view.previous_page)
        self._on = IconButton("chevron-right", _("Next page"), "PgDown", bind=False)
        self._on.clicked.connect(self.view.next_page)
        self._which = Label("", weight=500, digits=True)
        turn = IconButton("rotate-cw", _("Turn to the right"), "Ctrl+Shift+R")
        turn.clicked.connect(self.view.turn)
        out = IconButton("zoom-out", _("Smaller"), "Ctrl+-", bind=False)
        out.clicked.connect(self.view.zoom_out)
        closer = IconButton("zoom-in", _("Larger"), "Ctrl++", bind=False)
        closer.clicked.connect(self.view.zoom_in)
        self._zoom = Label("", tone="muted", digits=True)
        self.view.zoom_changed.connect(lambda share: self._zoom.setText(wording.percent(share)))
        self.follow = QuietButton(_("Follow field"), "crosshair", "Ctrl+J")
        self.follow.set_hint(_("Follow field: keep the current field in sight"))
        self.follow.setCheckable(True)
        self.follow.setChecked(True)
        self.follow.toggled.connect(self.view.set_follow)
        for widget in (self._back, self._which, self._on):
            row.addWidget(widget)
        row.addStretch()
        for act in (turn, out, self._zoom, closer, self.follow):
            row.addWidget(act)
        self._signs = (turn, out, closer)
        for button in (self._back, self._on, turn, out, closer, self.follow):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar.column.setContentsMargins(0, 0, 0, 0)
        bar.column.addLayout(row)
        bar.setFixedHeight(theme().scaled(42))
        return bar

    def _lay_blank_pages(self) -> None:
        """White sheets stand where pages are still to come, so that nothing jumps when they do."""
        blank = QImage(PAGE_WIDTH, round(PAGE_WIDTH * _A4), QImage.Format.Format_RGB32)
        blank.fill(theme().color("paper"))
        self.view.set_pages([blank] * self.item.pages)

    def _page_changed(self, page: int, count: int) -> None:
        self._which.setText(page_words(page, count) if count else _("No page"))
        self._back.setEnabled(page > 0)
        self._on.setEnabled(page + 1 < count)
        if count:
            self._want(page)

    def _want(self, page: int) -> None:
        if page not in self._rendered and page not in self._asked:
            self._asked.add(page)
            self.page_wanted.emit(page)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow pane keeps the signs and lets the words go; the tooltips name them."""
        super().resizeEvent(event)
        narrow = self.width() < theme().scaled(520)
        self._zoom.setVisible(not narrow)
        self.follow.setText("" if narrow else _("Follow field"))
        for sign in (self._which, *self._signs):
            sign.setVisible(self.width() >= theme().scaled(_SIGNS_FROM))
        self.follow.setAccessibleName(_("Follow field"))

    def want_first(self) -> None:
        """Ask for the page in sight: `page_wanted` has a listener now."""
        self._asked.clear()
        if self.item.pages:
            self._want(self.view.page)


def _mail_text(mail: MailFacts, clock: OfficeClock) -> str:
    sent = wording.moment_long(mail.sent_at, clock) if mail.sent_at else ""
    lines = [
        _("From: {sender}").format(sender=mail.sender),
        _("To: {recipient}").format(recipient=mail.recipient),
        _("Sent: {sent}").format(sent=sent) if sent else "",
        _("Subject: {subject}").format(subject=wording.quoted(mail.subject)),
    ]
    return "\n".join(line for line in lines if line) + "\n\n" + mail.text
