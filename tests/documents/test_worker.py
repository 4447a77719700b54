# SPDX-License-Identifier: MIT
"""A worker that crashes, hangs or bloats costs one file, never the desk; it reaches neither network nor files."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from privdesk.documents.foreign_files import ForeignFiles, OwnWork
from privdesk.documents.frames import Frame, Limits
from privdesk.documents.landlock import readable
from privdesk.documents.worker import WorkerProcess
from privdesk.domain.errors import Cancelled, FileNotReadableError, WorkerFailedError
from privdesk.domain.incoming import IncomingKind
from tests.documents.conftest import WORKER

SPOILT = """
import tests.documents.bad_tasks
from privdesk.documents import tasks, worker_main
for name in "hang crawl crash bloat chatter look_around fail flood lie".split():
    tasks.TASKS[name] = f"tests.documents.bad_tasks:{name}"
raise SystemExit(worker_main.main())
"""
BAD = (sys.executable, "-c", SPOILT)
MAIL = b"From: a@example.ch\r\nSubject: Hello\r\n\r\nText\r\n"


@pytest.fixture
def worker() -> Iterator[WorkerProcess]:
    process = WorkerProcess(BAD)
    yield process
    process.close()


def reason(worker: WorkerProcess, task: str, **limits: float) -> str:
    with pytest.raises(WorkerFailedError) as caught:
        worker.ask(task, **limits)  # type: ignore[arg-type]
    return caught.value.reason_key


def works(worker: WorkerProcess) -> bool:
    return str(worker.ask("read", {"name": "x.eml"}, (MAIL,)).header["kind"]) == IncomingKind.MAIL


def test_a_hanging_file_is_given_up_and_the_next_one_is_read(worker: WorkerProcess) -> None:
    assert works(worker)
    assert reason(worker, "hang", silence=0.2) == "too_slow"
    assert works(worker)


def test_a_file_that_never_ends_is_given_up_although_it_reports_pages(worker: WorkerProcess) -> None:
    assert works(worker)
    assert reason(worker, "crawl", silence=5.0, total=0.4) == "too_slow"
    assert works(worker)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_crash_is_named_and_the_next_file_is_read(worker: WorkerProcess) -> None:
    assert reason(worker, "crash") == "crashed"
    assert works(worker)


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux")
def test_a_bloating_file_is_refused(worker: WorkerProcess) -> None:
    with pytest.raises(FileNotReadableError) as caught:
        worker.ask("bloat")
    assert caught.value.reason_key == "too_large"
    assert works(worker)


def test_a_killed_worker_is_replaced() -> None:
    files = ForeignFiles(WORKER)
    try:
        assert files.read("x.eml", MAIL).kind is IncomingKind.MAIL
        first = files.reader.process_id
        assert first is not None
        os.kill(first, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        outcomes: list[str] = []
        for _ in range(2):
            try:
                outcomes.append(files.read("x.eml", MAIL).kind)
            except FileNotReadableError as error:
                outcomes.append(error.reason_key)
        assert outcomes[-1] is IncomingKind.MAIL
        assert files.reader.process_id != first
    finally:
        files.close()


def test_what_a_reader_prints_never_mixes_with_results(worker: WorkerProcess) -> None:
    assert worker.ask("chatter").header == {"said": "the truth"}


@pytest.mark.skipif(sys.platform != "linux", reason="confinement is Linux's")
def test_the_worker_has_no_environment_no_files_and_no_network(worker: WorkerProcess, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        target = tmp_path / "note"
        found = worker.ask("look_around", {"port": server.getsockname()[1], "file": str(target)}).header
    assert not set(found["environment"]) - {"LC_CTYPE", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"}
    assert found["wrote"] is False
    assert not target.exists() or target.stat().st_size == 0
    assert worker.taken["limits"] is True
    assert found["reached"] is not worker.taken["network"]


@pytest.mark.skipif(sys.platform != "linux", reason="confinement is Linux's")
def test_the_worker_reads_nothing_but_its_program_and_starts_nothing(
    worker: WorkerProcess, tmp_path: Path
) -> None:
    secret = tmp_path / "records.db"
    secret.write_bytes(b"nobody's business")
    found = worker.ask("look_around", {"port": 1, "file": str(secret), "secret": str(secret)}).header
    if worker.taken["files"]:
        assert found["read"] is False
        assert found["started"] is False
        assert found["listed"] is False
    assert found["opened"] < 64
    assert secret.read_bytes() == b"nobody's business"


def test_an_answer_without_end_is_cut_off(worker: WorkerProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("privdesk.documents.worker.REPLY", Limits(1024, 1024 * 1024))
    assert reason(worker, "flood") == "too_large"
    assert works(worker)


@pytest.mark.parametrize(
    "lie",
    [
        {}, {"kind": "mail"}, {"kind": "mail", "media_type": "text/html", "pages": 1},
        {"kind": "plain_pdf", "media_type": "application/pdf", "pages": -1},
        {"kind": "plain_pdf", "media_type": "application/pdf", "pages": 10**9},
        {"kind": "plain_pdf", "media_type": "application/pdf", "pages": 1, "sheets": [["registration/3/fr", 0, 0, 45]]},
        {"kind": "plain_pdf", "media_type": "application/pdf", "pages": 1, "values": {"a": ["b"]}},
    ],
)  # fmt: skip
def test_what_a_worker_that_was_taken_over_says_is_not_believed(lie: dict[str, object]) -> None:
    files = ForeignFiles(BAD)
    files.reader.ask, files.painter.ask = _lying(files.reader, lie), _lying(files.painter, lie)  # type: ignore[method-assign]
    try:
        looks: list[Callable[[], object]] = [
            lambda: files.read("a.pdf", b"x"),
            lambda: files.read_table("a.csv", b"x"),
            lambda: files.render(b"x", "application/pdf", 0, 100),
            lambda: files.page_jpeg(b"x", "application/pdf", 0),
        ]
        for look in looks:
            with pytest.raises(FileNotReadableError) as caught:
                look()
            assert caught.value.reason_key == "damaged"
    finally:
        files.close()


def _lying(worker: WorkerProcess, lie: dict[str, object]) -> Callable[..., Frame]:
    honest = worker.ask
    base = {"template": "", "values": {}, "sheets": [], "notes": []}

    def ask(_task: str, *_arguments: object, **_limits: object) -> Frame:
        return honest("lie", {"lie": {**base, **lie}, "parts": 2})

    return ask


def test_a_failed_task_tells_no_values(worker: WorkerProcess) -> None:
    with pytest.raises(WorkerFailedError) as caught:
        worker.ask("fail")
    assert caught.value.reason_key == "failed"
    assert "Rochat" not in repr(caught.value) + str(caught.value)
    assert works(worker)


def test_an_unknown_task_fails(worker: WorkerProcess) -> None:
    assert reason(worker, "nothing") == "failed"


def test_a_command_that_is_no_worker_is_an_error_not_a_hang() -> None:
    process = WorkerProcess((sys.executable, "-c", "print('hello')"))
    assert reason(process, "read") == "crashed"
    process.close()


def test_closing_cancels_what_is_under_way(worker: WorkerProcess) -> None:
    assert works(worker)
    ended: list[BaseException] = []

    def look() -> None:
        try:
            worker.ask("crawl")
        except Cancelled as stopped:
            ended.append(stopped)

    thread = threading.Thread(target=look)
    thread.start()
    while not worker.busy:
        thread.join(0.005)
    worker.close()
    thread.join(10)
    assert len(ended) == 1
    assert worker.process_id is None
    assert works(worker)


def test_many_threads_share_one_worker(worker: WorkerProcess) -> None:
    answers: list[bool] = []
    threads = [threading.Thread(target=lambda: answers.append(works(worker))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 8


def test_own_work_returns_its_result() -> None:
    work = OwnWork(WORKER)
    try:
        header, parts = work.run("read", {"name": "x.eml"}, (MAIL,))
        assert header["kind"] == "mail"
        assert parts == ()
    finally:
        work.close()


def test_a_frozen_worker_may_read_the_program_in_which_its_modules_lie(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Path(sys.executable) not in readable()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert Path(sys.executable) in readable()
