"""Derivatives: files in common formats beside originals that stay as they are, told in full."""

import codecs
import hashlib
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from small_archive import Small, post, posts
from test_formats_of_files import film, medium
from test_media_formats import PURE
from test_transfer import assert_delivery_holds, decide, make, objects

from weerklank.media.derive import Recipe, convert, recipe_of
from weerklank.model.derivative import Derivative, DerivedForm, NotDerived
from weerklank.model.event import Book
from weerklank.model.file_format import FileFormat
from weerklank.services.appraise.derive_media import Deriver
from weerklank.services.appraise.media_files import media_of

pytestmark = pytest.mark.needs("ffmpeg")
HERE = "Standplaats Voorbeelddam"


def picture(path: Path) -> bytes:
    source = ("-f", "lavfi", "-i", "testsrc=d=1:s=33x31", "-frames:v", "1")
    subprocess.run(["ffmpeg", "-v", "error", "-y", *source, str(path)], check=True)
    return path.read_bytes()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    root = tmp_path_factory.mktemp("derived")
    made = Small(root / "small").make()
    webp = picture(root / "a.webp")
    mov = film(root / "a.mov", "-f", "mov", "-brand", "qt  ", "-metadata", f"comment={HERE}")
    assert HERE.encode() in mov
    half = film(root / "a.webm", "-c:v", "libvpx", "-c:a", "libvorbis")
    half = half[: len(half) * 3 // 4]
    files = (
        PURE,
        medium("a.webp", "image/webp", webp),
        medium("kapot.webp", "image/webp", webp[: len(webp) // 2]),
        medium("half.webm", "video/webm", half),
        medium("a.mov", "video/quicktime", mov),
        medium("a.mp4", "video/mp4", film(root / "a.mp4")),
        medium("a.gif", "image/gif", film(root / "a.gif", "-map", "0:v")),
    )
    made.take_in([*posts().items, post(20, "Van alles wat.", media=files)])
    return made


@pytest.fixture
def small(template: Small, tmp_path: Path) -> Small:
    return template.copy(tmp_path / "small")


def carrier(small: Small) -> str:
    told = small.good("formats", "list", "--without-codecs", "--from", "2026-01-25")
    return str(told["files"][0]["id"])


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_originals_and_derivatives_lie_beside_each_other_and_are_told(small, tmp_path):
    item, out = carrier(small), tmp_path / "uit"
    assert small.run("formats", "derive", item, "-o", str(out), acting="Pia")[0] == 3
    told = small.good("formats", "derive", item, "-o", str(out), acting="Anna")
    found = [
        (one["puid"], (one["derivative"] or {}).get("form"), one["why"]) for one in told["files"]
    ]
    assert found == [
        ("fmt/11", None, "not-needed"),
        ("fmt/566", "png", None),
        ("fmt/566", None, "failed"),
        ("fmt/573", None, "failed"),
        ("x-fmt/384", "mp4", None),
        ("fmt/199", None, "not-needed"),
        ("fmt/4", "mp4", None),
    ]
    # The folder holds what is told and no more; originals are what the archive holds.
    assert json.loads((out / "derivatives.json").read_bytes())["files"] == told["files"]
    made = [one["derivative"] for one in told["files"] if one["derivative"]]
    names = {one["original"] for one in told["files"]} | {one["name"] for one in made}
    assert {path.name for path in out.iterdir()} == names | {"derivatives.json"}
    held = {sha256(path) for path in small.archive.rglob("media/*")}
    assert {sha256(out / one["original"]) for one in told["files"]} <= held
    for one in told["files"]:
        if one["derivative"]:
            assert one["derivative"]["of_sha256"] == sha256(out / one["original"])
    for one in made:
        assert one["sha256"] == sha256(out / one["name"])
        assert one["tool"].startswith("ffmpeg ")
        assert HERE.encode() not in (out / one["name"]).read_bytes()
    assert [(one["puid"], one["copied"]) for one in made] == [
        ("fmt/11", False),
        ("fmt/199", True),
        ("fmt/199", False),
    ]
    # The journal tells the same, and that copies went out.
    (event,) = small.workplace().events.read_backwards(Book.JOURNAL, ("formats.converted",))
    assert (event.subject, event.actor.known_as, event.data["files"]) == (item, "Anna", made)
    (exported,) = small.workplace().events.read_backwards(Book.JOURNAL, ("export.written",))
    assert exported.data["out"] == out.absolute().as_uri()
    small.assert_verifies()
    # Nothing is ever replaced.
    code, again = small.run("formats", "derive", item, "-o", str(out), acting="Anna")
    assert (code, again["error"]["code"]) == (2, "FORMATS-005")


def test_what_the_table_prefers_stays_alone(small, tmp_path):
    file = tmp_path / "norm.csv"
    rows = ("WebP;Voorkeur;fmt/566", "MOV;Voorkeur;x-fmt/384", "GIF;Acceptabel;fmt/4")
    file.write_text("\n".join(("Formaat naam;Status;PUID", *rows)), encoding="utf-8")
    source = ("--source", "Norm", "--dated", "2024-12-12")
    small.good("formats", "load", str(file), *source, acting="Anna")
    out = str(tmp_path / "uit")
    told = small.good("formats", "derive", carrier(small), "-o", out, acting="Anna")
    made = {one["puid"] for one in told["files"] if one["derivative"]}
    assert made == {"fmt/4"}


def test_of_what_a_decision_restricts_nothing_goes_out(small, tmp_path):
    item, out = carrier(small), tmp_path / "uit"
    small.good("person", "add", "Carla", "--role", "communication")
    small.good("mark", "add", item, "--not-government", "--reason", "Privé.", acting="Carla")
    small.good("mark", "decide", item, "restrict", acting="Anna")
    code, told = small.run("formats", "derive", item, "-o", str(out), acting="Anna")
    assert (code, told["error"]["code"]) == (3, "FORMATS-006")
    assert not out.exists()


def test_without_ffmpeg_the_originals_go_alone(small, tmp_path, monkeypatch):
    item = carrier(small)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    told = small.good("formats", "derive", item, "-o", str(tmp_path / "uit"), acting="Anna")
    assert {one["why"] for one in told["files"]} == {"not-needed", "no-tool"}
    assert all(one["original"] for one in told["files"])


def test_a_list_of_other_files_is_read_as_none(tmp_path):
    secret, trap = tmp_path / "secret.webp", tmp_path / "trap"
    picture(secret)
    trap.write_text(f"ffconcat version 1.0\nfile {secret}\n", encoding="utf-8")
    recipe = Recipe("webp_pipe", DerivedForm.PNG, ("-frames:v", "1", "-f", "image2"))
    (tmp_path / "out").mkdir()
    assert convert(trap, recipe, tmp_path / "out", "a.png") is None
    assert not list((tmp_path / "out").iterdir())
    assert convert(secret, recipe, tmp_path / "out", "a.png") is not None


def test_a_text_is_set_as_pdf(small, tmp_path):
    text = tmp_path / "a.txt"
    text.write_text("Besluit\n#set page(width: 1cm)\n", encoding="utf-8")
    workplace = small.workplace()
    plain = FileFormat(puid="x-fmt/111", name="Plain Text File")
    file = replace(media_of(workplace, carrier(small))[0], path=text, format=plain)
    (tmp_path / "pdf").mkdir()
    made = Deriver(workplace).derive(file, tmp_path / "pdf", "a")
    assert isinstance(made, Derivative)
    assert (made.form, made.name, made.copied) == (DerivedForm.PDF, "a.pdf", False)
    assert made.format.startswith("Acrobat PDF")
    assert made.tool.startswith("Typst ")
    # One that would take long is left as it is.
    text.write_text("a\n" * 20_001, encoding="utf-8")
    assert Deriver(workplace).derive(file, tmp_path / "pdf", "b") is NotDerived.NO_WAY


def test_a_sip_has_them_beside_the_originals_with_their_conversion(small, tmp_path):
    decide(small)
    bare = make(small, tmp_path / "kaal")
    assert bare["derived"] is None
    decide(small)
    out = tmp_path / "sip"
    told = make(small, out, "--derivatives")
    assert told["derived"]["made"] == 3
    assert told["derived"]["failed"] == 2
    assert_delivery_holds(out)
    assert told["files"] == bare["files"] + 3
    made = {path.name: path for path in out.rglob("*afgeleide*") if path.suffix != ".xml"}
    assert sorted(path.suffix for path in made.values()) == [".mp4", ".mp4", ".png"]
    # Every file of the SIP without them is in it too, bit for bit.
    kept = {path.name: sha256(path) for path in out.rglob("*") if path.is_file()}
    for path in (tmp_path / "kaal").rglob("*"):
        if path.suffix in (".png", ".webp", ".mov", ".mp4", ".webm", ".gif"):
            assert kept[path.name] == sha256(path)
    # What was made of what stands with the record, and in the journal with the transfer.
    events = [
        event.result
        for one in objects(out, "Archiefstuk")
        for event in one.events
        if event.type.label == "Conversie"
    ]
    assert len(events) == 3
    for result in events:
        name, _, rest = result.partition(" gemaakt van ")
        original, _, tool = rest.partition(" met ")
        assert name in made
        assert made[name].with_name(original).is_file()
        assert tool.startswith("ffmpeg ")
    (event,) = small.workplace().events.read_backwards(Book.JOURNAL, ("formats.converted",))
    assert event.subject == told["sip"]
    assert {row["name"]: row["sha256"] for row in event.data["files"]} == {
        name: sha256(path) for name, path in made.items()
    }
    assert "3 bestanden zijn afgeleiden" in (out / "pakbon.xml").read_text(encoding="utf-8")
    small.assert_verifies()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_subtitles_in_utf16_are_read_by_their_mark(tmp_path: Path, encoding: str) -> None:
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    said = "1\r\n00:00:01,000 --> 00:00:02,000\r\nCafé aan de Vliet\r\n\r\n"
    source = tmp_path / "a.srt"
    source.write_bytes(mark + said.encode(encoding))
    recipe = recipe_of(source, None, ())
    assert recipe is not None
    assert recipe.form is DerivedForm.VTT
    made = convert(source, recipe, tmp_path, "a.vtt")
    assert made is not None
    assert "Café aan de Vliet" in made.read_text(encoding="utf-8")
    # What only looks like it is none: half a letter, no cue, no mark, another text, too much.
    for lies in (
        mark + said.encode(encoding)[:-1],
        mark + "Gewoon een verhaal.".encode(encoding),
        said.encode(encoding).removeprefix(codecs.BOM_UTF16_LE),
        codecs.BOM_UTF16_LE + b"\x00\xd8" * 40,
        codecs.BOM_UTF16_LE + b"1\0" * (5 << 20),
        b"",
    ):
        source.write_bytes(lies)
        assert recipe_of(source, None, ()) is None
