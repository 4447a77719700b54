# SPDX-License-Identifier: MIT
"""Pages of paper as pictures: zoom, fit, turn, and the region of the current field kept in view."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPen, QPixmap, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QGraphicsPixmapItem, QGraphicsRectItem, QGraphicsScene, QGraphicsView, QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.ui.theme import Theme, theme

_LEAST, _MOST, _STEP = 0.1, 6.0, 1.2
_MARGIN = 24
_ON_PAPER = Theme(dark=False)
"""Paper stays white in the dark theme, and so do the marks on it."""


class PageView(QGraphicsView):
    """Shows one page at a time on the sunken ground; paper stays white in the dark theme.

    Zoom 1.0 shows the page at 96 dpi; images carry their own resolution through `dpi`.
    """

    page_changed = Signal(int, int)
    zoom_changed = Signal(int)
    follow_changed = Signal(bool)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: list[QImage] = []
        self._at = 0
        self._dpi = 150.0
        self._turned = 0
        self._fit: str | None = "width"
        self._region: QRectF | None = None
        self._region_page = 0
        self.follow = True
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self._paper: QGraphicsPixmapItem | None = None
        self._ink: QGraphicsRectItem | None = None
        self._frame: QGraphicsRectItem | None = None
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)

    @property
    def page(self) -> int:
        """The page in sight, from 0."""
        return self._at

    @property
    def page_count(self) -> int:
        return len(self._pages)

    @property
    def zoom_percent(self) -> int:
        """100 is the size on paper at 96 dpi."""
        return round(self._scale() * self._dpi / 96 * 100)

    def set_pages(self, pages: Sequence[QImage], *, dpi: float = 150.0, page: int = 0) -> None:
        """Show these pages."""
        self._pages, self._dpi = list(pages), dpi
        self._region = None
        self.go_to(min(page, max(0, len(self._pages) - 1)))

    def set_page(self, page: int, image: QImage) -> None:
        """Put one page in, such as one that was rendered later; earlier ones must be there."""
        while len(self._pages) <= page:
            self._pages.append(QImage())
        self._pages[page] = image
        if page == self._at:
            self.go_to(page)
        else:
            self.page_changed.emit(self._at, self.page_count)

    def go_to(self, page: int) -> None:
        """Turn to a page."""
        if not 0 <= page < len(self._pages):
            self._clear()
            self.page_changed.emit(0, 0)
            return
        self._at = page
        self._clear()
        image = self._pages[page]
        edge = self._scene.addRect(
            QRectF(image.rect()), QPen(theme().color("line_control"), 0), _ON_PAPER.color("surface_raised")
        )
        edge.setZValue(-1)
        self._paper = self._scene.addPixmap(QPixmap.fromImage(image))
        self._paper.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        room = QRectF(image.rect())
        margin = _MARGIN * self._dpi / 96
        self._scene.setSceneRect(room.adjusted(-margin, -margin * 0.8, margin, margin))
        self._apply_fit()
        self.page_changed.emit(self._at, self.page_count)

    def show_region(self, page: int, region: QRectF | None) -> None:
        """Mark the region of the current field, as shares (0 to 1) of the page's width and height."""
        self._region, self._region_page = region, page
        if region is not None and self.follow and page != self._at and 0 <= page < self.page_count:
            self.go_to(page)
        self._mark()
        if self.follow:
            self.look_at_region()

    def look_at_region(self) -> None:
        """Scroll so that the region is in sight with some room around it."""
        if self._frame is not None:
            room = self._frame.rect()
            self.ensureVisible(room, 40, round(self.viewport().height() * 0.25))

    def set_follow(self, on: bool) -> None:
        """Follow the field from here on, or stay where one scrolled to."""
        self.follow = on
        if on:
            self.look_at_region()
        self.follow_changed.emit(on)

    def cut_out(self, page: int, region: QRectF, *, around: float = 0.012) -> QImage:
        """The piece of the page around a region, for showing under its field."""
        if not 0 <= page < self.page_count:
            return QImage()
        image = self._pages[page]
        grown = region.adjusted(-around, -around, around * 3, around)
        return image.copy(_on_image(grown, image).toRect().intersected(image.rect()))

    def zoom_by(self, factor: float) -> None:
        """Zoom in (over 1) or out."""
        self._fit = None
        wanted = min(_MOST, max(_LEAST, self._scale() * factor))
        self.scale(wanted / self._scale(), wanted / self._scale())
        self._say_zoom()

    def zoom_in(self) -> None:
        self.zoom_by(_STEP)

    def zoom_out(self) -> None:
        self.zoom_by(1 / _STEP)

    def fit_width(self) -> None:
        """The page as wide as the view."""
        self._fit = "width"
        self._apply_fit()

    def fit_page(self) -> None:
        """The whole page in sight."""
        self._fit = "page"
        self._apply_fit()

    def actual_size(self) -> None:
        """100 per cent."""
        self._fit = None
        self._set_scale(96 / self._dpi)

    def turn(self) -> None:
        """Turn the page a quarter to the right."""
        self._turned = (self._turned + 90) % 360
        self._apply_fit()

    def next_page(self) -> None:
        if self._at + 1 < self.page_count:
            self.go_to(self._at + 1)

    def previous_page(self) -> None:
        if self._at > 0:
            self.go_to(self._at - 1)

    def _clear(self) -> None:
        self._paper = self._ink = self._frame = None
        self._scene.clear()

    def _scale(self) -> float:
        matrix = self.transform()
        return float((matrix.m11() ** 2 + matrix.m12() ** 2) ** 0.5) or 1.0

    def _set_scale(self, wanted: float) -> None:
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if self._fit else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(policy)
        self.setTransform(QTransform().rotate(self._turned).scale(wanted, wanted))
        self._say_zoom()

    def _apply_fit(self) -> None:
        if self._paper is None or self._fit is None:
            if self._paper is not None:
                self._set_scale(self._scale())
            self._mark()
            return
        room = self._scene.sceneRect()
        wide, high = (room.height(), room.width()) if self._turned % 180 else (room.width(), room.height())
        across = self.viewport().width() / max(1.0, wide)
        down = self.viewport().height() / max(1.0, high)
        self._set_scale(across if self._fit == "width" else min(across, down))
        self._mark()

    def _mark(self) -> None:
        for item in (self._ink, self._frame):
            if item is not None:
                self._scene.removeItem(item)
        self._ink = self._frame = None
        if self._region is None or self._paper is None or self._pages[self._at].isNull():
            return
        if self._region_page != self._at:
            return
        spot = _on_image(self._region, self._pages[self._at])
        self._ink = _Ink(spot)
        self._scene.addItem(self._ink)
        pen = QPen(_ON_PAPER.color("focus"), 2)
        pen.setCosmetic(True)
        self._frame = self._scene.addRect(spot.adjusted(-3, -3, 3, 3), pen)

    def _say_zoom(self) -> None:
        self.zoom_changed.emit(self.zoom_percent)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._apply_fit)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            return
        super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = {
            Qt.Key.Key_PageDown: self.next_page,
            Qt.Key.Key_PageUp: self.previous_page,
        }
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            acts = {
                Qt.Key.Key_Plus: self.zoom_in,
                Qt.Key.Key_Equal: self.zoom_in,
                Qt.Key.Key_Minus: self.zoom_out,
                Qt.Key.Key_0: self.fit_width,
            }
        act = acts.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    @override
    def drawBackground(self, painter: QPainter, rect: object) -> None:
        assert isinstance(rect, QRectF)
        painter.fillRect(rect, theme().color("surface_sunken"))


class _Ink(QGraphicsRectItem):
    """The region's colour under the ink: multiplied, so that what is written stays as dark as it is."""

    @override
    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.fillRect(self.rect(), _ON_PAPER.color("match"))


def _on_image(region: QRectF, image: QImage) -> QRectF:
    wide, high = image.width(), image.height()
    return QRectF(region.x() * wide, region.y() * high, region.width() * wide, region.height() * high)


def page_words(page: int, count: int) -> str:
    """`Page 1 of 2`."""
    return _("Page {page} of {count}").format(page=page + 1, count=count)
