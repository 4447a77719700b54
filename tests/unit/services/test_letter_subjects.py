# SPDX-License-Identifier: MIT
"""Letters about forms, to recipients of data, and to people who are not on file."""

from dataclasses import replace
from pathlib import Path

import pytest

from privdesk.domain.audit import Action
from privdesk.domain.cases import LetterDirection, Outcome, Right
from privdesk.domain.catalogue import RecipientKind
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.forms import TemplateRef
from privdesk.domain.letters import LetterKind, Window
from privdesk.domain.mail_account import (
    MailAccount,
    MailAddressError,
    MailNotSetUpError,
    MailPasswordMissingError,
    MailSecurity,
)
from privdesk.domain.people import Channel, Source
from privdesk.domain.staff import NotAllowedError, Role
from privdesk.domain.submissions import FormEntry
from privdesk.domain.tellings import TellingCause, TellingState, ToldParty
from privdesk.services.capture import Capture
from privdesk.services.default_forms import default_templates
from privdesk.services.explain import describe
from privdesk.services.letter_names import part_name
from privdesk.services.letter_plan import LetterSubject, LetterWay
from privdesk.services.tellings import Tellings
from tests.unit.services.letter_bench import ACCOUNT, OFFICE, Bench, bench, of

__all__ = ["bench"]


def form(bench: Bench, *reasons: str, refused: bool = False) -> LetterSubject:
    """An entered form of somebody who is not on file."""
    template = next(each for each in default_templates() if each.id == "registration")
    ref = TemplateRef(template.id, template.version, "it")
    values = {"first_name": "Livia", "last_name": "Rossi", "street": "Via Nassa", "number": "3", "postcode": "6900",
              "town": "Lugano", "email": "livia@example.ch"}  # fmt: skip
    today = bench.place().clock.today()
    entry = FormEntry(None, ref, values, Channel.POST, today, Source.PERSON, None, "", reasons=reasons)
    capture = Capture(bench.place())
    saved = capture.refuse_service(entry) if refused else capture.incomplete(entry)
    return LetterSubject(submission_id=saved.submission.id)


def test_a_form_is_answered_in_its_language_at_the_address_on_it(bench: Bench) -> None:
    subject, letters = form(bench, "missing:date_of_birth", "missing:signature"), bench.letters()
    (offer, other) = letters.offers(subject)
    assert (offer.kind, offer.suggested, other.suggested) == (LetterKind.PLEASE_COMPLETE, True, False)
    draft = letters.draft(subject, LetterKind.PLEASE_COMPLETE)
    letter = letters.make(draft).letter
    assert letter.language == "it"
    assert letter.recipient == ("Livia Rossi", "Via Nassa 3", "6900 Lugano")
    assert len([each for each in letter.paragraphs if each.key == "missing"]) == 2
    filed = letters.finish(letters.make(draft), LetterWay.PRINTED)
    assert filed.case is None
    assert bench.audit(Action.LETTER_MADE)[0].record.startswith("form:")


def test_a_refused_service_says_why_in_the_clerks_words(bench: Bench) -> None:
    subject = form(bench, "The building has no machines yet.", refused=True)
    letters = bench.letters()
    assert letters.offers(subject)[1].suggested
    letter = letters.make(letters.draft(subject, LetterKind.SERVICE_REFUSED)).letter
    assert any("no machines yet" in each.text for each in letter.paragraphs)


@pytest.mark.parametrize("cause", list(TellingCause))
def test_a_recipient_is_told_and_the_telling_noted_with_the_letter(bench: Bench, cause: TellingCause) -> None:
    case, tellings = bench.open_case(Right.RECTIFICATION), Tellings(bench.place())
    party = ToldParty(
        "pay", "Paysafe Muster AG", RecipientKind.PAYMENT, "Bahnhofstrasse 1\n8001 Zürich", "dpo@pay.example"
    )
    telling = tellings.add(case.id, cause, party, ("identity",))
    subject, letters = LetterSubject(telling_id=telling.id), bench.letters()
    (offer,) = letters.offers(subject)
    assert offer.suggested
    draft = letters.draft(subject, LetterKind.RECIPIENT_NOTICE)
    assert draft.language == OFFICE.language
    assert draft.complete
    letter = letters.make(draft).letter
    assert letter.recipient == ("Paysafe Muster AG", "Bahnhofstrasse 1", "8001 Zürich")
    assert any(each.text == "Zoë Keller" for each in letter.paragraphs)
    filed = letters.finish(letters.make(draft), LetterWay.PRINTED)
    (told,) = tellings.of_case(case.id)
    assert told.state is TellingState.TOLD
    assert told.document_id == filed.document_id
    assert bench.case(case.id).letters[-1].detail == party.name
    assert bench.case(case.id).answer is None


