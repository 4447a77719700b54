# SPDX-License-Identifier: MIT
"""What is half typed about a request: kept in the records, so that no word is lost on lock or crash."""

import json
import re
from collections.abc import Mapping

from privdesk.domain.cases import CaseId
from privdesk.domain.errors import NotFoundError
from privdesk.domain.inbox import Draft
from privdesk.domain.people import PersonId
from privdesk.services.ports import Records
from privdesk.services.workplace import Workplace

_OF_PERSON = re.compile(r"^(?:page:person:|new:|report:[0-9]*:)([0-9]{1,18})(?::|$)")
_OF_CASE = re.compile(r"^(?:page:)?(?:case|report):([0-9]{1,18})(?::|$)")
"""Keys as pages and requests make them; see `storage.erasing_drafts`."""


def keep_draft(place: Workplace, key: str, values: Mapping[str, str]) -> None:
    """Keep the values by field under `key` for the signed-in member; without values the draft goes. Commits.

    About somebody whose record is gone nothing is kept: a page left open would bring their name back.
    """
    own = _own(place, key)
    with place.work() as work:
        if values and not _about_gone(work, key):
            body = json.dumps(dict(values), ensure_ascii=False)
            work.drafts.put(Draft(own, place.member.id, body, "", place.clock.now()))
        else:
            work.drafts.drop(own)
        work.commit_draft()


def read_draft(place: Workplace, key: str) -> Mapping[str, str]:
    """The values kept under `key`; empty when there are none."""
    with place.reading() as records:
        draft = records.drafts.get(_own(place, key))
    if draft is None:
        return {}
    return {str(name): str(value) for name, value in json.loads(draft.body).items()}


def _about_gone(records: Records, key: str) -> bool:
    """Whether the page or request of this key was of somebody who was erased."""
    person, case = _OF_PERSON.search(key), _OF_CASE.search(key)
    if person is not None:
        number = records.merging.resolve(PersonId(int(person[1])))
        return number not in records.people.many([number])
    if case is None:
        return False
    try:
        held = records.cases.get(CaseId(int(case[1])))
    except NotFoundError:
        return True
    return held.person_id is None and not held.person_name


def _own(place: Workplace, key: str) -> str:
    """Drafts of two members about the same request never meet."""
    return f"request:{place.member.id}:{key}"
