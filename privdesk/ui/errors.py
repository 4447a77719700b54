# SPDX-License-Identifier: MIT
"""Shows errors where they happened: in the banner under the page head, in the words of `services.explain`."""

from collections.abc import Callable

from privdesk.i18n import _
from privdesk.services.explain import describe
from privdesk.ui.widgets.banner import Banner


def show_error(banner: Banner, error: BaseException, retry: Callable[[], None] | None = None) -> None:
    """Say what happened and what can be done; `retry` is offered as Try again."""
    words = describe(error)
    rest = " ".join(part for part in (words.happened, words.remedy) if part)
    banner.show_words("error", words.title, rest, _("Try again") if retry else "", retry)


def sentence_of(error: BaseException) -> str:
    """The error in one line, for a place beside a field."""
    return describe(error).sentence()
