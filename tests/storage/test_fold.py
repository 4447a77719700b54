# SPDX-License-Identifier: MIT
"""Words as search compares them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privdesk.storage.fold import ascii_word, code_key, fold, spellings, words_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zoë Müller", "zoe muller"),
        ("ŁUKASZ Ørsted", "lukasz orsted"),
        ("Đorđe Æsir Œuvre", "dorde aesir oeuvre"),
        ("Straße STRASSE", "strasse strasse"),
        ("Iğdır İzmir", "igdir izmir"),
        ("d'Arc  O’Neill", "darc oneill"),
        ("Meier-Huber, c/o X.", "meier huber c o x"),
        ("Ελλάδα Чайка", "ελλαδα чаика"),
        ("ﬁx ②", "fix 2"),
        ("\x00\x1b[31m 🎉 _ ", "31m"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_folding_is_idempotent_and_divides_into_words(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded.split() == words_of(text)
    assert all(word.isalnum() for word in words_of(text))


@given(st.text(max_size=40))
def test_capital_letters_and_accents_make_no_difference_to_latin_words(text: str) -> None:
    latin = "".join(c for c in text if c.isascii())
    assert fold(latin.upper()) == fold(latin.lower())


@given(st.text(min_size=1, max_size=20), st.integers(0, 20))
def test_a_beginning_stays_a_beginning_in_the_search_table(text: str, length: int) -> None:
    for word in words_of(text):
        assert ascii_word(word).isascii()
        assert ascii_word(word).startswith(ascii_word(word[:length]))


@pytest.mark.parametrize("name", ["Müller", "Mueller"])
@pytest.mark.parametrize("typed", ["muller", "mueller"])
def test_umlauts_are_found_either_way(name: str, typed: str) -> None:
    assert typed in spellings(name)


def test_codes_keep_letters_and_digits() -> None:
    assert code_key(" b-12 345/x ") == "B12345X"
