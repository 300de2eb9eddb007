"""Connect by OAuth or a token, on a test double of a server: what is kept, refused and told."""

import json
import re
import stat
import threading
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import click
import pytest
from place import ME, Archive, post, serving

from weerklank.cli import connect as connect_command
from weerklank.cli import loopback as loopback_page
from weerklank.model.secret import Secret
from weerklank.services.harvest import connect_account
from weerklank.services.harvest.token_file import read_token
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

Json = dict[str, Any]
TOKEN = "kanarie-7f3c9e51d2aa"
SCOPES = ["read:accounts", "read:statuses"]


def press(address: str, **changed: str) -> str:
    """Do what whoever manages the account does: open the page, press; gives where that leads."""
    with urllib.request.urlopen(address) as page:
        assert b"Toestaan" in page.read()
    parts = urlsplit(address)
    form = {name: values[0] for name, values in parse_qs(parts.query).items()} | changed
    opener = urllib.request.build_opener(_Stay)
    with opener.open(f"{parts.scheme}://{parts.netloc}/oauth/authorize", encoded(form)) as answer:
        if answer.status == 302:
            return str(answer.headers["Location"])
        return str(answer.read().decode())


class _Stay(urllib.request.HTTPErrorProcessor):
    def http_response(self, request: Any, response: Any) -> Any:
        return response

    https_response = http_response


