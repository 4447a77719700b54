# SPDX-License-Identifier: MIT
"""The cut-out of the page under the current field."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from privdesk.domain.forms import FieldRegion
from privdesk.i18n import _
from privdesk.ui.theme import theme

HEIGHT = 48
AROUND = 0.002
"""How much of the page (share of its height) is shown above and below the region."""
_STRIP = 8.2
"""Width of the cut-out by its height."""
_PAGE = 1.414
"""Height of a page by its width."""


def strip_of(region: FieldRegion) -> QRectF:
    """The part of the page that is cut out: as high as the region, reaching to the right as far as the strip goes."""
    wide = max(region.w, (region.h + 2 * AROUND) * _STRIP * _PAGE)
    return QRectF(region.x, region.y, min(wide, 1 - region.x), region.h)


class Snippet(QWidget):
    """A strip of paper: it stays white in the dark theme."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Cut-out of the page"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_picture(self, picture: QImage) -> None:
        """Show another cut-out."""
        self._picture = picture
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, theme().scaled(HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(rect, used.radius("tag"), used.radius("tag"))
        painter.fillPath(path, used.color("paper"))
        if not self._picture.isNull():
            painter.save()
            painter.setClipPath(path)
            wide = self._picture.width() * rect.height() / self._picture.height()
            target = QRectF(rect.left(), rect.top(), wide, rect.height())
            painter.drawImage(target, self._picture, QRectF(self._picture.rect()))
            painter.restore()
        painter.setPen(QPen(used.color("line_button"), 1))
        painter.drawPath(path)
