# SPDX-License-Identifier: MIT
"""The desk locks with the session and before sleep: logind is played on a private bus."""

import ctypes
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from privdesk.ui.idle import SLEPT_SECONDS, IdleWatch
from privdesk.ui.system_lock import SystemLock
from privdesk.ui.system_lock_elsewhere import MacLock, _message, is_lock, listener

if sys.platform.startswith("linux"):
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

LOGIND, SESSION = "org.freedesktop.login1", "org.freedesktop.login1.Session"
OWN, OTHER = "/org/freedesktop/login1/session/_31", "/org/freedesktop/login1/session/_32"
DAEMON = shutil.which("dbus-daemon")
on_a_bus = pytest.mark.skipif(DAEMON is None, reason="Debian package dbus is not installed")
CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>unix:path={path}</listen><policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""


class Bus:
    """A private bus with one end for the desk and one that plays logind."""

    def __init__(self, address: str) -> None:
        self.desk = QDBusConnection.connectToBus(address, f"desk {address}")
        self.logind = QDBusConnection.connectToBus(address, f"logind {address}")
        assert self.desk.isConnected()
        assert self.logind.registerService(LOGIND)

    def tell(self, path: str, interface: str, signal: str, *arguments: object) -> None:
        message = QDBusMessage.createSignal(path, interface, signal)
        message.setArguments(list(arguments))
        assert self.logind.send(message)


