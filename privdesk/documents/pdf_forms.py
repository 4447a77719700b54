# SPDX-License-Identifier: MIT
"""The values in a filled PDF form, exactly as its fields hold them; runs in the worker only.

Names are the fields' full names. A tick reads `TICKED` or `NOT_TICKED`, a radio group the chosen state's name,
a list the chosen export value. An empty text or untouched group is left out: nothing was said.
"""

import xml.parsers.expat
from collections.abc import Iterator
from dataclasses import dataclass

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject, StreamObject

from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.forms import NOT_TICKED, TICKED, Certainty, FieldReading, ReadingOrigin

MAX_FIELDS = 5_000
MAX_DEPTH = 12
MAX_TEXT = 20_000
_RADIO = 1 << 15
_PUSH = 1 << 16
_MAX_XFA = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Field:
    """A terminal field with what it inherits, and its widgets."""

    name: str
    kind: str
    flags: int
    value: PdfObject | None
    widgets: tuple[DictionaryObject, ...]


def read_form(reader: pypdf.PdfReader) -> dict[str, FieldReading]:
    """Every value of the form in `reader`, by full field name; empty without a form."""
    form = _dictionary(_dictionary(reader.trailer.get("/Root")).get("/AcroForm"))
    readings: dict[str, FieldReading | None] = {}
    for field in _fields(form.get("/Fields"), "", "", 0, None, set(), 0):
        if len(readings) >= MAX_FIELDS:
            raise FileNotReadableError("too_large")
        if field.name and field.name in readings:
            readings[field.name] = _of_two(readings[field.name], _reading(field))
        elif field.name:
            readings[field.name] = _reading(field)
    return {name: reading for name, reading in readings.items() if reading is not None}


def _of_two(first: FieldReading | None, again: FieldReading | None) -> FieldReading | None:
    """The first of two fields of one name: two forms bound into one file must never become one person."""
    if (first.value if first else "") == (again.value if again else ""):
        return first
    return FieldReading(first.value if first else "", Certainty.LOOK, ReadingOrigin.FILLED_PDF, "form_twice")


def _fields(
    node: PdfObject | None,
    prefix: str,
    kind: str,
    flags: int,
    value: PdfObject | None,
    seen: set[int],
    depth: int,
) -> Iterator[_Field]:
    kids = node.get_object() if node is not None else None
    if depth > MAX_DEPTH or not isinstance(kids, ArrayObject):
        return
    for kid in kids:
        if isinstance(kid, IndirectObject):
            if kid.idnum in seen:
                continue
            seen.add(kid.idnum)
        entry = _dictionary(kid)
        yield from _field_or_kids(entry, prefix, kind, flags, value, seen, depth)


def _field_or_kids(
    entry: DictionaryObject,
    prefix: str,
    kind: str,
    flags: int,
    value: PdfObject | None,
    seen: set[int],
    depth: int,
) -> Iterator[_Field]:
    own = _text(entry.get("/T"))
    name = f"{prefix}.{own}" if prefix and own else prefix or own
    kind = str(entry["/FT"]) if "/FT" in entry else kind
    flags = _integer(entry.get("/Ff"), flags)
    value = entry.get("/V", value)
    kids = [_dictionary(kid) for kid in _array(entry.get("/Kids"))]
    if any("/T" in kid for kid in kids):
        yield from _fields(entry.get("/Kids"), name, kind, flags, value, seen, depth + 1)
        return
    yield _Field(name, kind, flags, value, tuple(kids) or (entry,))


def _reading(field: _Field) -> FieldReading | None:
    if field.kind == "/Btn":
        if field.flags & _PUSH:
            return None
        return _button(field)
    if field.kind in {"/Tx", "/Ch"}:
        return _written(field)
    return None


def _written(field: _Field) -> FieldReading | None:
    value = field.value.get_object() if field.value is not None else None
    parts = [_text(each) for each in value] if isinstance(value, ArrayObject) else [_text(value)]
    text = "; ".join(part for part in parts if part).replace("\r\n", "\n").replace("\r", "\n")
    clean = "".join(letter for letter in text if letter in "\n\t" or letter.isprintable())
    if not clean.strip():
        return None
    if len(clean) > MAX_TEXT:
        return FieldReading(clean[:MAX_TEXT], Certainty.LOOK, ReadingOrigin.FILLED_PDF, "too_long")
    changed = clean != text
    return FieldReading(
        clean,
        Certainty.LOOK if changed else Certainty.SURE,
        ReadingOrigin.FILLED_PDF,
        "unreadable_letters" if changed else "",
    )


