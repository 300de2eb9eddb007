"""What begins as an address of ours is searched for others, and read as browsers read it."""

import pytest
from place import HOST, ME, SOMEONE, Archive, line, members, noted, post, tar, uri, url

from weerklank.testing.mastodon_export import ExportBoost, snowflake

FIRST = post(1, "dag")
HERE, MINE = url(FIRST), uri(FIRST)
MENTION = {"type": "Mention", "href": SOMEONE[0], "name": SOMEONE[1]}
PAGE = {"type": "CollectionPage", "partOf": f"{MINE}/replies/trijntje_vlier", "items": []}


@pytest.fixture
def place(tmp_path):
    return Archive(tmp_path).make()


def taken(place, *pieces):
    place.take(tar(place.root / "export.tar.gz", members(pieces)))
    return place.rows(), place.lines("source")


NAMED = {
    "words in the address": {"url": f"{HERE}-dank-trijntje_vlier"},
    "words in the id": {"id": f"{MINE}-trijntje_vlier", "atomUri": f"{MINE}-trijntje_vlier"},
    "a fragment": {"url": f"{HERE}#trijntje_vlier"},
    "a query": {"url": f"{HERE}?to=trijntje%255Fvlier"},
    "a conversation": {"conversation": f"tag:{HOST},2026:objectId=trijntje_vlier"},
    "a page of answers": {"replies": {"type": "Collection", "first": PAGE}},
    "a next page": {
        "replies": {
            "type": "Collection",
            "first": {
                "type": "CollectionPage",
                "next": f"{ME.actor_id}/trijntje_vlier/replies?page=true",
                "items": [],
            },
        }
    },
    "an addressee": {"to": [f"{ME.actor_id}/trijntje_vlier"]},
}


@pytest.mark.parametrize("how", NAMED)
def test_an_address_of_ours_that_names_somebody_of_the_item_does_not_stay(place, how):
    more = NAMED[how]
    if "to" in more:
        more = {"to": [*more["to"], "https://www.w3.org/ns/activitystreams#Public"]}
    taken(place, noted(FIRST, tag=[MENTION], **more))
    assert b"vlier" not in place.bytes_of_all()
    assert b"trijntje" not in place.bytes_of_all()


def test_an_address_of_ours_that_names_somebody_of_the_thread_does_not_stay(place):
    second = post(2, "ook dag")
    (_, row), _ = taken(
        place,
        noted(FIRST, tag=[MENTION]),
        noted(second, inReplyTo=MINE, url=f"{url(second)}-trijntje_vlier"),
    )
    assert "url" not in row
    assert b"vlier" not in place.bytes_of_all()


UNNAMED = {
    "a handle behind it": {"url": f"{HERE}#@trijntje_vlier@mast.example"},
    "a handle asked": {"url": f"{HERE}?to=%40trijntje_vlier%40mast.example"},
    "an address behind it": {"url": f"{HERE}#https://mast.example/@trijntje_vlier"},
    "two dots": {"url": f"https://{HOST}/@gemeente/../@trijntje_vlier/1"},
    "escaped dots": {"url": f"https://{HOST}/@gemeente/%2e%2E/@trijntje_vlier/1"},
    "dots escaped twice": {"url": f"https://{HOST}/@gemeente/%252e%252e/@trijntje_vlier/1"},
    "leaning slashes": {"url": f"https://{HOST}/@gemeente\\..\\@trijntje_vlier\\1"},
    "one dot": {"url": f"https://{HOST}/./@trijntje_vlier/1"},
    "dots in the id": {"atomUri": f"{ME.actor_id}/../trijntje_vlier/statuses/1"},
    "a conversation": {"conversation": f"tag:{HOST},2026:objectId=trijntje_vlier"},
}


@pytest.mark.parametrize("how", UNNAMED)
def test_an_address_of_ours_that_leads_to_somebody_does_not_stay(place, how):
    taken(place, noted(FIRST, **UNNAMED[how]))
    assert b"vlier" not in place.bytes_of_all()


@pytest.mark.parametrize("address", [made["url"] for made in UNNAMED.values() if "url" in made])
def test_nor_does_it_in_a_text(place, address):
    taken(place, noted(post(1, f'<a href="{address}">hier</a> of {address} dus')))
    (text,) = place.texts()
    assert text.startswith(("hier of Burger-", "@Burger-"))
    assert b"vlier" not in place.bytes_of_all()


@pytest.mark.parametrize("cc", [[SOMEONE[0]], []])
def test_nor_does_the_id_of_what_was_shared(place, cc):
    boost = ExportBoost(
        number=snowflake(FIRST.published),
        published=FIRST.published,
        object_uri=f"{SOMEONE[0]}/statuses/1",
    )
    cc = [*cc, f"{ME.actor_id}/followers"]
    taken(place, line(boost, id=f"{MINE}/activity#trijntje_vlier", cc=cc))
    assert b"vlier" not in place.bytes_of_all()


def test_the_usual_addresses_of_ours_stay_whoever_is_mentioned(place):
    (row,), sources = taken(place, noted(FIRST, tag=[MENTION]))
    (source,) = [one for one in sources if "object" in one]
    before = noted(FIRST)
    assert row["url"] == HERE
    assert source["id"] == before["id"]
    for name in ("id", "url", "atomUri", "conversation", "replies", "likes", "shares"):
        assert source["object"][name] == before["object"][name]
