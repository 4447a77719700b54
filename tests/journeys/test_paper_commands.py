# SPDX-License-Identifier: MIT
"""`privdesk figures` and `privdesk processing-record`: with the real worker, files that are never written over."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from privdesk.bootstrap.program import DeskProgram
from privdesk.cli.main import run
from privdesk.cli.parser import parse
from privdesk.domain.cases import Right
from privdesk.domain.people import Channel, PersonField, Source
from privdesk.security.vault_files import VaultFiles
from privdesk.services.requests import NewRequest
from tests.journeys.office_kit import PASSWORD, STAFF, WEAK, Office, anywhere
from tests.security.desk_kit import MemoryStore


class Typed:
    """Commands on new records with one request, as the officer types them."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._office, self._capsys = Office(folder).create(), capsys
        self._secret = folder / "password"
        self._secret.touch(mode=0o600)
        self._secret.write_text(PASSWORD)
        self._store = MemoryStore()
        with self._office.desk() as desk:
            facts = {PersonField.LAST_NAME: "Keller", PersonField.LANGUAGE: "fr"}
            today = desk.clock.today()
            self.year = today.year
            person = desk.people.add(
                facts, None, source=Source.PERSON, channel=Channel.POST, received_on=date(2026, 1, 2)
            )
            desk.requests.open(NewRequest(person, {Right.ACCESS: ""}, Channel.EMAIL, today))

    def __call__(self, *words: str) -> tuple[int, dict[str, Any]]:
        told = [words[0], str(self._office.folder), *words[1:], "--json"]
        told += ["--staff", STAFF, "--password-file", str(self._secret)]
        files = VaultFiles(
            store=self._store, strength=WEAK, floor=WEAK, require_place=anywhere, computer="desk-1"
        )
        code = run(lambda: DeskProgram(files), parse(told))
        return code, json.loads(self._capsys.readouterr().out.splitlines()[-1])


@pytest.fixture
def typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(tmp_path, capsys)


def text_of(path: Path) -> str:
    reader = PdfReader(BytesIO(path.read_bytes()))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_figures_of_this_year_go_to_both_files(typed: Typed, tmp_path: Path) -> None:
    pdf, table = tmp_path / "figures.pdf", tmp_path / "figures.csv"
    code, answer = typed("figures", "--pdf", str(pdf), "--csv", str(table), "--language", "fr")
    assert code == 0
    assert answer["requests"] == {"received": 1, "answered": 0, "open": 1}
    assert answer["rights"] == {"access": {"to_decide": 1}}
    assert answer["answering"]["median_days"] is None
    assert f"Demandes en {typed.year}" in text_of(pdf)
    assert answer["pages"] == len(PdfReader(BytesIO(pdf.read_bytes())).pages)
    assert len(table.read_text("utf-8-sig").splitlines()) == answer["lines"] + 1
    before = pdf.read_bytes()
    code, refused = typed("figures", "--pdf", str(pdf))
    assert (code, refused["error"]) == (1, "FileThereError")
    assert pdf.read_bytes() == before


def test_a_year_to_come_is_refused_and_an_empty_one_is_not(typed: Typed) -> None:
    code, answer = typed("figures", "--year", str(typed.year + 1))
    assert (code, answer["error"]) == (1, "YearToComeError")
    code, answer = typed("figures", "--year", str(typed.year - 1))
    assert code == 0
    assert answer["requests"]["received"] == 0


def test_the_record_names_what_is_missing_and_keeps_what_is_stated(typed: Typed, tmp_path: Path) -> None:
    code, answer = typed("processing-record")
    assert code == 0
    missing = {each["what"] for each in answer["missing"]}
    assert {"joint", "representative", "measures", "recipient_name"} <= missing
    pdf, table = tmp_path / "record.pdf", tmp_path / "record.csv"
    said = ["--joint", "none", "--representative", "none", "--measures", "Locked doors."]
    code, answer = typed("processing-record", *said, "--pdf", str(pdf), "--csv", str(table))
    assert code == 0
    assert not {"joint", "representative", "measures"} & {each["what"] for each in answer["missing"]}
    assert answer["statements"]["measures"] == "Locked doors."
    assert answer["lines"] == answer["activities"]
    assert "Locked doors." in text_of(pdf)
    assert "Locked doors." in table.read_text("utf-8-sig")
