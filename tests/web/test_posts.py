"""The page of a post: what it says, what it refuses to do for what others wrote, and its proof."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from hostile import ATTACKS, BOTH, HTML, RUN, SVG
from shown import Shown

from weerklank.model.item import ArchivalItem
from weerklank.model.person import Role
from weerklank.model.question import Question
from weerklank.services.find_items import find_items
from weerklank.web.foreign import OTHER, Piece, kind_of, shown_pieces
from weerklank.web.foreign import shown as shown_text

KWAAD = "kwaadaardig NIET rauw"


def found(shown: Shown, words: str, *tags: str) -> ArchivalItem:
    question = Question(words=words, tags=tags, limit=1, newest_first=False)
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


def test_versions_stand_beside_each_other_with_what_changed(shown: Shown) -> None:
    edited = find_items(shown.workplace, Question(tags=("state:edited",), limit=1)).items[0]
    page = shown.get(Role.READER, f"/id/{edited.id}/")
    assert "gewijzigd" in page


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
    assert json.loads(answer.content)["format"] == "weerklank-proof/0"
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
    client = shown.client(Role.READER)
    sent = [client.get(f"/id/{item.id}/media/{one.id}/") for one in item.media if one.file]
    assert sent
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
    one = next(m for m in item.media if (m.type or "").startswith("video/"))
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
