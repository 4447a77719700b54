# SPDX-License-Identifier: MIT
"""Identity, contract and refund details: every stored value, where it came from, and what stood there before."""

from collections.abc import Iterable, Mapping
from datetime import date

from privdesk.domain.disclosure.document import Block, Fact, FactTable, Heading
from privdesk.domain.disclosure.dossier import Dossier, Occasion
from privdesk.domain.people import REFUND_FIELDS, Contract, FactVersion, Origin, Person, PersonField, Source

_PHONES = frozenset({PersonField.PHONE_LANDLINE, PersonField.PHONE_MOBILE})
_CODED = {
    PersonField.CIVILITY: "civility",
    PersonField.LANGUAGE: "language",
    PersonField.COUNTRY: "country",
}


def identity(dossier: Dossier, occasion: Occasion) -> tuple[Block, ...]:
    """Name, address and contacts in force, marks on the record, then earlier values."""
    fields = [name for name in PersonField if name not in REFUND_FIELDS]
    blocks = list(_values(dossier, occasion, fields, _marks(dossier.person, occasion)))
    return tuple(blocks)


def refund(dossier: Dossier, occasion: Occasion) -> tuple[Block, ...]:
    """IBAN and account holder in force, then earlier values."""
    return _values(dossier, occasion, [name for name in PersonField if name in REFUND_FIELDS], ())


def contracts(dossier: Dossier, occasion: Occasion) -> tuple[Block, ...]:
    """Each contract with its number, agency, building, badge and days."""
    blocks: list[Block] = []
    for contract in dossier.contracts:
        if len(dossier.contracts) > 1:
            blocks.append(Heading(occasion.wording("contract.heading", number=contract.user_number)))
        blocks.append(FactTable(tuple(_contract_facts(contract, dossier, occasion))))
    return tuple(blocks)


def shown(name: PersonField, value: str, occasion: Occasion) -> str:
    """A stored value as a person reads it: codes in words, phones grouped, IBAN in fours, dates in full."""
    if not value:
        return occasion.wording("facts.removed")
    if name in _PHONES:
        return occasion.phone(value)
    if name is PersonField.IBAN:
        return " ".join(value[start : start + 4] for start in range(0, len(value), 4))
    if name is PersonField.DATE_OF_BIRTH:
        return iso_day(value, occasion)
    return occasion.wording.code(_CODED[name], value) if name in _CODED else value


def iso_day(value: str, occasion: Occasion) -> str:
    """An ISO date as written in this language; anything else as it stands."""
    try:
        return occasion.wording.date_short(date.fromisoformat(value))
    except ValueError:
        return value


def origin_text(origin: Origin, dossier: Dossier, occasion: Occasion) -> str:
    """Where a value came from: form, import, request or desk, its number, the way, the giver and the day."""
    words = occasion.wording
    parts = [words(f"origin.{origin.kind.value}", reference=origin.reference).strip()]
    if origin.channel is not None:
        parts.append(words.code("channel", origin.channel.value))
    if origin.source is Source.AGENCY:
        parts.append(agency_name(origin.agency_id, dossier) or words.code("source", origin.source.value))
    parts.append(words.date_short(origin.received_on))
    if origin.confirmed_on is not None:
        parts.append(words("origin.confirmed", date=words.date_short(origin.confirmed_on)))
    return ", ".join(parts)


def agency_name(agency_id: object, dossier: Dossier) -> str:
    """The name of an agency of this person, or an empty text."""
    return next((agency.name for key, agency in dossier.agencies.items() if key == agency_id), "")


def _values(
    dossier: Dossier, occasion: Occasion, fields: Iterable[PersonField], marks: Iterable[Fact]
) -> tuple[Block, ...]:
    wanted = tuple(fields)
    in_force = _in_force(dossier.history)
    now = [
        Fact(
            occasion.wording(f"fields.{name.value}"),
            shown(name, value, occasion),
            origin_text(in_force[name].origin, dossier, occasion) if name in in_force else "",
        )
        for name in wanted
        if dossier.person is not None and (value := dossier.person.fact(name))
    ]
    rows = (*now, *marks)
    blocks: list[Block] = [FactTable(rows)] if rows else []
    earlier = tuple(_earlier(dossier, occasion, wanted))
    if earlier:
        blocks += [Heading(occasion.wording("facts.earlier")), FactTable(earlier)]
    return tuple(blocks)


def _in_force(history: Iterable[FactVersion]) -> Mapping[PersonField, FactVersion]:
    return {version.field: version for version in history if version.superseded_at is None}


def _earlier(dossier: Dossier, occasion: Occasion, fields: tuple[PersonField, ...]) -> Iterable[Fact]:
    words = occasion.wording
    for version in dossier.history:
        if version.field not in fields:
            continue
        if version.superseded_at is not None:
            until = words("facts.until", date=words.date_short(occasion.day(version.superseded_at)))
        elif not version.value:
            until = words("facts.since", date=words.date_short(occasion.day(version.origin.recorded_at)))
        else:
            continue
        value = shown(version.field, version.value, occasion)
        origin = f"{origin_text(version.origin, dossier, occasion)}; {until}"
        yield Fact(words(f"fields.{version.field.value}"), value, origin)


def _marks(person: Person | None, occasion: Occasion) -> Iterable[Fact]:
    words = occasion.wording
    if person is None:
        return
    created = words.date_short(occasion.day(person.created_at))
    yield Fact(words("fields.record"), words("facts.record", number=person.id, date=created))
    if person.restricted_since is not None:
        yield Fact(
            words("fields.restricted"), words("facts.since", date=words.date_short(person.restricted_since))
        )
    if person.no_advertising_since is not None:
        since = words("facts.since", date=words.date_short(person.no_advertising_since))
        yield Fact(words("fields.no_advertising"), since)


def _contract_facts(contract: Contract, dossier: Dossier, occasion: Occasion) -> Iterable[Fact]:
    words = occasion.wording
    yield Fact(words("fields.user_number"), contract.user_number)
    if contract.agency_id is not None:
        yield Fact(words("fields.agency"), agency_name(contract.agency_id, dossier))
    building = dossier.buildings.get(contract.building_id) if contract.building_id is not None else None
    if building is not None:
        place = f"{building.street}, {building.postcode} {building.town}"
        yield Fact(words("fields.building"), f"{building.number}, {place}".strip(", "))
    if contract.badge:
        yield Fact(words("fields.badge"), contract.badge)
    if contract.product_number:
        yield Fact(words("fields.product_number"), contract.product_number)
    yield Fact(words("fields.start"), words.date_short(contract.start))
    end = words.date_short(contract.end) if contract.end is not None else words("contract.running")
    yield Fact(words("fields.end"), end)
