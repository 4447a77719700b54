# SPDX-License-Identifier: MIT
"""E-mails as people send them, from the Inbox to one answer: everything asked in one, a reminder, a second letter."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from privdesk.demo.papers import Papers
from privdesk.demo.story import entry_of
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import Case, IdentityMethod, Outcome, Right
from privdesk.domain.catalogue import Recipient, RecipientKind
from privdesk.domain.inbox import ItemId, ItemState
from privdesk.domain.letters import LetterKind
from privdesk.domain.people import Channel, PersonId
from privdesk.domain.submissions import SamePerson
from privdesk.services.desk import Desk
from privdesk.services.intake_people import FoundBy
from privdesk.services.letter_plan import LetterSubject, LetterWay
from privdesk.services.request_words import Notice
from privdesk.services.requests import NewRequest
from tests.journeys.office_kit import SENDER, Office
from tests.journeys.restore_kit import LostAndFound

ADDRESS = "zita.kanarek@example.org"
EVERYTHING = """Guten Tag

Ich bin ausgezogen. Bitte löschen Sie alle meine Daten und widerrufen Sie nicht einfach nur den Newsletter:
ich widerrufe jede Einwilligung und widerspreche jeder Nutzung meiner Daten für Werbung. Bis alles gelöscht ist,
verlange ich die Einschränkung der Verarbeitung. Teilen Sie mir bitte mit, an wen Sie meine Daten weitergegeben haben.
Bevor Sie mein Konto schliessen, geben Sie mir Bescheid.

Zita Kanarek

Am 1. Februar 2026 um 10:00 schrieb Lavarelle <desk@lavarelle.example>:
> Gerne senden wir Ihnen eine Kopie Ihrer Daten. Sie können Ihre Daten auch berichtigen lassen.
"""
PRINTER = Recipient(
    "print-1", "Imprimerie du Marronnier SA", RecipientKind.PRINT, "Rue Neuve 1, 1003 Lausanne", "CH"
)
REMINDER = """Guten Tag

Ich habe Ihnen am {day} geschrieben und noch keine Antwort erhalten. Bitte löschen Sie endlich meine Daten,
sonst wende ich mich an die Aufsichtsbehörde.

Zita Kanarek
"""


@pytest.fixture
def lost(tmp_path: Path) -> LostAndFound:
    return LostAndFound(tmp_path)


def registered(desk: Desk, folder: Path) -> PersonId:
    """Somebody whose contract ended some time ago, so that some of it must be kept."""
    office = Office(folder)
    path = folder / "form.pdf"
    values = office.stranger(first_name="Zita", last_name="Kanarek", email=ADDRESS)
    path.write_bytes(Papers(SENDER, office.today).filled("registration", "de", values))
    (item,) = desk.inbox.add_files([path]).items
    saved = desk.capture.save(entry_of(desk.capture.open(item), SamePerson.NEW))
    assert saved.person_id is not None
    ended = desk.clock.today() - timedelta(days=200)
    with desk.people._place.work() as work:
        for contract in work.contracts.of_person(saved.person_id):
            work.contracts.change(replace(contract, start=ended - timedelta(days=900), end=ended))
        work.audit.record(AuditEvent(Action.PERSON_CORRECTED, f"person:{saved.person_id}"))
        work.commit()
    return saved.person_id


def has_data(desk: Desk, recipient: Recipient) -> None:
    """Enter in the register who gets data."""
    with desk.people._place.work() as work:
        work.catalogue.put_recipient(recipient)
        work.audit.record(AuditEvent(Action.CATALOGUE_CHANGED))
        work.commit()


def mailed(desk: Desk, folder: Path, text: str, subject: str, sender: str = ADDRESS) -> ItemId:
    """An e-mail as the mail program saves it, dropped on the Inbox."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Z. K. <{sender}>", "desk@lavarelle.example", subject
    mail.set_content(text)
    path = folder / f"{subject}.eml"
    path.write_bytes(mail.as_bytes())
    (item,) = desk.inbox.add_files([path]).items
    return item


