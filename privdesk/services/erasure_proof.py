# SPDX-License-Identifier: MIT
"""What became of an erasure that a request asks for: whether it ran, and by which listed reason a part stays."""

from collections.abc import Collection, Sequence

from privdesk.domain.cases import Case, Outcome, Right
from privdesk.domain.erasure_plan import SURVIVES, ErasureNotRunError, Ground
from privdesk.domain.erasures import Erasure, ErasureState
from privdesk.services.letter_reasons import ReasonList, reasons
from privdesk.services.ports import Records

_REASONS: Sequence[tuple[str, Collection[Ground]]] = (
    ("contract_running", (Ground.CONTRACT_RUNS,)),
    ("erasure_duty", (Ground.ACCOUNTS, Ground.VOUCHERS)),
    ("erasure_claims", (Ground.CLAIMS, Ground.PROOF, Ground.HOLD)),
)
"""Keys of the lists that cite the law, by what keeps a group."""


def erasure_ran(records: Records, case: Case) -> bool:
    """Whether data were erased for this request, or for its person since it was received."""
    if any(each.state is ErasureState.DONE for each in records.erasures.of_case(case.id)):
        return True
    if case.person_id is None:
        return False
    return any(
        each.state is ErasureState.DONE and each.ended_at is not None and each.ended_at >= case.entered_at
        for each in records.erasures.of_person(case.person_id)
    )


def require_erased(records: Records, case: Case, right: Right, outcome: Outcome) -> None:
    """Refuse to grant an erasure that nobody carried out. Law: GDPR Art. 12(3), 17(1). Raises: ErasureNotRunError."""
    granted = outcome in {Outcome.GRANTED, Outcome.PARTLY}
    if right is Right.ERASURE and granted and not erasure_ran(records, case):
        raise ErasureNotRunError


def kept_reasons(erasure: Erasure, regime: str) -> tuple[str, ...]:
    """Keys of the reasons for which a part stays, as far as this law lists them; empty where nothing stays."""
    known = {entry.key for entry in reasons(ReasonList.ERASURE, regime, Right.ERASURE)}
    grounds = {row.ground for row in erasure.kept if row.group not in SURVIVES and not row.reason}
    return tuple(key for key, by in _REASONS if key in known and grounds & set(by))
