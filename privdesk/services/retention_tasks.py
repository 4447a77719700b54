# SPDX-License-Identifier: MIT
"""What retention asks of the privacy officer today, a line each; names nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.ports import Records
from privdesk.services.retention_reading import what_is_due


class TaskKind(StrEnum):
    """What is to be done."""

    UNFINISHED = "unfinished"
    """A disposal began and has not come to its end."""
    HOLDS = "holds"
    """Holds whose day of review has come."""
    PAPERS = "papers"
    """Originals on paper that should be destroyed by now."""
    DUE = "due"
    """Data past their period."""
    TROUBLES = "troubles"
    """Data groups of which no rule says when they are due."""


@dataclass(frozen=True, slots=True)
class RetentionTask:
    """One line on Today."""

    kind: TaskKind
    count: int
    number: str = ""
    """Of the disposal."""


def retention_tasks(records: Records, today: date) -> Sequence[RetentionTask]:
    """What is to be done, the most pressing first; counts what is due, up to two seconds with a million people."""
    unfinished = records.disposals.unfinished()
    due = what_is_due(records, today)
    papers = [paper for paper in records.erasures.papers(waiting=True) if paper.destroy_by <= today]
    tasks = [
        RetentionTask(TaskKind.UNFINISHED, 1, unfinished.number)
        if unfinished is not None
        else RetentionTask(TaskKind.UNFINISHED, 0),
        RetentionTask(TaskKind.HOLDS, sum(hold.to_review(today) for hold in records.holds.standing())),
        RetentionTask(TaskKind.PAPERS, len(papers)),
        RetentionTask(TaskKind.TROUBLES, len(due.troubles)),
        RetentionTask(TaskKind.DUE, due.entries if unfinished is None else 0),
    ]
    return [task for task in tasks if task.count]


def task_words(task: RetentionTask) -> tuple[str, str]:
    """What there is, and what to do about it."""
    many = {
        TaskKind.HOLDS: ngettext("{n} hold to look at again", "{n} holds to look at again", task.count),
        TaskKind.PAPERS: ngettext(
            "{n} paper original is past its day", "{n} paper originals are past their day", task.count
        ),
        TaskKind.TROUBLES: ngettext(
            "{n} data group without a rule", "{n} data groups without a rule", task.count
        ),
        TaskKind.DUE: ngettext("{n} entry is past its period", "{n} entries are past their period", task.count),
    }  # fmt: skip
    title = many.get(task.kind, _("{number} is not finished")).format(
        n=wording.number(task.count), number=task.number
    )
    act = {
        TaskKind.UNFINISHED: _("Let the disposal go on, or end it"),
        TaskKind.HOLDS: _("Keep them, or lift them"),
        TaskKind.PAPERS: _("Destroy them and tick them"),
        TaskKind.TROUBLES: _("Give it a rule in the Catalogue"),
        TaskKind.DUE: _("Plan a disposal"),
    }[task.kind]
    return title, act
