# SPDX-License-Identifier: MIT
"""Who writes without a pause does not keep others out: first come, first served."""

import threading

from privdesk.storage.write_gate import Priority, WriteGate


def test_another_writer_gets_a_turn_beside_one_without_a_pause() -> None:
    gate, stop, entered = WriteGate(patience=20.0), threading.Event(), threading.Event()

    def write_on_and_on() -> None:
        while not stop.is_set():
            gate.enter(Priority.PERSON)
            entered.set()
            gate.leave()

    writer = threading.Thread(target=write_on_and_on)
    writer.start()
    try:
        assert entered.wait(10)
        for _ in range(200):
            gate.enter(Priority.PERSON)
            gate.leave()
    finally:
        stop.set()
        writer.join(10)
    assert not gate.people_waiting
