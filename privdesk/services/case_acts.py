# SPDX-License-Identifier: MIT
"""What may be done with a request now, by whom, and which act is next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from privdesk.domain.case_state import confirm_by, fee_is_open, fee_time_over, open_questions
from privdesk.domain.cases import Case, CaseKind, Outcome, Right
from privdesk.domain.decisions import AT_ONCE, decision_rule, undecided
from privdesk.domain.regimes import Regime
from privdesk.domain.staff import PERMISSIONS, Permission, Role, StaffMember
from privdesk.i18n import _, ngettext
from privdesk.services.case_words import case_kind_name
from privdesk.services.names import right_name, role_name
from privdesk.services.request_pages import ActKey, NextAct
from privdesk.services.wording import date_short

_ORDER = (Right.RECTIFICATION, Right.ACCESS)
"""Corrected first, so that the report shows what is right; the rest as asked."""


def case_title(case: Case) -> str:
    """The rights in words: `Erasure and 3 more rights`."""
    if not case.rights or case.kind is not CaseKind.REQUEST:
        return case_kind_name(case.kind)
    first, more = right_name(case.rights[0].right), len(case.rights) - 1
    if not more:
        return first
    return ngettext("{first} and {count} more right", "{first} and {count} more rights", more).format(
        first=first, count=more
    )


def next_act(case: Case, member: StaffMember, today: date) -> NextAct | None:
    """The one filled button; None when the request is closed.

    What acts at once comes before identity: a withdrawal or a stop of advertising harms nobody.
    """
    if case.closed_on is not None:
        return None
    waiting = undecided(case)
    at_once = [right for right in waiting if right in AT_ONCE]
    if at_once:
        return right_act(case, at_once[0], member)
    if case.answer is None and fee_time_over(case, today):
        return _act(ActKey.LAPSE_FEE, member)
    if case.answer is None and _must_acknowledge(case):
        return _act(ActKey.ACKNOWLEDGE, member)
    if waiting and case.representative is not None and not case.representative.proven:
        return replace(_act(ActKey.REPRESENT, member), title=_("Record the paper of the representative"))
    if not case.identity_stands and waiting and case.kind is CaseKind.REQUEST:
        return _act(ActKey.CHECK_IDENTITY, member)
    if waiting:
        first = [right for right in _ORDER if right in waiting] + list(waiting)
        acts = [right_act(case, right, member) for right in first]
        return next((act for act in acts if act.allowed), acts[0])
    return _answering(case, member) if case.answer is None else _act(ActKey.CLOSE, member)


def right_act(case: Case, right: Right, member: StaffMember) -> NextAct:
    """What is to be done about one undecided right."""
    if right in AT_ONCE:
        title = (
            _("Record the withdrawal of consent")
            if right is Right.WITHDRAWAL
            else _("Record the objection to advertising")
        )
        return _with(ActKey.RECORD_EFFECT, title, right, Permission.GRANT_ACCESS, member)
    if right is Right.ACCESS:
        act = _with(ActKey.MAKE_REPORT, _("Make the report"), right, Permission.GRANT_ACCESS, member)
    elif right is Right.RECTIFICATION:
        act = _with(ActKey.CORRECT, _("Correct the values"), right, Permission.RECTIFY, member)
    elif right is Right.ERASURE and case.person_id is not None:
        act = _with(ActKey.PLAN_ERASURE, _("Plan the erasure"), right, Permission.ERASE, member)
    else:
        act = _with(ActKey.DECIDE, _decide_title(right), right, Permission.DECIDE, member)
    known = case.identity_stands or case.kind is CaseKind.OPT_OUT
    return act if known or not act.allowed else _blocked(act, _("once identity stands"))


def other_acts(case: Case, member: StaffMember, today: date, law: Regime) -> Sequence[NextAct]:
    """Everything that may be done besides the next act; what may not be done stays visible with who may."""
    if case.closed_on is not None:
        return ()
    first = next_act(case, member, today)
    acts = [_act(ActKey.CHECK_IDENTITY, member)]
    acts += [_decide(case, right, member) for right in undecided(case)]
    if case.kind is not CaseKind.COMPLAINT and case.answer is None:
        acts.append(_act(ActKey.ADD_RIGHT, member))
    acts += [_act(ActKey.ADD_NOTE, member), _act(ActKey.REPRESENT, member)]
    acts += [_act(ActKey.END_REPRESENTATION, member)] if case.representative is not None else []
    acts.append(_act(ActKey.ASSIGN, member))
    acts += _of_the_clock(case, member, today, law) if case.answer is None else []
    answering = _answering(case, member)
    acts.append(_blocked(answering, _("once every right is decided")) if undecided(case) else answering)
    closing = _act(ActKey.CLOSE, member)
    if undecided(case):
        closing = _blocked(closing, _("once every right is decided"))
    elif case.answer is None:
        closing = _blocked(closing, _("once the answer is recorded"))
    acts.append(closing)
    return [act for act in acts if first is None or (act.key, act.right) != (first.key, first.right)]


def who_may(permission: Permission) -> str:
    """The roles that may, in words, the nearest one first."""
    order = (Role.CLERK, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)
    return next((role_name(role) for role in order if permission in PERMISSIONS[role]), "")


def _decide(case: Case, right: Right, member: StaffMember) -> NextAct:
    """Decide otherwise than by the usual act: a refusal, a part, an objection to weigh."""
    rule = decision_rule(right, Outcome.REFUSED) or decision_rule(right, Outcome.PARTLY)
    permission = rule.permission if rule is not None else Permission.DECIDE
    return _with(ActKey.DECIDE, _decide_title(right), right, permission, member)


def _of_the_clock(case: Case, member: StaffMember, today: date, law: Regime) -> Sequence[NextAct]:
    """What moves dates, until the answer is out; questions and fees only where the law knows them."""
    keys = [ActKey.ACKNOWLEDGE] if case.acknowledged_on is None else []
    asked = {each.kind for each in open_questions(case)}
    keys += [ActKey.ASK] if set(law.pauses) - asked else []
    keys += [ActKey.REPLY] if asked else []
    keys += (
        [ActKey.CHARGE] if law.charges_for([each.right for each in case.rights]) and case.fee is None else []
    )
    keys += [ActKey.CONFIRM_FEE] if fee_is_open(case) else []
    acts = [_act(key, member) for key in keys]
    last = confirm_by(case)
    if last is not None and fee_is_open(case):
        over = _act(ActKey.LAPSE_FEE, member)
        why = _("after {day}").format(day=date_short(last, today))
        acts.append(over if fee_time_over(case, today) else _blocked(over, why))
    return [*acts, *_extension(case, member, today), _act(ActKey.REGIME, member)]


def _answering(case: Case, member: StaffMember) -> NextAct:
    """The answer; to a complaint the privacy officer's."""
    act = _act(ActKey.RECORD_ANSWER, member)
    if case.kind is not CaseKind.COMPLAINT:
        return act
    return _with(act.key, act.title, None, Permission.DECIDE, member)


