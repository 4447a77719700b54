# SPDX-License-Identifier: MIT
"""Two people side by side as rows: values to choose from, then what each of them has."""

from collections.abc import Mapping

from privdesk.domain.matching import Agreement
from privdesk.domain.people import PersonField, PersonId
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.duplicate_views import ComparedField, ComparedPerson, Comparison
from privdesk.services.evidence_words import agreement_name
from privdesk.services.names import field_name
from privdesk.ui.people.origin_words import shown_value
from privdesk.ui.widgets.rows import Cell, Column, Row, Section, Tone

VALUES, HELD = "values", "held"
_MARKS: Mapping[Agreement, tuple[str, Tone]] = {
    Agreement.EQUAL: ("check", "sure"),
    Agreement.NEAR: ("circle-dot", "look"),
    Agreement.DIFFERENT: ("x", "danger"),
    Agreement.MISSING: ("minus", "muted"),
}
Taken = Mapping[PersonField, PersonId]


def columns(found: Comparison) -> list[Column]:
    """The fact, both people by name, how it stands, whose value is taken."""
    return [
        Column("", 118),
        Column(_("Left: {name}").format(name=_head(found.first)), stretch=3),
        Column(_("Right: {name}").format(name=_head(found.second)), stretch=3),
        Column(_("How it stands"), 104),
        Column(_("Take"), 116, align="right"),
    ]


def sections() -> dict[str, Section]:
    """Values, and what each has."""
    return {
        VALUES: Section(_("Values"), _("1 takes the left one, 2 the right one")),
        HELD: Section(_("What each has"), _("all of it goes to the one person")),
    }


def rows(found: Comparison, taken: Taken, country: str, clock: OfficeClock) -> list[Row]:
    """Everything, with the values taken in bold."""
    values = [value_row(each, found, taken, country, clock) for each in found.fields]
    return [*values, *_held_rows(found, clock)]


def value_row(each: ComparedField, found: Comparison, taken: Taken, country: str, clock: OfficeClock) -> Row:
    """One fact of both; what makes no difference cannot be chosen."""
    whose = taken.get(each.field, each.proposed)
    left = whose == found.first.person.id
    icon, tone = _MARKS[each.agreement]
    choice = Cell(choices=(_("Left"), _("Right")), chosen=0 if left else 1) if each.to_choose else Cell()
    return Row(
        each.field,
        (
            Cell(field_name(each.field), tone="muted"),
            _value_cell(each, country, clock, right=False, taken=left and each.to_choose),
            _value_cell(each, country, clock, right=True, taken=not left and each.to_choose),
            Cell(agreement_name(each.agreement), icon=icon, icon_tone=tone),
            choice,
        ),
        section=VALUES,
        jump=field_name(each.field),
    )


def _value_cell(each: ComparedField, country: str, clock: OfficeClock, *, right: bool, taken: bool) -> Cell:
    value = each.second if right else each.first
    version = each.second_version if right else each.first_version
    shown = shown_value(each.field, value, country) or _("nothing")
    second = ""
    if version is not None and value:
        origin = version.origin
        day = wording.date_plain(origin.received_on)
        second = ", ".join(part for part in (origin.reference, day) if part)
        if origin.confirmed_on is not None:
            second += ", " + _("confirmed {date}").format(date=wording.date_plain(origin.confirmed_on))
    if not each.to_choose:
        return Cell(shown, second=second)
    tone: Tone = "strong" if taken else "muted"
    return Cell(shown, second=second, tone=tone, icon="circle-check" if taken else None, icon_tone="sure")


def _held_rows(found: Comparison, clock: OfficeClock) -> list[Row]:
    one, other = found.first, found.second
    lines = [
        (_("On file since"), _since(one, clock), _since(other, clock)),
        (_("Contracts"), _contracts(one), _contracts(other)),
        (_("Agencies"), ", ".join(one.agencies) or "–", ", ".join(other.agencies) or "–"),
        (_("Forms"), wording.number(one.forms), wording.number(other.forms)),
        (_("Requests"), _requests(one), _requests(other)),
        (_("Calls"), wording.number(one.calls), wording.number(other.calls)),
        (_("Papers"), wording.number(one.documents), wording.number(other.documents)),
        (_("Consents"), wording.number(one.consents), wording.number(other.consents)),
        (_("Activity"), _activity(one), _activity(other)),
        (_("Marks"), _marks(one), _marks(other)),
    ]
    return [
        Row(("held", place), (Cell(name, tone="muted"), Cell(left), Cell(right)), section=HELD, jump=name)
        for place, (name, left, right) in enumerate(lines)
    ]


def _head(side: ComparedPerson) -> str:
    number = next((each.user_number for each in side.contracts if each.user_number), "")
    return ", ".join(part for part in (side.person.name or _("No name"), number) if part)


def _since(side: ComparedPerson, clock: OfficeClock) -> str:
    return wording.date_plain(clock.day_of(side.person.created_at))


def _contracts(side: ComparedPerson) -> str:
    words = [
        _("{number} from {start}").format(
            number=each.user_number or "–", start=wording.date_plain(each.start)
        )
        if each.end is None
        else _("{number} until {end}").format(
            number=each.user_number or "–", end=wording.date_plain(each.end)
        )
        for each in side.contracts
    ]
    return ", ".join(words) or "–"


def _requests(side: ComparedPerson) -> str:
    words = wording.number(side.requests)
    return (
        _("{count}, {open} open").format(count=words, open=side.open_requests)
        if side.open_requests
        else words
    )


def _activity(side: ComparedPerson) -> str:
    held = side.activity
    rows_held = held.connections + held.topups + held.usages + held.surveys
    return ngettext("{count} row", "{count} rows", rows_held).format(count=wording.number(rows_held))


def _marks(side: ComparedPerson) -> str:
    words = []
    if side.person.restricted_since is not None:
        words.append(
            _("Restricted since {date}").format(date=wording.date_plain(side.person.restricted_since))
        )
    if side.person.no_advertising_since is not None:
        words.append(_("No advertising"))
    return ", ".join(words) or "–"
