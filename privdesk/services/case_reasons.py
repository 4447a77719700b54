# SPDX-License-Identifier: MIT
"""Reasons for an outcome, an extension and a fee, from the lists that cite the law of the case."""

from collections.abc import Sequence
from dataclasses import dataclass

from privdesk.domain.case_fact_errors import (
    ReasonDisprovedError,
    ReasonProofMissingError,
    ReasonUnknownError,
)
from privdesk.domain.cases import Case, Outcome, Right
from privdesk.i18n import desk_language
from privdesk.services.letter_reasons import ReasonEntry, ReasonList, reason_text, reasons

_CASE_SHOWS = frozenset({"identity_unproven", "authority_unproven"})
"""Reasons that the case itself shows: its identity checks and its representative are on record."""


@dataclass(frozen=True, slots=True)
class ReasonChoice:
    """One reason to choose: words in the desk's language, text in the person's."""

    key: str
    words: str
    text: str
    proof: bool
    """Whether the office must say what shows it."""


def decision_lists(right: Right, outcome: Outcome) -> tuple[ReasonList, ...]:
    """The lists that hold reasons for this outcome; none where no law asks for a reason."""
    if outcome is Outcome.PARTLY:
        more = {Right.ERASURE: (ReasonList.ERASURE,), Right.OBJECTION: (ReasonList.OBJECTION,)}
        return (ReasonList.PARTIAL, *more.get(right, ()))
    if outcome is Outcome.REFUSED:
        more = {Right.ERASURE: (ReasonList.ERASURE,), Right.OBJECTION: (ReasonList.OBJECTION,)}
        return (ReasonList.REFUSAL, *more.get(right, ()))
    if outcome is Outcome.GRANTED and right is Right.RESTRICTION:
        return (ReasonList.RESTRICTION,)
    return ()


def decision_choices(case: Case, right: Right, outcome: Outcome, country: str) -> Sequence[ReasonChoice]:
    """The reasons for this outcome under the law of the case, each once; none that the case disproves."""
    fitting = [each for each in _entries(case.regime, right, outcome) if _not_disproved(case, each.key)]
    return _choices(fitting, case, country)


def _not_disproved(case: Case, key: str) -> bool:
    """Whether the case itself does not speak against a reason."""
    if key == "identity_unproven":
        return not case.identity_stands
    return key != "authority_unproven" or case.representative is not None


def extension_choices(case: Case, country: str) -> Sequence[ReasonChoice]:
    """Why a request may take longer, under the law of the case."""
    return _choices(reasons(ReasonList.EXTENSION, case.regime), case, country)


def fee_choices(case: Case, country: str) -> Sequence[ReasonChoice]:
    """Why a fee may be asked, under the law of the case."""
    return _choices(reasons(ReasonList.FEE, case.regime), case, country)


def reason_words(case: Case, key: str, country: str) -> str:
    """A reason that the case keeps, in the desk's language; empty without one."""
    try:
        return reason_text(key, case.regime, desk_language(), country) if key else ""
    except KeyError:
        return ""


def require_reason(case: Case, right: Right, outcome: Outcome, key: str, own_words: str) -> None:
    """Refuse a key that no list of this law has, one that the case disproves, one whose proof is not told.

    Law: GDPR Art. 12(5): the controller bears the burden of demonstrating; FADP Art. 26(4).

    Raises: ReasonUnknownError, ReasonDisprovedError, ReasonProofMissingError.
    """
    if not key:
        return
    entry = next((each for each in _entries(case.regime, right, outcome) if each.key == key), None)
    if entry is None:
        raise ReasonUnknownError(key)
    if not _not_disproved(case, key):
        raise ReasonDisprovedError
    if needs_proof(entry) and not own_words.strip():
        raise ReasonProofMissingError


def needs_proof(entry: ReasonEntry) -> bool:
    """Whether the office must say what shows it."""
    return entry.proof and entry.key not in _CASE_SHOWS


def _entries(regime: str, right: Right, outcome: Outcome) -> Sequence[ReasonEntry]:
    found = {
        entry.key: entry
        for which in decision_lists(right, outcome)
        for entry in reasons(which, regime, right)
    }
    return list(found.values())


def _choices(entries: Sequence[ReasonEntry], case: Case, country: str) -> Sequence[ReasonChoice]:
    return [
        ReasonChoice(
            each.key,
            reason_text(each.key, case.regime, desk_language(), country),
            reason_text(each.key, case.regime, case.language, country),
            needs_proof(each),
        )
        for each in entries
    ]
