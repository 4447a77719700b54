# SPDX-License-Identifier: MIT
"""What letters need from the outside world: paper, a mail server, this computer's key store."""

from typing import Protocol

from privdesk.domain.mail_account import MailAccount


class LetterRenderer(Protocol):
    """Makes paper of a letter, in a worker."""

    def render(self, letter: bytes, logo: bytes) -> tuple[bytes, int]:
        """The PDF and its number of pages; `letter` as JSON, `logo` as `clean_logo` made it or empty.

        Raises: WorkerFailedError.
        """
        ...

    def clean_logo(self, data: bytes) -> bytes:
        """A PNG or JPEG from outside, drawn anew as PNG. Raises: FileNotReadableError."""
        ...


class Post(Protocol):
    """Hands messages to a mail server."""

    def send(self, account: MailAccount, password: str, recipient: str, message: bytes) -> None:
        """Raises: MailFailedError."""
        ...

    def check(self, account: MailAccount, password: str) -> None:
        """Connect and sign in, send nothing. Raises: MailFailedError."""
        ...


class MailSecrets(Protocol):
    """The password of the mail account, on this computer."""

    @property
    def available(self) -> bool:
        """Whether this computer can keep one."""
        ...

    def get(self) -> str:
        """The password, or an empty text."""
        ...

    def put(self, password: str) -> bool:
        """Keep it; False where the key store does not take it."""
        ...

    def drop(self) -> None:
        """Forget it."""
        ...
