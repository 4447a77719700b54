# SPDX-License-Identifier: MIT
"""A field with its label, its mark of certainty, and what is wrong with it in words under it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from privdesk.i18n import _
from privdesk.ui.widgets.choice import Combo
from privdesk.ui.widgets.label import IconLabel, Label

_DESK_KEYS = frozenset({
    Qt.Key.Key_B, Qt.Key.Key_D, Qt.Key.Key_E, Qt.Key.Key_F, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_L, Qt.Key.Key_N,
    Qt.Key.Key_O, Qt.Key.Key_P, Qt.Key.Key_R, Qt.Key.Key_S, Qt.Key.Key_T,
})  # fmt: skip


def is_desk_key(event: QEvent) -> bool:
    """Whether a field wants to keep a key, such as Ctrl+K, that belongs to the desk; the event is then let go."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    held = event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in _DESK_KEYS
    if held:
        event.ignore()
    return held


class Field(QWidget):
    """Label, control, disc, and a line of words below; the label stands above or, with `label_width`, left."""

    changed = Signal()
    left = Signal()

    def __init__(
        self,
        label: str,
        control: QWidget,
        *,
        mandatory: bool = False,
        label_width: int = 0,
        with_disc: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.control = control
        self.mandatory = mandatory
        self.label = Label(f"{label} *" if mandatory else label, weight=500)
        self.disc = IconLabel("sure")
        self.note_icon = IconLabel("eye", "look", "inline")
        self.note = Label("", "caption", wrap=True)
        self.below = QVBoxLayout()
        self._keep_disc_room = with_disc
        self._arrange(label_width)
        spoken = _("{label}, must be filled in").format(label=label) if mandatory else label
        control.setAccessibleName(spoken)
        control.installEventFilter(self)
        self.setFocusProxy(control)
        self.set_certainty(None)
        self.set_note("")

    def _arrange(self, label_width: int) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(10)
        if label_width:
            self.label.setFixedWidth(label_width)
            self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.label.setWordWrap(True)
            grid.addWidget(self.label, 0, 0)
        else:
            grid.addWidget(self.label, 0, 1)
        row = 0 if label_width else 1
        grid.addWidget(self.control, row, 1)
        self.disc.setFixedWidth(16)
        policy = self.disc.sizePolicy()
        policy.setRetainSizeWhenHidden(self._keep_disc_room)
        self.disc.setSizePolicy(policy)
        grid.addWidget(self.disc, row, 2, Qt.AlignmentFlag.AlignVCenter)
        under = QHBoxLayout()
        under.setSpacing(8)
        under.addWidget(self.note_icon, 0, Qt.AlignmentFlag.AlignTop)
        under.addWidget(self.note, 1)
        self.below.setSpacing(4)
        grid.addLayout(self.below, row + 1, 1)
        grid.addLayout(under, row + 2, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(row + 3, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def wrong(self) -> bool:
        """Whether an error is shown."""
        return bool(self.control.property("wrong"))

    def set_error(self, text: str) -> None:
        """Mark the field and say what is wrong under it; an empty text takes both away."""
        self.control.setProperty("wrong", bool(text))
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)
        self._say(text, "danger", "triangle-alert")

    def set_doubt(self, text: str) -> None:
        """Say what to look at, in the colour of please-look."""
        self._say(text, "look", "eye")

    def set_note(self, text: str, icon: str | None = None) -> None:
        """Say something neutral under the field."""
        self._say(text, "muted", icon)

    def set_certainty(self, kind: str | None) -> None:
        """Show the disc: `sure`, `look`, `pencil-line` for typed by hand, or None."""
        self.disc.setVisible(kind is not None)
        if kind is not None:
            self.disc.set_icon(kind, "text_muted")
        spoken = {"sure": _("read for sure"), "look": _("to look at"), "pencil-line": _("typed by hand")}
        self.disc.setAccessibleName(spoken.get(kind or "", ""))
        self.disc.setToolTip(spoken.get(kind or "", ""))

    def _say(self, text: str, tone: str, icon: str | None) -> None:
        self.note.setText(text)
        self.note.set_tone(tone)  # type: ignore[arg-type]
        self.note.setVisible(bool(text))
        self.note_icon.setVisible(bool(text) and icon is not None)
        if icon is not None:
            self.note_icon.set_icon(icon, tone if tone != "muted" else "text_muted")
        self.control.setAccessibleDescription(text)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.control:
            if is_desk_key(event):
                return True
            if event.type() == QEvent.Type.FocusOut:
                self.left.emit()
        return super().eventFilter(watched, event)


class LineField(Field):
    """One line of typed text."""

    submitted = Signal()

    def __init__(
        self,
        label: str,
        *,
        value: str = "",
        hint: str = "",
        mandatory: bool = False,
        label_width: int = 0,
        with_disc: bool = False,
        tall: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self.line = QLineEdit()
        self.line.setProperty("tall", tall)
        super().__init__(
            label, self.line, mandatory=mandatory, label_width=label_width, with_disc=with_disc, parent=parent
        )
        self.line.setPlaceholderText(hint)
        self.line.setText(value)
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self.submitted)

    @property
    def value(self) -> str:
        """What stands in the field, without spaces around it."""
        return self.line.text().strip()

    def set_value(self, value: str) -> None:
        """Put `value` in; the error goes."""
        self.line.setText(value)

    def select(self) -> None:
        """Put the caret here with everything selected, so that typing replaces it."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def _typed(self) -> None:
        if self.wrong:
            self.set_error("")
        self.changed.emit()


class PasswordField(LineField):
    """A password: hidden unless shown on purpose (Alt+V), with a word when Caps Lock seems to be on."""

    def __init__(self, label: str, *, tall: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(label, tall=tall, parent=parent)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._caps = False
        self._add_eye()

    @property
    def value(self) -> str:
        """The password exactly as typed: spaces count."""
        return self.line.text()

    def forget(self) -> None:
        """Empty the field and its undo."""
        self.line.clear()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)

    def _add_eye(self) -> None:
        from privdesk.ui.widgets.button import IconButton

        self.eye = IconButton("eye", _("Show the password"), "Alt+V", bind=False)
        self.eye.setFocusPolicy(
            Qt.FocusPolicy.NoFocus
        )  # Tab goes to the next field; a space belongs to the password
        self.eye.clicked.connect(self._turn)
        inside = QHBoxLayout(self.line)
        inside.setContentsMargins(0, 0, 2, 0)
        inside.addStretch()
        inside.addWidget(self.eye)
        self.line.setTextMargins(0, 0, 34, 0)

    def _turn(self) -> None:
        shown = self.line.echoMode() == QLineEdit.EchoMode.Normal
        self.line.setEchoMode(QLineEdit.EchoMode.Password if shown else QLineEdit.EchoMode.Normal)
        words = _("Show the password") if shown else _("Hide the password")
        self.eye.set_icon("eye" if shown else "eye-off")
        self.eye.set_hint(words)
        self.eye.setAccessibleName(words)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.control and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_V and event.modifiers() == Qt.KeyboardModifier.AltModifier:
                self._turn()
                return True
            self._listen(event)
        return super().eventFilter(watched, event)

    def _listen(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._hear_caps(False)
        elif len(text) == 1 and text.isalpha() and text.lower() != text.upper():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._hear_caps(text.isupper() != shifted)

    def _hear_caps(self, on: bool) -> None:
        if on != self._caps:
            self._caps = on
            self._say(_("Caps Lock is on") if on else "", "look", "arrow-big-up")


class ComboField(Field):
    """One of a few values."""

    def __init__(
        self,
        label: str,
        options: Sequence[tuple[str, str]] = (),
        *,
        value: str | None = None,
        mandatory: bool = False,
        label_width: int = 0,
        with_disc: bool = False,
        tall: bool = False,
        editable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`options` are pairs of key and words."""
        self.combo = Combo(tall=tall, editable=editable)
        super().__init__(
            label,
            self.combo,
            mandatory=mandatory,
            label_width=label_width,
            with_disc=with_disc,
            parent=parent,
        )
        self.set_options(options, value)
        self.combo.currentIndexChanged.connect(self._chosen)
        self.combo.editTextChanged.connect(self._chosen)

    @property
    def value(self) -> str:
        """The key of the chosen option; typed words where the field may be typed in."""
        if self.combo.isEditable() and self.combo.currentText() != self.combo.itemText(
            self.combo.currentIndex()
        ):
            return self.combo.currentText().strip()
        data = self.combo.currentData()
        return str(data) if data is not None else ""

    def set_value(self, value: str) -> None:
        """Choose the option with this key; words of no option are typed in where that is possible."""
        found = self.combo.findData(value)
        self.combo.setCurrentIndex(found)
        if found < 0 and self.combo.isEditable():
            self.combo.setEditText(value)

    def set_options(self, options: Sequence[tuple[str, str]], value: str | None = None) -> None:
        """Offer these pairs of key and words; keeps the choice where it still exists."""
        keep = self.value if value is None else value
        self.combo.blockSignals(True)
        self.combo.clear()
        for key, words in options:
            self.combo.addItem(words, key)
        self.set_value(keep)
        if self.combo.currentIndex() < 0 and options and value is None and not self.combo.isEditable():
            self.combo.setCurrentIndex(0)
        self.combo.blockSignals(False)

    def _chosen(self) -> None:
        if self.wrong:
            self.set_error("")
        self.changed.emit()


class TextField(Field):
    """Several lines of typed text."""

    def __init__(
        self, label: str, *, value: str = "", hint: str = "", lines: int = 4, label_width: int = 0
    ) -> None:
        self.area = QPlainTextEdit(value)
        super().__init__(label, self.area, label_width=label_width)
        self.area.setTabChangesFocus(True)
        self.area.setPlaceholderText(hint)
        self.area.setMinimumHeight(lines * 20 + 14)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.area.textChanged.connect(self._typed)

    @property
    def value(self) -> str:
        """What was typed, without blank lines around it."""
        return self.area.toPlainText().strip()

    def set_value(self, value: str) -> None:
        """Put `value` in."""
        self.area.setPlainText(value)

    def _typed(self) -> None:
        if self.wrong:
            self.set_error("")
        self.changed.emit()
