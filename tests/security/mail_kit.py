# SPDX-License-Identifier: MIT
"""A real mail server on loopback with a throwaway certificate, and TLS settings that trust this one alone."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "privacy@example.org", "correct horse"


def _bytes(envelope: Envelope) -> bytes:
    content = envelope.content or b""
    return content if isinstance(content, bytes) else content.encode()


@dataclass
class Box:
    """What the server took; `refuse` answers of its own by command."""

    taken: list[Envelope] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    hang_up: bool = False
    """Break off once the message was handed over, before saying yes."""

    async def handle_MAIL(self, *given: Any) -> str:  # noqa: ANN401, N802
        if "MAIL" in self.refuse:
            return self.refuse["MAIL"]
        given[2].mail_from = given[3]
        return "250 OK"

    async def handle_RCPT(self, *given: Any) -> str:  # noqa: ANN401, N802
        if "RCPT" in self.refuse:
            return self.refuse["RCPT"]
        given[2].rcpt_tos.append(given[3])
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: ANN401, N802
        self.taken.append(envelope)
        if self.hang_up:
            server.transport.abort()
        return self.refuse.get("DATA", "250 OK")

    @property
    def messages(self) -> list[EmailMessage]:
        """What arrived, parsed."""
        return [message_from_bytes(_bytes(each), policy=default) for each in self.taken]


@dataclass(frozen=True)
class Certificate:
    """A throwaway certificate for `name` with its key, in one file."""

    path: Path

    def server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path)
        return context

    def trusting(self) -> ssl.SSLContext:
        """As the system's own settings, but trusting this certificate alone."""
        return ssl.create_default_context(cafile=str(self.path))


def make_certificate(folder: Path, name: str = "localhost", days: int = 1) -> Certificate:
    """Sign one for yourself; with `days` below 0 it is out of date."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=10))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}{days}.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return Certificate(path)


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:  # noqa: ANN401
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=good, handled=False)


@contextmanager
def mail_server(box: Box, certificate: Certificate | None, *, starttls: bool = True) -> Iterator[int]:
    """Serve on loopback; the port. Without `certificate` there is no encryption."""
    loop = asyncio.new_event_loop()
    tls = certificate.server() if certificate is not None else None
    strict = starttls and tls is not None

    def protocol() -> SMTP:
        return SMTP(
            box, hostname="localhost", loop=loop, authenticator=_authenticate, auth_required=strict,
            auth_require_tls=strict, tls_context=tls if starttls else None,
        )  # fmt: skip

    implicit = tls if not starttls else None
    server = loop.run_until_complete(loop.create_server(protocol, "127.0.0.1", 0, ssl=implicit))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_shut(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _shut(server: asyncio.AbstractServer) -> None:
    server.close()
    await server.wait_closed()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
        with suppress(asyncio.CancelledError, OSError):
            await task
