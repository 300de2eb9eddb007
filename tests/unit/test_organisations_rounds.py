"""Whose archive is looked at next for what is due."""

from pathlib import Path

from weerklank.services.machines.organisations import Organisation
from weerklank.web.many.order import Ended, Order, Part
from weerklank.web.many.rounds import LONGEST, PAUSE, Rounds

EVERY = 900.0


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def orders(names: str, folder: str = "/tmp") -> list[Order]:
    return [
        Order(
            part=Part.ROUND,
            organisation=Organisation(name=name, site=f"https://{name}.example"),
            folder=Path(folder, name),
        )
        for name in names
    ]


def rounds(clock: Clock, asked: list[tuple[str, bool]], names: str, at_once: int = 1) -> Rounds:
    made = Rounds(lambda order: asked.append((order.organisation.name, order.stop)), now=clock)
    made.take(orders(names), at_once=at_once, every=EVERY)
    return made


def ended(name: str) -> Ended:
    return Ended(name=name, part=Part.ROUND, code=0)


def test_each_has_its_turn_and_no_more_go_on_than_may() -> None:
    clock, asked = Clock(), []
    made = rounds(clock, asked, "abc", at_once=2)
    made.look()
    made.look()
    assert asked == [("a", False), ("b", False)]
    made.ended(ended("a"))
    made.look()
    assert asked[2:] == [("c", False)]
    for name in "bc":
        made.ended(ended(name))
    made.look()
    assert len(asked) == 3, "nothing is due yet"
    clock.now = EVERY
    made.look()
    assert len(asked) == 5


def test_who_sent_something_goes_first_but_keeps_no_turn() -> None:
    clock, asked = Clock(), []
    made = rounds(clock, asked, "abc")
    for name in "abc":
        made.look()
        made.ended(ended(name))
    clock.now = EVERY
    made.sent("c")
    made.look()
    assert asked[-1] == ("c", False)
    made.sent("c")
    made.ended(ended("c"))
    for name in "ab":
        made.look()
        assert asked[-1] == (name, False)
        made.ended(ended(name))
    made.look()
    assert asked[-1] == ("b", False), "one who asks again waits"
    clock.now += PAUSE
    made.look()
    assert asked[-1] == ("c", False), "and no quarter of an hour"


def test_a_round_without_end_holds_up_nobody() -> None:
    clock, asked = Clock(), []
    made = rounds(clock, asked, "ab")
    made.look()
    clock.now = LONGEST + 1
    made.look()
    made.look()
    assert asked == [("a", False), ("a", True)], "told once"
    made.ended(ended("a"))
    made.look()
    assert asked[-1] == ("b", False)


def test_alone_it_may_last() -> None:
    clock, asked = Clock(), []
    made = rounds(clock, asked, "a")
    made.look()
    clock.now = 10 * LONGEST
    made.look()
    assert asked == [("a", False)]


def test_who_stays_keeps_a_turn_and_who_goes_or_changed_ends_what_began() -> None:
    clock, asked = Clock(), []
    made = rounds(clock, asked, "abc", at_once=3)
    made.look()
    del asked[:]
    changed = orders("b", "/elsewhere")
    made.take([*orders("a"), *changed, *orders("d")], at_once=3, every=EVERY)
    assert sorted(asked) == [("b", True), ("c", True)]
    made.look()
    assert asked[2:] == [("d", False)], "that of b is still ending"
    made.ended(ended("b"))
    made.ended(ended("c"))  # nobody's any more
    clock.now = PAUSE
    made.look()
    assert asked[3:] == [("b", False)], "not in its old turn: it changed"
    made.take([], at_once=0, every=EVERY)
    assert sorted(asked[4:]) == [("a", True), ("b", True), ("d", True)]
