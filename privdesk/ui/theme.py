# SPDX-License-Identifier: MIT
"""Colours, sizes and type from `resources/themes/tokens.toml`: code names roles, never colours."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from privdesk.resources import resource_path, resource_toml
from privdesk.ui.stylesheet import ROLES, stylesheet

_log = logging.getLogger(__name__)

Choice = Literal["system", "light", "dark"]
WEIGHTS = {400: QFont.Weight.Normal, 500: QFont.Weight.Medium, 600: QFont.Weight.DemiBold}
_UI_FONTS = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf")
_PAPER_FONTS = ("SourceSerif4-Regular.ttf", "SourceSerif4-SemiBold.ttf", "SourceSerif4-Italic.ttf")


@cache
def tokens() -> Mapping[str, Any]:
    """The whole token file, read once."""
    return resource_toml("themes", "tokens.toml")


@dataclass(frozen=True)
class Theme:
    """One of the two colour tables with the sizes and the type scale.

    Sizes are logical pixels; `factor` (1.0, 1.15 or 1.3) multiplies type and row heights.
    """

    dark: bool
    factor: float = 1.0

    @property
    def name(self) -> str:
        return "dark" if self.dark else "light"

    def color(self, role: str) -> QColor:
        """The colour of a role such as `accent` or `text_muted`."""
        return _color(self.name, role)

    def scaled(self, px: float) -> int:
        """`px` at the chosen text size."""
        return round(px * self.factor)

    def space(self, step: str) -> int:
        """A step of the spacing scale: xxs, xs, s, m, l, xl, xxl, huge."""
        return int(tokens()["space"][step])

    def radius(self, what: str) -> int:
        """Corner radius: tag, control, tooltip, popup."""
        return int(tokens()["radius"][what])

    def size(self, what: str) -> int:
        """A measure of the frame or of a control at the chosen text size."""
        px = tokens()["size"][what]
        frame = what in ("sidebar", "rail", "bar")
        return int(px) if frame else self.scaled(px)

    def icon_size(self, what: str) -> int:
        """An icon's edge: inline, row, nav, large."""
        return self.scaled(tokens()["icon"][what])

    def line(self, kind: str) -> int:
        """Line height of a step of the type scale."""
        return self.scaled(tokens()["type"][kind]["line"])

    def font(self, kind: str = "body", weight: int | None = None, *, digits: bool = False) -> QFont:
        """The font of a step of the type scale; `digits` makes figures equally wide."""
        return QFont(_font(kind, weight, digits, self.factor))

    def paper_font(self, px: int, weight: int = 400) -> QFont:
        """The serif of letters, also the name of the records on the unlock page."""
        _load_fonts(_PAPER_FONTS)
        font = QFont()
        font.setFamilies(list(tokens()["font"]["paper"]))
        font.setPixelSize(self.scaled(px))
        font.setWeight(WEIGHTS[weight])
        return font

    def palette(self) -> QPalette:
        """What Fusion paints the rest with."""
        palette = QPalette()
        for role_name, token in tokens()["qpalette"].items():
            palette.setColor(getattr(QPalette.ColorRole, role_name), self.color(token))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("text_disabled"))
        return palette

    def stylesheet(self) -> str:
        """The one stylesheet in these colours."""
        colors = {role: self.color(role).name() for role in ROLES}
        heights = self.size("field"), self.size("field_unlock")
        return stylesheet(colors, *heights, words=self.scaled(14), item=self.scaled(28))


@cache
def _color(table: str, role: str) -> QColor:
    return QColor(tokens()[table][role])


@cache
def _font(kind: str, weight: int | None, digits: bool, factor: float) -> QFont:
    if QGuiApplication.instance() is not None:
        _load_fonts(_UI_FONTS)  # a font that was measured before ours are loaded keeps the stand-in for good
    step = tokens()["type"][kind]
    font = QFont()
    font.setFamilies(list(tokens()["font"]["ui"]))
    font.setPixelSize(round(step["px"] * factor))
    font.setWeight(WEIGHTS[weight or step["weight"]])
    if step["px"] >= 28:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.4)
    elif step["px"] >= 22:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, tokens()["font"]["letter_spacing_title"])
    return tabular(font) if digits else font


def tabular(font: QFont) -> QFont:
    """Make the figures of `font` equally wide: columns, amounts, timers."""
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


@cache
def _load_fonts(names: tuple[str, ...]) -> None:
    """Hand the fonts over as bytes: Qt opens a font's file again and again, and falls back in silence when it cannot."""
    for name in names:
        data = resource_path("fonts", name).read_bytes()
        if QFontDatabase.addApplicationFontFromData(data) < 0:
            _log.error("font not loaded: %s", name)


class ThemeKeeper(QObject):
    """Holds the theme in force and follows the system when told to."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme = Theme(dark=False)
        self.choice: Choice = "system"
        self.changing = False
        """While a theme is put in force; each new parent tells a widget of a change of style, too."""
        self._in_force: Theme | None = None
        self._windows: list[QWidget] = []

    def dress(self, window: QWidget) -> None:
        """Let `window` carry the stylesheet instead of the application, until it is destroyed.

        Under a stylesheet of the application Qt dresses a part anew each time it is put into another part; under
        one of the window only once, when the finished page is put in.
        """
        self._windows.append(window)
        if self._in_force is not None:
            self.put_on()

    def put_on(self) -> None:
        """The stylesheet goes on the windows that carry it, or on the application while there are none."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        self._windows = [each for each in self._windows if shiboken6.isValid(each)]
        sheet = self.theme.stylesheet()
        app.setStyleSheet("" if self._windows else sheet)
        for window in self._windows:
            window.setStyleSheet(sheet)

    def use(self, choice: Choice | None = None, factor: float | None = None) -> None:
        """Put a theme and a text size in force in every open window."""
        self.choice = choice or self.choice
        dark = self.choice == "dark" or (self.choice == "system" and _system_is_dark())
        self.theme = Theme(dark, factor or self.theme.factor)
        app = QApplication.instance()
        if isinstance(app, QApplication) and self.theme != self._in_force:
            _load_fonts(_UI_FONTS)
            self.changing = True
            app.setFont(self.theme.font())
            app.setPalette(self.theme.palette())
            self._in_force = self.theme
            self.put_on()
            self.changing = False
            self.changed.emit()

    def follow_system(self) -> None:
        """Change with the system from here on, as long as the choice is `system`."""
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: self.use())


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


@cache
def keeper() -> ThemeKeeper:
    """The one keeper of the program."""
    return ThemeKeeper()


def theme() -> Theme:
    """The theme in force."""
    return keeper().theme
