# SPDX-License-Identifier: MIT
"""The ledger as a file, in the folder of the records and beside the backups: sealed lines, only ever appended.

The database is where lines are made; this file is what a restore asks when the database is gone. Kinds, days and
tokens are nobody's business, so each line is encrypted under the ledger's own key, which a re-key carries on.
"""

import base64
import json
import os
from collections.abc import Sequence
from datetime import date, datetime
from enum import Enum, auto
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from privdesk.domain.backup_errors import LedgerDamagedError, LedgerOtherHistoryError
from privdesk.domain.ledger import LEDGER_START, LedgerKind, LedgerLine, first_misfit
from privdesk.domain.vault import VaultId
from privdesk.security.durable import named_failures, open_in_place, replace_file, sync, write_all
from privdesk.security.keys import derive_key

LEDGER_NAME = "ledger"
DAMAGED_NAME = "ledger.damaged"
_NONCE = 12
_TAIL = 4096


class LedgerStanding(Enum):
    """How a copy of the ledger stands to the database in which its lines are made."""

    WHOLE = auto()
    BEHIND = auto()
    """Lines of the database are not in it yet."""
    MISSING = auto()
    DAMAGED = auto()
    """Some line is not what was written, at its end or anywhere before it."""
    OTHER_HISTORY = auto()
    """It knows lines that the database does not have."""


class LedgerSource(Protocol):
    """Where the lines are made."""

    def lines(self, after: int = 0) -> Sequence[LedgerLine]: ...


