# SPDX-License-Identifier: MIT
"""A retention rule says a period and a reason; beyond ten years only a law holds."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privdesk.cli.parser import parse
from privdesk.domain.catalogue import RetentionRule, Trigger
from privdesk.domain.catalogue_errors import RuleAboveCapError, RulePeriodError, RuleWithoutBasisError
from privdesk.domain.retention_due import last_over
from privdesk.domain.retention_rules import CAP_MONTHS, LONGEST_MONTHS, require_sound_rule
from privdesk.services.catalogue import default_catalogue, period_sentence

RULE = RetentionRule("x", Trigger.CONTRACT_END, 120, {"en": "limitation of claims"}, {"en": "ten years"})


@pytest.mark.parametrize("country", ["CH", "DE", "AT", "FR", "IT", "GB", "US", "BR"])
def test_every_rule_we_deliver_is_sound(country: str) -> None:
    for rule in default_catalogue(country).rules:
        require_sound_rule(rule)


def test_the_country_of_a_delivered_rule_is_that_of_the_law_it_names() -> None:
    assert default_catalogue("CH").rule("accounts").jurisdiction == "CH"
    assert default_catalogue("DE").rule("contract").jurisdiction == ""
    assert default_catalogue("CH").rule("connections").jurisdiction == ""


def test_ten_years_after_the_contract_are_the_most_without_a_law() -> None:
    require_sound_rule(RULE)
    with pytest.raises(RuleAboveCapError) as caught:
        require_sound_rule(replace(RULE, months=121))
    assert (caught.value.months, caught.value.cap) == (121, CAP_MONTHS)


@pytest.mark.parametrize(
    ("basis", "jurisdiction", "stands"),
    [
        ("Art. 128a CO", "CH", True),
        ("Art. 128a CO", "", False),
        ("because it is handy", "CH", False),
        ("Art. 128a CO", " ", False),
    ],
)
def test_a_longer_period_needs_article_and_country(basis: str, jurisdiction: str, stands: bool) -> None:
    rule = replace(RULE, months=240, basis={"en": basis}, jurisdiction=jurisdiction)
    if stands:
        require_sound_rule(rule)
        return
    with pytest.raises(RuleAboveCapError):
        require_sound_rule(rule)


def test_a_rule_without_a_reason_or_period_is_refused() -> None:
    with pytest.raises(RuleWithoutBasisError):
        require_sound_rule(replace(RULE, basis={"en": " "}))
    for months in (0, -1):
        with pytest.raises(RulePeriodError):
            require_sound_rule(replace(RULE, months=months))
    require_sound_rule(replace(RULE, trigger=Trigger.WITH_PERSON, months=0))
    with pytest.raises(RulePeriodError):
        require_sound_rule(replace(RULE, trigger=Trigger.WITH_PERSON, months=3))


@given(st.sampled_from([each for each in Trigger if each is not Trigger.WITH_PERSON]), st.integers(1, 600))
def test_no_trigger_gets_round_the_cap(trigger: Trigger, months: int) -> None:
    rule = replace(RULE, trigger=trigger, months=months)
    if months <= CAP_MONTHS:
        require_sound_rule(rule)
    else:
        with pytest.raises(RuleAboveCapError):
            require_sound_rule(rule)


_ADDRESSED = re.compile(r"\b(your?|Ihre?[nmrs]?|Sie|vous|votre|vos|Su[ao]i?|Sue|Lei)\b")


def test_what_stands_on_certificates_and_in_the_record_of_processing_says_you_to_nobody() -> None:
    catalogue = default_catalogue()
    texts = [words for each in catalogue.rules for words in (each.sentence, each.basis)]
    texts += [words for each in catalogue.groups for words in (each.title, each.basis)]
    texts += [each.title for each in catalogue.purposes]
    rule = RetentionRule("k", Trigger.WITH_PERSON, 0, {"en": "why"}, {})
    texts += [{language: period_sentence(rule, language) for language in ("de", "fr", "it", "en")}]
    found = [text for words in texts for text in words.values() if _ADDRESSED.search(text)]
    assert found == []


@pytest.mark.parametrize("months", [-1, LONGEST_MONTHS + 1, 99_999])
def test_a_period_beyond_every_calendar_is_refused_even_with_a_law(months: int) -> None:
    law = replace(RULE, months=months, basis={"en": "CO Art. 958f"}, jurisdiction="CH")
    with pytest.raises(RulePeriodError):
        require_sound_rule(law)
    require_sound_rule(replace(law, months=LONGEST_MONTHS))


@pytest.mark.parametrize(
    "given",
    [
        ("--on", "0001-01-01"),
        ("--on", "9999-12-31"),
        ("--months=-5",),
        ("--months", "99999"),
        ("--months", "²"),
    ],
)
def test_a_day_or_a_span_that_no_period_reaches_is_refused(given: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        parse(["retention", "due", "somewhere", *given])


def test_every_rule_can_be_reckoned_from_every_day_that_may_be_asked() -> None:
    longest = replace(RULE, months=LONGEST_MONTHS)
    for day in (date(1900, 1, 1), date(2220, 12, 31)):
        assert last_over(longest, day) is not None
