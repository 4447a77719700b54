# SPDX-License-Identifier: MIT
"""Hears the lock of Windows and of macOS. Written from the documentation; not tried on either system."""

import ctypes
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QCoreApplication, QObject, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

_WM_POWERBROADCAST, _PBT_APMSUSPEND = 0x0218, 0x0004
_WM_WTSSESSION_CHANGE, _WTS_SESSION_LOCK = 0x02B1, 0x0007
_MAC_LOOK_MS = 2000


def listener(owner: QObject, locked: Callable[[], None]) -> QObject | None:
    """What listens on this system, owned by `owner`; None where nothing can."""
    if sys.platform == "win32":
        return WindowsLock(owner, locked)
    if sys.platform == "darwin":
        return MacLock(owner, locked)
    return None


class _Filter(QAbstractNativeEventFilter):
    """Reads the messages that Windows sends to the window."""

    def __init__(self, locked: Callable[[], None]) -> None:
        super().__init__()
        self._locked = locked

    def nativeEventFilter(self, kind: Any, message: Any) -> Any:  # noqa: ANN401, N802 -- as Qt declares it
        """Never takes a message away."""
        if bytes(kind) == b"windows_generic_MSG" and is_lock(*_message(int(message))):
            self._locked()
        return False, 0


def is_lock(message: int, what: int) -> bool:
    """Whether a window message says that the session locks or the computer goes to sleep."""
    return (message, what) in (
        (_WM_WTSSESSION_CHANGE, _WTS_SESSION_LOCK),
        (_WM_POWERBROADCAST, _PBT_APMSUSPEND),
    )


def _message(address: int) -> tuple[int, int]:
    """Kind and first word of a message: HWND, UINT, WPARAM at that address."""

    class _Head(ctypes.Structure):
        _fields_ = [("window", ctypes.c_void_p), ("kind", ctypes.c_uint), ("what", ctypes.c_size_t)]

    head = _Head.from_address(address)
    return int(head.kind), int(head.what)


class WindowsLock(QObject):
    """Asks Windows to tell this window of its session's lock; power messages come by themselves."""

    def __init__(self, owner: QObject, locked: Callable[[], None]) -> None:
        super().__init__(owner)
        self._filter = _Filter(locked)
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self._filter)
        parent = owner.parent()
        if sys.platform == "win32" and isinstance(parent, QWidget | QWindow):
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(int(parent.winId()), 0)


class MacLock(QObject):
    """Looks every two seconds whether the session's screen is locked: there is no signal without another package."""

    def __init__(self, owner: QObject, locked: Callable[[], None]) -> None:
        super().__init__(owner)
        self._locked, self._was = locked, False
        self._beat = QTimer(self)
        self._beat.setInterval(_MAC_LOOK_MS)
        self._beat.timeout.connect(self.look)
        self._beat.start()

    def look(self) -> None:
        """Say once that the screen was locked."""
        now = self.is_locked()
        if now and not self._was:
            self._locked()
        self._was = now

    def is_locked(self) -> bool:
        """Whether `CGSSessionScreenIsLocked` stands in the session's dictionary."""
        frameworks = "/System/Library/Frameworks"
        try:
            graphics = ctypes.CDLL(f"{frameworks}/CoreGraphics.framework/CoreGraphics")
            core = ctypes.CDLL(f"{frameworks}/CoreFoundation.framework/CoreFoundation")
        except OSError:
            return False
        graphics.CGSessionCopyCurrentDictionary.restype = ctypes.c_void_p
        core.CFStringCreateWithCString.restype = ctypes.c_void_p
        core.CFStringCreateWithCString.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32]
        core.CFDictionaryGetValue.restype = ctypes.c_void_p
        core.CFDictionaryGetValue.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        core.CFBooleanGetValue.argtypes = [ctypes.c_void_p]
        core.CFRelease.argtypes = [ctypes.c_void_p]
        session = graphics.CGSessionCopyCurrentDictionary()
        if not session:
            return False
        name = core.CFStringCreateWithCString(None, b"CGSSessionScreenIsLocked", 0x08000100)
        value = core.CFDictionaryGetValue(session, name)
        locked = bool(value) and bool(core.CFBooleanGetValue(value))
        core.CFRelease(name)
        core.CFRelease(session)
        return locked
