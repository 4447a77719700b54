# SPDX-License-Identifier: MIT
"""The right side of the Catalogue page: the whole entry in words, what may be done, its papers, what was changed."""

from collections.abc import Callable, Sequence
from datetime import date

from privdesk.domain.audit import AuditEntry
from privdesk.domain.catalogue import Authority, DataGroup, Notice, Recipient, RecipientKind, RetentionRule
from privdesk.domain.inbox import Document
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.catalogue_desk import CatalogueState
from privdesk.services.catalogue_words import (
    groups_for,
    groups_under,
    kind_name,
    period_words,
    purpose_titles,
    said,
    titles_of,
)
from privdesk.ui.catalogue.parts import Entry, law_name, standing_of
from privdesk.ui.widgets.act_list import Act, ActList
from privdesk.ui.widgets.facts import Fact, Facts
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.pane import Pane, empty_layout

HISTORY = 8


class CatalogueSide(Pane):
    """Shows the current entry; the history comes later, when it was read."""

    def __init__(self) -> None:
        super().__init__("left", spacing=8)
        self._history = Pane("none", padding=0, spacing=4)

    def show_nothing(self, words: str) -> None:
        """No entry is chosen."""
        self.clear()
        self._history = Pane("none", padding=0, spacing=4)
        self.add(Label(words, tone="muted", wrap=True))
        self.add_stretch()

    def show_entry(
        self, entry: Entry, state: CatalogueState, today: date, acts: Sequence[Act], papers: Sequence[Document],
        day_of: Callable[[Document], date],
    ) -> None:  # fmt: skip
        """Show an entry whole."""
        self.clear()
        self.add(Label(_title(entry), "heading", wrap=True))
        facts = Facts(label_width=84, lines=True)
        facts.set_facts([fact for fact in _facts(entry, state, today) if fact.value])
        listed = ActList()
        listed.set_acts(acts)
        self.add(facts, listed)
        if isinstance(entry, Recipient | Notice):
            self.add_line()
            self.add_heading(_("Papers"), _("sealed") if papers else _("none yet"))
            for paper in papers:
                pages = ngettext("{n} page", "{n} pages", paper.pages).format(n=paper.pages)
                words = _("{pages}, since {day}").format(pages=pages, day=wording.date_plain(day_of(paper)))
                self.add(Label(paper.name, wrap=True), Label(words, "caption", "muted"))
        self.add_line()
        self._history = Pane("none", padding=0, spacing=4)
        self.add(self._history)
        self.add_stretch()

    def show_history(self, entries: Sequence[tuple[AuditEntry, str, str]]) -> None:
        """Who changed which parts and when: (entry, day in words, name)."""
        empty_layout(self._history.column)
        self._history.add_heading(_("Changes"), "" if entries else _("none yet"))
        for entry, day, name in entries[:HISTORY]:
            parts = changed_words(entry.event.fields)
            self._history.add(Label(parts, wrap=True), Label(f"{day}, {name}", "caption", "muted", wrap=True))


def changed_words(parts: Sequence[str]) -> str:
    """`period and what people read`; a new entry has all its parts, which says nothing."""
    if "key" in parts or "version" in parts:
        return _("entered")
    return wording.listed(list(dict.fromkeys(part_name(part) for part in parts)))


def part_name(part: str) -> str:
    """A part of an entry in words, as the history names it."""
    return {
        "title": _("title"), "purposes": _("purposes"),
        "basis": _("basis"), "rule": _("rule"), "recipients": _("recipients"), "fields": _("what it holds"),
        "trigger": _("from when"), "months": _("period"), "sentence": _("what people read"),
        "jurisdiction": _("country"), "name": _("name"), "address": _("address"), "website": _("website"),
        "source": _("source"), "reviewed": _("looked at"), "regimes": _("laws"), "country": _("country"),
        "kind": _("what they do"), "safeguard": _("safeguard"), "own_notice": _("own notice"),
        "notice_at": _("own notice"), "undertaking_signed": _("undertaking"),
        "undertaking_expires": _("undertaking"), "until": _("last day"), "in_force_from": _("in force"),
        "paper": _("paper added"), "paper_removed": _("paper removed"), "default": _("back to the default"),
        "removed": _("removed"),
    }.get(part, part)  # fmt: skip


def _title(entry: Entry) -> str:
    if isinstance(entry, Recipient):
        return entry.name
    if isinstance(entry, Notice):
        return entry.version
    if isinstance(entry, RetentionRule):
        return period_words(entry)
    return said(entry.name if isinstance(entry, Authority) else entry.title)


def _facts(entry: Entry, state: CatalogueState, today: date) -> list[Fact]:
    catalogue = state.catalogue
    if isinstance(entry, DataGroup):
        rule = catalogue.rule(entry.rule)
        kinds = {kind.value: kind_name(kind) for kind in RecipientKind}
        return [
            Fact(_("Used for"), titles_of(entry.purposes, purpose_titles(catalogue))),
            Fact(_("Basis"), said(entry.basis)),
            Fact(_("Kept"), said(rule.sentence)),
            Fact(_("Because"), said(rule.basis)),
            Fact(_("Gets it"), wording.listed([kinds.get(key, key) for key in entry.recipients])),
        ]
    if isinstance(entry, RetentionRule):
        return [
            Fact(_("People read"), said(entry.sentence)),
            Fact(_("Because"), said(entry.basis)),
            Fact(_("Country"), entry.jurisdiction),
            Fact(_("Holds for"), groups_under(catalogue, entry.key)),
        ]
    if isinstance(entry, Recipient):
        return _recipient_facts(entry, today)
    if isinstance(entry, Notice):
        return [
            Fact(_("Title"), said(entry.title)),
            Fact(_("In force"), _("from {day} on").format(day=wording.date_plain(entry.in_force_from))),
        ]
    if isinstance(entry, Authority):
        return [
            Fact(_("Address"), entry.address),
            Fact(_("Website"), entry.website),
            Fact(_("Source"), entry.source),
            Fact(_("Laws"), wording.listed([law_name(law) for law in entry.regimes])),
            Fact(
                _("Looked at"), _("yes") if entry.reviewed else _("not certain: look at the source"),
                tone="normal" if entry.reviewed else "look",
            ),
        ]  # fmt: skip
    return [Fact(_("Data groups"), groups_for(catalogue, entry.key) or _("none yet"))]


def _recipient_facts(recipient: Recipient, today: date) -> list[Fact]:
    how = standing_of(recipient, today)
    own = recipient.notice_at or _("yes") if recipient.own_notice else ""
    until = wording.date_plain(recipient.until) if recipient.until is not None else ""
    return [
        Fact(_("Does"), kind_name(recipient.kind)),
        Fact(_("Address"), recipient.address),
        Fact(_("Country"), recipient.country),
        Fact(_("Safeguard"), said(recipient.safeguard)),
        Fact(_("Own notice"), own),
        Fact(_("Undertaking"), how.words, tone="normal" if how.tone == "muted" else how.tone),
        Fact(_("Until"), until),
    ]
