"""What the front hands on of a request, and what it refuses."""

import pytest

from weerklank.web.many.asked import (
    Refusal,
    client_of,
    given_back,
    handed_on,
    host_of,
    refusal,
)


@pytest.mark.parametrize(
    ("headers", "host"),
    [
        ([("Host", "aa.example")], "aa.example"),
        ([("hOST", "AA.Example:8443")], "aa.example"),
        ([], Refusal(400)),
        ([("Host", "aa.example"), ("Host", "bb.example")], Refusal(400)),
        ([("Host", "aa.example.")], Refusal(400)),
        ([("Host", "aa.example, bb.example")], Refusal(400)),
        ([("Host", "aa.example@bb.example")], Refusal(400)),
        ([("Host", "aa.example/bb.example")], Refusal(400)),
        ([("Host", "aa.example:")], Refusal(400)),
        ([("Host", "aa.example:8o")], Refusal(400)),
        ([("Host", "\uff41a.example")], Refusal(400)),
        ([("Host", "[::1]")], Refusal(400)),
        ([("Host", "")], Refusal(400)),
    ],
)
def test_one_host_decides_and_what_is_ambiguous_goes_nowhere(headers, host) -> None:
    assert host_of(headers) == host


@pytest.mark.parametrize(
    ("method", "target", "more", "status"),
    [
        ("GET", "/a?b=c%23d", [], None),
        ("POST", "/", [("Content-Length", "3")], None),
        ("GET", "http://bb.example/", [], 400),
        (
            "GET",
            "//bb.example/",
            [],
            None,
        ),  # a path that begins so; the host is that of the header
        ("GET", "*", [], 400),
        ("CONNECT", "bb.example:443", [], 405),
        ("TRACE", "/", [], 405),
        ("GET", "/a#b", [], 400),
        ("GET", "/a b", [], 400),
        ("GET", "/\x7f", [], 400),
        ("GET", "/é", [], 400),
        ("POST", "/", [("Content-Length", "3"), ("Content-Length", "3")], 400),
        ("POST", "/", [("Content-Length", "3"), ("Transfer-Encoding", "chunked")], 400),
        ("POST", "/", [("Transfer-Encoding", "chunked")], 411),
        ("GET", "/", [("Authorization", "a"), ("authorization", "b")], 400),
        ("GET", "/", [("X-Forwarded-Proto", "https"), ("X-Forwarded-Proto", "http")], 400),
    ],
)
def test_what_two_readers_could_take_for_two_things_is_refused(
    method, target, more, status
) -> None:
    told = refusal(method, target, [("Host", "aa.example"), *more])
    assert (told.status if told else None) == status


def test_the_web_server_in_front_says_where_somebody_comes_from() -> None:
    secure = ("X-Forwarded-Proto", "https")
    said = [secure, ("X-Forwarded-For", "203.0.113.9, 198.51.100.7")]
    assert client_of("127.0.0.1", said, ()) == "198.51.100.7"
    assert client_of("192.0.2.5", said, ()) is None, "nobody else says so"
    assert client_of("192.0.2.5", said, ("192.0.2.5",)) == "198.51.100.7"
    assert client_of("127.0.0.1", [secure, ("X-Forwarded-For", "<script>")], ()) == "127.0.0.1"
    assert client_of("127.0.0.1", [("X-Forwarded-Proto", "http")], ()) is None
    assert client_of("127.0.0.1", [], ()) is None
    assert client_of("", [secure], ()) is None


def test_nothing_that_somebody_says_of_the_connection_is_handed_on() -> None:
    given = [
        ("Host", "aa.example"),
        ("Connection", "keep-alive, X-Secret, Cookie, Host"),
        ("X-Secret", "1"),
        ("Cookie", "a=b"),
        ("X-Forwarded-For", "203.0.113.9"),
        ("X-Forwarded-Host", "bb.example"),
        ("X_Forwarded_For", "203.0.113.9"),
        ("Forwarded", "for=203.0.113.9"),
        ("X-Real-IP", "203.0.113.9"),
        ("Transfer-Encoding", "chunked"),
        ("Upgrade", "h2c"),
        ("Accept", "text/html"),
    ]
    assert handed_on(given, "198.51.100.7") == [
        ("Host", "aa.example"),
        ("Cookie", "a=b"),
        ("Accept", "text/html"),
        ("X-Forwarded-For", "198.51.100.7"),
        ("X-Forwarded-Proto", "https"),
    ]


def test_an_answer_goes_back_but_for_what_is_of_the_connection() -> None:
    headers = [(b"Set-Cookie", b"a=b"), (b"Connection", b"close"), (b"Set-Cookie", b"c=d")]
    assert given_back(headers) == [("Set-Cookie", "a=b"), ("Set-Cookie", "c=d")]
