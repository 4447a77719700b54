# SPDX-License-Identifier: MIT
"""Today shows what is due by days left, and a new desk what to do first."""

from datetime import date

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import CallId, CallSheet, Right, Step
from privdesk.domain.forms import TemplateId, TemplateRef
from privdesk.domain.people import Channel, Source
from privdesk.domain.staff import Role
from privdesk.domain.submissions import FormEntry
from privdesk.services.capture import Capture
from privdesk.services.inbox import Inbox
from privdesk.services.requests import NewRequest, Requests
from privdesk.services.today import Today
from privdesk.services.today_page import StepKey, Tone
from tests.storage_fixtures import STAFF
from tests.unit.services.places import Desk, filled_pdf

SURVEY = TemplateRef(TemplateId("survey"), 1, "de")


def enter(desk: Desk, **changes: str) -> FormEntry:
    return FormEntry(
        None, SURVEY, {"answer_overall": "4", **changes}, Channel.POST, date(2026, 11, 20), Source.PERSON, None,
        "2023-08-04",
    )  # fmt: skip


def request(desk: Desk, received_on: date) -> str:
    person_id = desk.add_person(user_number=f"3{received_on:%m%d}")
    new = NewRequest(person_id, {Right.ACCESS: "", Right.ERASURE: ""}, Channel.POST, received_on, "fr")
    return Requests(desk.place).open(new).number


def test_requests_stand_by_days_left_and_colour_follows_the_safe_date(desk: Desk) -> None:
    calm = request(desk, date(2026, 11, 20))
    late = request(desk, date(2026, 10, 15))
    soon = request(desk, date(2026, 11, 1))
    page = Today(desk.place).overview()
    assert [row.number for row in page.due] == [late, soon, calm]
    assert [row.tone for row in page.due] == [Tone.LATE, Tone.SOON, Tone.CALM]
    assert page.due[0].left.endswith("days late")
    assert (page.due[0].share, page.due[2].title) == (1.0, "Access and 1 more right")
    assert page.due[1].dates.startswith("Due ")
    assert page.requests_by_step[Step.RECEIVED] == 3


def test_incomplete_forms_say_what_is_missing(desk: Desk) -> None:
    desk.files.found["form.pdf"] = filled_pdf({"last_name": "Keller", "first_name": "Zoë"})
    inbox, capture = Inbox(desk.place), Capture(desk.place)
    item_id = inbox.add_bytes("form.pdf", b"1")
    inbox.read_waiting()
    sheet = capture.open(item_id)
    assert sheet.item.template is not None
    values = {key: reading.value for key, reading in sheet.values.items()}
    entry = FormEntry(
        item_id, sheet.item.template, values, Channel.POST, date(2026, 11, 16), Source.PERSON, None, ""
    )
    capture.incomplete(entry)
    (row,) = Today(desk.place).overview().incomplete
    assert (row.name, row.form, row.waiting_days) == ("Zoë Keller", "Registration for a laundry account", 7)
    assert row.reasons.startswith("Street is missing, House number is missing")


def test_forms_a_day_by_channel_over_ten_days(desk: Desk) -> None:
    capture = Capture(desk.place)
    capture.save(enter(desk))
    desk.records.clock.forward(days=2)
    capture.save(enter(desk))
    capture.save(enter(desk))
    days = Today(desk.place).overview().forms_a_day
    assert (len(days), days[-1].day) == (10, date(2026, 11, 25))
    assert [day.total for day in days] == [0] * 7 + [1, 0, 2]
    assert dict(days[-1].by_channel) == {Channel.POST: 2}


def test_what_came_since_one_left(desk: Desk) -> None:
    with desk.records.open_work() as work:
        work.audit.record(AuditEvent(Action.LOCKED, f"staff:{STAFF}"))
        work.commit()
    desk.records.clock.forward(hours=1)
    desk.files.found["form.pdf"] = filled_pdf()
    Inbox(desk.place).add_bytes("form.pdf", b"1")
    request(desk, date(2026, 11, 20))
    page = Today(desk.place).overview()
    assert list(page.since) == ["1 form arrived.", "1 request was opened."]
    assert page.waiting == 1


def test_an_unfinished_call_stands_on_top(desk: Desk) -> None:
    person_id = desk.add_person()
    sheet = CallSheet(CallId(0), desk.records.clock.now(), STAFF, person_id, wishes=frozenset({Right.ACCESS}))
    with desk.records.open_work() as work:
        work.calls.add(sheet)
        work.audit.record(AuditEvent(Action.CALL_STARTED))
        work.commit()
    (call,) = Today(desk.place).overview().unfinished_calls
    assert (call.person_name, call.wishes) == ("Zoë Keller", (Right.ACCESS,))


def test_a_new_desk_says_what_to_do_first_and_stops_when_it_is_done(desk: Desk) -> None:
    steps = {step.key: step.done for step in Today(desk.place).overview().steps}
    assert steps == {
        StepKey.RECORDS: True, StepKey.RECOVERY: True, StepKey.FIRST_FORM: False, StepKey.PEOPLE: False,
    }  # fmt: skip
    Capture(desk.place).save(enter(desk))
    desk.add_person()
    desk.add_person(user_number="2")
    assert Today(desk.place).overview().steps == ()


def test_an_agency_clerk_sees_no_other_agencys_request(desk: Desk) -> None:
    request(desk, date(2026, 11, 20))
    agency = desk.add_agency()
    page = Today(desk.as_member(Role.AGENCY_CLERK, agency=agency.id)).overview()
    assert (page.due, page.since) == ([], ())
    assert sum(day.total for day in page.forms_a_day) == 0
    administrator = Today(desk.as_member(Role.ADMINISTRATOR)).overview()
    assert administrator.due == []
