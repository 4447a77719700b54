# SPDX-License-Identifier: MIT
"""Who wrote a letter, or for whom: address, user number, signature, name, postal address; a name alone is never sure."""

from datetime import UTC, date, datetime

import pytest

from privdesk.domain.case_facts import RepresentativeKind
from privdesk.domain.cases import CaseKind, Right
from privdesk.domain.inbox import InboxItem, ItemId, ItemState, MailFacts
from privdesk.domain.people import Channel, PersonField, PersonId
from privdesk.services.intake_dates import day_named
from privdesk.services.intake_people import FoundBy, hints_in
from privdesk.services.request_words import Notice
from privdesk.services.requests import Proposal, Requests
from tests.unit.services.fake_desk import ZOE, FakeDesk

ITEM = ItemId(9)
ASKS = "Please send me a copy of my data."


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def zoe(desk: FakeDesk) -> PersonId:
    person_id = desk.add_person()
    desk.add_account(person_id)
    return person_id


def put_mail(desk: FakeDesk, sender: str, text: str, subject: str = "Hello") -> None:
    mail = MailFacts(sender, "desk@example.com", subject, None, text, "<1@example.com>")
    desk.records.inbox.put(item_of(mail))


def item_of(mail: MailFacts | None) -> InboxItem:
    arrived = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)
    return InboxItem(
        ITEM,
        "F-26-00009",
        ItemState.REQUEST,
        Channel.EMAIL,
        "letter",
        date(2026, 3, 20),
        arrived,
        (),
        mail=mail,
    )


def proposed(desk: FakeDesk, summary: str = "") -> Proposal:
    return Requests(desk.workplace()).propose(ITEM, summary)


def number_of(desk: FakeDesk, person_id: PersonId) -> str:
    return desk.records.contracts.of_person(person_id)[0].user_number


def test_the_address_on_file_tells_who_wrote(desk: FakeDesk, zoe: PersonId) -> None:
    put_mail(desk, f"Z <{ZOE[PersonField.EMAIL].upper()}>", ASKS)
    proposal = proposed(desk)
    assert (proposal.person_id, proposal.found_by[zoe]) == (zoe, FoundBy.EMAIL)


def test_a_user_number_tells_only_together_with_a_name(desk: FakeDesk, zoe: PersonId) -> None:
    number = number_of(desk, zoe)
    put_mail(desk, "x <other@example.org>", f"{ASKS}\nMy number is {number}.\nZoe Keller")
    proposal = proposed(desk)
    assert (proposal.person_id, proposal.found_by[zoe]) == (zoe, FoundBy.USER_NUMBER)
    put_mail(desk, "x <other@example.org>", f"{ASKS}\nMy number is {number}.\nSomebody Else")
    proposal = proposed(desk)
    assert proposal.person_id is None
    assert proposal.found_by[zoe] is FoundBy.USER_NUMBER


def test_a_signature_and_address_are_a_candidate_before_a_name_alone(desk: FakeDesk, zoe: PersonId) -> None:
    namesake = desk.add_person({**ZOE, PersonField.POSTCODE: "4051", PersonField.EMAIL: "z@example.net"})
    lines = f"{ASKS}\n\nKind regards\nZoë Keller\n{ZOE[PersonField.STREET]} 14\n{ZOE[PersonField.POSTCODE]} Lausanne"
    put_mail(desk, "<other@example.org>", lines)
    proposal = proposed(desk)
    assert proposal.person_id is None
    assert [hit.id for hit in proposal.candidates] == [zoe, namesake]
    assert (proposal.found_by[zoe], proposal.found_by[namesake]) == (FoundBy.NAME_AND_ADDRESS, FoundBy.NAME)


def test_who_writes_for_another_is_not_taken_for_the_person(desk: FakeDesk, zoe: PersonId) -> None:
    ernst = desk.add_person({**ZOE, PersonField.FIRST_NAME: "Ernst", PersonField.LAST_NAME: "Vogel"})
    text = "I hold a power of attorney for my father Ernst Vogel. Please delete his data.\nZoë Keller"
    put_mail(desk, f"Zoë Keller <{ZOE[PersonField.EMAIL]}>", text)
    proposal = proposed(desk)
    assert proposal.person_id is None
    assert proposal.candidates[0].id == ernst
    assert proposal.representative is RepresentativeKind.POWER_OF_ATTORNEY
    assert proposal.representative_name == "Zoë Keller"


def test_a_scanned_letter_is_read_from_its_typed_summary(desk: FakeDesk, zoe: PersonId) -> None:
    desk.records.inbox.put(item_of(None))
    nothing = proposed(desk)
    assert (nothing.rights, nothing.candidates) == ({}, ())
    proposal = proposed(desk, "Bitte löschen Sie meine Daten.\nZoë Keller")
    assert set(proposal.rights) == {Right.ERASURE}
    assert proposal.words == ("löschen Sie meine Daten",)
    assert [hit.id for hit in proposal.candidates] == [zoe]
    assert proposal.language == "de"


def test_a_reminder_names_the_day_of_the_older_letter(desk: FakeDesk, zoe: PersonId) -> None:
    put_mail(desk, "<other@example.org>", "I wrote to you on 3 March and have had no reply about my data.")
    proposal = proposed(desk)
    assert Notice.REMINDER in proposal.notices
    assert proposal.reminded_of == date(2026, 3, 3)


def test_a_complaint_is_a_kind_of_its_own_only_where_a_law_knows_one(desk: FakeDesk, zoe: PersonId) -> None:
    text = "I complain about the way you handled my personal data."
    put_mail(desk, f"<{ZOE[PersonField.EMAIL]}>", text)
    proposal = proposed(desk)
    assert (proposal.kind, set(proposal.notices)) == (CaseKind.REQUEST, {Notice.COMPLAINT})


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("am 3. März habe ich geschrieben", date(2026, 3, 3)),
        ("le 1er mars", date(2026, 3, 1)),
        ("lettera del 12 dicembre", date(2025, 12, 12)),
        ("on March 3rd, 2025", date(2025, 3, 3)),
        ("vom 03.02.2026", date(2026, 2, 3)),
        ("vom 3.2.26", date(2026, 2, 3)),
        ("on 31 February", None),
        ("on 25 March 2026", None),
        ("last week", None),
    ],
)
def test_a_day_is_read_as_people_write_it(words: str, day: date | None) -> None:
    assert day_named([words], date(2026, 3, 24)) == day


def test_hints_leave_quoted_mail_aside() -> None:
    text = "Hello\nAnn Lee\n\nOn 2 Mar 2026, the office <desk@example.com> wrote:\n> Dear Mrs Bell\n> 1003 Lausanne"
    hints = hints_in("Ann <ann@example.org>", "my request", text)
    assert (hints.signed, hints.named, hints.addresses, hints.postcodes) == (("Ann Lee",), (), (), ())
