# SPDX-License-Identifier: MIT
"""Which retention rules an office may set: a period, a reason, and a law where it is longer than the house cap."""

from privdesk.domain.catalogue import RetentionRule, Texts, Trigger
from privdesk.domain.catalogue_errors import RuleAboveCapError, RulePeriodError, RuleWithoutBasisError
from privdesk.domain.retention_due import IDENTITY

CAP_MONTHS = 120
"""The promise of the notice: ten years after the end of the contract, unless the law sets another period."""

LONGEST_MONTHS = 1_200
"""A hundred years: no law asks for more, and no calendar need reach further."""


def require_sound_rule(rule: RetentionRule) -> None:
    """Refuse a rule that says nothing, or that keeps beyond the house cap without a law that asks for it.

    A law is named by country (`jurisdiction`) and article or section (a number in the basis). The cap counts from
    the end of the contract; what runs from an entry or a closing lies within the contract at the earliest, so that
    a longer period there outlasts the cap as well.

    Law: GDPR Art. 5(1)(e); FADP Art. 6(4).

    Raises:
        RulePeriodError, RuleWithoutBasisError, RuleAboveCapError.
    """
    with_person = rule.trigger is Trigger.WITH_PERSON
    if not 0 <= rule.months <= LONGEST_MONTHS or (rule.months == 0) is not with_person:
        raise RulePeriodError(rule.key, rule.months)
    if not any(words.strip() for words in rule.basis.values()):
        raise RuleWithoutBasisError(rule.key)
    if rule.months > CAP_MONTHS and not names_law(rule.basis, rule.jurisdiction):
        raise RuleAboveCapError(rule.key, rule.months, CAP_MONTHS)


def names_law(basis: Texts, jurisdiction: str) -> bool:
    """Whether a basis names a law: its country, and an article, section or paragraph by its number."""
    return bool(jurisdiction.strip()) and any(sign.isdigit() for words in basis.values() for sign in words)


def may_date_names(group: str, rule: RetentionRule) -> bool:
    """Whether this group may go by this rule: who somebody is has no day but the end of the last contract.

    By any other trigger a name would stay for ever, and everything that goes along with it.
    """
    return group != IDENTITY or rule.trigger is Trigger.CONTRACT_END
