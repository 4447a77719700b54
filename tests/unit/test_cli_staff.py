# SPDX-License-Identifier: MIT
"""`privdesk staff`, `privdesk approval`, `privdesk vault sheet` on a real vault: answers, exit codes, waiting."""

import json
from pathlib import Path
from typing import Any

import pytest

from privdesk.cli.main import run
from privdesk.cli.parser import parse
from privdesk.domain.approvals import ApprovalKind
from privdesk.domain.errors import WrongPasswordError
from privdesk.services.approvals import digest_of
from tests.unit.services.vault_kit import FIRST, OTHER, PASSWORD, SmallVault

MARC, GIVEN, OWN = "Marc Duvoisin", "given by somebody 1", "chosen by oneself 2"


class Line:
    """One command line after the other, as one person or another."""

    def __init__(self, vault: SmallVault, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.vault, self._folder, self._capsys = vault, tmp_path, capsys

    def secret(self, text: str) -> str:
        path = self._folder / f"secret-{abs(hash(text))}"
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        return str(path)

    def __call__(
        self, command: str, *more: str, staff: str = FIRST, password: str = PASSWORD
    ) -> tuple[int, list[dict[str, Any]]]:
        words = [*command.split(), str(self.vault.folder), *more, "--staff", staff]
        words += ["--password-file", self.secret(password), "--json"]
        code = run(self.vault.program, parse(words))
        out = self._capsys.readouterr().out
        return code, [json.loads(line) for line in out.splitlines()]

    def add_marc(self, *roles: str) -> None:
        options = [part for role in roles or ("clerk",) for part in ("--role", role)]
        code, _said = self("staff add", MARC, *options, "--new-password-file", self.secret(GIVEN))
        assert code == 0

    def own_password(self) -> None:
        code, _said = self(
            "vault password", "--new-password-file", self.secret(OWN), staff=MARC, password=GIVEN
        )
        assert code == 0


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(SmallVault(tmp_path), tmp_path, capsys)


def test_somebody_added_must_choose_a_password_before_anything_else(line: Line) -> None:
    line.add_marc("clerk", "privacy_officer")
    code, (said,) = line("person find", "keller", staff=MARC, password=GIVEN)
    assert (code, said["error"]) == (1, "PasswordChangeDueError")
    line.own_password()
    code, rows = line("person find", "keller", staff=MARC, password=OWN)
    assert (code, rows) == (0, [])
    _code, people = line("staff list")
    assert [(each["name"], each["roles"], each["must_change"]) for each in people] == [
        (FIRST, ["clerk", "privacy_officer", "administrator"], False),
        (MARC, ["clerk", "privacy_officer"], False),
    ]


def test_roles_sign_in_and_password_are_changed_by_name(line: Line) -> None:
    line.add_marc()
    line.own_password()
    code, (said,) = line("staff roles", "marc  duvoisin", "--role", "administrator")
    assert (code, said["roles"]) == (0, ["administrator"])
    assert line("staff disable", MARC)[0] == 0
    with pytest.raises(WrongPasswordError):
        line.vault.opens(MARC, OWN)
    assert line("staff list")[1][1]["can_sign_in"] is False
    assert line("staff enable", MARC, "--new-password-file", line.secret(GIVEN))[0] == 0
    line.vault.opens(MARC, GIVEN)
    assert line("staff reset", MARC, "--new-password-file", line.secret(OTHER))[0] == 0
    line.vault.opens(MARC, OTHER)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("staff disable", FIRST), "LastAdministratorError"),
        (("staff roles", FIRST, "--role", "administrator"), "LastPrivacyOfficerError"),
        (("staff roles", FIRST, "--role", "agency_clerk", "--role", "clerk"), "RolesNotPossibleError"),
        (("staff disable", "Nobody Here"), "NotFoundError"),
    ],
)
def test_what_cannot_be_ends_with_one_and_a_sentence(line: Line, words: tuple[str, ...], error: str) -> None:
    code, (said,) = line(*words)
    assert (code, said["error"]) == (1, error)
    assert said["message"].endswith(".")


def test_the_last_privacy_officer_goes_when_that_is_said(line: Line) -> None:
    code, _said = line("staff roles", FIRST, "--role", "administrator", "--without-privacy-officer")
    assert code == 0


def test_a_clerk_manages_nobody(line: Line) -> None:
    line.add_marc()
    line.own_password()
    for words in (("staff list",), ("staff disable", FIRST), ("vault sheet", "--recovery-file", "x.pdf")):
        code, (said,) = line(*words, staff=MARC, password=OWN)
        assert (code, said["error"]) == (1, "NotAllowedError")
    assert not Path("x.pdf").exists()


def test_a_new_sheet_is_written_for_its_owner_only(line: Line, tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    assert line("vault sheet", "--recovery-file", str(target))[0] == 0
    assert target.read_bytes().startswith(b"%PDF")
    assert target.stat().st_mode & 0o077 == 0
    code, (said,) = line("vault sheet", "--recovery-file", str(target))
    assert (code, said["ok"]) == (1, False)


def test_the_command_line_waits_too_and_says_how_long(line: Line) -> None:
    for _ in range(3):
        assert line("staff list", password="wrong wrong wrong")[0] == 1
    code, (said,) = line("staff list")
    assert (code, said["error"]) == (1, "WaitBeforeTryError")
    assert "minute" in said["message"] or "second" in said["message"]


def test_a_proposal_is_listed_approved_and_closed(line: Line) -> None:
    line.add_marc("privacy_officer")
    line.own_password()
    with line.vault.desk() as desk:
        lines = ["14 values"]
        number = desk.approvals.propose(ApprovalKind.ERASURE, "person:17", digest_of("plan"), lines).id
    own, (said,) = line("approval approve", str(number))
    assert (own, said["error"]) == (1, "OwnProposalError")
    _code, (row,) = line("approval list", staff=MARC, password=OWN)
    assert (row["approval"], row["state"], row["may_decide"]) == (number, "waiting", True)
    code, (said,) = line("approval approve", str(number), staff=MARC, password=OWN)
    assert (code, said["subject"], said["summary"]) == (0, "person:17", ["14 values"])
    code, (said,) = line("approval decline", str(number), "--reason", "late", staff=MARC, password=OWN)
    assert (code, said["error"]) == (1, "ApprovalSettledError")
