# SPDX-License-Identifier: MIT
"""What a new desk does first; gone once all of it is done."""

from collections.abc import Sequence

from privdesk.domain.inbox import ItemState
from privdesk.domain.staff import Permission, StaffMember
from privdesk.domain.submissions import SubmissionState
from privdesk.i18n import _
from privdesk.services.ports import Records
from privdesk.services.today_page import FirstStep, StepKey

_BUSY = frozenset({ItemState.ENTERED, ItemState.INCOMPLETE, ItemState.SERVICE_REFUSED, ItemState.CASE_OPENED})


def first_steps(records: Records, member: StaffMember) -> Sequence[FirstStep]:
    """The steps that this member's roles allow, with what is done; empty when all are, and for agency clerks."""
    if member.agency_id is not None:
        return ()
    steps = _steps(records, member)
    return () if all(step.done for step in steps) else steps


def _steps(records: Records, member: StaffMember) -> list[FirstStep]:
    steps = [
        FirstStep(
            StepKey.RECORDS,
            _("Records made"),
            _("They lie on this computer and open with a password only."),
            True,
        ),
        FirstStep(
            StepKey.RECOVERY,
            _("Recovery sheet"),
            _(
                "Keep the printed sheet away from this computer: it sets a new password when one is forgotten."
            ),
            True,
        ),
    ]
    if member.may(Permission.ENTER_FORMS):
        words = _("Drop a form here or press Ctrl+O.")
        steps.append(FirstStep(StepKey.FIRST_FORM, _("Enter the first form"), words, _has_form(records)))
    if member.may(Permission.IMPORT) or member.may(Permission.MANAGE_STAFF):
        words = _("Import the people and agencies you know already.")
        done = len(records.staff.all()) > 1 or records.people.count() > 1
        steps.append(FirstStep(StepKey.PEOPLE, _("Bring in people and agencies"), words, done))
    return steps


def _has_form(records: Records) -> bool:
    counts = records.inbox.counts()
    return any(counts.get(state, 0) for state in _BUSY) or bool(
        records.submissions.in_state(SubmissionState.SAVED)
    )
