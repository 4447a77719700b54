# SPDX-License-Identifier: MIT
"""The invented office's spreadsheets, as bytes: agencies, people and the four streams."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from privdesk.demo.invented import InventedPerson, Inventor

AGENCY_COLUMNS = (
    "agency number", "agency name", "street", "postcode", "town", "country", "email", "phone",
    "building number", "building street", "building postcode", "building town",
)  # fmt: skip
PEOPLE_COLUMNS = (
    "user number", "civility", "last name", "first name", "street", "number", "postcode", "town", "country", "email",
    "phone mobile", "phone landline", "language", "agency number", "building number", "badge", "start", "end",
)  # fmt: skip
STREAM_COLUMNS = {
    "connections": ("user number", "at", "browser", "browser_language", "operating_system", "ip_address"),
    "topups": ("user number", "at", "method", "amount", "currency", "balance"),
    "usages": (
        "user number", "at", "product", "machine_type", "machine", "duration", "amount", "currency", "balance",
    ),
}  # fmt: skip
SURVEY = "Laundry room 2026"
QUESTIONS = {
    "de": ("Wie zufrieden sind Sie?", "Was fehlt Ihnen?"),
    "fr": ("Êtes-vous satisfait ?", "Que manque-t-il ?"),
    "it": ("È soddisfatto?", "Che cosa manca?"),
    "en": ("How satisfied are you?", "What do you miss?"),
}
WISHES = ("", "", "a second dryer", "longer hours", "a notice when the machine is done")


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A spreadsheet as an office saves it: semicolons, UTF-8 with mark, Windows line ends."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def agencies_csv(inventor: Inventor) -> bytes:
    """One row a building, the agency repeated."""
    rows: list[tuple[str, ...]] = []
    for each in inventor.agencies:
        word = each.name.split()[1].lower()
        agency = (
            each.number,
            each.name,
            each.street,
            each.postcode,
            each.town,
            "CH",
            f"office@{word}.example",
            "",
        )
        rows.extend((*agency, *building) for building in each.buildings)
    return csv_bytes(AGENCY_COLUMNS, rows)


def people_csv(people: Iterable[InventedPerson]) -> bytes:
    """One row a person with the contract."""
    return csv_bytes(
        PEOPLE_COLUMNS,
        (
            (
                p.user_number, p.civility, p.last_name, p.first_name, p.street, p.number, p.postcode, p.town, "CH",
                p.email, p.phone_mobile, p.phone_landline, p.language, p.agency.number if p.agency else "",
                p.building, p.badge, p.start.isoformat(), p.end.isoformat() if p.end else "",
            )
            for p in people
        ),
    )  # fmt: skip


def streams(inventor: Inventor, people: Iterable[InventedPerson]) -> dict[str, bytes]:
    """Connections, top-ups and usages as CSV."""
    rows: dict[str, list[tuple[str, ...]]] = {name: [] for name in STREAM_COLUMNS}
    for person in people:
        for stream, at, values in inventor.activity(person):
            rows[stream].append(
                (person.user_number, at.isoformat(sep=" ", timespec="minutes"), *values.values())
            )
    return {name: csv_bytes(STREAM_COLUMNS[name], rows[name]) for name in STREAM_COLUMNS}


def surveys_jsonl(people: Sequence[InventedPerson], today: date) -> bytes:
    """Every ninth person answered the survey; JSON Lines as the web platform writes them."""
    lines = []
    for count, person in enumerate(people[::9]):
        first, second = QUESTIONS[person.language]
        answers = {first: str(1 + count % 5), second: WISHES[count % len(WISHES)]}
        day = max(person.start, today - timedelta(days=20 + count % 200))
        lines.append(
            json.dumps(
                {
                    "user number": person.user_number,
                    "at": f"{day} 18:30",
                    "survey": SURVEY,
                    "answers": answers,
                },
                ensure_ascii=False,
            )
        )
    return ("\n".join(lines) + "\n").encode()
