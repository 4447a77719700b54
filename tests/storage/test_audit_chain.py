# SPDX-License-Identifier: MIT
"""Whatever is done to the audit trail behind the program's back – with the database's key – is found."""

import secrets
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.audit_chain import AuditQuery, ChainCheck, ChainFault
from privdesk.domain.vault import StaffId
from privdesk.storage import dialect
from tests.storage_fixtures import KEY, OpenRecords, open_records, records

__all__ = ["records"]
LENGTH = 40
ALTERATIONS = (
    "staff_id = 'somebody'", "action = 'exported'", "record = 'person:99'", "fields = '[\"iban\"]'",
    "purpose = 'refund'", "count = 7", "reference = 'X'", "at = '2020-01-01 00:00:00.000000'",
    "mac = randomblob(32)", "action = 'no.such.action'", "fields = 'no json'", "purpose = 'none such'",
)  # fmt: skip
EVENT = AuditEvent(Action.PERSON_VIEWED, "person:1", ("town",), Purpose.ANSWER_CALL, 3, "F-26-00001")


def filled(opened: OpenRecords, length: int = LENGTH) -> None:
    with opened.open_work() as work:
        for number in range(length):
            work.audit.record(EVENT if number % 3 else AuditEvent(Action.SIGNED_IN, f"staff:{number}"))
        work.commit()


def tampered(opened: OpenRecords, *statements: str) -> None:
    """Done to the file with the database's own key, past the program."""
    connection = dialect.connect(opened.database.path, KEY)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def examined(opened: OpenRecords, most: int = 7) -> ChainCheck:
    """In parts of `most`, each a read of its own."""
    with opened.open_reading() as reading:
        examiner = reading.audit.examiner()
    while True:
        with opened.open_reading() as reading:
            if reading.audit.examine(examiner, most) < most:
                return examiner.finish(*reading.audit.end())


def faults(check: ChainCheck) -> list[tuple[ChainFault, int, int]]:
    return [(each.fault, each.first, each.last) for each in check.findings]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], OpenRecords]:
    """A filled trail, new for each attempt."""
    folder = tmp_path_factory.mktemp("chain")
    first = open_records(folder)
    filled(first)
    first.database.close()
    whole = (folder / "records.db").read_bytes()

    def again() -> OpenRecords:
        place = folder / secrets.token_hex(6)
        place.mkdir()
        opened = open_records(place)
        opened.database.close()
        for leftover in place.glob("records.db-*"):
            leftover.unlink()
        opened.database.path.write_bytes(whole)
        opened.database.open()
        return opened

    return again


def tried(once: Callable[[], OpenRecords], *statements: str) -> ChainCheck:
    opened = once()
    try:
        tampered(opened, *statements)
        return examined(opened)
    finally:
        opened.database.close()


quick = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
places = st.integers(min_value=1, max_value=LENGTH)


def test_an_untouched_trail_is_whole(once: Callable[[], OpenRecords]) -> None:
    check = tried(once)
    assert (check.whole, check.entries, check.begins_after) == (True, LENGTH, 0)


@quick
@given(place=places, how=st.sampled_from(ALTERATIONS))
def test_an_altered_entry_is_found_and_named(once: Callable[[], OpenRecords], place: int, how: str) -> None:
    check = tried(once, f"UPDATE audit_entry SET {how} WHERE sequence = {place}")
    assert faults(check) == [(ChainFault.ALTERED, place, place)]


@quick
@given(place=places, more=st.integers(min_value=0, max_value=5))
def test_removed_entries_are_found_and_named(once: Callable[[], OpenRecords], place: int, more: int) -> None:
    last = min(place + more, LENGTH)
    check = tried(once, f"DELETE FROM audit_entry WHERE sequence BETWEEN {place} AND {last}")
    fault = ChainFault.CUT if last == LENGTH else ChainFault.REMOVED
    assert faults(check) == [(fault, place, last)]


@quick
@given(place=places)
def test_entries_that_were_closed_up_over_a_removed_one_are_found(
    once: Callable[[], OpenRecords], place: int
) -> None:
    check = tried(
        once,
        f"DELETE FROM audit_entry WHERE sequence = {place}",
        f"UPDATE audit_entry SET sequence = -sequence + 1 WHERE sequence > {place}",
        "UPDATE audit_entry SET sequence = -sequence WHERE sequence < 0",
    )
    assert check.findings[0].first <= place
    assert not check.whole


@quick
@given(one=places, other=places)
def test_entries_in_another_order_are_found_and_named(
    once: Callable[[], OpenRecords], one: int, other: int
) -> None:
    if one == other:
        return
    check = tried(
        once,
        f"UPDATE audit_entry SET sequence = -1 WHERE sequence = {one}",
        f"UPDATE audit_entry SET sequence = {one} WHERE sequence = {other}",
        f"UPDATE audit_entry SET sequence = {other} WHERE sequence = -1",
    )
    assert {each.fault for each in check.findings} <= {ChainFault.REORDERED, ChainFault.ALTERED}
    assert any(
        each.fault is ChainFault.REORDERED and each.first <= one <= each.last for each in check.findings
    )
    assert any(each.first <= other <= each.last for each in check.findings)


