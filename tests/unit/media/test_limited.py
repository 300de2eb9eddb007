"""A program on foreign bytes ends in its time, with all that it started."""

import time

from weerklank.media.limited import Ended, Limit, run_limited


def test_what_a_program_started_does_not_hold_its_answer_open():
    began = time.monotonic()
    # The shell waits for another program, which has the same standard output.
    assert run_limited(["sh", "-c", "sleep 120; true"], Limit(seconds=1.0)) == Ended(None, b"")
    # The program is done, and what it left behind is not.
    assert run_limited(["sh", "-c", "sleep 120 & echo ja"], Limit(seconds=1.0)).out == b"ja\n"
    assert time.monotonic() - began < 100


def test_an_answer_without_end_is_stopped():
    ended = run_limited(["yes"], Limit(seconds=60.0))
    assert ended.code is None
    assert ended.out.startswith(b"y\ny\n")
