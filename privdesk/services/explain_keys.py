# SPDX-License-Identifier: MIT
"""The errors of one-time codes, changed keys and records that are older than they should be, in words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from privdesk.domain import errors
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.explain_vault import spell_tries
from privdesk.services.explanation import Explanation


def moment_here(at: datetime) -> str:
    """A moment in this computer's zone: the office's own is known only after opening."""
    here = at.astimezone()
    return _("{date}, {time}").format(date=wording.date_long(here.date()), time=f"{here:%H:%M}")


def _code_waits(_error: errors.CodeWaitsError) -> Explanation:
    return Explanation(
        _("Your password no longer counts."),
        _("A one-time code was made for you. With it you set a password of your own on this computer."),
        _("Enter the code that your administrator gave you."),
    )


def _code_refused(error: errors.CodeRefusedError) -> Explanation:
    return Explanation(
        _("The name or the one-time code is not right."),
        _("Each code works once, for the person it was made for."),
        spell_tries(error.tries_left, error.wait_seconds),
    )


def _code_expired(error: errors.CodeExpiredError) -> Explanation:
    return Explanation(
        _("The one-time code has expired."),
        _("It counted until {moment}.").format(moment=moment_here(error.until)),
        _("Ask an administrator for a new one."),
    )


def _keys_changed_meanwhile(_error: errors.KeysChangedMeanwhileError) -> Explanation:
    return Explanation(
        _("Somebody else changed who may open the records."),
        _(
            "Nothing was done: what was prepared no longer fits, and the sheet and codes just made are worthless."
        ),
        _("Begin again, and destroy the new sheet and codes."),
    )


def _switch_unfinished(_error: errors.KeysSwitchUnfinishedError) -> Explanation:
    return Explanation(
        _("The new keys count, but the last step could not be written."),
        _("Nothing is lost. The new sheet and codes are the ones that work from now on."),
        _("Make room on the disk, then open the records: the desk finishes by itself."),
    )


def _rollback(error: errors.RollbackError) -> Explanation:
    if error.commits:
        missing = ngettext(
            "At least {count} saved change is missing.",
            "At least {count} saved changes are missing.",
            error.commits,
        ).format(count=wording.number(error.commits))
    else:
        missing = _("They tell another history.")
    happened = _("The key store of this computer noted newer records on {moment}. {missing}")
    return Explanation(
        _("These records are an older copy."),
        happened.format(moment=moment_here(error.remembered_at), missing=missing),
        _("Find out who put the folder back. Bring back the newest backup, or the newer folder."),
    )


def _pages(_error: errors.PagesError) -> Explanation:
    return Explanation(
        _("Something is wrong with the records."),
        _(
            "Parts of the database are not those with which the desk was closed: an old part was put back, or changed."
        ),
        _("Bring back the newest backup, or have an administrator look first."),
    )


KEY_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    errors.CodeWaitsError: _code_waits,
    errors.CodeRefusedError: _code_refused,
    errors.CodeExpiredError: _code_expired,
    errors.KeysChangedMeanwhileError: _keys_changed_meanwhile,
    errors.KeysSwitchUnfinishedError: _switch_unfinished,
    errors.RollbackError: _rollback,
    errors.PagesError: _pages,
}
