"""Harvest with the permission of the account: what comes in besides, and what never does."""

import io
import json
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from place import ME, Archive, harvest, medium, moment, post, serving

from weerklank.cli.main import main
from weerklank.connectors.mastodon import api
from weerklank.harvest.exchange import NO_SENSE, NoAnswer
from weerklank.harvest.transport import Transport
from weerklank.model.secret import Secret
from weerklank.services.harvest.connect_account import Connecting
from weerklank.testing.canaries import Canary, CanaryClass
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

Json = dict[str, Any]
TOKEN = "Kanarie7f3c9e51d2aaZw"
SCOPES = ("read:accounts", "read:statuses")
MESSAGE = "Dit-is-een-geheim-bericht"


@contextmanager
def connected(place: Archive, *items: Any, **more: Any) -> Iterator[MastodonServer]:
    """Serve posts of an account that is connected."""
    with serving(place, *items, **more) as server:
        connect(place, server)
        yield server


def connect(place: Archive, server: MastodonServer, token: str = TOKEN) -> None:
    server.oauth.tokens[token] = SCOPES
    file = place.root / "token.txt"
    file.write_text(token)
    place.good("connect", "gemeente", "--token-file", str(file))
    file.unlink()
    server.asked.clear()
    server.oauth.shown.clear()


# --- what comes in ------------------------------------------------------------------------------


def test_own_posts_for_followers_come_in_and_say_for_whom_they_were(place):
    items = [post(1, "Voor iedereen"), post(2, "Voor volgers", visibility="private")]
    with connected(place, *items):
        run = harvest(place)
    assert (run["complete"], run["gaps"], run["items"]["posts"]) == (True, [], 2)
    assert {row["text"].strip(): row.get("visibility", "public") for row in place.rows()} == {
        "Voor iedereen": "public",
        "Voor volgers": "followers",
    }


def test_a_server_that_lets_nothing_be_read_without_permission_is_read_with_it(place):
    with serving(place, post(1, "Een")) as server:
        server.mood.refused = ("/api/",)
        code, told = place.run("harvest", "gemeente")
        assert (code, told["error"]["code"]) == (4, "HARVEST-003")
        assert "weerklank connect" in told["error"]["hint"]
        connect(place, server)
        assert harvest(place)["items"]["posts"] == 1


def test_a_thread_of_more_than_sixty_replies_comes_whole_with_one_question(place):
    first = post(1, "Wat vindt u?")
    replies = [
        Reply(
            uri=f"https://mast.example/users/barthold_kwakkelaar/statuses/{n}",
            html=f"<p>Antwoord {n}</p>",
            answers=f"{ME.actor_id}/statuses/{first.number}",
            published=moment(2),
        )
        for n in range(90)
    ]
    with connected(place, first, replies=replies) as server:
        run = harvest(place)
        assert (run["items"]["replies"], run["gaps"]) == (90, [])
        assert sum("/context" in path for path in server.asked) == 1


@pytest.mark.parametrize("often", [1, 3, 1_000])
def test_replies_that_the_server_is_still_fetching_are_waited_for_a_while(place, often):
    first = post(1, "Wat vindt u?")
    early, late = (
        Reply(
            uri=f"https://mast.example/users/barthold_kwakkelaar/statuses/{n}",
            html=f"<p>Antwoord {n}</p>",
            answers=f"{ME.actor_id}/statuses/{first.number}",
            published=moment(2),
        )
        for n in (1, 2)
    )
    with connected(place, first, replies=[early, late]) as server:
        server.mood.fetching, server.mood.late = often, (late.number,)
        left, answer = place.run("harvest", "gemeente")
        asked = sum("/context" in path for path in server.asked)
    (run,) = answer["runs"]
    told = {one["kind"]: one["count"] for one in run["gaps"]}
    if often < 4:
        assert (left, run["items"]["replies"], told, asked) == (0, 2, {}, often + 1)
    else:  # it is not waited for ever
        assert (left, run["items"]["replies"], asked) == (1, 1, 4)
        assert told == {"replies_missing": 1, "replies_coming": 1}
        (where,) = next(one["where"] for one in run["gaps"] if one["kind"] == "replies_coming")
        assert where.endswith(str(first.number))


