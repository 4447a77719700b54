# SPDX-License-Identifier: MIT
"""What is past its period, counted and listed: by kept sums, by the index of contract ends, by the rows themselves."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    distinct,
    exists,
    func,
    select,
    true,
    union_all,
)

from privdesk.domain.catalogue import Trigger
from privdesk.domain.people import PersonId
from privdesk.domain.retention_due import DueCount, DueMonth, DueRule, DueSpan
from privdesk.services.progress import Progress
from privdesk.storage.due_groups import (
    CALLS,
    CONTRACT,
    KEPT,
    PERSON,
    REFUND,
    REQUESTS,
    Kept,
    ended,
    has_ended,
    held,
    nothing_newer,
    on_hold,
)
from privdesk.storage.due_ownerless import count_ownerless
from privdesk.storage.rows_activity import USAGE
from privdesk.storage.rows_retention import USAGE_MONTH
from privdesk.storage.scope import Scope
from privdesk.storage.stream_days import COUNTED, StreamDays, recount, summed
from privdesk.storage.usage_months import book_months, drop_booked

_CHUNK = 1000
_FEW = 5000
"""Up to so many contract ends they are sorted; beyond, people are walked over in their order."""


class SqlRetention:
    """What is due, and whose it is; implements `services.retention_ports.RetentionRows`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def due(self, rules: Sequence[DueRule]) -> Sequence[DueCount]:
        """How much is past its period, in the order of `rules`."""
        self._scope.session.flush()
        ends: dict[date, Sequence[int]] = {}
        return [self._count(rule, ends) for rule in rules]

    def by_month(self, spans: Sequence[DueSpan]) -> Sequence[DueMonth]:
        """How many entries fall due in each span, in their order."""
        self._scope.session.flush()
        ends: dict[tuple[date, date], int] = {}
        return [DueMonth(span.rule.group, span.month, self._in_span(span, ends)) for span in spans]

    def people_due(self, rule: DueRule, after: PersonId, limit: int) -> Sequence[PersonId]:
        """People numbered above `after` of whom something goes by `rule`, by number; those held back are left out."""
        self._scope.session.flush()
        if rule.group not in KEPT:
            return []
        if self._surely_none(rule):
            return []
        if rule.group == REFUND or (_by_end(rule) and self._ends_up_to(rule.cut_off) <= _FEW):
            return self._few(rule, after, limit)
        statement = self._people(rule, after).limit(limit)
        return [PersonId(number) for number in self._scope.connection.scalars(statement)]

    def ownerless(self, rule: DueRule) -> int:
        """How many entries that name nobody on file go by `rule`."""
        self._scope.session.flush()
        return count_ownerless(self._scope, rule)

    def fold_usage(self, person_id: PersonId, cut_off: date) -> int:
        """Book a person's usage up to and including `cut_off` as monthly sums and take its detail away."""
        with StreamDays(self._scope).in_step([USAGE.name, USAGE_MONTH.name], [person_id]):
            count = book_months(self._scope, person_id, cut_off)
            drop_booked(self._scope, person_id, cut_off)
        return count

    def recount(self, progress: Progress) -> None:
        """Count the kept sums anew; a minute or two with fifty million rows. Raises: Cancelled."""
        self._scope.session.flush()
        recount(self._scope.connection, self._scope.zone, progress)

    # Counting

    def _count(self, rule: DueRule, ends: dict[date, Sequence[int]]) -> DueCount:
        loose = count_ownerless(self._scope, rule)
        if rule.group not in KEPT:
            return DueCount(rule.group, 0, loose, 0, loose)
        kept = KEPT[rule.group]
        if _by_end(rule):
            if rule.cut_off not in ends:
                ends[rule.cut_off] = self._ended(rule.cut_off)
            people, entries, back, asked = self._of_ended(rule, kept, ends[rule.cut_off])
            return DueCount(rule.group, people, entries + loose, back, loose, asked)
        back, theirs = self._rows(rule, held_back=True)
        asked = self._restricted(rule) if back else 0
        if kept.table.name in COUNTED:
            entries, people = summed(self._scope.connection, kept.table.name, rule.cut_off)
            return DueCount(rule.group, people - back, entries - theirs, back, 0, asked)
        people, entries = self._rows(rule, held_back=False)
        return DueCount(rule.group, people, entries + loose, back, loose, asked)

    def _ended(self, cut_off: date) -> Sequence[int]:
        """People whose last contract ended by a day, in their order."""
        return sorted(set(self._scope.connection.scalars(ended(cut_off))))

    def _of_ended(self, rule: DueRule, kept: Kept, whose: Sequence[int]) -> tuple[int, int, int, int]:
        """People and entries of these people, how many people are held back, and how many of them by no hold."""
        stays = set(self._scope.connection.scalars(held(rule.group)))
        by_hold = set(self._scope.connection.scalars(on_hold(rule.group)))
        people, entries = self._counted(rule, kept, [each for each in whose if each not in stays])
        back, _theirs = self._counted(rule, kept, [each for each in whose if each in stays])
        asked, _rows = self._counted(rule, kept, [each for each in whose if each in stays - by_hold])
        return people, entries, back, asked

    def _counted(self, rule: DueRule, kept: Kept, whose: Sequence[int]) -> tuple[int, int]:
        people = entries = 0
        person = kept.person
        where = [*kept.mine(), *self._dated(rule, kept), *nothing_newer(self._scope, rule, person)]
        asked = select(func.count(distinct(person)), func.count()).select_from(kept.table).where(*where)
        for start in range(0, len(whose), _CHUNK):
            among = asked.where(person.in_(whose[start : start + _CHUNK]))
            some, rows = self._scope.connection.execute(among).one()
            people, entries = people + some, entries + rows
        return people, entries

    def _rows(self, rule: DueRule, *, held_back: bool) -> tuple[int, int]:
        """People and entries past their period by their own day: those held back, or the others."""
        rows = self._past_rows(rule).subquery()
        stays = rows.c.person_id.in_(held(rule.group))
        asked = select(func.count(distinct(rows.c.person_id)), func.count())
        people, entries = self._scope.connection.execute(asked.where(stays if held_back else ~stays)).one()
        return people, entries

    def _restricted(self, rule: DueRule) -> int:
        """People held back, by their own day, on whom no hold stands."""
        person = self._past_rows(rule).subquery().c.person_id
        held_back = and_(person.in_(held(rule.group)), person.not_in(on_hold(rule.group)))
        return self._scope.session.scalar(select(func.count(distinct(person))).where(held_back)) or 0

    def _past_rows(self, rule: DueRule) -> Select[Any] | CompoundSelect[Any]:
        """A person's number for each entry that is past its period by its own day."""
        both = (KEPT[rule.group], CALLS) if rule.group == REQUESTS else (KEPT[rule.group],)
        parts = [
            select(each.person.label("person_id")).where(
                each.person.is_not(None), *each.mine(), each.past(self._scope, rule.cut_off)
            )
            for each in both
        ]
        return parts[0] if len(parts) == 1 else union_all(*parts)

    def _in_span(self, span: DueSpan, ends: dict[tuple[date, date], int]) -> int:
        rule = span.rule
        if rule.group not in KEPT or span.after >= rule.cut_off:
            return 0
        if rule.trigger is Trigger.CONTRACT_END:
            bounds = (span.after, rule.cut_off)
            if bounds not in ends:
                over = ended(rule.cut_off, span.after).subquery()
                ends[bounds] = self._scope.session.scalar(select(func.count(distinct(over.c.person_id)))) or 0
            return ends[bounds]
        if rule.group == REFUND:
            return self._of_refunds(rule) - self._of_refunds(replace(rule, cut_off=span.after))
        name = KEPT[rule.group].table.name
        if name in COUNTED:
            return summed(self._scope.connection, name, rule.cut_off, span.after)[0]
        earlier = replace(rule, cut_off=span.after)
        return self._rows(rule, held_back=False)[1] - self._rows(earlier, held_back=False)[1]

    def _of_refunds(self, rule: DueRule) -> int:
        return self._of_ended(rule, KEPT[REFUND], self._ended(rule.cut_off))[1]

    # Listing

    def _few(self, rule: DueRule, after: PersonId, limit: int) -> list[PersonId]:
        """Of few people whose contracts ended those of whom something goes."""
        kept, found = KEPT[rule.group], list[PersonId]()
        whose = [number for number in self._ended(rule.cut_off) if number > after]
        for start in range(0, len(whose), _CHUNK):
            conditions = self._conditions(rule, kept, PERSON.c.id)
            some = PERSON.c.id.in_(whose[start : start + _CHUNK])
            asked = (
                select(PERSON.c.id).where(some, *conditions).order_by(PERSON.c.id).limit(limit - len(found))
            )
            found += [PersonId(number) for number in self._scope.connection.scalars(asked)]
            if len(found) == limit:
                break
        return found

    def _people(self, rule: DueRule, after: PersonId) -> Select[Any]:
        """People in their order, each looked at; or, where entries are few, those of the entries."""
        kept, stays = KEPT[rule.group], held(rule.group)
        if _by_end(rule):
            person: ColumnElement[Any] = kept.person
            newer = nothing_newer(self._scope, rule, person)
            conditions = [*kept.mine(), has_ended(person, rule.cut_off), *newer]
        elif kept.table.name in COUNTED:
            person = PERSON.c.id
            conditions = [self._has(rule, kept, person)]
        else:
            person = self._past_rows(rule).subquery().c.person_id
            conditions = []
        asked = select(person).where(person > after, person.not_in(stays), *conditions)
        return asked.distinct().order_by(person)

    def _conditions(self, rule: DueRule, kept: Kept, person: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        newer = nothing_newer(self._scope, rule, person)
        return [self._has(rule, kept, person), *newer, person.not_in(held(rule.group))]

    def _surely_none(self, rule: DueRule) -> bool:
        """Whether the kept sums say that nothing goes: nobody need be looked at then."""
        name = KEPT[rule.group].table.name
        if _by_end(rule) or name not in COUNTED:
            return False
        return summed(self._scope.connection, name, rule.cut_off) == (0, 0)

    def _has(self, rule: DueRule, kept: Kept, person: ColumnElement[Any]) -> ColumnElement[bool]:
        if kept.table is PERSON:
            return true()
        return exists().where(kept.person == person, *kept.mine(), *self._dated(rule, kept))

    def _dated(self, rule: DueRule, kept: Kept) -> list[ColumnElement[bool]]:
        return [] if rule.trigger is Trigger.CONTRACT_END else [kept.past(self._scope, rule.cut_off)]

    def _ends_up_to(self, cut_off: date) -> int:
        """How many contracts ended by a day, counted no further than tells few from many."""
        some = select(CONTRACT.c.id).where(CONTRACT.c.ends_on <= cut_off).limit(_FEW + 1).subquery()
        return self._scope.session.scalar(select(func.count()).select_from(some)) or 0


def _by_end(rule: DueRule) -> bool:
    """Whether the contract's end decides; refund details are needed as long as the contract runs, too."""
    return rule.trigger is Trigger.CONTRACT_END or rule.group == REFUND
