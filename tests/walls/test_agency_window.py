# SPDX-License-Identifier: MIT
"""The window as an agency clerk walks through it: every page opens, none shows a number that counts everybody."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from privdesk.domain.references import References
from privdesk.services.desk import Desk
from privdesk.ui.places import all_places, palette_finders, sidebar_counts
from privdesk.ui.theme import keeper
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.row_list import RowList
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.pressing import show
from tests.walls import history
from tests.walls.test_agency_walls import EVERYTHING
from tests.walls.world import World, template_vault, world

pytestmark = pytest.mark.usefixtures("qapp")
COUNTED = re.compile(r"\b(?:R-20\d\d-\d{4}|[FD]-\d\d-\d{5})\b")
PICTURES = os.environ.get("PRIVDESK_PICTURES")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    parent = tmp_path_factory.mktemp("window")
    template = template_vault(parent)
    with world(template, parent / "both" / "Small.privdesk", history.prepared(), both=True) as made:
        history.play(made, EVERYTHING, both=True)
        for name in ("form4.pdf", "mail7.eml"):
            made.a.inbox.add_bytes(name, f"newly {name}".encode())
        made.a.inbox.read_waiting()
        yield made


def texts(widget: QWidget) -> Iterator[str]:
    for label in widget.findChildren(Label):
        yield label.text()
    for button in widget.findChildren(QAbstractButton):
        yield button.text()
    for line in widget.findChildren(QLineEdit):
        yield line.text()
    for combo in widget.findChildren(QComboBox):
        yield from (combo.itemText(place) for place in range(combo.count()))
    for each in widget.findChildren(RowList):
        for row in each.rows():
            yield f"{row.spoken()} {row.tooltip}"


def pages(desk: Desk) -> Iterator[tuple[str, dict[str, object]]]:
    """Every page of the sidebar, and each that is opened with something of A's own."""
    member = desk.people.search("rossi")[0].id
    case, item = desk.requests.open_cases()[0].id, desk.inbox.items()[0].id
    known: dict[str, dict[str, object]] = {
        "person": {"person": member, "purpose": "contract"}, "case": {"case": case}, "capture": {"item": item},
    }  # fmt: skip
    for place in all_places(desk, ImmediateJobs(), FakeNavigator()):
        if place.group >= 0 or place.key in known or place.key == "call":
            yield place.key, known.get(place.key, {})


def test_every_page_opens_and_shows_no_counted_number(qtbot: QtBot, lived: World) -> None:
    desk = lived.as_seen()
    keeper().use("light")
    seen = []
    for key, args in pages(desk):
        place = next(each for each in all_places(desk, ImmediateJobs(), FakeNavigator()) if each.key == key)
        page = place.factory(FakeNavigator(), args)
        assert isinstance(page, Page)
        page.resize(1232, 836)
        show(qtbot, page)
        if PICTURES:
            page.grab().save(str(Path(PICTURES) / f"agency-{key}.png"))
        shown = " | ".join(texts(page))
        assert COUNTED.search(shown) is None, (key, COUNTED.findall(shown))
        assert "Agence du Port" not in shown, key
        assert page.banner.isHidden(), (key, shown[:400])
        seen.append(key)
    assert {"today", "inbox", "people", "requests", "person", "case", "capture", "call"} <= set(seen), seen


def test_the_palette_and_the_sidebar_tell_of_own_records_only(lived: World) -> None:
    desk = lived.as_seen()
    counts = sidebar_counts(desk)
    assert counts["requests"] == len(desk.requests.open_cases())
    assert counts["inbox"] == len(desk.inbox.items())
    own = desk.requests.open_cases()[0].number
    found = [hit for find in palette_finders(desk) for hit in find(own)]
    assert found
    assert COUNTED.search(" ".join(str(hit) for hit in found)) is None
    with lived.records.reading() as records:
        counted = [case.number for case in records.cases.open_cases()]
    for number in counted:
        hits = [hit for find in palette_finders(desk) for hit in find(number)]
        assert [hit for hit in hits if hit.place in ("case", "capture")] == []


def test_the_office_finds_a_request_by_the_reference_the_clerk_reads_out(lived: World) -> None:
    own = lived.as_seen().requests.open_cases()[0]
    lived.shown[0] = References(b"k" * 32)
    office = lived.program.build_desk(lived.opened)
    lived.shown[0] = lived.references
    case = office.requests.by_number(own.number.lower())
    assert case.person_name == own.person_name
    assert COUNTED.fullmatch(case.number)
