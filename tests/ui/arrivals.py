# SPDX-License-Identifier: MIT
"""What arrives at the office in the tests of Inbox and Capture: filled forms, scans, mails, a locked file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import pytest

from privdesk.documents.electronic import read_table
from privdesk.documents.examples import fill_form, make_mail, scan_form
from privdesk.documents.form_pages import make_form
from privdesk.documents.images import render_task
from privdesk.documents.media_types import JPEG, TIFF
from privdesk.documents.reading import read_bytes
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.forms import FormSender, FormTemplate
from privdesk.domain.inbox import ItemId
from privdesk.domain.incoming import Attachment, PageImage, ReadFile, TableFile
from privdesk.domain.people import Channel
from privdesk.domain.staff import FIRST_ROLES
from privdesk.services.agencies import Agencies
from privdesk.services.approvals import Approvals
from privdesk.services.audit_log import AuditLog
from privdesk.services.calls import Calls
from privdesk.services.capture import Capture
from privdesk.services.default_forms import default_template
from privdesk.services.desk import Desk
from privdesk.services.duplicates import Duplicates
from privdesk.services.half_typed import HalfTyped
from privdesk.services.imports import Imports
from privdesk.services.inbox import Inbox
from privdesk.services.objections import Objections
from privdesk.services.office import OfficeDesk
from privdesk.services.people import People
from privdesk.services.portability import Portability
from privdesk.services.reports import Reports
from privdesk.services.requests import Requests
from privdesk.services.restrictions import Restrictions
from privdesk.services.tellings import Tellings
from privdesk.services.today import Today
from privdesk.services.watch import WatchedFolder
from privdesk.services.workplace import Workplace
from tests.unit.services.places import Desk as Behind
from tests.unit.services.places import open_desk

NOW = datetime(2026, 3, 24, 9, 42, tzinfo=UTC)

SENDER = FormSender(
    "Lavarelle SA", "Buanderies partagées", ("Rue du Lac 4", "1003 Lausanne"), "021 555 00 10"
)
AMELIE: Mapping[str, str] = {
    "civility": "ms", "last_name": "Rochat", "first_name": "Amélie", "street": "Avenue de Cour", "number": "61",
    "postcode": "1007", "town": "Lausanne", "email": "a.rochat@example.ch", "phone_mobile": "079 555 01 83",
    "language": "fr", "agency": "Régie Clairval SA", "badge": "B-20 418", "building": "Avenue de Cour 61",
    "start": "01.03.2026", "wants_service_notices": "yes", "wants_information": "no", "signed_at": "Lausanne",
    "signed_on": "20.03.2026",
}  # fmt: skip
BEAT: Mapping[str, str] = {
    **AMELIE, "civility": "mr", "last_name": "Zumsteg", "first_name": "Beat", "street": "Bahnhofstrasse",
    "number": "3", "postcode": "5000", "town": "Aarau", "email": "beat.zumsteg@example.ch",
    "phone_mobile": "079 555 02 11", "language": "de", "agency": "Aarhalde Immobilien AG", "badge": "B-20 419",
}  # fmt: skip


class PaperInProcess:
    """Reads and draws with the program's own readers, in this process: the files are the tests' own."""

    def read(self, name: str, data: bytes) -> ReadFile:
        if data.startswith(b"locked"):
            raise FileNotReadableError("locked")
        return read_bytes(name, data, lambda: None)

    def render(self, data: bytes, media_type: str, page: int, width: int) -> PageImage:
        size, parts = render_task(
            {"media_type": media_type, "page": page, "width": width}, [data], lambda: None
        )
        return PageImage(int(size["width"]), int(size["height"]), parts[0])

    def read_table(self, name: str, data: bytes) -> TableFile:
        return read_table(data)


@dataclass
class Office:
    """A real desk with paper that can be read and drawn; `behind` is what lies under it."""

    behind: Behind
    desk: Desk

    def arrive(self, name: str, data: bytes, channel: Channel = Channel.POST) -> ItemId:
        """One file comes in and is read."""
        item_id = self.desk.inbox.add_bytes(name, data, channel=channel)
        self.desk.inbox.read_waiting()
        return item_id

    def close(self) -> None:
        self.behind.records.database.close()


def template(name: str = "registration") -> FormTemplate:
    found = default_template(name)
    assert found is not None
    return found


@lru_cache(maxsize=64)
def _filled(items: tuple[tuple[str, str], ...], name: str, language: str) -> bytes:
    blank = make_form(template(name), language, SENDER)
    return fill_form(template(name), blank, dict(items))


def filled(values: Mapping[str, str] = AMELIE, name: str = "registration", language: str = "fr") -> bytes:
    """A filled PDF as a person sends it."""
    return _filled(tuple(values.items()), name, language)


@lru_cache(maxsize=8)
def scanned(media_type: str = JPEG, name: str = "registration") -> bytes:
    """A paper form as the scanner sends it."""
    return scan_form(
        template(name), "fr", SENDER, AMELIE, media_type=media_type, dpi=120, stamp="REÇU 24 MAR 2026"
    )


def mail(subject: str, text: str, *attachments: Attachment, at: datetime = NOW) -> bytes:
    """A mail as .eml."""
    return make_mail(
        "Giulia Ferrari <giulia.ferrari@example.ch>", "office@example.ch", subject, text, attachments, at,
        "<1@example.ch>",
    )  # fmt: skip


def office_in(folder: Path) -> Office:
    """A new office; close it at the end."""
    behind = open_desk(folder)
    behind.records.clock.moment = NOW
    place = replace(behind.as_member(*FIRST_ROLES), files=PaperInProcess())
    return Office(behind, _desk_at(place))


def _desk_at(place: Workplace) -> Desk:
    inbox = Inbox(place)
    return Desk(
        session=place.session,
        clock=place.clock,
        today=Today(place),
        inbox=inbox,
        watch=WatchedFolder(place, inbox),
        capture=Capture(place),
        people=People(place),
        duplicates=Duplicates(place),
        agencies=Agencies(place),
        imports=Imports(place),
        calls=Calls(place),
        requests=Requests(place),
        reports=Reports(place, cast("Any", None)),
        portability=Portability(place, cast("Any", None)),
        restrictions=Restrictions(place),
        objections=Objections(place),
        tellings=Tellings(place),
        office=OfficeDesk(place),
        audit=AuditLog(place),
        half_typed=HalfTyped(place),
        approvals=Approvals(place),
    )


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    folder = tmp_path / "records"
    folder.mkdir()
    made = office_in(folder)
    yield made
    made.close()


__all__ = ["AMELIE", "BEAT", "JPEG", "TIFF", "Office", "filled", "mail", "office", "office_in", "scanned"]
