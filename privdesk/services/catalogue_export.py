# SPDX-License-Identifier: MIT
"""The catalogue as plain values, for the command line and for a file that another program reads."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Protocol

from privdesk.domain.catalogue import Catalogue, EntryKind, PaperHolder
from privdesk.domain.inbox import Document

PARTS = ("group", "purpose", "rule", "recipient", "notice", "authority")


class Laid(Protocol):
    """The catalogue in force, what is the office's own in it, and its papers."""

    @property
    def catalogue(self) -> Catalogue: ...
    def is_own(self, kind: EntryKind, key: str) -> bool: ...
    def is_added(self, kind: EntryKind, key: str) -> bool: ...
    def papers_of(self, holder: PaperHolder, key: str) -> Sequence[Document]: ...


def catalogue_entries(state: Laid, part: str = "") -> Iterator[Mapping[str, Any]]:
    """Every entry, or those of one part, with the part, where it came from and how many papers it has."""
    for each in PARTS:
        if part in ("", each):
            yield from _ENTRIES[each](state)


def _laid(state: Laid, kind: EntryKind) -> Iterator[Mapping[str, Any]]:
    catalogue = state.catalogue
    entries: Mapping[EntryKind, Sequence[Any]] = {
        EntryKind.GROUP: (*catalogue.groups, *catalogue.elsewhere),
        EntryKind.PURPOSE: catalogue.purposes,
        EntryKind.RULE: catalogue.rules,
        EntryKind.AUTHORITY: catalogue.register,
    }
    for entry in entries[kind]:
        added = state.is_added(kind, entry.key)
        source = "added" if added else "changed" if state.is_own(kind, entry.key) else "default"
        yield {"part": kind.value, "source": source, **asdict(entry)}


def _recipients(state: Laid) -> Iterator[Mapping[str, Any]]:
    for each in state.catalogue.recipients:
        papers = state.papers_of(PaperHolder.RECIPIENT, each.key)
        yield {"part": "recipient", "source": "added", **asdict(each), "papers": len(papers)}


def _notices(state: Laid) -> Iterator[Mapping[str, Any]]:
    for each in state.catalogue.notices:
        papers = state.papers_of(PaperHolder.NOTICE, each.version)
        yield {"part": "notice", "source": "", "key": each.version, **asdict(each), "papers": len(papers)}


_ENTRIES: Mapping[str, Callable[[Laid], Iterator[Mapping[str, Any]]]] = {
    "group": lambda state: _laid(state, EntryKind.GROUP),
    "purpose": lambda state: _laid(state, EntryKind.PURPOSE),
    "rule": lambda state: _laid(state, EntryKind.RULE),
    "recipient": _recipients,
    "notice": _notices,
    "authority": lambda state: _laid(state, EntryKind.AUTHORITY),
}
