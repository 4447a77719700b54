# SPDX-License-Identifier: MIT
"""The audit trail as the privacy officer reads it: found, handed out, walked, pruned by rule."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

from privdesk.domain.audit import Action, AuditEntry, AuditEvent
from privdesk.domain.audit_chain import AuditQuery, ChainBrokenError, ChainCheck, ChainFault, ChainFinding
from privdesk.domain.errors import FileThereError
from privdesk.domain.retention import add_months
from privdesk.domain.staff import Permission
from privdesk.domain.vault import AnchorState, StaffId
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.csv_export import csv_bytes
from privdesk.services.exports import staged_export
from privdesk.services.office import catalogue_of
from privdesk.services.ports import Records
from privdesk.services.progress import NO_PROGRESS, Progress
from privdesk.services.workplace import Workplace

_CHUNK = 5_000
_BATCH = 2_000
LOOK_UPS = "lookups"
"""The retention rule under which entries of the audit trail go."""


@dataclass(frozen=True, slots=True)
class AuditState:
    """How the chain stands; `first_bad` is the first entry that does not fit."""

    whole: bool
    entries: int
    first_bad: int | None
    since: date | None
    """The office's day on which it begins."""
    sentence: str
    findings: tuple[ChainFinding, ...] = ()
    head: str = ""
    """The seal of the newest entry, as reports and backups print it."""


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """Which entries are wanted, in the office's days; what is None or empty does not limit."""

    actions: frozenset[Action] = frozenset()
    staff_id: StaffId | None = None
    record: str = ""
    """Kind and number, such as `person:17`, or the number of a request or item."""
    first_day: date | None = None
    last_day: date | None = None


