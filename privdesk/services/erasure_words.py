# SPDX-License-Identifier: MIT
"""Erasures in words: groups, acts, reasons with their law, for window, command line and certificate alike."""

from collections.abc import Mapping

from privdesk.domain.catalogue import Catalogue, RetentionRule, Trigger
from privdesk.domain.erasure_plan import CONTACT, Act, ErasurePlan, Ground, Obstacle, PlanRow
from privdesk.domain.erasures import ErasureState
from privdesk.domain.forms import text_in
from privdesk.i18n import _, desk_language, ngettext
from privdesk.services import wording

_BY_REGIME: Mapping[str, Mapping[Ground, str]] = {
    "ch-fadp": {
        Ground.NO_LONGER_NEEDED: "FADP Art. 6(4), 32(2)(c)", Ground.PERIOD_OVER: "FADP Art. 6(4)",
        Ground.CONSENT: "FADP Art. 6(6), 32(2)(c)", Ground.PROOF: "FADP Art. 60(1)(a)",
    },
    "uk-gdpr": {
        Ground.NO_LONGER_NEEDED: "UK GDPR Art. 17(1)(a)", Ground.PERIOD_OVER: "UK GDPR Art. 5(1)(e)",
        Ground.CONSENT: "UK GDPR Art. 17(1)(b)", Ground.PROOF: "UK GDPR Art. 5(2)",
    },
    "gdpr": {
        Ground.NO_LONGER_NEEDED: "GDPR Art. 17(1)(a)", Ground.PERIOD_OVER: "GDPR Art. 5(1)(e)",
        Ground.CONSENT: "GDPR Art. 17(1)(b)", Ground.PROOF: "GDPR Art. 5(2)",
    },
}  # fmt: skip


def group_title(catalogue: Catalogue, key: str, language: str = "") -> str:
    """A data group in the language of the desk, or another one; identity is told in its two parts."""
    parts = _parts(language or desk_language())
    if key in parts:
        return parts[key]
    group = next((each for each in catalogue.groups if each.key == key), None)
    return text_in(group.title, language or desk_language()) if group is not None else key


def _parts(language: str) -> Mapping[str, str]:
    return {
        "de": {"identity": "Name und Postadresse", CONTACT: "E-Mail, Telefone, Sprache"},
        "fr": {
            "identity": "Nom et adresse postale",
            CONTACT: "E-mail, téléphones, langue",
        },
        "it": {"identity": "Nome e indirizzo postale", CONTACT: "E-mail, telefoni, lingua"},
    }.get(language, {"identity": "Name and postal address", CONTACT: "E-mail, phones, language"})


def act_name(act: Act) -> str:
    """The choice as it stands on a button."""
    return {Act.ERASE: _("Erase"), Act.RESTRICT: _("Restrict"), Act.KEEP: _("Keep")}[act]


def act_sentence(act: Act, count: int) -> str:
    """What happens to so many groups."""
    if act is Act.ERASE:
        return ngettext(
            "{n} group, removed from the records and from every new backup",
            "{n} groups, removed from the records and from every new backup",
            count,
        ).format(n=count)
    if act is Act.RESTRICT:
        return ngettext(
            "{n} group, kept as the law demands, but out of everyday work",
            "{n} groups, kept as the law demands, but out of everyday work",
            count,
        ).format(n=count)
    return ngettext(
        "{n} group, kept as the law demands, each until its date",
        "{n} groups, kept as the law demands, each until its date",
        count,
    ).format(n=count)


def ground_words(row: PlanRow) -> str:
    """Why a group goes or stays."""
    if row.changed:
        return row.reason or act_name(row.act)
    return {
        Ground.NO_LONGER_NEEDED: _("No longer needed"),
        Ground.PERIOD_OVER: _("The period is over"),
        Ground.CONSENT: _("Held by consent alone"),
        Ground.CONTRACT_RUNS: _("The contract runs"),
        Ground.CLAIMS: _("Claims from the contract"),
        Ground.ACCOUNTS: _("Accounting records"),
        Ground.VOUCHERS: _("On accounting vouchers"),
        Ground.PROOF: _("Proof of what was done"),
        Ground.WITH_RECORD: _("With the record"),
        Ground.HOLD: _("A hold stands"),
    }[row.ground]


def law_words(catalogue: Catalogue, regime: str, row: PlanRow, language: str = "") -> str:
    """The law or reason: of the rule where it stays, of the request where it goes."""
    if row.hold is not None:
        return row.hold.reason
    if row.changed:
        return _("changed against the rule")
    if row.proposed is Act.ERASE:
        return _BY_REGIME.get(regime, _BY_REGIME["gdpr"]).get(row.ground, "")
    basis = rule_basis(catalogue, row.rule, language)
    law = basis.rpartition(", ")[2]
    if any(sign.isdigit() for sign in law):
        return law
    return _BY_REGIME.get(regime, _BY_REGIME["gdpr"]).get(row.ground, basis)


