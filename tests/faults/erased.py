# SPDX-License-Identifier: MIT
"""A person erased: no word in any decrypted page of the database, freed pages included, and none after a restore."""

import random
from pathlib import Path

from privdesk.bootstrap.records import JoinedRecords
from privdesk.demo.story import entry_of
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.ledger import LedgerEntry, LedgerKind
from privdesk.domain.people import PersonId
from privdesk.domain.submissions import SamePerson
from privdesk.services.restore import Opener
from tests.faults.outcome import Outcome, Timed, copy_of
from tests.journeys.office_kit import PASSWORD, STAFF, Office
from tests.journeys.restore_kit import LostAndFound, add_person, decrypted_pages

SYLLABLES = ("qua", "zwe", "kra", "tsch", "ibis", "olm", "wupp", "fje", "gny", "xer")


def run(folder: Path, times: int, seed: int) -> Outcome:
    """Enter, correct, back up, erase and restore `times` people of unmistakable names."""
    outcome = Outcome("erased", "an erased person in decrypted pages and in a restored backup")
    chance = random.Random(seed)
    with Timed(outcome):
        for number in range(times):
            place = folder / str(number)
            place.mkdir(parents=True)
            _one(outcome, place, chance, with_form=number % 2 == 0)
    return outcome


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _each in range(5)).capitalize()


def _one(outcome: Outcome, place: Path, chance: random.Random, *, with_form: bool) -> None:
    lost = LostAndFound(place)
    words = [_word(chance) for _each in range(4)]
    with lost.desk() as desk:
        for _each in range(chance.randrange(3, 30)):
            add_person(desk, _word(chance), street=_word(chance))
        if with_form:
            gone = _by_form(desk, place, words)
        else:
            gone = add_person(
                desk, words[0], street=words[1], email=f"{words[2].lower()}@example.org", town=words[3]
            )
        for _each in range(chance.randrange(3, 30)):
            add_person(desk, _word(chance), street=_word(chance))
        desk.half_typed.keep("new-person", {"last_name": "Rochat"})
        lost.back_up(desk)
    _erase(lost, gone)
    _look(outcome, lost.folder, lost, words, "records")
    copy_of(lost.folder, place / "kept.privdesk")
    service = lost.program().restoring
    prepared = service.prepare(lost.usb, lost.target, Opener(STAFF, PASSWORD))
    service.finish(prepared)
    _look(outcome, lost.target, lost, words, "restored backup")
    with lost.desk(lost.target) as desk:
        for word in words:  # others may be found whose names are only alike
            if any(word in f"{hit.name} {hit.address}" for hit in desk.people.search(word)):
                outcome.bad["restored backup: found by search"] += 1
    outcome.tried += 1


def _by_form(desk: object, place: Path, words: list[str]) -> PersonId:
    from privdesk.services.desk import Desk

    assert isinstance(desk, Desk)
    office = Office(place)
    values = office.stranger(last_name=words[0], street=words[1], town=words[3])
    path = place / "form.pdf"
    path.write_bytes(
        office.papers.filled("registration", "fr", values | {"email": f"{words[2].lower()}@example.org"})
    )
    sheet = desk.capture.open(desk.inbox.add_files([path]).items[0])
    desk.capture.keep(sheet.item.id, {"values": {"last_name": words[0]}}, "last_name:3")
    saved = desk.capture.save(entry_of(sheet, SamePerson.NEW))
    path.unlink()
    assert saved.person_id is not None
    return saved.person_id


def _erase(lost: LostAndFound, person_id: PersonId) -> None:
    """As an erasure does it: the ledger's line, the rows, the files, then the pages."""
    with lost.opened() as opened:
        records = opened.records
        assert isinstance(records, JoinedRecords)
        with records.database.work(opened.vault.staff_id, records.clock) as work:
            work.ledger.add(LedgerEntry(LedgerKind.ERASED, person_id))
            erased = work.eraser.erase(person_id)
            work.audit.record(AuditEvent(Action.PERSON_CORRECTED, f"person:{person_id}"))
            work.commit()
        for document in erased.documents:
            records.sealer.remove(document)
        records.database.scrub()


def _look(outcome: Outcome, folder: Path, lost: LostAndFound, words: list[str], where: str) -> None:
    """Search every page as it really is; the write-ahead log must be gone."""
    with lost.opened(folder) as opened:
        key = opened.vault.keys.database
    plain = decrypted_pages(folder / "records.db", key)
    outcome.counts["pages searched"] += len(plain) // 4000
    lowered = plain.lower()
    for word in words:
        for needle in (word.lower().encode(), word.encode("utf-16-le")):
            if needle in lowered or needle in plain:
                outcome.bad[f"{where}: a word is left"] += 1
    log = folder / "records.db-wal"
    if log.exists() and log.stat().st_size:
        outcome.bad[f"{where}: a write-ahead log is left"] += 1
