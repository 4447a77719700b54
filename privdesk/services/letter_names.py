# SPDX-License-Identifier: MIT
"""Letters, their parts and what they need, in the words of the screen."""

from privdesk.domain.letters import LetterKind
from privdesk.i18n import _


def letter_name(kind: LetterKind | str) -> str:
    """The kind of letter as lists and buttons name it."""
    names = {
        LetterKind.ACKNOWLEDGEMENT: _("Acknowledgement"),
        LetterKind.IDENTITY_REQUEST: _("Request for identity"),
        LetterKind.IDENTITY_CODE: _("Code by letter"),
        LetterKind.CLARIFICATION: _("Question about the request"),
        LetterKind.EXTENSION: _("Notice of extension"),
        LetterKind.FEE_NOTICE: _("Notice of a fee"),
        LetterKind.ACCESS_COVER: _("Cover letter to the access report"),
        LetterKind.PORTABILITY_COVER: _("Cover letter to the data files"),
        LetterKind.RECTIFICATION_DONE: _("Correction done"),
        LetterKind.ERASURE_FULL: _("All data erased"),
        LetterKind.ERASURE_PARTIAL: _("Data erased in part"),
        LetterKind.OBJECTION_GRANTED: _("Objection granted"),
        LetterKind.OBJECTION_REFUSED: _("Objection refused"),
        LetterKind.WITHDRAWAL_CONFIRMED: _("Withdrawal confirmed"),
        LetterKind.RESTRICTION_SET: _("Use restricted"),
        LetterKind.RESTRICTION_LIFTED: _("Restriction ends"),
        LetterKind.NOTHING_HELD: _("Nothing held"),
        LetterKind.REFUSAL: _("Refusal"),
        LetterKind.RECIPIENT_NOTICE: _("Notice to a recipient"),
        LetterKind.PLEASE_COMPLETE: _("Please complete"),
        LetterKind.SERVICE_REFUSED: _("Service refused"),
        LetterKind.COMPLAINT_ACKNOWLEDGEMENT: _("Acknowledgement of a complaint"),
        LetterKind.ANSWER: _("Answer to several rights"),
    }
    return names[LetterKind(kind)]


def part_name(name: str) -> str:
    """What a letter lacks, as a banner names it; a name without words of its own is said plainly."""
    return _parts().get(name) or name.replace("_", " ")


def free_part_name(key: str) -> str:
    """The label of a passage that the member of staff writes."""
    return {
        "explanation": _("Explanation in your own words"),
        "question": _("What we ask the person"),
        "grounds": _("What the person puts forward"),
        "weighing": _("How we weighed it"),
        "note": _("A further sentence"),
        "request": _("What the recipient should do"),
        "steps": _("What we do next"),
    }.get(key) or part_name(key)


def _parts() -> dict[str, str]:
    return {
        "address": _("the address"),
        "reason": _("the reason"),
        "reasons": _("the reason"),
        "authority": _("the supervisory authority with its address"),
        "authority_name": _("the name of the supervisory authority"),
        "authority_address": _("the address of the supervisory authority"),
        "court": _("the way to court"),
        "dates": _("the dates"),
        "new_date": _("the new date"),
        "extended_until": _("the new date"),
        "amount": _("the amount"),
        "confirm_by": _("the day by which the person confirms"),
        "outcome": _("the outcome"),
        "kept": _("what is kept, by which law and until when"),
        "until": _("until when it is kept"),
        "missing": _("what is missing on the form"),
        "question": _("the question"),
        "code": _("the code"),
        "valid_until": _("the last day of the code"),
        "received_on": _("the day it was received"),
        "way": _("the way by which it came"),
        "rights_list": _("the rights asked for"),
        "answer_by": _("the day of the answer"),
        "explanation": _("the explanation"),
        "weighing": _("how it was weighed"),
        "grounds": _("what the person puts forward"),
    }
