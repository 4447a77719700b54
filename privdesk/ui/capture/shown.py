# SPDX-License-Identifier: MIT
"""A field's value as it is kept, and as it is shown for reading."""

from datetime import date

from privdesk.domain.forms import FieldKind, TemplateField
from privdesk.services import wording


def shown_value(field: TemplateField, value: str) -> str:
    """A kept value for the field on screen: dates 24.03.2026, phones and IBANs grouped."""
    if not value:
        return ""
    if field.kind is FieldKind.DATE:
        return _shown_date(value)
    if field.kind is FieldKind.PHONE:
        return wording.phone(value)
    if field.kind is FieldKind.IBAN:
        return wording.iban(value.replace(" ", ""))
    return value


def _shown_date(value: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day:%d.%m.%Y}"
