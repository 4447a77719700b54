# SPDX-License-Identifier: MIT
"""What is half typed about a request: kept in the records, so that no word is lost on lock or crash."""

import json
from collections.abc import Mapping

from privdesk.domain.inbox import Draft
from privdesk.services.workplace import Workplace


def keep_draft(place: Workplace, key: str, values: Mapping[str, str]) -> None:
    """Keep the values by field under `key` for the signed-in member; without values the draft goes. Commits."""
    own = _own(place, key)
    with place.work() as work:
        if values:
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


def _own(place: Workplace, key: str) -> str:
    """Drafts of two members about the same request never meet."""
    return f"request:{place.member.id}:{key}"
