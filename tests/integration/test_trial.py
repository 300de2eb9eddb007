"""A trial after connecting: ten posts show what will come, by pseudonym; nothing is kept."""

import io
import json
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from place import ME, Archive, medium, moment, post

from weerklank.cli.main import main
from weerklank.harvest import patience
from weerklank.minimise import blind_index
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "_FIRST_WAIT", 0.001)
    monkeypatch.setattr(patience, "_LONGEST_BACK_OFF", 0.001)


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    made = Archive(tmp_path)
    made.good("init", str(made.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    return made


def connect(place: Archive, *options: str) -> tuple[int, str]:
    """Connect with a token; gives all that was said."""
    file = place.root / "token.txt"
    file.write_text("t0ken")
    out = io.StringIO()
    given = ["--archive", str(place.folder), "--keys", str(place.root / "keys"), *options]
    with redirect_stdout(out), redirect_stderr(out), pytest.raises(SystemExit) as end:
        main([*given, "connect", "a0001", "--token-file", str(file)])
    return int(str(end.value.code)), out.getvalue()


def trial_of(place: Archive, server: Any, code: int = 0) -> Any:
    server.oauth.tokens["t0ken"] = ("read:accounts", "read:statuses")
    left, said = connect(place, "--json")
    assert left == code, said
    return json.loads(said)["trial"]


def files(folder: Path) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_ten_posts_come_as_a_harvest_would_keep_them_and_nothing_is_written(place, monkeypatch):
    """Whoever replies is named in plain words by a post: also there it is a pseudonym."""
    monkeypatch.setattr(blind_index, "_MOST_UNSAVED", 0)  # as if thousands had replied
    canaries = Canaries()
    person, words = (canaries.give(name, CanaryClass.THIRD) for name in ("author", "text"))
    newest = [
        post(20, f"Dank, {person.name}!"),
        post(19, f"Een bericht {words.surname}", media=(medium("files/een.png"),)),
        post(18, "Voor volgers", visibility="private"),
        post(17, "Privé", visibility="direct"),
    ]
    asked = Reply(
        uri=person.item,
        html=f"<p>Ik ben {person.name}</p>",
        answers=f"{ME.actor_id}/statuses/{newest[0].number}",
        published=moment(21),
    )
    older = [post(day, f"Nummer {day}") for day in range(1, 12)]
    with mastodon_server(ME, [*newest, *older], replies=[asked]) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        (theirs,) = server.context(str(newest[0].number))["descendants"]
        theirs["account"]["display_name"] = person.name
        whole = server.context
        server.context = lambda number: (  # type: ignore[method-assign] # this server gives what it likes
            {"ancestors": [], "descendants": [theirs]}
            if number == str(newest[0].number)
            else whole(number)
        )
        before = files(place.folder / "blind")
        trial = trial_of(place, server)
        asked_for = list(server.asked)
        code, said = connect(place)
    posts = trial["posts"]
    assert (len(posts), trial["direct_messages"], trial["problem"]) == (10, 1, None)
    assert posts[0]["text"].startswith("Dank, ")
    assert person.surname not in posts[0]["text"]
    assert (posts[0]["replies"], posts[1]["media"]) == (1, 1)
    assert (posts[2]["shielded"], posts[2]["text"]) == (True, None)
    assert posts[-1]["text"] == "Nummer 5"
    assert (code, said.count("Nummer ")) == (0, 7)
    assert not any("max_id" in one for one in asked_for), "no more than one page is asked"
    # Not even its own words reach a disk, and the index of persons learned nothing.
    (place.root / "token.txt").unlink()
    found = LeakScan(canaries.of(CanaryClass.THIRD)).folder(place.root)
    assert [one for one in found if one.canary] == []
    assert files(place.folder / "blind") == before
    assert place.lines() == []


def test_what_a_harvest_would_not_take_in_is_not_shown(place):
    with mastodon_server(ME, [post(2, "Later"), post(1, "Eerder")]) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        place.good("harvest", "a0001")
        place.good("person", "add", "Ada", "--role", "register-owner", "--role", "archivist")
        for name, role in (("Bo", "reviewer"), ("Cor", "archivist")):
            place.good("--as", "Ada", "person", "add", name, "--role", role)
        (item,) = place.good("search", "Eerder")["hits"]
        made = place.good(
            "--as", "Ada", "destroy", "propose", "--id", item["id"], "--ground", "court",
            "--reason", "Uitspraak",
        )  # fmt: skip
        place.good("--as", "Bo", "destroy", "review", made["list"])
        place.good("--as", "Cor", "destroy", "approve", made["list"])
        place.run("--as", "Cor", "destroy", "execute", made["list"])
        trial = trial_of(place, server)
    assert [one["text"] for one in trial["posts"]] == ["Later"]
    assert trial["passed"] == 1


def test_nobody_who_looks_on_waits_for_a_server_that_is_too_busy(place):
    with mastodon_server(ME, [post(1, "Een")]) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        server.mood.where, server.mood.wait, server.mood.busy = "accounts/lookup", 12, 99
        begun = time.monotonic()
        trial = trial_of(place, server)
    assert trial["problem"]["code"] == "HARVEST-002"
    assert time.monotonic() - begun < 10


def test_a_trial_that_fails_leaves_the_connection_and_says_why(place):
    with mastodon_server(ME, [post(1, "Een")]) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        server.mood.unknown = ("accounts/lookup",)
        trial = trial_of(place, server)
        assert trial["posts"] == []
        assert trial["problem"]["code"].startswith("HARVEST-")
        assert "The trial failed: " in connect(place)[1]
    assert [one["kind"] for one in place.events("journal", "account.connected")]
