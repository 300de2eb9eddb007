"""Somebody whom a record of one of Meta's APIs names stands nowhere, in whatever field."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from meta_place import Live, at, picture
from place import Archive

from weerklank.connectors.facebook import api_shape as facebook
from weerklank.connectors.instagram import api_shape as instagram
from weerklank.connectors.threads import api_shape as threads
from weerklank.model.raw import Field, Shape
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.facebook_server import NUMBER, FacebookDouble, facebook_server
from weerklank.testing.graph_double import GraphError
from weerklank.testing.instagram_server import InstagramDouble, instagram_server
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.threads_server import ThreadsDouble, threads_server

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

PERSON = Canaries().give("in each field", CanaryClass.THIRD)
FIRST = 17_900_000_000_000_000
ME = "gemeentevoorbeelddam"
#: Fields of which a double makes an edge, or by which a record is told apart or placed.
PLAIN = {"id", "timestamp", "created_time", "permalink", "permalink_url", "children", "comments"}
PLAIN |= {"reactions", "username", "link", "from", "parent", "root_post", "replied_to", "replies"}
LISTS = {"data"}


def places(shape: Shape, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Give every field of a shape that may hold something of somebody."""
    for name, rule in shape.items():
        if name in PLAIN and not path:
            continue
        if isinstance(rule, dict):
            yield from places(rule, (*path, name))
        elif rule is not Field.KEEP:
            yield (*path, name)


def filled(path: tuple[str, ...], value: str) -> dict[str, Any]:
    """Give the first field of a path, with all that is below it."""
    below: Any = value
    for name in reversed(path[1:]):
        below = [{name: below}] if name == "data" and isinstance(below, str) else {name: below}
    if path[1:2] == ("data",):
        below = {"data": [below["data"]]}
    return {path[0]: below}


def spellings(site: str) -> list[str]:
    return [f"@{PERSON.local}", f"https://www.{site}{PERSON.local}", PERSON.address]


def records(shape: Shape, site: str) -> list[dict[str, Any]]:
    """Give what a post has besides: in each another field holds somebody."""
    said = [f"Voor {one} nog iets" for one in spellings(site)]
    return [filled(path, value) for path in places(shape) for value in said]


def demand_no_leak(place: Archive) -> None:
    leaks = [one for one in LeakScan([PERSON]).folder(place.root) if one.canary is not None]
    assert not leaks, [one.where for one in leaks]


def test_in_no_field_of_instagram(tmp_path: Path) -> None:
    double = InstagramDouble(ME, "Gemeente Voorbeelddam", biography=f"Van @{PERSON.local}")
    by = ("6800000000000001", PERSON.local)
    made = records(instagram.MEDIA, "instagram.com/")
    for number, more in enumerate(made):
        when = at(300) + timedelta(hours=number)
        double.nodes[double.post(FIRST + number, when, "Bericht")].record |= more
    for number, more in enumerate(records(instagram.COMMENT, "instagram.com/")):
        one = double.comment(900 + number, at(1), "Ja", by, str(FIRST))
        double.nodes[one].record |= {k: v for k, v in more.items() if k != "from"}
    assert len(made) > 10
    with instagram_server(double):
        live = Live(Archive(tmp_path).begin(), double)
        live.connect()
        live.place.run("harvest", "a0001")
        demand_no_leak(live.place)
        assert len(live.place.rows()) > len(made)


def test_in_no_field_of_facebook(tmp_path: Path) -> None:
    about = f"Van @{PERSON.local}"
    double = FacebookDouble(ME, "Gemeente Voorbeelddam", about=about, description=about)
    made = records(facebook.POST, "facebook.com/")
    for number, more in enumerate(made):
        when = at(300) + timedelta(hours=number)
        double.nodes[double.post(FIRST + number, when, "Bericht")].record |= more
    post = f"{NUMBER}_{FIRST}"
    by = ("7000000000000001", PERSON.name)
    for number, more in enumerate(records(facebook.COMMENT, "facebook.com/")):
        one = double.comment(900 + number, at(1), "Ja", by, post)
        double.nodes[one].record |= more
    assert len(made) > 10
    with facebook_server(double):
        live = Live(Archive(tmp_path).begin(), double)
        live.connect()
        live.place.run("harvest", "a0001")
        demand_no_leak(live.place)
        assert len(live.place.rows()) > len(made)


def test_in_no_field_of_threads(tmp_path: Path) -> None:
    bio = f"Van @{PERSON.local}"
    double = ThreadsDouble(ME, "Gemeente Voorbeelddam", threads_biography=bio)
    made = records(threads.MEDIA, "threads.com/@")
    for number, more in enumerate(made):
        when = at(300) + timedelta(hours=number)
        double.nodes[double.post(FIRST + number, when, "Bericht")].record |= more
        one = double.reply(FIRST + 900 + number, at(1), "Ja", PERSON.local, str(FIRST))
        double.nodes[one].record |= more
    assert len(made) > 10
    with threads_server(double):
        live = Live(Archive(tmp_path).begin(), double)
        live.connect()
        live.place.run("harvest", "a0001")
        demand_no_leak(live.place)
        assert len(live.place.rows()) > len(made)


SAYS = (f"Dag {PERSON.name}", f"Dag {PERSON.local}", f"Eens met {PERSON.name}")


