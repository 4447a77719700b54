# SPDX-License-Identifier: MIT
# ruff: noqa: ANN401 -- answers and records of any kind are compared
"""Every method of every service, called as A's clerk: with what is A's, what is B's, and what is nobody's.

A method that A's clerk may use needs a recipe here; without one `test_agency_walls.py` fails. What the role does not
allow is called with made-up values and must be refused.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from privdesk.domain.approvals import ApprovalKind
from privdesk.domain.audit import Purpose
from privdesk.domain.cases import (
    CallId,
    CallSheet,
    IdentityMethod,
    Outcome,
    Representative,
    RepresentativeKind,
    Right,
)
from privdesk.domain.inbox import DocumentId, ItemId
from privdesk.domain.people import Channel, Contract, ContractId, PersonId, Source
from privdesk.domain.submissions import SamePerson
from privdesk.services.backup_ports import MigrationCopy
from privdesk.services.inbox_view import InboxFilter
from privdesk.services.preferences import Preferences
from privdesk.services.timeline import TimelineKind
from tests.walls import history
from tests.walls.world import GUESSED, START, World

Call = Callable[[], Any]
Recipe = Callable[[World, Any], Iterator[Call]]
_WORDS = ("kel", "keller", "rossi zoe", "kelelr", "rue de bourg", "lausanne", "079 555 01 42", "keller1@example.ch",
          "B-1", "B-9", "500001", "700001", "700003", "777777", "10000", "CH9300762011623852957", "z")  # fmt: skip


def _people(world: World) -> list[PersonId]:
    """A's own people, three of B's, and nobody."""
    guesses = [PersonId(GUESSED + place) for place in (0, 1, 2, 999)]
    return [*world.known.get("PersonId", [])[:6], *guesses]


def _of(world: World, kind: str) -> list[Any]:
    return [*world.known.get(kind, [])[:5], GUESSED, GUESSED + 1, GUESSED + 999]


def _each(kind: str, call: Callable[[Any, Any], Any]) -> Recipe:
    """Call it with every id of a kind."""

    def recipe(world: World, service: Any) -> Iterator[Call]:
        for one in _of(world, kind):
            yield partial(call, service, one)

    return recipe


def _once(call: Callable[[Any], Any]) -> Recipe:
    def recipe(_world: World, service: Any) -> Iterator[Call]:
        yield lambda: call(service)

    return recipe


def _search(_world: World, service: Any) -> Iterator[Call]:
    for words in _WORDS:
        yield partial(service.search, words)
        yield partial(service.search, words, 2)


def _numbers(kind: str) -> Recipe:
    """By number: as the clerk sees it, as the office counts, and what nobody has."""

    def recipe(world: World, service: Any) -> Iterator[Call]:
        own = [service.get(one).number for one in world.known.get(kind, [])] if kind == "CaseId" else []
        own += [service.item(one).number for one in world.known.get(kind, [])] if kind == "ItemId" else []
        counted = [f"{letter}{number:05d}" for letter in ("F-26-", "R-2026-") for number in (1, 2, 3, 4, 9)]
        for number in [*own, *(each for each in counted), "R-2026-0001", "nothing"]:
            yield partial(_guess, service, number)

    return recipe


def _guess(service: Any, number: str) -> Any:
    return service.by_number(number)


def _sheets(world: World) -> list[CallSheet]:
    """Sheets as the clerk may send them: own ones, and ones made up for others."""
    now = world.moment[0]
    own = [world.a.calls.get(one) for one in world.known.get("CallId", [])[:3]]
    others = [
        CallSheet(CallId(call), now, world.a.session.member.id, PersonId(GUESSED))
        for call in (GUESSED, GUESSED + 999)
    ]
    return [*own, *others]


def _sheet(call: Callable[[Any, CallSheet], Any]) -> Recipe:
    def recipe(world: World, service: Any) -> Iterator[Call]:
        for sheet in _sheets(world):
            yield partial(call, service, replace(sheet, wishes=frozenset({Right.ACCESS})))

    return recipe


def _choose(world: World, service: Any) -> Iterator[Call]:
    for sheet in _sheets(world):
        for person in _people(world)[-5:]:
            yield partial(service.choose, sheet, person)


def _timeline(world: World, service: Any) -> Iterator[Call]:
    for person in _people(world):
        yield partial(service.timeline, person)
        for kind in TimelineKind:
            yield partial(service.timeline, person, frozenset({kind}))


def _documents(world: World) -> list[DocumentId]:
    held = [
        document.id
        for item in world.known.get("ItemId", [])[:4]
        for document in world.a.inbox.item(item).documents
    ]
    with world.records.reading() as records:
        others = sorted(
            document.id
            for place in range(6)
            for item in [world.theirs("ItemId", place)]
            if item is not None
            for document in records.inbox.get(item).documents
        )[:2]
    return [*held, *(others or [DocumentId("0" * 32), DocumentId("1" * 32)])][: len(held) + 1]


def _papers(world: World, service: Any) -> Iterator[Call]:
    for one in _of(world, "SubmissionId"):
        yield partial(service.papers, f"form:{one}")
    for document in _documents(world):
        yield partial(service.papers, f"document:{document}")


def _page_of_document(world: World, service: Any) -> Iterator[Call]:
    for document in _documents(world):
        yield partial(service.document_page, document, 0, 100)


def _add(world: World, service: Any) -> Iterator[Call]:
    buildings = [
        None,
        *(each.id for each in world.a.agencies.buildings(_own_agency(world))),
        GUESSED,
        GUESSED + 9,
    ]
    for number in history.NUMBERS:
        for building in buildings:
            contract = Contract(ContractId(0), PersonId(0), number, history.DAY, building_id=building)  # type: ignore[arg-type]
            yield partial(
                service.add,
                history.facts(1),
                contract,
                source=Source.PERSON,
                channel=Channel.COUNTER,
                received_on=history.DAY,
            )


def _own_agency(world: World) -> Any:
    return world.a.agencies.summaries()[0].agency.id


def _agencies(world: World) -> list[Any]:
    return [_own_agency(world), GUESSED, GUESSED + 999]


def _agency(call: Callable[[Any, Any], Any]) -> Recipe:
    def recipe(world: World, service: Any) -> Iterator[Call]:
        for one in _agencies(world):
            yield partial(call, service, one)

    return recipe


def _items(call: Callable[[Any, Any], Any]) -> Recipe:
    return _each("ItemId", call)


def _capture(method: str) -> Recipe:
    """Save, keep as incomplete or refuse: own items and others', every kind of user number, every choice."""

    def recipe(world: World, service: Any) -> Iterator[Call]:
        for which, number in enumerate(history.NUMBERS):
            for choice in (SamePerson.NEW, None, SamePerson.EXISTING):
                for person in (PersonId(GUESSED), PersonId(GUESSED + 999), world.pick("PersonId", which)):
                    made = history.typed_registration(which, number)
                    made = replace(made, same_person=choice, person_id=person, reasons=("why",))
                    yield partial(getattr(service, method), made)
        for item in _of(world, "ItemId"):
            made = replace(history.typed_registration(1, ""), item_id=item, reasons=("why",))
            yield partial(getattr(service, method), made)

    return recipe