def opened(desk: Desk, item: ItemId) -> Case:
    """The request as the clerk opens it, with everything as it was suggested."""
    proposal = desk.requests.propose(item)
    wishes: Mapping[Right, str] = {right: ", ".join(words) for right, words in proposal.rights.items()}
    request = NewRequest(
        proposal.person_id, wishes, proposal.channel, proposal.received_on, proposal.language, item_id=item,
        tell_before_closing=Notice.TOLD_FIRST in proposal.notices,
    )  # fmt: skip
    return desk.requests.open(request)


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_everything_asked_in_one_mail_acts_at_once_and_gets_one_answer(
    lost: LostAndFound, tmp_path: Path
) -> None:
    with lost.desk() as desk:
        assert desk.erasure is not None
        assert desk.letters is not None
        person = registered(desk, tmp_path)
        has_data(desk, PRINTER)
        item = mailed(desk, tmp_path, EVERYTHING, "Meine Daten")
        assert desk.inbox.item(item).state is ItemState.REQUEST
        proposal = desk.requests.propose(item)
        asked = {Right.ERASURE, Right.WITHDRAWAL, Right.OBJECTION, Right.RESTRICTION}
        assert set(proposal.rights) == asked
        assert {Notice.RECIPIENTS, Notice.TOLD_FIRST} <= set(proposal.notices)
        assert (proposal.person_id, proposal.found_by[person]) == (person, FoundBy.EMAIL)

        case = opened(desk, item)
        with desk.people._place.reading() as records:
            assert records.people.get(person).no_advertising_since == case.received_on
        desk.requests.check_identity(case.id, IdentityMethod.CARD_SEEN, True)
        for right in (Right.RESTRICTION, Right.OBJECTION, Right.WITHDRAWAL):
            desk.requests.decide(case.id, right, Outcome.GRANTED, "Wie verlangt.")
        with desk.people._place.reading() as records:
            assert records.people.get(person).restricted_since is not None
        assert desk.erasure.plan(person, case.id).wish is not None
        desk.objections.told_closing(case.id, desk.clock.today(), Channel.EMAIL)
        carried = desk.erasure.run(desk.erasure.plan(person, case.id))
        assert not carried.erasure.whole
        held = desk.requests.get(case.id)
        outcomes = {each.right: each.outcome for each in held.rights}
        assert outcomes == {
            **dict.fromkeys(asked, Outcome.GRANTED), Right.ERASURE: Outcome.PARTLY,
        }  # fmt: skip

        recipients = desk.tellings.of_case(case.id)
        assert recipients
        for telling in recipients:
            desk.tellings.tell(telling.id, Channel.EMAIL, desk.clock.today())
        subject = LetterSubject(case_id=case.id)
        assert desk.letters.offers(subject)[0].kind is LetterKind.ANSWER
        made = desk.letters.make(desk.letters.draft(subject, LetterKind.ANSWER))
        filed = desk.letters.finish(made, LetterWay.PRINTED)
        assert filed.case is not None
        assert filed.case.answer is not None
        told = words_of(made.pdf)
        for name in ("Löschung", "Widerruf", "Widerspruch", "Einschränkung"):
            assert name in told
        for telling in recipients:
            assert telling.party.name in told
        assert desk.requests.close(case.id).closed_on == desk.clock.today()


def test_a_reminder_from_another_address_joins_the_open_request_without_a_new_clock(
    lost: LostAndFound, tmp_path: Path
) -> None:
    with lost.desk() as desk:
        person = registered(desk, tmp_path)
        case = opened(desk, mailed(desk, tmp_path, EVERYTHING, "Meine Daten"))
        today = desk.clock.today()
        text = REMINDER.format(day=f"{today:%d.%m.%Y}")
        item = mailed(desk, tmp_path, text, "Erinnerung", "other@example.net")
        assert desk.inbox.item(item).state is ItemState.REQUEST
        proposal = desk.requests.propose(item)
        assert proposal.person_id is None
        assert [hit.id for hit in proposal.candidates][:1] == [person]
        assert proposal.found_by[person] is FoundBy.NAME
        assert {Notice.REMINDER, Notice.COMPLAINT} <= set(proposal.notices)
        assert proposal.reminded_of == today
        joined = desk.requests.join(case.id, item)
        assert joined.deadline == case.deadline
        assert [letter.item_id for letter in joined.letters][-1] == item
        assert desk.inbox.item(item).state is ItemState.CASE_OPENED
        assert len(desk.requests.of_person(person)) == 1


def test_a_second_letter_from_the_address_on_file_is_offered_the_open_request(
    lost: LostAndFound, tmp_path: Path
) -> None:
    with lost.desk() as desk:
        registered(desk, tmp_path)
        case = opened(desk, mailed(desk, tmp_path, EVERYTHING, "Meine Daten"))
        more = "Guten Tag\n\nZusätzlich hätte ich gern eine Kopie meiner Daten.\n\nZita Kanarek"
        item = mailed(desk, tmp_path, more, "Nachtrag")
        proposal = desk.requests.propose(item)
        assert proposal.joins is not None
        assert proposal.joins.number == case.number
        assert set(proposal.rights) == {Right.ACCESS}


def test_a_thank_you_and_a_newsletter_are_no_requests(lost: LostAndFound, tmp_path: Path) -> None:
    with lost.desk() as desk:
        registered(desk, tmp_path)
        thanks = "Vielen Dank für die Auskunft über meine Daten, damit ist alles geklärt.\n\nZita Kanarek"
        news = (
            "Liebe Leserinnen, unser Webinar zeigt, wie Firmen Auskunft über gespeicherte Daten geben und wann sie "
            "Daten löschen müssen. Jetzt anmelden und Platz sichern. Abmelden vom Newsletter hier."
        )
        for subject, text in (("Danke", thanks), ("Neues", news)):
            item = mailed(desk, tmp_path, text, subject)
            assert desk.inbox.item(item).state is ItemState.LOOK
            assert not desk.requests.propose(item).rights
