# SPDX-License-Identifier: MIT
"""An e-mail as plain text with the words that made each suggestion marked."""

import re
from collections.abc import Collection

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from privdesk.domain.inbox import MailFacts
from privdesk.i18n import _
from privdesk.ui.theme import theme
from privdesk.ui.widgets.label import Label


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
        self.marked = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(4)
        for part in (self.subject, self.source):
            column.addWidget(part)
        column.addSpacing(8)
        column.addWidget(self.text, 1)

    def show_mail(self, mail: MailFacts, words: Collection[str]) -> None:
        """Show a mail and mark every place where one of `words` stands."""
        self.subject.setText(mail.subject)
        self.source.setText(mail.sender)
        self.text.setPlainText(mail.text)
        places = [place for each in words for place in self._places(each)]
        self.text.setExtraSelections(places)
        self.marked = len(places)
        said = _("Marked: {words}").format(words=", ".join(dict.fromkeys(words)))
        self.text.setAccessibleDescription(said if places else "")

    def show_words(self, title: str, words: str) -> None:
        """Say something where there is no mail."""
        self.subject.setText(title)
        self.source.setText(words)
        self.text.hide()

    def _places(self, words: str) -> list[QTextEdit.ExtraSelection]:
        """Where `words` stand, whatever the line breaks between them and the case of letters."""
        look = QTextCharFormat()
        look.setBackground(theme().color("match"))
        look.setForeground(theme().color("text"))
        text = self.text.toPlainText()
        pattern = r"\s+".join(re.escape(word) for word in words.split())
        found: list[QTextEdit.ExtraSelection] = []
        for match in re.finditer(pattern, text, re.IGNORECASE) if pattern else ():
            cursor = QTextCursor(self.text.document())
            cursor.setPosition(_units(text[: match.start()]))
            cursor.setPosition(_units(text[: match.end()]), QTextCursor.MoveMode.KeepAnchor)
            selection = QTextEdit.ExtraSelection()
            selection.cursor, selection.format = cursor, look
            found.append(selection)
        return found


def _units(text: str) -> int:
    """How many places `text` takes in a document, which counts in UTF-16."""
    return len(text.encode("utf-16-le")) // 2
