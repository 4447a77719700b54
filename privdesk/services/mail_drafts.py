# SPDX-License-Identifier: MIT
"""E-mails with one PDF attached: drafts that a mail program opens for sending, and messages sent from here."""

from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from secrets import token_hex


def mail_draft(sender: str, recipient: str, subject: str, text: str, attachment: tuple[str, bytes]) -> bytes:
    """The bytes of a draft with one PDF attached; `X-Unsent` makes mail programs open it for editing.

    Raises: ValueError when an address cannot be one.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    _fill(message, sender, recipient, subject, text, (attachment,))
    return message.as_bytes()


def mail_message(
    sender: str,
    recipient: str,
    subject: str,
    text: str,
    attachments: Sequence[tuple[str, bytes]],
    sent_at: datetime,
) -> bytes:
    """The bytes of a message to send, with its day (aware) and a number of its own that names no computer.

    Raises: ValueError when an address cannot be one.
    """
    message = EmailMessage(policy=SMTP)
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = f"<{token_hex(16)}@{Address(addr_spec=sender).domain}>"
    _fill(message, sender, recipient, subject, text, attachments)
    return message.as_bytes()


def is_address(text: str) -> bool:
    """Whether `text` can be one plain e-mail address."""
    try:
        address = Address(addr_spec=text)
    except (ValueError, IndexError):
        return False
    return bool(address.username and "." in address.domain) and text.isascii()


def _fill(
    message: EmailMessage,
    sender: str,
    recipient: str,
    subject: str,
    text: str,
    attachments: Sequence[tuple[str, bytes]],
) -> None:
    if sender:
        message["From"] = Address(addr_spec=sender)
    message["To"] = Address(addr_spec=recipient)
    message["Subject"] = " ".join(subject.split())
    message.set_content(text)
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
