# SPDX-License-Identifier: MIT
"""The data that a person may take along: what they gave, and what was observed while they used the service.

Nothing that the office made, noted or concluded, and nothing that somebody else gave.

Law: GDPR Art. 20(1); FADP Art. 28; DPO Art. 20.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from privdesk.domain.catalogue import Office
from privdesk.domain.disclosure.dossier import Dossier, GroupKey
from privdesk.domain.people import REFUND_FIELDS, FactVersion, OriginKind, PersonField, Source

FORMAT, VERSION = "privdesk-portability", 1
Cell = str | int | None
Row = tuple[Cell, ...]
_FACTS = ("field", "value", "given_on", "channel", "reference")


@dataclass(frozen=True, slots=True)
class PortableTable:
    """One data group as a table; `columns` are the keys of docs/portability-schema.json."""

    key: str
    observed: bool
    """Recorded while the service was used; else given by the person."""
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def file(self) -> str:
        """The name of its CSV file."""
        return f"{self.key}.csv"

    def records(self) -> Iterable[dict[str, Cell]]:
        """Each row by column."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def texts(self) -> Iterable[tuple[str, ...]]:
        """Each row as text; nothing is an empty cell."""
        return (tuple("" if cell is None else str(cell) for cell in row) for row in self.rows)


def portable_tables(dossier: Dossier) -> tuple[PortableTable, ...]:
    """Every group that may be taken along, in the order of the report, empty ones too."""
    return tuple(
        PortableTable(key, observed, columns, tuple(rows(dossier)))
        for key, (observed, columns, rows) in _TABLES.items()
    )


def left_out(keys: Iterable[str]) -> tuple[str, ...]:
    """Of the catalogue's groups those that are no part of it: the access report holds them."""
    return tuple(key for key in keys if key not in _TABLES)


@dataclass(frozen=True, slots=True)
class PackageHead:
    """What stands on top of the file: whose it is from, when, under which law."""

    reference: str
    made_on: date
    law: str
    language: str
    office: Office


@dataclass(frozen=True, slots=True)
class GroupWords:
    """A group in the language of the letter."""

    title: str
    basis: str
    purposes: tuple[str, ...]


def package_json(
    head: PackageHead,
    tables: Iterable[PortableTable],
    words: Mapping[str, GroupWords],
    missing: Iterable[str],
) -> bytes:
    """The whole as JSON after docs/portability-schema.json, UTF-8, two spaces in."""
    office = head.office
    body: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "reference": head.reference,
        "made_on": head.made_on.isoformat(),
        "law": head.law,
        "language": head.language,
        "controller": {
            name: getattr(office, name)
            for name in (
                "name",
                "street",
                "postcode",
                "town",
                "country",
                "phone",
                "email",
                "privacy_contact",
            )
        },
        "groups": [
            {
                "key": table.key,
                "title": words[table.key].title,
                "kind": "observed" if table.observed else "given",
                "basis": words[table.key].basis,
                "purposes": list(words[table.key].purposes),
                "file": table.file,
                "rows": list(table.records()),
            }
            for table in tables
        ],
        "left_out": [{"key": key, "title": words[key].title} for key in missing],
    }
    return json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n"


def given_by_person(version: FactVersion) -> bool:
    """Whether a value came from the person: not from the agency, and not made by the office itself.

    What was taken over from the office's own tables counts as the person's: they gave it before these records began.
    """
    origin = version.origin
    if origin.source is Source.PERSON:
        return True
    return origin.source is Source.OFFICE and origin.kind is OriginKind.IMPORT


def _facts(dossier: Dossier, *, refund: bool) -> Iterable[Row]:
    order = {name: place for place, name in enumerate(PersonField)}
    held = [
        version
        for version in dossier.history
        if version.superseded_at is None
        and version.value
        and (version.field in REFUND_FIELDS) is refund
        and given_by_person(version)
    ]
    for version in sorted(held, key=lambda each: order[each.field]):
        origin = version.origin
        channel = origin.channel.value if origin.channel is not None else None
        yield version.field.value, version.value, _day(origin.received_on), channel, origin.reference


def _connections(dossier: Dossier) -> Iterable[Row]:
    for row in dossier.connections:
        yield _moment(row.at), row.browser, row.browser_language, row.operating_system, row.ip_address


def _topups(dossier: Dossier) -> Iterable[Row]:
    for row in dossier.topups:
        yield _moment(row.at), row.method, row.amount, row.currency, row.balance_after


def _usage(dossier: Dossier) -> Iterable[Row]:
    for row in dossier.usages:
        yield (
            _moment(row.at),
            row.product_number,
            row.machine_type,
            row.machine_number,
            row.duration,
            row.amount,
            row.currency,
            row.balance_after,
        )


def _usage_sums(dossier: Dossier) -> Iterable[Row]:
    for row in dossier.usage_months:
        yield f"{row.year:04d}-{row.month:02d}", row.times, row.amount, row.currency, row.balance


def _surveys(dossier: Dossier) -> Iterable[Row]:
    for row in dossier.surveys:
        for question, answer in row.answers:
            yield _moment(row.at), row.survey, question, answer


def _consents(dossier: Dossier) -> Iterable[Row]:
    for entry in dossier.consents:
        yield (
            _day(entry.on),
            entry.purpose,
            entry.state.value,
            entry.form,
            entry.wording,
            entry.notice_version,
        )


def _forms(dossier: Dossier) -> Iterable[Row]:
    for submission in dossier.submissions:
        entry = submission.entry
        if entry.source is not Source.PERSON:
            continue
        for name, value in entry.values.items():
            if value:
                ref = f"{entry.template.id}/{entry.template.version}"
                yield submission.number, ref, _day(entry.received_on), entry.channel.value, name, value


def _day(day: date) -> str:
    return day.isoformat()


def _moment(at: datetime) -> str:
    """UTC to the second or finer, with its Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


_TABLES: Mapping[str, tuple[bool, tuple[str, ...], Callable[[Dossier], Iterable[Row]]]] = {
    GroupKey.IDENTITY.value: (False, _FACTS, lambda dossier: _facts(dossier, refund=False)),
    GroupKey.REFUND.value: (False, _FACTS, lambda dossier: _facts(dossier, refund=True)),
    GroupKey.CONNECTIONS.value: (
        True,
        ("at", "browser", "browser_language", "operating_system", "ip_address"),
        _connections,
    ),
    GroupKey.TOP_UPS.value: (
        True,
        ("at", "method", "amount_minor", "currency", "balance_after_minor"),
        _topups,
    ),
    GroupKey.USAGE.value: (
        True,
        (
            "at",
            "product_number",
            "machine_type",
            "machine_number",
            "minutes",
            "amount_minor",
            "currency",
            "balance_after_minor",
        ),
        _usage,
    ),
    GroupKey.USAGE_SUMS.value: (
        True,
        ("month", "times", "amount_minor", "currency", "balance_minor"),
        _usage_sums,
    ),
    GroupKey.SURVEYS.value: (False, ("at", "survey", "question", "answer"), _surveys),
    GroupKey.CONSENTS.value: (
        False,
        ("on", "purpose", "state", "form", "wording", "notice_version"),
        _consents,
    ),
    GroupKey.FORMS.value: (False, ("form", "template", "given_on", "channel", "field", "value"), _forms),
}
