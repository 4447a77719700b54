# SPDX-License-Identifier: MIT
"""`privdesk report portability`: with the real worker, from records to a folder that holds all it says."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from privdesk.bootstrap.program import DeskProgram
from privdesk.cli.main import run
from privdesk.cli.parser import parse
from privdesk.domain.people import Channel, PersonField, Source
from privdesk.security.vault_files import VaultFiles
from tests.journeys.office_kit import PASSWORD, STAFF, WEAK, Office, anywhere
from tests.security.desk_kit import MemoryStore
from tests.unit.test_portable import faults


def test_a_folder_is_made_and_a_second_one_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office, secret, out = Office(tmp_path).create(), tmp_path / "password", tmp_path / "out"
    secret.touch(mode=0o600)
    secret.write_text(PASSWORD)
    with office.desk() as desk:
        facts = {PersonField.LAST_NAME: "Keller", PersonField.FIRST_NAME: "Zoë", PersonField.LANGUAGE: "fr"}
        person = desk.people.add(
            facts, None, source=Source.PERSON, channel=Channel.POST, received_on=date(2026, 1, 2)
        )
    told = ["report", "portability", str(office.folder), str(person), "--out", str(out), "--json"]
    told += ["--staff", STAFF, "--password-file", str(secret)]
    store = MemoryStore()

    def typed() -> int:
        files = VaultFiles(store=store, strength=WEAK, floor=WEAK, require_place=anywhere, computer="desk-1")
        return run(lambda: DeskProgram(files), parse(told))

    assert typed() == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert sorted(answer["files"]) == sorted(path.name for path in out.iterdir())
    assert (answer["language"], answer["rows"]["identity"]) == ("fr", 3)
    body = (out / "portability.json").read_bytes()
    assert faults(json.loads(body)) == []
    inside = PdfReader(BytesIO((out / "portability.pdf").read_bytes())).attachments
    assert inside["portability.json"][0] == body
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert typed() == 1
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
