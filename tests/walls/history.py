# SPDX-License-Identifier: MIT
# ruff: noqa: ANN401 -- answers and records of any kind are compared
"""A random history: what A's clerk, the office and B's people do, in any order, on the same few names and numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from privdesk.domain.activity import TopUp, Usage
from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.cases import IdentityMethod, Outcome, Right
from privdesk.domain.errors import PrivdeskError
from privdesk.domain.forms import Certainty, FieldReading, ReadingOrigin, TemplateId, TemplateRef
from privdesk.domain.imports import ImportKind
from privdesk.domain.incoming import IncomingKind, MailContent, ReadFile
from privdesk.domain.people import Channel, Contract, ContractId, Facts, PersonField, PersonId, Source
from privdesk.domain.submissions import FormEntry, SamePerson
from privdesk.services.desk import Desk
from privdesk.services.requests import NewRequest
from tests.walls.world import GUESSED, World, answer

LAST, GIVEN = ("Keller", "Rossi", "Meier"), ("Zoé", "Ugo", "Anna")
NUMBERS = ("500001", "500002", "700001", "700002", "777777", "")
"""User numbers that are typed: A's, B's, nobody's, none."""
_EVERYBODY = "\n".join([*NUMBERS, *(f"{given} {last}, 1003 Lausanne" for last in LAST for given in GIVEN)])
"""A letter that names all there may be: what is proposed shows who is found by it."""
REGISTRATION = TemplateRef(TemplateId("registration"), 3, "fr")
CHANGE = TemplateRef(TemplateId("change-of-details"), 2, "fr")
END = TemplateRef(TemplateId("end-of-contract"), 1, "fr")
DAY = date(2026, 11, 1)


@dataclass(frozen=True)
class Act:
    """One thing done; `what` and `which` choose among what there is."""

    actor: str
    kind: str
    what: int
    which: int


