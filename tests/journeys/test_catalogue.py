# SPDX-License-Identifier: MIT
"""What the privacy officer changes in the catalogue is what plans, reports and letters say; papers pass the real worker."""

import zlib
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from privdesk.documents.form_pages import make_form
from privdesk.domain.catalogue import Notice, PaperHolder, PurposeEntry, Recipient, RecipientKind
from privdesk.domain.catalogue_errors import PaperKindError, RuleAboveCapError
from privdesk.domain.consent import ConsentState
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.people import Channel, PersonField, PersonId, Source
from privdesk.services.catalogue_desk import CatalogueDesk
from privdesk.services.catalogue_papers import CataloguePapers
from privdesk.services.default_forms import default_templates
from privdesk.services.desk import Desk
from tests.journeys.office_kit import SENDER, Office

_ZOE = {
    PersonField.FIRST_NAME: "Zoë", PersonField.LAST_NAME: "Keller", PersonField.STREET: "Rue de Bourg",
    PersonField.NUMBER: "14", PersonField.POSTCODE: "1003", PersonField.TOWN: "Lausanne", PersonField.COUNTRY: "CH",
    PersonField.LANGUAGE: "en",
}  # fmt: skip


def kept(desk: Desk) -> CatalogueDesk:
    assert desk.catalogue is not None
    return desk.catalogue


def papers(desk: Desk) -> CataloguePapers:
    assert desk.catalogue_papers is not None
    return desk.catalogue_papers


def add_zoe(desk: Desk) -> PersonId:
    today = desk.clock.today()
    return desk.people.add(_ZOE, None, source=Source.PERSON, channel=Channel.POST, received_on=today)


def report_text(desk: Desk, person: PersonId) -> str:
    made = desk.reports.make(desk.reports.prepare(person))
    return " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(made.pdf)).pages).split())


def a_pdf(pages: int = 1) -> bytes:
    assert pages
    return make_form(default_templates()[0], "en", SENDER)


def test_every_reader_goes_by_the_office_s_own_catalogue(tmp_path: Path) -> None:
    office = Office(tmp_path).create()
    with office.desk() as desk:
        person = add_zoe(desk)
        before = report_text(desk, person)
        assert "ten years after the end of the contract of use" in before
        state = kept(desk).state()
        kept(desk).put_rule(replace(state.catalogue.rule("contract"), months=60))
        identity = state.catalogue.groups[0]
        kept(desk).put_group(replace(identity, title={"en": "Who you are and where you live"}))
        kept(desk).put_purpose(PurposeEntry("service", {"en": "to let you wash"}))
        firm = kept(desk).put_recipient(
            Recipient("", "Druckhof Muster GmbH", RecipientKind.PRINT, "Gasse 2, 3011 Bern", "CH")
        )
        moved = replace(state.catalogue.authorities["ch-fadp"], address="Neugasse 1, 3003 Bern")
        kept(desk).put_authority(moved)
    with office.desk() as desk:
        after = report_text(desk, person)
        for words in (
            "5 years after the end of the contract of use", "Who you are and where you live", "to let you wash",
            firm.name, moved.address,
        ):  # fmt: skip
            assert words in after, words
        assert "Feldeggweg" not in after
        assert desk.erasure is not None
        page = desk.erasure.page(person)
        assert page.catalogue.rule("contract").months == 60
        assert desk.checking is not None
        assert desk.checking.check().whole


def test_papers_are_sealed_read_by_the_worker_and_destroyed(tmp_path: Path) -> None:
    office = Office(tmp_path).create()
    scan = tmp_path / "undertaking.pdf"
    scan.write_bytes(a_pdf())
    with office.desk() as desk:
        firm = kept(desk).put_recipient(
            Recipient("", "Druckhof Muster GmbH", RecipientKind.PRINT, "Bern", "CH")
        )
        paper = papers(desk).add_file(PaperHolder.RECIPIENT, firm.key, scan)
        papers(desk).add_file(PaperHolder.NOTICE, "2023-08-04", scan)
    with office.desk() as desk:
        image = papers(desk).page(paper, 0, 400)
        assert (image.width, len(set(image.rgb)) > 1) == (400, True)
        held = next((office.folder / "documents").rglob(f"*{paper}*"))
        assert b"%PDF" not in held.read_bytes()
        papers(desk).remove(paper)
        assert not held.exists()
        assert desk.checking is not None
        found = desk.checking.check()
        assert found.whole
        assert found.documents == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.pdf", b""),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj"),
        ("archive.zip", b"PK\x03\x04" + zlib.compress(b"x")),
        ("words.txt", b"signed, believe me"),
    ],
)
def test_what_is_no_paper_is_refused_and_leaves_nothing(tmp_path: Path, name: str, data: bytes) -> None:
    office = Office(tmp_path).create()
    path = tmp_path / name
    path.write_bytes(data)
    with office.desk() as desk:
        with pytest.raises((FileNotReadableError, PaperKindError)):
            papers(desk).add_file(PaperHolder.NOTICE, "2023-08-04", path)
        assert not kept(desk).state().papers
        assert desk.checking is not None
        assert desk.checking.check().whole


def test_a_refused_change_leaves_everything_as_it_was(tmp_path: Path) -> None:
    office = Office(tmp_path).create()
    with office.desk() as desk:
        before = kept(desk).state()
        with pytest.raises(RuleAboveCapError):
            kept(desk).put_rule(replace(before.catalogue.rule("contract"), months=121, basis={"en": "handy"}))
        assert kept(desk).state() == before


def test_a_consent_keeps_the_name_of_the_notice_it_was_given_under(tmp_path: Path) -> None:
    office = Office(tmp_path).create()
    with office.desk() as desk:
        person, today = add_zoe(desk), desk.clock.today()
        entry = desk.people.set_consent(person, "information", ConsentState.GIVEN, today, "letter")
        assert entry.notice_version == "2023-08-04"
        kept(desk).put_notice(Notice("2023-09", date(2023, 9, 1), {"en": "Privacy notice of September"}))
        again = desk.people.set_consent(person, "information", ConsentState.WITHDRAWN, today, "letter")
        assert again.notice_version == "2023-09"
