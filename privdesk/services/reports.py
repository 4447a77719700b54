# SPDX-License-Identifier: MIT
"""The access report: what goes out, whether it is complete under the law, the PDF, and the hand-over.

Law: GDPR and UK GDPR Art. 15, FADP Art. 25–26.
"""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_errors import CaseOfOtherPersonError, ContactChangedError, IdentityOpenError
from privdesk.domain.cases import Case, CaseId, CaseLetter, LetterDirection, Right
from privdesk.domain.disclosure.document import as_json
from privdesk.domain.disclosure.errors import ExportPathMissingError, ReportIncompleteError
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.identity import contact_group, contact_standing
from privdesk.domain.inbox import Document, DocumentId, DocumentRole
from privdesk.domain.incoming import PageImage
from privdesk.domain.people import Channel, PersonField, PersonId
from privdesk.domain.representation import require_authority
from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.exports import StagedExport, staged_export
from privdesk.services.mail_drafts import mail_draft
from privdesk.services.office import office_of
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.progress import NO_PROGRESS, Progress
from privdesk.services.report_plan import (
    CountUnit,
    GroupCount,
    HandOut,
    LastHandOut,
    LawElement,
    MadeReport,
    PagePicture,
    ReportPlan,
    ReportRenderer,
)
from privdesk.services.report_planning import Wish, plan_report
from privdesk.services.report_wording import report_wording
from privdesk.services.workplace import Workplace

__all__ = [
    "CountUnit",
    "GroupCount",
    "HandOut",
    "LastHandOut",
    "LawElement",
    "MadeReport",
    "PagePicture",
    "ReportPlan",
    "ReportRenderer",
    "Reports",
]

PDF = "application/pdf"
_SERVES = {HandOut.EMAIL_DRAFT: PersonField.EMAIL, HandOut.PRINTED: PersonField.STREET}


