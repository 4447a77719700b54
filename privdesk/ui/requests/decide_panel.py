# SPDX-License-Identifier: MIT
"""Deciding one right: the outcomes that this role may record, the reason where it must be given."""

from collections.abc import Mapping

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.case_errors import IdentityOpenError, ReasonMissingError
from privdesk.domain.case_fact_errors import ReasonProofMissingError, ReasonUnknownError
from privdesk.domain.cases import Case, CaseId, Outcome, Right
from privdesk.domain.decisions import DecisionRule, decision_rule, may_be_decided
from privdesk.domain.staff import StaffMember
from privdesk.i18n import _
from privdesk.services.case_acts import who_may
from privdesk.services.case_page import outcome_words
from privdesk.services.case_reasons import ReasonChoice, decision_choices
from privdesk.services.request_pages import CasePage, RightRow
from privdesk.services.requests import Requests
from privdesk.ui.requests.act_panel import ActPanel, Work
from privdesk.ui.requests.reasons import decided_words
from privdesk.ui.widgets.choice import Radio
from privdesk.ui.widgets.field import ComboField, TextField
from privdesk.ui.widgets.label import Label

_OWN_WORDS = ""


class DecidePanel(ActPanel):
    """Outcomes as choices, those of others disabled with who may; Ctrl+Enter records."""

    def __init__(
        self, page: CasePage, row: RightRow, member: StaffMember, title: str, preset: Outcome | None = None
    ) -> None:
        words = "" if row.outcome is Outcome.TO_DECIDE else decided_words(row)
        super().__init__(f"decide:{row.right.value}", title, words, _("Record the decision"), "check")
        self._case, self._country = page.case, page.options.country
        self._case_id: CaseId = page.case.id
        self._right: Right = row.right
        self._group = QButtonGroup(self)
        self.choices: dict[Outcome, Radio] = {}
        self._rules: dict[Outcome, DecisionRule] = {}
        self.reasons = ComboField(_("Reason from the law"))
        self.reason = TextField(_("Reason"), lines=2, hint=_("As the person may read it"))
        self.keep("reason", self.reason, ReasonMissingError, ReasonProofMissingError)
        self.keep("usual", self.reasons, ReasonUnknownError)
        self._offered: dict[str, ReasonChoice] = {}
        self._add_choices(page.case, member, erased=page.options.erased)
        self.add_beside(self._outcomes, self._words, stretch=(2, 3))
        self.reasons.changed.connect(self._take_usual)
        first = preset or self._first(erased=page.options.erased)
        if first is not None and first in self.choices:
            self.choices[first].setChecked(True)
        self._begun = self.outcome
        self._chosen()

    def _add_choices(self, case: Case, member: StaffMember, *, erased: bool) -> None:
        self._outcomes, self._words = QWidget(), QWidget()
        column = QVBoxLayout(self._outcomes)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Label(_("Outcome"), weight=500))
        for outcome in Outcome:
            rule = decision_rule(self._right, outcome)
            if rule is None:
                continue
            why = _why_not(case, member, rule) or _unless_erased(self._right, outcome, erased=erased)
            box = Radio(outcome_words(outcome), why)
            box.setObjectName(f"outcome_{outcome.value}")
            box.setEnabled(not why)
            self._group.addButton(box)
            self.choices[outcome], self._rules[outcome] = box, rule
            column.addWidget(box)
        self._group.buttonToggled.connect(lambda _box, on: self._chosen() if on else None)
        side = QVBoxLayout(self._words)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(10)
        side.addWidget(self.reasons)
        side.addWidget(self.reason)
        holder = QHBoxLayout()
        side.addLayout(holder)

    def _first(self, *, erased: bool) -> Outcome | None:
        """The first that may be recorded; nothing while an erasure is still to be carried out."""
        if self._right is Right.ERASURE and not erased:
            return None
        return next((each for each, box in self.choices.items() if box.isEnabled()), None)

    @property
    def outcome(self) -> Outcome | None:
        """The outcome chosen."""
        return next((each for each, box in self.choices.items() if box.isChecked()), None)

    @override
    def values(self) -> Mapping[str, str]:
        typed = dict(super().values())
        if self.outcome is not None and (typed or self.outcome is not self._begun):
            typed["outcome"] = self.outcome.value
        return typed

    @override
    def set_values(self, values: Mapping[str, str]) -> None:
        wanted = values.get("outcome", "")
        for outcome, box in self.choices.items():
            if outcome.value == wanted and box.isEnabled():
                box.setChecked(True)
        super().set_values(values)

    @override
    def work(self) -> Work | None:
        outcome, reason, case_id, right = self.outcome, self.reason.value, self._case_id, self._right
        key = self.reasons.value
        if outcome is None:
            return None
        if self._rules[outcome].reason and not reason and not key:
            self.fail(ReasonMissingError())
            return None

        def decide(requests: Requests) -> Case:
            return requests.decide(case_id, right, outcome, reason, reason_key=key)

        return decide

    @override
    def fail(self, error: BaseException) -> bool:
        return not isinstance(error, IdentityOpenError) and super().fail(error)

    @override
    def take_caret(self) -> None:
        outcome = self.outcome
        if outcome is None:
            able = (box for box in self.choices.values() if box.isEnabled())
            next(able, self.leave).setFocus()
        elif self._rules[outcome].reason:
            self.reason.setFocus()
        else:
            self.act.setFocus()

    def _chosen(self) -> None:
        outcome = self.outcome
        self.act.setEnabled(outcome is not None)
        if outcome is None:
            return
        offered = decision_choices(self._case, self._right, outcome, self._country)
        self._offered = {each.key: each for each in offered}
        listed = [(_OWN_WORDS, _("Own words")), *((each.key, each.words) for each in offered)]
        self.reasons.set_options(listed, _OWN_WORDS)
        self.reasons.setVisible(bool(offered))
        self._take_usual()
        self.changed.emit()

    def _take_usual(self) -> None:
        """Own words are a must where nothing is chosen; a reason that must be shown says so."""
        chosen, outcome = self._offered.get(self.reasons.value), self.outcome
        must = outcome is not None and self._rules[outcome].reason
        if chosen is None:
            words = _("Reason *") if must else _("Reason, if there is one to tell")
        else:
            words = _("What shows it *") if chosen.proof else _("Own words besides")
        self.reason.label.setText(words)


def _why_not(case: Case, member: StaffMember, rule: DecisionRule) -> str:
    """Who may, or what comes first; empty where it may be recorded now."""
    if not member.may(rule.permission):
        return _("{role} decides").format(role=who_may(rule.permission))
    if not may_be_decided(case, rule):
        return _("once identity stands")
    return ""


def _unless_erased(right: Right, outcome: Outcome, *, erased: bool) -> str:
    """An erasure is granted by carrying it out."""
    granted = right is Right.ERASURE and outcome in {Outcome.GRANTED, Outcome.PARTLY}
    return _("once the erasure is carried out") if granted and not erased else ""
