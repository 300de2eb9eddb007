"""Another policy per field class: proposed, counted, approved, and what it then does."""

from pathlib import Path

import pytest
from place import ME, Archive, moment, post

from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
SIGNED = post(1, "De markt gaat door. ^JS")


def answering(number: int) -> Reply:
    return Reply(
        uri=f"https://mast.example/users/wubbechien_tjoelker/statuses/{900 + number}",
        html="<p>Tot dan, groet!</p>",
        answers=f"{ME.actor_id}/statuses/{SIGNED.number}",
        published=moment(3 + number),
    )


def test_a_text_is_dropped_from_the_approval_on(tmp_path: Path) -> None:
    place = Archive(tmp_path).begin()
    with mastodon_server(ME, [SIGNED], replies=[answering(0)]) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        place.good("person", "add", "Ria", "--role", "register-owner")
        for name, role in (("Priya", "privacy"), ("Ad", "archivist"), ("Lies", "reader")):
            place.good("person", "add", name, "--role", role, "--as", "Ria")
        place.good("harvest", "gemeente")
        asked = ("privacy", "policy", "propose", "--field", "text", "--choice", "drop")
        assert place.run("--as", "Lies", *asked)[0] == 3
        proposal = place.good("--as", "Ad", *asked, "--scenario", "B")
        assert [(one["field"], one["items"]) for one in proposal["counts"]] == [("text", 1)]
        assert place.good("privacy", "policy")["policy"]["version"] == proposal["base"]
        approve = ("privacy", "policy", "approve", proposal["proposal"])
        assert place.run("--as", "Ad", *approve)[0] == 3
        done = place.good("--as", "Priya", *approve)
        assert (done["version"], done["fields"]["text"]["B"]) == (proposal["base"] + 1, "drop")
        assert place.run("--as", "Priya", *approve)[0] == 2
        before = place.lines()
        place.good("harvest", "gemeente")
        assert place.lines() == before  # what is held keeps the policy of its day
        server.replies.append(answering(1))
        place.good("harvest", "gemeente")
    replies = [row for row in place.lines() if row["kind"] == "reply"]
    assert [(row.get("text"), row.get("dropped")) for row in replies] == [
        ("Tot dan, groet!", None),
        (None, ["text"]),
    ]
    assert [row["policy"] for row in replies] == [proposal["base"], proposal["base"] + 1]
    own = {row["text"] for row in place.lines() if row["kind"] == "post"}
    assert own == {"De markt gaat door. ^[medewerker]"}
