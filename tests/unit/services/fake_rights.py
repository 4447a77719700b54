# SPDX-License-Identifier: MIT
"""Tellings, restrictions and objections in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from privdesk.domain.agencies import Agency, AgencyId
from privdesk.domain.cases import CaseId
from privdesk.domain.erasures import Erasure
from privdesk.domain.errors import NotFoundError
from privdesk.domain.objections import Objection
from privdesk.domain.people import PersonId
from privdesk.domain.restriction import Restriction, RestrictionId
from privdesk.domain.tellings import Telling, TellingId


@dataclass
class FakeTellings:
    """Recipients told, or still to be told."""

    rows: dict[TellingId, Telling] = field(default_factory=dict)

    def add(self, telling: Telling) -> Telling:
        added = replace(telling, id=TellingId(len(self.rows) + 1))
        self.rows[added.id] = added
        return added

    def change(self, telling: Telling) -> None:
        self.rows[telling.id] = telling

    def get(self, telling_id: TellingId) -> Telling:
        if telling_id not in self.rows:
            raise NotFoundError("telling", str(telling_id))
        return self.rows[telling_id]

    def of_case(self, case_id: CaseId) -> Sequence[Telling]:
        return [each for each in self.rows.values() if each.case_id == case_id]

    def of_person(self, person_id: PersonId) -> Sequence[Telling]:
        return [each for each in self.rows.values() if each.person_id == person_id]

    def open(self) -> Sequence[Telling]:
        return [each for each in self.rows.values() if each.open]


@dataclass
class FakeRestrictions:
    """Restrictions set and lifted."""

    rows: dict[RestrictionId, Restriction] = field(default_factory=dict)

    def add(self, restriction: Restriction) -> Restriction:
        added = replace(restriction, id=RestrictionId(len(self.rows) + 1))
        self.rows[added.id] = added
        return added

    def change(self, restriction: Restriction) -> None:
        self.rows[restriction.id] = restriction

    def of_person(self, person_id: PersonId) -> Sequence[Restriction]:
        return [each for each in reversed(self.rows.values()) if each.person_id == person_id]


@dataclass
class FakeObjections:
    """What requests object to."""

    rows: dict[CaseId, Objection] = field(default_factory=dict)

    def put(self, objection: Objection) -> None:
        self.rows[objection.case_id] = objection

    def of_case(self, case_id: CaseId) -> Objection | None:
        return self.rows.get(case_id)

    def of_person(self, person_id: PersonId) -> Sequence[Objection]:
        return [each for each in self.rows.values() if each.person_id == person_id]

    def to_tell_before_closing(self) -> Sequence[Objection]:
        return [each for each in self.rows.values() if each.must_be_told]


class NoErasures:
    """Nothing was erased."""

    def of_case(self, case_id: CaseId) -> Sequence[Erasure]:
        return ()

    def of_person(self, person_id: PersonId) -> Sequence[Erasure]:
        return ()


class NoAgencies:
    """No agency is on file."""

    def get(self, agency_id: AgencyId) -> Agency:
        raise NotFoundError("agency", str(agency_id))