class Reports:
    """Access reports, from the first look to the hand-over."""

    def __init__(self, place: Workplace, renderer: ReportRenderer) -> None:
        self._place, self._renderer = place, renderer

    def prepare(
        self,
        person_id: PersonId | None,
        *,
        case_id: CaseId | None = None,
        language: str | None = None,
        groups: frozenset[str] | None = None,
        reason: str = "",
    ) -> ReportPlan:
        """Tell what the report will hold and whether it is complete. Writes nothing.

        `person_id` None with a request of somebody not on file makes the answer that nothing is held.
        `language` None takes the person's own. `groups` None means everything; leaving a group out needs the
        person's own wish as `reason`, else the plan is not complete.

        Raises: NotFoundError, NotAllowedError, CaseOfOtherPersonError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.reading() as records:
            case = records.cases.get(case_id) if case_id is not None else None
            if case is not None and person_id is not None and case.person_id != person_id:
                raise CaseOfOtherPersonError
            known = person_id if person_id is not None or case is None else case.person_id
            return plan_report(records, self._place.clock, Wish(known, case, language, groups, reason))

    def make(self, plan: ReportPlan, progress: Progress = NO_PROGRESS) -> MadeReport:
        """Render the report in the worker; commits the audit entry first, nothing else is kept or written.

        Raises: ReportIncompleteError, Cancelled, SealedDocumentError, WorkerFailedError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        if plan.document is None or not plan.complete:
            raise ReportIncompleteError(tuple(element.key for element in plan.missing))
        self._record_made(plan)
        figures, missing = self._figures(plan, progress)
        progress.raise_if_cancelled()
        document = plan.document.without(missing)
        pdf, pages = self._renderer.render(as_json(document), figures)
        progress.report(len(plan.pictures) + 1, len(plan.pictures) + 1)
        return MadeReport(plan, pdf, pages, plan.reference, f"{plan.reference}.pdf")

    def page(self, made: MadeReport, page: int, width: int) -> PageImage:
        """One page from 0 as it will print, `width` pixels wide."""
        self._place.require(Permission.GRANT_ACCESS)
        return self._place.files.render(made.pdf, PDF, page, width)

    def hand_out(
        self,
        made: MadeReport,
        way: HandOut,
        case_id: CaseId | None = None,
        path: Path | None = None,
        *,
        contact_confirmed: bool = False,
    ) -> Case | None:
        """Seal the PDF among the documents, write `path` (SAVED: PDF, EMAIL_DRAFT: .eml), record; commits.

        The file appears only after the hand-over is recorded. `contact_confirmed` says that a contact changed
        within 30 days was confirmed the old way; that is recorded too. Returns the request as it stands then.

        Law: GDPR Art. 12(6) and 32, FADP Art. 8: nothing goes to somebody we do not know.

        Raises:
            CaseOfOtherPersonError: the request is of somebody else.
            IdentityOpenError: the request's identity check has not been passed.
            AuthorityExpiredError, OutsideAuthorityError: who speaks for the person may not receive it.
            ContactChangedError: the address or e-mail changed within 30 days, or none is held.
            ExportPathMissingError, FolderNotWritableError, DiskFullError: the file cannot be written.
        """
        self._place.require(Permission.GRANT_ACCESS)
        case_id = case_id if case_id is not None else made.plan.case_id
        with self._place.reading() as records:
            case = records.cases.get(case_id) if case_id is not None else None
            if case is not None and case.person_id != made.plan.person_id:
                raise CaseOfOtherPersonError
            if case is not None and not case.identity_stands:
                raise IdentityOpenError
            if case is not None:
                require_authority(case, (Right.ACCESS,), self._place.clock.today())
            resting = self._resting_contact(records, made.plan.person_id, way, case)
            if resting is not None and not contact_confirmed:
                raise ContactChangedError(*resting)
            export = self._export(records, made, way, path)
        with export as staged:
            changed = self._record_hand_out(made, way, case_id, confirmed=resting is not None)
            if staged is not None:
                staged.finish()
        return changed

    def _record_made(self, plan: ReportPlan) -> None:
        with self._place.work() as work:
            event = AuditEvent(
                Action.REPORT_MADE,
                _record(plan),
                tuple(group.key for group in plan.groups if group.included),
                Purpose.RIGHTS_REQUEST,
                sum(group.count for group in plan.groups),
                plan.reference,
            )
            work.audit.record(event)
            work.commit()

    def _figures(self, plan: ReportPlan, progress: Progress) -> tuple[dict[str, bytes], dict[str, str]]:
        """The page pictures, and a note for each page that cannot be drawn."""
        with self._place.reading() as records:
            words = report_wording(plan.language, plan.regime, office_of(records).country)
        figures: dict[str, bytes] = {}
        missing: dict[str, str] = {}
        opened: tuple[DocumentId, bytes] | None = None
        for number, picture in enumerate(plan.pictures):
            progress.raise_if_cancelled()
            progress.report(number, len(plan.pictures) + 1)
            document = picture.document
            if opened is None or opened[0] != document.id:
                opened = document.id, self._place.sealer.open(document.id, document.wrapped_key)
            try:
                figures[picture.key] = self._renderer.figure(opened[1], document.media_type, picture.page)
            except FileNotReadableError:
                text = words("pictures.not_drawn", name=document.name, page=picture.page + 1)
                missing[picture.key] = text
        return figures, missing

    def _resting_contact(
        self, records: Records, person_id: PersonId | None, way: HandOut, case: Case | None
    ) -> tuple[PersonField, date | None] | None:
        """The contact by which it would go, and from when it serves, where it does not serve yet."""
        name = _SERVES.get(way)
        at_counter = case is not None and case.channel is Channel.COUNTER and way is HandOut.PRINTED
        if name is None or person_id is None or at_counter:
            return None
        clock = self._place.clock
        history = records.people.history(person_id)
        standing = contact_standing(history, contact_group(name), clock.today(), clock.day_of)
        return None if standing.serves or not standing.held else (name, standing.serves_from)

    def _export(
        self, records: Records, made: MadeReport, way: HandOut, path: Path | None
    ) -> AbstractContextManager[StagedExport | None]:
        if way is HandOut.PRINTED:
            return nullcontext()
        if path is None:
            raise ExportPathMissingError
        return staged_export(path, made.pdf if way is HandOut.SAVED else self._draft(records, made))

    def _draft(self, records: Records, made: MadeReport) -> bytes:
        plan, office = made.plan, office_of(records)
        to = records.people.get(plan.person_id).fact(PersonField.EMAIL) if plan.person_id is not None else ""
        if not to:
            raise ContactChangedError(PersonField.EMAIL)
        words = report_wording(plan.language, plan.regime, office.country)
        title = words("letter.subject_plain" if plan.case_id is None else "letter.subject_request")
        text = words("mail.text", reference=plan.reference)
        closing = words("letter.closing")
        return mail_draft(
            office.email,
            to,
            f"{title} ({plan.reference})",
            f"{text}\n\n{closing}\n{office.name}\n",
            (made.file_name, made.pdf),
        )

    def _record_hand_out(
        self, made: MadeReport, way: HandOut, case_id: CaseId | None, *, confirmed: bool
    ) -> Case | None:
        document = self._seal(made)
        with self._place.work() as work:
            work.documents.add(document)
            if made.plan.person_id is not None:
                work.documents.give_to(document.id, made.plan.person_id)
            changed = self._among_letters(work, case_id, way, document.id)
            if confirmed:
                self._confirm_contact(work, made.plan.person_id, way)
            event = AuditEvent(
                Action.REPORT_HANDED_OUT,
                _record(made.plan),
                (way.value,),
                Purpose.RIGHTS_REQUEST,
                made.pages,
                made.reference,
            )
            work.audit.record(event)
            work.commit()
        self._place.sealer.settle(document.id)
        return changed

    def _seal(self, made: MadeReport) -> Document:
        sealed = self._place.sealer.seal(made.pdf)
        return Document(
            id=DocumentId(sealed.document_id),
            role=DocumentRole.REPORT,
            name=made.file_name,
            media_type=PDF,
            size=sealed.size,
            sha256=sealed.sha256,
            wrapped_key=sealed.wrapped_key,
            pages=made.pages,
            created_at=self._place.clock.now(),
        )

    def _among_letters(
        self, work: UnitOfWork, case_id: CaseId | None, way: HandOut, document_id: DocumentId
    ) -> Case | None:
        if case_id is None:
            return None
        case = work.cases.get(case_id)
        channel = {HandOut.PRINTED: Channel.POST, HandOut.EMAIL_DRAFT: Channel.EMAIL}.get(way, case.channel)
        at = self._place.clock.now()
        letter = CaseLetter(at, LetterDirection.OUT, channel, _("Access report"), "", document_id)
        changed = replace(case, letters=(*case.letters, letter))
        work.cases.change(changed)
        return changed

    def _confirm_contact(self, work: UnitOfWork, person_id: PersonId | None, way: HandOut) -> None:
        name = _SERVES.get(way)
        if name is None or person_id is None:
            return
        person, today = work.people.get(person_id), self._place.clock.today()
        held = sorted(field for field in contact_group(name) if person.fact(field))
        for field in held:
            work.people.confirm(person_id, field, today)
        fields = tuple(field.value for field in held)
        work.audit.record(AuditEvent(Action.CONTACT_CONFIRMED, f"person:{person_id}", fields))


def _record(plan: ReportPlan) -> str:
    return f"person:{plan.person_id}" if plan.person_id is not None else f"case:{plan.case_id}"
