"""A portability job of YouTube from its asking to its videos, on a double of Google's API."""

import inspect
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from central_place import led_to
from place import Archive
from test_portability_tiktok import Clocks

from weerklank import bootstrap
from weerklank.connectors.youtube.portability import RESOURCES, YouTubeJobs, YouTubeJobsSignIn
from weerklank.harvest.message_endpoints import demand_no_archive_of_messages
from weerklank.model.connection import Purpose
from weerklank.model.errors import Refused
from weerklank.services.harvest.connect_account import Connecting, Looked
from weerklank.services.harvest.pasted_answer import read_pasted
from weerklank.services.workplace import Silent
from weerklank.testing.google_jobs import SCOPE, GoogleJobs, google_jobs
from weerklank.testing.youtube_export import (
    ExportChannel,
    ExportContents,
    ExportVideo,
    film_file,
    write_takeout,
)

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

CHANNEL = ExportChannel()
TOKEN = "ya29.Kanarie5d1b7e90c4aaQx"
SCOPES = tuple(f"{SCOPE}{group}" for group in RESOURCES)
ACCOUNT = "a0001"
BY_JOB = ("harvest", ACCOUNT, "--technique", "portability")
BACK = "http://127.0.0.1:17620/"
#: As `weerklank.testing.png` would be: enough to be a film.
FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(400)


@pytest.fixture
def clocks(monkeypatch) -> Clocks:
    made = Clocks()
    monkeypatch.setattr(bootstrap, "SystemClock", made)
    return made


@pytest.fixture
def place(tmp_path, clocks) -> Archive:
    made = Archive(tmp_path).begin()
    made.good("account", "add", CHANNEL.url, "--kind", "corporate")
    return made


def archive(folder: Path, channel: ExportChannel = CHANNEL) -> tuple[bytes, bytes]:
    """Give an archive in two files: the tables and a film, and another film."""
    videos = tuple(
        ExportVideo(
            native_id=f"vid000000{number}a",
            title=title,
            published=datetime(2026, 3, number, 9, tzinfo=UTC),
            channel=channel.native_id,
        )
        for number, title in ((1, "De brug gaat open"), (2, "De dijk blijft dicht"))
    )
    contents = ExportContents(channel=channel, videos=videos, canary="burger_kanarie leest dit")
    films = [(film_file(one.title), FILM + one.native_id.encode()) for one in videos]
    path, found = folder / "made.zip", []
    for held, film in ((contents, films[0]), (None, films[1])):
        write_takeout(path, held, films=[film], language="en")
        found.append(path.read_bytes())
        path.unlink()
    return found[0], found[1]


@contextmanager
def serving(place: Archive, channel: ExportChannel = CHANNEL) -> Iterator[GoogleJobs]:
    with google_jobs(archive(place.root, channel)) as server:
        server.oauth.tokens[TOKEN] = SCOPES
        file = place.root / "token.txt"
        file.write_text(TOKEN)
        given = "--token-file", str(file), "--base-url", server.address
        code, told = place.run("connect", ACCOUNT, "--technique", "portability", *given)
        file.unlink()
        assert code == 0, told
        assert {one["kind"] for one in told["findings"]} == {"other_endpoint", "owner_in_archive"}
        yield server


def fails(place: Archive, code: int, error: str, *command: str) -> Any:
    left, answer = place.run(*(command or BY_JOB))
    assert (left, answer["error"]["code"]) == (code, error), answer
    return answer


def test_all_files_of_an_archive_come_in_days_later(place, clocks):
    with serving(place) as server:
        fails(place, 4, "HARVEST-213")
        assert [*server.jobs.values()] == [[*RESOURCES]]
        clocks.later(hours=2)
        assert place.good("schedule", "--once")["runs"] == []
        server.state = "COMPLETE"
        clocks.later(days=2)
        (run,) = place.good("schedule", "--once")["runs"]
        assert (run["technique"], run["gaps"], run["complete"]) == ("portability", [], True)
        assert (run["items"]["posts"], run["items"]["media"]) == (2, 2)
        assert server.shown_at_archives == []
        assert len(server.fetched) == 2
    assert place.good("search", "dijk")["total"] == 1
    (one,) = place.good("status")["accounts"]
    assert (one["portability"]["state"], one["portability"]["run"]) == ("done", run["run"])


def test_signed_addresses_and_tokens_stand_nowhere(place, clocks):
    with serving(place) as server:
        fails(place, 4, "HARVEST-213")
        server.state = "COMPLETE"
        given = ["--archive", str(place.folder), "--keys", str(place.root / "keys")]
        _, out, err = place.spoken(*given, *BY_JOB)
        everything = place.bytes_of_all() + out.encode() + err.encode()
        for hidden in ("X-Goog-Signature", "takeout-archive", "geheim", TOKEN, "burger_kanarie"):
            assert hidden.encode() not in everything
    assert place.rows()


def test_an_address_that_expired_is_had_anew(place, clocks):
    with serving(place) as server:
        fails(place, 4, "HARVEST-213")
        server.state, server.expiring = "COMPLETE", 1
        assert len(place.good(*BY_JOB)["runs"]) == 1


def test_a_part_that_does_not_come_in_whole_keeps_all_of_it_out(place, clocks):
    with serving(place) as server:
        fails(place, 4, "HARVEST-213")
        server.state, server.cutting = "COMPLETE", 2
        fails(place, 4, "HARVEST-219")
        assert place.rows() == []
        clocks.later(hours=1)
        assert len(place.good("schedule", "--once")["runs"]) == 1
        assert len(server.jobs) == 1


