# SPDX-License-Identifier: MIT
"""`privdesk person|agency …`: find and show."""

from argparse import Namespace

from privdesk.cli.output import Output
from privdesk.cli.secrets import read_query
from privdesk.domain.audit import Purpose
from privdesk.domain.errors import PurposeUnknownError
from privdesk.domain.people import PersonId
from privdesk.services.desk import Desk


def find(desk: Desk, args: Namespace, out: Output) -> int:
    """People whose record fits the query; best first."""
    out.rows(
        (
            {
                "person": hit.id, "name": hit.name, "address": hit.address, "user_number": hit.user_number,
                "agency": hit.agency_name, "matched": list(hit.matched), "contract_ended": hit.contract_ended,
                "restricted": hit.restricted,
            },
            f"{hit.id:>8}  {hit.name}, {hit.address}  {hit.user_number}",
        )
        for hit in desk.people.search(read_query(args.query), args.limit)
    )  # fmt: skip
    return 0


def show(desk: Desk, args: Namespace, out: Output) -> int:
    """One person: facts with origin, contracts, counts; the opening is recorded first."""
    page = desk.people.open(PersonId(args.person), purpose_of(args.purpose))
    data = {
        "person": page.person.id,
        "hidden": page.hidden,
        "facts": {name.value: value for name, value in page.person.facts.items() if value},
        "origins": {name.value: version.origin.reference for name, version in page.origins.items()},
        "contracts": [
            {"user_number": each.user_number, "start": each.start, "end": each.end, "badge": each.badge or None}
            for each in page.contracts
        ],
        "agency": page.agency.name if page.agency else None,
        "balance": list(page.balance) if page.balance else None,
        "counts": {kind.value: count for kind, count in page.counts.items()},
        "requests": [case.number for case in page.cases],
        "kept_until": dict(page.kept_until),
    }  # fmt: skip
    lines = [f"{name.value:<16} {value}" for name, value in page.person.facts.items() if value]
    out.answer(data, "\n".join(lines))
    return 0


def purpose_of(code: str) -> Purpose:
    """The purpose of that code. Raises: PurposeUnknownError."""
    try:
        return Purpose(code)
    except ValueError:
        raise PurposeUnknownError(code) from None


def agencies(desk: Desk, _args: Namespace, out: Output) -> int:
    """The agencies with their counts."""
    out.rows(
        (
            {"agency": row.agency.id, "number": row.agency.number, "name": row.agency.name,
             "buildings": row.buildings, "people": row.people},
            f"{row.agency.number:<10} {row.agency.name:<40} {row.buildings:>5} {row.people:>7}",
        )
        for row in desk.agencies.summaries()
    )  # fmt: skip
    return 0
