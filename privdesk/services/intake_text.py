# SPDX-License-Identifier: MIT
"""A letter or mail taken apart: the writer's own sentences, the quoted older mail, the small print left out."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from privdesk.services.intake_rules import LETTER_LANGUAGES, fold, rules_of, understood

LONGEST_TEXT = 50_000
"""Characters of a letter that are looked at."""
_TOKEN = re.compile(r"\w+|[,;:()–—]|[.!?…]+|\n")
_SHORT_FORMS = frozenset({
    "abs", "art", "bspw", "bst", "bzw", "ca", "cap", "ch", "dr", "etc", "evtl", "gem", "ggf", "inkl", "iur", "lic", "lit", "mr",
    "mrs", "ms", "nr", "prof", "resp", "sig", "str", "tel", "usw", "vgl", "ziff",
})  # fmt: skip
"""Short forms that a full stop belongs to."""
_SHORT_LINE = 40
"""Characters; a shorter line is one of its own, such as a greeting, unless it breaks off at a small word."""
_LONGEST_SENTENCE = 120
"""Words; what never comes to an end is cut, so that no letter takes long to read."""
_LIST_ITEM = re.compile(r"\s*(?:[-*•]|\d{1,2}[.)])\s")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words of one sentence, folded and divided by single blanks; a comma stands for any pause."""

    words: str
    starts: tuple[int, ...]
    """Where each word begins in `words`."""
    places: tuple[tuple[int, int], ...]
    """Where each word stands in the letter."""
    paragraph: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From the first to after the last character of these words in the letter."""
        first, last = self.number(start), self.number(end - 1)
        return self.places[first][0], self.places[last][1]

    def number(self, at: int) -> int:
        """Which word stands at this place of `words`."""
        return max(bisect_right(self.starts, at) - 1, 0)

    def tokens(self) -> list[str]:
        """The words one by one."""
        return self.words.split()


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter's sentences: the writer's own, and those of the older mail quoted below."""

    subject: tuple[Sentence, ...]
    own: tuple[Sentence, ...]
    quoted: tuple[Sentence, ...]
    replies: bool
    """Whether the subject is that of an older mail."""
    forwards: bool

    @property
    def asked(self) -> tuple[Sentence, ...]:
        """Where the writer's wishes stand: a forwarded letter is read whole."""
        heading = () if self.replies else self.subject
        return (*heading, *self.own, *(self.quoted if self.forwards else ()))


def letter_text(subject: str, text: str) -> LetterText:
    """Take a mail apart; places count from the beginning of `subject`, two line breaks, `text`."""
    whole = f"{subject}\n\n{text}"[:LONGEST_TEXT]
    lines = list(_lines(whole, len(subject) + 2))
    own_lines, quoted_lines = _divided(whole, lines)
    first = fold(subject).partition(":")[0].strip() if ":" in subject else ""
    sentences = tuple(_sentences(whole, own_lines))
    return LetterText(
        subject=tuple(_sentences(whole, [(0, len(subject))])),
        own=tuple(without_small_print(sentences)),
        quoted=tuple(without_small_print(tuple(_sentences(whole, quoted_lines)))),
        replies=any(first in rules_of(each).reply for each in LETTER_LANGUAGES),
        forwards=any(first in rules_of(each).forwarded for each in LETTER_LANGUAGES),
    )


