# SPDX-License-Identifier: MIT
"""Activity as compact rows and back."""

import hashlib
import ipaddress
import json
from collections.abc import Mapping
from dataclasses import astuple
from datetime import UTC, datetime, timedelta
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
_PLAIN: Mapping[ActivityKind, tuple[str, ...]] = {
    ActivityKind.CONNECTION: (),
    ActivityKind.TOP_UP: ("amount", "balance_after"),
    ActivityKind.USAGE: ("duration", "amount", "balance_after"),
    ActivityKind.SURVEY: (),
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_MARK_BYTES = 6
_MARK_MASK = (1 << 47) - 1
_V4, _V6 = 4, 16


def kind_of(row: Activity) -> ActivityKind:
    """The stream it belongs to."""
    return _KINDS[type(row)]


def terms_of(row: Activity) -> list[str]:
    """Texts kept as numbers."""
    texts = [str(getattr(row, name)) for name in _TERMS[kind_of(row)]]
    if isinstance(row, SurveyAnswer):
        texts += [question for question, _ in row.answers]
    return texts


def encode(row: Activity, numbers: Mapping[str, int], import_id: int) -> dict[str, Any]:
    """The row's columns; `numbers` holds every text of `terms_of`."""
    kind = kind_of(row)
    since = row.at - _EPOCH
    body: dict[str, Any] = {
        "person_id": row.person_id, "at": since // _SECOND, "micro": since.microseconds, "mark": _mark(row),
        "import_id": import_id,
    }  # fmt: skip
    body.update((f"{name}_id", numbers[getattr(row, name)]) for name in _TERMS[kind])
    body.update((name, getattr(row, name)) for name in _PLAIN[kind])
    if isinstance(row, Connection):
        body["ip_address"] = pack_address(row.ip_address)
    if isinstance(row, SurveyAnswer):
        answers = [[numbers[question], answer] for question, answer in row.answers]
        body["answers"] = json.dumps(answers, ensure_ascii=False, separators=(",", ":"))
    return body


def terms_in(kind: ActivityKind, row: StoredRow) -> list[int]:
    """Numbers of the texts in a stored row."""
    numbers = [getattr(row, f"{name}_id") for name in _TERMS[kind]]
    if kind is ActivityKind.SURVEY:
        numbers += [question for question, _ in json.loads(row.answers)]
    return numbers


def decode(kind: ActivityKind, row: StoredRow, texts: Mapping[int, str]) -> Activity:
    """What `encode` made."""
    person_id, at = PersonId(row.person_id), _EPOCH + timedelta(seconds=row.at, microseconds=row.micro)
    terms = [texts[getattr(row, f"{name}_id")] for name in _TERMS[kind]]
    if kind is ActivityKind.CONNECTION:
        return Connection(person_id, at, terms[0], terms[1], terms[2], unpack_address(row.ip_address))
    if kind is ActivityKind.TOP_UP:
        return TopUp(person_id, at, terms[0], row.amount, terms[1], row.balance_after)
    if kind is ActivityKind.USAGE:
        product, machine_type, machine, currency = terms
        return Usage(
            person_id,
            at,
            product,
            machine_type,
            machine,
            row.duration,
            row.amount,
            currency,
            row.balance_after,
        )
    answers = tuple((texts[question], answer) for question, answer in json.loads(row.answers))
    return SurveyAnswer(person_id, at, terms[0], answers)


def pack_address(text: str) -> bytes:
    """An address in 4 or 16 bytes; anything that would not come back as written stays text after zeros."""
    try:
        packed = ipaddress.ip_address(text)
    except ValueError:
        packed = None
    if packed is not None and str(packed) == text and "%" not in text:
        return packed.packed
    plain = b"\0" + text.encode()
    return plain if len(plain) not in {_V4, _V6} else b"\0" + plain


def unpack_address(packed: bytes) -> str:
    """What `pack_address` made."""
    if len(packed) in {_V4, _V6}:
        return str(ipaddress.ip_address(packed))
    return packed.lstrip(b"\0").decode()


def _mark(row: Activity) -> int:
    """A hash of the content beyond person and time; equal rows are one."""
    content = json.dumps(astuple(row)[2:], ensure_ascii=False).encode()
    return int.from_bytes(hashlib.blake2b(content, digest_size=_MARK_BYTES).digest(), "big") & _MARK_MASK
