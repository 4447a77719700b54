# SPDX-License-Identifier: MIT
"""Letters with the longest plausible data: every fact, list, free part and condition of a wording at once."""

from collections.abc import Mapping
from datetime import date

from privdesk.domain.letters import (
    Addressee,
    Amount,
    Letter,
    LetterFacts,
    LetterKind,
    LetterTemplate,
    Row,
    Sender,
    Value,
    Window,
    compose,
)
from privdesk.services.letter_texts import known_flags, letter_template

SENDER = Sender(
    name="Verwaltungsgesellschaft für Telekommunikation und Hausanschlüsse Lavarelle-Grossholderbank SA",
    address=("Chemin de la Grande-Fontaine-des-Tilleuls 128 bis", "1006 Lausanne-Ouchy-Montchoisi"),
    town="Lausanne-Ouchy-Montchoisi",
    phone="+41 21 555 04 00",
    email="datenschutz.und.auskunft@lavarelle-grossholderbank.example",
    privacy_contact="Anne-Sophie Hürlimann-Wyttenbach, Datenschutzberaterin, dsb@lavarelle.example",
    signer="Maximilian-Alexander von Wattenwyl-Rütimeyer",
)
ADDRESSEE = Addressee(
    lines=(
        "Frau",
        "Anna-Katharina Wolfeschlegelsteinhausenbergerdorff-Müller",
        "c/o Familie Schönenberger-Bottighofer, Hinterhaus",
        "Rue du Faubourg-de-l’Hôpital-des-Bourgeois 128 bis",
        "1796 Courgevaux-Saint-Barthélemy-sous-la-Roche",
        "LIECHTENSTEIN",
    ),
    name="Anna-Katharina Wolfeschlegelsteinhausenbergerdorff-Müller",
    civility="ms",
    last_name="Wolfeschlegelsteinhausenbergerdorff-Müller",
)
LONG = (
    "Die Angaben aus dem Vertrag und die Belege der Aufladungen gehören zur Buchführung, "
    "die wir nach Obligationenrecht Art. 957 und 958f während zehn Jahren aufbewahren müssen"
)
_TEXTS: Mapping[str, Value] = {
    "amount": Amount(29_950, "CHF"),
    "pages": 148,
    "channel": "post",
    "user_number": "1048 8273 0042 7719",
    "authority_name": "Eidgenössischer Datenschutz- und Öffentlichkeitsbeauftragter (EDÖB)",
    "authority_address": "Feldeggweg 1, 3003 Bern, Schweiz",
    "authority_website": "www.edoeb.admin.ch",
    "code": "K7QM-2XHT",
    "on_behalf_of": "Anna-Katharina Wolfeschlegelsteinhausenbergerdorff-Müller",
    "closes_on": date(2027, 1, 31),
}
_COLUMNS: Mapping[str, tuple[Value, ...]] = {
    "count": (12, 48_213, 3),
    "right": ("access", "erasure", "objection"),
    "field": ("street", "last_name", "email"),
}
_DATES = ("on", "by", "until", "since", "notice", "at")
"""A name that holds one of these is a day."""


def longest(
    kind: LetterKind,
    language: str,
    *,
    regime: str = "ch-fadp",
    country: str = "CH",
    window: Window = Window.CH_RIGHT,
    pick: int = 0,
) -> Letter:
    """The letter with all it can hold; `pick` chooses among texts that exclude each other."""
    template = letter_template(kind, language, regime, country)
    values = {name: _value(name) for name in template.placeholders} | _choices(template, pick)
    rows = {name: _rows(template, name, columns) for name, columns in template.lists.items()}
    facts = LetterFacts(
        sender=SENDER,
        addressee=ADDRESSEE,
        day=date(2026, 9, 30),
        reference="R-2026-00384-II",
        values=values,
        rows=rows,
        holds=known_flags(),
        enclosures=(
            "Auskunftsbericht, 148 Seiten",
            "Bestätigung der Löschung mit Verzeichnis der aufbewahrten Belege",
        ),
        window=window,
        audit_head="9f2c" * 16,
    )
    return compose(template, facts, {part.key: f"{LONG}. {LONG}." for part in template.free})


def _value(name: str) -> Value:
    if name in _TEXTS:
        return _TEXTS[name]
    return date(2026, 12, 31) if set(name.split("_")) & set(_DATES) else f"{LONG}"


def _choices(template: LetterTemplate, pick: int) -> dict[str, Value]:
    """For each fact that chooses a text: one of its texts."""
    chosen: dict[str, Value] = {}
    for paragraph in (template.subject, *template.paragraphs):
        if len(paragraph.choose) == 1 and not paragraph.each:
            keys = sorted(key for key in paragraph.texts if key)
            chosen[paragraph.choose[0]] = keys[pick % len(keys)]
    return chosen


def _rows(template: LetterTemplate, name: str, columns: frozenset[str]) -> tuple[Row, ...]:
    """A row for each text that the list can choose, at least three."""
    keys: dict[str, list[tuple[str, ...]]] = {}
    for paragraph in template.paragraphs:
        if paragraph.each == name and paragraph.choose:
            parts = sorted(tuple(key.split(".")) for key in paragraph.texts if key)
            keys.setdefault(",".join(paragraph.choose), []).extend(parts)
    wanted = [
        dict(zip(names.split(","), part, strict=False)) for names, parts in keys.items() for part in parts
    ]
    while len(wanted) < 3:
        wanted.append({})
    return tuple(
        {column: row.get(column, _cell(column, place)) for column in columns}
        for place, row in enumerate(wanted)
    )


def _cell(column: str, place: int) -> Value:
    if column in _COLUMNS:
        return _COLUMNS[column][place % 3]
    return _value(column)
