# SPDX-License-Identifier: MIT
"""Mails that ask for a right are recognised in four languages, others are not; what surrounds the words counts."""

import pytest

from privdesk.domain.case_facts import RepresentativeKind
from privdesk.domain.rights import Right
from privdesk.services.intake_rules import LETTER_LANGUAGES, one_slip, rules_of, understood
from privdesk.services.intake_text import letter_text
from privdesk.services.request_words import Notice, language_in, read_letter, rights_in


@pytest.mark.parametrize(
    ("text", "rights", "language"),
    [
        ("Guten Tag, ich bitte um Auskunft über meine Daten gemäss Gesetz.", {Right.ACCESS}, "de"),
        (
            "Bitte löschen Sie alles. Ich widerrufe meine Einwilligung.",
            {Right.ERASURE, Right.WITHDRAWAL},
            "de",
        ),
        (
            "Quelles données avez-vous ? Veuillez ensuite supprimer mes données.",
            {Right.ACCESS, Right.ERASURE},
            "fr",
        ),
        ("Je m’oppose à la publicité.", {Right.OBJECTION}, "fr"),
        (
            "Chiedo la rettifica del mio cognome e una copia dei miei dati.",
            {Right.RECTIFICATION, Right.ACCESS},
            "it",
        ),
        (
            "Please send me a copy of my data in a machine-readable file.",
            {Right.ACCESS, Right.PORTABILITY},
            "en",
        ),
        ("Please restrict the processing until then.", {Right.RESTRICTION}, "en"),
    ],
)
def test_rights_are_recognised_by_their_words(text: str, rights: set[Right], language: str) -> None:
    assert set(rights_in(text)) == rights
    assert language_in(text) == language


def test_the_words_are_given_as_they_stand_in_the_mail() -> None:
    assert rights_in("Ich verlange AUSKUNFT\nüber meine Daten.")[Right.ACCESS] == (
        "AUSKUNFT über meine Daten",
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I have no access to the laundry room since Monday.", "en"),
        ("Guten Tag, die Maschine 3 ist defekt. Freundliche Grüsse", "de"),
        ("Mon badge ne marche plus, pouvez-vous m’aider ?", "fr"),
        ("", ""),
    ],
)
def test_other_mails_are_left_alone(text: str, language: str) -> None:
    reading = read_letter("", text)
    assert (reading.rights, reading.asks, reading.language) == ({}, False, language)


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        ("Meine Daten sollen nicht gelöscht werden.", set()),
        ("Ich wohne nicht mehr dort, bitte löschen Sie meine Daten.", {Right.ERASURE}),
        ("Löschen Sie nicht nur das Konto, sondern alles.", {Right.ERASURE}),
        ("Sie haben meine Daten noch immer nicht gelöscht.", {Right.ERASURE}),
        ("Please do not delete my data.", set()),
        ("Please do not hesitate and delete my data.", {Right.ERASURE}),
        ("Ne supprimez pas mon compte.", set()),
        ("Je n’habite plus ici, supprimez mon compte.", {Right.ERASURE}),
        ("Non cancellate i miei dati.", set()),
        ("Non abito più lì, cancellate i miei dati.", {Right.ERASURE}),
        ("I do not want my data deleted, only corrected.", {Right.RECTIFICATION}),
    ],
)
def test_what_is_denied_is_not_asked(text: str, rights: set[Right]) -> None:
    assert set(rights_in(text)) == rights


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        ("Danke für die Auskunft über meine Daten.", set()),
        ("Danke im Voraus für die Löschung meiner Daten.", {Right.ERASURE}),
        ("Merci d’avoir supprimé mon compte.", set()),
        ("Merci de supprimer mon compte.", {Right.ERASURE}),
        ("Thank you for sending a copy of my data.", set()),
        ("Thanks for your letter, please delete my data.", {Right.ERASURE}),
    ],
)
def test_thanks_ask_for_nothing_unless_given_in_advance(text: str, rights: set[Right]) -> None:
    assert set(rights_in(text)) == rights


OLDER = "\n\nOn Mon, 2 Mar 2026 at 10:00, the office <desk@example.com> wrote:\n"


def test_quoted_older_mail_is_not_read() -> None:
    quoted = f"Thanks, all good.{OLDER}> You may ask us to delete your data.\n> Please erase my data.\n"
    assert rights_in(quoted) == {}
    unmarked = f"Thanks, all good.{OLDER}\nPlease delete my data."
    assert rights_in(unmarked) == {}


def test_an_answer_below_the_quoted_mail_is_read() -> None:
    text = f"{OLDER}> You may withdraw your consent.\n\nThen delete my account, please."
    assert set(rights_in(text)) == {Right.ERASURE}


def test_a_reminder_asks_for_what_the_older_letter_below_asked() -> None:
    reading = read_letter("Re: my letter", f"I have had no reply.{OLDER}> Please delete my data.\n")
    assert set(reading.rights) == {Right.ERASURE}
    assert Notice.REMINDER in reading.notices


