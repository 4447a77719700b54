# SPDX-License-Identifier: MIT
"""Rows of the Staff page."""

from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.staff import StaffEntry
from privdesk.ui.staff.words import roles_words
from privdesk.ui.widgets.rows import Cell, Column, Row, Tag


def staff_columns() -> list[Column]:
    """Name, roles, last sign-in, computers."""
    return [
        Column(_("Name"), stretch=2),
        Column(_("Roles"), stretch=3),
        Column(_("Signed in last"), 130),
        Column(_("Computers"), 160, hide_below=980),
    ]


def staff_row(entry: StaffEntry, clock: OfficeClock) -> Row:
    """One member of staff; who cannot sign in stands below the others."""
    member = entry.member
    tags = []
    if entry.is_self:
        tags.append(Tag(_("You")))
    if member.must_change and not member.disabled:
        tags.append(Tag(_("First password"), "look"))
    if not entry.slots and not member.disabled:
        tags.append(Tag(_("No password"), "danger"))
    roles = roles_words(member.roles)
    at = entry.signed_in_at
    return Row(
        member.id,
        (
            Cell(member.name, tone="muted" if member.disabled else "strong", tags=tuple(tags)),
            Cell(roles, after=entry.agency_name),
            Cell(wording.moment_short(at, clock) if at is not None else _("never"), tone="muted"),
            Cell(computers_words(entry), tone="muted"),
        ),
        section="gone" if member.disabled else "",
    )


def computers_words(entry: StaffEntry) -> str:
    """On which computers their password opens the records."""
    if not entry.slots:
        return _("none")
    named = [slot.computer for slot in entry.slots if slot.computer]
    return wording.listed(named) if named else _("any computer")
