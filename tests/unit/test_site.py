"""The documentation as a site: made without a warning, whole, and of nothing from elsewhere."""

import re
import shutil
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pytest
from lxml import html

from make_site import make_site

ROOT = Path(__file__).parents[2]
#: What is taken along as it is: files and lists of files, no pages of ours.
ASIDE = "source"
_DUTCH = re.compile(r"\b(de|het|een|van|en|is|niet|wat|met|voor)\b", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(the|an?|of|and|is|not|what|with|for|to)\b", re.IGNORECASE)


class Made(NamedTuple):
    """A site that was made, with its pages read by other code than that which wrote them."""

    folder: Path
    pages: dict[str, html.HtmlElement]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("site") / "site"
    assert make_site(folder) == []
    return Made(
        folder,
        {
            path.relative_to(folder).as_posix(): html.document_fromstring(path.read_bytes())
            for path in sorted(folder.rglob("*.html"))
        },
    )


def is_page(name: str) -> bool:
    return not name.startswith(f"{ASIDE}/") or bool(re.search(r"/connectors/\w+/index", name))


def target(page: str, link: str) -> str:
    """Give where a link of a page leads, as a path from the top of the site."""
    parts: list[str] = list(PurePosixPath(page).parent.parts)
    for part in link.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def test_every_link_and_anchor_leads_within_the_site(made: Made) -> None:
    anchors = {name: set(tree.xpath("//@id")) for name, tree in made.pages.items()}
    broken = []
    for page, tree in made.pages.items():
        assert len(tree.xpath("//@id")) == len(anchors[page]), page
        for link in tree.xpath("//a/@href"):
            if re.match(r"https?:|mailto:", link):
                continue
            name, _, anchor = link.partition("#")
            led = target(page, name) if name else page
            if not (made.folder / led).is_file() or (anchor and anchor not in anchors[led]):
                broken.append((page, link))
    assert broken == []


def test_nothing_is_loaded_from_elsewhere(made: Made) -> None:
    for page, tree in made.pages.items():
        for address in tree.xpath("//link/@href | //*/@src | //form/@action"):
            assert re.match(r"[a-z.][\w./-]*$", address), (page, address)
            assert (made.folder / target(page, address)).is_file(), (page, address)
        # Nothing that would have to be allowed: no script and no style in a page itself.
        assert not tree.xpath("//script[not(@src)] | //style | //@style | //@onclick"), page
    style = (made.folder / "assets" / "site.css").read_text(encoding="utf-8")
    for address in re.findall(r"url\(([^)]*)\)", style):
        assert (made.folder / "assets" / address).is_file()
    assert "@import" not in style
    for script in ("site.js", "search.js"):
        told = (made.folder / "assets" / script).read_text(encoding="utf-8")
        assert not re.search(r"https?:|fetch|XMLHttp|innerHTML|eval", told), script


def test_every_page_is_reached_from_the_navigation_of_its_reader(made: Made) -> None:
    home = made.pages["index.html"]
    readers = [target("index.html", one) for one in home.xpath("//nav[@class='readers']//a/@href")]
    assert len(readers) == len(set(readers)) == 6
    reached = {"index.html", "zoeken.html"}
    for first in readers:
        menu = [
            target(first, one) for one in made.pages[first].xpath("//nav[@class='rail']//a/@href")
        ]
        assert first in menu
        reached |= {*menu}
        for one in menu:
            # The same menu stands on each of its pages, with that page marked in it.
            here = made.pages[one].xpath("//nav[@class='rail']//a[@aria-current='page']/@href")
            assert [target(one, way) for way in here] == [one]
    # Decisions are many: they stand in a list on the first page of their reader.
    reached |= {
        target("adr/index.html", one)
        for one in made.pages["adr/index.html"].xpath("//main//td/a/@href")
    }
    assert {name for name in made.pages if is_page(name)} - reached == set()
    sources = {*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")}
    assert len(reached) >= len(sources)


def test_every_page_has_a_title_a_language_and_headings_in_order(made: Made) -> None:
    titles = []
    for page, tree in made.pages.items():
        if not is_page(page):
            continue
        levels = [int(one.tag[1]) for one in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert levels[0] == 1, page
        assert levels.count(1) == 1, page
        assert all(two <= one + 1 for one, two in pairwise(levels)), page
        titles.append(tree.findtext(".//title"))
        assert titles[-1].endswith(" · Weerklank"), page
        assert tree.xpath("//main//img[not(@alt) or @alt='']") == [], page
        prose = " ".join(tree.xpath("//main//p//text() | //main//li//text()"))
        dutch, english = len(_DUTCH.findall(prose)), len(_ENGLISH.findall(prose))
        if dutch + english > 20:
            assert tree.get("lang") == ("nl" if dutch > english else "en"), page
    assert {tree.get("lang") for tree in made.pages.values()} == {"nl", "en"}
    assert sorted({one for one in titles if titles.count(one) > 1}) == []


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("README.md", "# Een\n\nZie [daar](weg.md).\n", "leads to nowhere: weg.md"),
        ("README.md", "# Een\n\n[Daar](adr/README.md#geen).\n", "leads to no heading"),
        ("README.md", "# Een\n\n### Drie\n", "a heading of level 3 below one of 1"),
        ("README.md", "Geen titel.\n", "has not one title"),
        ("README.md", "# Een\n\n<b>vet</b>\n", "HTML in Markdown: <b>"),
        ("README.md", "# Een\n\n![x](https://elders.example/x.png)\n", "from elsewhere"),
        ("README.md", "# Een\n\n[x](ftp://elders.example/x)\n", "a link of another kind"),
        ("los.md", "# Los\n", "docs/los.md: stands in no navigation"),
        ("adr/README.md", "# Besluiten\n", "is not told in docs/adr/README.md"),
    ],
)
def test_what_is_wrong_is_a_warning_and_nothing_is_written(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    root = tmp_path / "of"
    (root / "docs" / "adr").mkdir(parents=True)
    shutil.copyfile(ROOT / "pyproject.toml", root / "pyproject.toml")
    (root / "docs" / "README.md").write_text("# Een\n", encoding="utf-8")
    (root / "docs" / "adr" / "README.md").write_text("# Besluiten\n\n[1](1-a.md)\n")
    (root / "docs" / "adr" / "1-a.md").write_text("# A\n")
    (root / "docs" / "site.toml").write_text(
        'home = "docs/README.md"\n[[readers]]\ntitle = "D"\nlanguage = "en"\n'
        'listed = "docs/adr/[0-9]*.md"\n[[readers.groups]]\ntitle = "D"\n'
        'pages = ["docs/adr/README.md"]\n'
    )
    assert make_site(tmp_path / "whole", root) == []
    (root / "docs" / name).write_text(text, encoding="utf-8")
    warnings = make_site(tmp_path / "site", root)
    assert [one for one in warnings if told in one], warnings
    assert not (tmp_path / "site").exists()