def test_the_archive_of_another_channel_is_not_taken_in(place):
    other = ExportChannel(native_id="UCanders0123456789012345", name="anderekanaal")
    with serving(place, other) as server:
        fails(place, 4, "HARVEST-213")
        server.state = "COMPLETE"
        fails(place, 3, "IMPORT-009")
        assert place.rows() == []
        assert place.good("schedule", "--once")["runs"] == []


@pytest.mark.parametrize("others", [[None], [7], [{}], ["https://elders.example/"] * 300])
def test_a_list_of_files_that_can_t_be_read_whole_is_no_archive(place, monkeypatch, others):
    with serving(place) as server:
        fails(place, 4, "HARVEST-213")
        server.state = "COMPLETE"
        telling = GoogleJobs._state

        def tells(self: GoogleJobs, number: str) -> dict[str, Any]:
            told = telling(self, number)
            return {**told, "urls": [told["urls"][0], *others]}

        with monkeypatch.context() as patched:
            patched.setattr(GoogleJobs, "_state", tells)
            fails(place, 4, "HARVEST-216")
        assert (server.fetched, place.rows()) == ([], [])
        assert place.good(*BY_JOB)["runs"][0]["complete"]


@pytest.mark.parametrize("state", ["FAILED", "CANCELLED"])
def test_a_job_that_failed_is_told(place, state):
    with serving(place) as server:
        fails(place, 4, "HARVEST-213")
        server.state = state
        fails(place, 4, "HARVEST-217")


def test_a_job_that_google_no_longer_has_expired(place):
    with serving(place) as server:
        fails(place, 4, "HARVEST-213")
        server.jobs.clear()
        fails(place, 4, "HARVEST-218")


@pytest.mark.parametrize(
    ("status", "words"),
    [("FAILED_PRECONDITION", "once a day"), ("PERMISSION_DENIED", "does not give all")],
)
def test_a_refusal_says_why_and_nothing_is_pending(place, status, words):
    with serving(place) as server:
        server.refuses = [status]
        told = fails(place, 4, "HARVEST-215")
        assert words in told["error"]["message"]
        fails(place, 4, "HARVEST-213")


def test_a_permission_for_one_archive_says_so_when_it_is_used_up(place, clocks):
    with serving(place) as server:
        server.is_once = True
        fails(place, 4, "HARVEST-213")
        server.state = "COMPLETE"
        place.good(*BY_JOB)
        fails(place, 4, "HARVEST-215")


# --- the permission -----------------------------------------------------------------------------


def permit(place: Archive, server: GoogleJobs) -> Looked:
    workplace = bootstrap.workplace(str(place.folder), str(place.root / "keys"), Silent())
    ways = bootstrap.connectors(), bootstrap.transport_for(workplace)
    connecting = Connecting(workplace, *ways, Purpose.PORTABILITY)
    begun = connecting.begin(ACCOUNT, BACK, server.address)
    code = read_pasted(led_to(begun.address), begun.state)
    return Connecting(workplace, *ways).finish(begun.state, code, BACK)


@pytest.mark.parametrize(
    ("gives", "is_once", "kinds"),
    [
        (SCOPES, False, set()),
        (SCOPES, True, {"one_archive"}),
        (SCOPES[:-1], False, {"scope_missing"}),
        ((*SCOPES, f"{SCOPE}youtube.private_videos"), False, {"scope_too_wide"}),
    ],
)
def test_the_browser_gives_it_and_a_look_says_what_lacks(place, gives, is_once, kinds):
    with google_jobs() as server:
        server.oauth.secret, server.oauth.gives, server.is_once = None, gives, is_once
        place.good("app", "set", "youtube", "--client-id", "app-van-voorbeelddam")
        looked = permit(place, server)
        (asked,) = server.oauth.asked
        assert asked["scope"].split(" ") == [*SCOPES]
        assert server.jobs == {}
    usual = {"other_endpoint", "owner_in_archive", "ends_soon"}
    assert {one.kind for one in looked.findings} - usual == kinds
    assert (looked.connection is None) is ("scope_missing" in kinds)


@pytest.mark.parametrize(
    "scope", [f"{SCOPE}businessmessaging.conversations", f"{SCOPE}youtube.live_chat"]
)
def test_a_permission_for_messages_is_refused(place, scope):
    with google_jobs() as server:
        server.oauth.secret, server.oauth.gives = None, (*SCOPES, scope)
        place.good("app", "set", "youtube", "--client-id", "app-van-voorbeelddam")
        with pytest.raises(Refused):
            permit(place, server)


# --- what can be asked for ----------------------------------------------------------------------


def test_no_other_group_can_be_asked_for():
    assert all(one.startswith("youtube.") for one in YouTubeJobs().asks_for)
    named = " ".join((*RESOURCES, *(one.scope for one in YouTubeJobsSignIn.permissions)))
    assert not re.search(r"chat|conversation|myactivity|private|subscription|music", named)
    assert [*inspect.signature(YouTubeJobs.ask).parameters] == ["self", "endpoint", "asks"]


@pytest.mark.parametrize(
    "body",
    [
        {"category_selection_list": ["video", "direct_message"]},
        {"category_selection_list": ["all_data"]},
        {"resources": ["youtube.channel", "businessmessaging.conversations"]},
        {"resources": ["youtube.live_chat"]},
    ],
)
def test_the_way_out_refuses_to_ask_for_an_archive_with_messages(body):
    with pytest.raises(Refused):
        demand_no_archive_of_messages(body)


def test_the_way_out_lets_what_is_asked_for_pass():
    demand_no_archive_of_messages({"resources": [*RESOURCES]})
    demand_no_archive_of_messages({"category_selection_list": ["video", "profile"]})
