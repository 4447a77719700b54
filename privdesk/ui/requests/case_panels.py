# SPDX-License-Identifier: MIT
"""Which panel an act opens."""

from collections.abc import Callable

from privdesk.domain.cases import Outcome, Right
from privdesk.domain.staff import StaffMember
from privdesk.services.clock import OfficeClock
from privdesk.services.request_pages import ActKey, CasePage, NextAct, RightRow
from privdesk.ui.requests.act_panel import ActPanel
from privdesk.ui.requests.clock_panels import AcknowledgePanel, AskPanel, RegimePanel, ReplyPanel
from privdesk.ui.requests.decide_panel import DecidePanel
from privdesk.ui.requests.fee_panels import ChargePanel, ConfirmFeePanel, LapsePanel
from privdesk.ui.requests.people_panels import AssignPanel, EndRepresentationPanel, RepresentPanel
from privdesk.ui.requests.rectify_panel import RectifyPanel
from privdesk.ui.requests.small_panels import AddRightPanel, AnswerPanel, ClosePanel, ExtendPanel, NotePanel


def panel_for(act: NextAct, page: CasePage, member: StaffMember, clock: OfficeClock) -> ActPanel | None:
    """The panel of an act; None for acts that lead elsewhere or must read first."""
    match act.key:
        case ActKey.CORRECT:
            return RectifyPanel(page)
        case ActKey.EXTEND:
            return ExtendPanel(page, clock)
        case ActKey.RECORD_ANSWER:
            return AnswerPanel(page, clock)
        case ActKey.CLOSE:
            return ClosePanel(page, clock)
        case ActKey.ADD_RIGHT:
            return AddRightPanel(page)
        case ActKey.ADD_NOTE:
            return NotePanel(page)
        case ActKey.DECIDE | ActKey.RECORD_EFFECT:
            row = row_of(page, act.right)
            preset = Outcome.GRANTED if act.key is ActKey.RECORD_EFFECT else None
            return None if row is None else DecidePanel(page, row, member, act.title, preset)
        case _:
            return _further(act.key, page, clock)


def _further(key: ActKey, page: CasePage, clock: OfficeClock) -> ActPanel | None:
    """The panels of clock, fee and people."""
    made: dict[ActKey, Callable[[], ActPanel]] = {
        ActKey.ACKNOWLEDGE: lambda: AcknowledgePanel(page, clock),
        ActKey.ASK: lambda: AskPanel(page, clock),
        ActKey.REPLY: lambda: ReplyPanel(page, clock),
        ActKey.REGIME: lambda: RegimePanel(page),
        ActKey.CHARGE: lambda: ChargePanel(page, clock),
        ActKey.CONFIRM_FEE: lambda: ConfirmFeePanel(page, clock),
        ActKey.LAPSE_FEE: lambda: LapsePanel(page),
        ActKey.REPRESENT: lambda: RepresentPanel(page, clock),
        ActKey.END_REPRESENTATION: lambda: EndRepresentationPanel(page),
        ActKey.ASSIGN: lambda: AssignPanel(page),
    }
    panel = made.get(key)
    return None if panel is None else panel()


def row_of(page: CasePage, right: Right | None) -> RightRow | None:
    """The row of that right."""
    return next((row for row in page.rights if row.right is right), None)


def find_act(page: CasePage, key: str, right: str | None) -> NextAct | None:
    """The act with that key and right, if it may be done now."""
    of_rows = [row.act for row in page.rights if row.act is not None]
    first = [page.next_act] if page.next_act is not None else []
    for act in (*first, *page.acts, *of_rows):
        if act.key.value == key and (act.right.value if act.right else None) == right:
            return act if act.allowed else None
    return None
