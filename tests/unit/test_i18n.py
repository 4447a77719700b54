# SPDX-License-Identifier: MIT
"""Words on screen go through a catalogue; without one they stay as written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from privdesk import i18n


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    catalogue = Catalog(locale="de", domain="privdesk")
    catalogue.add("Today", "Heute")
    catalogue.add(("{n} form", "{n} forms"), ("{n} Formular", "{n} Formulare"))
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "privdesk.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(i18n, "resource_path", lambda *_parts: tmp_path)
    i18n._catalogue.cache_clear()
    yield
    i18n._catalogue.cache_clear()
    i18n.use_language("en")


@pytest.mark.usefixtures("german")
def test_the_chosen_language_speaks_and_can_be_left_again() -> None:
    i18n.use_language("de")
    assert i18n.desk_language() == "de"
    assert i18n._("Today") == "Heute"
    assert i18n.ngettext("{n} form", "{n} forms", 1) == "{n} Formular"
    assert i18n.ngettext("{n} form", "{n} forms", 2) == "{n} Formulare"
    i18n.use_language("en")
    assert i18n._("Today") == "Today"


@pytest.mark.usefixtures("german")
def test_a_word_without_translation_stays_as_written() -> None:
    i18n.use_language("de")
    assert i18n._("Nobody translated this") == "Nobody translated this"


@pytest.mark.usefixtures("german")
def test_a_letter_is_in_its_own_language_whatever_the_desk_speaks() -> None:
    i18n.use_language("en")
    assert i18n.in_language("de").gettext("Today") == "Heute"
    assert i18n._("Today") == "Today"


def test_a_language_nobody_translated_falls_back_to_english() -> None:
    i18n.use_language("xx")
    assert i18n.desk_language() == "en"
    assert i18n._("Today") == "Today"
