# SPDX-License-Identifier: MIT
"""What a letter says of an erasure that ran: what went, what stays by which law and until when – as it was frozen then.

Law: GDPR Art. 12(4), 17, 19; FADP Art. 26(4), 32(2)(c).
"""

from collections.abc import Mapping
from datetime import date

from privdesk.domain.cases import Case, Right
from privdesk.domain.decisions import right_of
from privdesk.domain.erasure_plan import SURVIVES, Act, Ground
from privdesk.domain.erasures import Erasure, FrozenRow
from privdesk.domain.letters import Row, Value
from privdesk.domain.retention import kept_until
from privdesk.services.clock import OfficeClock
from privdesk.services.erasure_proof import kept_reasons
from privdesk.services.erasure_words import group_title, rule_basis
from privdesk.services.letter_about import About
from privdesk.services.letter_reasons import reason_text
from privdesk.services.ports import Records

_REQUESTS = "requests"
_BY_HOLD = "erasure_claims"


def run_erasure(records: Records, case: Case) -> Erasure | None:
    """The erasure that ran for this request, the newest; None before it came to its end."""
    return next((each for each in records.erasures.of_case(case.id) if each.ended_at is not None), None)


def erased_facts(
    records: Records, clock: OfficeClock, about: About, erasure: Erasure
) -> tuple[Mapping[str, Value | None], Mapping[str, tuple[Row, ...]]]:
    """What went and what stays. Requests and look-ups, which outlive everybody, are said in a sentence of their own."""
    titles = {row.group: group_title(about.catalogue, row.group, about.language) for row in erasure.rows}
    erased: tuple[Row, ...] = tuple(
        {"group": titles[row.group], "count": row.goes} for row in erasure.rows if row.goes
    )
    kept = tuple(_kept(about, row, titles[row.group]) for row in erasure.rows if _stays(row))
    papers = [each.destroy_by for each in records.erasures.papers(erasure.id, waiting=True)]
    values: dict[str, Value | None] = {
        "backups_until": erasure.backups_until,
        "paper_by": max(papers, default=None),
        "case_until": _case_until(about, clock.today()),
        "done_on": clock.day_of(erasure.ended_at) if erasure.ended_at is not None else None,
    }
    return values, {"erased": erased, "kept": kept}


def erasure_reasons(about: About, case: Case, erasure: Erasure | None) -> tuple[str, ...]:
    """Why a part stays, in the words of the letter: what the request records first, then what the plan says."""
    asked = right_of(case, Right.ERASURE)
    keys = [asked.reason_key] if asked is not None and asked.reason_key else []
    keys += kept_reasons(erasure, about.regime) if erasure is not None else ()
    texts = []
    for key in dict.fromkeys(keys):
        try:
            texts.append(reason_text(key, about.regime, about.language, about.office.country))
        except KeyError:
            continue
    own = asked.reason if asked is not None else ""
    return tuple(text for text in (*texts, own) if text)


def _stays(row: FrozenRow) -> bool:
    return row.act is not Act.ERASE and row.held > row.goes and row.group not in SURVIVES


def _kept(about: About, row: FrozenRow, title: str) -> Row:
    line: dict[str, Value] = {"group": title, "law": row.reason or _law(about, row)}
    if row.until is not None and row.ground is not Ground.HOLD:
        line["until"] = row.until
    return line


def _law(about: About, row: FrozenRow) -> str:
    """The rule's law or reason; under a hold what a claim or a proceeding needs. Law: GDPR Art. 17(3)(e)."""
    if row.ground is Ground.HOLD:
        text = reason_text(_BY_HOLD, about.regime, about.language, about.office.country)
        return text.removesuffix(".")
    return rule_basis(about.catalogue, row.rule, about.language)


def _case_until(about: About, today: date) -> date | None:
    """Until when the request itself is kept, closed today; None where no rule says so."""
    group = next((each for each in about.catalogue.groups if each.key == _REQUESTS), None)
    return kept_until(about.catalogue.rule(group.rule), case_closed=today) if group is not None else None
