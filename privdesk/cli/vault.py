# SPDX-License-Identifier: MIT
"""`privdesk vault …`, `audit`, `template`, `selftest`: records as a whole."""

import os
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from privdesk.cli.office import with_letterhead
from privdesk.cli.output import Output
from privdesk.cli.program import Program
from privdesk.cli.secrets import read_name, read_secret
from privdesk.domain.checking import Finding
from privdesk.domain.errors import TemplateUnknownError
from privdesk.domain.vault import VaultBinding
from privdesk.i18n import _, ngettext
from privdesk.services.check_words import check_sentence, finding_sentence, mended_sentence, removed_sentence
from privdesk.services.default_forms import default_template, default_templates
from privdesk.services.desk import Desk
from privdesk.services.office import office_of_place


def create(program: Program, args: Namespace, out: Output) -> int:
    """Make new records and write the recovery sheet."""
    folder: Path = args.vault
    staff = read_name(args.staff)
    password = read_secret(args.password_file, "--password-file", _("New password"))
    name = args.name or folder.name.removesuffix(".privdesk")
    binding = VaultBinding.DEVICE_BOUND if args.device_bound else VaultBinding.PASSWORD_ONLY
    office = replace(with_letterhead(office_of_place(name, args.place, args.regime), args), name=name)
    made = program.vaults.prepare(
        folder, name=name, staff_name=staff, password=password, binding=binding, office=office
    )
    try:
        with private_file(args.recovery_file) as sheet:
            sheet.write(made.sheet)
    except BaseException:
        program.vaults.abandon(made)
        raise
    program.vaults.finish(made)
    data = {
        "ok": True, "vault": str(folder), "name": name, "staff": staff, "binding": made.binding.value,
        "recovery_sheet": str(args.recovery_file),
    }  # fmt: skip
    words = _(
        "Made the records “{name}” in {folder}. The recovery sheet is in {sheet}: print it, lock it away, delete the file."
    )
    out.answer(data, words.format(name=name, folder=folder, sheet=args.recovery_file))
    return 0


def recover(program: Program, args: Namespace, out: Output) -> int:
    """Set a new password with the recovery sheet and write a new sheet."""
    staff = read_name(args.staff)
    code = read_secret(args.code_file, "--code-file", _("Code of the recovery sheet"))
    password = read_secret(args.new_password_file, "--new-password-file", _("New password"))
    with private_file(args.recovery_file) as sheet:
        made = program.vaults.recover(args.vault, staff_name=staff, code=code, new_password=password)
        sheet.write(made.sheet)
    data = {"ok": True, "staff": staff, "recovery_sheet": str(args.recovery_file)}
    words = _("The new password of {staff} is set. The old sheet no longer works; the new one is in {sheet}.")
    out.answer(data, words.format(staff=staff, sheet=args.recovery_file))
    return 0


def password(program: Program, args: Namespace, out: Output) -> int:
    """Set a new password for oneself."""
    staff = read_name(args.staff)
    old = read_secret(args.password_file, "--password-file", _("Password"))
    new = read_secret(args.new_password_file, "--new-password-file", _("New password"))
    program.vaults.change_password(args.vault, staff_name=staff, old_password=old, new_password=new)
    out.answer({"ok": True, "staff": staff}, _("The new password of {staff} is set.").format(staff=staff))
    return 0


def check(desk: Desk, args: Namespace, out: Output) -> int:
    """Check the open records; with --repair put right what loses nothing."""
    assert desk.checking is not None
    report = desk.checking.check(repair=args.repair)
    lines = [
        check_sentence(report),
        *map(mended_sentence, report.mended),
        *map(finding_sentence, report.findings),
    ]
    data = {
        "ok": report.whole, "findings": _found(report.wrong), "notices": _found(report.notices),
        "repaired": _found(report.mended), "documents": report.documents, "entries": report.entries,
    }  # fmt: skip
    out.answer(data, "\n".join(lines))
    return 0 if report.whole else 1


def set_aside(desk: Desk, args: Namespace, out: Output) -> int:
    """List what was set aside, or delete what lies there for more than 30 days."""
    assert desk.checking is not None
    if args.remove:
        count = desk.checking.remove_set_aside()
        out.answer({"ok": True, "removed": count}, removed_sentence(count))
        return 0
    found = desk.checking.set_aside()
    out.rows(({"file": name, "may_go": name in found.may_go}, name) for name in found.names)
    return 0


def reindex(desk: Desk, _args: Namespace, out: Output) -> int:
    """Make the search anew from the records."""
    assert desk.checking is not None
    count = desk.checking.rebuild_index()
    words = ngettext("The search is made anew: {n} person.", "The search is made anew: {n} people.", count)
    out.answer({"ok": True, "people": count}, words.format(n=count))
    return 0


def _found(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return [
        {"finding": each.key.value, "count": each.count, "names": list(each.names)}
        | {"sentence": finding_sentence(each)}
        for each in findings
    ]


def template_list(_program: Program, _desk: Desk, _args: Namespace, out: Output) -> int:
    """List the forms."""
    out.rows(
        (
            {
                "id": each.id,
                "version": each.version,
                "title": dict(each.titles),
                "fields": [f.key for f in each.fields()],
            },
            f"{each.id}/{each.version}  {each.title('en')}",
        )
        for each in default_templates()
    )
    return 0


def template_print(program: Program, desk: Desk, args: Namespace, out: Output) -> int:
    """Write a blank form."""
    template = default_template(args.template)
    if template is None:
        raise TemplateUnknownError(args.template)
    pdf = program.blank_form(template, args.language, desk)
    args.out.write_bytes(pdf)
    out.answer(
        {"ok": True, "file": str(args.out), "bytes": len(pdf)}, _("Wrote {file}.").format(file=args.out)
    )
    return 0


def selftest(program: Program, args: Namespace, out: Output) -> int:
    """Say whether everything the program needs is there."""
    facts = program.selftest(window=args.window)
    out.answer(facts, "\n".join(f"{key}: {value}" for key, value in facts.items()))
    return 0 if facts["ok"] else 1


@contextmanager
def private_file(path: Path) -> Iterator[BinaryIO]:
    """A new file that only its owner can read, fsynced; never over another file, gone again when writing fails."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
