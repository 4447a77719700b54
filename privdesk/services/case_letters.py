# SPDX-License-Identifier: MIT
"""The correspondence of a request as rows, newest first."""

from collections.abc import Sequence

from privdesk.domain.cases import Case, CaseLetter, LetterDirection
from privdesk.domain.people import Channel
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.names import channel_icon
from privdesk.services.request_pages import LetterRow


def letter_rows(case: Case, clock: OfficeClock) -> Sequence[LetterRow]:
    """Every letter, e-mail, call and note, newest first; of one moment the later entry first."""
    ordered = sorted(enumerate(case.letters), key=lambda each: (each[1].at, each[0]), reverse=True)
    return [_row(letter, clock) for _place, letter in ordered]


def _row(letter: CaseLetter, clock: OfficeClock) -> LetterRow:
    return LetterRow(
        when=wording.date_short(clock.day_of(letter.at), clock.today()),
        icon=_icon(letter),
        title=letter.title,
        detail=letter.detail,
        right={
            LetterDirection.IN: _("received"),
            LetterDirection.OUT: _("sent"),
            LetterDirection.NOTE: _("noted"),
        }[letter.direction],
        document_id=letter.document_id,
        item_id=letter.item_id,
    )


def _icon(letter: CaseLetter) -> str:
    if letter.direction is LetterDirection.NOTE:
        return "pencil-line"
    if letter.channel in {Channel.POST, Channel.EMAIL}:
        return "mail-open" if letter.direction is LetterDirection.IN else "mail"
    return channel_icon(letter.channel)
