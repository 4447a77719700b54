# SPDX-License-Identifier: MIT
"""Letters over real records, with paper, post and key store that a test can look into."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import Case, CaseId, IdentityMethod, Outcome, Right
from privdesk.domain.catalogue import Office
from privdesk.domain.erasures import Erasure, ErasureId, ErasureState
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.inbox import DocumentId
from privdesk.domain.letter_json import letter_from_json
from privdesk.domain.letters import Letter
from privdesk.domain.mail_account import MailAccount, MailFailedError, MailSecurity
from privdesk.domain.people import Channel, Facts, PersonField, PersonId
from privdesk.domain.staff import FIRST_ROLES, Role
from privdesk.services.letter_plan import LetterSubject
from privdesk.services.letterhead import LetterSettings
from privdesk.services.letters import Letters
from privdesk.services.office import OfficeDesk
from privdesk.services.people import People
from privdesk.services.requests import NewRequest, Requests
from privdesk.services.workplace import Workplace
from tests.unit.services.places import ZOE, open_desk
from tests.unit.services.places import Desk as Records

NOW = datetime(2026, 3, 24, 9, 42, tzinfo=UTC)
RECEIVED = date(2026, 3, 4)
OFFICE = Office(
    "Lavarelle SA", "Chemin des Tilleuls 12", "1006", "Lausanne", phone="+41215550400",
    email="desk@lavarelle.example", privacy_contact="Anna Meier, privacy@lavarelle.example",
)  # fmt: skip
FULL: Facts = {**ZOE, PersonField.CIVILITY: "ms"}
ACCOUNT = MailAccount("mail.example.org", 587, MailSecurity.STARTTLS, "desk", "desk@lavarelle.example")


@dataclass
class Paper:
    """Takes what would be printed."""

    asked: list[tuple[Letter, bytes]] = field(default_factory=list)

    def render(self, letter: bytes, logo: bytes) -> tuple[bytes, int]:
        self.asked.append((letter_from_json(letter), logo))
        return b"%PDF " + letter, 2

    def clean_logo(self, data: bytes) -> bytes:
        if not data.startswith(b"\x89PNG"):
            raise FileNotReadableError("unknown_kind")
        return b"\x89PNG clean"


@dataclass
class Box:
    """A mail server that takes everything, unless it fails."""

    sent: list[tuple[MailAccount, str, str, bytes]] = field(default_factory=list)
    fails: str = ""

    def send(self, account: MailAccount, password: str, recipient: str, message: bytes) -> None:
        self.check(account, password)
        self.sent.append((account, password, recipient, message))

    def check(self, account: MailAccount, password: str) -> None:
        if self.fails:
            raise MailFailedError(self.fails, account.host)


@dataclass
class Secrets:
    """A key store in memory."""

    password: str = "secret"
    available: bool = True

    def get(self) -> str:
        return self.password

    def put(self, password: str) -> bool:
        if self.available:
            self.password = password
        return self.available

    def drop(self) -> None:
        self.password = ""


@dataclass
class Bench:
    """Records with one person, letters about their requests, and what came of it."""

    records: Records
    person_id: PersonId
    paper: Paper = field(default_factory=Paper)
    box: Box = field(default_factory=Box)
    secrets: Secrets = field(default_factory=Secrets)

    def place(self, *roles: Role) -> Workplace:
        return self.records.as_member(*(roles or FIRST_ROLES))

    def letters(self, *roles: Role) -> Letters:
        return Letters(self.place(*roles), self.paper, self.box, self.secrets)

    def settings(self, *roles: Role) -> LetterSettings:
        return LetterSettings(self.place(*roles), self.paper, self.box, self.secrets)

    def requests(self) -> Requests:
        return Requests(self.place())

    def open_case(
        self,
        *rights: Right,
        channel: Channel = Channel.POST,
        identity: bool = True,
        person_id: PersonId | None = None,
        name: str = "",
    ) -> Case:
        asked = dict.fromkeys(rights or (Right.ACCESS,), "")
        who = None if name else person_id or self.person_id
        request = NewRequest(who, asked, channel, RECEIVED, person_name=name)
        case = self.requests().open(request)
        if identity:
            case = self.requests().check_identity(case.id, IdentityMethod.CARD_SEEN, passed=True)
        return case

    def change(self, facts: Facts) -> None:
        """Correct the person's data by telephone today."""
        People(self.place()).correct(
            self.person_id,
            facts,
            channel=Channel.PHONE,
            received_on=self.place().clock.today(),
            proof="called from the number on file",
        )

    def decide(self, case: Case, right: Right, outcome: Outcome, reason: str = "") -> Case:
        return self.requests().decide(case.id, right, outcome, reason)

    def erased(self, case: Case) -> None:
        """An erasure ran for this request."""
        with self.records.records.open_work() as work:
            done = Erasure(
                ErasureId(0), "", self.person_id, case.id, ErasureState.DONE, started_at=NOW, ended_at=NOW
            )
            work.erasures.add(done)
            work.audit.record(AuditEvent(Action.ERASURE_ENDED))
            work.commit()

    def case(self, case_id: CaseId) -> Case:
        return self.requests().get(case_id)

    def audit(self, action: Action) -> list[AuditEvent]:
        return self.records.actions(action)

    @property
    def sealed(self) -> dict[DocumentId, bytes]:
        return dict(self.records.sealer.files)

    def later(self, **span: float) -> None:
        self.records.records.clock.forward(**span)


def of(case: Case) -> LetterSubject:
    """A letter about this request."""
    return LetterSubject(case_id=case.id)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """New records, closed at the end."""
    folder = tmp_path / "records"
    folder.mkdir()
    records = open_desk(folder)
    records.records.clock.moment = NOW
    OfficeDesk(records.as_member(*FIRST_ROLES)).save(OFFICE)
    yield Bench(records, records.add_person(FULL))
    records.records.database.close()
