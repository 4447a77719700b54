# SPDX-License-Identifier: MIT
"""Backups from the command line: made, listed, restored – by password, and by the sheet on a new computer."""

import json
from pathlib import Path
from typing import Any

import pytest

from privdesk.cli.main import run
from privdesk.cli.parser import parse
from tests.journeys.office_kit import PASSWORD, STAFF
from tests.journeys.restore_kit import LostAndFound, add_person


@pytest.fixture
def lost(tmp_path: Path) -> LostAndFound:
    return LostAndFound(tmp_path)


def secret(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.touch(0o600)
    path.write_text(text, encoding="utf-8")
    return str(path)


class Typed:
    """Commands as they are typed, and what they answer."""

    def __init__(self, lost: LostAndFound, capsys: pytest.CaptureFixture[str]) -> None:
        self.lost, self._capsys = lost, capsys
        self.password = ["--staff", STAFF, "--password-file", secret(lost.folder.parent, "pw", PASSWORD)]
        self.said = ""

    def __call__(self, *words: str | Path) -> tuple[int, list[Any]]:
        args = parse([str(word) for word in words] + ["--json"])
        code = run(self.lost.program, args)
        caught = self._capsys.readouterr()
        self.said = caught.err
        return code, [json.loads(line) for line in caught.out.splitlines()]


def test_back_up_list_and_restore_by_password(lost: LostAndFound, capsys: pytest.CaptureFixture[str]) -> None:
    typed = Typed(lost, capsys)
    with lost.desk() as desk:
        add_person(desk, "Rochat")
    code, (failed,) = typed("vault", "backup", lost.folder, *typed.password)
    assert (code, failed["error"]) == (1, "NoBackupFolderError")
    code, (made,) = typed("vault", "backup", lost.folder, "--to", lost.usb, "--keep", *typed.password)
    assert (code, made["ok"], made["documents"], made["ledger"]) == (0, True, 0, 0)
    code, (again,) = typed("vault", "backup", lost.folder, *typed.password)
    assert code == 0
    code, rows = typed("vault", "backups", lost.usb, "--thorough")
    assert code == 0
    assert {row["backup"]: row["health"] for row in rows} == {made["backup"]: "good", again["backup"]: "good"}

    code, (looked,) = typed("vault", "restore", lost.usb, lost.target, "--look", *typed.password)
    assert (code, looked["people"], looked["to_do_again"]) == (0, 1, {})
    assert "1 people" in typed.said or "1 person" in typed.said
    assert not lost.target.exists()
    code, (restored,) = typed("vault", "restore", again["backup"], lost.target, *typed.password)
    assert (code, restored["vault"], restored["people"]) == (0, str(lost.target), 1)
    code, (checked,) = typed("vault", "check", lost.target, *typed.password)
    assert (code, checked["ok"]) == (0, True)
    code, (refused,) = typed("vault", "restore", again["backup"], lost.target, *typed.password)
    assert (code, refused["error"]) == (1, "FolderTakenError")

    database = Path(again["backup"]) / "records.db"
    database.write_bytes(database.read_bytes()[:-1] + b"?")
    code, rows = typed("vault", "backups", lost.usb, "--thorough")
    assert code == 1
    assert {row["backup"]: row["health"] for row in rows}[again["backup"]] == "damaged"
    code, rows = typed("vault", "backups", lost.folder)
    assert (code, rows) == (1, [])


def test_restore_by_the_sheet(lost: LostAndFound, capsys: pytest.CaptureFixture[str]) -> None:
    typed = Typed(lost, capsys)
    typed("vault", "backup", lost.folder, "--to", lost.usb, *typed.password)
    codes = [
        "--staff", STAFF, "--code-file", secret(lost.usb, "code", " ".join(lost.code.groups)),
        "--new-password-file", secret(lost.usb, "new", "another invented one"),
    ]  # fmt: skip
    code, (failed,) = typed("vault", "restore", lost.usb, lost.target, *codes)
    assert (code, failed["error"]) == (2, "SecretMissingError")
    sheet = lost.target.parent / "sheet.pdf"
    code, (restored,) = typed("vault", "restore", lost.usb, lost.target, *codes, "--recovery-file", sheet)
    assert (code, restored["recovery_sheet"]) == (0, str(sheet))
    assert sheet.read_bytes().startswith(b"%PDF")
    with lost.desk(lost.target, password="another invented one"):
        pass
