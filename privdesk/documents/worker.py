# SPDX-License-Identifier: MIT
"""The desk's side of the worker: started ahead, asked by pipe, ended when it hangs, started again when it died."""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import IO, Any, BinaryIO

from privdesk.documents.confinement import BLOATED_EXIT, MEMORY_LIMIT
from privdesk.documents.frames import REPLY, Frame, FrameError, FrameTooLargeError, read_frame, write_frame
from privdesk.documents.windows_job import close_job, put_in_job
from privdesk.domain.errors import Cancelled, FileNotReadableError, WorkerFailedError

PAGE_SECONDS = 10.0
FILE_SECONDS = 120.0
TASKS_BEFORE_CHANGE = 500
"""After so many tasks a fresh worker takes over."""
_TURN_SECONDS = 0.02


class WorkerProcess:
    """One worker, used by one caller at a time; others wait their turn.

    `command` is how this program starts its worker; `folder` where a source tree finds its package.
    """

    def __init__(self, command: Sequence[str], folder: Path | None = None) -> None:
        self._command = tuple(command)
        self._folder = folder or Path(__file__).resolve().parents[2]
        self._turn = threading.Lock()
        self._running: _Running | None = None
        self._closing = threading.Event()

    def warm_up(self) -> None:
        """Start the worker ahead and let it load its readers, without waiting for it."""
        threading.Thread(target=self._warm, daemon=True).start()

    def _warm(self) -> None:
        try:
            self.ask("warm")
        except (WorkerFailedError, Cancelled):
            return

    def ask(
        self,
        task: str,
        arguments: Mapping[str, Any] | None = None,
        parts: Sequence[bytes] = (),
        *,
        silence: float = PAGE_SECONDS,
        total: float = FILE_SECONDS,
    ) -> Frame:
        """Have `task` done and return its result and parts; `silence` and `total` are seconds.

        Raises:
            FileNotReadableError: the task refused the file, with its reason.
            WorkerFailedError: the worker crashed, hung, bloated, or the task failed; the next call gets a new one.
            Cancelled: `close` was called meanwhile.
        """
        with self._turn:
            running = self._fresh()
            try:
                reply = running.ask({"task": task, "arguments": arguments or {}}, parts, silence, total)
            except _GoneError as gone:
                self._drop()
                if self._closing.is_set():
                    raise Cancelled from None
                raise WorkerFailedError(task, gone.reason_key) from None
            except BaseException:
                self._drop()
                raise
        if reply.header.get("kind") == "refused":
            raise FileNotReadableError(str(reply.header.get("reason", "damaged")))
        if reply.header.get("kind") != "done" or not isinstance(reply.header.get("result"), dict):
            raise WorkerFailedError(task, "failed")
        return Frame(reply.header["result"], reply.parts)

    def close(self) -> None:
        """End the worker at once; work under way is cancelled."""
        self._closing.set()
        while not self._turn.acquire(timeout=_TURN_SECONDS):
            running = self._running
            if running is not None:
                running.process.kill()
        try:
            self._drop()
        finally:
            self._closing.clear()
            self._turn.release()

    @property
    def busy(self) -> bool:
        """Whether somebody's work is under way."""
        return self._turn.locked()

    @property
    def process_id(self) -> int | None:
        """The worker's process, while there is one."""
        return self._running.process.pid if self._running else None

    @property
    def taken(self) -> Mapping[str, bool]:
        """What the system took from the running worker: `limits`, `network`."""
        return self._running.taken if self._running else {}

    def _fresh(self) -> "_Running":
        if self._running is not None and (self._running.ended or self._running.asked >= TASKS_BEFORE_CHANGE):
            self._drop()
        if self._running is None:
            self._running = _Running(self._command, self._folder)
        return self._running

    def _drop(self) -> None:
        if self._running is not None:
            self._running.end()
            self._running = None


class _GoneError(Exception):
    """The worker is no more."""

    def __init__(self, reason_key: str) -> None:
        super().__init__(reason_key)
        self.reason_key = reason_key


class _Running:
    """A started worker and the thread that listens to it."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - the command is this program itself
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd=folder,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        handle = getattr(self.process, "_handle", None)
        self._job = put_in_job(int(handle), MEMORY_LIMIT) if handle is not None else None
        self._overflowed = False
        self.asked = 0
        self.taken: dict[str, bool] = {}
        self._replies: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def ask(self, header: Mapping[str, Any], parts: Sequence[bytes], silence: float, total: float) -> Frame:
        self.asked += 1
        end = monotonic() + total
        slow = threading.Event()
        guard = threading.Timer(total, self._stop_slow, args=(slow,))
        guard.daemon = True
        guard.start()
        try:
            write_frame(self._requests, header, parts)
            return self._await(silence, end)
        except (OSError, ValueError):
            raise _GoneError("too_slow" if slow.is_set() else self._death()) from None
        finally:
            guard.cancel()

    def _await(self, silence: float, end: float) -> Frame:
        while True:
            try:
                reply = self._replies.get(timeout=max(0.0, min(silence, end - monotonic())))
            except queue.Empty:
                self.process.kill()
                raise _GoneError("too_slow") from None
            if reply is None:
                raise _GoneError(self._death() if monotonic() < end else "too_slow")
            if reply.header.get("kind") == "hello":
                self.taken = {
                    str(key): bool(value) for key, value in dict(reply.header.get("taken", {})).items()
                }
            elif reply.header.get("kind") != "beat":
                return reply

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self._listener.join()
        close_job(self._job)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                _close_quietly(stream)

    @property
    def _requests(self) -> BinaryIO:
        stream = self.process.stdin
        if stream is None:
            raise _GoneError("crashed")
        return stream  # type: ignore[return-value]

    def _listen(self) -> None:
        stream = self.process.stdout
        try:
            while stream is not None and (frame := read_frame(stream, REPLY)) is not None:  # type: ignore[arg-type]
                self._replies.put(frame)
        except (FrameTooLargeError, MemoryError):
            self._overflowed = True
            self.process.kill()
        except (FrameError, OSError, ValueError):
            self.process.kill()
        self._replies.put(None)

    def _stop_slow(self, slow: threading.Event) -> None:
        slow.set()
        self.process.kill()

    def _death(self) -> str:
        bloated = self.process.wait() == BLOATED_EXIT or self._overflowed
        return "too_large" if bloated else "crashed"


def _environment() -> dict[str, str]:
    """Nothing, but for the one variable without which Windows starts no program."""
    root = os.environ.get("SYSTEMROOT") if sys.platform == "win32" else None
    return {"SYSTEMROOT": root} if root else {}


def _close_quietly(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:
        return
