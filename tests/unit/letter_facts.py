# SPDX-License-Identifier: MIT
"""An invented office and person with the longest facts a letter may have to carry."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from privdesk.domain.cases import IdentityMethod, Right
from privdesk.domain.letters import Addressee, Amount, LetterFacts, LetterTemplate, Row, Sender, Value, Window
from privdesk.services.letter_texts import known_flags

SENDER = Sender(
    name="Waschraum- und Gebäudedienste Vorderhinteralpenquai Genossenschaft",
    address=("Hinterobermühlebachstrasse 128a, Postfach 4711", "8000 Zürich"),
    town="Zürich",
    phone="+41 44 000 00 00",
    email="datenschutzanfragen@waschraum.example.org",
    privacy_contact="Maximiliane Freifrau von und zu Oberunterhausen, Datenschutz, Ostflügel",
    signer="Maximiliane von Oberunterhausen, Datenschutz",
)
ADDRESSEE = Addressee(
    lines=(
        "Frau",
        "Marie-Antoinette Wolkenstein-Großmüller della Valle di Sopra",
        "c/o Stiftung Wohnen im Alter",
        "Chemin du Crêt-de-la-Fontaine-aux-Oiseaux 128 bis",
        "1003 Lausanne",
    ),
    name="Marie-Antoinette Wolkenstein-Großmüller della Valle di Sopra",
    civility="ms",
    last_name="Wolkenstein-Großmüller della Valle di Sopra",
)
VALUES: Mapping[str, Value] = {
    "on_behalf_of": "Jean-Baptiste Wolkenstein-Großmüller della Valle di Sopra",
    "received_on": date(2026, 9, 28),
    "channel": "web",
    "agency_name": "Liegenschaftsverwaltung Hinterobermühlebach & Töchter Aktiengesellschaft",
    "acknowledge_by": date(2026, 10, 12),
    "extension_notice": date(2026, 10, 29),
    "planned_by": date(2026, 10, 23),
    "answer_by": date(2026, 10, 30),
    "at_once": "both",
    "restricted_on": date(2026, 9, 29),
    "reply_by": date(2026, 10, 13),
    "code": "K7QM-2XHT",
    "valid_until": date(2026, 10, 31),
    "extended_until": date(2026, 12, 28),
    "amount": Amount(30000, "CHF"),
    "confirm_by": date(2026, 10, 11),
    "pages": 12345,
    "as_at": date(2026, 10, 2),
    "sent_to": "Nachfolgedienst für Waschräume und Trockenräume Aktiengesellschaft",
    "sent_on": date(2026, 10, 3),
    "done_on": date(2026, 10, 4),
    "backups_until": date(2027, 1, 31),
    "paper_by": date(2026, 11, 30),
    "case_until": date(2029, 12, 31),
    "scope": "purpose",
    "purpose": "Statistik über die Nutzung der Geräte nach Wochentag und Tageszeit",
    "effective_on": date(2026, 9, 30),
    "closes_on": date(2026, 11, 1),
    "erased_on": date(2026, 10, 5),
    "since": date(2026, 8, 14),
    "ends_on": date(2026, 11, 2),
    "searched_for": "Marie-Antoinette Wolkenstein-Großmüller, Chemin du Crêt 128 bis, 1003 Lausanne",
    "searched_in": "; ".join(["Kontaktdaten und Formulare, Verträge, Aufladungen, Nutzungen"] * 5),
    "act": "restricted",
    "person_name": "Marie-Antoinette Wolkenstein-Großmüller della Valle di Sopra",
    "person_address": "Chemin du Crêt-de-la-Fontaine-aux-Oiseaux 128 bis, 1003 Lausanne",
    "user_number": "CH-2026-000123456",
    "form": "Anmeldung für den Waschraum mit Einwilligung in Umfragen",
    "kept_until": date(2026, 12, 24),
    "about": "Die Abrechnung vom Juni nennt Nutzungen, die nicht von mir stammen. " * 4,
    "authority_name": "Eidgenössischer Datenschutz- und Öffentlichkeitsbeauftragter (EDÖB)",
    "authority_address": "Feldeggweg 1, 3003 Bern",
    "authority_website": "www.edoeb.admin.ch",
}
_LONG = "Aufladungen mit Zeitpunkt, Zahlungsart, Betrag, Währung und Guthaben danach"
ROWS: Mapping[str, tuple[Row, ...]] = {
    "rights": tuple(
        {
            "right": right.value,
            "outcome": outcome,
            "on": date(2026, 10, 4),
            "reason": "Ein Gesetz verpflichtet uns, diese Daten aufzubewahren.",
            "detail": "Die Einzelheiten stehen in der beiliegenden Bestätigung.",
        }
        for right, outcome in zip(
            Right,
            ("granted", "granted", "partly", "refused", "nothing_held", "withdrawn", "granted"),
            strict=True,
        )
    ),
    "identity_ways": tuple(
        {"method": method.value} for method in IdentityMethod if method is not IdentityMethod.AUTHORITY_SEEN
    ),
    "reasons": ({"text": "Die Daten liegen an mehreren Orten. " * 4}, {"text": "Ein zweiter Grund."}),
    "files": tuple({"name": f"daten-wolkenstein.{kind}", "format": kind} for kind in ("json", "csv", "pdf")),
    "changes": (
        {"field": "street", "value": "Chemin du Crêt-de-la-Fontaine-aux-Oiseaux"},
        {"field": "last_name", "value": "Wolkenstein-Großmüller della Valle di Sopra"},
    ),
    "told": tuple({"recipient": f"Empfänger und Druckdienste {n} AG, Zürich"} for n in range(12)),
    "erased": tuple({"group": f"{_LONG} {n}", "count": 1234567 + n} for n in range(14)),
    "kept": (
        {
            "group": _LONG,
            "law": "Aufbewahrung der Geschäftsbücher, Art. 958f OR",
            "until": date(2036, 12, 31),
        },
        {"group": "Vertrag", "law": "Verjährung vertraglicher Ansprüche, Art. 127 OR", "until": ""},
    ),
    "consents": ({"purpose": "Umfragen zur Zufriedenheit"}, {"purpose": "Neuigkeiten zu unserem Dienst"}),
    "groups": tuple({"group": f"{_LONG} {n}"} for n in range(14)),
    "missing": (
        {"problem": "mandatory_missing", "field": "last_name"},
        {"problem": "unreadable", "field": "street"},
        {"problem": "not_signed"},
    ),
}
LONGEST = LetterFacts(
    sender=SENDER,
    addressee=ADDRESSEE,
    day=date(2026, 10, 2),
    reference="R-2026-0038",
    values=VALUES,
    rows=ROWS,
    holds=known_flags() - {"told_none"},
    enclosures=("Auskunft vom 2. Oktober 2026", "Bestätigung der Löschung"),
    window=Window.CH_RIGHT,
    audit_head="9f3a41c07b52",
)


def long_free(template: LetterTemplate) -> dict[str, str]:
    """Every free part, long."""
    return {part.key: f"Eigene Worte zu {part.key}. " * 20 for part in template.free}


def without(facts: LetterFacts, *names: str) -> LetterFacts:
    """The facts without these values and lists."""
    return replace(
        facts,
        values={key: value for key, value in facts.values.items() if key not in names},
        rows={key: rows for key, rows in facts.rows.items() if key not in names},
        holds=facts.holds - set(names),
    )
