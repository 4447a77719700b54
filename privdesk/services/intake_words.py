# SPDX-License-Identifier: MIT
"""What was read out of a letter, in the words of the screen."""

from datetime import date

from privdesk.domain.case_facts import RepresentativeKind
from privdesk.domain.inbox import MailFacts
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.intake_people import FoundBy
from privdesk.services.names import right_name
from privdesk.services.request_words import Notice, read_letter

SHOWN_WORDS = 3
"""Words quoted for one suggestion; the letter marks all of them."""


def said_in_short(mail: MailFacts) -> str:
    """What a mail that belongs among the requests seems to be, in one line of the Inbox."""
    reading = read_letter(mail.subject, mail.text)
    rights = ", ".join(right_name(each).lower() for each in reading.rights)
    if Notice.REMINDER in reading.notices:
        return (
            _("Looks like a reminder: {rights}").format(rights=rights)
            if rights
            else _("Looks like a reminder")
        )
    if rights:
        return _("Looks like a request: {rights}").format(rights=rights)
    if Notice.COMPLAINT in reading.notices:
        return _("Looks like a complaint")
    return _("Looks like a request")


def notice_sentence(notice: Notice, reminded_of: date | None = None) -> str:
    """What the clerk should know, and what it means for the case."""
    if notice is Notice.REMINDER and reminded_of is not None:
        words = _("A reminder of a letter of {day}. It is no new request; the time runs from that letter.")
        return words.format(day=wording.date_long(reminded_of))
    return {
        Notice.REMINDER: _("A reminder. It is no new request; the time runs from the first letter."),
        Notice.COMPLAINT: _("It complains, or speaks of a complaint to an authority."),
        Notice.OPT_OUT: _("It opts out of sale or sharing, which has a shorter time of its own."),
        Notice.RECIPIENTS: _(
            "It asks who received the data: tell the recipients, and the answer names them."
        ),
        Notice.TOLD_FIRST: _("The person wants to be told before the account closes."),
    }[notice]


def notice_name(notice: Notice) -> str:
    """The same in a word or two."""
    return {
        Notice.REMINDER: _("Reminder"),
        Notice.COMPLAINT: _("Complaint"),
        Notice.OPT_OUT: _("Opt-out of sale or sharing"),
        Notice.RECIPIENTS: _("Who received the data"),
        Notice.TOLD_FIRST: _("To be told before the account closes"),
    }[notice]


def found_by_words(way: FoundBy) -> str:
    """What led to a person, in a word or two."""
    return {
        FoundBy.EMAIL: _("by the e-mail address"),
        FoundBy.USER_NUMBER: _("by the user number"),
        FoundBy.NAME_AND_ADDRESS: _("by name and address"),
        FoundBy.NAME: _("by the name"),
    }[way]


def representative_sentence(kind: RepresentativeKind) -> str:
    """Who seems to write for the person."""
    return {
        RepresentativeKind.LAWYER: _("A lawyer seems to write for the person."),
        RepresentativeKind.GUARDIAN: _("A guardian seems to write for the person."),
        RepresentativeKind.POWER_OF_ATTORNEY: _(
            "Somebody with a power of attorney seems to write for the person."
        ),
        RepresentativeKind.AGENCY: _("An agency seems to write for the person."),
    }[kind]


def because(words: tuple[str, ...]) -> str:
    """The words that made a suggestion, quoted, the first few of them."""
    return ", ".join(wording.quoted(each) for each in words[:SHOWN_WORDS])
