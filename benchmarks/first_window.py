# SPDX-License-Identifier: MIT
"""Run as a program: opens an empty window, or ours on the records named, and prints a line when it is painted."""

import sys
from collections.abc import Sequence

from PySide6.QtWidgets import QApplication, QWidget

from privdesk.ui.first_paint import FirstPaint

PAINTED = "painted"


def main(arguments: Sequence[str]) -> int:
    """`empty`, or `ours FOLDER`."""
    application = QApplication(["privdesk"])

    def tell() -> None:
        print(PAINTED, flush=True)
        application.exit(0)

    FirstPaint(application).painted.connect(tell)
    if arguments[0] == "empty":
        window = QWidget()
        window.resize(1440, 900)
        window.show()
        return application.exec()
    from privdesk.__main__ import main as start

    return start(["--records", arguments[1]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
