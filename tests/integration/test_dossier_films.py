"""A film in a Woo dossier: what it says is judged as text, and goes out as text alone."""

import json
import shutil
from pathlib import Path
from tempfile import TemporaryFile
from zipfile import ZipFile

import pytest
from place import ME, Archive, Json, post
from pypdf import PdfReader
from pytest_socket import enable_socket

from speaking_film import PLACES, speaking_film
from weerklank.media import told_by_others
from weerklank.model.clock import SystemClock
from weerklank.services.disclose import export_dossier
from weerklank.services.disclose.export_dossier import pack_dossier
from weerklank.services.find import clean_medium
from weerklank.services.workplace import Silent, open_workplace
from weerklank.testing.mastodon_export import ExportMedium
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("ffmpeg"),
    pytest.mark.needs("exiftool"),
]
WOUT, RUUD = "Wout", "Ruud"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    enable_socket()
    root = tmp_path_factory.mktemp("filled")
    film = ExportMedium(
        path="film.mp4",
        content_type="video/mp4",
        alt="Een draaimolen",
        width=64,
        height=48,
        data=speaking_film(tmp_path_factory.mktemp("film")),
    )
    place = Archive(root).begin()
    posts = [post(1, "Zo was de kermis.", media=(film,)), post(2, "De kermis van Proefstra.")]
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


def frozen(place: Archive) -> None:
    for step in ("review", "freeze"):
        act(place, step, by=RUUD)


def said_in(folder: Path) -> str:
    """Give all that stands in the files of a set, unpacked."""
    found = ""
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        if path.suffix == ".pdf":
            reader = PdfReader(path)
            content += "".join(one.extract_text() for one in reader.pages).encode()
        if path.suffix == ".xlsx":
            with ZipFile(path) as book:
                content += b"".join(book.read(one) for one in book.namelist())
        found += content.decode("latin-1")
    return found


def test_nothing_that_a_film_says_goes_out_unasked(place: Archive, tmp_path: Path) -> None:
    frozen(place)
    done = act(place, "export", str(tmp_path / "uit"))
    assert (done["not_looked"], done["not_cleaned"]) == (0, 0)
    (film,) = (tmp_path / "uit" / "media").iterdir()
    assert film.suffix == ".mp4"
    said = said_in(tmp_path / "uit")
    assert not [name for name in PLACES if name in said]
    rows = (tmp_path / "uit" / "stukken.jsonl").read_text("utf-8").splitlines()
    told = [json.loads(row) for row in rows]
    assert [one["text_in_film"] for one in told] == [None, None]
    with TemporaryFile() as stream:
        workplace = open_workplace(
            place.folder,
            place.root / "keys",
            clock=SystemClock(),
            reporter=Silent(),
            acting=WOUT,
        )
        assert pack_dossier(workplace, "w0001", stream).not_looked == 0
        with ZipFile(stream) as pack:
            assert pack.read("w0001/media/0001-1.mp4") == film.read_bytes()


def test_what_was_read_goes_along_as_text_with_its_bars(place: Archive, tmp_path: Path) -> None:
    first, second = ids(place)
    found = place.good("dossier", "film", "w0001", "--id", first, "--as", WOUT)
    assert [one["film_along"] for one in found["documents"]] == [True, False]
    assert code_of(place, "film", "--id", second) == "DOSSIER-040"
    act(place, "review", by=RUUD)
    # A name that is kept back in a post is found in what the film says, and the other way round.
    act(place, "redact", "--id", second, "--text", "Proefstra", "--ground", "5.1.2e")
    assert code_of(place, "review", by=RUUD) == "DOSSIER-020"
    kept = act(place, "redact", "--id", first, "--text", "Proefstra", "--ground", "5.1.2e")
    assert [one["place"] for one in kept["redactions"]] == ["text", "film", "film"]
    act(place, "redact", "--id", first, "--text", "Zqtweespoor", "--ground", "5.2")
    numbers = [
        f"{one['place']}:{one['start']}-{one['end']}"
        for one in act(place, "suggest")["suggestions"]
        if one["words"] == "06 12345678"
    ]
    assert [one.partition(":")[0] for one in numbers] == ["film", "film"]
    for span in numbers:
        act(place, "redact", "--id", first, "--span", span, "--ground", "5.1.2e")
    frozen(place)
    act(place, "export", str(tmp_path / "uit"))
    media = tmp_path / "uit" / "media"
    assert {one.name for one in media.iterdir()} == {"0001-1.mp4", "0001-1.vtt", "0001-1-2.vtt"}
    assert (media / "0001-1.vtt").read_text("utf-8") == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nDit is Zqondertitel [█ 5.1.2e █]\n"
        "\n00:00:01.000 --> 00:00:02.000\nBel Wilma: [█ 5.1.2e █]\n"
    )
    said = said_in(tmp_path / "uit")
    assert [name for name in PLACES if name in said] == ["Zqondertitel"]
    assert "Proefstra" not in said
    assert "12345678" not in said
    assert "Tekst in film" in said
    told = json.loads((tmp_path / "uit" / "stukken.jsonl").read_text("utf-8").splitlines()[0])
    assert told["media"][0]["subtitles"] == ["media/0001-1.vtt", "media/0001-1-2.vtt"]
    assert told["text_in_film"].startswith("Dit is Zqondertitel [█ 5.1.2e █]\nBel Wilma: [")


def test_with_a_film_that_is_kept_back_goes_what_it_says(place: Archive, tmp_path: Path) -> None:
    first, _ = ids(place)
    act(place, "film", "--id", first)
    act(place, "redact", "--id", first, "--span", "medium:0-1", "--ground", "5.1.2e")
    frozen(place)
    act(place, "export", str(tmp_path / "uit"))
    assert not (tmp_path / "uit" / "media").exists()
    said = said_in(tmp_path / "uit")
    assert not [name for name in PLACES if name in said]


def test_another_look_at_the_same_decision_is_asked_of_the_second_reader(place: Archive) -> None:
    first, _ = ids(place)
    act(place, "review", by=RUUD)
    act(place, "film", "--id", first)
    assert code_of(place, "freeze", by=RUUD) == "DOSSIER-018"
    act(place, "film", "--id", first, "--undo")
    acts = act(place, "show")["documents"][0]["acts"]
    act(place, "film", "--id", first, "--undo")  # as it is already
    assert act(place, "show")["documents"][0]["acts"] == acts


def test_what_no_other_program_read_is_told_and_what_carries_more_is_refused(
    place: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen(place)
    with monkeypatch.context() as without:
        without.setattr(told_by_others.shutil, "which", lambda _: None)
        done = act(place, "export", str(tmp_path / "uit"))
    assert done["not_looked"] == 1
    said = (tmp_path / "uit" / "LEESMIJ.txt").read_text("utf-8")
    assert "geen tweede programma heeft gekeken of er nog iets in staat: 1." in said
    monkeypatch.setattr(
        export_dossier, "clean_copy", lambda path, **_: clean_medium.clean_copy(path)
    )
    assert code_of(place, "export", str(tmp_path / "nog")) == "DOSSIER-041"
    assert not (tmp_path / "nog").exists()
