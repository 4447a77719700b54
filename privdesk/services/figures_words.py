# SPDX-License-Identifier: MIT
"""The words of the figures from resources/figures, with codes, dates and numbers as the letters write them."""

from functools import cache

from privdesk.domain.disclosure.wording import Wording
from privdesk.resources import resource_toml
from privdesk.services.letter_texts import spelled
from privdesk.services.report_wording import flat_texts, report_wording

FigureWords = Wording


@cache
def figure_words(language: str, regime: str, country: str) -> Wording:
    """The texts in `language` (English where the desk does not write it), as `country` spells them."""
    words = report_wording(language, regime, country)
    return with_texts(words, "figures", country)


def with_texts(words: Wording, folder: str, country: str) -> Wording:
    """`words` with the texts of resources/`folder`, which go before texts of the same key."""
    own = {
        key: spelled(text, words.language, country)
        for key, text in flat_texts(resource_toml(folder, f"{words.language}.toml"))
    }
    return Wording(words.language, own["version"], {**words.texts, **own}, words.months)
