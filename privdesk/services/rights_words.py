# SPDX-License-Identifier: MIT
"""Restriction, objection and telling in words."""

from datetime import date

from privdesk.domain.objections import Weighing
from privdesk.domain.restriction import AllowedUse, Restriction, RestrictionGround
from privdesk.domain.tellings import Telling, TellingCause, TellingState
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.names import channel_name, field_name


def ground_name(ground: RestrictionGround) -> str:
    """Why use is restricted."""
    return {
        RestrictionGround.ACCURACY: _("The person says the data are wrong (GDPR Art. 18(1)(a))"),
        RestrictionGround.UNLAWFUL: _("Use is unlawful, the person wants no erasure (18(1)(b))"),
        RestrictionGround.CLAIMS: _("The person needs them for legal claims (18(1)(c))"),
        RestrictionGround.OBJECTION: _("The person objected; grounds are being weighed (18(1)(d))"),
        RestrictionGround.DISPUTE: _("Neither right nor wrong can be shown (FADP Art. 32(3))"),
        RestrictionGround.KEPT_BY_LAW: _("To be erased, but a law has them kept"),
        RestrictionGround.ASKED: _("The person asked for it in a request"),
    }[ground]


def use_name(use: AllowedUse) -> str:
    """For what restricted data may be used all the same."""
    return {
        AllowedUse.CONSENT: _("with the person’s consent"),
        AllowedUse.LEGAL_CLAIMS: _("for legal claims"),
        AllowedUse.RIGHTS_OF_OTHERS: _("to protect somebody else’s rights"),
        AllowedUse.PUBLIC_INTEREST: _("for an important public interest"),
    }[use]


def weighing_name(weighing: Weighing) -> str:
    """Whose grounds weigh more."""
    return {
        Weighing.PERSON: _("The person’s grounds weigh more: use ends"),
        Weighing.OFFICE: _("Our compelling grounds weigh more: use goes on"),
        Weighing.CLAIMS: _("Needed for legal claims: use goes on"),
    }[weighing]


def cause_name(cause: TellingCause) -> str:
    """What a recipient must be told of."""
    return {
        TellingCause.RECTIFIED: _("Correction"),
        TellingCause.ERASED: _("Erasure"),
        TellingCause.RESTRICTED: _("Restriction"),
        TellingCause.RESTRICTION_LIFTED: _("Restriction lifted"),
    }[cause]


def telling_words(telling: Telling) -> str:
    """How far a telling has come: `told 3 Mar 2026 by e-mail, answered 5 Mar 2026`."""
    if telling.state is TellingState.LEFT_OUT:
        return _("not told: {reason}").format(reason=telling.left_out)
    if telling.told_on is None or telling.channel is None:
        since = wording.date_plain(telling.due_since)
        return _("to be told since {day}").format(day=since)
    told = _("told {day}, {channel}").format(
        day=wording.date_plain(telling.told_on), channel=channel_name(telling.channel)
    )
    if telling.answered_on is None:
        return told
    answered = _("{told}; answered {day}").format(told=told, day=wording.date_plain(telling.answered_on))
    return f"{answered}: {telling.answer}" if telling.answer else answered


def touched_words(telling: Telling) -> str:
    """What changed: the fields, where single values did."""
    names = wording.listed([field_name(field) for field in telling.fields])
    return f"{cause_name(telling.cause)}: {names}" if names else cause_name(telling.cause)


def restriction_words(restriction: Restriction) -> str:
    """One restriction in a line."""
    words = _("since {day}").format(day=wording.date_plain(restriction.since))
    if restriction.told_on is not None:
        told = wording.date_plain(restriction.told_on)
        words = _("{words}; person told {day}").format(words=words, day=told)
    if restriction.lifted_on is not None:
        lifted = wording.date_plain(restriction.lifted_on)
        words = _("{words}; lifted {day}").format(words=words, day=lifted)
    return words


def restricted_since_words(since: date) -> str:
    """The tag that a restricted person bears on every page."""
    return _("Restricted since {date}").format(date=wording.date_plain(since))
