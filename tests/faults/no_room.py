# SPDX-License-Identifier: MIT
"""A full disk, a disk that may only be read, a permission taken away, a second desk: a sentence, and nothing lost.

The full disk is a small tmpfs of the kernel's; where an ordinary user may not mount one, the harm is counted as
not tried. The rest is done in a child without root's rights, which no permission would hold back.
"""

import ctypes
import json
import os
import random
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from privdesk.domain.errors import (
    AnotherDeskError,
    DiskFullError,
    FolderNotWritableError,
    PrivdeskError,
    ReadOnlyError,
)
from privdesk.domain.inbox import ItemState
from privdesk.services.explain import describe
from tests.faults.office import HarmedOffice, made_office
from tests.faults.outcome import Outcome, Timed, copy_of, findings_of

ROOM_KIB = 4096
MAIL = b"From: a@example.ch\r\nSubject: s\r\n\r\nText\r\n"
Said = Callable[..., None]


def run(folder: Path, times: int, seed: int) -> Outcome:
    """Do each harm in turn, `times` in all."""
    outcome = Outcome("no-room", "disk full, read-only, permission lost, second desk")
    chance = random.Random(seed)
    with Timed(outcome):
        office = made_office(folder / "made", forms=10, people=20)
        for number in range(times):
            name, harm = HARMS[number % len(HARMS)]
            harm(outcome, name, office, folder, chance)
    return outcome


def _expect(outcome: Outcome, name: str, error: str, wanted: tuple[type[PrivdeskError], ...]) -> None:
    """The harm was said in a sentence of its own."""
    outcome.tried += 1
    if error in {each.__name__ for each in wanted}:
        outcome.counts[f"{name}: {error}"] += 1
    else:
        outcome.bad[f"{name}: {error or 'nothing said'}"] += 1


def _whole(outcome: Outcome, name: str, office: HarmedOffice, acknowledged: list[int]) -> None:
    """Afterwards everything acknowledged stands and the records are whole."""
    try:
        with office.desk() as desk:
            for found in findings_of(desk):
                outcome.bad[f"{name}: {found}"] += 1
            for item in acknowledged:
                if desk.inbox.item(item).state is not ItemState.SET_ASIDE:  # type: ignore[arg-type]
                    outcome.bad[f"{name}: acknowledged, then lost"] += 1
    except PrivdeskError as error:
        outcome.bad[f"{name}: does not open afterwards ({type(error).__name__})"] += 1


@contextmanager
def _small_disk(place: Path) -> Iterator[Path | None]:
    """A file system with little room, or None where this account may not mount one."""
    place.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM_KIB}k,mode=700", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    try:
        yield place if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)


def _full(outcome: Outcome, name: str, office: HarmedOffice, folder: Path, chance: random.Random) -> None:
    """Work until there is no room, make room again, look."""
    with _small_disk(folder / "small") as place:
        if place is None:
            outcome.counts["disk full: not tried, no right to mount"] += 1
            return
        other = office.at(copy_of(office.folder, place / "Office.privdesk"))
        filler = place / "filler"
        free = os.statvfs(place)
        filler.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - chance.randrange(8, 160) * 1024)))
        said, acknowledged = "", []
        try:
            with other.desk() as desk:
                waiting = [each.id for each in desk.inbox.items() if each.state is not ItemState.SET_ASIDE]
                for turn in range(400):
                    item = waiting[turn % len(waiting)]
                    desk.capture.keep(item, {"values": {"note": "x" * 2000}}, f"note:{turn}")
                    if turn < len(waiting):
                        desk.inbox.set_aside([item], "no form")
                        acknowledged.append(int(item))
                    else:
                        desk.inbox.add_bytes(f"{turn}.eml", MAIL + b"A" * 9000 + str(turn).encode())
        except PrivdeskError as error:
            said = type(error).__name__
            _sentence(outcome, name, error)
        filler.unlink()
        _expect(outcome, name, said, (DiskFullError,))
        _whole(outcome, name, other, acknowledged)


