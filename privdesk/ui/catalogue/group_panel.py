# SPDX-License-Identifier: MIT
"""Forms for data groups and retention rules."""

from dataclasses import replace

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QWidget

from privdesk.domain.catalogue import Catalogue, DataGroup, RecipientKind, RetentionRule, Trigger
from privdesk.domain.retention_rules import CAP_MONTHS
from privdesk.i18n import _, ngettext
from privdesk.services.catalogue_checks import FIXED_TRIGGERS
from privdesk.services.catalogue_words import kind_name, period_words, said, trigger_name
from privdesk.ui.catalogue.panels import LABEL, EntryPanel, LanguageLines, wide
from privdesk.ui.theme import theme
from privdesk.ui.widgets.choice_field import CheckField
from privdesk.ui.widgets.field import ComboField, LineField, TextField

_MONTHS = 1200


class GroupPanel(EntryPanel):
    """A data group: title, purposes, basis, rule, who gets it; what is kept elsewhere also names its fields."""

    def __init__(self, host: QWidget, catalogue: Catalogue, group: DataGroup | None, key: str) -> None:
        super().__init__(
            host, _("Change the data group") if group else _("Add a data group"), _("Save the data group"),
            ""
            if group
            else _(
                "A group of your own is kept elsewhere, such as pictures of a camera: it stands in the record of processing."
            ),
        )  # fmt: skip
        self._group = group or DataGroup(key, {}, (), {}, catalogue.rules[0].key, ())
        self._held = any(each.key == self._group.key for each in catalogue.groups)
        label = theme().scaled(LABEL)
        self.title_lines = LanguageLines(_("Title"), "title", self._group.title)
        self.purposes = CheckField(
            _("Purposes"), [(each.key, said(each.title)) for each in catalogue.purposes], mandatory=True,
            label_width=label, upright=True,
        )  # fmt: skip
        self.purposes.set_value(frozenset(self._group.purposes))
        self.basis = LanguageLines(_("Basis in law"), "basis", self._group.basis)
        options = [(each.key, f"{period_words(each)}, {said(each.basis)}") for each in catalogue.rules]
        self.rule = ComboField(_("Kept"), options, value=self._group.rule, label_width=label)
        self.recipients = CheckField(
            _("Who gets it"), [(kind.value, kind_name(kind)) for kind in RecipientKind], label_width=label,
            upright=True,
        )  # fmt: skip
        self.recipients.set_value(frozenset(self._group.recipients))
        self.what = TextField(
            _("What it holds"), value="\n".join(self._group.fields), lines=3, label_width=label,
            hint=_("a line each"),
        )  # fmt: skip
        self.what.setVisible(not self._held)
        wide(self.rule, "rule")
        self.place(self.title_lines, self.purposes, self.basis, self.rule, self.recipients, self.what)

    def complete(self) -> bool:
        if not self.title_lines.require(_("The title is missing.")):
            return False
        if not self.purposes.value:
            self.purposes.set_error(_("Tick at least one purpose."))
            return False
        return self.basis.require(_("The legal basis is missing."))

    @property
    def entry(self) -> DataGroup:
        """The group as typed; purposes and recipients stay in the order of the catalogue."""
        typed = tuple(line.strip() for line in self.what.value.splitlines() if line.strip())
        return replace(
            self._group,
            title=self.title_lines.texts,
            purposes=_in_order(self._group.purposes, self.purposes.value, list(self.purposes.boxes)),
            basis=self.basis.texts,
            rule=self.rule.value,
            recipients=_in_order(self._group.recipients, self.recipients.value, list(self.recipients.boxes)),
            fields=self._group.fields if self._held else typed,
        )


class RulePanel(EntryPanel):
    """A retention rule: from when, how long, why, and in which country that law holds."""

    def __init__(self, host: QWidget, rule: RetentionRule | None, key: str) -> None:
        years = CAP_MONTHS // 12
        super().__init__(
            host, _("Change the retention rule") if rule else _("Add a retention rule"), _("Save the rule"),
            ngettext(
                "The notice promises {n} year after the contract at most, unless a law sets another period.",
                "The notice promises {n} years after the contract at most, unless a law sets another period.",
                years,
            ).format(n=years),
        )  # fmt: skip
        self._rule = rule or RetentionRule(key, Trigger.CONTRACT_END, 12, {}, {})
        label = theme().scaled(LABEL)
        self.trigger = ComboField(
            _("Counted from"), [(each.value, trigger_name(each)) for each in Trigger],
            value=self._rule.trigger.value, label_width=label,
        )  # fmt: skip
        self.trigger.control.setEnabled(self._rule.key not in FIXED_TRIGGERS)
        self.months = LineField(_("Months"), value=str(self._rule.months), mandatory=True, label_width=label)
        self.months.line.setValidator(QIntValidator(0, _MONTHS, self))
        self.basis = LanguageLines(_("Law or reason"), "basis", self._rule.basis)
        self.country = LineField(
            _("Country of the law"), value=self._rule.jurisdiction, label_width=label,
            hint=_("two letters, such as CH; empty for a reason without a law"),
        )  # fmt: skip
        self.country.line.setMaxLength(2)
        self.sentence = LanguageLines(_("What people read"), "sentence", self._rule.sentence)
        for name, field in (("trigger", self.trigger), ("months", self.months), ("country", self.country)):
            wide(field, name)
        self.trigger.changed.connect(self._trigger_chosen)
        self.place(self.trigger, self.months, self.basis, self.country, self.sentence)
        self._trigger_chosen()

    def _trigger_chosen(self) -> None:
        """What stays with the person has no period of its own."""
        with_person = self.trigger.value == Trigger.WITH_PERSON.value
        if with_person:
            self.months.set_value("0")
        self.months.control.setEnabled(not with_person)

    def complete(self) -> bool:
        return self.needs(self.months) and self.basis.require(_("The reason is missing."))

    @property
    def entry(self) -> RetentionRule:
        """The rule as typed."""
        return replace(
            self._rule,
            trigger=Trigger(self.trigger.value),
            months=int(self.months.value or 0),
            basis=self.basis.texts,
            jurisdiction=self.country.value.upper(),
            sentence=self.sentence.texts,
        )


def _in_order(before: tuple[str, ...], ticked: frozenset[str], offered: list[str]) -> tuple[str, ...]:
    """What is ticked: in the order it had, what is new behind it."""
    kept = [key for key in before if key in ticked or key not in offered]
    return (*kept, *(key for key in offered if key in ticked and key not in kept))
