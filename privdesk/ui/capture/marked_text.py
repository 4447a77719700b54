# SPDX-License-Identifier: MIT
"""Two values side by side, the letters that differ on a marked ground."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from privdesk.domain.matching import Agreement
from privdesk.i18n import _
from privdesk.services.evidence_words import agreement_name
from privdesk.ui.capture.differences import ComparedRow, Span
from privdesk.ui.theme import theme
from privdesk.ui.widgets.drawing import paint_box, paint_text, tooltip_of
from privdesk.ui.widgets.label import Label, TagLabel

_TONES = {
    Agreement.EQUAL: "sure", Agreement.NEAR: "look", Agreement.DIFFERENT: "danger", Agreement.MISSING: "neutral",
}  # fmt: skip


class MarkedText(QWidget):
    """One line of plain text in which some letters are marked."""

    def __init__(self, text: str, marks: Sequence[Span] = ()) -> None:
        super().__init__()
        self._text, self._marks = text, tuple(marks)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(tooltip_of(text))
        self.setAccessibleName(text)

    @override
    def sizeHint(self) -> QSize:
        used = theme()
        wide = QFontMetricsF(used.font("body")).horizontalAdvance(self._text)
        return QSize(round(wide) + 4, used.line("body") + 4)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        font = used.font("body")
        metrics = QFontMetricsF(font)
        rect = QRectF(self.rect())
        if metrics.horizontalAdvance(self._text) <= rect.width():
            for start, length in self._marks:
                left = metrics.horizontalAdvance(self._text[:start])
                wide = metrics.horizontalAdvance(self._text[start : start + length])
                spot = QRectF(left - 0.5, rect.top() + 1, wide + 1, rect.height() - 2)
                paint_box(painter, spot, used.color("match"), None, 3)
        paint_text(painter, rect, self._text, font, used.color("text"))


def add_compared(grid: QGridLayout, row: ComparedRow, line: int) -> None:
    """Put label, value on file, value on the form, and how they stand into a grid's row."""
    grid.addWidget(Label(row.label, tone="muted"), line, 0, Qt.AlignmentFlag.AlignVCenter)
    grid.addWidget(MarkedText(row.on_file or "–", row.file_marks), line, 1)
    grid.addWidget(MarkedText(row.on_form or "–", row.form_marks), line, 2)
    if row.agreement is not None:
        tag = TagLabel(agreement_name(row.agreement), _TONES[row.agreement])
        grid.addWidget(tag, line, 3, Qt.AlignmentFlag.AlignVCenter)


def spoken_row(row: ComparedRow) -> str:
    """The row as a sentence for a screen reader."""
    if row.equal:
        return _("{label}: {value} on both").format(label=row.label, value=row.on_file)
    return _("{label}: {file} on file, {form} on this form").format(
        label=row.label, file=row.on_file or "–", form=row.on_form or "–"
    )
