"""Drift: a platform that gives something else than before is told, until somebody looked."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import orjson
import pytest
from place import (
    ME,
    Archive,
    activity,
    actor,
    gap,
    harvest,
    line,
    medium,
    members,
    outbox,
    post,
    serving,
    uri,
    zipped,
)

from weerklank.cli.main import main
from weerklank.connectors.mastodon import activity as mapping_of_exports
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_export import write_export
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

Json = dict[str, Any]


@contextmanager
def serving_several(place: Archive, count: int = 25, **more: Any) -> Iterator[MastodonServer]:
    items = [post(day, f"Bericht nummer {day}") for day in range(1, count + 1)]
    with serving(place, *items, **more) as server:
        yield server


def without(*names: str) -> Any:
    return lambda told: {key: value for key, value in told.items() if key not in names}


def told(run: Json) -> list[tuple[str, str]]:
    return [(one["kind"], one["what"]) for one in run["findings"]]


def waiting(place: Archive) -> list[Json]:
    return list(place.good("drift", "list")["findings"])


def acknowledge(place: Archive, finding: str) -> Json:
    return place.good("drift", "acknowledge", finding, "--reason", "Server is vernieuwd")


def test_a_server_that_stays_as_it_is_raises_nothing(place):
    with serving_several(place):
        for _ in range(3):
            run = harvest(place)
            assert (run["findings"], run["complete"]) == ([], True)
    assert run["counts"] == {
        "posts": {"came": 25, "stated": 25},
        "replies": {"came": 0, "stated": 0},
    }
    assert waiting(place) == []


def test_a_field_that_vanished_is_a_gap_until_it_is_acknowledged(place):
    with serving_several(place) as server:
        first = harvest(place)
        server.mood.change = without("favourites_count")
        run = harvest(place, 1)
        assert told(run) == [("field_vanished", "post/favourites_count")]
        (finding,) = run["findings"]
        assert finding["before"] == {"holding": 25, "of": 25}
        assert finding["now"] == {"holding": 0, "of": 25}
        assert finding["since"] == run["run"] != first["run"]
        assert gap(run, "fields_missing")["where"] == ["post/favourites_count"]
        held = {row["id"] for row in place.rows()}
        assert len(finding["items"]) == len(set(finding["items"]) & held) == 5
        again = harvest(place, 1)
        assert [one["finding"] for one in again["findings"]] == [finding["finding"]]
        assert again["findings"][0]["since"] == run["run"]
        (listed,) = waiting(place)
        assert (listed["state"], listed["is_so_now"]) == ("waiting", True)
        done = acknowledge(place, finding["finding"])
        assert (done["state"], done["reason"]) == ("acknowledged", "Server is vernieuwd")
        assert harvest(place)["findings"] == []
    assert waiting(place) == []
    assert len(place.good("drift", "list", "--all")["findings"]) == 1
    assert place.good("verify", "--deep")["findings"] == []


def test_posts_in_which_nothing_is_said_any_more_are_told(place):
    """All fields stand as they did, and every text is empty."""
    with serving_several(place) as server:
        harvest(place)
        server.mood.change = lambda told: {**told, "content": "<p></p>"}
        run = harvest(place, 1)
        assert told(run) == [("field_vanished", "post/said/anything")]
        (finding,) = run["findings"]
        assert (finding["before"]["holding"], finding["now"]["holding"]) == (25, 0)
        assert len(finding["items"]) == 5
        (listed,) = waiting(place)
        assert listed["message"].startswith("0% of the 25 posts still say anything")
        server.mood.change = lambda told: told
        assert harvest(place)["findings"] == []


def test_what_says_nothing_in_words_of_its_own_is_no_drift(place, tmp_path):
    """Such as a picture, also where its file is missing."""
    place.good("account", "add", f"https://{ME.host}/@{ME.name}", "--kind", "corporate")
    shown = medium("/media_attachments/files/foto.png")
    lines = [line(post(day, "", media=(shown,))) for day in range(1, 26)]
    export = zipped(tmp_path / "een.zip", members(lines))
    (run,) = place.run("import", str(export))[1]["runs"]
    event = place.events("journal", "run.finished")[-1]
    assert event["data"]["fields"]["post"]["said"] == {"of": 25, "all": "anything"}
    assert run["findings"] == []


def test_a_finding_is_reported_once_by_who_may(place):
    with serving_several(place) as server:
        harvest(place)
        server.mood.change = without("favourites_count")
        (finding,) = harvest(place, 1)["findings"]
        number = finding["finding"]
        place.good("person", "add", "Lees", "--role", "reader")
        place.good("person", "add", "Cor", "--role", "communication")
        assert place.run("drift", "report", number, "--as", "Lees")[0] == 3
        first = place.good("drift", "report", number, "--as", "Cor")
        again = place.good("drift", "report", number)
        assert first["reported_by"] == again["reported_by"] == "Cor"
        assert first["reported"] == again["reported"] is not None
        assert len(place.events("journal", "drift.reported")) == 1
        harvest(place, 1)  # another run that sees it leaves it reported
        assert waiting(place)[0]["reported_by"] == "Cor"
        acknowledge(place, number)
        code, told = place.run("drift", "report", number)
        assert (code, told["error"]["code"]) == (2, "DRIFT-002")
        assert place.run("drift", "report", "geen")[1]["error"]["code"] == "DRIFT-001"
    assert place.good("verify", "--deep")["findings"] == []


def test_a_field_that_is_back_leaves_a_finding_that_says_so(place):
    with serving_several(place) as server:
        harvest(place)
        server.mood.change = without("replies_count")
        harvest(place, 1)
        server.mood.change = without()
        assert harvest(place)["complete"]
    (listed,) = waiting(place)
    assert (listed["what"], listed["is_so_now"]) == ("post/replies_count", False)


def test_a_share_that_fell_is_a_gap(place):
    with serving_several(place, 30) as server:
        harvest(place)
        server.mood.change = lambda s: without("tags")(s) if "1" in s["content"] else s
        run = harvest(place, 1)
    assert told(run) == [("field_fell", "post/tags")]


def test_a_field_of_the_profile_that_vanished_is_told_when_it_is_sure(place):
    with serving_several(place, 3) as server:
        for _ in range(25):
            harvest(place)
        server.mood.change_account = without("locked")
        found = [told(harvest_any(place)) for _ in range(5)]
    assert found == [[]] * 4 + [[("field_vanished", "profile/locked")]]


def harvest_any(place: Archive) -> Json:
    _, answer = place.run("harvest", "gemeente")
    (run,) = answer["runs"]
    return run


def test_a_new_field_is_a_finding_and_no_gap(place):
    with serving_several(place) as server:
        server.mood.change = lambda status: {**status, "mood": "blij"}
        run = harvest(place)
        assert told(run) == [("field_unknown", "/mood")]
        assert run["complete"]
        acknowledge(place, run["findings"][0]["finding"])
        assert harvest(place)["findings"] == []


@pytest.mark.parametrize("where", ["mentions", "poll"])
def test_a_list_that_became_a_map_by_handle_names_nobody(place, where):
    def mapped(status: Json) -> Json:
        return {**status, where: {"wubbechien": {"votes": 1}, "barthold": {"votes": 2}}}

    with serving_several(place) as server:
        harvest(place)
        server.mood.change = mapped
        run = harvest_any(place)
        assert run["unknown_fields"][f"/{where}/?"] == 50
        harvest_any(place)
    for path in (place.folder / "journal").rglob("*.json"):
        assert b"wubbechien" not in path.read_bytes()
        assert b"barthold" not in path.read_bytes()


def test_a_field_named_after_somebody_of_another_thread_is_not_named(place):
    answer = Reply(
        uri="https://mast.example/users/wubbechien_tjoelker/statuses/900",
        html="<p>Dag</p>",
        answers=uri(post(1, "")),
        published=post(2, "").published,
    )
    with serving_several(place, replies=[answer]) as server:
        server.mood.change = lambda status: {**status, "wubbechien_tjoelker": 1, "b" * 5000: 1}
        run = harvest(place)
        assert run["items"]["replies"] == 1
        assert run["unknown_fields"].keys() == {"/?"}
        # Nor by a run that does not meet her.
        assert harvest(place)["unknown_fields"].keys() == {"/?"}
    for path in (place.folder / "journal").rglob("*.json"):
        assert b"wubbechien" not in path.read_bytes()


def test_counts_that_do_not_add_up_are_told_until_acknowledged_and_again_when_more_is_missing(
    place,
):
    with serving_several(place, hidden=3) as server:
        run = harvest(place, 1)
        assert told(run) == [("counts_differ", "posts")]
        assert run["findings"][0]["now"] == {"holding": 25, "of": 28}
        acknowledge(place, run["findings"][0]["finding"])
        run = harvest(place, 1)
        assert run["findings"] == []
        assert gap(run, "items_missing")["count"] == 3  # a gap stays a gap
        server.hidden = 9
        run = harvest(place, 1)
        assert told(run) == [("counts_differ", "posts")]
        assert run["findings"][0]["before"] == {"holding": 25, "of": 28}


def test_people_read_what_was_counted_what_came_and_what_changed(place, capsys):
    with serving_several(place, hidden=3), pytest.raises(SystemExit):
        main(
            [
                "--archive",
                str(place.folder),
                "--keys",
                str(place.root / "keys"),
                "harvest",
                "a0001",
            ]
        )
    said = capsys.readouterr().out
    assert "Of the 28 posts that the platform counts, 25 came." in said
    assert "Of the 0 replies that the platform counts below them, 0 came." in said
    assert re.search(r"Finding \S+-1: Of the 28 posts", said)


def test_only_an_archivist_acknowledges_and_says_why(place):
    for name, role in (("Owner", "register-owner"), ("Ans", "archivist"), ("Cor", "woo")):
        who = () if name == "Owner" else ("--as", "Owner")
        place.good("person", "add", name, "--role", role, *who)
    with serving_several(place) as server:
        server.mood.change = lambda status: {**status, "mood": "blij"}
        finding = harvest(place)["findings"][0]["finding"]
    words = ("drift", "acknowledge", finding, "--reason", "Gezien")
    assert place.run(*words, "--as", "Cor")[0] == 3
    assert place.run(*words[:-1], " ", "--as", "Ans")[0] == 2
    assert place.good(*words, "--as", "Ans")["by"] == "Ans"
    code, answer = place.run(*words, "--as", "Ans")
    assert (code, answer["error"]["code"]) == (2, "DRIFT-002")
    named = ("drift", "acknowledge", finding, "--reason", "belde met @trijntje")
    code, answer = place.run(*named)
    assert (code, answer["error"]["code"]) == (2, "USE-002")
    code, answer = place.run("drift", "acknowledge", "x", "--reason", "Gezien")
    assert (code, answer["error"]["code"]) == (2, "DRIFT-001")


def test_exports_are_laid_beside_exports(place, tmp_path):
    place.good("account", "add", f"https://{ME.host}/@{ME.name}", "--kind", "corporate")
    lines = [line(post(day, f"Bericht {day}")) for day in range(1, 31)]
    place.good("import", str(zipped(tmp_path / "een.zip", members(lines))))
    for one in lines:
        one["object"].pop("sensitive")
    code, answer = place.run("import", str(zipped(tmp_path / "twee.zip", members(lines))))
    (run,) = answer["runs"]
    assert (code, told(run)) == (1, [("field_vanished", "post/object/sensitive")])


def test_accounts_of_one_server_are_not_laid_beside_each_other(place, tmp_path):
    """Their exports may be of another day and another version."""
    other = replace(ME, name="bibliotheek", actor_id=f"https://{ME.host}/users/bibliotheek")
    for who in (ME, other):
        place.good("account", "add", f"https://{who.host}/@{who.name}", "--kind", "corporate")
    posts = [post(day, f"Bericht {day}") for day in range(1, 31)]
    write_export(tmp_path / "een.tar.gz", ME, posts)
    place.good("import", str(tmp_path / "een.tar.gz"))
    lines = [without("signature")(activity(other, one)) for one in posts]
    made = [("actor.json", orjson.dumps(actor(other))), ("outbox.json", outbox(lines))]
    (run,) = place.good("import", str(zipped(tmp_path / "twee.zip", made)))["runs"]
    assert run["findings"] == []


def test_what_no_mapping_knows_is_one_matter_for_all_accounts_of_a_platform(place):
    with serving_several(place) as server:
        server.mood.change = lambda status: {**status, "mood": "blij"}
        first = harvest(place)["findings"]
        held = {row["id"] for row in place.rows()}
        assert len(set(first[0]["items"]) & held) == 5
    other = replace(ME, name="bibliotheek")
    with mastodon_server(other, [post(day, "Boek") for day in range(1, 5)]) as server:
        server.mood.change = lambda status: {**status, "mood": "blij"}
        account = place.good("account", "add", server.url, "--kind", "corporate")["account"]
        (run,) = place.good("harvest", account)["runs"]
        assert [one["finding"] for one in run["findings"]] == [one["finding"] for one in first]
        acknowledge(place, first[0]["finding"])
        (run,) = place.good("harvest", account)["runs"]
    assert run["findings"] == []


def test_what_a_run_held_is_kept_by_names_of_fields_alone(place):
    with serving_several(place) as server:
        harvest(place)
    ended = [
        event
        for path in (place.folder / "journal").rglob("*.json")
        for event in [json.loads(path.read_bytes())]
        if event["kind"] == "run.finished"
    ]
    (event,) = ended
    host = server.address.removeprefix("http://")
    assert event["data"]["scope"] == f"mastodon {host} api"
    assert event["data"]["fields"]["post"][""]["of"] == 25
    assert len(json.dumps(event["data"]["fields"])) < 4_000


def test_a_record_keeps_the_version_of_its_mapping(place, tmp_path, monkeypatch):
    place.good("account", "add", f"https://{ME.host}/@{ME.name}", "--kind", "corporate")
    first, second = line(post(1, "Een")), line(post(2, "Twee"))
    place.good("import", str(zipped(tmp_path / "een.zip", members([first]))))
    monkeypatch.setattr(mapping_of_exports, "MAPPING", 2)
    place.good("import", str(zipped(tmp_path / "twee.zip", members([first, second]))))
    posts = [row for row in place.rows() if row["kind"] == "post"]
    # What was read by the older one keeps saying so; the other is not written for 1.
    assert [(row["text"], row.get("mapping", 1)) for row in posts] == [("Een", 1), ("Twee", 2)]
    assert place.good("verify", "--deep")["findings"] == []
    alone = [sys.executable, str(place.folder / "weerklank_verify.py"), str(place.folder)]
    assert subprocess.run(alone, capture_output=True, check=False).returncode == 0
