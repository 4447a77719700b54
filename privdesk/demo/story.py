# SPDX-License-Identifier: MIT
"""What happens in the invented office: two weeks of work, then the main job from form to handed-out report."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from privdesk.demo.invented import InventedPerson, Inventor
from privdesk.demo.papers import Papers
from privdesk.demo.tables import agencies_csv, people_csv, streams, surveys_jsonl
from privdesk.demo.twice import enter_twice
from privdesk.domain.audit import Purpose
from privdesk.domain.cases import Case, IdentityMethod, Outcome, Right
from privdesk.domain.catalogue import Recipient, RecipientKind
from privdesk.domain.imports import ImportKind
from privdesk.domain.inbox import ItemId, ItemState
from privdesk.domain.incoming import Attachment
from privdesk.domain.matching import Pair
from privdesk.domain.people import Channel, PersonField, PersonId
from privdesk.domain.submissions import FormEntry, SamePerson
from privdesk.resources import resource_toml
from privdesk.services.capture_sheet import CaptureSheet
from privdesk.services.desk import Desk
from privdesk.services.reports import HandOut, MadeReport
from privdesk.services.requests import NewRequest

SEED = 20261123
DAYS = 12
"""How many days of invented work lie behind the demo's today."""
Tell = Callable[[str], None]


class DemoClock:
    """Time that is told: the demo's past is as invented as its people."""

    def __init__(self, end: datetime) -> None:
        self._offset: timedelta | None = None
        self._end = end

    def now(self) -> datetime:
        """The moment of the story, aware, UTC; runs on between two leaps."""
        return datetime.now(UTC) + (self._offset or timedelta(0))

    def leap(self, days_before_end: int, hour: int) -> None:
        """Go to `hour` o'clock UTC, that many days before the end of the story – never back."""
        day = (self._end - timedelta(days=days_before_end)).date()
        moment = datetime(day.year, day.month, day.day, hour, 12, tzinfo=UTC)
        offset = moment - datetime.now(UTC)
        self._offset = offset if self._offset is None else max(self._offset, offset)

    def arrive(self) -> None:
        """Come to the end: from here on the clock is the computer's own."""
        self._offset = timedelta(0)


@dataclass(frozen=True, slots=True)
class Told:
    """What the story leaves: the caller, the answered request, the report."""

    caller: PersonId
    case: Case
    report: MadeReport
    open_case: Case
    waiting: ItemId
    scanned: ItemId
    mailed: ItemId
    many_rights: Case
    """An open request of several rights, erasure and objection among them."""
    twins: Pair | None = None
    """Two records of one person that wait for a decision."""


