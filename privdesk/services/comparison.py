# SPDX-License-Identifier: MIT
"""Two people side by side: how each fact stands, and whose value is proposed for one person."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from privdesk.domain.matching import Agreement, Compared, Evidence, Pair, PairState
from privdesk.domain.merging import MergeRecord
from privdesk.domain.people import (
    ADDRESS_FIELDS,
    REFUND_FIELDS,
    Contract,
    FactVersion,
    Person,
    PersonField,
    PersonId,
)
from privdesk.domain.vault import StaffId
from privdesk.services.duplicate_views import (
    ComparedField,
    ComparedPerson,
    Comparison,
    MergeLine,
    PairLine,
    Summary,
)
from privdesk.services.ports import Records

_TOGETHER = (ADDRESS_FIELDS - {PersonField.COUNTRY}, REFUND_FIELDS)
"""Facts that are taken from one person as a whole: half an address of each is nobody's."""
_SEEN_AS = {
    PersonField.PHONE_LANDLINE: Compared.PHONE,
    PersonField.PHONE_MOBILE: Compared.PHONE,
    **{PersonField(each.value): each for each in Compared if each is not Compared.PHONE},
}
_NEVER = datetime.min.replace(tzinfo=UTC)
_Versions = Mapping[PersonField, FactVersion]


def compared(records: Records, first: PersonId, second: PersonId) -> Comparison:
    """Everything about two people that deciding needs. Raises: NotFoundError."""
    one, other = _person(records, first), _person(records, second)
    evidence = records.duplicates.compare(first, second)
    kept = _kept(one, other)
    versions = _in_force(records, first), _in_force(records, second)
    return Comparison(
        one, other, _fields(one.person, other.person, versions, evidence, kept), evidence, kept,
        records.duplicates.state(first, second),
    )  # fmt: skip


def pair_line(
    records: Records, pair: Pair, people: Mapping[PersonId, Person], state: PairState = PairState.OPEN
) -> PairLine:
    """A pair with just enough of both."""
    return PairLine(
        pair, _summary(records, people[pair.first]), _summary(records, people[pair.second]), state
    )


def merges_of(records: Records, person_id: PersonId) -> Sequence[MergeLine]:
    """Merges in which a person took part, newest first."""
    return merge_lines(records, records.merging.of_person(person_id))


def merge_lines(records: Records, merges: Sequence[MergeRecord]) -> Sequence[MergeLine]:
    """Merges in names."""
    staff = {member.id: member.name for member in records.staff.all()} if merges else {}
    return tuple(merge_line(records, record, staff) for record in merges)


def merge_line(records: Records, record: MergeRecord, staff: Mapping[StaffId, str]) -> MergeLine:
    """One merge in names."""
    kept, by = _name_now(records, record.kept), staff.get(record.by, "")
    if not record.stands:
        return MergeLine(record, kept, _name_now(records, record.gone), by)
    later, gone = records.merging.later(record), records.merging.gone(record.id)
    return MergeLine(
        record,
        kept,
        gone.name if gone is not None else "",
        by,
        later.id if later is not None else None,
        gone is None,
    )


def _name_now(records: Records, person_id: PersonId) -> str:
    found = records.people.many([records.merging.resolve(person_id)])
    return next((person.name for person in found.values()), "")


def _summary(records: Records, person: Person) -> Summary:
    contracts = records.contracts.of_person(person.id)
    number = next((each.user_number for each in contracts if each.user_number), "")
    born = person.fact(PersonField.DATE_OF_BIRTH)
    restricted = person.restricted_since is not None
    return Summary(person.id, person.name, person.address_line, number, born, restricted)


def _person(records: Records, person_id: PersonId) -> ComparedPerson:
    contracts = records.contracts.of_person(person_id)
    cases = records.cases.of_person(person_id)
    return ComparedPerson(
        person=records.people.get(person_id),
        contracts=contracts,
        agencies=_agencies(records, contracts),
        forms=len(records.submissions.of_person(person_id)),
        requests=len(cases),
        open_requests=sum(1 for case in cases if case.closed_on is None),
        calls=len(records.calls.of_person(person_id)),
        documents=len(records.documents.of_person(person_id)),
        consents=len(records.consents.of_person(person_id)),
        activity=records.activity.counts(person_id),
    )


def _agencies(records: Records, contracts: Sequence[Contract]) -> tuple[str, ...]:
    ids = dict.fromkeys(each.agency_id for each in contracts if each.agency_id is not None)
    return tuple(records.agencies.get(each).name for each in ids)


def _kept(one: ComparedPerson, other: ComparedPerson) -> PersonId:
    """Whoever has a contract that runs, then an open request, then whoever has been on file for longer."""

    def rank(each: ComparedPerson) -> tuple[bool, bool, datetime, PersonId]:
        runs = any(contract.end is None for contract in each.contracts)
        return not runs, not each.open_requests, each.person.created_at, each.person.id

    return min((one, other), key=rank).person.id


def _fields(
    one: Person, other: Person, versions: tuple[_Versions, _Versions], evidence: Evidence, kept: PersonId
) -> tuple[ComparedField, ...]:
    stand = {line.compared: line.agreement for line in evidence.lines}
    proposed = _proposed(one, other, versions, kept)
    return tuple(
        ComparedField(
            name, one.fact(name), other.fact(name), _agreement(name, one.fact(name), other.fact(name), stand),
            proposed[name], versions[0].get(name), versions[1].get(name),
        )
        for name in PersonField
        if one.fact(name) or other.fact(name)
    )  # fmt: skip


def _agreement(name: PersonField, one: str, other: str, stand: Mapping[Compared, Agreement]) -> Agreement:
    """As the evidence says where it looked at this fact, else letter by letter."""
    if not one or not other:
        return Agreement.MISSING
    if one.casefold() == other.casefold():
        return Agreement.EQUAL
    said = stand.get(_SEEN_AS[name]) if name in _SEEN_AS else None
    if said is None or said is Agreement.MISSING or _SEEN_AS[name] is Compared.PHONE:
        return Agreement.DIFFERENT
    return said


def _proposed(
    one: Person, other: Person, versions: tuple[_Versions, _Versions], kept: PersonId
) -> dict[PersonField, PersonId]:
    """The value confirmed or received last; of a whole address or account, all from one person."""
    alone = [frozenset({name}) for name in PersonField if not any(name in group for group in _TOGETHER)]
    found: dict[PersonField, PersonId] = {}
    for group in (*_TOGETHER, *alone):
        first = _newest(one, versions[0], group)
        second = _newest(other, versions[1], group)
        best = one.id if first > second else other.id
        if first == second:
            best = kept
        found |= dict.fromkeys(group, best)
    return found


def _newest(
    person: Person, versions: _Versions, group: frozenset[PersonField]
) -> tuple[bool, date, datetime]:
    """Whether there is any value, when the newest one was confirmed or came, when it was entered."""
    known = [versions[name] for name in group if person.fact(name) and name in versions]
    days = [max(filter(None, (each.origin.confirmed_on, each.origin.received_on))) for each in known]
    entered = [each.origin.recorded_at for each in known]
    held = any(person.fact(name) for name in group)
    return held, max(days, default=date.min), max(entered, default=_NEVER)


def _in_force(records: Records, person_id: PersonId) -> _Versions:
    return {
        version.field: version
        for version in records.people.history(person_id)
        if version.superseded_at is None and version.value
    }
