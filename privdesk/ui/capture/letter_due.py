# SPDX-License-Identifier: MIT
"""After a form is kept as incomplete or refused: the letter that must follow is a key away."""

from dataclasses import dataclass

from privdesk.domain.letters import LetterKind
from privdesk.domain.staff import Permission
from privdesk.domain.submissions import Saved, SubmissionId
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.navigation import Navigator
from privdesk.ui.widgets.banner import Banner


@dataclass(frozen=True, slots=True)
class LetterDue:
    """Which letter about which form; `number` empty where the form itself is on the window."""

    submission: SubmissionId
    kind: LetterKind
    number: str = ""


def letter_due(desk: Desk, saved: Saved) -> LetterDue | None:
    """The letter that must follow; None where none does, or where this member writes none."""
    if not saved.letter_due or not may_write(desk):
        return None
    return LetterDue(saved.submission.id, LetterKind(saved.letter_due), saved.submission.number)


def may_write(desk: Desk) -> bool:
    """Whether the signed-in member writes letters."""
    return desk.letters is not None and desk.session.member.may(Permission.GRANT_ACCESS)


def offer_letter(desk: Desk, navigator: Navigator, banner: Banner, due: LetterDue) -> None:
    """Say that a letter is due, with the act that leads to it."""
    if not may_write(desk):
        return
    refused = due.kind is LetterKind.SERVICE_REFUSED
    what = _("The service is refused") if refused else _("The form is incomplete")
    title = _("{number}: {what}.").format(number=due.number, what=what) if due.number else f"{what}."
    words = _("A letter tells why.") if refused else _("A letter asks for what is missing.")
    banner.show_words("notice", title, words, _("Write the letter"), lambda: open_letter(navigator, due))


def open_letter(navigator: Navigator, due: LetterDue) -> None:
    """Go and write it."""
    navigator.open("letter", submission=due.submission, kind=due.kind.value)
