# SPDX-License-Identifier: MIT
"""Who is erased is gone from every table and every page; everybody else stays as they were."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.errors import NotFoundError
from privdesk.domain.merging import MergePlan
from privdesk.domain.people import PersonField, PersonId
from privdesk.domain.submissions import SubmissionId
from privdesk.storage.erased import Erased
from privdesk.storage.erasing import GROUPS
from privdesk.storage.rows import METADATA
from tests.journeys.restore_kit import decrypted_pages
from tests.storage.merge_kit import picture
from tests.storage.whole_person import live, traces
from tests.storage_fixtures import KEY, OpenRecords

WORD, OTHER = "kanarienvogel", "zeisig"
NAMELESS = {"case_file", "case_right", "case_identity", "case_letter", "telling"}
"""A request survives whom it was about, without a word of them."""
WITH_THE_RECORD = {"draft.body", "erasure.choices", "erasure.paid_back", "hold.reason", "hold.lift_reason"}
"""Staff's own words about the person: no data group, they go with the record itself."""
NOT_PERSONAL = {"audit_entry", "ledger_line", "record_state", "number_series", "term", "import_run"}


def erase(records: OpenRecords, person_id: PersonId, *groups: str, cut_off: date | None = None) -> Erased:
    with records.open_work() as work:
        erased = work.eraser.erase(person_id, groups or None, cut_off)
        work.audit.record(AuditEvent(Action.PERSON_CORRECTED, f"person:{person_id}"))
        work.commit()
    return erased


def pages(records: OpenRecords) -> bytes:
    records.database.scrub()
    return decrypted_pages(records.database.path, KEY).lower()


def columns_of_people() -> list[tuple[str, str]]:
    """Every column that holds a person's number, by reference or by name."""
    found = set()
    for table in METADATA.sorted_tables:
        for column in table.columns:
            refers = any(key.column.table.name == "person" for key in column.foreign_keys)
            if refers or column.name in ("person_id", "kept_id", "gone_id"):
                found.add((table.name, column.name))
    return sorted(found)


def test_the_invented_person_stands_in_every_table_that_names_people(records: OpenRecords) -> None:
    """So that a table added later is missed by this test before it is missed by an erasure."""
    first, second = live(records, WORD, 1), live(records, OTHER, 2)
    with records.open_work() as work:
        work.duplicates.note(first, second)
        filled = [
            name
            for name, column in columns_of_people()
            if work._scope.connection.execute(
                select(METADATA.tables[name]).where(METADATA.tables[name].c[column] == first)
            ).first()
        ]
    assert {name for name, _ in columns_of_people()} - set(filled) <= {"merge_record"}


def test_an_erased_person_is_in_no_row_and_in_no_page(records: OpenRecords) -> None:
    first, second = live(records, WORD, 1), live(records, OTHER, 2)
    with records.open_work() as work:
        work.duplicates.note(first, second)
        work.audit.record(AuditEvent(Action.PERSON_VIEWED))
        work.commit()
    assert WORD.encode() in pages(records)
    erased = erase(records, first)
    assert sorted(erased.documents) == ["letter1", "report1", "scan1", "wish1"]
    assert erased.rows["person"] == 1
    with records.open_work() as work:
        assert traces(work, WORD) == []
        left = [
            (name, column)
            for name, column in columns_of_people()
            if work._scope.connection.execute(
                select(METADATA.tables[name]).where(METADATA.tables[name].c[column] == first)
            ).first()
        ]
        assert left == []
        assert [hit.id for hit in work.people.search(OTHER, 5)] == [second]
        assert not work.people.search(WORD, 5)
    assert WORD.encode() not in pages(records)
    assert records.database.check() == ()


def test_everybody_else_stays_as_they_were(records: OpenRecords) -> None:
    live(records, OTHER, 2)
    with records.open_work() as work:
        before = picture(work)
    erase(records, live(records, WORD, 1))
    with records.open_work() as work:
        after = picture(work)
    kept = [name for name in before if name not in NOT_PERSONAL | NAMELESS]
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert all(set(before[name]) <= set(after[name]) for name in NAMELESS)


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_goes_alone_and_all_together_leave_an_empty_record(
    records: OpenRecords, group: str
) -> None:
    person_id = live(records, WORD, 1)
    with records.open_work() as work:
        before = traces(work, WORD)
    erase(records, person_id, group)
    with records.open_work() as work:
        assert work.people.get(person_id)
        assert set(traces(work, WORD)) <= set(before)
    assert records.database.check() == ()
    erase(records, person_id, *GROUPS)
    with records.open_work() as work:
        assert work.people.get(person_id).facts == {}
        assert set(traces(work, WORD)) <= WITH_THE_RECORD
    erase(records, person_id)
    with records.open_work() as work:
        assert traces(work, WORD) == []


