# SPDX-License-Identifier: MIT
"""Finding people while somebody types: words in any order, numbers, dates, one slip of the keys.

Kept in step with the people within the same transaction.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, select

from privdesk.domain.people import Facts, PersonField, PersonId
from privdesk.storage import dialect
from privdesk.storage.fold import ascii_word, spellings
from privdesk.storage.queries import Query, parse_query, phone_tails
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_people import ContractRow, PersonRow, WordRow
from privdesk.storage.scope import Scope
from privdesk.storage.vocabulary import near

ENOUGH = 20
"""With fewer people than this, misspellings are tried."""
MOST_CANDIDATES = 160
_NAME_FIELDS = (PersonField.LAST_NAME, PersonField.FIRST_NAME, PersonField.STREET, PersonField.TOWN)
_PLACE_FIELDS = (PersonField.NUMBER, PersonField.POSTCODE)
_PHONES = (PersonField.PHONE_LANDLINE, PersonField.PHONE_MOBILE)
_EXACT, _BEGINS, _NEAR = 1.0, 0.8, 0.5
_LAST_NAME_BONUS, _FIRST_NAME_BONUS = 0.15, 0.1
_HIGHEST = "\U0010ffff"
_WORD = table_of(WordRow)
_LEARN = insert(_WORD)
_KNOWN = select(_WORD.c.word).where(_WORD.c.word.in_(bindparam("words", expanding=True)))


@dataclass(frozen=True, slots=True)
class Found:
    """Someone found, how well (0 to about 1.2), and the words of the record that were meant."""

    person_id: PersonId
    score: float
    matched: tuple[str, ...]


class SearchIndex(Protocol):
    """What finds people; another database or engine would bring its own."""

    def put(self, person_id: PersonId, before: Facts | None, after: Facts) -> None:
        """Bring the index up to date with a person's facts; `before` is None for a new person."""
        ...

    def find(self, typed: str, limit: int) -> Sequence[Found]:
        """The people that a typed text means, best first; any text is allowed."""
        ...


