# SPDX-License-Identifier: MIT
"""The result of a check in words, for window and command line."""

from privdesk.domain.checking import CheckReport, Finding, FindingKey
from privdesk.domain.vault import AnchorState
from privdesk.i18n import _, ngettext
from privdesk.services.wording import number

_SHOWN = 3


def check_sentence(report: CheckReport) -> str:
    """The outcome in one or two sentences."""
    documents = ngettext("{n} document", "{n} documents", report.documents).format(n=number(report.documents))
    entries = ngettext("{n} entry", "{n} entries", report.entries).format(n=number(report.entries))
    looked = _("Looked at the database, {documents} and {entries} of what was done.").format(
        documents=documents, entries=entries
    )
    if report.whole:
        return _("The records are whole.") + " " + looked
    wrong = ngettext(
        "{n} thing is not as it should be.", "{n} things are not as they should be.", len(report.wrong)
    ).format(n=number(len(report.wrong)))
    return f"{wrong} {looked}"


def finding_sentence(finding: Finding) -> str:
    """What was found and what to do about it."""
    words = _SENTENCES[finding.key](finding.count)
    if finding.key is FindingKey.ANCHOR and finding.names:
        words = _anchor_words(finding.names[0])
    return words.format(count=number(finding.count), names=_names(finding))


def _names(finding: Finding) -> str:
    shown, more = ", ".join(finding.names[:_SHOWN]), finding.count - min(_SHOWN, len(finding.names))
    return _("{names} and {count} more").format(names=shown, count=number(more)) if more else shown


def mended_sentence(finding: Finding) -> str:
    """What a repair did."""
    sentences = {
        FindingKey.INDEX: _("The search was made anew from the people."),
        FindingKey.MATCHING: _("What finds likely duplicates was made anew from the people."),
        FindingKey.SUMS: _("The sums for retention were counted anew."),
        FindingKey.ANCHOR_SLOT: _("The spoiled half of the anchor was written again."),
        FindingKey.LEDGER_COPY: copies_mended_sentence(finding.count),
    }
    moved = ngettext(
        "{count} file was set aside in “documents/quarantine”.",
        "{count} files were set aside in “documents/quarantine”.",
        finding.count,
    )
    return sentences.get(finding.key, moved).format(count=number(finding.count))


def copies_mended_sentence(count: int) -> str:
    """Copies of the list of erasures were spoiled and are whole again."""
    return ngettext(
        "{count} copy of the list of erasures was written again; a damaged one is kept beside it.",
        "{count} copies of the list of erasures were written again; damaged ones are kept beside them.",
        count,
    ).format(count=number(count))


def removed_sentence(count: int) -> str:
    """What removing files that were set aside did."""
    if not count:
        return _("Nothing was set aside more than 30 days ago.")
    return ngettext("{count} file was removed.", "{count} files were removed.", count).format(
        count=number(count)
    )


def _seals(n: int) -> str:
    return ngettext(
        "{count} page of the database does not carry its seal: bring back a backup.",
        "{count} pages of the database do not carry their seal: bring back a backup.",
        n,
    )


def _pages(n: int) -> str:
    return ngettext(
        "{count} page of the database is damaged: bring back a backup.",
        "{count} pages of the database are damaged: bring back a backup.",
        n,
    )


def _references(n: int) -> str:
    return ngettext(
        "{count} row of the database points at something that is not there: bring back a backup.",
        "{count} rows of the database point at something that is not there: bring back a backup.",
        n,
    )


def _index(n: int) -> str:
    return ngettext(
        "The search does not fit {count} person: a repair makes it anew.",
        "The search does not fit {count} people: a repair makes it anew.",
        n,
    )


def _matching(n: int) -> str:
    return ngettext(
        "What finds likely duplicates does not fit {count} person: a repair makes it anew.",
        "What finds likely duplicates does not fit {count} people: a repair makes it anew.",
        n,
    )


def _sums(n: int) -> str:
    return ngettext(
        "The sums by which data past their period are counted are wrong on {count} day: a repair counts anew.",
        "The sums by which data past their period are counted are wrong on {count} days: a repair counts anew.",
        n,
    )


def _missing(n: int) -> str:
    return ngettext(
        "{count} document is missing from the folder “documents”: bring it back from a backup.",
        "{count} documents are missing from the folder “documents”: bring them back from a backup.",
        n,
    )


