# SPDX-License-Identifier: MIT
"""What a try or a run brought: counts in large figures, and the rows to look at with their reasons."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from privdesk.domain.imports import ImportCounts, ImportKind, Reject
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.ui.imports.words import reject_columns, reject_rows, tallies
from privdesk.ui.widgets.empty import Empty
from privdesk.ui.widgets.label import Label, Tone
from privdesk.ui.widgets.pane import Line, SectionBar, empty_layout
from privdesk.ui.widgets.row_list import RowList

_TONES: dict[str, Tone] = {"text": "normal", "text_muted": "muted", "look": "look", "danger": "danger"}


class ResultView(QWidget):
    """Counts over a list of rejected rows."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers = QHBoxLayout()
        self._numbers.setContentsMargins(24, 16, 24, 16)
        self._numbers.setSpacing(36)
        self.sentence = Label("", tone="muted", wrap=True)
        self.sentence.setContentsMargins(24, 0, 24, 12)
        self.bar = SectionBar(_("Rows to look at"))
        self.list = RowList(_("Rows to look at"), reject_columns())
        self.list.view.setObjectName("rejects")
        self.fine = Empty(_("Every row can come in."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._numbers)
        column.addWidget(self.sentence)
        column.addWidget(Line())
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        column.addWidget(self.fine, 1)

    def show_result(
        self, kind: ImportKind, counts: ImportCounts, rejects: Sequence[Reject], sentence: str, fine: str
    ) -> None:
        """Show counts and rejects; `fine` is said when there is none."""
        empty_layout(self._numbers)
        for number, words, role in tallies(counts):
            tone = _TONES[role]
            pair = QVBoxLayout()
            pair.setSpacing(0)
            pair.addWidget(Label(number, "number", tone, digits=True))
            pair.addWidget(Label(words, "caption", tone if tone in ("look", "danger") else "muted"))
            self._numbers.addLayout(pair)
        self._numbers.addStretch(1)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        total = counts.doubtful + counts.rejected
        shown = wording.number(total)
        if total > len(rejects) > 0:
            shown = _("{n}, the first {shown} are shown").format(n=shown, shown=wording.number(len(rejects)))
        self.bar.set_words(_("Rows to look at"), shown if total else "")
        self.list.set_rows(reject_rows(kind, rejects))
        for widget in (self.bar, self.list):
            widget.setVisible(bool(rejects))
        self.fine.set_sentence(fine)
        self.fine.setVisible(not rejects)