def test_somebody_not_on_file_is_answered_at_the_address_they_wrote(bench: Bench) -> None:
    case, letters = bench.open_case(name="Ugo Bianchi"), bench.letters()
    bench.decide(case, Right.ACCESS, Outcome.NOTHING_HELD)
    draft = letters.draft(of(case), LetterKind.NOTHING_HELD)
    assert draft.address_open
    typed = {"address": "Ugo Bianchi\nVia Nassa 9\n6900 Lugano"}
    made = letters.make(letters.draft(of(case), LetterKind.NOTHING_HELD, typed=typed))
    assert made.letter.recipient[1] == "Via Nassa 9"
    assert made.draft.typed["address"] == typed["address"]
    letters.finish(made, LetterWay.PRINTED)
    assert bench.case(case.id).letters[-1].direction is LetterDirection.OUT


def test_enclosures_stand_under_the_letter(bench: Bench) -> None:
    typed = {"enclosures": "Report, 12 pages\n\nForm"}
    draft = bench.letters().draft(of(bench.open_case()), LetterKind.ACKNOWLEDGEMENT, typed=typed)
    assert bench.letters().make(draft).letter.enclosures == ("Report, 12 pages", "Form")


# The settings


def test_the_window_follows_the_country_until_one_is_chosen(bench: Bench) -> None:
    settings = bench.settings()
    assert settings.letterhead().window is Window.CH_RIGHT
    settings.save_letterhead(Window.UK, signed=True)
    letter = (
        bench.letters().make(bench.letters().draft(of(bench.open_case()), LetterKind.ACKNOWLEDGEMENT)).letter
    )
    assert letter.window is Window.UK
    assert letter.signature[-1] == bench.place().member.name


def test_the_logo_is_drawn_anew_and_printed(bench: Bench) -> None:
    settings, letters = bench.settings(), bench.letters()
    with pytest.raises(FileNotReadableError):
        settings.put_logo(b"<svg/>")
    assert settings.put_logo(b"\x89PNG dirty") == b"\x89PNG clean"
    letters.make(letters.draft(of(bench.open_case()), LetterKind.ACKNOWLEDGEMENT))
    assert bench.paper.asked[-1][1] == b"\x89PNG clean"
    settings.drop_logo()
    assert not settings.letterhead().has_logo


def test_only_an_administrator_changes_the_letterhead(bench: Bench) -> None:
    clerk = bench.settings(Role.CLERK)
    for change in (
        lambda: clerk.save_letterhead(Window.DE),
        lambda: clerk.put_logo(b"\x89PNG"),
        clerk.drop_logo,
        lambda: clerk.save_mail_account(ACCOUNT),
    ):
        with pytest.raises(NotAllowedError):
            change()


@pytest.mark.parametrize(
    ("account", "error"),
    [
        (MailAccount("mail.example.org"), MailNotSetUpError),
        (MailAccount("mail.example.org", 0, sender="a@example.org"), MailNotSetUpError),
        (MailAccount("mail.example.org", 70_000, sender="a@example.org"), MailNotSetUpError),
        (MailAccount("mail.example.org", sender="no address"), MailAddressError),
    ],
)
def test_an_account_with_which_nothing_can_be_sent_is_refused(
    bench: Bench, account: MailAccount, error: type[Exception]
) -> None:
    with pytest.raises(error):
        bench.settings().save_mail_account(account)
    assert not bench.settings().mail_account().ready
    assert describe(error()).title if error is MailNotSetUpError else True


def test_the_password_is_in_the_key_store_and_never_in_the_records(bench: Bench, tmp_path: Path) -> None:
    settings = bench.settings()
    settings.save_mail_account(replace(ACCOUNT, security=MailSecurity.TLS, port=465))
    settings.keep_password("correct horse battery")
    assert bench.secrets.password == "correct horse battery"
    with bench.records.records.open_reading() as records:
        assert "correct horse" not in repr(records.settings.get("mail_account"))
    settings.keep_password("")
    assert not settings.has_password()
    with pytest.raises(MailPasswordMissingError):
        settings.check_mail()
    bench.secrets.available = False
    with pytest.raises(MailPasswordMissingError):
        settings.keep_password("again")


def test_a_missing_part_has_a_name() -> None:
    assert part_name("question") == "the question"
