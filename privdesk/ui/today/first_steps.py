# SPDX-License-Identifier: MIT
"""What a new desk sees: one drawing, one sentence, the steps to go."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.i18n import _, ngettext
from privdesk.services.today_page import FirstStep, StepKey
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.empty import Envelope
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.pane import Line, empty_layout, scrolling
from privdesk.ui.widgets.steps import StepState, paint_ring

_WIDEST = 680


@dataclass(frozen=True, slots=True)
class StepAct:
    """What the button of a step says and does."""

    words: str
    icon: str
    keys: str
    run: Callable[[], None]


class _Ring(QWidget):
    """The number of a step, or its tick."""

    def __init__(self, number: int, state: StepState) -> None:
        super().__init__()
        self._number, self._state = number, state
        self.setFixedSize(QSize(theme().scaled(24), theme().scaled(24)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        number = "" if self._state == "done" else str(self._number)
        paint_ring(QPainter(self), QRectF(self.rect()), self._state, number)


class StepRow(QWidget):
    """One step with its button, which takes the caret: Enter does it, the arrows move on."""

    moved = Signal(int)

    def __init__(self, number: int, step: FirstStep, act: StepAct | None, *, now: bool) -> None:
        super().__init__()
        self.setMinimumHeight(theme().scaled(72))
        self.button: Button | None = None
        state: StepState = "done" if step.done else "now" if now else "later"
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        row.addWidget(_Ring(number, state))
        lines = QVBoxLayout()
        lines.setSpacing(3)
        lines.addStretch()
        lines.addWidget(Label(step.title, "field", "muted" if step.done else "normal", weight=500))
        lines.addWidget(Label(step.sentence, tone="muted", wrap=True))
        lines.addStretch()
        row.addLayout(lines, 1)
        if step.done:
            row.addWidget(Label(_("done"), tone="muted"))
        elif act is not None:
            kind = PrimaryButton if now else Button
            self.button = kind(act.words, act.icon, "Enter" if now and not act.keys else act.keys)
            self.button.clicked.connect(act.run)
            row.addWidget(self.button)
        self.setAccessibleName(step.title)
        self.setAccessibleDescription(_("done") if step.done else step.sentence)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)


class FirstSteps(QWidget):
    """Shown instead of the list while nothing is due and steps are left."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[StepRow] = []
        self.title = Label("", "display", wrap=True)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addSpacing(theme().space("huge"))
        column.addWidget(Envelope())
        column.addSpacing(28)
        column.addWidget(self.title)
        column.addSpacing(8)
        words = _("The records are empty and encrypted. Everything you set up here can be changed later.")
        column.addWidget(Label(words, "field", "muted", wrap=True))
        column.addSpacing(18)
        column.addLayout(self._steps)
        column.addStretch(1)
        holder = QWidget()
        holder.setLayout(column)
        holder.setMaximumWidth(_WIDEST)
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(24, 0, 24, 24)
        row.addStretch(1)
        row.addWidget(holder, 10)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(middle))

    def set_steps(self, steps: Sequence[FirstStep], acts: Mapping[StepKey, StepAct]) -> None:
        """Show the steps, done ones ticked; the first open one has the filled button."""
        left = sum(not step.done for step in steps)
        self.title.setText(
            ngettext("Nothing is due. One step to go.", "Nothing is due. {count} steps to go.", left).format(
                count=left
            )
        )
        empty_layout(self._steps)
        self.rows = []
        current = next((step.key for step in steps if not step.done), None)
        self._steps.addWidget(Line())
        for number, step in enumerate(steps, 1):
            row = StepRow(number, step, acts.get(step.key), now=step.key is current)
            row.moved.connect(self._move)
            self.rows.append(row)
            self._steps.addWidget(row)
            self._steps.addWidget(Line(soft=True))

    def take_caret(self) -> None:
        """Put the caret on the current step."""
        for row in self.rows:
            if row.button is not None:
                row.button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _move(self, step: int) -> None:
        live = [row.button for row in self.rows if row.button is not None]
        at = next((place for place, button in enumerate(live) if button.hasFocus()), 0)
        live[min(max(at + step, 0), len(live) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
