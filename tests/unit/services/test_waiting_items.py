# SPDX-License-Identifier: MIT
"""What lies in the Inbox and may be the person's is named before a report goes out, and stands in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from privdesk.domain.incoming import IncomingKind, MailContent, ReadFile
from privdesk.services.inbox import Inbox
from privdesk.services.waiting_items import Likely, waiting_for
from tests.unit.services.places import FORM_VALUES, Desk, filled_pdf, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = open_desk(tmp_path)
    yield made
    made.records.database.close()


def found(desk: Desk, name: str, read: ReadFile) -> list[str]:
    person_id = desk.add_person()
    desk.files.found[name] = read
    inbox = Inbox(desk.place)
    inbox.add_bytes(name, name.encode())
    inbox.read_waiting()
    with desk.records.open_reading() as records:
        waiting = waiting_for(records, records.people.get(person_id), records.contracts.of_person(person_id))
    return [likely.value for likely in Likely for _item in waiting[likely]]


def mail(name: str, address: str) -> ReadFile:
    content = MailContent("Hello", name, address, ("office@example.ch",), None, "<1@example.ch>", "A word.")
    return ReadFile(IncomingKind.MAIL, "message/rfc822", 0, mail=content)


@pytest.mark.parametrize(
    ("read", "likely"),
    [
        (mail("Somebody", "Zoe.Keller@example.ch"), ["surely"]),
        (mail("Keller Zoë", "other@example.org"), ["perhaps"]),
        (mail("Ugo Rossi", "ugo@example.org"), []),
        (filled_pdf(FORM_VALUES), ["surely"]),
        (filled_pdf({"user_number": "300900"}), ["surely"]),
        (filled_pdf({"first_name": "Zoe", "last_name": "KELLER"}), ["perhaps"]),
        (filled_pdf({"first_name": "Zoe", "last_name": "KELLER", "postcode": "1003"}), ["surely"]),
        (filled_pdf({"first_name": "Zoe", "last_name": "Rossi"}), []),
        (filled_pdf({}), []),
    ],
)
def test_an_item_is_surely_perhaps_or_not_theirs(desk: Desk, read: ReadFile, likely: list[str]) -> None:
    assert found(desk, "came.bin", read) == likely


def test_a_person_without_e_mail_or_name_gets_no_item_of_others(desk: Desk) -> None:
    assert found(desk, "came.bin", mail("", "")) == []
