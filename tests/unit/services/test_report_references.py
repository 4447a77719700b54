# SPDX-License-Identifier: MIT
"""Each report handed out has its own reference, and what is not entered yet is said before and in it."""

from dataclasses import replace
from pathlib import Path

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.disclosure.document import as_json
from privdesk.domain.forms import Certainty, FieldReading, ReadingOrigin
from privdesk.domain.inbox import InboxItem, ItemId, ItemState
from privdesk.domain.people import Channel, PersonField
from privdesk.services.reports import HandOut
from tests.storage_fixtures import records
from tests.unit.services.test_reports import Bench, bench, open_case

__all__ = ["bench", "records"]


def test_two_reports_of_one_day_have_two_references(bench: Bench, tmp_path: Path) -> None:
    reports = bench.reports()
    names = []
    for number in range(3):
        made = bench.made()
        reports.hand_out(made, HandOut.SAVED, path=tmp_path / f"{number}.pdf")
        names.append(made.reference)
    assert names[1:] == [f"{names[0]}-2", f"{names[0]}-3"]


def test_a_second_report_on_one_request_has_its_own_reference(bench: Bench, tmp_path: Path) -> None:
    case = open_case(bench)
    first = bench.made(case)
    bench.reports().hand_out(first, HandOut.SAVED, case.id, tmp_path / "one.pdf")
    assert (first.reference, bench.made(case).reference) == (case.number, f"{case.number}-2")


def test_what_waits_in_the_inbox_is_named_before_and_in_the_report(bench: Bench) -> None:
    now = bench.records.clock.now()
    reading = FieldReading("nobody@example.org", Certainty.SURE, ReadingOrigin.FILLED_PDF)
    with bench.records.open_work() as work:
        person = work.people.get(bench.person_id)
        email = replace(reading, value=person.fact(PersonField.EMAIL))
        for mine in (email, reading):
            work.inbox.add(
                InboxItem(
                    ItemId(0), "", ItemState.LOOK, Channel.EMAIL, "came.pdf", now.date(), now, (),
                    readings={"email": mine},
                )
            )  # fmt: skip
        work.audit.record(AuditEvent(Action.ITEM_ARRIVED))
        work.commit()
    plan = bench.reports().prepare(bench.person_id)
    assert len(plan.waiting) == 1
    assert plan.advice[0].startswith("1 item in the Inbox may be theirs: enter it first. F-")
    assert plan.document is not None
    said = as_json(plan.document).decode()
    assert any(words in said for words in ("not entered yet", "noch nicht erfasst", "pas encore saisi"))
