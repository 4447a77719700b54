# SPDX-License-Identifier: MIT
"""Letters: which may be written, the draft with its gaps named, the paper, and the way out – each recorded."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_errors import ContactChangedError, IdentityOpenError
from privdesk.domain.cases import Case, CaseLetter, LetterDirection
from privdesk.domain.disclosure.errors import ExportPathMissingError
from privdesk.domain.inbox import Document, DocumentId, DocumentRole
from privdesk.domain.incoming import PageImage
from privdesk.domain.letter_errors import LetterNotDueError, LetterOutdatedError
from privdesk.domain.letter_json import letter_json
from privdesk.domain.letters import Letter, LetterKind
from privdesk.domain.mail_account import (
    MailAccount,
    MailAddressError,
    MailNotRecordedError,
    MailPasswordMissingError,
)
from privdesk.domain.people import Channel, PersonField
from privdesk.domain.representation import require_authority
from privdesk.domain.staff import Permission
from privdesk.domain.submissions import SubmissionState
from privdesk.services.case_clock import CaseClock
from privdesk.services.exports import StagedExport, staged_export
from privdesk.services.gone_people import GonePeople
from privdesk.services.letter_about import About, email_of, read_about, rests_on, standing_of
from privdesk.services.letter_codes import new_code
from privdesk.services.letter_composing import CODE_HIDDEN, composed, draft_of, nameless, shown
from privdesk.services.letter_effects import take_effect
from privdesk.services.letter_mail import mail_subject, mail_text
from privdesk.services.letter_names import letter_name
from privdesk.services.letter_offers import GIVES_OUT, answered_rights, case_offers, why_not
from privdesk.services.letter_plan import (
    FiledLetter,
    LetterDraft,
    LetterOffer,
    LetterPreview,
    LetterSubject,
    LetterWay,
    MadeLetter,
)
from privdesk.services.letter_ports import LetterRenderer, MailSecrets, Post
from privdesk.services.letterhead import logo_of, mail_account_of, require_sound
from privdesk.services.mail_drafts import is_address, mail_draft, mail_message
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.regimes import Regimes
from privdesk.services.request_drafts import keep_draft, read_draft
from privdesk.services.workplace import Workplace

PDF = "application/pdf"
_BY_MAIL = frozenset({LetterWay.EMAIL_DRAFT, LetterWay.SENT})
_FORM_KINDS = {
    SubmissionState.INCOMPLETE: LetterKind.PLEASE_COMPLETE,
    SubmissionState.SERVICE_REFUSED: LetterKind.SERVICE_REFUSED,
}


class Letters:
    """Letters of the office, from the offer to the file in the correspondence."""

    def __init__(
        self,
        place: Workplace,
        renderer: LetterRenderer,
        post: Post,
        secrets: MailSecrets,
        gone: GonePeople | None = None,
    ) -> None:
        """`gone`: whom the last letters of an erasure go to, shared with `Erasure`."""
        self._place, self._renderer, self._post, self._secrets = place, renderer, post, secrets
        self._gone = gone or GonePeople()

    def offers(self, subject: LetterSubject) -> Sequence[LetterOffer]:
        """Every letter about a request, a form or a telling; the next one first. Writes nothing.

        Raises: NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.reading() as records:
            about = self._about(records, subject)
            if about.telling is not None:
                kind = LetterKind.RECIPIENT_NOTICE
                return [LetterOffer(kind, letter_name(kind), about.telling.open)]
            if about.submission is not None:
                due = _FORM_KINDS.get(about.submission.state)
                return [LetterOffer(each, letter_name(each), each is due) for each in _FORM_KINDS.values()]
            if about.case is None:
                return ()
            return case_offers(about.case, about.person, self._place.member, self._place.clock.today())

    def draft(
        self,
        subject: LetterSubject,
        kind: LetterKind,
        language: str | None = None,
        typed: Mapping[str, str] | None = None,
    ) -> LetterDraft:
        """Fill a letter from the records; `typed`: free parts, chosen reasons and the address as written so far.

        `language` None takes the person's own. Names everything that is missing. Writes nothing.

        Raises: NotFoundError, NotAllowedError, LetterTemplateError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.reading() as records:
            about = self._about(records, subject, language)
            return draft_of(records, self._place, about, kind, typed or {})

    def kept(self, subject: LetterSubject, kind: LetterKind) -> Mapping[str, str]:
        """What was half written for this letter before a lock or a change of mind; empty when nothing was."""
        self._place.require(Permission.GRANT_ACCESS)
        return read_draft(self._place, self._key(subject, kind))

    def keep(self, subject: LetterSubject, kind: LetterKind, typed: Mapping[str, str]) -> None:
        """Make what is half written durable; nothing typed drops it. Commits; needs no audit entry.

        Of a letter to somebody whose record is gone nothing is kept: it would bring their name back.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.reading() as records:
            about = self._about(records, subject)
        if not about.erased:
            keep_draft(self._place, draft_key(about, kind), typed)

    def preview(self, draft: LetterDraft) -> LetterPreview:
        """The paper as it stands now, gaps marked; empty where nothing can be shown yet. Writes nothing.

        Raises: WorkerFailedError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        letter = shown(draft)
        if letter is None:
            return LetterPreview(b"", 0, draft.missing)
        pdf, pages = self._paper(letter)
        return LetterPreview(pdf, pages, draft.missing)

    def make(self, draft: LetterDraft) -> MadeLetter:
        """The finished letter in memory. A code letter gets its code here, which commits; nothing else is kept.

        Raises: MissingPartError, LetterNotDueError, ContactChangedError, WorkerFailedError, NotAllowedError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        composed(draft, CODE_HIDDEN)
        self._require_due(draft)
        name = f"{draft.reference or draft.kind.value}-{draft.kind.value}.pdf"
        if draft.kind is not LetterKind.IDENTITY_CODE:
            letter = composed(draft)
            pdf, pages = self._paper(letter)
            filed = self._paper(nameless(draft))[0] if draft.nameless else b""
            return MadeLetter(draft, letter, pdf, pages, name, filed)
        hidden = composed(draft, CODE_HIDDEN)
        letter = composed(draft, self._new_code(draft))
        pdf, pages = self._paper(letter)
        return MadeLetter(draft, hidden, pdf, pages, name, self._paper(hidden)[0])

    def page(self, pdf: bytes, page: int, width: int) -> PageImage:
        """One page from 0 as it will print, `width` pixels wide."""
        self._place.require(Permission.GRANT_ACCESS)
        return self._place.files.render(pdf, PDF, page, width)

    def can_send(self) -> bool:
        """Whether a mail account is set up, so that letters can be sent from here."""
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.reading() as records:
            return mail_account_of(records).ready

    def finish(
        self, made: MadeLetter, way: LetterWay, path: Path | None = None, *, contact_confirmed: bool = False
    ) -> FiledLetter:
        """Let the letter go: seal it among the documents, put it in the correspondence, record what it does; commits.

        SAVED writes the PDF to `path`, EMAIL_DRAFT a draft for the mail program; the file appears only once it is
        recorded. SENT hands it to the mail server first: what was not sent is not recorded as sent. `contact_confirmed`
        says that a contact changed within 30 days was confirmed the old way.

        Law: GDPR Art. 12(3), 12(6) and 32; FADP Art. 8.

        Raises:
            LetterOutdatedError: it was decided otherwise meanwhile, goes to somebody else, or the record is gone.
            IdentityOpenError, ContactChangedError, AuthorityExpiredError, OutsideAuthorityError: it tells of data.
            ExportPathMissingError, FolderNotWritableError, DiskFullError: the file cannot be written.
            MailNotSetUpError, MailPasswordMissingError, MailAddressError, MailFailedError: it was not sent.
            MailNotRecordedError: it was sent, and could not be filed.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.reading() as records:
            about = self._about(records, made.draft.subject, made.draft.language)
            if rests_on(about) != made.draft.rests_on:
                raise LetterOutdatedError
            resting = self._allowed(records, about, made.draft.kind, way, confirmed=contact_confirmed)
            export = self._export(records, about, made, way, path)
            account, recipient = mail_account_of(records), email_of(records, about)
        with export as staged:
            document = self._seal(made)
            if way is LetterWay.SENT:
                self._send(account, recipient, made)
            filed = self._recorded(made, document, way, resting)
            if staged is not None:
                staged.finish()
        return filed

    # Before it goes

    def _about(self, records: Records, subject: LetterSubject, language: str | None = None) -> About:
        return read_about(records, self._place.member, subject, language, self._gone)

    def _require_due(self, draft: LetterDraft) -> None:
        """Refuse a letter that the request does not carry. Raises: LetterNotDueError."""
        if draft.subject.case_id is None:
            return
        with self._place.reading() as records:
            about = self._about(records, draft.subject)
            today, member = self._place.clock.today(), self._place.member
            if about.case is not None and why_not(draft.kind, about.case, about.person, member, today):
                raise LetterNotDueError(draft.kind.value)

    def _paper(self, letter: Letter) -> tuple[bytes, int]:
        with self._place.reading() as records:
            logo = logo_of(records)
        return self._renderer.render(letter_json(letter), logo)

    def _new_code(self, draft: LetterDraft) -> str:
        """A new code for the case; the one before no longer counts."""
        with self._place.work() as work:
            about = self._about(work, draft.subject)
            if about.case is None:
                raise ContactChangedError(PersonField.STREET)
            standing = standing_of(work, self._place.clock, about, PersonField.STREET)
            if standing is None or not standing.serves:
                since = standing.serves_from if standing is not None else None
                raise ContactChangedError(PersonField.STREET, since)
            code = new_code(work, about.case.id, self._place.clock.today())
            work.audit.record(self._event(Action.CASE_CHANGED, about, ("identity_code",)))
            work.commit()
        return code

    def _allowed(
        self, records: Records, about: About, kind: LetterKind, way: LetterWay, *, confirmed: bool
    ) -> PersonField | None:
        """Refuse what must not go; the contact that was confirmed the old way, where that was needed."""
        case = about.case
        if kind not in GIVES_OUT or case is None or about.telling is not None:
            return None
        if not case.identity_stands:
            raise IdentityOpenError
        require_authority(case, answered_rights(case), self._place.clock.today())
        name = PersonField.EMAIL if way in _BY_MAIL else PersonField.STREET
        if way is LetterWay.SAVED or (way is LetterWay.PRINTED and case.channel is Channel.COUNTER):
            return None
        standing = standing_of(records, self._place.clock, about, name)
        if standing is None or standing.serves or not standing.held:
            return None
        if not confirmed:
            raise ContactChangedError(name, standing.serves_from)
        return name

    def _export(
        self, records: Records, about: About, made: MadeLetter, way: LetterWay, path: Path | None
    ) -> AbstractContextManager[StagedExport | None]:
        if way in {LetterWay.PRINTED, LetterWay.SENT}:
            return nullcontext()
        if path is None:
            raise ExportPathMissingError
        if way is LetterWay.SAVED:
            return staged_export(path, made.pdf)
        to = email_of(records, about)
        if not is_address(to):
            raise MailAddressError("recipient")
        sender = about.office.email if is_address(about.office.email) else ""
        text = mail_text(made.letter)
        draft = mail_draft(sender, to, mail_subject(made.letter), text, (made.file_name, made.pdf))
        return staged_export(path, draft)

    def _send(self, account: MailAccount, recipient: str, made: MadeLetter) -> None:
        require_sound(account)
        if not is_address(recipient):
            raise MailAddressError("recipient")
        password = self._secrets.get()
        if account.user and not password:
            raise MailPasswordMissingError(store=self._secrets.available)
        message = mail_message(
            account.sender,
            recipient,
            mail_subject(made.letter),
            mail_text(made.letter),
            ((made.file_name, made.pdf),),
            self._place.clock.now(),
        )
        self._post.send(account, password, recipient, message)

    # What is kept of it

    def _recorded(
        self, made: MadeLetter, document: Document, way: LetterWay, resting: PersonField | None
    ) -> FiledLetter:
        try:
            return self._file(made, document, way, resting)
        except Exception as error:
            if way is LetterWay.SENT:
                raise MailNotRecordedError from error
            raise

    def _file(
        self, made: MadeLetter, document: Document, way: LetterWay, resting: PersonField | None
    ) -> FiledLetter:
        draft = made.draft
        with self._place.work() as work:
            about = self._about(work, draft.subject, draft.language)
            work.documents.add(document)
            if about.person is not None:
                work.documents.give_to(document.id, about.person.id)
            case, effects = self._among_letters(work, about, made, way, document.id)
            effects += self._telling_told(work, about, way, document.id)
            if resting is not None and about.person is not None:
                work.people.confirm(about.person.id, resting, self._place.clock.today())
                confirmed = AuditEvent(
                    Action.CONTACT_CONFIRMED, f"person:{about.person.id}", (resting.value,)
                )
                work.audit.record(confirmed)
            action = Action.LETTER_SENT if way is LetterWay.SENT else Action.LETTER_MADE
            work.audit.record(self._event(action, about, (draft.kind.value, way.value), made.pages))
            work.drafts.drop(f"request:{self._place.member.id}:{draft_key(about, draft.kind)}")
            work.commit()
        self._place.sealer.settle(document.id)
        return FiledLetter(document.id, way, case, effects)

    def _seal(self, made: MadeLetter) -> Document:
        sealed = self._place.sealer.seal(made.filed_pdf or made.pdf)
        return Document(
            id=DocumentId(sealed.document_id),
            role=DocumentRole.LETTER,
            name=made.file_name,
            media_type=PDF,
            size=sealed.size,
            sha256=sealed.sha256,
            wrapped_key=sealed.wrapped_key,
            pages=made.pages,
            created_at=self._place.clock.now(),
        )

    def _among_letters(
        self, work: UnitOfWork, about: About, made: MadeLetter, way: LetterWay, document_id: DocumentId
    ) -> tuple[Case | None, tuple[str, ...]]:
        """Put it in the correspondence and let it act, a recipient's notice the first alone."""
        case = about.case
        if case is None:
            return None, ()
        channel = Channel.EMAIL if way in _BY_MAIL else Channel.POST
        at, name = self._place.clock.now(), letter_name(made.draft.kind)
        detail = about.telling.party.name if about.telling is not None else ""
        line = CaseLetter(at, LetterDirection.OUT, channel, name, detail, document_id)
        case = replace(case, letters=(*case.letters, line))
        effects: tuple[str, ...] = ()
        if about.telling is None and case.closed_on is None:
            reason = " ".join(str(row["text"]) for row in made.draft.facts.rows.get("reasons", ()))
            clock = CaseClock(Regimes(), about.office)
            case, effects = take_effect(
                self._place,
                clock,
                case,
                made.draft.kind,
                reason=reason,
                until=made.draft.until if made.draft.date_open else None,
                channel=channel,
                document_id=document_id,
            )
        work.cases.change(case)
        return case, effects

    def _telling_told(
        self, work: UnitOfWork, about: About, way: LetterWay, document_id: DocumentId
    ) -> tuple[str, ...]:
        telling = about.telling
        if telling is None or not telling.open:
            return ()
        channel, today = Channel.EMAIL if way in _BY_MAIL else Channel.POST, self._place.clock.today()
        told = replace(
            telling, told_on=today, channel=channel, document_id=document_id, by=self._place.member.id
        )
        work.tellings.change(told)
        work.audit.record(self._event(Action.TELLING_DONE, about, (telling.cause.value,)))
        return ("told",)

    def _event(
        self, action: Action, about: About, fields: tuple[str, ...], count: int | None = None
    ) -> AuditEvent:
        purpose = Purpose.RIGHTS_REQUEST if about.case is not None else Purpose.CORRESPONDENCE
        return AuditEvent(action, about.audited, fields, purpose, count, about.reference)

    def _key(self, subject: LetterSubject, kind: LetterKind) -> str:
        """Under which a half-written letter lies: found and erased with what it is about."""
        with self._place.reading() as records:
            about = self._about(records, subject)
        return draft_key(about, kind)


def draft_key(about: About, kind: LetterKind) -> str:
    """`case:17:letter:refusal`; of a form `page:person:3:letter:…`, of nobody on file `item:9:letter:…`."""
    if about.telling is not None and about.case is not None:
        return f"case:{about.case.id}:letter:{kind.value}:{about.telling.id}"
    if about.case is not None:
        return f"case:{about.case.id}:letter:{kind.value}"
    if about.person is not None:
        return f"page:person:{about.person.id}:letter:{kind.value}"
    item = about.submission.entry.item_id if about.submission is not None else None
    return f"item:{item}:letter:{kind.value}"
