# SPDX-License-Identifier: MIT
"""Work runs off the GUI thread; its outcome arrives on it, and only while the owner lives."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from privdesk.services.progress import Progress
from privdesk.ui.jobs import DeskJobs


class Heard:
    def __init__(self, application: QApplication) -> None:
        self.done: list[Any] = []
        self.failed: list[BaseException] = []
        self.progress: list[tuple[int, int]] = []
        self.on_gui_thread: list[bool] = []
        self._gui = application.thread()

    def _note(self) -> None:
        self.on_gui_thread.append(QThread.currentThread() is self._gui)

    def on_done(self, result: object) -> None:
        self.done.append(result)
        self._note()

    def on_failed(self, error: BaseException) -> None:
        self.failed.append(error)
        self._note()

    def on_progress(self, done: int, total: int) -> None:
        self.progress.append((done, total))
        self._note()

    def everything(self) -> dict[str, Any]:
        return {"on_done": self.on_done, "on_failed": self.on_failed, "on_progress": self.on_progress}


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[DeskJobs]:
    made = DeskJobs()
    yield made
    made.close()


@pytest.fixture
def heard(qapp: QApplication) -> Heard:
    return Heard(qapp)


def idle(jobs: DeskJobs) -> Callable[[], bool]:
    return lambda: not jobs.running


def until_cancelled(started: threading.Event) -> Callable[[Progress], None]:
    def work(progress: Progress) -> None:
        started.set()
        while True:
            progress.raise_if_cancelled()

    return work


def test_the_outcome_arrives_on_the_gui_thread(qtbot: QtBot, jobs: DeskJobs, heard: Heard) -> None:
    owner = QObject()

    def work(progress: Progress) -> bool:
        progress.report(3, 3)
        return threading.current_thread() is threading.main_thread()

    jobs.start(owner, work, **heard.everything())
    qtbot.waitUntil(idle(jobs))
    assert heard.done == [False]
    assert heard.progress == [(3, 3)]
    assert all(heard.on_gui_thread)


def test_the_newest_progress_is_the_last_one_heard(qtbot: QtBot, jobs: DeskJobs, heard: Heard) -> None:
    owner = QObject()

    def work(progress: Progress) -> None:
        for done in range(1000):
            progress.report(done + 1, 1000)

    jobs.start(owner, work, **heard.everything())
    qtbot.waitUntil(idle(jobs))
    assert heard.progress[-1] == (1000, 1000)
    assert heard.progress == sorted(heard.progress)


def test_writing_is_one_after_the_other(qtbot: QtBot, jobs: DeskJobs, heard: Heard) -> None:
    owner, order, gate = QObject(), list[str](), threading.Event()

    def first(_progress: Progress) -> None:
        gate.wait(5)
        order.append("first")

    jobs.start(owner, first, **heard.everything())
    jobs.start(owner, lambda _progress: order.append("second"), **heard.everything())
    gate.set()
    qtbot.waitUntil(idle(jobs))
    assert order == ["first", "second"]


def test_reading_does_not_wait_for_writing(qtbot: QtBot, jobs: DeskJobs, heard: Heard) -> None:
    owner, gate = QObject(), threading.Event()
    jobs.start(owner, lambda _progress: gate.wait(5), **heard.everything())
    jobs.start(owner, lambda _progress: "read", lane="read", **heard.everything())
    qtbot.waitUntil(lambda: heard.done == ["read"])
    gate.set()
    qtbot.waitUntil(idle(jobs))


def test_cancelling_is_silent(qtbot: QtBot, jobs: DeskJobs, heard: Heard) -> None:
    owner, started = QObject(), threading.Event()
    job = jobs.start(owner, until_cancelled(started), **heard.everything())
    assert started.wait(5)
    job.cancel()
    qtbot.waitUntil(idle(jobs))
    assert not heard.done
    assert not heard.failed


def test_an_error_is_handed_over(qtbot: QtBot, jobs: DeskJobs, heard: Heard) -> None:
    owner = QObject()

    def work(_progress: Progress) -> None:
        raise ValueError("boom")

    jobs.start(owner, work, **heard.everything())
    qtbot.waitUntil(idle(jobs))
    assert isinstance(heard.failed[0], ValueError)


def test_nobody_is_told_once_the_owner_is_gone(qtbot: QtBot, jobs: DeskJobs, heard: Heard) -> None:
    owner, started = QObject(), threading.Event()
    jobs.start(owner, until_cancelled(started), **heard.everything())
    assert started.wait(5)
    shiboken6.delete(owner)
    qtbot.waitUntil(idle(jobs))
    assert not heard.done
    assert not heard.failed


def test_only_the_latest_search_is_heard(qtbot: QtBot, jobs: DeskJobs, heard: Heard) -> None:
    owner, started = QObject(), threading.Event()
    jobs.start(owner, until_cancelled(started), lane="read", latest="search", **heard.everything())
    assert started.wait(5)
    jobs.start(owner, lambda _progress: "newer", lane="read", latest="search", **heard.everything())
    qtbot.waitUntil(idle(jobs))
    assert heard.done == ["newer"]
    assert not heard.failed


def test_closing_waits_for_the_work_and_says_nothing(qapp: QApplication, heard: Heard) -> None:
    jobs, owner, started = DeskJobs(), QObject(), threading.Event()
    jobs.start(owner, until_cancelled(started), **heard.everything())
    assert started.wait(5)
    jobs.close()
    assert not heard.done
    assert not heard.failed
