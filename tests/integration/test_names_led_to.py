"""Whoever the addresses and full handles in an item lead to is found in the rest of that item."""

import orjson
import pytest
from place import ME, Archive, members, noted, outbox, post, tar, uri

from weerklank.testing.mastodon_actor import actor

BY = "https://mast.example"
ANCHOR = f'<a href="{BY}/@kwikzilver" class="u-url mention">@<span>kwikzilver</span></a>'
PICTURE = {"type": "Document", "mediaType": "image/png", "url": "/a.png", "name": "x kwikzilver"}


@pytest.fixture
def place(tmp_path):
    return Archive(tmp_path).make()


def taken(place, *pieces):
    place.run("import", str(tar(place.root / "export.tar.gz", members(pieces))))
    return place.texts()


SAID = {
    "an anchor": (f"{ANCHOR} en @kwikzilver, kwikzilver dus", {}),
    "an anchor, a picture": (ANCHOR, {"attachment": [PICTURE]}),
    "a full handle": ("@kwikzilver@mast.example: en @kwikzilver nogmaals, kwikzilver", {}),
    "an address": (f"{BY}/@kwikzilver en kwikzilver", {}),
    "an address of X": ("https://x.com/kwikzilver en kwikzilver", {}),
    "in the picture": (
        "dag kwikzilver",
        {"attachment": [{**PICTURE, "name": f"{BY}/@kwikzilver"}]},
    ),
    "in the warning": ("dag kwikzilver", {"summary": "van @kwikzilver@mast.example"}),
    "what is quoted": (
        "dag",
        {
            "summary": "over kwikzilver",
            "tag": [
                {"type": "Link", "href": f"{BY}/users/kwikzilver/statuses/1", "name": "RE: x"}
            ],
        },
    ),
}


@pytest.mark.parametrize("how", SAID)
def test_whom_an_item_leads_to_is_found_in_all_of_it(place, how):
    text, more = SAID[how]
    taken(place, noted(post(1, text), **more))
    assert len(place.rows()) == 1
    assert b"kwikzilver" not in place.bytes_of_all()


@pytest.mark.parametrize("text", [ANCHOR, "dank @kwikzilver@mast.example"])
def test_whom_the_words_of_a_post_lead_to_is_found_in_its_thread(place, text):
    later = post(2, text)
    taken(
        place,
        noted(post(1, "Wat kwikzilver zegt."), inReplyTo=uri(later)),
        noted(later),
    )
    assert place.texts()[0].startswith("Wat Burger-")
    assert b"kwikzilver" not in place.bytes_of_all()


def test_a_link_in_a_post_makes_it_no_answer_to_somebody(place):
    """The register notes that the organisation answered: a link of its own says no such thing."""
    first = post(1, "een")
    taken(place, noted(first), noted(post(2, ANCHOR), inReplyTo=uri(first)))
    assert "answered" not in str(place.events("register", "account.changed"))


@pytest.mark.parametrize(
    "text",
    [
        'Volg <a href="https://x.com/gemeente">gemeente op X</a>: de gemeente helpt.',
        "Volg @gemeente@oud.example: de gemeente helpt.",
    ],
)
def test_a_link_to_somebody_called_as_we_are_leaves_our_own_name(place, text):
    assert "de gemeente helpt" in taken(place, noted(post(1, text)))[0]


PROFILES = {
    "known before": {
        "alsoKnownAs": [f"{BY}/users/kwikzilver"],
        "summary": "<p>voorheen kwikzilver</p>",
    },
    "moved": {"movedTo": f"{BY}/users/kwikzilver", "name": "Gemeente (nu kwikzilver)"},
    "an anchor": {
        "summary": f'<p>door <a href="{BY}/@kwikzilver">@kwikzilver</a></p>',
        "attachment": [{"type": "PropertyValue", "name": "kwikzilver", "value": "kwikzilver"}],
    },
    "an anchor in a field": {
        "summary": "<p>door kwikzilver</p>",
        "attachment": [
            {
                "type": "PropertyValue",
                "name": "Webcare",
                "value": f'<a href="{BY}/@kwikzilver">Kees</a>',
            }
        ],
    },
}


@pytest.mark.parametrize("how", PROFILES)
def test_whom_a_profile_names_anywhere_is_found_in_all_of_it(place, how):
    made = {**actor(ME), **PROFILES[how]}
    content = [("actor.json", orjson.dumps(made)), ("outbox.json", outbox([line()]))]
    place.take(tar(place.root / "export.tar.gz", content))
    assert b"kwikzilver" not in place.bytes_of_all()


def test_an_account_that_we_had_before_leaves_our_own_name(place):
    made = {**actor(ME), "alsoKnownAs": ["https://oud.example/users/gemeente"]}
    content = [("actor.json", orjson.dumps(made)), ("outbox.json", outbox([line()]))]
    place.take(tar(place.root / "export.tar.gz", content))
    (profile,) = [row for row in place.lines() if row["kind"] == "profile"]
    assert "van de gemeente" in profile["text"]
    assert profile["title"] == "Gemeente Voorbeelddam"


def line():
    return noted(post(1, "dag"))


TYPES = {
    "small": {"type": "mention"},
    "with its prefix": {"type": "as:Mention"},
    "in full": {"type": "https://www.w3.org/ns/activitystreams#Mention"},
    "in a list": {"type": ["as:Mention"]},
    "none": {},
    "of another word": {"type": "Vermelding"},
}


@pytest.mark.parametrize("how", TYPES)
def test_a_mention_is_one_by_any_form_of_its_type(place, how):
    tag = {"href": f"{BY}/users/kwikzilver", "name": "@kwikzilver@mast.example", **TYPES[how]}
    first = post(1, "dag kwikzilver en @kwikzilver")
    taken(
        place,
        noted(first, tag=[tag], cc=[]),
        noted(post(2, "ook kwikzilver"), inReplyTo=uri(first)),
    )
    assert len(place.rows()) == 2
    assert b"kwikzilver" not in place.bytes_of_all()


def test_the_list_to_pick_from_finds_whom_a_post_leads_to(tmp_path):
    archive = Archive(tmp_path)
    archive.good("init", str(archive.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    archive.good("account", "add", ME.url, "--kind", "hybrid")
    said = noted(post(1, f"{ANCHOR} en @kwikzilver, kwikzilver dus"))
    export = tar(tmp_path / "export.tar.gz", members([said]))
    (choice,) = archive.good("handin", "a0001", "--file", str(export))["choices"]
    assert choice["text"] == "@… en @…, … dus"
