# SPDX-License-Identifier: MIT
"""How letters go out, in words."""

from privdesk.i18n import _
from privdesk.services.letter_plan import FiledLetter, LetterWay

KEYS = {
    LetterWay.PRINTED: "Ctrl+P",
    LetterWay.SAVED: "Ctrl+S",
    LetterWay.EMAIL_DRAFT: "Ctrl+E",
    LetterWay.SENT: "Ctrl+M",
}
ICONS = {
    LetterWay.PRINTED: "printer",
    LetterWay.SAVED: "download",
    LetterWay.EMAIL_DRAFT: "mail",
    LetterWay.SENT: "send",
}


def act_words(way: LetterWay) -> str:
    """The words of the filled button."""
    return {
        LetterWay.PRINTED: _("Print the letter"),
        LetterWay.SAVED: _("Save the letter"),
        LetterWay.EMAIL_DRAFT: _("Make the e-mail draft"),
        LetterWay.SENT: _("Send the letter"),
    }[way]


def short_words(way: LetterWay) -> str:
    """The words of the other buttons."""
    return {
        LetterWay.PRINTED: _("Print"),
        LetterWay.SAVED: _("Save"),
        LetterWay.EMAIL_DRAFT: _("Draft"),
        LetterWay.SENT: _("Send"),
    }[way]


def done_words(way: LetterWay) -> str:
    """What became of it, as a heading."""
    return {
        LetterWay.PRINTED: _("The letter is printed and filed."),
        LetterWay.SAVED: _("The letter is saved and filed."),
        LetterWay.EMAIL_DRAFT: _("The e-mail draft is saved, the letter filed."),
        LetterWay.SENT: _("The letter is sent and filed."),
    }[way]


def effect_words(filed: FiledLetter) -> str:
    """What the letter did besides."""
    words = {
        "acknowledged": _("The request is noted as acknowledged today."),
        "asked": _("The question is noted, and the dates are reckoned anew."),
        "extended": _("The longer time is recorded."),
        "answered": _("It is recorded as our answer. Next: close the request."),
        "told": _("The recipient is noted as told today."),
    }
    return " ".join(words[each] for each in filed.effects if each in words)
