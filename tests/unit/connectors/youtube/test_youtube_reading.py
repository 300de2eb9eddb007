"""Tables, names and texts of a Takeout: each language says the same, and nothing is guessed."""

import csv
import io
import json
import zipfile
from pathlib import Path
from unicodedata import normalize

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.connectors.youtube import YouTube, columns
from weerklank.connectors.youtube.columns import Record, Rows, Table, table_of, visibility_of
from weerklank.connectors.youtube.film_names import TitledFiles
from weerklank.connectors.youtube.known_ids import KnownIds
from weerklank.connectors.youtube.text_parts import read_parts
from weerklank.harvest.csv_rows import CsvRows
from weerklank.model.errors import BrokenInput
from weerklank.model.item import Visibility
from weerklank.model.raw import Broken, Passed
from weerklank.testing.youtube_export import film_file
from weerklank.testing.youtube_tables import NEVER

SAMPLES = Path(__file__).parents[4].parent / "shared" / "samples"
SHAPES = SAMPLES / "_shapes" / "youtube_takeout_csv_columns.json"
REAL = SAMPLES / "youtube" / "takeout-whatif-es" / "YT_public_test_file.zip"

#: Files of real exports by table, and the columns that each language has of it.
SEEN = {
    Table.CHANNEL: ("channel", "kanaal", "canal", "kanalas"),
    Table.VIDEOS: ("videos", "video_s", "vídeos", "videoclipuri", "vaizdo įrašai"),
    Table.REPLIES: ("comments", "reacties", "comentarios", "comentarii", "komentarai"),
    Table.PLAYLISTS: ("playlists", "Listas de reproducción", "playlisturi", "grojaraščiai"),
}


def rows(table: Table, *lines: list[str]) -> Rows:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return Rows(table, CsvRows(io.BytesIO(out.getvalue().encode())))


@pytest.mark.parametrize(
    ("table", "stem"), [(table, stem) for table, stems in SEEN.items() for stem in stems]
)
def test_columns_of_real_exports_are_known(table: Table, stem: str) -> None:
    if not SHAPES.exists():
        pytest.skip("the shapes of real exports are not at hand")
    assert table_of(f"{stem}.csv") is table
    shapes = {normalize("NFC", name): found for name, found in _shapes().items()}
    header = shapes[f"{stem}.csv"]
    found = rows(table, header, ["x"] * len(header))
    assert found.is_known
    (record,) = found
    assert isinstance(record, Record)
    assert set(record.values) <= set(columns._COLUMNS)


def _shapes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(SHAPES.read_text("utf-8"))
    return found


@pytest.mark.parametrize("language", NEVER)
def test_what_nobody_may_open_is_no_table(language: str) -> None:
    assert [table_of(name.rpartition("/")[2]) for name in NEVER[language]] == [None] * 5  # type: ignore[index] # one of them


def test_columns_of_replies_without_a_known_name_are_known_by_their_place() -> None:
    header = ["Reactie-ID", "Kanaal-ID", "Aanmaaktijdstempel reactie", "Prijs", "A", "B"]
    header += ["Video-ID", "Reactietekst", "C"]
    (record,) = rows(Table.REPLIES, header, ["1", "2", "3", "4", "5", "6", "7", "8", "9"])
    assert isinstance(record, Record)
    places = {"Parent Comment ID": "5", "Post ID": "6", "Top-Level Comment ID": "9"}
    assert places.items() <= record.values.items()
    header.insert(4, "Valutacode")  # nobody knows which of three is which
    (record,) = rows(Table.REPLIES, header, ["1", "2", "3", "4", "x", "5", "6", "7", "8", "9"])
    assert isinstance(record, Record)
    assert "Post ID" not in record.values


def test_numbered_columns_are_one_list_and_signs_of_the_language_do_not_matter() -> None:
    header = ["Beitrags\u2011ID", "Text des Beitrags", "Name für Bild 1", "Name für Bild 2"]
    (record,) = rows(Table.POSTS, header, ["1", "Tekst", "a.jpg", "b.jpg"])
    assert isinstance(record, Record)
    assert record.values == {
        "Post ID": "1",
        "Post Text": "Tekst",
        "Image Name": ["a.jpg", "b.jpg"],
    }


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("Openbaar", Visibility.PUBLIC),
        ("Oculto", Visibility.UNLISTED),
        ("Nicht gelistet", Visibility.UNLISTED),
        ("Privé", None),
        ("Prive\u0301", None),
    ],
)
def test_who_can_see_it_is_known_in_each_language(word: str, told: Visibility | None) -> None:
    assert visibility_of(word) is told


def test_a_word_that_is_not_known_is_never_public() -> None:
    with pytest.raises(ValueError, match="not known"):
        visibility_of("Openbaar voor leden")


@pytest.mark.parametrize(
    ("folder", "is_it"),
    [
        ("Takeout/YouTube en YouTube\u00a0Music/", True),
        ("Takeout/\u201eYouTube\u201c ir \u201eYouTube Music\u201c/", True),
        ("Takeout/YouTube/", True),
        ("YouTube and YouTube Music/", True),
        ("Takeout/Google Foto's/YouTube/", False),
        ("Takeout/YouTube-filmpjes/", False),
    ],
)
def test_the_folder_of_youtube_is_known_in_each_language(
    tmp_path: Path, folder: str, is_it: bool
) -> None:
    path = tmp_path / "takeout.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(f"{folder}films/a.mp4", b"x")
    if is_it:
        with pytest.raises(BrokenInput, match="IMPORT-015"):
            YouTube().open_export(path)
    else:
        assert YouTube().open_export(path) is None


