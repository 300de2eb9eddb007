"""A browser that is signed in for an account: given, used by a harvest, kept changed, let go."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from place import Archive
from test_pages_that_fail import ME, POSTS, Spoilt, harvest

from weerklank import bootstrap
from weerklank.harvest.browser.visit import Visit
from weerklank.model.browser_profile import Cookie, ProfileState
from weerklank.testing.mastodon_pages import MastodonSite, mastodon_site

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
CONNECT = ("connect", "a0001", "--technique", "browser")
DISCONNECT = ("disconnect", "a0001", "--technique", "browser")


@pytest.fixture
def site() -> Iterator[MastodonSite]:
    with mastodon_site(ME, POSTS) as made:
        yield made


@pytest.fixture
def archive(tmp_path: Path, site: MastodonSite) -> Archive:
    made = Archive(tmp_path).begin()
    made.good("account", "add", site.account_page, "--kind", "corporate")
    return made


def cookie(value: str, **more: object) -> dict[str, object]:
    return {"name": "sessie", "value": value, "domain": "127.0.0.1", "path": "/", **more}


def exported(folder: Path, *cookies: dict[str, object]) -> str:
    file = folder.parent / "browser.json"
    file.write_text(json.dumps({"cookies": cookies, "origins": []}))
    return str(file)


def test_it_is_given_kept_and_let_go(archive: Archive, tmp_path: Path) -> None:
    file = exported(
        tmp_path, cookie("geheim-koekje"), cookie("geheim-elders", domain="ander.example")
    )
    left, told = archive.run(*CONNECT, "--token-file", file)
    assert (left, told["ok"], told["state"], told["scopes"]) == (0, True, "connected", None)
    assert told["endpoint"].startswith("http://127.0.0.1:")
    assert archive.events("journal", "account.connected")[-1]["data"]["purpose"] == "browser"
    assert "geheim" not in json.dumps(told)
    assert not holding(tmp_path, b"geheim")
    left, told = archive.run(*DISCONNECT)
    assert (left, told["ok"], told["findings"][0]["kind"]) == (1, False, "not_signed_out")
    assert not list(tmp_path.rglob("*.browser"))
    assert archive.run(*DISCONNECT)[1]["error"]["code"] == "CONNECT-009"


def holding(folder: Path, secret: bytes) -> list[Path]:
    files = (one for one in folder.rglob("*") if one.is_file())
    return [one for one in files if secret in one.read_bytes()]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("--token-file", "{file}"), "BROWSER-021"),
        (("--token-file", "{none}"), "BROWSER-021"),
        ((), "BROWSER-023"),
        (("--token-file", "{file}", "--paste"), "BROWSER-023"),
        (("--token-file", "{file}", "--base-url", "https://ander.example"), "BROWSER-023"),
    ],
)
def test_what_does_not_sign_it_in_is_refused_and_tells_nothing(
    archive: Archive, tmp_path: Path, given: tuple[str, ...], code: str
) -> None:
    file = exported(tmp_path, cookie("geheim-elders", domain="ander.example"))
    filled = [one.format(file=file, none=tmp_path / "geen") for one in given]
    left, told = archive.run(*CONNECT, *filled)
    assert (left, told["error"]["code"]) == (2, code)
    assert "geheim" not in json.dumps(told)
    assert not list(tmp_path.rglob("*.browser"))


def test_a_platform_without_pages_is_told_so(archive: Archive, tmp_path: Path) -> None:
    archive.good(
        "account", "add", "https://www.snapchat.com/add/voorbeelddam", "--kind", "corporate"
    )
    file = exported(tmp_path, cookie("geheim", domain="www.snapchat.com"))
    left, told = archive.run("connect", "a0002", "--technique", "browser", "--token-file", file)
    assert (left, told["error"]["code"]) == (2, "BROWSER-022")


@pytest.mark.needs("chromium")
@pytest.mark.slow
def test_a_harvest_uses_it_and_keeps_what_became_of_it(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[ProfileState | None] = []

    class Looks(Spoilt):
        def visit(self, address: str, **given: Any) -> Visit:
            seen.append(given["state"])
            return super().visit(address, **given)

    def renewed(_: str, go: Any) -> Visit:
        visit: Visit = go()
        if visit.state is None:
            return visit
        state = ProfileState(
            cookies=(Cookie(name="sessie", value="geheim-vers", domain="127.0.0.1"),)
        )
        return replace(visit, state=state)

    monkeypatch.setattr(bootstrap, "browser", lambda: Looks(renewed))
    archive.good(*CONNECT, "--token-file", exported(tmp_path, cookie("geheim-koekje")))
    harvest(archive, 0)
    values = [one.cookies[0].value for one in seen if one is not None]
    assert values == ["geheim-koekje"] + ["geheim-vers"] * (len(seen) - 1)
    seen.clear()
    harvest(archive, 0)
    assert {one.cookies[0].value for one in seen if one is not None} == {"geheim-vers"}
    assert not holding(tmp_path, b"geheim-")
    archive.run(*DISCONNECT)
    seen.clear()
    harvest(archive, 0)
    assert set(map(repr, seen)) == {"None"}
