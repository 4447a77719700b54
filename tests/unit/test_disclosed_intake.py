# SPDX-License-Identifier: MIT
"""Who spoke for the person, where a request was handed in and what a call noted is told in the access report."""

from dataclasses import replace
from datetime import date

import pytest

from privdesk.domain.cases import CaseRight, Representative, RepresentativeKind, Right
from privdesk.domain.disclosure.assembly import assemble
from privdesk.domain.disclosure.document import FactTable
from tests.unit import dossiers as some

WHO = Representative(
    RepresentativeKind.GUARDIAN,
    "Marta Vogt",
    frozenset({Right.ACCESS}),
    "certificate 17/2026",
    date(2027, 5, 31),
)


@pytest.mark.parametrize("language", ["de", "fr", "it", "en"])
def test_how_a_request_was_taken_stands_in_the_report(language: str) -> None:
    withdrawn = CaseRight(Right.WITHDRAWAL, purposes=("statistics",))
    asked = replace(
        some.case(),
        received_on=date(2026, 2, 20),
        agency_id=some.AGENCY,
        representative=WHO,
        rights=(withdrawn,),
    )
    unproven = replace(WHO, name="Ada Moser", document="", scope=frozenset())
    call = replace(
        some.call(), representative=unproven, letter_code=True, reached_on=date(2026, 1, 9),
        agency_id=some.AGENCY, purposes=frozenset({"information"}), against=frozenset({"statistics"}),
    )  # fmt: skip
    dossier = replace(some.dossier(language), cases=(asked,), calls=(call,))
    occasion = some.occasion(language, asked)
    section = assemble(dossier, occasion).section("requests")
    assert section is not None
    rows = [row for block in section.blocks if isinstance(block, FactTable) for row in block.rows]
    text = " ".join(f"{row.label} {row.value}" for row in rows)
    titles = {entry.key: entry.title[language] for entry in occasion.catalogue.purposes}
    for word in (
        "Marta Vogt", "certificate 17/2026", "Ada Moser", occasion.wording("requests.paper_missing"),
        "Régie Clairval SA", titles["statistics"], titles["information"],
    ):  # fmt: skip
        assert word in text
    assert {occasion.wording(key) for key in ("requests.handed_in", "requests.entered", "calls.reached")} <= {
        row.label for row in rows
    }
    assert "{" not in text
