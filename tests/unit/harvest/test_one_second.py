"""Tell records of one second apart by what they say."""

from collections.abc import Iterator

from weerklank.harvest.one_second import Entry, OfSecond, told_apart
from weerklank.model.raw import Passed, PassedOver, Scanned


def scanned(name: str) -> Scanned:
    return Scanned(content=b"", native_id=name, parent=None, created_at="", persons=(), media=())


def said(words: str, second: str = "1", name: str = "a") -> OfSecond:
    return OfSecond(
        second=second, name=f"{name}/{second}", words=words, entries=lambda one: [scanned(one)]
    )


def names(*found: Entry | OfSecond) -> list[str]:
    return [one.native_id for one in told_apart(found) if isinstance(one, Scanned)]


def test_what_stands_alone_has_both_names() -> None:
    (one,) = told_apart([said("x")])
    assert isinstance(one, Scanned)
    assert one.native_id == "a/1"
    assert one.also is not None
    assert one.also.native_id == names(said("x"), said("y"))[0]


def test_the_order_and_others_beside_it_change_no_name() -> None:
    x, y, z = names(said("x"), said("y"), said("z"))
    assert names(said("z"), said("x")) == [z, x]
    assert len({x, y, z}) == 3
    assert names(said("x"), said("y", name="b"), said("z")) == [x, "b/1", z]


def test_the_same_words_twice_are_two() -> None:
    first, second = names(said("x"), said("x"))
    assert second == f"{first}.2"


def test_what_comes_between_keeps_its_place() -> None:
    passed = Passed(why=PassedOver.OUT_OF_SCOPE)
    found = list(told_apart([said("x"), passed, scanned("n"), said("y"), said("z", "2")]))
    assert found[1] is passed
    assert [one.native_id for one in found if isinstance(one, Scanned)] == [
        *(names(said("x"), said("y"))[:1]),
        "n",
        names(said("x"), said("y"))[1],
        "a/2",
    ]


def test_as_many_as_there_are_of_one_second_none_waits_for_all() -> None:
    given = 0

    def many() -> Iterator[OfSecond]:
        nonlocal given
        for number in range(1_000):
            given += 1
            yield said(str(number))

    found = told_apart(many())
    next(found)
    assert given < 100
