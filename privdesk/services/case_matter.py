# SPDX-License-Identifier: MIT
"""What a request carries besides its rights, as rows for its page, and what its acts offer to choose from."""

from collections.abc import Sequence
from datetime import date

from privdesk.domain.agencies import AgencyId
from privdesk.domain.case_state import confirm_by, fee_is_open
from privdesk.domain.cases import Case, CaseKind, Pause, Representative, Right
from privdesk.domain.decisions import right_of
from privdesk.domain.errors import NotFoundError
from privdesk.domain.people import Person
from privdesk.domain.regimes import Regime
from privdesk.domain.staff import Permission
from privdesk.domain.vault import StaffId
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.case_clock import CaseClock
from privdesk.services.case_words import case_kind_name, charge_name, question_name, representative_name
from privdesk.services.erasure_proof import erasure_ran
from privdesk.services.names import right_name
from privdesk.services.office import office_of
from privdesk.services.ports import Records
from privdesk.services.request_pages import CaseOptions, LawOption
from privdesk.services.workplace import Workplace


def matter_rows(records: Records, place: Workplace, case: Case, today: date) -> Sequence[tuple[str, str]]:
    """Kind, where and when it came, who works on it, who speaks, receipt, questions, fee: what there is, in this order."""
    rows = []
    if case.kind is not CaseKind.REQUEST:
        rows.append((_("Kind"), case_kind_name(case.kind)))
    rows += _arrival_rows(records, place, case)
    if case.assigned_to is not None:
        rows.append((_("With"), staff_name(records, case.assigned_to)))
    if case.representative is not None:
        rows += representative_rows(case.representative, today)
    if case.acknowledged_on is not None:
        day = wording.date_plain(case.acknowledged_on)
        rows.append((_("Receipt"), _("confirmed on {day}").format(day=day)))
    for pause in case.pauses:
        rows += [(_("Question"), question_name(pause.kind)), (_("Asked"), _question_words(pause, today))]
    return [*rows, *_fee_rows(case, today)]


def _arrival_rows(records: Records, place: Workplace, case: Case) -> Sequence[tuple[str, str]]:
    """Where it reached us and when it was entered, where that is not simply the office on that day."""
    rows = []
    if case.agency_id is not None:
        rows.append((_("Reached"), agency_name(records, case.agency_id)))
    entered = place.clock.day_of(case.entered_at)
    if entered != case.received_on:
        rows += [
            (_("Received"), wording.date_plain(case.received_on)), (_("Entered"), wording.date_plain(entered)),
        ]  # fmt: skip
    return rows


def agency_name(records: Records, agency_id: AgencyId) -> str:
    """The name of an agency, as long as it is on file."""
    try:
        return records.agencies.get(agency_id).name
    except NotFoundError:
        return str(agency_id)


def representative_rows(who: Representative, today: date) -> Sequence[tuple[str, str]]:
    """Who speaks for the person and why, for what, by which paper, until when."""
    scope = wording.listed([right_name(right) for right in _in_order(who)])
    rows = [
        (_("Speaks"), who.name),
        (_("As"), representative_name(who.kind)),
        (_("For"), scope),
        (_("Paper"), who.document if who.proven else _("not seen yet")),
    ]
    if who.valid_until is not None:
        title = _("Ended") if who.expired(today) else _("Until")
        rows.append((title, wording.date_plain(who.valid_until)))
    return rows


def refusal_words(case: Case) -> str:
    """By when a refusal must be out; it has its own clock, never extended."""
    if case.refusal is None or case.closed_on is not None:
        return ""
    legal, safe = wording.date_long(case.refusal.legal), wording.date_plain(case.refusal.safe)
    if case.refusal.safe == case.refusal.legal:
        return _("by {day}, never extended").format(day=legal)
    return _("by {day}, safe {safe}, never extended").format(day=legal, safe=safe)


def options(
    records: Records, place: Workplace, clock: CaseClock, case: Case, law: Regime, person: Person | None
) -> CaseOptions:
    """What the acts of the page offer to this member of staff."""
    if case.closed_on is not None or not place.member.may(Permission.GRANT_ACCESS):
        return CaseOptions(country=office_of(records).country)
    asked = {pause.kind for pause in case.pauses if pause.answered is None}
    staff = [
        each for each in records.staff.all() if each.may(Permission.TAKE_REQUESTS) and each.agency_id is None
    ]
    return CaseOptions(
        questions=[kind for kind in law.pauses if kind not in asked],
        charges=list(law.charges_for([each.right for each in case.rights]).items()),
        laws=_laws(clock, case, person) if place.member.may(Permission.DECIDE) else (),
        colleagues=[(each.id, each.name) for each in sorted(staff, key=lambda each: each.name.casefold())],
        country=office_of(records).country,
        extend_until=clock.proposed_end(case) if case.deadline.extension_notice is not None else None,
        erased=right_of(case, Right.ERASURE) is not None and erasure_ran(records, case),
    )


def staff_name(records: Records, staff_id: StaffId) -> str:
    """The name of a member of staff, also of one who left."""
    try:
        return records.staff.get(staff_id).name
    except NotFoundError:
        return str(staff_id)


def _laws(clock: CaseClock, case: Case, person: Person | None) -> Sequence[LawOption]:
    """The other laws: those that may apply first, with why, then the rest."""
    rights = [each.right for each in case.rights]
    near = {each.regime: each.why for each in clock.choices(person, case.received_on, rights)}
    known = [law for law in clock.laws() if law.id != case.regime and case.kind.clock in law.clocks]
    options = [LawOption(law.id, law.name, near.get(law.id, "")) for law in known]
    return sorted(options, key=lambda each: not each.why)


def _in_order(who: Representative) -> Sequence[Right]:
    return [right for right in Right if right in who.scope]


def _question_words(pause: Pause, today: date) -> str:
    asked = wording.date_short(pause.asked, today)
    if pause.answered is None:
        return _("{asked}, no reply yet").format(asked=asked)
    return _("{asked}, reply {day}").format(asked=asked, day=wording.date_short(pause.answered, today))


def _fee_rows(case: Case, today: date) -> Sequence[tuple[str, str]]:
    fee = case.fee
    if fee is None:
        return ()
    told = _("{amount}, told {day}").format(
        amount=wording.money(fee.minor, fee.currency), day=wording.date_short(fee.told, today)
    )
    rows = [(_("Fee"), told), (_("For"), charge_name(fee.kind))]
    last = confirm_by(case)
    if fee.confirmed is not None:
        day = wording.date_short(fee.confirmed, today)
        rows.append((_("Confirmed"), day))
    elif fee_is_open(case) and last is not None:
        rows.append((_("Confirm"), _("by {day}").format(day=wording.date_plain(last))))
    elif fee.lapsed:
        rows.append((_("Confirmed"), _("not in time")))
    return rows