class AuditLog:
    """Who did what to which record, and whether the chain is whole."""

    def __init__(self, place: Workplace, outside: Callable[[], AnchorState] | None = None) -> None:
        """`outside` compares the end of the chain with the anchor beside the database, while nobody writes."""
        self._place, self._outside = place, outside

    def entries(
        self, *, record: str | None = None, actions: Iterable[Action] = (), limit: int = 200
    ) -> Sequence[AuditEntry]:
        """Return entries, newest first. Raises: NotAllowedError."""
        self._place.require(Permission.SEE_AUDIT)
        with self._place.reading() as records:
            return records.audit.entries(record=record, actions=actions, limit=limit)

    def page(
        self,
        wanted: TrailFilter = TrailFilter(),
        before: int | None = None,
        limit: int = 200,
    ) -> Sequence[AuditEntry]:
        """Entries that fit with a number below `before` (None: from the newest on), newest first.

        As quick at the end of a million entries as at the beginning. Raises: NotAllowedError.
        """
        self._place.require(Permission.SEE_AUDIT)
        with self._place.reading() as records:
            return records.audit.page(self._query(records, wanted), before, limit)

    def staff(self) -> Mapping[StaffId, str]:
        """Names of everybody who may stand in the trail. Raises: NotAllowedError."""
        self._place.require(Permission.SEE_AUDIT)
        with self._place.reading() as records:
            return {each.id: each.name for each in records.staff.all()}

    def export(
        self,
        path: Path,
        wanted: TrailFilter = TrailFilter(),
        progress: Progress = NO_PROGRESS,
        *,
        over: bool = False,
    ) -> int:
        """Write the entries that fit as CSV, oldest last, with the seal of the newest entry; how many. Recorded.

        Cells are made harmless for spreadsheets. The last line names the chain's end, so that whoever holds the
        file can prove later that the trail it was taken from is the one that the records hold.

        A file that lies there is left alone unless `over` says otherwise.

        Raises: NotAllowedError, Cancelled, FileThereError, DiskFullError, FolderNotWritableError.
        """
        self._place.require(Permission.SEE_AUDIT)
        if not over and path.exists():
            raise FileThereError(path)
        with self._place.reading() as records:
            total, head = records.audit.end()
        rows = _Counted(self._rows(wanted, total, progress))
        end = ("", "", "", "end", "audit", "", "", "", str(total), head.hex())
        data = csv_bytes(_COLUMNS, chain(rows, [end]))
        with staged_export(path, data, over=over) as staged:
            with self._place.work() as work:
                event = AuditEvent(Action.EXPORTED, "audit", count=rows.count, reference=head.hex()[:16])
                work.audit.record(event)
                work.commit()
            staged.finish()
        return rows.count

    def verify(self, progress: Progress = NO_PROGRESS, *, note: bool = True) -> AuditState:
        """Walk the whole chain in parts and say how it stands; others go on working meanwhile.

        Recorded with its result, unless `note` says otherwise (a look at the page is no act).

        Raises: NotAllowedError, Cancelled.
        """
        self._place.require(Permission.SEE_AUDIT)
        check, head = self._walk(progress)
        with self._place.work() as work:
            if self._outside is not None:
                check = _with_outside(check, self._outside())
            if note:
                result = "whole" if check.whole else check.findings[0].fault.value
                event = AuditEvent(Action.AUDIT_VERIFIED, "audit", count=check.entries, reference=result)
                work.audit.record(event)
                work.commit()
        return self._state(check, head)

    def count(self) -> int:
        """How many entries there are."""
        self._place.require(Permission.SEE_AUDIT)
        with self._place.reading() as records:
            return records.audit.count()

    def kept_until(self) -> date:
        """Entries from before this day may go: the rule of look-ups and checks. Raises: NotAllowedError."""
        self._place.require(Permission.SEE_AUDIT)
        with self._place.reading() as records:
            months = catalogue_of(records).rule(LOOK_UPS).months or 0
        today = self._place.clock.today()
        return add_months(today, -months) if months else date.min

    def prune(self, progress: Progress = NO_PROGRESS) -> int:
        """Let entries go that are older than the rule, each part behind a sealed checkpoint; how many went. Commits.

        The chain is walked first: what does not fit is never let go. It can be stopped and gone on with.

        Raises: NotAllowedError, ChainBrokenError, Cancelled.
        """
        self._place.require(Permission.MANAGE_RETENTION)
        check, _head = self._walk(progress)
        if not check.whole:
            raise ChainBrokenError(check.findings[0].first)
        before = self._place.clock.start_of(self.kept_until())
        gone = 0
        while True:
            progress.raise_if_cancelled()
            with self._place.run_work() as work:
                went = work.audit.prune(before, _BATCH)
                if not went:
                    return gone
                work.commit()
            gone += went
            progress.report(gone, 0)

    def last_check(self) -> AuditEntry | None:
        """When the chain was walked last, and with what result; None: never. Raises: NotAllowedError."""
        self._place.require(Permission.SEE_AUDIT)
        with self._place.reading() as records:
            return next(iter(records.audit.entries(actions=(Action.AUDIT_VERIFIED,), limit=1)), None)

    def _walk(self, progress: Progress) -> tuple[ChainCheck, bytes]:
        """In parts, each a read of its own, so that nobody waits and the log of changes does not grow."""
        examiner = None
        while True:
            progress.raise_if_cancelled()
            with self._place.reading() as records:
                examiner = examiner or records.audit.examiner()
                found = records.audit.examine(examiner, _CHUNK)
                last, head = records.audit.end()
                progress.report(examiner.reached, max(last, examiner.reached))
                if found < _CHUNK:
                    return examiner.finish(last, head), head

    def _rows(self, wanted: TrailFilter, newest: int, progress: Progress) -> Iterator[Sequence[str]]:
        names, before = self.staff(), newest + 1
        while True:
            progress.raise_if_cancelled()
            with self._place.reading() as records:
                found = records.audit.page(self._query(records, wanted), before, _CHUNK)
            for entry in found:
                yield self._row(entry, names)
            if len(found) < _CHUNK:
                return
            before = found[-1].sequence
            progress.report(newest - before, newest)

    def _row(self, entry: AuditEntry, names: Mapping[StaffId, str]) -> Sequence[str]:
        event = entry.event
        return (
            str(entry.sequence), self._place.clock.local(entry.at).isoformat(timespec="seconds"),
            names.get(entry.staff_id, str(entry.staff_id)), event.action.value, event.record,
            " ".join(event.fields), event.purpose.value if event.purpose else "",
            "" if event.count is None else str(event.count), event.reference, entry.mac.hex(),
        )  # fmt: skip

    def _query(self, records: Records, wanted: TrailFilter) -> AuditQuery:
        clock = self._place.clock
        return AuditQuery(
            wanted.actions,
            wanted.staff_id,
            _record(records, self._place.number(wanted.record), wanted.record.strip()) or None,
            clock.start_of(wanted.first_day) if wanted.first_day else None,
            clock.start_of(wanted.last_day + timedelta(days=1)) if wanted.last_day else None,
        )

    def _state(self, check: ChainCheck, head: bytes) -> AuditState:
        with self._place.reading() as records:
            made = records.audit.entries(actions=(Action.VAULT_CREATED,), limit=1)
        since = self._place.clock.day_of(made[0].at) if made else None
        first_bad = check.findings[0].first if check.findings else None
        return AuditState(
            check.whole, check.entries, first_bad, since, _sentence(check, since), check.findings, head.hex()
        )


