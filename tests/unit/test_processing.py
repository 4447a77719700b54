# SPDX-License-Identifier: MIT
"""The record of processing holds every element of GDPR Art. 30(1) and FADP Art. 12(2), or names what is missing."""

from dataclasses import replace
from datetime import date

import pytest

from privdesk.domain.agencies import Agency, AgencyId
from privdesk.domain.catalogue import Catalogue, DataGroup, Office, PurposeEntry, Recipient, RecipientKind
from privdesk.domain.disclosure.document import GridTable
from privdesk.domain.processing import (
    AGENCIES_BY_NAME,
    GapKind,
    OfficeStatements,
    ProcessingRecord,
    needs_safeguard,
    processing_record,
)
from privdesk.resources import resource_toml
from privdesk.services.catalogue import default_catalogue
from privdesk.services.figures_words import figure_words
from privdesk.services.processing_paper import processing_paper, table_head, table_rows
from privdesk.services.processing_words import LETTERS, gap_words, persons_of_groups, processing_words

DAY = date(2026, 11, 23)
OFFICE = Office(
    "Lavarelle SA", "Chemin des Tilleuls 12", "1006", "Lausanne", phone="+41215550400",
    email="desk@lavarelle.example", privacy_contact="C. Maillard",
)  # fmt: skip
SAID = OfficeStatements("none", "none", "visitors", "The office is locked.")
CLAUSES = {"de": "Standardklauseln", "fr": "clauses types", "it": "clausole tipo", "en": "standard clauses"}
HOST = Recipient("host", "Nordlicht Hosting GmbH", RecipientKind.HOSTING, "Hamburg", "DE")
SUPPORT = Recipient("support", "Pacific Support Inc.", RecipientKind.SUPPORT, "", "US", CLAUSES)
EVERYBODY = (
    HOST, SUPPORT, Recipient("pay", "PayNow AG", RecipientKind.PAYMENT, "", "CH"),
    Recipient("print", "Druckwerk AG", RecipientKind.PRINT, "", "CH"),
    Recipient("court", "District court", RecipientKind.AUTHORITY, "", "CH"),
)  # fmt: skip
AGENCY = Agency(AgencyId(1), "A-1", "Régie du Lac")
LANGUAGES = ("de", "fr", "it", "en")


def record(
    catalogue: Catalogue | None = None,
    office: Office = OFFICE,
    said: OfficeStatements = SAID,
    agencies: tuple[Agency, ...] = (AGENCY,),
) -> ProcessingRecord:
    held = catalogue or replace(default_catalogue("CH"), recipients=EVERYBODY)
    return processing_record(office, held, agencies, persons_of_groups(), said, DAY, date(2026, 11, 20))


def kinds(found: ProcessingRecord) -> set[GapKind]:
    return {gap.kind for gap in found.gaps}


def changed(catalogue: Catalogue, key: str, **values: object) -> Catalogue:
    groups = tuple(
        replace(each, **values) if each.key == key else each  # type: ignore[arg-type]
        for each in catalogue.groups
    )
    return replace(catalogue, groups=groups)


def test_a_whole_catalogue_has_no_gap_and_an_activity_for_each_purpose() -> None:
    found = record()
    assert found.gaps == ()
    assert [each.purpose.key for each in found.activities] == [
        each.key for each in default_catalogue("CH").purposes
    ]
    assert all(each.groups and each.persons and each.recipients for each in found.activities)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_element_of_both_laws_stands_in_each_activity(language: str) -> None:
    words = processing_words(language, "ch-fadp", "CH")
    paper = processing_paper(record(), words)
    for activity in record().activities:
        section = paper.section(f"purpose.{activity.purpose.key}")
        assert section is not None
        (grid,) = section.blocks
        assert isinstance(grid, GridTable)
        articles = " ".join(row[2] for row in grid.rows)
        for letter in "bcdefg":
            assert words("law_gdpr", letter=letter) in articles
            assert words("law_fadp", letter=letter) in articles
        assert all(all(cell for cell in row[:2]) for row in grid.rows)
    first = str(paper.section("controller"))
    assert words("law_gdpr", letter="a") in first
    assert words("law_fadp", letter="a") in first
    assert "Lavarelle SA" in first
    assert "C. Maillard" in first


