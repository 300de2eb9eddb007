"""*Koppelen* where the platform wants an app of the organisation: what a screen says and does."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from by_app import NUMBER, PAGE, SECRET, WEEKS, archive_of, by_app, ends_in, set_app
from django.urls import reverse
from own_archive import SANNE, OwnArchive
from shown import Shown

from weerklank.services.harvest.organisation_app import SCREENS_END
from weerklank.testing.central_platform import Served

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    with by_app(monkeypatch) as found:
        yield found


@pytest.fixture
def made(tmp_path: Path, platform: Served) -> OwnArchive:
    own = archive_of(tmp_path, platform)
    own.serve()
    return own


@pytest.fixture
def client(made: OwnArchive, shown: Shown) -> "Client":
    return Shown(made.folder, made.keys, shown.workplace, shown.post).client(SANNE)


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
    for words in ("Weerklank vraagt ze niet op, ook niet waar", "geeft zonder toestemming niets"):
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
