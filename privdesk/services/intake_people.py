# SPDX-License-Identifier: MIT
"""Who may have written a letter, or for whom: by address, user number, signature, name and postal address."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from privdesk.domain.inbox import sender_parts
from privdesk.domain.people import PersonField, PersonHit, PersonId
from privdesk.domain.staff import StaffMember
from privdesk.resources import resource_toml
from privdesk.services.finding import found_people
from privdesk.services.intake_rules import LETTER_LANGUAGES, fold
from privdesk.services.intake_text import own_lines
from privdesk.services.own_people import own_number
from privdesk.services.ports import Records

_CANDIDATES = 8
_NAMES = 4
_NUMBERS = 12
_SIGNATURE_LINES = 12
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_NUMBER = re.compile(r"(?<![\w+])\d[\d .]{2,14}\d(?!\w)")
_POSTCODE = re.compile(r"(?<!\d)(\d{4,5}|[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2})\b(?=,?\s+[A-ZÀ-Ý]|\s*$)")
_NAME_WORD = r"[A-ZÀ-Ý][\w’'-]+"
_SIGNED = re.compile(
    rf"(?:[\w.]+\s+)?{_NAME_WORD}(?:\s+(?:von|van|de|di|da|del|la|le)?\s*{_NAME_WORD}){{1,3}}"
)


class FoundBy(StrEnum):
    """What led to a person."""

    EMAIL = "email"
    USER_NUMBER = "user_number"
    NAME_AND_ADDRESS = "name_and_address"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Hints:
    """What a letter says about who wrote it, or for whom."""

    sender_name: str
    sender_address: str
    addresses: tuple[str, ...]
    """Further e-mail addresses in the writer's own words."""
    numbers: tuple[str, ...]
    named: tuple[str, ...]
    """People named as those it is about."""
    signed: tuple[str, ...]
    postcodes: tuple[str, ...]
    words: frozenset[str]
    """All words of the letter and its heading, folded."""


@dataclass(frozen=True, slots=True)
class Found:
    """People who may be meant, the surest first, and what led to each."""

    hits: tuple[PersonHit, ...]
    by: Mapping[PersonId, FoundBy]
    sure: PersonId | None
    """The one whom address or user number tell apart; a name alone never does."""


def hints_in(sender: str, subject: str, text: str) -> Hints:
    """Read who wrote; older quoted mail is left aside."""
    name, address = sender_parts(sender)
    lines = own_lines(subject, text)
    own = "\n".join((subject, *lines))
    addresses = tuple(dict.fromkeys(found for found in _ADDRESS.findall(own) if fold(found) != fold(address)))
    signature = lines[-_SIGNATURE_LINES:]
    return Hints(
        sender_name=name,
        sender_address=address,
        addresses=addresses[:_NAMES],
        numbers=tuple(dict.fromkeys(match.strip(" .") for match in _NUMBER.findall(own)))[:_NUMBERS],
        named=tuple(dict.fromkeys(_named(own)))[:_NAMES],
        signed=tuple(dict.fromkeys(_signed(signature)))[:_NAMES],
        postcodes=tuple(dict.fromkeys(_POSTCODE.findall(own))),
        words=frozenset(re.findall(r"\w+", fold(f"{name} {own}"))),
    )


def people_found(records: Records, member: StaffMember, hints: Hints, *, for_another: bool) -> Found:
    """People on file who may be meant, as far as `member` may see them.

    `for_another`: somebody writes for the person, so the sender's own address tells who writes, not who asks.
    """
    finding = _Finding(records, member, hints)
    sure = set() if for_another else finding.by_address(hints.sender_address)
    for address in hints.addresses:
        finding.by_address(address)
    sure |= finding.by_number()
    names = (*hints.named, *hints.signed) if for_another else (*hints.signed, *hints.named)
    own_name = () if for_another else (hints.sender_name,)
    for name in dict.fromkeys((*own_name, *names)):
        finding.by_name(name)
    if for_another and not finding.hits:
        finding.by_name(hints.sender_name)
    order = list(FoundBy)
    hits = sorted(finding.hits.values(), key=lambda hit: order.index(finding.by[hit.id]))
    return Found(tuple(hits[:_CANDIDATES]), finding.by, next(iter(sure)) if len(sure) == 1 else None)


class _Finding:
    """Gathers people; the first and surest way that leads to one is kept."""

    def __init__(self, records: Records, member: StaffMember, hints: Hints) -> None:
        self._records, self._member, self._hints = records, member, hints
        self.hits: dict[PersonId, PersonHit] = {}
        self.by: dict[PersonId, FoundBy] = {}

    def by_address(self, address: str) -> set[PersonId]:
        """Those on file with exactly this e-mail address."""
        if not address:
            return set()
        hits = self._search(address)
        people = self._records.people.many([hit.id for hit in hits])
        wanted = address.casefold()
        same = [
            hit
            for hit in hits
            if hit.id in people and people[hit.id].fact(PersonField.EMAIL).casefold() == wanted
        ]
        return {self._add(hit, FoundBy.EMAIL) for hit in same}

    def by_number(self) -> set[PersonId]:
        """Whose user number stands in the letter; sure where a name of theirs stands there too."""
        sure: set[PersonId] = set()
        for number in self._hints.numbers:
            contract = own_number(self._records, self._member, number)
            if contract is None:
                continue
            name = self._records.people.get(contract.person_id).name
            hits = (*self._search(number), *self._search(name))
            hit = next((each for each in hits if each.id == contract.person_id), None)
            if hit is None:
                continue
            self._add(hit, FoundBy.USER_NUMBER)
            if self._hints.words & set(re.findall(r"\w+", fold(hit.name))):
                sure.add(hit.id)
        return sure

    def by_name(self, name: str) -> None:
        """Those of this name, first those who live where the letter says."""
        wanted = set(re.findall(r"\w+", fold(name)))
        if len(" ".join(wanted)) < 3:
            return
        for hit in self._search(name):
            near = any(code in hit.address for code in self._hints.postcodes)
            self._add(hit, FoundBy.NAME_AND_ADDRESS if near else FoundBy.NAME)

    def _add(self, hit: PersonHit, way: FoundBy) -> PersonId:
        if hit.id not in self.by:
            self.hits[hit.id], self.by[hit.id] = hit, way
        return hit.id

    def _search(self, text: str) -> Sequence[PersonHit]:
        return found_people(self._records, self._member, text, _CANDIDATES)


def _named(text: str) -> Iterator[str]:
    """Names after "Mrs", "my mother" and the like."""
    for match in _after_title().finditer(text):
        yield match.group("name")


def _signed(lines: Sequence[str]) -> Iterator[str]:
    """Lines that are nothing but a name, the last one first; what follows a comma is left aside."""
    for line in reversed(lines):
        name = line.partition(",")[0].strip()
        if _SIGNED.fullmatch(name):
            yield name


@cache
def _after_title() -> re.Pattern[str]:
    heads: set[str] = set()
    for language in LETTER_LANGUAGES:
        people = resource_toml("requests", f"{language}.toml")["people"]
        heads |= {*people["titles"], *people["relatives"]}
    ways = "|".join(sorted((re.escape(head) for head in heads), key=len, reverse=True))
    return re.compile(rf"(?i:\b(?:{ways}))\.?,?\s+(?:\(\s*)?(?P<name>{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,2}})")