# --- what is never opened -----------------------------------------------------------------------


def test_direct_messages_in_the_list_are_counted_and_never_written(place):
    with connected(place, post(1, "Een")) as server:
        own = server.statuses({})[0][0]
        server.hidden = -3  # a server counts no messages among the posts
        server.raw = [
            {
                **own,
                "id": f"99{n}",
                "uri": f"{own['uri']}99{n}",
                "visibility": "direct",
                "content": MESSAGE,
                "edited_at": own["created_at"],
                "replies_count": 3,
                "in_reply_to_id": "12345",
                "in_reply_to_account_id": "67890",
            }
            for n in range(3)
        ]
        run = harvest(place)
        assert run["skipped"]["direct_messages"] == 3
        assert run["items"]["posts"] == 1
        opened = [path for path in server.asked if "/99" in path or "12345" in path]
        assert opened == []  # no history, no thread and no parent of a message
        never = ("conversations", "notifications", "timelines", "streaming")
        assert not [path for path in server.asked if any(word in path for word in never)]
    assert MESSAGE.encode() not in place.bytes_of_all()


# --- to whom the token is shown -----------------------------------------------------------------


def test_the_token_goes_to_questions_at_the_own_server_and_not_along_for_media(place):
    picture = medium("media_attachments/files/109/1/original/een.png")
    with connected(place, post(1, "Met foto", media=(picture,))) as server:
        harvest(place)
        asked = [path for path in server.asked if path.startswith("/api/")]
        assert [path for path, _ in server.oauth.shown] == asked
        assert any(path.startswith("/system/") for path in server.asked)


def test_the_token_is_not_shown_to_a_server_that_a_redirect_leads_to(place):
    """Another port is another server: it is asked without the token, or not at all."""
    with mastodon_server(ME, [post(1, "Elders")]) as other, mastodon_server(ME, []) as home:
        home.mood.redirect = ("/api/", f"{other.address}/api/v1/accounts/lookup?acct=gemeente")
        asks = Transport(home.address, sleep=lambda _: None)
        asks.sign_in(Secret(TOKEN))
        home.oauth.tokens[TOKEN] = SCOPES
        with pytest.raises(NoAnswer):
            asks.get(f"{home.address}/api/v1/accounts/lookup?acct=gemeente")
        # Also where a person named both, so that it may be gone to.
        asks._addresses.demand = lambda _: None  # type: ignore[method-assign] # as if it were public
        assert asks.get(f"{home.address}/api/v1/accounts/lookup?acct=gemeente").status == 200
        asks.close()
        assert [token for _, token in home.oauth.shown] == [TOKEN, TOKEN]
        assert (len(other.asked), other.oauth.shown) == (1, [])


def test_a_refused_token_is_shown_once_and_nothing_is_asked_after_it():
    with mastodon_server(ME, []) as home:
        asks = Transport(home.address, sleep=lambda _: None)
        asks.sign_in(Secret(TOKEN))
        for _ in range(3):
            with pytest.raises(NoAnswer):
                asks.get(f"{home.address}/api/v1/accounts/lookup?acct=gemeente")
        asks.close()
        assert (len(home.asked), asks.is_refused) == (1, True)


def test_a_form_with_secrets_goes_to_the_own_server_alone_and_follows_no_redirect():
    with mastodon_server(ME, []) as home, mastodon_server(ME, []) as other:
        asks = Transport(home.address, sleep=lambda _: None)
        with pytest.raises(NoAnswer):
            asks.send(f"{other.address}/oauth/token", {"code": Secret("x")})
        asks.close()
        assert other.asked == []


