# SPDX-License-Identifier: MIT
"""Letters are handed to a real server on loopback: encrypted and to the right one, or not at all."""

import ssl
from pathlib import Path

import pytest

from privdesk.domain.mail_account import MailAccount, MailFailedError, MailSecurity
from privdesk.domain.vault import VaultId
from privdesk.security.mail_post import MailPasswords, SmtpPost
from tests.security.mail_kit import PASSWORD, USER, Box, Certificate, mail_server, make_certificate

MESSAGE = b"From: privacy@example.org\r\nTo: lena@example.com\r\nSubject: R-2026-0001\r\n\r\nKind regards\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


def account(port: int, security: MailSecurity = MailSecurity.STARTTLS, user: str = USER) -> MailAccount:
    return MailAccount("localhost", port, security, user, USER)


@pytest.mark.parametrize("security", list(MailSecurity))
def test_a_letter_arrives_encrypted_and_signed_in(certificate: Certificate, security: MailSecurity) -> None:
    box = Box()
    with mail_server(box, certificate, starttls=security is MailSecurity.STARTTLS) as port:
        SmtpPost(certificate.trusting).send(account(port, security), PASSWORD, "lena@example.com", MESSAGE)
    (taken,) = box.taken
    assert taken.mail_from == USER
    assert taken.rcpt_tos == ["lena@example.com"]
    assert box.messages[0]["Subject"] == "R-2026-0001"


def test_checking_signs_in_and_sends_nothing(certificate: Certificate) -> None:
    box = Box()
    with mail_server(box, certificate) as port:
        SmtpPost(certificate.trusting).check(account(port), PASSWORD)
    assert not box.taken


def test_a_server_without_encryption_gets_nothing() -> None:
    box = Box()
    with mail_server(box, None) as port, pytest.raises(MailFailedError) as caught:
        SmtpPost().send(account(port), PASSWORD, "lena@example.com", MESSAGE)
    assert caught.value.reason_key == "no_tls"
    assert not box.taken


def test_a_certificate_that_nobody_trusts_is_refused(certificate: Certificate) -> None:
    box = Box()
    with mail_server(box, certificate) as port, pytest.raises(MailFailedError) as caught:
        SmtpPost().send(account(port), PASSWORD, "lena@example.com", MESSAGE)
    assert caught.value.reason_key == "certificate"
    assert not box.taken


@pytest.mark.parametrize(("name", "days"), [("mail.example.net", 1), ("localhost", -1)])
def test_a_certificate_of_another_name_or_out_of_date_is_refused(
    tmp_path: Path, name: str, days: int
) -> None:
    wrong, box = make_certificate(tmp_path, name, days), Box()
    with mail_server(box, wrong) as port, pytest.raises(MailFailedError) as caught:
        SmtpPost(wrong.trusting).send(account(port), PASSWORD, "lena@example.com", MESSAGE)
    assert caught.value.reason_key == "certificate"
    assert not box.taken


def test_a_wrong_password_is_said(certificate: Certificate) -> None:
    box = Box()
    with mail_server(box, certificate) as port, pytest.raises(MailFailedError) as caught:
        SmtpPost(certificate.trusting).send(account(port), "wrong", "lena@example.com", MESSAGE)
    assert caught.value.reason_key == "login"
    assert not box.taken


@pytest.mark.parametrize(
    ("command", "said", "reason"),
    [
        ("MAIL", "550 not you", "sender"),
        ("RCPT", "550 nobody here", "recipient"),
        ("DATA", "552 too much", "too_large"),
        ("DATA", "554 no", "refused"),
    ],
)
def test_what_the_server_refuses_is_told_apart(
    certificate: Certificate, command: str, said: str, reason: str
) -> None:
    box = Box(refuse={command: said})
    with mail_server(box, certificate) as port, pytest.raises(MailFailedError) as caught:
        SmtpPost(certificate.trusting).send(account(port), PASSWORD, "lena@example.com", MESSAGE)
    assert caught.value.reason_key == reason


def test_a_connection_that_breaks_while_the_letter_is_handed_over_is_unsure(certificate: Certificate) -> None:
    box = Box(hang_up=True)
    with mail_server(box, certificate) as port, pytest.raises(MailFailedError) as caught:
        SmtpPost(certificate.trusting).send(account(port), PASSWORD, "lena@example.com", MESSAGE)
    assert caught.value.reason_key == "unsure"


def test_no_server_there_is_said(certificate: Certificate) -> None:
    with mail_server(Box(), certificate) as port:
        pass
    with pytest.raises(MailFailedError) as caught:
        SmtpPost(certificate.trusting).send(account(port), PASSWORD, "lena@example.com", MESSAGE)
    assert caught.value.reason_key == "unreachable"


def test_old_encryption_is_refused(certificate: Certificate) -> None:
    made: list[ssl.SSLContext] = []

    def remember() -> ssl.SSLContext:
        made.append(certificate.trusting())
        return made[-1]

    with mail_server(Box(), certificate) as port:
        SmtpPost(remember).check(account(port), PASSWORD)
    assert made[0].minimum_version >= ssl.TLSVersion.TLSv1_2
    assert made[0].check_hostname
    assert made[0].verify_mode is ssl.CERT_REQUIRED


class MemoryStore:
    """A key store in memory."""

    name = "memory"

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self.kept.get(key)

    def put(self, key: str, text: str) -> bool:
        self.kept[key] = text
        return True

    def drop(self, key: str) -> None:
        self.kept.pop(key, None)


def test_each_vault_has_its_own_password_on_a_computer() -> None:
    store = MemoryStore()
    first, second = MailPasswords(store, VaultId("a")), MailPasswords(store, VaultId("b"))
    assert first.put(PASSWORD)
    assert (first.get(), second.get()) == (PASSWORD, "")
    first.drop()
    assert not store.kept