class Story:
    """Plays on one desk; every step is a service call that a person at the desk could make."""

    def __init__(
        self, desk: Desk, folder: Path, people: int, today: date, clock: DemoClock, tell: Tell
    ) -> None:
        self._desk = desk
        self._folder = folder
        self._clock = clock
        self._tell = tell
        self._inventor = Inventor(SEED, today)
        self._people = list(self._inventor.people(people))
        self._strangers = list(self._inventor.people(160))
        self._today = today
        self._twins: Pair | None = None
        self._papers = Papers(desk.office.sender(), today)

    def tables(self) -> None:
        """Day one: agencies and people come in from the office's spreadsheets."""
        made = {
            ImportKind.AGENCIES: ("agencies.csv", agencies_csv(self._inventor)),
            ImportKind.PEOPLE: ("people.csv", people_csv(self._people)),
        }
        self._import(made)

    def activity(self) -> None:
        """What people did with the service, as the web platform exports it."""
        made = {ImportKind.SURVEYS: ("surveys.jsonl", surveys_jsonl(self._people, self._today))}
        for name, data in streams(self._inventor, self._people).items():
            made[ImportKind(name)] = (f"{name}.csv", data)
        self._import(made)

    def _import(self, made: dict[ImportKind, tuple[str, bytes]]) -> None:
        for kind, (name, data) in made.items():
            path = self._folder / "tables" / f"invented-people-{name}"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            run = self._desk.imports.run(kind, path, self._desk.imports.inspect(kind, path).mapping)
            self._tell(
                f"{name}: {run.counts.read} rows, {run.counts.new} new, {run.counts.doubtful} doubtful"
            )

    def register(self) -> None:
        """Who gets data, by name."""
        assert self._desk.catalogue is not None
        for each in resource_toml("demo", "invented.toml")["recipient"]:
            self._desk.catalogue.put_recipient(Recipient(**{**each, "kind": RecipientKind(each["kind"])}))

    def weeks(self) -> None:
        """Forms entered day by day, and requests that came meanwhile."""
        for day in range(DAYS, 0, -1):
            self._clock.leap(day, 8)
            if self._desk.clock.today().weekday() < 5:
                for _each in range(1 + day % 3):
                    self._enter(self._registration(day))
        self._clock.arrive()
        self._requests()

    def duplicates(self) -> None:
        """A few people are entered a second time; everybody is looked through, and one pair is merged."""
        self._twins = enter_twice(self._desk, self._people[20:25], self._today)
        self._tell(f"duplicates: {self._desk.duplicates.open_count()} pairs wait, 1 merged")

    def post(self) -> dict[str, ItemId]:
        """Today's post: filled PDFs in four languages, scans, mails, and a file that cannot be read."""
        files = self._todays_files()
        folder = self._folder / "incoming"
        folder.mkdir(exist_ok=True)
        paths = []
        for name, data in files.items():
            path = folder / f"invented-people-{name}"
            path.write_bytes(data)
            paths.append(path)
        added = self._desk.inbox.add_files(paths)
        self._tell(f"Inbox: {len(added.items)} items")
        return dict(zip(files, added.items, strict=True))

    def main_job(self, items: dict[str, ItemId], report: Path) -> Told:
        """A form is entered, the person found, a call taken, the report handed out."""
        sheet = self._desk.capture.open(items["registration-fr.pdf"])
        saved = self._desk.capture.save(entry_of(sheet))
        self._tell(f"Entered {saved.submission.number}")
        self._incomplete(items["registration-no-address.pdf"])
        caller = self._caller()
        case = self._call(caller)
        made, case = self._report(caller, case, report)
        self._unfinished_call()
        waiting = self._desk.requests.open_cases()
        return Told(
            caller,
            case,
            made,
            waiting[0],
            items["registration-de.pdf"],
            items["registration-it.tif"],
            items["request-fr.eml"],
            next(each for each in waiting if Right.ERASURE in {one.right for one in each.rights}),
            self._twins,
        )

    def _registration(self, day: int) -> ItemId:
        person = self._strangers.pop()
        values = self._papers.registration(person)
        name = f"registration-{person.user_number}.pdf"
        channel = (Channel.POST, Channel.EMAIL, Channel.WEB)[(day + len(self._strangers)) % 3]
        data = self._papers.filled("registration", person.language, values)
        item = self._desk.inbox.add_bytes(name, data, channel=channel)
        self._desk.inbox.read_waiting()
        return item

    def _enter(self, item: ItemId) -> None:
        self._desk.capture.save(entry_of(self._desk.capture.open(item), SamePerson.LATER))

    def _incomplete(self, item: ItemId) -> None:
        entry = entry_of(self._desk.capture.open(item), SamePerson.NEW)
        self._desk.capture.incomplete(replace(entry, reasons=("street", "town")))

    def _known(self, count: int, language: str, *, left: bool = False) -> InventedPerson:
        """Somebody of that language with an e-mail address: a customer, or one whose contract has ended.

        Among few people there may be none such; then anybody of that language, else anybody.
        """
        speaking = [each for each in self._people if each.language == language and each.email]
        known = [each for each in speaking if (each.end is not None) is left]
        some = known or speaking or self._people
        return some[count % len(some)]

    def _person_id(self, person: InventedPerson) -> PersonId:
        return self._desk.people.search(person.user_number, 1)[0].id

    def _requests(self) -> None:
        asked = (
            (27, "de", Channel.EMAIL, (Right.ACCESS,)),
            (19, "it", Channel.EMAIL, (Right.ERASURE, Right.ACCESS, Right.WITHDRAWAL, Right.OBJECTION)),
            (14, "de", Channel.PHONE, (Right.RECTIFICATION,)),
            (7, "fr", Channel.POST, (Right.ACCESS,)),
            (1, "en", Channel.COUNTER, (Right.OBJECTION,)),
        )
        for count, (days, language, channel, rights) in enumerate(asked):
            person = self._person_id(self._known(40 + 7 * count, language, left=Right.ERASURE in rights))
            received = self._today - timedelta(days=days)
            case = self._desk.requests.open(NewRequest(person, dict.fromkeys(rights, ""), channel, received))
            if count < 2:
                self._desk.requests.check_identity(case.id, IdentityMethod.CARD_SEEN, True)
            if Right.WITHDRAWAL in rights:
                self._desk.requests.decide(case.id, Right.WITHDRAWAL, Outcome.GRANTED)

    def _todays_files(self) -> dict[str, bytes]:
        papers, at = self._papers, self._clock.now() - timedelta(hours=3)
        new = {language: self._stranger(language) for language in ("fr", "de", "it", "en")}
        known = self._known(3, "de")
        change = {
            "user_number": known.user_number, "last_name": known.last_name, "first_name": known.first_name,
            "phone_mobile": "079 555 01 47", "valid_from": f"{self._today:%d.%m.%Y}",
        }  # fmt: skip
        leaving = self._known(5, "it")
        end = {
            "user_number": leaving.user_number, "last_name": leaving.last_name, "first_name": leaving.first_name,
            "end": f"{self._today + timedelta(days=8):%d.%m.%Y}", "iban": "CH93 0076 2011 6238 5295 7",
            "account_holder": f"{leaving.first_name} {leaving.last_name}", "street": leaving.street,
            "number": leaving.number, "postcode": leaving.postcode, "town": leaving.town,
        }  # fmt: skip
        consenting = self._known(9, "fr")
        consent = {
            "user_number": consenting.user_number, "last_name": consenting.last_name,
            "first_name": consenting.first_name, "wants_information": "no", "wants_service_notices": "yes",
        }  # fmt: skip
        asking = self._known(11, "fr")
        mailed = papers.filled("registration", "en", papers.registration(new["en"]))
        mail = papers.mail(
            new["en"], at, "My registration", "Hello,\n\nplease find my form attached.\n\nKind regards",
            [Attachment("registration.pdf", "application/pdf", mailed)],
        )  # fmt: skip
        bare = papers.registration(self._strangers.pop(), street="", number="", town="", postcode="")
        return {
            "registration-fr.pdf": papers.filled("registration", "fr", papers.registration(new["fr"])),
            "registration-de.pdf": papers.filled("registration", "de", papers.registration(new["de"])),
            "registration-it.tif": papers.scanned(
                "registration", "it", papers.registration(new["it"]), "image/tiff", 3
            ),
            "registration-en.eml": mail,
            "change-de.pdf": papers.filled("change-of-details", "de", change),
            "end-it.jpg": papers.scanned("end-of-contract", "it", end, "image/jpeg", 5),
            "consent-fr.pdf": papers.filled("consent", "fr", consent),
            "request-fr.eml": papers.request_mail(asking, at),
            "registration-no-address.pdf": papers.filled("registration", bare["language"], bare),
            "broken.pdf": mailed[: len(mailed) // 3],
        }

    def _stranger(self, language: str) -> InventedPerson:
        place = next(
            count for count, each in enumerate(self._strangers) if each.language == language and each.email
        )
        return self._strangers.pop(place)

    def _caller(self) -> PersonId:
        """Somebody with years of activity, found as a clerk finds them."""
        active = [each for each in self._people if each.language == "fr" and each.email and each.end is None]
        known = min(active, key=lambda each: each.start)
        hits = self._desk.people.search(f"{known.first_name.lower()} {known.last_name.lower()}", 5)
        caller = next(hit.id for hit in hits if hit.user_number == known.user_number)
        self._desk.people.open(caller, Purpose.ANSWER_CALL)
        return caller

    def _call(self, caller: PersonId) -> Case:
        desk = self._desk
        sheet = desk.calls.start(caller)
        wishes = frozenset({Right.ACCESS, Right.RECTIFICATION})
        questions = desk.calls.questions(caller)
        sheet = replace(
            sheet,
            person_id=caller,
            answers={question.key: True for question in questions[: desk.calls.needed(caller, wishes)]},
            wishes=wishes,
            changes={PersonField.PHONE_LANDLINE: "+41215550812"},
            notes="Asks for a copy of everything by post. New landline since this month.",
        )
        desk.calls.keep(sheet)
        case = desk.calls.open_request(sheet)
        self._tell(f"Request {case.number}, due {case.deadline.legal}")
        return desk.requests.rectify(
            case.id, sheet.changes, "told in the call, identity checked by questions"
        )

    def _report(self, caller: PersonId, case: Case, path: Path) -> tuple[MadeReport, Case]:
        reports = self._desk.reports
        self._desk.requests.decide(case.id, Right.ACCESS, Outcome.GRANTED)
        made = reports.make(reports.prepare(caller, case_id=case.id))
        path.unlink(missing_ok=True)
        answered = reports.hand_out(made, HandOut.PRINTED, case.id)
        assert answered is not None
        path.write_bytes(made.pdf)
        self._tell(f"Report {made.reference}, {made.pages} pages")
        letter = answered.letters[-1]
        self._desk.requests.record_answer(
            answered.id, channel=Channel.POST, on=self._desk.clock.today(), document_id=letter.document_id
        )
        return made, self._desk.requests.close(answered.id)

    def _unfinished_call(self) -> None:
        person = self._person_id(self._known(17, "it"))
        sheet = self._desk.calls.start(person)
        notes = "Line dropped while she was spelling her new address."
        self._desk.calls.finish_later(
            replace(sheet, person_id=person, notes=notes, wishes=frozenset({Right.RECTIFICATION}))
        )


def entry_of(sheet: CaptureSheet, same: SamePerson | None = SamePerson.LATER) -> FormEntry:
    """The form as read, saved without a change."""
    assert sheet.item.template is not None
    assert sheet.item.state is not ItemState.NOT_READ
    return FormEntry(
        item_id=sheet.item.id,
        template=sheet.item.template,
        values={key: reading.value for key, reading in sheet.values.items()},
        channel=sheet.channel,
        received_on=sheet.received_on,
        source=sheet.source,
        agency_id=sheet.agency_id,
        notice_version=sheet.notice_version,
        paper_place=sheet.paper_place or "Binder 2026-14",
        same_person=same,
    )
