# SPDX-License-Identifier: MIT
"""What the worker takes away from itself before it looks at a foreign file.

Linux: 2 GiB of address space, no core files, no files written, no network (own network namespace, where the
system lets an ordinary user have one). macOS and Windows: a watchdog for memory. Everywhere: it ends when the
desk has ended.
"""

import ctypes
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

MEMORY_LIMIT = 2 * 1024**3
BLOATED_EXIT = 77
_CLONE_NEWNET = 0x40000000
_CLONE_NEWUSER = 0x10000000
_SECOND = 1.0


def confine() -> dict[str, bool]:
    """Take away files, memory and network; return which of them the system really took."""
    sys.dont_write_bytecode = True
    taken = {"limits": _limit_resources(), "network": _leave_network()}
    threading.Thread(target=_watch, args=(os.getppid(), threading.Event()), daemon=True).start()
    return taken


def _limit_resources() -> bool:
    if sys.platform == "win32":
        return False
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
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
