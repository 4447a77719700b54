# SPDX-License-Identifier: MIT
"""Words as search compares them: small letters without accents, of any script."""

import re
import unicodedata

LONGEST_TEXT = 400
"""Characters of a typed or pasted text that are looked at."""
_LETTERS = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h",
    "ŧ": "t", "ŋ": "n", "ĸ": "k", "’": "", "'": "", "ʼ": "", "`": "", "´": "",
})  # fmt: skip
_UMLAUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe"})
_TWO_LETTERS = re.compile("ae|oe|ue")
_RUN = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return `text` as words of small letters without accents, one space between; idempotent.

    Apostrophes join (`d'Arc` is `darc`), every other sign divides.
    """
    return " ".join(words_of(text))


def words_of(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    return _RUN.findall(_bare(text))


def _bare(text: str) -> str:
    if text.isascii():
        return text.lower().translate(_LETTERS)
    for _ in range(3):
        small = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
        bare = "".join(c for c in small if not unicodedata.combining(c))
        if bare == text:
            break
        text = bare
    return text


def spellings(text: str) -> frozenset[str]:
    """The folded words of `text` in every usual spelling: Müller also as mueller, Mueller also as muller."""
    plain = words_of(text)
    expanded = [] if text.isascii() else words_of(_with_umlauts_written_out(text))
    contracted = [_TWO_LETTERS.sub(lambda pair: pair.group()[0], word) for word in plain]
    return frozenset((*plain, *expanded, *contracted))


def _with_umlauts_written_out(text: str) -> str:
    return unicodedata.normalize("NFC", text.casefold()).translate(_UMLAUT)


def code_key(text: str) -> str:
    """A number such as a user number or badge as search compares it: capital letters and digits only."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())


def ascii_word(word: str) -> str:
    """A folded word in plain ASCII for the search table; prefixes stay prefixes."""
    if word.isascii():
        return word
    return "".join(c if c.isascii() else f"u{ord(c):05x}" for c in word)
