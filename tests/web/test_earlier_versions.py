"""What an earlier version said: its own seal and proof, who may read it, and how it is found."""

import gzip
import json
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from own_archive import OURS, SANNE, OwnArchive, posted
from shown import Shown

from weerklank.integrity import weerklank_verify
from weerklank.model.errors import BrokenInput, WrongUse
from weerklank.model.event import Book
from weerklank.model.question import Question, Sight
from weerklank.services.find.find_items import find_items
from weerklank.services.find.show_item import show_item
from weerklank.services.verify.prove_item import NO_SUCH_VERSION, prove_item
from weerklank.testing.mastodon_export import (
    ExportMedium,
    ExportPoll,
    ExportPost,
    write_export,
)
from weerklank.web.configure import configure
from weerklank.web.site import Site

ALT = ExportMedium(
    path="media_attachments/files/1/a",
    content_type="image/png",
    alt="Een ooievaar op een paal",
    width=2,
    height=2,
    data=b"\x89PNG\r\n\x1a\n1",
)
DAYS = {"zaal": 1, "opener": 2, "dichter": 3, "beeld": 4, "antwoord": 5, "nieuw": 6, "keuze": 7}
END = datetime(2026, 4, 1, tzinfo=UTC)


def written(name: str, text: str, edited: int = 0, **more: object) -> ExportPost:
    """Write a version of a post; `edited` is the day of April on which it was changed."""
    if edited:
        more["edited"] = datetime(2026, 4, edited, 10, tzinfo=UTC)
    return posted(f"2026-03-0{DAYS[name]}T10:00:00", text, **more)


def exports() -> list[list[ExportPost]]:
    """Give what each of three exports holds."""
    opener = written("opener", "heimelijk begin", visibility="followers")
    above = f"{OURS.actor_id}/statuses/{opener.number}"
    poll = ExportPoll(options=(("rotonde", 1), ("stoplicht", 2)), end=END)
    first = [
        written("zaal", "De bibliotheek is open."),
        opener,
        written("dichter", "openhartig begin"),
        written("beeld", "Kijk omhoog.", media=(ALT,), summary="vogels in beeld"),
        written("antwoord", "vervolg", in_reply_to=above),
        written("keuze", "Wat wordt het?", poll=poll),
    ]
    second = [
        written("zaal", "De leeszaal is open.", edited=1),
        written("opener", "openbaar vervolg", edited=1),
        written("dichter", "heimelijk vervolg", edited=1, visibility="followers"),
    ]
    third = [
        written("zaal", "De boekerij is weg.", edited=2),
        written("nieuw", "Los nieuws"),
    ]
    return [first, second, third]


@dataclass(frozen=True)
class Held:
    own: OwnArchive

    @property
    def shown(self) -> Shown:
        return Shown(self.own.folder, self.own.keys, self.own.serve(), "")

    def get(self, address: str) -> str:
        return self.shown.get(SANNE, address)

    def id(self, words: str) -> str:
        (item,) = find_items(self.own.serve(), Question(words=words)).items
        return item.id

    def records_of(self, words: bytes) -> Path:
        """Give the file of records in which words stand."""
        every = self.own.folder.rglob("records.jsonl.gz")
        return next(path for path in every if words in gzip.decompress(path.read_bytes()))

    def hits(self, words: str, view: str = "") -> str:
        page = self.get(f"/zoeken/?q={words}&beeld={view}")
        return page[page.index('<h2 class="sr">Resultaten</h2>') : page.index("</main>")]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> OwnArchive:
    first, *later = exports()
    made = OwnArchive(tmp_path_factory.mktemp("versies")).make(first)
    for number, posts in enumerate(later):
        path = made.root / f"later-{number}.tar.gz"
        write_export(path, OURS, posts)
        made.run("import", str(path))
    return made


@pytest.fixture
def held(template: OwnArchive, tmp_path: Path) -> Held:
    for folder in (template.folder, template.keys):
        shutil.copytree(folder, tmp_path / folder.name, symlinks=True)
    return Held(OwnArchive(tmp_path))


def tamper(held: Held, old: bytes, new: bytes) -> None:
    path = held.records_of(old)
    path.chmod(0o644)
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace(old, new)))


def seal(page: str) -> str:
    found = re.search(r'<h2 id="authentic"[^>]*>(.*?)</h2>', page)
    assert found
    return found[1]