def encoded(form: dict[str, str]) -> bytes:
    return urlencode(form).encode()


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A browser that presses the button, in a thread of its own as a real one would."""
    opened: list[str] = []

    def walk(address: str) -> None:
        with urllib.request.urlopen(press(address)) as page:
            page.read()

    def show(address: str) -> bool:
        opened.append(address)
        threading.Thread(target=walk, args=(address,), daemon=True).start()
        return True

    monkeypatch.setattr(connect_command.webbrowser, "open", show)
    monkeypatch.setenv("DISPLAY", ":0")
    return opened


def with_token(place: Archive, token: str, *more: str) -> tuple[int, Json]:
    file = place.root / "token.txt"
    file.write_text(f"{token}\n")
    try:
        return place.run("connect", "gemeente", "--token-file", str(file), *more)
    finally:
        file.unlink()


def kinds(told: Json) -> list[str]:
    return [one["kind"] for one in told["findings"]]


def kept_files(place: Archive) -> list[Path]:
    folder = place.root / "keys" / "connections"
    return sorted(folder.iterdir()) if folder.exists() else []


# --- by the browser -----------------------------------------------------------------------------


def test_the_browser_gives_permission_and_it_is_kept_checked_and_told(place, browser):
    with serving(place, post(1, "Een")) as server:
        code, told = place.run("connect", "gemeente")
        assert (code, told["account"], told["ok"], told["findings"]) == (0, "a0001", True, [])
        assert (told["scopes"], told["endpoint"]) == (SCOPES, server.address)
        assert server.oauth.shown[-1][1] in server.oauth.tokens
    asked = parse_qs(urlsplit(browser[0]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["read:accounts read:statuses"]
    assert asked["redirect_uri"][0].startswith("http://127.0.0.1:")
    (event,) = place.events("journal", "account.connected")
    assert event["subject"] == "a0001"
    assert event["data"] == {
        "endpoint": server.address,
        "purpose": "reading",
        "scopes": SCOPES,
        "way": "oauth",
    }
    assert [path.name for path in kept_files(place)] == ["a0001"]


def test_a_server_that_does_not_permit_says_so_and_nothing_is_kept(place, browser):
    with serving(place) as server:
        server.oauth.permits = False
        code, told = place.run("connect", "gemeente")
    assert (code, told["error"]["code"], told["ok"]) == (4, "CONNECT-008", False)
    assert kept_files(place) == []


def test_the_code_of_the_server_can_be_pasted(place, monkeypatch):
    with serving(place) as server:
        told_on_error: list[str] = []
        monkeypatch.setattr(
            connect_command, "echo", lambda text="", **_: told_on_error.append(text)
        )

        def paste(*_: Any, **how: Any) -> str:
            assert how["hide_input"]
            page = press(told_on_error[-1].strip())
            return re.search("<code>(.*)</code>", page)[1]  # type: ignore[index] # it is there

        monkeypatch.setattr(click, "prompt", paste)
        code, told = place.run("connect", "gemeente", "--paste")
        assert (code, told["ok"]) == (0, True)
        assert server.oauth.tokens


def test_no_answer_from_the_browser_ends_with_what_to_do(place, monkeypatch):
    monkeypatch.setattr(connect_command, "_MINUTES", 0)
    monkeypatch.setattr(connect_command.webbrowser, "open", lambda _: True)
    with serving(place):
        code, told = place.run("connect", "gemeente")
    assert (code, told["error"]["code"]) == (4, "CONNECT-011")


def test_an_answer_with_another_state_is_passed_over(monkeypatch):
    state = Secret("goed")
    monkeypatch.setattr(loopback_page, "_LOOK_EVERY", 0.05)
    with loopback_page.loopback() as page:
        seen: list[int] = []

        def walk() -> None:
            for path in ("?code=x&state=fout", "elders?code=x&state=goed", "?code=ja&state=goed"):
                try:
                    with urllib.request.urlopen(page.redirect + path) as answer:
                        seen.append(answer.status)
                except urllib.error.HTTPError as error:
                    seen.append(error.code)

        walker = threading.Thread(target=walk, daemon=True)
        walker.start()
        code = page.wait(state, 1)
        walker.join(10)
    assert code == Secret("ja")
    assert seen == [404, 404, 200]


# --- what the protocol must refuse --------------------------------------------------------------


def begun(place: Archive, server: MastodonServer, who: str | None = None) -> tuple[Any, Any]:
    from weerklank import bootstrap
    from weerklank.services.workplace import Silent

    opened = bootstrap.workplace(str(place.folder), str(place.root / "keys"), Silent(), who)
    made = connect_account.Connecting(
        opened, bootstrap.connectors(), bootstrap.transport_for(opened)
    )
    return made, made.begin("gemeente", connect_account.PASTED)


def code_on(page: str) -> Secret:
    found = re.search("<code>(.*)</code>", page)
    assert found
    return Secret(found[1])


def test_a_code_with_the_verifier_of_somebody_else_is_not_taken(place):
    with serving(place) as server:
        connecting, first = begun(place, server)
        other = connecting.begin("gemeente", connect_account.PASTED)
        code = code_on(press(first.address))
        with pytest.raises(connect_account.NotNow) as refused:
            connecting.finish(other.state, code, connect_account.PASTED)
        assert refused.value.code == "CONNECT-003"
    assert not [path for path in kept_files(place) if path.name == "a0001"]


def test_a_state_serves_once_and_one_that_was_not_begun_here_never(place):
    with serving(place) as server:
        connecting, first = begun(place, server)
        code = code_on(press(first.address))
        assert connecting.finish(first.state, code, connect_account.PASTED).is_ok
        for state in (first.state, Secret("verzonnen")):
            with pytest.raises(connect_account.Refused) as refused:
                connecting.finish(state, code, connect_account.PASTED)
            assert refused.value.code == "CONNECT-007"


def test_an_answer_is_taken_of_the_person_who_began_and_of_nobody_else(place):
    place.good("person", "add", "Beheer", "--role", "register-owner")
    with serving(place) as server:
        _, first = begun(place, server)
        code = code_on(press(first.address))
        other, _ = begun(place, server, "Beheer")
        with pytest.raises(connect_account.Refused) as refused:
            other.finish(first.state, code, connect_account.PASTED)
        assert refused.value.code == "CONNECT-007"
        assert not [path for path in kept_files(place) if path.name == "a0001"]


def test_an_answer_that_comes_too_late_is_not_taken(place, monkeypatch):
    with serving(place) as server:
        connecting, first = begun(place, server)
        monkeypatch.setattr(connect_account, "ANSWER_WITHIN", -connect_account.ANSWER_WITHIN)
        with pytest.raises(connect_account.Refused):
            connecting.finish(first.state, Secret("x"), connect_account.PASTED)
    assert kept_files(place) == []


def test_what_was_asked_and_never_answered_goes_with_the_next(place, monkeypatch):
    with serving(place) as server:
        connecting, _ = begun(place, server)
        monkeypatch.setattr(connect_account, "ANSWER_WITHIN", -connect_account.ANSWER_WITHIN)
        connecting.begin("gemeente", connect_account.PASTED)
        assert len(kept_files(place)) == 1


def test_a_server_that_admits_no_apps_is_told_with_another_way(place):
    with serving(place) as server:
        server.oauth.admits_apps = False
        code, told = place.run("connect", "gemeente", "--paste")
    assert (code, told["error"]["code"]) == (4, "CONNECT-002")
    assert "--token-file" in told["error"]["hint"]


# --- with a token, and what the look finds ------------------------------------------------------


def test_a_token_of_the_right_account_is_kept(place):
    with serving(place) as server:
        server.oauth.tokens[TOKEN] = tuple(SCOPES)
        code, told = with_token(place, TOKEN)
    assert (code, told["ok"], kinds(told), told["scopes"]) == (0, True, [], SCOPES)
    assert place.events("journal", "account.connected")[0]["data"]["way"] == "token"


@pytest.mark.parametrize(
    ("scopes", "found", "is_kept"),
    [
        (("read",), "scope_too_wide", True),
        (("read:accounts", "read:statuses", "write:statuses"), "scope_too_wide", True),
        (("read:accounts", "read:statuses", "read:notifications"), "scope_too_wide", True),
        (("read:accounts",), "scope_missing", False),
        (("read:statuses",), "scope_missing", False),
    ],
)
def test_permissions_that_are_too_many_or_too_few_are_findings(place, scopes, found, is_kept):
    with serving(place) as server:
        server.oauth.tokens[TOKEN] = scopes
        code, told = with_token(place, TOKEN)
    assert (code, told["ok"], kinds(told)) == (1, False, [found])
    assert all(one["message"] and one["next"] for one in told["findings"])
    assert [path.name for path in kept_files(place)] == (["a0001"] if is_kept else [])
    assert told["state"] == ("connected" if is_kept else "not_connected")


@pytest.mark.parametrize("lacking", SCOPES)
@pytest.mark.parametrize("way", ["token", "oauth"])
def test_too_few_are_found_where_the_server_gives_what_anybody_sees(place, browser, lacking, way):
    with serving(place) as server:
        server.oauth.is_lenient = True
        given = tuple(one for one in SCOPES if one != lacking)
        server.oauth.tokens[TOKEN] = server.oauth.gives = given
        code, told = (
            with_token(place, TOKEN) if way == "token" else place.run("connect", "gemeente")
        )
    assert (code, told["ok"], kinds(told)) == (1, False, ["scope_missing"])
    assert lacking in told["findings"][0]["message"]
    assert not [path for path in kept_files(place) if path.name == "a0001"]


def test_the_look_reads_nothing_that_could_be_a_message(place):
    with serving(place) as server:
        server.oauth.tokens[TOKEN] = tuple(SCOPES)
        with_token(place, TOKEN)
        # What comes after it is the trial, which reads the list as a harvest does.
        trial = next(at for at, path in enumerate(server.asked) if "accounts/lookup" in path)
        listed = [path for path in server.asked[:trial] if "/statuses" in path]
        assert listed
        assert all("pinned=true" in path for path in listed)


@pytest.mark.parametrize("way", ["tells_scopes", "knows_no_app"])
def test_what_a_server_does_not_tell_is_not_checked_and_not_wrong(place, way):
    with serving(place) as server:
        server.oauth.tokens[TOKEN] = tuple(SCOPES)
        setattr(server.oauth, way, way == "knows_no_app")
        code, told = with_token(place, TOKEN)
    assert (code, told["ok"], kinds(told)) == (0, True, ["scope_unknown"])
    assert (told["findings"][0]["weight"], told["scopes"]) == ("not_checked", None)


def test_a_token_of_another_account_is_refused_and_withdrawn(place, browser):
    with serving(place) as server:
        server.oauth.tokens[TOKEN] = tuple(SCOPES)
        server.oauth.other = "wethouder"
        for code, told in (with_token(place, TOKEN), place.run("connect", "gemeente")):
            assert (code, told["error"]["code"], told["ok"]) == (3, "CONNECT-004", False)
        assert kept_files(place) == []
        assert set(server.oauth.tokens) == {TOKEN}  # the one that we asked for is withdrawn
    assert place.events("journal", "account.connected") == []


def test_a_token_of_an_account_at_no_address_is_refused(place):
    with serving(place) as server:
        server.oauth.tokens[TOKEN] = tuple(SCOPES)
        server.mood.change_account = lambda account: {**account, "url": "http://[::1"}
        code, told = with_token(place, TOKEN)
    assert (code, told["error"]["code"], told["ok"]) == (3, "CONNECT-004", False)


def test_a_token_that_the_server_does_not_know_is_a_finding(place):
    with serving(place):
        code, told = with_token(place, TOKEN)
    assert (code, told["ok"], kinds(told)) == (1, False, ["permission_refused"])
    assert kept_files(place) == []


def test_a_failed_connection_leaves_the_one_before(place):
    with serving(place) as server:
        server.oauth.tokens[TOKEN] = tuple(SCOPES)
        with_token(place, TOKEN)
        before = kept_files(place)[0].read_bytes()
        assert with_token(place, "een-ander-token")[0] == 1
        assert kept_files(place)[0].read_bytes() == before


def test_an_account_that_moved_is_told(place):
    with serving(place) as server:
        server.oauth.tokens[TOKEN] = tuple(SCOPES)
        server.oauth.account = {"moved": {"id": "2"}}
        code, told = with_token(place, TOKEN)
    assert (code, told["ok"], kinds(told)) == (0, True, ["account_moved"])


def test_another_endpoint_is_gone_to_and_told(place):
    place.good("account", "add", "https://social.example/@gemeente", "--kind", "corporate")
    with mastodon_server(ME, [post(1, "Een")]) as server:
        server.oauth.tokens[TOKEN] = tuple(SCOPES)
        code, told = with_token(place, TOKEN, "--base-url", server.address)
        assert (code, told["ok"], kinds(told)) == (0, True, ["other_endpoint"])
        (run,) = place.good("harvest", "a0001")["runs"]
        assert run["items"]["posts"] == 1
        assert {token for _, token in server.oauth.shown} == {TOKEN}


@pytest.mark.parametrize(
    "url",
    [
        "http://192.168.1.4",
        "http://social.example",
        "https://naam:geheim@social.example",
        "https://social.example/api",
        "https://social.example?x=1",
        "ftp://social.example",
        "social.example",
        "https://[::1",
    ],
)
def test_an_endpoint_that_is_none_is_refused(place, url):
    place.good("account", "add", "https://social.example/@gemeente", "--kind", "corporate")
    code, told = with_token(place, TOKEN, "--base-url", url)
    assert (code, told["error"]["code"]) == (2, "CONNECT-010")
    assert "geheim" not in json.dumps(told)


def test_a_token_in_a_file_as_windows_writes_it_is_read(place, tmp_path):
    file = tmp_path / "token.txt"
    file.write_bytes(b"\xef\xbb\xbftoken-van-de-server\r\n")
    assert read_token(file) == Secret("token-van-de-server")


@pytest.mark.parametrize("content", ["", "\n", "een twee", "é", "a\x1bb"])
def test_a_file_without_a_token_is_refused(place, content):
    with serving(place):
        code, told = with_token(place, content)
    assert (code, told["error"]["code"]) == (2, "CONNECT-012")


# --- who may ------------------------------------------------------------------------------------


def test_who_may_not_is_refused(place):
    place.good("person", "add", "Beheer", "--role", "register-owner")
    place.good("person", "add", "Lezer", "--role", "reader", "--as", "Beheer")
    place.good("person", "add", "Com", "--role", "communication", "--as", "Beheer")
    with serving(place) as server:
        server.oauth.tokens[TOKEN] = tuple(SCOPES)
        code, told = with_token(place, TOKEN, "--as", "Lezer")
        assert (code, told["error"]["code"]) == (3, "ROLE-002")
        assert with_token(place, TOKEN, "--as", "Com")[0] == 0
        assert place.run("disconnect", "gemeente", "--as", "Lezer")[0] == 3
    assert place.events("journal", "account.connected")[0]["actor"]["name"] == "Com"


def test_an_account_of_scenario_c_is_not_connected(place):
    with mastodon_server(ME) as server:
        place.good("account", "add", server.url, "--kind", "hybrid")
        code, told = with_token(place, TOKEN)
        assert (code, told["error"]["code"]) == (3, "CONNECT-006")
        assert server.asked == []


def test_a_platform_that_can_not_be_connected_is_told(place):
    place.good("account", "add", "https://www.snapchat.com/add/gemeente", "--kind", "corporate")
    code, told = with_token(place, TOKEN)
    assert (code, told["error"]["code"]) == (2, "CONNECT-005")


# --- disconnect ---------------------------------------------------------------------------------


def test_disconnecting_withdraws_at_the_server_and_forgets(place, browser):
    with serving(place) as server:
        place.good("connect", "gemeente")
        told = place.good("disconnect", "gemeente")
        assert (told["ok"], told["state"], told["findings"]) == (True, "not_connected", [])
        assert server.oauth.tokens == {}
        assert kept_files(place) == []
        code, again = place.run("disconnect", "gemeente")
        assert (code, again["error"]["code"]) == (2, "CONNECT-009")
    assert place.events("journal", "account.disconnected")[0]["data"]["withdrawn"] is True


def test_a_token_made_elsewhere_and_a_server_that_is_away_are_told_at_the_end(place, browser):
    with serving(place) as server:
        server.oauth.tokens[TOKEN] = tuple(SCOPES)
        with_token(place, TOKEN)
        code, told = place.run("disconnect", "gemeente")
        assert (code, kinds(told)) == (1, ["not_withdrawn"])
        place.good("connect", "gemeente")
    code, told = place.run("disconnect", "gemeente")
    assert (code, kinds(told)) == (1, ["not_withdrawn"])
    assert kept_files(place) == []


def test_connecting_again_withdraws_the_one_before(place, browser):
    with serving(place) as server:
        place.good("connect", "gemeente")
        first = set(server.oauth.tokens)
        server.oauth.names = ["tweede"]
        place.good("connect", "gemeente")
        assert set(server.oauth.tokens) == {"tweede"} != first


# --- where it lies, and where it never does -----------------------------------------------------


def test_what_is_kept_is_for_its_owner_alone_and_unreadable_by_itself(place):
    with serving(place) as server:
        server.oauth.tokens[TOKEN] = tuple(SCOPES)
        with_token(place, TOKEN)
        for path in (*kept_files(place), place.root / "keys" / "connections.key"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
        (kept,) = kept_files(place)
        kept.write_bytes(kept.read_bytes()[:-1] + b"x")
        code, told = place.run("harvest", "gemeente")
    assert (code, told["error"]["code"]) == (6, "KEYS-004")


def test_one_kept_file_can_not_stand_for_another_account(place):
    with serving(place) as server:
        server.oauth.tokens[TOKEN] = tuple(SCOPES)
        with_token(place, TOKEN)
        place.good("account", "add", f"{server.address}/@ander", "--kind", "corporate")
        (kept,) = kept_files(place)
        kept.with_name("a0002").write_bytes(kept.read_bytes())
        kept.with_name("a0002").chmod(0o600)
        code, told = place.run("harvest", "ander")
    assert (code, told["error"]["code"]) == (6, "KEYS-004")
