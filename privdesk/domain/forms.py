# SPDX-License-Identifier: MIT
"""Form templates and what was read from a filled one.

One definition serves paper, fillable PDF, web import and Capture. Keys bind a field to what the desk keeps;
texts are held per language (`de`, `fr`, `it`, `en`). Regions are fractions of the page, origin top left.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

TemplateId = NewType("TemplateId", str)
FieldKey = NewType("FieldKey", str)
Texts = Mapping[str, str]

FORM_LANGUAGES = ("de", "fr", "it", "en")
TICKED = "yes"
NOT_TICKED = "no"


class FieldKind(StrEnum):
    """What a field holds, and so how it is checked, drawn and keyed."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NAME = "name"
    POSTCODE = "postcode"
    COUNTRY = "country"
    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    DATE = "date"
    CHOICE = "choice"
    TICK = "tick"
    SIGNATURE = "signature"


class FieldBinding(StrEnum):
    """Where the value of a field goes when the form is saved."""

    PERSON = "person"
    CONTRACT = "contract"
    REFUND = "refund"
    CONSENT = "consent"
    SURVEY = "survey"
    FORM = "form"


class Certainty(StrEnum):
    """How far a reading may be trusted: taken as it stands, or shown with "please look"."""

    SURE = "sure"
    LOOK = "look"


class ReadingOrigin(StrEnum):
    """Where a proposed value was read."""

    FILLED_PDF = "filled_pdf"
    XFA = "xfa"
    MAIL = "mail"
    WEB = "web"
    SCAN = "scan"
    TYPED = "typed"
    CARRIED_OVER = "carried_over"


def text_in(texts: Texts, language: str) -> str:
    """The text in `language`, else in English, else in any language there is, else empty."""
    for wanted in (language, "en"):
        if wanted in texts:
            return texts[wanted]
    return next(iter(texts.values()), "")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a closed list: what is kept, and how it is called in each language."""

    key: str
    labels: Texts

    def label(self, language: str) -> str:
        return text_in(self.labels, language)


@dataclass(frozen=True, slots=True)
class FieldRegion:
    """Where a field stands: page from 0, the rest in fractions of the page (0 to 1), origin top left."""

    page: int
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class TemplateField:
    """One field of a template.

    `columns` is its width on paper in twelfths of the text width; `comb` the number of boxes for single
    characters (0 = a plain box); `max_length` the most characters kept (0 = no limit but the row's).
    """

    key: FieldKey
    kind: FieldKind
    binding: FieldBinding
    labels: Texts
    section: str
    helps: Texts = field(default_factory=dict)
    mandatory: bool = False
    max_length: int = 0
    comb: int = 0
    columns: int = 12
    choices: tuple[Choice, ...] = ()

    def label(self, language: str) -> str:
        return text_in(self.labels, language)

    def help(self, language: str) -> str:
        return text_in(self.helps, language)

    def choice(self, key: str) -> Choice | None:
        """The choice kept as `key`, if the list has it."""
        return next((choice for choice in self.choices if choice.key == key), None)

    def choice_named(self, text: str) -> Choice | None:
        """The choice whose key or label, in any language, is `text` (upper and lower case alike)."""
        wanted = text.strip().casefold()
        for choice in self.choices:
            if wanted in {choice.key.casefold(), *(label.casefold() for label in choice.labels.values())}:
                return choice
        return None


@dataclass(frozen=True, slots=True)
class FormSection:
    """A titled group of fields, in the order of the paper."""

    key: str
    titles: Texts
    fields: tuple[TemplateField, ...]
    notes: Texts = field(default_factory=dict)

    def title(self, language: str) -> str:
        return text_in(self.titles, language)

    def note(self, language: str) -> str:
        return text_in(self.notes, language)


@dataclass(frozen=True, slots=True)
class FormTemplate:
    """A form the office uses: its fields in order, its words in every language, its version."""

    id: TemplateId
    version: int
    number: str
    titles: Texts
    subtitles: Texts
    sections: tuple[FormSection, ...]
    closings: Texts = field(default_factory=dict)

    def title(self, language: str) -> str:
        return text_in(self.titles, language)

    def subtitle(self, language: str) -> str:
        return text_in(self.subtitles, language)

    def closing(self, language: str) -> str:
        return text_in(self.closings, language)

    def fields(self) -> Iterator[TemplateField]:
        """Every field, section by section, in the order of the paper."""
        for section in self.sections:
            yield from section.fields

    def field(self, key: str) -> TemplateField | None:
        """The field called `key`, if the template has it."""
        return next((each for each in self.fields() if each.key == key), None)

    def mandatory_keys(self) -> tuple[FieldKey, ...]:
        """Keys without which the form is incomplete."""
        return tuple(each.key for each in self.fields() if each.mandatory)

    def missing(self, values: Mapping[str, str]) -> tuple[FieldKey, ...]:
        """Mandatory keys that `values` leaves empty, in the order of the paper."""
        return tuple(key for key in self.mandatory_keys() if not values.get(key, "").strip())


@dataclass(frozen=True, slots=True)
class TemplateRef:
    """Names a template as printed on paper and kept in a filled PDF: `registration/3/fr`."""

    id: TemplateId
    version: int
    language: str

    def code(self) -> str:
        return f"{self.id}/{self.version}/{self.language}"

    @classmethod
    def parse(cls, code: str) -> "TemplateRef | None":
        """Read a code as made by `code()`; anything else, of any origin, is None."""
        parts = code.strip().split("/")
        if len(parts) < 3:
            return None
        name, version, language = parts[:3]
        plausible = name.replace("-", "").isascii() and name.replace("-", "").isalnum() and len(name) <= 60
        if not plausible or not (version.isascii() and version.isdigit() and len(version) <= 6):
            return None
        if not (language.isascii() and language.isalpha() and len(language) == 2):
            return None
        return cls(TemplateId(name), int(version), language)


@dataclass(frozen=True, slots=True)
class FieldReading:
    """A value proposed for one field: what was read, how sure, from where.

    `note` is the key of a reason to look (`not_in_list`, `both_ticked`, `too_long` …), empty when there is none.
    A tick reads as `TICKED` or `NOT_TICKED`, a choice as its key, everything else as the text given.
    """

    value: str
    certainty: Certainty
    origin: ReadingOrigin
    note: str = ""


@dataclass(frozen=True, slots=True)
class FormSender:
    """Whose form it is, as printed in its head: the office's name, what it does, where to send the form."""

    name: str
    strapline: str = ""
    address: tuple[str, ...] = ()
    contact: str = ""
