# SPDX-License-Identifier: MIT
"""Activity as compact rows and back."""

import ipaddress
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any, TypeAlias

from sqlalchemy import Row

from privdesk.domain.activity import Activity, ActivityKind, Connection, SurveyAnswer, TopUp, Usage
from privdesk.domain.people import PersonId

StoredRow: TypeAlias = Row[*tuple[Any, ...]]

_KINDS: Mapping[type, ActivityKind] = {
    Connection: ActivityKind.CONNECTION,
    TopUp: ActivityKind.TOP_UP,
    Usage: ActivityKind.USAGE,
    SurveyAnswer: ActivityKind.SURVEY,
}
_TERMS: Mapping[ActivityKind, tuple[str, ...]] = {
    ActivityKind.CONNECTION: ("browser", "browser_language", "operating_system"),
    ActivityKind.TOP_UP: ("method", "currency"),
    ActivityKind.USAGE: ("product_number", "machine_type", "machine_number", "currency"),
    ActivityKind.SURVEY: ("survey",),
}
_TERM = 4
"""Where the numbers of texts begin in a row; before them person, second, microsecond and mark, the import at its end."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400
_canonical = json.JSONEncoder().encode
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_MARK_BYTES = 6
_MARK_MASK = (1 << 47) - 1
_V4, _V6 = 4, 16


def kind_of(row: Activity) -> ActivityKind:
    """The stream it belongs to."""
    return _KINDS[type(row)]


def terms_of(row: Activity) -> Iterable[str]:
    """Texts kept as numbers."""
    if isinstance(row, SurveyAnswer):
        return (row.survey, *(question for question, _ in row.answers))
    return _texts(row)


def _texts(row: Connection | TopUp | Usage) -> tuple[str, ...]:
    if isinstance(row, Usage):
        return row.product_number, row.machine_type, row.machine_number, row.currency
    if isinstance(row, TopUp):
        return row.method, row.currency
    return row.browser, row.browser_language, row.operating_system


class Encoder:
    """Turns rows into columns in the table's order; what repeats is worked out once."""

    def __init__(self, numbers: Mapping[str, int], import_id: int) -> None:
        """`numbers` holds every text of `terms_of`."""
        self._numbers = numbers
        self._import_id = import_id
        self._seen: dict[tuple[str, ...], tuple[tuple[int, ...], str]] = {}

    def encode(self, row: Activity) -> tuple[object, ...]:
        """One row."""
        since = row.at - _EPOCH
        texts, own, content = self._parts(row)
        seen = self._seen.get(texts)
        if seen is None:
            ids = tuple([self._numbers[text] for text in texts])
            seen = self._seen[texts] = ids, _canonical(texts)
        ids, written = seen
        return (
            row.person_id, since.days * _DAY + since.seconds, since.microseconds, _mark(written, content),
            *ids, *own, self._import_id,
        )  # fmt: skip

    def _parts(self, row: Activity) -> tuple[tuple[str, ...], tuple[object, ...], tuple[object, ...]]:
        """The repeated texts, the other columns, and what of them tells one row from another."""
        if isinstance(row, Usage):
            own = (row.duration, row.amount, row.balance_after)
            return (row.product_number, row.machine_type, row.machine_number, row.currency), own, own
        if isinstance(row, TopUp):
            paid = (row.amount, row.balance_after)
            return (row.method, row.currency), paid, paid
        if isinstance(row, Connection):
            return _texts(row), (pack_address(row.ip_address),), (row.ip_address,)
        answers = [[self._numbers[question], answer] for question, answer in row.answers]
        return (row.survey,), (_compact(answers),), row.answers


def terms_in(kind: ActivityKind, row: StoredRow) -> list[int]:
    """Numbers of the texts in a stored row."""
    numbers = [*row[_TERM : _TERM + len(_TERMS[kind])]]
    if kind is ActivityKind.SURVEY:
        numbers += [question for question, _ in json.loads(row[-2])]
    return numbers


def decode(kind: ActivityKind, row: StoredRow, texts: Mapping[int, str]) -> Activity:
    """What `encode` made; the row in the table's order."""
    person_id, at = PersonId(row[0]), _EPOCH + timedelta(seconds=row[1], microseconds=row[2])
    if kind is ActivityKind.USAGE:
        product, machine_type, machine, currency, duration, amount, balance = row[_TERM:-1]
        return Usage(
            person_id, at, texts[product], texts[machine_type], texts[machine], duration, amount, texts[currency], balance
        )  # fmt: skip
    if kind is ActivityKind.CONNECTION:
        browser, language, system, address = row[_TERM:-1]
        return Connection(
            person_id, at, texts[browser], texts[language], texts[system], unpack_address(address)
        )
    if kind is ActivityKind.TOP_UP:
        method, currency, amount, balance = row[_TERM:-1]
        return TopUp(person_id, at, texts[method], amount, texts[currency], balance)
    survey, written = row[_TERM:-1]
    answers = tuple((texts[question], answer) for question, answer in json.loads(written))
    return SurveyAnswer(person_id, at, texts[survey], answers)


def pack_address(text: str) -> bytes:
    """An address in 4 or 16 bytes; anything that would not come back as written stays text after zeros."""
    try:
        packed = _packed(text)
    except ValueError:
        packed = None
    if packed is not None:
        return packed
    plain = b"\0" + text.encode()
    return plain if len(plain) not in {_V4, _V6} else b"\0" + plain


def _packed(text: str) -> bytes | None:
    address = ipaddress.ip_address(text)
    return address.packed if str(address) == text and "%" not in text else None


def unpack_address(packed: bytes) -> str:
    """What `pack_address` made."""
    if len(packed) in {_V4, _V6}:
        return str(ipaddress.ip_address(packed))
    return packed.lstrip(b"\0").decode()


def _mark(texts: str, content: tuple[object, ...]) -> int:
    """A hash of the content beyond person and time; equal rows are one."""
    digest = blake2b(f"{texts}{content!r}".encode(), digest_size=_MARK_BYTES).digest()
    return int.from_bytes(digest, "big") & _MARK_MASK
