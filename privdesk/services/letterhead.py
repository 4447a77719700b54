# SPDX-License-Identifier: MIT
"""The office's letterhead: where the address stands, the logo, who signs; and the mail account for sending."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.letters import Window, window_for
from privdesk.domain.mail_account import (
    MailAccount,
    MailAddressError,
    MailNotSetUpError,
    MailPasswordMissingError,
    MailSecurity,
)
from privdesk.domain.staff import Permission
from privdesk.services.letter_ports import LetterRenderer, MailSecrets, Post
from privdesk.services.mail_drafts import is_address
from privdesk.services.office import office_of
from privdesk.services.ports import Records
from privdesk.services.workplace import Workplace

LETTERHEAD_KEY, LOGO_KEY, MAIL_KEY = "letterhead", "letterhead_logo", "mail_account"
LOGO_FILES = ("png", "jpg", "jpeg")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """How letters look besides the office's name and address."""

    window: Window
    has_logo: bool = False
    signed: bool = False
    """Whether the name of who writes stands under the letter."""


def letterhead_of(records: Records) -> Letterhead:
    """As set, else the window usual in the office's country."""
    stored: Mapping[str, Any] = records.settings.get(LETTERHEAD_KEY) or {}
    try:
        window = Window(stored.get("window", ""))
    except ValueError:
        window = window_for(office_of(records).country)
    return Letterhead(window, bool(records.settings.get(LOGO_KEY)), bool(stored.get("signed")))


def logo_of(records: Records) -> bytes:
    """The logo as PNG, or nothing."""
    stored: Mapping[str, Any] = records.settings.get(LOGO_KEY) or {}
    return b64decode(stored.get("png", ""))


def mail_account_of(records: Records) -> MailAccount:
    """The account as set; an empty one where there is none."""
    stored: Mapping[str, Any] = records.settings.get(MAIL_KEY) or {}
    try:
        return MailAccount(
            host=str(stored.get("host", "")),
            port=int(stored.get("port", 587)),
            security=MailSecurity(stored.get("security", MailSecurity.STARTTLS)),
            user=str(stored.get("user", "")),
            sender=str(stored.get("sender", "")),
        )
    except ValueError:
        return MailAccount()


class LetterSettings:
    """Settings of letters; the mail password lies in this computer's key store alone."""

    def __init__(self, place: Workplace, renderer: LetterRenderer, post: Post, secrets: MailSecrets) -> None:
        self._place, self._renderer, self._post, self._secrets = place, renderer, post, secrets

    def letterhead(self) -> Letterhead:
        """Window, logo, signature."""
        self._require_either()
        with self._place.reading() as records:
            return letterhead_of(records)

    def logo(self) -> bytes:
        """The logo as PNG, or nothing."""
        self._require_either()
        with self._place.reading() as records:
            return logo_of(records)

    def save_letterhead(self, window: Window, *, signed: bool = False) -> Letterhead:
        """Keep where the address stands and who signs; commits. Raises: NotAllowedError."""
        self._place.require(Permission.MANAGE_OFFICE)
        with self._place.work() as work:
            work.settings.put(LETTERHEAD_KEY, {"window": window.value, "signed": signed})
            work.audit.record(AuditEvent(Action.OFFICE_CHANGED, "office", ("letterhead",)))
            kept = letterhead_of(work)
            work.commit()
        return kept

    def put_logo(self, data: bytes) -> bytes:
        """Keep a PNG or JPEG as the logo, drawn anew in the worker; returns it as PNG; commits.

        Raises: FileNotReadableError, NotAllowedError.
        """
        self._place.require(Permission.MANAGE_OFFICE)
        clean = self._renderer.clean_logo(data)
        self._keep_logo({"png": b64encode(clean).decode()})
        return clean

    def drop_logo(self) -> None:
        """Letters go out without a logo from now on; commits. Raises: NotAllowedError."""
        self._place.require(Permission.MANAGE_OFFICE)
        self._keep_logo({})

    def _keep_logo(self, value: Mapping[str, str]) -> None:
        with self._place.work() as work:
            work.settings.put(LOGO_KEY, dict(value))
            work.audit.record(AuditEvent(Action.OFFICE_CHANGED, "office", ("logo",)))
            work.commit()

    # The mail account

    def mail_account(self) -> MailAccount:
        """Where letters are handed over for sending."""
        self._require_either()
        with self._place.reading() as records:
            return mail_account_of(records)

    def save_mail_account(self, account: MailAccount) -> MailAccount:
        """Keep the account, or none with an empty host; commits.

        Raises: MailNotSetUpError where a part is missing, MailAddressError, NotAllowedError.
        """
        self._place.require(Permission.MANAGE_OFFICE)
        if account.host:
            require_sound(account)
        with self._place.work() as work:
            before = mail_account_of(work)
            changed = tuple(
                f"mail_{each.name}"
                for each in fields(MailAccount)
                if getattr(before, each.name) != getattr(account, each.name)
            )
            if changed:
                work.settings.put(MAIL_KEY, account_json(account))
                work.audit.record(AuditEvent(Action.OFFICE_CHANGED, "office", changed))
                work.commit()
        return account

    def keeps_password(self) -> bool:
        """Whether this computer has a key store for the password."""
        self._require_either()
        return self._secrets.available

    def has_password(self) -> bool:
        """Whether this computer knows the password of the account."""
        self._require_either()
        return bool(self._secrets.get())

    def keep_password(self, password: str) -> None:
        """Keep the password in this computer's key store, or forget it; never in the records.

        Raises: MailPasswordMissingError where the key store does not take it.
        """
        self._require_either()
        if not password:
            self._secrets.drop()
        elif not self._secrets.put(password):
            raise MailPasswordMissingError(store=False)

    def check_mail(self) -> None:
        """Connect to the server and sign in, send nothing.

        Raises: MailNotSetUpError, MailPasswordMissingError, MailFailedError.
        """
        self._require_either()
        with self._place.reading() as records:
            account = mail_account_of(records)
        require_sound(account)
        password = self._secrets.get()
        if account.user and not password:
            raise MailPasswordMissingError(store=self._secrets.available)
        self._post.check(account, password)

    def _require_either(self) -> None:
        """An administrator sets it up; who sends letters gives the password on their computer."""
        member = self._place.member
        if not member.may(Permission.MANAGE_OFFICE):
            self._place.require(Permission.GRANT_ACCESS)
        else:
            self._place.require(Permission.MANAGE_OFFICE)


def require_sound(account: MailAccount) -> None:
    """Refuse an account with which nothing can be sent. Raises: MailNotSetUpError, MailAddressError."""
    for part in ("host", "port", "sender"):
        if not getattr(account, part):
            raise MailNotSetUpError(part)
    if not 0 < account.port < 65536:
        raise MailNotSetUpError("port")
    if not is_address(account.sender):
        raise MailAddressError("sender")


def account_json(account: MailAccount) -> dict[str, Any]:
    """Plain values for the settings."""
    return {
        "host": account.host,
        "port": account.port,
        "security": account.security.value,
        "user": account.user,
        "sender": account.sender,
    }
