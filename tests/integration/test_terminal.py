"""What people see: text of posts and exports is shown on a terminal and never obeyed."""

import orjson
import pytest
from place import ME, Archive, members, noted, outbox, packed, post, tar

from weerklank.cli.output import plain
from weerklank.testing.mastodon_actor import actor

HOSTILE = "brug \x1b]0;pwn\x07\x1b[2J\x9b31m \u202eneddorev\u202c rood"
OBEYED = "\x1b\x07\x9b\u202e\u202c"


@pytest.fixture
def archive(tmp_path) -> Archive:
    made = Archive(tmp_path / "place").make()
    pieces = [noted(post(1, HOSTILE), summary="\x1b[31mrood")]
    made.take(packed(tmp_path, "zip", members(pieces)))
    return made


def test_what_a_terminal_would_obey_is_shown_as_a_sign(archive):
    (hit,) = archive.good("search", "brug")["hits"]
    places = ("--archive", str(archive.folder), "--keys", str(archive.root / "keys"))
    for command in (("search", "brug"), ("post", "show", hit["id"]), ("account", "show", "a0001")):
        code, out, err = archive.spoken(*places, *command)
        assert code == 0
        assert not set(OBEYED) & set(out + err), command
    _, out, _ = archive.spoken(*places, "post", "show", hit["id"])
    assert "\ufffd]0;pwn\ufffd" in out
    assert orjson.loads(orjson.dumps(hit))["text"] == hit["text"]


def test_so_is_what_an_error_quotes(archive, tmp_path):
    name = "export-\x1b[2J.zip"
    code, out, err = archive.spoken("--archive", str(archive.folder), "import", name)
    assert code == 2
    assert not set(OBEYED) & set(out + err)
    path = tmp_path / "vreemd.tar.gz"
    strange = {**actor(ME), "id": "https://x.example/u/\x1b[2J", "preferredUsername": "\x1b[2J"}
    tar(path, [("actor.json", orjson.dumps(strange)), ("outbox.json", outbox([]))])
    places = ("--archive", str(archive.folder), "--keys", str(archive.root / "keys"))
    _, out, err = archive.spoken(*places, "import", str(path))
    assert not set(OBEYED) & set(out + err)


def test_lines_tabs_and_letters_of_every_script_stay():
    text = "één\n\ttwee \u05d0\u0628 \U0001f642 e\u0301"
    assert plain(text) == text
