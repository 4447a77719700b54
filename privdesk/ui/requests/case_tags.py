# SPDX-License-Identifier: MIT
"""The tags in the head of a request, and the pages to which acts about the other rights lead."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from privdesk.domain.cases import Case
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.request_pages import ActKey, CasePage
from privdesk.services.rights_words import restricted_since_words

RIGHTS_PLACES: Mapping[ActKey, str] = {
    ActKey.TAKE_ALONG: "portability",
    ActKey.WEIGH: "objection",
    ActKey.RESTRICT: "restriction",
    ActKey.TELL: "tellings",
}
_WITH_PERSON = frozenset({ActKey.TAKE_ALONG, ActKey.RESTRICT})


def case_tags(page: CasePage, today: date) -> list[tuple[str, str, str | None]]:
    """Restricted, which everybody must see, and closed."""
    tags: list[tuple[str, str, str | None]] = []
    if page.restricted_since is not None:
        tags.append((restricted_since_words(page.restricted_since), "danger", "lock"))
    if page.case.closed_on is not None:
        day = wording.date_short(page.case.closed_on, today)
        tags.append((_("Closed {day}").format(day=day), "sure", "circle-check"))
    return tags


def rights_place(key: ActKey, case: Case) -> tuple[str, Mapping[str, Any]]:
    """The place and what it is opened with."""
    with_person = {"person": case.person_id} if key in _WITH_PERSON else {}
    return RIGHTS_PLACES[key], {"case": case.id, **with_person}
