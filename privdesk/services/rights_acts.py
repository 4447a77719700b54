# SPDX-License-Identifier: MIT
"""What the page of a request says and offers about the other rights: files, weighing, telling, restriction."""

from collections.abc import Sequence
from datetime import date

from privdesk.domain.cases import Case, Outcome, Right
from privdesk.domain.decisions import right_of
from privdesk.domain.staff import Permission, StaffMember
from privdesk.i18n import _, ngettext
from privdesk.services.case_acts import who_may
from privdesk.services.ports import Records
from privdesk.services.request_pages import ActKey, NextAct
from privdesk.services.rights_words import weighing_name


def rights_rows(records: Records, member: StaffMember, case: Case) -> Sequence[tuple[str, str]]:
    """Who must be told, the wish to be told first, what was weighed; nothing for an agency clerk."""
    if not member.may(Permission.GRANT_ACCESS):
        return ()
    rows = []
    tellings = records.tellings.of_case(case.id)
    waiting = sum(each.open for each in tellings)
    if tellings:
        words = (
            ngettext("{count} recipient to be told", "{count} recipients to be told", waiting).format(
                count=waiting
            )
            if waiting
            else _("all recipients settled")
        )
        rows.append((_("Telling"), words))
    objection = records.objections.of_case(case.id)
    if objection is not None and objection.weighing is not None:
        rows.append((_("Weighed"), weighing_name(objection.weighing)))
    if objection is not None and objection.must_be_told:
        rows.append((_("Closing"), _("tell the person before the account closes")))
    return rows


def rights_acts(records: Records, member: StaffMember, case: Case) -> Sequence[NextAct]:
    """Acts besides those of every request, as far as this request has to do with them; none once it is closed.

    Who must be told even then stands on Today.
    """
    if case.closed_on is not None:
        return ()
    acts = []
    if case.person_id is not None and right_of(case, Right.PORTABILITY) is not None:
        title = _("Make the data to take along")
        acts.append(_act(ActKey.TAKE_ALONG, title, Right.PORTABILITY, Permission.GRANT_ACCESS, member, case))
    if right_of(case, Right.OBJECTION) is not None:
        title = _("Note and weigh the objection")
        acts.append(_act(ActKey.WEIGH, title, Right.OBJECTION, Permission.GRANT_ACCESS, member))
    restriction = right_of(case, Right.RESTRICTION)
    if case.person_id is not None and restriction is not None:
        title = _("Restrict use, or lift it")
        acts.append(_act(ActKey.RESTRICT, title, Right.RESTRICTION, Permission.DECIDE, member))
    if records.tellings.of_case(case.id) or _changed_something(case):
        acts.append(_act(ActKey.TELL, _("Tell the recipients"), None, Permission.GRANT_ACCESS, member))
    return acts


def restricted_since(records: Records, case: Case) -> date | None:
    """Since when use of the person's data is restricted."""
    if case.person_id is None:
        return None
    person = records.people.many([case.person_id]).get(case.person_id)
    return person.restricted_since if person is not None else None


def _changed_something(case: Case) -> bool:
    changing = {Right.RECTIFICATION, Right.ERASURE, Right.RESTRICTION}
    done = {Outcome.GRANTED, Outcome.PARTLY}
    return any(each.right in changing and each.outcome in done for each in case.rights)


def _act(
    key: ActKey,
    title: str,
    right: Right | None,
    permission: Permission,
    member: StaffMember,
    waits: Case | None = None,
) -> NextAct:
    if not member.may(permission):
        return NextAct(key, title, right, False, who_may(permission))
    if waits is not None and not waits.identity_stands:
        return NextAct(key, title, right, False, _("once identity stands"))
    return NextAct(key, title, right, True, "")