def _likely(_world: World, service: Any) -> Iterator[Call]:
    for number in range(9):
        yield partial(service.likely_same, {**history.values(number, ""), "iban": "CH9300762011623852957"})


def _open_request(world: World, service: Any) -> Iterator[Call]:
    for person in _people(world):
        for item in (None, ItemId(GUESSED), ItemId(GUESSED + 999), world.pick("ItemId", 0)):
            request = replace(history.request(person, history.Act("a", "request", 0, 0)), item_id=item)
            yield partial(service.open, request)


def _pairs(first: str, second: str, call: Callable[[Any, Any, Any], Any]) -> Recipe:
    def recipe(world: World, service: Any) -> Iterator[Call]:
        for one in _of(world, first):
            for other in _of(world, second)[-4:]:
                yield partial(call, service, one, other)

    return recipe


def _files(world: World) -> list[Path]:
    """Files as they came before, to A or to B or to nobody."""
    folder = world.folder.parent / f"files-{world.folder.name}"
    folder.mkdir(exist_ok=True)
    paths = []
    for place, name in enumerate(("form1.pdf", "mail2.eml", "form5.pdf", "form7.pdf", "table.csv")):
        path = folder / name
        path.write_bytes(f"bytes of {name}".encode() if place < 4 else b"form;name\nregistration;x\n")
        paths.append(path)
    return paths


def _add_files(world: World, service: Any) -> Iterator[Call]:
    for path in _files(world):
        yield partial(service.add_files, (path,), channel=Channel.COUNTER, received_on=history.DAY)


