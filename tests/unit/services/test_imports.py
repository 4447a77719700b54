# SPDX-License-Identifier: MIT
"""Tables come in once, in short transactions; what cannot come in is kept with its reason."""

import csv
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from privdesk.domain.activity import ActivityKind, SurveyAnswer, TopUp, Usage
from privdesk.domain.audit import Action
from privdesk.domain.errors import Cancelled, FileNotReadableError
from privdesk.domain.imports import (
    ColumnMapping,
    ImportCounts,
    ImportKind,
    MappingIncompleteError,
    MappingUnknownError,
)
from privdesk.domain.inbox import ItemState
from privdesk.domain.people import PersonField
from privdesk.services.explain import describe
from privdesk.services.import_fields import suggested
from privdesk.services.imports import Imports
from privdesk.services.inbox import Inbox
from privdesk.services.progress import NoProgress
from privdesk.storage.write_gate import Priority
from tests.storage_fixtures import STAFF, an_origin
from tests.unit.services.places import ZOE, Desk

AGENCIES = """agency number;agency name;town;building number;building street;building postcode;building town
A-1;Régie du Lac;Lausanne;B-1;Rue de Bourg 14;1003;Lausanne
A-1;Régie du Lac;Lausanne;B-2;Rue Centrale 3;1003;Lausanne
A-2;Immo Sud;Lugano;;;;
;Namenlos;Bern;;;;
"""
PEOPLE = """Kundennummer;Nachname;Vorname;Strasse;Hausnummer;PLZ;Ort;E-Mail;Mobiltelefon;Sprache;Verwaltung;Beginn
1001;Keller;Zoë;Rue de Bourg;14;1003;Lausanne;zoe@example.ch;079 555 01 47;Französisch;A-1;01.05.2024
1002;Rossi;Ugo;Via Roma;2;6900;Lugano;ugo@example.ch;;it;A-2;2024-06-01
1003;;Max;;;;;;;;;2024-06-01
1004;Muster;Max;Gasse;1;3011;Bern;kein;;de;;2024-06-01
1005;Meier;Ida;Gasse;2;3011;Bern;;;de;A-9;2024-06-01
"""


PEOPLE_OUT_OF_TURN = """Kundennummer;Nachname;Vorname;Strasse;Hausnummer;PLZ;Ort;Beginn
1003;;Max;;;;;2024-06-01
1001;Keller;Zoë;Rue de Bourg;14;1003;Lausanne;01.05.2024
"""


