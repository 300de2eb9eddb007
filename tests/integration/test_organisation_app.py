"""Connect by an app of the organisation: tokens that end, are renewed, and end for good."""

import base64
import errno
import json
import threading
import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import click
import pytest
from central_place import central, led_to, set_app
from place import Archive, harvest, post

from weerklank import bootstrap
from weerklank.cli import connect as connect_command
from weerklank.model.connection import Connection, Granted
from weerklank.model.errors import NotNow, Refused, WrongUse
from weerklank.model.ids import AccountId
from weerklank.model.secret import Secret
from weerklank.services.harvest import organisation_app
from weerklank.services.harvest.connect_account import Connecting
from weerklank.services.harvest.keep_fresh import KeepsFresh
from weerklank.services.harvest.pasted_answer import read_pasted
from weerklank.services.workplace import Silent, Workplace
from weerklank.store import secrets_store
from weerklank.store.secrets_store import SecretsStore
from weerklank.testing.central_platform import SCOPES, CentralPlatformSignIn, Served

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

Json = dict[str, Any]
BACK = "http://127.0.0.1:17620/"
SECRET = "geheim-van-de-app"


def opened(place: Archive) -> Workplace:
    return bootstrap.workplace(str(place.folder), str(place.root / "keys"), Silent())


def ways(workplace: Workplace) -> Connecting:
    return Connecting(workplace, bootstrap.connectors(), bootstrap.transport_for(workplace))


def kept(place: Archive) -> Connection:
    found = SecretsStore(opened(place).keys).connection(AccountId("a0001"))
    assert found is not None
    return found


def connect(place: Archive) -> Connection:
    """Connect the account as a screen does; gives what was kept."""
    connecting = ways(opened(place))
    begun = connecting.begin("gemeente", BACK)
    code = read_pasted(led_to(begun.address), begun.state)
    assert connecting.finish(begun.state, code, BACK).is_ok
    return kept(place)


@pytest.fixture
def served(place, monkeypatch):
    with central(place, monkeypatch, post(1, "Een")) as found:
        assert set_app(place)[0] == 0
        yield found


# --- asking -------------------------------------------------------------------------------------


def test_the_page_is_asked_for_the_app_with_the_proof_and_no_more_than_is_needed(place, served):
    begun = ways(opened(place)).begin("gemeente", BACK)
    asked = parse_qs(urlsplit(begun.address).query)
    assert asked["client_id"] == ["app-van-voorbeelddam"]
    assert (asked["scope"], asked["redirect_uri"]) == ([" ".join(SCOPES)], [BACK])
    assert (asked["code_challenge_method"], asked["response_type"]) == (["S256"], ["code"])
    assert asked["state"] == [begun.state.reveal()]
    assert SECRET not in begun.address
    assert begun.address_to_paste is None


def test_what_is_granted_is_kept_with_its_end_and_what_renews_it(place, served):
    before = datetime.now(UTC)
    held = connect(place)
    assert (held.granted.scopes, held.granted.refresh) == (SCOPES, Secret("refresh-2"))
    assert held.granted.expires is not None
    assert (
        timedelta(0) <= held.granted.expires - before - timedelta(hours=1) < timedelta(minutes=1)
    )
    ((path, form),) = served.oauth.forms
    assert (path, form["client_secret"], form["redirect_uri"]) == ("/oauth/token", SECRET, BACK)
    assert not served.oauth.basics
    (event,) = place.events("journal", "account.connected")
    assert event["data"]["way"] == "oauth"
    for secret in (b"token-2", b"refresh-2", SECRET.encode()):
        assert secret not in place.bytes_of_all()


def test_by_basic_the_secret_stands_in_no_form(place, served, monkeypatch):
    monkeypatch.setattr(CentralPlatformSignIn, "by_basic", True)
    served.oauth.by_basic = True
    connect(place)
    ((_, form),) = served.oauth.forms
    assert "client_secret" not in form
    assert base64.b64decode(served.oauth.basics[0].removeprefix("Basic ")).endswith(
        SECRET.encode()
    )


