"""What of messages is measured, case by case: no count flatters."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from weerklank.model.completeness import Measured
from weerklank.model.ids import AccountId
from weerklank.model.item import Captions, ItemKind
from weerklank.services.measure.archive_facts import _apart
from weerklank.services.measure.held_account import HeldAccount, HeldPackage, within
from weerklank.services.measure.message import HeldMedium, Message
from weerklank.services.measure.of_messages import of_messages
from weerklank.services.measure.scene import Scene

PLAIN = Message(
    id="vbd-1",
    key="A",
    where="open/a0001/2026-11/1/0001",
    kind=ItemKind.POST,
    is_own=True,
    is_dated=True,
    created_at="2026-11-20T09:00:00Z",
    day=date(2026, 11, 20).toordinal(),
    version=1,
    seen=1,
    thread=None,
    parent=None,
    is_for_all=True,
    has_text=True,
    has_words=True,
    has_content=True,
    has_address=True,
    has_language=True,
    has_counts=True,
    stated_replies=None,
    is_edited=False,
    wordings=1,
    captions=None,
    media={},
)


def message(key: str, **more: Any) -> Message:
    return replace(PLAIN, id=f"vbd-{key}", key=key, **more)


def reply(key: str, parent: str, thread: str, *, own: bool = False) -> Message:
    return message(key, kind=ItemKind.REPLY, parent=parent, thread=thread, is_own=own)


def measured(*messages: Message, files: tuple[str, ...] = ()) -> dict[str, Measured]:
    held = HeldAccount(AccountId("a0001"), messages={one.key: one for one in messages})
    held.media = dict.fromkeys(files, cast("HeldPackage", None))
    scene = SimpleNamespace(
        held=held, said=[*messages], own=[one for one in messages if one.is_own], most=5
    )
    return dict(of_messages(cast("Scene", scene)))


def share(found: Measured) -> tuple[int | None, int | None]:
    return found.holding, found.of


@pytest.mark.parametrize(
    ("stated", "replies", "expected"),
    [
        (2, [("b", "A", "A"), ("c", "A", "A")], (2, 2)),
        (2, [("b", "A", "A")], (1, 2)),
        (2, [], (0, 2)),
        # Of what begins a thread all of it counts, as some platforms count it, and no more.
        (2, [("b", "A", "A"), ("c", "b", "A")], (2, 2)),
        (1, [("b", "A", "A"), ("c", "A", "A")], (1, 1)),
    ],
)
def test_replies_are_held_against_what_each_post_states(stated, replies, expected):
    answers = [reply(*each) for each in replies]
    found = measured(message("A", stated_replies=stated), *answers)["replies"]
    assert share(found) == expected
    lacking = [row for row in found.evidence if "minder reacties" in row.what.nl]
    assert bool(lacking) == (expected[0] < expected[1])


def test_many_replies_of_one_post_make_up_for_none_of_another():
    answers = [reply(key, "A", "A") for key in "bcde"]
    posts = [message("A", stated_replies=2), message("Z", stated_replies=2)]
    found = measured(*posts, *answers)["replies"]
    assert share(found) == (2, 4)
    assert [row.items for row in found.evidence] == [("vbd-Z",)]


def test_what_nobody_states_is_not_checked_and_none_stated_is_nothing_to_check():
    unknown = measured(message("A"))["replies"]
    assert (unknown.value, unknown.is_empty) == (None, False)
    none = measured(message("A", stated_replies=0))["replies"]
    assert (none.value, none.is_empty) == (None, True)


def test_a_reply_needs_its_parent_and_own_ones_elsewhere_are_told_beside():
    found = measured(
        message("A"),
        reply("b", "A", "A"),
        reply("c", "lost", "A"),
        reply("d", "lost", "lost"),
        reply("e", "theirs", "theirs", own=True),
    )["threads"]
    assert share(found) == (1, 3)
    told = {row.what.nl: row.items for row in found.evidence}
    assert told["reageren op iets dat hier niet is"] == ("vbd-c", "vbd-d")
    assert told["eigen reacties in draden van anderen, die hier niet horen"] == ("vbd-e",)


def test_each_medium_without_a_file_has_its_reason():
    media = {
        "m1": HeldMedium("een.png", None, has_description=True, has_faces=False),
        "m2": HeldMedium("weg.png", None, has_description=True, has_faces=False),
        "m3": HeldMedium(None, "not_fetched", has_description=False, has_faces=False),
        "m4": HeldMedium(None, "iets", has_description=False, has_faces=False),
    }
    found = measured(message("A", media=media), files=("een.png",))
    assert share(found["media"]) == (1, 4)
    assert sorted(row.what.nl for row in found["media"].evidence) == [
        "met een mediabestand dat weg is",
        "met een medium zonder bestand: niet opgehaald",
        "met een medium zonder bestand: om een andere reden",
    ]
    assert all(row.items == ("vbd-A",) for row in found["media"].evidence)
    assert share(found["descriptions"]) == (0, 1)


def test_what_one_version_tells_is_known_and_the_newest_says_when():
    first = message("A", has_language=False, seen=1, stated_replies=3)
    first.media = {"m": HeldMedium(None, "not_in_api", has_description=False, has_faces=False)}
    later = replace(
        message("A", version=2, wordings=1, is_edited=True, seen=4, stated_replies=5),
        created_at="2026-11-21T09:00:00Z",
        where="open/a0001/2026-11/2/0002",
        captions=Captions.UNTOLD,
        media={"m": HeldMedium("een.png", None, has_description=True, has_faces=False)},
    )
    for one, other in ((first, later), (replace(later), replace(first))):
        one.also(other)
        assert (one.seen, one.wordings, one.is_edited) == (5, 2, True)
        assert (one.where, one.stated_replies) == (later.where, 5)
        assert one.has_language
        assert (one.media["m"].file, one.media["m"].missing) == ("een.png", None)


def test_an_edit_needs_a_version_from_before():
    told = [message("A", is_edited=True), message("B", is_edited=True, wordings=2), message("C")]
    found = measured(*told)["edits"]
    assert share(found) == (1, 2)
    assert [row.items for row in found.evidence] == [("vbd-A",)]


def test_a_period_has_its_first_and_last_day_and_nothing_without_a_day():
    days = [replace(message(str(n)), day=date(2026, 11, n).toordinal()) for n in (1, 2, 3)]
    undated = message("x", is_dated=False)
    inside = within([*days, undated], date(2026, 11, 2), date(2026, 11, 3))
    assert [one.key for one in inside] == ["2", "3"]
    assert within([undated], None, None) == [undated]
    assert datetime.fromisoformat(PLAIN.created_at).tzinfo == UTC


@pytest.mark.parametrize(
    ("holders", "expected"),
    [
        ([{"a"}, {"b"}, {"c"}], 3),
        ([{"a"}, {"a"}, {"a"}], 1),
        ([{"a", "b"}, {"a"}, set()], 2),
        ([{"a", "b"}, {"a", "b"}, {"a", "b"}], 2),
        ([set(), set(), set()], 0),
        ([{"a", "b", "c"}, {"a"}, {"a", "b"}], 3),
    ],
)
def test_roles_are_apart_as_far_as_different_persons_can_hold_them(holders, expected):
    assert _apart(holders) == expected
