"""A token that closes the keys, where the work is done by processes of a worker."""

import json
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from own_stores import Database
from place import ME, Archive, post
from test_keys_in_token import RIA, held, made, place, secrets_of  # noqa: F401 - fixtures
from test_schedule import until
from test_worker import ended, worker

from weerklank.store import held_keys
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]


@pytest.mark.needs("postgresql")
@pytest.mark.needs("softhsm")
def test_a_worker_waits_for_its_token_and_harvests_when_it_is_there(held: Archive, monkeypatch):  # noqa: F811
    tokens = held.root / "hsm" / "tokens"
    away = tokens.with_name("weg")
    with TemporaryDirectory() as folder, ExitStack() as stack:
        database, log = Database(Path(folder)), Path(folder) / "worker.log"
        monkeypatch.setenv("WEERKLANK_DATABASE_URL", database.address)
        server = stack.enter_context(mastodon_server(ME, [post(day, "Ja") for day in range(3)]))
        told = held.good("account", "add", server.url, "--kind", "corporate", "--as", RIA)
        tokens.rename(away)
        stack.enter_context(database.runs())
        running = stack.enter_context(worker(held, "--hands", "1", "--log", str(log)))
        until(lambda: log.exists() and "unread" in log.read_text(), 60)
        away.rename(tokens)
        until(lambda: ended(held)[str(told["account"])], 60)
        running.terminate()
        out, err = running.communicate(timeout=60)
        events = [json.loads(line) for line in log.read_text().splitlines()]
    assert running.returncode == 0, (out, err)
    assert {one["event"] for one in events} >= {"unread", "read-again", "done"}
    assert all(one["codes"][0].startswith("KEYS-") for one in events if one["event"] == "unread")
    assert all(one.startswith(held_keys.MARK) for one in secrets_of(held.keys))
    held.good("verify", "--deep", "--as", RIA)
