# SPDX-License-Identifier: MIT
"""How a form says which template it is: a hidden field in the PDF, a code on every printed page.

The code reads `privdesk:registration/3/fr/1`: template, version, language, page from 1.
"""

import re
from dataclasses import dataclass

from privdesk.domain.forms import TemplateRef

TEMPLATE_FIELD = "privdesk_template"
"""Name of the hidden, read-only field that says which template a PDF is."""
_CODE = re.compile(r"privdesk:([a-z0-9-]{1,60}/[0-9]{1,6}/[a-z]{2})/([0-9]{1,3})")


@dataclass(frozen=True, slots=True)
class FoundCode:
    """What a code on a page says; `page` is the form's own page, from 0."""

    template: TemplateRef
    page: int


def code_text(template: TemplateRef, page: int) -> str:
    """The text of the code on `page` (from 0)."""
    return f"privdesk:{template.code()}/{page + 1}"


def parse_code_text(text: str) -> FoundCode | None:
    """Read a code as printed by the program; any other code is None."""
    match = _CODE.fullmatch(text.strip())
    template = TemplateRef.parse(match[1]) if match else None
    if match is None or template is None or not int(match[2]):
        return None
    return FoundCode(template, int(match[2]) - 1)
