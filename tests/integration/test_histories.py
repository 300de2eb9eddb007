"""Histories of edited posts that have a hole: what is missing is told, and the rest is kept."""

from typing import Any

import pytest
from place import Archive, gap, harvest, moment, post, serving

from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

Json = dict[str, Any]
MADE = post(1, "Derde versie", edited=moment(3))
BEFORE = {MADE.number: [(moment(1), "<p>Eerste versie</p>"), (moment(2), "<p>Tweede versie</p>")]}


def harvested(place: Archive, monkeypatch: pytest.MonkeyPatch, change: Any) -> tuple[Json, str]:
    """Harvest a post with a history as `change` makes it; gives the run and where the post is."""
    asked = MastodonServer.history
    monkeypatch.setattr(
        MastodonServer, "history", lambda server, number: change(asked(server, number))
    )
    with serving(place, MADE, edits=BEFORE) as server:
        return harvest(place, 1), f"{server.url}/{MADE.number}"


def said(place: Archive) -> list[str]:
    shown = place.good("post", "show", place.rows()[0]["id"], "--versions")
    return [one["text"].split()[0] for one in shown["versions"]]


def test_a_history_that_does_not_begin_at_the_first_version_is_a_gap(place, monkeypatch):
    run, address = harvested(place, monkeypatch, lambda edits: edits[1:])
    assert said(place) == ["Tweede", "Derde"]
    (told,) = run["gaps"]
    assert (told["kind"], told["count"], told["where"]) == ("edits_missing", 1, [address])


@pytest.mark.parametrize("broken", [{"bad": 1}, 7, {"created_at": "gisteren", "content": "x"}])
def test_an_entry_that_can_not_be_read_costs_itself_alone(place, monkeypatch, broken):
    run, address = harvested(place, monkeypatch, lambda edits: [edits[0], broken, *edits[1:]])
    assert said(place) == ["Eerste", "Tweede", "Derde"]
    (told,) = run["gaps"]
    assert told == gap(run, "edits_broken")
    assert (told["count"], told["where"]) == (1, [address])


def test_a_history_of_the_last_version_alone_is_a_gap(place, monkeypatch):
    run, _ = harvested(place, monkeypatch, lambda edits: edits[-1:])
    assert gap(run, "edits_missing")["count"] == 1
