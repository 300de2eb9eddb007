"""No text, however hostile, takes more time than its length accounts for."""

import re
import time
from collections.abc import Callable

import pytest

from weerklank.minimise.free_text.addresses import addresses
from weerklank.minimise.free_text.find import _PATTERNS, find_words

LENGTH = 100_000
#: Seconds of processor for 100 kB by one pattern, where the bare loops take their own time: one
#: within the library of patterns, and one of a step of Python for each word.
BUDGET = 0.05
BARE, STEPS = 0.006, 0.005
HOSTILE = [
    "a", "a.", "a-", "1", "1 ", "1-", "+1 ", "0 (", "a@", "@", "@a", "a@a.", "@a@a.", "nl00 ",
    "nl00", "nl91abna0417164300 ", "nl 91 ", "bsn 1 ", "bsn", "bsn 123456782 ", "geboren ",
    "geb 1-1-", "* 1", "a-1-", "aa-11-", "kenteken a", "straat 1 ", "Aa Straat 1 ", "Van Aa ",
    "1234 AB ", "1234 AB 1", "http://", "x.com/a ", "/@a", "a/", "insta: ", "insta:@", "a(at)a ",
    "Jan ", "Jan van de ", "J. ", "Jan-", "'s ", "van 't ", "#A", "#Jan", "jan ", "Groet ", "Aa",
    "Mevrouw Jan ", "burger-7kq4-", "burger-", "\u200b", "\u00e9", "\uff11", "naam is ", "(06",
    "06 ", "1990-", " . ", "Jan en ",
]  # fmt: skip
PATTERNS = {rule: pattern for pattern, _, rule in _PATTERNS}


def spent(work: Callable[[], object], times: int = 5) -> float:
    best = float("inf")
    for _ in range(times):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def slower() -> float:
    """Give how much slower than usual this machine is now."""
    words = "ab " * (LENGTH // 3)
    bare = spent(lambda: re.findall(r"\w+", words))
    steps = spent(lambda: [word.start() for word in re.finditer(r"\w+", words)])
    return max(1.0, bare / BARE, steps / STEPS)


def filled(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


@pytest.mark.parametrize("rule", [*PATTERNS, "address/1"])
def test_a_pattern_keeps_to_its_budget(rule):
    def work(key: str) -> None:
        if rule == "address/1":
            list(addresses(key, lambda _: True))
        else:
            list(PATTERNS[rule](key))

    factor = slower()
    for piece in HOSTILE:
        key = filled(piece, LENGTH).lower() + "!x"
        taken = spent(lambda key=key: work(key), 1)
        if taken > BUDGET * factor:
            before, taken = slower(), spent(lambda key=key: work(key))
            assert taken <= BUDGET * max(before, slower()), piece


@pytest.mark.parametrize("piece", HOSTILE)
def test_four_times_the_text_takes_about_four_times_the_time(piece):
    short, whole = filled(piece, LENGTH // 16), filled(piece, LENGTH // 4)
    assert (
        spent(lambda: find_words(whole), 2) < 4 * 1.8 * spent(lambda: find_words(short), 3) + 0.02
    )
