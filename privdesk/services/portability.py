# SPDX-License-Identifier: MIT
"""The data that a person takes along: as JSON after a documented schema, as CSV, inside a PDF and beside it.

Law: GDPR Art. 20; FADP Art. 28–29; DPO Art. 20–22.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_errors import CaseOfOtherPersonError, IdentityOpenError
from privdesk.domain.cases import Case, CaseId, CaseLetter, LetterDirection, Right
from privdesk.domain.disclosure.document import ReportDocument, as_json
from privdesk.domain.disclosure.portable import (
    PackageHead,
    PortableTable,
    left_out,
    package_json,
    portable_tables,
)
from privdesk.domain.inbox import Document, DocumentId, DocumentRole
from privdesk.domain.people import PersonId
from privdesk.domain.representation import require_authority
from privdesk.domain.staff import Permission
from privdesk.i18n import _, desk_language
from privdesk.services.csv_export import csv_bytes
from privdesk.services.exports import staged_export, staged_folder, zipped
from privdesk.services.portability_paper import (
    JSON_NAME,
    PDF_NAME,
    group_words,
    portability_document,
    portability_wording,
)
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.progress import NO_PROGRESS, Progress
from privdesk.services.report_names import group_name
from privdesk.services.report_planning import Wish, occasion_of
from privdesk.services.report_reading import read_dossier
from privdesk.services.workplace import Workplace

PDF, JSON, CSV = "application/pdf", "application/json", "text/csv"
Files = Mapping[str, bytes]


class PortabilityRenderer(Protocol):
    """Makes the paper in the worker process, and puts files into it."""

    def render(self, document: bytes, figures: Mapping[str, bytes]) -> tuple[bytes, int]:
        """The PDF and its number of pages, from the document model as JSON."""
        ...

    def attach(self, pdf: bytes, files: Files) -> bytes:
        """The same PDF with these files inside, by name."""
        ...


@dataclass(frozen=True, slots=True)
class PortableGroup:
    """One group as the desk shows it before anything is made: `rows` as they will stand in its files."""

    key: str
    title: str
    rows: int
    observed: bool


@dataclass(frozen=True, slots=True)
class PortabilityPlan:
    """What a person would take along; nothing has left the desk yet."""

    person_id: PersonId
    person_name: str
    reference: str
    case_id: CaseId | None
    language: str
    law: str
    """Its article as the desk writes it; the paper has it in the person's language."""
    as_at: date
    restricted: bool
    """Use is restricted; to the person themselves the data may go all the same."""
    groups: tuple[PortableGroup, ...]
    missing: tuple[str, ...]
    """Titles of the groups that are no part of it, in the language of the desk."""
    document: ReportDocument = field(repr=False)
    files: Files = field(repr=False)
    """JSON and CSV by name."""

    @property
    def rows(self) -> int:
        """All groups together."""
        return sum(group.rows for group in self.groups)


@dataclass(frozen=True, slots=True)
class MadePortability:
    """PDF with the files inside, and the files; in memory only."""

    plan: PortabilityPlan
    pdf: bytes = field(repr=False)
    pages: int

    @property
    def files(self) -> Files:
        """Everything that is handed out, by name; the PDF first."""
        return {PDF_NAME: self.pdf, **self.plan.files}

    @property
    def folder_name(self) -> str:
        """Proposed name: the reference, never the person's name."""
        return f"{self.plan.reference}-portability"


