"""The page of a post: what it says, what it refuses to do for what others wrote, and its proof."""

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hostile import ATTACKS, BOTH, HTML, RUN, SVG
from shown import Shown

from weerklank import bootstrap
from weerklank.model.item import ArchivalItem
from weerklank.model.person import Role
from weerklank.model.question import Order, Question
from weerklank.services.catalogue.hold_catalogue import hold_open
from weerklank.services.find.find_items import find_items
from weerklank.services.find.media_format import OTHER, kind_of
from weerklank.services.workplace import Silent
from weerklank.web.configure import configure
from weerklank.web.foreign import Piece, shown_pieces
from weerklank.web.foreign import shown as shown_text
from weerklank.web.site import Site
from weerklank.web.task_count import COUNTS
from weerklank.web.templatetags.weerklank import breaking

KWAAD = "kwaadaardig NIET rauw"


def found(shown: Shown, words: str, *tags: str) -> ArchivalItem:
    question = Question(words=words, tags=tags, limit=1, order=Order.RELEVANCE)
    return find_items(shown.workplace, question).items[0]


class _Elements(HTMLParser):
    """Gathers elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src"}]


def test_a_post_tells_what_it_is_and_where_it_came_from(shown: Shown) -> None:
    item = found(shown, "Noorderdijk", "media:image")
    page = shown.get(Role.READER, f"/id/{item.id}/")
    assert item.id in page
    assert "Echtheid: gecontroleerd, klopt" in page
    assert "Geplaatst op Mastodon" in page
    assert "Bewijs downloaden" in page
    assert '<article class="sheet"' in page
    assert "rechten op de tekst" in page
    assert re.search("rechten op medium 1</dt><dd[^>]*>(?:niet vastgelegd|van een ander)", page)


def test_versions_stand_beside_each_other_with_what_changed(shown: Shown) -> None:
    edited = find_items(shown.workplace, Question(tags=("state:edited",), limit=1)).items[0]
    page = shown.get(Role.READER, f"/id/{edited.id}/")
    assert "gewijzigd" in page


def test_versions_of_one_text_are_told_and_not_drawn(shown: Shown) -> None:
    item = found(shown, "Noorderdijk", "media:image")
    page = shown.get(Role.READER, f"/id/{item.id}/")
    assert "2 versies met dezelfde tekst." in page
    assert '<svg class="plot' not in page


def test_a_thread_shows_what_it_answers_and_what_answers_it(shown: Shown) -> None:
    hits = find_items(shown.workplace, Question(words="hoogwater", limit=60)).hits
    longest = max(hits, key=lambda hit: hit.in_thread)
    page = shown.get(Role.READER, f"/id/{longest.item.id}/")
    assert 'class="thread"' in page


@pytest.mark.parametrize("name", ["vbd-2026-01-01-00000", "onzin", "..", "%00"])
def test_what_is_not_there_is_a_page_of_its_own(shown: Shown, name: str) -> None:
    assert shown.client(Role.READER).get(f"/id/{name}/").status_code == 404


def test_the_proof_is_checked_by_the_single_file(shown: Shown, tmp_path) -> None:
    item = found(shown, "Noorderdijk", "media:image")
    answer = shown.client(Role.READER).get(f"/id/{item.id}/bewijs/")
    assert answer["Content-Disposition"] == f'attachment; filename="bewijs-{item.id}.json"'
    path = tmp_path / "bewijs.json"
    path.write_bytes(answer.content)
    assert json.loads(answer.content)["format"] == "weerklank-proof/1"
    done = subprocess.run(
        [sys.executable, shown.archive / "weerklank_verify.py", path], capture_output=True
    )
    assert done.returncode == 0, done.stdout


# --- hostile content ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["/id/{id}/", "/zoeken/?q=kwaadaardig", "/zoeken/?beeld=media"]
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_hostile_markup_is_text_and_nothing_else(
    shown: Shown, address: str, language: str
) -> None:
    client = shown.client(Role.ARCHIVIST)
    client.cookies["taal"] = language
    page = client.get(address.format(id=found(shown, KWAAD).id)).content.decode()
    elements = _Elements()
    elements.feed(page)
    assert not {"iframe", "object", "embed", "base", "animate", "image", "style"} & elements.tags
    assert not {name for name in elements.attributes if name.startswith("on")}
    assert "style" not in elements.attributes
    assert "srcdoc" not in elements.attributes
    for where in elements.addresses:
        assert where.startswith(("/", "?", "#")), where
        assert not where.startswith("//")
    scripts = re.findall(r"<script[^>]*>", page)
    assert len(scripts) == 2
    assert all('src="/static/' in script for script in scripts)


def test_what_was_written_can_still_be_read(shown: Shown) -> None:
    page = shown.get(Role.READER, f"/id/{found(shown, KWAAD).id}/")
    assert f"&lt;script&gt;{RUN}&lt;/script&gt;" in page
    assert "settings.SECRET_KEY" in page, "as text, not as what a template makes of it"


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("how", ["", "mark", "ins", "del", "script", "b onclick=x"])
def test_no_markup_gets_through_whatever_it_is_set_as(attack: str, how: str) -> None:
    elements = _Elements()
    elements.feed(shown_pieces([Piece(f"Burger-7KQ4-M2XN-9T #{attack}\n{attack}", how)]))
    assert elements.tags <= {"br", "span", "mark", "ins", "del"}
    assert elements.attributes <= {"class", "aria-hidden"}


def test_pseudonyms_are_chips_and_line_ends_stay() -> None:
    made = shown_text("Dag Burger-7KQ4-M2XN-9T,\nkom langs #dijk")
    assert '<span class="pseudonym">' in made
    assert "<br>" in made
    assert '<span class="tag">#dijk</span>' in made


@pytest.mark.parametrize("content", [SVG, HTML, b"", b"%PDF-1.7", b"PK\x03\x04", b"\x00" * 40])
def test_only_pictures_films_and_sound_may_be_shown(tmp_path, content: bytes) -> None:
    path = tmp_path / "medium"
    path.write_bytes(content)
    assert kind_of(path) is OTHER


def test_media_are_sent_by_what_they_are(shown: Shown) -> None:
    item = found(shown, KWAAD, "media:yes")
    client = shown.client(Role.ARCHIVIST)
    places = [f"/id/{item.id}/media/{one.id}/" for one in item.media if one.file]
    sent = [client.get(f"{place}origineel/") for place in places]
    assert sent
    # None of them is put together as its kind is: nobody has a copy, and few the original.
    assert {client.get(place).status_code for place in places} == {404}
    assert {shown.client(Role.READER).get(f"{one}origineel/").status_code for one in places} == {
        403
    }
    for answer in sent:
        content = b"".join(answer.streaming_content)
        kind = answer["Content-Type"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'none'; sandbox"
        if content == BOTH:
            assert kind == "image/gif"
        else:
            assert kind == "application/octet-stream"
            assert answer["Content-Disposition"].startswith("attachment;")
        assert re.fullmatch(
            r'(inline|attachment); filename="[a-z0-9-]+\.[a-z0-9]+"', answer["Content-Disposition"]
        )


def test_a_film_comes_in_the_pieces_that_a_player_asks(shown: Shown) -> None:
    item = found(shown, "", "media:video")
    one = next(m for m in item.media if (m.file or "").endswith(".mp4"))
    client = shown.client(Role.READER)
    whole = client.get(f"/id/{item.id}/media/{one.id}/")
    content = b"".join(whole.streaming_content)
    assert whole["Accept-Ranges"] == "bytes"
    piece = client.get(f"/id/{item.id}/media/{one.id}/", headers={"Range": "bytes=10-19"})
    assert (piece.status_code, piece.content) == (206, content[10:20])
    assert piece["Content-Range"] == f"bytes 10-19/{len(content)}"
    rest = client.get(f"/id/{item.id}/media/{one.id}/", headers={"Range": "bytes=5-"})
    assert rest.content == content[5:]
    beyond = client.get(
        f"/id/{item.id}/media/{one.id}/", headers={"Range": f"bytes={len(content)}-"}
    )
    assert beyond.status_code == 416


def test_a_medium_of_another_post_is_not_there(shown: Shown) -> None:
    film = found(shown, "", "media:video")
    other = found(shown, "Noorderdijk", "media:image")
    answer = shown.client(Role.READER).get(f"/id/{other.id}/media/{film.media[0].id}/")
    assert answer.status_code == 404


def test_what_is_damaged_on_the_disk_is_never_called_right(shown: Shown, tmp_path: Path) -> None:
    """Also when a server read it before, and whatever its file says of when it was written."""
    archive = shutil.copytree(shown.archive, tmp_path / "a")
    configure(Site(archive=archive, keys=shown.keys, address="http://testserver"))
    item = found(shown, "Noorderdijk", "media:image")
    with hold_open(bootstrap.workplace(str(archive), str(shown.keys), Silent())):
        assert "Echtheid: gecontroleerd, klopt<" in shown.get(Role.READER, f"/id/{item.id}/")
        for name in ("source", "proof", "records"):
            for path in archive.glob(f"open/**/{name}/*.gz"):
                then, content = path.stat(), path.read_bytes()
                path.chmod(0o644)
                path.write_bytes(bytes(len(content)))
                os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
            page = shown.client(Role.READER).get(f"/id/{item.id}/")
            text = page.content.decode()
            assert "gecontroleerd, klopt<" not in text
            assert "ARCHIVE-008" in text
            assert "is geen goede gzip" in text
            assert str(archive) not in text, "no place of the server"
            assert "archief controleren" in text, "what to do now"
            proof = shown.client(Role.READER).get(f"/id/{item.id}/bewijs/")
            assert proof.status_code == 500
            assert str(archive) not in proof.content.decode()
        assert page.status_code == 500, "the record itself can't be read"


def test_a_damaged_file_is_told_beside_what_can_be_read(shown: Shown, tmp_path: Path) -> None:
    archive = shutil.copytree(shown.archive, tmp_path / "a")
    configure(Site(archive=archive, keys=shown.keys, address="http://testserver"))
    number = next(
        account.id for account in shown.workplace.register().accounts.values()
        if account.unit == "Kwaad"
    )  # fmt: skip
    for path in archive.glob(f"open/{number}/**/records/*.gz"):
        path.chmod(0o644)
        path.write_bytes(bytes(path.stat().st_size))
    # Of the days on which it wrote, so that its posts are on the first page.
    for address in ("", "&beeld=draden", "&beeld=tijdlijn"):
        page = shown.get(Role.READER, f"/zoeken/?tot=2026-11-19{address}")
        assert "niet te lezen" in page
        assert "ARCHIVE-008" in page
        assert 'class="hit' in page
        assert str(archive) not in page
    assert "niet te lezen" in shown.get(Role.READER, f"/accounts/{number}/berichten/")


def test_an_archive_that_is_away_is_told_in_the_shell(shown: Shown, tmp_path: Path) -> None:
    archive = shutil.copytree(shown.archive, tmp_path / "a")
    configure(Site(archive=archive, keys=shown.keys, address="http://testserver"))
    client = shown.client(Role.READER)
    assert client.get("/").status_code == 200
    archive.rename(tmp_path / "elders")
    for address in ("/", "/zoeken/?q=brug", "/aanmelden/"):
        answer = client.get(address)
        text = answer.content.decode()
        assert answer.status_code == 503
        assert "Het archief is nu niet te bereiken." in text
        assert "technisch beheerder" in text
        assert str(tmp_path) not in text
    assert client.get("/zomaar/").status_code == 404
    (tmp_path / "elders").rename(archive)
    assert client.get("/").status_code == 200


def test_a_decision_that_cannot_be_read_takes_no_page_away(shown: Shown, tmp_path: Path) -> None:
    archive = shutil.copytree(shown.archive, tmp_path / "a")
    configure(Site(archive=archive, keys=shown.keys, address="http://testserver"))
    path = next(archive.glob("decisions/**/*.json"))
    path.chmod(0o644)
    path.write_bytes(b"{}")
    COUNTS.forget()
    client = shown.client(Role.REGISTER_OWNER)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "ARCHIVE-006" in answer.content.decode()
    accounts = client.get("/accounts/")
    assert accounts.status_code == 200
    assert "nu niet te tellen" in accounts.content.decode()


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("gemeente@dorp.example", ["gemeente", "@dorp.", "example"]),
        ("https://dorp.example/@gemeente/1", ["https://", "dorp.", "example/", "@gemeente/", "1"]),
        ("<b>@x", ["&lt;b&gt;", "@x"]),
        ("", [""]),
    ],
)
def test_a_handle_or_address_breaks_where_its_parts_meet(written: str, parts: list[str]) -> None:
    assert breaking(written) == "<wbr>".join(parts)
