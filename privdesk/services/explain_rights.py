# SPDX-License-Identifier: MIT
"""Errors of the other rights in words: restriction, objection, recipients told, data to take along."""

from collections.abc import Callable
from typing import Any

from privdesk.domain import consent, objections, restriction, tellings
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.explanation import Explanation


def _plain(*texts: Callable[[], str]) -> Callable[[Any], Explanation]:
    """An explanation that needs no data."""
    return lambda _error: Explanation(*(text() for text in texts))


def _restricted(error: restriction.PersonRestrictedError) -> Explanation:
    since = wording.date_plain(error.since) if error.since is not None else ""
    what = _("Use has been restricted since {day}.").format(day=since) if since else _("Use is restricted.")
    rule = _(
        "They may be stored and given to the person, and not be changed, merged or given to anybody else."
    )
    return Explanation(
        _("Use of these data is restricted."),
        f"{what} {rule}",
        _(
            "With the person’s consent or for legal claims a value may be corrected; else the privacy officer lifts it first."
        ),
    )


def _restriction_date(error: restriction.RestrictionDateError) -> Explanation:
    return Explanation(
        _("This date cannot be."),
        _("{day} lies after today or before the restriction was set.").format(
            day=wording.date_plain(error.on)
        ),
        _("Type the day on which it happened, {day} at the latest.").format(
            day=wording.date_plain(error.today)
        ),
    )


def _telling_date(error: tellings.TellingDateError) -> Explanation:
    return Explanation(
        _("This date cannot be."),
        _("{day} does not lie between {first} and today.").format(
            day=wording.date_plain(error.on), first=wording.date_plain(error.earliest)
        ),
        _("Type the day on which it happened."),
    )


def _consent_date(error: consent.ConsentDateError) -> Explanation:
    return Explanation(
        _("This date cannot be."),
        _("{day} lies in the future.").format(day=wording.date_plain(error.on)),
        _("Type the day on which it came, {day} at the latest.").format(day=wording.date_plain(error.today)),
    )


RIGHTS_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    restriction.PersonRestrictedError: _restricted,
    restriction.RestrictionDateError: _restriction_date,
    consent.ConsentDateError: _consent_date,
    restriction.RestrictedAlreadyError: _plain(
        lambda: _("Use of these data is restricted already."),
        lambda: _("One restriction holds at a time; nothing was changed."),
        lambda: _("Note the new reason in the request."),
    ),
    restriction.NotRestrictedError: _plain(
        lambda: _("Use of these data is not restricted."),
        lambda: _("There is nothing to lift."),
        lambda: _("Look at the person’s page."),
    ),
    restriction.NotToldBeforeLiftingError: _plain(
        lambda: _("The person has not been told yet."),
        lambda: _("Who asked for a restriction is told before it is lifted (GDPR Art. 18(3))."),
        lambda: _("Tell the person, note the day and the way, then lift it."),
    ),
    tellings.TellingDateError: _telling_date,
    tellings.TellingDoneError: _plain(
        lambda: _("This recipient is settled already."),
        lambda: _("They were told, or it was noted why not."),
        lambda: _("Look at the list of who was told."),
    ),
    tellings.TellingNotYetError: _plain(
        lambda: _("This recipient has not been told yet."),
        lambda: _("An answer comes after the telling."),
        lambda: _("Note first when and how they were told."),
    ),
    objections.AdvertisingAbsoluteError: _plain(
        lambda: _("An objection to advertising is never refused."),
        lambda: _("Advertising ended when the objection was saved; no ground of the office counts against it."),
        lambda: _("Grant it, or note what else the person objects to and weigh that."),
    ),
    objections.GroundsNotWeighedError: _plain(
        lambda: _("The grounds have not been weighed."),
        lambda: _("An objection is refused only where compelling grounds of the office, or legal claims, outweigh the person’s."),
        lambda: _("Note the grounds of both sides and what they weigh."),
    ),
    objections.OfficeGroundsMissingError: _plain(
        lambda: _("The office’s grounds are missing."),
        lambda: _("The office must show why it goes on; without grounds the objection is granted."),
        lambda: _("Write the grounds as the person may read them."),
    ),
}  # fmt: skip