def test_a_public_app_shows_its_number_and_the_proof_alone(place, monkeypatch):
    with central(place, monkeypatch, secret=None) as served:
        assert set_app(place, secret=None)[0] == 0
        connect(place)
        ((_, form),) = served.oauth.forms
    assert "client_secret" not in form
    assert form["client_id"] == "app-van-voorbeelddam"


def test_a_code_is_taken_once(place, served):
    connecting = ways(opened(place))
    first, again = (connecting.begin("gemeente", BACK) for _ in range(2))
    code = read_pasted(led_to(first.address), first.state)
    assert connecting.finish(first.state, code, BACK).is_ok
    with pytest.raises(NotNow) as refused:
        connecting.finish(again.state, code, BACK)
    assert refused.value.code == "CONNECT-021"


def test_a_code_is_not_taken_for_who_did_not_begin(place, served):
    connecting = ways(opened(place))
    first, other = (connecting.begin("gemeente", BACK) for _ in range(2))
    code = read_pasted(led_to(first.address), first.state)
    with pytest.raises(NotNow) as refused:
        connecting.finish(other.state, code, BACK)
    assert refused.value.code == "CONNECT-021"
    with pytest.raises(Refused):
        read_pasted(led_to(first.address), other.state)


def test_an_app_that_the_platform_does_not_take_is_told(place, served):
    set_app(place, secret="een-ander-geheim")
    connecting = ways(opened(place))
    begun = connecting.begin("gemeente", BACK)
    code = read_pasted(led_to(begun.address), begun.state)
    with pytest.raises(NotNow) as refused:
        connecting.finish(begun.state, code, BACK)
    assert refused.value.code == "CONNECT-022"
    text = "".join(traceback.format_exception(refused.value))
    assert "een-ander-geheim" not in text
    assert not (place.root / "keys" / "connections" / "a0001").exists()


def test_without_an_app_it_is_said_which_command_sets_one(place, monkeypatch):
    with central(place, monkeypatch):
        code, told = place.run("connect", "gemeente", "--paste")
    assert (code, told["error"]["code"]) == (4, "CONNECT-023")
    assert "weerklank app set mastodon --client-id" in told["error"]["hint"]


# --- on the command line ------------------------------------------------------------------------


def test_the_browser_is_led_back_to_the_port_that_was_said(place, served, monkeypatch):
    import socket
    import urllib.request

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setattr(organisation_app, "REDIRECT_PORT", port)

    def walk(address: str) -> None:
        with urllib.request.urlopen(led_to(address)) as page:
            page.read()

    def show(address: str) -> bool:
        threading.Thread(target=walk, args=(address,), daemon=True).start()
        return True

    monkeypatch.setattr(connect_command.webbrowser, "open", show)
    monkeypatch.setenv("DISPLAY", ":0")
    served.oauth.redirects = (f"http://127.0.0.1:{port}/",)
    code, told = place.run("connect", "gemeente")
    assert (code, told["ok"], told["scopes"]) == (0, True, [*SCOPES])
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        code, told = place.run("connect", "gemeente")
    assert (code, told["error"]["code"]) == (4, "CONNECT-025")


def paste(monkeypatch: pytest.MonkeyPatch, changed: Any = lambda address: address) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(connect_command, "echo", lambda text="", **_: said.append(text))

    def prompt(*_: Any, **how: Any) -> str:
        assert how["hide_input"]
        (address,) = [line.strip() for line in said if "/oauth/authorize?" in line]
        return f" {changed(led_to(address))} "

    monkeypatch.setattr(click, "prompt", prompt)
    return said


def test_the_whole_address_can_be_pasted(place, served, monkeypatch):
    said = paste(monkeypatch)
    code, told = place.run("connect", "gemeente", "--paste")
    assert (code, told["ok"]) == (0, True)
    assert any(BACK in line for line in said)


