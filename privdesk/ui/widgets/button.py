# SPDX-License-Identifier: MIT
"""Buttons say what happens; the key that does the same is printed beside the words."""

from typing import Literal, NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.ui.icons import paint_icon
from privdesk.ui.theme import theme
from privdesk.ui.widgets.drawing import key_words, paint_box, paint_focus, paint_text, tooltip_of, width_of

Manner = Literal["filled", "outlined", "danger", "danger_filled", "quiet", "link"]


class _Paint(NamedTuple):
    text: str
    fill: str | None
    border: str | None


_PAINTS: dict[str, tuple[_Paint, _Paint, _Paint]] = {  # at rest, under the pointer, pressed
    "filled": (
        _Paint("accent_text", "accent", None),
        _Paint("accent_text", "accent_hover", None),
        _Paint("accent_text", "accent_pressed", None),
    ),
    "outlined": (
        _Paint("text", "surface_raised", "line_button"),
        _Paint("text", "hover", "line_button"),
        _Paint("text", "selection_idle", "line_control"),
    ),
    "danger": (
        _Paint("danger", "surface_raised", "danger"),
        _Paint("danger", "hover", "danger"),
        _Paint("danger", "danger_soft", "danger"),
    ),
    "danger_filled": (
        _Paint("danger_text", "danger", None),
        _Paint("danger_text", "danger_hover", None),
        _Paint("danger_text", "danger_hover", None),
    ),
    "quiet": (
        _Paint("text", None, None),
        _Paint("text", "hover", None),
        _Paint("text", "selection_idle", None),
    ),
    "link": (
        _Paint("accent_ink", None, None),
        _Paint("accent_ink", None, None),
        _Paint("accent_ink", None, None),
    ),
}


