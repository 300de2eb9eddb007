"""Before a page is written it is looked through for everybody whom the run met, in every form."""

import base64
import html as entities
from dataclasses import replace
from urllib.parse import quote

import pytest
from page_trees import JAN, OURS, POST, World, detailed, el, mastodon_map, page

from weerklank.minimise.page_choice import choose
from weerklank.minimise.page_leaks import KnownPersons, leaks_of
from weerklank.model.page import ChosenPage, PageFacts
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson

ABEL = RawPerson(
    platform=Platform.MASTODON,
    user_id="109876543210",
    handle="abel_roodhart@dorpsplein.example",
    addresses=("https://dorpsplein.example/@abel_roodhart",),
    display_name="Abel van der Roodhart \U0001f33b",
)
HANDLE = "abel_roodhart@dorpsplein.example"


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.blind.close()


def leaks(world, *, html="", text="", resources=(), title=None, shows=(), own=(), box=None):
    known = KnownPersons(world.who, world.shown, own)
    known.note((ABEL, JAN, OURS))
    made = ChosenPage(
        address=POST,
        at="2026-11-27T10:00:00Z",
        title=title,
        html=f"<html><head></head><body>{html}</body></html>".encode(),
        text=text,
        resources=resources,
        shows=shows,
        post_box=box,
        facts=PageFacts(map=1, stopped="end"),
    )
    return leaks_of(made, known)


@pytest.mark.parametrize(
    "html",
    [
        f"<p>Van {HANDLE}</p>",
        f"<p>Van @{HANDLE.upper()}.</p>",
        f"<p data-x='{quote(HANDLE, safe='')}'>",
        f"<p data-x='{quote(quote(HANDLE, safe=''), safe='')}'>",
        f"<p title='{entities.escape(HANDLE).replace('@', '&#64;')}'>",
        f"<p>{''.join(f'&#{ord(sign)};' for sign in HANDLE)}</p>",
        f"<p>{base64.b64encode(b'a ' + HANDLE.encode()).decode()}</p>",
        f"<p>x_{base64.b64encode(b'@' + HANDLE.encode()).decode()}</p>",
        f"<p>{HANDLE.encode().hex()}</p>",
        "<p>\\u0061bel_roodhart@dorpsplein.example</p>",
        "<style>.\\61 bel_roodhart@dorpsplein.example{}</style>",
        "<p>abel_<b>roodhart@dorps</b>plein.example</p>",
        "<p>abel_roodhart @ dorpsplein.example</p>",
        "<p>\u202e" + HANDLE[::-1] + "\u202c</p>",
        "<p>\u200b" + "\u200b".join(HANDLE) + "</p>",
        "<p>\u0430bel_roodhart@dorpsplein.example</p>",
        "<img src='https://dorpsplein.example/@abel_roodhart/avatar.png'>",
        "<img src='http://www.dorpsplein.example/users/abel_roodhart'>",
        "<p data-id='109876543210'>",
        "<p>Abel van der Roodhart</p>",
        "<p>abel <b>van der</b> roodhart</p>",
        "<p>abel van<br>derroodhart</p>",
        f"<p>{base64.b64encode(base64.b64encode(HANDLE.encode())).decode()}</p>",
        "<p>abel_roodhart=40dorpsplein.example</p>",
        '<img alt="Foto van Abel van der Roodhart">',
    ],
)
def test_somebody_is_found_in_whatever_form(world, html):
    assert leaks(world, html=html) > 0


def test_addresses_title_and_text_are_looked_through_as_well(world):
    assert leaks(world, text=f"van {HANDLE}")
    assert leaks(world, resources=("https://dorpsplein.example/@abel_roodhart/1.png",))
    assert leaks(world, title="Abel van der Roodhart")


@pytest.mark.parametrize(
    "html",
    [
        "<p>Abel, van de gemeente</p>",
        "<p>dam@social.dam.example</p>",
        "<p>zabel_roodhart@dorpsplein.example</p>",
        "<p>1098765432109</p>",
        "<p>roodhart en abel</p>",
        "",
    ],
)
def test_what_is_not_somebody_is_not_found(world, html):
    assert leaks(world, html=html) == 0


def test_a_name_that_the_archive_says_as_often_is_ours_to_say(world):
    item = world.hold(f"{POST}9", text="Burgemeester Abel van der Roodhart opent de dijk")
    said = "<p>Burgemeester Abel van der Roodhart opent de dijk</p>"
    assert leaks(world, html=said, shows=(item.key,)) == 0
    assert leaks(world, html=said * 2, shows=(item.key,)) > 0
    assert leaks(world, html=said) > 0


def test_who_is_called_as_we_are_does_not_keep_our_pages_out(world):
    said = "<p>Abel van der Roodhart</p>"
    assert leaks(world, html=said, own=["Abel van der Roodhart \U0001f33b"]) == 0


def test_of_a_post_nobody_of_its_thread_is_named(world):
    said = "<p>Dank Zandstra</p>"
    assert leaks(world, html=said, shows=(world.post.key,)) == 0
    assert leaks(world, html=said, shows=(world.post.key,), box=(0, 0, 1, 1)) > 0


def test_a_page_as_it_is_chosen_names_nobody(world):
    seen = page(detailed(el("p", f"Dank {JAN.display_name} en @{HANDLE}")))
    made = choose(seen, {}, None, mastodon_map(), world.shown, stopped="end")
    known = KnownPersons(world.who, world.shown, ["Gemeente Dam"])
    known.note((ABEL, JAN, OURS))
    assert leaks_of(made, known) == 0
    put_back = made.html.replace(b"</body>", f"<i>{JAN.display_name}</i></body>".encode())
    assert leaks_of(replace(made, html=put_back), known) > 0
