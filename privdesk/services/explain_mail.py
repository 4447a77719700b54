# SPDX-License-Identifier: MIT
"""Why a letter was not sent by e-mail, in words."""

from collections.abc import Callable
from typing import Any

from privdesk.domain import mail_account as errors
from privdesk.i18n import _
from privdesk.services.explanation import Explanation


def _not_set_up(error: errors.MailNotSetUpError) -> Explanation:
    part = {
        "host": _("the name of the mail server"),
        "port": _("the port of the mail server"),
        "sender": _("the address that letters come from"),
        "user": _("the name to sign in with"),
    }.get(error.part, _("the mail account"))
    return Explanation(
        _("The mail account is not set up."),
        _("Missing: {part}.").format(part=part),
        _("An administrator sets it up under Settings. Until then print the letter or make an e-mail draft."),
    )


def _password(error: errors.MailPasswordMissingError) -> Explanation:
    if not error.store:
        return Explanation(
            _("This computer cannot keep the password of the mail account."),
            _("Its key store does not take it, and the password is kept nowhere else."),
            _("Print the letter or make an e-mail draft; nothing was sent."),
        )
    return Explanation(
        _("This computer does not know the password of the mail account."),
        _("It is kept in the key store of each computer, never in the records."),
        _("Enter it under Settings on this computer, then send the letter again. Nothing was sent."),
    )


def _failed(error: errors.MailFailedError) -> Explanation:
    if error.reason_key == "unsure":
        return Explanation(
            _("It is not certain whether the letter was sent."),
            _("The connection to {host} broke while the letter was handed over.").format(host=error.host),
            _("Look into the mailbox of the office whether it went out. It was not recorded as sent."),
        )
    what, advice = _reasons(error.host).get(error.reason_key, _reasons(error.host)["refused"])
    kept = _("Nothing was sent and nothing is lost: the letter is still here.")
    return Explanation(_("The letter was not sent."), what, f"{advice} {kept}")


def _reasons(host: str) -> dict[str, tuple[str, str]]:
    again = _("Try again later, print it, or make an e-mail draft.")
    setting = _("An administrator looks at the mail account under Settings.")
    return {
        "unreachable": (_("The mail server {host} does not answer.").format(host=host), again),
        "no_tls": (
            _("The mail server {host} offers no encryption that can be relied on.").format(host=host),
            setting,
        ),
        "certificate": (
            _("The certificate of the mail server {host} does not hold: it may be another server.").format(
                host=host
            ),
            setting,
        ),
        "login": (_("The mail server {host} refused the name or the password.").format(host=host), setting),
        "sender": (
            _("The mail server {host} does not accept the sender’s address.").format(host=host),
            setting,
        ),
        "recipient": (
            _("The mail server {host} does not accept the recipient’s address.").format(host=host),
            _("Look at the address on file."),
        ),
        "too_large": (_("The letter is too large for the mail server {host}.").format(host=host), again),
        "refused": (_("The mail server {host} refused the letter.").format(host=host), again),
    }


def _address(error: errors.MailAddressError) -> Explanation:
    if error.whose == "sender":
        return Explanation(
            _("The sender’s address is no e-mail address."),
            _("Letters come from it, and replies go there."),
            _("Correct it under Settings; an example: privacy@example.org."),
        )
    return Explanation(
        _("There is no e-mail address to send the letter to."),
        _("None is on file, or what is on file is none."),
        _("Print the letter instead. Nothing was sent."),
    )


def _not_recorded(_error: errors.MailNotRecordedError) -> Explanation:
    return Explanation(
        _("The letter was sent, but could not be put in the correspondence."),
        _("The mail server took it; recording it failed afterwards."),
        _("Do not send it again. Add a note to the request that it was sent today."),
    )


MAIL_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    errors.MailNotSetUpError: _not_set_up,
    errors.MailPasswordMissingError: _password,
    errors.MailFailedError: _failed,
    errors.MailAddressError: _address,
    errors.MailNotRecordedError: _not_recorded,
}
