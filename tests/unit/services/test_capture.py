# SPDX-License-Identifier: MIT
"""Saving a form writes everything it says, once, and nothing it does not say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from privdesk.domain.audit import Action
from privdesk.domain.case_errors import ReceivedInFutureError
from privdesk.domain.consent import ConsentState
from privdesk.domain.forms import TemplateField, TemplateId, TemplateRef
from privdesk.domain.inbox import ItemId, ItemState
from privdesk.domain.incoming import IncomingKind, ReadFile
from privdesk.domain.people import Channel, PersonField, PersonId, Source
from privdesk.domain.submissions import (
    FieldProblemError,
    FormEntry,
    FormReasonMissingError,
    ItemNotOpenError,
    MandatoryMissingError,
    PersonNotFoundForFormError,
    SamePerson,
    SubmissionState,
    UndecidedDuplicateError,
)
from privdesk.services.capture import Capture
from privdesk.services.capture_sheet import CaptureSheet
from privdesk.services.default_forms import default_template
from privdesk.services.inbox import Inbox
from privdesk.services.user_numbers import FIRST, LAST
from tests.unit.services.places import FORM_VALUES, REGISTRATION, ZOE, Desk, filled_pdf

CHANGE = TemplateRef(TemplateId("change-of-details"), 2, "de")
END = TemplateRef(TemplateId("end-of-contract"), 2, "de")
CONSENT = TemplateRef(TemplateId("consent"), 2, "de")
SURVEY = TemplateRef(TemplateId("survey"), 1, "de")


def arrived(desk: Desk, name: str = "form.pdf", read: ReadFile | None = None) -> ItemId:
    desk.files.found[name] = read or filled_pdf()
    inbox = Inbox(desk.place)
    item_id = inbox.add_bytes(name, name.encode())
    inbox.read_waiting()
    return item_id


def entry_of(sheet: CaptureSheet, **changes: str) -> FormEntry:
    values = {key: reading.value for key, reading in sheet.values.items()}
    assert sheet.item.template is not None
    return FormEntry(
        sheet.item.id, sheet.item.template, {**values, **changes}, sheet.channel, sheet.received_on,
        sheet.source, sheet.agency_id, sheet.notice_version,
    )  # fmt: skip


def typed(template: TemplateRef, **values: str) -> FormEntry:
    return FormEntry(
        None, template, values, Channel.POST, date(2026, 11, 20), Source.PERSON, None, "2023-08-04"
    )


def save(desk: Desk, **changes: str) -> tuple[Capture, PersonId]:
    capture = Capture(desk.place)
    saved = capture.save(entry_of(capture.open(arrived(desk)), **changes))
    assert saved.person_id is not None
    return capture, saved.person_id


def test_no_form_is_saved_as_received_tomorrow(desk: Desk) -> None:
    capture = Capture(desk.place)
    entry = entry_of(capture.open(arrived(desk)))
    tomorrow = desk.place.clock.today() + timedelta(days=1)
    for keep in (capture.save, capture.incomplete, capture.refuse_service):
        with pytest.raises(ReceivedInFutureError):
            keep(replace(entry, received_on=tomorrow, reasons=("unclear",)))
    assert desk.actions(Action.FORM_ENTERED, Action.FORM_INCOMPLETE, Action.SERVICE_REFUSED) == []
    capture.save(replace(entry, received_on=desk.place.clock.today()))


def test_the_sheet_proposes_what_was_read(desk: Desk) -> None:
    item_id = arrived(desk)
    sheet = Capture(desk.place).open(item_id)
    assert sheet.template is not None
    assert sheet.template.id == "registration"
    assert (sheet.language, sheet.notice_version, sheet.position, sheet.total) == ("fr", "2023-08-04", 1, 1)
    assert sheet.values["town"].value == "Lausanne"
    region = sheet.regions["last_name"]
    assert (region.page, 0 < region.x < 1, 0 < region.y < 1) == (0, True, True)


def test_saving_adds_person_contract_consents_and_documents(desk: Desk) -> None:
    agency = desk.add_agency()
    _capture, person_id = save(desk)
    with desk.records.open_reading() as records:
        person = records.people.get(person_id)
        (contract,) = records.contracts.of_person(person_id)
        (consent,) = records.consents.of_person(person_id)
        (submission,) = records.submissions.of_person(person_id)
        documents = records.documents.of_person(person_id)
        item = records.inbox.get(ItemId(1))
        origin = records.people.history(person_id)[0].origin
    assert person.name == "Zoë Keller"
    assert person.fact(PersonField.PHONE_MOBILE) == "+41795550147"
    assert person.fact(PersonField.COUNTRY) == "CH"
    assert (contract.start, contract.badge) == (date(2026, 12, 1), "B-778")
    assert FIRST <= int(contract.user_number) <= LAST
    assert contract.agency_id == agency.id
    assert (consent.purpose, consent.state, consent.form) == ("information", ConsentState.GIVEN, item.number)
    assert consent.wording == "Je souhaite recevoir les informations sur vos services."
    assert (submission.state, submission.number) == (SubmissionState.SAVED, item.number)
    assert [document.name for document in documents] == ["form.pdf"]
    assert (item.state, origin.reference) == (ItemState.ENTERED, item.number)
    (event,) = desk.actions(Action.FORM_ENTERED)
    assert event.record == f"person:{person_id}"
    assert "last_name" in event.fields
    assert "Keller" not in repr(event)


def test_a_form_is_saved_once(desk: Desk) -> None:
    capture = Capture(desk.place)
    entry = entry_of(capture.open(arrived(desk)))
    capture.save(entry)
    with pytest.raises(ItemNotOpenError):
        capture.save(replace(entry, same_person=SamePerson.NEW))


def test_nothing_is_written_when_something_is_wrong(desk: Desk) -> None:
    capture = Capture(desk.place)
    sheet = capture.open(arrived(desk))
    with pytest.raises(MandatoryMissingError) as missing:
        capture.save(entry_of(sheet, last_name="", town=" "))
    assert missing.value.keys == ("last_name", "town")
    with pytest.raises(FieldProblemError) as problem:
        capture.save(entry_of(sheet, email="no address"))
    assert (problem.value.key, problem.value.problem) == ("email", "email_form")
    with desk.records.open_reading() as records:
        assert records.people.count() == 0
        assert records.inbox.get(sheet.item.id).state is ItemState.READY


def test_a_likely_same_person_must_be_decided_on(desk: Desk) -> None:
    known = desk.add_person()
    capture = Capture(desk.place)
    entry = entry_of(capture.open(arrived(desk)))
    assert [each.person.id for each in capture.likely_same(entry.values)] == [known]
    with pytest.raises(UndecidedDuplicateError) as undecided:
        capture.save(entry)
    assert undecided.value.person_id == known
    assert undecided.value.percent >= 85


def test_the_same_person_gets_only_what_changed(desk: Desk) -> None:
    known = desk.add_person()
    capture = Capture(desk.place)
    entry = entry_of(capture.open(arrived(desk)), street="Avenue de la Gare")
    saved = capture.save(replace(entry, same_person=SamePerson.EXISTING, person_id=known))
    assert saved.person_id == known
    assert desk.fact(known, PersonField.STREET) == "Avenue de la Gare"
    with desk.records.open_reading() as records:
        changed = {
            each.field for each in records.people.history(known) if each.origin.reference != "F-26-00001"
        }
        streets = [each.value for each in records.people.history(known) if each.field is PersonField.STREET]
        numbers = [each.user_number for each in records.contracts.of_person(known)]
    assert changed <= {PersonField.STREET, PersonField.PHONE_MOBILE}
    assert streets == ["Avenue de la Gare", "Rue de Bourg"]
    assert numbers[1:] == ["300900"]
    assert numbers[0] != "300900"


def test_deciding_later_keeps_the_doubt(desk: Desk) -> None:
    known = desk.add_person()
    capture = Capture(desk.place)
    entry = entry_of(capture.open(arrived(desk)))
    saved = capture.save(replace(entry, same_person=SamePerson.LATER))
    assert saved.person_id is not None
    assert saved.person_id != known
    with desk.records.open_reading() as records:
        assert [pair.other(saved.person_id) for pair in records.duplicates.of_person(saved.person_id)] == [
            known
        ]


def test_an_unticked_consent_is_never_given(desk: Desk) -> None:
    _capture, person_id = save(desk, wants_information="no", wants_service_notices="")
    with desk.records.open_reading() as records:
        assert list(records.consents.of_person(person_id)) == []


def test_a_change_form_changes_the_person_of_its_number(desk: Desk) -> None:
    known = desk.add_person()
    values = {"user_number": "300900", "last_name": "Keller", "first_name": "Zoe", "new_last_name": "Keller-Blanc",
              "email": "zoe@example.org", "valid_from": "2026-12-01"}  # fmt: skip
    saved = Capture(desk.place).save(typed(CHANGE, **values))
    assert saved.person_id == known
    assert desk.fact(known, PersonField.LAST_NAME) == "Keller-Blanc"
    assert desk.fact(known, PersonField.FIRST_NAME) == "Zoë"
    assert desk.fact(known, PersonField.EMAIL) == "zoe@example.org"
    assert desk.fact(known, PersonField.TOWN) == "Lausanne"


def test_a_number_under_another_name_must_be_decided_on(desk: Desk) -> None:
    known = desk.add_person()
    values = {"user_number": "300900", "last_name": "Muster", "first_name": "Max", "valid_from": "2026-12-01"}
    capture = Capture(desk.place)
    with pytest.raises(UndecidedDuplicateError):
        capture.save(typed(CHANGE, **values))
    decided = replace(typed(CHANGE, **values), same_person=SamePerson.EXISTING, person_id=known)
    assert capture.save(decided).person_id == known


def test_a_change_form_of_nobody_is_refused(desk: Desk) -> None:
    values = {"user_number": "1", "last_name": "Keller", "first_name": "Zoë", "valid_from": "2026-12-01"}
    with pytest.raises(PersonNotFoundForFormError):
        Capture(desk.place).save(typed(CHANGE, **values))


def test_an_end_of_contract_ends_it_and_keeps_the_refund(desk: Desk) -> None:
    known = desk.add_person()
    values = {"user_number": "300900", "end": "31.12.2026", "last_name": "Keller", "first_name": "Zoë",
              "street": "Seestrasse", "number": "3", "postcode": "8002", "town": "Zürich",
              "iban": "CH93 0076 2011 6238 5295 7", "account_holder": "Zoë Keller"}  # fmt: skip
    Capture(desk.place).save(typed(END, **values))
    with desk.records.open_reading() as records:
        (contract,) = records.contracts.of_person(known)
    assert contract.end == date(2026, 12, 31)
    assert desk.fact(known, PersonField.IBAN) == "CH9300762011623852957"
    assert desk.fact(known, PersonField.TOWN) == "Zürich"


def test_a_consent_form_gives_and_withdraws(desk: Desk) -> None:
    known = desk.add_person()
    capture = Capture(desk.place)
    names = {"user_number": "300900", "last_name": "Keller", "first_name": "Zoë"}
    capture.save(typed(CONSENT, **names, wants_information="yes", wants_surveys="no", signed_on="19.11.2026"))
    with desk.records.open_reading() as records:
        (given,) = records.consents.of_person(known)
    assert (given.purpose, given.state, given.on) == ("information", ConsentState.GIVEN, date(2026, 11, 19))
    capture.save(typed(CONSENT, **names, wants_information="no"))
    with desk.records.open_reading() as records:
        assert records.consents.of_person(known)[0].state is ConsentState.WITHDRAWN


def test_a_survey_is_kept_with_the_person_or_without_a_name(desk: Desk) -> None:
    known = desk.add_person()
    capture = Capture(desk.place)
    saved = capture.save(typed(SURVEY, answer_overall="4", user_number="300900"))
    assert saved.person_id == known
    with desk.records.open_reading() as records:
        assert records.activity.counts(known).surveys == 1
    assert capture.save(typed(SURVEY, answer_overall="2")).person_id is None


def test_a_new_user_number_is_drawn_until_it_is_a_free_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter((1, 1, 7))
    monkeypatch.setattr("privdesk.services.user_numbers.secrets.randbelow", lambda _most: next(drawn))
    taken = {**ZOE, PersonField.LAST_NAME: "Rossi", PersonField.FIRST_NAME: "Ugo"}
    desk.add_person(taken, str(FIRST + 1))
    _capture, person_id = save(desk, first_name="Annamaria", last_name="Schneider", email="a@example.org")
    with desk.records.open_reading() as records:
        (contract,) = records.contracts.of_person(person_id)
    assert contract.user_number == str(FIRST + 7)


def test_an_incomplete_form_is_kept_and_completed_later(desk: Desk) -> None:
    capture = Capture(desk.place)
    item_id = arrived(desk)
    capture.keep(item_id, {"values": {"town": ""}}, "town:0")
    sheet = capture.open(item_id)
    assert sheet.draft is not None
    assert (sheet.draft.place, '"town"' in sheet.draft.body) == ("town:0", True)
    kept = capture.incomplete(entry_of(sheet, town=""))
    assert (kept.letter_due, kept.submission.entry.reasons) == ("please_complete", ("missing:town",))
    with desk.records.open_reading() as records:
        assert records.inbox.get(item_id).state is ItemState.INCOMPLETE
    resumed = capture.resume(kept.submission.id)
    assert (resumed.values["last_name"].value, resumed.draft) == ("Keller", None)
    saved = capture.save(entry_of(resumed, town="Lausanne"))
    assert (saved.submission.id, saved.submission.number) == (kept.submission.id, kept.submission.number)
    with desk.records.open_reading() as records:
        assert records.submissions.in_state(SubmissionState.INCOMPLETE) == []
        assert records.inbox.get(item_id).state is ItemState.ENTERED


def test_refusing_the_service_needs_a_reason_and_a_letter(desk: Desk) -> None:
    capture = Capture(desk.place)
    sheet = capture.open(arrived(desk))
    with pytest.raises(FormReasonMissingError):
        capture.refuse_service(entry_of(sheet))
    saved = capture.refuse_service(replace(entry_of(sheet), reasons=("No laundry room in this building",)))
    assert (saved.letter_due, saved.person_id) == ("service_refused", None)
    assert desk.actions(Action.SERVICE_REFUSED)


def test_a_scan_is_keyed_once_its_form_was_chosen(desk: Desk) -> None:
    item_id = arrived(desk, "scan.tif", ReadFile(IncomingKind.IMAGE_PAGES, "image/tiff", 1))
    capture = Capture(desk.place)
    assert capture.open(item_id).template is None
    sheet = capture.choose_template(item_id, REGISTRATION)
    assert sheet.template is not None
    saved = capture.save(entry_of(sheet, **FORM_VALUES))
    assert saved.person_id is not None
    assert desk.fact(saved.person_id, PersonField.LAST_NAME) == "Keller"


def test_the_binder_is_remembered_from_form_to_form(desk: Desk) -> None:
    capture = Capture(desk.place)
    entry = entry_of(capture.open(arrived(desk, "a.pdf")))
    capture.save(replace(entry, paper_place="Binder 12"))
    assert capture.open(arrived(desk, "b.pdf")).paper_place == "Binder 12"
    assert capture.open(arrived(desk, "c.pdf")).entered_today == 1


def test_the_next_item_follows_and_the_last_starts_again(desk: Desk) -> None:
    first, second = arrived(desk, "a.pdf"), arrived(desk, "b.pdf")
    capture = Capture(desk.place)
    assert [capture.next_item(None), capture.next_item(first), capture.next_item(second)] == [
        first,
        second,
        first,
    ]
    capture.save(entry_of(capture.open(first)))
    assert capture.next_item(second) is None


def test_checks_say_what_is_wrong_in_a_sentence(desk: Desk) -> None:
    template = default_template("registration")
    assert template is not None
    fields: dict[str, TemplateField] = {field.key: field for field in template.fields()}
    check = Capture(desk.place).check
    assert check(fields["phone_mobile"], "079 555 01 47", {}).value == "+41795550147"
    wrong = check(fields["email"], "zoe", {})
    assert (wrong.problem.endswith("."), wrong.doubtful) == (True, False)
    odd = check(fields["last_name"], "Ke11er", {})
    assert (odd.problem, odd.doubtful) == ("", True)
