# SPDX-License-Identifier: MIT
"""While jobs may run, cyclic garbage is collected on the window's thread only."""

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot

from privdesk.ui.jobs import DeskJobs


class Knot:
    """Held by nothing but itself."""

    def __init__(self, seen: list[int]) -> None:
        self.me = self
        weakref.finalize(self, lambda: seen.append(threading.get_ident()))


def test_garbage_is_collected_on_the_windows_thread(qtbot: QtBot) -> None:
    gc.enable()  # the suite keeps it off, for the same reason
    jobs = DeskJobs()
    assert not gc.isenabled()
    seen: list[int] = []
    Knot(seen)
    held = [[each] for each in range(200_000)]
    qtbot.waitUntil(lambda: bool(seen), timeout=10_000)
    assert set(seen) == {threading.get_ident()}
    assert held
    jobs.close()
    assert gc.isenabled()
    gc.disable()