class Portability:
    """Data to take along, from the first look to the hand-over."""

    def __init__(self, place: Workplace, renderer: PortabilityRenderer) -> None:
        self._place, self._renderer = place, renderer

    def prepare(
        self, person_id: PersonId, *, case_id: CaseId | None = None, language: str | None = None
    ) -> PortabilityPlan:
        """Tell what the files will hold. Writes nothing. `language` None takes the person's own.

        Raises: NotFoundError, CaseOfOtherPersonError, NotAllowedError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.reading() as records:
            case = _case_of(records, case_id, person_id)
            return self._plan(records, Wish(person_id, case, language, None, ""))

    def make(self, plan: PortabilityPlan, progress: Progress = NO_PROGRESS) -> MadePortability:
        """Render the paper in the worker and put the files into it; commits the audit entry first.

        Raises: Cancelled, WorkerFailedError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.work() as work:
            self._record(work, plan, Action.PORTABILITY_MADE, plan.rows)
            work.commit()
        progress.raise_if_cancelled()
        progress.report(0, 2)
        pdf, pages = self._renderer.render(as_json(plan.document), {})
        progress.raise_if_cancelled()
        progress.report(1, 2)
        made = MadePortability(plan, self._renderer.attach(pdf, plan.files), pages)
        progress.report(2, 2)
        return made

    def hand_out(
        self, made: MadePortability, target: Path, case_id: CaseId | None = None, *, over: bool = False
    ) -> Case | None:
        """Seal the PDF among the documents, write everything to `target`, record; commits.

        `target`: a folder that is not there yet or empty, or a file ending in `.zip` (written `over` one that is
        there only where that is wanted). It appears only after the
        hand-over is recorded. Returns the request as it stands then. To the person only, so a restriction does not
        stand in the way.

        Law: GDPR Art. 12(6), 20(1), 32; FADP Art. 8, 28.

        Raises:
            CaseOfOtherPersonError: the request is of somebody else.
            IdentityOpenError: the request's identity check has not been passed.
            AuthorityExpiredError, OutsideAuthorityError: who speaks for the person may not receive it.
            FileThereError, FolderNotWritableError, DiskFullError: the place cannot be written.
        """
        self._place.require(Permission.GRANT_ACCESS)
        case_id = case_id if case_id is not None else made.plan.case_id
        with self._place.reading() as records:
            case = _case_of(records, case_id, made.plan.person_id)
            if case is not None and not case.identity_stands:
                raise IdentityOpenError
            if case is not None:
                require_authority(case, (Right.PORTABILITY,), self._place.clock.today())
        as_zip = target.suffix.casefold() == ".zip"
        export = (
            staged_export(target, zipped(made.files), over=over)
            if as_zip
            else staged_folder(target, made.files)
        )
        with export as staged:
            changed = self._record_hand_out(made, case_id, "zip" if as_zip else "folder")
            staged.finish()
        return changed

    def _plan(self, records: Records, wish: Wish) -> PortabilityPlan:
        assert wish.person_id is not None
        dossier = read_dossier(records, wish.person_id, wish.case)
        clock = self._place.clock
        plain = occasion_of(records, clock, wish, dossier)
        words = portability_wording(plain.language, plain.regime, plain.office.country)
        occasion = replace(plain, wording=words)
        tables = portable_tables(dossier)
        law = words.texts.get("cite.portability", "")
        head = PackageHead(occasion.reference, occasion.today, law, occasion.language, occasion.office)
        titles = {group.key: group_name(group) for group in occasion.catalogue.groups}
        missing = left_out(titles)
        person = dossier.person
        assert person is not None
        return PortabilityPlan(
            person_id=wish.person_id,
            person_name=person.name,
            reference=occasion.reference,
            case_id=wish.case.id if wish.case is not None else None,
            language=occasion.language,
            law=portability_wording(desk_language(), plain.regime, plain.office.country).texts.get(
                "cite.portability", ""
            ),
            as_at=occasion.today,
            restricted=person.restricted_since is not None,
            groups=tuple(
                PortableGroup(table.key, titles[table.key], len(table.rows), table.observed)
                for table in tables
            ),
            missing=tuple(titles[key] for key in missing),
            document=portability_document(dossier, occasion, tables),
            files={
                JSON_NAME: package_json(head, tables, group_words(occasion), missing),
                **{table.file: _csv(table) for table in tables},
            },
        )

    def _record_hand_out(self, made: MadePortability, case_id: CaseId | None, way: str) -> Case | None:
        plan, sealed = made.plan, self._place.sealer.seal(made.pdf)
        now = self._place.clock.now()
        document = Document(
            id=DocumentId(sealed.document_id),
            role=DocumentRole.REPORT,
            name=f"{made.folder_name}.pdf",
            media_type=PDF,
            size=sealed.size,
            sha256=sealed.sha256,
            wrapped_key=sealed.wrapped_key,
            pages=made.pages,
            created_at=now,
        )
        changed = None
        with self._place.work() as work:
            work.documents.add(document)
            work.documents.give_to(document.id, plan.person_id)
            if case_id is not None:
                case = work.cases.get(case_id)
                title = _("Data to take along")
                line = CaseLetter(now, LetterDirection.OUT, case.channel, title, "", document.id)
                changed = replace(case, letters=(*case.letters, line))
                work.cases.change(changed)
            self._record(work, plan, Action.PORTABILITY_HANDED_OUT, made.pages, (way,))
            work.commit()
        self._place.sealer.settle(document.id)
        return changed

    def _record(
        self, work: UnitOfWork, plan: PortabilityPlan, action: Action, count: int, fields: Sequence[str] = ()
    ) -> None:
        groups = fields or tuple(group.key for group in plan.groups if group.rows)
        work.audit.record(
            AuditEvent(
                action,
                f"person:{plan.person_id}",
                tuple(groups),
                Purpose.RIGHTS_REQUEST,
                count,
                plan.reference,
            )
        )


def _case_of(records: Records, case_id: CaseId | None, person_id: PersonId) -> Case | None:
    case = records.cases.get(case_id) if case_id is not None else None
    if case is not None and case.person_id != person_id:
        raise CaseOfOtherPersonError
    return case


def _csv(table: PortableTable) -> bytes:
    return csv_bytes(table.columns, table.texts())
