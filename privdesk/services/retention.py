# SPDX-License-Identifier: MIT
"""Retention: what is due and what will be, disposals with four eyes, their certificates, originals on paper.

Law: GDPR Art. 5(1)(e), 5(2); FADP Art. 6(4).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from privdesk.domain.approvals import Approval, ApprovalKind, ApprovalState
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.case_fact_errors import DayInFutureError
from privdesk.domain.disclosure.document import as_json
from privdesk.domain.disposal_errors import DisposalChangedError, DisposalRunningError, DisposalSettledError
from privdesk.domain.disposals import Disposal, DisposalId, DisposalState, grown, same_rule
from privdesk.domain.erasure_plan import PaperSettledError
from privdesk.domain.erasures import Paper, PaperId
from privdesk.domain.incoming import PageImage
from privdesk.domain.retention_due import DueMonth
from privdesk.domain.staff import Permission
from privdesk.domain.vault import StaffId
from privdesk.i18n import _
from privdesk.services.approvals import Approvals, digest_of
from privdesk.services.disposal_certificate import disposal_document
from privdesk.services.disposal_run import DisposalRun
from privdesk.services.erasure_planning import last_backup_expires
from privdesk.services.erasure_ports import Clearing
from privdesk.services.exports import staged_export
from privdesk.services.office import catalogue_of, office_of
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.progress import NO_PROGRESS, Progress
from privdesk.services.report_plan import ReportRenderer
from privdesk.services.retention_reading import (
    MONTHS_AHEAD,
    WhatIsDue,
    disposal_groups,
    due_months,
    rules_as_at,
    what_is_due,
)
from privdesk.services.retention_tasks import RetentionTask, retention_tasks
from privdesk.services.retention_words import disposal_summary
from privdesk.services.workplace import Workplace

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class PlannedDisposal:
    """A disposal that has not run, and how its approval stands."""

    disposal: Disposal
    approval: Approval | None
    """The newest proposal of exactly this plan."""
    state: ApprovalState | None
    own: bool
    """Whether the signed-in member proposed it, and so carries it out."""
    stands: bool = True
    """Whether its rules are those of today, and who proposed it still may; else it is to be planned anew."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where disposals stand, without counting what is due."""

    needs_two: bool
    planned: PlannedDisposal | None
    unfinished: Disposal | None
    """One that began and must go on, or be ended, before another begins."""
    papers: tuple[Paper, ...]
    """Originals on paper of erasures and disposals that are left to destroy, the most urgent first."""
    recent: tuple[Disposal, ...] = ()


@dataclass(frozen=True, slots=True)
class MadeDisposalCertificate:
    """The finished PDF, in memory only."""

    disposal: Disposal
    pdf: bytes = field(repr=False)
    pages: int
    file_name: str


