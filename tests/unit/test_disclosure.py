# SPDX-License-Identifier: MIT
"""The access report as a document: complete, reconciled, decoded, in the person's words, without other people."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from privdesk.domain.cases import Case
from privdesk.domain.catalogue import Office
from privdesk.domain.disclosure import elements
from privdesk.domain.disclosure.assembly import SUMMARY, assemble
from privdesk.domain.disclosure.document import (
    FactTable,
    Figure,
    GridTable,
    Heading,
    Letter,
    Paragraph,
    ReportDocument,
    as_json,
    from_json,
)
from privdesk.domain.disclosure.dossier import Dossier, GroupKey, Merged, Occasion
from privdesk.domain.disclosure.letter import salutation
from privdesk.domain.disclosure.periods import kept_until, period_of
from privdesk.domain.people import Channel, PersonField
from privdesk.resources import resource_path
from privdesk.services.report_wording import REPORT_LANGUAGES, law_elements, report_wording
from tests.unit import dossiers as some

REGIMES = ("ch-fadp", "gdpr", "uk-gdpr", "ccpa", "lgpd", "quebec")


def report(language: str = "fr", asked: Case | None = None, held: Dossier | None = None) -> ReportDocument:
    return assemble(held or some.dossier(language), some.occasion(language, asked or some.case()))


def words_of(document: ReportDocument) -> str:
    return as_json(document).decode()


def summary_rows(document: ReportDocument) -> tuple[dict[str, str], str]:
    """Counts by section number, and the total, as printed in the summary."""
    table = next(each for each in document.parts[0].lead if isinstance(each, GridTable))
    return {row[0]: row[2] for row in table.rows}, table.total[2]


@pytest.mark.parametrize("language", REPORT_LANGUAGES)
def test_summary_counts_are_the_rows_that_stand_in_the_report(language: str) -> None:
    document = report(language, held=some.dossier(language, rows=1200))
    assert document.parts[0].key == SUMMARY
    printed, total = summary_rows(document)
    groups = {section.number: section for section in document.sections() if section.number.isdigit()}
    assert set(printed) == set(groups)
    words = report_wording(language, "ch-fadp", "CH")
    for number, section in groups.items():
        rows = sum(
            len(block.rows)
            for block in section.blocks
            if isinstance(block, FactTable | GridTable) and block.counted
        )
        assert printed[number] == (words.number(rows) if rows else words("summary.none"))
    assert total == words.number(sum(section.count for section in groups.values()))


def test_counts_follow_what_the_records_hold() -> None:
    held = some.dossier(rows=1200)
    document = report(held=held)
    counts = {section.key: section.count for section in document.sections()}
    assert counts[GroupKey.CONNECTIONS] == len(held.connections)
    assert counts[GroupKey.TOP_UPS] == len(held.topups)
    assert counts[GroupKey.USAGE] == len(held.usages) == 1200
    assert counts[GroupKey.CONSENTS] == len(held.consents)
    assert counts[GroupKey.LOOK_UPS] == len(held.look_ups)
    assert counts[GroupKey.DOCUMENTS] == len(held.documents)
    identity = [
        version
        for version in held.history
        if version.field not in (PersonField.IBAN, PersonField.ACCOUNT_HOLDER)
    ]
    assert counts[GroupKey.IDENTITY] == len(identity) + 1  # the record's own number


@pytest.mark.parametrize("language", REPORT_LANGUAGES)
@pytest.mark.parametrize("regime", REGIMES)
def test_every_element_of_the_law_stands_in_the_report(language: str, regime: str) -> None:
    document = report(language, some.case(regime=regime))
    places = document.standing()
    missing = [each.key for each in law_elements() if each.applies(regime) and each.number not in places]
    assert missing == []
    assert elements.REFUSAL not in places


def test_categories_and_rights_are_not_asked_for_in_switzerland() -> None:
    needed = {each.number for each in law_elements() if each.applies("ch-fadp")}
    assert {elements.CATEGORIES, elements.RIGHTS, elements.AUTHORITY, elements.REFUSAL}.isdisjoint(needed)
    assert {each.number for each in law_elements() if each.applies("gdpr")} == set(range(1, 16))


def test_an_office_that_cannot_be_reached_is_noticed() -> None:
    office = replace(some.OFFICE, phone="", email="")
    document = assemble(some.dossier(), some.occasion("fr", some.case(), office))
    assert elements.CONTROLLER not in document.standing()


def test_a_law_without_an_authority_is_noticed() -> None:
    def without(occasion: Occasion) -> Occasion:
        return replace(occasion, catalogue=replace(occasion.catalogue, authorities={}))

    document = assemble(some.dossier(), some.occasion("fr", some.case(regime="gdpr"), change=without))
    assert elements.AUTHORITY not in document.standing()


def test_leaving_a_group_out_needs_the_wish_of_the_person() -> None:
    def limited(reason: str) -> ReportDocument:
        groups = frozenset({"identity", "contract"})
        occasion = some.occasion(
            "en", some.case(), change=lambda each: replace(each, groups=groups, limited_because=reason)
        )
        return assemble(some.dossier("en"), occasion)

    assert elements.DATA not in limited("").standing()
    told = limited("only my contract, please")
    assert elements.DATA in told.standing()
    usage = told.section(GroupKey.USAGE)
    assert usage is not None
    assert usage.count == 0
    assert "only my contract, please" in words_of(told)


@pytest.mark.parametrize("language", REPORT_LANGUAGES)
def test_no_staff_and_no_contact_person_is_named(language: str) -> None:
    text = words_of(report(language))
    for name in (some.STAFF, some.STAFF_NAME, "Jean-Contact Secret"):
        assert name not in text


@pytest.mark.parametrize("language", REPORT_LANGUAGES)
def test_every_stored_value_is_there(language: str) -> None:
    held = some.dossier(language)
    text = words_of(report(language, held=held))
    coded = {
        PersonField.CIVILITY,
        PersonField.LANGUAGE,
        PersonField.COUNTRY,
        PersonField.IBAN,
        PersonField.PHONE_MOBILE,
    }
    for version in held.history:
        if version.field not in coded:
            assert version.value in text
    for value in (
        "079 555 01 47", "079 555 01 00", "CH93 0076 2011 6238 5295 7", "192.0.2.17", "2001:db8:85a3:8d3:1319:8a2e:370:7348",
        "1048 8273", "B-20 077", "Régie Clairval SA", "Firefox 148", "Box 17", "Mostly, but it is damp in winter.",
        "Nouveau numéro depuis février.", "Badge remis en mains propres", "Toutes mes données", "Accusé de réception",
        "rapport-2025.pdf", "quelles données tenez-vous sur moi",
    ):  # fmt: skip
        assert value in text


@pytest.mark.parametrize("language", REPORT_LANGUAGES)
def test_merges_and_decisions_stand_there_by_their_days(language: str) -> None:
    first, second = some.moment("2026-03-01T10:00"), some.moment("2026-03-05T10:00")
    held = replace(
        some.dossier(language), doubts=1, told_apart=1, merges=(Merged(first), Merged(first, second))
    )
    words, wording = words_of(report(language, held=held)), report_wording(language, "ch-fadp", "CH")
    day, other = wording.date_short(first.date()), wording.date_short(second.date())
    for line in (
        wording("duplicates.open", number=1), wording("duplicates.apart", number=2),
        wording("duplicates.merged", date=day, parted=""), wording("duplicates.parted", date=day, parted=other),
    ):  # fmt: skip
        assert line in words


@pytest.mark.parametrize("language", REPORT_LANGUAGES)
def test_no_code_is_left_undecoded(language: str) -> None:
    document = report(language)
    shown = {cell for section in document.sections() for cell in _cells(section.blocks)}
    codes = (
        "washer",
        "dryer",
        "twint",
        "rights_request",
        "answer_call",
        "to_decide",
        "ch-fadp",
        "ms",
        "CH",
        "web",
    )
    assert shown.isdisjoint(codes)
    words = report_wording(language, "ch-fadp", "CH")
    assert words.code("look_up", "rights_request") in shown
    assert any(words.code("machine", "washer") in cell for cell in shown)
    assert any("Kiosk" in cell for cell in shown)  # a method nobody knows stays as stored


def _cells(blocks: Any) -> Iterator[str]:  # noqa: ANN401
    for block in blocks:
        if isinstance(block, GridTable):
            yield from (cell for row in block.rows for cell in row)
        elif isinstance(block, FactTable):
            yield from (row.value for row in block.rows)


def test_each_value_tells_where_it_came_from() -> None:
    identity = report("en").section(GroupKey.IDENTITY)
    assert identity is not None
    now, earlier = (block for block in identity.blocks if isinstance(block, FactTable))
    origins = {row.label: row.origin for row in now.rows}
    assert origins["Last name"] == "form F-19-00812, post, 29.04.2019"
    assert "Régie Clairval SA" in origins["Street"]
    assert origins["Mobile phone"].startswith("request R-2026-0012, phone")
    assert {row.value for row in earlier.rows} == {"Rue du Petit-Chêne", "079 555 01 00"}
    assert all("valid until" in row.origin for row in earlier.rows)


def test_recipients_stand_by_name_with_country_and_safeguard() -> None:
    section = report("en").section("recipients")
    assert section is not None
    table = next(block for block in section.blocks if isinstance(block, GridTable))
    found = {row[0].split(",")[0]: row for row in table.rows}
    assert set(found) == {
        "Régie Clairval SA",
        "Sonnblick Payments AG",
        "Postlink Druck GmbH",
        "Nebelmeer Hosting Inc.",
    }
    assert found["Nebelmeer Hosting Inc."][2:] == ("USA", "Standard clauses of 4 June 2021")
    assert "own privacy notice" in found["Sonnblick Payments AG"][3]
    assert found["Postlink Druck GmbH"][3] == "bound to confidentiality in writing"


def test_earlier_reports_are_listed_but_not_shown_again() -> None:
    document = report()
    assert [figure.image for figure in document.figures()] == [
        "scan-0812-pdf/0", "scan-0812-pdf/1", "bienvenue-pdf/0",
    ]  # fmt: skip


def test_a_scan_that_lies_on_its_side_is_set_upright() -> None:
    items = {key: replace(item, turned=90) for key, item in some.items().items()}
    document = report(held=replace(some.dossier(), items=items))
    assert [figure.turn for figure in document.figures()][:2] == [90, 90]


def test_json_gives_the_same_document_back() -> None:
    document = report()
    assert from_json(as_json(document)) == document


def test_a_page_that_cannot_be_drawn_is_told() -> None:
    document = report().without({"scan-0812-pdf/1": "This page could not be shown."})
    assert len(list(document.figures())) == 2
    section = next(each for each in document.sections() if each.key == "document:scan-0812-pdf")
    note = section.blocks[-1]
    assert isinstance(note, Paragraph)
    assert note.runs[0].text == "This page could not be shown."
    assert not isinstance(note, Figure)


@pytest.mark.parametrize(
    ("civility", "language", "expected"),
    [
        ("ms", "fr", "Madame,"),
        ("Frau", "fr", "Madame,"),
        ("mr", "de", "Sehr geehrter Herr Delacrétaz-von Hohenstein"),
        ("Signora", "it", "Gentile signora Delacrétaz-von Hohenstein,"),
        ("", "de", "Guten Tag Zoë Marie-Antoinette Delacrétaz-von Hohenstein"),
        ("none", "en", "Dear Zoë Marie-Antoinette Delacrétaz-von Hohenstein"),
        ("Prof.", "fr", "Bonjour Zoë Marie-Antoinette Delacrétaz-von Hohenstein,"),
    ],
)
def test_the_greeting_never_guesses(civility: str, language: str, expected: str) -> None:
    assert salutation(some.person(language, civility=civility), some.occasion(language)) == expected


def test_the_letter_says_what_was_asked_and_answers_by_the_same_way() -> None:
    letter = report("de", some.case(Channel.EMAIL)).letter
    text = letter_text(letter)
    assert "Am 24. Februar 2026 haben Sie uns per E-Mail gefragt" in text
    assert "Ja, wir bearbeiten Personendaten über Sie." in text
    assert "kostenlos (Art. 25 Abs. 6 DSG)" in text
    assert "Wir antworten auf dem Weg, auf dem Sie gefragt haben." in text
    assert letter.place_and_date == "Lausanne, 24. März 2026"
    assert letter.recipient[1:] == (
        "Zoë Marie-Antoinette Delacrétaz-von Hohenstein", "Chemin de la Colline-aux-Peupliers 14bis", "1003 Lausanne",
    )  # fmt: skip


def letter_text(letter: Letter) -> str:
    return " ".join(run.text for paragraph in letter.paragraphs for run in paragraph.runs)


def test_abroad_the_address_ends_with_the_country() -> None:
    held = replace(some.dossier(), person=some.person("fr", country="DE"))
    assert report(held=held).letter.recipient[-1] == "ALLEMAGNE"


@pytest.mark.parametrize("language", REPORT_LANGUAGES)
def test_nothing_held_says_what_was_searched(language: str) -> None:
    asked = replace(some.case(), person_id=None, person_name="Nora Niemand")
    occasion = some.occasion(language, asked, change=lambda each: replace(each, name="Nora Niemand"))
    document = assemble(Dossier(None, cases=(asked,)), occasion)
    text = letter_text(document.letter)
    assert "Nora Niemand" in text
    assert occasion.wording.texts["group.none_held"] in words_of(document)
    for group in occasion.catalogue.groups:
        assert group.title[language] in text
    assert document.standing().keys() >= {1, 2, 3, 4, 6, 7, 9}


def test_kept_until_is_reckoned_from_the_trigger() -> None:
    held, occasion = some.dossier(), some.occasion("fr", some.case())
    rules = {rule.key: rule for rule in occasion.catalogue.rules}
    assert kept_until(GroupKey.IDENTITY, rules["contract"], held, occasion) is None  # the contract runs
    ended = replace(held, contracts=(replace(held.contracts[0], end=date(2026, 2, 28)),))
    assert kept_until(GroupKey.IDENTITY, rules["contract"], ended, occasion) == date(2036, 2, 28)
    assert kept_until(GroupKey.DUPLICATES, rules["with_person"], ended, occasion) == date(2036, 2, 28)
    last = period_of(GroupKey.TOP_UPS, held, occasion)
    assert last is not None
    assert kept_until(GroupKey.TOP_UPS, rules["accounts"], held, occasion) == date(
        last.last.year + 10, 12, 31
    )
    assert kept_until(GroupKey.REQUESTS, rules["requests"], held, occasion) is None
    closed = replace(held, cases=(replace(some.case(), closed_on=date(2024, 2, 29)),))
    assert kept_until(GroupKey.REQUESTS, rules["requests"], closed, occasion) == date(2027, 2, 28)


def test_times_are_those_of_the_office_not_utc() -> None:
    held = replace(
        some.dossier(), connections=(replace(some.connections(1)[0], at=some.moment("2025-12-31 23:30")),)
    )
    section = report("de", held=held).section(GroupKey.CONNECTIONS)
    assert section is not None
    table = section.blocks[0]
    assert isinstance(table, GridTable)
    assert table.rows[0][0] == "01.01.2026 00:30"


def test_activity_stands_to_the_second_it_was_recorded() -> None:
    base = some.moment("2026-05-06 05:08")
    moments = (base, base.replace(second=9), base.replace(second=10), base.replace(microsecond=250_000))
    held = replace(
        some.dossier(), connections=tuple(replace(some.connections(1)[0], at=each) for each in moments)
    )
    section = report("de", held=held).section(GroupKey.CONNECTIONS)
    assert section is not None
    table = section.blocks[0]
    assert isinstance(table, GridTable)
    assert [row[0] for row in table.rows] == [
        "06.05.2026 07:08", "06.05.2026 07:08:09", "06.05.2026 07:08:10", "06.05.2026 07:08:00.25",
    ]  # fmt: skip


def test_usage_stands_month_by_month_with_sums() -> None:
    section = report("de", held=some.dossier("de", rows=60)).section(GroupKey.USAGE)
    assert section is not None
    tables = [block for block in section.blocks if isinstance(block, GridTable)]
    assert len(tables) == 2
    assert sum(len(table.rows) for table in tables) == 60
    assert tables[0].total[4].startswith("CHF ")


def test_sparse_usage_stands_year_by_year() -> None:
    rows = tuple(
        replace(some.usages(1)[0], at=some.moment(f"{year}-{month:02}-15 12:00"))
        for year in (2024, 2025)
        for month in (1, 5, 9)
    )
    section = report("de", held=replace(some.dossier("de"), usages=rows)).section(GroupKey.USAGE)
    assert section is not None
    assert [block.text for block in section.blocks if isinstance(block, Heading)] == ["2024", "2025"]
    assert section.count == len(rows)


def test_an_empty_register_claims_no_more_than_it_says() -> None:
    def unregistered(occasion: Occasion) -> Occasion:
        return replace(occasion, catalogue=replace(occasion.catalogue, recipients=()))

    document = assemble(some.dossier("en"), some.occasion("en", some.case(), change=unregistered))
    usage = document.section(GroupKey.USAGE)
    assert usage is not None
    assert "nobody by our register" in words_of(document)
    assert "nobody outside our house" not in words_of(replace(document, parts=document.parts[2:]))


def test_figures_of_each_language() -> None:
    german, french = report_wording("de", "ch-fadp", "CH"), report_wording("fr", "gdpr", "FR")
    assert german.money(-123456, "CHF") == "CHF −1’234.56"
    assert report_wording("de", "gdpr", "DE").money(123456, "EUR") == "1.234,56 EUR"
    assert french.money(123456, "EUR") == "1\u202f234,56\u202fEUR"
    assert french.date_long(date(2026, 3, 1)) == "1er mars 2026"
    assert report_wording("it", "ch-fadp", "CH").date_long(date(2026, 3, 24)) == "24 marzo 2026"
    assert report_wording("xx", "ch-fadp", "CH").language == "en"


def test_all_languages_have_the_same_texts_with_the_same_places() -> None:
    texts = {language: dict(_flat(_raw(language))) for language in REPORT_LANGUAGES}
    optional = {"format.first"}
    personal = {"letter.salutation_ms", "letter.salutation_mr"}
    for language, found in texts.items():
        assert set(found) ^ set(texts["en"]) <= optional, language
        for key in set(found) & set(texts["en"]) - personal:
            assert _places(found[key]) == _places(texts["en"][key]), (language, key)


def test_variants_replace_texts_that_exist() -> None:
    for language in REPORT_LANGUAGES:
        known = dict(_flat(_raw(language)))
        for variant in _raw(language, variants=True)["variant"].values():
            for key, text in variant.items():
                assert _places(text) == _places(known[key]), (language, key)


def _raw(language: str, *, variants: bool = False) -> dict[str, Any]:
    with resource_path("letters", language, "access_report.toml").open("rb") as file:
        raw = tomllib.load(file)
    if not variants:
        raw.pop("variant")
    return raw


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def _places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_french_signs_keep_their_narrow_gap() -> None:
    texts = dict(_flat(_raw("fr", variants=True)))
    loose = [key for key, text in texts.items() if re.search(r"(?<![\u202f\u2019:])[;:?!](?=\s|$)", text)]
    assert loose == []


def test_an_office_abroad_cites_its_own_books() -> None:
    office = Office("Waschgut GmbH", "Lindenstraße 4", "10969", "Berlin", "DE", "030 555 01", regime="gdpr")
    text = words_of(assemble(some.dossier("de"), some.occasion("de", None, office)))
    assert "§ 257 HGB" in text
    assert "958f" not in text
    assert "Graurheindorfer Straße 153, 53117 Bonn" in text
    assert "DSGVO" in text
