# SPDX-License-Identifier: MIT
"""The widgets of a fillable form: text fields, ticks and radio groups over what is drawn on the page.

A value that stands in a text field from the start is drawn in the embedded typeface, since viewers draw letters
outside Latin-1 wrongly with the standard face; the field keeps the exact text and stays fillable.
"""

from collections.abc import Callable
from typing import Any

from reportlab.lib.colors import Color, transparent
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFObjectReference, PDFString, xObjectName
from reportlab.pdfgen.canvas import Canvas

from privdesk.documents.form_codes import TEMPLATE_FIELD
from privdesk.domain.form_layout import PAGE_HEIGHT, Box
from privdesk.domain.forms import FieldKind, TemplateField, TemplateRef

_INSET = 1.0
_NO_LIMIT = 400


def place_template_field(canvas: Canvas, ref: TemplateRef) -> None:
    """Put the hidden, read-only field that names the template on the current page."""
    _acroform(canvas).textfield(
        name=TEMPLATE_FIELD,
        value=ref.code(),
        x=0,
        y=0,
        width=1,
        height=1,
        borderWidth=0,
        fieldFlags="readOnly",
        annotationFlags="hidden",
        fontName="Helvetica",
        fontSize=4,
        maxlen=100,
    )


def place_text(
    canvas: Canvas,
    field: TemplateField,
    tooltip: str,
    box: Box,
    ink: Color,
    size: float,
    value: str,
    draw: Callable[[Canvas, Box], None],
) -> None:
    """Put a text field over `box`; `draw` paints `value` into a box of the same size at the origin."""
    long = field.kind is FieldKind.LONG_TEXT
    inner = Box(box.x + _INSET, box.y + _INSET, box.w - 2 * _INSET, box.h - 2 * _INSET)
    form = _acroform(canvas)
    form.textfield(
        name=field.key,
        tooltip=tooltip,
        value="",
        x=inner.x,
        y=PAGE_HEIGHT - inner.y - inner.h,
        width=inner.w,
        height=inner.h,
        borderWidth=0,
        fillColor=None,
        borderColor=None,
        textColor=ink,
        fontName="Helvetica",
        fontSize=size,
        fieldFlags="comb" if field.comb else "multiline" if long else "",
        maxlen=field.comb or field.max_length or _NO_LIMIT,
    )
    if value:
        _enter(canvas, form.fields[-1], f"value-{field.key}", value, inner, draw)


def _enter(
    canvas: Canvas,
    widget: PDFObjectReference,
    name: str,
    value: str,
    inner: Box,
    draw: Callable[[Canvas, Box], None],
) -> None:
    """Give the widget its value, and an appearance in the embedded typeface."""
    canvas.beginForm(name, 0, 0, inner.w, inner.h)
    draw(canvas, Box(-_INSET, -_INSET, inner.w + 2 * _INSET, inner.h + 2 * _INSET))
    canvas.endForm()
    owner: Any = canvas
    entries = owner._doc.idToObject[widget.name].dict  # noqa: SLF001 - reportlab has no other way to a finished widget
    entries["V"] = PDFString(value)
    entries["AP"] = PDFDictionary({"N": PDFObjectReference(xObjectName(name))})


def place_tick(
    canvas: Canvas, field: TemplateField, tooltip: str, box: Box, ink: Color, *, ticked: bool
) -> None:
    """Put a check box over the square `box`."""
    _acroform(canvas).checkbox(
        name=field.key, tooltip=tooltip, checked=ticked, fieldFlags="", **_square(box, ink)
    )


def place_option(
    canvas: Canvas, field: TemplateField, tooltip: str, box: Box, ink: Color, choice: str, *, chosen: bool
) -> None:
    """Put the button of one choice over the square `box`; buttons of one field exclude each other."""
    _acroform(canvas).radio(
        name=field.key,
        tooltip=tooltip,
        value=choice,
        selected=chosen,
        shape="square",
        fieldFlags="radio",
        **_square(box, ink),
    )


def _square(box: Box, ink: Color) -> dict[str, Any]:
    return {
        "buttonStyle": "cross",
        "x": box.x,
        "y": PAGE_HEIGHT - box.y - box.h,
        "size": box.w,
        "borderWidth": 0,
        "borderColor": None,
        "fillColor": transparent,
        "textColor": ink,
    }


def _acroform(canvas: Canvas) -> Any:  # noqa: ANN401 - reportlab's own types say int where it takes float
    return canvas.acroForm
