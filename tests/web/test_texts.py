"""Every word on the pages stands there in both languages."""

import ast
import importlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.urls import reverse
from shown import Shown

from weerklank import web
from weerklank.integrity.verify.sentences import REASONS
from weerklank.model import deletion
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.web.help import HELP
from weerklank.web.left_out import LEFT_OUT
from weerklank.web.permissions import MATRIX
from weerklank.web.shell import RAIL
from weerklank.web.views import journal

TEMPLATES = sorted((Path(web.__file__).parent / "templates").rglob("*.html"))
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_SAY = re.compile(r'\{% say "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"')
#: Words that are the same in both languages, or stand beside their pair.
_NO_LANGUAGE = {"Weerklank", "English", "Nederlands", "bewijs.json", "C", "B", "A", "E"}


class _Words(HTMLParser):
    """Gathers what people read: text, and the attributes that are read out or shown."""

    SHOWN = ("alt", "aria-label", "data-l", "placeholder", "title")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag
        self.found += [value for name, value in attrs if name in self.SHOWN and value]

    def handle_data(self, data: str) -> None:
        if self._within not in {"code", "kbd"}:
            self.found.append(data)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_says_nothing_outside_of_a_pair(path: Path) -> None:
    # Attributes hold quotes of their own inside tags: tags go first.
    words = _Words()
    words.feed(_TAG.sub(" ", path.read_text()))
    bare = {word for text in words.found for word in re.findall(r"[^\W\d_]+(?:\.\w+)?", text)}
    assert bare <= _NO_LANGUAGE


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_pair_names_the_same_values(path: Path) -> None:
    for nl, en in _SAY.findall(path.read_text()):
        assert nl
        assert en
        assert set(re.findall(r"\{(\w+)\}", nl)) == set(re.findall(r"\{(\w+)\}", en)), nl


def test_every_screen_has_its_help_in_both_languages() -> None:
    without = {"sign-out", "me", "keys", "work-stop", "medium", "medium-original", "proof"}
    assert set(HELP) >= set(MATRIX) - without
    for one in HELP.values():
        for text in (one.see, one.law, one.check, one.decides):
            assert len(text.nl) > 20
            assert len(text.en) > 20


def test_the_rail_holds_only_what_is_there(shown: Shown) -> None:
    for _, items in RAIL:
        for item in items:
            # What nobody may open is shown to nobody: then it may be not there.
            assert all(reverse(one) for one in (item.page, *item.rooms) if one in MATRIX)


def _kinds_of(path: Path) -> Iterator[str]:
    """Give the kinds of events that a module records under a name or a text of its own."""
    called = path.relative_to(Path(web.__file__).parent.parent.parent).with_suffix("")
    module = importlib.import_module(".".join(called.parts))
    for node in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr != "record" or not ast.unparse(node.args[0]).startswith("Book."):
            continue
        kind = node.args[1]
        for one in (kind.body, kind.orelse) if isinstance(kind, ast.IfExp) else (kind,):
            if isinstance(one, ast.Constant):
                yield str(one.value)
            elif isinstance(one, ast.Name) and hasattr(module, one.id):
                yield getattr(module, one.id)


def test_every_kind_of_event_has_words() -> None:
    services = Path(web.__file__).parent.parent / "services"
    writing = [one for one in services.rglob("*.py") if ".record(" in one.read_text()]
    told = {kind for path in writing for kind in _kinds_of(path)}
    assert len(told) > 100
    assert sorted((told | set(deletion.KINDS)) - set(journal.KINDS)) == []
    assert all(isinstance(text, Text) and text.nl != text.en for text in journal.KINDS.values())


def test_whatever_a_check_left_out_has_words(shown: Shown) -> None:
    # Of a check that could not enter the journal no screen tells.
    assert set(LEFT_OUT) == {what for what in REASONS if not what.startswith("journal-")}
    page = shown.get(Role.ARCHIVIST, "/controle/")
    left_out = re.findall(r'<li class="mark-unchecked">([^<]+)</li>', page)
    assert left_out
    assert set(left_out) <= {text.nl for text in LEFT_OUT.values()}


def test_the_language_is_chosen_once_and_kept(shown: Shown) -> None:
    client = shown.client(Role.ARCHIVIST)
    assert "Wat wacht er op mij" in client.get("/").content.decode()
    answer = client.post("/taal/", {"language": "en", "back": "/accounts/"})
    assert answer["Location"] == "/accounts/"
    page = client.get("/").content.decode()
    assert '<html lang="en">' in page
    assert "What waits for me" in page
    assert "Wat wacht" not in page
    assert client.post("/taal/", {"back": "https://elders.example/"})["Location"] == "/"
    assert client.post("/taal/", {"back": "//elders.example/"})["Location"] == "/"


def test_the_journal_names_what_it_is_about_in_words(shown: Shown) -> None:
    cells: list[str] = []
    number, is_more = 1, True
    while is_more:  # every page: other tests add events, and the archive is made in the first
        page = shown.get(Role.INSPECTOR, f"/logboek/?blad={number}")
        cells += re.findall(r'data-l="Waarover">\s*([^<]*?)\s*<', page)
        number, is_more = number + 1, 'rel="next"' in page
    assert "archief" in cells
    assert not {"archive", "policy", "register", "timestamp", "mail", "portal"} & set(cells)


def test_the_journal_is_asked_by_the_words_that_it_shows(shown: Shown) -> None:
    for asked in ("accountoverzicht", "register"):
        page = shown.get(Role.INSPECTOR, f"/logboek/?wat={asked}")
        cells = set(re.findall(r'data-l="Waarover">\s*([^<]*?)\s*<', page))
        assert cells == {"accountoverzicht"}, asked


def test_a_day_that_is_none_shows_no_events(shown: Shown) -> None:
    answer = shown.client(Role.INSPECTOR).get("/logboek/?van=2026-02-30")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="f-from-wrong"' in page
    assert 'data-l="Waarover"' not in page
    assert "Geen gebeurtenis" not in page
