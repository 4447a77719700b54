# SPDX-License-Identifier: MIT
"""The key store for real: a Secret Service of its own on a private bus, with a throw-away collection.

Skipped, and it says so, where `dbus-daemon` or `gnome-keyring-daemon` is not installed (`dev.py` does it on Debian), or
where the machine's key store takes no secret from `keyring` itself.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

BUS = """<busconfig><type>session</type><listen>unix:dir={folder}</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""
"""A bus that starts nothing by itself: a second key store, locked, would answer while ours is still starting."""
KEY_STORE = "org.freedesktop.secrets"
MISSING = [name for name in ("dbus-daemon", "gnome-keyring-daemon") if shutil.which(name) is None]
pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"no real Secret Service here: {', '.join(MISSING)} not installed"
)
ROOT = Path(__file__).parents[2]
PROBE = """
import keyring
keyring.set_password("probe", "key", "text")
assert keyring.get_password("probe", "key") == "text"
"""
SCENE = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from privdesk.domain.errors import DeviceSecretMissingError
from privdesk.domain.vault import AnchorHeads, KdfStrength, VaultBinding
from privdesk.security.keyring_store import KeyringStore, MAXIMUM_CHARACTERS, device_secret_available, forget_device_secret
from privdesk.security.vault_files import VaultFiles
weak = KdfStrength(64, 1, 1)
folder, said = Path(sys.argv[1]) / "Bound.privdesk", {}
def files(computer="desk-1"):
    return VaultFiles(strength=weak, floor=weak, require_place=lambda _f: None, computer=computer)
store = KeyringStore()
said["name"] = store.name
said["available"] = device_secret_available(store)
said["long"] = store.put("long", "x" * MAXIMUM_CHARACTERS) and store.get("long") == "x" * MAXIMUM_CHARACTERS
said["too_long"] = store.put("longer", "x" * (MAXIMUM_CHARACTERS + 1))
store.drop("long")
said["dropped"] = store.get("long") is None
made = files().create(folder, "Bound", "Anouk Klein", "correct horse battery", binding=VaultBinding.DEVICE_BOUND)
vault = files().unlock(folder, "Anouk Klein", "correct horse battery")
said["opens"] = vault.keys == made.vault.keys
said["peek"] = files().peek(folder).device_secret
heads = AnchorHeads(7, b"a" * 32, b"l" * 32, 3, 2)
files().remember(vault, heads, datetime(2026, 11, 23, tzinfo=UTC))
said["remembers"] = files().recall(folder)().heads == heads
until = datetime(2126, 1, 1, tzinfo=UTC)
code = files().changes.make_code(vault, vault.staff_id, until)
forget_device_secret(store, vault.vault_id)
try:
    files().unlock(folder, "Anouk Klein", "correct horse battery")
except DeviceSecretMissingError:
    said["lost"] = True
now = datetime(2026, 11, 23, tzinfo=UTC)
files().changes.use_code(folder, "Anouk Klein", code.code.text, "ferry cobalt garden", now)
said["enrolled"] = files().unlock(folder, "Anouk Klein", "ferry cobalt garden").keys.master == made.vault.keys.master
forget_device_secret(store, vault.vault_id)
files().recover(folder, "Anouk Klein", made.recovery_code.text, "amber thicket violin")
said["recovered"] = files().unlock(folder, "Anouk Klein", "amber thicket violin").staff_name
print(json.dumps(said))
"""


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A bus and a key store that nobody else sees; both end with the test."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with TemporaryDirectory(prefix="bus-") as short:  # the name of a socket has room for 107 characters
        yield from _with_bus(home, Path(short), tmp_path / "bus.conf")


def _with_bus(home: Path, runtime: Path, rules: Path) -> Iterator[dict[str, str]]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"}
    own = {
        **kept, "HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"), "XDG_RUNTIME_DIR": str(runtime), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    own.pop("DISPLAY", None)
    rules.write_text(BUS.format(folder=runtime), encoding="utf-8")
    bus = subprocess.Popen(
        ["dbus-daemon", f"--config-file={rules}", "--nofork", "--nopidfile", "--print-address=1"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=own, text=True,
    )  # fmt: skip
    try:
        assert bus.stdout is not None
        own["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        assert own["DBUS_SESSION_BUS_ADDRESS"], "the bus did not start"
        yield from _with_key_store(own)
    finally:
        _end(bus)


def _with_key_store(own: dict[str, str]) -> Iterator[dict[str, str]]:
    from jeepney import MatchRule, message_bus
    from jeepney.io.blocking import Proxy, open_dbus_connection

    comes = MatchRule(type="signal", sender=message_bus.bus_name, member="NameOwnerChanged")
    comes.add_arg_condition(0, KEY_STORE)
    listening = open_dbus_connection(own["DBUS_SESSION_BUS_ADDRESS"])
    Proxy(message_bus, listening).AddMatch(comes)
    daemon = subprocess.Popen(
        ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=own,
    )  # fmt: skip
    try:
        assert daemon.stdin is not None
        daemon.stdin.write(b"throw-away")
        daemon.stdin.close()
        with listening.filter(comes) as arrived:
            listening.recv_until_filtered(arrived, timeout=30)
        yield own
    finally:
        listening.close()
        _end(daemon)


def _end(process: "subprocess.Popen[bytes] | subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def _run(environment: dict[str, str], *script: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", *script],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_records_are_bound_lost_enrolled_and_recovered_with_a_real_key_store(
    environment: dict[str, str], tmp_path: Path
) -> None:
    probe = _run(environment, PROBE)
    if probe.returncode != 0:
        pytest.skip(f"the key store of this machine takes no secrets: {probe.stderr[-300:]}")
    done = _run(environment, SCENE, str(tmp_path))
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert "Secret" in said.pop("name")
    assert said.pop("too_long") is False
    assert said.pop("recovered") == "Anouk Klein"
    assert said == dict.fromkeys(
        ("available", "long", "dropped", "opens", "peek", "remembers", "lost", "enrolled"), True
    )
