"""The host of pages: signed addresses, ranges, and nothing of the application (ADR 0099)."""

from typing import Any

import pytest
from django.core import signing
from django.test import Client
from kept_pages import ADDRESS, AT, LATER, OTHER_ADDRESS, Page, archive_of, key_of, page_of
from own_archive import SANNE, OwnArchive

from weerklank.model.errors import WrongUse
from weerklank.model.item import Medium
from weerklank.model.page import PageRole
from weerklank.services.replay.read_pages import KeptPage
from weerklank.services.workplace import Workplace
from weerklank.web.configure import configure
from weerklank.web.replay.hosts import refuse_unfit
from weerklank.web.replay.links import HOLDS, Link, opened, signed
from weerklank.web.site import Site

HOST = "replay.localhost:8642"
OWN = "127.0.0.1:8642"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> OwnArchive:
    pages = (Page(), Page(address=OTHER_ADDRESS, at=LATER))
    return archive_of(tmp_path_factory.mktemp("replay"), pages)


@pytest.fixture
def place(made: OwnArchive) -> Workplace:
    workplace = made.serve()
    configure(Site(archive=made.folder, keys=made.keys))
    return workplace


@pytest.fixture
def kept(place: Workplace) -> KeptPage:
    return page_of(place)


def link_to(kept: KeptPage, role: PageRole = PageRole.REPLAY, **more: Any) -> str:
    given: dict[str, Any] = {
        "page": kept.item.id,
        "medium": kept.files[role].medium.id,
        "restricted": False,
        "special": False,
        "language": "nl",
        "within": f"http://{OWN}",
        "host": HOST,
    }
    return f"/page/{signed(Link(**(given | more)))}/"


def ask(address: str, host: str = HOST, **headers: str) -> Any:
    return Client().get(address, headers={"host": host, **headers})


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def content(kept: KeptPage) -> bytes:
    path = kept.files[PageRole.REPLAY].path
    assert path is not None
    return path.read_bytes()


def test_a_container_comes_whole_and_by_range(kept: KeptPage) -> None:
    address, whole = link_to(kept) + "page.wacz", content(kept)
    answer = ask(address)
    assert (answer.status_code, body(answer)) == (200, whole)
    assert answer["Accept-Ranges"] == "bytes"
    size = len(whole)
    for asked, start, stop in (
        ("bytes=0-", 0, size), ("bytes=5-9", 5, 10), ("bytes=-30", size - 30, size),
        (f"bytes=-{size * 9}", 0, size), (f"bytes=7-{size * 9}", 7, size),
        (f"bytes={size - 1}-", size - 1, size),
    ):  # fmt: skip
        piece = ask(address, range=asked)
        assert (piece.status_code, body(piece)) == (206, whole[start:stop]), asked
        assert piece["Content-Range"] == f"bytes {start}-{stop - 1}/{size}"
        assert piece["Content-Length"] == str(stop - start)


@pytest.mark.parametrize("asked", ["bytes=-0", "bytes=999999999-", "bytes=999999999-999999999999"])
def test_a_range_that_is_not_there_is_told(kept: KeptPage, asked: str) -> None:
    answer = ask(link_to(kept) + "page.wacz", range=asked)
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(content(kept))}"
    assert body(answer) == b""


@pytest.mark.parametrize(
    "asked", ["bytes=-", "bytes=9-5", "bytes=0-1,4-5", "items=0-1", "bytes=a-b", "bytes=1", ""]
)
def test_what_is_no_range_gets_all_of_it(kept: KeptPage, asked: str) -> None:
    answer = ask(link_to(kept) + "page.wacz", range=asked)
    assert (answer.status_code, body(answer)) == (200, content(kept))


def test_a_range_is_of_the_very_file(kept: KeptPage) -> None:
    address = link_to(kept) + "page.wacz"
    tag = ask(address)["ETag"]
    assert ask(address, **{"range": "bytes=0-3", "if-range": tag}).status_code == 206
    assert ask(address, **{"range": "bytes=0-3", "if-range": '"other"'}).status_code == 200


def test_a_head_tells_and_sends_nothing(kept: KeptPage) -> None:
    answer = Client().head(
        link_to(kept) + "page.wacz", headers={"host": HOST, "range": "bytes=0-"}
    )
    assert answer.status_code == 200
    assert answer["Content-Length"] == str(len(content(kept)))
    assert answer["Accept-Ranges"] == "bytes"
    assert answer.content == b""


def test_a_page_stands_around_with_where_it_stood(kept: KeptPage) -> None:
    answer = ask(link_to(kept))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'data-address="{ADDRESS}"' in text
    assert 'data-moment="20260304100000"' in text, AT
    policy = answer["Content-Security-Policy"]
    assert f"frame-ancestors http://{OWN};" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "Fetching the page" in ask(link_to(kept, language="en")).content.decode()


