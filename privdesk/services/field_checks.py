# SPDX-License-Identifier: MIT
"""What is wrong with a field, as a sentence under it."""

from collections.abc import Mapping
from datetime import date

from privdesk.domain.checked import Checked, CheckProblem
from privdesk.domain.checks import check_field
from privdesk.domain.forms import TemplateField
from privdesk.i18n import _
from privdesk.services.capture_sheet import FieldCheck


def checked_field(field: TemplateField, value: str, values: Mapping[str, str], today: date) -> FieldCheck:
    """Check `value` beside the form's other `values`; what may be right all the same is only doubtful."""
    found = check_field(field, value, values, today=today)
    if found.problem is None:
        return FieldCheck(found.value)
    sentence = problem_sentence(found)
    if found.problem.only_look:
        return FieldCheck(found.value, doubtful=True, hint=sentence)
    return FieldCheck(found.value, sentence)


def problem_sentence(found: Checked) -> str:
    """The sentence for what a check found; empty when the value is right."""
    if found.problem is None:
        return ""
    if not found.hint and found.problem in (short := _without_hint()):
        return short[found.problem]
    return _sentences()[found.problem].format(hint=found.hint)


def _without_hint() -> Mapping[CheckProblem, str]:
    """Where only the problem is known, not what would be right."""
    return {
        CheckProblem.TOO_LONG: _("There are too many characters."),
        CheckProblem.POSTCODE_FORM: _("This is not a postcode of this country."),
        CheckProblem.IBAN_LENGTH: _("An IBAN of this country is longer or shorter."),
    }


def _sentences() -> Mapping[CheckProblem, str]:
    return {
        CheckProblem.MISSING: _("This field must be filled in."),
        CheckProblem.TOO_LONG: _("At most {hint} characters fit here."),
        CheckProblem.NAME_HAS_DIGITS: _("There are digits in this name. Compare it with the page."),
        CheckProblem.NOT_IN_LIST: _("This is not one of the answers of the form."),
        CheckProblem.EMAIL_FORM: _("An e-mail address looks like name@example.ch."),
        CheckProblem.EMAIL_DOMAIN: _("Perhaps {hint} is meant. Compare it with the page."),
        CheckProblem.PHONE_FORM: _("This number is too short, too long or not a number."),
        CheckProblem.PHONE_EXTENSION: _("The number has an extension. Compare it with the page."),
        CheckProblem.POSTCODE_FORM: _("A postcode of this country looks like {hint}."),
        CheckProblem.POSTCODE_RANGE: _(
            "This postcode is not in use as far as we know. Compare it with the page."
        ),
        CheckProblem.POSTCODE_TOWN: _("This town has the postcodes {hint}. Compare both with the page."),
        CheckProblem.TOWN_FORM: _("A town has a name; the postcode stands in its own field."),
        CheckProblem.COUNTRY_UNKNOWN: _("This country is not known. Write its name or its two letters."),
        CheckProblem.IBAN_COUNTRY: _("An IBAN begins with two letters of a country that uses IBANs."),
        CheckProblem.IBAN_LENGTH: _("An IBAN of this country has {hint} characters."),
        CheckProblem.IBAN_CHECK: _(
            "The check digits do not fit: one character is wrong, or two are swapped."
        ),
        CheckProblem.DATE_FORM: _("A date looks like 24.03.2026."),
        CheckProblem.DATE_IMPOSSIBLE: _("There is no such day."),
        CheckProblem.DATE_FUTURE: _("This day lies in the future. Compare it with the page."),
    }
