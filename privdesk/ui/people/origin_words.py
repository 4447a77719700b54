# SPDX-License-Identifier: MIT
"""Where a value came from, in sentences; and a value as it is shown."""

from collections.abc import Mapping

from privdesk.domain.people import FactVersion, Origin, OriginKind, PersonField, Source
from privdesk.domain.vault import StaffId
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.names import channel_name, language_name, source_name

StaffNames = Mapping[StaffId, str]


def shown_value(field: PersonField, value: str, country: str = "CH") -> str:
    """A value on file as the desk writes it."""
    if not value:
        return ""
    if field in (PersonField.PHONE_LANDLINE, PersonField.PHONE_MOBILE):
        return wording.phone(value, country)
    if field is PersonField.IBAN:
        return wording.iban(value)
    if field is PersonField.LANGUAGE:
        return language_name(value)
    if field is PersonField.CIVILITY:
        return {"ms": _("Ms"), "mr": _("Mr")}.get(value, value)
    if field is PersonField.DATE_OF_BIRTH:
        return ".".join(reversed(value.split("-")))
    return value


def origin_words(version: FactVersion, staff: StaffNames, clock: OfficeClock) -> str:
    """How the value in force came: by what, when, from whom; confirmed when; entered by whom."""
    origin = version.origin
    sentences = [_came(origin)]
    if origin.confirmed_on is not None:
        sentences.append(_("Confirmed on {date}.").format(date=wording.date_plain(origin.confirmed_on)))
    name = staff.get(origin.recorded_by, "")
    day = wording.date_plain(clock.day_of(origin.recorded_at))
    entered = _("Entered by {name} on {date}.") if name else _("Entered on {date}.")
    sentences.append(entered.format(name=name, date=day))
    return " ".join(sentences)


def before_words(version: FactVersion | None, country: str = "CH") -> str:
    """The value that stood there before, with its origin in short; empty where there was none."""
    if version is None:
        return ""
    value = shown_value(version.field, version.value, country) or _("nothing")
    origin = version.origin
    parts = [value, origin.reference, _from(origin)]
    return _("Before: {words}").format(words=", ".join(part for part in parts if part))


def _came(origin: Origin) -> str:
    words = {
        OriginKind.FORM: _("Given on form {reference}, received {date}{how}."),
        OriginKind.IMPORT: _("Imported from {reference}, received {date}{how}."),
        OriginKind.REQUEST: _("Changed in request {reference}, received {date}{how}."),
        OriginKind.STAFF: _("Given at the desk, {reference}, received {date}{how}."),
    }[origin.kind]
    if not origin.reference:
        words = _("Given on {date}{how}.")
    reference = origin.reference
    if origin.kind is OriginKind.IMPORT or (origin.kind is OriginKind.STAFF and reference):
        reference = wording.quoted(reference)
    how = [channel_name(origin.channel).lower()] if origin.channel is not None else []
    how += [_from(origin)] if origin.source is not Source.PERSON else []
    by = "".join(f", {part}" for part in how)
    return words.format(reference=reference, date=wording.date_plain(origin.received_on), how=by)


def _from(origin: Origin) -> str:
    return _("from {source}").format(source=source_name(origin.source))
