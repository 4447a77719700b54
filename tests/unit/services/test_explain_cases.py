# SPDX-License-Identifier: MIT
"""Every error of requests and calls has words of its own, and never a person's value."""

import inspect
from datetime import date

import pytest

from privdesk.domain import case_errors
from privdesk.domain.cases import Outcome, Right
from privdesk.domain.errors import PrivdeskError
from privdesk.domain.people import PersonField
from privdesk.services.explain import describe
from privdesk.services.explain_cases import CASE_ERRORS

DAY = date(2026, 3, 24)
ERRORS: list[PrivdeskError] = [
    case_errors.ReceivedInFutureError(DAY, DAY),
    case_errors.ContactChangedError(PersonField.EMAIL, DAY),
    case_errors.ContactChangedError(PersonField.EMAIL),
    case_errors.OtherSenderError(),
    case_errors.RightNotAskedError(Right.ACCESS),
    case_errors.RightAlreadyAskedError(Right.ACCESS),
    case_errors.RightUndecidedError((Right.ERASURE, Right.ACCESS)),
    case_errors.AnswerDateError(DAY, DAY, DAY),
    case_errors.OutcomeNotPossibleError(Right.RECTIFICATION, Outcome.GRANTED),
    case_errors.IdentityTooWeakError(1, 3),
    case_errors.ItemTakenError(9),
    case_errors.CaseOfOtherPersonError(),
    case_errors.NoRightAskedError(),
    case_errors.PersonUnknownError(),
    case_errors.IdentityOpenError(),
    case_errors.CaseClosedError(),
    case_errors.AnswerMissingError(),
    case_errors.ReasonMissingError(),
    case_errors.ProofMissingError(),
    case_errors.NothingToCorrectError(),
    case_errors.ExtendedAlreadyError(),
    case_errors.ExtensionDateMissingError(),
    case_errors.CodeWrongError(),
    case_errors.CallEndedError(),
]


def test_the_list_is_whole() -> None:
    defined = {
        each
        for _name, each in inspect.getmembers(case_errors, inspect.isclass)
        if each.__module__ == case_errors.__name__
    }
    assert defined == {type(error) for error in ERRORS} == set(CASE_ERRORS)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_each_says_what_happened_and_what_can_be_done(error: PrivdeskError) -> None:
    words = describe(error)
    assert words.title.endswith(".")
    assert words.happened.endswith(".")
    assert words.remedy.endswith(".")
    assert not set("{}!") & set(words.sentence())
