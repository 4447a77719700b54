# SPDX-License-Identifier: MIT
"""A small checker of JSON after a schema: the words of JSON Schema that docs/portability-schema.json uses, no others."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

Json = Any
KNOWN = {
    "$schema", "$id", "$ref", "$defs", "title", "description", "type", "const", "enum", "properties", "required",
    "additionalProperties", "items", "oneOf", "pattern", "minLength", "format",
}  # fmt: skip
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "object": dict, "array": list, "string": str, "integer": int, "null": type(None),
}  # fmt: skip


def unknown_words(schema: Json) -> set[str]:
    """Words that this checker does not know: a schema with one would be checked only in part."""
    found: set[str] = set()
    if isinstance(schema, dict):
        found = set(schema) - KNOWN
        for word, part in schema.items():
            if word in ("properties", "$defs"):
                for each in part.values():
                    found |= unknown_words(each)
            elif word in ("items", "oneOf"):
                for each in part if isinstance(part, list) else [part]:
                    found |= unknown_words(each)
    return found


def problems(value: Json, schema: Json, root: Json, where: str = "$") -> Iterator[str]:
    """Where and why `value` does not fit, as lines."""
    if "$ref" in schema:
        yield from problems(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, where)
    if "oneOf" in schema:
        fitting = [each for each in schema["oneOf"] if not list(problems(value, each, root, where))]
        if len(fitting) != 1:
            yield f"{where}: fits {len(fitting)} of {len(schema['oneOf'])}"
    if "const" in schema and value != schema["const"]:
        yield f"{where}: not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is none of those named"
    if "type" in schema and not _is(value, schema["type"]):
        yield f"{where}: not of type {schema['type']}"
        return
    if isinstance(value, dict):
        yield from _of_object(value, schema, root, where)
    elif isinstance(value, list) and "items" in schema:
        for place, each in enumerate(value):
            yield from problems(each, schema["items"], root, f"{where}[{place}]")
    elif isinstance(value, str):
        yield from _of_text(value, schema, where)


def _is(value: Json, wanted: str | list[str]) -> bool:
    kinds = [wanted] if isinstance(wanted, str) else wanted
    return any(
        isinstance(value, _TYPES[kind]) and not (kind == "integer" and isinstance(value, bool))
        for kind in kinds
    )


def _of_object(value: dict[str, Json], schema: Json, root: Json, where: str) -> Iterator[str]:
    known = schema.get("properties", {})
    yield from (f"{where}: {name} is missing" for name in schema.get("required", ()) if name not in value)
    if schema.get("additionalProperties") is False:
        yield from (f"{where}: {name} is not known" for name in value if name not in known)
    for name, part in known.items():
        if name in value:
            yield from problems(value[name], part, root, f"{where}.{name}")


def _of_text(value: str, schema: Json, where: str) -> Iterator[str]:
    if len(value) < schema.get("minLength", 0):
        yield f"{where}: too short"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{where}: does not look like {schema['pattern']}"
    reader = {"date": date.fromisoformat, "date-time": datetime.fromisoformat}.get(schema.get("format", ""))
    if reader is not None:
        try:
            reader(value)
        except ValueError:
            yield f"{where}: no {schema['format']}"
