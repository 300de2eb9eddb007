"""Exports of servers that write ids and tags in another way than Mastodon."""

import pytest
from place import HOST, ME, SOMEONE, Archive, members, noted, post, tar

ID = "8e0a1b2c-3d4e-4f50-8a9b-0c1d2e3f4a5b"
NOTE = f"https://{HOST}/objects/{ID}"
URL = f"https://{HOST}/notice/AqB3xKz9mP1uVwYt4C"
ACT = f"https://{HOST}/activities/{ID}"
MENTION = {"type": "Mention", "href": SOMEONE[0], "name": SOMEONE[1]}


@pytest.fixture
def place(tmp_path):
    return Archive(tmp_path).make()


def taken(place, *pieces):
    """Take posts in, without a gap; give the records and the sources."""
    place.take(tar(place.root / "export.tar.gz", members(pieces)))
    sources = [one for one in place.lines("source") if "object" in one]
    return place.rows(), sources


def pleroma(number=1, **more):
    made = noted(post(number, "dag"), id=NOTE, url=URL, atomUri=None, **more)
    return {**made, "id": ACT}


@pytest.mark.parametrize("tags", [[], [MENTION]])
def test_a_post_keeps_its_own_addresses_on_its_own_server(place, tags):
    (row,), (source,) = taken(place, pleroma(tag=tags))
    assert row["url"] == URL
    assert source["id"] == ACT
    assert (source["object"]["id"], source["object"]["url"]) == (NOTE, URL)


@pytest.mark.parametrize(
    "url",
    [
        f"https://{HOST}/notice/trijntje_vlier7",
        f"https://{HOST}/@trijntje_vlier/109876543210987654",
        f"https://{HOST}/trijntje/{ID}",
        f"https://mast.example/notice/trijntje-{ID}",
        f"{NOTE}?to=trijntje_vlier",
        f"{NOTE}/../../@trijntje_vlier",
    ],
)
def test_but_no_address_that_may_be_of_another(place, url):
    taken(place, noted(post(1, "dag"), id=NOTE, url=url, tag=[MENTION]))
    assert b"trijntje" not in place.bytes_of_all()


def test_what_it_answers_stays_opaque(place):
    _, (_, source) = taken(
        place, pleroma(1), noted(post(2, "dag"), inReplyTo=NOTE, inReplyToAtomUri=None)
    )
    assert source["object"]["inReplyTo"].startswith("weerklank:item:")
    assert place.rows()[1]["refs"][0]["key"] == place.rows()[0]["key"]


def test_a_tag_that_is_a_text_is_a_hashtag(place):
    _, sources = taken(
        place,
        noted(post(1, "dag"), tag=["afval", "#Brug", {"type": "Hashtag", "name": "#fiets"}]),
        noted(post(2, "dag"), tag="afval"),
    )
    tags = [source["object"]["tag"] for source in sources]
    assert tags == [["afval", "#Brug", {"type": "Hashtag", "name": "#fiets"}], "afval"]


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("trijntje_vlier", [MENTION]),
        ("#trijntjevlier", [MENTION]),
        ("@trijntje_vlier@mast.example", []),
        ("https://mast.example/@trijntje_vlier", []),
        ("een woord van trijntje vlier", []),
    ],
)
def test_a_tag_that_names_somebody_is_taken_out_and_found_in_the_text(place, tag, said):
    text = "dag" if tag.startswith("een") else "dag trijntje_vlier"
    _, (source,) = taken(place, noted(post(1, text), tag=["afval", tag, *said]))
    assert source["object"]["tag"][0] == "afval"
    assert b"vlier" not in place.bytes_of_all()
    assert ME.name.encode() in place.bytes_of_all()
