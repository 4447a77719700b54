# SPDX-License-Identifier: MIT
"""`privdesk vault rekey`, `binding`, `enrol`, `computers`: what opens the records."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from privdesk.cli.output import Output, TerminalProgress
from privdesk.cli.program import Program
from privdesk.cli.secrets import read_name, read_secret
from privdesk.cli.vault import private_file
from privdesk.domain.errors import KeysSwitchUnfinishedError, SecretMissingError, SlotMissingError
from privdesk.domain.vault import OneTimeCode, VaultBinding
from privdesk.i18n import _
from privdesk.services.computers import Computers
from privdesk.services.desk import Desk
from privdesk.services.rekey import ChangedKeys, PreparedKeys, propose


def rekey(program: Program, args: Namespace, out: Output) -> int:
    """Encrypt the records anew under new keys."""
    staff, password = _who(args)
    binding = VaultBinding(args.binding) if args.binding else None
    if args.propose:
        return _propose(program, args, out, (staff, password, binding), new_keys=True)
    _require_paper(args)
    prepared = program.keys.prepare(args.vault, staff, password, binding)
    done = _on_paper_first(program, prepared, args, lambda: program.keys.run(prepared, TerminalProgress()))
    words = _("The records are under new keys. Old passwords and the old sheet open nothing any more.")
    return _answer(done, args, out, words)


def _require_paper(args: Namespace) -> None:
    if args.recovery_file is None or args.codes_file is None:
        raise SecretMissingError("--recovery-file, --codes-file")


def _propose(
    program: Program,
    args: Namespace,
    out: Output,
    who: tuple[str, str, VaultBinding | None],
    *,
    new_keys: bool,
) -> int:
    staff, password, binding = who
    with program.open_desk(args.vault, staff, password) as desk:
        changed = None if binding is _computers(desk).binding else binding
        made = propose(desk.approvals, changed, new_keys=new_keys)
    if made is None:
        out.answer({"ok": True, "approval": None}, _("Nobody else has to agree: go on."))
    else:
        words = _("Asked: a colleague says yes with “privdesk approval approve {number}”.")
        out.answer({"ok": True, "approval": made.id}, words.format(number=made.id))
    return 0


def binding(program: Program, args: Namespace, out: Output) -> int:
    """Let a password alone, or a password on enrolled computers, open the records."""
    staff, password = _who(args)
    wanted = VaultBinding(args.binding)
    if args.propose:
        return _propose(program, args, out, (staff, password, wanted), new_keys=False)
    _require_paper(args)
    prepared = program.keys.prepare_binding(args.vault, staff, password, wanted)
    done = _on_paper_first(program, prepared, args, lambda: program.keys.bind(prepared))
    words = _(
        "The records now open by: {binding}. Copies of vault.json made before still open as before: change the keys to shut them out."
    )
    return _answer(done, args, out, words.format(binding=wanted.value))


def enrol(program: Program, args: Namespace, out: Output) -> int:
    """Use a one-time code on this computer and account, or make one at a desk that opens."""
    if args.colleague is not None:
        if args.code_out is None:
            raise SecretMissingError("--code-out")
        return _make_code(program, args, out)
    staff = read_name(args.staff)
    code = read_secret(args.code_file, "--code-file", _("One-time code"))
    password = read_secret(args.new_password_file, "--new-password-file", _("New password"))
    program.vaults.use_code(args.vault, staff_name=staff, code=code, new_password=password)
    words = _("{staff} can now sign in on this computer with this account.").format(staff=staff)
    out.answer({"ok": True, "staff": staff}, words)
    return 0


def computers(desk: Desk, args: Namespace, out: Output) -> int:
    """List who signs in on which computer, or let somebody sign in on one no more."""
    shown = _computers(desk)
    if args.remove:
        name, _at, computer = args.remove.partition("=")
        for entry in shown.of_staff():
            for each in entry.computers:
                if (entry.name, each.name) == (name, computer):
                    shown.remove(entry.staff_id, each.device_id)
                    out.answer({"ok": True}, _("{name} signs in on {computer} no more.").format(
                        name=name, computer=computer))  # fmt: skip
                    return 0
        raise SlotMissingError
    out.rows(
        (
            {
                "staff": entry.name,
                "computers": [{"name": each.name, "here": each.here} for each in entry.computers],
                "code_until": entry.code_until,
            },
            f"{entry.name}  {', '.join(each.name for each in entry.computers)}",
        )
        for entry in shown.of_staff()
    )
    return 0


def _make_code(program: Program, args: Namespace, out: Output) -> int:
    staff, password = _who(args)
    with program.open_desk(args.vault, staff, password) as desk, private_file(args.code_out) as file:
        shown = _computers(desk)
        named = [entry for entry in shown.of_staff() if entry.name == args.colleague]
        if not named:
            raise SlotMissingError
        made = shown.make_code(named[0].staff_id, args.hours)
        file.write((made.code.text + "\n").encode())
    data = {"ok": True, "staff": made.staff_name, "until": made.until, "code_file": str(args.code_out)}
    words = _("The code for {name} is in {file}. It works once, until {until}: hand it over, then delete it.")
    out.answer(data, words.format(name=made.staff_name, file=args.code_out, until=made.until.isoformat()))
    return 0


def _computers(desk: Desk) -> Computers:
    if desk.computers is None:
        raise RuntimeError("a desk without signing in has no computers")
    return desk.computers


def _who(args: Namespace) -> tuple[str, str]:
    return read_name(args.staff), read_secret(args.password_file, "--password-file", _("Password"))


def _on_paper_first(
    program: Program, prepared: PreparedKeys, args: Namespace, change: Callable[[], ChangedKeys]
) -> ChangedKeys:
    """Write sheet and codes durably, then change; they go again when nothing was changed."""
    written: list[Path] = []
    try:
        try:
            for path, content in (
                (args.recovery_file, prepared.sheet),
                (args.codes_file, _codes(prepared.codes)),
            ):
                with private_file(path) as file:
                    file.write(content)
                written.append(path)
        except BaseException:
            program.keys.abandon(prepared)
            raise
        return change()
    except KeysSwitchUnfinishedError:
        raise  # the new keys count already: sheet and codes are needed
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def _codes(codes: Sequence[OneTimeCode]) -> bytes:
    lines = [f"{each.staff_name}\t{each.code.text}\t{each.until.isoformat()}" for each in codes]
    return "".join(line + "\n" for line in lines).encode()


def _answer(done: ChangedKeys, args: Namespace, out: Output, words: str) -> int:
    data = {
        "ok": True, "generation": done.generation, "binding": done.binding.value, "waiting": list(done.waiting),
        "recovery_sheet": str(args.recovery_file), "codes": str(args.codes_file),
    }  # fmt: skip
    if done.waiting:
        words += " " + _("These come in again with their code in {file}: {names}.").format(
            file=args.codes_file, names=", ".join(done.waiting)
        )
    out.answer(data, words)
    return 0
