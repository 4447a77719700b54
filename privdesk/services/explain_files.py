# SPDX-License-Identifier: MIT
"""The errors of received files and of work in the worker, in words."""

import errno
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from privdesk.domain import errors
from privdesk.i18n import _
from privdesk.services.explanation import Explanation


def file_reason(reason_key: str) -> str:
    """Why a received file could not be read, in one sentence for its row in the Inbox."""
    reasons = {
        "empty": _("The file is empty."),
        "unknown_kind": _("The file is none of PDF, TIFF, JPEG, PNG or e-mail."),
        "archive": _("The file is an archive. What it holds was not looked at."),
        "office_file": _("The file is a document of a word processor or spreadsheet."),
        "damaged": _("The file is damaged or cut off."),
        "locked": _("The file is protected by a password."),
        "crashed": _("The file made the reader break down."),
        "too_slow": _("Reading the file took too long."),
        "too_large": _("The file needs more memory than is allowed for one file."),
        "too_many_pages": _("The file has more than 500 pages."),
        "no_table": _("The file holds no table and no list of records."),
        "open_quote": _("A quotation mark is opened and not closed, so that rows run together."),
        "not_opened": _("The file is not there, or your account may not open it."),
    }
    return reasons.get(reason_key, _("The file could not be read."))


def _file_not_readable(error: errors.FileNotReadableError) -> Explanation:
    remedies = {
        "archive": _(
            "Take the files out of it on another computer or ask the sender, and add them one by one."
        ),
        "office_file": _("Ask the sender for a PDF, or save it as one and add that."),
        "locked": _("Ask the sender for a copy without a password, or enter the form by hand."),
        "too_many_pages": _("Ask for it in smaller parts, or split it and add the parts."),
        "no_table": _("Export it again as CSV with a heading row, or as JSON."),
        "open_quote": _("Close the quotation mark, or export the file again."),
        "not_opened": _("Check its name and place, then try again."),
    }
    remedy = remedies.get(error.reason_key, _("Ask the sender for it again, or enter the form by hand."))
    return Explanation(_("This file could not be read."), file_reason(error.reason_key), remedy)


def _worker_failed(error: errors.WorkerFailedError) -> Explanation:
    happened = {
        "too_slow": _("It took too long and was stopped."),
        "too_large": _("It needed more memory than is allowed."),
    }.get(error.reason_key, _("The part of the program that does it broke down and was started again."))
    return Explanation(
        _("This could not be finished."),
        happened + " " + _("Nothing was changed."),
        _("Try again. If it happens again, tell your administrator what you were doing."),
    )


def _form_definition(error: errors.FormDefinitionError) -> Explanation:
    return Explanation(
        _("This form definition cannot be used."),
        _("“{place}” is missing, misspelt or given twice.").format(place=error.place),
        _("Correct it in the definition file, then import it again."),
    )


def _system(error: OSError) -> Explanation:
    """A file the program was told to read or write, named without its folder; never the system's own text."""
    name = PurePath(error.filename).name if isinstance(error.filename, str | PurePath) else ""
    happened = {
        FileExistsError: _("“{name}” is there already and is not written over."),
        FileNotFoundError: _("“{name}” or its folder is not there."),
        PermissionError: _("Your account may not read or write “{name}”."),
        IsADirectoryError: _("“{name}” is a folder."),
        NotADirectoryError: _("“{name}” lies below something that is no folder."),
    }.get(type(error))
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        happened = _("The disk is full: “{name}” was not written.")
    if happened is None:
        happened = _("“{name}” could not be read or written ({code}).")
    code = errno.errorcode.get(error.errno or 0, "?")
    return Explanation(
        _("A file could not be read or written."),
        happened.format(name=name or "?", code=code),
        _("Check its name and place, then try again."),
    )


FILE_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    errors.FileNotReadableError: _file_not_readable,
    errors.WorkerFailedError: _worker_failed,
    errors.FormDefinitionError: _form_definition,
    OSError: _system,
}
