# SPDX-License-Identifier: MIT
"""Collects Python's cyclic garbage on the window's thread only.

A page that was closed may still be held by a cycle of Python references. Were it collected while a job runs, its
widgets would be destroyed on that job's thread, and Qt ends the program.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 500


class WindowCollector(QObject):
    """Takes over from the automatic collector until it is destroyed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._limits = gc.get_threshold()
        self._automatic = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the generations that have grown past the interpreter's own limits, the oldest first."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._limits[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give collecting back to the interpreter: no job runs any more."""
        self._timer.stop()
        if self._automatic:
            gc.enable()