# --- seal, chain, proof, reference --------------------------------------------------------------


def test_the_seal_is_of_the_version_that_is_shown(held: Held) -> None:
    address = f"/id/{held.id('boekerij')}/"
    for asked, number in (("", 3), ("?versie=1", 1), ("?versie=2", 2), ("?versie=1.", 1)):
        assert seal(held.get(address + asked)) == (
            f"Versie {number}. Echtheid: gecontroleerd, klopt"
        )
    assert seal(held.get(f"{address.removesuffix('/')}./")).startswith("Versie 3.")
    tamper(held, b"bibliotheek is open", b"bibliotheek is dood")
    first = held.get(f"{address}?versie=1")
    assert seal(first) == "Versie 1. Echtheid: gecontroleerd, klopt niet"
    assert "Versie 1 klopt niet met het logboek." in first
    assert "bewijs/" not in first
    # What nothing vouches for stands nowhere beside the seal of another version.
    for asked in ("?versie=2", "?versie=3&met=1"):
        other = held.get(address + asked)
        assert seal(other).endswith("gecontroleerd, klopt")
        assert "Versie 1 klopt niet met het logboek; de verschillen" in other
        assert "dood" not in other
    assert "klopt niet" not in held.get(address)


def test_the_chain_names_the_leaf_of_the_version_that_is_shown(held: Held) -> None:
    address = f"/id/{held.id('boekerij')}/"
    told = []
    for number in (1, 2, 3):
        page = held.get(f"{address}?versie={number}")
        leaf = prove_item(held.own.serve(), held.id("boekerij"), number).leaf
        assert f"versie {number}, blad {leaf} van" in page
        told.append(leaf)
    assert sorted(set(told)) == told


@pytest.mark.parametrize(
    ("asked", "words", "file"),
    [
        ("?versie=1", "bibliotheek", "-versie-1"),
        ("?versie=2", "leeszaal", "-versie-2"),
        ("?versie=3", "boekerij", ""),
        ("", "boekerij", ""),
    ],
)
def test_the_proof_is_of_the_version_that_is_shown(
    held: Held, tmp_path: Path, asked: str, words: str, file: str
) -> None:
    item = held.id("boekerij")
    page = held.get(f"/id/{item}/{asked}")
    link = re.search(rf'href="(/id/{item}/bewijs/[^"]*)"', page)
    assert link
    answer = held.shown.client(SANNE).get(link[1])
    assert f'filename="bewijs-{item}{file}.json"' in answer["Content-Disposition"]
    assert f"weerklank_verify.py bewijs-{item}{file}.json" in page
    assert words in json.loads(answer.content)["record"]
    path = tmp_path / "bewijs.json"
    path.write_bytes(answer.content)
    assert weerklank_verify.main([str(path)]) == 0


def test_there_is_no_proof_of_a_version_that_is_not_there(held: Held, tmp_path: Path) -> None:
    item, output = held.id("boekerij"), str(tmp_path / "bewijs.json")
    client = held.shown.client(SANNE)
    for asked in ("9", "0", "x", ""):
        assert client.get(f"/id/{item}/bewijs/?versie={asked}").status_code == 404
    with pytest.raises(WrongUse) as error:
        prove_item(held.own.serve(), item, 9)
    assert error.value.code == NO_SUCH_VERSION
    held.own.run("prove", item, "--version", "9", "-o", output, code=2)
    held.own.run("prove", item, "--version", "1", "-o", output)
    assert "bibliotheek" in json.loads(Path(output).read_bytes())["record"]


def test_damage_to_one_version_takes_no_proof_of_another_away(held: Held) -> None:
    item = held.id("boekerij")
    (path,) = (
        path
        for path in held.own.folder.rglob("records.jsonl.gz")
        if b"leeszaal is open" in gzip.decompress(path.read_bytes())
    )
    path.chmod(0o644)
    path.write_bytes(b"")
    for number in (1, 3):
        assert prove_item(held.own.serve(), item, number)
    with pytest.raises(BrokenInput):
        prove_item(held.own.serve(), item, 2)


