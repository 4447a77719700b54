# SPDX-License-Identifier: MIT
"""The errors of entering forms, imports and roles, in words."""

from collections.abc import Callable
from typing import Any

from privdesk.domain.checked import Checked, CheckProblem
from privdesk.domain.errors import NotFoundError, UserNumberTakenError
from privdesk.domain.imports import MappingIncompleteError, MappingUnknownError
from privdesk.domain.people import PersonField
from privdesk.domain.submissions import (
    ContractMissingError,
    FieldProblemError,
    FormFieldUnknownError,
    FormReasonMissingError,
    ItemNotOpenError,
    MandatoryMissingError,
    OfficeDecidesError,
    PersonNotFoundForFormError,
    UndecidedDuplicateError,
)
from privdesk.i18n import _, desk_language, ngettext
from privdesk.services import wording
from privdesk.services.default_forms import default_templates
from privdesk.services.explanation import Explanation
from privdesk.services.field_checks import problem_sentence
from privdesk.services.import_fields import import_fields
from privdesk.services.names import field_name


def _mandatory_missing(error: MandatoryMissingError) -> Explanation:
    names = wording.listed([_name(key) for key in error.keys])
    happened = ngettext("{fields} is empty.", "{fields} are empty.", len(error.keys)).format(fields=names)
    remedy = _("Fill in what the page says, or keep the form as incomplete (F8).")
    return Explanation(_("The form is not complete."), happened, remedy)


def _field_problem(error: FieldProblemError) -> Explanation:
    problem = next((each for each in CheckProblem if each.value == error.problem), None)
    sentence = problem_sentence(Checked("", problem)) if problem else ""
    happened = _("{field}: {sentence}").format(field=_name(error.key), sentence=sentence)
    return Explanation(_("A value cannot be kept."), happened, _("Correct it, then save again."))


def _field_unknown(error: FormFieldUnknownError) -> Explanation:
    return Explanation(
        _("The form has no such field."),
        _("It has no field called {fields}. Nothing was saved.").format(
            fields=wording.listed(list(error.keys))
        ),
        _("Use the names that “inbox read” and “template list” print."),
    )


def _undecided(error: UndecidedDuplicateError) -> Explanation:
    return Explanation(
        _("Somebody on file is probably the same person."),
        _("The likeness is {percent}, and nobody has decided yet.").format(
            percent=wording.percent(error.percent)
        ),
        _("Choose: add to this person, make a new person, or decide later."),
    )


def _person_not_found(_error: PersonNotFoundForFormError) -> Explanation:
    return Explanation(
        _("Whose form this is, is not known."),
        _("Nobody on file has this user number."),
        _("Correct the number, or find the person and add the form to them."),
    )


def _item_not_open(error: ItemNotOpenError) -> Explanation:
    return Explanation(
        _("This form was dealt with already."),
        _("{number} was entered or set aside in the meantime.").format(number=error.number),
        _("Go on with the next one; nothing was saved twice."),
    )


def _form_reason(_error: FormReasonMissingError) -> Explanation:
    return Explanation(
        _("A reason is missing."),
        _("Nothing is empty on this form, and no reason is given."),
        _("Say in a few words why it is incomplete or why the service is refused."),
    )


def _mapping(error: MappingIncompleteError) -> Explanation:
    titles = {each.key: each.title for each in import_fields(error.kind)} if error.kind else {}
    names = wording.listed([titles.get(key) or _name(key) for key in error.fields])
    happened = _("No column feeds {fields}.").format(fields=names)
    return Explanation(
        _("The columns are not all assigned."), happened, _("Choose the columns, then try again.")
    )


def _mapping_unknown(error: MappingUnknownError) -> Explanation:
    happened = [
        *(_("The file has no column “{name}”.").format(name=name) for name in error.columns),
        *(_("There is no field “{name}” in such a file.").format(name=name) for name in error.fields),
    ]
    return Explanation(
        _("The columns are not assigned rightly."),
        " ".join(happened),
        _("Correct the names, then try again."),
    )


def _not_found(_error: NotFoundError) -> Explanation:
    return Explanation(
        _("This is not on file."),
        _("There is no such record, or it is not one of yours."),
        _("Go back and search again."),
    )


def _number_taken(_error: UserNumberTakenError) -> Explanation:
    return Explanation(
        _("This user number is taken."),
        _("Another contract has it already."),
        _("Compare it with the page, or leave it empty to get the next free number."),
    )


def _office_decides(_error: OfficeDecidesError) -> Explanation:
    return Explanation(
        _("The office decides about this user number."),
        _("User numbers are given by the office, so nothing was added."),
        _("Leave the number empty to get a new one, or hand the form in: the office decides."),
    )


def _contract_missing(_error: ContractMissingError) -> Explanation:
    return Explanation(
        _("The contract is missing."),
        _("An agency adds people with a contract of its own, so nothing was added."),
        _("Fill in when the contract begins, then add the person again."),
    )


def _name(key: str) -> str:
    for template in default_templates():
        field = template.field(key)
        if field is not None:
            return field.label(desk_language())
    person = next((each for each in PersonField if each.value == key), None)
    return field_name(person) if person else key


FORM_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    MandatoryMissingError: _mandatory_missing,
    FieldProblemError: _field_problem,
    FormFieldUnknownError: _field_unknown,
    UndecidedDuplicateError: _undecided,
    PersonNotFoundForFormError: _person_not_found,
    ItemNotOpenError: _item_not_open,
    FormReasonMissingError: _form_reason,
    MappingIncompleteError: _mapping,
    MappingUnknownError: _mapping_unknown,
    NotFoundError: _not_found,
    UserNumberTakenError: _number_taken,
    OfficeDecidesError: _office_decides,
    ContractMissingError: _contract_missing,
}
