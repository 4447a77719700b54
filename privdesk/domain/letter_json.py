# SPDX-License-Identifier: MIT
"""A letter as JSON for the worker process, and back without loss."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from privdesk.domain.letter_model import Letter, LetterKind, LetterParagraph, Part, Sender, Style, Window


def letter_json(letter: Letter) -> bytes:
    """The letter as UTF-8 JSON."""
    return json.dumps(
        asdict(letter), ensure_ascii=False, separators=(",", ":"), default=date.isoformat
    ).encode()


def letter_from_json(data: bytes) -> Letter:
    """Read back what `letter_json` wrote."""
    raw: dict[str, Any] = json.loads(data)
    raw["kind"], raw["window"] = LetterKind(raw["kind"]), Window(raw["window"])
    raw["day"] = date.fromisoformat(raw["day"])
    raw["sender"] = Sender(**{**raw["sender"], "address": tuple(raw["sender"]["address"])})
    raw["paragraphs"] = tuple(_paragraph(each) for each in raw["paragraphs"])
    for key in ("recipient", "signature", "enclosures", "cites"):
        raw[key] = tuple(raw[key])
    return Letter(**raw)


def _paragraph(raw: dict[str, Any]) -> LetterParagraph:
    raw["style"], raw["free"] = Style(raw["style"]), tuple(raw["free"])
    raw["states"] = tuple(Part(part) for part in raw["states"])
    return LetterParagraph(**raw)
