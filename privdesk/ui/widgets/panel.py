# SPDX-License-Identifier: MIT
"""A small form over the page it belongs to: a value to correct, consents, a purpose."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.services.half_typed import HalfTyped
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button, IconButton, QuietButton
from privdesk.ui.widgets.half_typed import HalfTypedKeeper
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import scrolling
from privdesk.ui.widgets.popup import Popup
from privdesk.ui.widgets.typed_fields import TypedFields

_FROM_TOP, _PADDING, _LEAST = 88, 22, 120


class Panel(Popup):
    """A titled popup with a column for fields and a row of buttons; Esc closes it, Tab stays inside.

    It belongs to its page and goes with it. `closed` is said once, before the panel is deleted; `typed` at each key,
    once `keep_typed()` was called.
    """

    closed = Signal()
    typed = Signal()

    def __init__(
        self, page: QWidget, title: str, words: str = "", *, close_hint: str, width: int = 480
    ) -> None:
        super().__init__(page, padding=_PADDING)
        self._page, self._wide, self._shut = page, width, False
        self._before: QWidget | None = None
        self._keeper: HalfTypedKeeper | None = None
        self.setAccessibleName(title)
        self.title = Label(title, "heading", wrap=True)
        close = IconButton("x", close_hint, "Esc", bind=False)
        close.clicked.connect(self.shut)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.column.setSpacing(12)
        self.column.addLayout(head)
        if words:
            self.column.addWidget(Label(words, tone="muted", wrap=True))
        self._holder = QWidget()
        self.fields = QVBoxLayout(self._holder)
        self.fields.setContentsMargins(0, 0, 0, 0)
        self.fields.setSpacing(12)
        self._area = scrolling(self._holder)
        self.column.addWidget(self._area)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch()
        self.column.addLayout(self._buttons)

    def add_buttons(self, *buttons: Button) -> None:
        """Put buttons into the last row; the filled one comes last."""
        self.column.setContentsMargins(_PADDING, 18, _PADDING, 20)
        for button in buttons:
            self._buttons.addWidget(button)

    def open_panel(self, first: QWidget | None = None) -> None:
        """Show the panel in the middle of the page and put the caret into `first`."""
        self._before = QApplication.focusWidget()
        self.settle()
        self._page.installEventFilter(self)
        if first is not None:
            first.setFocus(Qt.FocusReason.PopupFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.Resize and not self._shut:
            self.settle()
        return super().eventFilter(watched, event)

    def keep_typed(self, page: Page, kept: HalfTyped, key: str) -> None:
        """What is typed outlives Esc, a lock and a crash under `key`; `finish()` and Discard drop it.

        Call it once, when the panel is open and its fields hold what is on file.
        """
        self._fields = TypedFields(self)
        self._fields.each_change(self.typed.emit)
        self._discard = QuietButton(_("Discard"))
        self._discard.clicked.connect(self.finish)
        self._discard.hide()
        self._buttons.insertWidget(0, self._discard)
        self._keeper = HalfTypedKeeper(page, kept, key, self.values, self.set_values)
        self.typed.connect(self._keeper.touch)
        self.typed.connect(self._offer_discard)
        page.panel_key = key
        self._keeper.read()

    def values(self) -> Mapping[str, str]:
        """What is half typed, by field; empty when nothing is."""
        return self._fields.values()

    def set_values(self, values: Mapping[str, str]) -> None:
        """Put back what was half typed."""
        self._fields.put(values)

    def finish(self) -> None:
        """Close: what was typed is saved or discarded and does not come back."""
        if self._keeper is not None:
            self._keeper.drop()
        self.shut()

    def _offer_discard(self) -> None:
        offered = bool(self.values())
        if offered is self._discard.isHidden():
            self._discard.setVisible(offered)
            self.settle()

    def settle(self) -> None:
        """Take the size of what is inside and stay within the page; in a low window the fields scroll."""
        room = self._page.rect()
        wide = min(theme().scaled(self._wide), room.width() - 32)
        self.setFixedWidth(wide)
        self._area.setFixedHeight(0)
        rest = _height(self.column, wide)
        fields = _height(self.fields, wide - 2 * _PADDING)
        self._area.setFixedHeight(min(fields, max(_LEAST, room.height() - 24 - rest)))
        self.resize(wide, rest + self._area.height())
        self.show_at(QPoint((room.width() - wide) // 2, _FROM_TOP))

    def shut(self) -> None:
        """Close; the caret goes back to where it was. What is kept of the fields comes back with the panel."""
        if self._shut:
            return
        self._shut = True
        if self._keeper is not None:
            self._keeper.end()
        self.hide()
        self.closed.emit()
        if self._before is not None and self._page.isAncestorOf(self._before):
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.deleteLater()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        inside = [each for each in self.findChildren(QWidget) if _takes_caret(each)]
        if not inside:
            return False
        focus = QApplication.focusWidget()
        at = inside.index(focus) if focus in inside else -1
        inside[(at + (1 if next else -1)) % len(inside)].setFocus(
            Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        )
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


def _height(layout: QLayout, width: int) -> int:
    layout.invalidate()
    return layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()


def _takes_caret(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return takes and widget.isVisible() and widget.isEnabled()