@pytest.mark.parametrize(
    ("changed", "left", "error"),
    [
        (lambda a: a.replace("state=", "state=x"), 3, "CONNECT-007"),
        (lambda a: a.partition("?")[0], 2, "CONNECT-026"),
        (lambda _: "code-1", 2, "CONNECT-026"),
        (lambda _: "http://[::1", 2, "CONNECT-026"),
        (lambda a: a + "&x=1" * 3000, 2, "CONNECT-026"),
        (lambda a: a.replace("code=", "error=access_denied&c="), 4, "CONNECT-008"),
    ],
)
def test_what_is_pasted_must_be_the_answer_to_this_question(
    place, served, monkeypatch, changed, left, error
):
    paste(monkeypatch, changed)
    code, told = place.run("connect", "gemeente", "--paste")
    assert (code, told["error"]["code"]) == (left, error)
    assert not (place.root / "keys" / "connections" / "a0001").exists()


# --- renewing -----------------------------------------------------------------------------------


def refreshes(served: Served) -> list[Json]:
    return [form for _, form in served.oauth.forms if form.get("grant_type") == "refresh_token"]


def test_a_token_that_ends_is_renewed_before_a_harvest_and_the_new_one_kept(place, served):
    served.oauth.lasts = 60
    connect(place)
    served.oauth.lasts = 3600
    assert harvest(place)["items"]["posts"] == 1
    assert [form["refresh_token"] for form in refreshes(served)] == ["refresh-2"]
    assert kept(place).granted.refresh == Secret("refresh-3")
    assert {token for _, token in served.server.oauth.shown[1:]} == {"token-3"}
    assert harvest(place)["items"]["posts"] == 0
    assert len(refreshes(served)) == 1


def test_one_that_holds_is_not_renewed(place, served):
    connect(place)
    harvest(place)
    assert refreshes(served) == []


def test_a_token_that_lasts_for_a_moment_only_is_not_renewed_with_each_question(place, served):
    served.oauth.lasts = 60
    connect(place)
    harvest(place)
    assert len(refreshes(served)) == 1


def test_before_a_trial_and_a_look_too(place, served):
    served.oauth.lasts = 60
    connect(place)
    assert ways(opened(place)).look_again("gemeente").is_ok
    assert kept(place).granted.token == Secret("token-3")
    from weerklank.services.harvest.try_reading import try_reading

    workplace = opened(place)
    tried = try_reading(
        workplace, bootstrap.connectors(), "gemeente", bootstrap.transport_for(workplace)
    )
    assert len(tried.posts) == 1
    assert kept(place).granted.token == Secret("token-4")


def test_a_harvest_that_lasts_longer_than_a_token_goes_on_with_the_next(place, monkeypatch):
    items = [post(day, f"Bericht {day}") for day in range(1, 90)]
    with central(place, monkeypatch, *items) as served:
        set_app(place)
        connect(place)
        asked = served.server.statuses

        def ends(query: Any) -> Any:
            if len(refreshes(served)) < 2:
                served.oauth.end_tokens()
            return asked(query)

        monkeypatch.setattr(served.server, "statuses", ends)
        run = harvest(place)
    assert (run["items"]["posts"], run["complete"], run["gaps"]) == (89, True, [])
    assert len(refreshes(served)) == 2


def test_a_refused_refresh_is_a_permission_that_ended_and_deletes_nothing(place, served):
    connect(place)
    harvest(place)
    served.oauth.end_tokens()
    served.oauth.refresh_tokens.clear()
    code, told = place.run("harvest", "gemeente")
    assert (code, told["error"]["code"]) == (4, "HARVEST-040")
    assert [run["deletions"] for run in told["runs"]] == [0]
    assert place.events("journal", "item.missing") == []
    assert [one.kind for one in kept(place).findings] == ["permission_refused"]


def test_so_it_is_when_it_is_refused_beforehand(place, served):
    served.oauth.lasts = 60
    connect(place)
    served.oauth.refresh_tokens.clear()
    asked = len(served.server.asked)
    code, told = place.run("harvest", "gemeente")
    assert (code, told["error"]["code"]) == (4, "HARVEST-040")
    assert not [path for path in served.server.asked[asked:] if path.startswith("/api/v1/acc")]
    assert [one.kind for one in kept(place).findings] == ["permission_refused"]
    looked = ways(opened(place)).look_again("gemeente")
    assert [one.kind for one in looked.findings] == ["permission_refused"]


