# SPDX-License-Identifier: MIT
"""The ledger of what must stay so after a restore: erasures, disposals, restrictions, objections, withdrawals.

It names nobody: a person is a keyed hash of the record's number and the moment it was made, which a restored copy
of the records still bears. Each line's `mac` ties it to the line before, under the ledger's own key, so that no line
can be altered, removed or reordered unnoticed; count and head stand in the state row and in the anchor.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from privdesk.domain.people import PersonId

LEDGER_START = bytes(32)
"""The head of an empty ledger."""
EVERYTHING = ""
"""As a group: the whole person."""


class LedgerKind(StrEnum):
    """What must stay so."""

    ERASED = "erased"
    """On request. Law: GDPR Art. 17; FADP Art. 32(2)(c)."""
    DISPOSED = "disposed"
    """At the end of the retention period. Law: GDPR Art. 5(1)(e); FADP Art. 6(4)."""
    RESTRICTED = "restricted"
    """Law: GDPR Art. 18."""
    RESTRICTION_LIFTED = "restriction_lifted"
    ADVERTISING_STOPPED = "advertising_stopped"
    """Law: GDPR Art. 21(3); FADP Art. 30(2)(b)."""
    CONSENT_WITHDRAWN = "consent_withdrawn"
    """Law: GDPR Art. 7(3); FADP Art. 6(6)–(7)."""


TAKES_AWAY = frozenset({LedgerKind.ERASED, LedgerKind.DISPOSED})


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What an act says; storage makes a line of it within the same transaction.

    After a merge an erasure is said once for each record that was merged: an older backup still holds them all.
    """

    kind: LedgerKind
    person_id: PersonId
    group: str = EVERYTHING
    """Key of the data group (erased, disposed; `EVERYTHING` = the whole person) or of the purpose (withdrawn)."""
    on: date | None = None
    """Erased, disposed: the cut-off, up to and with which data went; None = all of it. Else: since when."""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One link of the chain."""

    number: int
    """From 1, without a gap."""
    at: datetime
    """Aware, UTC."""
    kind: LedgerKind
    token: bytes
    group: str
    on: date | None
    mac: bytes = b""


def person_token(key: bytes, person_id: PersonId, created_at: datetime) -> bytes:
    """Return the 32 bytes that stand for a person; the same in every copy of the records."""
    text = f"person {person_id} {created_at.astimezone(UTC).isoformat(timespec='microseconds')}"
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def chained(key: bytes, before: bytes, line: LedgerLine) -> LedgerLine:
    """Return `line` with its seal, after the line whose seal is `before`."""
    return replace(line, mac=hmac.new(key, before + canonical(line), hashlib.sha256).digest())


def canonical(line: LedgerLine) -> bytes:
    """The bytes that the chain protects."""
    facts = [
        line.number, line.at.astimezone(UTC).isoformat(timespec="microseconds"), line.kind, line.token.hex(),
        line.group, line.on.isoformat() if line.on else None,
    ]  # fmt: skip
    return json.dumps(facts, separators=(",", ":")).encode()


def first_misfit(
    key: bytes, lines: Iterable[LedgerLine], before: bytes = LEDGER_START, last: int = 0
) -> int | None:
    """Return the number of the first line that does not follow from the one before, or None when all do."""
    for number, line in enumerate(lines, start=last + 1):
        fits = line.number == number and hmac.compare_digest(chained(key, before, line).mac, line.mac)
        if not fits:
            return number
        before = line.mac
    return None


def rechained(key: bytes, lines: Iterable[LedgerLine], before: bytes, last: int) -> list[LedgerLine]:
    """The same words as `lines`, made to follow the line with number `last` and seal `before`.

    Lines that followed it anyhow stay exactly what they are.
    """
    following: list[LedgerLine] = []
    for number, line in enumerate(lines, start=last + 1):
        following.append(chained(key, before, replace(line, number=number)))
        before = following[-1].mac
    return following


def head_of(lines: Sequence[LedgerLine]) -> bytes:
    """The seal of the last line; `LEDGER_START` for none."""
    return lines[-1].mac if lines else LEDGER_START


def replay(lines: Iterable[LedgerLine], people: Mapping[bytes, PersonId]) -> tuple[LedgerEntry, ...]:
    """What must be done again to the people of an older copy, in order; lines about people unknown to it fall away.

    A person who was erased whole gets nothing else. A restriction lifted later is lifted again, too: the last word
    counts. A withdrawal stands even if consent was given anew after the copy was made, because the new consent is
    not in the copy: the office asks again.
    """
    entries = [
        LedgerEntry(line.kind, people[line.token], line.group, line.on)
        for line in lines
        if line.token in people
    ]
    gone = {
        entry.person_id
        for entry in entries
        if entry.kind in TAKES_AWAY and entry.group == EVERYTHING and entry.on is None
    }
    kept = [
        entry
        for entry in entries
        if entry.person_id not in gone
        or (entry.kind in TAKES_AWAY and entry.group == EVERYTHING and entry.on is None)
    ]
    return tuple(dict.fromkeys(kept))
