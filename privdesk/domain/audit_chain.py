# SPDX-License-Identifier: MIT
"""Walking the audit chain: what was altered, taken out, put elsewhere or cut off, in constant memory."""

import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from privdesk.domain.audit import CHAIN_START, Action, AuditEntry, link
from privdesk.domain.errors import PrivdeskError
from privdesk.domain.vault import StaffId

MOST_BAD = 64
"""Entries that do not fit which are kept in mind, to say whether they were put elsewhere."""
MOST_FINDINGS = 200
_SEALS_TRIED = 12


class ChainFault(StrEnum):
    """What was done to the chain."""

    ALTERED = "altered"
    REMOVED = "removed"
    REORDERED = "reordered"
    CUT = "cut"
    """The newest entries are gone, or the end is not the one that was acknowledged."""


@dataclass(frozen=True, slots=True)
class ChainFinding:
    """One place where the chain does not fit, from one entry to another."""

    fault: ChainFault
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """The whole walk: how many entries were read, where it began, and what does not fit, in order."""

    entries: int
    begins_after: int
    """Number of the checkpoint before which entries were removed by rule; 0: from the first one."""
    findings: tuple[ChainFinding, ...]

    @property
    def whole(self) -> bool:
        """Whether everything fits."""
        return not self.findings


@dataclass(eq=False)
class ChainBrokenError(PrivdeskError):
    """The audit chain does not fit from this entry on: nothing of it is let go."""

    first: int


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """One row as it lies in the records; `entry` is None where it cannot even be read."""

    sequence: int
    entry: AuditEntry | None
    mac: bytes


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which entries are wanted; what is None or empty does not limit."""

    actions: frozenset[Action] = frozenset()
    staff_id: StaffId | None = None
    record: str | None = None
    since: datetime | None = None
    """Aware; from this moment on."""
    until: datetime | None = None
    """Aware; before this moment."""


@dataclass(frozen=True, slots=True)
class _Bad:
    row: StoredEntry
    befores: tuple[bytes, ...]


class ChainExaminer:
    """Takes the entries in the order of their numbers; `finish` tells what does not fit.

    After a misfit it goes on with every seal that could have stood before, so that one altered entry is one finding.
    """

    def __init__(self, key_of: Callable[[int], bytes], after: int = 0, before: bytes = CHAIN_START) -> None:
        self._key_of = key_of
        self._begins_after, self._next = after, after + 1
        self._befores: tuple[bytes, ...] | None = (before,)
        self._bad: list[_Bad] = []
        self._altered: list[ChainFinding] = []
        self._gaps: list[ChainFinding] = []
        self._run: list[bytes] = []
        self._last_mac, self._entries = before, 0

    @property
    def reached(self) -> int:
        """Number of the last entry taken."""
        return self._next - 1

    def take(self, rows: Iterable[StoredEntry]) -> None:
        """Look at the next entries."""
        for row in rows:
            if row.sequence != self._next:
                self._note_gap(row.sequence)
            self._look_at(row)
            self._next, self._last_mac = row.sequence + 1, row.mac
            self._entries += 1

    def finish(self, last: int, head: bytes) -> ChainCheck:
        """Compare the end with what the records say it is, and tell everything."""
        found = [*self._gaps, *self._told()]
        if self.reached < last:
            found.append(ChainFinding(ChainFault.CUT, self._next, last))
        elif not self._ends_with(last, head) and not self._is_bad(self.reached):
            found.append(ChainFinding(ChainFault.CUT, self._next, self._next))
        found.sort(key=lambda each: (each.first, each.last))
        return ChainCheck(self._entries, self._begins_after, tuple(found[:MOST_FINDINGS]))

    def _note_gap(self, sequence: int) -> None:
        if sequence > self._next:
            self._gaps.append(ChainFinding(ChainFault.REMOVED, self._next, sequence - 1))
        self._befores, self._run = None, []

    def _look_at(self, row: StoredEntry) -> None:
        befores = self._befores
        if befores is None:  # what stood before is gone: this one can only be taken as it is
            self._befores = (row.mac,)
            return
        macs = self._seals(row, befores)
        if any(hmac.compare_digest(mac, row.mac) for mac in macs):
            self._befores, self._run = (row.mac,), []
            return
        self._note_misfit(row, befores)
        kept = _SEALS_TRIED if len(self._bad) < MOST_BAD else 1
        self._run = [*self._run, row.mac][-kept:]
        self._befores = tuple(dict.fromkeys((*self._run, *macs[:2])))

    def _note_misfit(self, row: StoredEntry, befores: tuple[bytes, ...]) -> None:
        if len(self._bad) < MOST_BAD:
            self._bad.append(_Bad(row, befores))
        before = self._altered[-1] if self._altered else None
        if before is not None and before.last == row.sequence - 1:
            self._altered[-1] = replace(before, last=row.sequence)
        elif len(self._altered) < MOST_FINDINGS:
            self._altered.append(ChainFinding(ChainFault.ALTERED, row.sequence, row.sequence))

    def _ends_with(self, last: int, head: bytes) -> bool:
        return self.reached == last and hmac.compare_digest(self._last_mac, head)

    def _is_bad(self, sequence: int) -> bool:
        return any(each.first <= sequence <= each.last for each in self._altered)

    def _seals(self, row: StoredEntry, befores: Sequence[bytes]) -> list[bytes]:
        if row.entry is None:
            return []
        key = self._key_of(row.sequence)
        return [link(key, before, row.entry) for before in befores]

    def _told(self) -> list[ChainFinding]:
        """Runs of misfits: altered, or put elsewhere where one of them fits another place among them."""
        moved = self._moved()
        return [
            replace(each, fault=ChainFault.REORDERED)
            if any(each.first <= one <= each.last for one in moved)
            else each
            for each in self._altered
        ]

    def _moved(self) -> frozenset[int]:
        """Places whose entry was written for another place."""
        places = {bad.row.sequence: bad.befores for bad in self._bad}
        return frozenset(
            bad.row.sequence for bad in self._bad if bad.row.entry is not None and self._fits(bad.row, places)
        )

    def _fits(self, row: StoredEntry, places: Mapping[int, Sequence[bytes]]) -> bool:
        assert row.entry is not None
        for place, befores in places.items():
            if place != row.sequence:
                there = replace(row.entry, sequence=place)
                key = self._key_of(place)
                if any(hmac.compare_digest(link(key, before, there), row.mac) for before in befores):
                    return True
        return False


def checkpoint_reference(sequence: int, mac: bytes) -> str:
    """What a checkpoint keeps of the entries before it: number and seal of the last one that went."""
    return f"{sequence}:{mac.hex()}"


def checkpoint_of(entry: AuditEntry) -> tuple[int, bytes] | None:
    """Number and seal of the last entry that a checkpoint let go; None for any other entry."""
    if entry.event.action is not Action.AUDIT_PRUNED:
        return None
    number, _colon, mac = entry.event.reference.partition(":")
    return (int(number), bytes.fromhex(mac)) if number.isdigit() and len(mac) == 64 else None
