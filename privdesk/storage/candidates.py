# SPDX-License-Identifier: MIT
"""Who on file stands so close to somebody described that comparing is worth while.

One prepared statement looks along every index at once; what is not described is NULL in it and finds nobody.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Text, bindparam, select, union_all
from sqlalchemy.orm import Session

from privdesk.domain.people import Facts, Person, PersonField, PersonId
from privdesk.storage import dialect
from privdesk.storage.fold import fold, spellings
from privdesk.storage.queries import digits_of
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_people import ContractRow, PersonRow

MOST = 200
"""Candidates along one index."""
_F = PersonField
_START = 3
_HIGHEST = "\U0010ffff"
_PERSON = table_of(PersonRow)
_HEAD = (_PERSON.c.id, _PERSON.c.created_at, _PERSON.c.restricted_since, _PERSON.c.no_advertising_since)
_FACTS = tuple(PersonField)
_CONTRACT = table_of(ContractRow)
_NUMBER = (
    select(_CONTRACT.c.user_number)
    .where(_CONTRACT.c.person_id == _PERSON.c.id, _CONTRACT.c.user_number.is_not(None))
    .order_by(_CONTRACT.c.starts_on.desc(), _CONTRACT.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_COLUMNS = (*_HEAD, *(_PERSON.c[name.value] for name in _FACTS), _NUMBER.label("user_number"))
_BY_ID = select(*_COLUMNS).where(_PERSON.c.id.in_(bindparam("ids", expanding=True)))


def candidates(session: Session, facts: Facts) -> Sequence[tuple[Person, str]]:
    """People who share a name, or nearly, a date of birth, an e-mail, a telephone number; at most 200 for each.

    With each the user number of the newest contract that has one, or nothing.
    """
    last, first = fold(facts.get(_F.LAST_NAME, "")), fold(facts.get(_F.FIRST_NAME, ""))
    spelt = sorted(spellings(facts.get(_F.LAST_NAME, "")))
    asked: dict[str, str | None] = _names(last, first) if last and first else {}
    asked |= {f"spelling{place}": spelling for place, spelling in enumerate(spelt)}
    asked |= {
        "initial": first[:1],
        "first": first or None,
        "postcode": facts.get(_F.POSTCODE),
        "born": facts.get(_F.DATE_OF_BIRTH),
        "email": facts[_F.EMAIL].casefold() if _F.EMAIL in facts else None,
    }
    connection = session.connection()
    statement = _along_indexes(len(spelt))
    found = {row[0]: row for row in connection.execute(statement, _ranged(asked))}
    phones = {facts[name] for name in (_F.PHONE_MOBILE, _F.PHONE_LANDLINE) if name in facts}
    whole = sorted(filter(None, map(digits_of, phones)))
    bearers = dialect.find_phones(connection, whole, MOST, whole=True) if whole else []
    further = [one for one in bearers if one not in found]
    if further:
        found |= {row[0]: row for row in connection.execute(_BY_ID, {"ids": further})}
    return [_person(row) for row in found.values()]


def _names(last: str, first: str) -> dict[str, str | None]:
    return {"last": last, "last_start": last[:_START], "first_start": first[:_START]}


def _ranged(asked: Mapping[str, str | None]) -> dict[str, str | None]:
    """Beginnings with the end of their range; whatever is not asked is None."""
    starts = {name for name in asked if name.startswith("spelling")} | {
        "last_start",
        "first_start",
        "initial",
    }
    whole: dict[str, str | None] = {**dict.fromkeys(("last", *starts)), **asked}
    for name in starts:
        start = whole[name]
        whole[f"{name}_end"] = None if start is None else start + _HIGHEST
    return whole


@cache
def _along_indexes(spelt: int) -> Select[*tuple[Any, ...]]:
    """The statement for a last name of so many spellings."""
    row = _PERSON.c
    last, first = bindparam("last", type_=Text), bindparam("first", type_=Text)
    near = [
        (row.last_fold == last) & (row.first_fold == first),
        (row.last_fold == first) & (row.first_fold == last),
        _begins(row.last_fold, "last_start") & _begins(row.first_fold, "first_start"),
        *(
            _begins(row.last_fold, f"spelling{place}") & _begins(row.first_fold, "initial")
            for place in range(spelt)
        ),
        (row.first_fold == first) & (row.postcode == bindparam("postcode")),
        row.date_of_birth == bindparam("born"),
        row.email_fold == bindparam("email"),
    ]
    some = [select(row.id).where(one).limit(MOST).subquery() for one in near]
    return select(*_COLUMNS).where(row.id.in_(union_all(*(select(one.c.id) for one in some))))


def _begins(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    return column.between(bindparam(name), bindparam(f"{name}_end"))


def _person(row: Row[*tuple[Any, ...]]) -> tuple[Person, str]:
    head = len(_HEAD)
    facts = {name: value for name, value in zip(_FACTS, row[head:-1], strict=True) if value}
    return Person(PersonId(row[0]), facts, *row[1:head]), row[-1] or ""
