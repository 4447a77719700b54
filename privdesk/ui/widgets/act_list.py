# SPDX-License-Identifier: MIT
"""What may be done, as a list of acts with their keys; acts not allowed stay in sight with who may."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.ui.icons import paint_icon
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.drawing import key_words, paint_box, paint_focus, paint_text, width_of
from privdesk.ui.widgets.label import IconLabel, Label
from privdesk.ui.widgets.pane import empty_layout


@dataclass(frozen=True, slots=True)
class Act:
    """Something that may be done; `who_may` names who may when the person signed in may not."""

    text: str
    icon: str
    run: Callable[[], None]
    keys: str = ""
    who_may: str = ""
    bind: bool = True
    """Off where the page itself answers to the key, also while the list is folded away."""


class _ActRow(Button):
    """A row of the list."""

    def __init__(self, act: Act) -> None:
        super().__init__(act.text, act.icon, act.keys, bind=act.bind)
        self._act = act
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(act.run)
        if act.who_may:
            self.allow(False, act.who_may)

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width() + 20, theme().scaled(36))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().scaled(160), theme().scaled(36))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        rect = QRectF(self.rect()).adjusted(-8, 2, 8, -2)
        live = self.isEnabled()
        if live and (self.underMouse() or self.isDown()):
            paint_box(painter, rect, used.color("hover"), None, used.radius("control"))
        edge = used.icon_size("row")
        ink = used.color("text" if live else "text_disabled")
        muted = used.color("text_muted" if live else "text_disabled")
        paint_icon(
            painter, self._act.icon, QRectF(0, (self.height() - edge) / 2, edge, edge), muted if live else ink
        )
        box = QRectF(edge + 10, 0, self.width() - edge - 10, self.height())
        end = key_words(self._act.keys) if live else self._act.who_may
        words = box.adjusted(0, 0, -width_of(end, used.font("caption")) - 8 if end else 0, 0)
        paint_text(painter, words, self.text(), used.font(), ink)
        paint_text(painter, box, end, used.font("caption"), muted, Qt.AlignmentFlag.AlignRight)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), used.radius("control"))


class ActList(QWidget):
    """Acts below each other."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def set_acts(self, acts: Sequence[Act]) -> None:
        """Show these acts and bind their keys."""
        empty_layout(self._column)
        for act in acts:
            self._column.addWidget(_ActRow(act))


class NoteList(QWidget):
    """Icon and sentence, with muted words below: what happened since, what is true before a run."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)

    def set_notes(self, notes: Sequence[tuple[str, str, str, str]]) -> None:
        """Show (icon, colour role of the icon, sentence, muted words or empty)."""
        empty_layout(self._column)
        for icon, role, sentence, after in notes:
            row = QHBoxLayout()
            row.setSpacing(11)
            row.addWidget(IconLabel(icon, role), 0, Qt.AlignmentFlag.AlignTop)
            lines = QVBoxLayout()
            lines.setSpacing(1)
            lines.addWidget(Label(sentence, wrap=True))
            if after:
                lines.addWidget(Label(after, "caption", "muted", wrap=True))
            row.addLayout(lines, 1)
            self._column.addLayout(row)