def _button(field: _Field) -> FieldReading | None:
    said = _state(field.value)
    shown = [state for state in (_state(widget.get("/AS")) for widget in field.widgets) if state]
    states = {state for widget in field.widgets for state in _on_states(widget)}
    if len(states) > 1 or field.flags & _RADIO:
        return _group(said, shown)
    agree = bool(said) == bool(shown)
    ticked = bool(said) or bool(shown)
    return FieldReading(
        TICKED if ticked else NOT_TICKED,
        Certainty.SURE if agree else Certainty.LOOK,
        ReadingOrigin.FILLED_PDF,
        "" if agree else "marks_differ",
    )


def _group(said: str, shown: list[str]) -> FieldReading | None:
    chosen = said or next(iter(shown), "")
    if not chosen:
        return None
    agree = bool(said) and set(shown) <= {said}
    return FieldReading(
        chosen,
        Certainty.SURE if agree else Certainty.LOOK,
        ReadingOrigin.FILLED_PDF,
        "" if agree else "marks_differ",
    )


def _state(value: PdfObject | None) -> str:
    found = value.get_object() if value is not None else None
    name = (str(found) if isinstance(found, NameObject) else _text(found)).removeprefix("/")
    return "" if name in {"Off", ""} else name


def _on_states(widget: DictionaryObject) -> list[str]:
    normal = _dictionary(_dictionary(widget.get("/AP")).get("/N"))
    return [
        str(name).removeprefix("/")
        for name in normal
        if name != "/Off" and not isinstance(normal, StreamObject)
    ]


def read_xfa(reader: pypdf.PdfReader) -> dict[str, FieldReading]:
    """The values in an XFA form's data, by element name; empty without one. Entities and DTDs are refused."""
    try:
        packets = reader.xfa or {}
        data = bytes(packets.get("datasets") or b"")
    except Exception:  # noqa: BLE001 - any damage here means no XFA values
        return {}
    if not data or len(data) > _MAX_XFA:
        return {}
    collector = _XfaValues()
    try:
        collector.parse(data)
    except (xml.parsers.expat.ExpatError, _ForbiddenXmlError):
        return {}
    return {
        name: FieldReading(value, Certainty.SURE, ReadingOrigin.XFA)
        for name, value in collector.values.items()
    }


class _ForbiddenXmlError(Exception):
    """A document type or entity declaration."""


class _XfaValues:
    """Collects the text of leaf elements."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self._path: list[tuple[str, list[str], list[bool]]] = []

    def parse(self, data: bytes) -> None:
        parser = xml.parsers.expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._forbid
        parser.EntityDeclHandler = self._forbid
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._letters
        parser.Parse(data, True)

    def _forbid(self, *_arguments: object) -> None:
        raise _ForbiddenXmlError

    def _start(self, name: str, _attributes: object) -> None:
        if self._path:
            self._path[-1][2].append(True)
        if len(self._path) > 60 or len(self.values) > MAX_FIELDS:
            raise _ForbiddenXmlError
        self._path.append((name.rpartition(":")[2], [], []))

    def _letters(self, letters: str) -> None:
        if self._path:
            self._path[-1][1].append(letters)

    def _end(self, _name: str) -> None:
        name, letters, children = self._path.pop()
        text = "".join(letters).strip()
        if text and not children:
            self.values.setdefault(name, text[:MAX_TEXT])


def _dictionary(value: PdfObject | None) -> DictionaryObject:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _array(value: PdfObject | None) -> ArrayObject:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, ArrayObject) else ArrayObject()


def _integer(value: PdfObject | None, default: int) -> int:
    found = value.get_object() if value is not None else None
    return int(found) if isinstance(found, int) else default


def _text(value: PdfObject | None) -> str:
    found = value.get_object() if value is not None else None
    if isinstance(found, StreamObject):
        return found.get_data()[: MAX_TEXT + 1].decode("utf-8", "replace")
    if isinstance(found, bytes):
        return found.decode("utf-8", "replace")
    return str(found) if isinstance(found, str) and not isinstance(found, NameObject) else ""
