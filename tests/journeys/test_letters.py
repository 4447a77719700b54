# SPDX-License-Identifier: MIT
"""Letters from the first command to the file in the case, on real paper; and by e-mail through a real server."""

import json
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from privdesk.bootstrap.program import DeskProgram
from privdesk.cli.main import run
from privdesk.cli.parser import parse
from privdesk.domain.cases import IdentityMethod, Outcome, Right
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.inbox import DocumentRole
from privdesk.domain.letters import LetterKind, Window
from privdesk.domain.mail_account import MailAccount, MailFailedError, MailSecurity
from privdesk.domain.people import Channel, PersonField, Source
from privdesk.domain.submissions import FormEntry
from privdesk.security.mail_post import SmtpPost
from privdesk.security.vault_files import VaultFiles
from privdesk.services.default_forms import default_templates
from privdesk.services.desk import Desk
from privdesk.services.letter_plan import LetterSubject, LetterWay
from privdesk.services.letterhead import LetterSettings
from privdesk.services.letters import Letters
from privdesk.services.requests import NewRequest
from tests.journeys.office_kit import PASSWORD, STAFF, WEAK, Office, anywhere
from tests.security.desk_kit import MemoryStore
from tests.security.mail_kit import PASSWORD as MAIL_PASSWORD
from tests.security.mail_kit import USER, Box, mail_server, make_certificate
from tests.unit.services.letter_bench import Bench, Secrets, bench, of

__all__ = ["bench"]
_ZOE = {
    PersonField.FIRST_NAME: "Zoë", PersonField.LAST_NAME: "Keller", PersonField.STREET: "Rue de Bourg",
    PersonField.NUMBER: "14", PersonField.POSTCODE: "1003", PersonField.TOWN: "Lausanne", PersonField.COUNTRY: "CH",
    PersonField.LANGUAGE: "de",
}  # fmt: skip


class Door:
    """An office with one refused request, and commands typed at its door."""

    def __init__(self, folder: Path, read: Callable[[], str]) -> None:
        self.office, self._read = Office(folder).create(), read
        self._secret = folder / "password"
        self._secret.touch(mode=0o600)
        self._secret.write_text(PASSWORD)
        self._store = MemoryStore()
        with self.office.desk() as desk:
            today = desk.clock.today()
            person = desk.people.add(
                _ZOE, None, source=Source.PERSON, channel=Channel.POST, received_on=today
            )
            case = desk.requests.open(NewRequest(person, {Right.ERASURE: ""}, Channel.POST, today))
            desk.requests.check_identity(case.id, IdentityMethod.CARD_SEEN, passed=True)
            desk.requests.decide(case.id, Right.ERASURE, Outcome.REFUSED, "Die Forderung ist noch offen.")
            self.number = case.number

    def __call__(self, *words: object) -> tuple[int, list[dict[str, Any]]]:
        files = VaultFiles(
            store=self._store, strength=WEAK, floor=WEAK, require_place=anywhere, computer="desk-1"
        )
        told = ["letter", str(words[0]), str(self.office.folder), *(str(word) for word in words[1:])]
        program = DeskProgram(files)
        code = run(
            lambda: program, parse([*told, "--json", "--staff", STAFF, "--password-file", str(self._secret)])
        )
        return code, [json.loads(line) for line in self._read().splitlines()]


def test_a_refusal_is_listed_made_and_filed_by_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    door, out = Door(tmp_path, lambda: capsys.readouterr().out), tmp_path / "refusal.pdf"
    code, listed = door("list", door.number)
    found = {each["kind"]: each for each in listed}
    assert code == 0
    assert found["refusal"]["allowed"]
    assert not found["nothing_held"]["allowed"]
    code, (made,) = door("make", door.number, "refusal", "--out", out, "--enclosure", "Kopie der Rechnung")
    assert code == 0
    assert made["effects"] == ["answered"]
    text = " ".join("".join(page.extract_text() for page in PdfReader(out).pages).split())
    for words in (
        "Zoë Keller",
        "Die Forderung ist noch offen.",
        "Feldeggweg 1",
        "Kopie der Rechnung",
        door.number,
    ):
        assert words in text
    assert door("make", door.number, "refusal", "--out", out)[0] == 1
    assert door("make", door.number, "clarification", "--out", tmp_path / "b.pdf")[0] == 1
    assert door("make", door.number, "acknowledgement", "--out", out, "--say", "nonsense")[0] == 1
    with door.office.desk() as desk:
        case = desk.requests.by_number(door.number)
        assert case.answer is not None
        assert case.answer.document_id is not None
        assert desk.checking is not None
        assert desk.checking.check().whole


