# SPDX-License-Identifier: MIT
"""Who decides what about a right, and what a decision needs."""

from dataclasses import dataclass, replace

from privdesk.domain.cases import Case, CaseKind, CaseRight, Outcome, Right
from privdesk.domain.staff import Permission

AT_ONCE = frozenset({Right.WITHDRAWAL, Right.OBJECTION})
"""A withdrawal of consent and an objection to advertising act at once, whoever may have asked.

Law: GDPR Art. 7(3) and 21(3); FADP Art. 6(6)–(7) and 30(2)(b).
"""


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """What an outcome needs: who may, whether identity must stand, whether a reason must be recorded."""

    permission: Permission
    identity: bool
    reason: bool


def decision_rule(right: Right, outcome: Outcome) -> DecisionRule | None:
    """Return what it takes to record `outcome` for `right`; None where it cannot be recorded so.

    A clerk grants access or says that nothing is held, and records what acts at once. A correction is granted
    by correcting (`rectify`), never by saying so. Everything else is the privacy officer's, with a reason; only
    a refusal does without identity, since nobody may be refused an answer for not being known. A withdrawal of
    consent is never refused: consent ends by it, whatever the office thinks.

    Law: GDPR Art. 7(3), 12(3)–(4), FADP Art. 6(6)–(7), 26(4).
    """
    never = {(Right.RECTIFICATION, Outcome.GRANTED), (Right.WITHDRAWAL, Outcome.REFUSED)}
    if outcome is Outcome.TO_DECIDE or (right, outcome) in never:
        return None
    if outcome is Outcome.WITHDRAWN:
        return DecisionRule(Permission.GRANT_ACCESS, identity=True, reason=True)
    if right is Right.ACCESS and outcome in {Outcome.GRANTED, Outcome.NOTHING_HELD}:
        return DecisionRule(Permission.GRANT_ACCESS, identity=True, reason=False)
    if right in AT_ONCE and outcome is Outcome.GRANTED:
        return DecisionRule(Permission.GRANT_ACCESS, identity=False, reason=False)
    if right is Right.WITHDRAWAL and outcome is Outcome.NOTHING_HELD:
        return DecisionRule(Permission.GRANT_ACCESS, identity=True, reason=False)
    return DecisionRule(Permission.DECIDE, identity=outcome is not Outcome.REFUSED, reason=True)


def may_be_decided(case: Case, rule: DecisionRule) -> bool:
    """Whether who asks is known well enough for this outcome; an opt-out needs no check of identity.

    Law: 11 CCR 7026(d), 7027(e): a request to opt out or to limit need not be a verifiable one.
    """
    return case.identity_stands or case.kind is CaseKind.OPT_OUT or not rule.identity


def with_answer(case: Case, right: Right, outcome: Outcome) -> Case:
    """The case before that right becomes `outcome`: an answer that told otherwise answers it no more."""
    asked = right_of(case, right)
    return case if asked is None or asked.outcome is outcome else replace(case, answer=None)


def right_of(case: Case, right: Right) -> CaseRight | None:
    """Return that right as it stands in the case, if it is asked for."""
    return next((each for each in case.rights if each.right is right), None)


def undecided(case: Case) -> tuple[Right, ...]:
    """Return the rights that are still to be decided, in the order asked."""
    return tuple(each.right for each in case.rights if each.outcome is Outcome.TO_DECIDE)
