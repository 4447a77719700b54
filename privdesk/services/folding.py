# SPDX-License-Identifier: MIT
"""Text without case and accents, for comparing names exactly but kindly."""

import re
import unicodedata

_OWN = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th",
})  # fmt: skip

_ASCII_WORD = re.compile(r"[a-z0-9]+")


def fold(text: str) -> str:
    """`text` in lower case, without marks and punctuation, with single spaces."""
    if text.isascii():
        return " ".join(_ASCII_WORD.findall(text.lower()))
    lower = text.casefold().translate(_OWN)
    plain = (each for each in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(each))
    return " ".join("".join(each if each.isalnum() else " " for each in plain).split())
