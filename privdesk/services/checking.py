# SPDX-License-Identifier: MIT
"""Checking the records: database, what finds people, documents, drafts, audit chain, anchor – and safe repairs."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.checking import MOST_NAMED, CheckReport, Finding, FindingKey
from privdesk.domain.errors import DamagedDatabaseError, NotFoundError
from privdesk.domain.inbox import Document, DocumentId, ItemId
from privdesk.domain.staff import Permission
from privdesk.domain.vault import AnchorState
from privdesk.services.check_ports import CheckedRecords
from privdesk.services.ports import Records, SealedFile
from privdesk.services.progress import NO_PROGRESS, Progress
from privdesk.services.workplace import Workplace

_AT_ONCE = 50
_STEPS = 6
"""Parts besides the documents: file, index, drafts, audit chain, list of erasures, anchor."""
_CAPTURE = "capture:"


@dataclass(frozen=True, slots=True)
class SetAside:
    """Files in the quarantine, oldest first: after a crash or a repair."""

    names: tuple[str, ...]
    may_go: tuple[str, ...]
    """Those that lie there for more than 30 days."""


class Checking:
    """Whether the records are what was written. Reads while others work; holds nobody up for long."""

    def __init__(self, place: Workplace, checked: CheckedRecords) -> None:
        self._place = place
        self._checked = checked

    def check(self, progress: Progress = NO_PROGRESS, *, repair: bool = False) -> CheckReport:
        """Look for damage; with `repair` put right what loses nothing. Recorded. Seconds to minutes.

        A repair makes the search anew from the people, sets files that no record names aside (never deletes
        one), and writes a spoiled half of the anchor and spoiled copies of the list of erasures again. Everything else
        is for a backup and a person.

        Raises: NotAllowedError, Cancelled.
        """
        self._place.require(Permission.CHECK_RECORDS)
        report = _Look(self._place, self._checked, progress).report()
        if repair and report.mendable:
            report = self._mended(report)
        self._note(report)
        return report

    def rebuild_index(self, progress: Progress = NO_PROGRESS) -> int:
        """Make what finds people anew from the records, all or nothing; returns how many people. Recorded.

        About two minutes with a million people; nobody else can write meanwhile.

        Raises: NotAllowedError, Cancelled.
        """
        self._place.require(Permission.CHECK_RECORDS)
        return self._checked.mend_index((FindingKey.INDEX,), progress)[FindingKey.INDEX]

    def set_aside(self) -> SetAside:
        """What lies set aside, and what of it may go. Raises: NotAllowedError."""
        self._place.require(Permission.CHECK_RECORDS)
        today = self._place.clock.today()
        return SetAside(tuple(self._checked.quarantined()), tuple(self._checked.may_go(today)))

    def remove_set_aside(self) -> int:
        """Delete what was set aside more than 30 days ago; says how many files. Nothing goes by itself. Recorded.

        No record names any of them: what was sealed in them cannot be opened by anybody.

        Raises: NotAllowedError, DiskFullError, FolderNotWritableError.
        """
        self._place.require(Permission.CHECK_RECORDS)
        today = self._place.clock.today()
        gone = self._checked.remove_aside(self._checked.may_go(today), today)
        if gone:
            self._record(AuditEvent(Action.SET_ASIDE_REMOVED, count=len(gone)))
        return len(gone)

    def _mended(self, report: CheckReport) -> CheckReport:
        mended: list[Finding] = []
        index = {each.key for each in report.findings if each.key in _DERIVED}
        if index:
            done = self._checked.mend_index(index)
            mended += [Finding(key, count) for key, count in done.items()]
        for each in report.findings:
            if each.key is FindingKey.DOCUMENTS_ORPHANED:
                mended.append(replace(each, count=self._set_orphans_aside()))
            elif each.key is FindingKey.LEDGER_COPY:
                mended.append(replace(each, count=self._checked.mend_ledger()))
            elif each.key is FindingKey.ANCHOR_SLOT:
                mended.append(each)  # each commit writes the older slot: the two that follow write both
        for each in mended:
            self._record(AuditEvent(Action.REPAIRED, count=each.count, reference=each.key.value))
        done_keys = {each.key for each in mended}
        left = tuple(each for each in report.findings if each.key not in done_keys)
        return replace(report, findings=left, mended=tuple(mended))

    def _set_orphans_aside(self) -> int:
        today, orphans = self._place.clock.today(), orphaned(self._place, self._checked)
        for document_id in orphans:
            self._checked.set_aside(document_id, today)
        return len(orphans)

    def _note(self, report: CheckReport) -> None:
        keys = " ".join(each.key.value for each in report.wrong)
        event = AuditEvent(Action.CHECKED, count=len(report.wrong), reference=keys or "whole")
        if report.whole:
            self._record(event)
            return
        with suppress(DamagedDatabaseError):  # what is damaged may refuse to be written
            self._record(event)

    def _record(self, event: AuditEvent) -> None:
        with self._place.run_work() as work:
            work.audit.record(event)
            work.commit()


def orphaned(place: Workplace, checked: CheckedRecords) -> list[DocumentId]:
    """Sealed files in place that no record names. Files are listed first: a row is always there before its file."""
    settled = set(checked.settled())
    with place.reading() as records:
        return sorted(settled - records.documents.ids())


_DERIVED = frozenset({FindingKey.INDEX, FindingKey.MATCHING, FindingKey.SUMS})
"""What is worked out from the records, and made anew from them."""


class _Look:
    """One walk through the records."""

    def __init__(self, place: Workplace, checked: CheckedRecords, progress: Progress) -> None:
        self._place, self._checked, self._progress = place, checked, progress
        self._done, self._total = 0, _STEPS
        self._documents = self._entries = 0

    def report(self) -> CheckReport:
        found = list(self._file())
        if not any(each.key in (FindingKey.SEALS, FindingKey.PAGES) for each in found):
            for part in (self._index, self._drafts, self._audit, self._ledger, self._anchor, self._files):
                found += part()
        found += self._notices()
        return CheckReport(tuple(found), self._documents, self._entries)

    def _step(self, count: int = 1) -> None:
        self._done += count
        self._progress.report(self._done, self._total)
        self._progress.raise_if_cancelled()

    def _file(self) -> Iterable[Finding]:
        self._progress.raise_if_cancelled()
        found = tuple(self._checked.file())
        self._step()
        return found

    def _index(self) -> Iterable[Finding]:
        found = tuple(self._checked.index(self._progress))
        self._step()
        return found

    def _drafts(self) -> Iterable[Finding]:
        with self._place.reading() as records:
            bad = [key for key in records.drafts.keys() if not _readable(records, key)]  # noqa: SIM118
        self._step()
        return _some(FindingKey.DRAFTS, bad)

    def _audit(self) -> Iterable[Finding]:
        with self._place.reading() as records:
            first_bad, self._entries = records.audit.verify(), records.audit.count()
        self._step()
        return () if first_bad is None else (Finding(FindingKey.AUDIT, first_bad),)

    def _ledger(self) -> Iterable[Finding]:
        with self._place.reading() as records:
            first_bad = records.ledger.verify()
        found = (
            tuple(self._checked.ledger_copies())
            if first_bad is None
            else (Finding(FindingKey.LEDGER, first_bad),)
        )
        self._step()
        return found

    def _anchor(self) -> Iterable[Finding]:
        with self._place.run_work() as work:
            state, spoiled = self._checked.anchor(work)
        self._step()
        if state not in (AnchorState.AGREES, AnchorState.BEHIND):
            yield Finding(FindingKey.ANCHOR, 1, (state.value,))
        elif spoiled:
            yield Finding(FindingKey.ANCHOR_SLOT, spoiled)

    def _files(self) -> Iterable[Finding]:
        orphans = orphaned(self._place, self._checked)
        with self._place.reading() as records:
            known = sorted(records.documents.ids())
        self._total += len(known)
        missing: list[str] = []
        damaged: list[str] = []
        for document in self._in_turn(known):
            self._documents += 1
            sealed = SealedFile(document.id, document.wrapped_key, document.sha256, document.size)
            if not self._checked.whole(sealed) and self._still_there(document.id):
                (damaged if self._checked.exists(document.id) else missing).append(document.id)
            self._step()
        yield from _some(FindingKey.DOCUMENTS_MISSING, missing)
        yield from _some(FindingKey.DOCUMENTS_DAMAGED, damaged)
        yield from _some(FindingKey.DOCUMENTS_ORPHANED, orphans)
        yield from _some(FindingKey.FOREIGN, self._checked.foreign())

    def _in_turn(self, ids: Sequence[DocumentId]) -> Iterator[Document]:
        """The rows a few at a time, so that no reading lasts; what was erased meanwhile is left out."""
        for start in range(0, len(ids), _AT_ONCE):
            rows: list[Document] = []
            with self._place.reading() as records:
                for document_id in ids[start : start + _AT_ONCE]:
                    with suppress(NotFoundError):
                        rows.append(records.documents.get(document_id))
            yield from rows

    def _still_there(self, document_id: DocumentId) -> bool:
        with self._place.reading() as records:
            return document_id in records.documents.ids()

    def _notices(self) -> Iterable[Finding]:
        yield from _some(FindingKey.QUARANTINE, self._checked.quarantined())
        yield from _some(FindingKey.MAY_GO, self._checked.may_go(self._place.clock.today()))
        yield from _some(FindingKey.LEFTOVERS, self._checked.leftovers())


def _some(key: FindingKey, names: Sequence[str]) -> tuple[Finding, ...]:
    return (Finding(key, len(names), tuple(names[:MOST_NAMED])),) if names else ()


def _readable(records: Records, key: str) -> bool:
    """Whether a draft can be taken up again: its words are whole and what it belongs to is there."""
    draft = records.drafts.get(key)
    if draft is None:
        return True
    try:
        whole = isinstance(json.loads(draft.body), dict)
        if key.startswith(_CAPTURE):
            records.inbox.get(ItemId(int(key.removeprefix(_CAPTURE))))
    except (ValueError, NotFoundError):
        return False
    return whole
