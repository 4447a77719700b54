# SPDX-License-Identifier: MIT
"""The catalogue leaves as JSON, whole, recorded, and never over a file that is there."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from privdesk.domain.audit import Action
from privdesk.domain.catalogue import Recipient, RecipientKind
from privdesk.domain.errors import FileThereError
from privdesk.domain.staff import NotAllowedError, Role
from privdesk.services.catalogue_desk import CatalogueDesk
from privdesk.services.catalogue_export import PARTS, catalogue_entries
from tests.unit.services.places import Desk


def test_every_part_is_there_with_where_it_came_from(desk: Desk) -> None:
    kept = CatalogueDesk(desk.place)
    kept.put_rule(replace(kept.state().catalogue.rule("connections"), months=6))
    kept.put_recipient(Recipient("", "Druckhof Muster GmbH", RecipientKind.PRINT, "Bern", "CH"))
    entries = list(catalogue_entries(kept.state()))
    assert {each["part"] for each in entries} == set(PARTS)
    rules = {each["key"]: each for each in entries if each["part"] == "rule"}
    assert (rules["connections"]["source"], rules["contract"]["source"]) == ("changed", "default")
    assert [each["papers"] for each in catalogue_entries(kept.state(), "recipient")] == [0]


def test_the_file_is_written_once_and_recorded(desk: Desk, tmp_path: Path) -> None:
    kept, path = CatalogueDesk(desk.place), tmp_path / "catalogue.json"
    count = kept.export(path)
    assert len(json.loads(path.read_text(encoding="utf-8"))["catalogue"]) == count
    (event,) = desk.actions(Action.EXPORTED)
    assert (event.record, event.fields, event.count) == ("office", ("catalogue",), count)
    with pytest.raises(FileThereError):
        kept.export(path)
    kept.export(path, over=True)
    with pytest.raises(NotAllowedError):
        CatalogueDesk(desk.as_member(Role.CLERK)).export(tmp_path / "other.json")
