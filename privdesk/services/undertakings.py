# SPDX-License-Identifier: MIT
"""Undertakings to confidentiality that end soon or have ended, of recipients and agencies alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from privdesk.domain.catalogue import PaperHolder
from privdesk.domain.staff import Permission, StaffMember
from privdesk.services.ports import Records

SOON_DAYS = 60
"""An undertaking that ends within so many days is to be renewed."""


@dataclass(frozen=True, slots=True)
class EndingUndertaking:
    """Somebody who promised confidentiality until a day that is near or over."""

    holder: PaperHolder
    key: str
    name: str
    ends_on: date
    over: bool


def ending_undertakings(records: Records, member: StaffMember, today: date) -> Sequence[EndingUndertaking]:
    """Those that this member can renew, the longest over first; who gets nothing any more is left out.

    Recipients for who keeps the catalogue, agencies for who keeps them; nobody else is told.

    Law: GDPR Art. 28(3)(b), 32; FADP Art. 9.
    """
    found: list[EndingUndertaking] = []
    if member.may(Permission.MANAGE_CATALOGUE):
        found += _of_recipients(records, today)
    if member.may(Permission.MANAGE_AGENCIES):
        found += _of_agencies(records, today)
    return sorted(found, key=lambda each: (each.ends_on, each.name))


def _of_recipients(records: Records, today: date) -> Iterator[EndingUndertaking]:
    for each in records.catalogue.recipients():
        if each.undertaking_expires is not None and (each.until is None or each.until >= today):
            yield from _ending(PaperHolder.RECIPIENT, each.key, each.name, each.undertaking_expires, today)


def _of_agencies(records: Records, today: date) -> Iterator[EndingUndertaking]:
    for summary in records.agencies.summaries():
        agency, promise = summary.agency, summary.agency.undertaking
        if (
            promise is None
            or promise.expires_on is None
            or (agency.until is not None and agency.until < today)
        ):
            continue
        yield from _ending(PaperHolder.AGENCY, str(agency.id), agency.name, promise.expires_on, today)


def _ending(holder: PaperHolder, key: str, name: str, ends: date, today: date) -> Iterator[EndingUndertaking]:
    if ends <= today + timedelta(days=SOON_DAYS):
        yield EndingUndertaking(holder, key, name, ends, ends < today)
