# SPDX-License-Identifier: MIT
"""Papers of the office itself, which name no person: the record of processing, the figures of a year."""

from dataclasses import dataclass, field
from typing import Protocol

from privdesk.domain.catalogue import Office
from privdesk.services import wording


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A finished PDF, in memory only; `about` says of what in the audit trail, such as the year."""

    pdf: bytes = field(repr=False)
    pages: int
    file_name: str
    about: str


class PaperRenderer(Protocol):
    """Renders papers of the office in the worker process."""

    def render_paper(self, document: bytes) -> tuple[bytes, int]:
        """The PDF and its number of pages of an `OfficePaper` as JSON. Raises: WorkerFailedError."""
        ...


def office_head(office: Office) -> tuple[str, ...]:
    """Address and contact under the office's name, as the letterhead prints them."""
    town = f"{office.postcode} {office.town}".strip()
    lines = (
        ", ".join(part for part in (office.street, town) if part),
        office.email,
        wording.phone(office.phone, office.country),
    )
    return tuple(line for line in lines if line)
