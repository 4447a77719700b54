# SPDX-License-Identifier: MIT
"""Every typed error in words: title, what happened, what you can do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from privdesk.domain import errors
from privdesk.i18n import _


@dataclass(frozen=True, slots=True)
class Explanation:
    """An error as the window and the command line show it."""

    title: str
    happened: str
    remedy: str

    def sentence(self) -> str:
        """All three parts in one line for the command line."""
        return " ".join(part for part in (self.title, self.happened, self.remedy) if part)


def describe(error: BaseException) -> Explanation:
    """Explain `error`; unknown errors are named by type only, never by their text."""
    for kind in type(error).__mro__:
        explain = _EXPLAIN.get(kind)
        if explain is not None:
            return explain(error)
    return Explanation(
        _("Something unexpected happened."),
        _("The desk could not finish this ({kind}). Nothing was changed.").format(kind=type(error).__name__),
        _("Try again. If it happens again, tell your administrator what you were doing."),
    )


def explained() -> frozenset[type[BaseException]]:
    """The errors that have words of their own."""
    return frozenset(_EXPLAIN)


def _cancelled(_error: errors.Cancelled) -> Explanation:
    return Explanation(_("Stopped."), _("You stopped this. What was finished stays."), "")


_EXPLAIN: dict[type[BaseException], Callable[[Any], Explanation]] = {
    errors.Cancelled: _cancelled,
}
