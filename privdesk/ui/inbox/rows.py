# SPDX-License-Identifier: MIT
"""What one row of the Inbox says: form, sender, agency, channel, time, state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from privdesk.domain.checks import check_field
from privdesk.domain.forms import Certainty, FieldReading, FormTemplate, ReadingOrigin, TemplateField
from privdesk.domain.inbox import InboxItem, ItemId, ItemState
from privdesk.i18n import _, desk_language, ngettext
from privdesk.services import wording
from privdesk.services.intake_words import said_in_short
from privdesk.services.names import channel_icon, channel_name, form_name, item_state_name

if TYPE_CHECKING:
    from privdesk.services.clock import OfficeClock

EXACT = frozenset({ReadingOrigin.FILLED_PDF, ReadingOrigin.XFA, ReadingOrigin.WEB})
"""Origins whose values were read exactly, not recognised."""


class Glyph(StrEnum):
    """The little page drawn at the left of a row."""

    FORM = "form"
    FILLED = "filled"
    LETTER = "letter"
    CROSS = "cross"


class Sign(StrEnum):
    """The sign beside the state."""

    SURE = "sure"
    LOOK = "look"
    ASK = "ask"
    FAILED = "failed"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One item as its row shows it; every text is plain."""

    item: InboxItem
    glyph: Glyph
    title: str
    sender: str
    second: str
    agency: str
    channel: str
    channel_icon: str
    received: str
    state: str
    sign: Sign
    wants_look: int = 0
    """Fields to look at."""

    @property
    def id(self) -> ItemId:
        return self.item.id

    def spoken(self) -> str:
        """The row in one sentence, for a screen reader and the tooltip."""
        parts = (self.title, self.sender, self.second, self.agency, self.channel, self.received, self.state)
        return ", ".join(part for part in parts if part)


def row_of(item: InboxItem, title: str, template: FormTemplate | None, clock: "OfficeClock") -> InboxRow:
    """The row of `item`; `title` as the Inbox names it, `template` where the form is known."""
    count = look_count(template, item, clock.today()) if template else 0
    state, sign = _state(item, template, count)
    return InboxRow(
        item=item,
        glyph=_glyph(item),
        title=_title(item, form_name(template) if template else title),
        sender=_sender(item, template),
        second=_second(item, template),
        agency=item.agency_name or "–",
        channel=channel_name(item.channel),
        channel_icon=channel_icon(item.channel),
        received=_received(item, clock),
        state=state,
        sign=sign,
        wants_look=count,
    )


def look_count(template: FormTemplate, item: InboxItem, today: date) -> int:
    """How many fields want a look: read doubtfully, mandatory and empty, or found wrong by a check."""
    return len(look_keys(template, item, today))


def look_keys(template: FormTemplate, item: InboxItem, today: date) -> frozenset[str]:
    """The fields that want a look."""
    values = {key: reading.value for key, reading in item.readings.items()}

    def wants(field: TemplateField) -> bool:
        reading: FieldReading | None = item.readings.get(field.key)
        if reading is not None and reading.certainty is Certainty.LOOK:
            return True
        value = values.get(field.key, "").strip()
        if not value:
            return field.mandatory
        return not check_field(field, value, values, today=today).right

    return frozenset(field.key for field in template.fields() if wants(field))


def matches_letters(row: InboxRow, letters: str) -> bool:
    """Whether the sender, or a word of it, begins with the letters typed."""
    wanted = letters.casefold()
    name = row.sender.casefold()
    return name.startswith(wanted) or any(part.startswith(wanted) for part in name.split())


def main_fields(row: InboxRow, template: FormTemplate | None, today: date) -> Sequence[tuple[str, str, str]]:
    """Label, value and sign (sure or look) of the few fields that tell what the form says."""
    if template is None:
        return ()
    language = desk_language()
    doubtful = look_keys(template, row.item, today)
    found = []
    for title, keys in (
        (_("Address"), ("street", "number")),
        (_("Postcode"), ("postcode", "town")),
        (_("Phone"), ("phone_mobile", "phone_landline")),
        (_("E-mail"), ("email",)),
        (_("User number"), ("user_number",)),
        (_("Agency"), ("agency",)),
    ):
        present = [key for key in keys if row.item.readings.get(key) and row.item.readings[key].value]
        if title == _("Phone"):
            present = present[:1]
        if present:
            sign = "look" if doubtful & set(present) else "sure"
            found.append((title, " ".join(row.item.readings[key].value for key in present), sign))
    for field in template.fields():
        reading = row.item.readings.get(field.key)
        if len(found) < 3 and field.choices and reading is not None and reading.value:
            choice = field.choice(reading.value)
            shown = choice.label(language) if choice else reading.value
            found.append((field.label(language), shown, reading.certainty.value))
    return found


