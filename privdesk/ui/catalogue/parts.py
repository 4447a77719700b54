# SPDX-License-Identifier: MIT
"""The parts of the catalogue, and their entries as rows: each row a sentence."""

from datetime import date
from enum import StrEnum

from privdesk.domain.agencies import Undertaking
from privdesk.domain.catalogue import (
    ANY_COUNTRY,
    Authority,
    DataGroup,
    EntryKind,
    Notice,
    Office,
    PaperHolder,
    PurposeEntry,
    Recipient,
    RecipientKind,
    RetentionRule,
)
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.catalogue_desk import CatalogueState
from privdesk.services.catalogue_words import (
    every_group,
    groups_for,
    groups_under,
    kind_name,
    period_words,
    purpose_titles,
    said,
    titles_of,
)
from privdesk.services.regimes import Regimes
from privdesk.ui.catalogue.promises import Standing, standing
from privdesk.ui.widgets.rows import Cell, Column, Row, Section, Tag

Entry = DataGroup | PurposeEntry | RetentionRule | Recipient | Notice | Authority


class Part(StrEnum):
    """What the tabs show."""

    GROUPS = "groups"
    PURPOSES = "purposes"
    RULES = "rules"
    RECIPIENTS = "recipients"
    NOTICES = "notices"
    AUTHORITIES = "authorities"
    OFFICE = "office"


KINDS = {
    Part.GROUPS: EntryKind.GROUP, Part.PURPOSES: EntryKind.PURPOSE, Part.RULES: EntryKind.RULE,
    Part.AUTHORITIES: EntryKind.AUTHORITY,
}  # fmt: skip
"""Parts whose entries lie over a default one."""
HOLDERS = {Part.RECIPIENTS: PaperHolder.RECIPIENT, Part.NOTICES: PaperHolder.NOTICE}
"""Parts whose entries have papers."""
RECORDS = {
    Part.GROUPS: "group", Part.PURPOSES: "purpose", Part.RULES: "rule", Part.RECIPIENTS: "recipient",
    Part.NOTICES: "notice", Part.AUTHORITIES: "authority", Part.OFFICE: "office",
}  # fmt: skip
"""How the audit trail names an entry of each part."""


def part_words(state: CatalogueState | None) -> list[tuple[str, str, int | None]]:
    """Key, words and count of each tab."""
    words = {
        Part.GROUPS: _("Data groups"), Part.PURPOSES: _("Purposes"), Part.RULES: _("Retention rules"),
        Part.RECIPIENTS: _("Recipients"), Part.NOTICES: _("Notices"), Part.AUTHORITIES: _("Authorities"),
        Part.OFFICE: _("Office"),
    }  # fmt: skip
    count = {part: len(entries_of(part, state)) for part in Part} if state is not None else {}
    return [(part.value, words[part], count.get(part) or None) for part in Part]


def entries_of(part: Part, state: CatalogueState) -> dict[str, Entry]:
    """Every entry of a part by its key."""
    catalogue = state.catalogue
    if part is Part.NOTICES:
        return {each.version: each for each in reversed(catalogue.notices)}
    entries: dict[Part, tuple[DataGroup | PurposeEntry | RetentionRule | Recipient | Authority, ...]] = {
        Part.GROUPS: tuple(every_group(catalogue)), Part.PURPOSES: catalogue.purposes,
        Part.RULES: catalogue.rules, Part.RECIPIENTS: catalogue.recipients, Part.AUTHORITIES: catalogue.register,
    }  # fmt: skip
    return {each.key: each for each in entries.get(part, ())}


