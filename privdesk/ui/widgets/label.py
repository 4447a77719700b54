# SPDX-License-Identifier: MIT
"""Words on the window: plain text always, so that nothing foreign is ever interpreted."""

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget  # noqa: TID251
from typing_extensions import override

from privdesk.ui.icons import paint_disc, paint_icon
from privdesk.ui.theme import keeper, theme
from privdesk.ui.widgets.drawing import (
    key_cap_width,
    paint_key_cap,
    paint_tag,
    tag_width,
    text_role,
    tooltip_of,
)

Kind = Literal[
    "micro", "caption", "body", "field", "heading", "number", "script", "title", "display", "deadline"
]
Tone = Literal[
    "normal", "strong", "muted", "link", "danger", "look", "sure", "info", "warning", "disabled", "accent_ink"
]


class Label(QLabel):
    """One piece of text of the type scale.

    `elide` keeps it in one line with the full text in the tooltip; `wrap` breaks it into lines;
    `digits` makes figures equally wide.
    """

    def __init__(
        self,
        text: str = "",
        kind: Kind = "body",
        tone: Tone = "normal",
        *,
        weight: int | None = None,
        wrap: bool = False,
        elide: bool = False,
        digits: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._kind: Kind = kind
        self._tone: Tone = tone
        self._weight = weight
        self._digits = digits
        self._elide = elide
        self._whole = text
        self.setWordWrap(wrap)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._dress()
        self.setText(text)

    @property
    def whole_text(self) -> str:
        """The text as given, also while it is elided."""
        return self._whole

    @override
    def setText(self, text: str) -> None:
        self._whole = text
        self._fit()
        self.setAccessibleName(text)
        if self._elide:
            self.updateGeometry()

    def set_tone(self, tone: Tone) -> None:
        """Change the colour role."""
        self._tone = tone
        self._dress()

    def set_weight(self, weight: int | None) -> None:
        """Change the weight: 400, 500 or 600."""
        self._weight = weight
        self._dress()

    def _dress(self) -> None:
        self.setFont(theme().font(self._kind, self._weight, digits=self._digits))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme().color(text_role(self._tone)))
        self.setPalette(palette)

    def _fit(self) -> None:
        if not self._elide:
            super().setText(self._whole)
            return
        room = max(0, self.width())
        shown = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideMiddle, room)
        super().setText(shown if self.isVisible() else self._whole)
        self.setToolTip(tooltip_of(self._whole) if shown != self._whole else "")

    @override
    def sizeHint(self) -> QSize:
        if self._elide:
            metrics = QFontMetrics(self.font())
            return QSize(
                metrics.horizontalAdvance(self._whole) + 2, max(metrics.height(), theme().line(self._kind))
            )
        return super().sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(24, hint.height()) if self._elide else hint

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._elide:
            self._fit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._elide:
            self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and keeper().changing:
            self._dress()


class TagLabel(QWidget):
    """A short mark such as `Restricted`, with an icon if wanted."""

    def __init__(
        self, text: str, tone: str = "neutral", icon: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_tag(text, tone, icon)

    def set_tag(self, text: str, tone: str = "neutral", icon: str | None = None) -> None:
        """Show another mark."""
        self.text, self._tone, self._icon = text, tone, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(tag_width(self.text, self._icon)) + 1, theme().size("tag"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_tag(QPainter(self), 0, self.height() / 2, self.text, self._tone, self._icon)


class KeyCaps(QWidget):
    """Keys printed in boxes, such as Ctrl and K."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys.split("+")
        self.setAccessibleName(keys)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        wide = sum(key_cap_width(key) for key in self._keys) + 4 * (len(self._keys) - 1)
        return QSize(round(wide) + 2, theme().scaled(20))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, left = QPainter(self), 0.0
        for key in self._keys:
            left += paint_key_cap(painter, left, self.height() / 2, key) + 4


class IconLabel(QWidget):
    """An icon beside words; it says nothing of its own, the words do."""

    def __init__(
        self, icon: str, role: str = "text_muted", size: str = "row", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._role, self._size = icon, role, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def name(self) -> str:
        """Which icon is shown."""
        return self._icon

    def set_icon(self, icon: str, role: str | None = None) -> None:
        """Show another icon."""
        self._icon, self._role = icon, role or self._role
        self.update()

    @override
    def sizeHint(self) -> QSize:
        edge = theme().icon_size(self._size)
        return QSize(edge, edge)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._icon in ("sure", "look"):
            paint_disc(painter, self._icon, QRectF(self.rect()).center())
        else:
            paint_icon(painter, self._icon, QRectF(self.rect()), theme().color(self._role))