def test_a_server_in_trouble_ends_no_permission(place, served, monkeypatch):
    served.oauth.lasts = 60
    connect(place)
    served.oauth.failing = 1
    assert harvest(place)["items"]["posts"] == 1  # the token of now holds for a minute
    served.oauth.failing = 10**6
    served.oauth.end_tokens()
    code, told = place.run("harvest", "gemeente")
    assert (code, told["error"]["code"] == "HARVEST-040") == (4, False)
    assert kept(place).findings == ()
    monkeypatch.setattr(KeepsFresh, "_is_due", lambda *_: True)
    ended = kept(place)
    past = datetime.now(UTC) - timedelta(minutes=1)
    granted = type(ended.granted)(
        token=ended.granted.token, scopes=SCOPES, refresh=ended.granted.refresh, expires=past
    )
    SecretsStore(opened(place).keys).keep(replace(ended, granted=granted))
    with pytest.raises(NotNow) as none:
        ways(opened(place)).look_again("gemeente")
    assert none.value.code == "CONNECT-024"


def test_an_app_that_is_not_taken_any_more_ends_no_permission(place, served):
    served.oauth.lasts = 60
    connect(place)
    served.oauth.end_tokens()
    served.oauth.error = "invalid_client"
    code, told = place.run("harvest", "gemeente")
    assert code == 4
    assert told["error"]["code"] != "HARVEST-040"
    assert kept(place).findings == ()


def test_a_secret_that_was_renewed_serves_what_was_connected_before(place, served):
    served.oauth.lasts = 60
    connect(place)
    served.oauth.secret = "nieuw-geheim"
    set_app(place, secret="nieuw-geheim")
    assert harvest(place)["items"]["posts"] == 1
    assert refreshes(served)[0]["client_secret"] == "nieuw-geheim"