def columns_of(part: Part) -> list[Column]:
    """The columns of a part."""
    titles = {
        Part.GROUPS: (_("Data group and purposes"), _("Kept, and by which law or reason"), ""),
        Part.PURPOSES: (_("Purpose"), _("Data groups"), ""),
        Part.RULES: (_("Kept"), _("Data groups"), _("Country")),
        Part.RECIPIENTS: (_("Recipient"), _("Safeguard or own notice"), _("Undertaking")),
        Part.NOTICES: (_("Version"), _("In force"), _("Wording")),
        Part.AUTHORITIES: (_("Authority"), _("Laws"), _("Address")),
        Part.OFFICE: ("", "", ""),
    }[part]
    wide = 118 if part in (Part.GROUPS, Part.PURPOSES) else 150
    return [
        Column(titles[0], stretch=5),
        Column(titles[1], stretch=4, hide_below=0 if part is Part.OFFICE else 620),
        Column(titles[2], wide),
    ]


def rows_of(part: Part, state: CatalogueState, office: Office, today: date) -> list[Row]:
    """The rows of a part."""
    if part is Part.OFFICE:
        return office_rows(office)
    return [entry_row(part, key, entry, state, today) for key, entry in entries_of(part, state).items()]


def sections_of(part: Part) -> dict[str, Section]:
    """Heads between the rows."""
    if part is Part.GROUPS:
        return {"elsewhere": Section(_("Kept elsewhere"), _("not in these records"))}
    return {"ended": Section(_("Get nothing any more"), _("stay named, because they had data"))}


def entry_row(part: Part, key: str, entry: Entry, state: CatalogueState, today: date) -> Row:
    """One entry as a row."""
    if isinstance(entry, Recipient):
        return _recipient_row(entry, state, today)
    if isinstance(entry, Notice):
        return _notice_row(entry, state, today)
    own = _own_tag(part, key, state)
    if isinstance(entry, DataGroup):
        return _group_row(entry, state, own)
    if isinstance(entry, RetentionRule):
        return _rule_row(entry, state, own)
    if isinstance(entry, Authority):
        return _authority_row(entry, own)
    cells = (
        Cell(said(entry.title), tone="strong"),
        Cell(groups_for(state.catalogue, key) or _("none yet"), tone="muted"),
        Cell(tags=own),
    )
    return Row(key, cells, tooltip=groups_for(state.catalogue, key))


def office_rows(office: Office) -> list[Row]:
    """Who we are, as it stands on letters."""
    facts = {
        "name": (_("Name"), office.name),
        "address": (
            _("Address"),
            ", ".join(filter(None, (office.street, f"{office.postcode} {office.town}".strip()))),
        ),
        "contact": (_("Contact for data protection"), office.privacy_contact),
        "phone": (_("Phone"), wording.phone(office.phone, office.country) if office.phone else ""),
        "email": (_("E-mail"), office.email),
        "law": (_("Law"), Regimes().get(office.regime).name),
        "place": (_("Place"), office.place),
    }
    return [
        Row(
            key,
            (
                Cell(label, tone="muted"),
                Cell(value or _("missing"), tone="normal" if value else "look"),
                Cell(),
            ),
        )
        for key, (label, value) in facts.items()
    ]


def standing_of(recipient: Recipient, today: date) -> Standing:
    """How a recipient's undertaking stands; none is wanted of an authority or a recipient with a notice of its own."""
    signed = recipient.undertaking_signed
    if ended(recipient, today):
        day = wording.date_plain(recipient.until) if recipient.until is not None else ""
        return Standing(_("until {day}").format(day=day), "muted")
    if signed is None:
        free = recipient.kind is RecipientKind.AUTHORITY or recipient.own_notice
        return Standing(_("none needed"), "muted") if free else Standing(_("none on file"), "look")
    return standing(Undertaking(signed, "", recipient.undertaking_expires), today)


def ended(recipient: Recipient, today: date) -> bool:
    """Whether a recipient gets nothing any more."""
    return recipient.until is not None and recipient.until < today


def in_force(notice: Notice, state: CatalogueState, today: date) -> bool:
    """Whether this version is the one of today."""
    return state.catalogue.notice_on(today).version == notice.version


def _own_tag(part: Part, key: str, state: CatalogueState) -> tuple[Tag, ...]:
    kind = KINDS.get(part)
    if kind is None or not state.is_own(kind, key):
        return ()
    return (Tag(_("Added"), "info") if state.is_added(kind, key) else Tag(_("Changed"), "accent"),)


