# SPDX-License-Identifier: MIT
"""The top bar: the one search field, Call, Lock, and who is signed in."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.ui.icons import paint_icon
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import IconButton, QuietButton
from privdesk.ui.widgets.drawing import paint_text, width_of
from privdesk.ui.widgets.field import is_desk_key
from privdesk.ui.widgets.label import KeyCaps


class SearchField(QLineEdit):
    """Finds while typing; arrows move in the list without taking the caret away."""

    stepped = Signal(int)
    entered = Signal()

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setObjectName("search")
        self.setTextMargins(24, 0, 62, 0)
        self.setMaximumWidth(420)
        self.setMinimumWidth(240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 9, 0)
        inside.addStretch()
        self._caps = KeyCaps("Ctrl+K")
        self._clear = IconButton("x", _("Clear the search"))
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setFixedSize(28, 28)
        self._clear.clicked.connect(self.clear)
        inside.addWidget(self._caps)
        inside.addWidget(self._clear)
        self._clear.hide()
        self.textChanged.connect(self._turn)

    def tidy(self) -> None:
        """Show the keys or the cross after the text was set in silence."""
        self._turn(self.text())

    def _turn(self, text: str) -> None:
        self._caps.setVisible(not text)
        self._clear.setVisible(bool(text))

    @override
    def event(self, event: QEvent) -> bool:
        return False if is_desk_key(event) else super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        edge = theme().icon_size("row")
        spot = QRectF(10, round((self.height() - edge) / 2), edge, edge)
        paint_icon(QPainter(self), "search", spot, theme().color("text_muted"))


class WhoBadge(QWidget):
    """Initials, name and roles of the signed-in person; roles go first when there is no room."""

    def __init__(self, name: str, initials: str, roles: str) -> None:
        super().__init__()
        self._name, self._initials, self._roles = name, initials, roles
        self.compact = False
        self.setAccessibleName(f"{name}, {roles}")
        self.setToolTip(f"{name}, {roles}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        used = theme()
        wide = float(used.scaled(26))
        if not self.compact:
            wide += (
                8 + width_of(self._name, used.font("body", 500)) + 8 + width_of(self._roles, used.font()) + 2
            )
        return QSize(round(wide), used.scaled(28))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, middle = used.scaled(26), self.height() / 2
        disc = QRectF(0, middle - edge / 2, edge, edge)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(used.color("accent_soft"))
        painter.drawEllipse(disc)
        centre = Qt.AlignmentFlag.AlignHCenter
        paint_text(painter, disc, self._initials, used.font("micro", 600), used.color("accent_ink"), centre)
        if self.compact:
            return
        box = QRectF(edge + 8, 0, self.width() - edge - 8, self.height())
        box.setLeft(
            box.left() + 8 + paint_text(painter, box, self._name, used.font("body", 500), used.color("text"))
        )
        paint_text(painter, box, self._roles, used.font(), used.color("text_muted"))


class TopBar(QWidget):
    """The bar over every page but Capture and Report."""

    def __init__(self, hint: str, who: WhoBadge, *, calls: bool) -> None:
        super().__init__()
        used = theme()
        self.search = SearchField(hint)
        self.call = QuietButton(_("Call"), "phone", "F9", bind=False)
        if not calls:
            self.call.hide()
        self.lock = QuietButton(_("Lock"), "lock", "Ctrl+L", bind=False)
        self.who = who
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(12)
        row.addWidget(self.search, 6)
        row.addStretch(1)
        row.addWidget(self.call)
        row.addWidget(self.lock)
        row.addWidget(_Divider())
        row.addWidget(who)
        self.setFixedHeight(used.size("top_bar"))
        for button in (self.call, self.lock):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self and event.type() == QEvent.Type.Resize:
            self.who.compact = self.width() < 900
            self.who.updateGeometry()
        return super().eventFilter(watched, event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedHeight(theme().size("top_bar"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), used.color("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, used.color("line"))


class _Divider(QWidget):
    """A short upright line."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(1, 20)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color("line"))
