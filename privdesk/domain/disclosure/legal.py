# SPDX-License-Identifier: MIT
"""What the law wants told beside the data: who we are, what for, who gets data, how long, whence, which rights.

Under the CCPA, the LGPD and Quebec's law the desk knows deadlines only: their reports follow the content of the
GDPR, which asks for most, and cite the access article of their own law alone.

Law: GDPR and UK GDPR Art. 13–15; FADP Art. 19, 21, 25 (elements 2, 4–13 and 15 of docs/adr/0008).
"""

from collections.abc import Iterable

from privdesk.domain.catalogue import DataGroup, Recipient
from privdesk.domain.disclosure import elements, groups
from privdesk.domain.disclosure.document import (
    Block,
    Column,
    Fact,
    FactTable,
    GridTable,
    Paragraph,
    Run,
    Section,
)
from privdesk.domain.disclosure.dossier import Dossier, GroupKey, Occasion
from privdesk.domain.disclosure.letter import office_phone, town_line
from privdesk.domain.people import OriginKind, Source

_RIGHTS = ("rectification", "erasure", "restriction", "objection", "portability", "withdrawal")


def sections(dossier: Dossier, occasion: Occasion) -> tuple[Section, ...]:
    """The lettered sections in order."""
    built = (
        _controller(occasion),
        _purposes(dossier, occasion),
        _recipients(dossier, occasion),
        _periods(dossier, occasion),
        _sources(dossier, occasion),
        _sentence("automated", elements.AUTOMATED, occasion),
        _rights(occasion),
        _authority(occasion),
        _other_people(occasion),
        _notices(occasion),
    )
    return tuple(
        Section(key, chr(ord("A") + index), occasion.wording(f"legal.{key}.title"), tuple(blocks), marks)
        for index, (key, blocks, marks) in enumerate(built)
    )


Built = tuple[str, tuple[Block, ...], tuple[int, ...]]


def _text(text: str, *, small: bool = False) -> Paragraph:
    return Paragraph((Run(text),), small)


def _controller(occasion: Occasion) -> Built:
    words, office = occasion.wording, occasion.office
    address = ", ".join(part for part in (office.street, town_line(office)) if part)
    facts = (
        Fact(words("legal.controller.name"), office.name),
        Fact(words("legal.controller.address"), address),
        Fact(words("legal.controller.phone"), office_phone(occasion)),
        Fact(words("legal.controller.email"), office.email),
        Fact(words("legal.controller.contact"), office.privacy_contact),
    )
    known = tuple(fact for fact in facts if fact.value)
    stands = bool(office.name and address and (office.phone or office.email))
    lead = _text(words("legal.controller.text"))
    return "controller", (lead, FactTable(known, counted=False)), (elements.CONTROLLER,) if stands else ()


def _purposes(dossier: Dossier, occasion: Occasion) -> Built:
    words = occasion.wording
    heads = (
        Column(words("columns.group"), 0.24),
        Column(words("columns.categories"), 0.36),
        Column(words("columns.purposes"), 0.4),
    )
    rows = tuple(
        (
            groups.title_of(group, occasion),
            _categories(group, occasion),
            f"{groups.purposes_of(group, occasion)} ({group.basis.get(occasion.language, '')})",
        )
        for group in _shown_groups(occasion)
    )
    marks = (elements.PURPOSES, elements.CATEGORIES)
    return "purposes", (_text(words("legal.purposes.text")), GridTable(heads, rows, counted=False)), marks


def _categories(group: DataGroup, occasion: Occasion) -> str:
    words = occasion.wording
    return ", ".join(words.texts.get(f"category.{name}", name) for name in group.fields)


def _recipients(dossier: Dossier, occasion: Occasion) -> Built:
    words = occasion.wording
    heads = (
        Column(words("columns.recipient"), 0.31),
        Column(words("columns.service"), 0.25),
        Column(words("columns.country"), 0.14),
        Column(words("columns.protection"), 0.3),
    )
    agencies = [
        (
            ", ".join(part for part in (agency.name, f"{agency.postcode} {agency.town}".strip()) if part),
            words("legal.recipients.agency"),
            words.code("country", agency.country),
            _undertaking(agency.undertaking is not None, occasion),
        )
        for agency in dossier.agencies.values()
    ]
    rows = (*agencies, *(_recipient_row(each, occasion) for each in occasion.catalogue.recipients))
    blocks: list[Block] = [_text(words("legal.recipients.text" if rows else "legal.recipients.none"))]
    if rows:
        blocks.append(GridTable(heads, rows, counted=False))
    blocks += [_text(text) for text in _abroad(occasion)]
    return "recipients", tuple(blocks), (elements.RECIPIENTS, elements.SAFEGUARDS)


