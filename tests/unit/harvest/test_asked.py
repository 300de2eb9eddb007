"""What is kept of headers, and when an answer misses something."""

from datetime import UTC, datetime

import pytest

from weerklank.harvest.browser.asked import Asked, headers_of


@pytest.mark.parametrize(
    "name",
    ["Cookie", "Set-Cookie", "X-CSRFToken", "X-Guest-Token", "X-Api-Key", "Authorization", "DPoP"],
)
def test_headers_that_sign_in_are_not_kept(name: str) -> None:
    assert headers_of({name: "geheim", "Accept": "*/*"}) == (("Accept", "*/*"),)


@pytest.mark.parametrize("name", ["Author", "Content-Type", "Sec-Fetch-Site", ":authority"])
def test_other_headers_are_kept(name: str) -> None:
    assert headers_of({name: "x"}) == ((name, "x"),)


@pytest.mark.parametrize(
    ("headers", "kept", "counted", "came", "misses"),
    [
        ({"Content-Length": "9"}, 0, 0, 9, True),
        ({"content-length": "9"}, 8, 8, 9, True),
        ({"content-length": "9"}, 9, 9, 9, False),
        ({"content-length": "0"}, 0, 0, 0, False),
        ({}, 0, 0, 5, False),
        ({}, 0, 0, 500, True),
        ({"content-length": "9", "content-encoding": "gzip"}, 99, 99, 9, False),
        ({"content-length": "900", "content-encoding": "gzip"}, 0, 0, 900, True),
        ({"content-length": "9" * 5_000}, 4, 4, 4, False),
        ({"content-length": "\u0663"}, 4, 4, 4, False),
    ],
)
def test_an_answer_of_which_more_came_than_is_kept(
    headers: dict[str, str], kept: int, counted: int, came: int, misses: bool
) -> None:
    asked = _asked("GET", headers, kept, counted, came)
    assert asked.misses_something() is misses
    assert not _asked("HEAD", headers, kept, counted, came).misses_something()


def _asked(method: str, headers: dict[str, str], kept: int, counted: int, came: int) -> Asked:
    return Asked(
        session="",
        request="1",
        hop=0,
        at=datetime(2026, 11, 27, tzinfo=UTC),
        wanted_as="Fetch",
        method=method,
        address="https://voorbeelddam.example/",
        headers=(),
        body=None,
        answer={"headers": {**headers}},
        kept=kept,
        counted=counted,
        came=came,
    )
