# SPDX-License-Identifier: MIT
"""The record of what was done, altered by somebody who has the database's key: found every time.

Once in records that were closed, where the digest of the file already notices it, and once in records whose desk was
killed, where only the chain itself and the anchor can.
"""

import random
from pathlib import Path

from privdesk.domain.errors import PrivdeskError
from privdesk.storage import dialect
from tests.faults.flips import cut_off, work
from tests.faults.office import HarmedOffice, made_office
from tests.faults.outcome import DATABASE, Outcome, Timed, copy_of, findings_of, keys_of

COLUMNS = ("action", "record", "reference", "staff_id", "count", "at", "purpose", "fields", "mac")
WAYS = ("altered", "removed", "reordered", "tail cut", "tail cut with its head", "inserted")


def run(folder: Path, times: int, seed: int) -> Outcome:
    """Alter the chain `times` times, in turn in each way, past the program."""
    outcome = Outcome("audit", "entry altered, removed, reordered, inserted, tail cut")
    chance = random.Random(seed)
    with Timed(outcome):
        closed = made_office(folder / "made", forms=6, people=20)
        running = closed.at(copy_of(closed.folder, folder / "running" / "Office.privdesk"))
        key = keys_of(closed).keys.database
        cut_off(running, work)
        for number in range(times):
            way = WAYS[number % len(WAYS)]
            office, state = (running, "not closed") if number // len(WAYS) % 2 == 0 else (closed, "closed")
            target = copy_of(office.folder, folder / "altered" / "Office.privdesk")
            _alter(target / DATABASE, key, way, chance)
            outcome.tried += 1
            seen = _seen(office.at(target))
            outcome.counts[f"{way}, {state}: {seen}"] += 1
            if seen == "SILENT":
                outcome.bad[f"{way}, {state}: not found"] += 1
    return outcome


def _seen(office: HarmedOffice) -> str:
    try:
        with office.desk() as desk:
            found = findings_of(desk)
    except PrivdeskError as error:
        return f"refused at sign-in ({type(error).__name__})"
    return "found by the check" if found else "SILENT"


def _alter(path: Path, key: bytes, way: str, chance: random.Random) -> None:
    connection = dialect.connect(path, key)

    def value(statement: str) -> int:
        row = connection.execute(statement).fetchone()
        assert row is not None
        return int(str(row[0]))

    last = value("SELECT max(sequence) FROM audit_entry")
    one = chance.randrange(1, last)
    if way == "altered":
        column = chance.choice(COLUMNS)
        change = {"count": "coalesce(count, 0) + 1", "mac": "zeroblob(32)"}.get(
            column, f"coalesce({column}, '') || 'x'"
        )
        if column == "staff_id":
            change = "lower(hex(randomblob(16)))"
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(f"UPDATE audit_entry SET {column} = {change} WHERE sequence = {one}")
    elif way == "removed":
        connection.execute(f"DELETE FROM audit_entry WHERE sequence = {one}")
    elif way == "reordered":
        other = one + 1
        for a, b in ((one, -1), (other, one), (-1, other)):
            connection.execute(f"UPDATE audit_entry SET sequence = {b} WHERE sequence = {a}")
    elif way == "inserted":
        connection.execute(f"UPDATE audit_entry SET sequence = sequence + 100000 WHERE sequence > {one}")
        names = [str(row[1]) for row in connection.execute("PRAGMA table_info(audit_entry)").fetchall()]
        rest = ", ".join(name for name in names if name != "sequence")
        connection.execute(
            f"INSERT INTO audit_entry (sequence, {rest}) SELECT {one + 1}, {rest} FROM audit_entry WHERE sequence = {one}"
        )
        connection.execute("UPDATE audit_entry SET sequence = sequence - 99999 WHERE sequence > 100000")
    else:
        keep = last - chance.randrange(1, 5)
        connection.execute(f"DELETE FROM audit_entry WHERE sequence > {keep}")
        if way == "tail cut with its head":
            connection.execute(
                f"UPDATE record_state SET audit_sequence = {keep}, audit_head = "
                f"(SELECT mac FROM audit_entry WHERE sequence = {keep})"
            )
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()
