# SPDX-License-Identifier: MIT
"""A pane: a column of content on a ground of its own with a line at one edge; side panels, footers, forms."""

from typing import Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.ui.theme import theme
from privdesk.ui.widgets.label import Label

Edge = Literal["left", "right", "top", "bottom", "none"]


class Line(QWidget):
    """A line of one pixel between two things that could be confused."""

    def __init__(self, *, soft: bool = False) -> None:
        super().__init__()
        self._soft = soft
        self.setFixedHeight(1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color("line_soft" if self._soft else "line"))


class UprightLine(QWidget):
    """A line of one pixel between two columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color("line"))


class Pane(QWidget):
    """A column with padding; `edge` draws a line at that side."""

    def __init__(
        self, edge: Edge = "left", ground: str = "surface", *, padding: int = 24, spacing: int = 12
    ) -> None:
        super().__init__()
        self._edge, self._ground = edge, ground
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(padding, padding - 4, padding, padding - 8)
        self.column.setSpacing(spacing)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets below each other."""
        for widget in widgets:
            self.column.addWidget(widget)

    def add_heading(self, title: str, after: str = "") -> None:
        """A heading with muted words after it."""
        self.add(Heading(title, after))

    def add_line(self) -> None:
        """A divider."""
        self.column.addSpacing(4)
        self.add(Line())
        self.column.addSpacing(4)

    def add_stretch(self) -> None:
        """Push what follows to the bottom."""
        self.column.addStretch(1)

    def clear(self) -> None:
        """Remove everything."""
        empty_layout(self.column)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter, rect = theme(), QPainter(self), self.rect()
        painter.fillRect(rect, used.color(self._ground))
        line = used.color("line")
        if self._edge == "left":
            painter.fillRect(0, 0, 1, rect.height(), line)
        elif self._edge == "right":
            painter.fillRect(rect.width() - 1, 0, 1, rect.height(), line)
        elif self._edge == "top":
            painter.fillRect(0, 0, rect.width(), 1, line)
        elif self._edge == "bottom":
            painter.fillRect(0, rect.height() - 1, rect.width(), 1, line)


def empty_layout(layout: QLayout) -> None:
    """Take every widget and inner layout out of `layout` and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            empty_layout(inner)


class Heading(QWidget):
    """A heading, muted words after it, and room for a link at the right end (`row`)."""

    def __init__(self, title: str, after: str = "", *, act: QWidget | None = None) -> None:
        super().__init__()
        self.title = Label(title, "heading")
        self.after = Label(after, tone="muted")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(9)
        self.row.addWidget(self.title)
        self.row.addWidget(self.after)
        self.row.addStretch(1)
        if act is not None:
            self.row.addWidget(act)

    def set_words(self, title: str, after: str = "") -> None:
        """Change the words."""
        self.title.setText(title)
        self.after.setText(after)


class SectionBar(QWidget):
    """A heading over a list, at the 24 px edge, with a link at the right end and, if wanted, a line below."""

    def __init__(
        self, title: str, after: str = "", *, act: QWidget | None = None, line: bool = False
    ) -> None:
        super().__init__()
        self._line = line
        self.heading = Heading(title, after, act=act)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 24, 0)
        row.addWidget(self.heading)
        self.setFixedHeight(theme().size("section_head") + 4)

    def set_words(self, title: str, after: str = "") -> None:
        """Change the words."""
        self.heading.set_words(title, after)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedHeight(theme().size("section_head") + 4)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._line:
            QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, theme().color("line"))


class Footer(Pane):
    """The bar at the bottom of a page: quiet words left, acts right."""

    def __init__(self) -> None:
        super().__init__("top", "window", padding=0)
        self.column.setContentsMargins(24, 12, 24, 12)
        self.words = Label("", "caption", "muted", elide=True)
        self.acts = QHBoxLayout()
        self.acts.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addLayout(self.acts)
        self.column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def add_act(self, button: QWidget) -> None:
        """Add a button; the filled one comes last."""
        self.acts.addWidget(button)


def scrolling(inner: QWidget) -> QScrollArea:
    """`inner` in an area that scrolls up and down, without a frame."""
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    inner.setAutoFillBackground(False)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


class SideArea(QWidget):
    """A side panel that scrolls when the window is lower than its content."""

    def __init__(self, inner: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(inner.accessibleName())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(scrolling(inner))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color("surface"))
