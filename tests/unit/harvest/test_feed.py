"""A feed is read in one order; what is missing counts as gone in two ways only, never alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from weerklank.harvest import endless, feed_reader, feed_replies
from weerklank.harvest.exchange import IN_TROUBLE, NoAnswer
from weerklank.harvest.feed import Feed, Given, LookedUp, Reply, keep, kept
from weerklank.harvest.feed_reader import GOES_ROUND, FeedReader
from weerklank.harvest.json_fields import NO_JSON
from weerklank.harvest.port import Unreadable
from weerklank.harvest.trial import HoldsNothing
from weerklank.model.clock import iso
from weerklank.model.item import ItemKind
from weerklank.model.platform import Platform
from weerklank.model.raw import Broken, Passed, PassedOver, RawItem, RawPerson, Scanned
from weerklank.model.run import Counted

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
OWNER = RawPerson(platform=Platform.X, user_id="1", handle="gemeente")
ELSE = RawPerson(platform=Platform.X, user_id="2", handle="iemand")


def at(day: int) -> datetime:
    return NOON + timedelta(days=day)


def scanned(native: str, day: int = 0, author: RawPerson | None = None, **more: Any) -> Scanned:
    return Scanned(
        content=keep(Given(native.encode(), 1, "")),
        native_id=native,
        url=f"https://x.com/gemeente/status/{native}",
        parent=more.pop("parent", None),
        author=author,
        created_at=iso(at(day)),
        persons=(),
        media=(),
        **more,
    )


@dataclass
class Held(HoldsNothing):
    """Notes what it is told."""

    since: datetime | None = None
    posts: tuple[str, ...] = ()
    off_list: tuple[str, ...] = ()
    due_now: tuple[str, ...] = ()
    answered: frozenset[str] = frozenset()
    told: dict[str, list[str]] = field(default_factory=dict)
    asked_since: list[datetime | None] = field(default_factory=list)

    def unseen(self, since: datetime | None) -> Iterator[str]:
        self.asked_since.append(since)
        return iter([one for one in self.off_list if one not in self.told.get("saw", [])])

    def due(self) -> Iterator[str]:
        return iter(self.due_now)

    def has_answers(self, native_id: str) -> bool:
        return native_id in self.answered

    def __getattribute__(self, name: str) -> Any:
        if name in {
            "saw",
            "gone",
            "not_looked_at",
            "only_by_itself",
            "gave_all_answers",
            "gave_uncertain_answers",
        }:
            return self.told.setdefault(name, []).append
        return super().__getattribute__(name)


class Days(Feed):
    """Posts by the number of their day; what is `there` can be looked up."""

    items_file = "list"
    owner = OWNER
    number = "1"

    def __init__(self, *days: int, size: int = 3) -> None:
        self.days = sorted(days, reverse=True)
        self.size = size
        self.there = set(map(str, days))
        self.looks: list[list[str]] = []
        self.below: dict[str, list[Reply]] = {}
        self.stated: dict[str, int | None] = {}
        self.breaks = False
        self.round = False
        self.trouble = False
        self.hidden: frozenset[str] = frozenset()

    def pages(self, down_to: datetime | None) -> Iterator[list[Given]]:
        del down_to
        while True:
            for first in range(0, len(self.days), self.size):
                some = self.days[first : first + self.size]
                yield [Given(str(day).encode(), 1, "") for day in some]
                if self.breaks:
                    raise NoAnswer(IN_TROUBLE)
            if not self.round:
                return

    def entry(self, given: Given) -> Scanned | Passed:
        native = given.content.decode()
        if native == "-1":
            raise Unreadable(NO_JSON)
        if native == "-2":
            return Passed(why=PassedOver.DIRECT_MESSAGE)
        return scanned(native, int(native))

    def look_up(self, natives: Sequence[str]) -> LookedUp:
        self.looks.append(list(natives))
        if self.trouble:
            raise NoAnswer(IN_TROUBLE)
        given = {one: Given(one.encode(), 2, "") for one in natives if one in self.there}
        return LookedUp(given, frozenset(natives) - given.keys() - self.hidden)

    def stated_replies(self, given: Given) -> int | None:
        return self.stated.get(given.content.decode(), 0)

    def replies(self, given: Given, entry: Scanned) -> Iterator[Reply]:
        del given
        found = self.below.get(entry.native_id)
        if found is None:
            raise NoAnswer(IN_TROUBLE)
        yield from found

    def read(self, given: Given) -> RawItem:
        raise NotImplementedError(given.content)

    def profile(self) -> RawItem:
        raise NotImplementedError


def ids(reader: FeedReader) -> list[str]:
    return [one.native_id for one in reader.scan() if isinstance(one, Scanned)]


def test_a_list_comes_newest_first_and_to_its_end():
    held = Held()
    reader = FeedReader(Days(*range(8)), held)
    assert ids(reader) == list("76543210")
    assert held.asked_since == [None]
    assert reader.broken_off is None


def test_it_is_read_down_to_what_is_wanted():
    held = Held(since=at(4))
    assert ids(FeedReader(Days(*range(20), size=2), held))[-1] == "2"
    assert held.asked_since == [at(4)]


def test_what_the_platform_gives_no_more_of_is_not_missing_from_its_list():
    feed, held = Days(*range(5, 8)), Held()
    feed.ends_at = at(5)
    assert len(ids(FeedReader(feed, held))) == 3
    assert held.asked_since == [at(5)]


def test_a_list_that_breaks_off_tells_nothing_of_what_it_lacks():
    feed, held = Days(*range(8)), Held(off_list=("9",), due_now=("9",))
    feed.breaks = True
    reader = FeedReader(feed, held)
    assert ids(reader) == list("765")
    assert reader.broken_off == IN_TROUBLE
    assert not feed.looks


def test_a_list_that_goes_round_ends():
    feed = Days(*range(8), -1, -2)
    feed.round = True
    reader = FeedReader(feed, Held())
    entries = list(reader.scan())
    assert reader.broken_off == GOES_ROUND
    assert sum(isinstance(one, Broken) for one in entries) == 1
    assert sum(isinstance(one, Passed) for one in entries) == 1


def test_what_comes_twice_is_marked():
    feed = Days(*range(6), size=3)
    feed.days.insert(3, 3)
    again = [one.is_again for one in FeedReader(feed, Held()).scan() if isinstance(one, Scanned)]
    assert again == [False] * 3 + [True] + [False] * 3


class TestGone:
    def test_missing_from_list_and_by_itself(self):
        feed, held = Days(*range(8)), Held(off_list=("9",))
        list(FeedReader(feed, held).scan())
        assert held.told["gone"] == ["9"]
        assert feed.looks == [["9"], ["7"]]

    def test_not_while_no_other_post_answers(self):
        feed, held = Days(*range(8)), Held(off_list=("9",))
        feed.there.clear()
        list(FeedReader(feed, held).scan())
        assert "gone" not in held.told
        assert held.told["not_looked_at"] == ["9"]

    def test_not_of_an_account_of_which_nothing_came(self):
        feed, held = Days(), Held(off_list=("9",))
        list(FeedReader(feed, held).scan())
        assert held.told["not_looked_at"] == ["9"]

    def test_but_of_one_that_has_none_left(self):
        feed, held = Days(), Held(off_list=("9",))
        feed.stated_items = 0
        list(FeedReader(feed, held).scan())
        assert held.told["gone"] == ["9"]

    def test_not_what_the_platform_does_not_tell_of(self):
        feed, held = Days(*range(8)), Held(off_list=("9",))
        feed.hidden = frozenset({"9"})
        list(FeedReader(feed, held).scan())
        assert "gone" not in held.told
        assert held.told["not_looked_at"] == ["9"]

    def test_not_where_what_is_gone_looks_like_what_is_not_shown(self):
        feed, held = Days(*range(8)), Held(off_list=("9",))
        feed.tells_gone = False
        list(FeedReader(feed, held).scan())
        assert held.told["not_looked_at"] == ["9"]

    def test_what_answers_by_itself_comes_in(self):
        feed, held = Days(*range(8)), Held(off_list=("9",))
        feed.there.add("9")
        assert ids(FeedReader(feed, held))[-1] == "9"
        assert held.told["only_by_itself"] == ["9"]

    def test_what_is_due_is_missing_from_a_batch_and_by_itself(self):
        feed, held = Days(*range(8)), Held(due_now=("20", "21", "3"))
        feed.most_at_once = 50
        list(FeedReader(feed, held).scan())
        assert held.told["gone"] == ["20", "21"]
        assert feed.looks == [["20", "21", "3"], ["20"], ["21"], ["7"]]

    def test_without_batches_one_way_is_not_enough(self):
        feed, held = Days(*range(8)), Held(due_now=("20",))
        list(FeedReader(feed, held).scan())
        assert "gone" not in held.told
        assert held.told["not_looked_at"] == ["20"]

    def test_a_platform_in_trouble_is_asked_once(self):
        feed, held = Days(*range(8)), Held(off_list=("8", "9"), due_now=("20",))
        feed.trouble = True
        list(FeedReader(feed, held).scan())
        assert held.told["not_looked_at"] == ["8", "9", "20"]
        assert len(feed.looks) == 1


def test_single_posts_are_looked_up_and_no_list_is_read():
    feed, held = Days(*range(8)), Held(posts=("https://x.com/gemeente/status/3",))
    assert ids(FeedReader(feed, held)) == ["3"]
    assert feed.looks == [["3"]]


def reply(native: str, parent: str, stated: int | None = 0, **more: Any) -> Reply:
    entry = more.pop("entry", scanned(native, author=ELSE, parent=parent))
    return Reply(entry=entry, parent=parent, native_id=native, stated=stated, **more)


class TestReplies:
    def feed(self, stated: int | None, *replies: Reply, is_deep: bool = False) -> Days:
        feed = Days(7)
        feed.counts_all_levels = is_deep
        feed.stated["7"] = stated
        feed.below["7"] = list(replies)
        return feed

    def test_as_many_as_are_counted(self):
        held = Held()
        feed = self.feed(1, reply("a", "7", 1), reply("b", "a"))
        reader = FeedReader(feed, held)
        assert ids(reader) == ["7", "a", "b"]
        assert reader.stated_replies == Counted(2, 2)
        assert sorted(held.told["gave_all_answers"]) == ["7", "a", "b"]
        assert reader.findings() == []

    def test_fewer_than_are_counted_is_a_gap_and_tells_nothing_of_those_held(self):
        held = Held()
        reader = FeedReader(self.feed(3, reply("a", "7")), held)
        list(reader.scan())
        assert reader.stated_replies == Counted(1, 3)
        assert [(gap.kind, gap.count) for gap in reader.findings()] == [("replies_missing", 2)]
        assert held.told["gave_uncertain_answers"] == ["7"]
        assert held.told["gave_all_answers"] == ["a"]

    def test_one_that_comes_twice_does_not_stand_in_for_another(self):
        held = Held()
        reader = FeedReader(self.feed(2, reply("a", "7"), reply("a", "7")), held)
        assert ids(reader) == ["7", "a"]
        assert [(gap.kind, gap.count) for gap in reader.findings()] == [("replies_missing", 1)]
        assert held.told["gave_uncertain_answers"] == ["7"]

    def test_below_our_own_that_the_list_gives_nothing_is_known_here(self):
        held = Held()
        own = Reply(entry=None, parent="7", native_id="b", stated=0)
        reader = FeedReader(self.feed(1, own, own), held)
        assert ids(reader) == ["7"]
        assert reader.stated_replies == Counted(1, 1)
        assert held.told["gave_all_answers"] == ["7"]

    def test_a_number_below_zero_counts_nothing(self):
        held = Held()
        reader = FeedReader(self.feed(-1, reply("a", "7", -4)), held)
        assert ids(reader) == ["7", "a"]
        assert reader.stated_replies == Counted(1, None)
        assert sorted(held.told["gave_uncertain_answers"]) == ["7", "a"]

    def test_more_than_are_counted_tells_nothing_of_those_held(self):
        held = Held()
        reader = FeedReader(self.feed(1, reply("a", "7"), reply("b", "7")), held)
        list(reader.scan())
        assert "7" in held.told["gave_uncertain_answers"]

    def test_a_number_of_all_levels_holds_for_all_of_them(self):
        held = Held()
        feed = self.feed(2, reply("a", "7"), reply("b", "a"), is_deep=True)
        reader = FeedReader(feed, held)
        list(reader.scan())
        assert reader.stated_replies == Counted(2, 2)
        assert sorted(held.told["gave_all_answers"]) == ["7", "a", "b"]

    def test_one_that_cannot_be_read_makes_the_rest_uncertain(self):
        held = Held()
        broken = Reply(
            entry=Broken(file="r", number=1, reason=NO_JSON), parent=None, native_id=None
        )
        list(FeedReader(self.feed(1, broken), held).scan())
        assert held.told["gave_uncertain_answers"] == ["7"]

    def test_what_is_not_given_and_not_counted_is_a_gap(self):
        feed = self.feed(None)
        feed.below.clear()
        reader = FeedReader(feed, Held())
        list(reader.scan())
        assert [gap.kind for gap in reader.findings()] == ["replies_not_given"]
        assert reader.stated_replies == Counted(0, None)

    def test_none_counted_and_none_held_is_not_asked(self):
        feed = self.feed(0)
        feed.below.clear()  # would be no answer
        assert FeedReader(feed, Held()).findings() == []
        held = Held(answered=frozenset({"7"}))
        list(FeedReader(feed, held).scan())
        assert held.told["gave_uncertain_answers"] == ["7"]

    def test_our_own_that_no_list_counts_stand_beside_it(self):
        own = reply("b", "7", entry=scanned("b", parent="7"))
        feed = self.feed(2, reply("a", "7"), own)
        feed.counts_own_replies = False
        entries = {one.native_id: one for one in FeedReader(feed, Held()).scan()}  # type: ignore[union-attr] # all are read
        assert entries["b"].is_beside  # type: ignore[union-attr] # the same
        assert not entries["a"].is_beside  # type: ignore[union-attr] # the same

    def test_a_platform_without_replies_counts_none(self):
        feed = self.feed(4)
        feed.gives_replies = False
        reader = FeedReader(feed, Held())
        assert ids(reader) == ["7"]
        assert reader.stated_replies is None
        assert reader.findings() == []

    def test_who_takes_part_is_told_for_a_trial(self):
        feed = self.feed(2, reply("a", "7"), reply("b", "a"))
        (post, *_) = FeedReader(feed, Held()).scan()
        assert isinstance(post, Scanned)
        around = FeedReader(feed, Held()).around(post.content)
        assert around is not None
        assert around.items == ("a", "b")
        assert around.persons == (ELSE,)
        feed.below.clear()
        assert FeedReader(feed, Held()).around(post.content) is None


def test_what_is_kept_is_what_was_given():
    given = Given(b"{}", 3, "/data/1", b'{"users":[]}')
    assert kept(keep(given)) == given


@pytest.mark.parametrize("day", [3, 5])
def test_a_post_before_the_wanted_moment_ends_the_list(day: int) -> None:
    assert ids(FeedReader(Days(day, size=1), Held(since=at(4)))) == [str(day)]


class TestWithoutEnd:
    class Endless(Days):
        """Posts of ever earlier days, and below each ever more replies."""

        stated_items: int | None = None

        def pages(self, down_to: datetime | None) -> Iterator[list[Given]]:
            del down_to
            for first in range(10**6, 0, -self.size):
                yield [Given(str(first - day).encode(), 1, "") for day in range(self.size)]

        def entry(self, given: Given) -> Scanned:
            return scanned(given.content.decode())

        def replies(self, given: Given, entry: Scanned) -> Iterator[Reply]:
            for number in range(10**9):
                native = f"{entry.native_id}-{number}"
                yield reply(native, entry.native_id)

    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch):
        monkeypatch.setattr(endless, "MOST_POSTS", 20)
        monkeypatch.setattr(endless, "_LEEWAY", 1)
        monkeypatch.setattr(feed_replies, "MOST_REPLIES", 10)
        monkeypatch.setattr(feed_replies, "MOST_REPLIES_OF_RUN", 25)

    @pytest.mark.parametrize(
        ("stated", "uncounted", "posts"),
        [(None, (), 21), (10**9, (), 21), (5, (), 12), (5, (ItemKind.BOOST,), 21)],
    )
    def test_a_list_ends_by_what_is_stated_or_by_what_is_settled(self, stated, uncounted, posts):
        feed = self.Endless()
        feed.stated_items, feed.uncounted, feed.gives_replies = stated, uncounted, False
        reader = FeedReader(feed, Held())
        assert len(ids(reader)) == posts
        assert reader.broken_off is not None
        assert "beheerder van de server" in reader.broken_off.nl

    def test_a_list_of_ever_more_empty_pages_ends(self, monkeypatch):
        monkeypatch.setattr(feed_reader, "MOST_EMPTY", 3)
        feed = self.Endless()
        pages = iter([[Given(b"9", 1, "")], [], [], [], [Given(b"8", 1, "")], *[[]] * 9])
        feed.pages, feed.gives_replies = lambda _: pages, False
        reader = FeedReader(feed, Held())
        assert ids(reader) == ["9", "8"]
        assert reader.broken_off == GOES_ROUND

    def test_replies_end_below_a_post_and_in_a_run(self):
        feed = self.Endless()
        feed.stated = dict.fromkeys(map(str, range(10**6 - 30, 10**6 + 1)), 3)
        reader = FeedReader(feed, held := Held())
        came = [one for one in reader.scan() if isinstance(one, Scanned) and one.author]
        assert len(came) == 25
        told = {one.kind: one for one in reader.findings()}
        assert told["replies_endless"].count == 21
        assert len(told["replies_endless"].where) == 20
        assert "gave_all_answers" not in held.told