def test_a_connection_of_an_address_that_changed_is_not_used_for_the_new_one(place):
    with connected(place, post(1, "Een")) as server, mastodon_server(ME, [post(1, "Een")]) as new:
        place.good("account", "edit", "gemeente", "--url", new.url)
        code, _ = place.run("harvest", "a0001")
        assert code in {0, 1}
        assert new.asked
        assert (server.oauth.shown, new.oauth.shown) == ([], [])


# --- a permission that ends ---------------------------------------------------------------------


def test_a_permission_that_was_withdrawn_before_ends_with_connect_again(place):
    with connected(place, post(1, "Een")) as server:
        harvest(place)
        before, told_before = place.lines(), place.events("register", "report.made")
        server.oauth.tokens.clear()
        server.asked.clear()
        code, told = place.run("harvest", "gemeente")
        assert (code, told["error"]["code"]) == (4, "HARVEST-040")
        assert "weerklank connect" in told["error"]["hint"]
        assert len(server.asked) == 1  # a refused token is not shown on and on
    assert place.lines() == before
    # Nobody is told that it was closed.
    assert place.events("register", "report.made") == told_before


def test_a_permission_that_ends_halfway_keeps_what_came_and_deletes_nothing(place):
    items = [post(day, f"Bericht {day}") for day in range(1, 7)]
    with connected(place, *items) as server:
        server.mood.page = 2
        pages = 0

        def end_after_two(status: Json) -> Json:
            nonlocal pages
            pages += 1
            if pages == 4:
                server.oauth.tokens.clear()
            return status

        server.mood.change = end_after_two
        code, told = place.run("harvest", "gemeente")
        assert (code, told["error"]["code"]) == (4, "HARVEST-040")
        (run,) = told["runs"]
        assert (run["complete"], run["items"]["posts"], run["deletions"]) == (False, 4, 0)
        server.mood.change = lambda status: status
        connect(place, server, "nieuw-token")
        run = harvest(place)
        assert (run["complete"], run["items"]["posts"], run["deletions"]) == (True, 2, 0)


# --- a secret stays one -------------------------------------------------------------------------


def test_no_token_or_secret_of_an_app_reaches_disk_screen_or_traceback(
    tmp_path, place, monkeypatch
):
    """Canaries for a token and the secret of an app: connect, harvest, fail, disconnect."""
    app_secret = "Kanarie91b04cd7e8Qx"
    said = io.StringIO()
    with (
        mastodon_server(ME, [post(1, "Een"), post(2, "Twee", visibility="private")]) as server,
        redirect_stdout(said),
        redirect_stderr(said),
    ):
        tell(place, "account", "add", server.url, "--kind", "corporate")
        connect_by_pasting(place, server, app_secret)
        for command in (
            ("harvest", "gemeente"),
            ("account", "show", "gemeente"),
            ("verify", "--deep"),
            ("privacy", "policy"),
        ):
            tell(place, *command)
        for reason in (ValueError, NoAnswer, KeyboardInterrupt):
            with monkeypatch.context() as patched:
                patched.setattr(api, "next_page", failing(reason))
                tell(place, "harvest", "gemeente")
        server.oauth.tokens.clear()
        tell(place, "harvest", "gemeente")
        leaks_on_disk(tmp_path, app_secret)
        tell(place, "disconnect", "gemeente")
    leaks_on_disk(tmp_path, app_secret)
    assert "HARVEST-040" in said.getvalue()
    assert "DEFECT-001" in said.getvalue()
    for secret in (TOKEN, app_secret):
        assert secret.lower() not in said.getvalue().lower()


def failing(reason: type[BaseException]) -> Any:
    def fail(_: object) -> None:
        raise reason(NO_SENSE) if reason is NoAnswer else reason("mis")

    return fail


def tell(place: Archive, *arguments: str) -> None:
    for how in ((), ("--json",)):
        given = ["--archive", str(place.folder), "--keys", str(place.root / "keys"), *how]
        with pytest.raises(SystemExit):
            main([*given, *arguments])


