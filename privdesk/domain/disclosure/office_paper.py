# SPDX-License-Identifier: MIT
"""A paper of the office itself, as plain values: letterhead and title instead of a letter, then its parts."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from privdesk.domain.disclosure.document import Part, Section, parts_of, plain_parts


@dataclass(frozen=True, slots=True)
class OfficePaper:
    """What stands where. `page_label` has the places {page} and {pages}; the first part begins under the title."""

    language: str
    title: str
    author: str
    author_lines: tuple[str, ...]
    place_and_date: str
    reference: str
    page_label: str
    small_print: str
    parts: tuple[Part, ...]

    def sections(self) -> Iterator[Section]:
        """Every section in order."""
        for part in self.parts:
            yield from part.sections

    def section(self, key: str) -> Section | None:
        """The section called `key`, if it is there."""
        return next((section for section in self.sections() if section.key == key), None)


def paper_as_json(paper: OfficePaper) -> bytes:
    """Plain data for the worker process."""
    plain: dict[str, Any] = {**asdict(paper), "parts": plain_parts(paper.parts)}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def paper_from_json(data: bytes) -> OfficePaper:
    """Read back what `paper_as_json` wrote."""
    raw = json.loads(data)
    return OfficePaper(**{**raw, "author_lines": tuple(raw["author_lines"]), "parts": parts_of(raw["parts"])})
