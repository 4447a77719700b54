# SPDX-License-Identifier: MIT
"""Questions that make sure who asks: the answer on file small, right or wrong by Y and N."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.ui.icons import paint_icon
from privdesk.ui.theme import theme
from privdesk.ui.widgets.drawing import CENTRE, paint_box, paint_text, width_of

_NUMBER, _GAP = 26, 6
_COMPACT_BELOW = 400


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `answer` is what stands on file, for the eyes of the desk only."""

    key: str
    title: str
    answer: str


class QuestionList(QWidget):
    """All questions below each other; the current one is lit. ↑↓ move, Y right, N wrong, Backspace takes it back."""

    answered = Signal()
    moved = Signal(int, int)
    """Top and bottom of the current question, to keep it in sight."""

    def __init__(self, *, edge: int = 24) -> None:
        """`edge` is the room left and right of a row's words."""
        super().__init__()
        self._edge = edge
        self._questions: tuple[Question, ...] = ()
        self._answers: dict[str, bool] = {}
        self._at = 0
        self.setObjectName("questions")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Questions about identity"))
        self.setToolTip(_("Y right, N wrong, Backspace takes it back"))

    @property
    def answers(self) -> Mapping[str, bool]:
        """Right or wrong by the question's key."""
        return dict(self._answers)

    @property
    def current(self) -> Question | None:
        """The question that Y and N answer."""
        return self._questions[self._at] if self._at < len(self._questions) else None

    def set_questions(self, questions: Sequence[Question], answers: Mapping[str, bool]) -> None:
        """Show these; the first one without an answer is the current one."""
        self._questions, self._answers = tuple(questions), dict(answers)
        self._at = self._first_open(0)
        self._fit()
        self._speak()

    def answer(self, right: bool) -> None:
        """Note the current question as right or wrong, and go to the next open one."""
        question = self.current
        if question is not None:
            self._note(self._at, right)

    def forget(self) -> None:
        """Take the current answer back."""
        question = self.current
        if question is not None and self._answers.pop(question.key, None) is not None:
            self._speak()
            self.answered.emit()

    def _note(self, place: int, right: bool) -> None:
        self._answers[self._questions[place].key] = right
        self._at = self._first_open(place)
        self._speak()
        self.answered.emit()

    def _first_open(self, place: int) -> int:
        order = [*range(place, len(self._questions)), *range(place)]
        still = (each for each in order if self._questions[each].key not in self._answers)
        return next(still, min(place, max(0, len(self._questions) - 1)))

    def _speak(self) -> None:
        question = self.current
        if question is not None:
            said = {True: _("right"), False: _("wrong"), None: _("open")}[self._answers.get(question.key)]
            self.setAccessibleDescription(f"{question.title} {said}")
            row = self._rows()[self._at]
            self.moved.emit(round(row.top()), round(row.bottom()))
        self.update()

    @property
    def _compact(self) -> bool:
        """Whether the buttons show their signs only; their keys and tooltip say the words."""
        return self.width() < theme().scaled(_COMPACT_BELOW)

    def _button_width(self, words: str) -> float:
        if self._compact:
            return theme().scaled(34)
        return width_of(words, theme().font("body", 500)) + theme().icon_size("row") + 28

    def _buttons_width(self) -> float:
        return sum(self._button_width(words) for words in _words()) + _GAP

    def _words_width(self) -> float:
        return max(90.0, self.width() - 2 * self._edge - _NUMBER - self._buttons_width() - 12)

    def _title_height(self, question: Question) -> float:
        metrics = QFontMetricsF(theme().font("body", 600))
        room = QRectF(0, 0, self._words_width(), 400)
        height = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), question.title).height()
        return max(float(theme().line("body")), height)

    def _answer(self, question: Question) -> tuple[QTextLayout, float]:
        """The answer on file, laid out small, and its height; never cut, for a cut answer misleads."""
        used, before = theme(), _("On file:")
        layout = QTextLayout(f"{before} {question.answer}", used.font("caption"))
        ranges = []
        whole = len(layout.text())
        for start, length, role in (
            (0, len(before), "text_muted"),
            (len(before), whole - len(before), "text"),
        ):
            span = QTextLayout.FormatRange()
            span.start, span.length = start, length
            span.format.setForeground(used.color(role))
            ranges.append(span)
        layout.setFormats(ranges)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        height, line_height = 0.0, used.line("caption")
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._words_width())
            line.setPosition(QPointF(0, height))
            height += line_height
        layout.endLayout()
        return layout, height

    def _rows(self) -> list[QRectF]:
        used, top, rows = theme(), 0.0, []
        for question in self._questions:
            height = max(used.size("row_tall"), self._title_height(question) + self._answer(question)[1] + 24)
            rows.append(QRectF(0, top, self.width(), round(height)))
            top += round(height)
        return rows

    def _button_boxes(self, row: QRectF) -> tuple[QRectF, QRectF]:
        height = theme().scaled(28)
        right, wrong = (self._button_width(words) for words in _words())
        top, end = row.center().y() - height / 2, row.right() - self._edge
        second = QRectF(round(end - wrong), round(top), round(wrong), height)
        return QRectF(round(second.left() - _GAP - right), round(top), round(right), height), second

    def _fit(self) -> None:
        rows = self._rows()
        self.setFixedHeight(round(rows[-1].bottom()) if rows else 0)

    @override
    def sizeHint(self) -> QSize:
        return QSize(380, self.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place, row in enumerate(self._rows()):
            if not row.contains(QPointF(event.position())):
                continue
            self._at = place
            for right, box in zip((True, False), self._button_boxes(row), strict=True):
                if box.contains(QPointF(event.position())):
                    if self._answers.get(self._questions[place].key) is right:
                        self.forget()
                    else:
                        self._note(place, right)
            self._speak()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and self._questions:
            self._at = min(max(self._at + step, 0), len(self._questions) - 1)
            self._speak()
        elif event.key() in (Qt.Key.Key_Y, Qt.Key.Key_N) and not event.modifiers():
            self.answer(event.key() == Qt.Key.Key_Y)
        elif event.key() == Qt.Key.Key_Backspace:
            self.forget()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, row in enumerate(self._rows()):
            self._paint_row(painter, row, place)

    def _paint_row(self, painter: QPainter, row: QRectF, place: int) -> None:
        used, question, now = theme(), self._questions[place], place == self._at
        if now:
            caret = self.hasFocus()
            painter.fillRect(row, used.color("selection" if caret else "selection_idle"))
            bar = QRectF(row.left(), row.top(), 2, row.height())
            painter.fillRect(bar, used.color("accent_ink" if caret else "line_control"))
        painter.fillRect(QRectF(row.left(), row.bottom() - 1, row.width(), 1), used.color("line_soft"))
        answer, answer_height = self._answer(question)
        height = self._title_height(question) + answer_height
        top = row.top() + (row.height() - height) / 2
        strong = used.font("body", 600 if now else 400)
        number = QRectF(self._edge, row.top(), _NUMBER, row.height())
        ink = used.color("accent_ink" if now else "text_muted")
        paint_text(painter, number, str(place + 1), used.font("body", 600 if now else 400), ink)
        painter.setFont(strong)
        painter.setPen(used.color("text"))
        title = QRectF(self._edge + _NUMBER, top, self._words_width(), height - answer_height)
        painter.drawText(title, int(Qt.TextFlag.TextWordWrap | CENTRE), question.title)
        answer.draw(painter, QPointF(title.left(), title.bottom()))
        for right, box in zip((True, False), self._button_boxes(row), strict=True):
            self._paint_button(painter, box, right=right, on=self._answers.get(question.key) is right)

    def _paint_button(self, painter: QPainter, box: QRectF, *, right: bool, on: bool) -> None:
        used = theme()
        tone = ("sure" if right else "danger") if on else None
        fill = used.color(f"{tone}_soft" if tone else "surface_raised")
        line = used.color(tone or "line_button")
        ink = used.color(tone or "text")
        paint_box(painter, box, fill, line, used.radius("control"))
        edge = used.icon_size("row")
        spot = QRectF(box.left() + 9, round(box.center().y() - edge / 2), edge, edge)
        paint_icon(painter, "check" if right else "x", spot, ink)
        if self._compact:
            return
        words = box.adjusted(edge + 15, 0, 0, 0)
        paint_text(painter, words, _words()[0 if right else 1], used.font("body", 500), ink)


def _words() -> tuple[str, str]:
    return _("Right"), _("Wrong")
