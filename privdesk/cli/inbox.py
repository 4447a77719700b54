# SPDX-License-Identifier: MIT
"""`privdesk inbox …`: files in, readings out, forms saved."""

from argparse import Namespace
from typing import Any

from privdesk.cli.output import Output, TerminalProgress
from privdesk.cli.pairs import pairs
from privdesk.domain.errors import TemplateUnknownError
from privdesk.domain.forms import TemplateRef
from privdesk.domain.inbox import InboxItem, ItemId
from privdesk.domain.people import Channel, PersonId
from privdesk.domain.submissions import FormEntry, FormFieldUnknownError, SamePerson
from privdesk.i18n import _
from privdesk.services.capture_sheet import CaptureSheet
from privdesk.services.default_forms import default_template
from privdesk.services.desk import Desk
from privdesk.services.explain import reason_sentence
from privdesk.services.inbox_view import Added, InboxFilter


def describe_item(desk: Desk, item: InboxItem) -> tuple[dict[str, Any], str]:
    """One item as JSON and as a line."""
    data = {
        "item": item.id, "number": item.number, "state": item.state, "channel": item.channel, "received": item.received_on,
        "template": item.template.code() if item.template else None, "pages": item.pages, "reason": item.reason or None,
    }  # fmt: skip
    title = desk.inbox.template_title(item)
    return data, f"{item.number}  {item.state.value:<10} {item.channel.value:<8} {title}"


def add(desk: Desk, args: Namespace, out: Output) -> int:
    """Seal files into the Inbox, then read them."""
    channel = Channel(args.channel) if args.channel else None
    added = desk.inbox.add_files(
        args.files, channel=channel, received_on=args.received, progress=TerminalProgress()
    )
    return _report(desk, added, out)


def watch(desk: Desk, args: Namespace, out: Output) -> int:
    """Sweep a watched folder twice, so that only files that stand still are taken."""
    after = "delete" if args.delete else "done"
    desk.watch.sweep(args.folder, after)
    return _report(desk, desk.watch.sweep(args.folder, after), out)


def _report(desk: Desk, added: Added, out: Output) -> int:
    for item_id in added.items:
        out.answer(*describe_item(desk, desk.inbox.item(item_id)))
    for item_id in added.already:
        data, words = describe_item(desk, desk.inbox.item(item_id))
        out.answer({**data, "already": True}, _("{item} – the same file came before").format(item=words))
    for name, reason in added.failed:
        sentence = reason_sentence(reason)
        out.answer({"ok": False, "file": name, "reason": reason}, f"“{name}”: {sentence}")
    return 1 if added.failed else 0


def listing(desk: Desk, _args: Namespace, out: Output) -> int:
    """What waits, oldest first."""
    out.rows(describe_item(desk, item) for item in desk.inbox.items(InboxFilter.ALL))
    return 0


def find_item(desk: Desk, given: str) -> ItemId:
    """An item by its number or id."""
    return ItemId(int(given)) if given.isdigit() else desk.inbox.by_number(given).id


def read(desk: Desk, args: Namespace, out: Output) -> int:
    """Each field's value, certainty and origin."""
    sheet = desk.capture.open(find_item(desk, args.item))
    out.rows(
        (
            {"field": key, "value": reading.value, "certainty": reading.certainty, "origin": reading.origin, "note": reading.note or None},
            f"{key:<24} {reading.value:<40} {reading.certainty.value:<5} {reading.origin.value}",
        )
        for key, reading in sheet.values.items()
    )  # fmt: skip
    return 0


def enter(desk: Desk, args: Namespace, out: Output) -> int:
    """Save a form as read, with corrections from the command line."""
    item_id = find_item(desk, args.item)
    sheet = desk.capture.open(item_id)
    if args.template:
        chosen = TemplateRef.parse(args.template)
        if chosen is None or default_template(chosen.id) is None:
            raise TemplateUnknownError(args.template)
        sheet = desk.capture.choose_template(item_id, chosen)
    if sheet.item.template is None:
        raise TemplateUnknownError("")
    entry = _entry(sheet, sheet.item.template, args)
    save = (
        desk.capture.refuse_service
        if args.refuse
        else desk.capture.incomplete
        if args.incomplete
        else desk.capture.save
    )
    saved = save(entry)
    data = {
        "ok": True, "number": saved.submission.number, "state": saved.submission.state, "person": saved.person_id,
        "letter_due": saved.letter_due or None, "left_to_office": saved.left_to_office,
    }  # fmt: skip
    words = (
        _("Kept as {number}: the office decides about the user number.")
        if saved.left_to_office
        else _("Saved {number}.")
    )
    out.answer(data, words.format(number=saved.submission.number))
    return 0


def _entry(sheet: CaptureSheet, template: TemplateRef, args: Namespace) -> FormEntry:
    given = pairs(args.set)
    known = {field.key for field in sheet.template.fields()} if sheet.template else set(given)
    if given.keys() - known:
        raise FormFieldUnknownError(tuple(sorted(given.keys() - known)))
    decided = SamePerson.EXISTING if args.person else SamePerson.NEW if args.new else None
    return FormEntry(
        item_id=sheet.item.id,
        template=template,
        values={**{key: reading.value for key, reading in sheet.values.items()}, **given},
        channel=sheet.channel,
        received_on=sheet.received_on,
        source=sheet.source,
        agency_id=sheet.agency_id,
        notice_version=sheet.notice_version,
        paper_place=args.paper_place or sheet.paper_place,
        same_person=decided,
        person_id=PersonId(args.person) if args.person else None,
        reasons=tuple(args.refuse or args.incomplete or ()),
    )
