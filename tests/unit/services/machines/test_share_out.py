"""How much of what is due is put in the queue at a time."""

import pytest

from weerklank.model.ids import AccountId
from weerklank.services.machines.share_out import MOST, MOST_OF_SERVER, to_put
from weerklank.services.schedule.due_work import Part, Work, work_named


def harvests(first: int, count: int) -> list[Work]:
    return [Work(Part.HARVEST, AccountId(f"a{n:04}")) for n in range(first, first + count)]


def on(server: str, *groups: list[Work]) -> dict[AccountId, str]:
    return {one.account: server for group in groups for one in group if one.account}


def test_a_slow_server_leaves_room_for_others():
    slow, quick = harvests(1, 30), harvests(50, 2)
    servers = on("traag.example", slow) | on("vlug.example", quick)
    chosen = to_put([*slow, *quick], [], servers)
    assert chosen == [*slow[:MOST_OF_SERVER], *quick]
    assert to_put([*slow, *quick], chosen, servers) == [], "what waits is put once"
    assert to_put(slow, chosen[1:], servers) == [slow[0]], "one is done: the next may"


def test_one_thing_at_a_time_is_done_with_an_account():
    (harvest,) = harvests(1, 1)
    pages = Work(Part.PAGES, harvest.account)
    servers = on("een.example", [harvest])
    assert to_put([harvest, pages], [], servers) == [harvest]
    assert to_put([pages], [harvest], servers) == []


def test_a_queue_is_never_long():
    many = harvests(1, MOST + 10)
    servers = {one.account: f"{one.account}.example" for one in many if one.account}
    chosen = to_put([Work(Part.SCAN), *many], [Work(Part.CARE)], servers)
    assert chosen[0] == Work(Part.SCAN)
    assert len(chosen) == MOST - 1
    assert to_put([Work(Part.SCAN)], [Work(Part.SCAN)], {}) == []


def test_work_has_a_name_that_says_it_again():
    for work in (Work(Part.CARE), *harvests(7, 1)):
        assert work_named(str(work)) == work


def test_a_name_from_a_queue_holds_no_more_than_work_and_a_number():
    """Whoever can write to the database names work: nothing of theirs reaches a log or a hand."""
    for name in (
        *(
            "harvest:../../etc",
            "harvest:a1\x1b[2J",
            "harvest:a0001\n",
            "harvest:A0001",
            "harvest:",
        ),
        *("harvest", "scan:a0001", "care:", "rm -rf", "", "pages:a" + "1" * 99, "x" * 999),
    ):
        with pytest.raises(ValueError, match=r"^.{0,60}$"):
            work_named(name)
    for part in Part:
        is_whole = part in {Part.SCAN, Part.CARE}
        work = Work(part, None if is_whole else AccountId("a12345"))
        assert work_named(str(work)) == work
