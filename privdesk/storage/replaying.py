# SPDX-License-Identifier: MIT
"""After a restore: doing again what the ledger says, so that erased people stay erased and stopped things stopped."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from privdesk.domain.consent import ConsentState
from privdesk.domain.inbox import DocumentId
from privdesk.domain.ledger import EVERYTHING, TAKES_AWAY, LedgerEntry, LedgerKind, LedgerLine, replay
from privdesk.storage.erasing import erase_person
from privdesk.storage.ledger import SqlLedger
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_people import ConsentRow, PersonRow
from privdesk.storage.scope import Scope

_PERSON = table_of(PersonRow)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What was done again, by kind, and the sealed files that must not come back."""

    done: Mapping[LedgerKind, int]
    documents: tuple[DocumentId, ...]


def begin_after_restore(scope: Scope, lines: Sequence[LedgerLine], epoch: int) -> Replayed:
    """Take over the lines made after the copy, do what they say, and begin a new history. Does not commit.

    Raises:
        ValueError: the lines do not follow from those in the copy.
    """
    ledger = SqlLedger(scope)
    ledger.take_over(lines)
    people = ledger.people({line.token for line in lines})
    counts: Counter[LedgerKind] = Counter()
    documents: list[DocumentId] = []
    for entry in replay(lines, people):
        documents += _again(scope, entry)
        counts[entry.kind] += 1
    scope.state.begin_epoch(scope.connection, epoch)
    return Replayed(counts, tuple(documents))


def _again(scope: Scope, entry: LedgerEntry) -> Sequence[DocumentId]:
    if entry.kind in TAKES_AWAY:
        if scope.session.get(PersonRow, entry.person_id) is None:
            return ()
        groups = None if entry.group == EVERYTHING else (entry.group,)
        return erase_person(scope, entry.person_id, groups, entry.on).documents
    if entry.kind is LedgerKind.CONSENT_WITHDRAWN:
        _withdraw(scope, entry)
    else:
        _mark(scope, entry)
    return ()


def _mark(scope: Scope, entry: LedgerEntry) -> None:
    column = "no_advertising_since" if entry.kind is LedgerKind.ADVERTISING_STOPPED else "restricted_since"
    day = entry.on or scope.now().astimezone(scope.zone).date()
    value = None if entry.kind is LedgerKind.RESTRICTION_LIFTED else day
    scope.connection.execute(update(_PERSON).where(_PERSON.c.id == entry.person_id).values({column: value}))
    scope.session.expire_all()


def _withdraw(scope: Scope, entry: LedgerEntry) -> None:
    """Only where consent stands: a purpose unknown to the copy has nothing to withdraw."""
    newest = select(ConsentRow).where(
        ConsentRow.person_id == entry.person_id, ConsentRow.purpose == entry.group
    )
    ordered = newest.order_by(ConsentRow.on.desc(), ConsentRow.recorded_at.desc(), ConsentRow.id.desc())
    held = scope.session.scalars(ordered.limit(1)).first()
    if held is None or held.state == ConsentState.WITHDRAWN.value:
        return
    scope.session.add(
        ConsentRow(
            person_id=held.person_id, purpose=held.purpose, state=ConsentState.WITHDRAWN.value,
            on=max(held.on, entry.on or held.on), form=held.form, wording=held.wording,
            notice_version=held.notice_version, recorded_at=scope.now(), recorded_by=scope.who().staff_id,
        )
    )  # fmt: skip
    scope.session.flush()
