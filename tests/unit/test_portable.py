# SPDX-License-Identifier: MIT
"""The data to take along: what belongs to it, and that the file is what its schema says."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from privdesk.domain.activity import UsageMonth
from privdesk.domain.disclosure.document import GridTable
from privdesk.domain.disclosure.dossier import Dossier
from privdesk.domain.disclosure.held_activity import usage_sums
from privdesk.domain.disclosure.portable import (
    PackageHead,
    PortableTable,
    left_out,
    package_json,
    portable_tables,
)
from privdesk.domain.people import OriginKind, Person, PersonField, Source
from privdesk.services.portability_paper import group_words, portability_document, portability_wording
from tests.unit import dossiers as some
from tests.unit.json_schema import problems, unknown_words

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "portability-schema.json").read_text("utf-8"))
LANGUAGES = ("de", "fr", "it", "en")


def tables(dossier: Dossier) -> dict[str, PortableTable]:
    return {each.key: each for each in portable_tables(dossier)}


def package(dossier: Dossier, language: str = "fr") -> dict[str, Any]:
    occasion = some.occasion(language, some.case())
    words = group_words(occasion)
    head = PackageHead("R-2026-0038", some.TODAY, "FADP Art. 28", language, some.OFFICE)
    data = package_json(head, portable_tables(dossier), words, left_out(words))
    found = json.loads(data)
    assert isinstance(found, dict)
    return found


def faults(value: object) -> list[str]:
    return list(problems(value, SCHEMA, SCHEMA))


def test_the_checker_knows_every_word_of_the_schema() -> None:
    assert unknown_words(SCHEMA) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_is_what_the_schema_says(language: str) -> None:
    assert faults(package(some.dossier(language), language)) == []


def test_a_person_with_nothing_gives_a_sound_file_too() -> None:
    bare = Dossier(Person(some.ME, {}, some.moment("2026-01-01 10:00")))
    found = package(bare)
    assert faults(found) == []
    assert [group["rows"] for group in found["groups"]] == [[]] * 9


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda body: body.update(version=2), "$.version: not 1"),
        (lambda body: body.pop("law"), "$: law is missing"),
        (lambda body: body.update(made_on="24.03.2026"), "$.made_on: no date"),
        (lambda body: body.update(salary=1), "$: salary is not known"),
        (lambda body: body["groups"][2]["rows"][0].update(at="yesterday"), "$.groups[2]: fits 0 of 9"),
        (lambda body: body["groups"][4]["rows"][0].update(minutes="40"), "$.groups[4]: fits 0 of 9"),
    ],
)
def test_a_spoilt_file_does_not_pass(spoil: Callable[[dict[str, Any]], object], told: str) -> None:
    body = package(some.dossier())
    spoil(body)
    assert told in faults(body)


def test_the_schema_names_every_column_and_no_other() -> None:
    for key, table in tables(some.dossier()).items():
        items = SCHEMA["$defs"][key]["properties"]["rows"]["items"]
        row = SCHEMA["$defs"]["fact"] if "$ref" in items else items
        assert tuple(row["properties"]) == table.columns
        assert set(row["required"]) == set(table.columns)


def test_what_the_agency_or_the_office_gave_is_not_taken_along() -> None:
    fields = {row[0] for row in tables(some.dossier())["identity"].rows}
    assert PersonField.STREET.value not in fields, "the agency gave it"
    assert PersonField.LAST_NAME.value in fields
    by_office = replace(
        some.history(some.FACTS)[1], origin=some.origin("2026-01-01", OriginKind.STAFF, source=Source.OFFICE)
    )
    imported = replace(by_office, origin=replace(by_office.origin, kind=OriginKind.IMPORT))
    for version, expected in ((by_office, 0), (imported, 1)):
        found = tables(replace(some.dossier(), history=(version,)))["identity"].rows
        assert len(found) == expected


def test_a_form_that_the_agency_filled_in_stays() -> None:
    dossier = some.dossier()
    assert tables(dossier)["forms"].rows == ()
    own = replace(dossier.submissions[0], entry=replace(dossier.submissions[0].entry, source=Source.PERSON))
    rows = tables(replace(dossier, submissions=(own,)))["forms"].rows
    assert ("F-19-00812", "registration/3", "2019-04-29", "post", "town", "Lausanne") in rows


def test_earlier_and_removed_values_are_no_part_of_it() -> None:
    dossier = some.dossier()
    gone = replace(dossier.history[1], value="")
    values = [
        row[1] for row in tables(replace(dossier, history=(*dossier.history[2:], gone)))["identity"].rows
    ]
    assert "Rue du Petit-Chêne" not in values
    assert "" not in values


def test_every_observed_row_is_there_with_exact_amounts_and_utc() -> None:
    dossier = some.dossier(rows=60)
    found = tables(dossier)
    assert [len(found[key].rows) for key in ("connections", "topups", "usage")] == [60, 38, 60]
    first = next(iter(found["usage"].records()))
    assert first["at"] == "2024-04-02T17:40:00Z"
    assert (first["amount_minor"], first["currency"]) == (180, "CHF")
    empty = next(row for row in found["topups"].texts() if row[4] == "")
    assert empty[3] == "CHF"


def test_what_is_left_out_is_named() -> None:
    body = package(some.dossier(), "en")
    assert [each["key"] for each in body["left_out"]] == [
        "contract", "requests", "letters", "lookups", "duplicates", "documents", "unentered",
    ]  # fmt: skip
    assert "Contract of use" in {each["title"] for each in body["left_out"]}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("regime", ["gdpr", "uk-gdpr", "ch-fadp"])
def test_the_paper_names_law_files_and_rows_in_every_language(language: str, regime: str) -> None:
    dossier = some.dossier(language)
    plain = some.occasion(language, some.case(regime=regime))
    occasion = replace(plain, wording=portability_wording(language, regime, "CH"))
    found = portable_tables(dossier)
    paper = portability_document(dossier, occasion, found)
    text = " ".join(run.text for each in paper.letter.paragraphs for run in each.runs)
    assert {"gdpr": "20", "uk-gdpr": "20", "ch-fadp": "28"}[regime] in text
    assert "portability.json" in text
    grid = next(block for block in paper.parts[0].lead if isinstance(block, GridTable))
    assert [row[0] for row in grid.rows] == ["portability.json", *(each.file for each in found)]
    assert paper.letter.recipient[1].startswith("Zoë")


def test_every_language_has_the_same_words() -> None:
    keys = {
        language: {
            key for key in portability_wording(language, "gdpr", "DE").texts if key.startswith("portable.")
        }
        for language in LANGUAGES
    }
    assert len({frozenset(each) for each in keys.values()}) == 1
    assert len(keys["en"]) > 12


def test_monthly_sums_are_taken_along_and_stand_in_the_report() -> None:
    sums = (UsageMonth(2023, 12, "CHF", 3, 540, 1200), UsageMonth(2024, 1, "CHF", 1, 160, None))
    dossier = replace(some.dossier(), usage_months=sums)
    (table,) = [each for each in portable_tables(dossier) if each.key == "usage_sums"]
    assert table.rows == (("2023-12", 3, 540, "CHF", 1200), ("2024-01", 1, 160, "CHF", None))
    assert faults(package(dossier)) == []
    (grid,) = usage_sums(dossier, some.occasion("en"))
    assert isinstance(grid, GridTable)
    assert [row[1] for row in grid.rows] == ["3", "1"]
    assert grid.total[1] == "4"
    assert "7.00" in grid.total[2]
