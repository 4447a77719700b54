# SPDX-License-Identifier: MIT
"""The main job end to end over the real vault: a form arrives, is entered, the person is found, asks, is answered."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from privdesk.demo.story import entry_of
from privdesk.domain.audit import Action, Purpose
from privdesk.domain.cases import Outcome, Right, Step
from privdesk.domain.forms import TemplateRef
from privdesk.domain.inbox import ItemState
from privdesk.domain.incoming import Attachment
from privdesk.domain.people import Channel, PersonField, PersonId
from privdesk.domain.submissions import SamePerson
from privdesk.services.desk import Desk
from privdesk.services.inbox_view import InboxFilter
from privdesk.services.reports import HandOut
from tests.journeys.office_kit import Office


def test_a_filled_pdf_is_read_exactly_and_saved(office: Office, tmp_path: Path) -> None:
    values = office.stranger(last_name="Żółkiewska-D’Angelo", first_name="Zoë")
    path = tmp_path / "form.pdf"
    path.write_bytes(office.papers.filled("registration", "de", values))
    with office.desk() as desk:
        added = desk.inbox.add_files([path])
        item = desk.inbox.item(added.items[0])
        assert item.state is ItemState.READY
        assert item.channel is Channel.POST
        saved = desk.capture.save(entry_of(desk.capture.open(item.id), SamePerson.NEW))
        assert saved.person_id is not None
        page = desk.people.open(saved.person_id, Purpose.ENTER_FORM)
        assert page.person.name == "Zoë Żółkiewska-D’Angelo"
        assert page.origins[PersonField.LAST_NAME].origin.reference == saved.submission.number
        assert desk.inbox.add_files([path]).already == added.items
        assert not desk.inbox.items(InboxFilter.ALL)


@pytest.mark.parametrize("media_type", ["image/tiff", "image/jpeg", "application/pdf"])
def test_a_scan_knows_its_form_and_is_keyed(office: Office, tmp_path: Path, media_type: str) -> None:
    values = office.stranger()
    path = tmp_path / f"scan.{media_type.rpartition('/')[2]}"
    path.write_bytes(office.papers.scanned("registration", "it", values, media_type, 4))
    with office.desk() as desk:
        item = desk.inbox.item(desk.inbox.add_files([path]).items[0])
        assert item.state is ItemState.LOOK
        assert item.template is not None
        assert item.template.code().startswith("registration/")
        sheet = desk.capture.open(item.id)
        assert sheet.regions["last_name"].page == 0
        image = desk.inbox.page(item.id, 0, 600)
        assert image.width == 600
        entry = replace(entry_of(sheet, SamePerson.NEW), values=values, paper_place="Box 3")
        saved = desk.capture.save(entry)
        assert saved.submission.entry.paper_place == "Box 3"
        assert saved.person_id is not None


def test_an_unknown_scan_is_keyed_after_the_form_was_chosen(office: Office, tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "blank.png"
    Image.new("RGB", (900, 1270), "white").save(path)
    with office.desk() as desk:
        item_id = desk.inbox.add_files([path]).items[0]
        assert desk.capture.open(item_id).template is None
        ref = TemplateRef.parse("registration/3/fr")
        assert ref is not None
        sheet = desk.capture.choose_template(item_id, ref)
        assert sheet.template is not None
        desk.capture.save(replace(entry_of(sheet, SamePerson.NEW), values=office.stranger()))


def test_a_mail_brings_its_form_and_its_text(office: Office, tmp_path: Path) -> None:
    values = office.stranger()
    form = Attachment("form.pdf", "application/pdf", office.papers.filled("registration", "en", values))
    person = next(office.inventor.people(1))
    mail = office.papers.mail(person, datetime.now(UTC), "My form", "Attached, with thanks.", [form])
    path = tmp_path / "mail.eml"
    path.write_bytes(mail)
    with office.desk() as desk:
        item = desk.inbox.item(desk.inbox.add_files([path]).items[0])
        assert item.channel is Channel.EMAIL
        assert item.state is ItemState.READY
        assert item.mail is not None
        assert "with thanks" in item.mail.text
        assert item.pages == 1
        saved = desk.capture.save(entry_of(desk.capture.open(item.id), SamePerson.NEW))
        assert saved.submission.entry.channel is Channel.EMAIL


def test_a_bad_file_is_an_item_with_its_reason_and_its_original(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    whole = office.papers.filled("registration", "fr", office.stranger())
    path.write_bytes(whole[: len(whole) // 2])
    with office.desk() as desk:
        item = desk.inbox.item(desk.inbox.add_files([path]).items[0])
        assert item.state is ItemState.NOT_READ
        assert item.reason
        assert desk.inbox.original(item.id)[1] == path.read_bytes()


def test_from_phone_call_to_closed_request(office: Office, tmp_path: Path) -> None:
    with office.desk() as desk:
        office.bring_in(desk, 12, tmp_path)
        caller = _active(office, desk)
        sheet = desk.calls.start(caller)
        wishes = frozenset({Right.ACCESS, Right.RECTIFICATION})
        answers = {
            each.key: True for each in desk.calls.questions(caller)[: desk.calls.needed(caller, wishes)]
        }
        changes = {PersonField.EMAIL: "new.address@example.org"}
        case = desk.calls.open_request(replace(sheet, answers=answers, wishes=wishes, changes=changes))
        assert case.identity_stands
        assert case.step is Step.DECISION
        desk.requests.rectify(case.id, changes, "told in the call")
        desk.requests.decide(case.id, Right.ACCESS, Outcome.GRANTED)
        made = desk.reports.make(desk.reports.prepare(caller, case_id=case.id))
        assert made.pdf.startswith(b"%PDF")
        assert made.plan.complete
        handed = desk.reports.hand_out(made, HandOut.PRINTED, case.id)
        assert handed is not None
        desk.requests.record_answer(case.id, channel=Channel.POST, on=desk.clock.today())
        closed = desk.requests.close(case.id)
        assert closed.step is Step.ANSWERED
        history = desk.people.open(caller, Purpose.RIGHTS_REQUEST)
        assert history.origins[PersonField.EMAIL].origin.reference == case.number
        assert history.before[PersonField.EMAIL].value
        done = {entry.event.action for entry in desk.audit.entries(limit=500)}
        assert {
            Action.PERSON_VIEWED,
            Action.CASE_OPENED,
            Action.REPORT_HANDED_OUT,
            Action.CASE_CLOSED,
        } <= done
        assert desk.audit.verify().whole


def _active(office: Office, desk: Desk) -> PersonId:
    known = min(
        (each for each in office.people if each.end is None and each.email), key=lambda each: each.start
    )
    return desk.people.search(known.user_number, 1)[0].id
