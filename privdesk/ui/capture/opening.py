# SPDX-License-Identifier: MIT
"""Everything that Capture reads before it shows a form, in one job."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from privdesk.domain.agencies import Agency, AgencyId
from privdesk.domain.catalogue import Catalogue
from privdesk.domain.forms import TemplateRef
from privdesk.domain.inbox import ItemId
from privdesk.domain.submissions import FormEntry, SubmissionId
from privdesk.services.capture_sheet import CaptureSheet
from privdesk.services.desk import Desk
from privdesk.ui.capture.draft_body import Details


@dataclass(frozen=True, slots=True)
class Opening:
    """A sheet with the lists it needs."""

    sheet: CaptureSheet
    agencies: Sequence[Agency]
    catalogue: Catalogue

    @property
    def ref(self) -> TemplateRef | None:
        """The form as it will be kept: version and language as printed."""
        template, item = self.sheet.template, self.sheet.item
        if template is None:
            return None
        return item.template or TemplateRef(template.id, template.version, self.sheet.language)

    def notice_on(self, day: date) -> str:
        """Version of the privacy notice in force on a day; empty where the office has none."""
        return self.catalogue.notice_on(day).version if self.catalogue.notices else ""

    def proposed(self, remembered: AgencyId | None) -> Details:
        """Details as proposed; a scan without an agency takes the one of the form before."""
        details = Details.of_sheet(self.sheet)
        known = {each.id for each in self.agencies}
        if details.agency_id is None and self.keyed and remembered in known:
            details.agency_id = remembered
        return details

    @property
    def keyed(self) -> bool:
        """Whether nothing could be read, so that the form is keyed from its image."""
        return not self.sheet.values


def open_item(desk: Desk, item_id: ItemId) -> Opening:
    """Read the sheet of one item. Raises: NotFoundError, NotAllowedError."""
    return _with_lists(desk, desk.capture.open(item_id))


def resume_form(desk: Desk, submission_id: SubmissionId) -> Opening:
    """Read the sheet of an incomplete form. Raises: NotFoundError, NotAllowedError."""
    return _with_lists(desk, desk.capture.resume(submission_id))


def choose_form(desk: Desk, item_id: ItemId, ref: TemplateRef) -> Opening:
    """Say which form an item is, and open it as that; commits."""
    return _with_lists(desk, desk.capture.choose_template(item_id, ref))


def entry_of(
    opening: Opening,
    ref: TemplateRef,
    values: Mapping[str, str],
    details: Details,
    reasons: tuple[str, ...] = (),
) -> FormEntry:
    """What is saved."""
    return FormEntry(
        item_id=opening.sheet.item.id,
        template=ref,
        values=dict(values),
        channel=details.channel,
        received_on=details.received_on,
        source=details.source,
        agency_id=details.agency_id,
        notice_version=details.notice_version,
        paper_place=details.paper_place,
        same_person=details.same_person,
        person_id=details.person_id,
        reasons=reasons,
    )


def _with_lists(desk: Desk, sheet: CaptureSheet) -> Opening:
    return Opening(sheet, desk.capture.agencies(), desk.office.catalogue())
