# SPDX-License-Identifier: MIT
"""What is typed is understood, and what goes wrong is said without values."""

import errno
import json
import os
import subprocess
import sys
from argparse import Namespace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from privdesk.cli.imports import rejects_files, run_import
from privdesk.cli.inbox import _entry
from privdesk.cli.main import run
from privdesk.cli.output import Output
from privdesk.cli.parser import parse
from privdesk.cli.secrets import read_secret
from privdesk.domain.checking import Finding, FindingKey
from privdesk.domain.deadline_errors import DateOutOfReachError
from privdesk.domain.errors import FileThereError
from privdesk.domain.forms import TemplateId, TemplateRef
from privdesk.domain.imports import ImportKind
from privdesk.domain.submissions import FormFieldUnknownError
from privdesk.services.capture_sheet import CaptureSheet
from privdesk.services.check_words import finding_sentence
from privdesk.services.deadlines import DeadlineQuery, deadline_answer
from privdesk.services.default_forms import default_template
from privdesk.services.explain import describe


@pytest.mark.parametrize("query", ["Keller", "-"])
def test_a_query_may_stand_before_or_after_the_options(query: str) -> None:
    options = ["--staff", "A. K.", "--password-file", "pw", "--json"]
    assert parse(["person", "find", "V", query, *options]).query == query
    assert parse(["person", "find", "V", *options, query]).query == query
    assert parse(["person", "find", "V", *options]).query is None


def test_a_word_too_many_is_wrong_usage() -> None:
    for given in (["person", "find", "V", "one", "two"], ["vault", "check", "V", "more"]):
        with pytest.raises(SystemExit) as ended:
            parse(given)
        assert ended.value.code == 2


def test_an_unexpected_error_ends_without_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    def program() -> object:
        raise ValueError("Canaria Kanarienvogel")

    args = Namespace(json=True, command="vault", action="create")
    assert run(program, args) == 1  # type: ignore[arg-type]
    said = capsys.readouterr()
    assert json.loads(said.out)["error"] == "ValueError"
    assert "Canaria" not in said.out + said.err
    assert "test_cli_commands.py:" in said.err


@pytest.mark.parametrize("kind", [FileExistsError, FileNotFoundError, PermissionError, IsADirectoryError])
def test_files_that_cannot_be_used_are_named_without_their_folder(kind: type[OSError]) -> None:
    words = describe(kind(errno.EIO, "system words", "/somewhere/sheet.pdf")).sentence()
    assert "sheet.pdf" in words
    assert "somewhere" not in words
    assert "system words" not in words
    assert kind.__name__ not in words


def test_a_full_disk_is_said() -> None:
    assert "full" in describe(OSError(errno.ENOSPC, "x", "/a/report.pdf")).sentence()


@pytest.mark.parametrize("text", ["s\u00e9same ouvre\r\nmore", "\ufeffs\u00e9same ouvre"])
def test_a_password_file_may_begin_with_the_mark_of_an_editor(tmp_path: Path, text: str) -> None:
    path = tmp_path / "password"
    path.write_text(text, encoding="utf-8", newline="")
    path.chmod(0o600)
    assert read_secret(str(path), "--password-file", "Password") == "s\u00e9same ouvre"


def test_a_slip_in_the_name_of_a_field_saves_nothing() -> None:
    sheet = cast("CaptureSheet", SimpleNamespace(template=default_template("registration"), values={}))
    args = Namespace(set=["lastname=Keller"], person=None, new=True)
    with pytest.raises(FormFieldUnknownError) as refused:
        _entry(sheet, TemplateRef(TemplateId("registration"), 3, "de"), args)
    assert "lastname" in describe(refused.value).sentence()


@pytest.mark.parametrize("key", FindingKey)
def test_a_finding_is_a_sentence(key: FindingKey) -> None:
    said = finding_sentence(Finding(key, 3))
    assert "{" not in said
    assert said.endswith(".")
    assert "3" in said or key in {FindingKey.ANCHOR, FindingKey.ANCHOR_SLOT, FindingKey.LEDGER_AHEAD}


def test_a_date_that_is_none_is_said_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["deadline", "--regime", "gdpr", "--received", "2026-13-01"])
    assert "looks like 2026-11-22" in capsys.readouterr().err


@pytest.mark.parametrize("day", [date.min, date.max, date(1989, 12, 31), date(2191, 1, 1)])
def test_a_year_out_of_reach_is_refused_before_holidays_are_sought(day: date) -> None:
    with pytest.raises(DateOutOfReachError):
        deadline_answer(DeadlineQuery("gdpr", day))
    with pytest.raises(DateOutOfReachError):
        deadline_answer(DeadlineQuery("gdpr", date(2026, 1, 5), asked=date(2026, 1, 6), answered=day))


def test_what_nobody_caught_is_told_without_its_text(tmp_path: Path) -> None:
    code = (
        "from privdesk.__main__ import protect; protect()\n"
        "def fail(): raise ValueError('Canaria Kanarienvogel')\n"
        "fail()\n"
    )
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=root, env=environment
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "ValueError at <string>:2 < <string>:3"


@pytest.mark.skipif(sys.platform == "win32", reason="core files are a POSIX thing")
def test_a_crash_would_leave_no_core_file() -> None:
    code = (
        "import resource; from privdesk.__main__ import main;"
        "main(['deadline', '--regime', 'gdpr', '--received', '2026-01-05', '--json']);"
        "print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=root, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "(0, 0)"


def test_rejects_of_each_file_have_a_file_of_their_own(tmp_path: Path) -> None:
    first = tmp_path / "rejects.csv"
    assert rejects_files(None, 2) == [None, None]
    assert rejects_files(first, 3) == [first, tmp_path / "rejects-2.csv", tmp_path / "rejects-3.csv"]


def test_a_file_of_rejects_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    kept = tmp_path / "rejects-2.csv"
    kept.write_text("from last week", encoding="utf-8")
    args = Namespace(rejects=tmp_path / "rejects.csv", map=[], set=[], dry_run=False)
    desk: Any = None  # nothing is brought in
    with pytest.raises(FileThereError):
        run_import(
            desk, ImportKind.USAGES, [tmp_path / "a.csv", tmp_path / "b.csv"], args, Output(as_json=True)
        )
    assert kept.read_text(encoding="utf-8") == "from last week"