@quick
@given(left=st.integers(min_value=0, max_value=LENGTH - 1))
def test_a_cut_tail_is_found_and_named(once: Callable[[], OpenRecords], left: int) -> None:
    check = tried(once, f"DELETE FROM audit_entry WHERE sequence > {left}")
    assert faults(check) == [(ChainFault.CUT, left + 1, LENGTH)]


@quick
@given(left=st.integers(min_value=1, max_value=LENGTH - 1))
def test_a_tail_cut_with_the_end_made_to_fit_does_not_fit_the_anchor(
    once: Callable[[], OpenRecords], left: int
) -> None:
    opened = once()
    try:
        acknowledged = opened.database.heads()
        tampered(
            opened,
            f"DELETE FROM audit_entry WHERE sequence > {left}",
            f"UPDATE record_state SET audit_sequence = {left}, audit_head = (SELECT mac FROM audit_entry WHERE sequence = {left})",
        )
        assert examined(opened).whole
        assert not opened.database.audit_has(acknowledged.audit_head)
    finally:
        opened.database.close()


def test_a_long_trail_renumbered_as_a_whole_costs_no_more_memory(once: Callable[[], OpenRecords]) -> None:
    check = tried(once, "UPDATE audit_entry SET staff_id = 'x'")
    assert faults(check) == [(ChainFault.ALTERED, 1, LENGTH)]


def test_pages_go_on_where_the_last_one_ended(records: OpenRecords) -> None:
    filled(records, 50)
    views, both = frozenset({Action.PERSON_VIEWED}), frozenset({Action.PERSON_VIEWED, Action.SIGNED_IN})
    with records.open_reading() as reading:
        for query in (AuditQuery(), AuditQuery(views), AuditQuery(both), AuditQuery(record="person:1")):
            wanted = [each.sequence for each in reading.audit.page(query, None, 1000)]
            found: list[int] = []
            before: int | None = None
            while page := reading.audit.page(query, before, 7):
                found += [each.sequence for each in page]
                before = found[-1]
            assert found == wanted == sorted(wanted, reverse=True)
        assert reading.audit.page(AuditQuery(staff_id=StaffId("nobody")), None, 5) == []


def test_days_limit_a_page(records: OpenRecords) -> None:
    start = records.clock.moment
    for day in range(10):
        records.clock.moment = start + timedelta(days=day)
        filled(records, 5)
    with records.open_reading() as reading:
        query = AuditQuery(since=start + timedelta(days=3), until=start + timedelta(days=5))
        assert {each.sequence for each in reading.audit.page(query, None, 100)} == set(range(16, 26))


def test_old_entries_go_behind_a_checkpoint_and_the_rest_still_proves_itself(records: OpenRecords) -> None:
    start = records.clock.moment
    filled(records, 30)
    records.clock.moment = start + timedelta(days=800)
    filled(records, 10)
    gone = 0
    while True:
        with records.open_work() as work:
            went = work.audit.prune(start + timedelta(days=1), 12)
            if not went:
                break
            work.commit()
        gone += went
    assert gone == 30
    check = examined(records)
    assert (check.whole, check.begins_after) == (True, 30)
    with records.open_reading() as reading:
        assert reading.audit.page(AuditQuery(), None, 100)[-1].sequence == 31
        point = reading.audit.entries(actions=(Action.AUDIT_PRUNED,), limit=1)[0]
    assert point.event.count == 6


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM audit_entry WHERE sequence <= 33", ChainFault.REMOVED),
        (
            "UPDATE audit_entry SET reference = replace(reference, '30:', '31:') WHERE action = 'audit.pruned'",
            None,
        ),
        ("UPDATE audit_entry SET count = 1 WHERE action = 'audit.pruned'", ChainFault.ALTERED),
        ("DELETE FROM audit_entry WHERE action = 'audit.pruned'", None),
        ("UPDATE audit_entry SET staff_id = 'x' WHERE sequence = 31", ChainFault.ALTERED),
    ],
)
def test_a_checkpoint_hides_nothing(records: OpenRecords, statement: str, fault: ChainFault | None) -> None:
    start = records.clock.moment
    filled(records, 30)
    records.clock.moment = start + timedelta(days=800)
    filled(records, 10)
    with records.open_work() as work:
        work.audit.prune(start + timedelta(days=1), 1000)
        work.commit()
    tampered(records, statement)
    check = examined(records)
    assert not check.whole
    assert fault is None or check.findings[0].fault is fault


def test_the_newest_entry_never_goes(records: OpenRecords) -> None:
    filled(records, 5)
    with records.open_work() as work:
        assert work.audit.prune(records.clock.moment + timedelta(days=9), 1000) == 4
        work.commit()
    check = examined(records)
    assert (check.whole, check.begins_after, check.entries) == (True, 4, 2)