def test_a_reference_is_to_what_is_shown(held: Held) -> None:
    item = held.id("boekerij")
    for number in (1, 2):
        page = held.get(f"/id/{item}/?versie={number}")
        cited = page[page.index('id="citation"') :].partition("</p>")[0]
        assert f"Versie {number}, vastgelegd op" in cited
        assert f"/id/{item}/?versie={number}." in cited
        assert "Versie 3" not in cited
    cited = held.get(f"/id/{item}/").partition('id="citation"')[2].partition("</p>")[0]
    assert "Versie 3, vastgelegd" in cited
    assert f", http://testserver/id/{item}." in cited, "where people reach the archive"
    shown = held.shown
    configure(Site(archive=held.own.folder, keys=held.own.keys))
    answer = shown.client(SANNE).get(f"/id/{item}/", HTTP_HOST="localhost")
    cited = answer.content.decode().partition('id="citation"')[2].partition("</p>")[0]
    assert f", /id/{item}." in cited, "on loopback there is no address that others reach"


# --- for followers only -------------------------------------------------------------------------


def looks(held: Held) -> list[tuple[str, str, object]]:
    found = held.own.serve().events.read_genuine(Book.ACCESS)
    return [
        (event.subject, str(event.data["what"]), event.data["why"])
        for event in found
        if event.kind == "access.seen"
    ]


@pytest.mark.parametrize("view", ["", "draden", "tijdlijn"])
@pytest.mark.parametrize("words", ["heimelijk begin", "openbaar", "openhartig", "heimelijk"])
def test_a_version_for_followers_keeps_all_of_the_post_out_of_lists(
    held: Held, view: str, words: str
) -> None:
    listed = held.hits(words, view)
    for text in ("heimelijk", "openbaar", "openhartig"):
        assert text not in listed
    assert "Open het bericht om het te lezen" in listed
    assert "alleen voor volgers" in listed
    assert looks(held) == []


def test_a_thread_and_the_tab_of_the_account_leave_it_out_too(held: Held) -> None:
    thread = held.get(f"/id/{held.id('vervolg NOT openbaar NOT heimelijk')}/")
    tab = held.get("/accounts/a0001/berichten/")
    for page in (thread, tab):
        assert "heimelijk" not in page
        assert "openbaar vervolg" not in page
        assert "een versie alleen voor volgers" in page
    assert looks(held) == []


@pytest.mark.parametrize("asked", ["", "?versie=1", "?versie=2", "bewijs/", "bewijs/?versie=1"])
@pytest.mark.parametrize("words", ["openbaar", "openhartig"])
def test_opening_any_version_of_it_is_recorded(held: Held, words: str, asked: str) -> None:
    item = held.id(words)
    assert held.shown.client(SANNE).get(f"/id/{item}/{asked}").status_code == 200
    what = "proof" if asked.startswith("bewijs") else "post"
    assert looks(held) == [(item, what, "shielded")]


def test_the_page_says_which_version_it_was(held: Held) -> None:
    item = held.id("openbaar")
    assert "Dat gold voor een andere versie van dit bericht." in held.get(f"/id/{item}/")
    assert "andere versie van dit bericht." not in held.get(f"/id/{item}/?versie=1")


@pytest.mark.parametrize("is_rebuilt", [False, True])
def test_who_may_not_see_what_is_shielded_finds_none_of_its_words(
    held: Held, *, is_rebuilt: bool
) -> None:
    if is_rebuilt:
        held.own.run("catalogue", "rebuild")
    there, outside = held.own.serve(), Sight(shielded=False)
    for words in ("heimelijk", "openbaar", "openhartig"):
        assert find_items(there, Question(words=words, sight=outside)).total == 0
        for item in find_items(there, Question(words=words)).items:
            with pytest.raises(WrongUse):
                show_item(there, item.id, outside)
    whole = find_items(there, Question()).total
    assert find_items(there, Question(sight=outside)).total == whole - 2


@pytest.mark.parametrize("asked", ["4", "0", "01", "-1", "x", "1 ", ""])
def test_a_version_that_is_not_there_is_told(held: Held, asked: str) -> None:
    item = held.id("boekerij")
    client = held.shown.client(SANNE)
    for address in (f"/id/{item}/", f"/id/{item}/bewijs/"):
        answer = client.get(address, {"versie": asked})
        page = answer.content.decode()
        assert answer.status_code == 404, address
        assert "Deze versie is er niet" in page
        assert "zijn er deze versies: 1, 2, 3." in page
        assert f'href="/id/{item}/"' in page
        assert "boekerij" not in page


