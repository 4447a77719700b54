# SPDX-License-Identifier: MIT
"""People by a number: user number, badge, telephone, case, form. Only those of the agency that asks."""

import json
from collections.abc import Sequence
from dataclasses import replace

from privdesk.storage.lookup import fts
from privdesk.storage.lookup.driver import Driver, one_json
from privdesk.storage.lookup.found import Found
from privdesk.storage.lookup.words import plain_digits
from privdesk.storage.queries import Query

MOST = 100
_HIGHEST = "\U0010ffff"
_WHOLE, _BEGINS = 1.15, 0.8
_CODE = (
    "SELECT json_group_array(json_array(person_id, code, shown)) FROM (SELECT person_id, {key} AS code, {shown} AS shown "
    "FROM contract WHERE {wall}{key} >= ? AND {key} < ? ORDER BY {key} LIMIT ?)"
)
_CODES = tuple(
    (
        _CODE.format(key=f"{shown}_key", shown=shown, wall=""),
        _CODE.format(key=f"{shown}_key", shown=shown, wall="agency_id = ? AND "),
    )
    for shown in ("user_number", "badge")
)
_REFERENCE = (
    "SELECT json_group_array(json_array(person_id, number, number)) FROM (SELECT person_id, number FROM {table} "
    "WHERE number >= ? AND number < ? AND person_id IS NOT NULL{wall} ORDER BY number LIMIT ?)"
)
_OWN = (
    " AND {table}.agency_id = ? AND EXISTS (SELECT 1 FROM contract WHERE contract.person_id = {table}.person_id "
    "AND contract.agency_id = {table}.agency_id)"
)
_REFERENCES = {
    letter: (
        _REFERENCE.format(table=table, wall=""),
        _REFERENCE.format(table=table, wall=_OWN.format(table=table)),
    )
    for letter, table in (("R", "case_file"), ("F", "submission"))
}
_PHONES = (
    "SELECT json_group_array(json_array(id, phone_mobile, phone_landline)) FROM person "
    "WHERE id IN (SELECT value FROM json_each(?))"
)


def find_numbers(driver: Driver, query: Query, agency: int | None) -> dict[int, Found]:
    """Those who have a number that is or begins like the typed one."""
    found: dict[int, Found] = {}
    if query.phone:
        _keep(found, _phones(driver, query, agency))
    if query.code:
        for office, own in _CODES:
            span = (query.code, query.code + _HIGHEST)
            rows = (
                one_json(driver, office, (*span, MOST))
                if agency is None
                else one_json(driver, own, (agency, *span, MOST))
            )
            _keep(found, _of_rows(rows, query.code))
    _keep(found, _by_reference(driver, query) if agency is None else _own(driver, query.whole_number, agency))
    return found


def _by_reference(driver: Driver, query: Query) -> list[Found]:
    found: list[Found] = []
    for asked in dict.fromkeys(filter(None, (query.reference, query.spoken))):
        office, _own_only = _REFERENCES[asked[0]]
        found += _of_rows(one_json(driver, office, (asked, asked + _HIGHEST, MOST)), asked)
    return found


def _own(driver: Driver, number: str, agency: int) -> list[Found]:
    """For an agency's clerk: only the whole number, and unnamed, because they know it by its reference."""
    if not number:
        return []
    rows = one_json(driver, _REFERENCES[number[0]][1], (number, number + "\0", agency, MOST))
    return [replace(one, shown=()) for one in _of_rows(rows, number)]


def _keep(found: dict[int, Found], more: Sequence[Found]) -> None:
    for one in more:
        known = found.get(one.person_id)
        if known is None:
            found[one.person_id] = one
        else:
            shown = tuple(dict.fromkeys((*known.shown, *one.shown)))
            found[one.person_id] = replace(known, score=max(known.score, one.score), shown=shown)


def _of_rows(rows: Sequence[Sequence[object]], asked: str) -> list[Found]:
    found = []
    for person_id, code, shown in rows:
        assert isinstance(person_id, int)
        found.append(Found(person_id, _WHOLE if code == asked else _BEGINS, shown=(str(shown or ""),)))
    return found


def _phones(driver: Driver, query: Query, agency: int | None) -> list[Found]:
    """The windows only say that all parts of six digits are there; whether they stand in a row, the number says."""
    asked = [query.phone, *([query.digits] if query.digits != query.phone else [])]
    ids = fts.find_digits(driver, asked, MOST, fts.Wall(agency))
    if not ids:
        return []
    found = []
    for person_id, *numbers in one_json(driver, _PHONES, (json.dumps(ids),)):
        fitting = tuple(
            number for number in numbers if number and any(one in plain_digits(number) for one in asked)
        )
        if fitting:
            found.append(Found(person_id, _BEGINS, shown=fitting))
    return found
