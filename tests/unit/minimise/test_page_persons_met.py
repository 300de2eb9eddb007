"""Whom the run met stands nowhere in a page: not in its address, its looks or its files either."""

from base64 import b64encode
from dataclasses import replace

import pytest
from page_trees import (
    HOST,
    POST,
    Bodies,
    World,
    avatar,
    detailed,
    el,
    mastodon_map,
    page,
    resource,
    status,
)

from weerklank.minimise.page_choice import choose
from weerklank.minimise.page_leaks import KnownPersons, leaks_of
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson
from weerklank.model.raw_page import SHADOW, SeenElement

ABEL = RawPerson(
    platform=Platform.MASTODON,
    user_id="https://elders.example/users/abelroodhart",
    handle="abelroodhart@elders.example",
    addresses=("https://elders.example/users/abelroodhart",),
    display_name="Abel van Roodhart",
)
AVATAR = f"{HOST}/system/avatars/dam.png"
PICTURE = f"{HOST}/media/1.png"
OWN = el("p", "Dag")
DRAWN = b"<svg xmlns='http://www.w3.org/2000/svg'><text>Abel van Roodhart</text></svg>"


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.blind.close()


def chosen(world, *parts, resources=None, bodies=None, **more):
    known = KnownPersons(world.who, world.shown, ["Gemeente Dam"])
    known.note((ABEL,))
    got = resource(AVATAR) | (resources or {})
    bodies = bodies or Bodies(b"\x89PNG\r\n")
    made = choose(
        page(*parts, **more),
        got,
        bodies,
        mastodon_map(),
        world.shown,
        stopped="end",
        met=known.in_words,
    )
    assert leaks_of(made, known) == 0
    return made


def gallery(address):
    return el("div", el("img", src=address, alt="De dijk"), klass="media-gallery")


@pytest.mark.parametrize("behind", ["?van=@abelroodhart@elders.example", "#Abel-van-Roodhart"])
def test_what_a_script_writes_behind_an_address_is_not_kept(world, behind):
    assert chosen(world, detailed(OWN), address=POST + behind).address == POST


def test_an_address_behind_a_hash_stays_one(world):
    made = chosen(world, detailed(OWN), address=f"{HOST}/?van=abel#/@dam/1?van=abelroodhart#abel")
    assert made.address == f"{HOST}/#/@dam/1"


def test_an_address_is_looked_through_like_all_else(world):
    made = chosen(world, detailed(OWN))
    known = KnownPersons(world.who, world.shown)
    known.note((ABEL,))
    elsewhere = replace(made, address=f"{POST}?abelroodhart@elders.example")
    assert leaks_of(elsewhere, known) > 0


@pytest.mark.parametrize(
    "style",
    [
        ".detailed-status{--abel-van-roodhart:1}",
        ".detailed-status{--x:Abel van Roodhart}",
        '.detailed-status{--x:"Abel van Roodhart"}',
        '.detailed-status{font-family:"Abel van Roodhart"}',
        '.detailed-status{grid-template-areas:"Abel van Roodhart"}',
        ".detailed-status{counter-reset:abel_van_roodhart 3}",
        ".detailed-status{container-name:abelroodhart}",
        ".detailed-status:not(.abel-van-roodhart){color:red}",
        "@keyframes u-abelroodhart{from{top:1px}}",
        ".AbelRoodhart{color:red}",
        ".abel-van-roodhart__x{color:red}",
    ],
)
def test_no_look_of_a_page_names_whom_the_run_met(world, style):
    inside = el("p", "Dag", klass="AbelRoodhart abel-van-roodhart__x")
    made = chosen(world, detailed(inside), sheets=(style, ".detailed-status{padding:4px}"))
    html = made.html.decode()
    assert "roodhart" not in html.lower()
    assert ".detailed-status{padding:4px}" in html


