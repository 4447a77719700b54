# SPDX-License-Identifier: MIT
"""The anchor: what it remembers, what it notices, what a power cut may do to it."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from privdesk.domain.vault import NO_HEAD, AnchorHeads, AnchorState, VaultId
from privdesk.security import anchor as anchor_module
from privdesk.security.anchor import SLOT_BYTES, Anchor

KEY = b"k" * 32
VAULT = VaultId("a" * 32)


def _heads(counter: int) -> AnchorHeads:
    return AnchorHeads(counter, bytes([counter]) * 32, bytes([100 + counter]) * 32, counter // 2)


@pytest.fixture
def anchor(tmp_path: Path) -> Anchor:
    kept = Anchor(tmp_path, KEY, VAULT)
    kept.start(_heads(0))
    return kept


def test_it_remembers_the_newest_heads_across_programs(anchor: Anchor, tmp_path: Path) -> None:
    for counter in range(1, 6):
        anchor.write(_heads(counter))
        assert Anchor(tmp_path, KEY, VAULT).read().heads == _heads(counter)
    anchor.close()
    again = Anchor(tmp_path, KEY, VAULT)
    again.write(_heads(6))
    reading = again.read()
    assert (reading.heads, reading.spoiled) == (_heads(6), 0)
    again.close()
    assert (tmp_path / "anchor").stat().st_size == 2 * SLOT_BYTES


def test_every_flipped_bit_is_noticed(anchor: Anchor, tmp_path: Path) -> None:
    anchor.write(_heads(1))
    anchor.close()
    path = tmp_path / "anchor"
    good = path.read_bytes()
    for position in range(0, len(good), 3):
        flipped = bytearray(good)
        flipped[position] ^= 1 << position % 8
        path.write_bytes(flipped)
        reading = anchor.read()
        assert reading.spoiled == 1
        assert reading.heads == (_heads(0) if position >= SLOT_BYTES else _heads(1))


@pytest.mark.parametrize("content", [b"", b"x" * 100, b"\0" * 8192])
def test_a_ruined_file_is_damaged_and_not_written_to(anchor: Anchor, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "anchor"
    path.write_bytes(content)
    assert anchor.compare(_heads(0), lambda _head: True) is AnchorState.DAMAGED
    with pytest.raises(ValueError, match="anchor"):
        anchor.write(_heads(1))
    assert path.read_bytes() == content


def test_a_cut_or_longer_file_is_noticed(anchor: Anchor, tmp_path: Path) -> None:
    path = tmp_path / "anchor"
    good = path.read_bytes()
    for content in (good[:SLOT_BYTES], good[:-1], good + b"\0"):
        path.write_bytes(content)
        assert anchor.read().spoiled == 1


def test_an_anchor_of_other_records_or_keys_is_not_believed(anchor: Anchor, tmp_path: Path) -> None:
    assert Anchor(tmp_path, b"x" * 32, VAULT).read().heads is None
    assert Anchor(tmp_path, KEY, VaultId("b" * 32)).read().heads is None
    assert anchor.read().heads == _heads(0)


@pytest.mark.parametrize("written", [0, 1, 40, SLOT_BYTES - 1, SLOT_BYTES])
def test_a_write_cut_off_anywhere_leaves_the_heads_before_or_after(
    anchor: Anchor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    anchor.write(_heads(1))

    def cut(descriptor: int, data: bytes, offset: int) -> None:
        os.lseek(descriptor, offset, os.SEEK_SET)
        os.write(descriptor, data[:written])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(anchor_module, "_write_at", cut)
        with pytest.raises(KeyboardInterrupt):
            anchor.write(_heads(2))
    anchor.close()
    again = Anchor(tmp_path, KEY, VAULT)
    assert again.read().heads == (_heads(2) if written == SLOT_BYTES else _heads(1))
    again.write(_heads(3))
    assert again.read().heads == _heads(3)
    again.close()


def test_the_counter_only_rises(anchor: Anchor) -> None:
    anchor.write(_heads(2))
    for counter in (0, 1, 2):
        with pytest.raises(ValueError, match=str(counter)):
            anchor.write(_heads(counter))
    anchor.write(replace(_heads(1), epoch=2))
    assert anchor.read().heads == replace(_heads(1), epoch=2)
    anchor.close()


def test_it_is_flushed_before_it_is_acknowledged(anchor: Anchor, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(anchor_module, "sync_data", flushed.append)
    anchor.write(_heads(1))
    anchor.write(_heads(2))
    anchor.close()
    assert len(flushed) == 2


def test_how_it_stands_to_the_database(anchor: Anchor, tmp_path: Path) -> None:
    chain = {_heads(number).audit_head for number in range(6)}
    anchor.write(_heads(4))
    anchor.close()

    def state(database: AnchorHeads) -> AnchorState:
        return anchor.compare(
            database, lambda head: head in chain, lambda head: head == _heads(4).ledger_head
        )

    assert state(_heads(4)) is AnchorState.AGREES
    assert state(_heads(5)) is AnchorState.BEHIND
    assert state(_heads(3)) is AnchorState.AHEAD
    assert state(replace(_heads(4), audit_head=b"z" * 32)) is AnchorState.OTHER_HISTORY
    assert state(replace(_heads(4), ledger_head=b"z" * 32)) is AnchorState.OTHER_HISTORY
    assert state(replace(_heads(4), epoch=2)) is AnchorState.OTHER_HISTORY
    assert state(replace(_heads(5), ledger_count=1)) is AnchorState.AHEAD
    chain.remove(_heads(4).audit_head)
    assert state(_heads(5)) is AnchorState.OTHER_HISTORY
    (tmp_path / "anchor").unlink()
    assert state(_heads(4)) is AnchorState.MISSING


def test_a_fresh_anchor_before_the_first_entry_is_simply_behind(tmp_path: Path) -> None:
    kept = Anchor(tmp_path, KEY, VAULT)
    kept.start(AnchorHeads(0))
    assert kept.compare(_heads(1), lambda head: head != NO_HEAD, lambda _head: False) is AnchorState.BEHIND
