"""Mastodon's API as others read it: mastodon_mock, as a process of its own on loopback.

Its writers share no code with ours, nor with the double of `weerklank.testing`. It is no Mastodon:
what this shows was tried on a mock.
"""

import urllib.request
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from mastodon_mock import Mock, mastodon_mock, table
from place import Archive

from weerklank.cli import connect as connect_command

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("mastodon-mock"),
    pytest.mark.usefixtures("no_pauses"),
]

POSTS, ANSWERED = 200, 20
#: What neither the archive nor its keys may hold.
THEIRS = (b"trijntje_vlier", b"Trijntje Vlier", b"Onder vier ogen")


def seed() -> list[str]:
    """Give two accounts, posts with threads of replies, and messages, as its settings do."""

    us, them = "gemeente", "trijntje_vlier"
    made = [
        table("statuses", account=us, text=f"Bericht {number}", ref=f"b{number}")
        for number in range(POSTS)
    ]
    made += [
        table("accounts", username=us, display_name="Gemeente Voorbeelddam", access_token="wij"),
        table("accounts", username=them, display_name="Trijntje Vlier", access_token="zij"),
    ]
    for number in range(ANSWERED):
        first, back = f"r{number}", f"w{number}"
        for ref, account, text, above in (
            (first, them, f"Vraag {number}", f"b{number}"),
            (back, us, f"Antwoord {number}", first),
            (f"n{number}", them, f"Dank {number}", back),
        ):
            made.append(table("statuses", account=account, text=text, ref=ref, reply_to=above))
    for account in (us, them):
        text = "Onder vier ogen"
        made.append(table("statuses", account=account, text=text, visibility="direct"))
    return made


@pytest.fixture(scope="module")
def mock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mock]:
    with mastodon_mock(tmp_path_factory.mktemp("mock"), seed()) as made:
        yield made


@pytest.fixture
def town(tmp_path: Path, mock: Mock) -> Archive:
    place = Archive(tmp_path).begin()
    place.good("account", "add", f"{mock.address}/@gemeente", "--kind", "corporate")
    return place


def texts(place: Archive) -> set[str]:
    return {text.partition("\n")[0] for text in place.texts()}


def test_posts_and_threads_come_in_whole_from_a_server_that_fails_now_and_then(
    town: Archive, mock: Mock
) -> None:
    posts, threads = "/api/v1/accounts/*/statuses", "/api/v1/statuses/*/context"
    for path, effect in (
        (posts, {"type": "ratelimit", "headers": {"Retry-After": "1"}}),
        (posts, {"type": "status", "status": 500}),
        (posts, {"type": "malformed"}),
        (threads, {"type": "status", "status": 503}),
    ):
        mock.fault(path, effect, 1)
    code, told = town.run("harvest", "gemeente")
    assert code == 0, told
    (run,) = told["runs"]
    assert (run["complete"], run["gaps"]) == (True, [])
    assert run["counts"]["posts"]["came"] == run["counts"]["posts"]["stated"] == POSTS + ANSWERED
    assert run["counts"]["replies"]["came"] == run["counts"]["replies"]["stated"] == 3 * ANSWERED
    assert not any(rule["remaining"] for rule in mock.ask("/api/v1/_mock/faults"))  # each was met
    wanted = {f"Bericht {number}" for number in range(POSTS)}
    for kind in ("Vraag", "Antwoord", "Dank"):
        wanted |= {f"{kind} {number}" for number in range(ANSWERED)}
    assert texts(town) == wanted
    above = {row["key"]: row for row in town.rows()}
    for row in above.values():
        if row["text"].startswith("Dank"):
            back = above[row["refs"][0]["key"]]
            assert back["text"].startswith("Antwoord")
            assert above[back["refs"][0]["key"]]["text"].startswith("Vraag")
            assert (row["author"]["role"], back["author"]["role"]) == ("citizen", "own")
    assert not [word for word in THEIRS if word in town.bytes_of_all()]
    assert town.good("verify", "--deep")["findings"] == []


def test_permission_by_oauth_then_an_edit_and_a_post_that_goes(
    town: Archive, mock: Mock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, list[str]]] = []

    def show(address: str) -> bool:
        """Choose the account on the page of the server, and go where that leads."""
        given = parse_qs(urlsplit(address).query)
        asked.append(given)
        form = {name: values[0] for name, values in given.items()} | {"username": "gemeente"}
        Thread(target=press, args=(urlencode(form).encode(),), daemon=True).start()
        return True

    def press(form: bytes) -> None:
        with urllib.request.urlopen(pressed, form) as page:
            page.read()

    pressed = f"{mock.address}/oauth/authorize"
    monkeypatch.setattr(connect_command.webbrowser, "open", show)
    monkeypatch.setenv("DISPLAY", ":0")
    made = mock.post("statuses", status="Morgen gaat de brug dicht")
    gone = mock.post("statuses", status="Dit staat er straks niet meer")
    connected = town.good("connect", "gemeente")
    assert (connected["ok"], asked[0]["code_challenge_method"]) == (True, ["S256"])
    code, told = town.run("harvest", "gemeente")
    assert code == 0, told
    assert told["runs"][0]["skipped"]["direct_messages"] >= 1
    mock.post(f"statuses/{made['id']}", "PUT", status="Morgen blijft de brug open")
    mock.post(f"statuses/{gone['id']}", "DELETE")
    code, told = town.run("harvest", "gemeente")
    (run,) = told["runs"]
    # Of the post that was edited, and of the profile: it says how many posts there are.
    assert (code, run["new_versions"], run["deletions"], run["deletions_confirmed"]) == (
        0,
        2,
        1,
        0,
    )
    assert {"Morgen gaat de brug dicht", "Morgen blijft de brug open"} <= texts(town)
    assert not [word for word in THEIRS if word in town.bytes_of_all()]
    assert town.good("verify", "--deep")["findings"] == []
    mock.post(f"statuses/{made['id']}", "DELETE")