def connect_by_pasting(place: Archive, server: MastodonServer, app_secret: str) -> None:
    from test_connect import code_on, press

    from weerklank import bootstrap
    from weerklank.services.harvest.connect_account import PASTED
    from weerklank.services.workplace import Silent

    opened = bootstrap.workplace(str(place.folder), str(place.root / "keys"), Silent())
    connecting = Connecting(opened, bootstrap.connectors(), bootstrap.transport_for(opened))
    server.oauth.names = [TOKEN]
    server.oauth.secrets = [app_secret]
    begun = connecting.begin("gemeente", PASTED)
    code = code_on(press(begun.address))
    looked = connecting.finish(begun.state, code, PASTED)
    assert looked.is_ok
    for value in (looked, begun, connecting):
        assert TOKEN not in repr(value)
        assert begun.state.reveal() not in repr(value)


def leaks_on_disk(root: Path, app_secret: str) -> None:
    wanted = [
        Canary(
            path="secret",
            kind=CanaryClass.UNKNOWN,
            first="x",
            between="",
            surname=one,
            number=10**13 + n,
        )
        for n, one in enumerate((TOKEN, app_secret))
    ]
    assert [str(one) for one in LeakScan(wanted).folder(root) if one.canary is not None] == []


def test_the_scan_would_find_them(tmp_path):
    (tmp_path / "x.json").write_text(json.dumps({"token": TOKEN}))
    with pytest.raises(AssertionError):
        leaks_on_disk(tmp_path, "nergens-te-vinden")


@pytest.mark.parametrize("form", ["{}", "{!r}", "{!s}", "{:>20}"])
def test_a_secret_is_not_shown_by_anything_that_shows_values(form):
    secret = Secret(TOKEN)
    assert TOKEN not in form.format(secret)
    with pytest.raises(TypeError, match="copied") as refused:
        __import__("pickle").dumps(secret)
    frames = traceback.TracebackException.from_exception(refused.value, capture_locals=True)
    assert TOKEN not in "".join(frames.format())


def test_below_a_message_of_ours_a_thread_goes_on_with_the_names_above_it(place):
    first = post(1, "Wat vindt u?")
    above = Reply(
        uri="https://mast.example/users/barthold_kwakkelaar/statuses/1",
        html="<p>Niets</p>",
        answers=f"{ME.actor_id}/statuses/{first.number}",
        published=moment(2),
    )
    ours = post(3, MESSAGE, visibility="direct", in_reply_to=above.uri)
    below = Reply(
        uri="https://mast.example/users/trijntje_vlier/statuses/2",
        html="<p>Zo, Barthold Kwakkelaar</p>",
        answers=f"{ME.actor_id}/statuses/{ours.number}",
        published=moment(4),
    )
    with connected(place, first, ours, replies=[above, below]):
        run = harvest(place)
    assert (run["skipped"]["direct_messages"], run["items"]["replies"]) == (1, 2)
    assert len({row.get("thread") for row in place.rows() if row["kind"] == "reply"}) == 1
    content = place.bytes_of_all().lower()
    for word in (b"kwakkelaar", b"barthold", MESSAGE.lower().encode()):
        assert word not in content


def test_an_account_made_anew_under_its_name_is_ours_if_the_permission_is_of_it(place):
    with connected(place, post(1, "Het eerste")) as server:
        assert harvest(place)["items"]["posts"] == 1
        server.mood.change_account = lambda account: {**account, "id": "4242"}
        server.oauth.account = {"id": "1"}
        left, answer = place.run("harvest", "gemeente")
        assert (left, answer["error"]["code"]) == (4, "HARVEST-090")
        server.oauth.account = {"id": "4242"}
        server.items = [post(1, "Het eerste"), post(2, "Het tweede")]
        assert harvest(place)["items"]["posts"] == 1
