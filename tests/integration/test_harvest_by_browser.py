"""Harvest by a real Chromium on pages of a test site: what comes in, and what of them is kept."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pages_place import BEGAN, ME, BriskBrowser, post
from place import Archive
from playwright.sync_api import sync_playwright

from weerklank import bootstrap
from weerklank.harvest.browser.chromium import find_chromium
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.leak_scan import Finding, LeakScan
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_items import ExportMedium
from weerklank.testing.mastodon_pages import MastodonSite, Shows, mastodon_site
from weerklank.testing.png import encode_png

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
]
Json = dict[str, Any]
PICTURE = ExportMedium(
    path="media_attachments/files/109/1/original/sluis.png",
    content_type="image/png",
    alt="De sluis",
    width=64,
    height=64,
    data=encode_png(64, 64, [(9, 99, 9)], [bytes(64)] * 64),
)


CITIZEN = Canaries().give("reply", CanaryClass.THIRD)
NEIGHBOUR = Canaries().give("mention", CanaryClass.THIRD)
BESIDE = tuple(Canaries().give(name, CanaryClass.THIRD) for name in ("beside", "suggested"))
EVERYBODY = (CITIZEN, NEIGHBOUR, *BESIDE)
POSTS = (
    post(1, "<p>De sluis gaat dicht</p>", media=(PICTURE,)),
    post(2, f'<p>Dag <a href="{NEIGHBOUR.address}">@{NEIGHBOUR.local}</a>, dank</p>'),
    post(3, "<p>De markt is verplaatst</p>"),
)
REPLY = Reply(
    uri=f"https://{CITIZEN.handle.partition('@')[2]}/users/{CITIZEN.local}/statuses/1",
    html=f"<p>Wat een goed nieuws, zegt {CITIZEN.name}</p>",
    answers=f"{ME.actor_id}/statuses/{POSTS[-1].number}",
    published=BEGAN + timedelta(days=1),
)
CARD = {
    "url": "https://www.voorbeelddam.example/sluis",
    "title": "De sluis",
    "description": "Wanneer zij dicht is.",
}


@dataclass
class Place:
    """An archive with the account of a site in its register."""

    archive: Archive
    site: MastodonSite

    def harvest(self, code: int = 0, *more: str) -> Json:
        left, answer = self.archive.run("harvest", "gemeente", "--technique", "browser", *more)
        assert left == code, answer
        (run,) = answer["runs"]
        return run

    def pages(self) -> list[Json]:
        return [row for row in self.archive.lines() if row["kind"] == "page"]

    def file_of(self, page: Json, role: str) -> Path:
        (name,) = [one["file"] for one in page["media"] if one["role"] == role]
        (found,) = self.archive.folder.rglob(name)
        return found


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setattr(bootstrap, "browser", BriskBrowser)
    persons = tuple((one.name, one.handle) for one in BESIDE)
    shows = Shows(persons=persons, consent=True, file_name=(CITIZEN.local,))
    with mastodon_site(ME, POSTS, replies=[REPLY], shows=shows) as site:
        archive = Archive(tmp_path).begin()
        archive.good("account", "add", site.account_page, "--kind", "corporate")
        yield Place(archive, site)


def leaks(place: Place) -> list[Finding]:
    scan = LeakScan(
        EVERYBODY,
        is_vault=lambda path: "sealed" in path.parts,
        is_ciphertext=lambda path: "keys" in path.parts,
    )
    return [one for one in scan.folder(place.archive.root) if one.canary]


def test_posts_and_pages_come_in_once_and_name_nobody(place: Place, tmp_path: Path) -> None:
    place.site.server.cards[POSTS[0].number] = CARD
    run = place.harvest()
    assert (run["complete"], run["gaps"], run["pages"]) == (True, [], 4)
    assert run["counts"]["posts"] == {"came": 3, "stated": 3}
    assert (run["items"]["posts"], run["items"]["replies"]) == (3, 1)
    found = place.archive.good("search", "sluis")["hits"]
    assert [one["techniques"] for one in found] == [["browser"]]
    preview = place.archive.good("show", found[0]["id"])["link_preview"]
    assert preview["title"] == CARD["title"]
    rows = {row["text"].strip(): row for row in place.archive.rows() if "text" in row}
    shown = {page["refs"][0]["key"]: page for page in place.pages()}
    market = shown[rows["De markt is verplaatst"]["key"]]
    reply = next(row for row in rows.values() if row["kind"] == "reply")
    assert [one["key"] for one in market["refs"]][1:] == [reply["key"]]
    assert {"replay", "page", "post", "print", "text"} == {one["role"] for one in market["media"]}
    said = place.file_of(market, "text").read_text()
    assert "De markt is verplaatst" in said
    assert reply["text"].strip() in said
    assert leaks(place) == []
    place.archive.good("verify", "--deep")
    beside(place, market, tmp_path / "beside")

    before = len(place.archive.lines())
    again = place.harvest()
    assert (again["complete"], again["pages"], again["new_versions"]) == (True, 0, 0)
    assert (again["items"]["posts"], len(place.archive.lines())) == (0, before)

    changed = replace(POSTS[2], html="<p>De markt is toch hier</p>", edited=datetime.now(UTC))
    place.site.server.items[2] = changed
    third = place.harvest()
    assert (third["complete"], third["new_versions"], third["pages"]) == (True, 1, 1)
    said = place.file_of(place.pages()[-1], "text").read_text()
    assert "De markt is toch hier" in said
    assert leaks(place) == []
    place.archive.good("verify", "--deep")


def beside(place: Place, page: Json, folder: Path) -> None:
    """Put the page as it was and as it is kept beside each other, for people to look at."""
    folder.mkdir()
    kept = place.file_of(page, "page").read_bytes()
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=str(find_chromium().program), args=["--no-sandbox"]
        )
        place.site.shows.consent = False
        original = chromium.new_page(viewport={"width": 1280, "height": 800})
        original.goto(place.site.post_page(POSTS[2].number))
        original.wait_for_selector(".item-list article")
        (folder / "original.png").write_bytes(original.screenshot())
        both = chromium.new_page(viewport={"width": 1280, "height": 820})
        pictures = "".join(
            f'<img style="width:50%;vertical-align:top" src="data:image/png;base64,{packed}">'
            for content in ((folder / "original.png").read_bytes(), kept)
            for packed in [base64.b64encode(content).decode()]
        )
        both.set_content(f'<body style="margin:0;display:flex;align-items:flex-start">{pictures}')
        (folder / "beside.png").write_bytes(both.screenshot())
        chromium.close()
    assert (folder / "beside.png").stat().st_size > 0
