# SPDX-License-Identifier: MIT
"""Who asks: identity checks, a code by letter, and who speaks for the person."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from privdesk.domain.audit import Action
from privdesk.domain.case_errors import (
    CodeWrongError,
    ContactChangedError,
    IdentityTooWeakError,
    OtherSenderError,
)
from privdesk.domain.case_fact_errors import NotRepresentedError
from privdesk.domain.cases import (
    Case,
    CaseId,
    CaseLetter,
    IdentityCheck,
    IdentityMethod,
    LetterDirection,
    Representative,
)
from privdesk.domain.errors import NotFoundError
from privdesk.domain.people import Channel, PersonField
from privdesk.domain.representation import require_authority, require_sound
from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.authority_papers import Scan as Scan
from privdesk.services.authority_papers import file_scan, seal_scan
from privdesk.services.identity import PHONES, OnFile
from privdesk.services.letter_codes import new_code, use_code
from privdesk.services.ports import Records
from privdesk.services.request_base import RequestBase

_CONTACT_OF = {
    IdentityMethod.LETTER_CODE: PersonField.STREET,
    IdentityMethod.KNOWN_ADDRESS: PersonField.EMAIL,
}


class RequestIdentity(RequestBase):
    """Identity and representation."""

    def check_identity(
        self,
        case_id: CaseId,
        method: IdentityMethod,
        passed: bool,
        *,
        answers: Mapping[str, bool] | None = None,
        contact: PersonField | None = None,
    ) -> Case:
        """Record a check and its result; commits. Answers are weighed here and never kept, only what was asked.

        `answers`: right or wrong by the question's key. A check does not pass because somebody says so.

        Law: GDPR Art. 12(6), DPO Art. 16(5).

        Raises: ContactChangedError, OtherSenderError, IdentityTooWeakError, NotRepresentedError, AuthorityUnprovenError,
            AuthorityExpiredError, CaseClosedError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            case = self._open(work, case_id)
            used = self._contact(work, case, method, contact) if passed else contact
            if method is IdentityMethod.KNOWN_ADDRESS and passed:
                _require_known_sender(work, case)
            asked: tuple[str, ...] = ()
            right, needed = 0, 0
            if method is IdentityMethod.QUESTIONS:
                asked, right, needed = self._weighed(work, case, answers or {}, passed=passed)
            if method is IdentityMethod.AUTHORITY_SEEN and passed:
                self._require_paper(case)
            now, member = self._place.clock.now(), self._place.member
            check = IdentityCheck(method, passed, now, member.id, asked, right, needed, used)
            changed = replace(case, identity=(*case.identity, check))
            return self._keep(work, changed, Action.IDENTITY_CHECKED, (method.value,))

    def _weighed(
        self, records: Records, case: Case, answers: Mapping[str, bool], *, passed: bool
    ) -> tuple[tuple[str, ...], int, int]:
        """What was asked, how many were right, how many are needed. Raises: IdentityTooWeakError."""
        rights = frozenset(each.right for each in case.rights)
        on_file = OnFile(records, self._place.clock, self._place.member)
        verdict = on_file.weighed(case.person_id, answers, rights)
        if passed and not verdict.passed:
            raise IdentityTooWeakError(verdict.right, verdict.needed)
        return tuple(sorted(answers)), verdict.right, verdict.needed

    def _require_paper(self, case: Case) -> None:
        """Raises: NotRepresentedError, AuthorityUnprovenError, AuthorityExpiredError, OutsideAuthorityError."""
        if case.representative is None:
            raise NotRepresentedError
        require_authority(case, (each.right for each in case.rights), self._place.clock.today())

    def send_code(self, case_id: CaseId) -> str:
        """Make a code to be sent by letter to the address on file, and return it for that letter; commits.

        Raises: ContactChangedError where the address changed within 30 days, CaseClosedError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            case = self._open(work, case_id)
            self._contact(work, case, IdentityMethod.LETTER_CODE, None)
            code = new_code(work, case.id, self._place.clock.today())
            title, at = _("Code by letter to the address on file"), self._place.clock.now()
            letter = CaseLetter(at, LetterDirection.OUT, Channel.POST, title)
            self._keep(
                work, replace(case, letters=(*case.letters, letter)), Action.CASE_CHANGED, ("letters",)
            )
        return code

    def check_code(self, case_id: CaseId, typed: str) -> Case:
        """Check the code that the person reads back, and record the result; commits either way.

        Raises: CodeWrongError, ContactChangedError, CaseClosedError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            case = self._open(work, case_id)
            contact = self._contact(work, case, IdentityMethod.LETTER_CODE, None)
            passed = use_code(work, case.id, typed, self._place.clock.today())
            now, member = self._place.clock.now(), self._place.member
            check = IdentityCheck(IdentityMethod.LETTER_CODE, passed, now, member.id, contact=contact)
            changed = replace(case, identity=(*case.identity, check))
            self._keep(work, changed, Action.IDENTITY_CHECKED, (IdentityMethod.LETTER_CODE.value,))
        if not passed:
            raise CodeWrongError
        return changed

    def represent(self, case_id: CaseId, representative: Representative, scan: Scan | None = None) -> Case:
        """Record who speaks for the person, for which rights, until when, and the paper seen; commits.

        Another representative takes the place of the one before, whose paper proves nobody then. The paper was seen;
        it is copied only where a `scan` of it is handed in: that is sealed, put with the person and among the notes.

        Law: GDPR Art. 12(6); EDPB Guidelines 01/2022 §§ 80–84; FADP Art. 25, DPO Art. 16(5).

        Raises: RepresentativeIncompleteError, AuthorityExpiredError, PaperKindError, FileNotReadableError,
            CaseClosedError, NotFoundError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        require_sound(representative, self._place.clock.today())
        with self._place.reading() as records:
            self._open(records, case_id)
        paper = seal_scan(self._place, scan) if scan is not None else None
        with self._place.work() as work:
            case = self._open(work, case_id)
            recorded = replace(
                representative,
                name=representative.name.strip(),
                document=representative.document.strip(),
                document_id=paper.id if paper is not None else representative.document_id,
                recorded_at=self._place.clock.now(),
                recorded_by=self._place.member.id,
            )
            changed = replace(case, representative=recorded)
            if case.representative is not None and not _same(case.representative, recorded):
                changed = self._without_paper(changed)
            if paper is not None:
                changed = file_scan(work, self._place, changed, paper)
            kept = self._keep(work, changed, Action.CASE_CHANGED, ("representative", recorded.kind.value))
        if paper is not None:
            self._place.sealer.settle(paper.id)
        return kept

    def end_representation(self, case_id: CaseId) -> Case:
        """From now on the person speaks for themselves and is answered directly; commits.

        Where only the paper proved who asks, identity is checked anew.

        Raises: NotRepresentedError, CaseClosedError, NotFoundError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            case = self._open(work, case_id)
            former = case.representative
            if former is None:
                raise NotRepresentedError
            title, today = _("Representation ended"), self._place.clock.today()
            line = self._line(today, LetterDirection.NOTE, case.channel, title, former.name)
            changed = self._without_paper(replace(case, representative=None, letters=(*case.letters, line)))
            return self._keep(work, changed, Action.CASE_CHANGED, ("representative",))

    def _without_paper(self, case: Case) -> Case:
        """The case once the paper that was checked no longer speaks for who writes."""
        method = IdentityMethod.AUTHORITY_SEEN
        if not any(check.method is method for check in case.checks_standing):
            return case
        over = IdentityCheck(method, False, self._place.clock.now(), self._place.member.id)
        return replace(case, identity=(*case.identity, over))

    def _contact(
        self, records: Records, case: Case, method: IdentityMethod, contact: PersonField | None
    ) -> PersonField | None:
        """The contact that served the check. Raises: ContactChangedError where it may not serve."""
        if method is IdentityMethod.CALL_BACK:
            wanted: Sequence[PersonField] = PHONES if contact is None else (contact,)
        elif method in _CONTACT_OF:
            wanted = (_CONTACT_OF[method],)
        else:
            return contact
        if case.person_id is None:
            raise ContactChangedError(wanted[0])
        on_file = OnFile(records, self._place.clock, self._place.member)
        standings = {name: on_file.contact(case.person_id, name) for name in wanted}
        for name, standing in standings.items():
            if standing.serves:
                return name
        raise ContactChangedError(wanted[0], standings[wanted[0]].serves_from)


def _same(former: Representative, now: Representative) -> bool:
    """Whether it is the same representative with the same paper; a paper seen only now changes nobody."""
    return former.name == now.name and former.kind is now.kind and former.document in {"", now.document}


def _require_known_sender(records: Records, case: Case) -> None:
    """Refuse the known address where every e-mail of the request came from another. Raises: OtherSenderError."""
    if case.person_id is None:
        return
    known = records.people.get(case.person_id).fact(PersonField.EMAIL).casefold()
    senders: set[str] = set()
    for number in {each.item_id for each in case.letters if each.item_id is not None}:
        with suppress(NotFoundError):
            mail = records.inbox.get(number).mail
            senders |= {mail.sender_address.casefold()} if mail is not None else set()
    if senders and known not in senders:
        raise OtherSenderError
