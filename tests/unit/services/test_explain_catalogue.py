# SPDX-License-Identifier: MIT
"""What the catalogue refuses is said with the rule that says why, and what to do."""

from datetime import date

import pytest

from privdesk.domain import catalogue_errors as errors
from privdesk.domain.errors import PrivdeskError
from privdesk.services.explain import describe

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errors.RuleAboveCapError("contract", 121, 120), "promises 10 years after the contract"),
        (errors.RulePeriodError("contract", 0), "a hundred years at most"),
        (errors.RuleWithoutBasisError("contract"), "why data are kept"),
        (errors.EntryIncompleteError("title"), "The title is missing."),
        (errors.EntryIncompleteError("regimes"), "No law is named."),
        (errors.EntryIncompleteError("other"), "Something is missing."),
        (errors.EntryUnknownError("rule", "x"), "“x”"),
        (errors.EntryInUseError("rule", "x", ("identity",)), "1 data group leans on it."),
        (errors.EntryInUseError("rule", "x", ("identity", "forms")), "2 data groups lean on it."),
        (errors.EntryInUseError("recipient", "x", ()), "Consents, letters or papers name it"),
        (errors.FixedPartError("trigger"), "knows where these data lie"),
        (errors.CountryCodeError("Schweiz"), "two letters"),
        (errors.UndertakingDaysError(None, DAY), "no day is given on which it was signed"),
        (errors.UndertakingDaysError(DAY, date(2026, 2, 1)), "before it was signed"),
        (errors.NoticeDayTakenError(DAY, "2026-03"), "Version 2026-03 is in force from 1 Mar 2026"),
        (errors.NoticeInForceError("2026-03", DAY), "in force since 1 Mar 2026"),
        (errors.PaperKindError("text/csv"), "no pages"),
    ],
)
def test_each_refusal_names_its_rule_and_a_way_out(error: PrivdeskError, words: str) -> None:
    said = describe(error)
    assert words in f"{said.title} {said.happened} {said.remedy}"
    assert all((said.title, said.happened, said.remedy))
