# SPDX-License-Identifier: MIT
"""Why a letter was not made, in words."""

from collections.abc import Callable
from typing import Any

from privdesk.domain import letter_errors as errors
from privdesk.domain.letters import LAW_PARTS, LetterKind
from privdesk.i18n import _
from privdesk.services.explanation import Explanation
from privdesk.services.letter_names import letter_name, part_name
from privdesk.services.wording import listed


def _missing(error: errors.MissingPartError) -> Explanation:
    kind = LetterKind(error.kind)
    by_law = {part.value for part in LAW_PARTS.get(kind, ())} & set(error.missing)
    words = listed(list(dict.fromkeys(part_name(name) for name in error.missing)))
    happened = (
        _("The law asks for what is missing: {missing}.")
        if by_law
        else _("The letter cannot do without: {missing}.")
    )
    return Explanation(
        _("“{letter}” is not complete yet.").format(letter=letter_name(kind)),
        happened.format(missing=words),
        _("Add it to the request or write it here. Nothing was sent or filed."),
    )


def _placeholder(error: errors.UnknownPlaceholderError) -> Explanation:
    return Explanation(
        _("A letter names something the desk does not know."),
        _("“{letter}” ({language}) has places that nothing fills: {names}.").format(
            letter=letter_name(error.kind), language=error.language, names=", ".join(error.names)
        ),
        _("Tell your administrator: the wording of this letter must be corrected first."),
    )


def _template(error: errors.LetterTemplateError) -> Explanation:
    return Explanation(
        _("The wording of a letter cannot be used."),
        _("“{letter}” ({language}) is wrong at {place}.").format(
            letter=letter_name(error.kind), language=error.language, place=error.place
        ),
        _("Tell your administrator: the wording of this letter must be corrected first."),
    )


def _not_due(error: errors.LetterNotDueError) -> Explanation:
    return Explanation(
        _("“{letter}” does not fit the request as it stands.").format(letter=letter_name(error.kind)),
        _("It would say something that was not decided, or that was done already."),
        _("Decide the right first, or choose another letter. Nothing was sent or filed."),
    )


def _outdated(_error: errors.LetterOutdatedError) -> Explanation:
    return Explanation(
        _("The request has changed since this letter was filled."),
        _("What was decided, who gets it, or what is on file is not what the letter says any more."),
        _("Close the letter and write it again. Nothing was sent or filed."),
    )


LETTER_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    errors.MissingPartError: _missing,
    errors.UnknownPlaceholderError: _placeholder,
    errors.LetterTemplateError: _template,
    errors.LetterNotDueError: _not_due,
    errors.LetterOutdatedError: _outdated,
}
