"""A portability job of TikTok from its asking to its posts, on a double of it."""

import inspect
import io
import re
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from central_place import led_to
from place import Archive

from weerklank import bootstrap
from weerklank.connectors.tiktok import TikTok
from weerklank.connectors.tiktok.portability import TikTokJobs, TikTokJobsSignIn
from weerklank.harvest.portability import AsksForJobs, Part, Seen
from weerklank.model.clock import FixedClock, SystemClock
from weerklank.model.connection import Purpose
from weerklank.model.errors import Refused
from weerklank.model.ids import AccountId
from weerklank.services.harvest.connect_account import Connecting, Looked
from weerklank.services.harvest.pasted_answer import read_pasted
from weerklank.services.workplace import Silent
from weerklank.store.sealed_files import SealedFolder
from weerklank.store.secrets_store import SecretsStore
from weerklank.testing.tiktok_export import TikTokExportContent, TikTokPost, write_tiktok_export
from weerklank.testing.tiktok_jobs import JOB_SCOPES, SINGLE
from weerklank.testing.tiktok_server import ALL_SCOPES, TikTokServer, tiktok_server

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
SAMPLE = SAMPLES / "tiktok" / "export-whatif" / "TT_user_data_tiktok.json"
URL = "https://www.tiktok.com/@voorbeelddam"
ACCOUNT = "voorbeelddam"
TOKEN = "act.Kanarie5d1b7e90c4aaQx"
BACK = "http://127.0.0.1:17620/"
BY_JOB = ("harvest", ACCOUNT, "--technique", "portability")
SECRET = "burger_01"