class Retention:
    """What is due by rule, and letting it go. `run` and `go_on` take minutes: call them in a job."""

    def __init__(self, place: Workplace, clearing: Clearing, renderer: ReportRenderer) -> None:
        self._place, self._clearing, self._renderer = place, clearing, renderer

    # What is due

    def due(self, day: date | None = None) -> WhatIsDue:
        """What is past its period today, or would be on `day`; two seconds at most with a million people.

        Law: GDPR Art. 5(1)(e); FADP Art. 6(4).

        Raises: NotAllowedError.
        """
        self._place.require(Permission.MANAGE_RETENTION)
        with self._place.reading() as records:
            return what_is_due(records, day or self._place.clock.today())

    def will_be_due(self, months: int = MONTHS_AHEAD) -> Sequence[DueMonth]:
        """How much of each group falls due in this month and in those that follow. Raises: NotAllowedError."""
        self._place.require(Permission.MANAGE_RETENTION)
        with self._place.reading() as records:
            return due_months(records, self._place.clock.today(), months)

    def standing(self) -> Standing:
        """Where disposals stand, and the originals on paper left to destroy. Raises: NotAllowedError."""
        self._place.require(Permission.MANAGE_RETENTION)
        need = Approvals(self._place).need(ApprovalKind.DISPOSAL)
        with self._place.reading() as records:
            planned = records.disposals.planned()
            return Standing(
                need,
                self._planned(records, planned[0]) if planned else None,
                records.disposals.unfinished(),
                tuple(records.erasures.papers(waiting=True)),
                tuple(records.disposals.recent()),
            )

    def tasks(self) -> Sequence[RetentionTask]:
        """What retention asks for today: a disposal to finish, holds to review, papers, what is due.

        Raises: NotAllowedError.
        """
        self._place.require(Permission.MANAGE_RETENTION)
        with self._place.reading() as records:
            return retention_tasks(records, self._place.clock.today())

    # Four eyes

    def propose(self, groups: Collection[str] | None = None) -> Disposal:
        """Plan a disposal of everything that is due, or of these groups, as at today; commits.

        Where two may approve, a colleague is asked; otherwise it may run at once. An earlier plan that never ran is
        forgotten. Nothing of it names anybody.

        Raises: DisposalRunningError, NothingDueError, GroupNeedsOthersError, GroupWithoutRuleError, RulePeriodError,
            GroupGoesOtherwiseError, GroupUnknownError, NotAllowedError.
        """
        self._place.require(Permission.MANAGE_RETENTION)
        with self._place.reading() as records:
            _require_none_running(records)
            due = what_is_due(records, self._place.clock.today())
        planned = disposal_groups(due, groups)
        with self._place.work() as work:
            _require_none_running(work)
            for each in work.disposals.planned():
                self._forget(work, each)
            disposal = work.disposals.add(
                Disposal(
                    DisposalId(0), "", DisposalState.PLANNED, due.as_at, planned, self._place.clock.now(),
                    self._place.member.id,
                )
            )  # fmt: skip
            self._note(work, Action.DISPOSAL_PLANNED, disposal, disposal.entries)
            work.commit()
        if Approvals(self._place).need(ApprovalKind.DISPOSAL):
            summary = disposal_summary(disposal, due.catalogue)
            Approvals(self._place).propose(
                ApprovalKind.DISPOSAL, _subject(disposal), digest_of(disposal.text()), summary
            )
        return disposal

    def withdraw(self, disposal_id: DisposalId) -> None:
        """Forget a plan that has not run; commits. Raises: DisposalSettledError, NotFoundError, NotAllowedError."""
        self._place.require(Permission.MANAGE_RETENTION)
        with self._place.work() as work:
            disposal = work.disposals.get(disposal_id)
            _require_state(disposal, DisposalState.PLANNED)
            self._forget(work, disposal)
            work.commit()

    # The run

    def run(self, disposal_id: DisposalId, progress: Progress = NO_PROGRESS) -> Disposal:
        """Carry out the plan that was shown and approved; commits batch by batch, people's writes go first.

        People under a hold, who had the use restricted or whose request is open, are left out and counted. Stopped or killed it goes
        on with `go_on`.

        Raises: DisposalChangedError, DisposalRunningError, DisposalSettledError, ApprovalMissingError: nothing went.
            Cancelled: it goes on later.
        """
        self._place.require(Permission.MANAGE_RETENTION)
        self._refuse_changed(disposal_id)
        with self._place.work() as work:
            disposal = work.disposals.get(disposal_id)
            _require_state(disposal, DisposalState.PLANNED)
            _require_none_running(work)
            Approvals(self._place).take(
                ApprovalKind.DISPOSAL, _subject(disposal), digest_of(disposal.text()), work
            )
            started = replace(
                disposal,
                state=DisposalState.RUNNING,
                backups_until=last_backup_expires(work, self._place.clock),
                started_at=self._place.clock.now(),
                run_by=self._place.member.id,
            )
            disposal = work.disposals.change(started)
            groups = (each.group for each in disposal.groups)
            self._note(work, Action.DISPOSAL_STARTED, disposal, disposal.entries, *groups)
            work.commit()
        return DisposalRun(self._place, self._clearing, disposal_id).go(progress)

    def go_on(self, disposal_id: DisposalId, progress: Progress = NO_PROGRESS) -> Disposal:
        """Take a disposal that began to its end.

        Raises: DisposalSettledError, DisposalChangedError, NotFoundError, Cancelled, NotAllowedError.
        """
        self._place.require(Permission.MANAGE_RETENTION)
        with self._place.reading() as records:
            disposal = records.disposals.get(disposal_id)
        _require_state(disposal, DisposalState.RUNNING, DisposalState.CLEARING)
        return DisposalRun(self._place, self._clearing, disposal_id).go(progress)

    def end_here(self, disposal_id: DisposalId, progress: Progress = NO_PROGRESS) -> Disposal:
        """Let a disposal that began end where it stands: what went stays gone, the rest stays; commits.

        Raises: DisposalSettledError, NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.MANAGE_RETENTION)
        with self._place.work() as work:
            disposal = work.disposals.get(disposal_id)
            _require_state(disposal, DisposalState.RUNNING, DisposalState.CLEARING)
            if disposal.state is DisposalState.RUNNING:
                ended = replace(disposal, state=DisposalState.CLEARING, ended_early=True)
                work.disposals.change(ended)
                self._note(work, Action.DISPOSAL_STOPPED, ended, ended.disposed)
                work.commit()
        return DisposalRun(self._place, self._clearing, disposal_id).go(progress)

    # What is remembered

    def get(self, disposal_id: DisposalId) -> Disposal:
        """Raises: NotFoundError, NotAllowedError."""
        self._place.require(Permission.MANAGE_RETENTION)
        with self._place.reading() as records:
            return records.disposals.get(disposal_id)

    def recent(self) -> Sequence[Disposal]:
        """What began to run, newest first. Raises: NotAllowedError."""
        self._place.require(Permission.MANAGE_RETENTION)
        with self._place.reading() as records:
            return records.disposals.recent()

    def papers(self, disposal_id: DisposalId | None = None) -> Sequence[Paper]:
        """Originals on paper of one disposal, or all that are left to destroy; the most urgent first.

        Raises: NotAllowedError.
        """
        self._place.require(Permission.MANAGE_RETENTION)
        with self._place.reading() as records:
            if disposal_id is None:
                return records.erasures.papers(waiting=True)
            return records.erasures.papers_of_disposal(disposal_id)

    def destroyed(self, paper_ids: Collection[PaperId], on: date | None = None) -> int:
        """Tick originals on paper as destroyed, such as everything of one box; how many; commits.

        Raises: PaperSettledError, NotFoundError, DayInFutureError, NotAllowedError.
        """
        self._place.require(Permission.MANAGE_RETENTION)
        today = self._place.clock.today()
        if on is not None and on > today:
            raise DayInFutureError(on, today)
        with self._place.work() as work:
            for paper_id in sorted(paper_ids):
                held = work.erasures.paper(paper_id)
                if held.destroyed_on is not None:
                    raise PaperSettledError
                done = replace(held, destroyed_on=on or today, destroyed_by=self._place.member.id)
                work.erasures.change_paper(done)
                work.audit.record(
                    AuditEvent(Action.PAPER_DESTROYED, _record_of(held), reference=held.form_number)
                )
            if paper_ids:
                work.commit()
        return len(paper_ids)

    def certificate(self, disposal_id: DisposalId, language: str | None = None) -> MadeDisposalCertificate:
        """The certificate in two parts, rendered in the worker in the office's language; recorded, not kept.

        Raises: DisposalSettledError before it has ended, NotFoundError, WorkerFailedError, NotAllowedError.
        """
        self._place.require(Permission.MANAGE_RETENTION)
        with self._place.reading() as records:
            disposal = records.disposals.get(disposal_id)
            _require_state(disposal, DisposalState.DONE)
            office = office_of(records)
            document = disposal_document(
                disposal, records.erasures.papers_of_disposal(disposal_id), office, catalogue_of(records),
                {each.id: each.name for each in records.staff.all()}, self._place.clock, language or office.language,
            )  # fmt: skip
        with self._place.work() as work:
            self._note(work, Action.CERTIFICATE_MADE, disposal, disposal.disposed)
            work.commit()
        pdf, pages = self._renderer.render(as_json(document), {})
        return MadeDisposalCertificate(disposal, pdf, pages, f"{disposal.number}.pdf")

    def certificate_page(self, made: MadeDisposalCertificate, page: int, width: int) -> PageImage:
        """One page from 0 as it will print, `width` pixels wide."""
        self._place.require(Permission.MANAGE_RETENTION)
        return self._place.files.render(made.pdf, PDF, page, width)

    def save_certificate(self, made: MadeDisposalCertificate, path: Path) -> None:
        """Write the certificate to a file that this account alone can read; commits its record first.

        Raises: FolderNotWritableError, DiskFullError, NotAllowedError.
        """
        self._place.require(Permission.MANAGE_RETENTION)
        with staged_export(path, made.pdf) as staged:
            with self._place.work() as work:
                self._note(work, Action.EXPORTED, made.disposal, made.disposal.disposed, "certificate")
                work.commit()
            staged.finish()

    def _refuse_changed(self, disposal_id: DisposalId) -> None:
        """Refuse a plan whose rules were changed, or of which more is due than was planned."""
        with self._place.reading() as records:
            disposal = records.disposals.get(disposal_id)
            _require_state(disposal, DisposalState.PLANNED)
            now = what_is_due(records, disposal.as_at)
        for planned in disposal.groups:
            line = now.line(planned.group)
            if line is None or not same_rule(planned, line.rule) or grown(planned, line.count.entries):
                raise DisposalChangedError(planned.group)

    def _forget(self, work: UnitOfWork, disposal: Disposal) -> None:
        """Drop a plan and take its proposals back, so that nobody approves what is not there any more."""
        now = self._place.clock.now()
        for held in work.approvals.about(ApprovalKind.DISPOSAL, _subject(disposal)):
            if held.state(now) in {ApprovalState.WAITING, ApprovalState.APPROVED}:
                why = _("The plan was withdrawn, or another one took its place.")
                work.approvals.change(replace(held, approved=False, decided_at=now, reason=why))
        work.disposals.drop(disposal.id)
        self._note(work, Action.DISPOSAL_WITHDRAWN, disposal, disposal.entries)

    def _planned(self, records: Records, disposal: Disposal) -> PlannedDisposal:
        digest, now = digest_of(disposal.text()), self._place.clock.now()
        about = records.approvals.about(ApprovalKind.DISPOSAL, _subject(disposal))
        approval = next((each for each in about if each.digest == digest), None)
        proposer = approval.proposed_by if approval is not None else disposal.planned_by
        own = approval is None or proposer == self._place.member.id
        rules = rules_as_at(records, disposal.as_at)
        stands = _may_still(records, proposer) and all(
            each.group in rules and same_rule(each, rules[each.group][1]) for each in disposal.groups
        )
        return PlannedDisposal(disposal, approval, approval.state(now) if approval else None, own, stands)

    def _note(self, work: UnitOfWork, action: Action, disposal: Disposal, count: int, *fields: str) -> None:
        record = f"disposal:{disposal.id}"
        work.audit.record(AuditEvent(action, record, fields, count=count, reference=disposal.number))


def _subject(disposal: Disposal) -> str:
    return f"disposal:{disposal.id}"


def _record_of(paper: Paper) -> str:
    if paper.disposal_id is not None:
        return f"disposal:{paper.disposal_id}"
    return f"erasure:{paper.erasure_id}"


def _may_still(records: Records, staff_id: StaffId) -> bool:
    """Whether who proposed a plan is still one of those who may carry it out."""
    return any(each.id == staff_id and each.may(Permission.MANAGE_RETENTION) for each in records.staff.all())


def _require_none_running(records: Records) -> None:
    running = records.disposals.unfinished()
    if running is not None:
        raise DisposalRunningError(running.number)


def _require_state(disposal: Disposal, *states: DisposalState) -> None:
    if disposal.state not in states:
        raise DisposalSettledError(disposal.number)
