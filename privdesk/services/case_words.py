# SPDX-License-Identifier: MIT
"""What a case carries, in words: its kind, questions, fees, who speaks for the person."""

from privdesk.domain.cases import Case, CaseKind, RepresentativeKind
from privdesk.domain.regimes import ChargeKind, PauseKind
from privdesk.i18n import _


def case_kind_name(kind: CaseKind) -> str:
    """A kind of case as the desk calls it."""
    return {
        CaseKind.REQUEST: _("Rights request"),
        CaseKind.COMPLAINT: _("Complaint"),
        CaseKind.OPT_OUT: _("Opt-out of sale or sharing"),
    }[kind]


def representative_name(kind: RepresentativeKind) -> str:
    """Why somebody may speak for the person."""
    return {
        RepresentativeKind.GUARDIAN: _("Guardian"),
        RepresentativeKind.AGENCY: _("Agency"),
        RepresentativeKind.LAWYER: _("Lawyer"),
        RepresentativeKind.POWER_OF_ATTORNEY: _("Power of attorney"),
    }[kind]


def charge_name(kind: ChargeKind) -> str:
    """What a fee is asked for."""
    return {
        ChargeKind.EFFORT: _("disproportionate effort"),
        ChargeKind.FURTHER_COPIES: _("further copies"),
        ChargeKind.EXCESSIVE: _("manifestly unfounded or excessive"),
    }[kind]


def question_name(kind: PauseKind) -> str:
    """What the person was asked about."""
    return {
        PauseKind.IDENTITY: _("who they are"),
        PauseKind.CLARIFICATION: _("what exactly is meant"),
    }[kind]


def asker_name(case: Case) -> str:
    """Whose request it is, as lists show it; somebody whose record was erased is never an empty name."""
    return case.person_name or erased_name()


def erased_name() -> str:
    """What stands where the name of an erased person would."""
    return _("Erased person")
