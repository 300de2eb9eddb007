"""Permission to read a page of LinkedIn by an app of the organisation, on a double on loopback."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from central_place import led_to
from place import Archive

from weerklank import bootstrap
from weerklank.connectors.linkedin.sign_in import SCOPE
from weerklank.services.harvest.connect_account import Connecting, Looked
from weerklank.services.harvest.pasted_answer import read_pasted
from weerklank.testing.demands import Silent
from weerklank.testing.linkedin_api_json import PagePost
from weerklank.testing.linkedin_server import LinkedInServer, linkedin_server

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
BACK = "https://weerklank.voorbeelddam.example/koppelen/antwoord"
URL = "https://www.linkedin.com/company/voorbeelddam"


@pytest.fixture
def server(place) -> Iterator[LinkedInServer]:
    """Serve a page, with the app of the organisation set at it."""
    post = PagePost(urn="urn:li:share:1", published=datetime(2026, 1, 1, tzinfo=UTC))
    with linkedin_server(LinkedInServer(posts=[post])) as found:
        place.good("account", "add", URL, "--kind", "corporate")
        secret = place.root / "app.txt"
        secret.write_text("geheim-van-de-app\n")
        place.good(
            *("app", "set", "linkedin", "--client-id", "app-van-voorbeelddam"),
            *("--secret-file", str(secret)),
        )
        secret.unlink()
        yield found
        assert found.closed_asked == []


def connect(place: Archive, server: LinkedInServer) -> tuple[Looked, dict[str, list[str]]]:
    """Connect as a screen does; gives what came of it, and what the page was asked with."""
    workplace = bootstrap.workplace(str(place.folder), str(place.root / "keys"), Silent())
    ways = bootstrap.transport_for(workplace)
    connecting = Connecting(workplace, bootstrap.connectors(), ways)
    begun = connecting.begin("voorbeelddam", BACK, server.address)
    code = read_pasted(led_to(begun.address), begun.state)
    looked = connecting.finish(begun.state, code, BACK)
    return looked, parse_qs(urlsplit(begun.address).query)


def test_one_permission_is_asked_for_and_what_it_covers_is_said(place, server):
    looked, asked = connect(place, server)
    assert asked["scope"] == [SCOPE]
    assert "code_challenge" not in asked
    assert looked.is_ok
    assert {"messages_in_scope", "other_endpoint"} == {one.kind for one in looked.findings}
    assert place.good("harvest", "voorbeelddam")["runs"][0]["items"]["posts"] == 1


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ((SCOPE, "w_organization_social"), "scope_too_wide"),
        (("r_organization_social",), "scope_missing"),
    ],
)
def test_another_permission_than_was_asked_for_is_told(place, server, given, kind):
    server.oauth.gives = given
    looked, _ = connect(place, server)
    assert not looked.is_ok
    assert kind in {one.kind for one in looked.findings}


def test_a_permission_that_ends_is_renewed_or_its_end_is_told(place, server):
    connect(place, server)
    server.oauth.end_tokens()
    assert place.good("harvest", "voorbeelddam")["runs"][0]["items"]["posts"] == 1
    server.oauth.end_tokens()
    server.oauth.refresh_tokens.clear()
    code, answer = place.run("harvest", "voorbeelddam")
    assert (code, answer["error"]["code"]) == (4, "HARVEST-040")


def test_what_linkedin_counts_by_the_day_ends_the_run_and_nothing_is_gone(place, server):
    connect(place, server)
    place.good("harvest", "voorbeelddam")
    server.statuses = {"q=postsByAuthor": 429}  # without a word on until when
    server.posts = []
    code, answer = place.run("harvest", "voorbeelddam", "--since", "2025-01-01")
    (run,) = answer["runs"]
    assert (code, answer["error"]["code"], run["deletions"]) == (4, "HARVEST-006", 0)
    server.statuses = {}
    answer = place.run("harvest", "voorbeelddam", "--since", "2025-01-01")[1]
    # Not one post of the page is left that could vouch for it.
    assert answer["runs"][0]["deletions"] == 0
