# SPDX-License-Identifier: MIT
"""From what the worker found in a file to what the Inbox says about the item."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from privdesk.domain.checks import check_field
from privdesk.domain.forms import Certainty, FieldReading, TemplateRef
from privdesk.domain.inbox import Document, InboxItem, ItemState, MailFacts
from privdesk.domain.incoming import IncomingKind, MailContent, ReadFile
from privdesk.domain.people import Channel
from privdesk.domain.references import as_foreign
from privdesk.services.clock import OfficeClock
from privdesk.services.default_forms import default_template
from privdesk.services.request_words import read_letter


def understood(
    item: InboxItem,
    found: ReadFile,
    attached: tuple[tuple[Document, ReadFile | None], ...],
    clock: OfficeClock,
) -> InboxItem:
    """The item as the Inbox shows it after reading: pages, form, values, mail text and state."""
    forms = [found, *(each for _document, each in attached if each is not None)]
    form = next((each for each in forms if each.template is not None), None)
    form = form or next((each for each in forms if each.kind is IncomingKind.FILLED_FORM), None)
    original = replace(item.documents[0], media_type=found.media_type, pages=found.pages)
    forwarded = [each.mail for _document, each in attached if each is not None and each.mail is not None]
    mail = _mail_facts(found.mail, forwarded) if found.mail is not None else None
    read = replace(
        item,
        documents=(original, *(document for document, _found in attached)),
        template=form.template if form else None,
        readings=dict(form.values) if form else {},
        mail=mail,
        turned=next((each.sheets[0].turn for each in forms if each.sheets), 0),
        received_on=_received_on(item, mail, clock),
        reason="",
    )
    return replace(read, state=state_of(read, clock.today()))


def state_of(item: InboxItem, today: date) -> ItemState:
    """Where an item stands once it was read: ready, wants a look, or looks like a request."""
    if item.template is None:
        asks = item.mail is not None and not item.readings and asks_for_rights(item.mail)
        return ItemState.REQUEST if asks else ItemState.LOOK
    return ItemState.READY if is_ready(item.template, item.readings, today) else ItemState.LOOK


def asks_for_rights(mail: MailFacts) -> bool:
    """Whether a mail looks like one for the requests: it asks for a right, reminds of one or complains."""
    return read_letter(mail.subject, mail.text).asks


def is_ready(ref: TemplateRef, readings: Mapping[str, FieldReading], today: date) -> bool:
    """Whether a known form can be saved as it was read: complete, sound, and nothing wants a look."""
    template = default_template(ref.id)
    if template is None or template.version != ref.version:
        return False
    values = {key: reading.value for key, reading in readings.items()}
    if template.missing(values) or any(each.certainty is Certainty.LOOK for each in readings.values()):
        return False
    fields = (each for each in template.fields() if values.get(each.key, "").strip())
    return all(check_field(each, values[each.key], values, today=today).right for each in fields)


def guessed_channel(name: str) -> Channel:
    """The way a file came, by its name's ending: mail, web export, else post."""
    ending = name.rpartition(".")[2].lower()
    if ending in ("eml", "msg"):
        return Channel.EMAIL
    return Channel.WEB if ending in ("json", "jsonl", "ndjson", "csv") else Channel.POST


def _sender(mail: MailContent) -> str:
    name, address = mail.sender_name, mail.sender_address
    return f"{name} <{address}>" if name and address else name or address


def _forwarded(mail: MailContent) -> str:
    """A mail within the mail as its readers see one: who wrote, about what, and the words."""
    heading = "\n".join(filter(None, [_sender(mail), mail.subject]))
    return f"-----\n{heading}\n\n{mail.text.strip()}"


def _mail_facts(mail: MailContent, forwarded: Sequence[MailContent]) -> MailFacts:
    text = "\n\n".join([mail.text.rstrip(), *map(_forwarded, forwarded)]) if forwarded else mail.text
    return MailFacts(
        sender=as_foreign(_sender(mail)),
        recipient=as_foreign(", ".join(mail.recipients)),
        subject=as_foreign(mail.subject),
        sent_at=mail.sent_at,
        text=as_foreign(text),
        message_id=as_foreign(mail.message_id),
    )


def _received_on(item: InboxItem, mail: MailFacts | None, clock: OfficeClock) -> date:
    """The day given by hand, else the day a mail was sent: it reached the mailbox then, not when it was added."""
    added_on = clock.day_of(item.arrived_at)
    if mail is None or mail.sent_at is None or item.received_on != added_on:
        return item.received_on
    sent_on = clock.day_of(mail.sent_at)
    return sent_on if sent_on < added_on else item.received_on
