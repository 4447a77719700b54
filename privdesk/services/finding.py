# SPDX-License-Identifier: MIT
"""Finding people by what was typed, as far as the signed-in member may see them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from privdesk.domain.people import PersonHit
from privdesk.domain.staff import StaffMember
from privdesk.services.own_people import own_case, own_contracts
from privdesk.services.ports import Records


def found_people(
    records: Records, member: StaffMember, text: str, limit: int, today: date | None = None
) -> Sequence[PersonHit]:
    """People who fit `text`, best first; an agency clerk's own agency's only, told by its contracts only."""
    hits = records.people.search(text, limit)
    if member.agency_id is None:
        return hits
    return [seen for seen in (_seen(records, member, hit, today) for hit in hits) if seen is not None]


def _seen(records: Records, member: StaffMember, hit: PersonHit, today: date | None) -> PersonHit | None:
    contracts = own_contracts(records, member, hit.id)
    if not contracts or member.agency_id is None:
        return None
    ends = [each.end for each in contracts]
    ended = all(end is not None and (today is None or end < today) for end in ends)
    cases = records.cases.of_person(hit.id)
    return replace(
        hit,
        user_number=contracts[0].user_number,
        agency_name=records.agencies.get(member.agency_id).name,
        contract_ended=ended,
        open_cases=sum(case.closed_on is None and own_case(records, member, case) for case in cases),
        score=0.0,
    )
