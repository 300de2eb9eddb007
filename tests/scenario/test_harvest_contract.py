"""The contract of `harvest`: keys, exit codes and errors, on a test double of a server."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

import pytest
from contract import KEYS, beyond

from weerklank.cli.main import main
from weerklank.testing.mastodon_export import ExportAccount, ExportPost
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
ME = ExportAccount(
    host="social.voorbeelddam.example",
    name="gemeente",
    display_name="Gemeente Voorbeelddam",
    summary_html="<p>Ja</p>",
    actor_id="https://social.voorbeelddam.example/users/gemeente",
    created=NOON,
)
POSTS = [ExportPost(number=n, published=NOON, html=f"<p>Bericht {n}</p>") for n in (11, 12)]


class Place:
    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, *arguments: str) -> tuple[int, dict, str]:
        out, err = io.StringIO(), io.StringIO()
        given = ["--archive", str(self.root / "a"), "--keys", str(self.root / "k"), "--json"]
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as end:
            main([*given, *arguments])
        return int(str(end.value.code)), json.loads(out.getvalue()), err.getvalue()


@pytest.fixture
def server():
    with mastodon_server(ME, POSTS) as made:
        yield made


def place_with(root: Path, server: MastodonServer, *how: str) -> Place:
    place = Place(root)
    assert place.run("init", str(root / "a"), "--organisation", "Dorp", *how)[0] == 0
    assert place.run("account", "add", server.url, "--kind", "corporate")[0] == 0
    return place


def test_a_run_has_the_agreed_keys_and_those_of_the_guide_and_no_other(tmp_path, server):
    code, told, err = place_with(tmp_path, server, "--sealed", "12").run("harvest", "a0001")
    assert (code, set(told)) == (0, {"runs"})
    (run,) = told["runs"]
    assert set(run) == KEYS["each run"] | beyond().keys["each run"]
    assert (run["technique"], run["account"]) == ("api", "a0001")
    assert "{" not in err


def test_a_finding_has_the_keys_of_the_guide_and_no_other(tmp_path, server):
    place = place_with(tmp_path, server, "--sealed", "12")
    server.hidden = 3
    code, told, _ = place.run("harvest", "a0001")
    (found,) = told["runs"][0]["findings"]
    assert code == 1
    (listed,) = place.run("drift", "list")[1]["findings"]
    code, sent, _ = place.run("drift", "report", found["finding"])
    assert code == 0
    assert set(sent) == beyond().keys["drift report"]
    code, done, _ = place.run("drift", "acknowledge", found["finding"], "--reason", "Volgers")
    assert code == 0
    assert set(done) == set(listed) == beyond().keys["drift acknowledge"]
    assert set(found) <= set(listed)


def test_scenario_b_waits_for_the_choice_on_sealed_originals(tmp_path, server):
    code, told, _ = place_with(tmp_path, server).run("harvest", "a0001")
    assert (code, told["runs"]) == (3, [])
    assert server.asked == []


def test_without_an_account_all_that_are_due_and_of_an_unknown_one_the_use_is_wrong(
    tmp_path, server
):
    place = place_with(tmp_path, server, "--sealed", "drop")
    assert place.run("harvest", "a0009")[0] == 2
    assert server.asked == []
    code, told, _ = place.run("harvest")
    assert (code, [run["account"] for run in told["runs"]]) == (0, ["a0001"])


def test_the_schedule_and_the_status_have_the_agreed_keys(tmp_path, server):
    place = place_with(tmp_path, server, "--sealed", "drop")
    code, told, _ = place.run("schedule", "--once")
    assert (code, set(told)) == (0, KEYS["schedule"])
    assert set(told["runs"][0]) == KEYS["each run"] | beyond().keys["each run"]
    code, told, _ = place.run("status")
    assert (code, set(told)) == (0, KEYS["status"] | beyond().keys["status"])


def test_a_harvest_counts_as_the_last_one_before_an_account_is_closed(tmp_path, server):
    place = place_with(tmp_path, server, "--sealed", "drop")
    assert place.run("account", "close", "a0001")[0] == 3
    assert place.run("harvest", "a0001")[0] == 0
    assert place.run("account", "close", "a0001")[0] == 0
