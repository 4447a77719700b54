# SPDX-License-Identifier: MIT
"""The words of the record of processing from resources/processing, and one entry of it as a sentence."""

from collections.abc import Iterator, Mapping
from functools import cache

from privdesk.domain.catalogue import RecipientKind, Texts, Trigger
from privdesk.domain.disclosure.wording import Wording
from privdesk.domain.forms import text_in
from privdesk.domain.processing import (
    OFFICE_SAYS,
    Activity,
    Gap,
    GroupUse,
    OfficeStatements,
    Persons,
    ProcessingRecord,
    RecipientUse,
)
from privdesk.resources import resource_toml
from privdesk.services.catalogue import recipient_kind_titles
from privdesk.services.figures_words import with_texts
from privdesk.services.report_wording import report_wording

_SWISS = frozenset({"CH", "LI"})
_YEARS_FROM = 36
"""Months from which a period is said in years where it is whole years."""
LETTERS: Mapping[str, tuple[str, str]] = {
    "controller": ("a", "a"), "purpose": ("b", "b"), "persons": ("c", "c"), "data": ("c", "c"),
    "recipients": ("d", "d"), "abroad": ("e", "g"), "kept": ("f", "e"), "security": ("g", "f"),
}  # fmt: skip
"""The letters of GDPR Art. 30(1) and of FADP Art. 12(2) for each element."""


@cache
def processing_words(language: str, regime: str, country: str) -> Wording:
    """The texts in `language` (English where the desk does not write it), as `country` spells and names things."""
    words = with_texts(report_wording(language, regime, country), "processing", country)
    if country in _SWISS:
        return words
    elsewhere = {key[3:]: text for key, text in words.texts.items() if key.startswith("eu.")}
    return Wording(words.language, words.version, {**words.texts, **elsewhere}, words.months)


@cache
def persons_of_groups() -> Persons:
    """Whose data stand in the desk's own groups, from resources/catalogue."""
    raw = resource_toml("catalogue", "persons.toml")
    return Persons({key: tuple(kinds) for key, kinds in raw["groups"].items()}, tuple(raw["usual"]))


def cited(element: str, words: Wording, regime: str) -> str:
    """The articles that ask for an element, the office's own law included; nothing where none does."""
    if element not in LETTERS:
        return ""
    gdpr, fadp = LETTERS[element]
    law = "law_uk" if regime == "uk-gdpr" else "law_gdpr"
    return f"{words(law, letter=gdpr)}\n{words('law_fadp', letter=fadp)}"


def persons_words(activity: Activity, statements: OfficeStatements, words: Wording) -> str:
    """Whose data an activity uses."""
    kinds: Mapping[str, Texts] = resource_toml("catalogue", "persons.toml")["kinds"]
    said = [
        statements.persons if key == OFFICE_SAYS else text_in(kinds[key], words.language)
        for key in activity.persons
    ]
    return words.joined(said) or words("not_entered")


def data_words(activity: Activity, words: Wording) -> Iterator[str]:
    """The categories of data, a line a group."""
    if not activity.groups:
        yield words("data.none")
    for use in activity.groups:
        title = text_in(use.group.title, words.language)
        fields = ", ".join(words.texts.get(f"category.{name}", name) for name in use.group.fields)
        key = "data.elsewhere" if use.elsewhere else "data.one"
        yield words(key, group=title, fields=fields or words("not_entered"))


def basis_words(activity: Activity, words: Wording) -> Iterator[str]:
    """The legal basis, a line a group."""
    for use in activity.groups:
        basis = text_in(use.group.basis, words.language) or words("not_entered")
        yield words("data.basis", group=text_in(use.group.title, words.language), basis=basis)


def kept_words(activity: Activity, words: Wording) -> Iterator[str]:
    """How long data are kept and why, a line a group."""
    for use in activity.groups:
        yield _kept(use, words)


def recipient_words(activity: Activity, words: Wording) -> Iterator[str]:
    """Who receives data, a line each."""
    if not activity.recipients:
        yield words("recipient.nobody")
    for use in activity.recipients:
        kind = _kind(use.kind, words)
        if use.count == 0:
            yield words("recipient.none", kind=kind)
        elif use.name:
            key = "recipient.named" if use.country else "recipient.nowhere"
            yield words(key, kind=kind, name=use.name, country=_country(use, words))
        else:
            key = "one" if use.count == 1 else "many"
            count, country = words.number(use.count), _country(use, words)
            yield words(f"recipient.agencies.{key}", kind=kind, count=count, country=country)


def abroad_words(activity: Activity, words: Wording) -> Iterator[str]:
    """Who receives data in another country, with what protects them there."""
    if not activity.abroad:
        yield words("abroad.none")
    for use in activity.abroad:
        name = use.name or f"{_kind(use.kind, words)} ({words.number(use.count)})"
        safeguard = text_in(use.safeguard, words.language) if use.safeguard else ""
        key = "guarded" if safeguard else "open" if use.unguarded else "shared"
        yield words(f"abroad.{key}", name=name, country=_country(use, words), safeguard=safeguard)


def measure_words(record: ProcessingRecord, words: Wording) -> Iterator[str]:
    """The measures of security: what the program does, the backups as they stand, the office's own."""
    for key in ("encryption", "access", "trail", "lock", "four_eyes"):
        yield words(f"measure.{key}")
    last = record.last_backup
    yield words("measure.backup", date=words.date_long(last)) if last else words("measure.backup_none")
    yield words("measure.own", text=record.statements.measures or words("not_entered"))


def gap_words(gap: Gap, words: Wording) -> str:
    """One thing that is missing, and where."""
    subject = text_in(gap.subject, words.language)
    if subject in set(RecipientKind):
        subject = _kind(RecipientKind(subject), words)
    return words(f"gap.{gap.kind.value}", subject=subject)


def _kept(use: GroupUse, words: Wording) -> str:
    title, rule = text_in(use.group.title, words.language), use.rule
    if rule is None:
        return words("kept.none", group=title)
    time = words.counted("time.month", rule.months)
    if rule.months >= _YEARS_FROM and rule.months % 12 == 0:
        time = words.counted("time.year", rule.months // 12)
    period = words(f"period.{Trigger(rule.trigger).value}", time=time)
    basis = text_in(rule.basis, words.language)
    if not basis:
        return words("kept.period", group=title, period=period)
    return words("kept.full", group=title, period=period, basis=basis)


def _kind(kind: RecipientKind, words: Wording) -> str:
    return text_in(recipient_kind_titles()[kind], words.language)


def _country(use: RecipientUse, words: Wording) -> str:
    return words.code("country", use.country)
