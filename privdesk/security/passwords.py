# SPDX-License-Identifier: MIT
"""How hard a password is to guess, in one hint; and the rule that a new one must meet."""

from collections.abc import Iterable
from typing import Any

from privdesk.domain.errors import PasswordTooShortError
from privdesk.domain.vault import MINIMUM_PASSWORD, PasswordHint, PasswordHintKey

_LOOKED_AT = 72
"""Characters that the estimate reads; more only cost time."""
_GOOD_SCORE = 3
_PATTERNS = {
    "spatial": PasswordHintKey.KEYBOARD,
    "repeat": PasswordHintKey.REPEAT,
    "sequence": PasswordHintKey.SEQUENCE,
    "regex": PasswordHintKey.DATE,
    "date": PasswordHintKey.DATE,
}
_DICTIONARIES = {
    "user_inputs": PasswordHintKey.OWN_WORDS,
    "passwords": PasswordHintKey.COMMON,
    "surnames": PasswordHintKey.NAME,
    "male_names": PasswordHintKey.NAME,
    "female_names": PasswordHintKey.NAME,
}


def strength(password: str, own_words: Iterable[str] = ()) -> PasswordHint:
    """Rate a password from 0 to 4; `own_words` are names that everybody around would try first.

    The first call loads the word lists (some 50 ms): call it off the GUI thread or after the page stands.
    """
    if not password:
        return PasswordHint(0, PasswordHintKey.TOO_SHORT)
    from zxcvbn import zxcvbn

    words = [part for word in own_words for part in (word, *word.split()) if part]
    result = zxcvbn(password[:_LOOKED_AT], user_inputs=words)
    score = int(result["score"])
    if len(password) < MINIMUM_PASSWORD:
        return PasswordHint(min(score, 1), PasswordHintKey.TOO_SHORT)
    if score >= _GOOD_SCORE:
        return PasswordHint(score, PasswordHintKey.GOOD)
    return PasswordHint(score, _weakest(result["sequence"]))


def require_acceptable(password: str) -> None:
    """Refuse a new password that is too short.

    Raises:
        PasswordTooShortError: fewer than ten characters.
    """
    if len(password) < MINIMUM_PASSWORD:
        raise PasswordTooShortError(minimum=MINIMUM_PASSWORD)


def _weakest(sequence: list[dict[str, Any]]) -> PasswordHintKey:
    """Name the pattern that covers most of the password."""
    patterns = [match for match in sequence if match["pattern"] != "bruteforce"]
    if not patterns:
        return PasswordHintKey.LONGER
    match = max(patterns, key=lambda found: len(found["token"]))
    if match["pattern"] == "dictionary":
        return _DICTIONARIES.get(match["dictionary_name"], PasswordHintKey.WORD)
    return _PATTERNS.get(match["pattern"], PasswordHintKey.LONGER)
