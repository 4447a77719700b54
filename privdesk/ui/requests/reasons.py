# SPDX-License-Identifier: MIT
"""Reasons that come up often, in words that the person may read; one chooses and goes on writing."""

from collections.abc import Sequence

from privdesk.domain.cases import Outcome, Right
from privdesk.i18n import _
from privdesk.services.request_pages import RightRow


def reasons_for(right: Right, outcome: Outcome) -> Sequence[str]:
    """Sentences to choose from; empty where nothing usual is known."""
    if outcome is Outcome.WITHDRAWN:
        return (_("The person does not want this any more."),)
    if outcome is Outcome.NOTHING_HELD:
        return (_("We searched by name, address, e-mail and user number and hold nothing."),)
    if outcome is Outcome.GRANTED:
        return (_("The conditions are met."),)
    usual = [
        _("Part of the data must be kept by law; the use of that part is restricted.")
        if outcome is Outcome.PARTLY
        else _("The data must be kept by law."),
        _("The data are needed for a legal claim."),
        _("Identity could not be established."),
        _("The request is manifestly unfounded or excessive."),
    ]
    if right in {Right.ACCESS, Right.PORTABILITY}:
        usual.append(_("The rights of other people would be harmed."))
    if right is Right.RECTIFICATION:
        usual.append(_("The value on file is right; a note of the dispute was added."))
    if right is Right.OBJECTION:
        usual.append(_("There are compelling grounds, explained in the answer."))
    return tuple(usual)


def extension_reasons() -> Sequence[str]:
    """Why a request may take longer."""
    return (
        _("The request is complex: several data groups have to be looked through."),
        _("Many requests came in at the same time."),
    )


def decided_words(row: RightRow) -> str:
    """What stands decided now, for the head of a decision that is changed."""
    return _("Now: {outcome}. A change needs its reason.").format(outcome=row.outcome_text)
