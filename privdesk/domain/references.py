# SPDX-License-Identifier: MIT
"""References without a sequence: what an agency clerk sees where the office sees a number that counts everybody.

A keyed permutation, so that each number has exactly one reference and each reference one number; nothing is stored.
Whoever lacks the key learns neither how many there are nor which came first.
"""

import hashlib
import hmac
import re

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, O, 1 and I, which are misread and misheard."""
_ROUNDS = 6
_ID_HALF, _NUMBER_HALF = 15, 20
_SEQUENCE_BITS = 26
_DIGITS = {"R": (4, 4), "F": (2, 5), "D": (2, 5)}
"""Digits of the year, and the least digits of the sequence, by the letter a number begins with."""
_NUMBER = re.compile(r"(?<![\w-])(?:(R)-(20\d\d)-(\d{4,8})|([FD])-(\d\d)-(\d{5,8}))(?![\w-])")
_REFERENCE = re.compile(rf"(?<![\w-])([RFD])-([{_SIGNS}]{{4}})-([{_SIGNS}]{{4}})(?![\w-])", re.IGNORECASE)
_JOINER = "\u2060"
"""Invisible; makes of a number that came from outside what is no number of the desk."""


def as_foreign(text: str) -> str:
    """`text` from outside, so marked that no number in it is ever taken for one that the desk gave.

    Else whoever hands in a text full of numbers would read their references off it.
    """
    return _NUMBER.sub(lambda found: found[0][0] + _JOINER + found[0][1:], text) if "-" in text else text


def as_written(text: str) -> str:
    """`text` without that mark."""
    return text.replace(_JOINER, "") if _JOINER in text else text


def only_numbers(text: str) -> str:
    """The numbers that the desk gave, in what somebody typed, and nothing else of it: no name stands in an audit entry."""
    return " ".join(found[0] for found in _NUMBER.finditer(text))


class References:
    """Turns ids and numbers into references and back, under one key of the records."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def hide(self, kind: str, number: int) -> int:
        """An id of `kind` as a number without sequence, below 2^30; 0 (not kept yet) and greater ones stay."""
        return self._walk(kind, number, backwards=False)

    def show(self, kind: str, hidden: int) -> int:
        """The id behind what `hide` gave."""
        return self._walk(kind, hidden, backwards=True)

    def hide_numbers(self, text: str) -> str:
        """`text` with every number such as R-2026-0038 or F-26-04417 replaced by its reference."""
        return _NUMBER.sub(self._reference, text) if "-" in text else text

    def show_numbers(self, text: str) -> str:
        """`text` with every reference such as R-K7QM-2XHT replaced by its number."""
        return _REFERENCE.sub(self._number, text) if "-" in text else text

    def _reference(self, found: re.Match[str]) -> str:
        letter = found[1] or found[4]
        year, sequence = int(found[2] or found[5]), int(found[3] or found[6])
        if sequence >= 1 << _SEQUENCE_BITS:
            return letter
        hidden = self._turn(letter, year << _SEQUENCE_BITS | sequence, _NUMBER_HALF, backwards=False)
        signs = "".join(_SIGNS[hidden >> shift & 31] for shift in range(35, -1, -5))
        return f"{letter}-{signs[:4]}-{signs[4:]}"

    def _number(self, found: re.Match[str]) -> str:
        letter, signs = found[1].upper(), (found[2] + found[3]).upper()
        hidden = 0
        for sign in signs:
            hidden = hidden << 5 | _SIGNS.index(sign)
        plain = self._turn(letter, hidden, _NUMBER_HALF, backwards=True)
        year, sequence = plain >> _SEQUENCE_BITS, plain & (1 << _SEQUENCE_BITS) - 1
        digits, least = _DIGITS[letter]
        number = f"{letter}-{year:0{digits}d}-{sequence:0{least}d}"
        return number if _NUMBER.fullmatch(number) else found[0]

    def _walk(self, kind: str, number: int, *, backwards: bool) -> int:
        """The permutation, walked on past 0, which stands for “not kept yet”."""
        if not 0 < number < 1 << 2 * _ID_HALF:
            return number
        turned = self._turn(kind, number, _ID_HALF, backwards=backwards)
        return turned or self._turn(kind, 0, _ID_HALF, backwards=backwards)

    def _turn(self, kind: str, number: int, half: int, *, backwards: bool) -> int:
        """A balanced Feistel network over two halves of `half` bits (Luby and Rackoff)."""
        mask = (1 << half) - 1
        left, right = number >> half, number & mask
        rounds = range(_ROUNDS)
        for place in reversed(rounds) if backwards else rounds:
            if backwards:
                left, right = right ^ self._mixed(kind, place, left, half) & mask, left
            else:
                left, right = right, left ^ self._mixed(kind, place, right, half) & mask
        return left << half | right

    def _mixed(self, kind: str, place: int, part: int, half: int) -> int:
        said = f"privdesk reference {kind} {half} {place} {part}".encode()
        return int.from_bytes(hmac.new(self._key, said, hashlib.sha256).digest()[:8], "big")
