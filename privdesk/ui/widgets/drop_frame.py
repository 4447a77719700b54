# SPDX-License-Identifier: MIT
"""Files dropped anywhere on the window, also on a field that would take them for text."""

from pathlib import Path

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.ui.theme import theme
from privdesk.ui.widgets.drawing import paint_box, paint_text

_DRAGS = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.DragLeave, QEvent.Type.Drop})


class DropFrame(QWidget):
    """A frame over `host` while files are dragged over its window; `dropped` carries their paths.

    The events are taken before any widget of the window sees them. While `yields` says so, as on a page that takes
    files itself, they are left alone.
    """

    dropped = Signal(list)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.yields = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        host.setAcceptDrops(True)
        host.installEventFilter(self)

    def watch(self) -> None:
        """Take what is dropped on the window in which the host stands now.

        The system's window is not kept: Qt may destroy it and make another, and what stands at its place in memory
        then would be taken for it.
        """
        handle = self._host.window().windowHandle()
        if handle is not None:
            handle.installEventFilter(self)  # again changes nothing

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not shiboken6.isValid(self._host):  # the host is on its way out, the system's window still speaks
            return False
        kind = event.type()
        if kind == QEvent.Type.Show and watched is self._host:
            self.watch()
        if kind not in _DRAGS or watched is self._host or self.yields or not self._host.isVisible():
            return False
        if kind == QEvent.Type.DragLeave:
            self.hide()
        elif isinstance(event, QDropEvent) and paths_of(event):
            return self._take(event)
        return False

    def _take(self, event: QDropEvent) -> bool:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if isinstance(event, QDragEnterEvent | QDragMoveEvent):
            self._show_over()
        else:
            self.hide()
            self.dropped.emit(paths_of(event))
        return True

    def _show_over(self) -> None:
        self.setGeometry(self._host.rect())
        self.raise_()
        self.show()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        paint_box(painter, rect.adjusted(4, 4, -4, -4), None, used.color("focus"), used.radius("popup"), 2)
        words = QRectF(rect.center().x() - 90, rect.bottom() - 84, 180, 44)
        paint_box(painter, words, used.color("surface_raised"), used.color("focus"), used.radius("popup"), 2)
        centre = Qt.AlignmentFlag.AlignHCenter
        paint_text(painter, words, _("Drop to add"), used.font("heading"), used.color("text"), centre)


def paths_of(event: QDropEvent) -> list[Path]:
    """Files and folders of this computer among what is dragged."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
