# SPDX-License-Identifier: MIT
"""The steps of a case as a line: done, now, to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.ui.theme import theme
from privdesk.ui.widgets.drawing import paint_text, paint_tick, width_of

StepState = Literal["done", "now", "later"]


@dataclass(frozen=True, slots=True)
class StepMark:
    """One step with a date or word after its name."""

    name: str
    after: str = ""
    state: StepState = "later"


def paint_ring(painter: QPainter, box: QRectF, state: StepState, number: str = "") -> None:
    """A step's ring: filled with a tick, ringed with a dot or its number, or empty."""
    used = theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state == "done":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(used.color("accent"))
        painter.drawEllipse(box)
        paint_tick(painter, box, used.color("accent_text"))
        painter.restore()
        return
    now = state == "now"
    painter.setPen(QPen(used.color("accent_ink" if now else "line_control"), 2 if now else 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = 1.0 if now else 0.5
    painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
    if number:
        ink = used.color("accent_ink" if now else "text_muted")
        paint_text(painter, box, number, used.font("caption", 600), ink, Qt.AlignmentFlag.AlignHCenter)
    elif now:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(used.color("accent_ink"))
        painter.drawEllipse(QPointF(box.center()), 4.5, 4.5)
    painter.restore()


class Steps(QWidget):
    """Received, Identity, Decision, Fulfilled, Answered – as one line over the case."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[StepMark, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_steps(self, steps: Sequence[StepMark]) -> None:
        """Show these steps."""
        self._steps = tuple(steps)
        spoken = {"done": _("done"), "now": _("now"), "later": _("to come")}
        self.setAccessibleName("; ".join(f"{step.name} {step.after}, {spoken[step.state]}" for step in steps))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(400, theme().scaled(56))

    def _widths(self, *, with_after: bool) -> list[float]:
        used = theme()
        widths = []
        for step in self._steps:
            weight = 600 if step.state == "now" else 400
            width = used.scaled(20) + 8 + width_of(step.name, used.font("body", weight))
            if with_after and step.after:
                width += 8 + width_of(step.after, used.font("caption"))
            widths.append(width)
        return widths

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        room, gaps = self.width() - 48.0, max(1, len(self._steps) - 1)
        with_after = sum(self._widths(with_after=True)) + gaps * 36 <= room
        widths = self._widths(with_after=with_after)
        gap = min(54.0, max(12.0, (room - sum(widths)) / gaps))
        left, middle = 24.0, self.height() / 2
        for at, (step, width) in enumerate(zip(self._steps, widths, strict=True)):
            self._paint_step(painter, left, step, with_after=with_after)
            left += width
            if at + 1 < len(self._steps):
                done = step.state == "done"
                line = QRectF(
                    left + gap * 0.25, round(middle) - (1 if done else 0), gap * 0.5, 2 if done else 1
                )
                painter.fillRect(line, used.color("accent" if done else "line"))
                left += gap
        painter.fillRect(0, self.height() - 1, self.width(), 1, used.color("line"))

    def _paint_step(self, painter: QPainter, left: float, step: StepMark, *, with_after: bool) -> None:
        used, middle, edge = theme(), self.height() / 2, theme().scaled(20)
        paint_ring(painter, QRectF(left, middle - edge / 2, edge, edge), step.state)
        font = used.font("body", 600 if step.state == "now" else 400)
        ink = used.color("text_muted" if step.state == "later" else "text")
        box = QRectF(left + edge + 8, 0, self.width(), self.height())
        end = box.left() + paint_text(painter, box, step.name, font, ink)
        if with_after and step.after:
            after = QRectF(end + 8, 0, self.width(), self.height())
            paint_text(painter, after, step.after, used.font("caption"), used.color("text_muted"))
        painter.setPen(Qt.PenStyle.NoPen)
