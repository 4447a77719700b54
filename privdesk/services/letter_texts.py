# SPDX-License-Identifier: MIT
"""The wording of letters from resources/letters: structure once, words a language, chosen for law and country."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from privdesk.domain.disclosure.elements import FULL_CONTENT
from privdesk.domain.disclosure.wording import Wording
from privdesk.domain.letter_errors import LetterTemplateError
from privdesk.domain.letters import (
    LETTER_LANGUAGES,
    FreePart,
    LetterKind,
    LetterTemplate,
    Mandatory,
    Part,
    Style,
    TemplateParagraph,
)
from privdesk.resources import resource_toml
from privdesk.services.report_wording import report_wording

_SWISS = frozenset({"CH", "LI"})
_TO_SWISS, _TO_GERMAN = str.maketrans({"ß": "ss"}), str.maketrans({"«": "„", "»": "“"})
_NUMBERED = re.compile(r"(?<!\w)([Aa]rt\.|Abs\.|Buchst\.|Bst\.|par\.|al\.|cpv\.|lett?\.|point|s\.|§) ")
_Row = Mapping[str, Any]
_Given = str | Sequence[str] | Mapping[str, "_Given"]
"""A text, a label with its text, or a table of choices."""


@cache
def letter_template(kind: LetterKind, language: str, regime: str, country: str) -> LetterTemplate:
    """The wording of `kind` for the office's `country` (ISO 3166-1) under `regime`.

    English where the desk does not write `language`; laws of which the desk knows deadlines only take the words
    of the GDPR with the articles of their own.

    Raises: LetterTemplateError: the files do not fit each other.
    """
    known = language if language in LETTER_LANGUAGES else "en"
    structure, texts = _structure(kind), _texts(kind, known, regime, country)
    rows = tuple(row for row in structure["paragraphs"] if _applies(row, regime))
    try:
        return LetterTemplate(
            kind=kind,
            language=known,
            regime=regime,
            version=_version(kind, known),
            wording=_wording(known, regime, country),
            subject=_paragraph({"key": "subject", **structure.get("subject", {})}, texts),
            paragraphs=tuple(_paragraph(row, texts) for row in rows),
            mandatory=tuple(_mandatory(structure["mandatory"], regime)),
            free=tuple(FreePart(key, required) for key, required in structure["free"].items()),
            placeholders=frozenset(structure["values"]),
            lists={name: frozenset(columns) for name, columns in structure["lists"].items()},
            citations=citations(known, regime),
        )
    except (KeyError, ValueError) as problem:
        raise LetterTemplateError(kind.value, known, str(problem)) from problem


@cache
def citations(language: str, regime: str) -> Mapping[str, str]:
    """The articles of `regime` by key, as `language` writes them; empty where nothing is known.

    A number never stands on another line than what it numbers.
    """
    cites: Mapping[str, str] = resource_toml("letters", language, "law.toml")["cite"].get(regime, {})
    return {key: _NUMBERED.sub("\\1\N{NO-BREAK SPACE}", article) for key, article in cites.items()}


def spelled(text: str, language: str, country: str) -> str:
    """German as the office's country writes it: ss and «» in Switzerland and Liechtenstein, ß and „“ elsewhere."""
    if language != "de":
        return text
    return text.translate(_TO_SWISS if country in _SWISS else _TO_GERMAN)


def known_flags() -> frozenset[str]:
    """Conditions that are neither facts nor lists nor free parts."""
    return frozenset(_kinds()["vocabulary"]["flags"])


@cache
def _kinds() -> dict[str, Any]:
    return resource_toml("letters", "kinds.toml")


@cache
def _structure(kind: LetterKind) -> dict[str, Any]:
    """One kind with its blocks written out: paragraphs, values, lists and free parts together."""
    raw = _kinds()[kind.value]
    values, lists, free = list(raw.get("values", ())), dict(raw.get("lists", {})), dict(raw.get("free", {}))
    paragraphs: list[_Row] = []
    for row in raw["paragraphs"]:
        if "block" not in row:
            paragraphs.append(row)
            continue
        block = _kinds()["blocks"][row["block"]]
        values += block.get("values", ())
        lists |= block.get("lists", {})
        free |= block.get("free", {})
        paragraphs += (
            {**each, "when": [*row.get("when", ()), *each.get("when", ())]} for each in block["paragraphs"]
        )
    return {**raw, "values": values, "lists": lists, "free": free, "paragraphs": paragraphs}


def _texts(kind: LetterKind, language: str, regime: str, country: str) -> dict[str, Any]:
    """The texts by key: those of the letter over those in common, variants over both, spelled for the country."""
    texts: dict[str, Any] = {}
    for name in ("common", kind.value):
        raw = resource_toml("letters", language, f"{name}.toml")
        texts |= raw.get("text", {})
        texts |= {"subject": raw["subject"]} if "subject" in raw else {}
        for variant in (regime if regime in FULL_CONTENT else "gdpr", country):
            texts |= raw.get("variant", {}).get(variant, {})
    return {key: _spelled(value, language, country) for key, value in texts.items()}


def _spelled(value: _Given, language: str, country: str) -> _Given:
    if isinstance(value, Mapping):
        return {key: _spelled(each, language, country) for key, each in value.items()}
    if isinstance(value, str):
        return spelled(value, language, country)
    return [spelled(each, language, country) for each in value]


def _wording(language: str, regime: str, country: str) -> Wording:
    """Dates, codes and salutations of the report, with what only letters need."""
    german = language == "de" and country not in _SWISS
    words = report_wording(language, regime, "DE" if german else country)
    raw = resource_toml("letters", language, "common.toml")
    own = {f"{part}.{key}": text for part in ("letter", "page") for key, text in raw[part].items()}
    own |= {key: text for key, text in raw.get("variant", {}).get(country, {}).items() if "." in key}
    own = {key: spelled(text, language, country) for key, text in own.items()}
    return replace(words, texts={**words.texts, **own})


def _version(kind: LetterKind, language: str) -> str:
    names = (f"{kind.value}.toml", "common.toml", "law.toml")
    return max(str(resource_toml("letters", language, name)["version"]) for name in names)


def _applies(row: _Row, regime: str) -> bool:
    return "laws" not in row or regime in row["laws"]


def _paragraph(row: _Row, texts: Mapping[str, Any]) -> TemplateParagraph:
    given = texts[row["key"]]
    choices = dict(_choices(given)) if isinstance(given, Mapping) else {"": given}
    labels = {value[0] for value in choices.values() if isinstance(value, list)}
    return TemplateParagraph(
        key=row["key"],
        style=Style(row.get("style", "text")),
        texts={key: value[1] if isinstance(value, list) else value for key, value in choices.items()},
        label=next(iter(labels), ""),
        when=tuple(row.get("when", ())),
        each=row.get("each", ""),
        choose=tuple(row.get("choose", ())),
        states=tuple(Part(part) for part in row.get("states", ())),
    )


def _choices(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _choices(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _mandatory(rows: Sequence[str | _Row], regime: str) -> Iterator[Mandatory]:
    for row in rows:
        if isinstance(row, str):
            yield Mandatory(Part(row))
        elif _applies(row, regime):
            yield Mandatory(Part(row["part"]), tuple(row.get("when", ())))
