# SPDX-License-Identifier: MIT
"""`privdesk vault rekey`, `binding`, `enrol`, `computers`: sheet and codes are written before anything changes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from privdesk.bootstrap.program import DeskProgram
from privdesk.cli.main import run
from privdesk.cli.parser import parse
from privdesk.domain.errors import DiskFullError
from privdesk.domain.staff import Role
from privdesk.domain.vault import VaultBinding
from privdesk.security import key_switch
from privdesk.security.header import read_header
from privdesk.security.vault_files import VaultFiles
from tests.journeys.office_kit import PASSWORD, STAFF, WEAK, Office, anywhere
from tests.security.desk_kit import MemoryStore

COLLEAGUE, THEIR_PASSWORD, CHOSEN = "Jonas Weber", "kettle meadow lantern", "ferry cobalt garden"
Typed = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    office = Office(tmp_path).create()
    with office.desk() as desk:
        assert desk.staff is not None
        desk.staff.add(COLLEAGUE, frozenset({Role.CLERK}), THEIR_PASSWORD)
    return office.folder


@pytest.fixture
def typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    stores: dict[str, MemoryStore] = {}

    def type_it(*words: object, who: str = STAFF, password: str = PASSWORD, at: str = "desk-1") -> Any:  # noqa: ANN401
        store = stores.setdefault(at, MemoryStore())
        secret = tmp_path / "password"
        secret.touch(mode=0o600)
        secret.write_text(password)
        program = DeskProgram(
            VaultFiles(store=store, strength=WEAK, floor=WEAK, require_place=anywhere, computer=at)
        )
        told = [str(word) for word in words] + ["--json", "--staff", who, "--password-file", str(secret)]
        code = run(lambda: program, parse(told))
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return type_it


def papers(tmp_path: Path) -> tuple[str, ...]:
    return ("--recovery-file", str(tmp_path / "sheet.pdf"), "--codes-file", str(tmp_path / "codes.txt"))


def secret_file(path: Path, text: str) -> Path:
    path.touch(mode=0o600)
    path.write_text(text)
    return path


def test_rekey_writes_the_sheet_and_codes_and_everybody_comes_in_anew(
    folder: Path, typed: Typed, tmp_path: Path
) -> None:
    code, (answer,) = typed("vault", "rekey", folder, *papers(tmp_path))
    assert (code, answer["generation"], answer["waiting"]) == (0, 2, [COLLEAGUE])
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "codes.txt").stat().st_mode & 0o077 == 0
    name, text, _until = (tmp_path / "codes.txt").read_text().strip().split("\t")
    assert name == COLLEAGUE
    used, new = secret_file(tmp_path / "code", text), secret_file(tmp_path / "new", CHOSEN)
    words = ("vault", "enrol", folder, "--code-file", used, "--new-password-file", new)
    assert typed(*words, who=COLLEAGUE) == (0, [{"ok": True, "staff": COLLEAGUE}])
    assert typed(*words, who=COLLEAGUE)[0] == 1
    assert typed("person", "find", folder, "nobody", who=COLLEAGUE, password=CHOSEN)[0] == 0
    assert typed("audit", "verify", folder)[1][0]["ok"] is True


def test_a_rekey_that_cannot_begin_leaves_no_paper_behind(folder: Path, typed: Typed, tmp_path: Path) -> None:
    assert typed("vault", "rekey", folder, *papers(tmp_path), who=COLLEAGUE, password=THEIR_PASSWORD)[0] == 1
    assert not (tmp_path / "sheet.pdf").exists()
    assert not (tmp_path / "codes.txt").exists()
    assert typed("vault", "rekey", folder)[0] == 2


def test_paper_stays_when_only_the_last_step_failed(
    folder: Path, typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise DiskFullError(folder)

    with monkeypatch.context() as patch:
        patch.setattr(key_switch, "retire_old_keys", full)
        code, (answer,) = typed("vault", "rekey", folder, *papers(tmp_path))
    assert (code, answer["error"]) == (1, "KeysSwitchUnfinishedError")
    assert (tmp_path / "sheet.pdf").exists()
    assert typed("vault", "check", folder)[0] == 0
    assert read_header(folder).generation == 2


def test_two_who_may_approve_are_asked_first(folder: Path, typed: Typed, tmp_path: Path) -> None:
    program = DeskProgram(VaultFiles(strength=WEAK, floor=WEAK, require_place=anywhere))
    with program.open_desk(folder, STAFF, PASSWORD) as desk:
        assert desk.staff is not None
        desk.staff.add("Mina Sol", frozenset({Role.PRIVACY_OFFICER}), "amber thicket violin")
    assert typed("vault", "rekey", folder, *papers(tmp_path))[1][0]["error"] == "ApprovalMissingError"
    asked = typed("vault", "rekey", folder, "--propose")[1][0]["approval"]
    with program.open_desk(folder, STAFF, PASSWORD) as desk:
        (entry,) = [each for each in desk.approvals.entries() if each.approval.id == asked]
        assert not entry.may_decide
    new = secret_file(tmp_path / "new", CHOSEN)
    words = ("vault", "password", folder, "--new-password-file", new)
    assert typed(*words, who="Mina Sol", password="amber thicket violin")[0] == 0
    assert typed("approval", "approve", folder, asked, who="Mina Sol", password=CHOSEN)[0] == 0
    assert typed("vault", "rekey", folder, *papers(tmp_path))[0] == 0
    (tmp_path / "sheet.pdf").unlink()
    (tmp_path / "codes.txt").unlink()
    assert typed("vault", "rekey", folder, *papers(tmp_path))[1][0]["error"] == "ApprovalMissingError"


def test_bound_records_are_opened_by_a_scheduled_task_with_a_slot_of_its_own(
    folder: Path, typed: Typed, tmp_path: Path
) -> None:
    code, (answer,) = typed("vault", "binding", folder, "--to", "device-bound", *papers(tmp_path))
    assert (code, answer["binding"]) == (0, VaultBinding.DEVICE_BOUND.value)
    assert typed("agency", "list", folder, at="task")[0] == 1
    out = tmp_path / "for-the-task"
    made = typed("vault", "enrol", folder, "--for", STAFF, "--code-out", out, "--hours", 2)
    assert made[0] == 0
    new = secret_file(tmp_path / "new", CHOSEN)
    words = ("vault", "enrol", folder, "--code-file", out, "--new-password-file", new)
    assert typed(*words, at="task")[0] == 0
    assert typed("agency", "list", folder, at="task", password=CHOSEN)[0] == 0
    assert typed("agency", "list", folder)[0] == 0
    rows = {row["staff"]: row for row in typed("vault", "computers", folder)[1]}
    assert {each["name"] for each in rows[STAFF]["computers"]} == {"desk-1", "task"}
    assert rows[COLLEAGUE]["code_until"] is not None
    assert typed("vault", "computers", folder, "--remove", f"{STAFF}=task")[0] == 0
    assert typed("agency", "list", folder, at="task", password=CHOSEN)[0] == 1
    assert typed("vault", "computers", folder, "--remove", f"{STAFF}=nowhere")[0] == 1


def test_binding_goes_back_to_the_password_alone(folder: Path, typed: Typed, tmp_path: Path) -> None:
    assert typed("vault", "rekey", folder, "--binding", "device-bound", *papers(tmp_path))[0] == 0
    assert read_header(folder).binding is VaultBinding.DEVICE_BOUND
    assert typed("agency", "list", folder, at="elsewhere")[0] == 1
    (tmp_path / "sheet.pdf").unlink()
    (tmp_path / "codes.txt").unlink()
    assert typed("vault", "binding", folder, "--to", "password-only", *papers(tmp_path))[0] == 0
    assert typed("agency", "list", folder, at="elsewhere")[0] == 0


def test_two_who_may_approve_are_asked_before_the_binding_changes(
    folder: Path, typed: Typed, tmp_path: Path
) -> None:
    program = DeskProgram(VaultFiles(strength=WEAK, floor=WEAK, require_place=anywhere))
    with program.open_desk(folder, STAFF, PASSWORD) as desk:
        assert desk.staff is not None
        desk.staff.add("Mina Sol", frozenset({Role.PRIVACY_OFFICER}), "amber thicket violin")
    new = secret_file(tmp_path / "new", CHOSEN)
    words = ("vault", "password", folder, "--new-password-file", new)
    assert typed(*words, who="Mina Sol", password="amber thicket violin")[0] == 0

    def change(to: str) -> Any:  # noqa: ANN401
        return typed("vault", "binding", folder, "--to", to, *papers(tmp_path))

    def agreed(*asking: object) -> None:
        asked = typed(*asking, "--propose")[1][0]["approval"]
        assert typed("approval", "approve", folder, asked, who="Mina Sol", password=CHOSEN)[0] == 0

    assert change("device-bound")[1][0]["error"] == "ApprovalMissingError"
    assert not (tmp_path / "sheet.pdf").exists()
    agreed("vault", "rekey", folder)
    assert change("device-bound")[1][0]["error"] == "ApprovalMissingError"
    agreed("vault", "binding", folder, "--to", "password-only")
    assert change("device-bound")[1][0]["error"] == "ApprovalMissingError"
    assert read_header(folder).binding is VaultBinding.PASSWORD_ONLY
    agreed("vault", "binding", folder, "--to", "device-bound")
    assert change("device-bound")[0] == 0
    assert read_header(folder).binding is VaultBinding.DEVICE_BOUND
    for path in tmp_path.glob("*.pdf"), tmp_path.glob("codes.txt"):
        for each in path:
            each.unlink()
    bound_away = ("vault", "rekey", folder, "--binding", "password-only", *papers(tmp_path))
    assert typed(*bound_away)[1][0]["error"] == "ApprovalMissingError"
    assert read_header(folder).binding is VaultBinding.DEVICE_BOUND


def test_a_binding_that_nobody_put_on_paper_does_not_begin(folder: Path, typed: Typed) -> None:
    assert typed("vault", "binding", folder, "--to", "device-bound")[0] == 2
    assert read_header(folder).binding is VaultBinding.PASSWORD_ONLY


def test_where_one_works_alone_nobody_is_asked_about_the_binding(folder: Path, typed: Typed) -> None:
    answer = typed("vault", "binding", folder, "--to", "device-bound", "--propose")[1][0]
    assert answer == {"ok": True, "approval": None}


def test_what_was_set_aside_is_listed_and_removed_by_command(folder: Path, typed: Typed) -> None:
    quarantine = folder / "documents" / "quarantine"
    for name in ("2020-01-01_old", "2999-01-01_new"):
        (quarantine / name).write_bytes(b"sealed")
    rows = typed("vault", "set-aside", folder)[1]
    assert [(row["file"], row["may_go"]) for row in rows] == [
        ("2020-01-01_old", True),
        ("2999-01-01_new", False),
    ]
    assert typed("vault", "set-aside", folder, "--remove")[1] == [{"ok": True, "removed": 1}]
    assert [each.name for each in quarantine.iterdir()] == ["2999-01-01_new"]
    assert typed("vault", "set-aside", folder, who=COLLEAGUE, password=THEIR_PASSWORD)[0] == 1


def test_an_export_of_the_trail_never_writes_over_a_file_unasked(
    folder: Path, typed: Typed, tmp_path: Path
) -> None:
    out = tmp_path / "trail.csv"
    out.write_bytes(b"mine")
    assert typed("audit", "export", folder, "--out", out)[1][0]["error"] == "FileThereError"
    assert out.read_bytes() == b"mine"
    assert typed("audit", "export", folder, "--out", out, "--replace")[0] == 0
    assert out.read_bytes() != b"mine"
