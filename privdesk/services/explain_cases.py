# SPDX-License-Identifier: MIT
"""What is wrong with a request or a call, in words."""

from collections.abc import Callable
from typing import Any

from privdesk.domain import case_errors as errors
from privdesk.domain.rights import Right
from privdesk.i18n import _, ngettext
from privdesk.services.explanation import Explanation
from privdesk.services.names import field_name, right_name
from privdesk.services.wording import date_long, listed


def _received_in_future(error: errors.ReceivedInFutureError) -> Explanation:
    return Explanation(
        _("The day of receipt lies in the future."),
        _("{day} is after today.").format(day=date_long(error.received)),
        _("Enter the day on which it reached us, at the latest today."),
    )


def _contact_changed(error: errors.ContactChangedError) -> Explanation:
    field = field_name(error.field)
    if error.serves_from is None:
        return Explanation(
            _("This contact cannot be used."),
            _("{field}: not on file.").format(field=field),
            _("Use another contact on file, or check identity another way."),
        )
    return Explanation(
        _("This contact changed lately."),
        _("{field}: serves neither call-back nor hand-over before {day}.").format(
            field=field, day=date_long(error.serves_from)
        ),
        _("Confirm it the old way first – by letter or on the number before – or use another contact."),
    )


def _right_undecided(error: errors.RightUndecidedError) -> Explanation:
    rights = listed([right_name(right) for right in error.rights])
    return Explanation(
        _("The request cannot be closed yet."),
        _("To be decided: {rights}.").format(rights=rights),
        _("Decide every right, or ask the privacy officer to."),
    )


def _answer_date(error: errors.AnswerDateError) -> Explanation:
    return Explanation(
        _("The answer cannot have this date."),
        _("{day} is not between receipt and today.").format(day=date_long(error.on)),
        _("Enter a day from {first} to {last}.").format(
            first=date_long(error.received), last=date_long(error.today)
        ),
    )


def _too_weak(error: errors.IdentityTooWeakError) -> Explanation:
    right = ngettext("{count} answer is right", "{count} answers are right", error.right)
    return Explanation(
        _("Identity does not stand yet."),
        _("{right}, {needed} are needed for what is asked.").format(
            right=right.format(count=error.right), needed=error.needed
        ),
        _("Ask further questions, call back a number on file, or send a code by letter."),
    )


def _outcome(error: errors.OutcomeNotPossibleError) -> Explanation:
    return Explanation(
        _("This cannot be recorded so."),
        _("{right}: this outcome is not possible here.").format(right=right_name(error.right)),
        _("A consent that is withdrawn is never refused.")
        if error.right is Right.WITHDRAWAL
        else _("Correct the values to grant a rectification; choose another outcome for the rest."),
    )


def _right_not_asked(error: errors.RightNotAskedError) -> Explanation:
    return Explanation(
        _("This right is not part of the request."),
        _("{right} was not asked for.").format(right=right_name(error.right)),
        _("Add the right first."),
    )


def _right_already(error: errors.RightAlreadyAskedError) -> Explanation:
    return Explanation(
        _("This right is part of the request already."),
        _("{right} runs with the clock of this request.").format(right=right_name(error.right)),
        _("A reminder is no new request: add a note."),
    )


def _plain(
    title: Callable[[], str], happened: Callable[[], str], remedy: Callable[[], str]
) -> Callable[[object], Explanation]:
    def explain(_error: object) -> Explanation:
        return Explanation(title(), happened(), remedy())

    return explain


CASE_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    errors.ReceivedInFutureError: _received_in_future,
    errors.ContactChangedError: _contact_changed,
    errors.RightUndecidedError: _right_undecided,
    errors.AnswerDateError: _answer_date,
    errors.IdentityTooWeakError: _too_weak,
    errors.OutcomeNotPossibleError: _outcome,
    errors.OtherSenderError: _plain(
        lambda: _("The e-mail did not come from the address on file."),
        lambda: _("What wrote to us in this request is another address, so it proves nobody."),
        lambda: _("Check identity another way, such as by a code by letter."),
    ),
    errors.RightNotAskedError: _right_not_asked,
    errors.RightAlreadyAskedError: _right_already,
    errors.NoRightAskedError: _plain(
        lambda: _("Nothing is asked yet."),
        lambda: _("No right is ticked."),
        lambda: _("Tick what the person wants."),
    ),
    errors.PersonUnknownError: _plain(
        lambda: _("Nobody is named."),
        lambda: _("The request has neither a person on file nor a name."),
        lambda: _("Find the person, enter a new one, or write down the name."),
    ),
    errors.IdentityOpenError: _plain(
        lambda: _("Identity does not stand yet."),
        lambda: _("Nothing is given out or corrected before we know who asks."),
        lambda: _("Check identity first."),
    ),
    errors.CaseClosedError: _plain(
        lambda: _("This request is closed."),
        lambda: _("A closed request is only read."),
        lambda: _("Open a new request if something new is asked."),
    ),
    errors.AnswerMissingError: _plain(
        lambda: _("The request cannot be closed yet."),
        lambda: _("No answer is recorded."),
        lambda: _("Record the answer that was sent."),
    ),
    errors.ReasonMissingError: _plain(
        lambda: _("A reason is needed."),
        lambda: _("This is recorded only with its reason."),
        lambda: _("Write the reason as the person may read it."),
    ),
    errors.ProofMissingError: _plain(
        lambda: _("A proof is needed."),
        lambda: _("A correction rests on a document or a statement."),
        lambda: _("Name the document, such as “letter of 4 Mar”."),
    ),
    errors.NothingToCorrectError: _plain(
        lambda: _("There is nothing to correct."),
        lambda: _("Every value named is on file already."),
        lambda: _("Enter the value that the person says is right."),
    ),
    errors.ItemTakenError: _plain(
        lambda: _("This item belongs to a request already."),
        lambda: _("Opening a second request for it would start a second clock."),
        lambda: _("Open the request it belongs to."),
    ),
    errors.CaseOfOtherPersonError: _plain(
        lambda: _("This request is of another person."),
        lambda: _("Whose identity was checked for it may not receive these data. Nothing was given out."),
        lambda: _("Open the request of the person whose report this is."),
    ),
    errors.ExtendedAlreadyError: _plain(
        lambda: _("The time was extended already."),
        lambda: _("A request is extended once."),
        lambda: _("Answer by the date that was named."),
    ),
    errors.ExtensionDateMissingError: _plain(
        lambda: _("The new date is missing."),
        lambda: _("This law sets no length: the notice must name the date of the answer."),
        lambda: _("Name the date by which the answer comes."),
    ),
    errors.CodeWrongError: _plain(
        lambda: _("The code does not fit."),
        lambda: _("It is not right, too old, or none was sent."),
        lambda: _("Ask for the code once more, or send a new one."),
    ),
    errors.CallEndedError: _plain(
        lambda: _("This call has ended."),
        lambda: _("Its sheet is only read."),
        lambda: _("Start a new call."),
    ),
}