def facts(number: int) -> Facts:
    """One of nine people, some of them alike."""
    last, given = LAST[number % 3], GIVEN[number // 3 % 3]
    return {
        PersonField.LAST_NAME: last, PersonField.FIRST_NAME: given, PersonField.STREET: "Rue de Bourg",
        PersonField.NUMBER: str(12 + number % 2), PersonField.POSTCODE: "1003", PersonField.TOWN: "Lausanne",
        PersonField.EMAIL: f"{last.lower()}{number % 2}@example.ch", PersonField.PHONE_MOBILE: f"+4179555014{number % 4}",
        PersonField.LANGUAGE: "fr", PersonField.IBAN: "CH9300762011623852957", PersonField.COUNTRY: "CH",
    }  # fmt: skip


def values(number: int, user_number: str) -> dict[str, str]:
    """The same as written on a registration."""
    held = facts(number)
    written = {name.value: held[name] for name in held if name not in (PersonField.IBAN, PersonField.COUNTRY)}
    return {**written, "badge": f"B-{number % 3}", "start": "2026-12-01", "user_number": user_number,
            "wants_information": "yes", "building": ("A-1-B1", "B-7-B1")[number % 2]}  # fmt: skip


def prepared() -> dict[str, ReadFile]:
    """What the worker finds in the files of the history."""
    found = {}
    for number in range(9):
        read = {
            key: FieldReading(value, Certainty.SURE, ReadingOrigin.FILLED_PDF)
            for key, value in values(number, NUMBERS[number % len(NUMBERS)]).items()
        }
        found[f"form{number}.pdf"] = ReadFile(
            IncomingKind.FILLED_FORM, "application/pdf", 1, REGISTRATION, read
        )
        held = facts(number)
        mail = MailContent(
            "Auskunft", held[PersonField.LAST_NAME], held[PersonField.EMAIL], ("office@example.ch",), None,
            f"<{number}@example.ch>", f"Bitte geben Sie mir Auskunft über meine Daten und löschen Sie sie. {_EVERYBODY}",
        )  # fmt: skip
        found[f"mail{number}.eml"] = ReadFile(IncomingKind.MAIL, "message/rfc822", 0, mail=mail)
    return found


def play(world: World, history: list[Act], *, both: bool) -> None:
    """Let it happen; B's acts only where there is a B."""
    for step, act in enumerate(history):
        world.at(step)
        world.drawing[0] = "b" if act.actor == "b" else "a"
        if act.actor == "b":
            if both:
                _quietly(lambda act=act: _B[act.kind](world, act))  # type: ignore[misc]
        elif act.actor == "o":
            _quietly(lambda act=act: _OFFICE[act.kind](world, act))  # type: ignore[misc]
        else:
            world.log.append((step, act.kind, answer(lambda act=act: _A[act.kind](world, act))))  # type: ignore[misc]
    world.at(len(history))


def _quietly(done: Callable[[], Any]) -> None:
    try:
        done()
    except PrivdeskError:
        return


def _take_in(desk: Desk, act: Act) -> Any:
    name = f"{('form', 'mail')[act.which % 2]}{act.what % 9}.{('pdf', 'eml')[act.which % 2]}"
    item_id = desk.inbox.add_bytes(
        name, f"bytes of {name}".encode(), channel=Channel.COUNTER, received_on=DAY
    )
    return item_id, desk.inbox.read_waiting()


def entry(desk: Desk, item_id: Any, act: Act) -> FormEntry:
    """The form of an item as the clerk would save it; what is typed differs with the act."""
    sheet = desk.capture.open(item_id)
    read = {key: reading.value for key, reading in sheet.values.items()} or values(act.what, "")
    choice = (SamePerson.NEW, SamePerson.LATER, None)[act.which % 3]
    template = sheet.item.template or REGISTRATION
    return FormEntry(
        item_id, template, {**read, "user_number": NUMBERS[act.which % len(NUMBERS)]}, Channel.COUNTER,
        sheet.received_on, Source.PERSON, sheet.agency_id, sheet.notice_version, same_person=choice,
    )  # fmt: skip


def typed(act: Act, template: TemplateRef) -> FormEntry:
    written = {
        "user_number": NUMBERS[act.which % (len(NUMBERS) - 1)], "signed_on": "2026-11-01", "end": "2026-12-31",
        "valid_from": "2026-12-01", "last_name": LAST[act.what % 3], "first_name": GIVEN[act.what % 3],
        "street": f"Quai {act.what}", "number": "3", "postcode": "1003", "town": "Lausanne",
    }  # fmt: skip
    return FormEntry(None, template, written, Channel.COUNTER, DAY, Source.PERSON, None, "2023-08-04")


def request(person_id: PersonId | None, act: Act) -> NewRequest:
    rights = dict.fromkeys(list(Right)[act.what % 4 : act.what % 4 + 2], "wants it")
    return NewRequest(person_id, rights, Channel.COUNTER, DAY - timedelta(days=act.which % 5),
                      person_name="Somebody Else", notes="handed in")  # fmt: skip


def _saved(world: World, saved: Any) -> Any:
    world.learn("PersonId", saved.person_id)
    world.learn("SubmissionId", saved.submission.id)
    return saved


def _a_take_in(world: World, act: Act) -> Any:
    item_id, read = _take_in(world.a, act)
    world.learn("ItemId", item_id)
    return item_id, read


def _a_enter(world: World, act: Act) -> Any:
    item_id = world.pick("ItemId", act.what)
    return item_id and _saved(world, world.a.capture.save(entry(world.a, item_id, act)))


def _a_type(world: World, act: Act) -> Any:
    return _saved(world, world.a.capture.save(typed(act, (CHANGE, END)[act.what % 2])))


def _a_incomplete(world: World, act: Act) -> Any:
    item_id = world.pick("ItemId", act.what)
    made = entry(world.a, item_id, act) if item_id else replace(typed(act, CHANGE), agency_id=None)
    keep = (world.a.capture.incomplete, world.a.capture.refuse_service)[act.which % 2]
    guess = PersonId(GUESSED + act.which % 4) if act.what % 3 == 0 else world.pick("PersonId", act.which)
    return _saved(world, keep(replace(made, reasons=("no signature",), person_id=guess)))


def _a_add(world: World, act: Act) -> Any:
    number = NUMBERS[act.which % len(NUMBERS)]
    contract = Contract(ContractId(0), PersonId(0), number, DAY) if act.which % 4 else None
    person_id = world.a.people.add(
        facts(act.what), contract, source=Source.PERSON, channel=Channel.COUNTER, received_on=DAY
    )
    world.learn("PersonId", person_id)
    return person_id


def _a_call(world: World, act: Act) -> Any:
    sheet = world.a.calls.start(world.pick("PersonId", act.what))
    world.learn("CallId", sheet.id)
    wishes = frozenset(list(Right)[act.which % 5 : act.which % 5 + 2])
    sheet = replace(sheet, wishes=wishes, notes="calls", answers={"contract_month": bool(act.what % 2)})
    world.a.calls.keep(sheet)
    if act.which % 3 == 0:
        return sheet
    if act.which % 3 == 1:
        return sheet, world.a.calls.finish(sheet, world.pick("CaseId", act.which))
    case = world.a.calls.open_request(sheet)
    world.learn("CaseId", case.id)
    return sheet, case


def _a_request(world: World, act: Act) -> Any:
    item_id = world.pick("ItemId", act.which) if act.what % 2 else None
    case = world.a.requests.open(replace(request(world.pick("PersonId", act.what), act), item_id=item_id))
    world.learn("CaseId", case.id)
    return case


def _a_work_on_case(world: World, act: Act) -> Any:
    case_id = world.pick("CaseId", act.what)
    if case_id is None:
        return None
    requests = world.a.requests
    acts: list[Callable[[], Any]] = [
        lambda: requests.note(case_id, "a note"),
        lambda: requests.add_right(case_id, list(Right)[act.which % 7], "also"),
        lambda: requests.check_identity(case_id, IdentityMethod.CARD_SEEN, bool(act.which % 2)),
        lambda: len(requests.send_code(case_id)),
        lambda: requests.check_code(case_id, "WRONG-CODE"),
        lambda: requests.join(case_id, world.pick("ItemId", act.which)),
    ]
    return acts[act.which % len(acts)]()


def _a_inbox(world: World, act: Act) -> Any:
    item_id = world.pick("ItemId", act.what)
    if item_id is None:
        return None
    if act.which % 3 == 0:
        return world.a.inbox.set_aside((item_id,), "other")
    if act.which % 3 == 1:
        return world.a.inbox.bring_back((item_id,))
    return world.a.capture.keep(item_id, {"values": {"town": "Vevey"}}, "town:0")


_A: Mapping[str, Callable[[World, Act], Any]] = {
    "take in": _a_take_in, "enter": _a_enter, "type": _a_type, "incomplete": _a_incomplete, "add": _a_add,
    "call": _a_call, "request": _a_request, "case": _a_work_on_case, "inbox": _a_inbox,
}  # fmt: skip


def _o_add(world: World, act: Act) -> None:
    """The office adds somebody of A's, whose user number A's clerk comes to know by looking."""
    number = ("500001", "500002", "")[act.which % 3]
    contract = Contract(ContractId(0), PersonId(0), number, DAY, None, world.agency.id, world.building.id)
    person_id = world.office.people.add(
        facts(act.what),
        contract,
        source=Source.AGENCY,
        channel=Channel.POST,
        received_on=DAY,
        reference="list",
    )
    world.learn("PersonId", world.references.hide("PersonId", person_id))


def _o_correct(world: World, act: Act) -> None:
    person_id = world.raw("PersonId", act.what)
    if person_id is not None:
        changes = {PersonField.STREET: f"Avenue {act.which}", PersonField.IBAN: "CH5604835012345678009"}
        world.office.people.correct(
            person_id, changes, proof="a letter", channel=Channel.POST, received_on=DAY
        )


def _o_case(world: World, act: Act) -> None:
    case_id = world.raw("CaseId", act.what)
    if case_id is None:
        return
    desk, right = world.office.requests, list(Right)[act.which % 7]
    desk.note(case_id, "office only")
    desk.check_identity(case_id, IdentityMethod.QUESTIONS, passed=False, answers={"last_top_up": False})
    desk.check_identity(case_id, IdentityMethod.CARD_SEEN, passed=True)
    desk.decide(case_id, right, Outcome.REFUSED, "the office's own reason")
    desk.record_answer(case_id, channel=Channel.POST, on=world.a.clock.today(), note="office only")


def _o_request(world: World, act: Act) -> None:
    """A request that reached the office: A's clerk sees nothing of it."""
    person_id = world.raw("PersonId", act.what)
    if person_id is not None:
        world.office.requests.open(request(person_id, act))


def _o_back_up(world: World, act: Act) -> None:
    """Once, so that A's clerk could see when, and how much there was."""
    folder = world.folder.parent / "backups"
    folder.mkdir(exist_ok=True)
    assert world.office.backups is not None
    world.office.backups.save_plan(replace(world.office.backups.plan(), folder=folder, every_hours=1))
    world.office.backups.make()


_OFFICE: Mapping[str, Callable[[World, Act], None]] = {
    "back up": _o_back_up,
    "add": _o_add, "correct": _o_correct, "case": _o_case, "request": _o_request,
}  # fmt: skip


def _b_desk(world: World) -> Desk:
    assert world.b is not None
    return world.b


def _b_add(world: World, act: Act) -> None:
    number = ("700001", "700002", "")[act.which % 3]
    assert world.other is not None
    assert world.other_building is not None
    contract = Contract(
        ContractId(0),
        PersonId(0),
        number,
        DAY,
        None,
        world.other.id,
        world.other_building.id,
        f"B-{act.what % 3}",
    )
    added = world.office.people.add(
        facts(act.what), contract, source=Source.AGENCY, channel=Channel.POST, received_on=DAY
    )
    world.came_about("PersonId", added)


def _b_take_in(world: World, act: Act) -> None:
    item_id, _read = _take_in(_b_desk(world), act)
    world.came_about("ItemId", item_id)


def _b_enter(world: World, act: Act) -> None:
    item_id = world.theirs("ItemId", act.what)
    if item_id is not None:
        desk = _b_desk(world)
        made = replace(entry(desk, item_id, act), same_person=SamePerson.NEW)
        done = (desk.capture.save, desk.capture.incomplete)[act.which % 2](replace(made, reasons=("why",)))
        world.came_about("PersonId", done.person_id)
        world.came_about("SubmissionId", done.submission.id)


def _b_call(world: World, act: Act) -> None:
    sheet = _b_desk(world).calls.start(world.theirs("PersonId", act.what))
    world.came_about("CallId", sheet.id)
    if act.which % 2 and sheet.person_id is not None:
        case = _b_desk(world).calls.open_request(replace(sheet, wishes=frozenset({Right.ACCESS})))
        world.came_about("CaseId", case.id)


def _b_request(world: World, act: Act) -> None:
    case = _b_desk(world).requests.open(request(world.theirs("PersonId", act.what), act))
    world.came_about("CaseId", case.id)


def _b_shares(world: World, act: Act) -> None:
    """One of A's people has a contract with B as well: all of B's part of them is B's."""
    person_id = world.raw("PersonId", act.what)
    assert world.other is not None
    assert world.other_building is not None
    if person_id is None:
        return
    number = ("700003", "700004", "700005")[act.which % 3]
    with world.records.work() as work:
        work.contracts.add(
            Contract(ContractId(0), person_id, number, DAY + timedelta(days=act.which), None, world.other.id,
                     world.other_building.id, "B-9")
        )  # fmt: skip
        work.audit.record(AuditEvent(Action.PERSON_CORRECTED, f"person:{person_id}"))
        work.commit()
    desk = _b_desk(world)
    desk.people.open(person_id, Purpose.CONTRACT)
    world.came_about("CallId", desk.calls.start(person_id).id)
    world.came_about("CaseId", desk.requests.open(request(person_id, act)).id)
    filled = replace(typed(act, CHANGE), values={"user_number": number, "valid_from": "2026-12-01"})
    world.came_about("SubmissionId", desk.capture.save(filled).submission.id)


def _b_activity(world: World, act: Act) -> None:
    """Activity of anybody: A's clerk sees none of it, not even of A's own people."""
    person_id = world.raw("PersonId", act.what) if act.which % 2 else world.theirs("PersonId", act.what)
    if person_id is None:
        return
    with world.records.work() as work:
        run = work.imports.start(ImportKind.TOP_UPS, "topups.csv", f"{act.what}-{act.which}")
        at = world.moment[0] - timedelta(days=act.which)
        work.activity.add([
            TopUp(person_id, at, "card", 2000, "CHF", 2000 + act.what),
            Usage(person_id, at, "T-1", "washer", "W-1", 3600, 250, "CHF", 1750),
        ], run.id)  # fmt: skip
        work.audit.record(AuditEvent(Action.IMPORT_BATCH, f"import:{run.id}"))
        work.commit()


def _b_inbox(world: World, act: Act) -> None:
    item_id = world.theirs("ItemId", act.what)
    if item_id is not None:
        desk = _b_desk(world)
        desk.capture.keep(item_id, {"values": {"town": "Nyon"}}, "town:0")
        if act.which % 2:
            desk.inbox.set_aside((item_id,), "other")


def _b_learns(world: World, act: Act) -> None:
    """What was learned of everybody's names and what is alike among them differs where there is a B."""
    with world.records.work() as work:
        before = work.duplicates.weights()
        work.duplicates.use(
            replace(before, same_from=before.same_from + act.what, perhaps_from=-9.0, pairs=act.which)
        )
        work.audit.record(AuditEvent(Action.WEIGHTS_LEARNED, "duplicates"))
        work.commit()
    world.office.duplicates.run()


def _b_merges(world: World, act: Act) -> None:
    kept, gone = world.theirs("PersonId", act.what), world.theirs("PersonId", act.which)
    if kept is not None and kept != gone:
        world.office.duplicates.merge(kept, gone)


_B: Mapping[str, Callable[[World, Act], None]] = {
    "learn": _b_learns, "merge": _b_merges,
    "add": _b_add, "take in": _b_take_in, "enter": _b_enter, "call": _b_call, "request": _b_request,
    "share": _b_shares, "activity": _b_activity, "inbox": _b_inbox,
}  # fmt: skip
KINDS = [
    *(("a", kind) for kind in _A), *(("a", kind) for kind in ("take in", "enter", "add", "request")),
    *(("o", kind) for kind in _OFFICE if kind != "back up"), *(("b", kind) for kind in _B),
]  # fmt: skip


def typed_registration(number: int, user_number: str) -> FormEntry:
    """A registration entered without a file."""
    return FormEntry(
        None,
        REGISTRATION,
        values(number, user_number),
        Channel.COUNTER,
        DAY,
        Source.PERSON,
        None,
        "2023-08-04",
    )
