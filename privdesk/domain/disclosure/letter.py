# SPDX-License-Identifier: MIT
"""The letter on top of the report.

Law: GDPR Art. 12(1), 12(3), 15(1), 15(3); FADP Art. 25(1), 25(6); DPO Art. 16, 19.
"""

from collections.abc import Iterable

from privdesk.domain.catalogue import Office
from privdesk.domain.disclosure import elements
from privdesk.domain.disclosure.document import Letter, Paragraph, Run
from privdesk.domain.disclosure.dossier import Dossier, Occasion
from privdesk.domain.people import Channel, Person, PersonField

_WRITTEN = frozenset({Channel.POST, Channel.EMAIL})
_CIVILITIES = {
    "ms": frozenset({"ms", "mrs", "miss", "frau", "madame", "mme", "signora", "sig.ra"}),
    "mr": frozenset({"mr", "herr", "monsieur", "m.", "signor", "signore", "sig."}),
}
"""As given on forms and in imports, in any of the desk's languages."""


def letter(dossier: Dossier, occasion: Occasion, *, held: bool) -> Letter:
    """The letter; `held` says whether there is anything on the person but this request."""
    words, office = occasion.wording, occasion.office
    texts = (
        *_answer(dossier, occasion, held=held),
        *_guide(occasion, held=held),
        _reach(occasion),
        _way(occasion),
    )
    return Letter(
        sender=office.name,
        sender_lines=sender_lines(occasion),
        return_line=" · ".join(part for part in (office.name, office.street, town_line(office)) if part),
        recipient=_recipient(dossier.person, occasion),
        place_and_date=words(
            "letter.place_and_date", place=office.town, date=words.date_long(occasion.today)
        ),
        reference=words("letter.reference", reference=occasion.reference),
        subject=words("letter.subject_request" if occasion.case else "letter.subject_plain"),
        salutation=salutation(dossier.person, occasion),
        paragraphs=tuple(Paragraph((Run(text),)) for text in texts if text),
        closing=words("letter.closing"),
        signature=(office.name, words("letter.signature")),
        elements=(elements.CONFIRMATION, elements.FIRST_COPY, elements.CHANNEL),
    )


def sender_lines(occasion: Occasion) -> tuple[str, ...]:
    """Where the office is and how it is reached, in two lines."""
    office = occasion.office
    place = ", ".join(part for part in (office.street, town_line(office)) if part)
    reach = ", ".join(part for part in (office_phone(occasion), office.email) if part)
    return tuple(line for line in (place, reach) if line)


def office_phone(occasion: Occasion) -> str:
    """The office's number, grouped for reading; empty when it has none."""
    return occasion.phone(occasion.office.phone) if occasion.office.phone else ""


def town_line(office: Office) -> str:
    """Postcode before town."""
    return f"{office.postcode} {office.town}".strip()


def salutation(person: Person | None, occasion: Occasion) -> str:
    """The greeting; a civility only as given, never guessed from a name."""
    words = occasion.wording
    key = f"letter.salutation_{civility_code(person)}" if person is not None else ""
    name = person.name if person is not None else occasion.name
    if person is not None and words.has(key):
        return words(key, name=name, last_name=person.fact(PersonField.LAST_NAME))
    return words("letter.salutation", name=name)


def civility_code(person: Person) -> str:
    """`ms` or `mr` as the person gave it, else empty."""
    given = person.fact(PersonField.CIVILITY).strip().casefold()
    return next((code for code, words in _CIVILITIES.items() if given in words), "")


def _recipient(person: Person | None, occasion: Occasion) -> tuple[str, ...]:
    words = occasion.wording
    if person is None:
        return (occasion.name,)
    civility = words.texts.get(f"letter.civility_{civility_code(person)}", "")
    country = person.fact(PersonField.COUNTRY)
    abroad = words.code("country", country).upper() if country not in ("", occasion.office.country) else ""
    lines = (civility, person.name, person.street_line, person.town_line, abroad)
    return tuple(line for line in lines if line)


def _answer(dossier: Dossier, occasion: Occasion, *, held: bool) -> Iterable[str]:
    words, case = occasion.wording, occasion.case
    asked = words("letter.intro_plain")
    if case is not None:
        date, way = words.date_long(case.received_on), words(f"letter.asked.{case.channel.value}")
        asked = words("letter.intro_request", date=date, way=way)
    as_at, access = words.date_long(occasion.today), words.cited("access")
    free = words("letter.free", cite=words.cited("first_copy"))
    if held:
        yield f"{asked} {words('letter.yes', date=as_at, cite=access)} {free}"
    else:
        yield f"{asked} {words('letter.nothing', date=as_at, cite=access)} {free}"
        yield words("letter.searched", what=_searched(dossier, occasion), where=_where(occasion))
    if occasion.groups is not None:
        yield words("letter.limited", reason=occasion.limited_because or "–")


def _searched(dossier: Dossier, occasion: Occasion) -> str:
    words, person = occasion.wording, dossier.person
    if person is None:
        return words("letter.by_name", name=occasion.name)
    parts = (person.name, person.address_line, person.fact(PersonField.EMAIL))
    return words("letter.by_facts", facts=", ".join(part for part in parts if part))


def _where(occasion: Occasion) -> str:
    titles = (group.title.get(occasion.language, group.key) for group in occasion.catalogue.groups)
    return occasion.wording.joined(titles)


def _guide(occasion: Occasion, *, held: bool) -> Iterable[str]:
    words = occasion.wording
    yield words("letter.guide" if held else "letter.guide_nothing")
    yield words("letter.others", cite=words.cited("others"))


def _way(occasion: Occasion) -> str:
    """By which way the answer comes (DPO Art. 16, GDPR Art. 12(3))."""
    if occasion.channel is None:
        return occasion.wording("letter.any_way")
    return occasion.wording("letter.same_way" if occasion.channel in _WRITTEN else "letter.other_way")


def _reach(occasion: Occasion) -> str:
    words, office = occasion.wording, occasion.office
    ways: list[str] = []
    if office.phone:
        ways.append(words("letter.by_phone", phone=office_phone(occasion)))
    if office.email:
        ways.append(words("letter.by_email", email=office.email))
    if office.street:
        ways.append(words("letter.by_post", address=f"{office.street}, {town_line(office)}"))
    text = words("letter.reach", ways=words.joined(ways), reference=occasion.reference)
    if office.privacy_contact:
        text += " " + words("letter.contact", contact=office.privacy_contact)
    return text
