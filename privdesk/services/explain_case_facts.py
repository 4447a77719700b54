# SPDX-License-Identifier: MIT
"""What cannot be so in a request – questions, fees, representatives, days – in words that name the rule."""

from collections.abc import Callable
from typing import Any

from privdesk.domain import case_fact_errors as errors
from privdesk.domain.regimes import PauseKind
from privdesk.i18n import _
from privdesk.services.case_words import case_kind_name, charge_name
from privdesk.services.explanation import Explanation
from privdesk.services.names import right_name
from privdesk.services.wording import date_long


def _future(error: errors.DayInFutureError) -> Explanation:
    return Explanation(
        _("This day lies in the future."),
        _("{day} is after today.").format(day=date_long(error.day)),
        _("Record what happened once it has happened, with its day."),
    )


def _before_receipt(error: errors.DayBeforeReceiptError) -> Explanation:
    return Explanation(
        _("This day lies before the request."),
        _("{day} is before {received}, when the request reached us.").format(
            day=date_long(error.day), received=date_long(error.received)
        ),
        _("Check both days."),
    )


def _answered(_error: errors.CaseAnsweredError) -> Explanation:
    return Explanation(
        _("The answer is out."),
        _("Law, dates, fee and rights of a request are settled by its answer."),
        _("Close the request. If something new is asked, open a new one."),
    )


def _kind_of_right(error: errors.KindOfRightError) -> Explanation:
    return Explanation(
        _("This right does not belong here."),
        _("{right} is not asked for in this kind of request: {kind}.").format(
            right=right_name(error.right), kind=case_kind_name(error.kind)
        ),
        _("Open a request for it; it has its own clock."),
    )


def _pause_unknown(error: errors.PauseUnknownError) -> Explanation:
    happened = {
        PauseKind.IDENTITY: _("{law} does not stop its clock while identity is checked."),
        PauseKind.CLARIFICATION: _("{law} does not stop its clock while we ask what is meant."),
    }[error.kind]
    return Explanation(
        _("This law knows no such pause."),
        happened.format(law=error.law),
        _("Ask all the same and add a note. The dates stay as they are."),
    )


def _question_open(error: errors.QuestionOpenError) -> Explanation:
    return Explanation(
        _("The person was asked already."),
        _("The question of {day} has no reply yet. A reminder starts no second pause.").format(
            day=date_long(error.asked)
        ),
        _("Record the reply when it comes."),
    )


def _no_question(_error: errors.NoQuestionOpenError) -> Explanation:
    return Explanation(
        _("No question is open."),
        _("A reply needs the question it answers."),
        _("Record first what was asked, and when."),
    )


def _fee_not_allowed(error: errors.FeeNotAllowedError) -> Explanation:
    return Explanation(
        _("No fee can be asked for this."),
        _("{law} knows no such fee: {kind}.").format(law=error.law, kind=charge_name(error.kind)),
        _("Answer free of charge."),
    )


def _fee_amount(error: errors.FeeAmountError) -> Explanation:
    if not error.maximum:
        return Explanation(
            _("This amount cannot be asked."),
            _("A fee is more than nothing and has a currency of three letters."),
            _("Enter the amount and a currency such as EUR."),
        )
    return Explanation(
        _("This amount cannot be asked."),
        _("{cite} allows {maximum} at most.").format(cite=error.cite, maximum=error.maximum),
        _("Enter an amount up to {maximum}.").format(maximum=error.maximum),
    )


def _fee_proof(error: errors.FeeProofMissingError) -> Explanation:
    return Explanation(
        _("The proof is missing."),
        _("{cite}: who calls a request unfounded or excessive must show it.").format(cite=error.cite),
        _("Write down what shows it, such as the earlier requests with their numbers."),
    )


def _fee_told(error: errors.FeeToldAlreadyError) -> Explanation:
    return Explanation(
        _("A fee was told already."),
        _("It was told on {day}. A request has one fee.").format(day=date_long(error.told)),
        _("Record the confirmation when it comes."),
    )


def _fee_confirmed(error: errors.FeeConfirmedAlreadyError) -> Explanation:
    return Explanation(
        _("The fee was confirmed already."),
        _("It was confirmed on {day}.").format(day=date_long(error.confirmed)),
        _("Nothing is to be done about the fee."),
    )


def _fee_over(error: errors.FeeTimeOverError) -> Explanation:
    return Explanation(
        _("The confirmation came too late."),
        _("It could be given until {day}. Then the request counts as withdrawn, without cost.").format(
            day=date_long(error.confirm_by)
        ),
        _("Record that nothing came in time. If the person still wants an answer, open a new request."),
    )