class Button(QAbstractButton):
    """An outlined button: icon, words, and its key printed after them.

    `keys` is both printed and made to work in the page that holds the button, unless `bind=False`.
    """

    manner: Manner = "outlined"

    def __init__(
        self,
        text: str,
        icon: str | None = None,
        keys: str = "",
        *,
        bind: bool = True,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._drawing = icon
        self._keys = keys
        self._hint = hint
        self.tall = False
        self._shortcut: QShortcut | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setText(text)
        if keys and bind and keys not in ("Enter", "Esc"):
            self._bind(keys)

    @property
    def keys(self) -> str:
        """The key that does the same."""
        return self._keys

    @property
    def icon_name(self) -> str:
        """Its icon, for lists of acts."""
        return self._drawing or "circle-arrow-right"

    def set_icon(self, icon: str | None) -> None:
        """Show another icon."""
        self._drawing = icon
        self.update()

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text or self._hint)
        self._tell()
        self.updateGeometry()

    def set_hint(self, hint: str) -> None:
        """Say more in the tooltip: what it does, or who may."""
        self._hint = hint
        self._tell()

    def allow(self, allowed: bool, who_may: str = "") -> None:
        """Enable, or disable and say in the tooltip who may, such as `privacy officer`."""
        self.setEnabled(allowed)
        self._hint = "" if allowed else who_may
        self._tell()

    def stretch(self) -> "Button":
        """Let the button fill the width it is given."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return self

    def _bind(self, keys: str) -> None:
        self._shortcut = QShortcut(QKeySequence(keys), self)
        self._shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        self._shortcut.activated.connect(self.click)
        self._shortcut.activatedAmbiguously.connect(self.click)
        if keys in ("Ctrl+Return", "Ctrl+Enter"):
            self._shortcut.setKeys([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])

    def _tell(self) -> None:
        words = self._hint or self.text()
        self.setToolTip(tooltip_of(f"{words} ({key_words(self._keys)})" if self._keys else words))
        self.setAccessibleDescription(self._hint)

    def _word_font(self) -> QFont:
        return theme().font("body", 500)

    def _parts(self) -> tuple[float, float, float]:
        """Width of icon with gap, of words, of key with gap."""
        used = theme()
        icon = used.icon_size("row") + (8 if self.text() else 0) if self._drawing else 0
        key = 0.0
        if self._keys == "Enter":
            key = used.icon_size("inline") + 9
        elif self._keys:
            key = width_of(key_words(self._keys), used.font("micro")) + 10
        return icon, width_of(self.text(), self._word_font()) if self.text() else 0, key

    def _padding(self) -> int:
        return 0 if self.manner == "link" else 8 if self.manner == "quiet" or not self.text() else 13

    @override
    def sizeHint(self) -> QSize:
        used = theme()
        height = used.size("field_unlock") if self.tall else used.size("button")
        if self.manner == "link":
            height = used.scaled(28)
        return QSize(round(sum(self._parts()) + 2 * self._padding() + 0.5), height)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _paint(self) -> _Paint:
        rest, hover, pressed = _PAINTS[self.manner]
        if not self.isEnabled():
            fill = None if rest.fill is None else "surface"
            return _Paint("text_disabled", fill, None if rest.fill is None else "line_button")
        if self.isDown() or self.isChecked():
            return pressed
        return hover if self.underMouse() else rest

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter, paint = theme(), QPainter(self), self._paint()
        rect = QRectF(self.rect())
        fill = used.color(paint.fill) if paint.fill else None
        border = used.color(paint.border) if paint.border else None
        paint_box(painter, rect, fill, border, used.radius("control"))
        ink = used.color(paint.text)
        icon, words, key = self._parts()
        left = rect.left() + max(self._padding(), (rect.width() - icon - words - key) / 2)
        if self.manner == "link" or (self.manner == "quiet" and self.text()):
            left = rect.left() + self._padding()
        if self._drawing:
            edge = used.icon_size("row")
            spot = QRectF(round(left), round(rect.center().y() - edge / 2), edge, edge)
            paint_icon(painter, self._drawing, spot, ink)
        box = QRectF(left + icon, 0, rect.right() - left - icon - key, rect.height())
        end = box.left() + paint_text(painter, box, self.text(), self._word_font(), ink)
        self._paint_key(painter, end, ink if fill and paint.text != "text" else used.color("text_muted"))
        if self.hasFocus():
            paint_focus(painter, rect, used.radius("control"))

    def _paint_key(self, painter: QPainter, end: float, ink: QColor) -> None:
        used, height = theme(), self.height()
        if self._keys == "Enter":
            edge = used.icon_size("inline")
            paint_icon(painter, "corner-down-left", QRectF(end + 9, (height - edge) / 2, edge, edge), ink)
        elif self._keys:
            box = QRectF(end + 10, 0, self.width() - end - 10, height)
            paint_text(painter, box, key_words(self._keys), used.font("micro"), ink)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)


class PrimaryButton(Button):
    """The one filled button of a screen: the next thing to do."""

    manner: Manner = "filled"


class DangerButton(Button):
    """Destructive: outlined until the last step, where `last_step=True` fills it."""

    manner: Manner = "danger"

    def __init__(
        self, text: str, icon: str | None = None, *, last_step: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, icon, parent=parent)
        if last_step:
            self.manner = "danger_filled"


class QuietButton(Button):
    """Words and icon without a border, for bars and footers."""

    manner: Manner = "quiet"


class LinkButton(Button):
    """An act written as a link."""

    manner: Manner = "link"

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)

    @override
    def _word_font(self) -> QFont:
        font = theme().font("body", 500)
        font.setUnderline(self.underMouse() and self.isEnabled())
        return font


class IconButton(Button):
    """A square button with an icon only; its words are the tooltip and the accessible name."""

    manner: Manner = "quiet"

    def __init__(
        self, icon: str, hint: str, keys: str = "", *, bind: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__("", icon, keys, bind=bind, hint=hint, parent=parent)
        self.setAccessibleName(hint)

    @override
    def _paint(self) -> _Paint:
        paint = super()._paint()
        return _Paint("text_muted", paint.fill, paint.border) if paint.text == "text" else paint

    @override
    def _parts(self) -> tuple[float, float, float]:
        return theme().icon_size("row"), 0, 0

    @override
    def _paint_key(self, painter: QPainter, end: float, ink: QColor) -> None:
        return

    @override
    def sizeHint(self) -> QSize:
        edge = theme().scaled(32)
        return QSize(edge, edge)


def back_button(where: str) -> QuietButton:
    """The way back at the left of a page head, such as `Inbox Esc`."""
    button = QuietButton(where, "chevron-left", "Esc", bind=False)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.set_hint(_("Back to {where}").format(where=where))
    return button
