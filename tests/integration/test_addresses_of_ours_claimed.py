"""A reply by somebody else under the address of a post of ours never becomes a version of that."""

from typing import Any

import pytest
from place import Archive, gap, harvest, post, serving

from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
ONE, TWO = post(1, "Eerste van ons"), post(3, "Tweede van ons")


def test_what_claims_the_address_of_a_post_of_ours_is_a_gap(
    place: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def context(server: MastodonServer, number: str) -> dict[str, Any]:
        ours = [server.one(str(made.number)) or {} for made in (ONE, TWO)]
        if number != str(ONE.number):
            return {"ancestors": [], "descendants": []}

        def reply(own: dict[str, Any], one: str, acct: str, **changed: Any) -> dict[str, Any]:
            account = {**own["account"], "id": "9", "acct": acct, "url": None}
            said = {"content": f"<p>Reactie {one}</p>", "in_reply_to_id": number}
            return {**own, "id": one, "account": account, "replies_count": 0, **said, **changed}

        users = ours[0]["uri"].partition("/users/")[0] + "/users"
        return {
            "ancestors": [],
            "descendants": [
                reply(ours[0], "71", "trijntje@mast.example"),
                reply(ours[1], "72", "trijntje@mast.example"),
                reply(ours[1], "73", "buurvrouw", uri=f"{users}/buurvrouw/statuses/{TWO.number}"),
                reply(ours[1], "74", "buurman", uri=f"{users}/buurman/statuses/74"),
                reply(ours[1], "75", "wubbe@mast.example", uri="https://mast.example/statuses/1"),
            ],
        }

    monkeypatch.setattr(MastodonServer, "context", context)
    with serving(place, ONE, TWO) as server:
        server.mood.change = lambda status: {**status, "replies_count": 5}
        run = harvest(place, 1)
    assert gap(run, "record_broken")["count"] == 3
    assert "an address of the own server" in gap(run, "record_broken")["where"][0]
    assert run["new_versions"] == 0
    assert sorted(place.texts()) == [
        "Eerste van ons", "Reactie 74", "Reactie 75", "Tweede van ons"
    ]  # fmt: skip


def test_who_claims_to_be_us_by_address_or_name_is_somebody_else(
    place: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anybody has an account of our name elsewhere, and may say that its page is ours."""

    def context(server: MastodonServer, number: str) -> dict[str, Any]:
        own = server.one(number) or {}
        us, theirs = own["account"], "https://kwaad.example/users/gemeente"

        def reply(one: str, acct: str | None, url: str | None) -> dict[str, Any]:
            account = {**us, "id": "9", "acct": acct, "url": url, "uri": theirs}
            said = {"content": f"<p>Reactie {one}</p>", "in_reply_to_id": number, "url": None}
            return {
                **own,
                "id": one,
                "account": account,
                "uri": f"{theirs}/statuses/{one}",
                **said,
            }

        return {
            "ancestors": [],
            "descendants": [
                reply("71", "gemeente@kwaad.example", us["url"]),
                reply("72", "gemeente@kwaad.example", us["uri"]),
                reply("73", None, us["url"]),
                reply("74", f"gemeente@{server.address.rpartition('/')[2]}", None),
                {
                    **reply("75", "ander@kwaad.example", None),
                    "content": "<p>Vraag @gemeente@kwaad.example</p>",
                    "mentions": [{"id": "8", "acct": "gemeente@kwaad.example", "url": us["url"]}],
                },
            ],
        }

    monkeypatch.setattr(MastodonServer, "context", context)
    with serving(place, ONE) as server:
        server.mood.change = lambda status: {**status, "replies_count": 5}
        run = harvest(place, 1)
    told = {row["text"].strip(): row["author"]["role"] for row in place.rows()}
    (asked,) = [text for text in told if text.startswith("Vraag @Burger-")]
    others = {"Reactie 71": "citizen", "Reactie 72": "citizen", asked: "citizen"}
    assert told == {"Eerste van ons": "own", **others}
    assert gap(run, "record_broken")["count"] == 2
    assert b"gemeente@kwaad" not in place.bytes_of_all()
