# SPDX-License-Identifier: MIT
"""Agencies and buildings as rows, and what is to be said about an undertaking."""

from datetime import date

from privdesk.domain.agencies import AgencySummary, Building, Undertaking
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.undertakings import SOON_DAYS
from privdesk.ui.catalogue.promises import standing as standing
from privdesk.ui.widgets.rows import Cell, Column, Row


def standing_sentence(undertaking: Undertaking | None, today: date) -> str:
    """The same as a sentence, with what is to be done."""
    if undertaking is None:
        return _("No undertaking is on file. Ask the agency for one.")
    ends = undertaking.expires_on
    if ends is None:
        return _("It stands without a last day.")
    day = wording.date_plain(ends)
    if ends < today:
        return _("It ended on {date}. Ask for a new one.").format(date=day)
    if (ends - today).days <= SOON_DAYS:
        return _("It ends on {date}. Ask for a new one in time.").format(date=day)
    return _("It stands until {date}.").format(date=day)


def agency_columns() -> list[Column]:
    """The columns of the list."""
    return [
        Column(_("Agency"), stretch=4),
        Column(_("Contact"), stretch=3, hide_below=820),
        Column(_("Buildings"), 76, align="right"),
        Column(_("People"), 70, align="right"),
        Column(_("Undertaking"), 150),
    ]


def agency_row(summary: AgencySummary, today: date) -> Row:
    """One agency: name and place, who answers there, counts, the undertaking."""
    agency = summary.agency
    place = ", ".join(part for part in (agency.street, f"{agency.postcode} {agency.town}".strip()) if part)
    how = standing(agency.undertaking, today)
    ended = agency.until is not None and agency.until < today
    after = _("until {date}").format(date=wording.date_plain(agency.until)) if ended and agency.until else ""
    cells = (
        Cell(agency.name, after=after, second=place or agency.number, tone="strong"),
        Cell(
            agency.contact or agency.email,
            second=wording.phone(agency.phone, agency.country) if agency.phone else "",
        ),
        Cell(wording.number(summary.buildings), align="right"),
        Cell(wording.number(summary.people), align="right"),
        Cell(how.words, tone=how.tone),
    )
    return Row(agency.id, cells, jump=agency.name)


def building_columns() -> list[Column]:
    """The columns of an agency's buildings."""
    return [
        Column(_("Number"), 110),
        Column(_("Street"), stretch=3),
        Column(_("Postcode and town"), stretch=2),
    ]


def building_row(building: Building) -> Row:
    """One building."""
    cells = (
        Cell(building.number, digits=True),
        Cell(building.street),
        Cell(f"{building.postcode} {building.town}".strip()),
    )
    return Row(building.id, cells, jump=building.street)
