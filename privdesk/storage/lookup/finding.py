# SPDX-License-Identifier: MIT
"""From a typed text to people: numbers by their shape, names exactly first, misspelt ones when that finds few.

Whoever asks for an agency finds its people as if there were no others: each question carries the agency before any
limit cuts, and the vocabulary is the agency's own.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from privdesk.domain.people import PersonField
from privdesk.storage.lookup import fts
from privdesk.storage.lookup.driver import Driver, one_json
from privdesk.storage.lookup.found import Found
from privdesk.storage.lookup.fts import EVERYWHERE, NAMES, Wall
from privdesk.storage.lookup.numbers import find_numbers
from privdesk.storage.lookup.ranking import EXACT, Ranked, Readings, in_order, in_turn, rank
from privdesk.storage.lookup.readings import KEPT, covers
from privdesk.storage.lookup.sounds import sound_alikes
from privdesk.storage.lookup.vocabulary import Vocabulary
from privdesk.storage.lookup.word_tree import SLIP
from privdesk.storage.lookup.words import birth_mark, email_mark
from privdesk.storage.queries import Query, parse_query

ENOUGH, FEW = 20, 3
"""With fewer people than this, misspellings are tried, and bolder ones."""
MOST_EXACT = 100
MOST = 160
"""People who are ranked at most."""
_ONE_SLIP, _TWO_SLIPS, _TWO_SLIPS_ALONE = 3, 5, 7
"""Letters from which one slip is forgiven, and two, beside other words and alone."""
_FEWEST_HANDLE = 3
_HANDLE, _MAYBE_A_DAY, _LEAST = 0.7, 0.7, 0.5
_OTHER_NAME, _OTHER_NUMBER = 0.6, 0.5
"""Of a name with a number, when no one person has both."""
_CARDS = (
    "SELECT json_group_array(json_array(person_id, words, recent)) FROM search_card "
    "WHERE person_id IN (SELECT value FROM json_each(?))"
)


class Finder:
    """Asks the index through one connection of the driver."""

    def __init__(
        self, driver: Driver, vocabulary: Callable[[], Vocabulary], agency: int | None = None
    ) -> None:
        """`vocabulary` gives the words of this agency, or of the office."""
        self._driver = driver
        self._vocabulary = vocabulary
        self._agency = agency
        self._wall = Wall(agency)

    def find(self, typed: str, limit: int) -> list[Found]:
        """The people that a typed text means, best first; any text is allowed."""
        query = parse_query(typed)
        if query.empty or limit <= 0:
            return []
        found = self._dated(find_numbers(self._driver, query, self._agency))
        by_words = self._by_words(query) if query.words or query.days or query.email else []
        for one in by_words:
            better = found.get(one.person_id)
            if better is None or better.score < one.score:
                found[one.person_id] = one if better is None else replace(one, shown=better.shown)
        best = sorted(found.values(), key=lambda one: (-round(one.score, 3), -one.recent, -one.person_id))
        return best[:limit]

    def _dated(self, found: Mapping[int, Found]) -> dict[int, Found]:
        """The same with when each record changed last: of those who share a telephone the last changed comes first."""
        recent = {person_id: number for person_id, _words, number in self._cards(list(found))}
        return {one: replace(each, recent=recent.get(one, 0)) for one, each in found.items()}

    def _by_words(self, query: Query) -> list[Found]:
        facts = self._facts(query)
        marks = self._marks(query)
        if not query.words:
            ids = self._ask(marks, MOST)
            score = _MAYBE_A_DAY if query.phone else EXACT
            return [Found(one.person_id, score, facts=facts, recent=one.recent) for one in self._plain(ids)]
        plain: list[Readings] = [{} for _ in query.words]
        ranked = rank(query.words, plain, self._cards(self._exact(query.words, marks)))
        if len(ranked) < ENOUGH and not marks:
            ranked = self._with_handles(query, ranked)
        if len(ranked) < ENOUGH:
            exactly = bool(ranked)
            ranked = self._with_slips(query.words, marks, 1, ranked)
            if len(ranked) < FEW and not exactly:
                ranked = self._anchored(query.words, marks, ranked)
            if len(ranked) < FEW and not exactly:
                ranked = self._with_slips(query.words, marks, 2, ranked)
        if not ranked and query.number:
            return self._beside_number(query)
        return [Found(one.person_id, one.score, one.words, facts, recent=one.recent) for one in ranked]

    def _beside_number(self, query: Query) -> list[Found]:
        """Words with a telephone or user number: those to whom both apply, else those of the number, then of the words."""
        numbered = find_numbers(self._driver, parse_query(query.number), self._agency)
        readings = [self._readings(word, 1) for word in query.names]
        ranked = rank(query.names, readings, self._cards(list(numbered)))
        both = [
            replace(numbered[one.person_id], score=one.score, words=one.words, recent=one.recent)
            for one in ranked
            if one.whole
        ]
        if both:
            return both
        of_number = [replace(numbered[one.person_id], score=_OTHER_NAME, recent=one.recent) for one in ranked]
        of_words = self._by_words(replace(query, words=query.names, number=""))
        return [*of_number, *(replace(one, score=min(one.score, _OTHER_NUMBER)) for one in of_words)]

    def _exact(self, words: Sequence[str], marks: Sequence[str]) -> list[int]:
        """Names first, so that a town of the same beginning does not take their places."""
        each = [(word,) for word in words]
        ids = self._ask([fts.all_of(NAMES, each), *marks], MOST_EXACT)
        if len(ids) == MOST_EXACT:
            return _union(ids, self._ask([fts.all_of(NAMES, each, whole=True), *marks], MOST - MOST_EXACT))
        return _union(ids, self._ask([fts.all_of(EVERYWHERE, each), *marks], MOST_EXACT))

    def _with_slips(
        self, words: Sequence[str], marks: Sequence[str], slips: int, ranked: list[Ranked]
    ) -> list[Ranked]:
        """Those found so far, and those to whom each word applies when one slip, or two, are forgiven."""
        least = _TWO_SLIPS_ALONE if len(words) == 1 else _TWO_SLIPS
        if slips > 1 and max(map(len, words)) < least:
            return ranked
        readings = [self._readings(word, slips if len(word) >= least else 1) for word in words]
        return self._with_near(words, readings, marks, ranked)

    def _with_near(
        self, words: Sequence[str], readings: Sequence[Readings], marks: Sequence[str], ranked: list[Ranked]
    ) -> list[Ranked]:
        if all(len(some) == 1 for some in readings):
            return ranked
        if len(words) > 1:
            ids = self._ask([fts.all_of(EVERYWHERE, covers(readings)), *marks], MOST)
            return in_order([*ranked, *self._further(words, readings, ids, ranked)])
        more = self._further(words, readings, self._one_near(readings[0], marks), ranked)
        return in_order([*ranked, *in_turn(more)])

    def _anchored(self, words: Sequence[str], marks: Sequence[str], ranked: list[Ranked]) -> list[Ranked]:
        """Those who bear one of the words, if they are few, and to whom the others apply, with two slips even.

        What a short word may be read as is more than a question can hold; of few people it need not hold it.
        """
        anchors = sorted((word for word in words if len(word) >= _TWO_SLIPS), key=len, reverse=True)
        for anchor in anchors[:2] if len(words) > 1 else ():
            ids = self._ask([fts.all_of(NAMES, covers([self._readings(anchor, 1)])), *marks], MOST)
            if 0 < len(ids) < MOST:
                readings = [self._readings(word, 1 if word == anchor else 2) for word in words]
                ranked = in_order([*ranked, *self._further(words, readings, ids, ranked)])
        return ranked

    def _further(
        self, words: Sequence[str], readings: Sequence[Readings], ids: Sequence[int], ranked: Sequence[Ranked]
    ) -> list[Ranked]:
        """Of these people those whom every word fits, and together not too badly."""
        known = {one.person_id for one in ranked}
        more = rank(words, readings, self._cards([each for each in ids if each not in known][:MOST]))
        return [one for one in more if one.whole and (len(words) == 1 or one.score >= _LEAST)]

    def _one_near(self, readings: Readings, marks: Sequence[str]) -> list[int]:
        """The newest people of each reading in turn, so that a common name does not hide a rare one."""
        some = list(readings)[:KEPT]
        share = max(6, MOST // len(some))
        ids: list[int] = []
        for columns in (NAMES, EVERYWHERE):
            questions = [
                self._joined([fts.all_of(columns, [(word,)], whole=whole), *marks])
                for word in some
                for whole in (True, False)
            ]
            each = fts.find_each(self._driver, questions, share)
            ids = _union(*(one for one in zip_longest(*each)))
            if len(ids) >= ENOUGH:
                break
        return ids

    def _readings(self, word: str, slips: int) -> dict[str, int]:
        """The word itself, others that sound alike, and beginnings of words a slip or two away, cheapest first."""
        found = {word: 0}
        if len(word) < _ONE_SLIP or not word.isalpha():
            return found
        vocabulary = self._vocabulary()
        found |= {other: 1 for other in sound_alikes(word) if vocabulary.begins(other)}
        for start, cost in vocabulary.near(word, SLIP * slips).items():
            found.setdefault(start, cost)
        return found

    def _with_handles(self, query: Query, ranked: list[Ranked]) -> list[Ranked]:
        """E-mail addresses that begin so, while the sign in their middle is still to come."""
        if " " in query.text or len(query.text) < _FEWEST_HANDLE:
            return ranked
        mark = email_mark(query.text)
        ids = self._ask([fts.marked([mark], whole=False)], ENOUGH) if mark else []
        known = {one.person_id for one in ranked}
        more = [replace(one, score=_HANDLE) for one in self._plain(each for each in ids if each not in known)]
        return in_order([*ranked, *more])

    def _facts(self, query: Query) -> frozenset[PersonField]:
        some = ((query.days, PersonField.DATE_OF_BIRTH), (query.email, PersonField.EMAIL))
        return frozenset(name for asked, name in some if asked)

    def _marks(self, query: Query) -> list[str]:
        """What must fit beside the words."""
        marks = []
        if query.days:
            marks.append(fts.marked(sorted(map(birth_mark, query.days)), whole=True))
        if query.email:
            marks.append(fts.marked([email_mark(query.email) or "0"], whole=False))
        return marks

    def _joined(self, questions: Sequence[str]) -> str:
        return self._wall.round(" AND ".join(f"({one})" for one in questions))

    def _ask(self, questions: Sequence[str], limit: int) -> list[int]:
        return fts.find_words(self._driver, self._joined(questions), limit)

    def _cards(self, ids: Sequence[int]) -> list[tuple[int, str, int]]:
        if not ids:
            return []
        return [tuple(row) for row in one_json(self._driver, _CARDS, (json.dumps(ids),))]

    def _plain(self, ids: Iterable[int]) -> list[Ranked]:
        return [Ranked(one, EXACT, recent) for one, _words, recent in self._cards(list(ids))]


def _union(*some: Iterable[int | None]) -> list[int]:
    return list(dict.fromkeys(one for one in chain.from_iterable(some) if one is not None))