def write(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def run(desk: Desk, kind: ImportKind, path: Path) -> ImportCounts:
    imports = Imports(desk.place)
    return imports.run(kind, path, imports.inspect(kind, path).mapping).counts


def agencies(desk: Desk, folder: Path) -> None:
    run(desk, ImportKind.AGENCIES, write(folder, AGENCIES, "agencies.csv"))


def test_agencies_come_with_their_buildings(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path, AGENCIES)
    assert run(desk, ImportKind.AGENCIES, path) == ImportCounts(read=4, new=3, rejected=1)
    with desk.records.open_reading() as records:
        found = {each.agency.name: each.buildings for each in records.agencies.summaries()}
        building = records.agencies.building_by_number("B-1")
    assert found == {"Régie du Lac": 2, "Immo Sud": 0}
    assert building is not None
    assert building.street == "Rue de Bourg 14"


def test_columns_are_understood_in_four_languages() -> None:
    french = ("no client", "nom", "prénom", "rue", "numéro", "NPA", "localité", "langue", "gérance", "début")
    assert suggested(ImportKind.PEOPLE, french).columns == {
        "user_number": "no client", "last_name": "nom", "first_name": "prénom", "street": "rue",
        "number": "numéro", "postcode": "NPA", "town": "localité", "language": "langue", "agency": "gérance",
        "start": "début",
    }  # fmt: skip
    italian = ("numero utente", "cognome", "nome", "via", "CAP", "località")
    assert suggested(ImportKind.PEOPLE, italian).columns["first_name"] == "nome"
    german = ("Name", "Vorname", "Kundennummer")
    assert suggested(ImportKind.PEOPLE, german).columns["last_name"] == "Name"


def test_people_come_with_contracts_and_rejects_keep_their_reasons(desk: Desk, tmp_path: Path) -> None:
    agencies(desk, tmp_path)
    path = write(tmp_path, PEOPLE)
    imports = Imports(desk.place)
    inspection = imports.inspect(ImportKind.PEOPLE, path)
    assert (inspection.total, inspection.known, inspection.remembered) == (5, None, False)
    dry = imports.dry_run(ImportKind.PEOPLE, path, inspection.mapping)
    assert dry.counts == ImportCounts(read=5, new=2, rejected=3)
    assert [(each.row, each.field, each.reason) for each in dry.rejects] == [
        (3, "last_name", "missing"), (4, "email", "email_form"), (5, "agency", "agency_unknown"),
    ]  # fmt: skip
    with desk.records.open_reading() as records:
        assert records.people.count() == 0
    done = imports.run(ImportKind.PEOPLE, path, inspection.mapping)
    assert done.counts == dry.counts
    assert done.ended_at is not None
    with desk.records.open_reading() as records:
        contract = records.contracts.by_user_number("1001")
        assert contract is not None
        person = records.people.get(contract.person_id)
        (mobile,) = [
            each for each in records.people.history(person.id) if each.field is PersonField.PHONE_MOBILE
        ]
    assert (person.fact(PersonField.LANGUAGE), person.fact(PersonField.COUNTRY)) == ("fr", "CH")
    assert (mobile.value, mobile.origin.reference) == ("+41795550147", "table.csv")
    assert imports.inspect(ImportKind.PEOPLE, path).remembered


def test_a_dry_run_sees_rows_before_as_the_run_does(desk: Desk, tmp_path: Path) -> None:
    lines = [f"{5000 + n};Fam{n};Vor{n};2024-06-01" for n in range(120)]
    twice = ["5000;Fam0;Vor0;2024-06-01", "5001;Fam1;Vor1;2024-06-01"]
    path = write(tmp_path, "\n".join(["Kundennummer;Nachname;Vorname;Beginn", *lines, *twice]) + "\n")
    imports = Imports(desk.place)
    mapping = imports.inspect(ImportKind.PEOPLE, path).mapping
    dry = imports.dry_run(ImportKind.PEOPLE, path, mapping)
    assert dry.counts == imports.run(ImportKind.PEOPLE, path, mapping).counts
    assert (dry.counts.new, dry.counts.unchanged) == (120, 2)


def test_a_dry_run_makes_way_for_somebody_at_the_desk(desk: Desk, tmp_path: Path) -> None:
    lines = [f"{5000 + n};Fam{n};Vor{n};2024-06-01" for n in range(120)]
    path = write(tmp_path, "\n".join(["Kundennummer;Nachname;Vorname;Beginn", *lines]) + "\n")
    database = desk.records.database
    runs = partial(database.work, STAFF, desk.records.clock, Priority.RUN)
    imports = Imports(replace(desk.place, runs=runs))
    order: list[str] = []

    def save() -> None:
        with desk.records.open_work():
            order.append("saved")

    clerk = Thread(target=save)

    class Watching(NoProgress):
        def report(self, done: int, total: int) -> None:
            order.append("tried")
            if not clerk.ident:
                clerk.start()
                while not database.person_waits:
                    pass

    imports.dry_run(ImportKind.PEOPLE, path, imports.inspect(ImportKind.PEOPLE, path).mapping, Watching())
    clerk.join(10)
    assert order[:2] == ["tried", "saved"]
    assert order.count("tried") > 1


def test_the_same_file_twice_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    agencies(desk, tmp_path)
    path = write(tmp_path, PEOPLE)
    first = run(desk, ImportKind.PEOPLE, path)
    second = run(desk, ImportKind.PEOPLE, path)
    assert second == ImportCounts(read=5, unchanged=2, rejected=first.rejected)
    with desk.records.open_reading() as records:
        assert records.people.count() == 2
    third = run(desk, ImportKind.PEOPLE, write(tmp_path, PEOPLE + "\n", "copy.csv"))
    assert (third.new, third.changed, third.unchanged) == (0, 0, 2)


def test_a_later_correction_is_not_undone_by_the_old_file(desk: Desk, tmp_path: Path) -> None:
    agencies(desk, tmp_path)
    path = write(tmp_path, PEOPLE)
    run(desk, ImportKind.PEOPLE, path)
    with desk.records.open_work() as work:
        person_id = work.contracts.by_user_numbers(["1001"])["1001"]
        work.people.change(person_id, {PersonField.STREET: "Avenue de la Gare"}, an_origin("F-26-00099"))
        work.audit.record(desk.actions()[0])
        work.commit()
    run(desk, ImportKind.PEOPLE, path)
    assert desk.fact(person_id, PersonField.STREET) == "Avenue de la Gare"


def test_changed_values_change_and_empty_cells_leave(desk: Desk, tmp_path: Path) -> None:
    known = desk.add_person(user_number="1001")
    text = (
        "user number;last name;first name;street;number;postcode;town;email;start\n"
        "1001;Keller;Zoë;Seestrasse;3;8002;Zürich;;2024-05-01\n"
    )
    assert run(desk, ImportKind.PEOPLE, write(tmp_path, text)) == ImportCounts(read=1, changed=1)
    assert desk.fact(known, PersonField.TOWN) == "Zürich"
    assert desk.fact(known, PersonField.EMAIL) == ZOE[PersonField.EMAIL]


def test_who_looks_like_somebody_on_file_is_not_taken(desk: Desk, tmp_path: Path) -> None:
    desk.add_person()
    head = "last name;first name;street;number;postcode;town;email;user number;start\n"
    exact = "Keller;Zoe;Rue de Bourg;14;1003;Lausanne;zoe.keller@example.ch;;\n"
    near = "Kellner;Zoë;Rue de Bourg;14;1003;Lausanne;zoe.keller@example.ch;7000;2026-01-01\n"
    other = "Rossi;Ugo;Via Roma;2;6900;Lugano;ugo@example.ch;7001;2026-01-01\n"
    done = run(desk, ImportKind.PEOPLE, write(tmp_path, head + exact + near + other))
    assert (done.new, done.doubtful, done.changed + done.unchanged) == (1, 1, 1)


def test_a_number_of_quite_another_name_is_rejected(desk: Desk, tmp_path: Path) -> None:
    desk.add_person(user_number="1001")
    text = "user number;last name;first name;start\n1001;Rossi;Ugo;2024-01-01\n"
    imports = Imports(desk.place)
    path = write(tmp_path, text)
    done = imports.run(ImportKind.PEOPLE, path, imports.inspect(ImportKind.PEOPLE, path).mapping)
    (reject,) = imports.rejects(done.id)
    assert (reject.reason, reject.values["last name"]) == ("number_of_other", "Rossi")
    assert imports.reject_sentence(reject).startswith("User number: ")


def test_activity_finds_its_person_and_keeps_the_offices_time(desk: Desk, tmp_path: Path) -> None:
    known = desk.add_person(user_number="1001")
    text = (
        "user number;at;method;amount;currency;balance\n"
        "1001;24.03.2026 18:30;TWINT;20.00;CHF;27.80\n"
        "1001;2026-07-01T08:00:00+00:00;card;1’050,5;EUR;\n"
        "9999;2026-03-24 18:30;TWINT;20.00;CHF;\n"
        "1001;soon;TWINT;20.00;CHF;\n"
        "1001;2026-03-24 18:30;TWINT;much;CHF;\n"
    )
    path = write(tmp_path, text)
    assert run(desk, ImportKind.TOP_UPS, path) == ImportCounts(read=5, new=2, rejected=3)
    with desk.records.open_reading() as records:
        later, earlier = records.activity.of_person(known, ActivityKind.TOP_UP, 10)
    assert isinstance(earlier, TopUp)
    assert isinstance(later, TopUp)
    assert (earlier.at.isoformat(), earlier.amount, earlier.balance_after) == (
        "2026-03-24T17:30:00+00:00",
        2000,
        2780,
    )
    assert (later.at.isoformat(), later.amount, later.currency) == (
        "2026-07-01T08:00:00+00:00",
        105050,
        "EUR",
    )
    assert run(desk, ImportKind.TOP_UPS, write(tmp_path, text + "\n", "again.csv")).unchanged == 2


def test_rows_rejected_before_come_in_once_their_person_is_known(desk: Desk, tmp_path: Path) -> None:
    text = "user number;at;product;machine_type;machine;duration;amount\n1001;2026-03-24 18:30;P1;Washing;2;54;2.80\n"
    path = write(tmp_path, text)
    assert run(desk, ImportKind.USAGES, path).rejected == 1
    known = desk.add_person(user_number="1001")
    assert run(desk, ImportKind.USAGES, path) == ImportCounts(read=1, new=1)
    assert run(desk, ImportKind.USAGES, path) == ImportCounts(read=1, unchanged=1)
    with desk.records.open_reading() as records:
        (usage,) = records.activity.of_person(known, ActivityKind.USAGE, 10)
    assert isinstance(usage, Usage)
    assert (usage.duration, usage.amount, usage.currency) == (54, 280, "CHF")


def test_surveys_take_each_question_from_its_column(desk: Desk, tmp_path: Path) -> None:
    known = desk.add_person(user_number="1001")
    line = '{"user number": "1001", "at": "2026-03-24 18:30", "survey": "2026", "answers": {"Happy?": "5", "Why?": ""}}'
    assert run(desk, ImportKind.SURVEYS, write(tmp_path, line, "surveys.jsonl")).new == 1
    with desk.records.open_reading() as records:
        (answer,) = records.activity.of_person(known, ActivityKind.SURVEY, 10)
    assert isinstance(answer, SurveyAnswer)
    assert answer.answers == (("Happy?", "5"),)


def test_electronic_forms_become_items_with_exact_values(desk: Desk, tmp_path: Path) -> None:
    agency = desk.add_agency()
    text = (
        '[{"form": "registration", "last_name": "Keller", "first_name": "Zoë", "street": "Rue de Bourg",'
        '"number": "14", "postcode": 1003, "town": "Lausanne", "language": "fr", "start": "01.12.2026",'
        '"agency": "Régie du Lac", "wants_information": true, "received": "2026-11-20"},'
        '{"form": "registration", "last_name": "Rossi"}, {"form": "nothing", "last_name": "X"}]'
    )
    assert run(desk, ImportKind.FORMS, write(tmp_path, text, "forms.json")) == ImportCounts(
        read=3, new=2, rejected=1
    )
    ready, look = Inbox(desk.place).items()
    assert (ready.state, look.state) == (ItemState.READY, ItemState.LOOK)
    assert (ready.readings["start"].value, ready.readings["wants_information"].value) == ("2026-12-01", "yes")
    assert (ready.agency_id, ready.received_on.isoformat(), ready.channel.value) == (
        agency.id,
        "2026-11-20",
        "web",
    )
    assert len(desk.sealer.settled) == 1


def test_a_stopped_run_goes_on_where_it_was(desk: Desk, tmp_path: Path) -> None:
    class Stop(NoProgress):
        def raise_if_cancelled(self) -> None:
            if self.done:
                raise Cancelled

        def report(self, done: int, total: int) -> None:
            self.done = done

        done = 0

    desk.add_person(user_number="1001")
    rows = "".join(f"1001;2026-03-{1 + n % 28:02d} 18:{n % 60:02d};TWINT;{n}.00\n" for n in range(1, 200))
    path = write(tmp_path, "user number;at;method;amount\n" + rows)
    imports = Imports(desk.place)
    mapping = imports.inspect(ImportKind.TOP_UPS, path).mapping
    with pytest.raises(Cancelled):
        imports.run(ImportKind.TOP_UPS, path, mapping, Stop())
    (stopped,) = imports.recent()
    assert stopped.ended_at is None
    assert 0 < stopped.next_row < 199
    done = imports.run(ImportKind.TOP_UPS, path, mapping)
    assert (done.id, done.counts.new, done.counts.read) == (stopped.id, 199, 199)
    actions = [event.action for event in desk.actions(Action.IMPORT_STARTED, Action.IMPORT_ENDED)]
    assert actions == [Action.IMPORT_STARTED, Action.IMPORT_ENDED, Action.IMPORT_ENDED]


def test_a_second_run_cut_off_in_the_middle_takes_only_what_was_rejected(desk: Desk, tmp_path: Path) -> None:
    """The rest of the old file must not come again over a correction made since."""

    class Cut(NoProgress):
        def report(self, done: int, total: int) -> None:
            raise Cancelled

    imports = Imports(desk.place)
    path = write(tmp_path, PEOPLE_OUT_OF_TURN)
    mapping = imports.inspect(ImportKind.PEOPLE, path).mapping
    assert imports.run(ImportKind.PEOPLE, path, mapping).counts.rejected == 1
    with desk.records.open_work() as work:
        person_id = work.contracts.by_user_numbers(["1001"])["1001"]
        work.people.change(person_id, {PersonField.STREET: "Avenue de la Gare"}, an_origin("F-26-00099"))
        work.audit.record(desk.actions()[0])
        work.commit()
    with pytest.raises(Cancelled):
        imports.run(ImportKind.PEOPLE, path, mapping, Cut())
    assert imports.recent()[0].ended_at is None
    done = imports.run(ImportKind.PEOPLE, path, mapping)
    assert desk.fact(person_id, PersonField.STREET) == "Avenue de la Gare"
    assert (done.counts.changed, done.counts.unchanged, done.counts.rejected) == (0, 1, 1)
    assert [reject.row for reject in imports.rejects(done.id)] == [1]


def test_a_mapping_without_a_mandatory_field_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path, "a;b\n1;2\n")
    with pytest.raises(MappingIncompleteError) as incomplete:
        Imports(desk.place).run(ImportKind.PEOPLE, path, ColumnMapping({"last_name": "a"}))
    assert incomplete.value.fields == ("first_name",)


