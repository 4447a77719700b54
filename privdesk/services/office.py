# SPDX-License-Identifier: MIT
"""The office's own data: who we are, the catalogue in force, the staff, one's own preferences."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.catalogue import Catalogue, Office
from privdesk.domain.forms import FormSender
from privdesk.domain.staff import Permission, StaffMember
from privdesk.services.catalogue import office_catalogue
from privdesk.services.ports import Records
from privdesk.services.preferences import Preferences, preferences_key
from privdesk.services.regimes import Regimes
from privdesk.services.workplace import Workplace

OFFICE_KEY = "office"
_HABITS = {
    "CH": ("Europe/Zurich", "CHF"), "LI": ("Europe/Vaduz", "CHF"), "DE": ("Europe/Berlin", "EUR"),
    "AT": ("Europe/Vienna", "EUR"), "FR": ("Europe/Paris", "EUR"), "IT": ("Europe/Rome", "EUR"),
    "BE": ("Europe/Brussels", "EUR"), "LU": ("Europe/Luxembourg", "EUR"), "NL": ("Europe/Amsterdam", "EUR"),
    "ES": ("Europe/Madrid", "EUR"), "IE": ("Europe/Dublin", "EUR"), "GB": ("Europe/London", "GBP"),
    "US": ("America/New_York", "USD"), "US-CA": ("America/Los_Angeles", "USD"),
    "CA": ("America/Toronto", "CAD"), "BR": ("America/Sao_Paulo", "BRL"),
}  # fmt: skip
"""Time zone and currency by place; defaults that an administrator changes."""


def office_to_json(office: Office) -> dict[str, Any]:
    """Plain values for the settings."""
    return asdict(office)


def office_of(records: Records) -> Office:
    """The office as set; values of an unknown kind are left at their default."""
    stored: Mapping[str, Any] = records.settings.get(OFFICE_KEY) or {}
    known = {
        each.name: stored[each.name] for each in fields(Office) if isinstance(stored.get(each.name), str)
    }
    return Office(**{"name": "", **known})


def catalogue_of(records: Records) -> Catalogue:
    """The catalogue in force at this office."""
    return office_catalogue(records, office_of(records))


def office_of_place(name: str, place: str, regime: str | None = None, language: str = "en") -> Office:
    """A new office at `place` (ISO 3166, such as CH-VD or DE): law, time zone and currency that go with it.

    Raises: PlaceUnknownError, RegimeUnknownError.
    """
    code = place.strip().upper()
    regimes = Regimes()
    regimes.holidays(code, date(2026, 1, 1))
    law = regimes.get(regime) if regime else regimes.propose(code)
    country = code.partition("-")[0]
    zone, currency = _HABITS.get(code) or _HABITS.get(country) or ("UTC", "EUR")
    chosen = law.id if law is not None else "gdpr"
    return Office(
        name, country=country, place=code, regime=chosen, time_zone=zone, currency=currency, language=language
    )


class OfficeDesk:
    """Settings of the office and of the signed-in member."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def office(self) -> Office:
        """Who we are, and the defaults that follow from the place."""
        self._place.require(Permission.USE_DESK)
        with self._place.reading() as records:
            return office_of(records)

    def save(self, office: Office) -> Office:
        """Keep changed office data; commits. Raises: NotAllowedError."""
        self._place.require(Permission.MANAGE_OFFICE)
        with self._place.work() as work:
            before = office_of(work)
            changed = tuple(
                each.name
                for each in fields(Office)
                if getattr(before, each.name) != getattr(office, each.name)
            )
            if changed:
                work.settings.put(OFFICE_KEY, office_to_json(office))
                work.audit.record(AuditEvent(Action.OFFICE_CHANGED, "office", changed))
                work.commit()
        return office

    def sender(self) -> FormSender:
        """The office as printed in the head of a form."""
        self._place.require(Permission.USE_DESK)
        office = self.office()
        address = (office.street, f"{office.postcode} {office.town}".strip())
        contact = " · ".join(part for part in (office.phone, office.email) if part)
        return FormSender(office.name, "", tuple(line for line in address if line), contact)

    def catalogue(self) -> Catalogue:
        """Data groups, purposes, rules, recipients and notices as they stand now.

        An agency clerk does not see the register of recipients, in which other agencies stand.
        """
        self._place.require(Permission.USE_DESK)
        with self._place.reading() as records:
            found = catalogue_of(records)
        return found if self._place.member.agency_id is None else replace(found, recipients=())

    def staff(self) -> Sequence[StaffMember]:
        """Everybody who works at the desk; an agency clerk sees the office and the own agency."""
        self._place.require(Permission.USE_DESK)
        own = self._place.member.agency_id
        with self._place.reading() as records:
            return [each for each in records.staff.all() if own is None or each.agency_id in (None, own)]

    def preferences(self) -> Preferences:
        """What the signed-in member chose."""
        self._place.require(Permission.USE_DESK)
        with self._place.reading() as records:
            return Preferences.of_json(records.settings.get(preferences_key(self._place.member.id)))

    def save_preferences(self, chosen: Preferences) -> None:
        """Keep what the signed-in member chose; commits."""
        self._place.require(Permission.USE_DESK)
        with self._place.work() as work:
            work.settings.put(preferences_key(self._place.member.id), chosen.to_json())
            record = f"staff:{self._place.member.id}"
            work.audit.record(AuditEvent(Action.OFFICE_CHANGED, record, ("preferences",)))
            work.commit()