class LedgerFile:
    """One copy of the ledger. Used from one thread at a time."""

    def __init__(self, folder: Path, ledger_key: bytes, vault_id: VaultId) -> None:
        """Nothing is opened yet; `ledger_key` is the ledger's own key."""
        self.path = folder / LEDGER_NAME
        self._chain_key = ledger_key
        self._cipher = AESGCM(derive_key(ledger_key, "ledger lines", vault_id.encode()))
        self._head = json.dumps({"privdesk ledger": 1, "vault": vault_id}).encode() + b"\n"

    def lines(self) -> list[LedgerLine]:
        """Every line, the chain checked; a last line that a power cut left half-written does not count.

        Raises:
            FileNotFoundError: there is no such file.
            LedgerDamagedError: from the line it names on it is not what was written.
        """
        data = self.path.read_bytes()
        if not data.startswith(self._head):
            raise LedgerDamagedError(0)
        whole = data[len(self._head) :].split(b"\n")[:-1]
        lines = []
        for number, text in enumerate(whole, start=1):
            line = self._opened(text)
            if line is None:
                raise LedgerDamagedError(number)
            lines.append(line)
        misfit = first_misfit(self._chain_key, lines)
        if misfit is not None:
            raise LedgerDamagedError(misfit)
        return lines

    def standing(self, source: LedgerSource) -> LedgerStanding:
        """Read every line and compare with `source`; changes nothing."""
        try:
            lines = self.lines()
        except FileNotFoundError:
            return LedgerStanding.MISSING
        except (LedgerDamagedError, OSError):
            return LedgerStanding.DAMAGED
        known = source.lines(max(0, len(lines) - 1))
        if not lines:
            return LedgerStanding.BEHIND if known else LedgerStanding.WHOLE
        if not known or known[0].mac != lines[-1].mac:
            return LedgerStanding.OTHER_HISTORY
        return LedgerStanding.BEHIND if known[1:] else LedgerStanding.WHOLE

    def beyond(self, known: Sequence[LedgerLine]) -> list[LedgerLine]:
        """The lines from the first on that is not in `known` at its place; none when the file cannot be read."""
        try:
            lines = self.lines()
        except (LedgerDamagedError, OSError):
            return []
        same = 0
        for mine, theirs in zip(lines, known, strict=False):
            if mine.mac != theirs.mac:
                break
            same += 1
        return lines[same:]

    def bring_up(self, source: LedgerSource, *, whole: bool = False, other: bool = False) -> int:
        """Append what `source` has and the file has not, fsynced; returns how many lines.

        A file whose end (with `whole`: any line) cannot be read is kept as `ledger.damaged` and written anew: the
        lines are made in `source`. With `other` one that tells another history is, too.

        Raises:
            LedgerOtherHistoryError: the file knows lines that `source` does not have; it is left as it is.
            LedgerDamagedError: the lines of `source` are not whole either; the file is left as it is.
            DiskFullError, FolderNotWritableError: as the names say.
        """
        with named_failures(self.path.parent):
            if not self.path.exists():
                return self._write_anew(source)
            try:
                if whole:
                    self.lines()
                count, head, end = self._end()
            except LedgerDamagedError:
                return self._write_anew(source, self._free_name())
            known = source.lines(max(0, count - 1))
            if count and (not known or known[0].number != count or known[0].mac != head):
                if other:
                    return self._write_anew(source, self._free_name())
                raise LedgerOtherHistoryError
            new = known[1:] if count else known
            if new or end != self.path.stat().st_size:
                self._append(new, end)
            return len(new)

    def _write_anew(self, source: LedgerSource, keep: Path | None = None) -> int:
        try:
            lines = source.lines()
        except ValueError as error:
            raise LedgerDamagedError(1) from error
        misfit = first_misfit(self._chain_key, lines)
        if misfit is not None:
            raise LedgerDamagedError(misfit)
        whole = self._head + b"".join(self._sealed(line) for line in lines)
        replace_file(self.path, whole, keep=keep)
        return len(lines)

    def _free_name(self) -> Path:
        """Where a damaged file is kept: never over one that was kept before."""
        kept, number = self.path.with_name(DAMAGED_NAME), 1
        while kept.exists():
            number += 1
            kept = self.path.with_name(f"{DAMAGED_NAME}.{number}")
        return kept

    def _append(self, lines: Sequence[LedgerLine], end: int) -> None:
        descriptor = open_in_place(self.path)
        try:
            os.ftruncate(descriptor, end)
            os.lseek(descriptor, end, os.SEEK_SET)
            write_all(descriptor, b"".join(self._sealed(line) for line in lines))
            sync(descriptor)
        finally:
            os.close(descriptor)

    def _end(self) -> tuple[int, bytes, int]:
        """Number and seal of the last whole line, and where it ends."""
        size = self.path.stat().st_size
        with self.path.open("rb") as file:
            if file.read(len(self._head)) != self._head:
                raise LedgerDamagedError(0)
            start = max(len(self._head), size - _TAIL)
            file.seek(start)
            tail = file.read()
        whole, _, _torn = tail.rpartition(b"\n")
        if not whole and start == len(self._head):
            return 0, LEDGER_START, len(self._head)
        line = self._opened(whole.rpartition(b"\n")[2])
        if line is None:
            raise LedgerDamagedError(0)
        return line.number, line.mac, start + len(whole) + 1

    def _sealed(self, line: LedgerLine) -> bytes:
        facts = [
            line.number, line.at.isoformat(timespec="microseconds"), line.kind.value, line.token.hex(), line.group,
            line.on.isoformat() if line.on else None, line.mac.hex(),
        ]  # fmt: skip
        nonce = os.urandom(_NONCE)
        return (
            base64.b64encode(nonce + self._cipher.encrypt(nonce, json.dumps(facts).encode(), b"line")) + b"\n"
        )

    def _opened(self, text: bytes) -> LedgerLine | None:
        try:
            sealed = base64.b64decode(text, validate=True)
            plain = self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], b"line")
            number, at, kind, token, group, on, mac = json.loads(plain)
        except (ValueError, InvalidTag):
            return None
        day = date.fromisoformat(on) if on else None
        return LedgerLine(
            number, datetime.fromisoformat(at), LedgerKind(kind), bytes.fromhex(token), group, day,
            bytes.fromhex(mac),
        )  # fmt: skip
