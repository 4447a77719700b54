# SPDX-License-Identifier: MIT
"""A page around paper that is about to go out: the keys of the size, the sheet that was in sight."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from typing_extensions import override

from privdesk.ui.reports.preview import Preview
from privdesk.ui.widgets.page import Page

_ZOOM = {Qt.Key.Key_Plus: "in", Qt.Key.Key_Equal: "in", Qt.Key.Key_Minus: "out", Qt.Key.Key_0: "fit"}


class PaperPage(Page):
    """Shows `preview`, which the page that derives from it makes."""

    rail = True
    own_top = True
    preview: Preview

    @override
    def place_state(self) -> dict[str, Any]:
        return {**super().place_state(), "page": self.preview.at}

    @override
    def restore_place(self, state: Mapping[str, Any]) -> None:
        self.preview.start_at(int(state.get("page", 0)))
        super().restore_place(state)

    @override
    def event(self, event: QEvent) -> bool:
        """The zoom keys belong to the page here, not to the text size of the desk."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _zoom_of(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        zoom, view = _zoom_of(event), self.preview.view
        acts = {"in": view.zoom_in, "out": view.zoom_out, "fit": view.fit_width}
        if zoom:
            acts[zoom]()
        else:
            super().keyPressEvent(event)


def open_file(path: Path) -> None:
    """Open a file in the program that the system has for it, such as an e-mail draft."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _zoom_of(event: QKeyEvent) -> str:
    """What a key does to the size of the page; empty for other keys."""
    if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return ""
    return _ZOOM.get(Qt.Key(event.key()), "")
