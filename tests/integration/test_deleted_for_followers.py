"""Posts for followers: judged as the others by who is signed in as the account, else never."""

from typing import Any

import pytest
from place import ME, gap, post
from test_deletions import DAY, HOUR, NOW, clock, marks, number, place, shown
from test_harvest_signed_in import TOKEN, connect

from weerklank.harvest import patience
from weerklank.testing import mastodon_shown
from weerklank.testing.mastodon_mood import Gone
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
__all__ = ["clock", "place"]  # fixtures

OPEN = [post(day, f"Voor iedereen {day}") for day in (10, 20, 30)]
HIDDEN = post(40, "Voor volgers", visibility="private")
LIMIT = "followers_not_judged"


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "_FIRST_WAIT", 0.001)
    monkeypatch.setattr(patience, "_LONGEST_BACK_OFF", 0.001)


@pytest.fixture
def server(place: Any) -> Any:
    """A server of an account that is connected, and harvested once."""
    with mastodon_server(ME, [*OPEN, HIDDEN]) as made:
        place.good("account", "add", made.url, "--kind", "corporate")
        connect(place, made)
        place.good("harvest", "gemeente")
        yield made


def again(place: Any, *more: str) -> Any:
    _, answer = place.run("harvest", "gemeente", *more)
    return answer["runs"][0]


def limits(run: Any) -> dict[str, int]:
    return {one["kind"]: one["count"] for one in run["limits"] if one["kind"] == LIMIT}


def test_the_owner_sees_that_one_is_gone_and_a_day_later_that_it_stays_so(place, clock, server):
    server.deleted[number(HIDDEN)] = Gone.NOT_KNOWN
    clock.moment = NOW + HOUR
    run = again(place, "--since", "2026-01-01")
    assert (marks(run), limits(run)) == ((1, 0, 0), {})
    clock.moment = NOW + 2 * DAY
    assert marks(again(place)) == (0, 1, 0)
    assert shown(place, "Voor volgers")["state"] == "deleted"
    del server.deleted[number(HIDDEN)]
    clock.moment = NOW + 3 * DAY
    assert marks(again(place, "--since", "2026-01-01")) == (0, 0, 1)


def test_who_is_not_signed_in_judges_none_and_says_so(place, clock, server):
    """Nor is a mark of the owner confirmed by it: a server says 404 to everyone else anyway."""
    place.run("disconnect", "gemeente")
    clock.moment = NOW + HOUR
    run = again(place, "--since", "2026-01-01")
    assert (marks(run), limits(run)) == ((0, 0, 0), {LIMIT: 1})
    asked = server.url.rpartition("/")[0] + f"/@gemeente/{HIDDEN.number}"
    assert marks(again(place, "--post", asked)) == (0, 0, 0)
    connect(place, server)
    server.deleted[number(HIDDEN)] = Gone.NOT_KNOWN
    clock.moment = NOW + 2 * HOUR
    assert marks(again(place, "--since", "2026-01-01")) == (1, 0, 0)
    place.run("disconnect", "gemeente")
    clock.moment = NOW + 3 * DAY
    server.asked.clear()
    assert marks(again(place, "--since", "2026-01-01")) == (0, 0, 0)
    assert not any(number(HIDDEN) in path for path in server.asked), "nor is it asked for"


def test_a_permission_of_another_account_judges_none(place, clock, server):
    """The name may have gone to somebody else since, and the permission with the old account."""
    server.deleted[number(HIDDEN)] = Gone.NOT_KNOWN
    server.oauth.other = "wethouder"
    clock.moment = NOW + HOUR
    run = again(place, "--since", "2026-01-01")
    assert (marks(run), limits(run)) == ((0, 0, 0), {LIMIT: 1})
    assert server.oauth.tokens[TOKEN]


def test_the_owner_is_asked_once_more_before_anything_counts_as_gone(place, clock, server):
    """What does not know the permission any more half way may say 404 of what is for followers."""
    server.deleted[number(HIDDEN)] = Gone.NOT_KNOWN
    whole, asked = server.oauth._who, []

    def who(profile: Any) -> Any:
        asked.append(profile)
        server.oauth.other = "wethouder" if len(asked) > 1 else None
        return whole(profile)

    server.oauth._who = who
    clock.moment = NOW + HOUR
    run = again(place, "--since", "2026-01-01")
    assert (marks(run), len(asked)) == ((0, 0, 0), 2)
    assert [one["kind"] for one in run["gaps"]] == ["not_looked_at"]


def test_a_first_harvest_that_is_given_them_has_nothing_to_judge(place, clock):
    with mastodon_server(ME, [*OPEN, HIDDEN]) as made:
        place.good("account", "add", made.url, "--kind", "corporate")
        connect(place, made)
        assert limits(again(place)) == {}
        # A later one has: by who is not signed in.
        place.run("disconnect", "gemeente")
        clock.moment = NOW + HOUR
        assert limits(again(place, "--since", "2026-01-01")) == {LIMIT: 1}


def test_who_is_the_owner_and_is_shown_none_judges_none(place, clock, server, monkeypatch):
    """A server may say whose permission it is, and give what it gives to anyone."""

    def is_hidden(item: Any) -> bool:
        return bool(item.visibility == "private")

    with monkeypatch.context() as as_anyone:
        as_anyone.setattr(mastodon_shown, "_is_hidden", is_hidden)
        for days in (1, 3):
            clock.moment = NOW + days * DAY
            run = again(place, "--since", "2026-01-01")
            assert (marks(run), limits(run)) == ((0, 0, 0), {})
            assert gap(run, "not_looked_at")["count"] == 1
    assert shown(place, "Voor volgers")["state"] == "present"
    # What it says itself to be gone is gone.
    server.deleted[number(HIDDEN)] = Gone.SAYS_SO
    clock.moment = NOW + 5 * DAY
    assert marks(again(place, "--since", "2026-01-01")) == (1, 0, 0)


@pytest.mark.parametrize("older", [True, False])
def test_where_little_is_read_another_one_that_answers_shows_that_they_are_shown(
    place, clock, server, older
):
    server.items += [post(50, "Voor iedereen 50")]
    server.items += [post(5, "Ook voor volgers", visibility="private")] if older else []
    place.good("harvest", "gemeente", "--since", "2026-01-01")
    server.mood.page = 2
    server.deleted[number(HIDDEN)] = Gone.NOT_KNOWN
    clock.moment = NOW + 11 * HOUR
    assert marks(again(place, "--since", "2026-02-09")) == ((1, 0, 0) if older else (0, 0, 0))
    # Read whole, the number of posts says that none remain.
    clock.moment = NOW + 12 * HOUR
    assert marks(again(place, "--since", "2026-01-01")) == ((0, 0, 0) if older else (1, 0, 0))
