# SPDX-License-Identifier: MIT
"""What a letter or mail seems to ask, by words that the clerk can be shown; nothing is decided by it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from privdesk.domain.case_facts import RepresentativeKind
from privdesk.domain.rights import Right
from privdesk.services.intake_rules import LETTER_LANGUAGES, LanguageRules, other_common, rules_of
from privdesk.services.intake_text import LONGEST_TEXT, LetterText, Sentence, letter_text

_DENIABLE = frozenset({Right.ACCESS, Right.ERASURE, Right.PORTABILITY, Right.WITHDRAWAL})
"""Rights whose words can be said with a "not"; an objection is itself one."""
_NEAR = 5
_FEW_WORDS = 15
_LEAST_COMMON = 2
"""Common words that a text of a language holds at least."""


class Notice(StrEnum):
    """What else stands in a letter and changes what the clerk does with it."""

    REMINDER = "reminder"
    COMPLAINT = "complaint"
    OPT_OUT = "opt_out"
    RECIPIENTS = "recipients"
    TOLD_FIRST = "told_first"


@dataclass(frozen=True, slots=True)
class LetterReading:
    """What was read out of a letter, each with the words as they stand there."""

    rights: Mapping[Right, tuple[str, ...]] = field(default_factory=dict)
    notices: Mapping[Notice, tuple[str, ...]] = field(default_factory=dict)
    representative: RepresentativeKind | None = None
    representative_words: tuple[str, ...] = ()
    consents: frozenset[str] = frozenset()
    """Purposes of the catalogue whose consent is withdrawn; none named: every one."""
    reminds: tuple[str, ...] = ()
    """The sentences of a reminder, those first that make it one."""
    language: str = ""

    @property
    def asks(self) -> bool:
        """Whether it is one for the requests: it asks for a right, reminds of one or complains."""
        return bool(self.rights) or Notice.COMPLAINT in self.notices or Notice.REMINDER in self.notices

    @property
    def words(self) -> tuple[str, ...]:
        """All words that made a suggestion."""
        groups = (*self.rights.values(), *self.notices.values(), self.representative_words)
        return tuple(dict.fromkeys(words for group in groups for words in group))


def read_letter(subject: str, text: str) -> LetterReading:
    """Read a letter's own words: quoted older mail, small print, newsletters and what is denied do not count."""
    letter = letter_text(subject, text)
    reader = _Reader(f"{subject}\n\n{text}"[:LONGEST_TEXT])
    language = _language(letter)
    if _is_bulk(letter):
        return LetterReading(language=language)
    rights = reader.rights(letter.asked)
    noticed = reader.found(letter.asked)
    if not rights and (letter.forwards or "reminder" in noticed or False):
        rights = _of_older(reader, letter, noticed)
    if "recipients" in noticed and not rights.keys() & {
        Right.ERASURE,
        Right.RECTIFICATION,
        Right.RESTRICTION,
    }:
        rights = _with(rights, Right.ACCESS, noticed["recipients"])
    if "opt_out" in noticed:
        rights = _with(rights, Right.OBJECTION, noticed["opt_out"])
    kind, words = _representative(noticed)
    notices = _notices(noticed, rights)
    reminds = reader.reminding(letter.asked) if Notice.REMINDER in notices else ()
    consents = _consents(letter.asked) if Right.WITHDRAWAL in rights else frozenset()
    return LetterReading(rights, notices, kind, words, consents, reminds, language)


def rights_in(text: str) -> Mapping[Right, tuple[str, ...]]:
    """Return the rights that `text` seems to ask for, each with the words as they stand there, in order."""
    return read_letter("", text).rights


