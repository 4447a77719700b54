# SPDX-License-Identifier: MIT
"""Hostile files of every kind are read or refused with a reason; none breaks or holds up the desk.

The long form, twenty thousand of them: `python3 dev.py faults hostile`.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privdesk.documents.electronic import read_table
from privdesk.documents.foreign_files import ForeignFiles
from privdesk.documents.mail import plain_text, read_mail
from privdesk.documents.media_types import media_type_of
from privdesk.documents.wire import without_marks
from privdesk.domain.errors import FileNotReadableError
from tests.hostile.bombs import bombs
from tests.hostile.driver import REASONS, take, tally
from tests.hostile.mutators import mutated
from tests.hostile.seeds import Seed, seeds

WORKER = (sys.executable, "-c", "from privdesk.documents.worker_main import main; raise SystemExit(main())")
SLOW = frozenset({"just-allowed.png", "endless-marks.pdf"})
"""Seconds of honest work; for the long form."""
SECONDS = 30
"""More than one page may take, far less than one file: nothing here is that long."""


@pytest.fixture(scope="module")
def files() -> Iterator[ForeignFiles]:
    foreign = ForeignFiles(WORKER)
    yield foreign
    foreign.close()


def test_the_sound_files_are_read(files: ForeignFiles) -> None:
    assert {seed.name: take(files, seed)[0] for seed in seeds()} == {seed.name: "read" for seed in seeds()}


@pytest.mark.parametrize(
    "bomb", [each for each in bombs() if each.name not in SLOW], ids=lambda bomb: bomb.name
)
def test_a_bomb_is_read_or_refused_in_time(files: ForeignFiles, bomb: Seed) -> None:
    outcome, seconds = take(files, bomb)
    assert not outcome.startswith("BROKE"), outcome
    assert seconds < SECONDS


def test_damaged_files_are_read_or_refused(files: ForeignFiles) -> None:
    chance = random.Random(20261123)
    sound = seeds()
    outcomes: Counter[str] = Counter()
    for number in range(120):
        outcomes[take(files, mutated(sound[number % len(sound)], sound, chance))[0]] += 1
    assert not tally(outcomes)
    assert outcomes["read"]
    assert outcomes["damaged"]


_SMALL = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_SMALL
@given(st.binary(max_size=2000), st.sampled_from(["a.csv", "a.json", "a.eml", "a.pdf"]))
def test_any_bytes_have_a_kind_or_a_reason(data: bytes, name: str) -> None:
    reasons: set[str] = set()
    for look in (lambda: media_type_of(name, data), lambda: read_table(data)):
        try:
            look()
        except FileNotReadableError as error:
            reasons.add(error.reason_key)
    assert reasons <= REASONS


@_SMALL
@given(st.text(max_size=1500))
def test_any_words_are_a_mail_or_none(text: str) -> None:
    refused = ""
    try:
        read_mail(b"From: a@example.ch\r\nSubject: s\r\n" + text.encode("utf-8", "replace"))
    except FileNotReadableError as error:
        refused = error.reason_key
    assert refused in {"", "damaged"}
    assert "<script" not in plain_text(f"<p>{text.replace('<', '')}</p><script>x</script>")


@_SMALL
@given(
    st.lists(
        st.dictionaries(st.text(max_size=5), st.text(max_size=5), min_size=1, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_any_records_come_back_as_they_were_written(records: list[dict[str, str]]) -> None:
    table = read_table(json.dumps(records).encode())
    assert len(table.rows) == len(records)
    for record, row in zip(records, table.rows, strict=True):
        held = dict(zip(table.columns, row, strict=True))
        for key, value in record.items():
            assert without_marks(key) in held
            assert without_marks(value) in held.values() or len({*map(without_marks, record)}) < len(record)
