# SPDX-License-Identifier: MIT
"""Windows: the worker lives in a job object: 2 GiB, no further processes, no error dialog, ended with the desk.

Written after the documentation of the Windows API and **not tried here**.
"""

import ctypes
import sys
from typing import Any

_EXTENDED_LIMITS = 9
_PROCESS_MEMORY = 0x100
_ACTIVE_PROCESSES = 0x8
_DIE_ON_EXCEPTION = 0x400
_KILL_ON_CLOSE = 0x2000


class _BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority_class", ctypes.c_uint32),
        ("scheduling_class", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", _BasicLimits),
        ("counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


def limits(memory: int) -> _ExtendedLimits:
    """What the job allows: so many bytes, one process, the end together with its handle."""
    wanted = _ExtendedLimits()
    wanted.basic.flags = _PROCESS_MEMORY | _ACTIVE_PROCESSES | _DIE_ON_EXCEPTION | _KILL_ON_CLOSE
    wanted.basic.active_processes = 1
    wanted.process_memory = memory
    return wanted


def put_in_job(process_handle: int, memory: int) -> int | None:
    """Put a process that was just started into a job of its own; return the job's handle, None elsewhere.

    The process ends when the handle is closed, so also when the desk ends however it may.
    """
    if sys.platform != "win32":
        return None
    kernel: Any = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p)
    kernel.SetInformationJobObject.argtypes = (
        ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32,
    )  # fmt: skip
    kernel.AssignProcessToJobObject.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    job = kernel.CreateJobObjectW(None, None)
    if not job:
        return None
    wanted = limits(memory)
    kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(wanted), ctypes.sizeof(wanted))
    kernel.AssignProcessToJobObject(job, process_handle)
    return int(job)


def close_job(job: int | None) -> None:
    """Let go of a job: whatever still runs in it ends."""
    if job is None or sys.platform != "win32":
        return
    kernel: Any = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
    kernel.CloseHandle(job)
