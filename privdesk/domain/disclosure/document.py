# SPDX-License-Identifier: MIT
"""A letter with its report as plain values: what stands where, in which order – nothing of fonts or pages.

The same values go to the worker process as JSON (`as_json`, `from_json`) and are what the tests read.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any


class Align(StrEnum):
    """How a column stands."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of running text; `strong` leads in."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `small` is a note under what it belongs to."""

    runs: tuple[Run, ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; never the last thing on a page."""

    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One stored value, what it is called, and where it came from."""

    label: str
    value: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class FactTable:
    """Stored values one a row; `counted` rows are entries of the section's group."""

    rows: tuple[Fact, ...]
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid: its head, its share of the width, and how it stands."""

    title: str
    share: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class GridTable:
    """A dense table with a head that is repeated on every page; `total` is an uncounted last row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    counted: bool = True
    total: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that somebody wrote, such as an e-mail: heading facts, then the words as they are."""

    facts: tuple[Fact, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A page of a stored document: `image` names the picture, `turn` degrees clockwise set it upright."""

    image: str
    caption: str
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: its words, the value as written, and its parts in the order of the legend."""

    label: str
    value: str
    parts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, lying or `upright`; at most three parts a bar. The same numbers stand in a table beside it."""

    bars: tuple[Bar, ...]
    legend: tuple[str, ...] = ()
    upright: bool = False


Block = Paragraph | Heading | FactTable | GridTable | Passage | Figure | Chart
_BLOCKS: Mapping[str, type[Any]] = {
    kind.__name__: kind for kind in (Paragraph, Heading, FactTable, GridTable, Passage, Figure)
}


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section; `elements` are the numbers of the law's elements that stand here."""

    key: str
    number: str
    title: str
    blocks: tuple[Block, ...]
    elements: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """Counted rows as printed."""
        tables = (block for block in self.blocks if isinstance(block, FactTable | GridTable))
        return sum(len(table.rows) for table in tables if table.counted)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report; begins on a new page."""

    key: str
    title: str
    sections: tuple[Section, ...]
    lead: tuple[Block, ...] = ()
    elements: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter on top: everything between the letterhead and the signature line."""

    sender: str
    sender_lines: tuple[str, ...]
    return_line: str
    recipient: tuple[str, ...]
    place_and_date: str
    reference: str
    subject: str
    salutation: str
    paragraphs: tuple[Paragraph, ...]
    closing: str
    signature: tuple[str, ...]
    elements: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """The whole: letter, then parts. `page_label` has the places {page} and {pages}."""

    language: str
    title: str
    author: str
    reference: str
    page_label: str
    small_print: str
    letter: Letter
    parts: tuple[Part, ...]

    def sections(self) -> Iterator[Section]:
        """Every section in order."""
        for part in self.parts:
            yield from part.sections

    def section(self, key: str) -> Section | None:
        """The section called `key`, if it is in the report."""
        return next((section for section in self.sections() if section.key == key), None)

    def figures(self) -> Iterator[Figure]:
        """Every page picture in order."""
        for section in self.sections():
            yield from (block for block in section.blocks if isinstance(block, Figure))

    def without(self, missing: Mapping[str, str]) -> "ReportDocument":
        """The document with a note in place of each picture in `missing` (its text by name of the image)."""

        def told(block: Block) -> Block:
            if isinstance(block, Figure) and block.image in missing:
                return Paragraph((Run(missing[block.image]),), small=True)
            return block

        parts = tuple(
            replace(
                part, sections=tuple(_with_blocks(each, map(told, each.blocks)) for each in part.sections)
            )
            for part in self.parts
        )
        return replace(self, parts=parts)

    def standing(self) -> Mapping[int, str]:
        """Where each element of the law stands first: the heading under which it is found."""
        return standing(self.letter, self.parts)


def _with_blocks(section: Section, blocks: Iterable[Block]) -> Section:
    return replace(section, blocks=tuple(blocks))


def standing(letter: Letter, parts: Iterable[Part]) -> Mapping[int, str]:
    """By number of element the heading under which it stands first: letter, part or section."""
    found = dict.fromkeys(letter.elements, letter.subject)
    for part in parts:
        for number in part.elements:
            found.setdefault(number, part.title)
        for section in part.sections:
            for number in section.elements:
                found.setdefault(number, f"{section.number} {section.title}".strip())
    return found


def as_json(document: ReportDocument) -> bytes:
    """Plain data for the worker process."""
    return json.dumps(_plain(document), ensure_ascii=False, separators=(",", ":")).encode()


def from_json(data: bytes) -> ReportDocument:
    """Read back what `as_json` wrote."""
    raw = json.loads(data)
    letter = {**raw["letter"], "paragraphs": tuple(_paragraph(each) for each in raw["letter"]["paragraphs"])}
    return ReportDocument(
        **{
            **raw,
            "letter": Letter(**_tuples(letter)),
            "parts": parts_of(raw["parts"]),
        }
    )


def _plain(document: ReportDocument) -> dict[str, Any]:
    return {**asdict(document), "parts": plain_parts(document.parts)}


def plain_parts(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Parts as plain data, each block with its kind."""
    data = []
    for part in parts:
        plain = asdict(part)
        plain["lead"] = [_tagged(block) for block in part.lead]
        for section, each in zip(part.sections, plain["sections"], strict=True):
            each["blocks"] = [_tagged(block) for block in section.blocks]
        data.append(plain)
    return data


def parts_of(raw: Iterable[Mapping[str, Any]]) -> tuple[Part, ...]:
    """Parts out of plain data."""
    return tuple(_part(each) for each in raw)


def _tagged(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__, **asdict(block)}


def _tuples(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}


def _part(raw: Mapping[str, Any]) -> Part:
    sections = tuple(_section(each) for each in raw["sections"])
    lead = tuple(_block(each) for each in raw["lead"])
    return Part(raw["key"], raw["title"], sections, lead, tuple(raw["elements"]))


def _section(raw: Mapping[str, Any]) -> Section:
    blocks = tuple(_block(each) for each in raw["blocks"])
    return Section(raw["key"], raw["number"], raw["title"], blocks, tuple(raw["elements"]))


def _paragraph(raw: Mapping[str, Any]) -> Paragraph:
    return Paragraph(tuple(Run(**run) for run in raw["runs"]), raw["small"])


def _block(raw: Mapping[str, Any]) -> Block:
    kind, values = raw["kind"], {key: value for key, value in raw.items() if key != "kind"}
    if kind == Paragraph.__name__:
        return _paragraph(values)
    if kind == FactTable.__name__:
        return FactTable(tuple(Fact(**row) for row in values["rows"]), values["counted"])
    if kind == Passage.__name__:
        return Passage(tuple(Fact(**row) for row in values["facts"]), values["text"])
    if kind == GridTable.__name__:
        columns = tuple(
            Column(each["title"], each["share"], Align(each["align"])) for each in values["columns"]
        )
        rows = tuple(tuple(row) for row in values["rows"])
        return GridTable(columns, rows, values["counted"], tuple(values["total"]))
    if kind == Chart.__name__:
        bars = tuple(Bar(each["label"], each["value"], tuple(each["parts"])) for each in values["bars"])
        return Chart(bars, tuple(values["legend"]), values["upright"])
    block: Block = _BLOCKS[kind](**values)
    return block
