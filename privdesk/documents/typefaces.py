# SPDX-License-Identifier: MIT
"""The embedded typefaces of everything the office prints: Source Serif 4 for titles, Noto Sans for the rest."""

from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from privdesk.resources import resource_path

SANS = "NotoSans"
SANS_SEMI = "NotoSans-SemiBold"
SANS_BOLD = "NotoSans-Bold"
SERIF = "SourceSerif4"
SERIF_SEMI = "SourceSerif4-SemiBold"
SERIF_ITALIC = "SourceSerif4-Italic"

_FILES = {
    SANS: "NotoSans-Regular.ttf",
    SANS_SEMI: "NotoSans-SemiBold.ttf",
    SANS_BOLD: "NotoSans-Bold.ttf",
    SERIF: "SourceSerif4-Regular.ttf",
    SERIF_SEMI: "SourceSerif4-SemiBold.ttf",
    SERIF_ITALIC: "SourceSerif4-Italic.ttf",
}


@cache
def register_typefaces() -> None:
    """Make the bundled typefaces known to reportlab, once in a process."""
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(resource_path("fonts", file))))
