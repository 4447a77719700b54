# SPDX-License-Identifier: MIT
"""What a check of the records looks for, what it found, and what of it may be mended without asking a backup."""

from dataclasses import dataclass
from enum import StrEnum

MOST_NAMED = 20


class FindingKey(StrEnum):
    """Something that is not as it should be; the command line prints these words."""

    SEALS = "seals"
    PAGES = "pages"
    REFERENCES = "references"
    INDEX = "index"
    MATCHING = "matching"
    SUMS = "sums"
    DOCUMENTS_MISSING = "documents_missing"
    DOCUMENTS_DAMAGED = "documents_damaged"
    DOCUMENTS_ORPHANED = "documents_orphaned"
    DRAFTS = "drafts"
    AUDIT = "audit"
    LEDGER = "ledger"
    LEDGER_COPY = "ledger_copy"
    LEDGER_AHEAD = "ledger_ahead"
    ANCHOR = "anchor"
    ANCHOR_SLOT = "anchor_slot"
    QUARANTINE = "quarantine"
    MAY_GO = "may_go"
    LEFTOVERS = "leftovers"
    FOREIGN = "foreign"


MENDABLE = frozenset({
    FindingKey.INDEX, FindingKey.MATCHING, FindingKey.SUMS, FindingKey.DOCUMENTS_ORPHANED, FindingKey.ANCHOR_SLOT,
    FindingKey.LEDGER_COPY,
})  # fmt: skip
"""What can be made anew or set aside without losing anything; all else is for a backup and a person."""
NOTICES = frozenset({FindingKey.QUARANTINE, FindingKey.MAY_GO, FindingKey.LEFTOVERS, FindingKey.FOREIGN})
"""Worth knowing, not wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of thing found.

    `count` says how many; for `audit` and `ledger` the number of the first entry that does not fit. `names` are ids of
    documents or names of files, at most twenty – never a value of a person, unless somebody gave a `foreign` file one.
    """

    key: FindingKey
    count: int
    names: tuple[str, ...] = ()

    @property
    def mendable(self) -> bool:
        """Whether a repair is safe."""
        return self.key in MENDABLE

    @property
    def notice(self) -> bool:
        """Whether it is only worth knowing."""
        return self.key in NOTICES


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check looked at and found; `mended` is what a repair put right."""

    findings: tuple[Finding, ...]
    documents: int
    """Sealed files that were opened and compared."""
    entries: int
    """Audit entries walked."""
    mended: tuple[Finding, ...] = ()

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """Findings that need somebody."""
        return tuple(each for each in self.findings if not each.notice)

    @property
    def notices(self) -> tuple[Finding, ...]:
        """Findings that are only worth knowing."""
        return tuple(each for each in self.findings if each.notice)

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong

    @property
    def mendable(self) -> bool:
        """Whether a repair would put something right."""
        return any(each.mendable for each in self.findings)
