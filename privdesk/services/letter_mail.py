# SPDX-License-Identifier: MIT
"""The few words of the e-mail to which a letter is attached."""

from privdesk.domain.forms import text_in
from privdesk.domain.letters import Letter
from privdesk.resources import resource_toml


def mail_subject(letter: Letter) -> str:
    """What stands in the list of messages: the letter's subject, with its reference."""
    return " – ".join(part for part in (letter.subject, letter.reference) if part)


def mail_text(letter: Letter) -> str:
    """Salutation, that the letter is attached, closing and the office's name, in the letter's language."""
    words = resource_toml("letters", "mail.toml")
    text = text_in(words["text"], letter.language).format(subject=letter.subject.rstrip(".?!"))
    reply = text_in(words["reply"], letter.language)
    signature = "\n".join((*letter.signature, *letter.sender.address))
    greeting = letter.salutation.rstrip(",")
    return f"{greeting},\n\n{text} {reply}\n\n{letter.closing.rstrip(',')}\n{signature}\n"
