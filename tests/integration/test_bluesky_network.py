"""The exports of a server of Bluesky itself, started here on loopback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from place import Archive

from weerklank.testing.bluesky_export import write_zip

SCRIPT = Path(__file__).with_name("bluesky_network.mjs")
#: Its database library crashes when a newer node collects what it let go: so none is collected.
NO_COLLECTION = ("--min-semi-space-size=1024", "--max-semi-space-size=1024")


def export(folder: Path, state: str) -> Path:
    members = [
        ("repo.car", (folder / f"{state}.car").read_bytes()),
        ("did.json", (folder / "did.json").read_bytes()),
        *((f"blobs/{one.name}", one.read_bytes()) for one in (folder / "blobs").iterdir()),
    ]
    return write_zip(folder / f"{state}.zip", members)


@pytest.mark.slow
@pytest.mark.loopback
@pytest.mark.needs("atproto")
def test_what_a_real_server_exports_comes_in(tmp_path):
    made = tmp_path / "made"
    made.mkdir()
    node = Path(sys.executable).with_name("node")
    modules = Path(os.environ["WEERKLANK_ATPROTO"]) / "node_modules"
    subprocess.run(
        [node, *NO_COLLECTION, SCRIPT, modules, made], check=True, timeout=300, cwd=tmp_path
    )
    place = Archive(tmp_path / "plek").begin()
    url = "https://bsky.app/profile/gemeente.test"
    place.good("account", "add", url, "--kind", "corporate")

    run = place.take(export(made, "before"))
    assert (run["items"]["posts"], run["items"]["media"], run["gaps"]) == (66, 1, [])
    assert run["skipped"]["out_of_scope"] == 2  # a like and a follow
    assert run["unknown_fields"] == {}
    assert [one["code"] for one in run["warnings"]] == ["signature-right"]

    run = place.take(export(made, "after"))
    assert (run["items"]["posts"], run["new_versions"], run["already_held"]) == (0, 1, 65)
    assert run["deletions"] == 1
    (gone,) = place.good("search", "", "--state", "deleted")["hits"]
    assert gone["text"] == "Dit gaat weg"
    assert [one["code"] for one in run["warnings"]] == ["signature-right"]
    texts = place.texts()
    assert {"Om 9 uur", "Om 10 uur", "Dit gaat weg"} <= set(texts)
    assert any(text.endswith("tot morgen https://voorbeelddam.example #brug") for text in texts)
    assert place.good("verify")["ok"] is True
    for path in made.iterdir():
        if path.suffix in {".car", ".zip"}:
            path.unlink()
    everything = Archive(place.root).bytes_of_all()
    assert (made / "them.txt").read_bytes() not in everything
    assert b"trijntje" not in everything.lower()
