# SPDX-License-Identifier: MIT
"""Mails that ask for a right are recognised in four languages, others are not."""

import pytest

from privdesk.domain.cases import Right
from privdesk.services.request_words import language_in, rights_in


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
    "text",
    [
        "I have no access to the laundry room since Monday.",
        "Guten Tag, die Maschine 3 ist defekt. Freundliche Grüsse",
        "Mon badge ne marche plus, pouvez-vous m’aider ?",
        "",
    ],
)
def test_other_mails_are_left_alone(text: str) -> None:
    assert rights_in(text) == {}
    assert language_in(text) == ""
