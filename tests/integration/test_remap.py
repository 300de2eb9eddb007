"""Mapping again over what is held (docs/adr/0064): the first mapping of a later version is X's."""

import os
import signal
from pathlib import Path
from typing import Any

import orjson
import pytest
from place import Archive
from x_of_then import ME, export, mapping_of_then

from weerklank.connectors.x import X, mapped_again
from weerklank.integrity import weerklank_verify
from weerklank.package import writer
from weerklank.services.change import mapped_parts
from weerklank.services.seal import seal_package

Json = dict[str, Any]
#: Checks that go by items and their versions.
CHECKS = ("core", "counters", "edits", "indexed", "posts", "profile", "same")


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    made = Archive(tmp_path / "plaats").begin()
    made.good("account", "add", ME.url, "--kind", "corporate")
    return made


def old(place: Archive, folder: Path, **more: Any) -> Path:
    """Take an export in as the mapping of then did; gives its file."""
    path = export(folder, **more)
    with mapping_of_then():
        place.take(path)
    assert {row.get("mapping", 1) for row in place.lines()} == {1}
    return path


def files(place: Archive) -> dict[str, bytes]:
    found = [one for one in place.folder.rglob("*") if one.is_file()]
    kept = [one for one in found if not {"index", "log", "locks"} & {*one.parts}]
    return {str(one.relative_to(place.folder)): one.read_bytes() for one in kept}


def counted(place: Archive) -> object:
    """Give all that tells of edits: state, completeness, and the monitor of hotspots."""
    hits = place.good("search", "Bericht")["hits"]
    _, told = place.run("completeness", "voorbeelddam")
    measured = told["accounts"]
    return (
        [(one["id"], one["state"], one["text"]) for one in hits],
        [(one["id"], one["value"]) for one in measured[0]["checks"] if one["id"] in CHECKS],
        place.run("hotspot", "watch"),
    )


def test_what_is_held_is_read_again_beside_what_was(place, tmp_path):
    path = old(place, tmp_path)
    before, rows, sources = counted(place), place.lines(), place.lines("source")
    kept = files(place)
    looked = place.good("remap", "voorbeelddam", "--dry-run")
    assert files(place) == kept
    (found,) = looked["accounts"]
    assert (found["looked_at"], found["new_versions"], found["same"]) == (5, 2, 3)
    assert (found["not_in_source"], found["run"]) == ({"withheld": 3}, None)

    (done,) = place.good("remap", "--all")["accounts"]
    assert {**done, "run": None} == found
    assert {name: data for name, data in files(place).items() if name in kept} == kept
    new = [row for row in place.lines() if row.get("mapping") == 2]
    held = {row["key"]: row for row in rows}
    for row in new:
        same = {**held[row["key"]], "mapping": 2, "version": 2, "wording": 1, "run": done["run"]}
        same.pop("sealed", None)  # its original is that of the version before
        assert row == {**same, "withheld": {"copyright": True}}
    assert len(new) == 2
    assert [one for one in place.lines("source") if one not in sources] == []
    assert counted(place) == before
    shown = place.good("show", new[0]["id"], "--versions")
    assert shown["withheld"] == {"copyright": True, "countries": [], "scope": None}
    (ended,) = place.events("journal", "mapping.done")
    assert ended["subject"] == done["run"]
    assert ended["data"]["not_in_source"] == {"withheld": 3}
    assert place.good("verify", "--deep")["ok"]
    assert weerklank_verify.main([str(place.folder), "--deep"]) == 0

    # Once more it comes to the same.
    kept = files(place)
    (again,) = place.good("remap", "voorbeelddam")["accounts"]
    assert (again["new_versions"], again["run"]) == (0, None)
    assert files(place) == kept

    # What the kept source lacks comes with the next export, and nobody edited anything.
    run = place.take(path)
    assert (run["new_versions"], run["already_held"]) == (2, 3)
    newest = place.good("show", new[0]["id"])
    told = {"copyright": True, "countries": ["DE"], "scope": "post"}
    assert (newest["withheld"], newest["state"], newest["wording"]) == (told, "present", 1)
    assert counted(place) == before
    assert place.take(path)["new_versions"] == 0


def test_its_life_tells_what_was_done_and_by_whom(place, tmp_path):
    old(place, tmp_path, withheld=1)
    (done,) = place.good("remap", "voorbeelddam")["accounts"]
    (row,) = [one for one in place.lines() if one.get("version") == 2]
    events = place.good("post", "events", row["id"])["events"]
    (mapped,) = [one for one in events if one["kind"] == "mapped"]
    assert mapped["version"] == 2
    assert [one["version"] for one in events if one["kind"] == "captured"] == [1]
    assert not [one for one in events if one["kind"] == "edited"]
    assert done["mappings"] == {"api": X().mapping_of("api"), "export": X().mapping_of("export")}


def test_nothing_is_mapped_where_nobody_says_what(place):
    code, answer = place.run("remap")
    assert (code, answer["error"]["code"]) == (2, "MAPPING-001")
    assert place.good("remap", "--all") == {
        "accounts": [
            {
                "account": "a0001",
                "looked_at": 0,
                "mappings": {"api": 3, "export": 2},
                "new_versions": 0,
                "not_in_source": {},
                "run": None,
                "same": 0,
            }
        ],
        "dry_run": False,
    }


def killed(place: Archive, module: object, name: str, *, after: bool, at: int) -> None:
    """Map again in a process that kills itself before or after its nth call of a function."""
    child = os.fork()
    if not child:
        whole, calls = getattr(module, name), iter(range(99))

        def deadly(*given: Any, **more: Any) -> object:
            is_last = next(calls) == at
            if is_last and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            made = whole(*given, **more)
            if is_last:
                os.kill(os.getpid(), signal.SIGKILL)
            return made

        setattr(module, name, deadly)
        place.run("remap", "--all")
        os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


@pytest.mark.parametrize(
    ("module", "name", "after", "at"),
    [
        (writer.PackageWriter, "add", True, 1),
        (seal_package, "_append", False, 1),
        (mapped_parts, "seal_part", True, 1),
    ],
)
def test_killed_at_any_point_it_is_finished_by_the_next(
    place, tmp_path, monkeypatch, module, name, after, at
):
    old(place, tmp_path, withheld=4)
    monkeypatch.setattr(writer, "MOST_RECORDS", 2)
    killed(place, module, name, after=after, at=at)
    assert place.good("verify", "--deep")["ok"]
    assert weerklank_verify.main([str(place.folder), "--deep"]) == 0
    place.good("remap", "--all")
    new = [row for row in place.lines() if row.get("version") == 2]
    assert len({row["key"] for row in new}) == len(new) == 4
    assert place.good("verify", "--deep")["ok"]
    assert weerklank_verify.main([str(place.folder), "--deep"]) == 0
    assert place.good("remap", "--all")["accounts"][0]["new_versions"] == 0
    assert mapped_again.mapping_of("export") == 2


def test_the_source_stays_as_it_is_byte_for_byte(place, tmp_path):
    old(place, tmp_path, withheld=1)
    before = {orjson.dumps(one) for one in place.lines("source")}
    place.good("remap", "--all")
    assert {orjson.dumps(one) for one in place.lines("source")} == before