def _fee_running(error: errors.FeeTimeRunningError) -> Explanation:
    if error.confirm_by is None:
        return Explanation(
            _("The request is not withdrawn by this."),
            _("This law sets no time to confirm a fee."),
            _("Remind the person of the fee, or answer."),
        )
    return Explanation(
        _("The person may still confirm the fee."),
        _("The time to think it over runs until {day}.").format(day=date_long(error.confirm_by)),
        _("Wait until it is over."),
    )


def _representative(error: errors.RepresentativeIncompleteError) -> Explanation:
    happened = {
        "name": _("The name of who speaks for the person is missing."),
        "scope": _("It is not said for which rights they speak."),
        "document": _("The paper that gives them the authority is not named."),
    }[error.part]
    return Explanation(
        _("The representative is not complete."),
        happened,
        _("Look at the paper, and enter name, rights and the paper with its date."),
    )


def _authority_expired(error: errors.AuthorityExpiredError) -> Explanation:
    return Explanation(
        _("The authority has ended."),
        _("It was valid until {day}. Nothing goes to the representative any more.").format(
            day=date_long(error.until)
        ),
        _("Ask for a new paper, or end the representation and answer the person directly."),
    )


def _unproven(_error: errors.AuthorityUnprovenError) -> Explanation:
    return Explanation(
        _("The paper has not been seen yet."),
        _("Nobody has shown that they may speak for the person. Until then nothing goes to them."),
        _("Ask for the paper and record it, or end the representation and answer the person directly."),
    )


def _outside(error: errors.OutsideAuthorityError) -> Explanation:
    return Explanation(
        _("The authority does not cover this."),
        _("{right} is not among the rights for which the representative speaks.").format(
            right=right_name(error.right)
        ),
        _("Ask for a wider paper, or end the representation and answer the person directly."),
    )


def _not_represented(_error: errors.NotRepresentedError) -> Explanation:
    return Explanation(
        _("Nobody speaks for the person."),
        _("This request has no representative."),
        _("Nothing is to be done."),
    )


def _assignee(_error: errors.AssigneeError) -> Explanation:
    return Explanation(
        _("The request cannot be given to them."),
        _("Only staff of the office who take requests work on one."),
        _("Choose a colleague from the list."),
    )


def _acknowledged(error: errors.AcknowledgedAlreadyError) -> Explanation:
    return Explanation(
        _("Receipt was confirmed already."),
        _("It was confirmed on {day}.").format(day=date_long(error.on)),
        _("Nothing is to be done."),
    )


def _note_empty(_error: errors.NoteEmptyError) -> Explanation:
    return Explanation(
        _("The note is empty."),
        _("A note without words says nothing."),
        _("Write the note first."),
    )


def _reason_unknown(error: errors.ReasonUnknownError) -> Explanation:
    return Explanation(
        _("This reason is not in the list."),
        _("“{key}” is no reason for this right and outcome under the law of the request.").format(
            key=error.key
        ),
        _("Choose a reason from the list, or write your own."),
    )


def _reason_disproved(_error: errors.ReasonDisprovedError) -> Explanation:
    return Explanation(
        _("The request shows otherwise."),
        _("Identity stands, or nobody speaks for the person: this cannot be the reason."),
        _("Choose another reason, or write your own."),
    )


def _reason_proof(_error: errors.ReasonProofMissingError) -> Explanation:
    return Explanation(
        _("What shows this reason is missing."),
        _("The law wants the office to be able to show it, GDPR Art. 12(5) for one."),
        _("Write in your own words what shows it, such as the earlier requests with their numbers."),
    )


CASE_FACT_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    errors.DayInFutureError: _future,
    errors.DayBeforeReceiptError: _before_receipt,
    errors.CaseAnsweredError: _answered,
    errors.KindOfRightError: _kind_of_right,
    errors.PauseUnknownError: _pause_unknown,
    errors.QuestionOpenError: _question_open,
    errors.NoQuestionOpenError: _no_question,
    errors.FeeNotAllowedError: _fee_not_allowed,
    errors.FeeAmountError: _fee_amount,
    errors.FeeProofMissingError: _fee_proof,
    errors.FeeToldAlreadyError: _fee_told,
    errors.FeeConfirmedAlreadyError: _fee_confirmed,
    errors.FeeTimeOverError: _fee_over,
    errors.FeeTimeRunningError: _fee_running,
    errors.RepresentativeIncompleteError: _representative,
    errors.AuthorityUnprovenError: _unproven,
    errors.AuthorityExpiredError: _authority_expired,
    errors.OutsideAuthorityError: _outside,
    errors.NotRepresentedError: _not_represented,
    errors.AssigneeError: _assignee,
    errors.AcknowledgedAlreadyError: _acknowledged,
    errors.NoteEmptyError: _note_empty,
    errors.ReasonUnknownError: _reason_unknown,
    errors.ReasonDisprovedError: _reason_disproved,
    errors.ReasonProofMissingError: _reason_proof,
}