def language_in(text: str) -> str:
    """Return the language (de, fr, it, en) that `text` is written in; empty when it is none of them."""
    return _language(letter_text("", text))


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text

    def rights(self, sentences: Sequence[Sentence]) -> dict[Right, tuple[str, ...]]:
        """Rights asked in these sentences, in the order of the law."""
        found: dict[Right, list[str]] = {}
        for sentence in sentences:
            for right in Right:
                for language in LETTER_LANGUAGES:
                    spans = _asked(sentence, right, rules_of(language))
                    found.setdefault(right, []).extend(self.words(sentence, span) for span in spans)
        return {right: tuple(dict.fromkeys(words)) for right, words in found.items() if words}

    def found(self, sentences: Sequence[Sentence]) -> dict[str, tuple[str, ...]]:
        """What else was noticed, by the names of the rules."""
        found: dict[str, list[str]] = {}
        for sentence in sentences:
            for language in LETTER_LANGUAGES:
                rules = rules_of(language)
                for name, pattern in rules.notices.items():
                    if not _elsewhere(sentence, name, rules):
                        spans = [match.span() for match in pattern.finditer(sentence.words)]
                        found.setdefault(name, []).extend(self.words(sentence, span) for span in spans)
        return {name: tuple(dict.fromkeys(words)) for name, words in found.items() if words}

    def reminding(self, sentences: Sequence[Sentence]) -> tuple[str, ...]:
        """All sentences, those first that say that an older letter waits."""

        def says(sentence: Sentence) -> bool:
            rules = [rules_of(language) for language in LETTER_LANGUAGES]
            return any(each.notices["reminder"].search(sentence.words) for each in rules)

        ordered = sorted(sentences, key=lambda sentence: not says(sentence))
        return tuple(self.words(each, (each.starts[0], len(each.words) - 1)) for each in ordered)

    def words(self, sentence: Sentence, span: tuple[int, int]) -> str:
        """The words as they stand in the letter."""
        start, end = sentence.span(*span)
        return " ".join(self._text[start:end].replace("\n>", "\n").split())


def _asked(sentence: Sentence, right: Right, rules: LanguageRules) -> Iterator[tuple[int, int]]:
    if _elsewhere(sentence, right.value, rules) or _offered(sentence, rules):
        return
    for match in rules.rights[right].finditer(sentence.words):
        span = match.span()
        if right in _DENIABLE and _denied(sentence, span, rules):
            continue
        if _thanked(sentence, span, rules) or rules.around["done"].search(sentence.words):
            continue
        if right is Right.ACCESS and _only_about_others(sentence, span, rules):
            continue
        yield span


def _consents(sentences: Sequence[Sentence]) -> frozenset[str]:
    """The purposes named where consent is withdrawn; what an objection names in the same breath is its own."""
    found: set[str] = set()
    for sentence in sentences:
        for rules in map(rules_of, LETTER_LANGUAGES):
            spans = list(_asked(sentence, Right.WITHDRAWAL, rules))
            if not spans:
                continue
            named = set(_purposes(sentence, rules))
            if not named or any(
                rules.purposes["all"].search(sentence.words, *_around(span)) for span in spans
            ):
                return frozenset()
            found |= named
    return frozenset(found)


def _around(span: tuple[int, int]) -> tuple[int, int]:
    return max(span[0] - 1, 0), span[1] + 1


def _purposes(sentence: Sentence, rules: LanguageRules) -> Iterator[str]:
    objected = [match.span() for match in rules.rights[Right.OBJECTION].finditer(sentence.words)]
    for key, pattern in rules.purposes.items():
        for match in pattern.finditer(sentence.words) if key != "all" else ():
            if not any(start < match.end() and match.start() < end for start, end in objected):
                yield key


def _elsewhere(sentence: Sentence, name: str, rules: LanguageRules) -> bool:
    """Whether the sentence is about something else, such as an invoice."""
    unless = rules.unless.get(name)
    return unless is not None and unless.search(sentence.words) is not None


def _joints(sentence: Sentence, rules: LanguageRules) -> list[int]:
    """Which words divide the parts of a sentence: pauses, "and", "but"."""
    joint = rules.around["joint"]
    return [
        place
        for place, word in enumerate(sentence.tokens())
        if word == "," or joint.search(f" {word} ") is not None
    ]


def _denied(sentence: Sentence, span: tuple[int, int], rules: LanguageRules) -> bool:
    """Whether a "not" stands with the words, in their own part of the sentence, that is no "no longer" or the like."""
    first, last = sentence.number(span[0]), sentence.number(span[1] - 1)
    joints = _joints(sentence, rules)
    begin = max((place for place in joints if place < first), default=-1) + 1
    end = min((place for place in joints if place > last), default=len(sentence.starts))
    inner = [place for place in joints if first < place < last]
    head = range(max(begin, first - _NEAR), (inner[0] if inner else last) + 1)
    tail = range(inner[-1] if inner else first, min(end, last + _NEAR))
    excused = {
        place
        for match in rules.around["still"].finditer(sentence.words)
        for place in range(sentence.number(match.start()), sentence.number(match.end() - 1) + 1)
    }
    said = {sentence.number(match.start()) for match in rules.around["not"].finditer(sentence.words)}
    return bool((said - excused) & {*head, *tail})


