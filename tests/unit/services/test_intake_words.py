# SPDX-License-Identifier: MIT
"""What the Inbox says of a mail that belongs among the requests, and what the clerk is told of a letter."""

from datetime import date

import pytest

from privdesk.domain.case_facts import RepresentativeKind
from privdesk.domain.inbox import MailFacts
from privdesk.services.intake_people import FoundBy
from privdesk.services.intake_words import (
    because,
    found_by_words,
    notice_name,
    notice_sentence,
    representative_sentence,
    said_in_short,
)
from privdesk.services.request_words import Notice


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Please delete my data.", "Looks like a request: erasure"),
        ("No reply yet. Please delete my data.", "Looks like a reminder: erasure"),
        ("I have had no reply; I shall write to the ICO.", "Looks like a reminder"),
        ("I complain about how my personal data was handled.", "Looks like a complaint"),
        ("Hello.", "Looks like a request"),
    ],
)
def test_a_mail_is_said_in_short(text: str, said: str) -> None:
    assert said_in_short(MailFacts("", "", "Hello", None, text, "")) == said


def test_everything_noticed_has_its_words() -> None:
    assert len({notice_sentence(each) for each in Notice}) == len(Notice)
    assert len({notice_name(each) for each in Notice}) == len(Notice)
    assert len({representative_sentence(each) for each in RepresentativeKind}) == len(RepresentativeKind)
    assert len({found_by_words(each) for each in FoundBy}) == len(FoundBy)


def test_a_reminder_says_the_day_it_reminds_of() -> None:
    assert "3 Mar 2026" in notice_sentence(Notice.REMINDER, date(2026, 3, 3))


def test_a_suggestion_quotes_its_first_words() -> None:
    assert because(("a", "b", "c", "d")) == "“a”, “b”, “c”"