def _record(records: Records, number: str, typed: str) -> str:
    """The record that a request's or an item's number means; anything else as it was typed."""
    case = records.cases.by_number(number) if number else None
    item = records.inbox.by_number(number) if number and case is None else None
    if case is not None:
        return f"case:{case.id}"
    return f"item:{item.id}" if item is not None else typed


class _Counted:
    """Rows, counted while they pass."""

    def __init__(self, rows: Iterator[Sequence[str]]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Sequence[str]]:
        for row in self._rows:
            self.count += 1
            yield row


_COLUMNS = ("number", "at", "staff", "act", "record", "fields", "purpose", "count", "reference", "seal")


def _with_outside(check: ChainCheck, outside: AnchorState) -> ChainCheck:
    """The chain may be whole and yet not the one that was acknowledged last: the anchor outside knows."""
    if outside in (AnchorState.AGREES, AnchorState.BEHIND) or not check.whole:
        return check
    end = check.begins_after + check.entries
    return ChainCheck(check.entries, check.begins_after, (ChainFinding(ChainFault.CUT, end + 1, end + 1),))


def finding_words(finding: ChainFinding) -> str:
    """One finding as a sentence."""
    first, last = wording.number(finding.first), wording.number(finding.last)
    if finding.fault is ChainFault.CUT:
        return _("The newest entries are missing, from entry {first} on.").format(first=first)
    one = finding.first == finding.last
    sentences = {
        ChainFault.ALTERED: (_("Entry {first} was altered."), _("Entries {first} to {last} were altered.")),
        ChainFault.REMOVED: (_("Entry {first} was removed."), _("Entries {first} to {last} were removed.")),
        ChainFault.REORDERED: (
            _("Entry {first} was put elsewhere."),
            _("Entries {first} to {last} were put in another order."),
        ),
    }
    return sentences[finding.fault][0 if one else 1].format(first=first, last=last)


def _sentence(check: ChainCheck, since: date | None) -> str:
    if not check.whole:
        first = wording.number(check.findings[0].first)
        words = [finding_words(each) for each in check.findings[:3]]
        return " ".join([_("The chain does not fit from entry {number} on.").format(number=first), *words])
    count = ngettext("{count} entry", "{count} entries", check.entries).format(
        count=wording.number(check.entries)
    )
    if check.begins_after:
        return _("Whole since the checkpoint at entry {number}, {entries}.").format(
            number=wording.number(check.begins_after), entries=count
        )
    if since is None:
        return _("Whole, {entries}.").format(entries=count)
    return _("Whole since {date}, {entries}.").format(date=wording.date_plain(since), entries=count)
