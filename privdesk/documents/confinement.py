# SPDX-License-Identifier: MIT
"""What the worker takes away from itself before it looks at a foreign file.

Linux: 2 GiB of address space, no core files, nothing written, few files open at once, no further processes, no
network and no files but the program's own (Landlock and an own network namespace, where the system lets an
ordinary user have them). macOS and Windows: a watchdog for memory, on Windows also a job object (`windows_job`).
Everywhere: reading makes way for the rest of the computer, and the worker ends when the desk has ended.
"""

import ctypes
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from privdesk.documents.landlock import give_up_files

MEMORY_LIMIT = 2 * 1024**3
OPEN_FILES = 64
CALM = 5
"""Niceness of reading; drawing the page on screen stays as urgent as the window."""
BLOATED_EXIT = 77
_CLONE_NEWNET = 0x40000000
_CLONE_NEWUSER = 0x10000000
_SECOND = 1.0


def confine() -> dict[str, bool]:
    """Take away files, memory and network; return which of them the system really took."""
    sys.dont_write_bytecode = True
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[name] = "1"
    taken = {"limits": _limit_resources(), "network": _leave_network(), "files": give_up_files()}
    threading.Thread(target=_watch, args=(os.getppid(), threading.Event()), daemon=True).start()
    _start_nothing()
    return taken


def be_calm() -> None:
    """Let everything else on the computer go first; once is enough."""
    if sys.platform != "win32" and os.nice(0) < CALM:
        os.nice(CALM - os.nice(0))


def _start_nothing() -> None:
    """No further process, whatever a file makes of this one; root is not held by it."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def _limit_resources() -> bool:
    if sys.platform == "win32":
        return False
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    return True


def _leave_network() -> bool:
    if sys.platform != "linux":
        return False
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is None:
        return False
    return any(unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWNET | _CLONE_NEWUSER))


def _watch(parent: int, never: threading.Event) -> None:
    memory_used = _memory_gauge()
    while not never.wait(_SECOND / 4):
        if sys.platform != "win32" and os.getppid() != parent:
            os._exit(0)
        if memory_used() > MEMORY_LIMIT:
            os._exit(BLOATED_EXIT)


def _memory_gauge() -> Callable[[], int]:
    if sys.platform == "darwin":
        import resource

        return lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if sys.platform == "win32":
        return _windows_memory
    return lambda: 0


class _WindowsCounters(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS of the Windows API."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("page_faults", ctypes.c_uint32),
        ("peak_working_set", ctypes.c_size_t),
        ("working_set", ctypes.c_size_t),
        ("peak_paged_pool", ctypes.c_size_t),
        ("paged_pool", ctypes.c_size_t),
        ("peak_nonpaged_pool", ctypes.c_size_t),
        ("nonpaged_pool", ctypes.c_size_t),
        ("pagefile", ctypes.c_size_t),
        ("peak_pagefile", ctypes.c_size_t),
    )


def _windows_memory() -> int:
    kernel: Any = ctypes.CDLL("kernel32")
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    kernel.K32GetProcessMemoryInfo.argtypes = (
        ctypes.c_void_p, ctypes.POINTER(_WindowsCounters), ctypes.c_uint32,
    )  # fmt: skip
    counters = _WindowsCounters(size=ctypes.sizeof(_WindowsCounters))
    kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.size)
    return int(counters.pagefile)
