# SPDX-License-Identifier: MIT
"""What finds people, within one transaction over the records."""

from collections.abc import Sequence
from typing import Protocol

from privdesk.domain.people import PersonHit, PersonId
from privdesk.storage.lookup.driver import Driver, Transaction
from privdesk.storage.lookup.finding import Finder
from privdesk.storage.lookup.hits import hits_of
from privdesk.storage.lookup.upkeep import renew
from privdesk.storage.lookup.vocabulary import OFFICE, Vocabulary, words_of_agency
from privdesk.storage.lookup.word_tree import WordTree
from privdesk.storage.scope import Scope


class SearchIndex(Protocol):
    """What finds people; another database or engine would bring its own."""

    def note(self, person_id: PersonId) -> None:
        """Facts or contracts of this person came, changed or went: the index follows in the same transaction."""
        ...

    def settle(self) -> None:
        """Bring the index up to date with everything noted; the commit does this too."""
        ...

    def find(self, typed: str, limit: int, agency: int | None = None) -> Sequence[PersonHit]:
        """The people that a typed text means, best first; any text is allowed.

        With `agency` exactly as if there were no people but those with a contract of this agency. Of equal
        guesses the one whose facts changed last comes first: a recorded change numbers its origin, and origins are
        numbered in the order in which they were recorded, so that no date need be looked up.
        """
        ...


class FtsSearchIndex:
    """The index in the encrypted database itself."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def note(self, person_id: PersonId) -> None:
        """Remember until the end of the transaction; several changes of one person are one."""
        self._scope.state.stale_people.add(person_id)

    def settle(self) -> None:
        """Work the entries of the noted people out anew."""
        state = self._scope.state
        if state.stale_people:
            self._scope.session.flush()
            stale, state.stale_people = state.stale_people, set()
            renew(Transaction(self._scope.connection), stale, state.word_changes)

    def find(self, typed: str, limit: int, agency: int | None = None) -> Sequence[PersonHit]:
        """Ask within this transaction."""
        self.settle()
        driver = Transaction(self._scope.connection)
        finder = Finder(driver, lambda: self._vocabulary(driver, agency or OFFICE), agency)
        return hits_of(driver, finder.find(typed, limit), agency)

    def _vocabulary(self, driver: Driver, agency: int) -> Vocabulary:
        """The committed words, and those that this transaction brought or took."""
        state = self._scope.state
        if self._scope.writer is not None:
            held = self._scope.vocabulary.held(agency, state.vocabulary_version(self._scope.connection))
            if held is None:
                return Vocabulary((WordTree(words_of_agency(driver, agency)),))
            return held.changed(*state.word_changes.of(agency))
        version = state.vocabulary_version(self._scope.connection)
        return self._scope.vocabulary.get(agency, version, lambda: words_of_agency(driver, agency))