def _title(item: InboxItem, title: str) -> str:
    if item.state is ItemState.NOT_READ:
        return _("Could not be read")
    if item.state is ItemState.REQUEST:
        return _("Letter, no form")
    if item.template is not None:
        return _("{title} v{version}").format(title=title, version=item.template.version)
    return title


def _sender(item: InboxItem, template: FormTemplate | None) -> str:
    """Who it is from: the name on the form or of the mail, else the file's name."""
    if item.mail is not None and item.sender == item.mail.sender:
        return item.mail.sender.partition("<")[0].strip() or item.mail.sender
    nameless = template is not None and bool(item.readings) and item.sender == item.name
    return _("Without a name") if nameless else item.sender


def _glyph(item: InboxItem) -> Glyph:
    if item.state is ItemState.NOT_READ:
        return Glyph.CROSS
    if item.template is None:
        return Glyph.LETTER
    return Glyph.FILLED if read_exactly(item) else Glyph.FORM


def read_exactly(item: InboxItem) -> bool:
    """Whether the item's values were read from data rather than from a picture."""
    return any(reading.origin in EXACT for reading in item.readings.values())


def _second(item: InboxItem, template: FormTemplate | None) -> str:
    if item.state is ItemState.NOT_READ:
        return _("{reason}; the original is kept").format(reason=_short_reason(item.reason))
    if item.state is ItemState.REQUEST and item.mail is not None:
        return said_in_short(item.mail)
    if template is not None and item.template is not None and item.template.version < template.version:
        return _("Old version of the form; still accepted")
    how = _pages(item)
    if item.template is not None and read_exactly(item):
        how = _("From the web platform") if _from_web(item) else _("Filled PDF, read exactly")
    return _("{how}, {number}").format(how=how, number=item.number) if how else item.number


def _short_reason(reason_key: str) -> str:
    """The reason in a few words: a reason is never cut off."""
    known = {
        "empty": _("Empty file"),
        "unknown_kind": _("Not a form, scan or mail"),
        "damaged": _("Damaged or cut off"),
        "locked": _("Locked with a password"),
        "crashed": _("The reader broke down"),
        "too_slow": _("Reading took too long"),
        "too_large": _("Too large to read"),
        "too_many_pages": _("More than 500 pages"),
        "no_table": _("No table in it"),
        "original_damaged": _("The kept file is damaged"),
    }
    return known.get(reason_key, _("Could not be read"))


def _from_web(item: InboxItem) -> bool:
    return any(reading.origin is ReadingOrigin.WEB for reading in item.readings.values())


def _pages(item: InboxItem) -> str:
    if not item.pages:
        return ""
    return ngettext("{count} page", "{count} pages", item.pages).format(count=item.pages)


def _received(item: InboxItem, clock: "OfficeClock") -> str:
    """The time for what came today, else the day on which it reached the office."""
    if clock.day_of(item.arrived_at) == item.received_on:
        return wording.moment_short(item.arrived_at, clock)
    return wording.date_short(item.received_on, clock.today())


def _state(item: InboxItem, template: FormTemplate | None, count: int) -> tuple[str, Sign]:
    match item.state:
        case ItemState.READING:
            return _("Reading"), Sign.WAIT
        case ItemState.NOT_READ:
            return _("Not read"), Sign.FAILED
        case ItemState.REQUEST:
            return _("Request?"), Sign.ASK
        case ItemState.READY:
            return _("Ready"), Sign.SURE
        case ItemState.LOOK:
            return _look_words(item, template, count), Sign.LOOK
    return item_state_name(item.state), Sign.WAIT


def _look_words(item: InboxItem, template: FormTemplate | None, count: int) -> str:
    if template is None:
        return _("Choose the form")
    if not item.readings:
        return _("To key")
    if count:
        return ngettext("{count} field to look at", "{count} fields to look at", count).format(count=count)
    return _("Please look")
