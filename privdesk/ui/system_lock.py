# SPDX-License-Identifier: MIT
"""Tells when the system locks its screen or goes to sleep, so that the desk locks with it.

Linux: systemd-logind and the screen savers over D-Bus. Windows and macOS: written, not tried here. Where nothing tells,
the idle time still locks, and so does a clock that jumped because the computer slept (`privdesk.ui.idle`).
"""

import os
import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

_LOGIND, _LOGIND_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
_SESSION = f"{_LOGIND}.Session"
_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.kde.screensaver")


def _slot(signature: str) -> Any:  # noqa: ANN401 -- the stubs ask for bytes, which the binding refuses
    """A slot as the bus wants it."""
    return f"1{signature}"


class SystemLock(QObject):
    """`locked` each time the session locks or the computer is about to sleep."""

    locked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._elsewhere: QObject | None = None

    def listen(
        self, system: "QDBusConnection | None" = None, session: "QDBusConnection | None" = None
    ) -> bool:
        """Connect where possible; says whether anything listens. The buses are injected by tests."""
        if sys.platform.startswith("linux") or system is not None:
            return self._listen_to_buses(system, session)
        from privdesk.ui.system_lock_elsewhere import listener

        self._elsewhere = listener(self, self.locked.emit)
        return self._elsewhere is not None

    def _listen_to_buses(self, system: "QDBusConnection | None", session: "QDBusConnection | None") -> bool:
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return False
        to_logind = self._listen_to_logind(system or QDBusConnection.systemBus())
        to_savers = self._listen_to_savers(session or QDBusConnection.sessionBus())
        return to_logind or to_savers

    def _listen_to_logind(self, bus: "QDBusConnection") -> bool:
        if not bus.isConnected():
            return False
        path = self._own_session(bus)
        told = [
            bus.connect(_LOGIND, "", f"{_LOGIND}.Manager", "PrepareForSleep", "b", self, _slot("on_sleep(bool)")),
            bus.connect(_LOGIND, path, _SESSION, "Lock", self, _slot("on_lock()")),
            bus.connect(
                _LOGIND, path, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", self,
                _slot("on_properties(QString,QVariantMap,QStringList)"),
            ),
        ]  # fmt: skip
        return any(told)

    def _listen_to_savers(self, bus: "QDBusConnection") -> bool:
        if not bus.isConnected():
            return False
        told = [
            bus.connect("", "", saver, "ActiveChanged", "b", self, _slot("on_saver(bool)"))
            for saver in _SAVERS
        ]
        return any(told)

    def _own_session(self, bus: "QDBusConnection") -> str:
        """The object of the session that this window belongs to; empty (any session) where logind cannot say."""
        from PySide6.QtDBus import QDBusMessage

        asks: list[tuple[str, Any]] = [("GetSession", os.environ.get("XDG_SESSION_ID", ""))]
        for method, argument in asks:
            if not argument:
                continue
            call = QDBusMessage.createMethodCall(_LOGIND, _LOGIND_PATH, f"{_LOGIND}.Manager", method)
            call.setArguments([argument])
            reply = bus.call(call, timeout=500)
            found = reply.arguments()
            if reply.type() == QDBusMessage.MessageType.ReplyMessage and found:
                return str(getattr(found[0], "path", lambda: "")()) or ""
        return ""

    @Slot(bool)
    def on_sleep(self, begins: bool) -> None:
        """Lock before the computer sleeps."""
        if begins:
            self.locked.emit()

    @Slot()
    def on_lock(self) -> None:
        """Lock with the session."""
        self.locked.emit()

    @Slot(bool)
    def on_saver(self, active: bool) -> None:
        """Lock with the screen saver."""
        if active:
            self.locked.emit()

    @Slot("QString", "QVariantMap", "QStringList")
    def on_properties(self, interface: str, changed: dict[str, object], _unsaid: list[str]) -> None:
        """Lock when the desktop says that its screen is locked, without asking logind to lock."""
        if interface == _SESSION and changed.get("LockedHint"):
            self.locked.emit()
