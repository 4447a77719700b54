# SPDX-License-Identifier: MIT
"""`privdesk office …`: who we are and how to reach us, as every letter and report says."""

from argparse import Namespace
from dataclasses import asdict, replace

from privdesk.cli.output import Output
from privdesk.domain.catalogue import Office
from privdesk.i18n import _
from privdesk.services.desk import Desk

LETTERHEAD = ("name", "street", "postcode", "town", "phone", "email", "privacy_contact")


def with_letterhead(office: Office, args: Namespace) -> Office:
    """`office` with what was given on the command line; the rest stays."""
    given = {key: getattr(args, key) for key in LETTERHEAD}
    return replace(office, **{key: value.strip() for key, value in given.items() if value is not None})


def office(desk: Desk, args: Namespace, out: Output) -> int:
    """Change what was given, and say how it stands then."""
    before = desk.office.office()
    after = with_letterhead(before, args)
    if after != before:
        desk.office.save(after)
    lines = [f"{key}: {value}" for key, value in asdict(after).items() if value]
    out.answer(
        {"ok": True, **asdict(after)},
        _("The office as letters and reports name it:") + "\n" + "\n".join(lines),
    )
    return 0
