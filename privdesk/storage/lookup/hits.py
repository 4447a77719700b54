# SPDX-License-Identifier: MIT
"""Rows of a search result: just enough of each person to tell people apart."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from privdesk.domain.people import PersonField, PersonHit, PersonId
from privdesk.storage.lookup.driver import Driver, one_json
from privdesk.storage.lookup.found import Found
from privdesk.storage.lookup.words import CARD_FIELDS, spelt

_NEWEST = "SELECT id FROM contract WHERE person_id = person.id{wall} ORDER BY starts_on DESC, id DESC LIMIT 1"
_RUNNING = "SELECT CASE WHEN count(*) = count(ends_on) THEN max(ends_on) END FROM contract WHERE person_id = person.id{wall}"
_FACTS = (*CARD_FIELDS, PersonField.DATE_OF_BIRTH, PersonField.EMAIL)
_HITS = (
    "SELECT json_group_array(json_array(person.id, restricted_since, contract.user_number, agency.name, ({running}), "
    "(SELECT count(*) FROM case_file WHERE case_file.person_id = person.id AND closed_on IS NULL{wall}), {facts})) "
    "FROM json_each(?) AS one JOIN person ON person.id = one.value LEFT JOIN contract ON contract.id = ({newest}) "
    "LEFT JOIN agency ON agency.id = contract.agency_id"
)
_COLUMNS = ", ".join(f"person.{name.value}" for name in _FACTS)
_OWN = " AND agency_id = ?"
_OFFICE = _HITS.format(
    facts=_COLUMNS, wall="", running=_RUNNING.format(wall=""), newest=_NEWEST.format(wall="")
)
_AGENCY = _HITS.format(
    facts=_COLUMNS, wall=_OWN, running=_RUNNING.format(wall=_OWN), newest=_NEWEST.format(wall=_OWN)
)
_HEAD = 6


def hits_of(driver: Driver, found: Sequence[Found], agency: int | None) -> list[PersonHit]:
    """A row for each who is on file, in the same order; for an agency with its own contract only."""
    if not found:
        return []
    ids = json.dumps([one.person_id for one in found])
    values = (ids,) if agency is None else (agency, agency, ids, agency)
    rows = {row[0]: row for row in one_json(driver, _OFFICE if agency is None else _AGENCY, values)}
    return [_hit(rows[one.person_id], one) for one in found if one.person_id in rows]


def _hit(row: Sequence[Any], found: Found) -> PersonHit:
    _id, restricted, number, agency_name, ended, cases = row[:_HEAD]
    facts = {name: value or "" for name, value in zip(_FACTS, row[_HEAD:], strict=True)}
    street = f"{facts[PersonField.STREET]} {facts[PersonField.NUMBER]}".strip()
    town = f"{facts[PersonField.POSTCODE]} {facts[PersonField.TOWN]}".strip()
    return PersonHit(
        id=PersonId(found.person_id),
        name=f"{facts[PersonField.FIRST_NAME]} {facts[PersonField.LAST_NAME]}".strip(),
        address=", ".join(part for part in (street, town) if part),
        user_number=number or "",
        agency_name=agency_name or "",
        matched=_matched(facts, found),
        contract_ended=ended is not None,
        ends_on=date.fromisoformat(ended) if ended else None,
        restricted=restricted is not None,
        open_cases=cases,
        score=found.score,
    )


def _matched(facts: Mapping[PersonField, str], found: Found) -> tuple[str, ...]:
    """The words and values as they stand in the record."""
    shown = [*found.shown]
    parts = [part for name in CARD_FIELDS for part in facts[name].split()]
    folded = [(part, {word[0] for word in spelt(part)}) for part in parts] if found.words else []
    for word in found.words:
        shown += [next((part for part, words in folded if word in words), "")]
    shown += [facts[name] for name in _FACTS if name in found.facts]
    return tuple(dict.fromkeys(filter(None, shown)))
