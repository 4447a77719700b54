# SPDX-License-Identifier: MIT
"""What a representative may receive, and until when."""

from collections.abc import Iterable
from datetime import date

from privdesk.domain.case_fact_errors import (
    AuthorityExpiredError,
    AuthorityUnprovenError,
    OutsideAuthorityError,
    RepresentativeIncompleteError,
)
from privdesk.domain.cases import Case, Outcome, Representative, Right
from privdesk.domain.decisions import AT_ONCE

_GIVES_OUT = frozenset({Outcome.GRANTED, Outcome.PARTLY, Outcome.NOTHING_HELD})


def require_sound(representative: Representative, today: date, *, paper_follows: bool = False) -> None:
    """Refuse a representative without name, scope or paper, or whose authority is over.

    `paper_follows`: the wish is taken before the paper is seen, as on the phone; nothing is given out meanwhile.

    Raises: RepresentativeIncompleteError, AuthorityExpiredError.
    """
    parts = {
        "name": representative.name.strip(),
        "scope": representative.scope,
        "document": paper_follows or representative.proven,
    }
    for part, value in parts.items():
        if not value:
            raise RepresentativeIncompleteError(part)
    if representative.valid_until is not None and representative.expired(today):
        raise AuthorityExpiredError(representative.valid_until)


def require_authority(case: Case, rights: Iterable[Right], today: date) -> None:
    """Refuse to give anything out to a representative without a paper, or whose authority is over or narrower.

    The person may always be answered directly: then the representation is ended first.

    Law: GDPR Art. 12(6), 32; EDPB Guidelines 01/2022 §§ 80–84; FADP Art. 8.

    Raises: AuthorityUnprovenError, AuthorityExpiredError, OutsideAuthorityError.
    """
    representative = case.representative
    if representative is None:
        return
    asked = tuple(rights)
    if asked and not representative.proven:
        raise AuthorityUnprovenError
    if representative.valid_until is not None and representative.expired(today):
        raise AuthorityExpiredError(representative.valid_until)
    for right in asked:
        if right not in representative.scope:
            raise OutsideAuthorityError(right)


def gives_out(right: Right, outcome: Outcome) -> bool:
    """Whether an outcome acts on the person's data or tells of them; what acts at once harms nobody."""
    return outcome in _GIVES_OUT and right not in AT_ONCE


def given_out(case: Case) -> tuple[Right, ...]:
    """The rights whose answer gives something out."""
    return tuple(each.right for each in case.rights if gives_out(each.right, each.outcome))
