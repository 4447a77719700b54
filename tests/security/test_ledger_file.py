# SPDX-License-Identifier: MIT
"""The ledger as a file: what is made in the database comes into it, also when the file was spoiled."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from privdesk.domain.backup_errors import LedgerDamagedError, LedgerOtherHistoryError
from privdesk.domain.ledger import LedgerKind, LedgerLine, chained, head_of
from privdesk.domain.vault import VaultId
from privdesk.security.ledger_file import LedgerFile, LedgerStanding

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


def spoil(file: LedgerFile, line: int) -> bytes:
    """Turn one bit over within a line; the lines after it stay whole."""
    parts = file.path.read_bytes().split(b"\n")
    parts[line] = parts[line][:20] + bytes([parts[line][20] ^ 1]) + parts[line][21:]
    file.path.write_bytes(b"\n".join(parts))
    return file.path.read_bytes()


@pytest.mark.parametrize("line", [1, 2, 3, 4])
def test_a_line_spoiled_anywhere_is_noticed_when_all_are_read(tmp_path: Path, line: int) -> None:
    file, made = ledger(tmp_path), Made(4)
    file.bring_up(made)
    assert file.standing(made) is LedgerStanding.WHOLE
    before = spoil(file, line)
    assert file.standing(made) is LedgerStanding.DAMAGED
    file.bring_up(made, whole=True)
    assert file.standing(made) is LedgerStanding.WHOLE
    assert (tmp_path / "ledger.damaged").read_bytes() == before


def test_a_line_taken_out_of_the_middle_is_noticed(tmp_path: Path) -> None:
    file, made = ledger(tmp_path), Made(4)
    file.bring_up(made)
    parts = file.path.read_bytes().split(b"\n")
    file.path.write_bytes(b"\n".join(parts[:2] + parts[3:]))
    assert file.standing(made) is LedgerStanding.DAMAGED


def test_a_copy_spoiled_again_is_kept_beside_the_first(tmp_path: Path) -> None:
    file, made = ledger(tmp_path), Made(4)
    file.bring_up(made)
    kept = []
    for line in (1, 2, 3):
        kept.append(spoil(file, line))
        file.bring_up(made, whole=True)
    found = sorted(tmp_path.glob("ledger.damaged*"))
    assert [each.read_bytes() for each in found] == kept


def test_a_spoiled_copy_is_not_written_over_by_lines_that_are_spoiled_themselves(tmp_path: Path) -> None:
    file, made = ledger(tmp_path), Made(4)
    file.bring_up(made)
    before = spoil(file, 2)
    made.all[1] = LedgerLine(2, NOW, LedgerKind.DISPOSED, bytes(32), "", None, made.all[1].mac)
    with pytest.raises(LedgerDamagedError) as raised:
        file.bring_up(made, whole=True)
    assert raised.value.number == 2
    assert file.path.read_bytes() == before


def test_how_a_copy_stands_is_told(tmp_path: Path) -> None:
    file = ledger(tmp_path)
    assert file.standing(Made(0)) is LedgerStanding.MISSING
    file.bring_up(Made(0))
    assert file.standing(Made(0)) is LedgerStanding.WHOLE
    assert file.standing(Made(2)) is LedgerStanding.BEHIND
    file.bring_up(Made(2))
    assert file.standing(Made(3)) is LedgerStanding.BEHIND
    assert file.standing(Made(1)) is LedgerStanding.OTHER_HISTORY
