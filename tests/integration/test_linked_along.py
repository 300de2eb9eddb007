"""What posts lead to on the organisation's own site comes along; nothing else does (issue 6)."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from place import Archive

from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_items import ExportAccount, ExportPost, snowflake
from weerklank.testing.mastodon_pages import MastodonSite, mastodon_site
from weerklank.testing.png import encode_png
from weerklank.testing.web_pages import WebPage, WebSite, web_site

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
]
Json = dict[str, Any]
ME = ExportAccount(
    host="voorbeelddam.example",
    name="gemeente",
    display_name="Gemeente Voorbeelddam",
    summary_html="<p>Nieuws van de gemeente.</p>",
    actor_id="https://voorbeelddam.example/users/gemeente",
    created=datetime(2019, 1, 1, tzinfo=UTC),
)
CITIZEN = Canaries("linked").give("reply", CanaryClass.THIRD)
VISITOR = Canaries("linked").give("comment", CanaryClass.THIRD)
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
PNG = encode_png(8, 8, [(9, 99, 9)], [bytes(8)] * 8)


def file(body: bytes, kind: str, **headers: str) -> WebPage:
    return WebPage(body=body, headers={"Content-Type": kind, **headers})


def docx(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", text)
    return out.getvalue()


def html(body: str, head: str = "") -> WebPage:
    whole = f"<!doctype html><html lang=nl><head><meta charset=utf-8>{head}</head>"
    return WebPage(body=f"{whole}<body>{body}</body></html>".encode())


PAGE = html(
    "<h1>De sluis gaat dicht</h1><p>Van maandag tot vrijdag is de <b>sluis</b> dicht.</p>"
    "<img src='/sluis.png' alt='De sluis' width=80 height=80>"
    f"<section class=Comments><h2>Uw mening</h2><p>{VISITOR.name} vindt er iets van</p></section>"
    "<form action='/zoek'><input name=q><button>Zoek</button></form>"
    "<iframe src='https://films.example/1' width=300 height=200></iframe>"
    "<img src='https://teller.example/pixel.gif' width=40 height=40>"
    "<script>document.title += '!'; fetch('https://teller.example/tel')</script>",
    "<title>De sluis</title><style>h1{color:#123}</style>",
)


@dataclass
class Place:
    archive: Archive
    site: MastodonSite
    own: WebSite
    posts: tuple[ExportPost, ...]

    def harvest(self, code: int = 0) -> Json:
        left, answer = self.archive.run("harvest", "gemeente", "--technique", "browser")
        assert left == code, answer
        (run,) = answer["runs"]
        return run

    def linked(self) -> list[Json]:
        found = [row for row in self.archive.lines() if row["kind"] == "page"]
        return [row for row in found if row["refs"][0]["type"] == "linked"]

    def file_of(self, row: Json, role: str) -> Path:
        (name,) = [one["file"] for one in row["media"] if one["role"] == role]
        (found,) = self.archive.folder.rglob(name)
        return found

    def show(self, number: int) -> Json:
        text = f"Bericht {number}"
        (hit,) = self.archive.good("search", f'"{text}"')["hits"]
        return self.archive.good("post", "show", hit["id"])


Makes = Any


@pytest.fixture
def makes(tmp_path: Path) -> Iterator[Makes]:
    """Make an archive with an account of which each post leads to a path of the own site."""
    begun: list[Any] = []

    def make(*paths: str, days: int = 2, policy: tuple[str, ...] = ()) -> Place:
        own = web_site()
        begun.append(own)
        served = own.__enter__()
        when = datetime.now(UTC).replace(microsecond=0) - timedelta(days=days)
        posts = tuple(
            ExportPost(
                number=snowflake(when + timedelta(minutes=number), number),
                published=when + timedelta(minutes=number),
                html=f'<p>Bericht {number}, zie <a href="{served.address}{path}">de site</a></p>',
            )
            for number, path in enumerate(paths)
        )
        reply = Reply(
            uri=f"https://{CITIZEN.handle.partition('@')[2]}/users/{CITIZEN.local}/statuses/1",
            html=f"<p>Dank, zegt {CITIZEN.name}</p>",
            answers=f"{ME.actor_id}/statuses/{posts[-1].number}",
            published=when + timedelta(hours=2),
        )
        pages = mastodon_site(ME, posts, replies=[reply])
        begun.append(pages)
        site = pages.__enter__()
        archive = Archive(tmp_path).begin()
        archive.good("account", "add", site.account_page, "--kind", "corporate")
        given = policy or ("--pages", "--kind", "pdf", "--kind", "docx", "--kind", "csv")
        archive.good("profile", "sites", "--site", served.address, *given)
        return Place(archive, site, served, posts)

    yield make
    for one in reversed(begun):
        one.__exit__(None, None, None)


def test_page_and_file_come_along_with_their_post(makes: Makes) -> None:
    place = makes("/sluis", "/plan.pdf#page=2")
    place.own.pages |= {
        "/sluis": PAGE,
        "/sluis.png": file(PNG, "image/png"),
        "/plan.pdf": file(PDF, "application/octet-stream"),
    }
    run = place.harvest()
    assert (run["complete"], run["gaps"], run["linked"]) == (True, [], 2)
    page, pdf = sorted(place.linked(), key=lambda row: len(row["media"]), reverse=True)
    assert (page["url"], page["title"]) == (f"{place.own.address}/sluis", "De sluis!")
    said = place.file_of(page, "text").read_text()
    assert "Van maandag tot vrijdag is de sluis dicht." in said
    assert "De sluis" in said and VISITOR.name not in said and "Uw mening" not in said
    assert page["page"]["grey"] >= 1
    assert {one["role"] for one in page["media"]} == {"replay", "page", "print", "text"}
    (kept,) = pdf["media"]
    assert (kept["role"], kept["type"], pdf["title"]) == (
        "attachment", "application/pdf", "plan.pdf",
    )  # fmt: skip
    assert place.file_of(pdf, "attachment").read_bytes() == PDF
    again = place.harvest()
    assert (again["complete"], again["linked"], len(place.linked())) == (True, 0, 2)
    assert place.archive.run("verify")[0] == 0
    scan = LeakScan(
        (CITIZEN, VISITOR),
        is_vault=lambda path: "sealed" in path.parts,
        is_ciphertext=lambda path: "keys" in path.parts,
        is_raw=lambda path: path.suffix == ".pdf",
    )
    assert [one for one in scan.folder(place.archive.root) if one.canary] == []
