"""What choosing from a page asks of the archive, answered by what minimisation knows."""

import pytest
from page_trees import ACCOUNT, HOST, JAN, POST, REPLY, REPLY_HERE, World

from weerklank.minimise.page_shown import PageShows
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.blind.close()


def test_an_item_is_found_by_every_address_of_it(world):
    for address in (POST, f"{HOST}/users/dam/statuses/1", f"{HOST}/web/@dam/1"):
        assert world.shown.item_at(address) == world.post
    assert world.shown.item_at(REPLY) == world.shown.item_at(REPLY_HERE) == world.reply
    assert world.shown.item_at(f"{ACCOUNT}/2") is None


@pytest.mark.parametrize(
    ("address", "is_own"),
    [
        (ACCOUNT, True),
        (POST, True),
        (f"{HOST}/users/dam", True),
        (f"{HOST}/@dam@elders.example", False),
        (f"{HOST}/@damster", False),
        (f"{HOST}/", False),
        ("https://elders.example/@dam", False),
        (JAN.user_id, False),
        ("", False),
    ],
)
def test_an_address_is_ours_or_it_is_not(world, address, is_own):
    assert world.shown.own_address(address) is is_own


def test_words_of_ours_lose_whoever_takes_part_and_whomever_they_lead_to(world):
    link = '<a href="https://ver.example/@kees_kwikzilver">hier</a>'
    html = f"<p>Dank Wietske, zie {link}. Kees Kwikzilver!"
    cleaned, hits = world.shown.clean(html, world.post.key)
    assert str(world.jan) in cleaned
    assert "wikzilver" not in cleaned
    assert hits == 3
    other = world.hold(f"{ACCOUNT}/2")
    assert world.shown.clean("<p>Dank Wietske", other.key) == ("<p>Dank Wietske", 0)


@pytest.mark.parametrize(
    "words", ["zandstra", "x-Wietske_Zandstra", "wietskeZandstra", "a\nzandstra"]
)
def test_words_of_a_page_name_somebody_of_its_threads_alone(world, words):
    other = world.hold(f"{ACCOUNT}/2")
    assert world.shown.names(words, [other.key, world.post.key])
    assert not world.shown.names(words, [other.key])
    assert not world.shown.names("zand-straat", [world.post.key])


def test_the_thread_of_an_item_is_asked_for_once(world):
    asked = []

    def held(key):
        asked.append(key)
        return world.held.get(key)

    shown = PageShows(world.who, world.keys, world.blind, held)
    for _ in range(3):
        assert str(world.jan) in shown.clean("Dank Zandstra", world.reply.key)[0]
    assert asked == [world.reply.key]


def test_a_handle_under_another_domain_than_its_pages_is_ours_too(world):
    alias = RawPerson(
        platform=Platform.MASTODON,
        user_id=f"{HOST}/users/dam",
        handle="dam@dam.example",
        other_handles=("dam@social.dam.example",),
        addresses=(ACCOUNT,),
    )
    who = type(world.who)(alias, frozenset(), world.blind)
    shown = PageShows(who, world.keys, world.blind, world.held.get)
    assert shown.own_address("https://dam.example/@dam")
    assert not shown.own_address("https://dam.example/@wietske")
