# SPDX-License-Identifier: MIT
"""The commands and their options; docs/cli.md describes each, a test compares the two."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

from privdesk import __version__
from privdesk.cli.backup_options import add_backup_options
from privdesk.cli.catalogue import add_catalogue_commands
from privdesk.cli.duplicate_options import add_duplicate_commands
from privdesk.cli.erasure_options import add_erasure_commands, add_hold_commands
from privdesk.cli.letter_options import add_letter_commands
from privdesk.cli.papers import add_paper_commands
from privdesk.cli.request_options import add_request_commands
from privdesk.cli.retention_options import add_retention_commands
from privdesk.domain.staff import Role
from privdesk.domain.vault import VaultBinding

Sub: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def parse(given: Sequence[str]) -> argparse.Namespace:
    """What was typed; a query may also stand after the options, where argparse no longer expects it."""
    parser = build_parser()
    args, rest = parser.parse_known_args(given)
    if len(rest) == 1 and getattr(args, "query", "") is None and not rest[0].startswith("--"):
        args.query, rest = rest[0], []
    if rest:
        parser.error("unrecognized arguments: " + " ".join(rest))
    return args


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date; a date looks like 2026-11-22") from None


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="privdesk", description="The privacy desk. Without a command it opens the window."
    )
    parser.add_argument("--version", action="version", version=f"privdesk {__version__}")
    parser.add_argument(
        "--records", metavar="VAULT", type=Path, help="the records to offer at the unlock page"
    )
    commands = parser.add_subparsers(dest="command", metavar="command")
    _demo(commands)
    _office(commands)
    _vault(_group(commands, "vault", "make, look at and check records"))
    _staff(_group(commands, "staff", "who works at the desk"))
    _approval(_group(commands, "approval", "what takes two: proposed by one, approved by another"))
    _agency(_group(commands, "agency", "agencies and their buildings"))
    _person(_group(commands, "person", "people on file"))
    duplicates = _group(commands, "duplicates", "people who are on file twice")
    add_duplicate_commands(lambda name, words: _command(duplicates, name, words))
    _template(_group(commands, "template", "forms the office uses"))
    _inbox(_group(commands, "inbox", "what arrived"))
    _activity(_group(commands, "activity", "connections, top-ups, usage, surveys"))
    _request(_group(commands, "request", "rights requests"))
    _report(_group(commands, "report", "access reports"))
    erasing = _group(commands, "erasure", "what goes, what stays by law, and the run")
    add_erasure_commands(lambda name, words: _command(erasing, name, words), _day)
    holding = _group(commands, "hold", "data that must stay until somebody lifts the hold")
    add_hold_commands(lambda name, words: _command(holding, name, words), _day)
    retaining = _group(commands, "retention", "what is past its period, and disposing of it")
    add_retention_commands(lambda name, words: _command(retaining, name, words), _day)
    letters = _group(commands, "letter", "letters of a request")
    add_letter_commands(lambda name, words: _command(letters, name, words), _day)
    catalogue = _group(commands, "catalogue", "what is used, why, how long, and who gets it")
    add_catalogue_commands(lambda name, words: _command(catalogue, name, words))
    add_paper_commands(lambda name, words: _command(commands, name, words))
    _audit(_group(commands, "audit", "the record of what was done"))
    _deadline(commands)
    _selftest(commands)
    return parser


def _group(commands: Sub, name: str, words: str) -> Sub:
    group = commands.add_parser(name, help=words, description=words)
    return group.add_subparsers(dest="action", metavar="action", required=True)


def _command(commands: Sub, name: str, words: str, *, opens: bool = True) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    command.add_argument("--json", action="store_true", help="answer as JSON on stdout")
    if opens:
        command.add_argument("vault", metavar="VAULT", type=Path, help="the records' folder, NAME.privdesk")
        command.add_argument("--staff", metavar="NAME", help="your name at the desk")
        command.add_argument(
            "--password-file", metavar="FILE", help="file with the password, - for standard input"
        )
    return command


def _purpose(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--purpose", required=True, metavar="CODE",
        help="why the record is opened: enter_form, answer_call, rights_request, correspondence, contract, refund, quality",
    )  # fmt: skip


def _demo(commands: Sub) -> None:
    demo = commands.add_parser(
        "demo", help="example records with invented people, and the main job run on them"
    )
    demo.add_argument("--json", action="store_true", help="answer as JSON on stdout")
    demo.add_argument(
        "--folder", metavar="DIR", type=Path, default=Path("demo"), help="where to make it (default: demo)"
    )
    demo.add_argument(
        "--people", metavar="N", type=int, default=2000, help="how many invented people (default: 2000)"
    )
    demo.add_argument("--no-window", action="store_true", help="end when the pictures are made")
    demo.add_argument(
        "--pictures", metavar="DIR", type=Path, help="where the pictures go (default: DIR/pictures)"
    )


def _letterhead(command: argparse.ArgumentParser) -> None:
    words = "of the office, as letters and reports print it"
    for option in ("--street", "--postcode", "--town", "--phone", "--email"):
        command.add_argument(option, metavar="TEXT", help=f"{option[2:]} {words}")
    command.add_argument(
        "--privacy-contact", metavar="TEXT", help="whom to ask about data protection, with address"
    )


def _office(commands: Sub) -> None:
    command = _command(commands, "office", "show or change who we are and how to reach us")
    command.add_argument("--name", help="name of the office")
    _letterhead(command)


def _vault(commands: Sub) -> None:
    create = _command(commands, "create", "make new records", opens=False)
    create.add_argument("vault", metavar="VAULT", type=Path, help="the folder to make, NAME.privdesk")
    create.add_argument("--name", help="name of the records (default: the folder's name)")
    create.add_argument("--staff", metavar="NAME", help="the first staff member")
    create.add_argument(
        "--password-file", metavar="FILE", help="file with the password, - for standard input"
    )
    create.add_argument(
        "--recovery-file",
        metavar="FILE",
        type=Path,
        required=True,
        help="where the recovery sheet (PDF) is written",
    )
    create.add_argument(
        "--device-bound", action="store_true", help="needs this computer's key store besides the password"
    )
    create.add_argument("--place", default="CH-VD", help="where the office is, ISO 3166 (default: CH-VD)")
    create.add_argument("--regime", default="", help="law that applies by default (default: by the place)")
    _letterhead(create)
    check = _command(commands, "check", "check database, documents and the record of what was done")
    check.add_argument("--repair", action="store_true", help="put right what loses nothing")
    aside = _command(commands, "set-aside", "list the files that a crash or a repair set aside")
    aside.add_argument("--remove", action="store_true", help="delete those set aside more than 30 days ago")
    _command(commands, "reindex", "make the search anew from the records")
    _vault_keys(commands)
    add_backup_options(lambda name, words, opens=True: _command(commands, name, words, opens=opens))
    password = _command(commands, "password", "set a new password for yourself")
    password.add_argument(
        "--new-password-file", metavar="FILE", help="file with the new password, - for standard input"
    )
    sheet = _command(commands, "sheet", "make a new recovery sheet; the old one no longer works")
    sheet.add_argument(
        "--recovery-file",
        metavar="FILE",
        type=Path,
        required=True,
        help="where the new recovery sheet (PDF) is written",
    )
    recover = _command(commands, "recover", "set a new password with the recovery sheet", opens=False)
    recover.add_argument("vault", metavar="VAULT", type=Path, help="the records' folder")
    recover.add_argument("--staff", metavar="NAME", help="whose password is set")
    recover.add_argument(
        "--code-file", metavar="FILE", help="file with the code of the sheet, - for standard input"
    )
    recover.add_argument(
        "--new-password-file", metavar="FILE", help="file with the new password, - for standard input"
    )
    recover.add_argument(
        "--recovery-file",
        metavar="FILE",
        type=Path,
        required=True,
        help="where the new recovery sheet (PDF) is written",
    )


def _vault_keys(commands: Sub) -> None:
    bindings = [each.value for each in VaultBinding]
    rekey = _command(
        commands, "rekey", "encrypt the records anew under new keys; everybody gets a new way in"
    )
    rekey.add_argument(
        "--binding", choices=bindings, help="what opens the records afterwards (default: as now)"
    )
    binding = _command(
        commands, "binding", "let another kind of key open the records; everybody gets a new way in"
    )
    binding.add_argument(
        "--to", dest="binding", required=True, choices=bindings, help="what opens them afterwards"
    )
    for command in (rekey, binding):
        words = "only ask a colleague to agree, where one must"
        command.add_argument("--propose", action="store_true", help=words)
        words = "where the new recovery sheet (PDF) is written"
        command.add_argument("--recovery-file", metavar="FILE", type=Path, help=words)
        words = "where the one-time codes of everybody else are written"
        command.add_argument("--codes-file", metavar="FILE", type=Path, help=words)
    enrol = _command(
        commands, "enrol", "use a one-time code on this computer and account, or make one for a colleague"
    )
    enrol.add_argument("--code-file", metavar="FILE", help="file with the code to use, - for standard input")
    enrol.add_argument(
        "--new-password-file", metavar="FILE", help="file with the password to set, - for standard input"
    )
    enrol.add_argument("--for", dest="colleague", metavar="NAME", help="make a code for this member of staff")
    enrol.add_argument("--code-out", metavar="FILE", type=Path, help="where that code is written")
    enrol.add_argument("--hours", type=int, default=48, metavar="N", help="how long it counts (default: 48)")
    computers = _command(commands, "computers", "list who signs in on which computer")
    computers.add_argument("--remove", metavar="NAME=COMPUTER", help="let somebody sign in there no more")


def _staff(commands: Sub) -> None:
    _command(commands, "list", "list everybody with their roles")
    add = _command(commands, "add", "let somebody in with a first password")
    roles = _command(commands, "roles", "give somebody another set of roles")
    disable = _command(commands, "disable", "let somebody in no more")
    enable = _command(commands, "enable", "let somebody in again with a new password")
    reset = _command(commands, "reset", "give somebody another password")
    for command in (add, roles, disable, enable, reset):
        command.add_argument("name", metavar="NAME", help="whom it concerns")
    for command in (add, roles):
        command.add_argument(
            "--role",
            action="append",
            required=True,
            choices=[role.value for role in Role],
            help="may be given again",
        )
        command.add_argument("--agency", metavar="NUMBER", help="number of an agency clerk's agency")
    for command in (add, enable, reset):
        command.add_argument(
            "--new-password-file", metavar="FILE", help="file with their password, - for standard input"
        )
    for command in (roles, disable):
        words = "go on although nobody would be privacy officer any more"
        command.add_argument("--without-privacy-officer", action="store_true", help=words)


def _approval(commands: Sub) -> None:
    _command(commands, "list", "list proposals, newest first")
    approve = _command(commands, "approve", "say yes to what somebody else proposed")
    decline = _command(commands, "decline", "say no, or take back what you proposed")
    for command in (approve, decline):
        command.add_argument("approval", metavar="APPROVAL", type=int, help="its number")
    decline.add_argument("--reason", required=True, metavar="TEXT", help="why; who proposed it sees it")


def _import_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--map",
        metavar="FIELD=COLUMN",
        action="append",
        default=[],
        help="which column feeds which field; remembered",
    )
    command.add_argument(
        "--set", metavar="FIELD=VALUE", action="append", default=[], help="a value for every row"
    )
    command.add_argument("--dry-run", action="store_true", help="only say what would happen")
    command.add_argument(
        "--rejects",
        metavar="FILE",
        type=Path,
        help="write rejected rows with reasons (personal data); of more files to FILE-2 and so on",
    )


def _agency(commands: Sub) -> None:
    command = _command(commands, "import", "bring agencies and buildings in from CSV")
    command.add_argument("file", metavar="FILE", type=Path)
    _import_options(command)
    _command(commands, "list", "list the agencies")


def _person(commands: Sub) -> None:
    command = _command(commands, "import", "bring people and contracts in from CSV")
    command.add_argument("file", metavar="FILE", type=Path)
    _import_options(command)
    find = _command(commands, "find", "find people by name, number, phone, e-mail, date or town")
    find.add_argument("query", nargs="?", metavar="QUERY", help="- or nothing: read from standard input")
    find.add_argument("--limit", type=int, default=20)
    show = _command(commands, "show", "show one person; the opening is recorded")
    show.add_argument("person", type=int, metavar="PERSON")
    _purpose(show)


def _template(commands: Sub) -> None:
    listing = _command(commands, "list", "list the forms")
    listing.set_defaults(action="list")
    printing = _command(commands, "print", "write a blank form as a PDF, printable and fillable")
    printing.add_argument("template", metavar="TEMPLATE")
    printing.add_argument("--language", choices=["de", "fr", "it", "en"], default="en")
    printing.add_argument("--out", metavar="FILE", type=Path, required=True)


def _inbox(commands: Sub) -> None:
    add = _command(commands, "add", "put files into the Inbox")
    add.add_argument("files", nargs="+", metavar="FILE", type=Path)
    add.add_argument("--channel", choices=["post", "email", "web", "phone", "counter"])
    add.add_argument("--received", type=_day, metavar="DATE", help="day it reached the office")
    _command(commands, "list", "list what waits")
    sweep = _command(commands, "watch", "take what lies in a watched folder, once")
    sweep.add_argument("folder", type=Path, metavar="FOLDER")
    sweep.add_argument(
        "--delete", action="store_true", help="delete taken files instead of moving them to Done"
    )
    read = _command(commands, "read", "print each field's value, certainty and origin")
    read.add_argument("item", metavar="ITEM", help="number such as F-26-00001, or id")
    enter = _command(commands, "enter", "save a form as read")
    enter.add_argument("item", metavar="ITEM", help="number such as F-26-00001, or id")
    enter.add_argument(
        "--set", metavar="FIELD=VALUE", action="append", default=[], help="a value for one field"
    )
    enter.add_argument("--template", metavar="CODE", help="form to use, such as registration/1/fr")
    enter.add_argument("--person", type=int, metavar="PERSON", help="add to this person")
    enter.add_argument("--new", action="store_true", help="a new person, even if somebody on file is alike")
    enter.add_argument("--paper-place", default="", help="binder or box of the paper original")
    enter.add_argument("--incomplete", metavar="REASON", action="append", help="keep as incomplete")
    enter.add_argument("--refuse", metavar="REASON", action="append", help="refuse the service")


def _activity(commands: Sub) -> None:
    command = _command(commands, "import", "bring activity in from CSV or JSON Lines")
    command.add_argument("stream", choices=["connections", "topups", "usages", "surveys"])
    command.add_argument("files", nargs="+", metavar="FILE", type=Path)
    _import_options(command)


def _request(commands: Sub) -> None:
    add_request_commands(lambda name, words: _command(commands, name, words), _day)
    show = _command(commands, "show", "show one request")
    show.add_argument("case", metavar="CASE", help="number such as R-2026-0001, or id")
    _purpose(show)


def _report(commands: Sub) -> None:
    access = _command(commands, "access", "make the access report of a person")
    access.add_argument("person", type=int, metavar="PERSON")
    access.add_argument("--out", metavar="FILE", type=Path, required=True)
    access.add_argument("--language", choices=["de", "fr", "it", "en"])
    access.add_argument("--case", metavar="CASE", help="the request it answers")
    access.add_argument("--replace", action="store_true", help="write over a file that is there")
    taken = _command(commands, "portability", "make the data that a person takes along: PDF, JSON and CSV")
    taken.add_argument("person", type=int, metavar="PERSON")
    words = "a new or empty folder, or a file ending in .zip"
    taken.add_argument("--out", metavar="DIR", type=Path, required=True, help=words)
    taken.add_argument("--language", choices=["de", "fr", "it", "en"])
    taken.add_argument("--case", metavar="CASE", help="the request it answers")


def _audit(commands: Sub) -> None:
    _command(commands, "verify", "walk the whole chain")
    export = _command(commands, "export", "write entries as CSV with the seal of the newest one; recorded")
    export.add_argument("--out", metavar="FILE", type=Path, required=True)
    export.add_argument("--replace", action="store_true", help="write over a file that is there")
    export.add_argument("--by", metavar="NAME", help="only what this member of staff did")
    export.add_argument("--record", metavar="RECORD", default="", help="only this record, such as person:17")
    export.add_argument("--since", type=_day, metavar="DATE")
    export.add_argument("--until", type=_day, metavar="DATE")
    prune = _command(commands, "prune", "let entries go that are older than their rule, behind a checkpoint")
    prune.add_argument("--dry-run", action="store_true", help="only say from which day on entries stay")


def _deadline(commands: Sub) -> None:
    command = _command(commands, "deadline", "compute the dates of a request", opens=False)
    command.add_argument(
        "--regime", required=True, metavar="REGIME", help="gdpr, uk-gdpr, ch-fadp, ccpa, lgpd, quebec"
    )
    command.add_argument("--received", required=True, type=_day, metavar="DATE")
    command.add_argument("--extended", action="store_true")
    command.add_argument("--holidays", metavar="PLACE", help="DE, GB-ENG, CH-ZH, US-CA …")
    command.add_argument("--asked", type=_day, metavar="DATE")
    command.add_argument("--answered", type=_day, metavar="DATE")
    command.add_argument("--for", dest="pause_for", choices=["identity", "clarification"])
    command.add_argument("--fee-told", type=_day, metavar="DATE")
    command.add_argument("--fee-confirmed", type=_day, metavar="DATE")
    command.add_argument(
        "--type", dest="clock", default="request", choices=["request", "refusal", "complaint", "opt-out"]
    )


def _selftest(commands: Sub) -> None:
    words = "say whether worker, resources and key store are there"
    command = _command(commands, "selftest", words, opens=False)
    command.add_argument(
        "--window", action="store_true", help="also open the window and close it once it is painted"
    )
