# SPDX-License-Identifier: MIT
"""What is wrong with a law, a place or a date, in words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from privdesk.domain import deadline_errors as errors
from privdesk.domain.regimes import ClockKind
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.explanation import Explanation


def _day(day: date) -> str:
    return wording.date_long(day)


def _kind(kind: str) -> str:
    return {
        ClockKind.REQUEST: _("a request"),
        ClockKind.REFUSAL: _("a refusal"),
        ClockKind.COMPLAINT: _("a complaint"),
        ClockKind.OPT_OUT: _("an opt-out"),
    }[ClockKind(kind)]


def _regime_unknown(error: errors.RegimeUnknownError) -> Explanation:
    return Explanation(
        _("This law is not on file."),
        _("The desk knows no law called “{regime}”.").format(regime=error.regime),
        _("Choose one of {known}.").format(known=", ".join(error.known)),
    )


def _regime_unreadable(error: errors.RegimeUnreadableError) -> Explanation:
    return Explanation(
        _("The rules of a law cannot be read."),
        _("In the file of “{regime}” something is missing or wrong: {part}.").format(
            regime=error.regime, part=error.part
        ),
        _("Install privdesk again; if you changed the file, undo the change."),
    )


def _place_unknown(error: errors.PlaceUnknownError) -> Explanation:
    return Explanation(
        _("The holidays of this place are not known."),
        _("“{place}” is not a place whose holidays the desk knows.").format(place=error.place),
        _("Give an ISO code such as {known}.").format(known=", ".join(error.known)),
    )


def _clock_unknown(error: errors.ClockUnknownError) -> Explanation:
    return Explanation(
        _("The law sets no time for this."),
        _("{regime} has no time of its own for {kind}.").format(regime=error.regime, kind=_kind(error.kind)),
        _("It has one for {known}.").format(known=", ".join(_kind(kind) for kind in error.known)),
    )


def _clock_not_in_force(error: errors.ClockNotInForceError) -> Explanation:
    return Explanation(
        _("The law was not in force yet."),
        _("The time that {regime} sets for {kind} applies to what is received from {day} on.").format(
            regime=error.regime, kind=_kind(error.kind), day=_day(error.in_force)
        ),
        _("Check the day of receipt."),
    )


def _extension_unknown(error: errors.ExtensionUnknownError) -> Explanation:
    return Explanation(
        _("This time cannot be extended."),
        _("{regime} knows no extension for {kind}.").format(regime=error.regime, kind=_kind(error.kind)),
        _("Answer within the ordinary time."),
    )


def _extension_too_late(error: errors.ExtensionTooLateError) -> Explanation:
    return Explanation(
        _("The extension came too late."),
        _(
            "Notice was given on {told}; its last day was {latest}. More time counts only where the person is told, "
            "with the reason, while the ordinary time runs (such as GDPR Art. 12(3), DPO Art. 18(2))."
        ).format(told=_day(error.told), latest=_day(error.latest)),
        _("The ordinary time stands: answer as soon as you can."),
    )


def _extension_shortens(error: errors.ExtensionShortensError) -> Explanation:
    return Explanation(
        _("The date named is too early."),
        _("{named} lies before {end}, when the ordinary time ends.").format(
            named=_day(error.named), end=_day(error.end)
        ),
        _("Name a later date, or answer without an extension."),
    )


def _question_before_request(error: errors.QuestionBeforeRequestError) -> Explanation:
    return Explanation(
        _("The question is older than the request."),
        _("We asked on {asked}, but the request came on {received}.").format(
            asked=_day(error.asked), received=_day(error.received)
        ),
        _("Check both days."),
    )


def _answer_before_question(error: errors.AnswerBeforeQuestionError) -> Explanation:
    return Explanation(
        _("The reply is older than the question."),
        _(
            "The reply is dated {answered}, but we asked on {asked}. Only the days from a question to its reply can "
            "stop a clock."
        ).format(answered=_day(error.answered), asked=_day(error.asked)),
        _("Check both days."),
    )


def _answer_without_question(_error: errors.AnswerWithoutQuestionError) -> Explanation:
    return Explanation(
        _("The day of the question is missing."),
        _("A reply is given, but not when we asked."),
        _("Give the day on which we asked."),
    )


def _fee_before_request(error: errors.FeeBeforeRequestError) -> Explanation:
    return Explanation(
        _("The fee is older than the request."),
        _("The fee was told on {told}, but the request came on {received}.").format(
            told=_day(error.told), received=_day(error.received)
        ),
        _("Check both days."),
    )


def _fee_confirmed_before_told(error: errors.FeeConfirmedBeforeToldError) -> Explanation:
    return Explanation(
        _("The fee was confirmed before it was told."),
        _("It was confirmed on {confirmed}, but told on {told}.").format(
            confirmed=_day(error.confirmed), told=_day(error.told)
        ),
        _("Check both days."),
    )


def _fee_confirmed_untold(_error: errors.FeeConfirmedUntoldError) -> Explanation:
    return Explanation(
        _("The day on which the fee was told is missing."),
        _("A confirmation is given, but not when the fee was told."),
        _("Give the day on which the fee was told."),
    )


def _date_out_of_reach(error: errors.DateOutOfReachError) -> Explanation:
    return Explanation(
        _("This date cannot be meant."),
        _("{day} is too far away for a request.").format(day=_day(error.day)),
        _("Check the year."),
    )


DEADLINE_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    errors.RegimeUnknownError: _regime_unknown,
    errors.RegimeUnreadableError: _regime_unreadable,
    errors.PlaceUnknownError: _place_unknown,
    errors.ClockUnknownError: _clock_unknown,
    errors.ClockNotInForceError: _clock_not_in_force,
    errors.ExtensionUnknownError: _extension_unknown,
    errors.ExtensionTooLateError: _extension_too_late,
    errors.ExtensionShortensError: _extension_shortens,
    errors.QuestionBeforeRequestError: _question_before_request,
    errors.AnswerBeforeQuestionError: _answer_before_question,
    errors.AnswerWithoutQuestionError: _answer_without_question,
    errors.FeeBeforeRequestError: _fee_before_request,
    errors.FeeConfirmedBeforeToldError: _fee_confirmed_before_told,
    errors.FeeConfirmedUntoldError: _fee_confirmed_untold,
    errors.DateOutOfReachError: _date_out_of_reach,
}
