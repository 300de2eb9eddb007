"""Accounts on a network of Bluesky itself, started here on loopback: read live and exported."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bluesky_town import Account, Town, key_of
from place import Archive, gap

from weerklank import bootstrap
from weerklank.connectors.bluesky import Bluesky
from weerklank.connectors.bluesky.manifest import MANIFEST
from weerklank.model.clock import FixedClock
from weerklank.testing.bluesky_export import write_zip
from weerklank.testing.png import encode_png

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("servers", "postgresql", "redis"),
    pytest.mark.slow,
    pytest.mark.usefixtures("no_pauses"),
]

Json = dict[str, Any]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PICTURE = encode_png(
    640, 480, [(9, 9, 9), (200, 30, 30)], [bytes([n % 2] * 640) for n in range(480)]
)


@dataclass
class Scene:
    """A municipality and a citizen on the network, and the archive of the first."""

    town: Town
    place: Archive
    clock: FixedClock
    us: Account
    them: Account

    def harvest(self, *more: str, code: int = 0) -> Json:
        self.town.settle()
        return self.harvest_at_once(*more, code=code)

    def harvest_at_once(self, *more: str, code: int = 0) -> Json:
        """Harvest whatever the AppView has taken in by now."""
        left, answer = self.place.run("harvest", self.us.handle, *more)
        assert left == code, answer
        (run,) = answer["runs"]
        return run

    def refused(self) -> str:
        self.town.settle()
        left, answer = self.place.run("harvest", self.us.handle)
        assert left != 0
        code: str = answer["error"]["code"]
        return code

    def rows(self) -> dict[str, Json]:
        return {row.get("text", ""): row for row in self.place.rows()}

    def export(self, folder: Path, document: bytes = b"") -> Path:
        """Lay together what its own server gives an account of itself."""
        did = self.us.did
        files = [("repo.car", self.town.fetch("com.atproto.sync.getRepo", query={"did": did}))]
        files.append(("did.json", document or self.town.document(self.us)))
        for cid in self.us.ask("com.atproto.sync.listBlobs", did=did)["cids"]:
            query = {"did": did, "cid": cid}
            files.append(
                (f"blobs/{cid}", self.town.fetch("com.atproto.sync.getBlob", query=query))
            )
        return write_zip(folder / "export.zip", files)

    def take(self, folder: Path) -> Json:
        """Take such an export in; its signature fits the key in the document of the account."""
        path = self.export(folder)
        run = self.place.take(path)
        path.unlink()
        assert [one["code"] for one in run["warnings"]] == ["signature-right"]
        return run


@pytest.fixture
def scene(town, tmp_path, monkeypatch) -> Iterator[Scene]:
    clock = FixedClock(datetime.now(UTC))
    monkeypatch.setattr(bootstrap, "SystemClock", lambda: clock)
    monkeypatch.setattr(Bluesky, "manifest", replace(MANIFEST, api=town.front))
    us, them = town.join("gemeente"), town.join("trijntje-vlier")
    us.write("app.bsky.actor.profile", {"displayName": "Gemeente Voorbeelddam"}, "self")
    them.write("app.bsky.actor.profile", {"displayName": "Trijntje Vlier"}, "self")
    place = Archive(tmp_path / "plek").begin()
    place.good("account", "add", us.url, "--kind", "corporate")
    made = Scene(town, place, clock, us, them)
    yield made
    assert place.good("verify", "--deep")["findings"] == []
    everything = place.bytes_of_all().lower()
    for secret in (them.did, them.handle, "trijntje", "vlier"):
        assert secret.encode() not in everything


def image(of: Account, alt: str) -> Json:
    shown = [{"image": of.upload(PICTURE), "alt": alt}]
    return {"$type": "app.bsky.embed.images", "images": shown}


def quote(of: Json) -> Json:
    return {"$type": "app.bsky.embed.record", "record": of}


def mention(text: str, whom: Account) -> list[Json]:
    start = text.index(f"@{whom.handle}")
    index = {"byteStart": start, "byteEnd": start + len(whom.handle) + 1}
    feature = {"$type": "app.bsky.richtext.facet#mention", "did": whom.did}
    return [{"index": index, "features": [feature]}]


def marks(run: Json) -> tuple[int, int, int]:
    return run["deletions"], run["deletions_confirmed"], run["deletions_withdrawn"]


# --- what comes in ------------------------------------------------------------------------------


def test_all_that_an_account_wrote_comes_in(scene):
    us, them = scene.us, scene.them
    first = us.post("De brug is dicht", embed=image(us, "De brug"))
    asked = them.post("Hoe lang?", to=first, embed=image(them, "Mijn gezicht"))
    text = f"@{them.handle} tot morgen"
    answered = us.post(text, to=asked, root=first, facets=mention(text, them))
    them.post("Dank, groet Trijntje Vlier", to=answered, root=first)
    other = them.post("Iets heel anders")
    us.post("Zie dit", embed=quote(other))
    us.write("app.bsky.feed.repost", {"subject": other})
    us.write("app.bsky.feed.like", {"subject": other})
    them.write("app.bsky.feed.like", {"subject": first})
    rule = {"$type": "app.bsky.feed.threadgate#mentionRule"}
    gate = {"post": first["uri"], "allow": [rule]}
    us.write("app.bsky.feed.threadgate", gate, key_of(first))

    run = scene.harvest()
    assert (run["items"]["posts"], run["items"]["replies"], run["items"]["media"]) == (4, 2, 1)
    assert (run["gaps"], run["unknown_fields"], marks(run)) == ([], {}, (0, 0, 0))
    rows = scene.rows()
    top, question = rows["De brug is dicht"], rows["Hoe lang?"]
    assert (top["counts"]["likes"], top["counts"]["replies"], top["language"]) == (1, 1, "nl")
    (ours,) = (row for text, row in rows.items() if text.endswith(" tot morgen"))
    (thanks,) = (row for text, row in rows.items() if text.startswith("Dank, groet "))
    for below, above in ((question, top), (ours, question), (thanks, ours)):
        assert (below["refs"][0]["key"], below["thread"]) == (above["key"], top["key"])
    (shared,) = (row for row in rows.values() if row["kind"] == "boost")
    assert shared["refs"] == [{**rows["Zie dit"]["refs"][0], "type": "boost_of"}]
    assert question["author"]["role"] == "citizen"
    # The original, and not what the AppView makes of it.
    assert [one.read_bytes() for one in scene.place.media_files()] == [PICTURE]
    assert top["media"][0]["alt"] == "De brug"
    assert "Iets heel anders" not in rows
    assert any("mentionRule" in str(line) for line in scene.place.lines("source"))
    again = scene.harvest()
    assert (again["items"]["posts"], again["items"]["replies"], again["new_versions"]) == (0, 0, 0)


def test_a_list_of_more_than_one_page_comes_in(scene):
    for number in range(120):
        scene.us.post(f"Bericht {number}")
    run = scene.harvest()
    assert (run["items"]["posts"], run["gaps"]) == (120, [])
    assert (run["counts"]["posts"]["stated"], run["counts"]["posts"]["came"]) == (120, 120)


def test_replies_deeper_than_one_question_gives_come_in(scene):
    first = last = scene.us.post("De brug is dicht")
    for number in range(24):
        last = scene.them.post(f"Nummer {number}", to=last, root=first)
    run = scene.harvest()
    assert (run["items"]["replies"], run["gaps"]) == (24, [])


def test_who_asks_for_signed_in_readers_is_counted_and_not_kept(scene):
    hidden = {
        "$type": "com.atproto.label.defs#selfLabels",
        "values": [{"val": "!no-unauthenticated"}],
    }
    where = {"repo": scene.them.did, "collection": "app.bsky.actor.profile", "rkey": "self"}
    profile = {"$type": "app.bsky.actor.profile", "labels": hidden}
    scene.them.say("com.atproto.repo.putRecord", record=profile, **where)
    scene.them.post("Alleen voor lezers", to=scene.us.post("De brug is dicht"))
    run = scene.harvest()
    assert (run["items"]["replies"], run["skipped"]["out_of_scope"], run["gaps"]) == (0, 1, [])


# --- what changes -------------------------------------------------------------------------------


def test_a_replaced_record_is_a_version(scene):
    post = scene.us.post("Om 9 uur")
    scene.harvest()
    newer = scene.us.replace(post, "Om 10 uur")
    assert (newer["uri"], newer["cid"] != post["cid"]) == (post["uri"], True)
    scene.clock.moment += HOUR
    run = scene.harvest()
    assert (run["items"]["posts"], run["new_versions"], marks(run)) == (0, 1, (0, 0, 0))
    versions = [(row.get("version", 1), row["text"]) for row in scene.place.rows()]
    assert versions == [(1, "Om 9 uur"), (2, "Om 10 uur")]


def test_what_is_gone_is_marked_and_then_sure(scene):
    kept, gone = scene.us.post("Dit blijft"), scene.us.post("Dit gaat weg")
    reply = scene.them.post("Weet u dat zeker?", to=kept)
    shared = scene.us.write("app.bsky.feed.repost", {"subject": scene.them.post("Iets")})
    scene.harvest()
    scene.us.delete(gone)
    scene.us.delete(shared)
    scene.them.delete(reply)
    scene.clock.moment += HOUR
    assert marks(scene.harvest("--since", "2026-01-01")) == (3, 0, 0)
    scene.clock.moment += 2 * DAY
    assert marks(scene.harvest()) == (0, 3, 0)
    hits = scene.place.good("search", "", "--state", "deleted")["hits"]
    assert {"Dit gaat weg", "Weet u dat zeker?"} <= {one["text"] for one in hits}


def test_what_the_appview_still_gives_is_not_gone(scene):
    scene.us.post("Dit blijft")
    gone = scene.us.post("Dit gaat weg")
    scene.harvest()
    scene.clock.moment += HOUR
    with scene.town.deaf():
        scene.us.delete(gone)
        run = scene.harvest_at_once("--since", "2026-01-01", code=1)
        assert (marks(run), gap(run, "not_looked_at")["count"]) == ((0, 0, 0), 1)
    scene.clock.moment += HOUR
    assert marks(scene.harvest("--since", "2026-01-01")) == (1, 0, 0)


def test_what_the_appview_does_not_know_yet_comes_in_and_is_complete_later(scene):
    scene.us.post("Van daarnet")
    scene.harvest()
    with scene.town.deaf():
        scene.us.post("Van nu")
        run = scene.harvest_at_once(code=1)
        # What only the AppView can tell of it is not there yet, and nothing else.
        assert (run["items"]["posts"], marks(run)) == (1, (0, 0, 0))
        missing = {one["kind"]: one["count"] for one in run["gaps"]}
        assert missing == {"counts_missing": 1, "replies_not_given": 1}
    scene.clock.moment += HOUR
    run = scene.harvest()
    assert (run["items"]["posts"], run["gaps"], marks(run)) == (0, [], (0, 0, 0))
    assert scene.rows()["Van nu"]["counts"]["likes"] == 0


# --- one record by two techniques ---------------------------------------------------------------


@pytest.mark.parametrize("first", ["live", "export"])
def test_an_export_and_a_harvest_give_the_same_records(scene, tmp_path, first):
    us, them = scene.us, scene.them
    post = us.post("De brug is dicht", embed=image(us, "De brug"))
    us.post("Zie dit", embed=quote(them.post("Iets heel anders")))
    us.write("app.bsky.feed.repost", {"subject": post})
    edited = us.post("Om 9 uur")
    ways = [scene.harvest, lambda: scene.take(tmp_path)]
    for way, new in zip(ways if first == "live" else ways[::-1], (4, 0), strict=True):
        run = way()
        assert (run["gaps"], run["unknown_fields"], marks(run)) == ([], {}, (0, 0, 0))
        assert (run["items"]["posts"], run["new_versions"]) == (new, 0)
    assert len({row["key"] for row in scene.place.rows()}) == 4
    us.replace(edited, "Om 10 uur")
    run = scene.take(tmp_path)
    assert (run["items"]["posts"], run["new_versions"], run["gaps"]) == (0, 1, [])


def test_what_a_newer_export_lacks_is_gone(scene, tmp_path):
    gone = scene.us.post("Dit gaat weg")
    scene.us.write("app.bsky.feed.like", {"subject": scene.them.post("Iets heel anders")})
    scene.us.write("app.bsky.graph.follow", {"subject": scene.them.did})
    run = scene.take(tmp_path)
    assert (run["items"]["posts"], run["skipped"]["out_of_scope"], marks(run)) == (1, 2, (0, 0, 0))
    scene.us.delete(gone)
    assert marks(scene.take(tmp_path)) == (1, 0, 0)
    (hit,) = scene.place.good("search", "", "--state", "deleted")["hits"]
    assert hit["text"] == "Dit gaat weg"


def test_an_export_beside_a_document_with_another_key_is_told(scene, tmp_path):
    scene.us.post("De brug is dicht")
    ours, theirs = (json.loads(scene.town.document(one)) for one in (scene.us, scene.them))
    (mine,), (other,) = ours["verificationMethod"], theirs["verificationMethod"]
    mine["publicKeyMultibase"] = other["publicKeyMultibase"]
    path = scene.export(tmp_path, json.dumps(ours).encode())
    run = scene.place.take(path, code=1)
    path.unlink()
    assert [one["kind"] for one in run["gaps"]] == ["signature_wrong"]
    assert "signature-right" not in [one["code"] for one in run["warnings"]]


# --- whose it is --------------------------------------------------------------------------------


def test_an_account_of_another_name_is_told(scene):
    scene.us.post("De brug is dicht")
    scene.harvest()
    scene.us.say("com.atproto.identity.updateHandle", handle=f"nieuw-{scene.us.handle}")
    assert scene.refused() == "HARVEST-912"


def test_an_account_that_is_switched_off_is_told(scene):
    scene.us.post("De brug is dicht")
    scene.harvest()
    scene.us.say("com.atproto.server.deactivateAccount")
    assert scene.refused() == "HARVEST-914"
    scene.us.say_nothing("com.atproto.server.activateAccount")
    scene.clock.moment += HOUR
    assert marks(scene.harvest()) == (0, 0, 0)
