# SPDX-License-Identifier: MIT
"""Erasing a person's data: the plan, changes with their reasons, four eyes, the run, the certificate.

Law: GDPR and UK GDPR Art. 17–19; FADP Art. 32.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from privdesk.domain.approvals import Approval, ApprovalKind, ApprovalState
from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_fact_errors import DayInFutureError
from privdesk.domain.cases import Case, CaseId
from privdesk.domain.catalogue import Catalogue
from privdesk.domain.disclosure.document import as_json
from privdesk.domain.disclosure.office_paper import paper_as_json
from privdesk.domain.erasure_plan import (
    Act,
    ChangeReasonMissingError,
    Choice,
    ErasurePlan,
    ErasureRunningError,
    PaperSettledError,
    PlanChangedError,
    require_choice,
)
from privdesk.domain.erasures import Erasure as ErasureRecord
from privdesk.domain.erasures import ErasureId, ErasureState, Paper, PaperId
from privdesk.domain.incoming import PageImage
from privdesk.domain.people import PersonId
from privdesk.domain.restriction import RestrictionGround
from privdesk.domain.staff import Permission
from privdesk.domain.tellings import TellingCause
from privdesk.services.approvals import Approvals, digest_of
from privdesk.services.erasure_certificate import certificate_document
from privdesk.services.erasure_plan_paper import PlanOnPaper, plan_paper
from privdesk.services.erasure_planning import asking_request, planned_of, read_plan, refuse_obstacles
from privdesk.services.erasure_ports import Clearing
from privdesk.services.erasure_run import ErasureRun, frozen, papers_of
from privdesk.services.erasure_words import summary_lines
from privdesk.services.exports import staged_export
from privdesk.services.gone_people import GonePeople, as_on_file
from privdesk.services.office import catalogue_of, office_of
from privdesk.services.office_papers import MadePaper, PaperRenderer
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.progress import NO_PROGRESS, Progress
from privdesk.services.report_plan import ReportRenderer
from privdesk.services.restrictions import restrict
from privdesk.services.tellings import note_tellings
from privdesk.services.workplace import Workplace

PDF = "application/pdf"
BALANCE = "balance"


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan with what it is shown with."""

    plan: ErasurePlan
    catalogue: Catalogue
    person_name: str
    case_number: str
    regime: str
    needs_two: bool
    approval: Approval | None
    """The newest proposal of exactly this plan."""
    state: ApprovalState | None
    own_proposal: bool
    unfinished: ErasureRecord | None
    """An erasure of this person that began and must go on first."""


@dataclass(frozen=True, slots=True)
class Carried:
    """An erasure that ran, and the address its certificate goes to: held in memory only, it may be gone by now."""

    erasure: ErasureRecord
    address: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class MadeCertificate:
    """The finished PDF, in memory only."""

    erasure: ErasureRecord
    pdf: bytes = field(repr=False)
    pages: int
    file_name: str
    addressed: bool = True
    """Whether the desk still knows where it goes."""


class ErasureRenderer(ReportRenderer, PaperRenderer, Protocol):
    """Certificates are letters with their parts, plans are papers of the office."""


