# SPDX-License-Identifier: MIT
"""What the other rights leave on file is told in the access report."""

from dataclasses import replace
from datetime import date

import pytest

from privdesk.domain.catalogue import RecipientKind
from privdesk.domain.disclosure.assembly import assemble
from privdesk.domain.disclosure.document import FactTable
from privdesk.domain.objections import Objection, Weighing
from privdesk.domain.people import Channel, PersonField
from privdesk.domain.restriction import Restriction, RestrictionGround, RestrictionId
from privdesk.domain.tellings import Telling, TellingCause, TellingId, ToldParty
from tests.unit import dossiers as some


@pytest.mark.parametrize("language", ["de", "fr", "it", "en"])
def test_what_the_other_rights_left_stands_in_the_report(language: str) -> None:
    """Who was told, a restriction, an objection and its weighing: kept, so reported (GDPR Art. 15(1), 19)."""
    asked, party = some.case(), ToldParty("host", "Nebelmeer Hosting Inc.", RecipientKind.HOSTING)
    day, at = date(2026, 3, 2), some.moment("2026-03-02 09:00")
    told = Telling(
        TellingId(1), TellingCause.RECTIFIED, ("identity",), party, day, some.ME, asked.id, (PersonField.TOWN,), day,
        Channel.POST, None, day, "Corrected, too.",
    )  # fmt: skip
    left = replace(
        told, id=TellingId(2), case_id=None, told_on=None, answered_on=None, left_out="They closed."
    )
    held = Restriction(
        RestrictionId(1), some.ME, RestrictionGround.ACCURACY, day, at, some.STAFF, None, "Street."
    )
    objection = Objection(
        asked.id, some.ME, True, ("statistics",), "I live alone.", True, None, None, Weighing.OFFICE, "Whole houses.",
        at, some.STAFF,
    )  # fmt: skip
    dossier = replace(
        some.dossier(language), cases=(asked,), tellings=(told, left), restrictions=(held,),
        objections={asked.id: objection},
    )  # fmt: skip
    document = assemble(dossier, some.occasion(language, asked))
    section = document.section("requests")
    assert section is not None
    text = " ".join(
        f"{row.label} {row.value}"
        for block in section.blocks
        if isinstance(block, FactTable)
        for row in block.rows
    )
    for word in (
        "Nebelmeer Hosting Inc.",
        "Corrected, too.",
        "They closed.",
        "Street.",
        "I live alone.",
        "Whole houses.",
    ):
        assert word in text
    assert "{" not in text
