# SPDX-License-Identifier: MIT
"""The worker process: reads tasks from standard input, writes results to standard output, and holds nothing.

`privdesk --worker` comes here at once, before anything of the desk is loaded.
"""

import os
import sys
from typing import Any, BinaryIO

from privdesk.documents.confinement import be_calm, confine
from privdesk.documents.frames import Frame, FrameError, read_frame, write_frame
from privdesk.documents.tasks import find_task
from privdesk.domain.errors import FileNotReadableError

URGENT = frozenset({"warm", "render", "jpeg", "letter", "logo"})
"""What somebody waits for at the screen; all else makes way for the rest of the computer."""


def main() -> int:
    """Serve tasks until the desk closes the pipe; returns the exit status."""
    requests, replies = _take_pipes()
    taken = confine()
    write_frame(replies, {"kind": "hello", "taken": taken})
    while True:
        try:
            frame = read_frame(requests)
        except FrameError:
            return 1
        if frame is None:
            return 0
        _serve(frame, replies)


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes for frames alone: what a library prints goes nowhere."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    sys.stdin = sys.stdout = sys.stderr = open(os.devnull, "r+", encoding="utf-8")  # noqa: PTH123, SIM115
    return requests, replies


def _serve(frame: Frame, replies: BinaryIO) -> None:
    def beat() -> None:
        write_frame(replies, {"kind": "beat"})

    reply: dict[str, Any]
    parts: tuple[bytes, ...] = ()
    try:
        name = str(frame.header["task"])
        if name not in URGENT:
            be_calm()
        task = find_task(name)
        result, found = task(frame.header.get("arguments", {}), frame.parts, beat)
        reply, parts = {"kind": "done", "result": result}, tuple(found)
    except FileNotReadableError as error:
        reply = {"kind": "refused", "reason": error.reason_key}
    except MemoryError:
        reply = {"kind": "refused", "reason": "too_large"}
    except Exception as error:  # noqa: BLE001 - foreign bytes can raise anything; only the type leaves the worker
        reply = {"kind": "failed", "type": type(error).__name__}
    write_frame(replies, reply, parts)
