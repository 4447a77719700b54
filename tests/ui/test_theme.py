# SPDX-License-Identifier: MIT
"""Colours can be read by everyone, sizes follow the text size, nothing falls back to a font that is not ours."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from privdesk.resources import resource_path
from privdesk.ui.icons import icon, icon_pixmap
from privdesk.ui.theme import Theme, keeper, tabular, theme, tokens
from privdesk.ui.widgets.label import Label

PAIRS = [(pair["fg"], pair["bg"], pair["min"]) for pair in tokens()["contrast"]]


@pytest.fixture
def restored(qapp: QApplication) -> Iterator[None]:
    yield
    keeper().use("light", 1.0)


def luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("fore", "ground", "least"), PAIRS)
def test_every_pair_of_colours_can_be_read(fore: str, ground: str, least: float, dark: bool) -> None:
    used = Theme(dark)
    assert contrast(used.color(fore), used.color(ground)) >= least


def test_both_tables_hold_the_same_roles() -> None:
    assert set(tokens()["light"]) == set(tokens()["dark"])


def test_the_theme_reaches_palette_and_stylesheet(qapp: QApplication, restored: None) -> None:
    keeper().use("dark")
    assert qapp.palette().color(QPalette.ColorRole.Window) == Theme(dark=True).color("surface")
    assert Theme(dark=True).color("focus").name() in qapp.styleSheet()
    keeper().use("light")
    assert qapp.palette().color(QPalette.ColorRole.Window) == Theme(dark=False).color("surface")


def test_the_text_size_multiplies_type_and_rows(restored: None) -> None:
    normal, large = Theme(dark=False), Theme(dark=False, factor=1.3)
    assert large.font("body").pixelSize() == 17
    assert large.size("row") == round(normal.size("row") * 1.3)
    assert large.size("sidebar") == normal.size("sidebar")


def test_our_fonts_are_used_and_figures_can_be_equally_wide(qapp: QApplication, restored: None) -> None:
    keeper().use("light")
    theme().paper_font(30)
    assert {"Inter", "Source Serif 4"} <= set(QFontDatabase.families())
    assert QFontInfo(theme().font()).family() == "Inter"
    assert QFontInfo(theme().paper_font(30)).family() == "Source Serif 4"
    assert tabular(QFont()).featureValue(QFont.Tag("tnum")) == 1


def test_a_label_changes_with_the_theme(qtbot: QtBot, restored: None) -> None:
    keeper().use("light")
    holder = QWidget()
    label = Label("Balance", tone="muted", parent=holder)
    qtbot.addWidget(holder)
    holder.show()
    keeper().use("dark", 1.3)
    assert label.palette().color(QPalette.ColorRole.WindowText) == Theme(dark=True).color("text_muted")
    assert label.font().pixelSize() == 17


@pytest.mark.parametrize("name", sorted(path.stem for path in resource_path("icons").glob("*.svg")))
def test_every_icon_is_drawn_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    image = icon_pixmap(name, 16, "danger", 2.0).toImage()
    assert image.width() == 32
    inked = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
    full = [color for color in inked if color.alpha() > 250]
    assert full
    wanted = theme().color("danger")
    assert all(
        abs(color.red() - wanted.red()) < 12 and abs(color.blue() - wanted.blue()) < 12 for color in full
    )


def test_an_icon_is_paler_when_it_is_disabled(qapp: QApplication) -> None:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QIcon

    made = icon("lock")
    normal = made.pixmap(QSize(16, 16), QIcon.Mode.Normal).toImage()
    disabled = made.pixmap(QSize(16, 16), QIcon.Mode.Disabled).toImage()
    assert normal != disabled
