# SPDX-License-Identifier: MIT
"""What a request carries stands after the records were opened again, every part as it was written."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import (
    Case,
    CaseFee,
    CaseId,
    CaseKind,
    CaseRight,
    Outcome,
    Pause,
    Representative,
    RepresentativeKind,
    Right,
)
from privdesk.domain.deadlines import Deadline, Reason
from privdesk.domain.people import Channel
from privdesk.domain.regimes import ChargeKind, PauseKind, RegimeId
from privdesk.domain.vault import StaffId
from tests.storage_fixtures import FixedClock, open_records

NOW = datetime(2026, 6, 12, 9, tzinfo=ZoneInfo("UTC"))
DAY = date(2026, 6, 1)
DUE = Deadline(
    DAY + timedelta(30), DAY + timedelta(29), DAY + timedelta(28), DAY + timedelta(30), DAY + timedelta(10),
    (Reason("period", {"start": "2026-06-01"}),), RegimeId("ch-fadp"), "withdrawn",
)  # fmt: skip


def a_case() -> Case:
    return Case(
        id=CaseId(0), number="", person_id=None, person_name="Zoë Keller", channel=Channel.POST, received_on=DAY,
        entered_at=NOW, language="fr", regime="ch-fadp", regime_version="2026-1", holiday_place="CH-VD",
        holiday_digest="ab", deadline=DUE,
        rights=(
            CaseRight(Right.ACCESS, Outcome.REFUSED, reason_key="excessive", reason="nine times", legal=DAY, safe=DAY),
            CaseRight(Right.ERASURE),
        ),
        extended=True, extension_reason="many records", kind=CaseKind.OPT_OUT, refusal=DUE, other_regime="gdpr",
        pauses=(Pause(PauseKind.IDENTITY, DAY, DAY + timedelta(3)), Pause(PauseKind.CLARIFICATION, DAY)),
        fee=CaseFee(ChargeKind.EXCESSIVE, 12_050, "EUR", DAY, "too often", "nine letters", DAY + timedelta(9), lapsed=True),
        representative=Representative(
            RepresentativeKind.GUARDIAN, "Marta Keller", frozenset({Right.ACCESS, Right.ERASURE}), "birth certificate",
            DAY + timedelta(90), None, NOW, StaffId("claire"),
        ),
        assigned_to=StaffId("paul"), acknowledged_on=DAY, extension_told=DAY, extension_named=DAY + timedelta(60),
    )  # fmt: skip


def test_every_fact_of_a_case_stands_as_it_was_written(tmp_path: Path) -> None:
    records = open_records(tmp_path, FixedClock(NOW))
    with records.open_work() as work:
        added = work.cases.add(a_case())
        work.audit.record(AuditEvent(Action.CASE_OPENED))
        work.commit()
    with records.open_reading() as reading:
        kept = reading.cases.get(added.id)
    records.database.close()
    assert kept == added
    for name in (
        "kind", "refusal", "other_regime", "pauses", "fee", "representative", "assigned_to", "acknowledged_on",
        "extension_told", "extension_named", "rights", "deadline",
    ):  # fmt: skip
        assert getattr(kept, name) == getattr(a_case(), name)