def _must_acknowledge(case: Case) -> bool:
    """Whether a law wants receipt confirmed and it has not been."""
    return case.acknowledged_on is None and case.deadline.acknowledge_by is not None


def _extension(case: Case, member: StaffMember, today: date) -> Sequence[NextAct]:
    """An extension is offered until the last day for its notice, once."""
    notice = case.deadline.extension_notice
    if case.extended or notice is None or today > notice:
        return ()
    return (_act(ActKey.EXTEND, member),)


def _act(key: ActKey, member: StaffMember) -> NextAct:
    title, permission = {
        ActKey.CHECK_IDENTITY: (_("Check identity"), Permission.TAKE_REQUESTS),
        ActKey.RECORD_ANSWER: (_("Record the answer"), Permission.GRANT_ACCESS),
        ActKey.CLOSE: (_("Close the request"), Permission.GRANT_ACCESS),
        ActKey.EXTEND: (_("Extend the time"), Permission.DECIDE),
        ActKey.ADD_RIGHT: (_("Add a right"), Permission.TAKE_REQUESTS),
        ActKey.ADD_NOTE: (_("Add a note"), Permission.TAKE_REQUESTS),
        ActKey.ACKNOWLEDGE: (_("Confirm receipt"), Permission.TAKE_REQUESTS),
        ActKey.ASK: (_("Ask the person"), Permission.GRANT_ACCESS),
        ActKey.REPLY: (_("Record the reply"), Permission.GRANT_ACCESS),
        ActKey.CHARGE: (_("Tell a fee"), Permission.DECIDE),
        ActKey.CONFIRM_FEE: (_("Record the fee as confirmed"), Permission.GRANT_ACCESS),
        ActKey.LAPSE_FEE: (_("Record that the fee was not confirmed"), Permission.DECIDE),
        ActKey.REPRESENT: (_("Record who speaks for the person"), Permission.TAKE_REQUESTS),
        ActKey.END_REPRESENTATION: (_("End the representation"), Permission.TAKE_REQUESTS),
        ActKey.REGIME: (_("Change the law"), Permission.DECIDE),
        ActKey.ASSIGN: (_("Give it to a colleague"), Permission.GRANT_ACCESS),
    }[key]
    return _with(key, title, None, permission, member)


def _with(
    key: ActKey, title: str, right: Right | None, permission: Permission, member: StaffMember
) -> NextAct:
    allowed = member.may(permission) and not member.disabled
    return NextAct(key, title, right, allowed, "" if allowed else who_may(permission))


def _blocked(act: NextAct, why: str) -> NextAct:
    return NextAct(act.key, act.title, act.right, False, why)


def _decide_title(right: Right) -> str:
    return {
        Right.ACCESS: _("Decide the access"),
        Right.RECTIFICATION: _("Decide the rectification"),
        Right.ERASURE: _("Decide the erasure"),
        Right.RESTRICTION: _("Decide the restriction"),
        Right.PORTABILITY: _("Decide the portability"),
        Right.OBJECTION: _("Decide the objection"),
        Right.WITHDRAWAL: _("Decide the withdrawal"),
    }[right]