def test_an_address_holds_for_one_page_and_not_for_long(
    kept: KeptPage, place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = page_of(place, OTHER_ADDRESS)
    good = link_to(kept)
    token = good.split("/")[2]
    payload, moment, sign = token.split(":")
    foreign, _, foreign_sign = link_to(other).split("/")[2].split(":")
    unsigned = signing.dumps(["x"], salt="another", compress=False)
    for forged in (
        f"{foreign}:{moment}:{sign}", f"{payload}:{moment}:{foreign_sign}",
        f"{payload}:zzzzzz:{sign}", f"{payload}:{moment}:{sign[:-1]}", token[:-2], "x", unsigned,
    ):  # fmt: skip
        for end in ("", "page.wacz"):
            answer = ask(f"/page/{forged}/{end}")
            assert answer.status_code in {403, 404}, forged
            assert b"kastanje" not in answer.content
    crossed = link_to(kept, medium=other.files[PageRole.REPLAY].medium.id)
    assert ask(crossed + "page.wacz").status_code == 404, "a file of another page"
    for role in set(kept.files) - {PageRole.REPLAY}:
        assert ask(link_to(kept, role) + "page.wacz").status_code == 404, "another file"
    assert ask(link_to(kept, host="elsewhere.example")).status_code == 403
    assert opened(token, HOST) is not None
    before = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: before + HOLDS + 2)
    assert opened(token, HOST) is None
    late = ask(good)
    assert late.status_code == 403
    assert "geldt niet meer" in late.content.decode()
    assert ask(good + "page.wacz").status_code == 403


def test_the_host_of_pages_shows_nothing_else(kept: KeptPage, place: Workplace) -> None:
    client = Client()
    from django.contrib.auth.models import User

    user, _ = User.objects.get_or_create(username=SANNE)
    client.force_login(user)
    item, picture = kept.item.id, kept.files[PageRole.PAGE].medium.id
    for address in (
        "/", "/aanmelden/", "/ik/", "/zoeken/", f"/id/{item}/", f"/id/{item}/pagina/",
        f"/id/{item}/media/{picture}/", "/static/0/css/weerklank.css", "/page/", "/page//",
        "/page/x/y/z/", link_to(kept) + "../../ik/", link_to(kept) + "other.wacz", "/replay/",
        "/replay/w/x/", "/replay/w/api/index", "/replay/../ik/", "/sw.js",
    ):  # fmt: skip
        answer = client.get(address, headers={"host": HOST})
        assert answer.status_code in {403, 404}, address
        assert not answer.cookies
        assert b"Weerklank" not in answer.content
    for way in (client.post, client.put, client.delete, client.options):
        assert way(link_to(kept), headers={"host": HOST}).status_code == 405


def test_no_answer_sets_a_cookie_and_each_is_guarded(kept: KeptPage) -> None:
    for address in (
        link_to(kept), link_to(kept) + "page.wacz", "/page.js", "/page.css", "/replay/sw.js",
        "/replay/wabac.js", "/nothing", "/page/x/",
    ):  # fmt: skip
        answer = ask(address)
        body(answer)
        assert not answer.cookies
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["Cross-Origin-Embedder-Policy"] == "require-corp"
        assert answer["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in answer


def test_the_application_never_shows_a_page_itself(kept: KeptPage) -> None:
    for address in (link_to(kept), link_to(kept) + "page.wacz", "/replay/sw.js", "/page.js"):
        answer = ask(address, OWN)
        assert answer.status_code in {302, 404}, "sign in, or not there"
        assert b"kastanje" not in answer.content
    from weerklank.web.static_files import assets

    assert not [name for name in assets().files if "replay" in name]


def test_what_is_not_there_is_not_told_apart(kept: KeptPage) -> None:
    gone = link_to(kept, page="drp-2026-01-01-00000")
    assert ask(gone).status_code == 404
    assert ask(gone + "page.wacz").status_code == 404


@pytest.mark.parametrize(
    "host", ["replay.localhost:1;x", "replay.localhost.", "x.replay.localhost"]
)
def test_another_name_is_not_answered(kept: KeptPage, host: str) -> None:
    assert ask(link_to(kept, host=host), host).status_code == 400


@pytest.mark.parametrize(
    ("replay", "address"),
    [
        ("http://replay.example", "https://archief.example"),
        ("https://archief.example", "https://archief.example"),
        ("https://ARCHIEF.example:8443", "https://archief.example"),
        ("https://paginas.example", None),
        ("https://paginas.example", "http://archief.example"),
        ("https://paginas.example/pad", "https://archief.example"),
        ("https://naam@paginas.example", "https://archief.example"),
        ("paginas.example", "https://archief.example"),
    ],
)
def test_a_host_that_shares_anything_is_refused(replay: str, address: str | None) -> None:
    with pytest.raises(WrongUse) as told:
        refuse_unfit(replay, address)
    assert told.value.code == "WEB-003"


def test_two_names_over_tls_are_good(made: OwnArchive, place: Workplace) -> None:
    refuse_unfit("https://paginas.example", "https://archief.example")
    configure(
        Site(
            archive=made.folder,
            keys=made.keys,
            address="https://archief.example",
            replay="https://paginas.example",
        )
    )
    kept = page_of(place)
    address = link_to(kept, host="paginas.example", within="https://archief.example")
    answer = Client().get(address, headers={"host": "paginas.example"}, secure=True)
    assert answer.status_code == 200
    assert "max-age" in answer["Strict-Transport-Security"]
    assert "frame-ancestors https://archief.example;" in answer["Content-Security-Policy"]
    local = Client().get(address, headers={"host": "replay.localhost:8642"}, secure=True)
    assert local.status_code == 400, "no other name"


def test_files_of_a_page_are_one_of_each(kept: KeptPage, place: Workplace) -> None:
    assert set(kept.files) == set(PageRole) - {PageRole.ATTACHMENT}
    assert all(isinstance(one.medium, Medium) for one in kept.files.values())
    assert kept.item.refs[0].key == key_of(place, ADDRESS)