def _bytes(method: str) -> Recipe:
    def recipe(_world: World, service: Any) -> Iterator[Call]:
        for number in range(9):
            name = f"form{number}.pdf"
            data = f"bytes of {name}".encode()
            given = (data,) if method == "known" else (name, data)
            yield partial(getattr(service, method), *given)

    return recipe


def _sweep(world: World, service: Any) -> Iterator[Call]:
    folder = _files(world)[0].parent
    yield lambda: service.sweep(folder)
    yield lambda: service.sweep(folder)


READ: Mapping[str, Recipe] = {
    "today.overview": _once(lambda it: it.overview()),
    "people.search": _search,
    "people.open": _each("PersonId", lambda it, one: it.open(one, Purpose.CONTRACT)),
    "people.timeline": _timeline,
    "people.papers": _papers,
    "people.document_page": _page_of_document,
    "agencies.summaries": _once(lambda it: it.summaries()),
    "agencies.get": _agency(lambda it, one: it.get(one)),
    "agencies.buildings": _agency(lambda it, one: it.buildings(one)),
    "office.office": _once(lambda it: it.office()),
    "office.sender": _once(lambda it: it.sender()),
    "office.catalogue": _once(lambda it: it.catalogue()),
    "office.staff": _once(lambda it: it.staff()),
    "office.preferences": _once(lambda it: it.preferences()),
    "inbox.items": _once(lambda it: [it.items(which) for which in InboxFilter]),
    "inbox.counts": _once(lambda it: it.counts()),
    "inbox.item": _items(lambda it, one: it.item(one)),
    "inbox.by_number": _numbers("ItemId"),
    "inbox.known": _bytes("known"),
    "inbox.page": _items(lambda it, one: it.page(one, 0, 100)),
    "inbox.original": _items(lambda it, one: it.original(one)),
    "inbox.template_title": _once(lambda it: [it.template_title(each) for each in it.items()]),
    "capture.open": _items(lambda it, one: it.open(one)),
    "capture.resume": _each("SubmissionId", lambda it, one: it.resume(one)),
    "capture.templates": _once(lambda it: it.templates()),
    "capture.agencies": _once(lambda it: it.agencies()),
    "capture.check": _once(lambda it: [it.check(each, "x", {}) for each in it.templates()[0].fields()]),
    "capture.likely_same": _likely,
    "capture.next_item": _items(lambda it, one: (it.next_item(one), it.next_item(None))),
    "calls.get": _each("CallId", lambda it, one: it.get(one)),
    "calls.unfinished": _once(lambda it: it.unfinished()),
    "calls.earlier": _each("PersonId", lambda it, one: it.earlier(one)),
    "calls.questions": _each("PersonId", lambda it, one: it.questions(one)),
    "calls.call_back": _each("PersonId", lambda it, one: it.call_back(one)),
    "calls.choices": _each("PersonId", lambda it, one: it.choices(one)),
    "calls.code_by_letter": _each("PersonId", lambda it, one: it.code_by_letter(one)),
    "calls.needed": _each("PersonId", lambda it, one: it.needed(one, {Right.ACCESS})),
    "calls.due": _each("PersonId", lambda it, one: it.due({Right.ACCESS}, one)),
    "calls.question_title": _each("PersonId", lambda it, one: [it.question_title(q) for q in it.questions(one)]),
    "calls.question_text": _each("PersonId", lambda it, one: [it.question_text(q, "fr") for q in it.questions(one)]),
    "calls.caller": _sheet(lambda it, sheet: it.caller(sheet)),
    "calls.verdict": _sheet(lambda it, sheet: it.verdict(sheet)),
    "calls.script": _sheet(lambda it, sheet: it.script(sheet)),
    "requests.propose": _items(lambda it, one: it.propose(one)),
    "requests.regimes": _each("PersonId", lambda it, one: it.regimes(one, history.DAY, (Right.ACCESS,))),
    "requests.get": _each("CaseId", lambda it, one: it.get(one)),
    "requests.by_number": _numbers("CaseId"),
    "requests.open_cases": _once(lambda it: it.open_cases()),
    "requests.closed_this_year": _once(lambda it: it.closed_this_year()),
    "requests.of_person": _each("PersonId", lambda it, one: it.of_person(one)),
    "requests.page": _each("CaseId", lambda it, one: it.page(one)),
    "requests.draft": _once(lambda it: it.draft("case:1")),
    "half_typed.read": _once(lambda it: it.read("new-person")),
    "account.binding": _once(lambda it: it.binding),
    "account.can_bind": _once(lambda it: it.can_bind()),
    "account.folder": _once(lambda it: it.folder.name),
    "approvals.entries": _once(lambda it: it.entries()),
    "approvals.need": _once(lambda it: [it.need(kind) for kind in ApprovalKind]),
    "approvals.waiting": _once(lambda it: it.waiting()),
    "backups.plan": _once(lambda it: it.plan()),
    "backups.record": _once(lambda it: it.record()),
    "backups.state": _once(lambda it: vars(it.state())),
    "backups.may_go": _once(lambda it: it.may_go(MigrationCopy(Path("x"), START, 1))),
    "computers.binding": _once(lambda it: it.binding),
    "account.password_hint": _once(lambda it: it.password_hint("keller zoé 1234", ("Keller",))),
}  # fmt: skip
"""What only reads; asked before anything of the second list changes the records."""
WRITE: Mapping[str, Recipe] = {
    "people.warm_up": _once(lambda it: it.warm_up()),
    "backups.make_if_due": _once(lambda it: (it.make_if_due(), it.state().record.made_at)),
    "backups.copy_ledger": _once(lambda it: it.copy_ledger()),
    "account.change_password": _once(lambda it: it.change_password("wrong", "a long new password 12")),
    "office.save_preferences": _once(lambda it: it.save_preferences(Preferences())),
    "half_typed.keep": _once(lambda it: it.keep("new-person", {"town": "Morges"})),
    "requests.keep_draft": _once(lambda it: it.keep_draft("case:1", {"note": "half"})),
    "inbox.add_files": _add_files,
    "inbox.add_bytes": _bytes("add_bytes"),
    "inbox.read_waiting": _once(lambda it: it.read_waiting()),
    "watch.sweep": _sweep,
    "inbox.set_aside": _items(lambda it, one: it.set_aside((one,), "other")),
    "inbox.bring_back": _items(lambda it, one: it.bring_back((one,))),
    "capture.keep": _items(lambda it, one: it.keep(one, {"values": {}}, "town:0")),
    "capture.choose_template": _items(lambda it, one: it.choose_template(one, history.REGISTRATION)),
    "capture.save": _capture("save"),
    "capture.incomplete": _capture("incomplete"),
    "capture.refuse_service": _capture("refuse_service"),
    "people.add": _add,
    "calls.start": _each("PersonId", lambda it, one: it.start(one)),
    "calls.keep": _sheet(lambda it, sheet: it.keep(sheet)),
    "calls.finish_later": _sheet(lambda it, sheet: it.finish_later(sheet)),
    "calls.choose": _choose,
    "calls.finish": _sheet(lambda it, sheet: it.finish(sheet, GUESSED)),
    "calls.open_request": _sheet(lambda it, sheet: it.open_request(sheet)),
    "requests.open": _open_request,
    "requests.join": _pairs("CaseId", "ItemId", lambda it, one, other: it.join(one, other)),
    "requests.check_identity": _each("CaseId", lambda it, one: [
        it.check_identity(one, method, passed=True) for method in (IdentityMethod.KNOWN_ADDRESS, IdentityMethod.CALL_BACK)
    ]),
    "requests.send_code": _each("CaseId", lambda it, one: len(it.send_code(one))),
    "requests.check_code": _each("CaseId", lambda it, one: it.check_code(one, "WRONG-CODE")),
    "requests.add_right": _each("CaseId", lambda it, one: it.add_right(one, Right.PORTABILITY, "too")),
    "requests.decide": _each("CaseId", lambda it, one: it.decide(one, Right.ACCESS, Outcome.GRANTED)),
    "requests.represent": _each("CaseId", lambda it, one: it.represent(one, Representative(
        RepresentativeKind.AGENCY, "Régie", frozenset({Right.ACCESS}), "paper of 2 March"))),
    "requests.end_representation": _each("CaseId", lambda it, one: it.end_representation(one)),
    "requests.acknowledge": _each("CaseId", lambda it, one: it.acknowledge(one, history.DAY)),
    "objections.note": _each("CaseId", lambda it, one: it.note(one, grounds="mine", tell_before_closing=True)),
    "requests.note": _each("CaseId", lambda it, one: it.note(one, "a note")),
}  # fmt: skip
"""What changes the records; the answers must be the same as well."""
