"""What posts lead to on the organisation's own site comes along; nothing else does (issue 6)."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pages_place import BriskBrowser
from place import Archive

from weerklank import bootstrap
from weerklank.harvest.browser.visit import Stopped, Visit
from weerklank.model.page import ChosenPage, KeptResource, Rendered
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


ELSEWHERE = "the address leads to another site or an inner network; nothing is asked there"


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


class Endless:
    """A browser for which the time was over on one page."""

    def __init__(self) -> None:
        self._inner = BriskBrowser()

    def visit(self, address: str, **given: Any) -> Visit:
        visit = self._inner.visit(address, **given)
        return replace(visit, stopped=Stopped.TIME) if address.endswith("/eindeloos") else visit

    def render(self, chosen: ChosenPage, resources: Mapping[str, KeptResource]) -> Rendered:
        return self._inner.render(chosen, resources)

    def close(self) -> None:
        self._inner.close()


Makes = Any


@pytest.fixture
def makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Makes]:
    """Make an archive with an account of which each post leads to paths of the own site."""
    monkeypatch.setattr(bootstrap, "browser", BriskBrowser)
    begun: list[Any] = []

    def links(address: str, paths: str) -> str:
        return ", ".join(f'<a href="{address}{path}">de site</a>' for path in paths.split())

    def make(*paths: str, days: int = 2, policy: tuple[str, ...] = ()) -> Place:
        own = web_site()
        begun.append(own)
        served = own.__enter__()
        when = datetime.now(UTC).replace(microsecond=0) - timedelta(days=days)
        posts = tuple(
            ExportPost(
                number=snowflake(when + timedelta(minutes=number), number),
                published=when + timedelta(minutes=number),
                html=f"<p>Bericht {number}, zie {links(served.address, each)}</p>",
            )
            for number, each in enumerate(paths)
        )
        reply = Reply(
            uri=f"https://{CITIZEN.handle.partition('@')[2]}/users/{CITIZEN.local}/statuses/1",
            html=f"<p>Dank, zegt {CITIZEN.name}</p>",
            answers=f"{ME.actor_id}/statuses/{posts[-1].number}",
            published=when + timedelta(hours=2),
        )
        named = replace(reply, uri="https://elders.example/users/fenna_bedacht/statuses/2")
        pages = mastodon_site(ME, posts, replies=[reply, named])
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
    assert "[afbeelding: De sluis]" in said
    assert VISITOR.name not in said
    assert "Uw mening" not in said
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
    )
    assert [one for one in scan.folder(place.archive.root) if one.canary] == []


def test_what_is_hostile_or_too_much_stays_out_and_is_told(
    makes: Makes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "browser", Endless)
    with web_site({"/": html("<p>Een site van iemand anders</p>")}) as elsewhere:
        paths = (
            "/weg /besloten /aanmelden /leidt-weg /schuift-weg /groot.pdf /nep.pdf /bom.docx",
            "/macro.docx /namen.csv /halverwege.pdf /plaat /leeg /eindeloos /brief.docx",
            "/goed%2F..%2Fplan.pdf",
        )
        place = makes(*paths)
        named = f"naam;bericht\n{CITIZEN.handle};dank\n".encode()
        place.own.pages |= {
            "/besloten": WebPage(status=401, headers={"WWW-Authenticate": "Basic realm=x"}),
            "/aanmelden": html("<h1>Aanmelden bij de gemeente</h1><input type=password>"),
            "/leidt-weg": WebPage(status=302, headers={"Location": elsewhere.address}),
            "/schuift-weg": html(f"<script>location.replace('{elsewhere.address}/')</script>"),
            "/groot.pdf": file(PDF + bytes(1_100_000), "application/pdf"),
            "/nep.pdf": file(b"<!doctype html><p>Dag</p>", "application/pdf"),
            "/bom.docx": file(docx("0" * (65 << 20)), "application/zip"),
            "/macro.docx": file(
                docx("a").replace(b"word/document.xml", b"word/vbaProject.bin"), "application/zip"
            ),
            "/namen.csv": file(named, "text/csv"),
            "/brief.docx": file(docx("<t>Geachte Fenna</t> <t>Bedacht</t>"), "application/zip"),
            "/halverwege.pdf": WebPage(is_cut=True),
            "/plaat": file(PNG, "image/png"),
            "/leeg": html("<div class=comments>Alleen reacties staan op deze pagina</div>"),
            "/eindeloos": html(
                "<h1>Alles wat er op deze pagina te lezen is</h1><script>"
                f"new WebSocket('{elsewhere.address}/ws'.replace('http', 'ws'))</script>"
            ),
            "/goed%2F..%2Fplan.pdf": file(
                PDF, "application/pdf", **{"Content-Disposition": "attachment; filename=../../x"}
            ),
        }
        policy = ("--most-mb", "1", "--most-mb-run", "20")
        place.archive.good("profile", "sites", *policy)
        run = place.harvest(1)
        assert elsewhere.asked == []
    left = {
        where.partition(place.own.address)[2]: one["reason"]
        for one in run["limits"] if one["kind"] == "linked_left_out"
        for where in one["where"]
    }  # fmt: skip
    assert left == {
        "/weg": "the site says that it is not there",
        "/besloten": "the site wants to know who asks, and does not give it otherwise",
        "/aanmelden": "The page asks to sign in.",
        "/leidt-weg": ELSEWHERE,
        "/schuift-weg": ELSEWHERE,
        "/groot.pdf": "the file is larger than 1 MB, the limit of the policy",
        "/nep.pdf": "by its content it is no kind of file that is kept",
        "/macro.docx": "by its content it is no kind of file that is kept",
        "/plaat": "the policy does not take png along",
    }
    gaps = {
        where.partition(place.own.address)[2]
        for one in run["gaps"] if one["kind"] == "linked_missing"
        for where in one["where"]
    }  # fmt: skip
    assert gaps == {"/bom.docx", "/namen.csv", "/brief.docx", "/halverwege.pdf", "/leeg"}
    kept = {row.get("title", row["url"]): row for row in place.linked()}
    assert len(kept) == run["linked"] == 2
    assert kept["plan.pdf"]["media"][0]["file"].endswith(".pdf")
    (endless,) = [row for row in kept.values() if row.get("page")]
    assert endless["page"]["cut"] is True
    for path in place.archive.folder.rglob("*"):
        assert not path.is_file() or CITIZEN.handle.encode() not in path.read_bytes()


def test_what_is_kept_is_shown_exported_and_goes_with_its_post(
    makes: Makes, tmp_path: Path
) -> None:
    place = makes("/sluis", "/plan.pdf", "/plan.pdf")
    place.own.pages |= {"/sluis": PAGE, "/plan.pdf": file(PDF, "application/pdf")}
    place.harvest()
    assert place.own.asked.count("/plan.pdf") == 1
    (page,) = place.show(0)["linked"]
    assert (page["title"], page["of"]) == ("De sluis!", place.show(0)["id"])
    first, second = place.show(1), place.show(2)
    (one,), (other,) = first["linked"], second["linked"]
    assert (one["url"], one["id"] != other["id"]) == (f"{place.own.address}/plan.pdf", True)
    assert first["pages"][0]["page"] is not None
    root = place.archive.root
    where = ("--archive", str(place.archive.folder), "--keys", str(root / "keys"))
    assert "plan.pdf" in place.archive.spoken(*where, "post", "show", first["id"])[1]
    place.archive.good("export", "--format", "wacz", str(tmp_path / "uit"))
    assert (tmp_path / "uit" / f"{page['id']}.wacz").is_file()
    assert (tmp_path / "uit" / f"{one['id']}.pdf").read_bytes() == PDF
    place.archive.good("person", "add", "Pia Fictema", "--role", "archivist")
    made = place.archive.good(
        "destroy", "propose", "--id", first["id"], "--ground", "court", "--reason", "x",
        "--as", "Pia Fictema",
    )  # fmt: skip
    assert one["id"] in made["pages"]
    assert not {other["id"], page["id"]} & set(made["pages"])
    assert place.archive.run("verify")[0] == 0
