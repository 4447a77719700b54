# SPDX-License-Identifier: MIT
"""Shows errors where they happened: in the banner under the page head, in the words of `services.explain`.

Those are loaded with the first error: they know every room's errors.
"""

from collections.abc import Callable
from typing import Literal, Protocol

from privdesk.i18n import _


class ErrorBanner(Protocol):
    """The banner under a page head, as far as errors need it."""

    def show_words(
        self,
        kind: Literal["error"],
        title: str,
        words: str = "",
        act: str = "",
        run: Callable[[], None] | None = None,
    ) -> None:
        """Say it, and offer one act."""
        ...


def show_error(banner: ErrorBanner, error: BaseException, retry: Callable[[], None] | None = None) -> None:
    """Say what happened and what can be done; `retry` is offered as Try again."""
    from privdesk.services.explain import describe

    words = describe(error)
    rest = " ".join(part for part in (words.happened, words.remedy) if part)
    banner.show_words("error", words.title, rest, _("Try again") if retry else "", retry)


def sentence_of(error: BaseException) -> str:
    """The error in one line, for a place beside a field."""
    from privdesk.services.explain import describe

    return describe(error).sentence()
