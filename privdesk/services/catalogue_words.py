# SPDX-License-Identifier: MIT
"""The catalogue in words, for window and command line alike."""

from collections.abc import Iterable, Mapping, Sequence

from privdesk.domain.catalogue import Catalogue, DataGroup, RecipientKind, RetentionRule, Texts, Trigger
from privdesk.domain.forms import text_in
from privdesk.i18n import _, desk_language, ngettext
from privdesk.services import wording
from privdesk.services.catalogue import recipient_kind_titles


def said(texts: Texts) -> str:
    """The text in the language of the desk, as far as there is one."""
    return text_in({code: words for code, words in texts.items() if words.strip()}, desk_language())


def period_words(rule: RetentionRule) -> str:
    """The rule in a few words: `contract end + 10 years`."""
    if rule.trigger is Trigger.WITH_PERSON:
        return _("with the person")
    return f"{trigger_name(rule.trigger)} + {length_words(rule.months)}"


def length_words(months: int) -> str:
    """`10 years`, `18 months`."""
    years, rest = divmod(months, 12)
    if months and not rest:
        return ngettext("{n} year", "{n} years", years).format(n=years)
    return ngettext("{n} month", "{n} months", months).format(n=months)


def trigger_name(trigger: Trigger) -> str:
    """What a period runs from."""
    return {
        Trigger.CONTRACT_END: _("contract end"),
        Trigger.BOOKING_YEAR_END: _("booking year"),
        Trigger.EVENT: _("entry"),
        Trigger.CASE_CLOSED: _("closing"),
        Trigger.WITH_PERSON: _("with the person"),
    }[trigger]


def kind_name(kind: RecipientKind) -> str:
    """What a recipient does."""
    return said(recipient_kind_titles()[kind])


def titles_of(keys: Iterable[str], titles: Mapping[str, Texts]) -> str:
    """The titles of these keys as a list; a key without a title is named itself."""
    return wording.listed([said(titles[key]) if key in titles else key for key in keys])


def purpose_titles(catalogue: Catalogue) -> Mapping[str, Texts]:
    """Title of each purpose."""
    return {each.key: each.title for each in catalogue.purposes}


def every_group(catalogue: Catalogue) -> Sequence[DataGroup]:
    """Those held in these records, then those kept elsewhere."""
    return (*catalogue.groups, *catalogue.elsewhere)


def groups_under(catalogue: Catalogue, rule: str) -> str:
    """The data groups that a rule holds for, as a list."""
    return wording.listed([said(each.title) for each in every_group(catalogue) if each.rule == rule])


def groups_for(catalogue: Catalogue, purpose: str) -> str:
    """The data groups that are used for a purpose, as a list."""
    return wording.listed([said(each.title) for each in every_group(catalogue) if purpose in each.purposes])
