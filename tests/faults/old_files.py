# SPDX-License-Identifier: MIT
"""Files put back, cut, emptied, swapped: a genuine old state must not pass for the newest."""

import os
import random
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

from privdesk.domain.errors import PrivdeskError
from privdesk.domain.inbox import ItemState
from tests.faults.flips import cut_off
from tests.faults.office import HarmedOffice, made_office, stop_advertising
from tests.faults.outcome import DATABASE, Outcome, Timed, copy_of, findings_of

PAGE = 4096
Harm = Callable[[Path, "Past", random.Random], bool]


class Past:
    """States that the records went through, oldest first, all genuine; the last is the newest."""

    def __init__(self, states: list[Path], stranger: Path, cut: list[Path]) -> None:
        self.states, self.stranger, self.cut = states, stranger, cut


def run(folder: Path, times: int, seed: int) -> Outcome:
    """Harm the newest state `times` times, in turn in each way."""
    outcome = Outcome("old-files", "old file, old page, tail cut, empty or swapped file")
    chance = random.Random(seed)
    with Timed(outcome):
        office, past = _past(folder)
        for number in range(times):
            name, harm = HARMS[number % len(HARMS)]
            source = past.cut[-1] if name.startswith("log") else past.states[-1]
            target = copy_of(source, folder / "harmed" / "Office.privdesk")
            if not harm(target, past, chance):
                outcome.counts[f"{name}: not possible here"] += 1
                continue
            outcome.tried += 1
            seen = _seen(office.at(target))
            outcome.counts[f"{name}: {seen}"] += 1
            if seen == "SILENT":
                outcome.bad[f"{name}: not noticed"] += 1
    return outcome


def _past(folder: Path) -> tuple[HarmedOffice, Past]:
    made = made_office(folder / "made", forms=14, people=30)
    stranger = made_office(folder / "stranger", forms=1, people=10)
    states = [copy_of(made.folder, folder / "state-0" / "Office.privdesk")]
    for number in range(1, 6):
        with made.desk() as desk:
            _work(desk.inbox, 2)
            stop_advertising(desk, 1)
        states.append(copy_of(made.folder, folder / f"state-{number}" / "Office.privdesk"))
    cut = []
    for number in range(3):
        cut_off(made, _work_open)
        cut.append(copy_of(made.folder, folder / f"cut-{number}" / "Office.privdesk"))
    return made, Past(states, stranger.folder, cut)


def _work(inbox: object, count: int) -> None:
    from privdesk.services.inbox import Inbox

    assert isinstance(inbox, Inbox)
    waiting = [each.id for each in inbox.items() if each.state in (ItemState.READY, ItemState.LOOK)]
    for item in waiting[:count]:
        inbox.set_aside([item], "no form")
        inbox.bring_back([item])


def _work_open(office: HarmedOffice) -> None:
    opened = office.desk()
    _work(opened.__enter__().inbox, 3)
    os.kill(os.getpid(), signal.SIGKILL)  # before `opened` is let go, which would close the records


def _seen(office: HarmedOffice) -> str:
    try:
        with office.desk() as desk:
            found = findings_of(desk)
    except PrivdeskError as error:
        return f"refused at sign-in ({type(error).__name__})"
    return "found by the check" if found else "SILENT"


def _old_database(target: Path, past: Past, chance: random.Random) -> bool:
    shutil.copy(chance.choice(past.states[:-1]) / DATABASE, target / DATABASE)
    return True


def _old_database_and_log(target: Path, past: Past, chance: random.Random) -> bool:
    old = chance.choice(past.cut[:-1])
    for name in (DATABASE, f"{DATABASE}-wal"):
        shutil.copy(old / name, target / name)
    return True


def _all_but_the_ledger(target: Path, past: Past, chance: random.Random) -> bool:
    """Everything that agrees with itself from an earlier state; the list of erasures is forgotten."""
    old = chance.choice(past.states[:-1])
    for name in (DATABASE, "anchor", "vault.json"):
        shutil.copy(old / name, target / name)
    return True


def _old_page(target: Path, past: Past, chance: random.Random) -> bool:
    """A page that carries its own genuine seal, from an earlier state."""
    old = (chance.choice(past.states[:-1]) / DATABASE).read_bytes()
    path = target / DATABASE
    new = bytearray(path.read_bytes())
    pages = [
        start for start in range(0, min(len(old), len(new)), PAGE)
        if old[start : start + PAGE] != new[start : start + PAGE]
    ]  # fmt: skip
    if not pages:
        return False
    start = chance.choice(pages)
    new[start : start + PAGE] = old[start : start + PAGE]
    path.write_bytes(new)
    return True


def _tail_cut(target: Path, _past: Past, chance: random.Random) -> bool:
    path = target / DATABASE
    pages = path.stat().st_size // PAGE
    with path.open("rb+") as file:
        file.truncate(PAGE * chance.randrange(1, pages) + chance.choice((0, 0, chance.randrange(PAGE))))
    return True


def _empty(target: Path, _past: Past, _chance: random.Random) -> bool:
    (target / DATABASE).write_bytes(b"")
    return True


def _gone(target: Path, _past: Past, _chance: random.Random) -> bool:
    (target / DATABASE).unlink()
    return True


def _swapped(target: Path, past: Past, _chance: random.Random) -> bool:
    shutil.copy(past.stranger / DATABASE, target / DATABASE)
    return True


def _log_gone(target: Path, _past: Past, _chance: random.Random) -> bool:
    (target / f"{DATABASE}-wal").unlink()
    return True


def _log_cut(target: Path, _past: Past, chance: random.Random) -> bool:
    path = target / f"{DATABASE}-wal"
    with path.open("rb+") as file:
        file.truncate(chance.randrange(path.stat().st_size - PAGE))
    return True


def _anchor_of_another(target: Path, past: Past, _chance: random.Random) -> bool:
    shutil.copy(past.stranger / "anchor", target / "anchor")
    return True


def _anchor_gone(target: Path, _past: Past, _chance: random.Random) -> bool:
    (target / "anchor").unlink()
    return True


def _old_document(target: Path, _past: Past, chance: random.Random) -> bool:
    """Two documents, each genuine, under each other's names."""
    files = sorted(each for each in (target / "documents").rglob("*") if each.is_file())
    one, other = chance.sample(files, 2)
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    return True


HARMS: tuple[tuple[str, Harm], ...] = (
    ("old database", _old_database),
    ("old page", _old_page),
    ("tail cut", _tail_cut),
    ("0 bytes", _empty),
    ("old page", _old_page),
    ("no database", _gone),
    ("another office's database", _swapped),
    ("log: lost", _log_gone),
    ("log: cut", _log_cut),
    ("log: old database with its log", _old_database_and_log),
    ("another office's anchor", _anchor_of_another),
    ("no anchor", _anchor_gone),
    ("documents swapped", _old_document),
    ("old database, anchor and key file", _all_but_the_ledger),
)
