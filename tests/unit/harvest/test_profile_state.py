"""What is taken of an exported browser: what is of one server, and nothing that no browser has."""

import json

import pytest

from weerklank.harvest.browser.profile_state import MOST_BYTES, NoState, read_state
from weerklank.model.browser_profile import ProfileState

HOME = "https://www.platform.example/@gemeente"


def exported(*cookies: dict[str, object], **besides: object) -> bytes:
    told = [
        {
            "name": "sessie",
            "value": "geheim-koekje",
            "domain": "www.platform.example",
            "path": "/",
            "expires": -1,
            "httpOnly": True,
            "secure": True,
            "sameSite": "None",
            **one,
        }
        for one in cookies
    ]
    return json.dumps({"cookies": told, "origins": [], **besides}).encode()


@pytest.mark.parametrize(
    ("domain", "is_taken"),
    [
        ("www.platform.example", True),
        (".www.platform.example", True),
        (".platform.example", True),
        ("platform.example", False),
        (".example", False),
        ("example", False),
        (".beeld.www.platform.example", False),
        (".form.example", False),
        ("ander.example", False),
        ("", False),
        ("www.platform.example\r\nx", False),
    ],
)
def test_cookies_of_the_server_alone(domain: str, is_taken: bool) -> None:
    content = exported({}, {"name": "andere", "domain": domain})
    names = [one.name for one in read_state(content, HOME).cookies]
    assert names == (["sessie", "andere"] if is_taken else ["sessie"])


@pytest.mark.parametrize(
    "odd",
    [
        {"name": "a b"},
        {"name": ""},
        {"value": "x\r\nSet-Cookie: y"},
        {"value": "x;y"},
        {"value": "x" * 5000},
        {"path": "zonder"},
        {"sameSite": "Elders"},
    ],
)
def test_what_no_browser_has_is_left_out(odd: dict[str, object]) -> None:
    assert len(read_state(exported({}, odd), HOME).cookies) == 1


def test_stored_names_of_the_same_origin_alone() -> None:
    item = {"name": "sleutel", "value": "geheim-opslag"}
    origins = [
        {"origin": origin, "localStorage": [item, {"name": "lang", "value": "x" * (1 << 20)}]}
        for origin in (
            "https://ander.example",
            "http://www.platform.example",
            "https://www.platform.example:8443",
            "https://www.platform.example",
        )
    ]
    (kept,) = read_state(exported(origins=origins), HOME).origins
    assert kept.origin == "https://www.platform.example"
    assert [(one.name, one.value) for one in kept.local_storage] == [("sleutel", "geheim-opslag")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"cookies": 3}',
        b'{"cookies": [{"name": "geheim"}]}',
        b"{}",
        exported({"domain": "ander.example"}),
        b'{"cookies":' + b"[" * 5000,
        b'{"x": "' + b"x" * MOST_BYTES + b'"}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_state_of_the_server_is_refused_without_a_word_of_it(content: bytes) -> None:
    with pytest.raises(NoState) as caught:
        read_state(content, HOME)
    assert not caught.value.args
    assert caught.value.__cause__ is None


def test_no_more_cookies_than_a_browser_has_of_one_server() -> None:
    content = exported(*({"name": f"k{number}"} for number in range(600)))
    assert len(read_state(content, HOME).cookies) == 500


def test_nothing_of_it_is_shown() -> None:
    item = {"name": "sleutel", "value": "geheim-opslag"}
    origins = [{"origin": "https://www.platform.example", "localStorage": [item]}]
    state = read_state(exported({}, origins=origins), HOME)
    assert "geheim" not in f"{state!r} {state} {state.cookies} {state.origins} {item['name']}"
    assert state != ProfileState()
