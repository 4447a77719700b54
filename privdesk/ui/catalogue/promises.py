# SPDX-License-Identifier: MIT
"""How an undertaking to confidentiality stands, of a recipient or an agency."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from privdesk.domain.agencies import Undertaking
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.undertakings import SOON_DAYS


@dataclass(frozen=True, slots=True)
class Standing:
    """How an undertaking stands, in words and in the tone of a row."""

    words: str
    tone: Literal["normal", "muted", "look", "danger"]


def standing(undertaking: Undertaking | None, today: date) -> Standing:
    """Whether somebody has promised to keep data confidential, and until when."""
    if undertaking is None:
        return Standing(_("none on file"), "look")
    ends = undertaking.expires_on
    if ends is None:
        return Standing(_("signed {date}").format(date=wording.date_plain(undertaking.signed_on)), "normal")
    if ends < today:
        return Standing(_("ended {date}").format(date=wording.date_plain(ends)), "danger")
    words = _("until {date}").format(date=wording.date_plain(ends))
    return Standing(words, "look" if (ends - today).days <= SOON_DAYS else "normal")
