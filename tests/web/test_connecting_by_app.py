"""*Koppelen* where the platform wants an app of the organisation: what a screen says and does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from own_archive import OURS, SANNE, OwnArchive, posted
from shown import Shown
from test_browser import DESKTOP, PHONE, served, tab
from test_connecting_browser import look

from weerklank import bootstrap
from weerklank.model.connection import Connection
from weerklank.model.ids import AccountId
from weerklank.services.harvest.organisation_app import SCREENS_END
from weerklank.store.secrets_store import SecretsStore
from weerklank.testing.central_oauth import CentralOAuth
from weerklank.testing.central_platform import CentralPlatform, Served, central_platform
from weerklank.web.configure import configure
from weerklank.web.site import Site

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]

NUMBER = "a0002"
PAGE = f"/accounts/{NUMBER}/koppelen/"
SECRET = "Kanarie-geheim-van-de-app"
WEEKS = timedelta(days=13, hours=1)


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr(bootstrap, "connectors", lambda: [CentralPlatform()])
    posts = [posted("2026-11-01T12:00:00", "Een")]
    with central_platform(OURS, posts, CentralOAuth(secret=SECRET)) as found:
        yield found


@pytest.fixture
def made(tmp_path: Path, platform: Served) -> OwnArchive:
    own = OwnArchive(tmp_path).make([posted("2026-11-01T12:00:00", "Een")])
    own.run("account", "add", platform.server.url, "--kind", "corporate", "--as", SANNE)
    own.serve()
    return own


@pytest.fixture
def client(made: OwnArchive, shown: Shown) -> "Client":
    return Shown(made.folder, made.keys, shown.workplace, shown.post).client(SANNE)


def set_app(made: OwnArchive) -> None:
    file = made.root / "app.txt"
    file.write_text(SECRET)
    more = ("--client-id", "app-van-voorbeelddam", "--secret-file", str(file))
    told = made.run("app", "set", "mastodon", *more)
    assert told["screens_redirect_end"] == SCREENS_END
    file.unlink()


def text(client: "Client", address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def connect(client: "Client") -> None:
    """Do what a person does: begin, go to the platform, and come back."""
    import urllib.request

    class Stay(urllib.request.HTTPErrorProcessor):
        def http_response(self, request: object, response: object) -> object:
            return response

    assert client.post(PAGE)["Location"] == f"{PAGE}toestemming/"
    address = client.session["connecting"]["address"]
    with urllib.request.build_opener(Stay).open(address) as answer:  # type: ignore[arg-type] # as it takes them
        back = urlsplit(answer.headers["Location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == f"http://testserver{SCREENS_END}"
    assert client.get(f"{back.path}?{back.query}")["Location"] == PAGE


def ends_in(made: OwnArchive, left: timedelta) -> None:
    """Let the permission end after some time, with nothing that renews it."""
    store = SecretsStore(bootstrap.workplace(str(made.folder), str(made.keys), Quiet()).keys)
    held = store.connection(AccountId(NUMBER))
    assert isinstance(held, Connection)
    granted = replace(held.granted, refresh=None, expires=datetime.now(UTC) + left)
    store.keep(replace(held, granted=granted))


class Quiet:
    def step(self, *_: object, **__: object) -> None:
        """Say nothing."""

    warn = step


def test_the_answer_comes_in_where_the_command_line_said():
    assert reverse("connect-back") == SCREENS_END


def test_without_an_app_it_is_said_who_does_what_and_nothing_can_be_asked(client):
    page = text(client, PAGE)
    for words in (
        "Er is eerst een app van de organisatie nodig.",
        "De technisch beheerder maakt die",
        "Exports inlezen kan intussen gewoon.",
        "Het profiel lezen.",
    ):
        assert words in page
    assert "Toestemming vragen" not in page
    assert "weerklank " not in page.partition("<main")[2].partition("</main>")[0]
    assert client.post(PAGE)["Location"] == PAGE
    page = text(client, PAGE)
    assert "CONNECT-023" in page
    assert "weerklank app set" not in page


def test_with_an_app_the_account_is_connected_and_no_code_is_pasted(client, made, platform):
    set_app(made)
    page = text(client, PAGE)
    assert "Er is eerst een app" not in page
    for words in ("Weerklank vraagt daar geen toestemming voor", "geeft zonder toestemming niets"):
        assert words in page
    client.post(PAGE)
    waiting = text(client, f"{PAGE}toestemming/")
    assert "Met een code" not in waiting
    assert client.post(f"{PAGE}toestemming/", {"code": "code-1"}).status_code == 404
    connect(client)
    page = text(client, PAGE)
    assert "Het account is gekoppeld." in page
    assert "Tot</dt>" not in page  # what renews it says no end
    seen = [page, *(path.read_bytes().decode("latin-1") for path in files(made.root))]
    for value in (SECRET, *platform.oauth.tokens, *platform.oauth.refresh_tokens):
        assert not [one for one in seen if value in one]


def test_a_permission_that_ends_is_told_where_people_look(client, made):
    set_app(made)
    connect(client)
    account = f"/accounts/{NUMBER}/"
    assert "De toestemming eindigt" not in text(client, account)
    ends_in(made, WEEKS)
    for address in (account, PAGE):
        assert "De toestemming eindigt op" in text(client, address)
    assert "Tot</dt>" in text(client, PAGE)
    ends_in(made, -WEEKS)
    for address in (account, PAGE):
        assert "De toestemming eindigde op" in text(client, address)
    assert "De server neemt de toestemming aan" not in text(client, PAGE)


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.needs("chromium")
@pytest.mark.slow
@pytest.mark.xdist_group("chromium")
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1440", "390"])
def test_each_state_is_sound_for_axe_and_fits(
    chromium: "Browser", made: OwnArchive, size: tuple[int, int]
) -> None:
    configure(Site(archive=made.folder, keys=made.keys))
    found: list[object] = []
    with (
        served(made.folder, made.keys) as address,
        chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, bypass_csp=True
        ) as context,
    ):
        seen = tab(context, address).sign_in(SANNE)
        assert seen.go(PAGE) == 200
        found += look(seen, "zonder-app")
        set_app(made)
        seen.go(PAGE)
        found += look(seen, "met-app")
        seen.page.click("main form button:has-text('Toestemming vragen')")
        found += look(seen, "naar-platform")
        seen.page.click("main .actions a.nl-button--primary")
        seen.page.wait_for_url(f"{seen.address}{PAGE}")
        seen.says("Het account is gekoppeld.")
        ends_in(made, WEEKS)
        for name, path in (("eindigt", PAGE), ("eindigt-account", f"/accounts/{NUMBER}/")):
            assert seen.go(path) == 200
            found += look(seen, name)
    assert found == []
