# SPDX-License-Identifier: MIT
"""The ledger as a file: what is made in the database comes into it, also when the file was spoiled."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from privdesk.domain.backup_errors import LedgerOtherHistoryError
from privdesk.domain.ledger import LedgerKind, LedgerLine, chained, head_of
from privdesk.domain.vault import VaultId
from privdesk.security.ledger_file import LedgerFile

KEY = bytes(range(32))
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Made:
    """The lines of a database."""

    def __init__(self, count: int) -> None:
        self.all: list[LedgerLine] = []
        for number in range(1, count + 1):
            line = LedgerLine(number, NOW, LedgerKind.ERASED, bytes([number]) * 32, "", None)
            self.all.append(chained(KEY, head_of(self.all), line))

    def lines(self, after: int = 0) -> Sequence[LedgerLine]:
        return self.all[after:]


def ledger(folder: Path) -> LedgerFile:
    return LedgerFile(folder, KEY, VaultId("v" * 32))


@pytest.mark.parametrize("spoiled", [b"", b"hh\n", b"\x00" * 900])
def test_a_spoiled_copy_is_kept_and_written_anew(tmp_path: Path, spoiled: bytes) -> None:
    file, made = ledger(tmp_path), Made(3)
    file.bring_up(made)
    file.path.write_bytes(spoiled)
    assert file.bring_up(made) == 3
    assert file.lines() == made.all
    assert (tmp_path / "ledger.damaged").read_bytes() == spoiled
    assert {each.stat().st_mode & 0o077 for each in tmp_path.iterdir()} == {0}


def test_a_spoiled_last_line_is_kept_and_written_anew(tmp_path: Path) -> None:
    file, made = ledger(tmp_path), Made(3)
    file.bring_up(made)
    good = file.path.read_bytes()
    file.path.write_bytes(good[:-9] + bytes([good[-9] ^ 1]) + good[-8:])
    file.bring_up(made)
    assert file.lines() == made.all


def test_a_copy_that_knows_more_is_left_alone(tmp_path: Path) -> None:
    file = ledger(tmp_path)
    file.bring_up(Made(3))
    before = file.path.read_bytes()
    with pytest.raises(LedgerOtherHistoryError):
        file.bring_up(Made(2))
    assert file.path.read_bytes() == before