def _sentence(outcome: Outcome, name: str, error: PrivdeskError) -> None:
    words = describe(error)
    if not (words.title and words.happened and words.remedy) or "unexpected" in words.title:
        outcome.bad[f"{name}: no sentence"] += 1


def _as_nobody(
    outcome: Outcome, name: str, office: HarmedOffice, folder: Path, chance: random.Random
) -> None:
    """A child without rights of its own over a folder that was harmed."""
    target = copy_of(office.folder, folder / "nobody" / "Office.privdesk")
    command = [sys.executable, "-m", "tests.faults.no_room", name, str(target), str(chance.random())]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=120)
    try:
        told = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        outcome.bad[f"{name}: broke off"] += 1
        outcome.note(done.stderr[-300:])
        return
    wanted = (ReadOnlyError, FolderNotWritableError)
    _expect(outcome, name, told["said"], wanted)
    if not told["sentence"]:
        outcome.bad[f"{name}: no sentence"] += 1
    _whole(outcome, name, office.at(target), told["acknowledged"])


def _second(outcome: Outcome, name: str, office: HarmedOffice, folder: Path, _chance: random.Random) -> None:
    target = office.at(copy_of(office.folder, folder / "shared" / "Office.privdesk"))
    with target.desk():
        said = ""
        try:
            with target.desk():
                pass
        except PrivdeskError as error:
            said = type(error).__name__
            _sentence(outcome, name, error)
        _expect(outcome, name, said, (AnotherDeskError,))
    _whole(outcome, name, target, [])


HARMS: tuple[tuple[str, Callable[[Outcome, str, HarmedOffice, Path, random.Random], None]], ...] = (
    ("disk full", _full),
    ("read-only database", _as_nobody),
    ("second desk", _second),
    ("read-only folder", _as_nobody),
    ("permission lost while open", _as_nobody),
)


def main() -> int:
    """In the child: `HARM FOLDER LOT`, without root's rights."""
    name, given, _lot = sys.argv[1:]
    _give_up_rights()
    folder = Path(given)
    office = HarmedOffice(folder.parent)
    office.folder = folder
    modes = {each: each.stat().st_mode for each in (folder, folder / "records.db", folder / "anchor")}
    told: dict[str, object] = {"said": "", "sentence": True, "acknowledged": []}
    try:
        _suffer(name, office, told)
    except PrivdeskError as error:
        told["said"] = type(error).__name__
        told["sentence"] = "unexpected" not in describe(error).title
    except Exception as error:  # noqa: BLE001 - whatever it was, the experiment must hear of it
        told["said"] = type(error).__name__
    for each, mode in modes.items():
        each.chmod(mode)
    print(json.dumps(told))  # noqa: T201
    return 0


def _give_up_rights() -> None:
    """Root's files stay its own, but permissions now hold it like anybody."""
    if os.geteuid() == 0:
        head, nothing = struct.pack("=Ii", 0x20080522, 0), struct.pack("=6I", *([0] * 6))
        if ctypes.CDLL(None).capset(head, nothing) != 0:
            raise OSError("capset")


def _suffer(name: str, office: HarmedOffice, told: dict[str, object]) -> None:
    folder = office.folder
    if name == "read-only database":
        (folder / "records.db").chmod(0o400)
    elif name == "read-only folder":
        for each in (folder, folder / "documents", folder / "documents" / "incoming"):
            each.chmod(0o500)
    acknowledged: list[int] = []
    told["acknowledged"] = acknowledged
    with office.desk() as desk:
        waiting = [each.id for each in desk.inbox.items() if each.state is not ItemState.SET_ASIDE]
        desk.inbox.set_aside([waiting[0]], "no form")
        acknowledged.append(int(waiting[0]))
        if name == "permission lost while open":
            for each in (folder / "documents", folder / "documents" / "incoming"):
                each.chmod(0o500)
        desk.inbox.add_bytes("a.eml", MAIL)


if __name__ == "__main__":
    raise SystemExit(main())
