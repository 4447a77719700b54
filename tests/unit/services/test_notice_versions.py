# SPDX-License-Identifier: MIT
"""A form and a consent name the version of the notice that was in force on their day, whatever a page held."""

from dataclasses import replace
from datetime import date

from privdesk.domain.catalogue import Notice
from privdesk.domain.consent import ConsentState
from privdesk.domain.people import Channel, Source
from privdesk.domain.submissions import FormEntry, Submission
from privdesk.services.capture import Capture
from privdesk.services.catalogue_desk import CatalogueDesk
from privdesk.services.people import People
from tests.unit.services.places import FORM_VALUES, REGISTRATION, Desk

OCTOBER = Notice("2026-10", date(2026, 10, 1), {"en": "October"})
NOVEMBER = Notice("2026-11", date(2026, 11, 1), {"en": "November"})
ENTRY = FormEntry(
    None, REGISTRATION, {**FORM_VALUES, "signed_on": "2026-10-20"}, Channel.POST, date(2026, 11, 5),
    Source.PERSON, None, "stale",
)  # fmt: skip


def saved(desk: Desk, entry: FormEntry) -> Submission:
    for notice in (OCTOBER, NOVEMBER):
        CatalogueDesk(desk.place).put_notice(notice)
    return Capture(desk.place).save(entry).submission


def test_a_form_names_the_notice_of_the_day_it_was_received(desk: Desk) -> None:
    assert saved(desk, ENTRY).entry.notice_version == "2026-11"
    for received, version in ((date(2026, 10, 31), "2026-10"), (date(2026, 9, 30), "2023-08-04")):
        entry = replace(ENTRY, received_on=received, reasons=("unclear",))
        assert Capture(desk.place).incomplete(entry).submission.entry.notice_version == version


def test_a_consent_names_the_notice_of_the_day_it_was_signed(desk: Desk) -> None:
    person = saved(desk, ENTRY).person_id
    assert person is not None
    with desk.records.open_reading() as records:
        (consent,) = records.consents.of_person(person)
    assert (consent.on, consent.notice_version) == (date(2026, 10, 20), "2026-10")


def test_a_consent_typed_by_hand_names_the_notice_of_its_day(desk: Desk) -> None:
    person = saved(desk, ENTRY).person_id
    assert person is not None
    entry = People(desk.place).set_consent(
        person, "information", ConsentState.WITHDRAWN, date(2026, 11, 2), "letter"
    )
    assert entry.notice_version == "2026-11"


def test_a_later_version_changes_nothing_that_was_said_before(desk: Desk) -> None:
    form = saved(desk, ENTRY)
    CatalogueDesk(desk.place).put_notice(Notice("2026-11b", date(2026, 11, 4), {"en": "Later"}))
    with desk.records.open_reading() as records:
        assert records.submissions.get(form.id).entry.notice_version == "2026-11"
