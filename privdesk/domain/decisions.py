# SPDX-License-Identifier: MIT
"""Who decides what about a right, and what a decision needs."""

from dataclasses import dataclass

from privdesk.domain.cases import Case, CaseRight, Outcome, Right
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
    a refusal does without identity, since nobody may be refused an answer for not being known.

    Law: GDPR Art. 12(3)–(4), FADP Art. 26(4).
    """
    if outcome is Outcome.TO_DECIDE or (right is Right.RECTIFICATION and outcome is Outcome.GRANTED):
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


def right_of(case: Case, right: Right) -> CaseRight | None:
    """Return that right as it stands in the case, if it is asked for."""
    return next((each for each in case.rights if each.right is right), None)


def undecided(case: Case) -> tuple[Right, ...]:
    """Return the rights that are still to be decided, in the order asked."""
    return tuple(each.right for each in case.rights if each.outcome is Outcome.TO_DECIDE)
