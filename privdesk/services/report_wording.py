# SPDX-License-Identifier: MIT
"""The wording of the access report from resources/letters, chosen for the law and the office's country."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from privdesk.domain.disclosure.elements import FULL_CONTENT, Element
from privdesk.domain.disclosure.wording import Wording
from privdesk.resources import resource_toml

REPORT_LANGUAGES = ("de", "fr", "it", "en")
_VARIANT, _CITES = "variant", "cite"


@cache
def report_wording(language: str, regime: str, country: str) -> Wording:
    """The texts in `language` (English where the desk does not write it), with the citations of `regime`."""
    known = language if language in REPORT_LANGUAGES else "en"
    raw = resource_toml("letters", known, "access_report.toml")
    texts = {key: text for key, text in flat_texts(raw) if not key.startswith((f"{_VARIANT}.", f"{_CITES}."))}
    texts |= {f"{_CITES}.{key}": text for key, text in raw[_CITES].get(regime, {}).items()}
    for name in (regime if regime in FULL_CONTENT else "gdpr", country):
        texts |= raw[_VARIANT].get(name, {})
    return Wording(known, raw["version"], texts, tuple(raw["months"]))


@cache
def law_elements() -> tuple[Element, ...]:
    """What a report must contain, by number."""
    rows = resource_toml("catalogue", "elements.toml")["elements"]
    return tuple(
        Element(row["number"], row["key"], row["articles"], row.get("own_letter", False)) for row in rows
    )


def flat_texts(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a file by its dotted key."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from flat_texts(value, f"{prefix}{key}.")
        elif isinstance(value, str):
            yield f"{prefix}{key}", value
