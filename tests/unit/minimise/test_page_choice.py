"""Of a page is kept what is ours, and of others what the archive shows."""

import pytest
from page_trees import (
    HOST,
    REPLY_HERE,
    Bodies,
    World,
    detailed,
    el,
    mastodon_map,
    page,
    resource,
    status,
)

from weerklank.minimise.page_choice import choose

AVATAR = f"{HOST}/system/avatars/dam.png"


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.blind.close()


def chosen(world, *parts, resources=None, bodies=None, **more):
    found = resource(AVATAR) | (resources or {})
    return choose(
        page(*parts, **more), found, bodies or Bodies(), mastodon_map(), world.shown, stopped="end"
    )


def test_a_post_is_kept_and_marked(world):
    made = chosen(world, detailed(el("p", "Dag allemaal, het zwembad is open.")))
    html = made.html.decode()
    assert "Dag allemaal, het zwembad is open." in html
    assert "data-weerklank-post" in html
    assert "3 boosts" in html
    assert "2 november 2026" in html
    assert "Gemeente Dam" in html
    assert made.resources == (AVATAR,)
    assert made.shows == (world.post.key,)
    assert made.post_box == (10, 20, 600, 300)
    assert made.title == "Bericht van @dam@social.dam.example, 2026-11-02"
    assert "Dag allemaal" in made.text
    assert "Wietske" not in html + made.text


def test_a_reply_is_what_the_archive_holds(world):
    made = chosen(
        world,
        detailed(el("p", "Dag")),
        status(REPLY_HERE, "/@wietskezandstra@elders.example", "Wietske Zandstra", "Wat een plan"),
    )
    html = made.html.decode()
    assert str(world.jan) in html
    assert "Wat een plan" in html
    assert "ietske" not in html
    assert made.facts.replies == 1
    assert made.shows == (world.post.key, world.reply.key)