def test_the_letters_of_both_laws_are_all_there_once() -> None:
    assert {gdpr for gdpr, _fadp in LETTERS.values()} == set("abcdefg")
    assert {fadp for _gdpr, fadp in LETTERS.values()} == set("abcdefg")


def test_the_british_office_cites_its_own_law() -> None:
    words = processing_words("en", "uk-gdpr", "GB")
    office = replace(OFFICE, country="GB", regime="uk-gdpr")
    head = " ".join(table_head(words, office.regime))
    assert "UK GDPR Art. 30(1)(b)" in head


@pytest.mark.parametrize(
    ("office", "said", "gap"),
    [
        (replace(OFFICE, street=""), SAID, GapKind.ADDRESS),
        (replace(OFFICE, phone="", email=""), SAID, GapKind.REACH),
        (replace(OFFICE, privacy_contact=""), SAID, GapKind.PRIVACY_CONTACT),
        (OFFICE, replace(SAID, joint_controllers=""), GapKind.JOINT),
        (OFFICE, replace(SAID, representative=""), GapKind.REPRESENTATIVE),
        (OFFICE, replace(SAID, measures=""), GapKind.MEASURES),
    ],
)
def test_what_the_office_did_not_say_is_named(office: Office, said: OfficeStatements, gap: GapKind) -> None:
    assert kinds(record(office=office, said=said)) == {gap}


@pytest.mark.parametrize(
    ("values", "gap"),
    [
        ({"basis": {}}, GapKind.BASIS),
        ({"basis": {"en": ""}}, GapKind.BASIS),
        ({"fields": ()}, GapKind.FIELDS),
        ({"rule": "of nobody"}, GapKind.PERIOD),
        ({"purposes": ()}, GapKind.GROUP_UNUSED),
    ],
)
def test_what_a_data_group_lacks_is_named_and_nothing_is_made_up(
    values: dict[str, object], gap: GapKind
) -> None:
    held = changed(replace(default_catalogue("CH"), recipients=EVERYBODY), "topups", **values)
    found = record(held)
    assert kinds(found) == {gap}
    words = processing_words("en", "ch-fadp", "CH")
    (missing,) = {gap_words(each, words) for each in found.gaps}
    assert "Credit top-ups" in missing
    table = "\n".join("\n".join(row) for row in table_rows(found, words))
    assert missing in table


def test_a_rule_without_its_reason_is_named() -> None:
    held = replace(default_catalogue("CH"), recipients=EVERYBODY)
    rules = tuple(replace(rule, basis={}) if rule.key == "surveys" else rule for rule in held.rules)
    assert kinds(record(replace(held, rules=rules))) == {GapKind.PERIOD_BASIS}


def test_a_purpose_that_no_group_names_is_named() -> None:
    held = replace(default_catalogue("CH"), recipients=EVERYBODY)
    held = replace(held, purposes=(*held.purposes, PurposeEntry("lottery", {"en": "to run a lottery"})))
    found = record(held)
    assert kinds(found) == {GapKind.PURPOSE_EMPTY}
    assert found.activities[-1].groups == ()


def test_recipients_without_name_country_or_safeguard_are_named() -> None:
    held = default_catalogue("CH")
    unknown = replace(HOST, country="")
    unguarded = replace(SUPPORT, safeguard={})
    found = record(replace(held, recipients=(unknown, unguarded, *EVERYBODY[2:4])))
    assert kinds(found) == {GapKind.COUNTRY, GapKind.SAFEGUARD, GapKind.RECIPIENT_NAME}
    words = processing_words("en", "ch-fadp", "CH")
    told = [gap_words(each, words) for each in found.gaps]
    assert "Recipient “Nordlicht Hosting GmbH”: country" in told
    assert "Recipient “Pacific Support Inc.”: safeguard or decision on adequacy" in told
    assert "Recipients “authority on legal order”: nobody entered by name" in told
    assert len(told) == 3


