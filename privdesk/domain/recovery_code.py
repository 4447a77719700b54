# SPDX-License-Identifier: MIT
"""The code on the recovery sheet: eight groups of five characters, each with its own check character.

Four characters of a group carry 20 bits (160 in all), the fifth is a checksum over GF(32) with a different
weight for each position and a constant for each group: one wrong character, two swapped characters, or two
swapped groups are always noticed, and the group that is wrong is named.
"""

from dataclasses import dataclass, field

from privdesk.domain.errors import RecoveryCodeMistypedError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without I, L, O and U."""
GROUPS = 8
DATA_CHARACTERS = 4
GROUP_LENGTH = DATA_CHARACTERS + 1
SECRET_BYTES = GROUPS * DATA_CHARACTERS * 5 // 8
_SAME = str.maketrans("OIL", "011")
_WEIGHTS = (2, 3, 4, 5)
_REDUCTION = 0b100101
"""x⁵ + x² + 1."""


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """A recovery code as printed, group by group; shown once and kept nowhere."""

    groups: tuple[str, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """The whole code with a dash between groups."""
        return "-".join(self.groups)

    @property
    def secret(self) -> bytes:
        """The 160 bits that the code carries."""
        number = 0
        for group in self.groups:
            for character in group[:DATA_CHARACTERS]:
                number = number << 5 | ALPHABET.index(character)
        return number.to_bytes(SECRET_BYTES)

    def group_matches(self, number: int, typed: str) -> bool:
        """Whether `typed` is group `number`, counted from 1, in any case, with 0/O and 1/I/L alike."""
        return tidy(typed) == self.groups[number - 1]


def code_of(secret: bytes) -> RecoveryCode:
    """Print 160 random bits as a code."""
    if len(secret) != SECRET_BYTES:
        raise ValueError(len(secret))
    number = int.from_bytes(secret)
    bits = [number >> 5 * place & 31 for place in reversed(range(GROUPS * DATA_CHARACTERS))]
    groups = []
    for index in range(GROUPS):
        values = bits[index * DATA_CHARACTERS : (index + 1) * DATA_CHARACTERS]
        groups.append("".join(ALPHABET[value] for value in (*values, _check(index, values))))
    return RecoveryCode(tuple(groups))


def parse_code(typed: str) -> RecoveryCode:
    """Read a code as a person types it: spaces, dashes, case, 0/O and 1/I/L do not matter.

    Raises:
        RecoveryCodeMistypedError: names the first wrong group, or 0 when the length is wrong.
    """
    text = tidy(typed)
    groups = tuple(text[start : start + GROUP_LENGTH] for start in range(0, len(text), GROUP_LENGTH))
    for index, group in enumerate(groups[:GROUPS]):
        if len(group) == GROUP_LENGTH and not _whole(index, group):
            raise RecoveryCodeMistypedError(group=index + 1)
    if len(text) != GROUPS * GROUP_LENGTH:
        raise RecoveryCodeMistypedError(group=0)
    return RecoveryCode(groups)


def tidy(typed: str) -> str:
    """Return what was typed in capitals, without spaces, dashes and confusable letters."""
    return "".join(c for c in typed.upper() if c.isalnum()).translate(_SAME)


def _whole(index: int, group: str) -> bool:
    if any(character not in ALPHABET for character in group):
        return False
    values = [ALPHABET.index(character) for character in group]
    return values[-1] == _check(index, values[:-1])


def _check(index: int, values: list[int]) -> int:
    total = index + 1
    for weight, value in zip(_WEIGHTS, values, strict=True):
        total ^= _times(weight, value)
    return total


def _times(left: int, right: int) -> int:
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= _REDUCTION
        right >>= 1
    return product