@pytest.mark.parametrize(
    ("group", "cut_off", "left"),
    [
        ("connections", date(2025, 1, 1), 1), ("topups", date(2025, 1, 1), 1), ("usage", date(2025, 1, 1), 1),
        ("surveys", date(2025, 1, 1), 1), ("connections", date(2023, 1, 1), 2), ("usage", date(2026, 5, 1), 0),
    ],
)  # fmt: skip
def test_a_cut_off_takes_what_is_dated_up_to_it(
    records: OpenRecords, group: str, cut_off: date, left: int
) -> None:
    person_id = live(records, WORD, 1)
    erase(records, person_id, group, cut_off=cut_off)
    with records.open_work() as work:
        counts = work.activity.counts(person_id)
    assert {
        "connections": counts.connections, "topups": counts.topups, "usage": counts.usages,
        "surveys": counts.surveys,
    }[group] == left  # fmt: skip


@pytest.mark.parametrize(
    ("group", "before", "on"),
    [
        ("consents", date(2025, 12, 31), date(2026, 1, 1)), ("forms", date(2025, 12, 31), date(2026, 1, 1)),
        ("requests", date(2026, 2, 28), date(2026, 3, 1)), ("contract", date(2024, 12, 31), date(2025, 1, 1)),
        ("letters", date(2026, 11, 22), date(2026, 11, 23)), ("documents", date(2026, 11, 22), date(2026, 11, 23)),
    ],
)  # fmt: skip
def test_nothing_goes_the_day_before(records: OpenRecords, group: str, before: date, on: date) -> None:
    person_id = live(records, WORD, 1)
    early = {
        name: count for name, count in erase(records, person_id, group, cut_off=before).rows.items() if count
    }
    assert early.get({"forms": "submission", "requests": "case_file"}.get(group, group), 0) == 0
    assert sum(erase(records, person_id, group, cut_off=on).rows.values()) > 0


def test_an_old_value_goes_and_the_one_in_force_stays(records: OpenRecords) -> None:
    person_id = live(records, WORD, 1)
    erase(records, person_id, "identity", "refund", cut_off=date(2026, 11, 24))
    with records.open_work() as work:
        facts = work.people.get(person_id).facts
        assert set(facts) == {PersonField.FIRST_NAME, PersonField.IBAN}
        assert [hit.id for hit in work.people.search("new", 5)] == [person_id]


def test_what_somebody_else_also_needs_stays(records: OpenRecords) -> None:
    first, second = live(records, WORD, 1), live(records, OTHER, 2)
    with records.open_work() as work:
        form = next(each for each in work.submissions.of_person(first) if each.entry.item_id)
        assert form.entry.item_id is not None
        work.submissions.add(replace(form, id=SubmissionId(0), number="", person_id=second))
        work.audit.record(AuditEvent(Action.FORM_ENTERED))
        work.commit()
    erased = erase(records, first)
    assert "scan1" not in erased.documents
    with records.open_work() as work:
        assert work.inbox.get(form.entry.item_id).documents


def test_people_merged_into_the_erased_one_leave_nothing(records: OpenRecords) -> None:
    first, second = live(records, OTHER, 1), live(records, WORD, 2)
    with records.open_work() as work:
        work.merging.merge(MergePlan(kept=first, gone=second))
        work.audit.record(AuditEvent(Action.PEOPLE_MERGED))
        work.commit()
    erase(records, first)
    with records.open_work() as work:
        assert traces(work, WORD) == []
        assert traces(work, OTHER) == []
    assert WORD.encode() not in pages(records)


def test_nobody_and_unknown_groups_are_refused(records: OpenRecords) -> None:
    with records.open_work() as work, pytest.raises(NotFoundError):
        work.eraser.erase(PersonId(404))
    person_id = live(records, WORD, 1)
    with records.open_work() as work, pytest.raises(ValueError, match="horoscope"):
        work.eraser.erase(person_id, {"horoscope"})


def test_every_group_of_the_catalogue_can_be_erased() -> None:
    from privdesk.services.catalogue import default_catalogue

    assert {group.key for group in default_catalogue("CH").groups} == set(GROUPS)