@pytest.mark.parametrize(
    "behind",
    [
        "abel-van-roodhart.png",
        "1.png?u=abelroodhart",
        "1.png?u=Abel+van+Roodhart",
        "1.png?u=Abel%2520van%2520Roodhart",
        "1.png?first=Abel&between=van&last=Roodhart",
        "1.png?u=" + b"Abel van Roodhart".hex(),
        "1.png?u=" + b64encode(b"abelroodhart@elders.example").decode(),
    ],
)
def test_no_file_of_a_page_names_whom_the_run_met(world, behind):
    here = f"{HOST}/media/{behind}"
    made = chosen(world, detailed(OWN, extra=(gallery(here),)), resources=resource(here))
    assert made.resources == (AVATAR,)
    assert made.facts.missing == 1


@pytest.mark.parametrize("content", [DRAWN, b'{"acct": "abel"}', DRAWN.decode().encode("utf-16")])
def test_a_picture_that_is_words_is_none(world, content):
    class Files:
        def read(self, name):
            yield content if name == "woorden" else b"\x89PNG\r\n"

    got = resource(PICTURE, body="woorden")
    made = chosen(world, detailed(OWN, extra=(gallery(PICTURE),)), resources=got, bodies=Files())
    assert made.resources == (AVATAR,)
    assert made.facts.missing == 1


def test_a_face_under_a_link_to_another_is_not_ours(world):
    face = f"{HOST}/cache/9.png"
    row = el("a", avatar(face), href="/@abelroodhart@elders.example")
    made = chosen(world, detailed(OWN, extra=(row,)), resources=resource(face))
    assert made.resources == (AVATAR,)
    assert made.facts.grey == 1


def test_a_face_in_a_page_is_no_picture_of_its_frame(world):
    face = f"{HOST}/cache/9.png"
    sheet = f".detailed-status{{background-image:url({face})}}"
    beside = el("div", el("img", src="/cache/9.png"))
    made = chosen(world, detailed(OWN), beside, resources=resource(face), sheets=(sheet,))
    assert made.resources == (AVATAR,)


@pytest.mark.parametrize("author", ["\\\\elders.example\\@dam", "/\\elders.example/@dam"])
def test_whose_a_post_is_is_read_as_a_browser_reads_it(world, author):
    made = chosen(
        world, detailed(OWN), status(POST, author, "Gemeente Dam", el("p", "van een ander"))
    )
    assert "van een ander" not in made.text


def test_letters_are_not_turned_about(world):
    sheet = ".om{direction:rtl;unicode-bidi:bidi-override} .in{unicode-bidi:isolate}"
    turned = el("p", "om", klass="om"), el("p", "in", klass="in"), el("bdo", "om", dir="rtl")
    html = chosen(world, detailed(*turned), sheets=(sheet,)).html.decode()
    assert "bidi-override" not in html
    assert "<bdo" not in html
    assert "unicode-bidi:isolate" in html


def test_how_the_page_as_a_whole_looks_names_nobody(world):
    said = {"data-color-scheme": "abel-van-roodhart", "data-contrast": "high"}
    html = chosen(world, detailed(OWN), **said).html.decode()
    assert "roodhart" not in html
    assert 'data-contrast="high"' in html


@pytest.mark.parametrize(
    "inside",
    [
        el("select", el("option", "Abel van Roodhart")),
        el("img", src="/x.png", alt="Abel van Roodhart"),
        el("x-y", SeenElement(tag=SHADOW, children=("Abel van Roodhart",))),
        status("/@abelroodhart@elders.example/9", "/@abelroodhart@elders.example", "A", "geheim"),
    ],
)
def test_what_is_left_out_of_a_text_is_an_empty_place(world, inside):
    made = chosen(world, detailed(el("p", "Voor", inside, "na")))
    assert made.facts.grey == 1
    assert "Voor\n[niet gearchiveerd]\nna" in made.text
    assert "geheim" not in made.text


@pytest.mark.parametrize("handle", ["original", "media_attachments", "system", "dam_example"])
def test_who_is_called_as_a_platform_writes_its_addresses_keeps_no_picture_out(world, handle):
    known = KnownPersons(world.who, world.shown)
    troll = f"https://elders.example/users/{handle}"
    known.note(
        (
            RawPerson(
                platform=Platform.MASTODON,
                user_id=troll,
                handle=f"{handle}@elders.example",
                addresses=(troll,),
            ),
        )
    )
    assert not known.in_words(f"{HOST}/system/media_attachments/files/109/original/1.png")
