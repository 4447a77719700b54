# SPDX-License-Identifier: MIT
"""Composing letters: what must be said is said, or there is no letter."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privdesk.domain.letter_errors import LetterTemplateError, MissingPartError, UnknownPlaceholderError
from privdesk.domain.letter_json import letter_from_json, letter_json
from privdesk.domain.letters import (
    LAW_PARTS,
    LETTER_LANGUAGES,
    Addressee,
    Letter,
    LetterFacts,
    LetterKind,
    LetterTemplate,
    Part,
    Style,
    compose,
    window_for,
)
from privdesk.services.explain import describe
from privdesk.services.letter_texts import letter_template
from tests.unit.letter_facts import LONGEST, ROWS, VALUES, long_free, without

REGIMES = ("gdpr", "uk-gdpr", "ch-fadp", "ccpa", "lgpd", "quebec")
COUNTRY = {"gdpr": "DE", "uk-gdpr": "GB", "ch-fadp": "CH", "ccpa": "US", "lgpd": "BR", "quebec": "CA"}
ADVERSE = (LetterKind.REFUSAL, LetterKind.OBJECTION_REFUSED, LetterKind.ERASURE_PARTIAL)
WITHOUT_LAW = (LetterKind.IDENTITY_CODE, LetterKind.PLEASE_COMPLETE, LetterKind.SERVICE_REFUSED)


def template_of(kind: LetterKind, language: str = "de", regime: str = "ch-fadp") -> LetterTemplate:
    return letter_template(kind, language, regime, COUNTRY[regime])


def made(
    kind: LetterKind, facts: LetterFacts = LONGEST, language: str = "de", regime: str = "ch-fadp"
) -> Letter:
    template = template_of(kind, language, regime)
    return compose(template, facts, long_free(template))


def printed(letter: Letter) -> str:
    lines = (f"{each.label} {each.text}" for each in letter.paragraphs)
    return "\n".join((letter.subject, letter.salutation, *lines, letter.closing, letter.small_print))


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("language", LETTER_LANGUAGES)
@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_composes_with_the_longest_facts(kind: LetterKind, language: str, regime: str) -> None:
    template = template_of(kind, language, regime)
    letter = compose(template, LONGEST, long_free(template))
    text = printed(letter)
    assert "{" not in text
    assert "}" not in text
    assert "  " not in text
    assert letter.version == template.version
    assert letter.version in letter.small_print
    assert letter.subject
    assert letter.salutation
    assert letter.closing
    assert letter.page_label.count("{") == 2
    said = {part for paragraph in letter.paragraphs for part in paragraph.states}
    assert set(LAW_PARTS.get(kind, ())) <= said
    for part in template.free:
        assert long_free(template)[part.key].strip() in text


@pytest.mark.parametrize("regime", REGIMES[:3])
@pytest.mark.parametrize("language", LETTER_LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind not in WITHOUT_LAW])
def test_every_letter_names_the_articles_of_its_law(kind: LetterKind, language: str, regime: str) -> None:
    letter = made(kind, language=language, regime=regime)
    assert letter.cites
    assert all(cite in printed(letter) for cite in letter.cites)
    names = {"gdpr": ("DSGVO", "RGPD", "GDPR"), "uk-gdpr": ("UK GDPR", "Data Protection Act")}
    for name in names.get(regime, ("DSG", "DSV", "LPD", "OPD", "FADP", "DPO")):
        if any(name in cite for cite in letter.cites):
            break
    else:
        pytest.fail(f"no article of {regime}")


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("language", LETTER_LANGUAGES)
@pytest.mark.parametrize("kind", ADVERSE)
def test_a_refusal_names_reason_authority_with_address_and_court(
    kind: LetterKind, language: str, regime: str
) -> None:
    letter = made(kind, language=language, regime=regime)
    stated = {part: paragraph for paragraph in letter.paragraphs for part in paragraph.states}
    text = printed(letter)
    assert {Part.REASON, Part.AUTHORITY, Part.COURT} <= set(stated)
    assert str(VALUES["authority_name"]) in text
    assert str(VALUES["authority_address"]) in text
    assert stated[Part.COURT].text


@pytest.mark.parametrize("kind", ADVERSE)
@pytest.mark.parametrize(
    ("gone", "missing"),
    [
        ("reasons", "reason"),
        ("authority_name", "authority_name"),
        ("authority_address", "authority_address"),
        ("received_on", "received_on"),
    ],
)
def test_a_refusal_without_a_part_is_no_letter(kind: LetterKind, gone: str, missing: str) -> None:
    with pytest.raises(MissingPartError) as caught:
        made(kind, without(LONGEST, gone))
    assert missing in caught.value.missing


@pytest.mark.parametrize("part", [Part.REASON, Part.AUTHORITY, Part.COURT])
@pytest.mark.parametrize("kind", ADVERSE)
def test_no_wording_may_leave_out_what_the_law_asks_for(kind: LetterKind, part: Part) -> None:
    template = template_of(kind)
    paragraphs = tuple(each for each in template.paragraphs if part not in each.states)
    with pytest.raises(LetterTemplateError) as caught:
        compose(replace(template, paragraphs=paragraphs), LONGEST, long_free(template))
    assert caught.value.place == f"mandatory.{part.value}"
    optional = tuple(each for each in template.mandatory if each.part is not part)
    with pytest.raises(LetterTemplateError):
        compose(replace(template, mandatory=optional), LONGEST, long_free(template))


@pytest.mark.parametrize(
    ("kind", "gone", "missing"),
    [
        (LetterKind.ACKNOWLEDGEMENT, "answer_by", "answer_by"),
        (LetterKind.ACKNOWLEDGEMENT, "rights", "rights_list"),
        (LetterKind.IDENTITY_REQUEST, "identity_ways", "question"),
        (LetterKind.IDENTITY_CODE, "code", "code"),
        (LetterKind.IDENTITY_CODE, "valid_until", "valid_until"),
        (LetterKind.EXTENSION, "reasons", "reason"),
        (LetterKind.EXTENSION, "extended_until", "extended_until"),
        (LetterKind.FEE_NOTICE, "amount", "amount"),
        (LetterKind.FEE_NOTICE, "reasons", "reason"),
        (LetterKind.FEE_NOTICE, "confirm_by", "confirm_by"),
        (LetterKind.PORTABILITY_COVER, "files", "outcome"),
        (LetterKind.RECTIFICATION_DONE, "changes", "outcome"),
        (LetterKind.ERASURE_FULL, "done_on", "done_on"),
        (LetterKind.ERASURE_PARTIAL, "kept", "kept"),
        (LetterKind.OBJECTION_GRANTED, "scope", "scope"),
        (LetterKind.WITHDRAWAL_CONFIRMED, "consents", "outcome"),
        (LetterKind.RESTRICTION_LIFTED, "reasons", "reason"),
        (LetterKind.NOTHING_HELD, "searched_in", "searched_in"),
        (LetterKind.NOTHING_HELD, "authority_name", "authority_name"),
        (LetterKind.RECIPIENT_NOTICE, "act", "act"),
        (LetterKind.PLEASE_COMPLETE, "missing", "missing"),
        (LetterKind.SERVICE_REFUSED, "reasons", "reason"),
        (LetterKind.ANSWER, "rights", "outcome"),
    ],
)
def test_a_letter_without_its_part_is_refused(kind: LetterKind, gone: str, missing: str) -> None:
    with pytest.raises(MissingPartError) as caught:
        made(kind, without(LONGEST, gone))
    assert missing in caught.value.missing


def test_confirmation_within_ten_days_is_asked_only_where_the_law_has_it() -> None:
    letter = made(LetterKind.FEE_NOTICE, without(LONGEST, "confirm_by"), regime="gdpr")
    assert not any(Part.CONFIRM_BY in each.states for each in letter.paragraphs)


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (LetterKind.CLARIFICATION, "question"),
        (LetterKind.OBJECTION_REFUSED, "grounds"),
        (LetterKind.OBJECTION_REFUSED, "weighing"),
    ],
)
def test_a_required_free_part_must_be_written(kind: LetterKind, key: str) -> None:
    template = template_of(kind)
    for free in ({**long_free(template), key: " \n "}, {}):
        with pytest.raises(MissingPartError) as caught:
            compose(template, LONGEST, free)
        assert key in caught.value.missing


def test_all_that_is_missing_is_named_at_once() -> None:
    bare = replace(LONGEST, values={}, rows={}, addressee=Addressee((), ""))
    with pytest.raises(MissingPartError) as caught:
        made(LetterKind.REFUSAL, bare)
    assert {
        "received_on",
        "way",
        "rights_list",
        "authority_name",
        "authority_address",
        "reason",
        "address",
    } <= set(caught.value.missing)
    words = describe(caught.value)
    assert "Refusal" in words.title
    assert "the reason" in words.happened


@pytest.mark.parametrize("kind", LetterKind)
def test_leaving_out_any_one_fact_gives_a_whole_letter_or_none(kind: LetterKind) -> None:
    template = template_of(kind, "fr", "gdpr")
    for name in (*VALUES, *ROWS):
        try:
            letter = compose(template, without(LONGEST, name), long_free(template))
        except MissingPartError:
            continue
        else:
            assert "{" not in printed(letter)
            assert all(each.text for each in letter.paragraphs)


@given(
    kind=st.sampled_from(LetterKind),
    regime=st.sampled_from(REGIMES),
    language=st.sampled_from(LETTER_LANGUAGES),
    kept=st.sets(st.sampled_from([*VALUES, *ROWS, *sorted(LONGEST.holds)])),
)
@settings(max_examples=150, deadline=None)
def test_whatever_is_known_a_composed_letter_says_all_it_must(
    kind: LetterKind, regime: str, language: str, kept: set[str]
) -> None:
    template = template_of(kind, language, regime)
    facts = without(LONGEST, *({*VALUES, *ROWS, *LONGEST.holds} - kept))
    try:
        letter = compose(template, facts, long_free(template))
    except MissingPartError:
        return
    said = {part for paragraph in letter.paragraphs for part in paragraph.states}
    assert set(LAW_PARTS.get(kind, ())) <= said


@pytest.mark.parametrize(
    "place", ["{nonsense}", "{free:nonsense}", "{Received}", "{received_on", "{}", "{0}"]
)
def test_an_unknown_place_in_a_wording_is_refused(place: str) -> None:
    template = template_of(LetterKind.REFUSAL)
    first = replace(template.paragraphs[0], texts={"": f"Text {place}."})
    with pytest.raises(UnknownPlaceholderError) as caught:
        compose(replace(template, paragraphs=(first, *template.paragraphs[1:])), LONGEST, long_free(template))
    assert caught.value.names


def test_a_free_part_that_the_letter_does_not_have_is_refused() -> None:
    template = template_of(LetterKind.REFUSAL)
    with pytest.raises(UnknownPlaceholderError) as caught:
        compose(template, LONGEST, {"reason": "weil"})
    assert caught.value.names == ("reason",)


def test_what_people_write_is_never_taken_for_a_place() -> None:
    template = template_of(LetterKind.CLARIFICATION)
    free = {"question": "Was meinen Sie mit {code} und {cite:access}?"}
    letter = compose(template, LONGEST, free)
    assert free["question"] in printed(letter)


def test_the_acknowledgement_gives_every_date_to_the_day() -> None:
    dates = ("received_on", "acknowledge_by", "planned_by", "extension_notice", "answer_by")
    for language in LETTER_LANGUAGES:
        template = template_of(LetterKind.ACKNOWLEDGEMENT, language)
        letter = compose(template, LONGEST, {})
        facts = [each.text for each in letter.paragraphs if each.style is Style.FACT]
        for name in (*dates, None):
            day = LONGEST.day if name is None else VALUES[name]
            assert isinstance(day, date)
            words = template.wording.date_long(day)
            assert str(day.day) in words
            assert str(day.year) in words
            assert sum(text.startswith(words) for text in facts) == 1


def test_one_answer_carries_a_passage_for_each_right_in_turn() -> None:
    letter = made(LetterKind.ANSWER)
    keys = [each.key for each in letter.paragraphs]
    headings = [place for place, key in enumerate(keys) if key == "right"]
    assert len(headings) == len(ROWS["rights"])
    assert all(keys[place + 1] == "outcome" for place in headings)
    refused = [each for each in letter.paragraphs if each.key == "right_reason"]
    assert len(refused) == 2


@pytest.mark.parametrize("outcome", ["refused", "partly"])
def test_an_answer_that_refuses_a_right_needs_its_reason_authority_and_court(outcome: str) -> None:
    row = {"right": "erasure", "outcome": outcome, "reason": ""}
    other = {"right": "access", "outcome": "granted"}
    facts = replace(LONGEST, rows={"rights": (other, row)})
    with pytest.raises(MissingPartError) as caught:
        made(LetterKind.ANSWER, facts)
    assert caught.value.missing[0] == "reason"
    whole = replace(LONGEST, rows={"rights": (other, {**row, "reason": "Der Vertrag läuft noch."})})
    assert any(Part.COURT in each.states for each in made(LetterKind.ANSWER, whole).paragraphs)
    with pytest.raises(MissingPartError) as caught:
        made(LetterKind.ANSWER, without(whole, "authority_name"))
    assert "authority_name" in caught.value.missing


def test_an_answer_that_grants_all_needs_no_remedies() -> None:
    facts = without(
        replace(LONGEST, rows={"rights": ({"right": "access", "outcome": "granted"},)}), "authority_name"
    )
    letter = made(LetterKind.ANSWER, facts)
    assert not any(each.key.startswith("remedies") for each in letter.paragraphs)


def test_an_outcome_that_is_not_decided_cannot_be_answered() -> None:
    facts = replace(LONGEST, rows={"rights": ({"right": "access", "outcome": "to_decide"},)})
    with pytest.raises(MissingPartError):
        made(LetterKind.ANSWER, facts)


@pytest.mark.parametrize("right", ["access", "erasure", "portability"])
def test_swiss_refusals_cite_the_article_on_reasons_for_access_alone(right: str) -> None:
    facts = replace(LONGEST, rows={**ROWS, "rights": ({"right": right},)})
    assert (
        "Art.\N{NO-BREAK SPACE}26 Abs.\N{NO-BREAK SPACE}4 DSG" in made(LetterKind.REFUSAL, facts).cites
    ) is (right == "access")


def test_the_british_refusal_offers_a_complaint_to_the_office_first() -> None:
    keys = [each.key for each in made(LetterKind.REFUSAL, language="en", regime="uk-gdpr").paragraphs]
    assert keys.index("remedies_first") < keys.index("authority_name")
    assert "remedies_first" not in [each.key for each in made(LetterKind.REFUSAL, regime="gdpr").paragraphs]


@pytest.mark.parametrize(("civility", "greeting"), [("ms", "Frau"), ("mr", "Herr"), ("", "Guten Tag Marie")])
def test_the_salutation_takes_a_civility_only_as_given(civility: str, greeting: str) -> None:
    letter = made(
        LetterKind.IDENTITY_CODE, replace(LONGEST, addressee=replace(LONGEST.addressee, civility=civility))
    )
    assert greeting in letter.salutation
    nobody = replace(LONGEST, addressee=Addressee(("Beispiel AG", "8000 Zürich"), ""))
    assert made(LetterKind.RECIPIENT_NOTICE, nobody).salutation == "Guten Tag"


@pytest.mark.parametrize("day", [date(2026, 3, 1) + timedelta(days=step) for step in range(31)])
def test_italian_dates_follow_their_article(day: date) -> None:
    facts = replace(LONGEST, values={**VALUES, "received_on": day, "valid_until": day})
    text = printed(made(LetterKind.IDENTITY_CODE, facts, "it")) + printed(
        made(LetterKind.REFUSAL, facts, "it")
    )
    if day.day in (8, 11):
        assert f"all’{day.day} marzo" in text
        assert f"L’{day.day} marzo" in text
        assert f"dell’{day.day} marzo" in text
    else:
        assert "’" + str(day.day) not in text


def test_a_letter_goes_to_the_worker_and_back_without_loss() -> None:
    letter = made(LetterKind.ERASURE_PARTIAL)
    assert letter_from_json(letter_json(letter)) == letter


def test_the_free_parts_of_a_letter_are_marked() -> None:
    letter = made(LetterKind.OBJECTION_REFUSED)
    assert {name for each in letter.paragraphs for name in each.free} == {
        "note",
        "explanation",
        "grounds",
        "weighing",
    }


def test_without_an_audit_head_the_small_print_names_reference_and_version() -> None:
    letter = made(LetterKind.IDENTITY_CODE, replace(LONGEST, audit_head=""))
    assert letter.small_print == f"R-2026-0038 · Wortlaut {letter.version}"


def test_the_window_follows_the_country() -> None:
    assert [window_for(country).value for country in ("CH", "DE", "AT", "FR", "GB")] == [
        "ch-right",
        "de",
        "de",
        "fr",
        "uk",
    ]