def without_small_print(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Leave out what a mail program adds: "if you received this in error …" to the end of its paragraph."""
    dropped = -1
    for sentence in sentences:
        if sentence.paragraph == dropped:
            continue
        if any(rules_of(each).footer.search(sentence.words) for each in LETTER_LANGUAGES):
            dropped = sentence.paragraph
            continue
        yield sentence


def own_lines(subject: str, text: str) -> tuple[str, ...]:
    """The lines that the writer wrote, the signature among them."""
    whole = f"{subject}\n\n{text}"[:LONGEST_TEXT]
    mine, _quoted = _divided(whole, list(_lines(whole, len(subject) + 2)), signature=True)
    return tuple(whole[start:end].strip() for start, end in mine if whole[start:end].strip())


def _lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    place = start
    for line in text[start:].splitlines(keepends=True):
        yield place, place + len(line)
        place += len(line)


Spans = list[tuple[int, int]]


def _divided(text: str, lines: Spans, *, signature: bool = False) -> tuple[Spans, Spans]:
    own: Spans = []
    quoted: Spans = []
    rest = signed = False
    skip = 0
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        if skip:
            skip -= 1
            continue
        if rest or line.lstrip().startswith(">"):
            quoted.append((start, end))
            continue
        heads = _heads_a_quote([text[a:b] for a, b in lines[number : number + 4]])
        if heads:
            skip = heads - 1
            after = next((text[a:b] for a, b in lines[number + heads :] if text[a:b].strip()), "")
            rest = not after.lstrip().startswith(">")
            continue
        signed = signed or line.rstrip("\r\n") in {"-- ", "--"}
        if signature or not signed:
            own.append((start, end))
    return own, quoted


def _heads_a_quote(lines: Sequence[str]) -> int:
    """How many lines say that an older mail follows: "On … wrote:", "-----Original Message-----", "From: …"."""
    line = lines[0].strip()
    ruled = line.startswith(("--", "__")) and any(each.isalpha() for each in line)
    for count in (1, 2):
        joined = " ".join(lines[:count]).strip()
        if (ruled or joined.endswith(":")) and _says_quote(joined):
            return count
    if re.match(r"\*?\w+\*?:\s", line) and _says_quote(" ".join(lines[:3])):
        return min(3, len(lines))
    return 0


def _says_quote(line: str) -> bool:
    words = " ".join(["", *re.findall(r"\w+", fold(line)), ""])
    return any(rules_of(each).quote.search(words) for each in LETTER_LANGUAGES)


class _Gathering:
    """Words until the sentence ends."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.places: Spans = []

    @property
    def breaks_off(self) -> bool:
        """Whether the last word wants another one after it."""
        return bool(self.words) and any(self.words[-1] in rules_of(each).common for each in LETTER_LANGUAGES)

    def add(self, word: str, start: int, end: int) -> None:
        if word != "," or (self.words and self.words[-1] != ","):
            self.words.append(word)
            self.places.append((start, end))

    def sentence(self, paragraph: int) -> Iterator[Sentence]:
        if any(word != "," for word in self.words):
            starts: list[int] = []
            at = 1
            for word in self.words:
                starts.append(at)
                at += len(word) + 1
            words = f" {' '.join(self.words)} "
            yield Sentence(words, tuple(starts), tuple(self.places), paragraph)
        self.words, self.places = [], []


def _sentences(text: str, spans: Spans) -> Iterator[Sentence]:
    gathered = _Gathering()
    paragraph = 0
    for start, end in spans:
        line = text[start:end]
        blank = not line.strip(" >\t\r\n")
        if blank or _LIST_ITEM.match(line):
            yield from gathered.sentence(paragraph)
            paragraph += blank
        for match in _TOKEN.finditer(line):
            mark, at = match.group(), start + match.start()
            if mark == "\n":
                if len(line) < _SHORT_LINE and not gathered.breaks_off:
                    gathered.add(",", at, at)
            elif mark[0] in ".!?…":
                if _ends(line, match, gathered.words):
                    yield from gathered.sentence(paragraph)
            elif mark in ",;:()–—":
                gathered.add(",", at, at + 1)
            else:
                gathered.add(understood(fold(mark)), at, at + len(mark))
                if len(gathered.words) >= _LONGEST_SENTENCE:
                    yield from gathered.sentence(paragraph)
    yield from gathered.sentence(paragraph)


def _ends(line: str, mark: re.Match[str], words: Sequence[str]) -> bool:
    """Whether this mark ends a sentence: not within a number, after a day's number or a short form."""
    after = line[mark.end() : mark.end() + 1]
    if after and not after.isspace() and after not in "\"'»”)":
        return False
    last = words[-1] if words else ""
    short = last in _SHORT_FORMS or len(last) == 1 or (last.isdigit() and len(last) == 2)
    return mark.group() != "." or not short
