# SPDX-License-Identifier: MIT
"""Calls and requests over real encrypted records: what was acknowledged stands when they are opened again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import pytest

from privdesk.domain.activity import TopUp
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import IdentityMethod, Outcome, Right
from privdesk.domain.catalogue import Office
from privdesk.domain.identity import QuestionKey
from privdesk.domain.imports import ImportKind
from privdesk.domain.people import Channel, Contract, ContractId, PersonField, PersonId
from privdesk.domain.staff import FIRST_ROLES, StaffMember
from privdesk.services.calls import Calls
from privdesk.services.clock import OfficeClock
from privdesk.services.office import OFFICE_KEY, office_to_json
from privdesk.services.ports import ForeignFiles, Sealer
from privdesk.services.requests import Requests
from privdesk.services.session import Session
from privdesk.services.workplace import Workplace
from privdesk.storage.database import Database
from tests.storage_fixtures import (
    AUDIT_KEY,
    KEY,
    STAFF,
    ZONE,
    FixedClock,
    OpenRecords,
    RememberedAnchor,
    an_origin,
    open_records,
)

NOW = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)
ENTERED = datetime(2019, 5, 2, 9, 0, tzinfo=UTC)
MEMBER = StaffMember(STAFF, "Claire Maillard", FIRST_ROLES)


@dataclass
class Vault:
    """Real records that can be opened again as after a crash."""

    folder: Path
    records: OpenRecords

    def workplace(self) -> Workplace:
        return Workplace(
            session=Session(MEMBER, "Lavarelle SA", self.folder),
            work=self.records.open_work,
            reading=self.records.open_reading,
            clock=OfficeClock("Europe/Zurich", self.records.clock.now),
            sealer=cast("Sealer", None),
            files=cast("ForeignFiles", None),
        )

    def open_again(self) -> None:
        """Drop the connection without a word, as a crash does, and open the same file."""
        self.records.database.close()
        anchor = RememberedAnchor()
        database = Database(self.folder / "records.db", KEY, AUDIT_KEY, anchor, ZONE)
        database.open()
        self.records = OpenRecords(database, self.records.clock, anchor)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    opened = Vault(tmp_path, open_records(tmp_path, FixedClock(NOW)))
    yield opened
    opened.records.database.close()


@pytest.fixture
def zoe(vault: Vault) -> PersonId:
    """A person entered in 2019 with a contract and a top-up."""
    facts = {
        PersonField.FIRST_NAME: "Zoë", PersonField.LAST_NAME: "Keller", PersonField.STREET: "Rue de Bourg",
        PersonField.NUMBER: "14", PersonField.POSTCODE: "1003", PersonField.TOWN: "Lausanne",
        PersonField.COUNTRY: "CH", PersonField.EMAIL: "zoe.keller@example.ch",
        PersonField.PHONE_LANDLINE: "+41215550812", PersonField.PHONE_MOBILE: "+41795550147",
        PersonField.LANGUAGE: "fr",
    }  # fmt: skip
    with vault.records.open_work() as work:
        work.staff.put(MEMBER)
        work.settings.put(OFFICE_KEY, office_to_json(Office("Lavarelle SA")))
        person = work.people.add(facts, an_origin(at=ENTERED))
        work.contracts.add(Contract(ContractId(0), person.id, "1046 2213", date(2019, 5, 2)))
        run = work.imports.start(ImportKind.TOP_UPS, "topups.csv", "00")
        top_up = TopUp(person.id, datetime(2026, 3, 14, 8, 0, tzinfo=UTC), "TWINT", 2000, "CHF", 2340)
        work.activity.add([top_up], run.id)
        work.audit.record(AuditEvent(Action.PERSON_ADDED, f"person:{person.id}"))
        work.commit()
    return person.id


def test_a_call_sheet_stands_after_a_crash_as_it_was_typed(vault: Vault, zoe: PersonId) -> None:
    sheet = Calls(vault.workplace()).start(zoe)
    typed = replace(
        sheet,
        wishes=frozenset({Right.ACCESS, Right.RECTIFICATION}),
        answers={QuestionKey.CREDIT_LEFT.value: True},
        changes={PersonField.EMAIL: "zoe.keller@example.com"},
        notes="Asks when the report comes",
    )
    Calls(vault.workplace()).keep(typed)
    vault.open_again()
    assert list(Calls(vault.workplace()).unfinished()) == [typed]


def test_from_the_call_to_the_closed_request(vault: Vault, zoe: PersonId) -> None:
    calls = Calls(vault.workplace())
    asked = [question.key for question in calls.questions(zoe)]
    assert asked == ["last_top_up", "credit_left", "contract_month", "mobile_digits"]
    sheet = replace(
        calls.start(zoe),
        wishes=frozenset({Right.ACCESS, Right.RECTIFICATION}),
        answers=dict.fromkeys(asked[:3], True),
        changes={PersonField.EMAIL: "zoe.keller@example.com"},
    )
    case = calls.open_request(sheet)
    vault.open_again()
    requests = Requests(vault.workplace())
    assert requests.get(case.id) == case
    assert case.identity_stands
    requests.rectify(case.id, {PersonField.EMAIL: "zoe.keller@example.com"}, "said in the call of 24 Mar")
    requests.decide(case.id, Right.ACCESS, Outcome.GRANTED)
    requests.note(case.id, "report goes by post")
    requests.record_answer(case.id, channel=Channel.POST, on=date(2026, 3, 24))
    closed = requests.close(case.id)
    vault.open_again()
    requests = Requests(vault.workplace())
    assert requests.get(case.id) == closed
    page = requests.page(case.id)
    (change,) = page.changes
    assert (change.before, change.after) == ("zoe.keller@example.ch", "zoe.keller@example.com")
    assert (change.by, change.proof) == ("Claire Maillard", "said in the call of 24 Mar")
    assert [letter.title for letter in page.letters] == ["Our answer", "Note", "Call"]
    assert page.read_only
    with vault.records.open_reading() as records:
        assert records.audit.verify() is None


def test_a_number_changed_in_a_request_serves_no_call_back(vault: Vault, zoe: PersonId) -> None:
    calls, requests = Calls(vault.workplace()), Requests(vault.workplace())
    case = calls.open_request(
        replace(
            calls.start(zoe), wishes=frozenset({Right.RECTIFICATION}), called_back=PersonField.PHONE_LANDLINE
        )
    )
    assert case.identity[0].method is IdentityMethod.CALL_BACK
    requests.rectify(case.id, {PersonField.PHONE_MOBILE: "079 555 01 99"}, "call-back")
    landline, mobile = calls.call_back(zoe)
    assert (landline.allowed, mobile.allowed, mobile.shown) == (True, False, "079 555 01 99")
    assert "mobile_digits" not in [question.key for question in calls.questions(zoe)]
