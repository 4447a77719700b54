# SPDX-License-Identifier: MIT
"""The recovery sheet is one page that holds the code, whose it is, and what to do with it."""

from datetime import date
from io import BytesIO

import pypdf
import pytest

from privdesk.documents.recovery_sheet import make_recovery_sheet
from privdesk.domain.recovery_code import code_of

DAY = {
    "de": "23. November 2026",
    "fr": "23 novembre 2026",
    "it": "23 novembre 2026",
    "en": "23 November 2026",
}


@pytest.mark.parametrize("language", ["de", "fr", "it", "en"])
def test_the_sheet_says_everything_on_one_page(language: str) -> None:
    code = code_of(bytes(range(20)))
    pdf = make_recovery_sheet(code.groups, "Lavarelle SA", "Zoë Żak", date(2026, 11, 23), language)
    reader = pypdf.PdfReader(BytesIO(pdf))
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    squeezed = "".join(text.split())
    assert all(group in squeezed for group in code.groups)
    assert "Lavarelle SA" in text
    assert "Zoë Żak" in text
    assert DAY[language] in text


def test_the_code_stands_in_the_page_only() -> None:
    code = code_of(bytes(range(20)))
    reader = pypdf.PdfReader(BytesIO(make_recovery_sheet(code.groups, "A", "B", date(2026, 11, 23), "en")))
    assert not any(group in str(reader.metadata) for group in code.groups)


def test_a_very_long_name_stays_on_the_page() -> None:
    pdf = make_recovery_sheet(("AAAAA",) * 8, "Long name " * 40, "B", date(2026, 11, 23), "en")
    assert "…" in pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text()