def test_who_takes_part_at_facebook_is_named_by_no_other(tmp_path: Path) -> None:
    double = FacebookDouble(ME, "Gemeente Voorbeelddam")
    post = double.post(FIRST, at(3), "Bericht")
    by = ("7000000000000001", PERSON.name)
    top = double.comment(900, at(2), f"Ik ben {PERSON.name}", by, post)
    double.comment(901, at(1.9), SAYS[0], (NUMBER, "Gemeente Voorbeelddam"), post, top)
    double.comment(902, at(1.8), SAYS[2], ("7000000000000002", "Iemand Anders"), post, top)
    # One of whom only the name is told, in a thread of its own.
    other = double.post(FIRST + 1, at(2), "Bericht")
    told = double.comment(910, at(2), "Ik", by, other)
    double.nodes[told].record["from"] = {"name": PERSON.name}
    double.comment(911, at(1.9), SAYS[0], (NUMBER, "Gemeente Voorbeelddam"), other, told)
    # And one whom a tag names without a number.
    tagged = double.post(FIRST + 2, at(1), SAYS[0])
    double.nodes[tagged].record["message_tags"] = [{"name": PERSON.name, "offset": 4}]
    with facebook_server(double):
        live = Live(Archive(tmp_path).begin(), double)
        live.connect()
        live.place.run("harvest", "a0001")
        demand_no_leak(live.place)
        assert sum(text.startswith("Dag Burger-") for text in live.place.texts()) == 3


def test_who_takes_part_at_instagram_is_named_by_no_other(tmp_path: Path) -> None:
    double = InstagramDouble(ME, "Gemeente Voorbeelddam")
    post = double.post(FIRST, at(3), "Bericht")
    double.files[f"/files/{FIRST}.jpg"] = picture(1)
    top = double.comment(900, at(2), "Ik", ("6800000000000001", PERSON.local), post)
    double.comment(901, at(1.9), SAYS[1], ("1", ME), top)
    with instagram_server(double):
        live = Live(Archive(tmp_path).begin(), double)
        live.connect()
        live.harvest()
        demand_no_leak(live.place)
        assert any(text.startswith("Dag Burger-") for text in live.place.texts())


def test_who_takes_part_at_threads_is_named_by_no_other(tmp_path: Path) -> None:
    double = ThreadsDouble(ME, "Gemeente Voorbeelddam")
    post = double.post(FIRST, at(3), "Bericht")
    top = double.reply(FIRST + 1, at(2), "Ik", PERSON.local, post)
    double.reply(FIRST + 2, at(1.9), SAYS[1], ME, post, top)
    with threads_server(double):
        live = Live(Archive(tmp_path).begin(), double)
        live.connect()
        live.harvest()
        demand_no_leak(live.place)
        assert any(text.startswith("Dag Burger-") for text in live.place.texts())


@pytest.mark.parametrize(
    "address",
    [
        f"https://www.facebook.com/{PERSON.local}/posts/100200300",
        f"https://www.facebook.com/profile.php?id={PERSON.number}",
        f"https://www.facebook.com/permalink.php?story_fbid=1&id={PERSON.number}",
        "https://www.facebook.com/photo.php?fbid=100200300",
        "https://m.facebook.com/groups/100200/permalink/300",
        "https://fb.watch/abc",
    ],
)
def test_of_what_is_shared_nobody_is_told_who_made_it(tmp_path: Path, address: str) -> None:
    double = FacebookDouble(ME, "Gemeente Voorbeelddam")
    shared = {
        "media_type": "link",
        "type": "share",
        "title": PERSON.name,
        "description": f"Van {PERSON.name}",
        "unshimmed_url": address,
        "target": {"id": str(PERSON.number), "url": address},
    }
    post = double.post(FIRST, at(3), "Gedeeld", attachments={"data": [shared]})
    own = double.comment(900, at(2), "Kijk", (NUMBER, "Gemeente Voorbeelddam"), post)
    theirs = double.comment(901, at(2), "Ja", ("7000000000000002", "Iemand Anders"), post)
    for number in (own, theirs):
        double.nodes[number].record["attachment"] = shared
    with facebook_server(double):
        live = Live(Archive(tmp_path).begin(), double)
        live.connect()
        assert live.harvest()["complete"]
        demand_no_leak(live.place)


OF_ANOTHER = {
    "instagram": f"https://www.instagram.com/{PERSON.local}/p/Cx/",
    "facebook": f"https://www.facebook.com/{PERSON.local}/posts/1",
    "threads": f"https://www.threads.com/@{PERSON.local}/post/Dx",
}


def test_no_report_tells_the_address_of_another_where_something_lacks(tmp_path: Path) -> None:
    instagram = InstagramDouble(ME, "Gemeente Voorbeelddam")
    for number, more in enumerate(({"media_url": None}, {})):
        address = OF_ANOTHER["instagram"]
        post = instagram.post(FIRST + number, at(3), "Bericht", permalink=address, **more)
        instagram.edge(post, "comments").hidden = 2
    facebook = FacebookDouble(ME, "Gemeente Voorbeelddam")
    post = facebook.post(FIRST, at(3), "Bericht", permalink_url=OF_ANOTHER["facebook"])
    facebook.edge(post, "comments").hidden = 2
    threads = ThreadsDouble(ME, "Gemeente Voorbeelddam")
    made = threads.post(FIRST, at(3), "Bericht", has_replies=True)
    threads.nodes[made].record["permalink"] = OF_ANOTHER["threads"]
    threads.errors["/conversation"] = GraphError(2), 99
    with instagram_server(instagram), facebook_server(facebook), threads_server(threads):
        for name, double in (("i", instagram), ("f", facebook), ("t", threads)):
            root = tmp_path / name
            root.mkdir()
            live = Live(Archive(root).begin(), double)
            live.connect()
            assert live.harvest(code=1)["gaps"]
            demand_no_leak(live.place)
