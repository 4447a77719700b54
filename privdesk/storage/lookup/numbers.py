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
    for reference in _references(query, agency):
        office, own = _REFERENCES[reference[0]]
        span = (reference, reference + _HIGHEST)
        rows = (
            one_json(driver, office, (*span, MOST))
            if agency is None
            else one_json(driver, own, (*span, agency, MOST))
        )
        _keep(found, _of_rows(rows, reference))
    return found


def _references(query: Query, agency: int | None) -> Sequence[str]:
    """An agency's clerk knows no numbers that count, so none is made out of what was said."""
    spoken = query.spoken if agency is None else ""
    return [one for one in dict.fromkeys((query.reference, spoken)) if one]


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
