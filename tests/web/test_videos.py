"""A video of YouTube on the screen: its title is a title, and its film can be played."""

import re
from datetime import UTC, datetime

import pytest
from own_archive import SANNE, OwnArchive
from shown import Shown

from weerklank.testing.youtube_export import (
    ExportChannel,
    ExportContents,
    ExportVideo,
    film_file,
    write_takeout,
)

TITLE = "De dijk is dicht"


@pytest.fixture
def videos(tmp_path, shown: Shown) -> Shown:
    held = OwnArchive(tmp_path).make([])
    channel = ExportChannel()
    held.run("account", "add", channel.url, "--kind", "corporate", "--as", SANNE)
    video = ExportVideo(
        native_id="dijkdicht01",
        title=TITLE,
        description="Zo sluit de dijk.",
        published=datetime(2026, 5, 1, 9, tzinfo=UTC),
    )
    film = b"\0\0\0\x18ftypisom" + bytes(60)
    path = write_takeout(
        tmp_path / "takeout.zip",
        ExportContents(channel=channel, videos=(video,)),
        films=[(film_file(TITLE), film), ("Los.mp4", film + b"los")],
    )
    held.run("import", str(path))
    return Shown(held.folder, held.keys, held.serve(), shown.post)


def test_a_video_has_a_title_a_film_and_an_address(videos: Shown) -> None:
    hits = videos.get(SANNE, "/zoeken/?q=dicht")
    assert "in de titel" in hits
    assert "waarschuwing" not in hits
    found = re.search(r'href="(/id/[^"]+/)"', hits)
    assert found
    page = videos.get(SANNE, found[1])
    assert re.search(rf"Titel:</span> <strong[^>]*>{TITLE}</strong></p>", page)
    assert "Waarschuwing van de schrijver" not in page
    assert "<video" in page
    assert "https://www.youtube.com/watch?v=dijkdicht01" in page.replace("<wbr>", "")


def test_films_are_found_by_what_is_known_of_their_captions(videos: Shown) -> None:
    page = videos.get(SANNE, "/zoeken/?ondertiteling=untold")
    assert "2 berichten en reacties gevonden." in page  # the loose film is one too
    assert "films waarvan het niet bekend is" in page
    assert "Ondertiteling" in page
    assert "Niets gevonden" in videos.get(SANNE, "/zoeken/?ondertiteling=with")