@pytest.mark.parametrize(
    ("columns", "constants", "slip"),
    [
        ({"last_name": "Nachname", "first_name": "Vorname", "email": "E-Mial"}, {}, "E-Mial"),
        ({"last_name": "Nachname", "first_name": "Vorname", "emial": "E-Mail"}, {}, "emial"),
        ({"last_name": "Nachname", "first_name": "Vorname"}, {"contry": "CH"}, "contry"),
    ],
)
def test_a_slip_in_the_mapping_is_refused_and_named(
    desk: Desk, tmp_path: Path, columns: dict[str, str], constants: dict[str, str], slip: str
) -> None:
    path = write(tmp_path, PEOPLE)
    for take in (Imports(desk.place).dry_run, Imports(desk.place).run):
        with pytest.raises(MappingUnknownError) as refused:
            take(ImportKind.PEOPLE, path, ColumnMapping(columns, constants))
        assert slip in describe(refused.value).sentence()
    assert not Imports(desk.place).inspect(ImportKind.PEOPLE, path).remembered


def test_a_field_without_a_column_is_named_as_this_kind_of_file_names_it(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path, "a;b\n1;2\n")
    with pytest.raises(MappingIncompleteError) as incomplete:
        Imports(desk.place).run(ImportKind.AGENCIES, path, ColumnMapping({"name": "a"}))
    assert "House" not in describe(incomplete.value).sentence()