class Clocks:
    """The clock of all that opens an archive here."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def later(self, **time_on: int) -> None:
        self._ahead += timedelta(**time_on)

    def __call__(self) -> FixedClock:
        return FixedClock(SystemClock().now() + self._ahead)


@pytest.fixture
def clocks(monkeypatch) -> Clocks:
    made = Clocks()
    monkeypatch.setattr(bootstrap, "SystemClock", made)
    return made


@pytest.fixture
def place(tmp_path, clocks) -> Archive:
    made = Archive(tmp_path).begin()
    made.good("account", "add", URL, "--kind", "corporate")
    return made


def archive_of(folder: Path, *titles: str) -> bytes:
    """Give the zip that TikTok would make, with all that may not come in beside the posts."""
    posts = tuple(
        TikTokPost(published=datetime(2026, 3, day, 9, tzinfo=UTC), title=title)
        for day, title in enumerate(titles, 1)
    )
    content = TikTokExportContent(posts=posts, correspondent=SECRET)
    path = folder / "made.zip"
    write_tiktok_export(path, content, zipped=True)
    made = path.read_bytes()
    path.unlink()
    return made


@contextmanager
def serving(place: Archive, *titles: str, scopes=JOB_SCOPES) -> Iterator[TikTokServer]:
    with tiktok_server() as server:
        server.tokens[TOKEN] = scopes
        server.jobs.archive = archive_of(place.root, *titles)
        connect(place, server)
        server.asked.clear()
        yield server


def connect(place: Archive, server: TikTokServer, account: str = ACCOUNT) -> tuple[int, Any]:
    file = place.root / "token.txt"
    file.write_text(TOKEN)
    given = "--token-file", str(file), "--base-url", server.address
    try:
        return place.run("connect", account, "--technique", "portability", *given)
    finally:
        file.unlink()


def fails(place: Archive, code: int, error: str, *command: str) -> Any:
    left, answer = place.run(*(command or BY_JOB))
    assert (left, answer["error"]["code"]) == (code, error), answer
    return answer


# --- the whole way ------------------------------------------------------------------------------


def test_an_archive_is_asked_for_waited_for_fetched_and_found_days_later(place, clocks):
    with serving(place, "De brug is dicht", "De brug is open") as server:
        waits = fails(place, 4, "HARVEST-213")
        assert (waits["runs"], waits["error"]["retryable"]) == ([], True)
        assert [*server.jobs.requests.values()] == [["video", "profile"]]
        clocks.later(hours=3)
        fails(place, 4, "HARVEST-213")
        clocks.later(days=2)
        server.jobs.status = "downloading"
        answer = place.good("schedule", "--once")
        (run,) = answer["runs"]
        assert (run["technique"], run["items"]["posts"]) == ("portability", 2)
        assert len(server.jobs.requests) == 1
        assert server.messages == []
        assert all("/v2/" in path for path in server.asked)
    found = place.good("search", "brug", "--technique", "portability")
    assert found["total"] == 2
    (one,) = place.good("status")["accounts"]
    job = one["portability"]
    assert (job["state"], job["run"]) == ("done", run["run"])


def test_what_is_done_is_not_taken_in_again_and_is_asked_for_anew_after_a_month(place, clocks):
    with serving(place, "Een") as server:
        fails(place, 4, "HARVEST-213")
        server.jobs.status = "downloading"
        clocks.later(hours=1)
        assert len(place.good(*BY_JOB)["runs"]) == 1
        clocks.later(days=20)
        assert place.good("schedule", "--once")["runs"] == []
        assert (server.jobs.downloads, len(server.jobs.requests)) == (1, 1)
        clocks.later(days=11)
        server.jobs.status = "pending"
        assert place.good("schedule", "--once")["runs"] == []  # asked: not ready is no error here
        assert len(server.jobs.requests) == 2
        server.jobs.status = "downloading"
        clocks.later(hours=1)
        (run,) = place.good("harvest", "--technique", "portability")["runs"]
    assert run["items"]["posts"] == 0
    assert len(place.rows()) == 1


def test_nothing_of_it_lies_anywhere_in_the_clear(place, clocks, monkeypatch):
    """The archive has direct messages in it here: they are passed over unread."""
    seen: list[bytes] = []
    closing = SealedFolder.close

    def looks(folder: SealedFolder) -> None:
        seen.extend(path.read_bytes() for path in folder.folder.iterdir())
        closing(folder)

    monkeypatch.setattr(SealedFolder, "close", looks)
    with serving(place, "Een openbare film over de dijk") as server:
        fails(place, 4, "HARVEST-213")
        server.jobs.status = "downloading"
        clocks.later(hours=1)
        code, answer = place.run(*BY_JOB)
        assert code == 0, answer
        (run,) = answer["runs"]
    assert run["skipped"]["direct_messages"] > 0
    assert len(seen) == 1
    assert len(seen[0]) > len(server.jobs.archive)
    assert not zipfile.is_zipfile(io.BytesIO(seen[0]))
    assert b"user_data_tiktok" not in seen[0]
    everything = place.bytes_of_all()
    for hidden in (SECRET.encode(), TOKEN.encode()):
        assert hidden not in everything
    assert [*(place.folder / "open" / "spool").iterdir()] == []


@pytest.mark.skipif(not SAMPLE.exists(), reason=f"the samples of others are not in {SAMPLES}")
def test_a_real_export_comes_in_by_a_job_as_it_does_by_hand(tmp_path, clocks):
    place = Archive(tmp_path).begin()
    place.good("account", "add", "https://www.tiktok.com/@testaccount01", "--kind", "corporate")
    with tiktok_server(username="testaccount01") as server:
        server.tokens[TOKEN] = JOB_SCOPES
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(SAMPLE, "user_data_tiktok.json")
        server.jobs.archive = made.getvalue()
        connect(place, server, account="testaccount01")
        command = ("harvest", "testaccount01", "--technique", "portability")
        fails(place, 4, "HARVEST-213", *command)
        server.jobs.status = "downloading"
        clocks.later(days=1)
        code, answer = place.run(*command)
        assert code == 1  # its links expired long ago
        (run,) = answer["runs"]
    assert run["items"] == {"profiles": 1, "posts": 5, "replies": 0, "media": 0}
    assert run["unknown_fields"] == {}
    assert place.take(SAMPLE, code=1)["items"]["posts"] == 0
    place.good("verify", "--deep")


# --- what does not go well ----------------------------------------------------------------------


def test_killed_while_it_asked_nobody_knows_and_it_is_not_asked_at_once(place, clocks):
    with serving(place, "Een") as server:
        server.jobs.holding = threading.Event()
        given = ["--archive", str(place.folder), "--keys", str(place.root / "keys"), *BY_JOB]
        program = f"from weerklank.cli.main import main; main({given!r})"
        process = subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            while not server.jobs.requests and process.poll() is None:
                time.sleep(0.01)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
            server.jobs.holding.set()
            server.jobs.holding = None
        assert len(server.jobs.requests) == 1
        fails(place, 4, "HARVEST-214")
        assert place.good("schedule", "--once")["runs"] == []
        (one,) = place.good("status")["accounts"]
        assert one["portability"]["state"] == "in-doubt"
        assert len(server.jobs.requests) == 1
        clocks.later(days=1, minutes=1)
        fails(place, 4, "HARVEST-213")
        assert len(server.jobs.requests) == 2


def test_what_a_killed_process_left_is_known_and_goes_with_the_next(place, clocks):
    with serving(place, "Een") as server:
        fails(place, 4, "HARVEST-213")
        left = place.folder / "open" / "spool" / "job-a0001-0123456789ab"
        left.mkdir(parents=True)
        (left / "user_data_tiktok-1.zip").write_bytes(bytes(100))
        told = place.good("verify", "--deep")
        assert "working" in {one["what"] for one in told["not_checked"]}
        server.jobs.status = "downloading"
        place.good(*BY_JOB)
    assert not left.exists()
    place.good("verify", "--deep")


def test_a_lost_answer_is_told_and_the_request_not_repeated(place):
    with serving(place, "Een") as server:
        server.jobs.losing = 1
        fails(place, 4, "HARVEST-214")
        assert len(server.jobs.requests) == 1
        assert len([path for path in server.asked if "/data/add/" in path]) == 1


@pytest.mark.parametrize(
    ("status", "code"), [("cancelled", "HARVEST-217"), ("expired", "HARVEST-218")]
)
def test_a_job_that_failed_is_told_and_another_can_be_asked_for(place, clocks, status, code):
    with serving(place, "Een") as server:
        fails(place, 4, "HARVEST-213")
        server.jobs.status = status
        fails(place, 4, code)
        (one,) = place.good("status")["accounts"]
        assert (one["portability"]["state"], one["portability"]["failure"]["code"]) == (
            "ended",
            code,
        )
        assert place.good("schedule", "--once")["runs"] == []
        assert len(server.jobs.requests) == 1
        server.jobs.status = "pending"
        fails(place, 4, "HARVEST-213")
        assert len(server.jobs.requests) == 2


def test_a_download_that_breaks_off_is_asked_for_again(place, clocks):
    with serving(place, "Een") as server:
        fails(place, 4, "HARVEST-213")
        server.jobs.status, server.jobs.cutting = "downloading", 1
        assert place.good(*BY_JOB)["runs"][0]["items"]["posts"] == 1
        assert server.jobs.downloads == 2


def test_a_download_that_never_comes_in_whole_leaves_the_job_open(place, clocks):
    with serving(place, "Een") as server:
        fails(place, 4, "HARVEST-213")
        server.jobs.status, server.jobs.cutting = "downloading", 2
        fails(place, 4, "HARVEST-219")
        assert place.rows() == []
        clocks.later(hours=1)
        assert place.good(*BY_JOB)["runs"][0]["items"]["posts"] == 1


def test_a_request_that_the_platform_no_longer_knows_is_given_up_after_a_month(place, clocks):
    with serving(place, "Een") as server:
        fails(place, 4, "HARVEST-213")
        server.jobs.requests.clear()
        fails(place, 4, "HARVEST-216")
        clocks.later(days=29)
        fails(place, 4, "HARVEST-216")
        clocks.later(days=2)
        server.errors = [("/data/check/", "rate_limit_exceeded", 400)]
        fails(place, 4, "HARVEST-216")
        told = fails(place, 4, "HARVEST-222")
        assert "no reason that Weerklank knows" in told["error"]["message"]
        fails(place, 4, "HARVEST-213")
        assert len(server.jobs.requests) == 1


def test_a_clock_that_ran_ahead_keeps_no_job_waiting(place, clocks):
    with serving(place, "Een") as server:
        clocks.later(days=4000)
        server.jobs.losing = 1
        fails(place, 4, "HARVEST-214")
        clocks.later(days=-4000)
        fails(place, 4, "HARVEST-213")
        fails(place, 4, "HARVEST-213")
        assert len(server.jobs.requests) == 2
        (one,) = place.good("status")["accounts"]
        assert (one["portability"]["state"], one["portability"]["next"] < "2030") == (
            "waiting",
            True,
        )
        clocks.later(hours=1)
        server.jobs.status = "downloading"
        assert len(place.good("schedule", "--once")["runs"]) == 1
        clocks.later(days=20)
        assert place.good("schedule", "--once")["runs"] == []
        assert len(server.jobs.requests) == 2


def test_a_zip_bomb_ends_the_job(place, clocks):
    with serving(place, "Een") as server:
        fails(place, 4, "HARVEST-213")
        made = io.BytesIO()
        with (
            zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bomb,
            bomb.open("user_data_tiktok.json", "w", force_zip64=True) as member,
        ):
            member.write(b'{"Post":{"Posts":{"VideoList":[')
            for _ in range(1100):
                member.write(bytes(1 << 20))
        server.jobs.archive, server.jobs.status = made.getvalue(), "downloading"
        fails(place, 6, "IMPORT-002")
        assert place.good("schedule", "--once")["runs"] == []
        assert server.jobs.downloads == 1


def test_what_is_no_export_of_this_platform_ends_the_job(place):
    with serving(place, "Een") as server:
        fails(place, 4, "HARVEST-213")
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as other:
            other.writestr("iets.txt", "anders")
        server.jobs.archive, server.jobs.status = made.getvalue(), "downloading"
        fails(place, 6, "IMPORT-001")


def test_a_server_that_is_too_busy_is_asked_later(place, clocks):
    with serving(place, "Een") as server:
        server.errors = [("/data/add/", "rate_limit_exceeded", 429)]
        fails(place, 4, "HARVEST-215")
        assert server.jobs.requests == {}
        fails(place, 4, "HARVEST-213")
        server.errors = [("/data/check/", "rate_limit_exceeded", 429)]
        server.jobs.status = "downloading"
        assert place.good(*BY_JOB)["runs"][0]["items"]["posts"] == 1


def test_a_permission_that_ended_is_named_and_the_job_goes_on_after_connecting(place, clocks):
    with serving(place, "Een") as server:
        fails(place, 4, "HARVEST-213")
        server.tokens.clear()
        server.jobs.status = "downloading"
        fails(place, 4, "HARVEST-220")
        server.tokens[TOKEN] = JOB_SCOPES
        connect(place, server)
        assert place.good(*BY_JOB)["runs"][0]["items"]["posts"] == 1
        assert len(server.jobs.requests) == 1


def test_killed_after_the_run_the_job_is_done(place, clocks, monkeypatch):
    """The end of the run is the end of the job: there is nothing between them."""
    with serving(place, "Een") as server:
        fails(place, 4, "HARVEST-213")
        server.jobs.status = "downloading"
        place.good(*BY_JOB)
    (began,) = place.events("journal", "run.started")
    number = str(next(iter(server.jobs.requests)))
    assert began["data"] == {**began["data"], "job": number}
    assert place.events("journal", "portability.ended") == []


# --- who may ------------------------------------------------------------------------------------


def test_scenario_c_is_refused_as_a_whole(place):
    place.good("account", "add", "https://www.tiktok.com/@burgemeester", "--kind", "personal")
    command = ("harvest", "burgemeester", "--technique", "portability")
    fails(place, 3, "IMPORT-006", *command)


def test_without_a_permission_for_it_nothing_is_asked(place):
    with tiktok_server() as server:
        fails(place, 4, "HARVEST-212")
        assert server.asked == []


def test_linkedin_says_why_there_is_nothing_to_wait_for(place):
    place.good(
        "account", "add", "https://www.linkedin.com/company/voorbeelddam", "--kind", "corporate"
    )
    names = [one["account"] for one in place.good("account", "list")["accounts"]]
    command = ("harvest", names[-1], "--technique", "portability")
    told = fails(place, 2, "HARVEST-210", *command)
    assert "Pages Data Portability" in told["error"]["message"]


def test_single_posts_don_t_go_with_it(place):
    fails(place, 2, "HARVEST-221", *BY_JOB, "--post", f"{URL}/video/7300000000000000001")


def test_both_permissions_stand_apart(place, clocks):
    with serving(place, "Een") as server:
        file = place.root / "other.txt"
        file.write_text("act.lezen")
        server.tokens["act.lezen"] = ALL_SCOPES
        place.run("connect", ACCOUNT, "--token-file", str(file), "--base-url", server.address)
        file.unlink()
        place.run("disconnect", ACCOUNT)
        fails(place, 4, "HARVEST-213")
        place.run("disconnect", ACCOUNT, "--technique", "portability")
        fails(place, 4, "HARVEST-212")


def test_a_permission_for_messages_too_is_refused(place):
    with tiktok_server() as server:
        server.oauth.secret = None
        server.oauth.gives = (*JOB_SCOPES, "portability.directmessages.ongoing")
        place.good("app", "set", "tiktok", "--client-id", "app-van-voorbeelddam")
        with pytest.raises(Refused):
            permit(place, server)
        assert opened(place).connection(AccountId("a0001"), Purpose.PORTABILITY) is None


@pytest.mark.parametrize(
    ("gives", "kinds"),
    [
        (JOB_SCOPES, set()),
        ((*JOB_SCOPES[:2], SINGLE), set()),
        (JOB_SCOPES[:2], {"scope_missing"}),
        ((*JOB_SCOPES, "video.list"), {"scope_too_wide"}),
    ],
)
def test_the_browser_gives_it_and_a_look_says_what_lacks_or_is_too_much(place, gives, kinds):
    with tiktok_server() as server:
        server.oauth.secret, server.oauth.gives = None, gives
        place.good("app", "set", "tiktok", "--client-id", "app-van-voorbeelddam")
        looked = permit(place, server)
        (asked,) = server.oauth.asked
        assert asked["scope"].split(",") == [*JOB_SCOPES]
    assert {one.kind for one in looked.findings} - {"other_endpoint", "ends_soon"} == kinds
    held = opened(place).connection(AccountId("a0001"), Purpose.PORTABILITY)
    assert (held is None) is ("scope_missing" in kinds)
    assert opened(place).connection(AccountId("a0001")) is None


def test_a_token_that_ended_is_renewed_days_later(place, clocks):
    with tiktok_server() as server:
        server.oauth.secret = None
        server.jobs.archive = archive_of(place.root, "Een")
        place.good("app", "set", "tiktok", "--client-id", "app-van-voorbeelddam")
        permit(place, server)
        fails(place, 4, "HARVEST-213")
        server.oauth.end_tokens()
        server.jobs.status = "downloading"
        clocks.later(days=3)
        assert place.good(*BY_JOB)["runs"][0]["items"]["posts"] == 1


def test_withdrawing_one_permission_leaves_the_other_at_the_platform(place):
    with tiktok_server() as server:
        server.oauth.secret = None
        place.good("app", "set", "tiktok", "--client-id", "app-van-voorbeelddam")
        permit(place, server)
        permit(place, server, Purpose.READING)
        _, told = place.run("disconnect", ACCOUNT, "--technique", "portability")
        assert [one["kind"] for one in told["findings"]] == ["not_withdrawn"]
        assert [path for path, _ in server.oauth.forms if "revoke" in path] == []
        assert place.good("disconnect", ACCOUNT)["findings"] == []
        assert [path for path, _ in server.oauth.forms if "revoke" in path]


def permit(place: Archive, server: TikTokServer, purpose: Purpose = Purpose.PORTABILITY) -> Looked:
    """Permit archives in the browser, or else to be read."""
    workplace = bootstrap.workplace(str(place.folder), str(place.root / "keys"), Silent())
    ways = bootstrap.connectors(), bootstrap.transport_for(workplace)
    connecting = Connecting(workplace, *ways, purpose)
    begun = connecting.begin(ACCOUNT, BACK, server.address)
    code = read_pasted(led_to(begun.address), begun.state)
    # Who comes back may be at another process, that knows by the answer for what it was.
    return Connecting(workplace, *ways).finish(begun.state, code, BACK)


def opened(place: Archive) -> SecretsStore:
    keys = str(place.root / "keys")
    return SecretsStore(bootstrap.workplace(str(place.folder), keys, Silent()).keys)


# --- what can be asked for ----------------------------------------------------------------------


def test_no_other_category_can_be_asked_for():
    assert TikTokJobs().asks_for == ("video", "profile")
    scopes = " ".join(one.scope for one in TikTokJobsSignIn.permissions)
    assert not re.search(r"direct|message|activity|\.all\.", scopes)
    # What is asked takes no argument: there is no way to name another category.
    assert [*inspect.signature(TikTokJobs.ask).parameters] == ["self", "endpoint", "asks"]


class Elsewhere(TikTokJobs):
    """Jobs of which the platform says that the archive lies where messages are."""

    def look(self, endpoint: str, asks: AsksForJobs, job: str) -> Seen:
        seen = super().look(endpoint, asks, job)
        led = Part(f"{endpoint}/open_api/v1.3/business/message/list/")
        return Seen(seen.stage, (led,) if seen.parts else ())


def test_where_messages_are_given_no_archive_is_fetched(place, monkeypatch):
    with serving(place, "Een") as server:
        fails(place, 4, "HARVEST-213")
        server.jobs.status = "downloading"
        monkeypatch.setattr(TikTok, "portability", Elsewhere())
        fails(place, 4, "HARVEST-219")
        assert server.messages == []
        assert not [path for path in server.asked if "message" in path]