def rule_basis(catalogue: Catalogue, rule: str, language: str = "") -> str:
    """The law or reason of a retention rule."""
    return text_in(catalogue.rule(rule).basis, language or desk_language())


def rule_sentence(catalogue: Catalogue, rule: str, language: str = "") -> str:
    """How long a retention rule keeps."""
    return text_in(catalogue.rule(rule).sentence, language or desk_language())


def until_words(catalogue: Catalogue, row: PlanRow) -> tuple[str, str]:
    """Until when, and the rule below it."""
    if row.act is Act.ERASE:
        return _("at once"), _("after approval")
    if row.hold is not None:
        return _("until the hold is lifted"), _("reviewed on {day}").format(
            day=wording.date_plain(row.hold.review_on)
        )
    sentence = period_words(catalogue.rule(row.rule))
    if row.until is not None:
        return wording.date_plain(row.until), sentence
    if row.ground is Ground.CONTRACT_RUNS:
        return _("while the contract runs"), sentence
    return (_("as long as the record") if row.ground is Ground.WITH_RECORD else _("once closed")), sentence


def period_words(rule: RetentionRule) -> str:
    """The rule in a few words: `contract end + 10 years`."""
    if rule.trigger is Trigger.WITH_PERSON:
        return ""
    years, months = divmod(rule.months, 12)
    length = (
        ngettext("{n} year", "{n} years", years).format(n=years)
        if not months
        else ngettext("{n} month", "{n} months", rule.months).format(n=rule.months)
    )
    start = {
        Trigger.CONTRACT_END: _("contract end"),
        Trigger.BOOKING_YEAR_END: _("booking year"),
        Trigger.EVENT: _("entry"),
        Trigger.CASE_CLOSED: _("closing"),
    }[rule.trigger]
    return f"{start} + {length}"


def held_words(row: PlanRow) -> str:
    """How much is on file, and how much of it is past its period although the rest stays."""
    words = ngettext("{n} entry", "{n} entries", row.held).format(n=wording.number(row.held))
    if row.act is not Act.ERASE and row.over:
        words += ", " + _("{n} of them go").format(n=wording.number(row.over))
    return words


def goes_words(count: int) -> str:
    """The number that goes."""
    return ngettext("{n} entry is erased.", "{n} entries are erased.", count).format(n=wording.number(count))


def state_name(state: ErasureState) -> str:
    """Where an erasure stands."""
    return {
        ErasureState.PLANNED: _("Planned"),
        ErasureState.RUNNING: _("Not finished"),
        ErasureState.CLEARING: _("Not finished"),
        ErasureState.DONE: _("Done"),
    }[state]


def obstacle_words(plan: ErasurePlan, obstacle: Obstacle) -> tuple[str, str]:
    """What stands in the way, and what settles it."""
    if obstacle is Obstacle.BALANCE and plan.balance is not None:
        amount = wording.money(*plan.balance)
        return _("Pay back {amount} first").format(amount=amount), _("or say how it was paid back")
    if obstacle is Obstacle.HOLD:
        hold = plan.holds[0]
        day = wording.date_plain(hold.review_on)
        return _("A hold stands"), _("{reason}; reviewed on {day}").format(reason=hold.reason, day=day)
    if obstacle is Obstacle.COPY_ASKED:
        return _("The copy asked for has not gone out"), _("give it out, or decide otherwise, first")
    if obstacle is Obstacle.RESTRICTION_ASKED:
        return _("The person asks that the data be kept"), _("decide the restriction first")
    if obstacle is Obstacle.CLOSING_WISH and plan.wish is not None:
        words = _("asked for in {number}; record there that they were told").format(number=plan.wish.number)
        return _("Tell the person before the account closes"), words
    if obstacle is Obstacle.NOTHING:
        return _("Nothing goes"), _("decide the right in the request instead")
    return _("Identity does not stand"), _("check it in the request")


def summary_lines(plan: ErasurePlan, catalogue: Catalogue) -> list[str]:
    """What would happen, a line each, for the one who approves; names nobody."""
    lines = [goes_words(plan.goes)]
    if plan.whole:
        lines.append(_("The record itself goes."))
    for act in Act:
        rows = plan.of(act)
        if rows:
            titles = wording.listed([group_title(catalogue, row.group) for row in rows])
            lines.append(_("{act}: {groups}").format(act=act_name(act), groups=titles))
    changed = [group_title(catalogue, row.group) for row in plan.rows if row.changed]
    if changed:
        lines.append(_("Otherwise than the rules say: {groups}").format(groups=wording.listed(changed)))
    return lines
