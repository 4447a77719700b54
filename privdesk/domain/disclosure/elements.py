# SPDX-License-Identifier: MIT
"""What an access report must contain under each law; the list itself stands in resources/catalogue/elements.toml.

Law: GDPR and UK GDPR Art. 12, 13, 15; FADP Art. 25–26 with DPO Art. 16–19.
"""

from collections.abc import Mapping
from dataclasses import dataclass

FULL_CONTENT = ("gdpr", "uk-gdpr", "ch-fadp")
"""Laws whose own list is known; reports under the others follow the list of the GDPR, which asks for most."""

CONFIRMATION, CONTROLLER, DATA, PURPOSES, CATEGORIES, RECIPIENTS, PERIOD, RIGHTS = range(1, 9)
AUTHORITY, SOURCE, AUTOMATED, SAFEGUARDS, FIRST_COPY, CHANNEL, OTHERS, REFUSAL = range(9, 17)


@dataclass(frozen=True, slots=True)
class Element:
    """One element; `articles` by law, missing where that law does not ask for it."""

    number: int
    key: str
    articles: Mapping[str, str]
    own_letter: bool = False
    """Whether it is a letter of its own and never part of the report."""

    def article(self, regime: str) -> str:
        """The article under `regime`, or that of the list which is followed instead."""
        return self.articles.get(_list_of(regime), "")

    def applies(self, regime: str) -> bool:
        """Whether the report must have it under `regime`."""
        return not self.own_letter and bool(self.article(regime))


def _list_of(regime: str) -> str:
    return regime if regime in FULL_CONTENT else "gdpr"
