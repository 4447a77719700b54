# SPDX-License-Identifier: MIT
"""A person is opened with a purpose that is recorded first, and shows only what the role may see."""

from datetime import UTC, date, datetime, timedelta

import pytest

from privdesk.domain.activity import Activity, Connection, TopUp, Usage
from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_errors import NothingToCorrectError, ProofMissingError
from privdesk.domain.consent import ConsentState
from privdesk.domain.errors import NotFoundError
from privdesk.domain.imports import ImportKind
from privdesk.domain.people import Channel, PersonField, PersonId, Source
from privdesk.domain.staff import NotAllowedError, Role
from privdesk.domain.submissions import FieldProblemError
from privdesk.services.people import People
from privdesk.services.timeline import TimelineEntry, TimelineKind
from tests.unit.services.places import ZOE, Desk

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


def add_activity(desk: Desk, person_id: PersonId, days: int = 1) -> None:
    rows: list[Activity] = []
    for back in range(days):
        at = NOON - timedelta(days=back)
        rows += [
            Connection(person_id, at, "Firefox", "fr", "Windows", "192.0.2.1"),
            Connection(person_id, at + timedelta(hours=2), "Firefox", "fr", "Windows", "192.0.2.1"),
            TopUp(person_id, at + timedelta(hours=1), "TWINT", 2000, "CHF", 2340),
            Usage(person_id, at + timedelta(minutes=5), "0231", "Washing", "2", 54, 280, "CHF", 340),
        ]
    with desk.records.open_work() as work:
        run = work.imports.start(ImportKind.USAGES, "a.csv", "0" * 64)
        work.activity.add(rows, run.id)
        work.audit.record(AuditEvent(Action.IMPORT_BATCH))
        work.commit()


def restrict(desk: Desk, person_id: PersonId) -> None:
    with desk.records.open_work() as work:
        work.people.mark(person_id, restricted_since=date(2026, 11, 1), no_advertising_since=None)
        work.audit.record(AuditEvent(Action.PERSON_CORRECTED))
        work.commit()


def test_opening_is_recorded_with_its_purpose(desk: Desk) -> None:
    person_id = desk.add_person()
    page = People(desk.place).open(person_id, Purpose.ANSWER_CALL, "R-2026-0001")
    assert page.person.name == "Zoë Keller"
    (event,) = desk.actions(Action.PERSON_VIEWED)
    assert (event.record, event.purpose, event.reference) == (
        f"person:{person_id}",
        Purpose.ANSWER_CALL,
        "R-2026-0001",
    )
    with pytest.raises(NotFoundError):
        People(desk.place).open(PersonId(99), Purpose.ANSWER_CALL)
    assert len(desk.actions(Action.PERSON_VIEWED)) == 1


def test_what_was_typed_about_where_it_came_from_never_stands_in_the_audit_trail(desk: Desk) -> None:
    people, day = People(desk.place), date(2026, 11, 22)
    typed = "letter of Zoë Keller with R-2026-0007"
    person_id = people.add(
        {PersonField.LAST_NAME: "Keller"}, None, source=Source.PERSON, channel=Channel.POST, received_on=day,
        reference=typed,
    )  # fmt: skip
    people.correct(
        person_id, {PersonField.TOWN: "Lausanne"}, proof="Keller wrote", channel=Channel.POST, received_on=day,
        reference=typed,
    )  # fmt: skip
    people.set_consent(person_id, "surveys", ConsentState.GIVEN, day, typed)
    people.open(person_id, Purpose.CONTRACT, typed)
    acts = (Action.PERSON_ADDED, Action.PERSON_CORRECTED, Action.CONSENT_CHANGED, Action.PERSON_VIEWED)
    events = [event for act in acts for event in desk.actions(act)]
    assert [event.reference for event in events] == ["R-2026-0007"] * 4
    page = people.open(person_id, Purpose.CONTRACT)
    assert page.origins[PersonField.LAST_NAME].origin.reference == typed


