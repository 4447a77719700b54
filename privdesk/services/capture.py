# SPDX-License-Identifier: MIT
"""From page to record: the sheet to fill, checks while typing, drafts, and saving."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from privdesk.domain.agencies import Agency
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.case_errors import ReceivedInFutureError
from privdesk.domain.checks import check_field
from privdesk.domain.errors import NotFoundError
from privdesk.domain.forms import (
    Certainty,
    FieldReading,
    FormTemplate,
    ReadingOrigin,
    TemplateField,
    TemplateRef,
)
from privdesk.domain.inbox import Draft, InboxItem, ItemId, ItemState
from privdesk.domain.matching import Candidate
from privdesk.domain.people import PersonId
from privdesk.domain.staff import Permission
from privdesk.domain.submissions import (
    FieldProblemError,
    FormEntry,
    FormReasonMissingError,
    ItemNotOpenError,
    MandatoryMissingError,
    Saved,
    Submission,
    SubmissionId,
    SubmissionState,
)
from privdesk.services.capture_opening import ON_PAPER, CaptureOpening, draft_key
from privdesk.services.capture_sheet import CaptureSheet, FieldCheck
from privdesk.services.default_forms import default_template, default_templates
from privdesk.services.field_checks import checked_field
from privdesk.services.form_saving import FormSaving, fields_with_values, likely_same
from privdesk.services.office import catalogue_of, office_of
from privdesk.services.own_people import meant, own_form, require_own
from privdesk.services.ports import UnitOfWork
from privdesk.services.preferences import paper_place_key
from privdesk.services.reasons import OFFICE_DECIDES
from privdesk.services.user_numbers import next_form_number
from privdesk.services.workplace import Workplace

ENTERABLE = frozenset({
    ItemState.READY, ItemState.LOOK, ItemState.REQUEST, ItemState.NOT_READ, ItemState.INCOMPLETE,
})  # fmt: skip
"""States from which a form can be entered."""


class Capture:
    """Entering forms."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def open(self, item_id: ItemId) -> CaptureSheet:
        """The sheet of one item with what was read, the draft and what is remembered. Writes nothing.

        Raises: NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.ENTER_FORMS)
        with self._place.reading() as records:
            opening = CaptureOpening(records, self._place)
            return opening.sheet(opening.own_item(item_id))

    def resume(self, submission_id: SubmissionId) -> CaptureSheet:
        """The sheet of an incomplete form as it was kept. Raises: NotFoundError."""
        self._place.require(Permission.ENTER_FORMS)
        with self._place.reading() as records:
            submission = records.submissions.get(submission_id)
            entry = submission.entry
            if not own_form(self._place.member, submission):
                raise NotFoundError("submission", str(submission_id))
            if entry.item_id is None:
                raise NotFoundError("item", submission.number)
            opening = CaptureOpening(records, self._place)
            sheet = opening.sheet(replace(opening.own_item(entry.item_id), template=entry.template))
        kept = {
            key: FieldReading(value, Certainty.SURE, ReadingOrigin.TYPED)
            for key, value in entry.values.items()
        }
        return replace(
            sheet, values=kept, channel=entry.channel, received_on=entry.received_on, source=entry.source,
            agency_id=entry.agency_id, notice_version=entry.notice_version, paper_place=entry.paper_place,
        )  # fmt: skip

    def templates(self) -> Sequence[FormTemplate]:
        """The forms that can be chosen."""
        self._place.require(Permission.ENTER_FORMS)
        return default_templates()

    def agencies(self) -> Sequence[Agency]:
        """Agencies that a form can come from, by name."""
        self._place.require(Permission.ENTER_FORMS)
        own = self._place.member.agency_id
        with self._place.reading() as records:
            found = [each.agency for each in records.agencies.summaries()]
        return [agency for agency in found if own is None or agency.id == own]

    def choose_template(self, item_id: ItemId, ref: TemplateRef) -> CaptureSheet:
        """Say which form an item is; commits. Raises: NotFoundError, NotAllowedError."""
        self._place.require(Permission.ENTER_FORMS)
        template = _template(ref)
        with self._place.work() as work:
            item = CaptureOpening(work, self._place).own_item(item_id)
            kept = {key: value for key, value in item.readings.items() if template.field(key) is not None}
            work.inbox.change(replace(item, template=ref, readings=kept, state=ItemState.LOOK))
            work.audit.record(
                AuditEvent(Action.ITEM_READ, f"item:{item_id}", ("template",), reference=ref.code())
            )
            work.commit()
        return self.open(item_id)

    def check(self, field: TemplateField, value: str, values: Mapping[str, str]) -> FieldCheck:
        """One field as typed, beside the others: its value as kept, and what is wrong with it."""
        self._place.require(Permission.ENTER_FORMS)
        return checked_field(field, value, values, self._place.clock.today())

    def keep(self, item_id: ItemId, body: Mapping[str, object], place: str) -> None:
        """Make the half-typed form durable; `place` says where the caret stands."""
        self._place.require(Permission.ENTER_FORMS)
        text = json.dumps(body, ensure_ascii=False)
        draft = Draft(draft_key(item_id), self._place.member.id, text, place, self._place.clock.now())
        with self._place.work() as work:
            CaptureOpening(work, self._place).own_item(item_id)
            work.drafts.put(draft)
            work.commit_draft()

    def likely_same(self, values: Mapping[str, str]) -> Sequence[Candidate]:
        """People on file who are probably the one on the form (60 % and more), best first."""
        self._place.require(Permission.ENTER_FORMS)
        with self._place.reading() as records:
            return likely_same(records, self._place.member, values)

    def save(self, entry: FormEntry) -> Saved:
        """Save a complete form: form, person, contract, consents, documents, item – all or nothing; commits.

        A form on which an agency clerk names a user number that is none of the own agency's is kept for the office
        to decide, whether or not somebody else has the number: the answer is the same.

        Raises:
            MandatoryMissingError: mandatory fields are empty.
            FieldProblemError: a value cannot be kept.
            UndecidedDuplicateError: somebody on file may be the person, and nobody has decided.
            PersonNotFoundForFormError: the form changes somebody who is not on file.
            PersonRestrictedError: use of the data of the person on file is restricted.
            ItemNotOpenError: the item was entered meanwhile.
            ReceivedInFutureError: it cannot have reached us yet.
            UserNumberTakenError, NotFoundError, NotAllowedError: as named.
        """
        self._place.require(Permission.ENTER_FORMS)
        template = _template(entry.template)
        entry = replace(entry, values=self._sound(template, entry.values))
        with self._place.work() as work:
            entry = self._with_person_now(work, entry)
            item = self._open_item(work, entry)
            number = item.number if item else next_form_number(work, self._place.clock.today())
            saving = FormSaving(
                work, self._place.member, office_of(work), template, entry, number, self._place.clock.now()
            )
            if saving.is_for_the_office():
                return self._leave_to_the_office(work, entry, item, number)
            person_id = saving.person()
            if person_id is not None:
                saving.contract(person_id)
                saving.consents(person_id)
                saving.survey(person_id)
            kept = replace(entry, agency_id=saving.agency_id())
            submission = self._keep(work, kept, SubmissionState.SAVED, person_id, item, number)
            self._finish(work, submission, item, ItemState.ENTERED, Action.FORM_ENTERED)
            work.commit()
        return Saved(submission, person_id)

    def incomplete(self, entry: FormEntry) -> Saved:
        """Keep a form that lacks something, with the reasons; a letter asks for the rest. Commits.

        Raises: FormReasonMissingError when nothing is missing and no reason is given; ItemNotOpenError.
        """
        self._place.require(Permission.ENTER_FORMS)
        return self._set_apart(
            entry, SubmissionState.INCOMPLETE, ItemState.INCOMPLETE, Action.FORM_INCOMPLETE, "please_complete"
        )

    def refuse_service(self, entry: FormEntry) -> Saved:
        """End a form as service refused, with the reason; a letter says so. Commits.

        Raises: FormReasonMissingError without a reason; ItemNotOpenError.
        """
        self._place.require(Permission.ENTER_FORMS)
        return self._set_apart(
            entry, SubmissionState.SERVICE_REFUSED, ItemState.SERVICE_REFUSED, Action.SERVICE_REFUSED,
            "service_refused",
        )  # fmt: skip

    def next_item(self, after: ItemId | None) -> ItemId | None:
        """The next item to enter after this one, from the top again at the end; None when none waits."""
        self._place.require(Permission.ENTER_FORMS)
        with self._place.reading() as records:
            waiting = [each.id for each in CaptureOpening(records, self._place).waiting() if each.id != after]
        later = [each for each in waiting if after is None or each > after]
        return next(iter(later or waiting), None)

    def _with_person_now(self, work: UnitOfWork, entry: FormEntry) -> FormEntry:
        """The entry with the person whom its number means now: the record chosen may have been merged meanwhile.

        Raises: NotFoundError for another agency's person exactly as for one who is not on file.
        """
        if entry.person_id is None:
            return entry
        person_id = meant(work, self._place.member, entry.person_id)
        require_own(work, self._place.member, person_id)
        work.people.get(person_id)
        return replace(entry, person_id=person_id)

    def _leave_to_the_office(
        self, work: UnitOfWork, entry: FormEntry, item: InboxItem | None, number: str
    ) -> Saved:
        own = replace(entry, agency_id=self._place.member.agency_id, reasons=(OFFICE_DECIDES,))
        submission = self._keep(work, own, SubmissionState.INCOMPLETE, own.person_id, item, number)
        self._finish(work, submission, item, ItemState.INCOMPLETE, Action.FORM_INCOMPLETE)
        work.commit()
        return Saved(submission, own.person_id, left_to_office=True)

    def _open_item(self, work: UnitOfWork, entry: FormEntry) -> InboxItem | None:
        if entry.item_id is None:
            return None
        item = CaptureOpening(work, self._place).own_item(entry.item_id)
        if item.state not in ENTERABLE:
            raise ItemNotOpenError(item.number)
        return item

    def _sound(self, template: FormTemplate, values: Mapping[str, str]) -> Mapping[str, str]:
        missing = template.missing(values)
        if missing:
            raise MandatoryMissingError(tuple(missing))
        sound: dict[str, str] = {}
        for field in template.fields():
            check = check_field(field, values.get(field.key, ""), values, today=self._place.clock.today())
            if check.problem is not None and not check.problem.only_look:
                raise FieldProblemError(field.key, check.problem.value)
            if check.value:
                sound[field.key] = check.value
        return sound

    def _keep(
        self,
        work: UnitOfWork,
        entry: FormEntry,
        state: SubmissionState,
        person_id: PersonId | None,
        item: InboxItem | None,
        number: str,
    ) -> Submission:
        now, member, today = self._place.clock.now(), self._place.member, self._place.clock.today()
        if entry.received_on > today:
            raise ReceivedInFutureError(entry.received_on, today)
        notice = catalogue_of(work).notice_on(entry.received_on)
        entry = replace(entry, notice_version=notice.version)
        submission = Submission(SubmissionId(0), number, state, entry, person_id, now, member.id)
        incomplete = SubmissionState.INCOMPLETE
        before = work.submissions.of_item(item.id, incomplete) if item is not None else None
        if before is None:
            return work.submissions.add(submission)
        submission = replace(submission, id=before.id, number=before.number)
        work.submissions.change(submission)
        return submission

    def _finish(
        self,
        work: UnitOfWork,
        submission: Submission,
        item: InboxItem | None,
        state: ItemState,
        action: Action,
    ) -> None:
        """Close the item, hand its documents to the person, drop the draft, remember the binder, record it."""
        entry = submission.entry
        if item is not None:
            reason = entry.reasons[0] if entry.reasons else ""
            work.inbox.change(replace(item, state=state, template=entry.template, reason=reason))
            work.drafts.drop(draft_key(item.id))
            if submission.person_id is not None:
                for document in item.documents:
                    work.documents.give_to(document.id, submission.person_id)
        if entry.channel in ON_PAPER and entry.paper_place:
            work.settings.put(paper_place_key(self._place.member.id), entry.paper_place)
        record = f"person:{submission.person_id}" if submission.person_id else f"form:{submission.id}"
        fields = fields_with_values(entry.values)
        work.audit.record(AuditEvent(action, record, fields, reference=submission.number))

    def _set_apart(
        self, entry: FormEntry, state: SubmissionState, item_state: ItemState, action: Action, letter: str
    ) -> Saved:
        self._place.require(Permission.ENTER_FORMS)
        missing = _template(entry.template).missing(entry.values)
        reasons = entry.reasons or tuple(f"missing:{key}" for key in missing)
        if not reasons:
            raise FormReasonMissingError
        own = self._place.member.agency_id
        entry = replace(entry, reasons=reasons, agency_id=own or entry.agency_id)
        with self._place.work() as work:
            entry = self._with_person_now(work, entry)
            item = self._open_item(work, entry)
            number = item.number if item else next_form_number(work, self._place.clock.today())
            submission = self._keep(work, entry, state, entry.person_id, item, number)
            self._finish(work, submission, item, item_state, action)
            work.commit()
        return Saved(submission, entry.person_id, letter)


def _template(ref: TemplateRef) -> FormTemplate:
    template = default_template(ref.id)
    if template is None:
        raise NotFoundError("template", ref.code())
    return template
