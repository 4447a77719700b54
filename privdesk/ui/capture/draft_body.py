# SPDX-License-Identifier: MIT
"""A half-typed form as plain values, and the place of the caret as text."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from privdesk.domain.agencies import AgencyId
from privdesk.domain.inbox import Draft
from privdesk.domain.people import Channel, PersonId, Source
from privdesk.domain.submissions import SamePerson
from privdesk.services.capture_sheet import CaptureSheet


@dataclass(slots=True)
class Details:
    """What goes with the values: how, when and from whom the form came, and what was decided."""

    channel: Channel
    received_on: date
    source: Source
    agency_id: AgencyId | None
    notice_version: str
    paper_place: str
    same_person: SamePerson | None = None
    person_id: PersonId | None = None

    @classmethod
    def of_sheet(cls, sheet: CaptureSheet) -> "Details":
        """As the service proposes them."""
        return cls(
            sheet.channel, sheet.received_on, sheet.source, sheet.agency_id, sheet.notice_version,
            sheet.paper_place,
        )  # fmt: skip

    def to_body(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "channel": self.channel.value,
            "received_on": self.received_on.isoformat(),
            "source": self.source.value,
            "agency_id": self.agency_id,
            "notice_version": self.notice_version,
            "paper_place": self.paper_place,
            "same_person": self.same_person.value if self.same_person else None,
            "person_id": self.person_id,
        }

    def restored(self, body: Mapping[str, Any]) -> "Details":
        """With what a draft says; what it says wrongly stays as it is."""
        try:
            return Details(
                Channel(body["channel"]),
                date.fromisoformat(body["received_on"]),
                Source(body["source"]),
                AgencyId(int(body["agency_id"])) if body["agency_id"] is not None else None,
                str(body["notice_version"]),
                str(body["paper_place"]),
                SamePerson(body["same_person"]) if body["same_person"] else None,
                PersonId(int(body["person_id"])) if body["person_id"] is not None else None,
            )
        except (KeyError, ValueError, TypeError):
            return self


def body_of(draft: Draft) -> Mapping[str, Any]:
    """The values kept in a draft; nothing when it cannot be read."""
    try:
        body = json.loads(draft.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def place_words(key: str, caret: int) -> str:
    """Field and caret as kept."""
    return f"{key}:{caret}"


def place_of(words: str) -> tuple[str, int]:
    """Field and caret as kept by `place_words`; no field when there is none."""
    key, _colon, caret = words.rpartition(":")
    return (key, int(caret)) if key and caret.isdigit() else ("", 0)
