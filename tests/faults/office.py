# SPDX-License-Identifier: MIT
"""An office to harm: a few people, forms that wait, documents, requests; made once and copied."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from privdesk.bootstrap.program import DeskProgram
from privdesk.documents.electronic import read_table
from privdesk.documents.reading import read_bytes
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.incoming import PageImage, ReadFile, TableFile
from privdesk.domain.ledger import LedgerEntry, LedgerKind
from privdesk.domain.people import PersonId
from privdesk.services.desk import Desk
from tests.journeys.office_kit import PASSWORD, STAFF, Office

PEOPLE = 40


class NearFiles:
    """Reads in this very process: here the records are under test, not the worker."""

    def read(self, name: str, data: bytes) -> ReadFile:
        return read_bytes(name, data, lambda: None)

    def read_table(self, name: str, data: bytes) -> TableFile:
        return read_table(data)

    def render(self, data: bytes, media_type: str, page: int, width: int) -> PageImage:
        return PageImage(1, 1, b"\xff\xff\xff")

    def warm_up(self) -> None: ...
    def close(self) -> None: ...


class HarmedProgram(DeskProgram):
    """The program with its reader near by."""

    @cached_property
    def files(self) -> NearFiles:  # type: ignore[override]
        return NearFiles()


class HarmedOffice(Office):
    """An office whose program starts no worker."""

    def program(self) -> DeskProgram:
        plain = super().program()
        return HarmedProgram(plain._store)

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        with self.program().open_desk(self.folder, STAFF, PASSWORD) as desk:
            yield desk

    def at(self, folder: Path) -> "HarmedOffice":
        """The same people over a copy of the records in `folder`."""
        other = HarmedOffice(folder.parent)
        other.folder, other.people = folder, self.people
        return other


def made_office(folder: Path, forms: int = 12, people: int = PEOPLE) -> HarmedOffice:
    """New records with people, activity and `forms` forms that wait in the Inbox."""
    folder.mkdir(parents=True, exist_ok=True)
    office = HarmedOffice(folder)
    office.create()
    with office.desk() as desk:
        office.bring_in(desk, people, folder)
        path = folder / "form.pdf"
        for _each in range(forms):
            path.write_bytes(office.papers.filled("registration", "fr", office.stranger()))
            desk.inbox.add_files([path])
        path.unlink()
    return office


def stop_advertising(desk: Desk, people: int) -> None:
    """Say of the first `people` that they want no advertising: a line each in the list of what must stay so."""
    place = desk.inbox._place
    for number in range(1, people + 1):
        with place.work() as work:
            work.ledger.add(
                LedgerEntry(LedgerKind.ADVERTISING_STOPPED, PersonId(number), on=place.clock.today())
            )
            work.audit.record(AuditEvent(Action.OBJECTION_NOTED, f"person:{number}"))
            work.commit()
