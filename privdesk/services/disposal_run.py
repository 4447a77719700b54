# SPDX-License-Identifier: MIT
"""Carrying a disposal out, batch by batch: people's writes go first, and what is counted is what is gone.

A batch erases, writes the ledger, says how far it has come and leaves its line in the audit trail, all in one
transaction: killed at any moment it goes on where it stood, and nothing is counted twice.
Law: GDPR Art. 5(1)(e), 5(2), 32; FADP Art. 6(4), 8.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from time import perf_counter

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.disposal_errors import DisposalChangedError
from privdesk.domain.disposals import (
    NOBODY,
    Disposal,
    DisposalGroup,
    DisposalId,
    DisposalState,
    HeldBack,
    same_rule,
)
from privdesk.domain.erasures import PAPER_DAYS, Paper, PaperId
from privdesk.domain.errors import Cancelled
from privdesk.domain.ledger import EVERYTHING, LedgerKind
from privdesk.domain.people import PersonId
from privdesk.domain.retention_due import IDENTITY, DueRule
from privdesk.services.disposal_counts import BatchCount
from privdesk.services.erasure_ports import Clearing, Erased
from privdesk.services.ports import UnitOfWork
from privdesk.services.progress import Progress
from privdesk.services.retention_reading import rules_as_at
from privdesk.services.workplace import Workplace

BATCH_SECONDS = 0.05
"""Aimed at for the work of one batch: with its commit it stays below a tenth of a second."""
FEW, PEOPLE_AT_ONCE = 8, 200
"""How many people a batch takes at least, because most of its work is the same for one; and how many it may."""
FORMS = "forms"


class DisposalRun:
    """One disposal that began, taken to its end."""

    def __init__(self, place: Workplace, clearing: Clearing, disposal_id: DisposalId) -> None:
        self._place, self._clearing, self._id = place, clearing, disposal_id
        self._size = FEW
        self._rules: dict[str, DueRule] = {}
        """Of the groups begun since it went on: read once each, at their beginning."""

    def go(self, progress: Progress) -> Disposal:
        """Go on from where it stands. It can be stopped between two batches, and goes on later.

        Raises: DisposalChangedError where a rule was changed since; Cancelled, NotFoundError.
        """
        disposal = self._read()
        self._clearing.remove(disposal.files)
        while disposal.state is DisposalState.RUNNING:
            progress.report(disposal.disposed, disposal.entries)
            self._stop_if_asked(progress, disposal)
            disposal = self._on(disposal)
            self._clearing.remove(disposal.files)
        if disposal.state is DisposalState.CLEARING:
            disposal = self._clear()
        progress.report(disposal.entries, disposal.entries)
        return disposal

    def _read(self) -> Disposal:
        with self._place.reading() as records:
            return records.disposals.get(self._id)

    def _stop_if_asked(self, progress: Progress, disposal: Disposal) -> None:
        try:
            progress.raise_if_cancelled()
        except Cancelled:
            with self._place.run_work() as work:
                self._note(work, Action.DISPOSAL_STOPPED, disposal, disposal.disposed)
                work.commit()
            raise

    def _on(self, disposal: Disposal) -> Disposal:
        """One batch, or the end of a group."""
        group = disposal.turns[disposal.step]
        rule = self._rule(disposal, group)
        with self._place.run_work() as work:
            people = work.retention.people_due(rule, disposal.last, min(self._size, PEOPLE_AT_ONCE))
            if people:
                began = perf_counter()
                changed = self._batch(work, disposal, rule, people)
                self._size = next_size(self._size, perf_counter() - began)
                return changed
            nobodys = work.eraser.erase_ownerless(rule, PEOPLE_AT_ONCE)
            if nobodys.rows:
                return self._nobodys(work, disposal, rule, nobodys)
        return self._end_group(disposal, group, rule)

    def _rule(self, disposal: Disposal, group: DisposalGroup) -> DueRule:
        """The rule as it stands when its group begins, or goes on; it must be the one that was approved."""
        if group.group in self._rules:
            return self._rules[group.group]
        with self._place.reading() as records:
            found = rules_as_at(records, disposal.as_at).get(group.group)
        if found is None or not same_rule(group, found[1]):
            raise DisposalChangedError(group.group)
        self._rules[group.group] = found[0]
        self._size = FEW
        return found[0]

    def _batch(
        self, work: UnitOfWork, disposal: Disposal, rule: DueRule, people: Sequence[PersonId]
    ) -> Disposal:
        count = BatchCount(rule.group)
        count.take(len(people), self._dispose(work, disposal, rule, people))
        done, files = count.added_to(disposal.done), tuple(count.documents)
        changed = replace(disposal, last=people[-1], done=done, files=files)
        work.disposals.change(changed)
        self._note(work, Action.DISPOSED, disposal, count.entries, rule.group)
        work.commit()
        return changed

    def _nobodys(self, work: UnitOfWork, disposal: Disposal, rule: DueRule, erased: Erased) -> Disposal:
        """Entries of this group that name nobody on file: no ledger could say whose they were."""
        count = BatchCount(rule.group)
        count.take_nobodys(erased)
        changed = replace(disposal, done=count.added_to(disposal.done), files=tuple(count.documents))
        work.disposals.change(changed)
        self._note(work, Action.DISPOSED, disposal, count.entries, rule.group)
        work.commit()
        return changed

    def _dispose(
        self, work: UnitOfWork, disposal: Disposal, rule: DueRule, people: Sequence[PersonId]
    ) -> Erased:
        """One group of these people: their lines in the ledger, their originals on paper, then their rows."""
        whole = rule.group == IDENTITY
        if rule.group == FORMS or whole:
            self._note_papers(work, disposal, people)
        if whole:
            work.ledger.add_all(LedgerKind.DISPOSED, people, EVERYTHING, None)
            return work.eraser.erase_many(people)
        work.ledger.add_all(LedgerKind.DISPOSED, people, rule.group, rule.erases_up_to)
        return work.eraser.erase_many(people, (rule.group,), rule.erases_up_to)

    def _note_papers(self, work: UnitOfWork, disposal: Disposal, people: Sequence[PersonId]) -> None:
        by = self._place.clock.today() + timedelta(days=PAPER_DAYS)
        papers = [
            Paper(PaperId(0), None, each.form_number, each.place, each.received_on, by, disposal_id=disposal.id)
            for each in work.disposals.papers_of(people)
        ]  # fmt: skip
        if papers:
            work.erasures.add_papers(papers)

    def _end_group(self, disposal: Disposal, group: DisposalGroup, rule: DueRule) -> Disposal:
        """Nobody is left of this group but those held back; on to the next one."""
        with self._place.reading() as records:
            (count,) = records.retention.due((rule,))
        held = disposal.held
        if count.held_back:
            held = (*held, HeldBack(group.group, count.held_back, count.restricted))
        step = disposal.step + 1
        state = DisposalState.CLEARING if step == len(disposal.groups) else DisposalState.RUNNING
        with self._place.run_work() as work:
            changed = replace(disposal, step=step, state=state, last=NOBODY, held=held, files=())
            work.disposals.change(changed)
            self._note(work, Action.DISPOSED, disposal, 0, group.group)
            work.commit()
        return changed

    def _clear(self) -> Disposal:
        """Words leave the pages; only after that it is said to be done."""
        self._clearing.scrub()
        with self._place.work() as work:
            left = work.disposals.get(self._id)
            done = replace(left, state=DisposalState.DONE, files=(), ended_at=self._place.clock.now())
            work.disposals.change(done)
            groups = tuple(done.done)
            self._note(work, Action.DISPOSAL_ENDED, done, done.disposed, *groups)
            work.commit()
        return done

    def _note(self, work: UnitOfWork, action: Action, disposal: Disposal, count: int, *fields: str) -> None:
        record = f"disposal:{disposal.id}"
        work.audit.record(AuditEvent(action, record, fields, count=count, reference=disposal.number))


def next_size(size: int, seconds: float) -> int:
    """People of the next batch, so that it takes about `BATCH_SECONDS`; at most twice as many as before."""
    aimed = int(size * BATCH_SECONDS / max(seconds, 1e-6))
    return max(min(FEW, PEOPLE_AT_ONCE), min(aimed, size * 2, PEOPLE_AT_ONCE))
