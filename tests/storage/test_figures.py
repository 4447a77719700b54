# SPDX-License-Identifier: MIT
"""The figures out of real encrypted records: by the day at the office, each check once, after erasures, no names."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import CallId, CallSheet, Case, CaseId, CaseKind, IdentityMethod, Outcome, Right
from privdesk.domain.figures import RightFacts
from privdesk.storage.erasing_cases import reduce_cases
from tests.figure_kit import STAFF, a_case, noon
from tests.storage_fixtures import OpenRecords

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
YEAR = (datetime(2025, 12, 31, 23, tzinfo=UTC), datetime(2026, 12, 31, 23, tzinfo=UTC))
"""From midnight to midnight at the office."""


def keep(records: OpenRecords, *cases: Case) -> list[CaseId]:
    with records.open_work() as work:
        added = [work.cases.add(case).id for case in cases]
        work.audit.record(AuditEvent(Action.CASE_OPENED))
        work.commit()
    return added


def call(records: OpenRecords, start: datetime, answers: dict[str, bool], case: CaseId | None = None) -> None:
    with records.open_work() as work:
        sheet = work.calls.add(CallSheet(CallId(0), start, STAFF))
        ended = start + timedelta(minutes=4)
        work.calls.change(CallSheet(sheet.id, start, STAFF, answers=answers, ended_at=ended, case_id=case))
        work.audit.record(AuditEvent(Action.CALL_ENDED))
        work.commit()


def test_a_request_belongs_to_the_year_of_its_receipt(records: OpenRecords) -> None:
    keep(
        records,
        a_case(date(2025, 12, 31), date(2026, 1, 20)),
        a_case(date(2026, 1, 1), date(2027, 1, 2)),
        a_case(date(2026, 12, 31), kind=CaseKind.COMPLAINT),
        a_case(date(2027, 1, 1)),
    )
    with records.open_reading() as reading:
        cases = reading.figures.cases(FIRST, LAST)
        assert [case.received_on for case in cases] == [date(2026, 1, 1), date(2026, 12, 31)]
        assert [case.kind for case in cases] == [CaseKind.REQUEST, CaseKind.COMPLAINT]
        assert cases[0].legal == date(2026, 2, 1)
        assert cases[0].answered_on == date(2027, 1, 2)
        assert reading.figures.first_received() == date(2025, 12, 31)


def test_records_without_a_request_know_no_first_day(records: OpenRecords) -> None:
    with records.open_reading() as reading:
        assert reading.figures.first_received() is None
        assert reading.figures.cases(FIRST, LAST) == []


def test_rights_come_in_their_order_with_reason_and_never_with_words(records: OpenRecords) -> None:
    rights = {Right.ERASURE: Outcome.REFUSED, Right.ACCESS: Outcome.PARTLY}
    reason = "Zoë Keller is my neighbour"
    keep(records, a_case(date(2026, 3, 2), date(2026, 3, 9), rights, reason_key="excessive", reason=reason))
    with records.open_reading() as reading:
        (case,) = reading.figures.cases(FIRST, LAST)
    assert case.rights == (
        RightFacts(Right.ERASURE, Outcome.REFUSED, "excessive", True),
        RightFacts(Right.ACCESS, Outcome.PARTLY, "excessive", True),
    )
    assert "Keller" not in str(asdict(case))


def test_checks_belong_to_the_day_at_the_office(records: OpenRecords) -> None:
    case = a_case(date(2026, 1, 1), checks={IdentityMethod.QUESTIONS: False, IdentityMethod.CALL_BACK: True})
    (late, *_rest) = case.identity
    last_evening = datetime(2025, 12, 31, 22, 59, tzinfo=UTC)
    before = (type(late)(late.method, False, last_evening, STAFF),)
    keep(records, case, replace(case, identity=before))
    with records.open_reading() as reading:
        found = reading.figures.checks(*YEAR)
    assert sorted((check.method, check.passed) for check in found) == [
        (IdentityMethod.CALL_BACK, True),
        (IdentityMethod.QUESTIONS, False),
    ]


def test_a_call_whose_check_a_request_keeps_is_not_counted_again(records: OpenRecords) -> None:
    day = date(2026, 5, 4)
    (case,) = keep(records, a_case(day, checks={IdentityMethod.QUESTIONS: False}))
    call(records, noon(day) - timedelta(minutes=2), {"last_top_up": False, "credit_left": False}, case)
    call(records, noon(day) + timedelta(days=1), {"last_top_up": False, "credit_left": False}, case)
    call(records, noon(day) + timedelta(days=2), {"last_top_up": True})
    call(records, noon(day) + timedelta(days=3), {})
    with records.open_reading() as reading:
        assert len(reading.figures.checks(*YEAR)) == 1
        found = reading.figures.calls(*YEAR)
    assert [sorted(each.answers) for each in found] == [["credit_left", "last_top_up"], ["last_top_up"]]


def test_an_erased_person_s_request_still_counts(records: OpenRecords) -> None:
    refused = a_case(
        date(2026, 3, 2), date(2026, 3, 9), {Right.ERASURE: Outcome.REFUSED}, reason_key="excessive", reason="words",
        checks={IdentityMethod.QUESTIONS: False},
    )  # fmt: skip
    (case,) = keep(records, refused)
    with records.open_work() as work:
        reduce_cases(work._scope.connection, [case], detach=True)
        work.audit.record(AuditEvent(Action.ERASED))
        work.commit()
    with records.open_reading() as reading:
        (left,) = reading.figures.cases(FIRST, LAST)
        (check,) = reading.figures.checks(*YEAR)
    assert left.rights == (RightFacts(Right.ERASURE, Outcome.REFUSED, "excessive", False),)
    assert not check.passed
