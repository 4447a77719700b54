# SPDX-License-Identifier: MIT
"""`privdesk catalogue`: every entry on a line, the whole in a file."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from privdesk.cli import catalogue
from privdesk.cli.output import Output
from privdesk.cli.parser import parse
from privdesk.services.catalogue_desk import CatalogueDesk
from privdesk.services.desk import Desk
from tests.unit.services.conftest import desk as desk
from tests.unit.services.places import Desk as Place


def on(place: Place) -> Desk:
    return cast("Desk", SimpleNamespace(catalogue=CatalogueDesk(place.place)))


def test_each_entry_is_a_line_with_what_was_changed(desk: Place, capsys: pytest.CaptureFixture[str]) -> None:
    given = parse(["catalogue", "show", "V", "--part", "rule"])
    assert catalogue.show(on(desk), given, Output(as_json=False)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert (
        lines[0]
        == "rule contract (default): contract end + 10 years, limitation of contractual claims, CO Art. 127"
    )
    catalogue.show(on(desk), parse(["catalogue", "show", "V", "--json"]), Output(as_json=True))
    found: list[dict[str, Any]] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {each["part"] for each in found} >= {"group", "purpose", "rule", "notice", "authority"}
    catalogue.show(on(desk), parse(["catalogue", "show", "V"]), Output(as_json=False))
    assert "notice 2023-08-04: Privacy notice" in capsys.readouterr().out


def test_the_whole_is_written_to_a_file(
    desk: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = parse(["catalogue", "export", "V", "--out", str(tmp_path / "c.json")])
    assert catalogue.export(on(desk), given, Output(as_json=True)) == 0
    assert json.loads(capsys.readouterr().out)["ok"]
    assert json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))["catalogue"]
