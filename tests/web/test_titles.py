"""What the title of an item is depends on its platform and kind; a page says which."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from own_archive import SANNE, OwnArchive
from shown import Shown

from weerklank.testing.x_export import XAccount, XPost, number_at, write_export

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ME = XAccount(number="7000001", name="Voorbeelddam", display_name="Gemeente Voorbeelddam")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> OwnArchive:
    place = OwnArchive(tmp_path_factory.mktemp("titels"))
    place.run("init", str(place.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    roles = ("register-owner", "archivist", "reader")
    place.run("person", "add", SANNE, *(part for role in roles for part in ("--role", role)))
    place.run("account", "add", ME.url, "--kind", "corporate", "--as", SANNE)
    export = Path(place.root / "archief.zip")
    loose = (f"data/tweets_media/{number_at(NOON)}-plaat.png", b"\x89PNG\r\n\x1a\n" + bytes(9))
    shared = XPost(
        number=number_at(NOON, 2),
        published=NOON,
        text="RT @trijntje_vlier: Mijn straat",
        mentions=(("8000001", "trijntje_vlier", "Trijntje Vlier"),),
    )
    write_export(export, ME, [shared], made=NOON, members=[loose])
    place.run("import", str(export))
    return place


@pytest.fixture
def titled(held: OwnArchive, shown: Shown) -> Shown:
    return Shown(held.folder, held.keys, held.serve(), shown.post)


def page(held: OwnArchive, titled: Shown, kind: str) -> str:
    (hit,) = held.run("search", "--kind", kind)["hits"]
    return titled.get(SANNE, f"/id/{hit['id']}/")


def test_the_page_of_a_loose_file_says_what_it_is(held, titled):
    told = page(held, titled, "medium")
    assert "dat in de export bij geen bericht hoort" in told
    assert f"{number_at(NOON)}-plaat.png" in told
    assert "Los mediabestand van" in told
    assert "Waarschuwing van de schrijver" not in told
    assert "zonder tekst" not in told


def test_the_name_of_a_profile_is_no_warning(held, titled):
    told = page(held, titled, "profile")
    assert "Gemeente Voorbeelddam" in told
    assert "Waarschuwing van de schrijver" not in told


def test_a_shared_post_that_nobody_can_tell_says_so(held, titled):
    assert "Wat daarin stond, is niet in het archief" in page(held, titled, "boost")
