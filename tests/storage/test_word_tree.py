# SPDX-License-Identifier: MIT
"""Beginnings of words that are a slip or two away, against plain arithmetic."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from privdesk.storage.lookup.upkeep import WordChanges
from privdesk.storage.lookup.vocabulary import Vocabularies, Vocabulary
from privdesk.storage.lookup.word_tree import LONGEST, SLIP, WordTree

some_words = st.lists(
    st.text(alphabet="abklmöч", min_size=1, max_size=9), min_size=1, max_size=40, unique=True
)
typed_word = st.text(alphabet="abklmx", min_size=1, max_size=9)


def slips(typed: str, start: str) -> int:
    """Slips between two texts, a swap of neighbours counting once."""

    @cache
    def cost(one: int, two: int) -> int:
        if not one or not two:
            return one + two
        best = min(cost(one - 1, two) + 1, cost(one, two - 1) + 1)
        best = min(best, cost(one - 1, two - 1) + (typed[one - 1] != start[two - 1]))
        if one > 1 and two > 1 and typed[one - 1] == start[two - 2] and typed[one - 2] == start[two - 1]:
            best = min(best, cost(one - 2, two - 2) + 1)
        return best

    return cost(len(typed), len(start))


def begins_well(typed: str, start: str) -> bool:
    """Whether one slip at most is in the first two letters, wherever in the typed word they may be."""
    firsts = (start[:1], start[:2])
    return all(min(slips(typed[:end], first) for end in range(len(typed) + 1)) <= 1 for first in firsts)


@settings(deadline=None)
@given(some_words, typed_word, st.sampled_from((1, 2)))
def test_every_beginning_within_reach_is_found_at_no_more_than_its_cost(
    words: list[str], typed: str, allowed: int
) -> None:
    found = WordTree(sorted(words)).near(typed, allowed * SLIP)
    starts = {word[:length] for word in words for length in range(1, len(word) + 1)}
    assert found.keys() <= starts
    for start in starts:
        if slips(typed, start) <= allowed and begins_well(typed, start):
            assert found[start] <= slips(typed, start) * SLIP
    for start, cost in found.items():
        assert cost >= slips(typed, start)  # a slip costs half at least


def test_letters_that_sound_alike_and_doubled_ones_cost_half() -> None:
    tree = WordTree(sorted(("meier", "keller", "karl")))
    costs = {
        start: cost for typed in ("meyer", "keler", "carl") for start, cost in tree.near(typed, SLIP).items()
    }
    assert (costs["meier"], costs["keller"], costs["karl"]) == (1, 1, 1)
    assert tree.near("xarl", SLIP)["karl"] == SLIP


def test_long_words_are_compared_by_their_beginning() -> None:
    word = "donaudampfschifffahrt"
    assert next(iter(WordTree([word]).near(word[:16], SLIP).items())) == (word[:LONGEST], 0)


def test_no_words_and_nothing_typed() -> None:
    assert WordTree([]).near("keller", SLIP) == {}
    assert WordTree(["keller"]).near("", SLIP) == {}


@settings(deadline=None, max_examples=50)
@given(some_words, st.lists(some_words, max_size=6), st.lists(st.integers(0, 300), max_size=8))
def test_words_that_come_and_go_one_by_one_are_those_read_at_once(
    words: list[str], later: list[list[str]], gone: list[int]
) -> None:
    held, vocabulary = set(words), Vocabulary((WordTree(sorted(words)),))
    for came in later:
        new = set(came) - held
        held |= new
        vocabulary = vocabulary.changed(new, ())
        assert set(starts_of(vocabulary)) == {word[:LONGEST] for word in held}
    for at in gone:
        word = sorted(held)[at % len(held)] if held else ""
        held.discard(word)
        vocabulary = vocabulary.changed((), [word] if word else [])
    whole = vocabulary.changed((), [f"gone{n}" for n in range(501)])
    assert set(starts_of(whole)) == held


def starts_of(vocabulary: Vocabulary) -> list[str]:
    return [word for tree in vocabulary.trees for word in tree.words]


def test_vocabularies_follow_commits_and_are_read_again_when_one_was_missed() -> None:
    held, reads = Vocabularies(), []

    def read() -> list[str]:
        reads.append(1)
        return ["keller"]

    assert len(held.get(0, 1, read)) == 1
    changes = WordChanges()
    changes.note((0, "berger"), came=True)
    changes.note((7, "moser"), came=True)
    held.follow(2, changes)
    assert len(held.get(0, 2, read)) == 2
    assert len(reads) == 1
    held.follow(4, changes)
    held.get(0, 4, read)
    assert len(reads) == 2
    held.forget()
    held.get(0, 4, read)
    assert len(reads) == 3
