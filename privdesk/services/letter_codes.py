# SPDX-License-Identifier: MIT
"""The code that goes by letter to the address on file: who reads it back, opened that letter."""

import hashlib
import hmac
import secrets
from datetime import date, timedelta

from privdesk.domain.case_errors import CodeWrongError
from privdesk.domain.cases import CaseId
from privdesk.services.ports import UnitOfWork

_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without 0, O, 1 and I, which are misread and misheard."""
_GROUPS, _LENGTH = 2, 4
VALID_DAYS = 30
TRIES = 3


def new_code(work: UnitOfWork, case_id: CaseId, today: date) -> str:
    """Make a code for a case, such as `K7QM-2XHT`; one made before no longer counts. Does not commit.

    Only its salted hash is kept.
    """
    groups = ["".join(secrets.choice(_SIGNS) for _sign in range(_LENGTH)) for _group in range(_GROUPS)]
    salt = secrets.token_hex(16)
    kept = {"salt": salt, "hash": _hash("".join(groups), salt), "on": today.isoformat(), "tries": 0}
    work.settings.put(_key(case_id), kept)
    return "-".join(groups)


def use_code(work: UnitOfWork, case_id: CaseId, typed: str, today: date) -> bool:
    """Whether `typed` is the code of the case; a right one is used up, a wrong one counts. Does not commit.

    Raises: CodeWrongError where none was sent, it is older than 30 days, or three tries were wrong.
    """
    kept = work.settings.get(_key(case_id))
    if not kept or kept["tries"] >= TRIES:
        raise CodeWrongError
    if today - date.fromisoformat(kept["on"]) > timedelta(days=VALID_DAYS):
        raise CodeWrongError
    plain = "".join(sign for sign in typed.upper() if sign.isalnum())
    if hmac.compare_digest(_hash(plain, kept["salt"]), kept["hash"]):
        work.settings.put(_key(case_id), {})
        return True
    work.settings.put(_key(case_id), {**kept, "tries": kept["tries"] + 1})
    return False


def _key(case_id: CaseId) -> str:
    return f"identity_code:{case_id}"


def _hash(code: str, salt: str) -> str:
    return hashlib.sha256(f"{salt}:{code}".encode()).hexdigest()
