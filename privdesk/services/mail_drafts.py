# SPDX-License-Identifier: MIT
"""E-mail drafts as .eml files that a mail program opens for sending; nothing is sent from here."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP


def mail_draft(sender: str, recipient: str, subject: str, text: str, attachment: tuple[str, bytes]) -> bytes:
    """The bytes of a draft with one PDF attached; `X-Unsent` makes mail programs open it for editing.

    Raises: ValueError when an address cannot be one.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    if sender:
        message["From"] = Address(addr_spec=sender)
    message["To"] = Address(addr_spec=recipient)
    message["Subject"] = " ".join(subject.split())
    message.set_content(text)
    name, data = attachment
    message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()
