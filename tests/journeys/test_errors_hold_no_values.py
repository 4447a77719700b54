# SPDX-License-Identifier: MIT
"""Whatever goes wrong in services and storage, the error's own text never names a person."""

import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from privdesk.demo.story import entry_of
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import Right
from privdesk.domain.imports import ColumnMapping, ImportKind
from privdesk.domain.inbox import Draft
from privdesk.domain.people import Channel, Contract, ContractId, Facts, PersonField, PersonId, Source
from privdesk.domain.submissions import SamePerson
from privdesk.services.desk import Desk
from privdesk.services.requests import NewRequest
from tests.journeys.office_kit import Office
from tests.storage_fixtures import an_origin

CANARY = "Quittenbaumer"
F = PersonField


def facts(**more: object) -> Facts:
    return cast("Facts", {F.LAST_NAME: CANARY, F.FIRST_NAME: CANARY, F.STREET: CANARY} | more)


def by_hand(desk: Desk, values: Facts) -> object:
    day = desk.clock.today()
    return desk.people.add(values, None, source=Source.PERSON, channel=Channel.PHONE, received_on=day)


def past_the_services(desk: Desk, act: Callable[[Any], object]) -> object:
    with desk.inbox._place.work() as work:
        act(work)
        work.audit.record(AuditEvent(Action.PERSON_ADDED))
        work.commit()
    return None


def unaudited(desk: Desk) -> object:
    with desk.inbox._place.work() as work:
        work.people.add(facts(), an_origin(CANARY))
        work.commit()
    return None


def twice_the_same_number(desk: Desk) -> object:
    def act(work: Any) -> None:  # noqa: ANN401 - a unit of work
        for _each in range(2):
            person = work.people.add(facts(), an_origin(CANARY))
            work.contracts.add(Contract(ContractId(0), person.id, CANARY, date(2024, 5, 1), None, None))

    return past_the_services(desk, act)


def a_table(desk: Desk, folder: Path, text: str) -> object:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return desk.imports.run(
        ImportKind.PEOPLE,
        path,
        ColumnMapping({"town": "no such column", "last_name": "a", "first_name": "a"}),
    )


def an_odd_form(desk: Desk, office: Office, **values: str) -> object:
    form = office.papers.filled("registration", "fr", office.stranger(last_name=CANARY, **values))
    item = desk.inbox.add_bytes("form.pdf", form)
    desk.inbox.read_waiting()
    return desk.capture.save(entry_of(desk.capture.open(item), SamePerson.NEW))


MISHAPS: dict[str, Callable[[Desk, Office, Path], object]] = {
    "bad date": lambda desk, _o, _f: by_hand(desk, facts(**{F.DATE_OF_BIRTH: CANARY})),
    "bad mail": lambda desk, _o, _f: by_hand(desk, facts(**{F.EMAIL: CANARY})),
    "bad phone": lambda desk, _o, _f: by_hand(desk, facts(**{F.PHONE_MOBILE: CANARY})),
    "nobody": lambda desk, _o, _f: desk.people.correct(PersonId(99_999), {F.TOWN: CANARY}, CANARY),  # type: ignore[call-arg]
    "no number at all": lambda desk, _o, _f: past_the_services(
        desk, lambda work: work.people.add({F.LAST_NAME: CANARY, F.TOWN: [CANARY]}, an_origin(CANARY))
    ),
    "a draft of no kind": lambda desk, _o, _f: past_the_services(
        desk,
        lambda work: work.drafts.put(Draft(CANARY, *cast("Any", (None, {CANARY: CANARY}, CANARY, CANARY)))),
    ),
    "unaudited": lambda desk, _o, _f: unaudited(desk),
    "number taken": lambda desk, _o, _f: twice_the_same_number(desk),
    "no such case": lambda desk, _o, _f: desk.requests.open(
        NewRequest(PersonId(99_999), {Right.ACCESS: CANARY}, Channel.PHONE, desk.clock.today())
    ),
    "wrong column": lambda desk, _o, folder: a_table(desk, folder, f"a;b\n{CANARY};{CANARY}\n"),
    "no table": lambda desk, _o, folder: a_table(desk, folder, CANARY),
    "open quote": lambda desk, _o, folder: a_table(
        desk, folder, f'a;b;c;d\n"{CANARY};1;2;3\n' + "1;2;3;4\n" * 9
    ),
    "form with a bad date": lambda desk, office, _f: an_odd_form(desk, office, start=CANARY),
    "form with a bad mail": lambda desk, office, _f: an_odd_form(desk, office, email=CANARY),
}


@pytest.mark.parametrize("mishap", MISHAPS)
def test_an_error_names_nobody(office: Office, tmp_path: Path, mishap: str) -> None:
    with office.desk() as desk:
        with pytest.raises(Exception) as caught:
            MISHAPS[mishap](desk, office, tmp_path)
        error = caught.value
        said = f"{error} {error!r} {error.args}"
        while error is not None:
            said += "".join(traceback.format_exception_only(error))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)  # type: ignore[assignment]
        assert CANARY not in said, said[:600]