@pytest.fixture
def bus(tmp_path: Path, qtbot: QtBot) -> Iterator[Bus]:
    path = tmp_path / "bus"
    config = tmp_path / "bus.conf"
    config.write_text(CONFIG.format(path=path), encoding="utf-8")
    assert DAEMON is not None
    daemon = subprocess.Popen(
        [DAEMON, f"--config-file={config}", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    made = Bus(address)
    yield made
    for name in (f"desk {address}", f"logind {address}"):
        QDBusConnection.disconnectFromBus(name)
    daemon.terminate()
    daemon.wait(10)
    daemon.stdout.close()


@pytest.fixture
def lock(bus: Bus) -> SystemLock:
    made = SystemLock()
    assert made.listen(bus.desk, bus.desk)
    return made


@on_a_bus
def test_the_desk_locks_before_the_computer_sleeps(qtbot: QtBot, bus: Bus, lock: SystemLock) -> None:
    with qtbot.waitSignal(lock.locked):
        bus.tell("/org/freedesktop/login1", f"{LOGIND}.Manager", "PrepareForSleep", True)


@on_a_bus
def test_the_desk_locks_with_the_session(qtbot: QtBot, bus: Bus, lock: SystemLock) -> None:
    with qtbot.waitSignal(lock.locked):
        bus.tell(OWN, SESSION, "Lock")


@on_a_bus
def test_the_desk_locks_when_the_desktop_says_that_its_screen_is_locked(
    qtbot: QtBot, bus: Bus, lock: SystemLock
) -> None:
    with qtbot.waitSignal(lock.locked):
        changed = {"LockedHint": True}
        bus.tell(OWN, "org.freedesktop.DBus.Properties", "PropertiesChanged", SESSION, changed, ["IdleHint"])


@on_a_bus
@pytest.mark.parametrize("saver", ["org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"])
def test_the_desk_locks_with_the_screen_saver(qtbot: QtBot, bus: Bus, lock: SystemLock, saver: str) -> None:
    with qtbot.waitSignal(lock.locked):
        bus.tell("/org/freedesktop/ScreenSaver", saver, "ActiveChanged", True)


@on_a_bus
def test_waking_and_unlocking_lock_nothing(qtbot: QtBot, bus: Bus, lock: SystemLock) -> None:
    locked: list[str] = []
    lock.locked.connect(lambda: locked.append("locked"))
    bus.tell("/org/freedesktop/login1", f"{LOGIND}.Manager", "PrepareForSleep", False)
    bus.tell("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", False)
    bus.tell(
        OWN,
        "org.freedesktop.DBus.Properties",
        "PropertiesChanged",
        SESSION,
        {"LockedHint": False},
        ["IdleHint"],
    )
    bus.tell(
        OWN, "org.freedesktop.DBus.Properties", "PropertiesChanged", SESSION, {"IdleHint": True}, ["Active"]
    )
    with qtbot.waitSignal(lock.locked):
        bus.tell(OWN, SESSION, "Lock")
    assert locked == ["locked"]


@on_a_bus
def test_a_session_that_logind_does_not_know_still_locks(
    qtbot: QtBot, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_SESSION_ID", "77")
    lock = SystemLock()
    assert lock.listen(bus.desk, bus.desk)
    with qtbot.waitSignal(lock.locked):
        bus.tell(OTHER, SESSION, "Lock")


@on_a_bus
def test_a_message_of_another_shape_is_not_taken(qtbot: QtBot, bus: Bus, lock: SystemLock) -> None:
    locked: list[str] = []
    lock.locked.connect(lambda: locked.append("locked"))
    bus.tell("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", "yes", 3)
    bus.tell(OWN, "org.freedesktop.DBus.Properties", "PropertiesChanged", "x")
    bus.tell("/org/freedesktop/login1", f"{LOGIND}.Manager", "PrepareForSleep", "soon")
    with qtbot.waitSignal(lock.locked):
        bus.tell(OWN, SESSION, "Lock")
    assert locked == ["locked"]


class Clocks:
    """One that stands still while the computer sleeps, and the wall's."""

    def __init__(self) -> None:
        self.steady, self.wall = 100.0, 1_700_000_000.0

    def sleep(self, seconds: float) -> None:
        self.wall += seconds

    def wait(self, seconds: float) -> None:
        self.steady += seconds
        self.wall += seconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def watch(qtbot: QtBot, clocks: Clocks) -> IdleWatch:
    made = IdleWatch(lambda: clocks.steady, wall=lambda: clocks.wall)
    made.start(10)
    return made


def test_a_computer_that_slept_finds_the_desk_locked(qtbot: QtBot, clocks: Clocks, watch: IdleWatch) -> None:
    clocks.wait(1)
    clocks.sleep(SLEPT_SECONDS)
    with qtbot.waitSignal(watch.time_is_up):
        watch.look()


def test_a_clock_that_is_set_a_little_or_set_back_locks_nothing(
    qtbot: QtBot, clocks: Clocks, watch: IdleWatch
) -> None:
    with qtbot.assertNotEmitted(watch.time_is_up):
        for turned in (SLEPT_SECONDS - 1, -100_000, SLEPT_SECONDS - 1):
            clocks.wait(1)
            clocks.sleep(turned)
            watch.look()


@pytest.mark.parametrize(
    ("message", "what", "locks"),
    [(0x02B1, 7, True), (0x0218, 4, True), (0x02B1, 8, False), (0x0218, 7, False), (0x0100, 7, False)],
)
def test_windows_messages_are_read_as_documented(message: int, what: int, locks: bool) -> None:
    class Head(ctypes.Structure):
        _fields_ = (("window", ctypes.c_void_p), ("kind", ctypes.c_uint), ("what", ctypes.c_size_t))

    head = Head(0, message, what)
    assert is_lock(*_message(ctypes.addressof(head))) is locks


def test_macos_says_once_that_the_screen_is_locked(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    states = iter([False, True, True, False, True])
    said: list[str] = []
    owner = SystemLock()
    mac = MacLock(owner, lambda: said.append("locked"))
    monkeypatch.setattr(mac, "is_locked", lambda: next(states))
    for _ in range(5):
        mac.look()
    assert said == ["locked", "locked"]


def test_where_no_system_is_known_nothing_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "plan9")
    assert listener(SystemLock(), lambda: None) is None
    assert not SystemLock().listen()
