# SPDX-License-Identifier: MIT
"""What one row of a search says: what matched is marked, and what was read differently is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from privdesk.domain.cases import Case
from privdesk.domain.inbox import InboxItem
from privdesk.domain.people import PersonHit
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.case_words import asker_name
from privdesk.services.clock import OfficeClock
from privdesk.services.folding import fold
from privdesk.services.names import right_name
from privdesk.ui.widgets.rows import Cell, Column, Row, Tag

Span = tuple[int, int]
_LOOKED_AT, _WORDS_LOOKED_AT = 400, 8
"""Letters and words of a typed text; the window waits while a row is made."""


def columns() -> list[Column]:
    """The columns of the result."""
    return [
        Column(_("Name"), stretch=5),
        Column(_("Address"), stretch=6),
        Column(_("User no."), 88),
        Column(_("Agency"), 134, hide_below=820),
        Column(_("Marks"), 118),
    ]


@dataclass(frozen=True, slots=True)
class Match:
    """One typed word and the word of the record it was read as."""

    typed: str
    shown: str
    length: int
    """How many characters of `shown` are marked."""
    differs: bool
    """The record's word does not begin with what was typed."""


def matches(typed: str, shown: Sequence[str]) -> list[Match]:
    """Which of the record's words each typed word was read as; of a pasted page only what the search looks at."""
    found, rest = [], []
    for word in list(dict.fromkeys(typed[:_LOOKED_AT].split()))[:_WORDS_LOOKED_AT]:
        folded = fold(word)
        exact = next((each for each in shown if folded and _begins(each, folded)), None)
        if exact is None:
            rest.append((word, folded))
        else:
            found.append(Match(word, exact, _marked_length(exact, folded), differs=False))
    free = [each for each in shown if all(each != match.shown for match in found)]
    for word, folded in rest:
        if free and folded:
            parts = [part for each in free for part in each.split("-") if part]
            best = max(parts, key=lambda each: _alike(folded, fold(each)))
            found.append(Match(word, best, len(best), differs=True))
    return found


def spans_in(text: str, found: Sequence[Match]) -> tuple[Span, ...]:
    """The places of `text` to mark; neighbours join over the space between them."""
    places = []
    for match in found:
        start = text.find(match.shown)
        if start >= 0:
            places.append((start, start + match.length))
    joined: list[Span] = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1] + 1 and text[joined[-1][1] : start].strip() == "":
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def person_row(hit: PersonHit, typed: str, case_words: str = "", country: str = "CH") -> Row:
    """The row of one person; `case_words` say what is due for them."""
    found = matches(typed, hit.matched)
    notes = [
        _("{read} for {typed}").format(read=match.shown, typed=wording.quoted(match.typed))
        for match in found
        if match.differs
    ]
    seen = f"{hit.name} {hit.address} {hit.user_number}"
    notes += [_other(each, country) for each in hit.matched if each and each not in seen]
    direct = not hit.agency_name
    cells = (
        Cell(hit.name, second=", ".join(notes), tone="strong", highlights=spans_in(hit.name, found)),
        Cell(hit.address, highlights=spans_in(hit.address, found)),
        Cell(hit.user_number, digits=True, highlights=spans_in(hit.user_number, found)),
        Cell(_("Direct") if direct else hit.agency_name, tone="muted" if direct else "normal"),
        Cell(tags=_tags(hit, case_words)),
    )
    words = "\n".join(part for part in (hit.name, hit.address, hit.agency_name) if part)
    return Row(("person", hit.id), cells, tooltip=words, jump=hit.name)


def case_row(case: Case, typed: str, clock: OfficeClock) -> Row:
    """The row of one open request."""
    rights = wording.listed([right_name(each.right) for each in case.rights])
    text = _("{rights}, {name}, received {date}").format(
        rights=rights,
        name=asker_name(case),
        date=wording.date_plain(case.received_on),
    )
    due = _("due {date}").format(date=wording.date_short(case.deadline.legal, clock.today()))
    cells = (
        Cell(case.number, icon="shield-check", tone="strong", highlights=_prefix_spans(case.number, typed)),
        Cell(text, highlights=_prefix_spans(text, typed)),
        Cell(), Cell(),
        Cell(due, tone="muted"),
    )  # fmt: skip
    return Row(("case", case.id), cells, "cases")


def item_row(item: InboxItem, title: str, clock: OfficeClock) -> Row:
    """The row of one item of the Inbox, found by its number."""
    cells = (
        Cell(item.number, icon="file-text", tone="strong"),
        Cell(f"{title}, {item.sender}" if item.sender else title),
        Cell(), Cell(),
        Cell(wording.date_short(item.received_on, clock.today()), tone="muted"),
    )  # fmt: skip
    return Row(("item", item.id), cells, "forms")


def case_matches(case: Case, typed: str) -> bool:
    """Whether every typed word begins a word of the request's number or of its person's name."""
    words = fold(f"{case.number} {asker_name(case)}").split()
    asked = fold(typed[:_LOOKED_AT]).split()
    return bool(asked) and all(any(each.startswith(word) for each in words) for word in asked)


def _tags(hit: PersonHit, case_words: str) -> tuple[Tag, ...]:
    tags = []
    if hit.restricted:
        tags.append(Tag(_("Restricted"), "look"))
    if hit.open_cases:
        plain = ngettext("{n} request", "{n} requests", hit.open_cases).format(n=hit.open_cases)
        tags.append(Tag(case_words or plain, "danger" if case_words else "info"))
    if hit.contract_ended:
        tags.append(Tag(_("Contract ended")))
    return tuple(tags)


def _other(shown: str, country: str) -> str:
    """Something that matched but stands in no column: a phone number, an e-mail address, a badge."""
    return wording.phone(shown, country) if shown.startswith("+") else shown


def _begins(shown: str, folded: str) -> bool:
    plain = fold(shown)
    return plain.startswith(folded) or any(part.startswith(folded) for part in plain.split())


def _marked_length(shown: str, folded: str) -> int:
    """How many characters of `shown` stand for `folded`; all of it where the match is not at its start."""
    if not fold(shown).startswith(folded):
        return len(shown)
    return next((end for end in range(1, len(shown) + 1) if fold(shown[:end]).startswith(folded)), len(shown))


def _alike(typed: str, shown: str) -> float:
    return SequenceMatcher(None, typed, shown[: len(typed) + 1]).ratio()


def _prefix_spans(text: str, typed: str) -> tuple[Span, ...]:
    words = [word.strip(",") for word in text.split()]
    found = [
        Match(word, each, _marked_length(each, fold(word)), differs=False)
        for word in typed.split()
        for each in words
        if fold(word) and fold(each).startswith(fold(word))
    ]
    return spans_in(text, found)