def _recipient_row(recipient: Recipient, occasion: Occasion) -> tuple[str, ...]:
    words = occasion.wording
    title = occasion.kind_titles.get(recipient.kind, {})
    protection = recipient.safeguard.get(occasion.language) or recipient.safeguard.get("en", "")
    if recipient.own_notice:
        notice = words("legal.recipients.own_notice", where=recipient.notice_at or recipient.name)
        protection = f"{protection} {notice}".strip()
    return (
        ", ".join(part for part in (recipient.name, recipient.address) if part),
        title.get(occasion.language, recipient.kind.value),
        words.code("country", recipient.country),
        protection or _undertaking(recipient.undertaking_signed is not None, occasion),
    )


def _undertaking(signed: bool, occasion: Occasion) -> str:
    return occasion.wording("legal.recipients.bound" if signed else "legal.recipients.by_law")


def _abroad(occasion: Occasion) -> Iterable[str]:
    """Third-country safeguards: named, or that there are none (GDPR Art. 15(2), FADP Art. 19(4))."""
    words = occasion.wording
    guarded = [each for each in occasion.catalogue.recipients if each.safeguard]
    if not guarded:
        yield words("legal.safeguards.none", cite=words.cited("safeguards"))
        return
    names = words.listed(f"{each.name} ({words.code('country', each.country)})" for each in guarded)
    yield words("legal.safeguards.named", names=names, cite=words.cited("safeguards"))


def _periods(dossier: Dossier, occasion: Occasion) -> Built:
    words = occasion.wording
    heads = (
        Column(words("columns.group"), 0.27),
        Column(words("columns.period"), 0.45),
        Column(words("columns.reason"), 0.28),
    )
    rows = []
    for group in _shown_groups(occasion):
        rule = occasion.catalogue.rule(group.rule)
        basis = rule.basis.get(occasion.language) or rule.basis.get("en", "")
        text = groups.period_text(group, dossier, occasion)
        rows.append((groups.title_of(group, occasion), text, basis))
    lead = _text(words("legal.periods.text"))
    return "periods", (lead, GridTable(heads, tuple(rows), counted=False)), (elements.PERIOD,)


def _sources(dossier: Dossier, occasion: Occasion) -> Built:
    words = occasion.wording
    texts = [words("legal.sources.person")]
    origins = [version.origin for version in dossier.history]
    from_agency = any(origin.source is Source.AGENCY for origin in origins) or any(
        each.entry.source is Source.AGENCY for each in dossier.submissions
    )
    names = words.listed(agency.name for agency in dossier.agencies.values())
    if names:
        texts.append(words("legal.sources.agency" if from_agency else "legal.sources.no_agency", names=names))
    if any(origin.kind is OriginKind.IMPORT for origin in origins):
        texts.append(words("legal.sources.imported"))
    if dossier.connections or dossier.topups or dossier.usages or dossier.usage_months:
        texts.append(words("legal.sources.machines"))
    texts.append(words("legal.sources.each"))
    return "sources", (_text(" ".join(texts)),), (elements.SOURCE,)


def _sentence(key: str, number: int, occasion: Occasion) -> Built:
    cite = occasion.wording.cited(key)
    return key, (_text(occasion.wording(f"legal.{key}.text", cite=cite)),), (number,)


def _rights(occasion: Occasion) -> Built:
    words = occasion.wording
    rows = tuple(
        Fact(words.code("right", key), words(f"legal.rights.{key}"), words.texts.get(f"cite.{key}", ""))
        for key in _RIGHTS
    )
    lead, after = _text(words("legal.rights.text")), _text(words("legal.rights.copies"))
    return "rights", (lead, FactTable(rows, counted=False), after), (elements.RIGHTS,)


def _authority(occasion: Occasion) -> Built:
    words = occasion.wording
    authority = occasion.catalogue.authorities.get(occasion.regime)
    if authority is None:
        return "authority", (_text(words("legal.authority.court")),), ()
    name = authority.name.get(occasion.language) or authority.name.get("en", "")
    text = words("legal.authority.text", cite=words.cited("authority"))
    facts = (
        Fact(words("legal.authority.name"), name),
        Fact(words("legal.authority.address"), authority.address),
        Fact(words("legal.authority.website"), authority.website),
    )
    court = _text(words("legal.authority.court"))
    return "authority", (_text(text), FactTable(facts, counted=False), court), (elements.AUTHORITY,)


def _other_people(occasion: Occasion) -> Built:
    words = occasion.wording
    text = words("legal.others.text", cite=words.cited("others"))
    return "others", (_text(text), _text(words("legal.others.look_ups"))), (elements.OTHERS,)


def _notices(occasion: Occasion) -> Built:
    words = occasion.wording
    notice = occasion.catalogue.notice_on(occasion.today)
    title = notice.title.get(occasion.language) or notice.title.get("en", notice.version)
    texts = [words("legal.notices.text", title=title), words("legal.notices.cookies")]
    if any(each.own_notice for each in occasion.catalogue.recipients):
        texts.append(words("legal.notices.third"))
    return "notices", (_text(" ".join(texts)),), ()


def _shown_groups(occasion: Occasion) -> tuple[DataGroup, ...]:
    known = {key.value for key in GroupKey}
    return tuple(
        group for group in occasion.catalogue.groups if group.key in known and occasion.includes(group.key)
    )