def test_the_page_holds_contract_money_origins_and_what_is_kept(desk: Desk) -> None:
    agency = desk.add_agency()
    person_id = desk.add_person(agency_id=agency.id)
    add_activity(desk, person_id)
    page = People(desk.place).open(person_id, Purpose.CONTRACT)
    assert (page.contracts[0].user_number, page.agency) == ("300900", agency)
    assert page.balance == (2340, "CHF")
    assert (len(page.months), page.months[-1].used) == (12, 280)
    assert page.origins[PersonField.EMAIL].origin.reference == "F-26-00001"
    assert page.counts[TimelineKind.CONNECTION] == 2
    kept = dict(page.kept_until)
    assert kept["Identity and contact"] == "ten years after the end of the contract of use"
    assert "Connections to the web platform" in kept
    assert "Surveys" not in kept


def test_the_timeline_groups_a_days_connections_and_runs_newest_first(desk: Desk) -> None:
    person_id = desk.add_person()
    add_activity(desk, person_id)
    lines = People(desk.place).timeline(person_id)
    assert [(line.title, line.right) for line in lines] == [
        ("Topped up by TWINT", "CHF +20.00"),
        ("Washing, terminal 0231", "CHF −2.80"),
        ("Connected to the web platform", "2 times"),
    ]
    assert (lines[0].detail, lines[1].detail) == ("balance after: 23.40", "machine 2, 54 min")
    assert lines[2].detail == "Firefox, French, Windows"
    assert [line.own_act for line in lines] == [True, False, False]
    only = People(desk.place).timeline(person_id, frozenset({TimelineKind.USAGE}))
    assert [line.kind for line in only] == [TimelineKind.USAGE]


@pytest.mark.parametrize("limit", [1, 4, 7])
def test_the_timeline_by_pages_is_the_whole_timeline(desk: Desk, limit: int) -> None:
    person_id = desk.add_person()
    add_activity(desk, person_id, days=9)
    people = People(desk.place)
    whole = people.timeline(person_id, limit=1000)
    pages: list[TimelineEntry] = []
    before = None
    while page := people.timeline(person_id, before=before, limit=limit):
        assert len(page) >= min(limit, len(whole) - len(pages))
        pages.extend(page)
        before = page[-1].at
    assert pages == list(whole)
    assert len(whole) == 27


def test_a_correction_keeps_the_old_value_and_its_proof(desk: Desk) -> None:
    person_id = desk.add_person()
    people = People(desk.place)
    day = date(2026, 11, 22)
    changed = people.correct(
        person_id, {PersonField.PHONE_MOBILE: "079 555 01 12", PersonField.TOWN: "Lausanne"},
        proof="Letter of 21 Nov", channel=Channel.POST, received_on=day,
    )  # fmt: skip
    assert [(each.field, each.value) for each in changed] == [(PersonField.PHONE_MOBILE, "+41795550112")]
    desk.records.clock.forward(hours=1)
    people.correct(
        person_id, {PersonField.EMAIL: "z@example.org"}, proof="Call", channel=Channel.PHONE, received_on=day
    )
    page = people.open(person_id, Purpose.CONTRACT)
    assert page.before[PersonField.EMAIL].value == ZOE[PersonField.EMAIL]
    assert page.origins[PersonField.PHONE_MOBILE].origin.reference == "Letter of 21 Nov"
    assert "E-mail changed lately" in [mark.text for mark in page.marks]
    assert [line.title for line in people.timeline(person_id)] == ["E-mail changed"]
    assert [event.fields for event in desk.actions(Action.PERSON_CORRECTED)] == [
        ("phone_mobile",),
        ("email",),
    ]
    people.confirm_contact(person_id, PersonField.EMAIL, day)
    assert people.open(person_id, Purpose.CONTRACT).marks == ()


