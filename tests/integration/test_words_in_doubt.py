"""Words in free text of third parties: marked as they come in; on doubt a person decides."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from place import ME, Archive, Json, moment, post

from weerklank.minimise import free_words
from weerklank.minimise.free_words import FreeTextRules
from weerklank.model.found_words import FoundKind, FoundWords
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
ABOUT = post(1, "Kastanjeman kapt de kastanje, mail bomen@dam.example.")
BOTH = "<p>Vraag kastanjeman maar, of Roosje Bloem.</p>"
#: Of an answer, as the guide of developers lists them.
KEYS = set("around confidence decided decided_by detector items kind shape state word".split())
AGAIN = "<p>Waar is kastanjeman nu?</p>"


def finds(text: str) -> tuple[FoundWords, ...]:
    """Find one word that is in doubt, and a name that is sure."""
    return tuple(
        FoundWords(
            *match.span(), FoundKind.NAME, *(("list/1", 0.6) if match[1] else ("rule/1", 1.0))
        )
        for match in re.finditer(r"(?i)\b(kastanjeman)\b|\bRoosje Bloem\b", text)
    )


def answering(number: int, html: str) -> Reply:
    return Reply(
        uri=f"https://mast.example/users/wubbechien_tjoelker/statuses/{900 + number}",
        html=html,
        answers=f"{ME.actor_id}/statuses/{ABOUT.number}",
        published=moment(3 + number),
    )


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setattr(free_words, "FREE_TEXT", FreeTextRules(finds, doubt_below=0.9))
    return Archive(tmp_path).begin()


def harvest(place: Archive) -> None:
    place.good("harvest", "gemeente")


def begin(place: Archive, server: MastodonServer) -> None:
    place.good("account", "add", server.url, "--kind", "corporate")
    place.good("person", "add", "Ria", "--role", "register-owner")
    for name, role in (("Priya", "privacy"), ("Lies", "reader")):
        place.good("person", "add", name, "--role", role, "--as", "Ria")
    harvest(place)


def texts(place: Archive) -> list[str]:
    return [row["text"] for row in place.lines() if row["kind"] == "reply"]


def spoken(place: Archive, *arguments: str) -> str:
    where = ("--archive", str(place.folder), "--keys", str(place.root / "keys"))
    code, said, _ = place.spoken(*where, *arguments)
    assert code == 0
    return said


def listed(place: Archive, *more: str) -> list[Json]:
    found = place.good("--as", "Priya", "privacy", "review", "list", *more)
    assert found["total"] == len(found["words"])
    return list(found["words"])


def decide(place: Archive, *more: str) -> Json:
    return place.good("--as", "Priya", "privacy", "review", "decide", *more)


def refused(place: Archive, *arguments: str) -> Any:
    code, answer = place.run(*arguments)
    return code, answer["error"]["code"]


def test_what_is_found_by_default_has_a_mark(tmp_path: Path) -> None:
    place = Archive(tmp_path).begin()
    said = "<p>Mail wil.bakker@post.example, NL91 ABNA 0417 1643 00</p>"
    with mastodon_server(ME, [ABOUT], replies=[answering(0, said)]) as server:
        begin(place, server)
    assert texts(place) == ["Mail [e-mailadres], [IBAN]"]
    (row,) = (row for row in place.lines() if row["kind"] == "reply")
    shown = place.good("post", "show", row["id"])
    assert [(one["kind"], one["place"], one["at"]) for one in shown["found"]] == [
        ("email", "text", 5),
        ("iban", "text", 20),
    ]
    assert not any("tag" in one for one in row["found"])
    # Own words are what they were.
    assert any("bomen@dam.example" in str(row.get("text")) for row in place.lines())
    said = spoken(place, "post", "show", row["id"])
    assert "(email/1, " in said


def test_a_word_in_doubt_is_replaced_and_waits(place: Archive) -> None:
    with mastodon_server(ME, [ABOUT], replies=[answering(0, BOTH)]) as server:
        begin(place, server)
    assert texts(place) == ["Vraag [naam] maar, of [naam]."]
    (word,) = listed(place)
    assert (word["state"], word["items"], word["kind"], word["shape"]) == (
        "waiting",
        1,
        "name",
        "a",
    )
    (around,) = word["around"]
    assert (around["before"], around["after"]) == ("Vraag ", " maar, of [naam].")
    place.good("catalogue", "rebuild")
    assert listed(place) == [word]
    said = spoken(place, "--as", "Priya", "privacy", "review", "list")
    assert "Vraag [naam] maar" in said
    assert "kastanjeman" not in said.lower()
    assert not place.good("search", "Vraag kastanjeman")["total"]


def test_what_is_nobody_stays_from_then_on_and_is_no_edit(place: Archive) -> None:
    replies = [answering(0, BOTH)]
    with mastodon_server(ME, [ABOUT], replies=replies) as server:
        begin(place, server)
        (word,) = listed(place)
        done = decide(place, word["word"], "nobody")
        assert (done["state"], done["decided_by"]) == ("nobody", "Priya")
        assert done.keys() == KEYS
        assert listed(place) == []
        assert [one["state"] for one in listed(place, "--all")] == ["nobody"]

        server.replies.append(answering(1, AGAIN))
        harvest(place)
        # What is held does not change.
        assert texts(place) == ["Vraag [naam] maar, of [naam].", "Waar is kastanjeman nu?"]

        server.replies[0] = replace(replies[0], html=f"{BOTH}<p>En snel!</p>")
        harvest(place)
        assert texts(place)[-1] == "Vraag kastanjeman maar, of [naam].\n\nEn snel!"

        decide(place, word["word"], "person")
        server.replies.append(answering(2, AGAIN))
        harvest(place)
        assert texts(place)[-1] == "Waar is [naam] nu?"
    assert place.good("verify", "--deep")["ok"]
    (event, *_) = place.events("decisions", "words.judged")
    assert event["data"] == {"judgement": "nobody", "kind": "name", "rule": "list"}


def test_who_may_not_and_what_is_no_word_is_refused(place: Archive) -> None:
    with mastodon_server(ME, [ABOUT], replies=[answering(0, BOTH)]) as server:
        begin(place, server)
    (word,) = listed(place)
    review = ("privacy", "review")
    assert refused(place, "--as", "Lies", *review, "list") == (3, "ROLE-002")
    assert refused(place, *review, "list") == (3, "ROLE-002")
    settle = (*review, "decide", word["word"], "nobody")
    assert refused(place, "--as", "Lies", *settle) == (3, "ROLE-002")
    for odd in (word["word"][:7], "kastanjeman", "zzzzzzzz"):
        gone = ("--as", "Priya", *review, "decide", odd, "nobody")
        assert refused(place, *gone) == (2, "POLICY-003")
    decide(place, word["word"], "nobody")
    assert refused(place, "--as", "Priya", *settle) == (3, "POLICY-004")


def test_where_nothing_waits_it_says_so(place: Archive) -> None:
    with mastodon_server(ME, [ABOUT], replies=[]) as server:
        begin(place, server)
    assert listed(place) == []
    assert spoken(place, "--as", "Priya", "privacy", "review", "list").strip()
