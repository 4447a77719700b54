# SPDX-License-Identifier: MIT
"""Settings, catalogue, staff, imports, audit chain."""

from dataclasses import replace
from datetime import date

import pytest

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.catalogue import Notice, Recipient, RecipientKind
from privdesk.domain.errors import NotFoundError
from privdesk.domain.imports import ColumnMapping, ImportCounts, ImportId, ImportKind, Reject
from privdesk.domain.staff import Role, StaffMember
from privdesk.domain.vault import StaffId
from privdesk.storage import dialect
from tests.storage_fixtures import KEY, STAFF, START, OpenRecords


def test_settings_hold_what_json_holds(records: OpenRecords) -> None:
    value = {"name": "Büro", "list": [1, 2.5, None, True]}
    with records.open_work() as work:
        assert work.settings.get("office") is None
        work.settings.put("office", value)
        work.settings.put("zero", 0)
        work._scope.session.expunge_all()
        assert work.settings.get("office") == value
        assert work.settings.get("zero") == 0
        work.settings.put("office", {"name": "Amt"})
        assert work.settings.get("office") == {"name": "Amt"}
        work.settings.put("office", None)
        assert work.settings.get("office") is None


def test_the_office_s_own_catalogue(records: OpenRecords) -> None:
    recipient = Recipient(
        "pay", "Zahlwerk AG", RecipientKind.PAYMENT, "Bern", "CH", {"de": "Klauseln"}, True, "example.org",
        date(2026, 1, 1), date(2027, 1, 1),
    )  # fmt: skip
    notice = Notice("2026-01", date(2026, 1, 1), {"de": "Hinweis"})
    with records.open_work() as work:
        work.catalogue.put_recipient(replace(recipient, name="Alt"))
        work.catalogue.put_recipient(recipient)
        work.catalogue.put_notice(notice)
        work._scope.session.expunge_all()
        assert work.catalogue.recipients() == [recipient]
        assert work.catalogue.notices() == [notice]


def test_staff_keep_their_roles(records: OpenRecords) -> None:
    ada = StaffMember(STAFF, "A. Keller", frozenset({Role.CLERK, Role.ADMINISTRATOR}))
    with records.open_work() as work:
        work.staff.put(ada)
        work.staff.put(StaffMember(StaffId("b" * 32), "B. Moser", frozenset({Role.CLERK}), disabled=True))
        work._scope.session.expunge_all()
        assert work.staff.get(STAFF) == ada
        assert [member.name for member in work.staff.all()] == ["A. Keller", "B. Moser"]
        with pytest.raises(NotFoundError):
            work.staff.get(StaffId("c" * 32))


def test_import_runs_and_their_rejects(records: OpenRecords) -> None:
    rejects = [
        Reject(9, "unknown_person", "user_number", {"Nr": "7"}),
        Reject(2, "bad_date", "at", {"Nr": "8"}),
    ]
    with records.open_work() as work:
        run = work.imports.start(ImportKind.USAGES, "usage.csv", "c" * 64)
        assert (run.started_at, run.counts, run.ended_at) == (START, ImportCounts(), None)
        ended = replace(run, counts=ImportCounts(10, 7, 0, 1, 0, 2), next_row=10, ended_at=START)
        work.imports.change(ended)
        work.imports.add_rejects(run.id, rejects)
        work._scope.session.expunge_all()
        assert work.imports.get(run.id) == ended
        assert work.imports.by_sha256(ImportKind.USAGES, "c" * 64) == ended
        assert work.imports.by_sha256(ImportKind.TOP_UPS, "c" * 64) is None
        again = work.imports.start(ImportKind.USAGES, "usage.csv", "c" * 64)
        assert [one.id for one in work.imports.recent()] == [again.id, run.id]
        assert work.imports.rejects(run.id) == rejects[::-1]
        with pytest.raises(NotFoundError):
            work.imports.get(ImportId(99))


def test_a_mapping_is_remembered_for_the_same_columns(records: OpenRecords) -> None:
    first = ColumnMapping({"at": "Datum"}, {"currency": "CHF"})
    with records.open_work() as work:
        work.imports.remember(ImportKind.USAGES, ["Datum", "Nr"], ColumnMapping({"at": "Nr"}))
        work.imports.remember(ImportKind.USAGES, ["Datum", "Nr"], first)
        assert work.imports.mapping(ImportKind.USAGES, ["Datum", "Nr"]) == first
        assert work.imports.mapping(ImportKind.USAGES, ["Nr", "Datum"]) is None
        assert work.imports.mapping(ImportKind.TOP_UPS, ["Datum", "Nr"]) is None


def test_the_audit_chain_holds(records: OpenRecords) -> None:
    viewed = AuditEvent(Action.PERSON_VIEWED, "person:1", ("town",), Purpose.ANSWER_CALL, 3, "F-26-00001")
    with records.open_work() as work:
        for number in range(2500):
            work.audit.record(viewed if number % 2 else AuditEvent(Action.SIGNED_IN))
        work.commit()
    with records.open_reading() as reading:
        assert reading.audit.verify() is None
        assert reading.audit.count() == 2500
        newest = reading.audit.entries(limit=2)
        assert [entry.sequence for entry in newest] == [2500, 2499]
        assert (newest[0].event, newest[0].staff_id, newest[0].at) == (viewed, STAFF, START)
        assert reading.audit.entries(record="person:2") == []
        assert len(reading.audit.entries(record="person:1", actions=[Action.PERSON_VIEWED], limit=9)) == 9
        assert reading.audit.entries(actions=[Action.EXPORTED]) == []


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ("UPDATE audit_entry SET action = 'exported' WHERE sequence = 3", 3),
        ("UPDATE audit_entry SET action = 'no.such.action' WHERE sequence = 3", 3),
        ("UPDATE audit_entry SET at = '2020-01-01 00:00:00.000000' WHERE sequence = 1", 1),
        ("DELETE FROM audit_entry WHERE sequence = 2", 2),
        ("DELETE FROM audit_entry WHERE sequence = 5", 5),
        ("DELETE FROM audit_entry", 1),
        ("UPDATE audit_entry SET mac = zeroblob(32) WHERE sequence = 4", 4),
        ("UPDATE record_state SET audit_head = zeroblob(32)", 6),
    ],
)
def test_nothing_in_the_chain_can_be_changed_unnoticed(
    records: OpenRecords, statement: str, first_bad: int
) -> None:
    with records.open_work() as work:
        for _ in range(5):
            work.audit.record(AuditEvent(Action.SIGNED_IN))
        work.commit()
    connection = dialect.connect(records.database.path, KEY)
    connection.execute(statement)
    connection.close()
    with records.open_reading() as reading:
        assert reading.audit.verify() == first_bad
