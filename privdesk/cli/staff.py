# SPDX-License-Identifier: MIT
"""`privdesk staff …`, `privdesk vault sheet`: who may sign in, and the recovery sheet renewed."""

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from privdesk.cli.output import Output
from privdesk.cli.secrets import read_secret
from privdesk.cli.vault import private_file
from privdesk.domain.agencies import AgencyId
from privdesk.domain.errors import NotFoundError
from privdesk.domain.staff import Role, StaffMember
from privdesk.domain.vault import StaffId
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.names import role_name
from privdesk.services.staff import Staff, StaffEntry


def listing(desk: Desk, _args: Namespace, out: Output) -> int:
    """List everybody, the disabled included."""
    out.rows((_entry_data(each), _entry_words(each)) for each in _staff(desk).entries())
    return 0


def add(desk: Desk, args: Namespace, out: Output) -> int:
    """Let somebody in with a first password."""
    password = _new_password(args)
    roles = [Role(each) for each in args.role]
    member = _staff(desk).add(args.name, roles, password, _agency(desk, args.agency))
    words = _("{name} may sign in as {roles}, and chooses a new password then.")
    return _said(out, member, words.format(name=member.name, roles=_roles(member)))


def roles(desk: Desk, args: Namespace, out: Output) -> int:
    """Give somebody another set of roles."""
    wanted = [Role(each) for each in args.role]
    staff_id = _named(desk, args.name)
    member = _staff(desk).change_roles(
        staff_id, wanted, _agency(desk, args.agency), warned=args.without_privacy_officer
    )
    return _said(out, member, _("{name} is {roles} now.").format(name=member.name, roles=_roles(member)))


def disable(desk: Desk, args: Namespace, out: Output) -> int:
    """Let somebody in no more."""
    member = _staff(desk).disable(_named(desk, args.name), warned=args.without_privacy_officer)
    words = _(
        "{name} cannot sign in any more. Old copies of vault.json still hold the old key slot: change the key with "
        "“privdesk vault rekey” if the person left for good."
    )
    return _said(out, member, words.format(name=member.name))


def enable(desk: Desk, args: Namespace, out: Output) -> int:
    """Let somebody in again, with a new password."""
    member = _staff(desk).enable(_named(desk, args.name), _new_password(args))
    words = _("{name} may sign in again, and chooses a new password then.")
    return _said(out, member, words.format(name=member.name))


def reset(desk: Desk, args: Namespace, out: Output) -> int:
    """Give somebody another password."""
    member = _staff(desk).reset_password(_named(desk, args.name), _new_password(args))
    words = _("The password of {name} is reset; a new one is chosen at the next sign-in.")
    return _said(out, member, words.format(name=member.name))


def sheet(desk: Desk, args: Namespace, out: Output) -> int:
    """Write a new recovery sheet; the old one works until the new one is on the disk."""
    staff = _staff(desk)
    with private_file(args.recovery_file) as file:
        file.write(staff.new_sheet().sheet)
    staff.confirm_sheet()
    data = {"ok": True, "recovery_sheet": str(args.recovery_file)}
    words = _(
        "The old sheet no longer works; the new one is in {sheet}: print it, lock it away, delete the file."
    )
    out.answer(data, words.format(sheet=args.recovery_file))
    return 0


def _staff(desk: Desk) -> Staff:
    assert desk.staff is not None, "the command line signs in"
    return desk.staff


def _named(desk: Desk, name: str) -> StaffId:
    """The one of that name or id. Raises: NotFoundError."""
    wanted = " ".join(name.split()).casefold()
    for each in _staff(desk).entries():
        if wanted in {each.member.id, each.member.name.casefold()}:
            return each.member.id
    raise NotFoundError("staff", name)


def _agency(desk: Desk, number: str | None) -> AgencyId | None:
    """The agency of that number. Raises: NotFoundError."""
    if not number:
        return None
    for each in desk.agencies.summaries():
        if number in {each.agency.number, str(each.agency.id)}:
            return each.agency.id
    raise NotFoundError("agency", number)


def _new_password(args: Namespace) -> str:
    return read_secret(args.new_password_file, "--new-password-file", _("New password"))


def _roles(member: StaffMember) -> str:
    return wording.listed([role_name(role) for role in Role if role in member.roles])


def _said(out: Output, member: StaffMember, words: str) -> int:
    out.answer({"ok": True, **_member_data(member)}, words)
    return 0


def _member_data(member: StaffMember) -> Mapping[str, Any]:
    return {
        "id": member.id, "name": member.name, "roles": [role for role in Role if role in member.roles],
        "agency": member.agency_id, "disabled": member.disabled, "must_change": member.must_change,
    }  # fmt: skip


def _entry_data(entry: StaffEntry) -> Mapping[str, Any]:
    computers = [slot.computer for slot in entry.slots if slot.computer]
    return {
        **_member_data(entry.member), "can_sign_in": bool(entry.slots) and not entry.member.disabled,
        "computers": computers, "signed_in_at": entry.signed_in_at,
    }  # fmt: skip


def _entry_words(entry: StaffEntry) -> str:
    parts = [entry.member.name, _roles(entry.member)]
    if entry.agency_name:
        parts.append(entry.agency_name)
    if entry.member.disabled:
        parts.append(_("cannot sign in"))
    return " · ".join(parts)
