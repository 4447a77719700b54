# SPDX-License-Identifier: MIT
"""The office's mail account, by which letters are sent; its password is never among the records."""

from dataclasses import dataclass
from enum import StrEnum

from privdesk.domain.errors import PrivdeskError


class MailSecurity(StrEnum):
    """How the connection is encrypted; without encryption nothing is sent."""

    TLS = "tls"
    """From the first byte on, usually port 465."""
    STARTTLS = "starttls"
    """Before anything is said, usually port 587."""


@dataclass(frozen=True, slots=True)
class MailAccount:
    """Where letters are handed over for sending."""

    host: str = ""
    port: int = 587
    security: MailSecurity = MailSecurity.STARTTLS
    user: str = ""
    sender: str = ""
    """The address that letters come from; replies go there."""

    @property
    def ready(self) -> bool:
        """Whether there is enough to send with."""
        return bool(self.host and self.sender and 0 < self.port < 65536)


@dataclass(eq=False)
class MailNotSetUpError(PrivdeskError):
    """No mail account is set up, or something of it is missing: `part` is host, port, sender or user."""

    part: str = ""


@dataclass(eq=False)
class MailPasswordMissingError(PrivdeskError):
    """This computer does not know the password of the mail account; `store` whether it could keep one."""

    store: bool = True


@dataclass(eq=False)
class MailFailedError(PrivdeskError):
    """A letter was not sent.

    `reason_key`: unreachable, no_tls, certificate, login, sender, recipient, too_large, refused, unsure (the
    connection broke while the letter was handed over: it may be out).
    """

    reason_key: str
    host: str


@dataclass(eq=False)
class MailNotRecordedError(PrivdeskError):
    """A letter went out by e-mail, but could not be put in the request."""


@dataclass(eq=False)
class MailAddressError(PrivdeskError):
    """What should be an e-mail address is none; `whose` is sender or recipient."""

    whose: str
