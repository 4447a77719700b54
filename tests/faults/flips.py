# SPDX-License-Identifier: MIT
"""One bit of one file of the records turned over: noticed at opening, by the check, or provably without effect."""

import os
import random
import signal
from collections.abc import Callable
from pathlib import Path

from privdesk.domain.errors import PrivdeskError
from privdesk.domain.inbox import ItemState
from tests.faults.office import HarmedOffice, made_office, stop_advertising
from tests.faults.outcome import DATABASE, Outcome, Timed, content_of, copy_of, findings_of, keys_of

KINDS = (DATABASE, f"{DATABASE}-wal", "documents", "vault.json", "anchor", "ledger")


def run(folder: Path, times: int, seed: int) -> Outcome:
    """Turn `times` bits over, in turn in each kind of file; half of the records were closed, half cut off."""
    outcome = Outcome("flips", "one bit turned over")
    chance = random.Random(seed)
    with Timed(outcome):
        made = made_office(folder / "made", forms=6, people=30)
        with made.desk() as desk:
            stop_advertising(desk, 8)
        cut = made.at(copy_of(made.folder, folder / "cut" / "Office.privdesk"))
        cut_off(cut, work)
        whole = [_Whole(made, folder), _Whole(cut, folder)]
        for number in range(times):
            kind = KINDS[number % len(KINDS)]
            which = whole[1] if kind.endswith("-wal") else chance.choice(whole)
            _one(outcome, which, kind, folder / "flipped" / "Office.privdesk", chance)
    return outcome


class _Whole:
    """Records as they were written, with what stands in them."""

    def __init__(self, office: HarmedOffice, folder: Path) -> None:
        self.office = office
        copy = office.at(copy_of(office.folder, folder / "looked-at" / "Office.privdesk"))
        self.key = keys_of(copy).keys.database
        self.content = content_of(copy.folder, self.key)


def cut_off(office: HarmedOffice, act: Callable[[HarmedOffice], None]) -> None:
    """Have a child work and be killed, so that the write-ahead log stays beside the database."""
    child = os.fork()
    if child == 0:
        try:
            act(office)
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)


def work(office: HarmedOffice) -> None:
    """Set forms aside and type, then die."""
    opened = office.desk()
    desk = opened.__enter__()
    for item in desk.inbox.items()[:3]:
        if item.state in (ItemState.READY, ItemState.LOOK):
            desk.capture.keep(item.id, {"values": {"last_name": "half"}}, "last_name:4")
            desk.inbox.set_aside([item.id], "no form")
    last = desk.inbox.items()[-1].id
    desk.capture.keep(last, {"values": {"last_name": "last"}}, "last_name:4")
    os.kill(os.getpid(), signal.SIGKILL)


def _one(outcome: Outcome, whole: _Whole, kind: str, target: Path, chance: random.Random) -> None:
    folder = copy_of(whole.office.folder, target)
    path = folder / kind
    if kind == "documents":
        path = chance.choice(sorted(each for each in path.rglob("*") if each.is_file()))
    if not path.is_file() or not path.stat().st_size:
        outcome.bad["nothing to flip"] += 1
        return
    at, bit = chance.randrange(path.stat().st_size), chance.randrange(8)
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << bit
    path.write_bytes(content)
    outcome.tried += 1
    seen = _seen(whole, folder, target.parent)
    if seen == "SILENT":
        outcome.bad[f"{kind}: silent"] += 1
        outcome.note(f"{kind}: byte {at} of {len(content)}, bit {bit}")
    outcome.counts[f"{kind}: {seen}"] += 1


def _seen(whole: _Whole, folder: Path, beside: Path) -> str:
    """How the program takes it: refused, found by the check, without effect – or not at all."""
    before = copy_of(folder, beside / "Before.privdesk")
    other = whole.office.at(folder)
    try:
        with other.desk() as desk:
            if findings_of(desk):
                return "found by the check"
            if (folder / "ledger.damaged").exists():
                return "kept and written again"
    except PrivdeskError:
        return "refused"
    try:
        same = content_of(before, whole.key) == whole.content
    except PrivdeskError:
        return "SILENT"
    return "without effect" if same else "SILENT"
