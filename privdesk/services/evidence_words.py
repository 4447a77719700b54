# SPDX-License-Identifier: MIT
"""What speaks for and against two people being one, in words."""

from collections.abc import Mapping, Sequence

from privdesk.domain.matching import Agreement, Band, Compared, Evidence
from privdesk.domain.people import PersonField
from privdesk.i18n import _
from privdesk.services.names import field_name

_PHONES = (PersonField.PHONE_MOBILE, PersonField.PHONE_LANDLINE)


def compared_name(compared: Compared) -> str:
    """What was compared."""
    return _("Phone") if compared is Compared.PHONE else field_name(PersonField(compared.value))


def agreement_name(agreement: Agreement) -> str:
    """How it stands between the two."""
    return {
        Agreement.EQUAL: _("Equal"),
        Agreement.NEAR: _("Near"),
        Agreement.DIFFERENT: _("Different"),
        Agreement.MISSING: _("Missing"),
    }[agreement]


def band_name(band: Band) -> str:
    """What all of it says."""
    return {
        Band.SAME: _("The same person"),
        Band.PERHAPS: _("Perhaps the same person"),
        Band.DIFFERENT: _("Different people"),
    }[band]


def agreements(evidence: Evidence) -> Mapping[PersonField, Agreement]:
    """How every fact that was compared stands; both telephone numbers stand as one."""
    found: dict[PersonField, Agreement] = {}
    for line in evidence.lines:
        phone = line.compared is Compared.PHONE
        fields = _PHONES if phone else (PersonField(line.compared.value),)
        found |= dict.fromkeys(fields, line.agreement)
    return found


def evidence_groups(evidence: Evidence) -> Sequence[tuple[Agreement, str]]:
    """The names of what is equal, near, different and missing, such as (EQUAL, “Last name, Postcode”)."""
    groups = (
        (agreement, [compared_name(line.compared) for line in evidence.lines if line.agreement is agreement])
        for agreement in Agreement
    )
    return [(agreement, ", ".join(names)) for agreement, names in groups if names]
