# SPDX-License-Identifier: MIT
"""Tasks that do to a worker what a hostile file would."""

import os
import signal
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from privdesk.documents.tasks import Beat, TaskResult


def hang(_arguments: Mapping[str, Any], _parts: Sequence[bytes], _beat: Beat) -> TaskResult:
    threading.Event().wait()
    return {}, ()


def crawl(_arguments: Mapping[str, Any], _parts: Sequence[bytes], beat: Beat) -> TaskResult:
    never = threading.Event()
    while not never.wait(0.02):
        beat()
    return {}, ()


def crash(_arguments: Mapping[str, Any], _parts: Sequence[bytes], _beat: Beat) -> TaskResult:
    os.kill(os.getpid(), signal.SIGKILL)
    return {}, ()


def bloat(_arguments: Mapping[str, Any], _parts: Sequence[bytes], _beat: Beat) -> TaskResult:
    return {}, (bytes(3 * 1024**3),)


def chatter(_arguments: Mapping[str, Any], _parts: Sequence[bytes], _beat: Beat) -> TaskResult:
    os.write(1, b"\x00\x00\x00\x02\x00\x00\x00\x00{}")
    print("noise")  # noqa: T201
    return {"said": "the truth"}, ()


def look_around(arguments: Mapping[str, Any], _parts: Sequence[bytes], _beat: Beat) -> TaskResult:
    try:
        socket.create_connection(("127.0.0.1", int(arguments["port"])), timeout=2).close()
        reached = True
    except OSError:
        reached = False
    try:
        Path(arguments["file"]).write_bytes(b"x")
        wrote = True
    except OSError:
        wrote = False
    return {
        "environment": sorted(os.environ), "reached": reached, "wrote": wrote, "started": _started(),
        "read": _worked(lambda: Path(arguments.get("secret", "/nowhere")).read_bytes()),
        "listed": _worked(lambda: list(Path(arguments.get("secret", "/tmp/x")).parent.iterdir())), "opened": _opened(),
    }, ()  # fmt: skip


def _worked(act: Callable[[], object]) -> bool:
    try:
        act()
    except OSError:
        return False
    return True


def _started() -> bool:
    return _worked(lambda: os.posix_spawn("/bin/true", ["true"], {}))


def _opened() -> int:
    count = 0
    try:
        while count < 1000:
            os.dup(0)
            count += 1
    except OSError:
        os.closerange(20, 200)
    return count


def flood(_arguments: Mapping[str, Any], _parts: Sequence[bytes], _beat: Beat) -> TaskResult:
    return {}, (bytes(2 * 1024 * 1024),)


def lie(arguments: Mapping[str, Any], _parts: Sequence[bytes], _beat: Beat) -> TaskResult:
    return arguments["lie"], tuple(b"x" for _ in range(arguments["parts"]))


def fail(_arguments: Mapping[str, Any], _parts: Sequence[bytes], _beat: Beat) -> TaskResult:
    raise ValueError("Amélie Rochat")