def test_a_recipient_that_ended_and_an_agency_that_left_are_not_recipients_any_more() -> None:
    yesterday = date(2026, 11, 22)
    held = replace(
        default_catalogue("CH"), recipients=(replace(HOST, until=yesterday), *EVERYBODY[1:], )
    )  # fmt: skip
    left = Agency(AgencyId(2), "A-2", "Immo Nord", until=yesterday)
    found = record(held, agencies=(AGENCY, left))
    names = {use.name for activity in found.activities for use in activity.recipients}
    assert "Immo Nord" not in names
    assert HOST.name not in names
    assert kinds(found) == {GapKind.RECIPIENT_NAME}


def test_many_agencies_are_counted_by_country() -> None:
    agencies = tuple(
        Agency(AgencyId(number), f"A-{number}", f"Agency {number}", country="FR" if number == 1 else "CH")
        for number in range(1, AGENCIES_BY_NAME + 2)
    )
    found = record(agencies=agencies)
    counted = [
        (use.country, use.count) for use in found.activities[0].recipients if use.kind is RecipientKind.AGENCY
    ]
    assert counted == [("CH", AGENCIES_BY_NAME), ("FR", 1)]


@pytest.mark.parametrize(
    ("office", "there", "needed"),
    [
        ("CH", "CH", False), ("CH", "DE", False), ("DE", "CH", False), ("DE", "FR", False), ("CH", "LI", False),
        ("CH", "US", True), ("DE", "US", True), ("DE", "GB", True), ("US", "US", False), ("US", "DE", True),
        ("CH", "", False),
    ],
)  # fmt: skip
def test_outside_the_eea_and_switzerland_a_safeguard_is_needed(office: str, there: str, needed: bool) -> None:
    assert needs_safeguard(office, there) is needed


def test_a_group_of_the_office_s_own_stands_in_the_record_and_says_where() -> None:
    camera = DataGroup(
        "camera", {"en": "Camera"}, ("protection",), {"en": "interest"}, "lookups", (), ("at",)
    )
    held = replace(default_catalogue("CH"), recipients=EVERYBODY, elsewhere=(camera,))
    words = processing_words("en", "ch-fadp", "CH")
    found = record(held)
    assert found.gaps == ()
    text = "\n".join("\n".join(row) for row in table_rows(found, words))
    assert "Camera (kept outside these records): time" in text
    assert "visitors" in text
    assert kinds(record(held, said=replace(SAID, persons=""))) == {GapKind.PERSONS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_gap_and_each_figure_has_its_words_in_each_language(language: str) -> None:
    for folder in ("processing", "figures"):
        english, own = (_keys(resource_toml(folder, f"{each}.toml")) for each in ("en", language))
        assert own - {"eu.title", "eu.file"} == english
    words = processing_words(language, "ch-fadp", "CH")
    assert all(words.has(f"gap.{kind.value}") for kind in GapKind)


def test_words_are_spelled_and_named_as_the_country_of_the_office_does() -> None:
    assert processing_words("de", "ch-fadp", "CH")("title") == "Verzeichnis der Bearbeitungstätigkeiten"
    assert processing_words("de", "gdpr", "DE")("title") == "Verzeichnis von Verarbeitungstätigkeiten"
    assert figure_words("de", "ch-fadp", "CH")("meaning") == "Was das heisst"
    assert figure_words("de", "gdpr", "DE")("meaning") == "Was das heißt"


def test_a_period_is_said_in_years_only_where_it_is_whole_years() -> None:
    held = replace(default_catalogue("CH"), recipients=EVERYBODY)
    rules = tuple(replace(rule, months=37) if rule.key == "requests" else rule for rule in held.rules)
    words = processing_words("en", "ch-fadp", "CH")
    text = "\n".join("\n".join(row) for row in table_rows(record(replace(held, rules=rules)), words))
    assert "37 months after the request was closed" in text
    assert "10 years after the end of the contract of use" in text
    assert "12 months after the entry" in text


def _keys(table: dict[str, object], before: str = "") -> set[str]:
    found: set[str] = set()
    for key, value in table.items():
        found |= _keys(value, f"{before}{key}.") if isinstance(value, dict) else {f"{before}{key}"}
    return found