def test_the_reason_of_a_reject_is_a_whole_sentence(desk: Desk, tmp_path: Path) -> None:
    text = "Nachname;Vorname;PLZ;Land;IBAN\nKeller;Zoë;80000;CH;\nKeller;Zoë;;CH;CH93\n"
    path = write(tmp_path, text)
    imports = Imports(desk.place)
    done = imports.run(ImportKind.PEOPLE, path, imports.inspect(ImportKind.PEOPLE, path).mapping)
    sentences = [imports.reject_sentence(each) for each in imports.rejects(done.id)]
    assert len(sentences) == 2
    assert not [each for each in sentences if "…" in each or "{" in each]


def test_a_file_that_is_not_there_is_said_so(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(FileNotReadableError) as refused:
        Imports(desk.place).inspect(ImportKind.PEOPLE, tmp_path / "none.csv")
    assert "not there" in describe(refused.value).sentence()


def test_exported_rejects_hold_no_formula(desk: Desk, tmp_path: Path) -> None:
    text = "user number;last name;first name;phone\n=cmd|'/c calc'!A1;;@SUM(A1);+41 21 555 01 47\n"
    path = write(tmp_path, text)
    imports = Imports(desk.place)
    done = imports.run(ImportKind.PEOPLE, path, imports.inspect(ImportKind.PEOPLE, path).mapping)
    target = tmp_path / "rejects.csv"
    assert imports.export_rejects(done.id, target) == 1
    _head, cells = csv.reader(target.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    assert cells[:4] == ["'=cmd|'/c calc'!A1", "", "'@SUM(A1)", "+41 21 555 01 47"]
    assert "Last name" in cells[5]
    (event,) = desk.actions(Action.REJECTS_EXPORTED)
    assert event.count == 1


def test_a_line_that_is_no_json_is_a_reject_and_the_others_come_in(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "agencies.jsonl"
    path.write_text(
        '{"number": "A-1", "name": "Eins"}\n{"number": \n{"number": "A-3", "name": "Drei"}\n', "utf-8"
    )
    imports = Imports(desk.place)
    mapping = ColumnMapping({"number": "number", "name": "name"})
    tried = imports.dry_run(ImportKind.AGENCIES, path, mapping)
    run = imports.run(ImportKind.AGENCIES, path, mapping)
    assert (run.counts.read, run.counts.new, run.counts.rejected) == (3, 2, 1)
    assert tried.counts == run.counts
    (reject,) = imports.rejects(run.id)
    assert (reject.row, reject.reason, reject.values["number"]) == (2, "row_unread", '{"number":')
    assert imports.reject_sentence(reject, ImportKind.AGENCIES).startswith(
        "This line of the file cannot be read"
    )
