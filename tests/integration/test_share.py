"""A selection is shared whole, in forms that others read, without what is not for everyone."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import bagit
import pytest
from place import ME, Archive, medium, moment, post, uri, url

from weerklank.services.share import new_folder, selection
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.mastodon_export import ExportBoost, write_export

DOCUMENTS = {"as2": "activity-streams.json", "jsonld": "schema-org.jsonld"}


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "plaats").make()


def share(place: Archive, form: str, *more: str, code: int = 0) -> tuple[Any, Any]:
    """Give what the command tells, and the document that it wrote."""
    out = place.root / f"uit-{form}-{len(list(place.root.glob('uit-*')))}"
    left, told = place.run("export", "--format", form, str(out), *more)
    assert left == code, told
    return told, json.loads((out / DOCUMENTS[form]).read_text())


def created(document: Any) -> list[str]:
    """Give what was said, in the order of the document."""
    items = document["orderedItems"]
    return [one["object"]["content"] for one in items if one["type"] == "Create"]


def fill(place: Archive, *posts: Any) -> None:
    path = place.root / "export.tar.gz"
    write_export(path, ME, posts)
    place.take(path)


class TestWhole:
    @pytest.mark.parametrize("size", [1, 2, 3, 100])
    def test_all_of_it_comes_once_in_pages_of_any_size(self, place, monkeypatch, size):
        monkeypatch.setattr(selection, "PAGE", size)
        days = [1, 2, 2, 2, 2, 3, 4, 4, 5]
        posts = [post(day, f"Bericht {number}") for number, day in enumerate(days)]
        fill(place, *(replace(one, number=one.number + at) for at, one in enumerate(posts)))
        told, document = share(place, "as2")
        assert sorted(created(document)) == sorted(f"Bericht {n}" for n in range(len(days)))
        assert told["records"] == len(days) + 1  # and the profile
        assert document["totalItems"] == len(document["orderedItems"])

    def test_a_selection_is_what_a_search_finds(self, place):
        fill(place, post(1, "De brug is dicht"), post(2, "De brug is open"), post(3, "Markt"))
        _, document = share(place, "as2", "--query", "brug", "--from", str(moment(2).date()))
        assert created(document) == ["De brug is open"]
        _, nothing = share(place, "jsonld", "--query", "zwembad")
        assert nothing["@graph"] == []

    def test_media_stand_beside_it_under_names_of_ours(self, place):
        fill(place, post(1, "Foto", media=(medium("/media_attachments/files/a.png"),)))
        told, document = share(place, "as2")
        (one,) = document["orderedItems"]
        (shown,) = one["object"]["attachment"]
        assert (shown["type"], shown["mediaType"]) == ("Image", "image/png")
        out = next(place.root.glob("uit-*"))
        assert (out / shown["url"]).read_bytes().startswith(b"\x89PNG")
        assert told["files"] == len([path for path in out.rglob("*") if path.is_file()])

    def test_what_is_missing_says_why(self, place):
        fill(place, post(1, "Foto", media=(medium("/media_attachments/files/a.png"),)))
        for file in place.media_files():
            file.unlink()
        _, document = share(place, "jsonld", "--kind", "post")
        (shown,) = document["@graph"][0]["associatedMedia"]
        assert "contentUrl" not in shown


class TestSaid:
    def test_who_answers_what_and_who_shares(self, place):
        first = post(1, "Eerste")
        answer = post(2, "Antwoord", in_reply_to=uri(first))
        boost = ExportBoost(
            number=post(3, "x").number,
            published=moment(3),
            object_uri="https://else.example/users/a/1",
        )
        fill(place, first, answer, boost)
        _, document = share(place, "as2")
        said, answered, shared = document["orderedItems"]
        assert answered["object"]["inReplyTo"] == said["object"]["id"]
        assert answered["object"]["context"] == said["object"]["id"]
        assert said["object"]["url"] == url(first)
        assert said["to"] == ["https://www.w3.org/ns/activitystreams#Public"]
        assert shared["type"] == "Announce"
        assert "else.example" not in json.dumps(document)
        (actor,) = document["attributedTo"]
        assert said["actor"] == actor["id"]
        assert actor["type"] == "Organization"
        _, graph = share(place, "jsonld", "--kind", "reply")
        reply = graph["@graph"][0]
        assert reply["@type"] == ["Comment", "ArchiveComponent"]
        assert reply["text"] == "Antwoord"
        assert reply["parentItem"]["@id"] == said["object"]["id"]

    def test_a_warning_is_no_title(self, place):
        fill(place, post(1, "Tekst", summary="Let op"))
        _, document = share(place, "as2")
        note = document["orderedItems"][0]["object"]
        assert (note["type"], note["summary"]) == ("Note", "Let op")

    def test_nobody_else_is_named(self, place):
        person = Canaries().give("share", CanaryClass.THIRD)
        words = f'Dag <a href="{person.address}">@{person.local}</a>'
        mention = ((person.address, f"@{person.handle}"),)
        fill(place, post(1, words, mentions=mention))
        for form in DOCUMENTS:
            share(place, form)
        out = place.root.glob("uit-*")
        assert not [
            one for folder in out for one in LeakScan([person]).folder(folder) if one.canary
        ]


class TestLeftOut:
    def test_what_was_for_followers_is_counted_and_stays(self, place):
        fill(place, post(1, "Open"), post(2, "Besloten", visibility="followers"))
        told, document = share(place, "as2")
        assert created(document) == ["Open"]
        assert told["left_out"] == {
            "media_not_cleaned": 0,
            "restricted": 0,
            "shielded": 1,
            "special": 0,
        }
        about = (next(place.root.glob("uit-*")) / "LEESMIJ.txt").read_text()
        assert "alleen aan volgers toonde: 1" in about

    def test_what_is_damaged_is_told_and_takes_nothing_else_away(self, place):
        fill(place, post(1, "Oud"), post(40, "Nieuw"))
        damaged = next(place.folder.glob("*/a*/**/v1/content/records/records.jsonl.gz"))
        content = bytearray(damaged.read_bytes())
        content[len(content) // 2] ^= 0xFF
        damaged.chmod(0o644)
        damaged.write_bytes(content)
        told, _ = share(place, "as2", code=6)
        assert told["error"]["code"]

    def test_nothing_is_replaced(self, place):
        fill(place, post(1, "Open"))
        share(place, "as2")
        out = next(place.root.glob("uit-*"))
        left, told = place.run("export", "--format", "as2", str(out))
        assert (left, told["error"]["code"]) == (2, "SHARE-001")
        left, told = place.run("export", "--format", "as2", str(place.folder / "uit"))
        assert (left, told["error"]["code"]) == (2, "ARCHIVE-015")

    def test_what_breaks_off_leaves_nothing(self, place, monkeypatch):
        fill(place, post(1, "Open"))

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device", "uit")

        monkeypatch.setattr(new_folder, "sync_tree", full)
        before = sorted(place.root.iterdir())
        left, _ = place.run("export", "--format", "as2", str(place.root / "uit-x"))
        assert left != 0
        assert sorted(place.root.iterdir()) == before


def test_an_empty_archive_is_an_empty_document(place):
    _, document = share(place, "as2")
    assert document["orderedItems"] == []
    assert document["totalItems"] == 0


def test_a_folder_whose_name_is_no_utf_8_is_written_and_told(place):
    fill(place, post(1, "Bericht"))
    name = os.fsdecode(bytes(place.root) + b"/uit\xff")
    told = place.good("export", "--format", "as2", name)
    assert told["out"] == f"{place.root}/uit?"
    code, again = place.run("export", "--format", "as2", name)
    assert (code, again["error"]["code"]) == (2, "SHARE-001")


def test_a_bag_holds_what_jsonld_gives(place):
    fill(place, post(1, "De brug is dicht"), post(2, "Markt"))
    _, document = share(place, "jsonld")
    out = place.root / "bag"
    told = place.good("export", "--format", "bagit", str(out))
    assert json.loads((out / "data/schema-org.jsonld").read_text()) == document
    bag = bagit.Bag(str(out))
    bag.validate()
    payload = [one for one in (out / "data").rglob("*") if one.is_file()]
    size = sum(one.stat().st_size for one in payload)
    assert (told["files"], bag.info["Payload-Oxum"]) == (len(payload), f"{size}.{len(payload)}")