def _thanked(sentence: Sentence, span: tuple[int, int], rules: LanguageRules) -> bool:
    """Whether the writer gives thanks for it, rather than in advance."""
    for match in rules.around["thanks"].finditer(sentence.words[: span[0] + 1]):
        between = sentence.words[match.end() : span[0]] + " "
        ahead = rules.around["ahead"].search(sentence.words)
        if ahead is None and rules.around["please"].search(between) is None:
            return True
    return False


def _only_about_others(sentence: Sentence, span: tuple[int, int], rules: LanguageRules) -> bool:
    """Whether words of access only say what to erase or correct, or ask who received the data."""
    first = sentence.number(span[0])
    begin = max((place for place in _joints(sentence, rules) if place < first), default=-1) + 1
    if rules.other_acts.search(sentence.words, sentence.starts[begin] - 1, span[1] + 1):
        return True
    others = rules.notices["recipients"].finditer(sentence.words)
    return any(match.start() < span[1] and span[0] < match.end() for match in others)


def _offered(sentence: Sentence, rules: LanguageRules) -> bool:
    """Whether the sentence tells others which rights they have."""
    around = rules.around
    return (
        around["offered"].search(sentence.words) is not None and around["mine"].search(sentence.words) is None
    )


def _of_older(
    reader: _Reader, letter: LetterText, noticed: Mapping[str, Sequence[str]]
) -> dict[Right, tuple[str, ...]]:
    """What a reminder reminds of: the subject it answers to, else the older letter below; a forwarded one whole."""
    if not letter.forwards and "reminder" not in noticed:
        return {}
    return reader.rights(letter.subject) or reader.rights(letter.quoted)


def _few(sentences: Sequence[Sentence]) -> bool:
    return sum(len(sentence.starts) for sentence in sentences) < _FEW_WORDS


def _with(
    rights: Mapping[Right, tuple[str, ...]], right: Right, words: Sequence[str]
) -> dict[Right, tuple[str, ...]]:
    both = {**rights, right: tuple(dict.fromkeys((*rights.get(right, ()), *words)))}
    return {each: both[each] for each in Right if each in both}


def _notices(
    noticed: Mapping[str, tuple[str, ...]], rights: Mapping[Right, object]
) -> Mapping[Notice, tuple[str, ...]]:
    found = {notice: noticed[notice.value] for notice in Notice if notice.value in noticed}
    found.pop(Notice.COMPLAINT, None)
    if Notice.REMINDER in found and not rights and not {"privacy", "authority"} & noticed.keys():
        del found[Notice.REMINDER]
    cross = noticed.get("complains", ()) if "privacy" in noticed else ()
    complaint = (*cross, *noticed.get("authority", ()))
    if complaint:
        found[Notice.COMPLAINT] = complaint
    return found


def _representative(
    noticed: Mapping[str, tuple[str, ...]],
) -> tuple[RepresentativeKind | None, tuple[str, ...]]:
    for kind in (
        RepresentativeKind.LAWYER,
        RepresentativeKind.GUARDIAN,
        RepresentativeKind.POWER_OF_ATTORNEY,
        RepresentativeKind.AGENCY,
    ):
        if kind.value in noticed:
            return kind, noticed[kind.value]
    return None, ()


def _is_bulk(letter: LetterText) -> bool:
    """Whether it is a mail to many: it says how to leave the list, and nobody speaks of themselves."""
    if _few(letter.own):
        return False
    rules = [rules_of(language) for language in LETTER_LANGUAGES]
    marked = any(each.bulk.search(sentence.words) for each in rules for sentence in letter.own)
    personal = any(each.around["mine"].search(sentence.words) for each in rules for sentence in letter.own)
    return marked and not personal


def _language(letter: LetterText) -> str:
    words = Counter(word for sentence in letter.own or letter.subject for word in sentence.tokens())

    def count(common: frozenset[str]) -> int:
        return sum(words[each] for each in common)

    counts = {language: count(rules_of(language).common) for language in LETTER_LANGUAGES}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= _LEAST_COMMON and counts[best] > count(other_common()) else ""