def test_a_form_that_lacks_something_gets_its_letter_with_the_offices_logo(tmp_path: Path) -> None:
    office = Office(tmp_path).create()
    with office.desk() as desk:
        letters, settings = parts_of(desk)
        picture = BytesIO()
        Image.new("RGB", (300, 100), "#0D5A57").save(picture, "PNG")
        settings.put_logo(picture.getvalue())
        settings.save_letterhead(Window.DE, signed=True)
        with pytest.raises(FileNotReadableError):
            settings.put_logo(b"%PDF-1.7 no picture")
        entry = form_entry(desk)
        saved = desk.capture.incomplete(replace(entry, reasons=("missing:street", "missing:signature")))
        subject = LetterSubject(submission_id=saved.submission.id)
        assert letters.offers(subject)[0].kind is LetterKind.PLEASE_COMPLETE
        draft = letters.draft(subject, LetterKind.PLEASE_COMPLETE)
        assert draft.complete
        made = letters.make(draft)
        assert made.letter.signature[-1] == STAFF
        assert made.letter.window is Window.DE
        page = PdfReader(BytesIO(made.pdf)).pages[0]
        assert "Zoë Keller" in page.extract_text()
        assert "/XObject" in str(page["/Resources"])
        filed = letters.finish(made, LetterWay.PRINTED)
        assert filed.case is None
        assert letters.page(made.pdf, 0, 400).width == 400


def parts_of(desk: Desk) -> tuple[Letters, LetterSettings]:
    assert desk.letters is not None
    assert desk.letter_settings is not None
    return desk.letters, desk.letter_settings


def form_entry(desk: Desk) -> FormEntry:
    template = next(each for each in default_templates() if each.id == "registration")
    from privdesk.domain.forms import TemplateRef

    values = {"first_name": "Zoë", "last_name": "Keller", "postcode": "1003", "town": "Lausanne"}
    return FormEntry(
        None, TemplateRef(template.id, template.version, "fr"), values, Channel.POST, desk.clock.today(),
        Source.PERSON, None, "",
    )  # fmt: skip


@pytest.mark.parametrize("security", list(MailSecurity))
def test_a_letter_goes_through_a_real_server_and_a_false_one_gets_nothing(
    bench: Bench, tmp_path: Path, security: MailSecurity
) -> None:
    certificate, box = make_certificate(tmp_path), Box()
    case = bench.open_case()
    secrets = Secrets(MAIL_PASSWORD)
    trusting = Letters(bench.place(), bench.paper, SmtpPost(certificate.trusting), secrets)
    strict = Letters(bench.place(), bench.paper, SmtpPost(), secrets)
    with mail_server(box, certificate, starttls=security is MailSecurity.STARTTLS) as port:
        bench.settings().save_mail_account(MailAccount("localhost", port, security, USER, USER))
        made = trusting.make(trusting.draft(of(case), LetterKind.ACKNOWLEDGEMENT))
        with pytest.raises(MailFailedError) as caught:
            strict.finish(made, LetterWay.SENT)
        assert caught.value.reason_key == "certificate"
        assert bench.case(case.id).acknowledged_on is None
        trusting.finish(made, LetterWay.SENT)
    (envelope,) = box.taken
    assert envelope.rcpt_tos == ["zoe.keller@example.ch"]
    message = message_from_bytes(bytes(box.messages[0]), policy=default)
    (attached,) = message.iter_attachments()
    assert attached.get_content() == made.pdf
    with bench.records.records.open_reading() as records:
        letter = bench.case(case.id).letters[-1]
        assert letter.document_id is not None
        assert records.documents.get(letter.document_id).role is DocumentRole.LETTER
