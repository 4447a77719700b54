# SPDX-License-Identifier: MIT
"""The one stylesheet: what Fusion and our own painting leave to say."""

from collections.abc import Mapping
from string import Template

ROLES = (
    "window", "surface", "surface_raised", "surface_sunken", "hover", "line", "line_control", "line_button",
    "line_soft", "text", "text_muted", "text_disabled", "accent", "accent_ink", "selection", "selection_text",
    "focus", "danger", "danger_soft", "look",
)  # fmt: skip
_SHEET = Template("""
QWidget[ground="window"] { background: $window; }
QWidget[ground="surface"] { background: $surface; }
QWidget[ground="raised"] { background: $surface_raised; }
QWidget[ground="sunken"] { background: $surface_sunken; }
QToolTip { background: $surface_raised; color: $text; border: 1px solid $line_button; padding: 5px 8px; }
QLineEdit, QPlainTextEdit { background: $surface_raised; color: $text; border: 1px solid $line_control;
  border-radius: 6px; padding: 0 9px; selection-background-color: $selection; selection-color: $selection_text;
  font-size: ${field_px}px; lineedit-password-character: 8226;
  placeholder-text-color: $text_muted; }
QPlainTextEdit { padding: 5px 5px; }
QLineEdit { min-height: ${field_inner}px; max-height: ${field_inner}px; }
QLineEdit[tall="true"] { min-height: ${tall_inner}px; max-height: ${tall_inner}px; }
QLineEdit:focus { border: 2px solid $focus; padding: 0 8px; min-height: ${field_focus}px;
  max-height: ${field_focus}px; }
QLineEdit[tall="true"]:focus { min-height: ${tall_focus}px; max-height: ${tall_focus}px; }
QPlainTextEdit:focus { border: 2px solid $focus; padding: 4px 4px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border-color: $danger; }
QLineEdit:disabled, QPlainTextEdit:disabled { color: $text_disabled; background: $surface;
  border-color: $line_button; }
QLineEdit:read-only { background: $surface; border-color: $line_button; }
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus { border: none; background: transparent; padding: 0; }
QListView, QScrollArea, QGraphicsView { background: transparent; border: none; outline: none; }
QScrollArea > QWidget > QWidget[ground="none"] { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $line_button; border-radius: 3px; margin: 3px; min-height: 28px;
  min-width: 28px; }
QScrollBar::handle:hover { background: $line_control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu { background: $surface_raised; border: 1px solid $line_button; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 6px; color: $text; }
QMenu::item:selected { background: $selection; color: $selection_text; }
QMenu::item:disabled { color: $text_disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QComboBox QAbstractItemView { background: $surface_raised; border: 1px solid $line_button; outline: none;
  padding: 4px; selection-background-color: $selection; selection-color: $selection_text; }
QComboBox QAbstractItemView::item { min-height: ${item}px; padding: 0 6px; border-radius: 4px; }
QCalendarWidget QAbstractItemView { selection-background-color: $selection;
  selection-color: $selection_text; }
""")


def stylesheet(colors: Mapping[str, str], field: int, tall: int, words: int, item: int) -> str:
    """The stylesheet; heights of fields, tall fields and menu items and the size of typed words in px."""
    values: dict[str, object] = dict(colors)
    values |= {"field_px": words, "item": item}
    values |= {"field_inner": field - 2, "field_focus": field - 4}
    values |= {"tall_inner": tall - 2, "tall_focus": tall - 4}
    return _SHEET.substitute(values)