# --- which film is of which video ---------------------------------------------------------------

LONG = "Uitleg over het bestemmingsplan buitengebied in deel"


def matched(files: list[str], titles: dict[str, str]) -> dict[str, str]:
    found = TitledFiles(f"videos/{name}" for name in files)
    for native, title in titles.items():
        found.note(native, title, is_private=False)
    return {path.removeprefix("videos/"): native for path, native in found.certain().items()}


@pytest.mark.parametrize(
    "title",
    ["Dijk: dicht?", 'Wat \'n weer / "storm" * 100%', "Raad (1)", "é" * 60, "Deel 1 😀 " * 9],
)
def test_the_film_of_one_title_is_found(title: str) -> None:
    assert matched([film_file(title)], {"a": title, "b": "Iets anders"}) == {film_file(title): "a"}


def test_a_name_that_fits_more_titles_is_of_none() -> None:
    assert matched([f"{LONG[:43]}.mp4"], {"a": f"{LONG} een", "b": f"{LONG} twee"}) == {}
    assert matched(["Raad.mp4", "Raad(1).mp4"], {"a": "Raad", "b": "Raad"}) == {}
    assert matched(["Raad.mp4", "Raad(1).mp4"], {"a": "Raad"}) == {}
    assert matched(["Same title.mp4"], {"a": "Same title!", "b": "Same title?"}) == {}
    assert matched(["___.mp4"], {"a": "???"}) == {}


def test_the_name_as_another_system_writes_it_is_the_same() -> None:
    assert matched(["Cafe\u0301.mp4"], {"a": "Café"}) == {"Cafe\u0301.mp4": "a"}


def test_the_list_of_a_playlist_is_found_in_each_language() -> None:
    files = ["Dijken-videos.csv", "Video_s in Water.csv", "Natuur.csv"]
    found = TitledFiles(files, are_lists=True)
    for title in ("Dijken", "Water", "Natuur"):
        found.note(title, title, is_private=False)
    assert found.certain() == dict(zip(files, ("Dijken", "Water", "Natuur"), strict=True))


@given(st.lists(st.text(min_size=1, max_size=30), max_size=50), st.text(max_size=30))
def test_ids_that_were_taken_up_are_known_and_no_others(ids: list[str], other: str) -> None:
    known = KnownIds()
    for one in ids:
        known.add(one)
    assert all(one in known for one in ids)
    assert (other in known) == (other in ids)


# --- texts in parts -----------------------------------------------------------------------------


def test_a_text_in_parts_is_read_as_one_with_whom_it_mentions() -> None:
    written = (
        '{"text":"Dank "},\n{"text":"@Jan_Vlier","mention":{"externalChannelId":"UCjan"}},'
        '{"text":"!\\ud83d"}'
    )
    found = read_parts(written, "UCwij")
    assert found.text == "Dank @Jan_Vlier!\ufffd"
    (person,) = found.persons
    assert (person.handle, person.addresses) == (
        "jan_vlier",
        ("https://www.youtube.com/channel/UCjan",),
    )
    assert found.parts == ({"mention": {"externalChannelId": "UCjan"}},)
    assert read_parts(written, "UCjan").persons == ()


@pytest.mark.parametrize(
    "written",
    [
        "Gewone tekst",
        '{"text":"half',
        '{"text":1}',
        '[{"text":"a"}]',
        '{"text":"a"} {"text":"b"}',
        "",
        "{" * 5000,
        '{"text":"a"},',
        '{"text":"a","n":NaN}',
        '{"a":' * 3000 + "1" + "}" * 3000,
    ],
)
def test_what_is_no_row_of_parts_is_plain_text(written: str) -> None:
    assert read_parts(written, "UC").text == written


def test_what_a_part_tells_besides_can_be_written_again() -> None:
    for number in ("9" * 40, "1e300", "-0.0"):
        found = read_parts(f'{{"text":"a","n":{number}}}', "UC")
        assert found.text == "a"
        assert orjson.loads(orjson.dumps(list(found.parts))) == list(found.parts)


@given(st.text(max_size=200))
def test_any_text_is_read(written: str) -> None:
    read_parts(written, "UC")


# --- a real export ------------------------------------------------------------------------------


def test_a_real_export_is_read_and_its_broken_moments_are_named() -> None:
    if not REAL.exists():
        pytest.skip("the real export is not at hand")
    export = YouTube().open_export(REAL)
    assert export is not None
    assert export.profile().title == "test"
    found = list(export.scan())
    broken = [f"{one.file} {one.number}" for one in found if isinstance(one, Broken)]
    # Who took names out of it took its moments out as well.
    assert broken == [
        "vídeos.csv 1",
        "comentarios.csv 1",
        "comentarios.csv 2",
        "Listas de reproducción.csv 1",
    ]
    assert sum(one.count for one in found if isinstance(one, Passed)) == 13
