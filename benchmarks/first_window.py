# SPDX-License-Identifier: MIT
"""Run as a program: opens an empty window, or ours on the records named, and prints a line when it is painted.

Ours prints `painted` for whatever is in sight first, and `ready` when the field for the password is painted.
"""

import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from privdesk.ui.first_paint import FirstPaint

PAINTED, READY = "painted", "ready"


class PasswordAsked(QObject):
    """Calls once when a field for a password has been painted."""

    def __init__(self, application: QApplication, asked: Callable[[], None]) -> None:
        super().__init__(application)
        self._application, self._asked = application, asked
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and isinstance(watched, QLineEdit):
            secret = watched.echoMode() is QLineEdit.EchoMode.Password
            if secret and watched.isVisible():
                self._application.removeEventFilter(self)
                QTimer.singleShot(0, self._asked)
        return False


def main(arguments: Sequence[str]) -> int:
    """`empty`, or `ours FOLDER`."""
    application = QApplication(["privdesk"])

    def tell(word: str) -> None:
        print(word, flush=True)
        if word == READY:
            application.exit(0)

    first = FirstPaint(application)
    first.painted.connect(lambda: tell(PAINTED))
    if arguments[0] == "empty":
        window = QWidget()
        window.resize(1440, 900)
        window.show()
        first.painted.connect(lambda: tell(READY))
        return application.exec()
    PasswordAsked(application, lambda: tell(READY))
    from privdesk.__main__ import main as start

    return start(["--records", arguments[1]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
