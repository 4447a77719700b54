# SPDX-License-Identifier: MIT
"""The one place that says no where use of a person's data is restricted.

Every act that changes a person's data, joins them with another's or gives them to anybody else asks here first,
within its own transaction; the table of the test `test_restricted_people.py` names every method of every service.

Law: GDPR Art. 18(2); FADP Art. 32(2)(a)–(b).
"""

from collections.abc import Iterable

from privdesk.domain.people import Person, PersonId
from privdesk.domain.restriction import AllowedUse, PersonRestrictedError
from privdesk.services.ports import Records


def require_unrestricted(person: Person, use: AllowedUse | None = None) -> None:
    """Refuse to use a restricted person's data, unless `use` is one that the law allows. Raises: PersonRestrictedError."""
    if person.restricted_since is not None and use is None:
        raise PersonRestrictedError(person.id, person.restricted_since)


def require_all_unrestricted(records: Records, person_ids: Iterable[PersonId | None]) -> None:
    """The same for several people; who is not on file is nobody's. Raises: PersonRestrictedError."""
    wanted = {each for each in person_ids if each is not None}
    for person in records.people.many(wanted).values():
        require_unrestricted(person)


def is_restricted(records: Records, person_id: PersonId | None) -> bool:
    """Whether use is restricted now; nobody is not."""
    return person_id is not None and any(
        person.restricted_since is not None for person in records.people.many([person_id]).values()
    )


def use_field(use: AllowedUse | None) -> tuple[str, ...]:
    """How the audit trail names why restricted data were used all the same."""
    return (f"use.{use.value}",) if use is not None else ()
