"""Formats: what files there are, how they are written, and by which table they are judged."""

import shutil
import subprocess
from pathlib import Path

import pytest
from small_archive import Small, post, posts
from test_media_formats import PURE

from weerklank.media.codecs import codecs_of
from weerklank.model.file_format import CodecState
from weerklank.testing.mastodon_export import ExportMedium

pytestmark = pytest.mark.usefixtures("formats_are_asked")

NORM = "Formaat naam;Status;PUID\nPNG;Voorkeur;fmt/11\nMP4;Acceptabel;fmt/199\n"
LOAD = ("--source", "Norm Voorkeursformaten 2024", "--dated", "2024-12-12")


def film(path: Path, *how: str) -> bytes:
    """Make a film of a tenth of a second, with sound."""
    sources = ("-f", "lavfi", "-i", "testsrc=d=0.1:s=32x32", "-f", "lavfi", "-i", "sine=d=0.1")
    subprocess.run(["ffmpeg", "-v", "error", "-y", *sources, *how, str(path)], check=True)
    return path.read_bytes()


def medium(name: str, kind: str, data: bytes) -> ExportMedium:
    path = f"/media_attachments/files/{name}"
    return ExportMedium(path=path, content_type=kind, alt=None, width=32, height=32, data=data)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    root = tmp_path_factory.mktemp("formats")
    made = Small(root / "small").make()
    files = [PURE]
    if shutil.which("ffmpeg"):
        films = film(root / "a.mp4"), film(root / "a.webm", "-c:v", "libvpx", "-c:a", "libvorbis")
        files += [medium("film.mp4", "video/mp4", films[0])]
        files += [medium("web.webm", "video/webm", films[1])]
    made.take_in([*posts().items, post(20, "Plaatje en film.", media=tuple(files))])
    return made


@pytest.fixture
def small(template: Small, tmp_path: Path) -> Small:
    return template.copy(tmp_path / "small")


def codes(one: dict) -> set[str]:
    return {finding["code"] for finding in one["findings"]}


@pytest.mark.needs("ffmpeg")
def test_every_file_is_told_with_format_codecs_status_and_advice(template):
    told = template.good("formats", "list")
    found = {one["puid"]: one for one in told["files"]}
    assert set(found) == {"fmt/11", "fmt/199", "fmt/573", None}
    assert found["fmt/11"]["status"] == "preferred"
    assert codes(found["fmt/11"]) == {"unconfirmed"}
    assert (found["fmt/199"]["codec"], found["fmt/199"]["codecs"]) == ("known", ["h264", "aac"])
    assert found["fmt/573"]["codecs"] == ["vp8", "vorbis"]
    assert found["fmt/573"]["status"] == "unlisted"
    # Pictures with bytes behind their end fit no signature.
    assert (found[None]["status"], codes(found[None])) == ("unknown", {"unidentified"})
    assert all(finding["advice"] for one in told["files"] for finding in one["findings"])
    counts = told["counts"]
    assert counts["files"] == len(told["files"]) == sum(counts["statuses"].values())
    assert {one["puid"]: one["files"] for one in counts["formats"]}["fmt/199"] == 1
    # Nobody looked inside: that is an answer of its own.
    fast = template.good("formats", "list", "--without-codecs")
    (mp4,) = (one for one in fast["files"] if one["puid"] == "fmt/199")
    assert (mp4["codec"], mp4["codecs"]) == ("not-checked", [])
    assert "codec-not-checked" in codes(mp4)
    # A period and an account.
    assert template.good("formats", "list", "--to", "2026-01-10")["counts"]["files"] == 2
    later = template.good("formats", "list", "--from", "2026-01-25", "--account", "a0001")
    assert later["counts"]["files"] == 3


def test_a_file_that_is_gone_is_a_finding(small):
    for path in small.archive.rglob("media/*.png"):
        path.unlink()
    told = small.good("formats", "list", "--from", "2026-01-25", "--without-codecs")
    (picture,) = (one for one in told["files"] if one["file"].endswith(".png"))
    assert (picture["status"], codes(picture)) == ("unknown", {"no-file"})


def test_another_table_is_a_decision_of_an_archivist(small, tmp_path):
    file = tmp_path / "norm.csv"
    file.write_text(NORM, encoding="utf-8")
    load = ("formats", "load", str(file), *LOAD)
    assert small.run(*load, acting="Pia")[1]["error"]["code"] == "ROLE-002"
    made = small.good(*load, acting="Anna")
    assert (made["version"], made["name"], made["rows"]) == (1, "norm", 2)
    held = small.good("formats", "table")
    assert (held["dated"], held["loaded_by"]) == ("2024-12-12", "Anna")
    assert [one["version"] for one in held["history"]] == [0, 1]
    before = small.good("formats", "table", "--version", "0")
    assert (before["version"], before["loaded_by"], bool(before["rows"])) == (0, None, True)
    code, told = small.run("formats", "table", "--version", "2")
    assert (code, told["error"]["code"]) == (2, "FORMATS-007")
    # The same again adds nothing; a wrong one changes nothing.
    assert small.good(*load, acting="Anna")["version"] == 1
    file.write_text(NORM.replace("Acceptabel", "Goed"), encoding="utf-8")
    code, told = small.run(*load, acting="Anna")
    assert (code, told["error"]["code"]) == (6, "FORMATS-002")
    late = (*load[:-1], "2090-01-01")
    assert small.run(*late, acting="Anna")[1]["error"]["code"] == "FORMATS-003"
    picture = small.good("formats", "list", "--from", "2026-01-25", "--without-codecs")["files"][0]
    assert (picture["status"], picture["findings"]) == ("preferred", [])
    small.assert_verifies()


@pytest.mark.needs("ffmpeg")
def test_a_hostile_file_reaches_no_other(tmp_path):
    secret = tmp_path / "secret.mp4"
    film(secret)
    lists = (f"ffconcat version 1.0\nfile {secret}\n", f"#EXTM3U\n#EXTINF:1,\n{secret}\n")
    for content in (*lists, "", "x" * 70_000):
        path = tmp_path / "list.mp4"
        path.write_text(content, encoding="utf-8")
        assert codecs_of(path, "fmt/199", "video/mp4").state is CodecState.FAILED
    assert codecs_of(secret, "fmt/199", "video/mp4").names == ("h264", "aac")


def test_without_ffprobe_nothing_is_claimed(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    path = tmp_path / "film.mp4"
    path.write_bytes(b"x")
    assert codecs_of(path, "fmt/199", "video/mp4").state is CodecState.NOT_CHECKED
    assert codecs_of(path, "fmt/11", "image/png").state is CodecState.NONE
    # A film of a format of which no reader is known.
    assert codecs_of(path, "fmt/5", "video/x-msvideo").state is CodecState.NOT_CHECKED