def test_a_forwarded_letter_is_read_whole() -> None:
    text = "FYI\n\n-----Original Message-----\nFrom: Ann\nPlease delete my data."
    assert set(read_letter("Fwd: request", text).rights) == {Right.ERASURE}
    assert read_letter("Re: request", text).rights == {}


def test_the_small_print_under_a_mail_is_not_read() -> None:
    text = (
        "Please send me a copy of my data.\n\n"
        "If you are not the intended recipient, delete all data. You may object to marketing."
    )
    assert set(rights_in(text)) == {Right.ACCESS}


def test_a_mail_to_many_asks_for_nothing() -> None:
    text = (
        "Dear customers, spring is here and so are our offers on every wash of the week. "
        "Under the GDPR you have the right to object and the right to erasure. Unsubscribe here."
    )
    assert rights_in(text) == {}


def test_whom_to_tell_is_noticed_and_is_access_only_where_nothing_else_is_changed() -> None:
    alone = read_letter("", "Please tell me who has received my data.")
    assert Notice.RECIPIENTS in alone.notices
    assert set(alone.rights) == {Right.ACCESS}
    both = read_letter("", "Delete my data. Please tell me to whom my data were disclosed.")
    assert Notice.RECIPIENTS in both.notices
    assert set(both.rights) == {Right.ERASURE}


def test_a_complaint_needs_more_than_a_broken_machine() -> None:
    assert Notice.COMPLAINT not in read_letter("", "I complain about the dryer.").notices
    assert Notice.COMPLAINT in read_letter("", "I complain about how you use my personal data.").notices
    assert Notice.COMPLAINT in read_letter("", "Otherwise I shall write to the ICO.").notices


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Wir vertreten unseren Mandanten.", RepresentativeKind.LAWYER),
        ("Je suis la curatrice de mon frère.", RepresentativeKind.GUARDIAN),
        ("In allegato la procura di mia madre.", RepresentativeKind.POWER_OF_ATTORNEY),
        ("Our tenant asks for his data.", RepresentativeKind.AGENCY),
        ("I ask for my data.", None),
    ],
)
def test_who_writes_for_somebody_is_noticed(text: str, kind: RepresentativeKind | None) -> None:
    assert read_letter("", text).representative is kind


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("suprimer", "supprimer"),
        ("accuont", "account"),
        ("loschen", "loschen"),
        ("fenster", "fenster"),
        ("acc", "acc"),
    ],
)
def test_one_slip_of_the_pen_is_understood(written: str, meant: str) -> None:
    assert understood(written) == meant


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("account", "accaunt", True),
        ("account", "accuont", True),
        ("account", "acount", True),
        ("account", "accountt", True),
        ("account", "account", False),
        ("account", "acoutn", False),
        ("account", "amount", False),
    ],
)
def test_two_slips_are_not(one: str, other: str, slip: bool) -> None:
    assert one_slip(one, other) is one_slip(other, one) is slip


@pytest.mark.parametrize(
    ("text", "consents"),
    [
        ("Ich ziehe meine Einwilligung zu den Umfragen zurück.", {"surveys"}),
        (
            "I withdraw my consent to surveys and marketing, and I object to profiling.",
            {"surveys", "information"},
        ),
        ("Je retire mon consentement aux enquêtes.", {"surveys"}),
        ("Ritiro ogni consenso, anche per i sondaggi.", set()),
        ("Ich widerrufe meine Einwilligung und will keine Werbung mehr.", set()),
        ("I withdraw my consent. Please stop the surveys.", set()),
        ("Stop the surveys.", set()),
    ],
)
def test_a_withdrawal_names_its_purposes_or_means_all(text: str, consents: set[str]) -> None:
    assert read_letter("", text).consents == consents


@pytest.mark.parametrize("language", LETTER_LANGUAGES)
def test_every_language_has_rules_for_every_right_and_notice(language: str) -> None:
    rules = rules_of(language)
    assert set(rules.rights) == set(Right)
    assert {notice.value for notice in Notice} - {Notice.COMPLAINT.value} <= set(rules.notices)
    assert {kind.value for kind in RepresentativeKind} <= set(rules.notices)


def test_a_very_long_mail_is_read_in_good_time_and_only_its_beginning() -> None:
    long = "we wash our linen and our data every day " * 3000
    assert rights_in(long + ". Please delete my data.") == {}
    assert set(rights_in("Please delete my data. " + long)) == {Right.ERASURE}


@pytest.mark.parametrize(
    "words", ["einwilligung widerrufe ", "ich möchte wissen welche daten ", "no more advertising "]
)
def test_a_letter_without_end_is_read_piece_by_piece(words: str) -> None:
    letter = letter_text("", words * 2000)
    assert max(len(sentence.starts) for sentence in letter.own) <= 121
    assert read_letter("", words * 2000).rights
