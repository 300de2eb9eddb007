"""Replies that look formal: listed as soon as they are taken in, and settled by a person (B3)."""

from pathlib import Path
from typing import Any

import pytest
from place import ME, Archive, Json, moment, post

from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
ABOUT = post(1, "De kastanje op het plein wordt gekapt.")
TEXTS = (
    "Hierbij maak ik bezwaar tegen het kappen van de kastanje.",
    "Hoe maak ik bezwaar tegen het kappen?",
    "Op grond van de Woo vraag ik alle stukken over de kastanje op.",
    "Jammer van die mooie boom.",
)


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    made = Archive(tmp_path).begin()
    replies = [answering(number, text) for number, text in enumerate(TEXTS)]
    own = post(2, "Hierbij maak ik bezwaar, zei de wethouder.")
    with mastodon_server(ME, [ABOUT, own], replies=replies) as server:
        register(made, server)
        made.good("harvest", "gemeente")
    return made


def answering(number: int, text: str) -> Reply:
    return Reply(
        uri=f"https://mast.example/users/wubbechien_tjoelker/statuses/{900 + number}",
        html=f"<p>{text}</p>",
        answers=f"{ME.actor_id}/statuses/{ABOUT.number}",
        published=moment(3 + number),
    )


def register(place: Archive, server: MastodonServer) -> None:
    given = ("--kind", "corporate", "--manager", "Cor Beheer")
    place.good("account", "add", server.url, *given)
    place.good("person", "add", "Ria", "--role", "register-owner")
    for name, role in (("Cor", "communication"), ("Lies", "reader")):
        place.good("person", "add", name, "--role", role, "--as", "Ria")


def listed(place: Archive, *more: str) -> list[Json]:
    found = place.good("formal", "list", *more)
    assert found["total"] == len(found["replies"])
    return list(found["replies"])


def test_they_are_listed_with_what_to_do_and_for_whom(place: Archive) -> None:
    woo, objection = listed(place)
    assert (objection["kind"], objection["state"]) == ("objection", "waiting")
    assert objection["text"].strip() == TEXTS[0]
    assert (woo["kind"], woo["managers"]) == ("woo-request", ["Cor Beheer"])
    assert woo["author"].startswith("Burger-")
    assert "2:3 Awb" in woo["what_to_do"]
    assert "4.4 Woo" in woo["what_to_do"]
    assert "4.4 Woo" not in objection["what_to_do"]


def test_they_are_there_after_a_rebuild(place: Archive) -> None:
    before = listed(place)
    place.good("catalogue", "rebuild")
    assert listed(place) == before


def test_a_person_settles_them(place: Archive) -> None:
    woo, objection = listed(place)
    done = place.good("formal", "settle", objection["id"], "done", "--as", "Cor")
    assert (done["state"], done["settled_by"]) == ("done", "Cor")
    assert [one["id"] for one in listed(place)] == [woo["id"]]
    place.good("formal", "settle", woo["id"], "not-formal", "--as", "Cor")
    assert listed(place) == []
    both = {one["id"]: one["state"] for one in listed(place, "--all")}
    assert both == {woo["id"]: "not-formal", objection["id"]: "done"}
    assert place.good("verify", "--deep")["ok"]


def refused(place: Archive, *arguments: str, code: int) -> Any:
    left, answer = place.run(*arguments)
    assert left == code, answer
    return answer["error"]["code"]


def test_what_can_not_be_settled_is_refused(place: Archive) -> None:
    _, objection = listed(place)
    settle = ("formal", "settle", objection["id"], "done")
    assert refused(place, *settle, "--as", "Lies", code=3) == "ROLE-002"
    place.good(*settle, "--as", "Cor")
    assert refused(place, *settle, "--as", "Cor", code=3) == "FORMAL-002"
    (own,) = [row["id"] for row in place.lines() if "wethouder" in str(row.get("text"))]
    assert refused(place, "formal", "settle", own, "done", "--as", "Cor", code=2) == "FORMAL-001"
    assert refused(place, "formal", "settle", "x", "done", "--as", "Cor", code=2) == "SEARCH-001"


def test_of_one_account(place: Archive) -> None:
    place.good("account", "add", "https://x.com/minfin", "--kind", "corporate")
    assert len(listed(place, "--account", "a0001")) == 2
    assert listed(place, "--account", "a0002") == []
