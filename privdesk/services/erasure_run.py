# SPDX-License-Identifier: MIT
"""Carrying an erasure out: a transaction a group, each with its line in the ledger and in the audit trail.

Killed at any moment it goes on where it stood: what is done stands in the erasure's own row, written in the same
transaction. Only then files and pages are cleared. Law: GDPR Art. 5(2), 17(1), 32; FADP Art. 8, 32(2)(c).
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.cases import CaseId, CaseLetter, CaseRight, LetterDirection, Outcome, Right
from privdesk.domain.erasure_plan import ORDER, SURVIVES, Act, ErasurePlan, Ground
from privdesk.domain.erasures import (
    PAPER_DAYS,
    Erasure,
    ErasureId,
    ErasureState,
    FrozenRow,
    Paper,
    PaperId,
)
from privdesk.domain.ledger import LedgerEntry, LedgerKind
from privdesk.domain.people import Channel, PersonId
from privdesk.i18n import _
from privdesk.services.erasure_ports import Clearing
from privdesk.services.erasure_proof import kept_reasons
from privdesk.services.ports import Erased, UnitOfWork
from privdesk.services.progress import Progress
from privdesk.services.waiting_items import Likely, waiting_for
from privdesk.services.workplace import Workplace

REQUESTS, ITEMS, RECORD = "requests", "items", "record"
"""Steps besides the data groups: requests to their minimal form, items never entered, the record itself."""
LOOKUPS = "lookups"


def frozen(plan: ErasurePlan) -> tuple[FrozenRow, ...]:
    """The plan as it is remembered: groups, counts, laws and dates, no value."""
    return tuple(
        FrozenRow(
            row.group, row.act, row.ground, row.rule, row.held, row.goes, row.until, row.cut_off, row.reason
        )
        for row in plan.rows
    )


def papers_of(plan: ErasurePlan, erasure_id: ErasureId, today: date) -> list[Paper]:
    """Originals on paper that are to be destroyed."""
    by = today + timedelta(days=PAPER_DAYS)
    return [
        Paper(PaperId(0), erasure_id, paper.form_number, paper.place, paper.received_on, by)
        for paper in plan.papers
        if paper.goes
    ]


def erase_group(
    work: UnitOfWork,
    person_id: PersonId,
    group: str,
    cut_off: date | None = None,
    *,
    kind: LedgerKind = LedgerKind.ERASED,
    reference: str = "",
) -> Erased:
    """Erase one data group with its lines in ledger and audit trail; commits nothing.

    The one way in which data leave, for erasures and disposals alike. The caller removes the files after the commit.
    """
    work.ledger.add(LedgerEntry(kind, person_id, group, cut_off))
    erased = work.eraser.erase(person_id, (group,), cut_off)
    count = sum(erased.rows.values())
    work.audit.record(
        AuditEvent(Action.ERASED, f"person:{person_id}", (group,), Purpose.RIGHTS_REQUEST, count, reference)
    )
    return erased


class ErasureRun:
    """One erasure that began, taken to its end."""

    def __init__(self, place: Workplace, clearing: Clearing, erasure_id: ErasureId) -> None:
        self._place, self._clearing, self._id = place, clearing, erasure_id

    def go(self, progress: Progress) -> Erasure:
        """Go on from where it stands. A step that began comes to its end; it can be stopped between two.

        Raises: Cancelled, NotFoundError.
        """
        erasure = self._read()
        steps = self._steps(erasure)
        for number, step in enumerate(steps):
            progress.report(number, len(steps) + 1)
            progress.raise_if_cancelled()
            if step not in erasure.done:
                erasure = self._step(step)
        progress.report(len(steps), len(steps) + 1)
        if erasure.state is not ErasureState.DONE:
            erasure = self._clear(erasure)
        progress.report(len(steps) + 1, len(steps) + 1)
        return erasure

    def _read(self) -> Erasure:
        with self._place.reading() as records:
            return records.erasures.get(self._id)

    def _steps(self, erasure: Erasure) -> list[str]:
        """Requests first, because they name documents of other groups; what names the person last."""
        if erasure.state is not ErasureState.RUNNING or erasure.person_id is None:
            return []
        rows = {row.group: row for row in erasure.rows}
        groups = [group for group in ORDER if group in rows and _runs(rows[group])]
        others = [row.group for row in erasure.rows if row.group not in ORDER and _runs(row)]
        reduced = [REQUESTS] if REQUESTS in rows and rows[REQUESTS].ground is not Ground.HOLD else []
        steps = [*reduced, *([ITEMS] if erasure.whole else []), *others, *groups]
        return [*dict.fromkeys(steps), *([RECORD] if erasure.whole else [])]

    def _step(self, step: str) -> Erasure:
        """One transaction: rows, ledger, audit trail and how far the run has come."""
        with self._place.run_work() as work:
            erasure = work.erasures.get(self._id)
            if erasure.person_id is None:
                return self._gone_already(work, erasure)
            erased, count = self._erase(work, erasure, erasure.person_id, step)
            left = work.erasures.get(self._id)
            state = ErasureState.CLEARING if step == RECORD else left.state
            changed = replace(
                _nameless(left) if step == RECORD else left,
                state=state,
                done={**left.done, step: count},
                files=(*left.files, *erased.documents),
            )
            work.erasures.change(changed)
            work.commit()
        return changed

    def _erase(
        self, work: UnitOfWork, erasure: Erasure, person_id: PersonId, step: str
    ) -> tuple[Erased, int]:
        record = f"person:{person_id}"
        if step == RECORD:
            work.ledger.add(LedgerEntry(LedgerKind.ERASED, person_id))
            erased = work.eraser.erase(person_id)
        elif step == REQUESTS and not _runs(_row(erasure, step)):
            erased = work.eraser.reduce_requests(person_id, self._cases(work, erasure, person_id))
        elif step == ITEMS:
            person, contracts = work.people.get(person_id), work.contracts.of_person(person_id)
            waiting = waiting_for(work, person, contracts)[Likely.SURELY]
            erased = work.eraser.drop_items(person_id, [item.id for item in waiting])
        else:
            row = _row(erasure, step)
            cut_off = row.cut_off if row.act is not Act.ERASE else None
            return erase_group(work, person_id, step, cut_off, reference=erasure.number), row.goes
        count = sum(erased.rows.values())
        work.audit.record(
            AuditEvent(Action.ERASED, record, (step,), Purpose.RIGHTS_REQUEST, count, erasure.number)
        )
        return erased, 0

    def _cases(self, work: UnitOfWork, erasure: Erasure, person_id: PersonId) -> Collection[CaseId]:
        """Requests that lose their words: all when the person goes, else those that are closed, and this one."""
        return [
            case.id
            for case in work.cases.of_person(person_id)
            if erasure.whole or case.closed_on is not None or case.id == erasure.case_id
        ]

    def _gone_already(self, work: UnitOfWork, erasure: Erasure) -> Erasure:
        """The person left otherwise, by a restore that did an erasure again: only clearing is left."""
        changed = work.erasures.change(replace(erasure, state=ErasureState.CLEARING))
        work.audit.record(AuditEvent(Action.ERASED, f"erasure:{erasure.id}", reference=erasure.number))
        work.commit()
        return changed

    def _clear(self, erasure: Erasure) -> Erasure:
        """Files go, then words leave the pages; only after that it is said to be done."""
        self._clearing.remove(erasure.files)
        self._clearing.scrub()
        with self._place.work() as work:
            left = work.erasures.get(self._id)
            done = replace(left, state=ErasureState.DONE, files=(), ended_at=self._place.clock.now())
            work.erasures.change(done)
            self._into_case(work, done)
            work.audit.record(
                AuditEvent(
                    Action.ERASURE_ENDED,
                    f"erasure:{done.id}",
                    tuple(row.group for row in done.kept if row.group not in SURVIVES),
                    Purpose.RIGHTS_REQUEST,
                    done.erased,
                    done.number,
                )
            )
            work.commit()
        return done

    def _into_case(self, work: UnitOfWork, erasure: Erasure) -> None:
        """Say in the request what became of it, where nobody had decided it yet."""
        if erasure.case_id is None:
            return
        case, now = work.cases.get(erasure.case_id), self._place.clock.now()
        partly = any(row.group not in SURVIVES for row in erasure.kept)
        outcome = Outcome.PARTLY if partly else Outcome.GRANTED
        note = CaseLetter(
            now, LetterDirection.NOTE, Channel.COUNTER, _("Erasure carried out"), erasure.number
        )

        reason = next(iter(kept_reasons(erasure, case.regime)), "") if partly else ""

        def decided(asked: CaseRight) -> CaseRight:
            if asked.right is not Right.ERASURE or asked.outcome is not Outcome.TO_DECIDE:
                return asked
            by = self._place.member.id
            return replace(asked, outcome=outcome, reason_key=reason, decided_at=now, decided_by=by)

        rights = tuple(decided(asked) for asked in case.rights)
        work.cases.change(replace(case, rights=rights, letters=(*case.letters, note)))
        if rights != case.rights:
            fields = (Right.ERASURE.value, outcome.value)
            work.audit.record(
                AuditEvent(
                    Action.RIGHT_DECIDED, f"case:{case.id}", fields, Purpose.RIGHTS_REQUEST, None, case.number
                )
            )


def _nameless(erasure: Erasure) -> Erasure:
    """Without the words that staff wrote into the plan: they may name the person."""
    rows = tuple(replace(row, reason="") for row in erasure.rows)
    return replace(erasure, choices={}, paid_back="", rows=rows)


def _runs(row: FrozenRow) -> bool:
    """Whether something of this group goes; look-ups leave the audit trail under a rule of their own."""
    return row.goes > 0 and row.group != LOOKUPS


def _row(erasure: Erasure, group: str) -> FrozenRow:
    return next(row for row in erasure.rows if row.group == group)