def _damaged(n: int) -> str:
    return ngettext(
        "{count} document is damaged and cannot be opened: bring it back from a backup.",
        "{count} documents are damaged and cannot be opened: bring them back from a backup.",
        n,
    )


def _orphaned(n: int) -> str:
    return ngettext(
        "{count} file in the folder “documents” belongs to no record: a repair sets it aside.",
        "{count} files in the folder “documents” belong to no record: a repair sets them aside.",
        n,
    )


def _drafts(n: int) -> str:
    return ngettext(
        "{count} half-typed page cannot be taken up again; nothing that was saved is concerned.",
        "{count} half-typed pages cannot be taken up again; nothing that was saved is concerned.",
        n,
    )


def _audit(_n: int) -> str:
    return _(
        "The record of what was done does not fit from entry {count} on: somebody altered it. Keep a copy of the folder"
        " and compare with the head printed on the last report or backup."
    )


def _ledger(_n: int) -> str:
    return _(
        "The list of erasures does not fit from entry {count} on: somebody altered it. Keep a copy of the folder and"
        " bring back a backup."
    )


def _ledger_copy(n: int) -> str:
    return ngettext(
        "{count} copy of the list of erasures is damaged or missing: a repair writes it again.",
        "{count} copies of the list of erasures are damaged or missing: a repair writes them again.",
        n,
    )


def _ledger_ahead(_n: int) -> str:
    return _(
        "A copy of the list of erasures knows more than the database: the database is older, and people who were erased"
        " may be in it again. Keep a copy of the folder and bring back a backup."
    )


def _anchor(_n: int) -> str:
    return _anchor_words("")


def _anchor_words(state: str) -> str:
    if state == AnchorState.AHEAD:
        return _(
            "The anchor remembers more than the database holds: something was lost. Bring back a backup."
        )
    if state == AnchorState.OTHER_HISTORY:
        return _("The anchor remembers another history than the database tells. Bring back a backup.")
    return _(
        "The anchor is missing or cannot be read, so that a loss would not be noticed. Ask your administrator."
    )


def _slot(_n: int) -> str:
    return _("One half of the anchor is spoiled, as after a power cut: a repair writes it again.")


def _quarantine(n: int) -> str:
    return ngettext(
        "{count} file lies in “documents/quarantine”, set aside after a crash or a repair.",
        "{count} files lie in “documents/quarantine”, set aside after a crash or a repair.",
        n,
    )


def _may_go(n: int) -> str:
    return ngettext(
        "{count} of them lies there for more than 30 days and may be removed; it goes only when you say so.",
        "{count} of them lie there for more than 30 days and may be removed; they go only when you say so.",
        n,
    )


def _leftovers(n: int) -> str:
    return ngettext(
        "{count} file in the folder was left by something interrupted, or was damaged and kept; it does no harm.",
        "{count} files in the folder were left by something interrupted, or were damaged and kept; they do no harm.",
        n,
    )


def _foreign(n: int) -> str:
    return ngettext(
        "{count} file or folder in the records’ folder is not the desk’s: {names}. Look what it is, then move it elsewhere.",
        "{count} files or folders in the records’ folder are not the desk’s: {names}. Look what they are, then move them"
        " elsewhere.",
        n,
    )


_SENTENCES = {
    FindingKey.SEALS: _seals,
    FindingKey.PAGES: _pages,
    FindingKey.REFERENCES: _references,
    FindingKey.INDEX: _index,
    FindingKey.MATCHING: _matching,
    FindingKey.SUMS: _sums,
    FindingKey.DOCUMENTS_MISSING: _missing,
    FindingKey.DOCUMENTS_DAMAGED: _damaged,
    FindingKey.DOCUMENTS_ORPHANED: _orphaned,
    FindingKey.DRAFTS: _drafts,
    FindingKey.AUDIT: _audit,
    FindingKey.LEDGER: _ledger,
    FindingKey.LEDGER_COPY: _ledger_copy,
    FindingKey.LEDGER_AHEAD: _ledger_ahead,
    FindingKey.ANCHOR: _anchor,
    FindingKey.ANCHOR_SLOT: _slot,
    FindingKey.QUARANTINE: _quarantine,
    FindingKey.MAY_GO: _may_go,
    FindingKey.LEFTOVERS: _leftovers,
    FindingKey.FOREIGN: _foreign,
}
