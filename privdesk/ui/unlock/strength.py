# SPDX-License-Identifier: MIT
"""How good a new password is, in words."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.vault import MINIMUM_PASSWORD, PasswordHint, PasswordHintKey
from privdesk.i18n import _
from privdesk.services.progress import Progress
from privdesk.ui.jobs import Jobs
from privdesk.ui.theme import theme
from privdesk.ui.widgets.drawing import paint_box
from privdesk.ui.widgets.field import PasswordField

_SETTLE_MS = 120


def strength_words(hint: PasswordHint) -> str:
    """The strength and the one thing that helps most."""
    levels = (
        _("Guessed at once."),
        _("Easy to guess."),
        _("Could be guessed."),
        _("Hard to guess."),
        _("Very hard to guess."),
    )
    helps = {
        PasswordHintKey.TOO_SHORT: _("Use at least {n} characters.").format(n=MINIMUM_PASSWORD),
        PasswordHintKey.OWN_WORDS: _("Leave out names that belong to you or the office."),
        PasswordHintKey.COMMON: _("It is on the lists that are tried first."),
        PasswordHintKey.NAME: _("Names alone are tried early."),
        PasswordHintKey.WORD: _("One word is not enough: join several that do not belong together."),
        PasswordHintKey.KEYBOARD: _("Rows of keys are tried early."),
        PasswordHintKey.REPEAT: _("Repetition adds little."),
        PasswordHintKey.SEQUENCE: _("Sequences such as 1234 add little."),
        PasswordHintKey.DATE: _("Dates are tried early."),
        PasswordHintKey.LONGER: _("A few more words make it better."),
        PasswordHintKey.GOOD: "",
    }
    return f"{levels[min(max(hint.score, 0), 4)]} {helps[hint.key]}".strip()


class _Meter(QWidget):
    """Four short bars; the words beside them say the same."""

    def __init__(self) -> None:
        super().__init__()
        self.score = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, 4)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        role = "danger" if self.score <= 1 else "look" if self.score == 2 else "sure"
        wide = (self.width() - 12) / 4
        for at in range(4):
            bar = QRectF(at * (wide + 4), 0, wide, 4)
            paint_box(
                painter, bar, used.color(role if at < max(1, self.score) else "surface_sunken"), None, 2
            )


class NewPassword(QWidget):
    """A new password typed twice, with its strength in words; strength is looked at in a reading job."""

    changed = Signal()

    def __init__(
        self,
        jobs: Jobs,
        hint: Callable[[str, tuple[str, ...]], PasswordHint],
        label: str,
        *,
        tall: bool = True,
    ) -> None:
        super().__init__()
        self._jobs, self._hint = jobs, hint
        self.own_words: tuple[str, ...] = ()
        self._acceptable = False
        self.first = PasswordField(label, tall=tall)
        self.first.control.setObjectName("new-password")
        self.again = PasswordField(_("The same again"), tall=tall)
        self._meter = _Meter()
        self.first.below.addWidget(self._meter)
        self._meter.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        column.addWidget(self.first)
        column.addWidget(self.again)
        self.setFocusProxy(self.first)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.look)
        self.first.changed.connect(self._settle.start)
        self.first.changed.connect(self.changed)
        self.again.changed.connect(self.changed)

    @property
    def value(self) -> str:
        """The password."""
        return self.first.value

    def check(self) -> bool:
        """Whether the password may be taken; says what is wrong under the field otherwise."""
        if len(self.first.value) < MINIMUM_PASSWORD:
            self.first.set_error(_("Use at least {n} characters.").format(n=MINIMUM_PASSWORD))
            self.first.select()
            return False
        if self.again.value != self.first.value:
            self.again.set_error(_("The two are not the same."))
            self.again.select()
            return False
        return True

    def look(self) -> None:
        """Rate what was typed."""
        typed, own = self.first.value, self.own_words
        if not typed:
            self._meter.hide()
            self.first.set_note("")
            return

        def work(_progress: Progress) -> PasswordHint:
            return self._hint(typed, own)

        self._jobs.start(
            self, work, on_done=self._say, on_failed=lambda _error: None, lane="read", latest="strength"
        )

    def _say(self, hint: PasswordHint) -> None:
        self._acceptable = hint.acceptable
        self._meter.score = hint.score
        self._meter.show()
        self._meter.update()
        if not self.first.wrong:
            self.first.set_note(strength_words(hint))

    def forget(self) -> None:
        """Empty both fields."""
        self.first.forget()
        self.again.forget()
