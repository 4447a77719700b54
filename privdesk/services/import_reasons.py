# SPDX-License-Identifier: MIT
"""Why a row did not come in, as a sentence."""

from collections.abc import Mapping

from privdesk.domain.checked import Checked, CheckProblem
from privdesk.domain.imports import ImportKind, Reject
from privdesk.i18n import _
from privdesk.services.field_checks import problem_sentence
from privdesk.services.import_batch import DUPLICATE, RESTRICTED, UNREAD
from privdesk.services.import_fields import import_fields


def reject_sentence(kind: ImportKind, reject: Reject) -> str:
    """What is wrong with the row: the field's name and a whole sentence, never its values."""
    own = _sentences().get(reject.reason)
    sentence = own or _check_sentence(reject.reason)
    title = next((each.title for each in import_fields(kind) if each.key == reject.field), "")
    return _("{field}: {sentence}").format(field=title, sentence=sentence) if title else sentence


def _check_sentence(reason: str) -> str:
    problem = next((each for each in CheckProblem if each.value == reason), None)
    return problem_sentence(Checked("", problem)) if problem else _("The row cannot be read.")


def _sentences() -> Mapping[str, str]:
    return {
        "missing": _("This must be filled in."),
        UNREAD: _("This line of the file cannot be read: it is not a JSON object."),
        DUPLICATE: _("Somebody on file is probably the same person. Compare them, then add or leave out."),
        RESTRICTED: _("Use of this person’s data is restricted; the row was not taken in, nor kept."),
        "number_of_other": _("Another person on file has this user number."),
        "number_unknown": _("Nobody on file has this user number."),
        "agency_unknown": _("No agency has this number or name. Import the agencies first."),
        "building_unknown": _("No building has this number. Import the agencies with their buildings first."),
        "form_unknown": _("There is no form of this name."),
        "end_before_start": _("The contract ends before it starts."),
        "moment_form": _("A moment looks like 2026-03-24 18:30 or 24.03.2026 18:30."),
        "amount_form": _("An amount looks like 12.50."),
        "duration_form": _("A duration is a number of minutes."),
        "ip_form": _("This is not an IP address."),
    }