def test_two_at_once_spend_a_refresh_token_once(place, served):
    served.oauth.lasts = 60
    held = connect(place)
    served.oauth.lasts = 3600
    start, given = threading.Barrier(4), []

    def renew() -> None:
        workplace = opened(place)
        platform = workplace.register().find("gemeente").platform
        way = bootstrap.connectors(), platform, held, bootstrap.transport_for(workplace)
        fresh = KeepsFresh(workplace, *way)
        start.wait()
        token = fresh()
        given.append(token.reveal() if token else None)

    threads = [threading.Thread(target=renew) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert given == ["token-3"] * 4
    assert len(refreshes(served)) == 1
    assert served.oauth.spent_again == []


def test_where_nothing_can_be_kept_no_refresh_token_is_spent(place, served, monkeypatch):
    served.oauth.lasts = 60
    connect(place)
    served.oauth.lasts = 3600

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(secrets_store, "replace_file", full)
        assert place.run("harvest", "gemeente")[0] == 4
    assert refreshes(served) == []
    harvest(place)
    assert len(refreshes(served)) == 1


def test_what_is_noted_of_a_refusal_writes_over_no_newer_permission(place, served):
    from weerklank.services.harvest.held_connection import note_refused

    first = connect(place)
    second = connect(place)
    note_refused(opened(place), first)
    assert kept(place) == second
    SecretsStore(opened(place).keys).forget(AccountId("a0001"))
    note_refused(opened(place), second)
    assert SecretsStore(opened(place).keys).connection(AccountId("a0001")) is None


def test_a_token_that_refreshes_without_a_new_refresh_token_keeps_the_one_it_has(place, served):
    served.oauth.lasts, served.oauth.rotates = 60, False
    connect(place)
    harvest(place)
    assert kept(place).granted.refresh == Secret("refresh-2")
    assert kept(place).granted.token == Secret("token-3")


# --- what was kept before, and its end ----------------------------------------------------------


def test_a_file_of_before_reads_on(place, served):
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    connect(place)
    path = place.root / "keys" / "connections" / "a0001"
    cipher = ChaCha20Poly1305((place.root / "keys" / "connections.key").read_bytes())
    sealed = path.read_bytes()
    value = json.loads(cipher.decrypt(sealed[:12], sealed[12:], b"a0001"))
    for name in ("refresh", "expires", "refresh_expires"):
        del value["granted"][name]
    path.write_bytes(
        sealed[:12] + cipher.encrypt(sealed[:12], json.dumps(value).encode(), b"a0001")
    )
    granted = kept(place).granted
    assert (granted.refresh, granted.expires, granted.ends) == (None, None, None)
    assert harvest(place)["items"]["posts"] == 1


def test_disconnecting_withdraws_what_renews_it_too(place, served):
    connect(place)
    assert place.good("disconnect", "gemeente")["ok"] is True
    assert (served.oauth.tokens, served.oauth.refresh_tokens) == ({}, {})
    shown = [form["token"] for path, form in served.oauth.forms if path == "/oauth/revoke"]
    assert shown == ["refresh-2", "token-2"]


def test_connecting_again_to_the_same_app_withdraws_nothing(place, served):
    """Or a platform that knows one permission of a person to an app would end the new one too."""
    connect(place)
    connect(place)
    assert not [form for path, form in served.oauth.forms if path == "/oauth/revoke"]


def test_what_is_not_kept_is_withdrawn_unless_that_would_end_what_is(place, served):
    served.oauth.gives = SCOPES[:1]

    def fails() -> list[str]:
        connecting = ways(opened(place))
        begun = connecting.begin("gemeente", BACK)
        code = read_pasted(led_to(begun.address), begun.state)
        looked = connecting.finish(begun.state, code, BACK)
        assert (looked.connection, looked.findings[0].kind) == (None, "scope_missing")
        return [form["token"] for path, form in served.oauth.forms if path == "/oauth/revoke"]

    assert fails() == ["refresh-2", "token-2"]
    served.oauth.gives = None
    before = connect(place)
    served.oauth.gives = SCOPES[:1]
    assert len(fails()) == 2
    assert kept(place) == before


def test_a_token_file_needs_no_app(place, monkeypatch):
    with central(place, monkeypatch, post(1, "Een")) as served:
        served.oauth.tokens["gemaakt"] = SCOPES
        file = Path(place.root, "token.txt")
        file.write_text("gemaakt")
        code, told = place.run("connect", "gemeente", "--token-file", str(file))
        assert (code, [one["kind"] for one in told["findings"]]) == (0, ["scope_unknown"])
        assert harvest(place)["items"]["posts"] == 1


def ends_in(place: Archive, days: float, *, refresh: Secret | None = None) -> None:
    """Let the permission that is kept end after some days."""
    held = kept(place)
    granted = Granted(
        token=held.granted.token,
        scopes=SCOPES,
        refresh=refresh,
        expires=datetime.now(UTC) + timedelta(days=days),
    )
    SecretsStore(opened(place).keys).keep(replace(held, granted=granted))


@pytest.mark.parametrize(
    ("days", "refresh", "found"),
    [
        (13.9, None, ["ends_soon"]),
        (14.1, None, []),
        (-1.0, None, ["permission_ended"]),
        (0.5, Secret("r"), []),
    ],
)
def test_a_permission_that_can_not_be_renewed_tells_when_it_ends(
    place, served, days, refresh, found
):
    connect(place)
    ends_in(place, days, refresh=refresh)
    (one,) = place.good("status")["accounts"]
    assert [told["kind"] for told in one["permission"]] == found
    assert not any("{" in told["message"] + told["next"] for told in one["permission"])
    spoken = place.spoken(
        "--archive", str(place.folder), "--keys", str(place.root / "keys"), "status"
    )
    of_account, due, _ = spoken[1].partition("\n1 due.")
    assert due
    assert ("→" in of_account) is bool(found)


def test_what_renews_it_may_end_too(place, served):
    served.oauth.refresh_lasts = 7 * 86400
    connect(place)
    assert place.good("status")["accounts"][0]["permission"][0]["kind"] == "ends_soon"
    looked = ways(opened(place)).look_again("gemeente")
    assert (looked.is_ok, [one.kind for one in looked.findings]) == (True, ["ends_soon"])
    assert kept(place).findings == ()


def test_status_tells_nothing_of_an_account_without_permission_or_with_a_damaged_one(
    place, served
):
    assert place.good("status")["accounts"][0]["permission"] is None
    connect(place)
    assert place.good("status")["accounts"][0]["permission"] == []
    (place.root / "keys" / "connections" / "a0001").write_bytes(b"x" * 40)
    assert place.good("status")["accounts"][0]["permission"] is None
    place.good("account", "add", f"{served.server.address}/@ander", "--kind", "corporate")
    told = {one["account"]: one["why"] for one in place.good("status")["accounts"]}
    assert told == {"a0001": "never", "a0002": "not-connected"}


# --- the app ------------------------------------------------------------------------------------


def test_the_app_is_set_listed_and_removed_and_never_shown(place, monkeypatch):
    with central(place, monkeypatch):
        assert place.good("app", "list")["apps"] == [
            {"platform": "mastodon", "state": "not_set", "secret": False, "at": None, "by": None}
        ]
        code, told = set_app(place)
        assert (code, told["state"], told["secret"], told["redirect"]) == (0, "set", True, BACK)
        assert [one["state"] for one in place.good("app", "list")["apps"]] == ["set"]
        for value in ("app-van-voorbeelddam", SECRET):
            assert value.encode() not in place.bytes_of_all()
            assert value not in json.dumps(told)
        assert place.good("app", "remove", "mastodon")["state"] == "not_set"
        code, told = place.run("app", "remove", "mastodon")
        assert (code, told["error"]["code"]) == (2, "CONNECT-028")
    states = [one["data"] for one in place.events("journal", "platform.app")]
    assert states == [{"state": "set"}, {"state": "removed"}]


def test_a_platform_that_asks_for_none_takes_none(place, monkeypatch):
    with central(place, monkeypatch):
        code, told = place.run("app", "set", "snapchat", "--client-id", "x")
        assert (code, told["error"]["code"]) == (2, "CONNECT-027")
        assert "mastodon" in told["error"]["hint"]


@pytest.mark.parametrize("identifier", ["een twee", "é", "x" * 600, "a\nb"])
def test_what_is_no_number_of_an_app_is_refused(place, monkeypatch, identifier):
    with central(place, monkeypatch):
        code, told = place.run("app", "set", "mastodon", "--client-id", identifier)
        assert (code, told["error"]["code"]) == (2, "CONNECT-029")


def test_who_may_set_an_app(place, monkeypatch):
    with central(place, monkeypatch):
        place.good("person", "add", "Beheer", "--role", "register-owner")
        place.good("person", "add", "Techniek", "--role", "operator", "--as", "Beheer")
        place.good("person", "add", "Com", "--role", "communication", "--as", "Beheer")
        code, told = set_app(place, "--as", "Com")
        assert (code, told["error"]["code"]) == (3, "ROLE-002")
        assert set_app(place, "--as", "Techniek")[0] == 0
        assert place.run("app", "remove", "mastodon", "--as", "Com")[0] == 3


def test_an_app_of_one_platform_can_not_stand_for_another(place, served):
    folder = place.root / "keys" / "connections"
    (folder / "app-youtube").write_bytes((folder / "app-mastodon").read_bytes())
    (folder / "app-youtube").chmod(0o600)
    from weerklank.model.errors import BrokenInput
    from weerklank.model.platform import Platform

    with pytest.raises(BrokenInput):
        SecretsStore(opened(place).keys).app(Platform.YOUTUBE)


def test_reading_what_was_pasted_says_nothing_of_it():
    pasted = "-".join(("kanarie", "in", "het", "adres"))
    with pytest.raises(WrongUse) as wrong:
        read_pasted(pasted, Secret("x"))
    assert pasted not in "".join(traceback.format_exception(wrong.value))


def test_what_can_not_be_begun_is_told_before_anything_listens(place, monkeypatch):
    monkeypatch.setattr(connect_command, "loopback", lambda *_: pytest.fail("listens"))
    with central(place, monkeypatch):
        code, told = place.run("connect", "gemeente")
    assert (code, told["error"]["code"]) == (4, "CONNECT-023")
