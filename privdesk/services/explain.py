# SPDX-License-Identifier: MIT
"""Every typed error in words: title, what happened, what you can do."""

from collections.abc import Callable
from typing import Any

from privdesk.domain import errors
from privdesk.i18n import _
from privdesk.services.explain_backups import BACKUP_ERRORS
from privdesk.services.explain_case_facts import CASE_FACT_ERRORS
from privdesk.services.explain_cases import CASE_ERRORS
from privdesk.services.explain_catalogue import CATALOGUE_ERRORS
from privdesk.services.explain_deadlines import DEADLINE_ERRORS
from privdesk.services.explain_disposals import DISPOSAL_ERRORS
from privdesk.services.explain_erasure import ERASURE_ERRORS
from privdesk.services.explain_figures import FIGURE_ERRORS
from privdesk.services.explain_files import FILE_ERRORS
from privdesk.services.explain_forms import FORM_ERRORS
from privdesk.services.explain_keys import KEY_ERRORS
from privdesk.services.explain_letters import LETTER_ERRORS
from privdesk.services.explain_mail import MAIL_ERRORS
from privdesk.services.explain_merging import MERGING_ERRORS
from privdesk.services.explain_reports import REPORT_ERRORS
from privdesk.services.explain_rights import RIGHTS_ERRORS
from privdesk.services.explain_staff import STAFF_ERRORS
from privdesk.services.explain_storage import STORAGE_ERRORS
from privdesk.services.explain_vault import VAULT_ERRORS
from privdesk.services.explanation import Explanation as Explanation
from privdesk.services.reasons import reason_sentence as reason_sentence


def describe(error: BaseException) -> Explanation:
    """Explain `error`; unknown errors are named by type only, never by their text."""
    for kind in type(error).__mro__:
        explain = _EXPLAIN.get(kind)
        if explain is not None:
            return explain(error)
    return Explanation(
        _("Something unexpected happened."),
        _("The desk could not finish this ({kind}). Nothing was changed.").format(kind=type(error).__name__),
        _("Try again. If it happens again, tell your administrator what you were doing."),
    )


def describe_kind(name: str) -> str:
    """What happened, by the type name of an error that was noted without its data; empty where nothing is known."""
    words = {
        "BackupFolderMissingError": _("The backup folder was not there."),
        "BackupInsideRecordsError": _("The backup folder lies inside the records."),
        "DiskFullError": _("The disk of the backups was full."),
        "FolderNotWritableError": _("This account may not write in the backup folder."),
        "ReadOnlyError": _("This account may not write in the backup folder."),
        "CopyDiffersError": _("The copy was not what was copied."),
        "BackupDamagedError": _("The copy was not what was copied."),
        "LedgerOtherHistoryError": _("The list of erasures beside the backups is of another history."),
        "LedgerDamagedError": _("The list of erasures beside the backups is damaged."),
    }
    return words.get(name, "")


def explained() -> frozenset[type[BaseException]]:
    """The errors that have words of their own."""
    return frozenset(_EXPLAIN)


def _cancelled(_error: errors.Cancelled) -> Explanation:
    return Explanation(_("Stopped."), _("You stopped this. What was finished stays."), "")


def _template_unknown(error: errors.TemplateUnknownError) -> Explanation:
    if not error.code:
        return Explanation(
            _("The form is not known yet."),
            _("This item does not say which form it is."),
            _("Choose the form first."),
        )
    return Explanation(
        _("There is no such form."),
        _("No form is called “{code}”.").format(code=error.code),
        _("List the forms and use one of their codes, such as registration/1/fr."),
    )


def _purpose_unknown(error: errors.PurposeUnknownError) -> Explanation:
    return Explanation(
        _("There is no such purpose."),
        _("“{code}” is not a purpose for opening a person’s record.").format(code=error.code),
        _("Use enter_form, answer_call, rights_request, correspondence, contract, refund or quality."),
    )


def _right_unknown(error: errors.RightUnknownError) -> Explanation:
    return Explanation(
        _("There is no such right."),
        _("“{code}” is not a right.").format(code=error.code),
        _("Use access, rectification, erasure, restriction, portability, objection or withdrawal."),
    )


def _file_there(error: errors.FileThereError) -> Explanation:
    return Explanation(
        _("There is a file of this name already."),
        _("{file} was left as it is; nothing was written.").format(file=error.path.name),
        _("Choose another name, or say --replace to write over it."),
    )


def _pair_malformed(error: errors.PairMalformedError) -> Explanation:
    return Explanation(
        _("An option is not complete."),
        _("Number {position} is not of the form FIELD=VALUE.").format(position=error.position),
        _("Write the field, an equals sign and the value."),
    )


def _secret_file_readable(error: errors.SecretFileReadableError) -> Explanation:
    return Explanation(
        _("The password file is open to others."),
        _("Other people on this computer can read “{name}”.").format(name=error.path.name),
        _("Make it readable for yourself only (chmod 600), then try again."),
    )


def _secret_missing(error: errors.SecretMissingError) -> Explanation:
    return Explanation(
        _("A password or name is missing."),
        _("Nobody is at the keyboard to be asked."),
        _("Give it with {option}.").format(option=error.option),
    )


_EXPLAIN: dict[type[BaseException], Callable[[Any], Explanation]] = {
    errors.Cancelled: _cancelled,
    **BACKUP_ERRORS,
    **CASE_ERRORS,
    **CASE_FACT_ERRORS,
    **DEADLINE_ERRORS,
    **FILE_ERRORS,
    **REPORT_ERRORS,
    **RIGHTS_ERRORS,
    **FIGURE_ERRORS,
    **CATALOGUE_ERRORS,
    **FORM_ERRORS,
    **STAFF_ERRORS,
    **STORAGE_ERRORS,
    **VAULT_ERRORS,
    **KEY_ERRORS,
    **MERGING_ERRORS,
    **LETTER_ERRORS,
    **MAIL_ERRORS,
    **ERASURE_ERRORS,
    **DISPOSAL_ERRORS,
    errors.TemplateUnknownError: _template_unknown,
    errors.PurposeUnknownError: _purpose_unknown,
    errors.RightUnknownError: _right_unknown,
    errors.PairMalformedError: _pair_malformed,
    errors.FileThereError: _file_there,
    errors.SecretFileReadableError: _secret_file_readable,
    errors.SecretMissingError: _secret_missing,
}
