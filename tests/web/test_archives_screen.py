"""Archives that a platform makes of an account, as the screens show them."""

import urllib.request
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from own_archive import SANNE, OwnArchive, posted
from shown import Shown

from weerklank import bootstrap
from weerklank.connectors.tiktok import TikTok
from weerklank.connectors.tiktok.portability import TikTokJobs
from weerklank.model.errors import NotNow
from weerklank.services.harvest.harvest_by_job import harvest_by_job
from weerklank.services.workplace import Silent
from weerklank.testing.tiktok_jobs import ONGOING
from weerklank.testing.tiktok_server import TikTokServer, tiktok_server

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]

NUMBER = "a0002"
PAGE = f"/accounts/{NUMBER}/koppelen/"
OVERVIEW = f"/accounts/{NUMBER}/"
HEADING = "Archief van het platform"
FOR_JOBS = {"purpose": "portability"}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[TikTokServer]:
    with tiktok_server() as found:
        monkeypatch.setattr(TikTok, "portability", TikTokJobs(api=found.address))
        found.oauth.secret = None
        yield found


@pytest.fixture
def made(tmp_path: Path, server: TikTokServer) -> OwnArchive:
    del server
    own = archive_at(tmp_path)
    own.serve()
    return own


def archive_at(root: Path) -> OwnArchive:
    """Make an archive with an account of TikTok, and the app of the organisation."""
    own = OwnArchive(root).make([posted("2026-11-01T12:00:00", "Een")])
    address = "https://www.tiktok.com/@voorbeelddam"
    own.run("account", "add", address, "--kind", "corporate", "--as", SANNE)
    own.run("app", "set", "tiktok", "--client-id", "app-van-voorbeelddam")
    return own


@pytest.fixture
def client(made: OwnArchive, shown: Shown) -> "Client":
    return Shown(made.folder, made.keys, shown.workplace, shown.post).client(SANNE)


def text(client: "Client", address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


class _Stay(urllib.request.HTTPErrorProcessor):
    def http_response(self, request: object, response: object) -> object:
        return response


def permit(client: "Client") -> None:
    assert client.post(PAGE, FOR_JOBS)["Location"] == f"{PAGE}toestemming/"
    address = client.session["connecting"]["address"]
    assert ONGOING in address
    with urllib.request.build_opener(_Stay).open(address) as answer:  # type: ignore[arg-type] # as it takes them
        back = urlsplit(answer.headers["Location"])
    assert client.get(f"{back.path}?{back.query}")["Location"] == PAGE


def step(made: OwnArchive) -> None:
    """Ask, or look: what the command line says of it is looked at elsewhere."""
    workplace = bootstrap.workplace(str(made.folder), str(made.keys), Silent())
    ways = bootstrap.connectors(), NUMBER, bootstrap.transport_for(workplace)
    with pytest.raises(NotNow):
        harvest_by_job(workplace, *ways)


def test_permission_for_archives_is_given_and_taken_back_on_its_own(client, server):
    page = text(client, PAGE)
    assert HEADING in page
    assert ONGOING in page.replace("\u200b", "").replace("<wbr>", "")
    assert "Toestemming voor archieven vragen" in page
    permit(client)
    page = text(client, PAGE)
    assert "Er is toestemming voor archieven." in page
    assert "Het account is gekoppeld" not in page
    assert "Opnieuw toestemming voor archieven vragen" in page
    assert "Niet gekoppeld." in page  # the other one
    assert client.post(f"/accounts/{NUMBER}/ontkoppelen/", FOR_JOBS)["Location"] == PAGE
    page = text(client, PAGE)
    assert "Er worden geen archieven meer gevraagd." in page
    assert "Opnieuw toestemming voor archieven" not in page
    assert server.tokens == {}


def test_a_permission_that_lacks_archives_is_not_kept_and_said(client, server):
    server.oauth.gives = ("user.info.basic", "user.info.profile")
    permit(client)
    page = text(client, PAGE)
    assert "Er is geen toestemming voor archieven." in page
    assert ONGOING in page


def test_an_archive_that_is_waited_for_stands_on_both_pages(client, made, server):
    assert HEADING not in text(client, OVERVIEW)
    permit(client)
    step(made)
    for page in (text(client, OVERVIEW), text(client, PAGE)):
        assert HEADING in page
        assert "het platform maakt het archief klaar" in page
        assert "Weer kijken" in page
    server.jobs.status = "expired"
    step(made)
    for page in (text(client, OVERVIEW), text(client, PAGE)):
        assert "HARVEST-218" in page
        main = page.partition("<main")[2].partition("</main>")[0]
        assert "weerklank " not in main
        assert "commando" not in main


def test_a_platform_that_makes_none_says_nothing_of_them(client):
    for page in ("/accounts/a0001/", "/accounts/a0001/koppelen/"):
        assert HEADING not in text(client, page)
