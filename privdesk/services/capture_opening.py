# SPDX-License-Identifier: MIT
"""Opening an item for Capture: what was read, what is remembered, where its fields stand on the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from privdesk.domain.agencies import AgencyId
from privdesk.domain.form_layout import lay_out
from privdesk.domain.forms import FORM_LANGUAGES, FieldRegion, FormTemplate
from privdesk.domain.inbox import InboxItem, ItemId, ItemState
from privdesk.domain.people import Channel, Source
from privdesk.i18n import desk_language
from privdesk.services.capture_sheet import CaptureSheet
from privdesk.services.default_forms import default_template
from privdesk.services.form_saving import agency_named
from privdesk.services.form_values import contract_on_form
from privdesk.services.office import catalogue_of
from privdesk.services.own_people import require_own_item
from privdesk.services.ports import Records
from privdesk.services.preferences import paper_place_key
from privdesk.services.workplace import Workplace

NEXT = (ItemState.READY, ItemState.LOOK)
"""States that follow one another when the clerk saves and goes on."""
ON_PAPER = frozenset({Channel.POST, Channel.COUNTER})


def draft_key(item_id: ItemId) -> str:
    """Where the draft of an item lies."""
    return f"capture:{item_id}"


@dataclass(frozen=True, slots=True)
class CaptureOpening:
    """The records, asked for one member of staff."""

    records: Records
    place: Workplace

    def own_item(self, item_id: ItemId) -> InboxItem:
        """One item that this member may see. Raises: NotFoundError."""
        return require_own_item(self.place.member, self.records.inbox.get(item_id))

    def waiting(self) -> Sequence[InboxItem]:
        """Items that can be entered one after the other, oldest arrival first."""
        return self.records.inbox.items(NEXT, agency=self.place.member.agency_id)

    def sheet(self, item: InboxItem) -> CaptureSheet:
        """Everything that Capture shows for `item`."""
        template = default_template(item.template.id) if item.template else None
        waiting = [each.id for each in self.waiting()]
        today = self.place.clock.today()
        return CaptureSheet(
            item=item,
            template=template,
            values=item.readings,
            channel=item.channel,
            received_on=item.received_on,
            source=Source.AGENCY if self.place.member.agency_id else Source.PERSON,
            agency_id=self._agency_id(item),
            notice_version=catalogue_of(self.records).notice_on(item.received_on).version,
            paper_place=self._paper_place(item),
            language=_language(item),
            draft=self.records.drafts.get(draft_key(item.id)),
            position=waiting.index(item.id) + 1 if item.id in waiting else len(waiting) + 1,
            total=len(waiting) if item.id in waiting else len(waiting) + 1,
            entered_today=self._entered_on(today),
            regions=_regions(template, item) if template else {},
        )

    def _entered_on(self, day: date) -> int:
        held = self.records.submissions.per_day(day, self.place.member.agency_id)
        return sum(held.get(day, {}).values())

    def _paper_place(self, item: InboxItem) -> str:
        if item.channel not in ON_PAPER:
            return ""
        return self.records.settings.get(paper_place_key(self.place.member.id)) or ""

    def _agency_id(self, item: InboxItem) -> AgencyId | None:
        if self.place.member.agency_id is not None or item.agency_id is not None:
            return self.place.member.agency_id or item.agency_id
        written = {key: reading.value for key, reading in item.readings.items()}
        agency = agency_named(self.records, contract_on_form(written).agency)
        return agency.id if agency else None


def _language(item: InboxItem) -> str:
    """The language in which the form is printed, else the one that the person ticked, else the desk's."""
    ticked = item.readings["language"].value if "language" in item.readings else ""
    wanted = (item.template.language if item.template else "", ticked, desk_language())
    return next((each for each in wanted if each in FORM_LANGUAGES), "en")


def _regions(template: FormTemplate, item: InboxItem) -> Mapping[str, FieldRegion]:
    """Where the fields stand, on the pages of the first document that has as many pages as the form."""
    layout = lay_out(template)
    first = 0
    for document in item.documents:
        if document.pages >= layout.pages:
            break
        first += document.pages
    found = {field.key: layout.region(field.key) for field in template.fields()}
    return {
        key: replace(region, page=region.page + first) for key, region in found.items() if region is not None
    }
