# SPDX-License-Identifier: MIT
"""Hands letters to the office's mail server: encrypted, to a server whose certificate holds, or not at all."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from privdesk.domain.mail_account import MailAccount, MailFailedError, MailSecurity
from privdesk.domain.vault import VaultId
from privdesk.security.keyring_store import SecretStore

SECONDS = 30.0
_TOO_LARGE = 552


class SmtpPost:
    """Implements `services.letter_ports.Post`.

    `context` makes the TLS settings; the system's certificates and names are checked unless a test brings its own.
    """

    def __init__(
        self, context: Callable[[], ssl.SSLContext] = ssl.create_default_context, seconds: float = SECONDS
    ) -> None:
        self._context, self._seconds = context, seconds

    def send(self, account: MailAccount, password: str, recipient: str, message: bytes) -> None:
        """Hand one message over. Raises: MailFailedError."""
        with self._connected(account, password) as client:
            _expect(account, "sender", client.mail(account.sender)[0])
            _expect(account, "recipient", client.rcpt(recipient)[0])
            try:
                code, _said = client.data(message)
            except smtplib.SMTPDataError as error:
                raise MailFailedError(_data_reason(error.smtp_code), account.host) from None
            except (OSError, smtplib.SMTPException):
                raise MailFailedError("unsure", account.host) from None
            _expect(account, _data_reason(code), code)

    def check(self, account: MailAccount, password: str) -> None:
        """Connect and sign in, send nothing. Raises: MailFailedError."""
        with self._connected(account, password) as client:
            _expect(account, "refused", client.noop()[0])

    @contextmanager
    def _connected(self, account: MailAccount, password: str) -> Iterator[smtplib.SMTP]:
        try:
            client = self._connect(account)
        except MailFailedError:
            raise
        except (OSError, smtplib.SMTPException) as error:
            raise MailFailedError(_reason(error), account.host) from None
        try:
            self._sign_in(client, account, password)
            yield client
        except (OSError, smtplib.SMTPException) as error:
            raise MailFailedError(_reason(error), account.host) from None
        finally:
            with suppress(OSError, smtplib.SMTPException):
                client.quit()
            client.close()

    def _connect(self, account: MailAccount) -> smtplib.SMTP:
        """Connected and encrypted; the name of this computer is not told."""
        context = self._context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if account.security is MailSecurity.TLS:
            return smtplib.SMTP_SSL(
                account.host, account.port, local_hostname="localhost", timeout=self._seconds, context=context
            )
        client = smtplib.SMTP(account.host, account.port, local_hostname="localhost", timeout=self._seconds)
        try:
            client.starttls(context=context)
        except smtplib.SMTPNotSupportedError:
            client.close()
            raise MailFailedError("no_tls", account.host) from None
        except BaseException:
            client.close()
            raise
        return client

    def _sign_in(self, client: smtplib.SMTP, account: MailAccount, password: str) -> None:
        client.ehlo()
        if account.user:
            try:
                client.login(account.user, password)
            except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError):
                raise MailFailedError("login", account.host) from None


class MailPasswords:
    """The password of the mail account of one vault, in this computer's key store; never in the records."""

    def __init__(self, store: SecretStore, vault_id: VaultId) -> None:
        self._store, self._entry = store, f"mail-{vault_id}"

    @property
    def available(self) -> bool:
        """Whether this computer has a key store."""
        return bool(self._store.name)

    def get(self) -> str:
        """The password, or an empty text."""
        return self._store.get(self._entry) or ""

    def put(self, password: str) -> bool:
        """Keep it; False where the key store does not take it."""
        return self._store.put(self._entry, password)

    def drop(self) -> None:
        """Forget it."""
        self._store.drop(self._entry)


def _expect(account: MailAccount, reason: str, code: int) -> None:
    if not 200 <= code < 300:
        raise MailFailedError(reason, account.host)


def _data_reason(code: int) -> str:
    return "too_large" if code == _TOO_LARGE else "refused"


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "certificate"
    return "no_tls" if isinstance(error, ssl.SSLError) else "unreachable"
