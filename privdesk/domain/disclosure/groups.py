# SPDX-License-Identifier: MIT
"""All data, group by group: a numbered section each, with purposes, basis, period and recipients under it."""

from collections.abc import Callable, Iterable, Mapping

from privdesk.domain.catalogue import DataGroup, RecipientKind
from privdesk.domain.disclosure import elements, held_activity, held_facts, held_papers, held_requests
from privdesk.domain.disclosure.document import Block, Paragraph, Run, Section
from privdesk.domain.disclosure.dossier import Dossier, GroupKey, Occasion
from privdesk.domain.disclosure.periods import kept_until

Build = Callable[[Dossier, Occasion], tuple[Block, ...]]
BUILDERS: Mapping[str, Build] = {
    GroupKey.IDENTITY: held_facts.identity,
    GroupKey.CONTRACT: held_facts.contracts,
    GroupKey.REFUND: held_facts.refund,
    GroupKey.CONNECTIONS: held_activity.connections,
    GroupKey.TOP_UPS: held_activity.topups,
    GroupKey.USAGE: held_activity.usage,
    GroupKey.USAGE_SUMS: held_activity.usage_sums,
    GroupKey.SURVEYS: held_activity.surveys,
    GroupKey.CONSENTS: held_papers.consents,
    GroupKey.FORMS: held_papers.forms,
    GroupKey.REQUESTS: held_requests.requests,
    GroupKey.LETTERS: held_papers.letters,
    GroupKey.LOOK_UPS: held_papers.look_ups,
    GroupKey.DUPLICATES: held_papers.duplicates,
    GroupKey.DOCUMENTS: held_papers.documents,
}


def sections(dossier: Dossier, occasion: Occasion) -> tuple[Section, ...]:
    """One section a group of the catalogue, numbered from 1, whether anything is held or not."""
    groups = [group for group in occasion.catalogue.groups if group.key in BUILDERS]
    return tuple(_section(str(number), group, dossier, occasion) for number, group in enumerate(groups, 1))


def title_of(group: DataGroup, occasion: Occasion) -> str:
    """The group's title in the language of the letter."""
    return group.title.get(occasion.language) or group.title.get("en", group.key)


def purposes_of(group: DataGroup, occasion: Occasion) -> str:
    """The group's purposes as a list of words."""
    known = {entry.key: entry.title for entry in occasion.catalogue.purposes}
    return occasion.wording.joined(
        known[key].get(occasion.language, key) for key in group.purposes if key in known
    )


def recipients_of(group: DataGroup, dossier: Dossier, occasion: Occasion) -> tuple[str, ...]:
    """Names of those who get data of this group: the person's agencies and the office's recipients."""
    names = [agency.name for agency in dossier.agencies.values()] if _reaches_agency(group) else []
    names += [each.name for each in occasion.catalogue.recipients if each.kind.value in group.recipients]
    return tuple(dict.fromkeys(names))


def period_text(group: DataGroup, dossier: Dossier, occasion: Occasion) -> str:
    """How long the group is kept: the rule in words, and the date where it can be told."""
    words = occasion.wording
    rule = occasion.catalogue.rule(group.rule)
    sentence = rule.sentence.get(occasion.language) or rule.sentence.get("en", "")
    until = kept_until(group.key, rule, dossier, occasion)
    return words("group.until", sentence=sentence, date=words.date_long(until)) if until else sentence


def _reaches_agency(group: DataGroup) -> bool:
    return RecipientKind.AGENCY.value in group.recipients


def _section(number: str, group: DataGroup, dossier: Dossier, occasion: Occasion) -> Section:
    words = occasion.wording
    title = title_of(group, occasion)
    if not occasion.includes(group.key):
        text = words("group.left_out", reason=occasion.limited_because or "–")
        return Section(group.key, number, title, (_plain(text),))
    blocks = BUILDERS[group.key](dossier, occasion)
    if not blocks:
        return Section(group.key, number, title, (_plain(words("group.none_held")),))
    told = Paragraph(tuple(_told(group, dossier, occasion)))
    marks = (elements.PURPOSES, elements.PERIOD)
    notes = _notes(group, occasion)
    return Section(group.key, number, title, (*blocks, *notes, told), marks)


def _plain(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def _notes(group: DataGroup, occasion: Occasion) -> Iterable[Block]:
    key = f"group.note.{group.key}"
    if occasion.wording.has(key):
        yield Paragraph((Run(occasion.wording(key)),), small=True)


def _told(group: DataGroup, dossier: Dossier, occasion: Occasion) -> Iterable[Run]:
    words = occasion.wording
    names = recipients_of(group, dossier, occasion)
    parts = (
        ("group.purposes", purposes_of(group, occasion)),
        ("group.basis", group.basis.get(occasion.language, "")),
        ("group.kept", period_text(group, dossier, occasion)),
        ("group.recipients", words.joined(names) or words("group.no_recipients")),
    )
    for lead, text in parts:
        yield Run(words(lead) + " ", strong=True)
        yield Run(f"{text} " if text.endswith(".") else f"{text}. ")
