"""A link from one of our posts to another of ours ties the two records, whichever came first."""

from pathlib import Path
from typing import Any

import pytest
from place import ME as ON_MASTODON
from place import Archive
from place import post as on_mastodon
from place import url as url_of
from test_x_export import ME as ON_X
from test_x_export import export as export_of_x
from test_x_export import post as on_x

from weerklank.services.find import tied_items
from weerklank.services.find.read_items import ItemReader
from weerklank.testing.mastodon_export import write_export

X_POST = on_x(3, "Alles over de dijk")
LINK = f"https://twitter.com/{ON_X.name}/status/{X_POST.number}?s=20"
MASTODON_POST = on_mastodon(4, f'Zie ook <a href="{LINK}">wat we op X schreven</a>')


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    made = Archive(tmp_path / "plaats").make()
    made.good("account", "add", ON_X.url, "--kind", "corporate")
    return made


def fill(place: Archive, *order: str) -> None:
    for name in order:
        if name == "x":
            place.take(export_of_x(place.root, X_POST))
        else:
            path = place.root / "mastodon.tar.gz"
            write_export(path, ON_MASTODON, [MASTODON_POST, on_mastodon(5, "Iets anders")])
            place.take(path)


def shown(place: Archive, words: str) -> Any:
    (hit,) = place.good("search", words)["hits"]
    return place.good("show", hit["id"])


@pytest.mark.parametrize("order", [("x", "mastodon"), ("mastodon", "x")])
def test_both_records_tell_of_each_other(place, order):
    fill(place, *order)
    here, there = shown(place, "schreven"), shown(place, "dijk")
    assert [(one["id"], one["leads"]) for one in here["tied"]] == [(there["id"], "from_here")]
    assert [(one["id"], one["leads"]) for one in there["tied"]] == [(here["id"], "to_here")]
    assert here["tied"][0]["platform"] == "x"
    assert shown(place, "anders")["tied"] == []


def test_a_tie_is_there_again_after_a_rebuild(place):
    fill(place, "x", "mastodon")
    place.good("catalogue", "rebuild")
    assert len(shown(place, "dijk")["tied"]) == 1
    assert shown(place, "dijk")["tied"][0]["url"] == url_of(MASTODON_POST)


def test_what_is_for_followers_is_tied_for_who_may_see_it(place):
    path = place.root / "mastodon.tar.gz"
    hidden = on_mastodon(4, f'Zie <a href="{LINK}">X</a>', visibility="followers")
    write_export(path, ON_MASTODON, [hidden])
    place.take(path)
    fill(place, "x")
    told = shown(place, "dijk")["tied"]
    assert [one["leads"] for one in told] == ["to_here"]


def test_what_somebody_else_wrote_ties_nothing(place):
    fill(place, "x")
    path = place.root / "mastodon.tar.gz"
    write_export(path, ON_MASTODON, [on_mastodon(4, "Zie https://x.com/iemand/status/1")])
    place.take(path)
    assert shown(place, "dijk")["tied"] == []


def test_an_address_of_ours_elsewhere_names_nobody_of_the_platform_where_it_stands(place):
    # Somebody may be called @gemeente on X; the address is of our account on Mastodon.
    told = f"Zie {url_of(MASTODON_POST)}"
    place.take(export_of_x(place.root, on_x(6, told)))
    assert place.texts() == [told]


def test_of_many_that_lead_to_one_the_newest_are_read_and_no_more(place, monkeypatch):
    fill(place, "x")
    path = place.root / "mastodon.tar.gz"
    posts = [on_mastodon(day, f'Nr {day} <a href="{LINK}">X</a>') for day in range(4, 12)]
    write_export(path, ON_MASTODON, posts)
    place.take(path)
    read: list[object] = []
    once = ItemReader.try_read

    def noting(reader: ItemReader, at: Any) -> Any:
        read.append(at)
        return once(reader, at)

    monkeypatch.setattr(tied_items, "_MOST", 3)
    (hit,) = place.good("search", "dijk")["hits"]
    monkeypatch.setattr(ItemReader, "try_read", noting)
    told = place.good("show", hit["id"])["tied"]
    assert [one["url"] for one in told] == [url_of(one) for one in reversed(posts[-3:])]
    assert len(read) < len(posts)
