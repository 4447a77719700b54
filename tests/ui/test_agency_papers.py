# SPDX-License-Identifier: MIT
"""Signed papers of an agency: added by key, looked at, saved, removed; only for who keeps the agencies."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action
from privdesk.domain.catalogue import PaperHolder
from privdesk.domain.incoming import IncomingKind, ReadFile
from privdesk.domain.staff import Role
from privdesk.ui.agencies.agency_page import AgencyPage
from privdesk.ui.widgets.button import LinkButton
from tests.ui.desk_kit import People, people, press, shown
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.real_desk import desk_at

__all__ = ["people"]


def opened(qtbot: QtBot, people: People) -> AgencyPage:
    page = AgencyPage(people.desk, ImmediateJobs(), FakeNavigator(), people.agency.id)
    return shown(qtbot, page)


def test_a_paper_is_added_by_key_and_looked_at(qtbot: QtBot, people: People, tmp_path: Path) -> None:
    paper = tmp_path / "promise.pdf"
    paper.write_bytes(b"signed")
    people.real.behind.files.found["promise.pdf"] = ReadFile(IncomingKind.PLAIN_PDF, "application/pdf", 1)
    page = opened(qtbot, people)
    assert page.papers is not None
    page.papers.acts.choose = lambda _parent, then: then(paper)
    page.lines["town"].control.setFocus()
    press(Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    papers = people.desk.agency_papers
    assert papers is not None
    (document,) = papers.held(PaperHolder.AGENCY, str(people.agency.id))
    assert people.actions(Action.AGENCY_CHANGED)[-1].fields == ("paper",)
    link = page.papers.findChild(LinkButton, f"paper_{document.id}")
    assert link is not None
    link.click()
    assert page.papers.acts.peek is not None
    assert page.step_back()
    page.papers.acts.ask_path = lambda _parent, _title, _name, then: then(tmp_path / "copy.pdf")
    page.papers.acts.ask_save(document)
    assert (tmp_path / "copy.pdf").read_bytes() == b"signed"
    page.papers.acts._remove(document)
    assert papers.held(PaperHolder.AGENCY, str(people.agency.id)) == ()


def test_a_clerk_and_a_new_agency_have_no_papers(qtbot: QtBot, people: People) -> None:
    clerk = desk_at(people.real.behind.as_member(Role.CLERK))
    page = shown(qtbot, AgencyPage(clerk, ImmediateJobs(), FakeNavigator(), people.agency.id))
    assert page.papers is None
    new = AgencyPage(people.desk, ImmediateJobs(), FakeNavigator(), 0)  # type: ignore[arg-type]
    assert shown(qtbot, new).papers is None