class FtsSearchIndex:
    """The index in the encrypted database itself."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._learnt: set[str] = set()
        """Words that are in the vocabulary for certain: looked up or put there in this transaction."""

    def put(self, person_id: PersonId, before: Facts | None, after: Facts) -> None:
        """Words, vocabulary and telephone endings."""
        old = before or {}
        words, tails = _words(after), _tails(after)
        if before is not None:
            if words == _words(old) and tails == _tails(old):
                return
            dialect.drop_words(self._scope.connection, person_id)
        encoded = " ".join(ascii_word(word) for word in sorted(words))
        dialect.put_words(self._scope.connection, person_id, encoded, " ".join(sorted(tails)))
        self._learn(_vocabulary(after) - _vocabulary(old))
        self._unlearn(_vocabulary(old) - _vocabulary(after))

    def find(self, typed: str, limit: int) -> Sequence[Found]:
        """Exact words and numbers first; misspellings when there are few."""
        query = parse_query(typed)
        if query.empty or limit <= 0:
            return []
        found = self._by_number(query)
        found |= self._ranked(query, self._candidates(query, [(word,) for word in query.words]))
        if len(found) < ENOUGH and query.words:
            wider = self._alternatives(query.words)
            if wider is not None:
                near_ones = self._ranked(query, self._candidates(query, wider), wider)
                found = near_ones | found
        best = sorted(found.values(), key=lambda one: (-one.score, one.matched, one.person_id))
        return best[:limit]

    def _candidates(self, query: Query, words: Sequence[Sequence[str]]) -> list[int]:
        """People to whom every part applies, before ranking."""
        if query.days or query.email:
            narrow: list[ColumnElement[bool]] = []
            if query.days:
                narrow.append(PersonRow.date_of_birth.in_(query.days))
            if query.email:
                narrow.append(PersonRow.email_fold.between(query.email, query.email + _HIGHEST))
            statement = select(PersonRow.id).where(*narrow).limit(MOST_CANDIDATES)
            ids = list(self._scope.session.scalars(statement))
            return ids if not query.words else [each for each in ids if self._bears(each, words)]
        if not words:
            return []
        encoded = [[ascii_word(word) for word in some] for some in words]
        return dialect.find_words(self._scope.connection, encoded, MOST_CANDIDATES)

    def _bears(self, person_id: int, words: Sequence[Sequence[str]]) -> bool:
        row = self._scope.session.get(PersonRow, person_id)
        borne = _words(row.facts()) if row else frozenset()
        return all(any(one.startswith(tuple(some)) for one in borne) for some in words)

    def _by_number(self, query: Query) -> dict[PersonId, Found]:
        """User number or badge that begins so; telephone numbers with these digits in a row."""
        session = self._scope.session
        found: dict[PersonId, Found] = {}
        if query.phone:
            for person_id in dialect.find_phones(self._scope.connection, [query.phone], MOST_CANDIDATES):
                found[PersonId(person_id)] = Found(
                    PersonId(person_id), _BEGINS, self._phones(person_id, query.phone)
                )
        if query.code:
            for column, shown in (
                (ContractRow.badge_key, ContractRow.badge),
                (ContractRow.user_number_key, ContractRow.user_number),
            ):
                codes = select(ContractRow.person_id, column, shown).where(
                    column.between(query.code, query.code + _HIGHEST)
                )
                for person_id, key, code in session.execute(codes.order_by(column).limit(MOST_CANDIDATES)):
                    score = _EXACT + _LAST_NAME_BONUS if key == query.code else _BEGINS
                    found[PersonId(person_id)] = Found(PersonId(person_id), score, (code or "",))
        return found

    def _phones(self, person_id: int, digits: str) -> tuple[str, ...]:
        row = self._scope.session.get(PersonRow, person_id)
        numbers = (row.phone_mobile, row.phone_landline) if row else ()
        return tuple(number for number in numbers if number and digits in number)

    def _ranked(
        self, query: Query, ids: Collection[int], wider: Sequence[Sequence[str]] | None = None
    ) -> dict[PersonId, Found]:
        if not ids:
            return {}
        rows = self._scope.session.scalars(select(PersonRow).where(PersonRow.id.in_(ids)))
        return {PersonId(row.id): _rank(row, query, wider) for row in rows}

    def _alternatives(self, words: Sequence[str]) -> list[tuple[str, ...]] | None:
        """Each word with those one edit away, or None when there are none."""
        known = self._vocabulary()
        wider = [near(word, known) for word in words]
        return wider if any(len(some) > 1 for some in wider) else None

    def _vocabulary(self) -> Sequence[str]:
        state, connection = self._scope.state, self._scope.connection
        version = state.vocabulary_version(connection)
        words = None if state.words_changed else self._scope.vocabulary.words(version)
        if words is None:
            words = tuple(connection.scalars(select(_WORD.c.word)))
            if self._scope.writer is None:
                self._scope.vocabulary.keep(version, words)
        return words

    def _learn(self, words: frozenset[str]) -> None:
        connection = self._scope.connection
        asked = words - self._learnt
        known = set(connection.scalars(_KNOWN, {"words": sorted(asked)})) if asked else set()
        if asked - known:
            connection.execute(_LEARN, [{"word": word} for word in sorted(asked - known)])
            self._scope.state.words_changed = True
        self._learnt |= asked

    def _unlearn(self, words: frozenset[str]) -> None:
        """Forget the words that nobody bears any more."""
        connection = self._scope.connection
        gone = [word for word in words if not dialect.is_borne(connection, ascii_word(word))]
        self._learnt.difference_update(gone)
        if gone:
            connection.execute(delete(_WORD).where(_WORD.c.word.in_(gone)))
            self._scope.state.words_changed = True


def count_people(scope: Scope) -> int:
    """People on file."""
    return scope.session.scalar(select(func.count()).select_from(PersonRow)) or 0


def _words(facts: Facts) -> frozenset[str]:
    texts = (facts.get(name, "") for name in (*_NAME_FIELDS, *_PLACE_FIELDS))
    return frozenset(word for text in texts for word in spellings(text))


def _vocabulary(facts: Facts) -> frozenset[str]:
    """Words that may be misspelt; numbers and postcodes are not among them."""
    words = (word for name in _NAME_FIELDS for word in spellings(facts.get(name, "")))
    return frozenset(word for word in words if word.isalpha())


def _tails(facts: Facts) -> frozenset[str]:
    return frozenset(tail for name in _PHONES for tail in phone_tails(facts.get(name, "")))


def _rank(row: PersonRow, query: Query, wider: Sequence[Sequence[str]] | None) -> Found:
    plain = (row.town, row.street, row.postcode, row.number)
    names = ((row.last_name, _LAST_NAME_BONUS), (row.first_name, _FIRST_NAME_BONUS))
    fields = (*names, *((text, 0.0) for text in plain))
    borne = [(part, spellings(part), bonus) for text, bonus in fields if text for part in text.split()]
    scores, matched = [], []
    for place, word in enumerate(query.words):
        some = wider[place] if wider else (word,)
        score, shown = max((_fit(word, some, one) for one in borne), default=(0.0, ""))
        scores.append(score)
        matched += [shown] if shown else []
    if query.days or query.email:
        scores.append(_EXACT)
        matched += [row.date_of_birth or ""] if query.days else []
        matched += [row.email or ""] if query.email else []
    return Found(PersonId(row.id), sum(scores) / max(1, len(scores)), tuple(dict.fromkeys(matched)))


def _fit(typed: str, some: Iterable[str], one: tuple[str, frozenset[str], float]) -> tuple[float, str]:
    """How well a word of the record fits a typed one."""
    shown, spelt, bonus = one
    if typed in spelt:
        return _EXACT + bonus, shown
    if any(word.startswith(typed) for word in spelt):
        return _BEGINS + bonus, shown
    if any(word.startswith(tuple(some)) for word in spelt):
        return _NEAR + bonus, shown
    return 0.0, ""
