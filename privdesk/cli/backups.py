# SPDX-License-Identifier: MIT
"""`privdesk vault backup`, `backups` and `restore`."""

from argparse import Namespace
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from privdesk.cli.output import Output, TerminalProgress
from privdesk.cli.program import Program
from privdesk.cli.secrets import read_name, read_secret
from privdesk.cli.vault import private_file
from privdesk.domain.backups import Health
from privdesk.domain.errors import SecretMissingError
from privdesk.i18n import _
from privdesk.services.backup_ports import FoundBackup
from privdesk.services.backup_words import again_lines, health_sentence, preview_lines
from privdesk.services.check_words import copies_mended_sentence
from privdesk.services.desk import Desk
from privdesk.services.restore import Opener, PreparedRestore, Restored


def backup(desk: Desk, args: Namespace, out: Output) -> int:
    """Back up now."""
    assert desk.backups is not None
    if args.keep and args.to is not None:
        desk.backups.save_plan(replace(desk.backups.plan(), folder=args.to.absolute()))
    made = desk.backups.make(TerminalProgress(), folder=args.to)
    info, facts = made.info, made.facts
    data = {
        "ok": True, "backup": str(info.folder), "made_at": info.made_at, "bytes": info.size,
        "documents": info.documents, "new_documents": made.new_documents,
        "missing_documents": list(facts.missing_documents), "audit_head": facts.heads.audit_head.hex(),
        "ledger": facts.heads.ledger_count, "ledger_copies_repaired": made.mended_ledgers,
    }  # fmt: skip
    if made.mended_ledgers:
        out.tell(copies_mended_sentence(made.mended_ledgers))
    words = _(
        "Backed up to {folder} and opened the copy: {people} people, {documents} documents, {new} of them new."
    )
    out.answer(
        data,
        words.format(
            folder=info.folder, people=facts.people, documents=info.documents, new=made.new_documents
        ),
    )
    return 0


def backups(program: Program, args: Namespace, out: Output) -> int:
    """List the backups in a folder."""
    found = program.restoring.found(args.folder, read=args.thorough)
    out.rows((_row(each), f"{each.name}  {health_sentence(each.health)}") for each in found)
    if not found:
        out.tell(_("There is no backup in {folder}.").format(folder=args.folder))
    return 0 if found and all(each.health is Health.GOOD for each in found) else 1


def restore(program: Program, args: Namespace, out: Output) -> int:
    """Bring a backup back into a new folder."""
    opener = _opener(args)
    restoring = program.restoring
    prepared = restoring.prepare(args.backup, args.folder.absolute(), opener, ledger=args.ledger)
    preview = prepared.preview
    for line in preview_lines(preview):
        out.tell(line)
    if args.look:
        restoring.abandon(prepared)
        out.answer({"ok": True, **_facts(prepared)}, _("Nothing was restored."))
        return 0
    with ExitStack() as stack:
        sheet = stack.enter_context(private_file(args.recovery_file)) if opener.code else None
        restored = restoring.finish(prepared, TerminalProgress())
        if sheet is not None and restored.access is not None:
            sheet.write(restored.access.sheet)
    _say(prepared, restored, args, out)
    return 1 if restored.outcome.missing_documents else 0


def _opener(args: Namespace) -> Opener:
    staff = read_name(args.staff)
    if args.code_file is None:
        return Opener(staff, read_secret(args.password_file, "--password-file", _("Password")))
    if args.recovery_file is None:
        raise SecretMissingError("--recovery-file")
    code = read_secret(args.code_file, "--code-file", _("Code of the recovery sheet"))
    new = read_secret(args.new_password_file, "--new-password-file", _("New password"))
    return Opener(staff, code=code, new_password=new)


def _say(prepared: PreparedRestore, restored: Restored, args: Namespace, out: Output) -> None:
    outcome = restored.outcome
    for line in again_lines(outcome.again):
        out.tell(line)
    data = {
        "ok": not outcome.missing_documents, "vault": str(restored.folder), **_facts(prepared),
        "people": outcome.people, "documents": outcome.documents,
        "missing_documents": list(outcome.missing_documents),
        "done_again": {kind.value: count for kind, count in outcome.again.items()},
        "recovery_sheet": str(args.recovery_file) if restored.access is not None else None,
    }  # fmt: skip
    words = _("The records stand again in {folder}: {people} people, {documents} documents.")
    out.answer(data, words.format(folder=restored.folder, people=outcome.people, documents=outcome.documents))


def _facts(prepared: PreparedRestore) -> dict[str, Any]:
    preview = prepared.preview
    info, facts = preview.info, preview.facts
    return {
        "backup": str(info.folder), "made_at": info.made_at, "people": facts.people, "forms": facts.forms,
        "requests": facts.cases, "documents": info.documents, "last_entry": facts.last_audit_at,
        "to_do_again": {kind.value: count for kind, count in preview.again.items()},
        "missing_documents": list(preview.missing_documents),
    }  # fmt: skip


def _row(found: FoundBackup) -> dict[str, Any]:
    info = found.info
    return {
        "backup": str(found.folder), "name": found.name, "health": found.health.value,
        "vault": info.vault_name if info else None, "made_at": info.made_at if info else None,
        "bytes": info.size if info else None, "documents": info.documents if info else None,
    }  # fmt: skip
