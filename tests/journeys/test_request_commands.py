# SPDX-License-Identifier: MIT
"""`privdesk request …`: a represented request from receipt to closing, and each refusal named, nothing half done."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from privdesk.bootstrap.program import DeskProgram
from privdesk.cli.main import run
from privdesk.cli.parser import parse
from privdesk.domain.inbox import ItemId
from privdesk.domain.people import Channel, PersonField, PersonId, Source
from privdesk.security.vault_files import VaultFiles
from tests.journeys.office_kit import PASSWORD, STAFF, WEAK, Office, anywhere
from tests.security.desk_kit import MemoryStore

Typed = Callable[..., tuple[int, dict[str, Any]]]
_ZOE = {
    PersonField.FIRST_NAME: "Zoë", PersonField.LAST_NAME: "Keller", PersonField.STREET: "Rue de Bourg",
    PersonField.NUMBER: "14", PersonField.POSTCODE: "1003", PersonField.TOWN: "Lausanne", PersonField.COUNTRY: "CH",
}  # fmt: skip


class Desk:
    """An office with one person, commands typed at its door, and the days around today."""

    def __init__(self, folder: Path, read: Callable[[], str]) -> None:
        self.office, self._read = Office(folder).create(), read
        self._secret = folder / "password"
        self._secret.touch(mode=0o600)
        self._secret.write_text(PASSWORD)
        self._store = MemoryStore()
        with self.office.desk() as desk:
            self.today = desk.clock.today()
            self.person = desk.people.add(
                _ZOE, None, source=Source.PERSON, channel=Channel.POST, received_on=self.today
            )

    def day(self, ago: int) -> str:
        return (self.today - timedelta(days=ago)).isoformat()

    def __call__(self, *words: object) -> tuple[int, dict[str, Any]]:
        files = VaultFiles(
            store=self._store, strength=WEAK, floor=WEAK, require_place=anywhere, computer="desk-1"
        )
        told = ["request", str(words[0]), str(self.office.folder), *(str(word) for word in words[1:])]
        program = DeskProgram(files)
        code = run(
            lambda: program, parse([*told, "--json", "--staff", STAFF, "--password-file", str(self._secret)])
        )
        lines = self._read().splitlines()
        return code, json.loads(lines[-1]) if lines else {}


@pytest.fixture
def typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, lambda: capsys.readouterr().out)


def opened(typed: Desk, *words: object, ago: int = 12) -> str:
    code, made = typed("open", typed.person, "--received", typed.day(ago), *words)
    assert code == 0, made
    return str(made["number"])


def shown(typed: Desk, case: str) -> dict[str, Any]:
    code, told = typed("show", case, "--purpose", "rights_request")
    assert code == 0
    return told


def test_a_represented_request_goes_from_receipt_to_closing(typed: Desk) -> None:
    case = opened(typed, "--right", "access", "--right", "portability")
    assert typed("acknowledge", case, "--on", typed.day(11))[1]["acknowledged"] == typed.day(11)
    asked = typed("pause", case, "--for", "identity", "--asked", typed.day(10), "--answered", typed.day(8))
    assert asked[1]["questions"] == [{"for": "identity", "asked": typed.day(10), "answered": typed.day(8)}]
    assert typed("identity", case, "card_seen")[1]["identity"] is True
    spoken = typed(
        "represent", case, "--name", "Maître Aubry", "--as", "lawyer", "--right", "access", "--document", "paper"
    )  # fmt: skip
    assert spoken[1]["represented"] is True
    assert typed("assign", case, "--to", STAFF)[1]["assigned"]
    assert typed("note", case, "Called the lawyer.")[0] == 0
    assert typed("decide", case, "access", "granted")[1]["rights"]["access"] == "granted"
    outside, error = typed("decide", case, "portability", "granted", "--reason", "as asked")
    assert (outside, error["error"]) == (1, "OutsideAuthorityError")
    assert typed("refuse", case, "portability", "--reason-key", "not_automated")[0] == 0
    assert typed("answer", case, "--channel", "post")[0] == 0
    code, closed = typed("close", case)
    assert (code, closed["step"], closed["closed"]) == (0, "answered", typed.today.isoformat())


def test_who_speaks_brings_the_paper_later_and_its_scan_is_sealed(typed: Desk, tmp_path: Path) -> None:
    case = opened(
        typed, "--right", "access", "--right", "withdrawal", "--consent", "information", "--speaks", "Ada Moser",
        "--as", "guardian",
    )  # fmt: skip
    assert typed("identity", case, "card_seen")[1]["identity"] is True
    early, error = typed("decide", case, "access", "granted")
    assert (early, error["error"]) == (1, "AuthorityUnprovenError")
    assert typed("identity", case, "authority_seen")[1]["error"] == "AuthorityUnprovenError"
    scan = tmp_path / "certificate.png"
    Image.new("RGB", (900, 1270), "white").save(scan)
    words = ("--name", "Ada Moser", "--as", "guardian", "--right", "access", "--document", "certificate 17")
    assert (
        typed("represent", case, *words, "--scan", tmp_path / "nothing.png")[1]["error"]
        == "FileNotReadableError"
    )
    assert typed("represent", case, *words, "--scan", scan)[0] == 0
    assert typed("decide", case, "access", "granted")[1]["rights"]["access"] == "granted"
    nowhere, missing = typed("open", typed.person, "--right", "access", "--agency", "Nowhere")
    assert (nowhere, missing["error"]) == (1, "NotFoundError")


def test_fee_extension_and_law_from_the_command_line(typed: Desk) -> None:
    case = opened(typed, "--right", "access")
    told = typed(
        "fee", case, "--for", "effort", "--amount", "300.00", "--told", typed.day(5), "--reason", "archives"
    )
    assert told[1]["fee"]["amount"] == "300.00"
    assert typed("fee", case, "--confirmed", typed.day(3))[1]["fee"]["confirmed"] == typed.day(3)
    until = (typed.today + timedelta(days=120)).isoformat()
    longer = typed("extend", case, "--reason", "archives", "--until", until)[1]
    assert (longer["extended"], longer["legal"]) == (True, until)
    assert longer["refuse_by"] < until
    code, moved = typed("law", case, "gdpr")
    assert (code, moved["regime"]) == (0, "gdpr")
    added = typed("add", case, "erasure", "--wish", "everything")[1]
    assert added["rights"] == {"access": "to_decide", "erasure": "to_decide"}


def test_a_complaint_and_an_opt_out_stand_under_laws_that_know_them(typed: Desk) -> None:
    complaint = opened(typed, "--kind", "complaint", "--regime", "uk-gdpr", ago=2)
    told = shown(typed, complaint)
    assert (told["kind"], told["next"], told["rights"]) == ("complaint", "acknowledge", {})
    opt_out = opened(typed, "--kind", "opt_out", "--regime", "ccpa", ago=2)
    assert shown(typed, opt_out)["rights"] == {"objection": "to_decide"}


REFUSED: list[tuple[tuple[object, ...], str]] = [
    (("pause", "--for", "clarification", "--asked", 3), "PauseUnknownError"),
    (("pause", "--for", "identity", "--answered", 3), "NoQuestionOpenError"),
    (("pause", "--for", "identity"), "AnswerWithoutQuestionError"),
    (("pause", "--for", "identity", "--asked", 3, "--answered", 5), "AnswerBeforeQuestionError"),
    (("pause", "--for", "identity", "--asked", -2), "DayInFutureError"),
    (("fee", "--for", "effort", "--amount", "301", "--reason", "x"), "FeeAmountError"),
    (("fee", "--for", "effort", "--amount", "much", "--reason", "x"), "FeeAmountError"),
    (("fee", "--for", "further-copies", "--amount", "5", "--reason", "x"), "FeeNotAllowedError"),
    (("fee", "--lapsed"), "FeeConfirmedUntoldError"),
    (("extend", "--reason", "why"), "ExtensionDateMissingError"),
    (("extend", "--reason", " "), "ReasonMissingError"),
    (("assign", "--to", "Nobody Here"), "AssigneeError"),
    (("represent", "--name", "X", "--right", "access"), "RepresentativeIncompleteError"),
    (("represent", "--end"), "NotRepresentedError"),
    (("refuse", "access", "--reason-key", "no_such"), "ReasonUnknownError"),
    (("refuse", "access"), "ReasonMissingError"),
    (("answer",), "RightUndecidedError"),
    (("close",), "RightUndecidedError"),
    (("note", " "), "NoteEmptyError"),
    (("acknowledge", "--on", 30), "DayBeforeReceiptError"),
]


def test_what_the_rules_refuse_is_said_and_nothing_is_half_done(typed: Desk) -> None:
    case = opened(typed, "--right", "access")
    before = shown(typed, case)
    for words, error in REFUSED:
        given = [typed.day(word) if isinstance(word, int) else word for word in words]
        code, told = typed(given[0], case, *given[1:])
        assert (code, told["error"]) == (1, error), words
        assert told["message"]
    assert shown(typed, case) == before


def test_a_received_date_in_the_future_opens_nothing(typed: Desk) -> None:
    code, told = typed("open", PersonId(typed.person), "--right", "access", "--received", typed.day(-1))
    assert (code, told["error"]) == (1, "ReceivedInFutureError")


def test_a_letter_is_read_opened_and_joined_by_commands(typed: Desk, tmp_path: Path) -> None:
    items: list[ItemId] = []
    for name, text in (
        ("first", "Please delete my data and stop advertising.\nZoë Keller"),
        ("second", "I have had no reply to my letter of yesterday. Please delete my data.\nZoë Keller"),
    ):
        path = tmp_path / f"{name}.eml"
        mail = f"From: Z <z@example.org>\nTo: d@lavarelle.example\nSubject: {name}\n"
        path.write_text(f"{mail}Content-Type: text/plain; charset=utf-8\n\n{text}\n", encoding="utf-8")
        with typed.office.desk() as desk:
            items += desk.inbox.add_files([path]).items
    code, told = typed("read", items[0])
    assert code == 0
    assert set(told["rights"]) == {"erasure", "objection"}
    assert told["candidates"] == [{"person": typed.person, "by": "name"}]
    assert (told["person"], told["joins"], told["language"]) == (None, None, "en")
    code, case = typed("open", typed.person, "--right", "erasure", "--item", items[0])
    assert (code, case["channel"], case["received"]) == (0, "email", typed.day(0))
    assert typed("open", typed.person, "--right", "erasure", "--item", items[0])[0] == 1
    code, told = typed("read", items[1])
    assert "reminder" in told["notices"]
    code, joined = typed("join", case["number"], items[1])
    assert (code, joined["legal"]) == (0, case["legal"])
    assert typed("join", case["number"], items[1])[0] == 1


def test_a_scanned_letter_is_read_by_what_it_says(typed: Desk, tmp_path: Path) -> None:
    path, says = tmp_path / "letter.pdf", tmp_path / "letter.txt"
    path.write_bytes(b"%PDF-1.7 nothing")
    says.write_text("Je demande l’accès à mes données.\nZoë Keller", encoding="utf-8")
    with typed.office.desk() as desk:
        desk.inbox.add_files([path])
        (item,) = desk.inbox.items()
    assert typed("read", item.id)[1]["rights"] == {}
    code, told = typed("read", item.id, "--says", says)
    assert (code, list(told["rights"]), told["language"]) == (0, ["access"], "fr")
    assert typed("read", item.id, "--says", tmp_path / "nowhere.txt")[0] == 1


def test_a_fee_for_information_leaves_the_erasure_beside_it_alone(typed: Desk) -> None:
    """Law: DPO Art. 19: who does not confirm it gives up the information, not the erasure."""
    case = opened(typed, "--right", "access", "--right", "erasure", ago=29)
    free = shown(typed, case)["legal"]
    fee = (
        "--for",
        "effort",
        "--amount",
        "200",
        "--currency",
        "CHF",
        "--told",
        typed.day(28),
        "--reason",
        "work",
    )
    told = typed("fee", case, *fee)
    assert told[1]["legal"] == free
    lapsed = typed("fee", case, "--lapsed")
    assert lapsed[1]["rights"] == {"access": "withdrawn", "erasure": "to_decide"}
    alone = opened(typed, "--right", "erasure", ago=29)
    code, error = typed("fee", alone, *fee)
    assert (code, error["error"]) == (1, "FeeNotAllowedError")