class Erasure:
    """Erasing people's data. `run` and `resume` take seconds: call them in a job."""

    def __init__(
        self, place: Workplace, clearing: Clearing, renderer: ErasureRenderer, gone: GonePeople | None = None
    ) -> None:
        """`gone`: where certificates and last letters go, shared with `Letters`."""
        self._place, self._clearing, self._renderer = place, clearing, renderer
        self._gone = gone or GonePeople()

    # The plan

    def plan(self, person_id: PersonId, case_id: CaseId | None = None) -> ErasurePlan:
        """What would go, what stays by which law and until when, as at today. Writes nothing.

        Law: GDPR Art. 17(1), (3); FADP Art. 6(4), 32(2)(c).

        Raises: NotFoundError, CaseOfOtherPersonError, NotAllowedError.
        """
        self._place.require(Permission.ERASE)
        with self._place.reading() as records:
            return read_plan(records, self._place.clock, person_id, case_id)

    def page(self, person_id: PersonId, case_id: CaseId | None = None) -> PlanPage:
        """The plan with the person's name, the law, and how its approval stands; a recorded look-up.

        Raises: as `plan`.
        """
        self._place.require(Permission.ERASE)
        self._look_up(person_id, case_id)
        with self._place.reading() as records:
            plan = read_plan(records, self._place.clock, person_id, case_id)
            case = records.cases.get(case_id) if case_id is not None else None
            approval = self._newest(records, plan)
            running = [each for each in records.erasures.of_person(person_id) if each.unfinished]
            return PlanPage(
                plan,
                catalogue_of(records),
                records.people.get(person_id).name,
                case.number if case is not None else "",
                case.regime if case is not None else office_of(records).regime,
                Approvals(self._place).need(ApprovalKind.ERASURE),
                approval,
                approval.state(self._place.clock.now()) if approval is not None else None,
                approval is not None and approval.proposed_by == self._place.member.id,
                running[0] if running else None,
            )

    def change(
        self, person_id: PersonId, group: str, act: Act, reason: str, case_id: CaseId | None = None
    ) -> ErasurePlan:
        """Decide about one group otherwise than the rules, with the reason; or as the rules say again; commits.

        Raises: ChangeReasonMissingError, GroupLockedError, GroupUnknownError, OpenHoldError, NotFoundError.
        """
        self._place.require(Permission.ERASE)
        with self._place.work() as work:
            row = read_plan(work, self._place.clock, person_id, case_id).row(group)
            require_choice(row, act, reason)
            back = act is row.proposed
            self._choose(work, person_id, group, None if back else Choice(act, reason.strip()))
            work.commit()
        return self.plan(person_id, case_id)

    def settle_balance(self, person_id: PersonId, how: str, case_id: CaseId | None = None) -> ErasurePlan:
        """Say how money of the person was paid back, such as the day and the way; commits.

        Raises: ChangeReasonMissingError, NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.ERASE)
        if not how.strip():
            raise ChangeReasonMissingError(BALANCE)
        with self._place.work() as work:
            work.people.get(person_id)
            planned = self._planned(work, person_id)
            work.erasures.change(replace(planned, paid_back=how.strip()))
            self._note_planned(work, person_id, BALANCE)
            work.commit()
        return self.plan(person_id, case_id)

    # Four eyes

    def propose(self, person_id: PersonId, case_id: CaseId | None = None) -> Approval:
        """Ask a colleague to approve exactly this plan; commits. Says nothing that names the person.

        Raises: OpenHoldError and what else stands in the way; NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.ERASE)
        with self._place.reading() as records:
            plan = read_plan(records, self._place.clock, person_id, case_id)
            refuse_obstacles(records, plan)
            summary = summary_lines(plan, catalogue_of(records))
        return Approvals(self._place).propose(
            ApprovalKind.ERASURE, _subject(person_id), digest_of(plan.text()), summary
        )

    def plan_paper(self, page: PlanPage) -> MadePaper:
        """The plan that is shown as a PDF, rendered in the worker; it names the person, and its making is recorded.

        Raises: WorkerFailedError, NotAllowedError.
        """
        self._place.require(Permission.ERASE)
        with self._place.work() as work:
            office = office_of(work)
            record, number = f"person:{page.plan.person_id}", page.case_number
            event = AuditEvent(
                Action.EXPORTED, record, ("erasure_plan",), Purpose.RIGHTS_REQUEST, None, number
            )
            work.audit.record(event)
            work.commit()
        shown = PlanOnPaper(
            page.plan, page.catalogue, office, page.regime, page.person_name, page.case_number
        )
        pdf, pages = self._renderer.render_paper(paper_as_json(plan_paper(shown)))
        return MadePaper(pdf, pages, f"{page.case_number or page.plan.person_id}-plan.pdf", page.case_number)

    def plan_paper_page(self, made: MadePaper, page: int, width: int) -> PageImage:
        """One page from 0 as it will print, `width` pixels wide."""
        self._place.require(Permission.ERASE)
        return self._place.files.render(made.pdf, PDF, page, width)

    # The run

    def run(self, plan: ErasurePlan, progress: Progress = NO_PROGRESS) -> Carried:
        """Carry out the plan that was shown, in one go; a group that began comes to its end, commits group by group.

        Stopped or killed it goes on with `resume`. Tells nobody: recipients to be told stand open from now on.

        Raises: PlanChangedError, ErasureRunningError, OpenHoldError, IdentityOpenError, CopyOwedError,
            BalanceLeftError, ApprovalMissingError: nothing was erased. Cancelled: it goes on later.
        """
        self._place.require(Permission.ERASE)
        erasure, address = self._begin(plan)
        return Carried(ErasureRun(self._place, self._clearing, erasure.id).go(progress), address)

    def resume(self, erasure_id: ErasureId, progress: Progress = NO_PROGRESS) -> Carried:
        """Take an erasure that began to its end. Raises: NotFoundError, Cancelled, NotAllowedError."""
        self._place.require(Permission.ERASE)
        with self._place.reading() as records:
            erasure = records.erasures.get(erasure_id)
            if erasure.person_id is not None and self._gone.of_erasure(erasure_id) is None:
                self._remember(records, erasure, erasure.person_id)
            address = self._address(records, erasure)
        return Carried(ErasureRun(self._place, self._clearing, erasure_id).go(progress), address)

    def unfinished(self) -> Sequence[ErasureRecord]:
        """Erasures that began and must go on. Raises: NotAllowedError."""
        self._place.require(Permission.ERASE)
        with self._place.reading() as records:
            return records.erasures.unfinished()

    def get(self, erasure_id: ErasureId) -> ErasureRecord:
        """Raises: NotFoundError, NotAllowedError."""
        self._place.require(Permission.ERASE)
        with self._place.reading() as records:
            return records.erasures.get(erasure_id)

    def recent(self) -> Sequence[ErasureRecord]:
        """What began to run, newest first. Raises: NotAllowedError."""
        self._place.require(Permission.ERASE)
        with self._place.reading() as records:
            return records.erasures.recent()

    def of_case(self, case_id: CaseId) -> Sequence[ErasureRecord]:
        """Erasures that ran for one request, newest first. Raises: NotAllowedError."""
        self._place.require(Permission.ERASE)
        with self._place.reading() as records:
            return [each for each in records.erasures.of_case(case_id) if each.started_at is not None]

    # What is left to do

    def papers(self, erasure_id: ErasureId | None = None, *, waiting: bool = False) -> Sequence[Paper]:
        """Originals on paper to destroy, the most urgent first. Raises: NotAllowedError."""
        self._place.require(Permission.ERASE)
        with self._place.reading() as records:
            return records.erasures.papers(erasure_id, waiting=waiting)

    def destroyed(self, paper_id: PaperId, on: date | None = None) -> Paper:
        """Tick an original on paper as destroyed; commits.

        Raises: PaperSettledError, NotFoundError, DayInFutureError, NotAllowedError.
        """
        self._place.require(Permission.ERASE)
        today = self._place.clock.today()
        if on is not None and on > today:
            raise DayInFutureError(on, today)
        with self._place.work() as work:
            held = work.erasures.paper(paper_id)
            if held.destroyed_on is not None:
                raise PaperSettledError
            done = replace(held, destroyed_on=on or today, destroyed_by=self._place.member.id)
            work.erasures.change_paper(done)
            theirs = f"disposal:{held.disposal_id}" if held.disposal_id is not None else ""
            record = theirs or f"erasure:{held.erasure_id}"
            work.audit.record(AuditEvent(Action.PAPER_DESTROYED, record, reference=held.form_number))
            work.commit()
        return done

    def certificate(
        self, erasure_id: ErasureId, address: tuple[str, ...] = (), language: str | None = None
    ) -> MadeCertificate:
        """The certificate in two parts, rendered in the worker in the person's language; recorded, not kept.

        `address`: what `run` gave, and known until the desk locks; without it it names the request only.

        Raises: NotFoundError, WorkerFailedError, NotAllowedError.
        """
        self._place.require(Permission.ERASE)
        with self._place.reading() as records:
            erasure = records.erasures.get(erasure_id)
            case = records.cases.get(erasure.case_id) if erasure.case_id is not None else None
            known = address or self._address(records, erasure)
            document = certificate_document(
                erasure,
                records.erasures.papers(erasure_id),
                office_of(records),
                catalogue_of(records),
                case.number if case is not None else "",
                known,
                self._place.clock,
                language or erasure.language,
            )
        with self._place.work() as work:
            event = AuditEvent(Action.CERTIFICATE_MADE, f"erasure:{erasure_id}", reference=erasure.number)
            work.audit.record(event)
            work.commit()
        pdf, pages = self._renderer.render(as_json(document), {})
        return MadeCertificate(erasure, pdf, pages, f"{erasure.number}.pdf", bool(known))

    def certificate_page(self, made: MadeCertificate, page: int, width: int) -> PageImage:
        """One page from 0 as it will print, `width` pixels wide."""
        self._place.require(Permission.ERASE)
        return self._place.files.render(made.pdf, PDF, page, width)

    def save_certificate(self, made: MadeCertificate, path: Path) -> None:
        """Write the certificate to a file that this account alone can read; commits its record first.

        Raises: FolderNotWritableError, DiskFullError, NotAllowedError.
        """
        self._place.require(Permission.ERASE)
        with staged_export(path, made.pdf) as staged:
            with self._place.work() as work:
                record, number = f"erasure:{made.erasure.id}", made.erasure.number
                work.audit.record(AuditEvent(Action.EXPORTED, record, ("certificate",), reference=number))
                work.commit()
            staged.finish()

    def _begin(self, plan: ErasurePlan) -> tuple[ErasureRecord, tuple[str, ...]]:
        """The transaction in which the approval is used up and the plan becomes a run."""
        with self._place.work() as work:
            person = work.people.get(plan.person_id)
            if any(each.unfinished for each in work.erasures.of_person(person.id)):
                raise ErasureRunningError
            fresh = read_plan(work, self._place.clock, person.id, plan.case_id)
            refuse_obstacles(work, fresh)
            if fresh.text() != plan.text():
                raise PlanChangedError
            Approvals(self._place).take(
                ApprovalKind.ERASURE, _subject(person.id), digest_of(fresh.text()), work
            )
            case = asking_request(work, person.id) if plan.case_id is None else work.cases.get(plan.case_id)
            groups = [row.group for row in fresh.rows if row.goes]
            note_tellings(work, self._place, person.id, TellingCause.ERASED, groups, case=case)
            if fresh.restricts and person.restricted_since is None:
                restrict(work, self._place, person, RestrictionGround.KEPT_BY_LAW, case=case)
            planned = self._planned(work, person.id)
            erasure = work.erasures.change(self._started(planned, fresh, case, person.language))
            work.erasures.add_papers(papers_of(fresh, erasure.id, self._place.clock.today()))
            record = f"person:{person.id}"
            work.audit.record(
                AuditEvent(
                    Action.ERASURE_STARTED, record, tuple(groups), Purpose.RIGHTS_REQUEST, fresh.goes, erasure.number
                )
            )  # fmt: skip
            gone = as_on_file(work, self._place.clock, person.id, case)
            told = [each.id for each in work.tellings.of_person(person.id) if each.open]
            work.commit()
        self._gone.keep(gone, erasure.id, erasure.case_id, told)
        return erasure, gone.address

    def _started(
        self, planned: ErasureRecord, plan: ErasurePlan, case: Case | None, language: str
    ) -> ErasureRecord:
        return replace(
            planned,
            case_id=case.id if case is not None else None,
            state=ErasureState.RUNNING,
            language=language,
            whole=plan.whole,
            restricts=plan.restricts,
            rows=frozen(plan),
            backups_until=plan.backups_until,
            started_at=self._place.clock.now(),
            run_by=self._place.member.id,
        )

    def _planned(self, work: UnitOfWork, person_id: PersonId) -> ErasureRecord:
        held = planned_of(work, person_id)
        if held is not None:
            return held
        return work.erasures.add(ErasureRecord(ErasureId(0), "", person_id, None, ErasureState.PLANNED))

    def _choose(self, work: UnitOfWork, person_id: PersonId, group: str, choice: Choice | None) -> None:
        planned = self._planned(work, person_id)
        choices: Mapping[str, Choice] = {
            key: each for key, each in planned.choices.items() if key != group
        } | ({group: choice} if choice is not None else {})
        work.erasures.change(replace(planned, choices=choices))
        self._note_planned(work, person_id, group)

    def _note_planned(self, work: UnitOfWork, person_id: PersonId, group: str) -> None:
        work.audit.record(
            AuditEvent(Action.ERASURE_PLANNED, f"person:{person_id}", (group,), Purpose.RIGHTS_REQUEST)
        )

    def _newest(self, records: Records, plan: ErasurePlan) -> Approval | None:
        about = records.approvals.about(ApprovalKind.ERASURE, _subject(plan.person_id))
        digest = digest_of(plan.text())
        now = self._place.clock.now()
        return next(
            (each for each in about if each.digest == digest and each.state(now) is not ApprovalState.USED),
            None,
        )

    def _look_up(self, person_id: PersonId, case_id: CaseId | None) -> None:
        with self._place.work() as work:
            work.people.get(person_id)
            number = work.cases.get(case_id).number if case_id is not None else ""
            record = f"person:{person_id}"
            work.audit.record(
                AuditEvent(Action.PERSON_VIEWED, record, (), Purpose.RIGHTS_REQUEST, None, number)
            )
            work.commit()

    def _remember(self, records: Records, erasure: ErasureRecord, person_id: PersonId) -> None:
        """Whom the last letters go to, of an erasure that goes on; part of it may be gone already."""
        case = records.cases.get(erasure.case_id) if erasure.case_id is not None else None
        told = [each.id for each in records.tellings.of_person(person_id) if each.open]
        gone = as_on_file(records, self._place.clock, person_id, case)
        self._gone.keep(gone, erasure.id, erasure.case_id, told)

    def _address(self, records: Records, erasure: ErasureRecord) -> tuple[str, ...]:
        """As it stood before the erasure; once the desk was locked, as far as it is still on file."""
        gone = self._gone.of_erasure(erasure.id)
        if gone is not None:
            return gone.address
        if erasure.person_id is None:
            return ()
        return as_on_file(records, self._place.clock, erasure.person_id, None).address


def _subject(person_id: PersonId) -> str:
    return f"person:{person_id}"
