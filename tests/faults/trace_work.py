# SPDX-License-Identifier: MIT
"""The main job in a process of its own, with words that must not be found afterwards: `FOLDER END`."""

import ctypes
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

from privdesk.__main__ import protect
from privdesk.demo.story import entry_of
from privdesk.domain.cases import IdentityMethod, Right
from privdesk.domain.people import Channel
from privdesk.domain.submissions import SamePerson
from privdesk.services.desk import Desk
from privdesk.services.requests import NewRequest
from tests.faults.traces import CANARIES
from tests.journeys.office_kit import PASSWORD, STAFF, Office


def main() -> int:
    """From form to report, then the end that was asked for."""
    folder, end = Path(sys.argv[1]), sys.argv[2]
    protect()
    office = Office(folder).create()
    program = office.program()
    with program.open_desk(office.folder, STAFF, PASSWORD) as desk:
        job(desk, office)
        print("done", flush=True)  # noqa: T201
        if end == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif end == "abort":
            os.abort()
        elif end == "segfault":
            ctypes.string_at(0)
        elif end == "error":
            raise RuntimeError(" ".join(CANARIES))
    if end == "open-lock-open":
        with program.open_desk(office.folder, STAFF, PASSWORD) as again:
            assert again.people.search(CANARIES[0])
    return 0


def job(desk: Desk, office: Office) -> None:
    """Form, person, call, request, report, draft, half-typed page, check, refused file, wrong import."""
    last_name, street, email, words, town = CANARIES
    values = office.stranger(last_name=last_name, street=street, email=email, town=town)
    filled = office.papers.filled("registration", "de", values)
    item = desk.inbox.add_bytes("form.pdf", filled)
    desk.inbox.add_bytes("broken.pdf", filled[: len(filled) // 2])
    desk.inbox.add_bytes("mail.eml", f"From: {email}\r\nSubject: {words}\r\n\r\n{last_name}\r\n".encode())
    desk.inbox.read_waiting()
    sheet = desk.capture.open(item if isinstance(item, int) else item.items[0])
    desk.inbox.page(sheet.item.id, 0, 600)
    desk.capture.keep(sheet.item.id, {"values": {"last_name": last_name}}, "last_name:3")
    saved = desk.capture.save(entry_of(sheet, SamePerson.NEW))
    assert saved.person_id is not None
    call = desk.calls.start(saved.person_id)
    desk.calls.keep(replace(call, notes=words))
    case = desk.requests.open(
        NewRequest(saved.person_id, {Right.ACCESS: words}, Channel.PHONE, desk.clock.today())
    )
    desk.requests.check_identity(case.id, IdentityMethod.CARD_SEEN, True)
    made = desk.reports.make(desk.reports.prepare(saved.person_id, case_id=case.id))
    desk.reports.page(made, 0, 800)
    desk.half_typed.keep("new-person", {"last_name": last_name, "street": street})
    assert desk.people.search(last_name[:6])
    assert desk.people.search(town)
    assert desk.checking is not None
    assert desk.checking.check().whole


if __name__ == "__main__":
    raise SystemExit(main())
