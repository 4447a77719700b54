# SPDX-License-Identifier: MIT
"""The banner under a page head: what happened, what you can do, and the act that goes with it."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import IconButton, LinkButton
from privdesk.ui.widgets.label import IconLabel, Label

BannerKind = Literal["error", "warning", "notice", "done"]
_LOOKS = {
    "error": ("circle-x", "danger", "danger_soft"),
    "warning": ("triangle-alert", "warning", "warning_soft"),
    "notice": ("info", "info", "info_soft"),
    "done": ("circle-check", "sure", "sure_soft"),
}


class Banner(QWidget):
    """Hidden until `show_words`; it never goes away by itself."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: BannerKind = "notice"
        self._icon = IconLabel("info", "info", "nav")
        self.title = Label("", weight=600, wrap=True)
        self.words = Label("", wrap=True)
        self._act: Callable[[], None] | None = None
        self.act_button = LinkButton("")
        self.act_button.clicked.connect(self._run)
        self.close_button = IconButton("x", _("Close this notice"))
        self.close_button.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 10, 16, 10)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self.title)
        lines.addWidget(self.words)
        row.addLayout(lines, 1)
        row.addWidget(self.act_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_words(
        self,
        kind: BannerKind,
        title: str,
        words: str = "",
        act: str = "",
        run: Callable[[], None] | None = None,
        *,
        closable: bool = True,
    ) -> None:
        """Show the banner; `act` names a link that calls `run`."""
        self._kind = kind
        icon, role, _ground = _LOOKS[kind]
        self._icon.set_icon(icon, role)
        self.title.setText(title)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.act_button.setText(act)
        self.act_button.setVisible(bool(act))
        self.close_button.setVisible(closable)
        self._act = run
        self.setAccessibleName(f"{title} {words}".strip())
        self.show()
        self.update()

    def clear(self) -> None:
        """Take the banner away."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _run(self) -> None:
        act = self._act
        self.clear()
        if act is not None:
            act()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        _icon, role, ground = _LOOKS[self._kind]
        rect = QRectF(self.rect())
        painter.fillRect(rect, used.color(ground))
        painter.fillRect(QRectF(0, 0, 2, rect.height()), used.color(role))
        painter.fillRect(QRectF(0, rect.height() - 1, rect.width(), 1), used.color("line"))
