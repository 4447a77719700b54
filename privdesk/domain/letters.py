# SPDX-License-Identifier: MIT
"""Composing a letter: wording and facts in, a finished letter out; what must be said is said, or there is none."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from privdesk.domain.disclosure.wording import Wording
from privdesk.domain.letter_errors import LetterTemplateError, MissingPartError, UnknownPlaceholderError
from privdesk.domain.letter_model import (
    LAW_PARTS,
    LETTER_LANGUAGES,
    Addressee,
    Amount,
    FreePart,
    Letter,
    LetterFacts,
    LetterKind,
    LetterParagraph,
    LetterTemplate,
    Mandatory,
    Part,
    Row,
    Sender,
    Style,
    TemplateParagraph,
    Value,
    Window,
    window_for,
)

__all__ = [
    "COMPUTED",
    "LAW_PARTS",
    "LETTER_LANGUAGES",
    "Addressee",
    "Amount",
    "FreePart",
    "Letter",
    "LetterFacts",
    "LetterKind",
    "LetterParagraph",
    "LetterTemplate",
    "Mandatory",
    "Part",
    "Row",
    "Sender",
    "Style",
    "TemplateParagraph",
    "Value",
    "Window",
    "check_template",
    "compose",
    "window_for",
]

COMPUTED = frozenset(
    (
        *("office_name", "office_address", "office_phone", "office_email", "privacy_contact", "ways"),
        *("name", "reference", "today", "law", "way", "rights_list"),
    )
)
"""Places filled from sender, addressee, law, `channel` and the list `rights`: nobody has to give them."""
_CODES = {"right": "right", "outcome": "outcome", "field": "", "channel": "channel"}
_ELIDED = {"il": "l", "Il": "L", "del": "dell", "dal": "dall", "Dal": "Dall", "al": "all", "nel": "nell"}
_BEFORE_VOWEL = re.compile(rf"\b({'|'.join(_ELIDED)}) ((?:8|11) [a-z])")
_PLACE = re.compile(r"\{(?:(cite|free):)?([a-z][a-z0-9_]*)\}")


def compose(template: LetterTemplate, facts: LetterFacts, free: Mapping[str, str]) -> Letter:
    """The finished letter.

    `free` holds what the member of staff wrote, by free part. A value, list or free part that a printed
    paragraph names must be there; a mandatory part must really be said by a printed paragraph.

    Law: GDPR Art. 12(3)–(4), FADP Art. 26(4), DPO Art. 18–19: see `LAW_PARTS`.

    Raises:
        UnknownPlaceholderError: the wording or `free` names a place that nobody fills.
        LetterTemplateError: the wording leaves out a part that the law asks for.
        MissingPartError: what is missing, by name.
    """
    check_template(template)
    unknown = tuple(sorted(set(free) - {part.key for part in template.free}))
    if unknown:
        raise UnknownPlaceholderError(template.kind.value, template.language, unknown)
    filling = _Filling(template, facts, {key: text.strip() for key, text in free.items()})
    paragraphs = tuple(filling.paragraphs())
    subject = filling.text(template.subject, {})
    said = {part for paragraph in paragraphs for part in paragraph.states}
    missing = [*filling.missing, *_required(template, filling), *_unsaid(template, filling, said)]
    if not facts.addressee.lines:
        missing.append("address")
    if missing:
        raise MissingPartError(template.kind.value, tuple(dict.fromkeys(missing)))
    return _letter(template, facts, subject, paragraphs, tuple(dict.fromkeys(filling.cites)))


def check_template(template: LetterTemplate) -> None:
    """Refuse a wording that names unknown places, or that the law does not allow.

    Raises: UnknownPlaceholderError, LetterTemplateError.
    """
    unknown = sorted(set(_unknown_places(template)))
    if unknown:
        raise UnknownPlaceholderError(template.kind.value, template.language, tuple(unknown))
    always = {each.part for each in template.mandatory if not each.when}
    sayable = {part for paragraph in template.paragraphs for part in paragraph.states}
    for part in LAW_PARTS.get(template.kind, ()):
        if part not in always or part not in sayable:
            raise LetterTemplateError(template.kind.value, template.language, f"mandatory.{part.value}")


def _unknown_places(template: LetterTemplate) -> Iterator[str]:
    known = template.placeholders | COMPUTED
    free = {part.key for part in template.free}
    for paragraph in (template.subject, *template.paragraphs):
        columns = template.lists.get(paragraph.each, frozenset())
        if paragraph.each and paragraph.each not in template.lists:
            yield paragraph.each
        for text in (paragraph.label, *paragraph.texts.values()):
            for kind, name in _PLACE.findall(text):
                good = {"": known | columns, "free": free}.get(kind)
                if good is not None and name not in good:
                    yield f"{kind}:{name}" if kind else name
            if "{" in _PLACE.sub("", text) or "}" in _PLACE.sub("", text):
                yield paragraph.key


def _required(template: LetterTemplate, filling: "_Filling") -> Iterator[str]:
    return (part.key for part in template.free if part.required and not filling.free.get(part.key))


def _unsaid(template: LetterTemplate, filling: "_Filling", said: set[Part]) -> Iterator[str]:
    for each in template.mandatory:
        if each.part not in said and filling.hold(each.when, {}):
            yield each.part.value


@dataclass(slots=True)
class _Filling:
    """One pass over a wording: conditions, places, and what was found missing on the way."""

    template: LetterTemplate
    facts: LetterFacts
    free: Mapping[str, str]
    missing: list[str] = field(default_factory=list)
    cites: list[str] = field(default_factory=list)

    def paragraphs(self) -> Iterator[LetterParagraph]:
        """Every paragraph whose conditions hold; neighbours that repeat for one list go row by row."""
        for each, neighbours in groupby(self.template.paragraphs, key=lambda paragraph: paragraph.each):
            together = tuple(neighbours)
            for row in self.facts.rows.get(each, ()) if each else ({},):
                for paragraph in together:
                    if self.hold(paragraph.when, row) and (text := self.text(paragraph, row)):
                        yield self._printed(paragraph, text, row)

    def hold(self, conditions: tuple[str, ...], row: Row) -> bool:
        return all(self._holds(condition, row) for condition in conditions)

    def text(self, paragraph: TemplateParagraph, row: Row) -> str:
        return self._fill(self._chosen(paragraph, row), row)

    def _printed(self, paragraph: TemplateParagraph, text: str, row: Row) -> LetterParagraph:
        places = _PLACE.findall(self._chosen(paragraph, row))
        free = tuple(name for kind, name in places if kind == "free")
        label = self._fill(paragraph.label, row)
        return LetterParagraph(paragraph.key, paragraph.style, text, label, paragraph.states, free)

    def _holds(self, condition: str, row: Row) -> bool:
        if condition.startswith("!"):
            return not self._holds(condition[1:], row)
        name, equals, wanted = condition.partition("=")
        if equals:
            return bool(set(wanted.split(",")) & set(self._raw(name, row)))
        return name in self.facts.holds or bool(self.facts.rows.get(name)) or any(self._raw(name, row))

    def _raw(self, name: str, row: Row) -> Iterator[str]:
        """The values a condition looks at: of this row, of any row of a list, or the fact itself."""
        several, _dot, column = name.partition(".")
        if column:
            return (str(each.get(column, "")) for each in self.facts.rows.get(several, ()))
        if name in self.free:
            return iter((self.free[name],))
        if name in COMPUTED and name not in row:
            return iter((self._computed(name),))
        value = row.get(name, self.facts.values.get(name, ""))
        return iter((str(value).strip(),))

    def _chosen(self, paragraph: TemplateParagraph, row: Row) -> str:
        picks = [next(self._raw(name, row)) for name in paragraph.choose]
        for length in range(len(picks), -1, -1):
            text = paragraph.texts.get(".".join(picks[:length]))
            if text is not None:
                return text
        self.missing.append(paragraph.choose[0] if paragraph.choose else paragraph.key)
        return ""

    def _fill(self, text: str, row: Row) -> str:
        filled = _PLACE.sub(lambda match: self._place(match[1] or "", match[2], row), text).strip()
        return _elided(filled) if self.template.language == "it" else filled

    def _place(self, kind: str, name: str, row: Row) -> str:
        if kind == "cite":
            cite = self.template.citations.get(name, "")
            self.cites += [cite] if cite else []
            return f" ({cite})" if cite else ""
        value = self.free.get(name, "") if kind == "free" else self._value(name, row)
        if not value:
            self.missing.append(name)
        return value

    def _value(self, name: str, row: Row) -> str:
        if name in row:
            return self._coded(name, row[name])
        if name in COMPUTED:
            return self._computed(name)
        return self._coded(name, self.facts.values.get(name, ""))

    def _coded(self, name: str, value: Value) -> str:
        words = self.template.wording
        if name == "field":
            return words.texts.get(f"fields.{value}", str(value))
        if _CODES.get(name):
            return words.code(_CODES[name], str(value))
        return _written(words, value)

    def _computed(self, name: str) -> str:
        words, sender, facts = self.template.wording, self.facts.sender, self.facts
        simple = {
            "office_name": sender.name,
            "office_address": ", ".join(sender.address),
            "office_phone": sender.phone,
            "office_email": sender.email,
            "privacy_contact": sender.privacy_contact,
            "name": facts.addressee.name,
            "reference": facts.reference,
            "today": words.date_long(facts.day),
            "law": words.code("law", self.template.regime),
        }
        if name in simple:
            return simple[name]
        if name == "way":
            return words.texts.get(f"letter.asked.{facts.values.get('channel', '')}", "")
        if name == "rights_list":
            rights = (self._coded("right", row["right"]) for row in facts.rows.get("rights", ()))
            return words.listed(right if words.language == "de" else _lowered(right) for right in rights)
        return _ways(words, sender)


def _lowered(word: str) -> str:
    return word[:1].lower() + word[1:]


def _elided(text: str) -> str:
    """Italian before the eighth and the eleventh: l’8 marzo, dell’11 marzo."""
    return _BEFORE_VOWEL.sub(lambda match: f"{_ELIDED[match[1]]}’{match[2]}", text)


def _written(words: Wording, value: Value) -> str:
    if isinstance(value, Amount):
        return words.money(value.minor, value.currency)
    if isinstance(value, date):
        return words.date_long(value)
    return words.number(value) if isinstance(value, int) else value.strip()


def _ways(words: Wording, sender: Sender) -> str:
    """How to reach the office, as one phrase; by post only where there is nothing quicker: the address is above."""
    quick = (
        words("letter.by_phone", phone=sender.phone) if sender.phone else "",
        words("letter.by_email", email=sender.email) if sender.email else "",
    )
    return words.joined(quick) or words("letter.by_post", address=", ".join((sender.name, *sender.address)))


def _letter(
    template: LetterTemplate,
    facts: LetterFacts,
    subject: str,
    paragraphs: tuple[LetterParagraph, ...],
    cites: tuple[str, ...],
) -> Letter:
    words, sender = template.wording, facts.sender
    place = words("letter.place_and_date", place=sender.town, date=words.date_long(facts.day))
    small = words.texts["page.small_print" if facts.audit_head else "page.small_print_plain"]
    return Letter(
        kind=template.kind,
        language=template.language,
        regime=template.regime,
        version=template.version,
        sender=sender,
        sender_line=" · ".join((sender.name, *sender.address)),
        recipient=facts.addressee.lines,
        window=facts.window,
        day=facts.day,
        place_and_date=place if sender.town else words.date_long(facts.day),
        reference=words("letter.reference", reference=facts.reference) if facts.reference else "",
        subject=subject,
        salutation=_salutation(words, facts.addressee),
        paragraphs=paragraphs,
        closing=words("letter.closing"),
        signature=tuple(line for line in (sender.name, sender.signer) if line),
        enclosures_label=words("letter.enclosures") if facts.enclosures else "",
        enclosures=facts.enclosures,
        small_print=small.format(
            reference=facts.reference, head=facts.audit_head, version=template.version
        ).strip(" ·"),
        page_label=words.texts["page.label"],
        cites=cites,
    )


def _salutation(words: Wording, addressee: Addressee) -> str:
    if addressee.civility in {"ms", "mr"} and addressee.last_name:
        return words(f"letter.salutation_{addressee.civility}", last_name=addressee.last_name)
    if addressee.name:
        return words("letter.salutation", name=addressee.name)
    return words("letter.salutation_nobody")
