# SPDX-License-Identifier: MIT
"""Runs one command and turns known errors into sentences and exit codes.

0 success, 1 a known error or a finding, 2 wrong usage.
"""

import traceback
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from privdesk.cli.output import Output
from privdesk.cli.program import Program
from privdesk.cli.secrets import read_name, read_secret
from privdesk.domain.errors import (
    PairMalformedError,
    PrivdeskError,
    PurposeUnknownError,
    RightUnknownError,
    SecretFileReadableError,
    SecretMissingError,
)
from privdesk.domain.imports import ImportKind
from privdesk.i18n import _
from privdesk.services.sign_in_words import note_words

USAGE_ERRORS = (
    PurposeUnknownError,
    RightUnknownError,
    PairMalformedError,
    SecretMissingError,
    SecretFileReadableError,
)


def run(program: Callable[[], Program], args: Namespace) -> int:
    """Run the command that `args` name; `program` is built only when it is needed."""
    out = Output(as_json=args.json)
    try:
        return _dispatch(program, args, out)
    except KeyboardInterrupt:
        out.tell(_("Stopped."))
        return 1
    except (PrivdeskError, OSError) as error:
        out.failed(error)
        return 2 if isinstance(error, USAGE_ERRORS) else 1
    except Exception as error:  # noqa: BLE001 - a traceback may hold a person's values
        out.failed(error)
        out.tell(_where(error))
        return 1


def _where(error: Exception) -> str:
    """The lines of code that an unexpected error came through, without any value."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))


def _dispatch(program: Callable[[], Program], args: Namespace, out: Output) -> int:
    name = f"{args.command} {args.action}" if "action" in args else args.command
    if name == "deadline":
        from privdesk.cli import requests

        return requests.deadline(args, out)
    if name in {"vault create", "vault recover", "vault password", "selftest"}:
        from privdesk.cli import vault

        command = {
            "vault create": vault.create,
            "vault recover": vault.recover,
            "vault password": vault.password,
        }
        return command.get(name, vault.selftest)(program(), args, out)
    if name in {"vault rekey", "vault binding", "vault enrol"}:
        from privdesk.cli import keys

        change = {"vault rekey": keys.rekey, "vault binding": keys.binding, "vault enrol": keys.enrol}
        return change[name](program(), args, out)
    if name in {"vault backups", "vault restore"}:
        from privdesk.cli import backups

        return (backups.restore if name == "vault restore" else backups.backups)(program(), args, out)
    staff = read_name(args.staff)
    password = read_secret(args.password_file, "--password-file", _("Password"))
    joined = program()
    with joined.open_desk(args.vault, staff, password) as desk:
        for note in desk.session.notes:
            out.tell(" ".join(note_words(note)))
        return _open_commands(joined)[name](desk, args, out)


def _open_commands(program: Program) -> dict[str, Callable[..., int]]:
    from privdesk.cli import (
        approvals,
        audit,
        backups,
        catalogue,
        duplicates,
        erasure,
        imports,
        inbox,
        intake,
        keys,
        letters,
        office,
        papers,
        people,
        request_acts,
        requests,
        retention,
        staff,
        vault,
    )

    def importing(kind: ImportKind) -> Callable[..., int]:
        return lambda desk, args, out: imports.run_import(desk, kind, [args.file], args, out)

    return {
        "office": office.office,
        "vault check": vault.check,
        "vault set-aside": vault.set_aside,
        "vault reindex": vault.reindex,
        "catalogue show": catalogue.show,
        "catalogue export": catalogue.export,
        "figures": papers.figures,
        "processing-record": papers.processing_record,
        "letter list": letters.listing,
        "letter make": letters.make,
        "audit verify": audit.verify,
        "audit export": audit.export,
        "audit prune": audit.prune,
        "template list": lambda desk, args, out: vault.template_list(program, desk, args, out),
        "template print": lambda desk, args, out: vault.template_print(program, desk, args, out),
        "erasure plan": erasure.plan,
        "erasure run": erasure.run,
        "erasure resume": erasure.resume,
        "erasure list": erasure.listing,
        "erasure destroyed": erasure.destroyed,
        "hold set": erasure.hold_set,
        "hold lift": erasure.hold_lift,
        "hold list": erasure.hold_list,
        "hold review": erasure.hold_review,
        "retention due": retention.due,
        "retention run": retention.run,
        "retention end": retention.end,
        "retention withdraw": retention.withdraw,
        "retention list": retention.listing,
        "retention certificate": retention.certificate,
        "retention papers": retention.papers,
        "retention destroyed": retention.destroyed,
        "approval list": approvals.listing,
        "approval approve": approvals.approve,
        "approval decline": approvals.decline,
        "vault sheet": staff.sheet,
        "vault backup": backups.backup,
        "vault computers": keys.computers,
        "staff list": staff.listing,
        "staff add": staff.add,
        "staff roles": staff.roles,
        "staff disable": staff.disable,
        "staff enable": staff.enable,
        "staff reset": staff.reset,
        "agency import": importing(ImportKind.AGENCIES),
        "agency list": people.agencies,
        "person import": importing(ImportKind.PEOPLE),
        "person find": people.find,
        "person show": people.show,
        "duplicates run": duplicates.search,
        "duplicates list": duplicates.listing,
        "duplicates show": duplicates.show,
        "duplicates merge": duplicates.merge,
        "duplicates unmerge": duplicates.unmerge,
        "duplicates different": duplicates.different,
        "duplicates history": duplicates.history,
        "inbox add": inbox.add,
        "inbox list": inbox.listing,
        "inbox watch": inbox.watch,
        "inbox read": inbox.read,
        "inbox enter": inbox.enter,
        "activity import": lambda desk, args, out: imports.run_import(
            desk, ImportKind(args.stream), args.files, args, out
        ),
        "request open": requests.opening,
        "request list": requests.listing,
        "request show": requests.show,
        "request read": intake.reading,
        "request join": intake.joining,
        **request_acts.request_commands(),
        "report access": requests.access,
        "report portability": requests.portability,
    }
