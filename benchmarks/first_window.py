# SPDX-License-Identifier: MIT
"""Run as a program: opens an empty window, or ours on the records named, and prints a line when it is painted.

Ours prints `painted` for whatever is in sight first, and `ready` when the page with the field for the password is painted.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from privdesk.ui.first_paint import FirstPaint

PAINTED, READY = "painted", "ready"


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
    from privdesk.bootstrap.window import open_window

    return open_window(Path(arguments[1]), lambda: tell(READY))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
