# SPDX-License-Identifier: MIT
"""Words on screen through gettext; the language of a letter is the person's, not the clerk's."""

import gettext as _gettext
from functools import cache

from privdesk.resources import resource_path

LANGUAGES = ("en", "de", "fr", "it")
LANGUAGE_NAMES = {"en": "English", "de": "Deutsch", "fr": "Français", "it": "Italiano"}
"""Each language in its own words."""
_active = _gettext.NullTranslations()
_language = LANGUAGES[0]


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation(
        "privdesk", localedir=str(resource_path("translations")), languages=[language], fallback=True
    )


def use_language(language: str) -> None:
    """Choose the language of windows and messages from here on."""
    global _active, _language
    _active = _catalogue(language)
    _language = language if language in LANGUAGES else LANGUAGES[0]


def desk_language() -> str:
    """Return the language of windows and messages: en, de, fr or it."""
    return _language


def in_language(language: str) -> _gettext.NullTranslations:
    """Return the words of one language, for what is written to a person rather than shown to the clerk."""
    return _catalogue(language)


def _(message: str) -> str:
    """Return `message` in the language of the desk."""
    return _active.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of a message that fits `count`."""
    return _active.ngettext(singular, plural, count)