def test_a_version_that_cant_be_read_is_told_as_such(held: Held) -> None:
    item = held.id("boekerij")
    held.records_of(b"De leeszaal is open.").unlink()
    answer = held.shown.client(SANNE).get(f"/id/{item}/?versie=2")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Deze versie is niet te lezen" in page
    assert f'href="/id/{item}/"' in page
    assert "boekerij" not in page


# --- how it is found ----------------------------------------------------------------------------


def test_a_hit_in_what_was_replaced_says_so_and_leads_there(held: Held) -> None:
    item = held.id("boekerij")
    for view in ("", "draden", "tijdlijn"):
        listed = held.hits("bibliotheek", view)
        link = f'href="/id/{item}/?versie=1">in versie 1, later gewijzigd</a>'
        assert link in listed
        # What it says now stands above what it said.
        assert listed.index("De boekerij is weg.") < listed.index(link)
        assert listed.index(link) < listed.index(">bibliotheek</mark>")
    both = held.hits("bibliotheek+boekerij")
    assert both.index(">boekerij</mark>") < both.index("in versie 1, later gewijzigd")
    assert both.count("boekerij") == 1
    assert "gewijzigd<" not in held.hits("boekerij").replace(">gewijzigd<", "")


@pytest.mark.parametrize(
    ("words", "where", "text"),
    [
        ("ooievaar", "in de beschrijving van een mediabestand:", "Kijk omhoog."),
        ("vogels", "in de waarschuwing vooraf:", "Kijk omhoog."),
        ("rotonde", "in een keuze van de peiling:", "Wat wordt het?"),
    ],
)
def test_a_hit_elsewhere_than_in_the_text_says_where(
    held: Held, words: str, where: str, text: str
) -> None:
    listed = held.hits(words)
    assert listed.index(text) < listed.index(where) < listed.index(f">{words}</mark>")
    assert where not in held.hits("omhoog") + held.hits("Wat")


def test_a_hit_in_a_profile_is_in_its_name(held: Held) -> None:
    assert "in de naam:" in held.hits("Dorp")


@pytest.mark.parametrize("how", ["changed", "gone"])
def test_a_hit_whose_words_lie_in_a_damaged_version_says_so(held: Held, how: str) -> None:
    item = held.id("boekerij")
    if how == "changed":
        tamper(held, b"De leeszaal is open.", b"De leestafel is om.")
    else:
        held.records_of(b"De leeszaal is open.").unlink()
    told = held.own.run("search", "leeszaal", code=6)
    (hit,) = told["hits"]
    assert (hit["id"], hit["snippets"], told["total"]) == (item, [], 1)
    assert hit["damage"]["code"] == told["error"]["code"]
    listed = held.hits("leeszaal")
    assert item in listed
    assert "Een versie hiervan is beschadigd." in listed
    assert "Wat is gezocht, kan daarin staan." in listed
    assert str(hit["damage"]["code"]) in listed
    assert str(held.own.folder) not in listed
    # Where every word that was sought could be shown, only what can't be read is told.
    shown = held.hits("boekerij")
    assert ("Een versie hiervan is beschadigd." in shown) == (how == "gone")
    assert "Wat is gezocht" not in shown
    # A post with one version, or with sound ones, tells of no damage.
    assert "damage" not in held.own.run("search", "nieuws")["hits"][0]


# --- when it was written ------------------------------------------------------------------------


def test_what_was_only_seen_later_was_not_written_then(
    template: OwnArchive, tmp_path: Path
) -> None:
    held = Held(OwnArchive(tmp_path))
    for folder in (template.folder, template.keys):
        shutil.copytree(folder, tmp_path / folder.name, symlinks=True)
    again = written("nieuw", "Los nieuws, aangevuld")
    newest = posted("2026-06-01T10:00:00", "Zomer")  # so that the export is no older one
    write_export(tmp_path / "weer.tar.gz", OURS, [again, newest])
    held.own.run("import", str(tmp_path / "weer.tar.gz"))
    item = held.id("aangevuld")
    page = held.get(f"/id/{item}/")
    assert len(re.findall(r"<td[^>]*>gezien <time", page)) == 1
    assert len(re.findall(r"</b>gezien <time", page)) == 1
    assert len(re.findall(r"<text[^>]*>gezien \d", page)) == 2  # in both widths
    told = held.get(f"/id/{held.id('boekerij')}/")
    assert "gezien <time" not in told
