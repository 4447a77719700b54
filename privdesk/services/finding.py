# SPDX-License-Identifier: MIT
"""Finding people by what was typed, as far as the signed-in member may see them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from privdesk.domain.people import PersonHit
from privdesk.domain.staff import StaffMember
from privdesk.services.look_up_ports import LookUp
from privdesk.services.ports import Records


def found_people(
    records: Records, member: StaffMember, text: str, limit: int, today: date | None = None
) -> Sequence[PersonHit]:
    """People who fit `text`, best first; an agency clerk's own agency's only, told by its contracts only."""
    return _seen(records.people.search(text, limit, member.agency_id), member, today)


def looked_up(
    look_up: LookUp, member: StaffMember, text: str, limit: int, today: date
) -> Sequence[PersonHit]:
    """The same while somebody types. Raises: Cancelled when a newer keystroke came."""
    return _seen(look_up.search(text, limit, member.agency_id), member, today)


def _seen(hits: Sequence[PersonHit], member: StaffMember, today: date | None) -> Sequence[PersonHit]:
    """Whose contracts all ended is said by the office's calendar; how well one fits is not an agency's affair."""
    return [
        replace(
            hit,
            contract_ended=hit.ends_on is not None and (today is None or hit.ends_on < today),
            score=hit.score if member.agency_id is None else 0.0,
        )
        for hit in hits
    ]
