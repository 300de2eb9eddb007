"""*Koppelen* on the screen: permission got, looked at, shown, withdrawn; and what is refused."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from own_archive import OURS, SANNE, OwnArchive, posted
from permitting import permit
from shown import Shown

from weerklank.connectors.mastodon.api_account import SIGN_IN_ASKED
from weerklank.connectors.mastodon.sign_in import NOT_REGISTERED
from weerklank.harvest import patience
from weerklank.model.errors import NotNow
from weerklank.services.harvest.harvest_account import PERMISSION_ENDED
from weerklank.testing.mastodon_oauth import OAuth
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer
from weerklank.web.error_words import next_of

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]

TOKEN = "Kanarie5d1e07bb42aaZw"
NUMBER = "a0002"
PAGE = f"/accounts/{NUMBER}/koppelen/"


@pytest.fixture(scope="module")
def server() -> Iterator[MastodonServer]:
    with mastodon_server(OURS, [posted("2026-11-01T12:00:00", "Een")]) as made:
        yield made


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, server: MastodonServer) -> OwnArchive:
    own = OwnArchive(tmp_path_factory.mktemp("koppelen")).make(
        [posted("2026-11-01T12:00:00", "Een")]
    )
    own.run("account", "add", server.url, "--kind", "corporate", "--as", SANNE)
    own.run("account", "add", f"{server.address}/@maker", "--kind", "hybrid", "--as", SANNE)
    own.run("account", "add", "https://x.com/dorp", "--kind", "corporate", "--as", SANNE)
    return own


@pytest.fixture
def client(
    made: OwnArchive, server: MastodonServer, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> "Client":
    monkeypatch.setattr(patience, "_FIRST_WAIT", 0.001)
    made.serve()
    server.oauth = OAuth()  # a server as new
    server.mood.refused = ()
    for kept in (made.keys / "connections").glob("*"):
        kept.unlink()
    return Shown(made.folder, made.keys, shown.workplace, shown.post).client(SANNE)


def text(client: "Client", address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return unescape(answer.content.decode())


def begun(client: "Client") -> tuple[str, str]:
    """Begin as a person does; gives the address of the server, and the one with a code."""
    answer = client.post(PAGE)
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}toestemming/")
    found = re.findall(r'href="(http://127[^"]+/oauth/[^"]+)"', text(client, answer["Location"]))
    first, paste = found
    return first, paste


def connected(client: "Client") -> None:
    back = permit(begun(client)[0])
    answer = client.get(back.removeprefix("http://testserver"))
    assert (answer.status_code, answer["Location"]) == (302, PAGE)


def test_the_page_says_what_each_permission_is_for_and_what_is_never_read(client, server):
    page = text(client, PAGE)
    for words in (
        "Niet gekoppeld.",
        "read:accounts",
        "read:statuses",
        "Privéberichten lezen.",
        "Toestemming vragen",
    ):
        assert words in page
    assert "Koppelen" in text(client, f"/accounts/{NUMBER}/")
    assert server.oauth.apps == {}  # to look asks nothing of the server


def test_permission_is_got_looked_at_and_shown(client, server):
    connected(client)
    asked = next(iter(server.oauth.apps.values()))
    assert asked.redirects[0] == "http://testserver/koppelen/terug/"
    page = text(client, PAGE)
    for words in (
        "Het account is gekoppeld.",
        "De toestemming is nagekeken en klopt.",
        f"door {SANNE}.",
        "Zij mag niet meer dan nodig is.",
        "Ontkoppelen",
    ):
        assert words in page
    assert "Het account is gekoppeld." not in text(client, PAGE)  # said once
    assert "Gekoppeld" in text(client, f"/accounts/{NUMBER}/")
    assert "Account gekoppeld" in text(client, "/logboek/")


def test_after_connecting_ten_posts_show_what_will_come(client, server, made):
    """A script fetches them at once; without one a link leads there; neither leaves a trace."""
    address = f"{PAGE}proef/"
    assert address not in text(client, PAGE)  # not connected yet
    assert "CONNECT-009" in text(client, address)
    connected(client)
    page = text(client, PAGE)
    assert f'hx-get="{address}" hx-trigger="load"' in page
    assert f'href="{address}"' in page
    again = text(client, PAGE)
    assert "hx-get" not in again.partition('id="proef"')[2].partition("</section>")[0]
    session = dict(client.session)
    whole = client.get(address)
    part = client.get(address, HTTP_HX_REQUEST="true")
    for answer in (whole, part):
        assert answer["Cache-Control"] == "no-store"
        told = answer.content.decode()
        assert "Gelezen: 1, met namen van anderen onder pseudoniem." in told
        assert ">Een</div>" in told
        assert "Hiervan is niets bewaard." in told
    assert ("<html" in whole.content.decode(), "<html" in part.content.decode()) == (True, False)
    assert dict(client.session) == session
    server.mood.refused = ("accounts/lookup",)
    server.oauth.tokens.clear()
    assert "De proef lukte niet." in text(client, address)


def test_a_code_can_be_pasted_and_an_empty_one_is_told(client, server):
    _, paste = begun(client)
    answer = client.post(f"{PAGE}toestemming/", {"code": " "})
    assert answer.status_code == 422
    assert "Plak de code" in answer.content.decode()
    code = re.search("<code>(.*)</code>", permit(paste))[1]  # type: ignore[index] # it is there
    assert client.post(f"{PAGE}toestemming/", {"code": code})["Location"] == PAGE
    assert "Het account is gekoppeld." in text(client, PAGE)
    assert client.get(f"{PAGE}toestemming/").status_code == 404


def test_an_answer_that_this_session_did_not_ask_for_is_not_taken(client, server, made):
    back = permit(begun(client)[0]).removeprefix("http://testserver")
    other = Shown(made.folder, made.keys, None, "").client(SANNE)  # type: ignore[arg-type] # only its client
    for who, address in (
        (other, back),
        (client, back.replace("state=", "state=x")),
        (client, "/koppelen/terug/?code=x"),
        (client, "/koppelen/terug/"),
    ):
        assert "hoort niet bij een koppeling" in text(who, address, 404)
    assert server.oauth.tokens == {}
    assert client.get(back).status_code == 302  # the right one still is
    assert "hoort niet bij een koppeling" in text(client, back, 404)  # and that once


def test_what_goes_wrong_is_said_with_what_to_do_and_nothing_is_kept(client, server):
    server.oauth.permits = False
    connected(client)
    page = text(client, PAGE)
    assert "toestemming niet is gegeven" in page
    assert "CONNECT-008" in page
    server.oauth.permits, server.oauth.other = True, "wethouder"
    connected(client)
    page = text(client, PAGE)
    assert "van een ander account" in page
    assert "Niet gekoppeld." in page
    server.oauth.other, server.oauth.gives = None, ("read:accounts",)
    connected(client)
    page = text(client, PAGE)
    assert "Het account is niet gekoppeld." in page
    assert "read:statuses ontbreekt" in page
    server.oauth.admits_apps = False
    assert client.post(PAGE)["Location"] == PAGE
    page = text(client, PAGE)
    assert "laat Weerklank niet toe als app" in page
    assert "weerklank connect" not in page  # a screen names no commands


def test_permission_that_is_too_wide_is_kept_and_told(client, server):
    server.oauth.gives = ("read", "write")
    connected(client)
    page = text(client, PAGE)
    assert "er klopt iets niet" in page
    assert "Klopt niet:</strong> De toestemming geeft meer dan nodig is: read, write." in page
    assert "Zij mag niet meer dan nodig is." not in page


def test_a_look_again_tells_of_a_permission_that_was_withdrawn(client, server):
    connected(client)
    server.oauth.tokens.clear()
    assert client.post(f"{PAGE}nakijken/")["Location"] == PAGE
    page = text(client, PAGE)
    assert "Klopt niet:</strong> De server neemt de toestemming niet aan" in page
    assert "Profiel, berichten en reacties zijn ermee te lezen." not in page


def test_a_harvest_that_was_refused_is_told_on_the_page_of_the_account(client, server, made):
    connected(client)
    assert "geldt niet meer" not in text(client, f"/accounts/{NUMBER}/")
    server.oauth.tokens.clear()
    told = made.run("harvest", NUMBER, code=4)
    assert told["error"]["code"] == "HARVEST-040"
    assert "De toestemming om dit account te lezen geldt niet meer." in text(
        client, f"/accounts/{NUMBER}/"
    )
    assert "Klopt niet:</strong> De server neemt de toestemming niet aan" in text(client, PAGE)
    connected(client)
    assert "geldt niet meer" not in text(client, f"/accounts/{NUMBER}/")


@pytest.mark.parametrize("code", [SIGN_IN_ASKED, PERMISSION_ENDED, NOT_REGISTERED])
def test_what_ends_a_harvest_leads_on_a_screen_to_connecting_and_names_no_command(code):
    told = next_of(NotNow(code, account="a0001", server="social.example"))
    assert told is not None
    assert "oppel" in told.nl or "token" in told.nl
    assert "weerklank" not in told.nl


def test_disconnecting_withdraws_and_says_so(client, server):
    connected(client)
    assert client.post(f"/accounts/{NUMBER}/ontkoppelen/")["Location"] == PAGE
    page = text(client, PAGE)
    assert "Het account is ontkoppeld." in page
    assert "Niet gekoppeld." in page
    assert server.oauth.tokens == {}
    client.post(f"/accounts/{NUMBER}/ontkoppelen/")
    assert "is niet gekoppeld." in text(client, PAGE)


def test_accounts_that_can_not_be_connected_have_no_button_and_say_why(client, server):
    for number, why in (("a0003", "nooit als geheel"), ("a0004", "voorwaarden van X")):
        page = text(client, f"/accounts/{number}/koppelen/")
        assert why in page
        assert "Toestemming vragen" not in page
        assert f"/accounts/{number}/koppelen/" not in text(client, f"/accounts/{number}/")
    assert client.post("/accounts/a0003/koppelen/")["Location"] == "/accounts/a0003/koppelen/"
    assert "CONNECT-006" in text(client, "/accounts/a0003/koppelen/")


def test_no_page_session_or_address_holds_the_token(client, server, made):
    server.oauth.names, server.oauth.secrets = [TOKEN], ["Kanarie-geheim-van-app"]
    first, _ = begun(client)
    assert set(parse_qs(urlsplit(first).query)) == {
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "code_challenge",
        "code_challenge_method",
    }
    client.get(permit(first).removeprefix("http://testserver"))
    seen = [text(client, page) for page in (PAGE, f"/accounts/{NUMBER}/", "/logboek/")]
    seen += [path.read_bytes().decode("latin-1") for path in files(made.root)]
    for secret in server.oauth.tokens, [one.secret for one in server.oauth.apps.values()]:
        for value in secret:
            assert value in {TOKEN, "Kanarie-geheim-van-app"}
            assert not [one for one in seen if value in one]


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_x_is_connected_once_that_is_decided_and_no_more_when_it_is_withdrawn(client, made):
    made.run(
        *("agreement", "add", "x", "--kind", "none", "--scope", "berichten", "--api"),
        *("--from", "2026-01-01", "--decided", "2025-12-20", "--decided-by", "College"),
        *("--measures", "Bezwaar", "--document-place", "zaak 81", "--as", SANNE),
    )
    page = text(client, "/accounts/a0004/koppelen/")
    assert "voorwaarden van X" not in page
    assert "tweet.<wbr>read" in page
    assert "offline.<wbr>access" in page
    assert "/accounts/a0004/koppelen/" in text(client, "/accounts/a0004/")
    made.run("agreement", "withdraw", "o0001", "--as", SANNE)
    assert "voorwaarden van X" in text(client, "/accounts/a0004/koppelen/")
    for part in ("", "koppelen/"):
        assert "er geldt geen besluit" in text(client, f"/accounts/a0004/{part}")
    client.post("/accounts/a0004/koppelen/")
    assert "HARVEST-860" in text(client, "/accounts/a0004/koppelen/")
