"""A part of a picture in a Woo dossier: covered in what goes out, and nowhere else in the set."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from place import ME, Archive, Json, post
from pypdf import PdfReader
from pytest_socket import enable_socket

from secret_picture import AREA, SIZE, frames, hollow_png, moving, picture, secrets_in
from weerklank.model.clock import SystemClock
from weerklank.model.part_of_picture import NotInPart
from weerklank.services.disclose import export_dossier
from weerklank.services.disclose.export_dossier import pack_dossier
from weerklank.services.workplace import Silent, open_workplace
from weerklank.testing.mastodon_export import ExportMedium
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
WOUT, RUUD = "Wout", "Ruud"
#: A film by its first bytes: nobody decodes it.
_FILM = (24).to_bytes(4, "big") + b"ftypisom" + bytes(12)
_BROKEN = hollow_png(80)


def _media(name: str, kind: str, data: bytes, alt: str = "") -> ExportMedium:
    return ExportMedium(
        path=name, content_type=kind, alt=alt, width=SIZE[0], height=SIZE[1], data=data
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    enable_socket()
    root = tmp_path_factory.mktemp("filled")
    turned = picture("JPEG", turned=6)
    posts = [
        post(
            1,
            "De kermis met een bord.",
            media=(
                _media("een.jpg", "image/jpeg", turned, "Zqbeschrijving van wie er staat"),
                _media("twee.gif", "image/gif", moving("GIF"), "Een draaimolen"),
                _media("drie.mp4", "video/mp4", _FILM),
                _media("vier.png", "image/png", _BROKEN),
            ),
        ),
        # The same picture once more: it differs in nothing but when it was made.
        post(2, "Nog eens de kermis.", media=(_media("vijf.jpg", "image/jpeg", turned),)),
    ]
    place = Archive(root).begin()
    with mastodon_server(ME, posts) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        place.good("person", "add", "Ria", "--role", "register-owner")
        for name, role in ((WOUT, "woo"), (RUUD, "reviewer")):
            place.good("person", "add", name, "--role", role, "--as", "Ria")
        place.good("harvest", "gemeente")
    place.good("dossier", "new", *"--request Kermis --received 2026-03-10 --as".split(), WOUT)
    place.good("dossier", "add", "w0001", "--query", "kermis", "--as", WOUT)
    return root


@pytest.fixture
def place(filled: Path, tmp_path: Path) -> Archive:
    root = tmp_path / "place"
    shutil.copytree(filled, root, symlinks=True)
    return Archive(root)


def act(place: Archive, what: str, *more: str, by: str = WOUT) -> Json:
    return place.good("dossier", what, "w0001", *more, "--as", by)


def code_of(place: Archive, what: str, *more: str, by: str = WOUT) -> str:
    _, answer = place.run("dossier", what, "w0001", *more, "--as", by)
    return str(answer["error"]["code"])


def ids(place: Archive) -> list[str]:
    return [str(one["id"]) for one in act(place, "show")["documents"]]


def part(item: str, file: int, area: str = AREA, ground: str = "5.1.2e") -> tuple[str, ...]:
    return ("--id", item, "--file", str(file), "--area", area, "--ground", ground)


def frozen(place: Archive) -> None:
    for step in ("review", "freeze"):
        act(place, step, by=RUUD)


def files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give each file of a set, and each that lies packed in one."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes()
            if path.suffix == ".xlsx":
                with ZipFile(path) as book:
                    yield from ((name, book.read(name)) for name in book.namelist())


def objects_of(reader: PdfReader) -> Iterator[object]:
    """Give every object of a PDF, used on a page or not."""
    for number in range(1, int(reader.trailer["/Size"])):
        try:
            yield reader.get_object(number)
        except Exception:  # noqa: BLE001 - a number that is not in use
            continue


def test_a_part_is_gone_from_all_that_goes_out(place: Archive, tmp_path: Path) -> None:
    kept = {
        path: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in place.folder.rglob("media/*")
        if path.is_file()
    }
    assert kept
    first, second = ids(place)
    act(place, "judge", "--id", first, "--judgement", "public")
    made = act(place, "hide", *part(first, 1))
    document, _ = made["documents"]
    assert (document["judgement"], document["grounds"]) == ("partly", ["5.1.2e"])
    assert document["lapsed"]["judgement"] == "public"
    (mark,) = made["redactions"]
    assert (mark["place"], mark["start"], mark["end"]) == ("picture", 0, 1)
    assert mark["area"] == {"height": 42.5, "left": 32.0, "top": 22.5, "width": 28.0}
    act(place, "hide", *part(first, 2, ground="5.2"), "--area", "0;0;5;5")
    # The same picture goes along whole in another document, and would show it.
    assert code_of(place, "review", by=RUUD) == "DOSSIER-020"
    act(place, "hide", *part(second, 1, "33;22;12;43.5"))
    assert code_of(place, "review", by=RUUD) == "DOSSIER-020"
    act(place, "hide", *part(second, 1, "44;22;15;43.5"))
    act(place, "redact", "--id", first, "--span", "medium:3-4", "--ground", "5.1.2e")
    frozen(place)
    assert code_of(place, "hide", *part(first, 1, "0;0;1;1")) == "DOSSIER-005"
    done = act(place, "export", str(tmp_path / "uit"))
    assert (done["not_hidden"], done["not_cleaned"]) == (0, 1)

    out = tmp_path / "uit"
    assert {one.name for one in (out / "media").iterdir()} == {
        "0001-1.jpg",
        "0001-2.gif",
        "0002-1.jpg",
    }
    for path in (out / "media").iterdir():
        every = [*frames(path.read_bytes())]
        assert [one.size for one in every] == [SIZE] * len(every)
        assert [secrets_in(one) for one in every] == [0] * len(every)
    assert len([*frames((out / "media" / "0001-2.gif").read_bytes())]) == 4
    for name, content in files_in(out):
        for word in (b"Zqmaker", b"Zqnoot", b"Zqbeschrijving", b"Exif\0"):
            assert word not in content, name
        if b"Zqb" in content:
            raise AssertionError(name)
    for path in (out / "stukken").iterdir():
        reader = PdfReader(path)
        streams = [one for one in objects_of(reader) if getattr(one, "get", None)]
        assert streams
        assert not [one for one in streams if one.get("/Subtype") == "/Image"]
        assert not reader.attachments
    said = "".join(one.extract_text() for one in PdfReader(out / "stukken" / "0001.pdf").pages)
    assert "deel van dit beeld: links 32%, boven 22,5%" in " ".join(said.split())

    rows = [json.loads(one) for one in (out / "stukken.jsonl").read_text("utf-8").splitlines()]
    assert rows[0]["media"][0]["alt"] is None
    assert rows[0]["media"][0]["hidden"] == [
        {"ground": "5.1.2e", "height": 42.5, "left": 32.0, "top": 22.5, "width": 28.0}
    ]
    assert [one["ground"] for one in rows[0]["media"][1]["hidden"]] == ["5.2", "5.2"]
    log = (out / "lakkingen.csv").read_text("utf-8-sig").splitlines()
    assert any(
        "deel van beeld 1 (links 32%, boven 22,5%, breed 28%, hoog 42,5%)" in row
        and "5.1.2e" in row
        for row in log
    )
    assert "deel van beeld 2 (links 0%" in (out / "inventaris.csv").read_text("utf-8-sig")
    assert "Delen van beelden die zijn gelakt: 5." in (out / "LEESMIJ.txt").read_text("utf-8")
    assert kept == {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}


def test_what_is_no_picture_of_it_is_refused_and_says_why(place: Archive) -> None:
    first, _ = ids(place)
    assert code_of(place, "hide", *part(first, 9)) == "DOSSIER-042"
    for file, why in ((3, "a film or sound"), (4, "damaged")):
        _, answer = place.run("dossier", "hide", "w0001", *part(first, file), "--as", WOUT)
        assert answer["error"]["code"] == "DOSSIER-043"
        assert why in answer["error"]["message"]
    # Of a picture it must be told which part.
    for how in (("--span", "picture:0-1"), ("--span", "picture:7-8")):
        redact = ("--id", first, *how, "--ground", "5.1.2e")
        assert code_of(place, "redact", *redact) == "DOSSIER-012"
    act(place, "hide", *part(first, 1))
    assert code_of(place, "hide", *part(first, 1)) == "DOSSIER-044"
    act(place, "redact", "--id", first, "--span", "medium:1-2", "--ground", "5.1.2e")
    assert code_of(place, "hide", *part(first, 2)) == "DOSSIER-044"
    code, _ = place.run("dossier", "hide", "w0001", *part(first, 1, "0;0;0;0"), "--as", WOUT)
    assert code == 2
    assert place.run("dossier", "hide", "w0001", *part(first, 1), "--as", RUUD)[0] != 0
    told, _ = [one["data"] for one in place.events("decisions", "dossier.redacted")]
    assert told == {
        "areas": [[3200, 2250, 2800, 4250]],
        "ground": "5.1.2e",
        "id": first,
        "spans": [["picture", 0, 1]],
    }


def test_one_of_two_is_undone_and_must_be_read_anew(place: Archive) -> None:
    first, second = ids(place)
    act(place, "redact", "--id", second, "--span", "medium:0-1", "--ground", "5.1.2e")
    act(place, "hide", *part(first, 2), "--area", "1;1;2;2")
    acts = act(place, "show")["documents"][0]["acts"]
    act(place, "disagree", "--id", first, "--span", "medium:1-2", "--reason", "Meer", by=RUUD)
    (said,) = act(place, "undo", "--redaction", "2")["disagreements"]
    # Only what was undone is gone, and that is an answer to who pointed at the picture.
    assert said["state"] == "answered"
    left = act(place, "show")
    assert [one["number"] for one in left["redactions"]] == [1, 3]
    assert left["documents"][0]["acts"] == acts + 1
    assert left["redactions"][1]["area"]["left"] == 1.0
    pointed = ("--id", first, "--span", "picture:1-2", "--reason", "Dit deel is te klein")
    (_, again) = act(place, "disagree", *pointed, by=RUUD)["disagreements"]
    assert again["span"] == "picture:1-2"


def test_a_part_may_be_seen_elsewhere_with_a_reason(place: Archive) -> None:
    first, _ = ids(place)
    act(place, "hide", *part(first, 1))
    assert code_of(place, "review", by=RUUD) == "DOSSIER-020"
    act(place, "allow", "--redaction", "1", "--reason", "Daar is het niemand")
    act(place, "review", by=RUUD)


def test_what_cannot_be_covered_stays_behind_and_is_told(
    place: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = ids(place)
    act(place, "hide", *part(first, 1))
    act(place, "hide", *part(second, 1))
    frozen(place)
    monkeypatch.setattr(
        export_dossier, "covered_picture", lambda _path, _bars: NotInPart.TOO_LARGE
    )
    done = act(place, "export", str(tmp_path / "uit"))
    assert done["not_hidden"] == 2
    out = tmp_path / "uit"
    assert not [one for one in (out / "media").iterdir() if one.suffix == ".jpg"]
    assert "veilig uit te halen was: 2." in (out / "LEESMIJ.txt").read_text("utf-8")
    rows = [json.loads(one) for one in (out / "stukken.jsonl").read_text("utf-8").splitlines()]
    assert [one["media_left_behind"] for one in rows] == [[1], [1]]
    said = "".join(one.extract_text() for one in PdfReader(out / "stukken" / "0001.pdf").pages)
    assert "Bestand 1 is niet meegegeven" in " ".join(said.split())


def test_the_packed_set_has_the_same_pictures(place: Archive, tmp_path: Path) -> None:
    first, second = ids(place)
    act(place, "hide", *part(first, 1))
    act(place, "remove", "--id", second, "--reason", "Buiten het verzoek")
    frozen(place)
    workplace = open_workplace(
        place.folder, place.root / "keys", clock=SystemClock(), reporter=Silent(), acting=WOUT
    )
    with (tmp_path / "set.zip").open("wb") as stream:
        assert pack_dossier(workplace, "w0001", stream).not_hidden == 0
    with ZipFile(tmp_path / "set.zip") as pack:
        (seen,) = frames(pack.read("w0001/media/0001-1.jpg"))
    assert (seen.size, secrets_in(seen)) == (SIZE, 0)
