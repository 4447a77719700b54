# SPDX-License-Identifier: MIT
"""Letters as people send them are read well enough: floors for those tuned on and for those kept apart."""

import re

import pytest

from benchmarks.intake import HALVES, Score, languages, letters, scores
from privdesk.domain.case_facts import RepresentativeKind
from privdesk.domain.rights import Right

_INVENTED = re.compile(r"\.example$|(^|\.)example\.(com|org|net|ch|de|fr|it|co\.uk)$")


@pytest.mark.parametrize(("half", "precision", "recall"), [("tuned", 0.98, 0.95), ("holdout", 0.94, 0.85)])
def test_rights_are_suggested_rightly_and_seldom_missed(half: str, precision: float, recall: float) -> None:
    found = scores(half)["all"]
    assert found.precision >= precision
    assert found.recall >= recall


@pytest.mark.parametrize("half", HALVES)
def test_erasure_is_hardly_ever_suggested_wrongly(half: str) -> None:
    assert scores(half)["erasure"].wrong == 0
    assert scores(half)["erasure"].recall >= 0.75


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("notice", ["reminder", "complaint", "recipients", "opt_out", "representative"])
def test_what_else_stands_in_a_letter_is_noticed(half: str, notice: str) -> None:
    found = scores(half)[notice]
    assert found.precision >= 0.8
    assert found.recall >= 0.8


@pytest.mark.parametrize("half", HALVES)
def test_the_language_is_told(half: str) -> None:
    assert languages(half) >= 0.95


@pytest.mark.parametrize("half", HALVES)
def test_every_half_holds_every_language_and_right(half: str) -> None:
    mails = letters(half)
    assert len(mails) >= 40
    assert {mail["language"] for mail in mails} >= {"de", "fr", "it", "en"}
    assert {right for mail in mails for right in mail["rights"]} == {right.value for right in Right}
    assert len([mail for mail in mails if not mail["rights"]]) >= 10
    assert {mail["representative"] for mail in mails if "representative" in mail} <= set(RepresentativeKind)


def test_no_letter_stands_twice_and_all_addresses_are_invented() -> None:
    mails = [mail for half in HALVES for mail in letters(half)]
    assert len({mail["id"] for mail in mails}) == len({mail["text"] for mail in mails}) == len(mails)
    addresses = [
        each for mail in mails for each in re.findall(r"@([\w.-]+\w)", mail["sender"] + mail["text"])
    ]
    assert addresses
    assert all(_INVENTED.search(each) for each in addresses)


@pytest.mark.parametrize(
    ("score", "precision", "recall"),
    [
        (Score(3, 1, 0), 0.75, 1.0),
        (Score(3, 0, 1), 1.0, 0.75),
        (Score(), 1.0, 1.0),
        (Score(0, 1, 1), 0.0, 0.0),
    ],
)
def test_scores_are_reckoned(score: Score, precision: float, recall: float) -> None:
    assert (score.precision, score.recall) == (precision, recall)
