# SPDX-License-Identifier: MIT
"""Beside a request: the letter it came by, the person, the law."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.inbox import InboxItem
from privdesk.domain.incoming import PageImage
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.case_words import asker_name
from privdesk.services.clock import OfficeClock
from privdesk.services.names import channel_name
from privdesk.services.request_pages import CasePage
from privdesk.ui.page_images import picture_of
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import IconButton, LinkButton
from privdesk.ui.widgets.facts import Fact, Facts
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page_view import PageView, page_words
from privdesk.ui.widgets.pane import Heading, Line, Pane, scrolling

PAGE_WIDTH = 900
"""Pixels across of a page in the preview, enough to read when zoomed."""
_PREVIEW = 224


class LetterPreview(QWidget):
    """Pages as pictures, or a mail as plain text; asks for pages by number."""

    page_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.view = PageView(_("The letter"))
        self.view.setFixedHeight(theme().scaled(_PREVIEW))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setObjectName("letter_text")
        self.text.setAccessibleName(_("The letter"))
        self._desk = QWidget()
        self._desk.setProperty("ground", "sunken")
        self._desk.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk.setFixedHeight(theme().scaled(_PREVIEW))
        around = QVBoxLayout(self._desk)
        around.setContentsMargins(16, 12, 16, 12)
        around.addWidget(self.text)
        self._count: int | None = 0
        self._at = 0
        self.before = IconButton("chevron-left", _("Page before"))
        self.after = IconButton("chevron-right", _("Next page"))
        self.words = Label("", "caption", "muted", digits=True)
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after.clicked.connect(lambda: self.turn(1))
        self._turning = QWidget()
        row = QHBoxLayout(self._turning)
        row.setContentsMargins(12, 0, 12, 0)
        for widget in (self.before, self.words, self.after):
            row.addWidget(widget)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.view, self._desk, self._turning):
            column.addWidget(part)

    def show_text(self, text: str) -> None:
        """A mail's words, never interpreted."""
        self.text.setPlainText(text)
        self._desk.show()
        self.view.hide()
        self._turning.hide()

    def show_pages(self, count: int | None) -> None:
        """Pages that come one by one; the first is asked for now. None: how many is found out by turning."""
        self._count, self._at = count, 0
        self.view.set_pages(())
        self._desk.hide()
        self.view.show()
        self._turning.setVisible(count is None or count > 1)
        self.turn(0)

    def show_page(self, number: int, page: PageImage) -> None:
        """A page that was asked for."""
        if number == self._at:
            self.view.set_pages([picture_of(page)], dpi=PAGE_WIDTH / 8.27)
            self.view.setAccessibleDescription(self.words.whole_text)

    def no_such_page(self, number: int) -> None:
        """The page before was the last one."""
        if self._count is None and number == self._at > 0:
            self._count = number
            self.turn(-1)

    def turn(self, step: int) -> None:
        """Go to another page."""
        last = None if self._count is None else max(0, self._count - 1)
        if self._at + step < 0 or (last is not None and self._at + step > last):
            return
        self._at += step
        known = self._count is not None
        words = (
            page_words(self._at, self._count or 0) if known else _("Page {page}").format(page=self._at + 1)
        )
        self.words.setText(words)
        self.before.setEnabled(self._at > 0)
        self.after.setEnabled(last is None or self._at < last)
        if self._count != 0:
            self.page_asked.emit(self._at)


class CaseSide(QWidget):
    """Letter on top, then person and law, which scroll."""

    def __init__(self, clock: OfficeClock) -> None:
        super().__init__()
        self._clock = clock
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.letter_head = Heading(_("The letter"))
        self.letter_words = Label("", "caption", "muted", wrap=True)
        self.preview = LetterPreview()
        self.open_person = LinkButton(_("Open the person"))
        self.person_head = Heading("", act=self.open_person)
        self.person = Facts(label_width=62)
        self.law = Facts(label_width=62)
        self.matter_head = Heading(_("This request"))
        self.matter = Facts(label_width=62)
        self.matter_line = Line()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = Pane("left", padding=24, spacing=2)
        self._head.column.setContentsMargins(24, 18, 24, 12)
        self._head.add(self.letter_head, self.letter_words)
        rest = Pane("left")
        rest.add(self.person_head, self.person)
        rest.add_line()
        rest.add(self.matter_head, self.matter, self.matter_line)
        rest.add(Heading(_("Law")), self.law)
        rest.add_stretch()
        self._line = Line()
        self._rest, self._area = rest, scrolling(rest)
        for part in (self._head, self.preview, self._line, self._area):
            column.addWidget(part)
        column.setStretch(3, 1)

    def show_page(self, page: CasePage) -> None:
        """Show letter, person and law of this request."""
        self._show_letter(page)
        self.person_head.set_words(asker_name(page.case))
        self.open_person.setVisible(page.case.person_id is not None)
        self.person.set_facts([Fact(label, value) for label, value in page.facts])
        self.matter.set_facts([Fact(label, value) for label, value in page.matter])
        for part in (self.matter_head, self.matter, self.matter_line):
            part.setVisible(bool(page.matter))
        self.law.set_facts([Fact(label, value) for label, value in page.regime])
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Give wrapped values all their lines: the area then scrolls instead of cutting them."""
        wide = self._area.viewport().width()
        self._rest.setMinimumHeight(max(0, self._rest.heightForWidth(wide)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def show_document(self, title: str) -> None:
        """Show a document of the correspondence, whose pages come one by one."""
        for part in (self._head, self.preview, self._line):
            part.show()
        self.letter_head.set_words(title)
        self.letter_words.setText("")
        self.preview.show_pages(None)

    def _show_letter(self, page: CasePage) -> None:
        item = page.item
        shown = item is not None
        for part in (self._head, self.preview, self._line):
            part.setVisible(shown)
        if item is None:
            return
        words = _("{channel}, {day}").format(
            channel=channel_name(item.channel), day=wording.moment_long(item.arrived_at, self._clock)
        )
        self.letter_words.setText(words)
        if item.pages and not _is_plain_mail(item):
            self.preview.show_pages(item.pages)
        elif item.mail is not None:
            self.preview.show_text(f"{item.mail.subject}\n\n{item.mail.text}".strip())

    @override
    def focusInEvent(self, event: object) -> None:
        target = self.preview.text if self.preview.text.isVisible() else self.preview.view
        target.setFocus(Qt.FocusReason.OtherFocusReason)


def _is_plain_mail(item: InboxItem) -> bool:
    """A mail with words of its own is shown as words; its attachments are pages of the Inbox."""
    return item.mail is not None and bool(item.mail.text.strip())
