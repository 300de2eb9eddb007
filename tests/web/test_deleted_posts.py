"""A post that is gone from its platform, on its page, in its thread, in lists and in the echo."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from own_archive import OURS, SANNE, OwnArchive, posted
from shown import Shown

from weerklank.model.clock import SystemClock
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_mood import Gone
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]

FIRST, SECOND = (
    posted("2026-10-01T09:00:00", "dijkbewaking"),
    posted("2026-10-02T09:00:00", "gemaal"),
)
ANSWER = Reply(
    uri="https://mast.example/users/wubbechien_tjoelker/statuses/1",
    html="<p>Ik hoor niets</p>",
    answers=f"{OURS.actor_id}/statuses/{FIRST.number}",
    published=datetime(2026, 10, 3, tzinfo=UTC),
)


@pytest.fixture
def gone(tmp_path, shown: Shown, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Serve an archive of which a post is gone, and a reply to the other one."""
    made = OwnArchive(tmp_path)
    monkeypatch.setattr(SystemClock, "now", lambda _: datetime(2026, 10, 4, 12, tzinfo=UTC))
    roles = [part for role in ("register-owner", "reader") for part in ("--role", role)]
    made.run("init", str(made.folder), "--organisation", "Gemeente Dorp", "--sealed", "12")
    made.run("person", "add", SANNE, *roles)
    edited = replace(SECOND, edited=datetime(2026, 10, 3, tzinfo=UTC))
    was = [(SECOND.published, "<p>gemaal stuk</p>")]
    with mastodon_server(
        OURS, [FIRST, edited], replies=[ANSWER], edits={SECOND.number: was}
    ) as server:
        made.run("account", "add", server.url, "--kind", "corporate", "--as", SANNE)
        made.run("harvest", "gemeente")
        server.deleted |= {str(SECOND.number): Gone.SAYS_SO, ANSWER.number: Gone.SAYS_SO}
        monkeypatch.setattr(SystemClock, "now", lambda _: datetime(2026, 10, 5, 12, tzinfo=UTC))
        made.run("harvest", "gemeente")
    return Shown(made.folder, made.keys, made.serve(), shown.post)


def address(gone: Shown, words: str) -> str:
    (hit,) = OwnArchive(gone.archive.parent).run("search", words)["hits"]
    return f"/id/{hit['id']}/"


def test_the_page_says_when_it_was_seen_and_missed_and_keeps_the_text(gone: Shown) -> None:
    page = gone.get(SANNE, address(gone, "gemaal"))
    assert "Verwijderd op het platform; hier blijft het." in page
    assert "Eenmaal gezien dat het weg is" in page
    assert "gemaal" in page
    # Of an edited one it stands below its versions too.
    assert page.count("gemist sinds") == 2
    client = gone.client(SANNE)
    client.cookies["taal"] = "en"
    english = client.get(address(gone, "gemaal")).content.decode()
    assert "Deleted on the platform; here it stays." in english
    assert "hier blijft het" not in english


def test_what_is_there_says_nothing_of_it_and_shows_the_reply_that_is_gone(gone: Shown) -> None:
    page = gone.get(SANNE, address(gone, "dijkbewaking"))
    assert "hier blijft het" not in page
    assert page.count("verwijderd op het platform") == 1  # the reply's
    assert "Ik hoor niets" in page


def test_it_is_found_by_its_state_and_marked_in_the_days_of_its_account(gone: Shown) -> None:
    page = gone.get(SANNE, "/zoeken/?staat=deleted")
    assert "gemaal" in page
    assert "dijkbewaking" not in page
    account = gone.get(SANNE, "/accounts/a0001/")
    assert 'class="gone" d="M' in account
    assert "<b>2</b> verwijderd op het platform" in account
