# SPDX-License-Identifier: MIT
"""What must stay so after a restore is chained, counted, and names nobody."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.consent import ConsentEntry, ConsentState
from privdesk.domain.errors import NotFoundError
from privdesk.domain.ledger import (
    LedgerEntry,
    LedgerKind,
    LedgerLine,
    chained,
    first_misfit,
    head_of,
    person_token,
    replay,
)
from privdesk.domain.people import PersonField, PersonId
from tests.storage_fixtures import START, OpenRecords, an_origin

DAY = date(2026, 11, 20)


def _person(records: OpenRecords, name: str = "Rochat") -> PersonId:
    with records.open_work() as work:
        person = work.people.add({PersonField.LAST_NAME: name}, an_origin())
        work.audit.record(AuditEvent(Action.PERSON_ADDED, f"person:{person.id}"))
        work.commit()
    return person.id


def test_entries_are_chained_counted_and_told_to_the_anchor(records: OpenRecords) -> None:
    person_id = _person(records)
    with records.open_work() as work:
        work.ledger.add(LedgerEntry(LedgerKind.DISPOSED, person_id, "connections", DAY))
        work.ledger.add(LedgerEntry(LedgerKind.ERASED, person_id))
        work.audit.record(AuditEvent(Action.PERSON_CORRECTED, f"person:{person_id}"))
        work.commit()
    heads = records.anchor.heads[-1]
    assert heads == records.database.heads()
    with records.open_reading() as reading:
        lines = reading.ledger.lines()
        assert reading.ledger.verify() is None
        assert reading.ledger.has(heads.ledger_head)
        assert reading.ledger.people([lines[0].token]) == {lines[0].token: person_id}
        assert reading.ledger.lines(after=1) == lines[1:]
    assert [(line.number, line.kind, line.group, line.on) for line in lines] == [
        (1, LedgerKind.DISPOSED, "connections", DAY),
        (2, LedgerKind.ERASED, "", None),
    ]
    assert (heads.ledger_count, heads.ledger_head) == (2, lines[-1].mac)


def test_nobody_who_is_not_on_file_gets_an_entry(records: OpenRecords) -> None:
    with records.open_work() as work, pytest.raises(NotFoundError):
        work.ledger.add(LedgerEntry(LedgerKind.ERASED, PersonId(404)))


def test_marks_and_withdrawals_write_their_own_entries(records: OpenRecords) -> None:
    person_id = _person(records)
    with records.open_work() as work:
        work.people.mark(person_id, restricted_since=DAY, no_advertising_since=DAY)
        work.people.mark(person_id, restricted_since=DAY, no_advertising_since=DAY)
        work.people.mark(person_id, restricted_since=None, no_advertising_since=DAY)
        for state in (ConsentState.GIVEN, ConsentState.WITHDRAWN):
            work.consents.add(
                ConsentEntry(person_id, "surveys", state, DAY, "F-26-1", "", "1", START, records.staff_id)
            )
        work.audit.record(AuditEvent(Action.CONSENT_CHANGED, f"person:{person_id}"))
        work.commit()
    with records.open_reading() as reading:
        made = [(line.kind, line.group, line.on) for line in reading.ledger.lines()]
    assert made == [
        (LedgerKind.RESTRICTED, "", DAY),
        (LedgerKind.ADVERTISING_STOPPED, "", DAY),
        (LedgerKind.RESTRICTION_LIFTED, "", None),
        (LedgerKind.CONSENT_WITHDRAWN, "surveys", DAY),
    ]


def test_what_is_undone_leaves_no_entry(records: OpenRecords) -> None:
    person_id = _person(records)
    with records.open_work() as work:
        work.ledger.add(LedgerEntry(LedgerKind.ERASED, person_id))
    assert records.database.heads().ledger_count == 0


KEY = bytes(32)
_KINDS = st.sampled_from(list(LedgerKind))


def _chain(kinds: list[LedgerKind]) -> list[LedgerLine]:
    lines: list[LedgerLine] = []
    for number, kind in enumerate(kinds, start=1):
        line = LedgerLine(number, START, kind, bytes([number]) * 32, "", None)
        lines.append(chained(KEY, head_of(lines), line))
    return lines


@given(st.lists(_KINDS, min_size=2, max_size=8), st.data())
def test_every_change_of_a_chain_is_found(kinds: list[LedgerKind], data: st.DataObject) -> None:
    lines = _chain(kinds)
    assert first_misfit(KEY, lines) is None
    place = data.draw(st.integers(0, len(lines) - 2))
    altered = list(lines)
    altered[place] = replace(lines[place], at=START + timedelta(seconds=1))
    removed = lines[:place] + lines[place + 1 :]
    swapped = list(lines)
    swapped[place], swapped[place + 1] = lines[place + 1], lines[place]
    for wrong in (altered, removed, swapped):
        assert first_misfit(KEY, wrong) == place + 1


def test_tokens_differ_by_person_moment_and_key() -> None:
    tokens = {
        person_token(key, PersonId(number), START + timedelta(seconds=late))
        for key in (bytes(32), bytes([1]) * 32)
        for number in (1, 2)
        for late in (0, 1)
    }
    assert len(tokens) == 8


def test_replay_gives_an_erased_person_nothing_else_and_leaves_strangers_out() -> None:
    first, second, unknown = (bytes([n]) * 32 for n in (1, 2, 3))
    lines = [
        LedgerLine(1, START, LedgerKind.RESTRICTED, first, "", DAY),
        LedgerLine(2, START, LedgerKind.ERASED, first, "", None),
        LedgerLine(3, START, LedgerKind.ERASED, unknown, "", None),
        LedgerLine(4, START, LedgerKind.DISPOSED, second, "usage", DAY),
        LedgerLine(5, START, LedgerKind.RESTRICTED, second, "", DAY),
        LedgerLine(6, START, LedgerKind.RESTRICTION_LIFTED, second, "", None),
    ]
    assert replay(lines, {first: PersonId(1), second: PersonId(2)}) == (
        LedgerEntry(LedgerKind.ERASED, PersonId(1)),
        LedgerEntry(LedgerKind.DISPOSED, PersonId(2), "usage", DAY),
        LedgerEntry(LedgerKind.RESTRICTED, PersonId(2), "", DAY),
        LedgerEntry(LedgerKind.RESTRICTION_LIFTED, PersonId(2)),
    )
