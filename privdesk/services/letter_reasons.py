# SPDX-License-Identifier: MIT
"""The lists of reasons that a clerk chooses from, cited from the law that applies, in the person's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from privdesk.domain.cases import Right
from privdesk.domain.catalogue import Texts
from privdesk.domain.letters import LETTER_LANGUAGES, Row
from privdesk.resources import resource_toml
from privdesk.services.letter_texts import citations, spelled

_ANY = "*"
_FILES = ("decisions", "steps")


class ReasonList(StrEnum):
    """Where reasons are offered."""

    REFUSAL = "refusal"
    PARTIAL = "partial"
    EXTENSION = "extension"
    FEE = "fee"
    RESTRICTION = "restriction"
    LIFTING = "lifting"
    """The end of a restriction."""
    ERASURE = "erasure"
    """Why data are kept in an erasure: GDPR Art. 17(3), FADP Art. 30–31."""
    OBJECTION = "objection"
    """What may outweigh an objection: GDPR Art. 21(1), FADP Art. 30–31."""
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class ReasonEntry:
    """One reason; `key` is what a case keeps."""

    key: str
    lists: frozenset[ReasonList]
    regimes: frozenset[str]
    rights: frozenset[Right]
    """Empty: for every right."""
    cite: Mapping[str, str]
    """Key of the article by law; `*` for every other law."""
    proof: bool
    """The office must be able to show it (GDPR Art. 12(5): the burden is the controller's)."""
    text: Texts

    def applies(self, regime: str, right: Right | None) -> bool:
        """Whether `regime` knows it, and it is a reason for `right` (None: whatever the right)."""
        known = _ANY in self.regimes or regime in self.regimes
        return known and (right is None or not self.rights or right in self.rights)


def reasons(which: ReasonList, regime: str, right: Right | None = None) -> tuple[ReasonEntry, ...]:
    """The reasons to choose from, in the order of the file.

    Law: GDPR Art. 12(3)–(5), 15(3)–(4), 16–18, 20–21; FADP Art. 26, 28–32; DPO Art. 16, 18–19.
    """
    return tuple(each for each in _entries() if which in each.lists and each.applies(regime, right))


def reason_text(key: str, regime: str, language: str, country: str) -> str:
    """A reason as a letter prints it, with the article of `regime`, spelled for the office's `country`.

    Raises: KeyError when there is no such reason.
    """
    entry = next((each for each in _entries() if each.key == key), None)
    if entry is None:
        raise KeyError(key)
    known = language if language in LETTER_LANGUAGES else "en"
    article = citations(known, regime).get(entry.cite.get(regime, entry.cite.get(_ANY, "")), "")
    text = entry.text[known].replace("{cite}", f" ({article})" if article else "")
    return spelled(text, known, country)


def reason_rows(keys: Iterable[str], regime: str, language: str, country: str) -> tuple[Row, ...]:
    """The chosen reasons as the list `reasons` of a letter. Raises: KeyError for an unknown key."""
    return tuple({"text": reason_text(key, regime, language, country)} for key in keys)


@cache
def _entries() -> tuple[ReasonEntry, ...]:
    files = (resource_toml("reasons", f"{name}.toml") for name in _FILES)
    return tuple(_entry(row) for file in files for row in file["reasons"])


def _entry(row: Mapping[str, Any]) -> ReasonEntry:
    cite = row.get("cite", {})
    return ReasonEntry(
        key=row["key"],
        lists=frozenset(ReasonList(each) for each in row["lists"]),
        regimes=frozenset(row["regimes"]),
        rights=frozenset(Right(each) for each in row.get("rights", ())),
        cite={_ANY: cite} if isinstance(cite, str) else cite,
        proof=row.get("proof", False),
        text=row["text"],
    )
