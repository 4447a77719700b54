# SPDX-License-Identifier: MIT
"""What Capture shows for one item."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from privdesk.domain.agencies import AgencyId
from privdesk.domain.forms import FieldReading, FieldRegion, FormTemplate
from privdesk.domain.inbox import Draft, InboxItem
from privdesk.domain.people import Channel, Source


@dataclass(frozen=True, slots=True)
class CaptureSheet:
    """One item ready to be entered; `template` is None until the form was chosen."""

    item: InboxItem
    template: FormTemplate | None
    values: Mapping[str, FieldReading]
    """Proposed values by template field key."""
    channel: Channel
    received_on: date
    source: Source
    agency_id: AgencyId | None
    notice_version: str
    """Version of the privacy notice in force on the day of receipt."""
    paper_place: str
    """Binder or box, remembered from the form before; empty for what never was paper."""
    language: str
    """Language of the form's words: de, fr, it or en."""
    draft: Draft | None
    position: int
    """Counted from 1 among the items that wait."""
    total: int
    entered_today: int
    regions: Mapping[str, FieldRegion] = field(default_factory=dict)
    """Where each field stands on the page, where the template knows it; pages over all documents from 0."""


@dataclass(frozen=True, slots=True)
class FieldCheck:
    """One field as typed: its value as it would be kept, and the sentence that says what is wrong."""

    value: str
    problem: str = ""
    """A whole sentence; empty when the value may be kept."""
    doubtful: bool = False
    """May be kept, but wants a look."""
    hint: str = ""
    """A sentence for a doubtful value; empty otherwise."""
