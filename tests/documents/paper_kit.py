# SPDX-License-Identifier: MIT
"""Values that fill every field of a template, and ink in a part of a page."""

from privdesk.domain.forms import TICKED, FieldKind, FieldRegion, FormTemplate, TemplateField
from privdesk.domain.incoming import PageImage

_BY_KIND = {
    FieldKind.NAME: "Zoë Müller-Ça",
    FieldKind.POSTCODE: "1003",
    FieldKind.COUNTRY: "Suisse",
    FieldKind.EMAIL: "zoe.mueller@example.ch",
    FieldKind.PHONE: "+41 79 555 01 83",
    FieldKind.IBAN: "CH93 0076 2011 6238 5295 7",
    FieldKind.DATE: "24.03.2026",
    FieldKind.LONG_TEXT: "Tout va bien,\nmais l’été il fait trop chaud – « merci ».",
}


def value_for(field: TemplateField, turn: int = 0) -> str:
    """A value that fits `field`; `turn` picks another choice or leaves every second square empty."""
    if field.kind is FieldKind.CHOICE:
        return field.choices[turn % len(field.choices)].key
    if field.kind is FieldKind.TICK:
        return TICKED if turn % 2 == 0 else "no"
    return _BY_KIND.get(field.kind, f"{field.key} № ½"[:12].replace("№", "#"))


def values_for(template: FormTemplate, turn: int = 0) -> dict[str, str]:
    """A value for every field that a PDF can hold."""
    return {
        each.key: value_for(each, turn) for each in template.fields() if each.kind is not FieldKind.SIGNATURE
    }


def ink(image: PageImage, region: FieldRegion) -> int:
    """How many dark pixels lie well within `region`."""
    left, right = round((region.x + 0.004) * image.width), round((region.x + region.w - 0.004) * image.width)
    top, low = round((region.y + 0.003) * image.height), round((region.y + region.h - 0.003) * image.height)
    rows = (
        image.rgb[(y * image.width + left) * 3 : (y * image.width + right) * 3 : 3] for y in range(top, low)
    )
    return sum(sum(value < 140 for value in row) for row in rows)
