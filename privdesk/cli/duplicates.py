# SPDX-License-Identifier: MIT
"""`privdesk duplicates …`: find, compare, merge, take back, tell apart."""

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from privdesk.cli.output import Output, TerminalProgress
from privdesk.cli.pairs import pairs
from privdesk.domain.errors import PairMalformedError
from privdesk.domain.merging import MergeId, MergeRecord
from privdesk.domain.people import PersonField, PersonId
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.duplicate_views import ComparedPerson, MergeLine, PairLine
from privdesk.services.evidence_words import agreement_name, band_name
from privdesk.services.names import field_name


def search(desk: Desk, args: Namespace, out: Output) -> int:
    """Look through everybody; Ctrl+C stops, and the next time it goes on."""
    if args.learn:
        desk.duplicates.learn()
    run = desk.duplicates.run(TerminalProgress(), anew=args.anew)
    found = desk.duplicates.overview()
    words = ngettext(
        "Looked at {people} people; {count} pair waits.",
        "Looked at {people} people; {count} pairs wait.",
        found.open,
    )
    data = {
        "people": run.of, "found": run.found, "open": found.open, "not_the_same": found.not_the_same,
        "merged": found.merged, "started_at": run.started_at, "ended_at": run.ended_at,
        "learned_at": found.learned_at,
    }  # fmt: skip
    out.answer(data, words.format(people=wording.number(run.of), count=wording.number(found.open)))
    return 0


def listing(desk: Desk, args: Namespace, out: Output) -> int:
    """Pairs that wait, the likeliest first."""
    out.rows((_pair_data(line), _pair_words(line)) for line in desk.duplicates.pairs(args.limit))
    return 0


def show(desk: Desk, args: Namespace, out: Output) -> int:
    """Two people side by side."""
    found = desk.duplicates.compare(PersonId(args.first), PersonId(args.second))
    data = {
        "first": _person_data(found.first),
        "second": _person_data(found.second),
        "percent": found.evidence.percent,
        "band": found.evidence.band,
        "state": found.state,
        "kept": found.kept,
        "fields": {
            each.field.value: {
                "first": each.first, "second": each.second, "agreement": each.agreement, "take": each.proposed,
            }
            for each in found.fields
        },
    }  # fmt: skip
    lines = [f"{wording.percent(found.evidence.percent)}  {band_name(found.evidence.band)}"]
    lines += [
        f"{field_name(each.field):<16} {agreement_name(each.agreement):<10} {each.first:<28} {each.second}"
        for each in found.fields
    ]
    out.answer(data, "\n".join(lines))
    return 0


def merge(desk: Desk, args: Namespace, out: Output) -> int:
    """Make two people one."""
    kept, gone = PersonId(args.kept), PersonId(args.gone)
    record = desk.duplicates.merge(kept, gone, _choices(args.take, kept, gone))
    words = _("Person {gone} is part of person {kept} now. Merge {number} can be taken back.")
    out.answer(_merge_data(record), words.format(gone=gone, kept=kept, number=record.id))
    return 0


def unmerge(desk: Desk, args: Namespace, out: Output) -> int:
    """Take a merge back."""
    record = desk.duplicates.unmerge(MergeId(args.merge))
    words = _("Persons {kept} and {gone} are two again.")
    out.answer(_merge_data(record), words.format(kept=record.kept, gone=record.gone))
    return 0


def different(desk: Desk, args: Namespace, out: Output) -> int:
    """Note that two people are not the same, or take that back."""
    first, second = PersonId(args.first), PersonId(args.second)
    if args.undo:
        desk.duplicates.open_again(first, second)
        words, state = _("The pair waits again."), "open"
    else:
        desk.duplicates.not_the_same(first, second)
        words, state = _("Noted: not the same person."), "not_the_same"
    out.answer({"first": first, "second": second, "state": state}, words)
    return 0


def history(desk: Desk, args: Namespace, out: Output) -> int:
    """Merges, newest first."""
    out.rows(
        (
            {**_merge_data(line.record), "by": line.by, "can_be_taken_back": line.can_be_taken_back},
            _history_words(line),
        )
        for line in desk.duplicates.history(args.limit)
    )
    return 0


def _choices(given: list[str], kept: PersonId, gone: PersonId) -> Mapping[PersonField, PersonId]:
    """Whose value stands, by field. Raises: PairMalformedError for another field or person."""
    found = {}
    for position, (name, whose) in enumerate(pairs(given).items(), start=1):
        if name not in set(PersonField) or whose not in {str(kept), str(gone)}:
            raise PairMalformedError(position)
        found[PersonField(name)] = PersonId(int(whose))
    return found


def _pair_data(line: PairLine) -> dict[str, Any]:
    return {
        "first": line.first.id, "second": line.second.id, "percent": line.percent,
        "band": line.pair.evidence.band, "first_name": line.first.name, "second_name": line.second.name,
        "first_user_number": line.first.user_number, "second_user_number": line.second.user_number,
        "evidence": {each.compared.value: each.agreement for each in line.pair.evidence.lines},
    }  # fmt: skip


def _pair_words(line: PairLine) -> str:
    one, other = (f"{each.id:>8}  {each.name}, {each.address}" for each in (line.first, line.second))
    return f"{wording.percent(line.percent):>5}  {one}  –  {other}"


def _person_data(side: ComparedPerson) -> dict[str, Any]:
    activity = side.activity
    return {
        "person": side.person.id, "created_at": side.person.created_at,
        "user_numbers": [each.user_number for each in side.contracts], "agencies": list(side.agencies),
        "forms": side.forms, "requests": side.requests, "calls": side.calls, "documents": side.documents,
        "consents": side.consents,
        "activity": activity.connections + activity.topups + activity.usages + activity.surveys,
        "restricted_since": side.person.restricted_since,
        "no_advertising_since": side.person.no_advertising_since,
    }  # fmt: skip


def _merge_data(record: MergeRecord) -> dict[str, Any]:
    return {
        "merge": record.id, "kept": record.kept, "gone": record.gone, "at": record.at,
        "moved": {each.value: count for each, count in record.moved.items()}, "undone_at": record.undone_at,
    }  # fmt: skip


def _history_words(line: MergeLine) -> str:
    record = line.record
    words = f"{record.id:>6}  {record.at:%Y-%m-%d}  {record.gone} → {record.kept}  {line.gone_name} → {line.kept_name}"
    return words if record.undone_at is None else f"{words}  ({_('taken back')} {record.undone_at:%Y-%m-%d})"
