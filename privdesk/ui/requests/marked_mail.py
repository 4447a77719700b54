# SPDX-License-Identifier: MIT
"""A letter as plain text with the words that made each suggestion marked, and what they suggest."""

import re
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QHelpEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.inbox import MailFacts
from privdesk.i18n import _
from privdesk.ui.theme import theme
from privdesk.ui.widgets.field import TextField
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page_view import PageView

Marks = Mapping[str, str]
"""Words as they stand in the letter, and what they suggest."""


class Marker(QObject):
    """Marks words in a text and says what they suggest where the pointer rests on them."""

    def __init__(self, area: QPlainTextEdit) -> None:
        super().__init__(area)
        self._area = area
        self._says: list[tuple[int, int, str]] = []
        self.marked = 0
        area.viewport().installEventFilter(self)

    def mark(self, marks: Marks) -> None:
        """Mark every place where one of these words stands."""
        self._says, selections = [], []
        text = self._area.toPlainText()
        for words, suggests in marks.items():
            pattern = r"\s+>?\s*".join(re.escape(word) for word in words.split())
            for match in re.finditer(pattern, text, re.IGNORECASE) if pattern else ():
                start, end = _units(text[: match.start()]), _units(text[: match.end()])
                self._says.append((start, end, suggests))
                selections.append(self._selection(start, end))
        self._area.setExtraSelections(selections)
        self.marked = len(selections)
        said = "; ".join(f"{words}: {suggests}" for words, suggests in marks.items())
        self._area.setAccessibleDescription(_("Marked: {words}").format(words=said) if selections else "")

    def says(self, place: int) -> str:
        """What the words at this place of the text suggest."""
        said = dict.fromkeys(suggests for start, end, suggests in self._says if start <= place < end)
        return ", ".join(said)

    def _selection(self, start: int, end: int) -> QTextEdit.ExtraSelection:
        look = QTextCharFormat()
        look.setBackground(theme().color("match"))
        look.setForeground(theme().color("text"))
        cursor = QTextCursor(self._area.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor, selection.format = cursor, look
        return selection

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            says = self.says(self._area.cursorForPosition(event.pos()).position())
            QToolTip.showText(event.globalPos(), says, self._area) if says else QToolTip.hideText()
            return True
        return super().eventFilter(watched, event)


class MarkedMail(QWidget):
    """Sender, subject and words; nothing in them is interpreted or followed."""

    def __init__(self) -> None:
        super().__init__()
        self.subject = Label("", "heading", wrap=True)
        self.source = Label("", tone="muted", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setObjectName("mail_text")
        self.text.setAccessibleName(_("Words of the e-mail"))
        self.text.setFont(theme().font("field"))
        self.marker = Marker(self.text)
        self.legend = Label("", "caption", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(4)
        for part in (self.subject, self.source):
            column.addWidget(part)
        column.addSpacing(8)
        column.addWidget(self.text, 1)
        column.addWidget(self.legend)
        self.legend.hide()

    @property
    def marked(self) -> int:
        """How many places are marked."""
        return self.marker.marked

    def show_mail(self, mail: MailFacts, marks: Marks) -> None:
        """Show a mail and mark the words that made a suggestion."""
        self.subject.setText(mail.subject)
        self.source.setText(mail.sender)
        self.text.setPlainText(mail.text)
        self.marker.mark(marks)
        self.legend.setText(
            _("The marked words made the suggestions; rest the pointer on them to see which.")
        )
        self.legend.setVisible(self.marked > 0)


class ScannedLetter(QWidget):
    """A letter's first page, and below it what it says as far as the clerk types it; read like an e-mail."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pages = PageView(_("The letter"))
        self.no_pages = Label("", tone="muted", wrap=True)
        self.no_pages.setMargin(24)
        self.no_pages.hide()
        self.summary = TextField(
            _("What the letter says"),
            lines=4,
            hint=_("A few lines: what is asked, by whom, from which address"),
        )
        self.summary.area.setObjectName("letter_summary")
        self.summary.area.setFixedHeight(theme().scaled(96))
        self.marker = Marker(self.summary.area)
        self.summary.changed.connect(self.typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addWidget(self.no_pages, 1)
        holder = QVBoxLayout()
        holder.setContentsMargins(24, 12, 24, 18)
        holder.addWidget(self.summary)
        column.addLayout(holder)

    def say_no_pages(self, name: str) -> None:
        """Say that there is nothing to look at; what it says can be typed all the same."""
        self.no_pages.setText(_("{name}: there are no pages to show.").format(name=name))
        self.no_pages.show()
        self.pages.hide()


def _units(text: str) -> int:
    """How many places `text` takes in a document, which counts in UTF-16."""
    return len(text.encode("utf-16-le")) // 2