def test_a_correction_needs_proof_and_a_sound_new_value(desk: Desk) -> None:
    person_id = desk.add_person()
    people = People(desk.place)
    day = date(2026, 11, 22)
    with pytest.raises(ProofMissingError):
        people.correct(
            person_id, {PersonField.TOWN: "Bern"}, proof=" ", channel=Channel.POST, received_on=day
        )
    with pytest.raises(NothingToCorrectError):
        people.correct(
            person_id, {PersonField.TOWN: "Lausanne"}, proof="x", channel=Channel.POST, received_on=day
        )
    with pytest.raises(FieldProblemError):
        people.correct(person_id, {PersonField.EMAIL: "x"}, proof="x", channel=Channel.POST, received_on=day)
    for name, value in (
        (PersonField.LAST_NAME, ""),
        (PersonField.FIRST_NAME, " "),
        (PersonField.CIVILITY, "Dr"),
    ):
        with pytest.raises(FieldProblemError):
            people.correct(person_id, {name: value}, proof="x", channel=Channel.POST, received_on=day)
    assert desk.fact(person_id, PersonField.LAST_NAME) == ZOE[PersonField.LAST_NAME]
    administrator = People(desk.as_member(Role.ADMINISTRATOR))
    with pytest.raises(NotAllowedError):
        administrator.search("Keller")


def test_a_restricted_person_is_hidden_from_clerks_not_from_officers(desk: Desk) -> None:
    person_id = desk.add_person()
    add_activity(desk, person_id)
    restrict(desk, person_id)
    clerk = People(desk.as_member(Role.CLERK))
    page = clerk.open(person_id, Purpose.ANSWER_CALL)
    assert (page.hidden, dict(page.person.facts), page.balance) == (True, {}, None)
    assert [mark.text for mark in page.marks] == ["Restricted since 1 Nov 2026"]
    assert clerk.timeline(person_id) == ()
    officer = People(desk.as_member(Role.PRIVACY_OFFICER)).open(person_id, Purpose.RIGHTS_REQUEST)
    assert officer.person.name == "Zoë Keller"
    assert "Restricted since 1 Nov 2026" in [mark.text for mark in officer.marks]


def test_an_agency_clerk_sees_own_people_without_activity(desk: Desk) -> None:
    ours, theirs = desk.add_agency(), desk.add_agency("A-2", "Immo Sud")
    own = desk.add_person(agency_id=ours.id)
    other = desk.add_person({**ZOE, PersonField.FIRST_NAME: "Noé"}, "300901", theirs.id)
    add_activity(desk, own)
    people = People(desk.as_member(Role.AGENCY_CLERK, agency=ours.id))
    assert [hit.id for hit in people.search("Keller")] == [own]
    page = people.open(own, Purpose.ANSWER_CALL)
    assert (page.balance, page.months, page.sees_activity) == (None, (), False)
    assert set(page.counts) == {TimelineKind.FORM, TimelineKind.REQUEST}
    assert people.timeline(own) == []
    with pytest.raises(NotFoundError):
        people.open(other, Purpose.ANSWER_CALL)
    with pytest.raises(NotFoundError):
        people.timeline(other)
    assert [event.record for event in desk.actions(Action.PERSON_VIEWED)] == [f"person:{own}"]


def test_a_new_person_and_a_consent_by_hand(desk: Desk) -> None:
    people = People(desk.place)
    person_id = people.add(
        ZOE, None, source=Source.PERSON, channel=Channel.COUNTER, received_on=date(2026, 11, 23)
    )
    entry = people.set_consent(
        person_id, "information", ConsentState.WITHDRAWN, date(2026, 11, 23), "call C-1"
    )
    assert entry.notice_version == "2023-08-04"
    page = people.open(person_id, Purpose.CONTRACT)
    assert [mark.text for mark in page.marks] == ["No information about services"]
    assert [line.title for line in people.timeline(person_id)] == ["Consent withdrawn"]
