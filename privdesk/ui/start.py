# SPDX-License-Identifier: MIT
"""Brings the window into sight first, and everything else after it."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from privdesk.ui.main_window import MainWindow

if TYPE_CHECKING:  # loaded when the window is in sight
    from collections.abc import Callable
    from pathlib import Path

    from privdesk.ui.app import LateProgram, Program
    from privdesk.ui.jobs import DeskJobs

_SWITCH_SECONDS = 0.0005
"""How often threads change: a busy Python thread then never holds the window longer (measured 17 ms, not 98)."""


def run(
    load: "Callable[[], Program]", folder: "Path | None", seen: "Callable[[], object]" = lambda: None
) -> int:
    """Open the window on the records in `folder`, or on the ones opened last; return when it is closed.

    `load` makes the program; it runs in a job once the unlock page was painted, and `seen` is called then.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    made = QApplication.instance()
    application = made if isinstance(made, QApplication) else QApplication(["privdesk"])
    main, started = MainWindow(), list["tuple[DeskJobs, LateProgram, object]"]()
    main.seen.connect(lambda: started.append(_furnish(main, load, folder, seen)))
    main.show()
    try:
        return application.exec()
    finally:
        for jobs, program, _window in started:
            jobs.close()
            program.close()


def _furnish(
    main: MainWindow, load: "Callable[[], Program]", folder: "Path | None", seen: "Callable[[], object]"
) -> "tuple[DeskJobs, LateProgram, object]":
    from threading import Event

    from privdesk.ui.app import LastRecords, LateProgram, Window, make_application
    from privdesk.ui.jobs import DeskJobs

    make_application()
    painted = Event()
    jobs, program = DeskJobs(), LateProgram(load, painted)

    def was_seen() -> None:
        painted.set()
        seen()

    window = Window(program, jobs, folder, LastRecords(), main, was_seen)
    main.system_lock.listen()
    return jobs, program, window
