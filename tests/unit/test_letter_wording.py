# SPDX-License-Identifier: MIT
"""The words of the letters: the same in four languages, nothing unused, nothing unknown, spelled for the country."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from privdesk.domain.letters import COMPUTED, LETTER_LANGUAGES, LetterKind, check_template
from privdesk.domain.regimes import parse_regime
from privdesk.resources import resource_path, resource_toml
from privdesk.services.letter_texts import citations, known_flags, letter_template, spelled
from tests.unit.letter_facts import ROWS, VALUES

REGIMES = ("gdpr", "uk-gdpr", "ch-fadp", "ccpa", "lgpd", "quebec")
FULL = ("gdpr", "uk-gdpr", "ch-fadp")
PLACE = re.compile(r"\{[^{}]*\}")
FILES = ("common", *LetterKind)


def flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", " ".join(value) if isinstance(value, list) else str(value)


def words_of(language: str, name: str) -> dict[str, str]:
    raw = resource_toml("letters", language, f"{name}.toml")
    raw.get("variant", {}).pop("DE", None)
    raw.get("variant", {}).pop("AT", None)
    return dict(flat(raw))


def every_text() -> Iterator[tuple[str, str, str]]:
    for language in LETTER_LANGUAGES:
        for name in FILES:
            for key, text in words_of(language, name).items():
                yield language, f"{name}.{key}", text


@pytest.mark.parametrize("name", FILES)
def test_the_four_languages_have_the_same_texts_with_the_same_places(name: str) -> None:
    german = {key: sorted(PLACE.findall(text)) for key, text in words_of("de", name).items()}
    for language in LETTER_LANGUAGES[1:]:
        other = {key: sorted(PLACE.findall(text)) for key, text in words_of(language, name).items()}
        assert other == german, language


def test_each_letter_has_a_file_in_each_language() -> None:
    for language in LETTER_LANGUAGES:
        files = {path.stem for path in resource_path("letters", language).glob("*.toml")}
        assert {"common", "law", *(kind.value for kind in LetterKind)} <= files


@pytest.mark.parametrize("country", ["CH", "DE", "AT", "LI", "FR", "IT", "GB", "IE", "US"])
@pytest.mark.parametrize("regime", REGIMES)
def test_every_wording_fits_its_structure(regime: str, country: str) -> None:
    for kind in LetterKind:
        for language in LETTER_LANGUAGES:
            template = letter_template(kind, language, regime, country)
            check_template(template)
            assert template.version
            assert template.paragraphs


def test_no_text_is_left_over() -> None:
    """What stands in a file is printed somewhere under some law."""
    used: set[tuple[str, str]] = set()
    for kind in LetterKind:
        for regime in REGIMES:
            template = letter_template(kind, "de", regime, "DE")
            used |= {(kind.value, each.key) for each in (template.subject, *template.paragraphs)}
    for kind in LetterKind:
        own = resource_toml("letters", "de", f"{kind.value}.toml")["text"]
        assert not {key for key in own if (kind.value, key) not in used}, kind
    common = resource_toml("letters", "de", "common.toml")["text"]
    assert not set(common) - {key for _kind, key in used}


def test_every_condition_names_something_that_can_hold() -> None:
    for kind in LetterKind:
        for regime in FULL:
            template = letter_template(kind, "de", regime, "CH")
            known = template.placeholders | set(template.lists) | known_flags() | COMPUTED
            known |= {part.key for part in template.free}
            conditions = [
                *(each.when for each in template.mandatory),
                *(each.when for each in template.paragraphs),
            ]
            columns = {column for several in template.lists.values() for column in several}
            for condition in (name for several in conditions for name in several):
                name = condition.lstrip("!").partition("=")[0]
                where, dot, column = name.partition(".")
                assert name in known | columns or (dot and column in template.lists[where]), (kind, condition)


def test_every_flag_and_fact_serves_a_letter() -> None:
    structure = str(resource_toml("letters", "kinds.toml"))
    assert all(structure.count(f"'{flag}'") > 1 for flag in known_flags())
    named = {
        name for kind in LetterKind for name in letter_template(kind, "de", "ch-fadp", "CH").placeholders
    }
    lists = {name for kind in LetterKind for name in letter_template(kind, "de", "ch-fadp", "CH").lists}
    assert named == set(VALUES)
    assert lists == set(ROWS)


def test_swiss_letters_are_written_without_sharp_s_and_german_ones_with_it() -> None:
    swiss, german = set[str](), set[str]()
    for kind in LetterKind:
        for country, found in (("CH", swiss), ("DE", german)):
            for regime in FULL:
                template = letter_template(kind, "de", regime, country)
                found |= {text for each in template.paragraphs for text in (*each.texts.values(), each.label)}
                found |= {template.wording("letter.closing"), *template.subject.texts.values()}
    assert not [text for text in swiss if "ß" in text or "„" in text]
    assert [text for text in swiss if "Grüsse" in text]
    assert not [text for text in german if "«" in text]
    wrong = re.compile(
        r"[Gg]rüss|[Aa]usser|schliess|heiss|mäss|dreissig|Strasse|\bweiss|äusser|grösse", re.IGNORECASE
    )
    assert not [text for text in german if wrong.search(text)]
    assert {"Mit freundlichen Grüßen"} <= german


def test_only_german_is_spelled_by_country() -> None:
    assert spelled("Maß «x»", "de", "CH") == "Mass «x»"
    assert spelled("Maß «x»", "de", "AT") == "Maß „x“"
    assert spelled("« x »", "fr", "CH") == "« x »"


def test_letters_in_germany_and_austria_end_as_people_there_write() -> None:
    for country, closing, enclosed in (
        ("CH", "Freundliche Grüsse", "Beilagen"),
        ("DE", "Mit freundlichen Grüßen", "Anlagen"),
        ("AT", "Mit freundlichen Grüßen", "Anlagen"),
    ):
        words = letter_template(LetterKind.REFUSAL, "de", "gdpr", country).wording
        assert (words("letter.closing"), words("letter.enclosures")) == (closing, enclosed)


def test_french_sets_a_fixed_gap_before_its_double_signs() -> None:
    for language, key, text in every_text():
        if language == "fr":
            assert not re.search(r"\S [:;?»]|« ", text), key


def test_letters_are_calm_and_typeset() -> None:
    for language, key, text in every_text():
        assert "!" not in text, (language, key)
        assert "'" not in text, (language, key)
        assert '"' not in text, (language, key)
        assert text == text.strip(), (language, key)


def test_the_articles_are_the_same_keys_in_four_languages_and_each_is_named_somewhere() -> None:
    named = {name for _language, _key, text in every_text() for name in re.findall(r"\{cite:(\w+)\}", text)}
    for file in ("decisions", "steps"):
        for row in resource_toml("reasons", f"{file}.toml")["reasons"]:
            cite = row.get("cite", {})
            named |= {cite} if isinstance(cite, str) else set(cite.values())
    for regime in REGIMES:
        german = set(citations("de", regime))
        assert german <= named, german - named
        for language in LETTER_LANGUAGES[1:]:
            assert set(citations(language, regime)) == german
    assert named == {key for regime in REGIMES for key in citations("de", regime)}


@pytest.mark.parametrize("regime", FULL)
def test_the_articles_agree_with_the_law_files(regime: str) -> None:
    """The first number of each article is the one that resources/regimes names for the right."""
    law = parse_regime(resource_toml("regimes", f"{regime}.toml"))
    keys = ("access", "portability", "rectification", "erasure", "restriction", "objection", "withdrawal")
    for key, right in (*((key, key) for key in keys), ("telling", "notification")):
        found = re.search(r"\d+", citations("en", regime)[key])
        assert found is not None
        assert found[0] in re.findall(r"\d+", law.articles[right]), (key, law.articles[right])


@pytest.mark.parametrize("language", LETTER_LANGUAGES)
def test_every_law_cites_its_own_act(language: str) -> None:
    acts = {
        "gdpr": ("DSGVO", "RGPD", "GDPR"),
        "uk-gdpr": ("UK GDPR", "Data Protection Act 2018"),
        "ch-fadp": ("DSG", "DSV", "LPD", "OPDo", "OPDa", "FADP", "DPO"),
    }
    for regime, names in acts.items():
        for key, article in citations(language, regime).items():
            assert any(name in article for name in names), (regime, key)
            assert regime == "uk-gdpr" or "UK" not in article


def test_an_unknown_language_is_answered_in_english() -> None:
    assert letter_template(LetterKind.REFUSAL, "pt", "lgpd", "BR").language == "en"
