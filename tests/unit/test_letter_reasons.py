# SPDX-License-Identifier: MIT
"""Lists of reasons by law and right, and the authorities that letters name."""

import re

import pytest

from privdesk.domain.cases import Right
from privdesk.domain.letters import LETTER_LANGUAGES, LetterKind, compose
from privdesk.domain.regimes import parse_regime
from privdesk.resources import resource_toml
from privdesk.services.catalogue import default_catalogue
from privdesk.services.letter_authorities import authority_for, authority_values
from privdesk.services.letter_reasons import ReasonList, reason_rows, reason_text, reasons
from privdesk.services.letter_texts import letter_template
from tests.unit.letter_facts import LONGEST, ROWS, VALUES, long_free

FULL = ("gdpr", "uk-gdpr", "ch-fadp")
EVERY = tuple(reasons(which, regime) for which in ReasonList for regime in FULL)


def keys(which: ReasonList, regime: str, right: Right | None = None) -> set[str]:
    return {each.key for each in reasons(which, regime, right)}


@pytest.mark.parametrize("regime", FULL)
@pytest.mark.parametrize("which", ReasonList)
def test_every_list_offers_reasons_under_every_full_law(which: ReasonList, regime: str) -> None:
    assert reasons(which, regime)


@pytest.mark.parametrize("regime", [*FULL, "ccpa", "lgpd", "quebec"])
@pytest.mark.parametrize("right", Right)
def test_every_right_can_be_refused_with_a_reason_only(right: Right, regime: str) -> None:
    assert reasons(ReasonList.REFUSAL, regime, right)


def test_the_exceptions_to_erasure_are_those_of_the_law() -> None:
    european = {"erasure_speech", "erasure_duty", "erasure_health", "erasure_archive", "erasure_claims"}
    for regime in ("gdpr", "uk-gdpr"):
        assert european <= keys(ReasonList.ERASURE, regime, Right.ERASURE)
        cited = [reason_text(key, regime, "en", "IE") for key in sorted(european)]
        letters = [found[1] for text in cited if (found := re.search(r"17\(3\)\((\w)\)", text))]
        assert sorted(letters) == ["a", "b", "c", "d", "e"]
    assert keys(ReasonList.ERASURE, "ch-fadp", Right.ERASURE) == {
        "erasure_duty",
        "erasure_claims",
        "contract_running",
    }


def test_a_reason_of_one_law_is_not_offered_under_another() -> None:
    assert "secrecy" in keys(ReasonList.REFUSAL, "ch-fadp", Right.ACCESS)
    assert "secrecy" not in keys(ReasonList.REFUSAL, "gdpr", Right.ACCESS)
    assert "excessive" not in keys(ReasonList.REFUSAL, "ch-fadp", Right.ACCESS)
    assert keys(ReasonList.FEE, "ch-fadp") == {"effort"}
    assert "effort" not in keys(ReasonList.FEE, "gdpr")
    assert not reasons(ReasonList.FEE, "ccpa")


def test_a_reason_of_one_right_is_not_offered_for_another() -> None:
    assert "others" not in keys(ReasonList.REFUSAL, "gdpr", Right.ERASURE)
    assert "erasure_duty" not in keys(ReasonList.REFUSAL, "gdpr", Right.ACCESS)
    assert "excessive" not in keys(ReasonList.REFUSAL, "gdpr", Right.WITHDRAWAL)


def test_what_the_office_must_be_able_to_show_is_marked() -> None:
    marked = {each.key for several in EVERY for each in several if each.proof}
    assert {"excessive", "unfounded", "fee_excessive", "effort", "compelling", "identity_unproven"} <= marked
    assert not marked & {"others", "erasure_duty", "further_copies"}


def test_reasons_are_written_in_four_languages_with_the_same_place_for_the_article() -> None:
    for entry in {each.key: each for several in EVERY for each in several}.values():
        assert set(entry.text) == set(LETTER_LANGUAGES)
        counts = {text.count("{cite}") for text in entry.text.values()}
        assert counts == ({1} if entry.cite else {0}), entry.key
        for text in entry.text.values():
            assert text.endswith("."), entry.key
            assert "!" not in text
            assert "'" not in text


@pytest.mark.parametrize("regime", FULL)
@pytest.mark.parametrize("language", LETTER_LANGUAGES)
def test_a_cited_reason_prints_its_article_under_every_full_law(language: str, regime: str) -> None:
    for which in ReasonList:
        for entry in reasons(which, regime):
            text = reason_text(entry.key, regime, language, "CH")
            assert "{" not in text
            assert ("(" in text) is bool(entry.cite), entry.key


def test_reasons_are_spelled_for_the_country() -> None:
    assert "unverhältnismässigen" in reason_text("effort", "ch-fadp", "de", "CH")
    assert "unverhältnismäßigen" in reason_text("effort", "ch-fadp", "de", "DE")


def test_an_unknown_reason_is_no_reason() -> None:
    with pytest.raises(KeyError):
        reason_rows(["because"], "gdpr", "de", "DE")


@pytest.mark.parametrize("regime", FULL)
@pytest.mark.parametrize("right", Right)
def test_each_listed_refusal_makes_a_letter(right: Right, regime: str) -> None:
    from dataclasses import replace

    authority = authority_values(authority_for(regime, "FR", default_catalogue("CH")), "fr")
    template = letter_template(LetterKind.REFUSAL, "fr", regime, "CH")
    for entry in reasons(ReasonList.REFUSAL, regime, right):
        rows = {
            **ROWS,
            "reasons": reason_rows([entry.key], regime, "fr", "CH"),
            "rights": ({"right": right.value},),
        }
        facts = replace(LONGEST, values={**VALUES, **authority}, rows=rows)
        letter = compose(template, facts, long_free(template))
        texts = [each.text for each in letter.paragraphs]
        assert any(reason_text(entry.key, regime, "fr", "CH") in text for text in texts)
        assert any(authority["authority_address"] == text for text in texts)


def test_every_state_of_the_union_and_the_area_has_an_authority_with_an_address() -> None:
    states = parse_regime(resource_toml("regimes", "gdpr.toml")).residence
    assert len(states) == 30
    rows = resource_toml("catalogue", "authorities.toml")["authorities"]
    found = {row["country"]: row for row in rows if row["regimes"] == ["gdpr"]}
    assert set(states) | {"*"} == set(found)
    for row in rows:
        assert set(row["name"]) == set(LETTER_LANGUAGES)
        assert row["source"]
        assert isinstance(row["reviewed"], bool)
    for state in states:
        assert re.search(r"\d", found[state]["address"]), state
        assert found[state]["reviewed"] or state == "HR"


def test_the_authority_is_the_one_where_the_person_lives() -> None:
    assert named("gdpr", "SE", "DE") == "se-imy"
    assert named("gdpr", "CH", "DE") == "de-bfdi"
    assert named("gdpr", "", "US") == "edpb"
    assert named("ch-fadp", "DE", "CH") == "ch-fdpic"
    assert named("uk-gdpr", "GB", "CH") == "uk-ico"
    assert authority_for("unknown", "CH", default_catalogue("CH")) is None
    assert authority_values(None, "de") == {}


def named(regime: str, residence: str, office: str) -> str:
    authority = authority_for(regime, residence, default_catalogue(office))
    assert authority is not None
    return authority.key