def _group_row(group: DataGroup, state: CatalogueState, own: tuple[Tag, ...]) -> Row:
    rule = state.catalogue.rule(group.rule)
    purposes = titles_of(group.purposes, purpose_titles(state.catalogue))
    elsewhere = group in state.catalogue.elsewhere
    cells = (
        Cell(said(group.title), second=purposes, tone="strong"),
        Cell(period_words(rule), second=said(rule.basis)),
        Cell(tags=own),
    )
    words = _("Basis: {basis}").format(basis=said(group.basis))
    return Row(group.key, cells, section="elsewhere" if elsewhere else "", tooltip=f"{purposes}\n{words}")


def _rule_row(rule: RetentionRule, state: CatalogueState, own: tuple[Tag, ...]) -> Row:
    groups = groups_under(state.catalogue, rule.key)
    cells = (
        Cell(period_words(rule), second=said(rule.basis), tone="strong"),
        Cell(groups or _("none"), second=said(rule.sentence)),
        Cell(rule.jurisdiction or _("any"), tags=own, tone="normal" if rule.jurisdiction else "muted"),
    )
    return Row(rule.key, cells, tooltip=f"{said(rule.sentence)}\n{said(rule.basis)}\n{groups}")


def _recipient_row(recipient: Recipient, state: CatalogueState, today: date) -> Row:
    how = standing_of(recipient, today)
    papers = state.papers_of(PaperHolder.RECIPIENT, recipient.key)
    words = ngettext("{n} paper", "{n} papers", len(papers)).format(n=len(papers)) if papers else ""
    own = recipient.notice_at or _("yes") if recipient.own_notice else ""
    guard = said(recipient.safeguard)
    cells = (
        Cell(
            recipient.name, after=kind_name(recipient.kind), tone="strong",
            second=", ".join(filter(None, (recipient.address, recipient.country))),
        ),
        Cell(guard or (_("own notice: {where}").format(where=own) if own else ""), tone="muted"),
        Cell(how.words, second=words, tone=how.tone),
    )  # fmt: skip
    return Row(recipient.key, cells, section="ended" if ended(recipient, today) else "", jump=recipient.name)


def _notice_row(notice: Notice, state: CatalogueState, today: date) -> Row:
    papers = state.papers_of(PaperHolder.NOTICE, notice.version)
    later = [
        each.in_force_from for each in state.catalogue.notices if each.in_force_from > notice.in_force_from
    ]
    start = wording.date_plain(notice.in_force_from)
    tags: tuple[Tag, ...] = ()
    if notice.in_force_from > today:
        words, tags = _("from {day} on").format(day=start), (Tag(_("To come"), "info"),)
    elif in_force(notice, state, today):
        words, tags = _("since {day}").format(day=start), (Tag(_("In force"), "sure"),)
    else:
        end = wording.date_plain(min(later)) if later else ""
        words = _("from {day} until {end}").format(day=start, end=end)
    count = ngettext("{n} paper", "{n} papers", len(papers)).format(n=len(papers))
    cells = (
        Cell(notice.version, second=said(notice.title), tone="strong"),
        Cell(words, tags=tags, digits=True),
        Cell(count if papers else _("not here"), tone="normal" if papers else "look"),
    )
    return Row(notice.version, cells)


def _authority_row(authority: Authority, own: tuple[Tag, ...]) -> Row:
    country = _("every country") if authority.country == ANY_COUNTRY else authority.country
    names = wording.listed([law_name(law) for law in authority.regimes])
    cells = (
        Cell(said(authority.name), second=authority.address, tone="strong"),
        Cell(names, second=country, tags=own),
        Cell(
            _("looked at") if authority.reviewed else _("not certain"),
            tone="muted" if authority.reviewed else "look",
        ),
    )
    return Row(authority.key, cells, tooltip=f"{said(authority.name)}\n{authority.address}")


def law_name(law: str) -> str:
    """The short name of a law; its key where it is not one of ours."""
    return next((each.name for each in Regimes().all() if each.id == law), law)
