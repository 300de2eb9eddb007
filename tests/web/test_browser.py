"""The pages in a real Chromium: as people use them, with axe, and against what is hostile."""

import os
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from answered_archive import COR, answered_archive
from hostile import ACCOUNT, ELSEWHERE
from own_archive import SANNE, OwnArchive, posted
from shown import ROLES, Shown, copied, signed_in
from small_png import pixel, small
from with_axe import violations

from weerklank import bootstrap
from weerklank.model.account import AccountKind, Scenario
from weerklank.model.destruction import Ground
from weerklank.model.dossier import Disclosure
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.named_party import NamedAs
from weerklank.model.person import Actor, Role
from weerklank.model.policy import Choice, FieldClass
from weerklank.model.question import Question
from weerklank.model.span import Place
from weerklank.model.vault import VaultGround
from weerklank.services.appraise.change_policy import propose as propose_policy
from weerklank.services.appraise.mark_special import special_items
from weerklank.services.change.destruction_lists import propose
from weerklank.services.change.keep_named import NewParty, add_named
from weerklank.services.disclose.disagree import disagree
from weerklank.services.disclose.judge import judge
from weerklank.services.disclose.public_items import public_items
from weerklank.services.disclose.read_document import read_documents
from weerklank.services.disclose.redact import redact
from weerklank.services.disclose.suggest import Suggests
from weerklank.services.find.find_items import find_items
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.register_account import register
from weerklank.services.scan.ask_scan import ask_scan
from weerklank.services.scan.found import LeakFinding, Scanned
from weerklank.services.scan.places import keep_places
from weerklank.services.scan.read_scans import SCANNED, read_scans
from weerklank.services.seal.read_dossiers import read_dossiers
from weerklank.services.seal.read_named import read_named
from weerklank.services.vault.request_opening import approve_request, end_request, request_opening
from weerklank.services.verify.verify_archive import verify_archive
from weerklank.services.workplace import Silent
from weerklank.testing.mastodon_export import ExportMedium, ExportPoll
from weerklank.testing.voorbeelddam.build import write_demo_exports
from weerklank.web import site
from weerklank.web.configure import configure
from weerklank.web.sign_in import draw_password

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.slow,
    # One browser at a time, whatever the number of workers.
]
DESKTOP, PHONE = (1440, 900), (390, 844)


@dataclass
class Seen:
    """A tab, and everything that it asked for or complained of."""

    page: "Page"
    address: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> int:
        answer = self.page.goto(self.address + path)
        assert answer is not None
        return answer.status

    def press(self, what: str) -> None:
        """Press what leads to a page, and wait until that is there whole."""
        with self.page.expect_navigation():
            self.page.click(what)

    def sign_in(self, who: Role | str) -> "Seen":
        """Sign in as a person does: who holds a role, or by name."""
        name = ROLES[who] if isinstance(who, Role) else who
        self.go("/aanmelden/")
        self.page.fill("#name", name)
        self.page.fill("#password", draw_password(name))
        self.page.click("main button.nl-button--primary")
        self.page.wait_for_url(self.address + "/")
        return self

    def enter(self, who: Role | str) -> "Seen":
        """Be signed in before the first page: by the cookie that signing in gives, not its form.

        The form and the page behind it cost more than most of what a test is about.
        """
        from django.conf import settings

        name = settings.SESSION_COOKIE_NAME
        value = signed_in(who).cookies[name].value
        self.page.context.add_cookies([{"name": name, "value": value, "url": self.address}])
        return self

    def says(self, text: str) -> None:
        assert text in self.page.inner_text("body"), self.page.inner_text("main")


@contextmanager
def served(archive: Path, keys: Path) -> Iterator[str]:
    """Serve an archive for real; gives its address."""
    from weerklank.web.server import Server

    server = Server(site.Site(archive=archive, keys=keys), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run_in_background)
    thread.start()
    try:
        yield server.address.rstrip("/")
    finally:
        server.stop()
        thread.join()


@pytest.fixture(scope="module")
def shown(shown: Shown, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Give a copy: what waits for somebody on the pages that are looked at is put there."""
    return copied(shown, tmp_path_factory.mktemp("waits"))


@pytest.fixture
def address(shown: Shown) -> Iterator[str]:
    with served(shown.archive, shown.keys) as where:
        yield where


def tab(context: "BrowserContext", address: str) -> Seen:
    seen = Seen(context.new_page(), address)
    seen.page.on("request", lambda request: seen.asked.append(request.url))
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on(
        "console",
        lambda told: seen.complaints.append(told.text) if told.type == "error" else None,
    )
    return seen


@pytest.fixture(params=[DESKTOP, PHONE], ids=["1440", "390"])
def seen(chromium: "Browser", address: str, request: Any) -> Iterator[Seen]:
    width, height = request.param
    with chromium.new_context(
        viewport={"width": width, "height": height}, accept_downloads=True
    ) as context:
        yield tab(context, address)


def post(shown: Shown, words: str, *tags: str) -> str:
    question = Question(words=words, tags=tags, limit=1)
    return f"/id/{find_items(shown.workplace, question).items[0].id}/"


def _replied(shown: Shown) -> str:
    """A public post with replies that may be read."""
    every = public_items(shown.workplace).items.values()
    found = next(one for one in every if one.replies and one.account == "a0001")
    return f"/publiek/id/{found.id}/"


def looked_at(shown: Shown) -> list[tuple[Role, str]]:
    """Every kind of page, and states of it."""
    archivist, keeper = Role.ARCHIVIST, Role.REGISTER_OWNER
    run = "/oogsten/" + next(iter(_runs(shown))) + "/"
    return [
        (archivist, "/"), (Role.MAKER, "/"), (archivist, "/accounts/"),
        (Role.REGISTER_OWNER, "/eerste-uur/organisatie/"),
        (Role.OPERATOR, "/eerste-uur/sleutels/"), (archivist, "/eerste-uur/verslag/"),
        (archivist, "/privacy/verslag/"), *_of_policy(shown), (archivist, "/beleid/"),
        (keeper, "/beleid/?document=webcare"), (archivist, "/beleid/aanbevelingen/"),
        (archivist, "/accounts/?platform=x"), (archivist, "/accounts/a0001/?periode=alles"),
        (archivist, "/accounts/a0003/"), (archivist, "/accounts/a0001/berichten/"),
        (archivist, "/accounts/a0001/oogsten/"), (archivist, "/accounts/a0001/geschiedenis/"),
        (archivist, "/accounts/a0001/melden/"), (archivist, "/accounts/melden/"),
        (archivist, "/portaal/"), (archivist, "/portaal/schakelen/"),
        (Role.PRIVACY, "/portaal/a0001/reacties/"), (archivist, "/publiek/"),
        (archivist, "/publiek/en/accounts/"), (archivist, "/publiek/uitleg/"),
        (archivist, _replied(shown)), (archivist, _replied(shown) + "reacties/"),
        (archivist, "/zoeken/?soort=boost"), (archivist, post(shown, "", "kind:boost")),
        (keeper, "/accounts/nieuw/"), (Role.COMMUNICATION, "/accounts/a0001/koppelen/"),
        (keeper, "/accounts/a0001/wijzigen/"), (archivist, "/oogsten/"), (archivist, run),
        (archivist, "/oogsten/inlezen/"), (archivist, "/zoeken/?q=hoogwater"),
        (archivist, "/zoeken/?q=hoogwater&beeld=draden"), (archivist, "/zoeken/?beeld=media"),
        (archivist, "/zoeken/?beeld=tijdlijn"), (archivist, "/zoeken/?q=bestaatniet"),
        (archivist, "/zoeken/?q=("), (archivist, post(shown, "Noorderdijk", "media:image")),
        (archivist, post(shown, "", "media:video")), (archivist, post(shown, "kwaadaardig")),
        (archivist, post(shown, "", "state:edited")), (archivist, "/controle/"),
        (archivist, "/logboek/"), (archivist, "/ik/"), (archivist, "/ik/tokens/"),
        (archivist, "/accounts/nieuw/"),
        (archivist, "/bestaat/niet/"), (keeper, "/accounts/?volgorde=-oogst"),
        (keeper, "/accounts/inlezen/"), (keeper, "/accounts/nalopen/"),
        (keeper, "/accounts/nalopen/?alles=ja"), (keeper, "/accounts/meldingen/?alles=ja"),
        (archivist, "/accounts/meldingen/"), (keeper, "/platforms/"),
        (keeper, "/platforms/mastodon/"), (keeper, "/platforms/x/besluit/"),
        (keeper, "/platforms/x/overeenkomst/"), (keeper, "/accounts/a0001/"), (keeper, "/"),
        (archivist, "/bestaat/niet/"), (Role.MAKER, "/accounts/a0003/aanleveren/"),
        (Role.MAKER, "/accounts/a0003/aanleveren/export/"), (Role.MAKER, "/logboek/"),
        (archivist, "/accounts/a0003/aanleveren/"), (Role.PRIVACY, "/inzage/"),
        (Role.PRIVACY, "/inzage/?wie=niemand"), (keeper, "/toegang/"),
        (archivist, post(shown, "", "visibility:followers")),
        (archivist, post(shown, "", "state:restricted")), (keeper, post(shown, "carnaval Peer")),
        (keeper, post(shown, "lintjesregen") + "markeren/"),
        (archivist, post(shown, "carnaval Peer") + "besluit/"), (keeper, "/formeel/"),
        (keeper, "/accounts/a0001/profiel/"), (archivist, "/accounts/a0002/profiel/"),
        (archivist, "/accounts/a0004/profiel/"), (keeper, "/accounts/a0001/profieltekst/"),
        (archivist, "/accounts/a0004/profieltekst/"), (keeper, "/accounts/profielpaginas/"),
        (archivist, "/accounts/a0001/technieken/?periode=alles"),
        (archivist, "/accounts/a0001/technieken/?wie=A&soort=reacties"),
        (archivist, post(shown, "", "state:edited") + "technieken/"),
        (archivist, post(shown, "Noorderdijk", "media:image") + "technieken/"),
        (archivist, post(shown, "", "state:edited") + "leven/"),
        (Role.READER, post(shown, "Noorderdijk", "media:image") + "leven/"),
        (archivist, post(shown, "", "visibility:followers") + "technieken/"),
        (archivist, post(shown, "", "technique:browser") + "pagina/"),
        (archivist, post(shown, "", "state:edited") + "pagina/"), (Role.PRIVACY, "/twijfel/"),
        (Role.PRIVACY, "/twijfel/?alles=ja"), (Role.PRIVACY, "/privacy/verzoeken/"),
        (Role.PRIVACY, "/"), *_of_vault(shown), *_of_named(shown), *_of_special(shown),
        *_of_scan(shown), *_of_archive(), *_of_completeness(), *_of_woo(shown),
        (archivist, "/vernietigen/"),
        (archivist, "/vernietigen/v0001/"),
        (archivist, "/vernietigen/nieuw/"), (Role.PRIVACY, "/vernietigen/nieuw/?grond=anders"),
        (archivist, "/controle/kopieen/"), (Role.OPERATOR, "/beheer/"),
        (archivist, "/overbrengen/"),
        (archivist, "/overbrengen/t0001/"),
        (Role.PRIVACY, "/overbrengen/nieuw/?van=2025-01-01&tot=2025-12-31&kijk=ja"),
        (Role.REVIEWER, "/vernietigen/v0002/"), (Role.REVIEWER, "/vernietigen/v0002/?alles=ja"),
    ]  # fmt: skip


def offered(shown: Shown) -> str:
    """Give a document of the request at work of which something is proposed."""
    dossier = read_dossiers(shown.workplace)["w0001"]
    suggests = Suggests(shown.workplace)
    documents = read_documents(shown.workplace, dossier, dossier.documents.values())
    return next(one.id for one, item in documents if suggests.of(one, item))


def _of_woo(shown: Shown) -> list[tuple[Role, str]]:
    """Give the pages of Woo requests: at work, with a bar and with proposals, and frozen."""
    dossier = read_dossiers(shown.workplace)["w0001"]
    barred = next(one.id for one in dossier.documents.values() if one.redactions)
    if not dossier.standing:
        reads = replace(shown.workplace, actor=_acting(Role.REVIEWER))
        mark = dossier.documents[barred].redactions[0]
        span = (mark.place, mark.start, mark.end)
        disagree(reads, "w0001", (barred,), "Er is te veel weggelaten.", span=span)
    return [
        (Role.REVIEWER, "/woo/w0001/niet-akkoord/"),
        (Role.REVIEWER, f"/woo/w0001/stuk/{barred}/"),
        (Role.WOO, f"/woo/w0001/stuk/{offered(shown)}/"), (Role.WOO, "/woo/w0001/dubbel/"),
        (Role.WOO, "/woo/w0001/rechten/"), (Role.WOO, "/woo/w0001/nog-te-lezen/"),
        (Role.WOO, "/woo/"), (Role.WOO, "/woo/nieuw/"), (Role.WOO, "/woo/w0001/"),
        (Role.WOO, "/woo/w0001/toevoegen/"), (Role.REVIEWER, "/woo/w0002/"),
        (Role.WOO, f"/woo/w0001/stuk/{barred}/"), (Role.WOO, "/woo/w0001/termijn/opschorten/"),
    ]  # fmt: skip


def _of_completeness() -> list[tuple[Role, str]]:
    """Give the band, evidence of one account, of all and of the archive, and the yardstick."""
    archivist, band = Role.ARCHIVIST, "/volledigheid/"
    evidence = f"{band}bewijs/threads/"
    return [
        (archivist, band), (archivist, f"{band}?account=a0001"), (archivist, evidence),
        (archivist, f"{evidence}?account=a0001"), (archivist, f"{evidence}?account=a0001&rij=1"),
        (archivist, f"{band}bewijs/roles/"), (archivist, f"{band}meetlat/"),
        (archivist, f"{band}meetlat/register/wijzigen/"),
        (archivist, f"{band}plan/"), (Role.INSPECTOR, f"{band}plan/"),
        (archivist, f"{band}?van=2026-01-01&tot=2026-01-31"),
        (archivist, f"{band}overzicht/"), (Role.OPERATOR, f"{band}overzicht/?periode=maand"),
        (Role.OPERATOR, f"{band}organisaties/"),
        (archivist, f"{band}plan/nieuw/?check=appraised&account=a0002"),
        (archivist, f"{band}plan/b0001/wijzigen/"),
    ]  # fmt: skip


def _of_archive() -> list[tuple[Role, str]]:
    """Give the pages of appraisal: when terms end, what keeps, and by which rows."""
    archivist, retention = Role.ARCHIVIST, "/bewaartermijnen/"
    return [
        (archivist, retention), (archivist, f"{retention}?hotspot=h0001&dag=2040-01-01"),
        (archivist, f"{retention}wet/archiefwet2026/"),
        (archivist, f"{retention}hotspots/?pieken=day"),
        (archivist, f"{retention}hotspots/h0002/"),
        (Role.COMMUNICATION, f"{retention}hotspots/nieuw/"),
        (archivist, f"{retention}hotspots/h0001/intrekken/"),
        (archivist, "/rechten/?toon=ja&account=a0001"), (archivist, "/rechten/regel/"),
        (archivist, "/rechten/bestand/"), (archivist, "/overbrengen/formaten/?toon=ja"),
        (archivist, "/overbrengen/formaten/tabel/"),
        (archivist, "/overbrengen/formaten/tabel/laden/"),
        (archivist, f"{retention}lijsten/"), (archivist, f"{retention}lijsten/laden/"),
        (archivist, f"{retention}lijsten/whitepaper-4-2-v1/"),
        (archivist, f"{retention}lijsten/toewijzen/"),
        (archivist, f"{retention}bewaarplicht/"), (archivist, f"{retention}bewaarplicht/nieuw/"),
    ]  # fmt: skip


def _of_policy(shown: Shown) -> list[tuple[Role, str]]:
    """Give the pages of the policy: to propose, to decide, and with what waits."""
    asks = replace(shown.workplace, actor=_acting(Role.ARCHIVIST))
    waits, _ = propose_policy(asks, FieldClass.TEXT, (Scenario.B,), Choice.DROP)
    return [
        (Role.ARCHIVIST, "/privacy/beleid/?soort=text"),
        (Role.PRIVACY, "/privacy/beleid/"),
        (Role.PRIVACY, f"/privacy/beleid/{waits.id}/"),
    ]


def _of_vault(shown: Shown) -> list[tuple[Role, str]]:
    """Give the pages of the vault: to ask, to decide, to open, and of what was opened."""
    asks = replace(shown.workplace, actor=_acting(Role.ARCHIVIST))
    decides = replace(shown.workplace, actor=_acting(Role.PRIVACY))
    replies = find_items(asks, Question(words="", tags=("kind:reply",), limit=50)).items
    item = next(one.id for one in replies if one.sealed)
    waits, holds, ended = (
        request_opening(asks, item, VaultGround.WOO, f"Z-2026-{n}").id for n in (1, 2, 3)
    )
    approve_request(decides, holds)
    end_request(asks, ended)
    return [
        (Role.ARCHIVIST, f"/privacy/kluis/aanvragen/{item}/"),
        (Role.ARCHIVIST, "/privacy/kluis/"),
        (Role.PRIVACY, f"/privacy/kluis/{waits}/"),
        (Role.ARCHIVIST, f"/privacy/kluis/{holds}/"),
        (Role.ARCHIVIST, f"/privacy/kluis/{ended}/"),
    ]


def _of_special(shown: Shown) -> list[tuple[Role, str]]:
    """Give the pages of special data: what waits, one of it, and marking another."""
    room, decides = "/privacy/bijzonder/", replace(shown.workplace, actor=_acting(Role.PRIVACY))
    (waits,) = special_items(decides).items
    (other,) = find_items(decides, Question(words="tulpenbomen hoop")).items
    return [
        (Role.PRIVACY, room),
        (Role.PRIVACY, f"{room}?bericht=bestaat-niet"),
        (Role.PRIVACY, f"{room}{waits.item.id}/"),
        (Role.PRIVACY, f"/id/{other.id}/bijzonder/"),
    ]


def _of_scan(shown: Shown) -> list[tuple[Role, str]]:
    """Give the pages of scans: one that found somebody, and one that waits."""
    asks = replace(shown.workplace, actor=_acting(Role.PRIVACY))
    room, known = "/privacy/scan/", read_scans(asks)
    if not known:
        told = Scanned(files=529, bytes=1_535_620, records=364)
        told.found(
            LeakFinding("LEAK-002", f"objects/a0001/{'0' * 99}.jsonl.gz", "record 5 > text")
        )
        told.skip("sealed", "sealed/a0001/2026-11/originals.jsonl.gz", 254)
        data: JsonObject = {
            "accounts": [], "also": 1, "bytes": told.bytes, "files": told.files,
            "findings": {**told.codes()}, "more": 0, "not_checked": {"sealed": 254},
            "read": told.bytes, "records": told.records,
        }  # fmt: skip
        event = asks.record(Book.JOURNAL, SCANNED, "archive", data)
        keep_places(asks.keys, event.at, told)
        ask_scan(asks)
        known = read_scans(asks)
    return [(Role.PRIVACY, room), (Role.PRIVACY, f"{room}{known[0].name}/")]


def _of_named(shown: Shown) -> list[tuple[Role, str]]:
    """Give the pages of who stays named, with somebody on the list."""
    decides = replace(shown.workplace, actor=_acting(Role.PRIVACY))
    if not read_named(decides):
        new = NewParty(
            url="https://social.voorbeeldland.example/@provincie",
            kind=NamedAs.BODY,
            name="Provincie Voorbeeldland",
            start=date(2026, 1, 1),
            until=None,
            reason="Een overheidsorganisatie.",
        )
        add_named(decides, new)
    room = "/privacy/herkenbaar/"
    return [
        (Role.ARCHIVIST, room),
        *((Role.PRIVACY, room + one) for one in ("", "nieuw/", "n0001/beeindigen/")),
        (Role.PRIVACY, f"{room}n0001/terugnemen/"),
    ]


def _acting(role: Role) -> Actor:
    return Actor(system_user="proef", name=ROLES[role], roles=(role,))


def _runs(shown: Shown) -> list[str]:
    from weerklank.services.runs.read_runs import read_runs

    return [run.id for run in read_runs(shown.workplace)]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1440", "390"])
def test_replies_that_look_formal_pass_axe_and_fit(
    chromium: "Browser", tmp_path: Path, size: tuple[int, int]
) -> None:
    # Not in this thread: the driver of the browser runs an event loop in it, a harvest too.
    with ThreadPoolExecutor(1) as beside:
        own = beside.submit(answered_archive, tmp_path).result()
    own.serve()
    first, _ = own.run("formal", "list")["replies"]
    (about,) = own.run("search", "kastanje")["hits"]
    with served(own.folder, own.keys) as address:
        view = {"width": size[0], "height": size[1]}
        with chromium.new_context(viewport=view, bypass_csp=True) as context:
            seen = tab(context, address).enter(COR)
            for path in ("/", "/formeel/", f"/id/{first['id']}/", f"/id/{about['id']}/"):
                seen.go(path)
                assert violations(seen.page) == [], path
                assert seen.page.evaluate("document.documentElement.scrollWidth") <= size[0]
                seen.page.screenshot(
                    path=tmp_path / f"{size[0]}-{path.strip('/').replace('/', '-') or 'home'}.png",
                    full_page=True,
                )


def test_the_sign_in_page_passes_axe_too(chromium: "Browser", address: str) -> None:
    with chromium.new_context(bypass_csp=True) as context:
        page = tab(context, address)
        page.go("/")
        assert violations(page.page) == []


def test_hostile_content_runs_nothing_and_asks_for_nothing(seen: Seen, shown: Shown) -> None:
    seen.enter(Role.ARCHIVIST)
    number = shown.workplace.register().find(ACCOUNT.url).id
    paths = (
        post(shown, "kwaadaardig NIET rauw"), post(shown, "kwaadaardig rauw"), "/accounts/",
        f"/accounts/{number}/", f"/accounts/{number}/berichten/", "/zoeken/?q=kwaadaardig",
        "/zoeken/?q=kwaadaardig&beeld=media", "/zoeken/?q=kwaadaardig&beeld=draden",
        "/zoeken/?q=kwaadaardig&beeld=tijdlijn",
    )  # fmt: skip
    for path in paths:
        seen.go(path)
        seen.page.wait_for_load_state("networkidle")
        seen.page.mouse.move(300, 300)
        assert seen.page.evaluate("window.gelekt") is None, path
        assert seen.page.url == seen.address + path
    assert {url for url in seen.asked if not url.startswith(seen.address + "/")} == set()
    assert not [url for url in seen.asked if ELSEWHERE in url]
    # A picture that is none may fail to load; a policy that had to step in is another matter.
    assert not [told for told in seen.complaints if "Content Security Policy" in told]


def test_a_hostile_medium_opened_by_itself_does_nothing(seen: Seen, shown: Shown) -> None:
    seen.sign_in(Role.ARCHIVIST)
    from playwright.sync_api import Error

    question = Question(words="kwaadaardig NIET rauw", limit=1)
    item = find_items(shown.workplace, question).items[0]
    for medium in item.media:
        if not medium.file:
            continue
        with suppress(Error):  # a download ends the navigation
            seen.go(f"/id/{item.id}/media/{medium.id}/origineel/")
        assert seen.page.evaluate("window.gelekt") is None
    assert not [url for url in seen.asked if ELSEWHERE in url]


# --- scenario's, as people do them --------------------------------------------------------------


def test_een_archivaris_zoekt_leest_en_bewijst_een_bericht(seen: Seen, tmp_path: Path) -> None:
    seen.sign_in(Role.ARCHIVIST)
    page = seen.page
    page.keyboard.press("/")
    page.keyboard.type("Noorderdijk")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken/**")
    seen.says("gevonden.")
    page.locator(".hits a").first.click()
    page.wait_for_url("**/id/**")
    seen.says("Echtheid: gecontroleerd, klopt")
    with page.expect_download() as download:
        page.click("text=Bewijs downloaden")
    download.value.save_as(tmp_path / "bewijs.json")
    assert b"weerklank-proof/1" in (tmp_path / "bewijs.json").read_bytes()
    assert seen.complaints == []


def test_communicatie_leest_een_export_in_en_volgt_het(seen: Seen, tmp_path: Path) -> None:
    files = write_demo_exports(tmp_path / "exports")
    seen.enter(Role.COMMUNICATION)
    page = seen.page
    seen.go("/oogsten/inlezen/")
    page.set_input_files("#file", files.burgemeester)
    page.click("main button.nl-button--primary")
    page.wait_for_url("**/werk/**")
    page.wait_for_selector("text=Klaar, compleet.", timeout=60_000)
    assert not page.is_visible("[data-lost]"), "the server answers"
    assert page.inner_text("#work-said").startswith("Het werk is afgelopen.")
    for status, is_lost in ((502, True), (200, False), (504, True), (404, False)):
        page.evaluate(
            "(status) => document.dispatchEvent(new CustomEvent('htmx:afterOnLoad',"
            " {detail: {xhr: {status}}}))",
            status,
        )
        assert page.is_visible("[data-lost]") is is_lost, status
    page.click("text=Wat er kwam")
    page.wait_for_url("**/oogsten/**")
    seen.says("Al aanwezig")
    assert seen.complaints == []


def test_de_beheerder_voegt_een_account_toe_en_een_ander_meldt_een_wijziging(
    seen: Seen, chromium: "Browser"
) -> None:
    width = seen.page.viewport_size["width"] if seen.page.viewport_size else 0
    seen.sign_in(Role.REGISTER_OWNER)
    page = seen.page
    seen.go("/accounts/nieuw/")
    page.click("main button.nl-button--primary")
    seen.says("Er is nog niets vastgelegd")
    page.fill("#url", f"https://x.com/VbdamTest{width}")
    page.check("input[value=corporate]")
    page.click("main button.nl-button--primary")
    page.wait_for_url("**/accounts/a0*/")
    seen.says("Scenario B")
    account = page.url
    other = tab(page.context, seen.address)
    page.context.clear_cookies()
    other.enter(Role.READER)
    other.page.goto(account + "melden/")
    other.page.check("input[value=closed]")
    other.page.click("main button.nl-button--primary")
    other.says("Uw melding is vastgelegd.")
    other.page.context.clear_cookies()
    seen.sign_in(Role.REGISTER_OWNER)
    seen.says("Wijziging gemeld")


def test_zonder_script_werkt_alles_ook(chromium: "Browser", address: str, tmp_path: Path) -> None:
    files = write_demo_exports(tmp_path / "exports")
    with chromium.new_context(java_script_enabled=False) as context:
        seen = tab(context, address).sign_in(Role.COMMUNICATION)
        seen.go("/zoeken/?q=hoogwater")
        seen.says("gevonden.")
        seen.go("/oogsten/inlezen/")
        seen.page.set_input_files("#file", files.burgemeester)
        seen.page.click("main button.nl-button--primary")
        seen.page.wait_for_url("**/werk/**")
        # The page loads itself again.
        seen.page.wait_for_selector("text=Klaar, compleet.", timeout=60_000)
        seen.go("/")
        seen.page.click("button[popovertarget=help]")
        assert seen.page.is_visible("text=Wat de wet vraagt")


def test_op_de_telefoon_gaat_het_menu_open_en_dicht(chromium: "Browser", address: str) -> None:
    with chromium.new_context(viewport={"width": 390, "height": 844}) as context:
        seen = tab(context, address).sign_in(Role.ARCHIVIST)
        page = seen.page
        assert not page.is_visible("#main-menu")
        page.click(".menu-button")
        assert page.is_visible("#main-menu >> text=Accounts")
        page.click("#main-menu >> text=Accounts")
        page.wait_for_url("**/accounts/")


def test_met_het_toetsenbord_ziet_men_waar_men_is(chromium: "Browser", address: str) -> None:
    with chromium.new_context(viewport={"width": 1440, "height": 900}) as context:
        seen = tab(context, address).enter(Role.ARCHIVIST)
        page = seen.page
        seen.go("/accounts/a0001/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Direct naar de inhoud"
        assert page.evaluate(
            "(e => { const b = e.getBoundingClientRect();"
            " return document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2) === e })"
            "(document.activeElement)"
        ), "nothing lies over it"
        for _ in range(40):
            ring = page.evaluate(
                "(e => e === document.body ? 'body' : getComputedStyle(e).outlineStyle)"
                "(document.activeElement)"
            )
            assert ring != "none", page.evaluate("document.activeElement.outerHTML")
            page.keyboard.press("Tab")


@pytest.mark.parametrize("path", ["/", "/accounts/a0001/", "/zoeken/?q=hoogwater", "/controle/"])
def test_twice_the_size_of_text_and_320_pixels_need_no_sideways_scroll(
    chromium: "Browser", address: str, path: str
) -> None:
    with chromium.new_context(viewport={"width": 320, "height": 640}) as context:
        seen = tab(context, address).enter(Role.ARCHIVIST)
        seen.go(path)
        measure = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert seen.page.evaluate(measure) <= 0


@pytest.mark.parametrize("width", [1440, 390])
def test_text_of_twice_the_size_fits(chromium: "Browser", address: str, width: int) -> None:
    clipped = (
        "[...document.querySelectorAll('select, input')].filter("
        "e => e.type !== 'hidden' && e.scrollHeight > e.clientHeight + 2).map(e => e.id)"
    )
    with chromium.new_context(viewport={"width": width, "height": 900}) as context:
        seen = tab(context, address).enter(Role.ARCHIVIST)
        for path in ("/", "/accounts/", "/accounts/a0001/", "/zoeken/?q=hoogwater", "/logboek/"):
            seen.go(path)
            seen.page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert seen.page.evaluate(clipped) == [], path


def test_in_forced_colours_the_current_tab_and_choice_stand_out(
    chromium: "Browser", address: str
) -> None:
    with chromium.new_context(forced_colors="active") as context:
        page = tab(context, address).enter(Role.ARCHIVIST).page
        page.goto(f"{address}/accounts/a0001/")
        for part, along, down in (
            (".rail a", 0.0, 0.5),
            (".tabs a", 0.5, 1.0),
            (".chooser a", 0.0, 0.2),
        ):
            current: set[int] = set()
            others: set[int] = set()
            for one in page.locator(part).all():
                is_current = one.get_attribute("aria-current") is not None
                drawn = pixel(page, one.screenshot(), along, down)
                (current if is_current else others).add(drawn)
            assert len(current) == 1, part
            assert current.isdisjoint(others), part


def test_one_long_word_of_others_makes_no_page_wider(chromium: "Browser", tmp_path: Path) -> None:
    word = "omleidingen" * 30
    media = ExportMedium(
        path="media_attachments/files/1/a",
        content_type="image/png",
        alt=word,
        width=2,
        height=2,
        data=b"\x89PNG\r\n\x1a\n",
    )
    poll = ExportPoll(options=((word, 3), ("nee", 0)), end=datetime(2026, 6, 12, tzinfo=UTC))
    own = OwnArchive(tmp_path).make(
        [
            posted("2026-06-01T10:00:00", "lang", media=(media,), summary=word),
            posted("2026-06-02T10:00:00", f"lang {word} #{word}", poll=poll),
        ]
    )
    place = own.serve()
    with served(own.folder, own.keys) as address:
        for width in (1440, 390):
            with chromium.new_context(viewport={"width": width, "height": 900}) as context:
                seen = tab(context, address).enter(SANNE)
                found = find_items(place, Question(words="lang")).items
                for path in ("/zoeken/?q=lang", *(f"/id/{item.id}/" for item in found)):
                    seen.go(path)
                    wide = seen.page.evaluate("document.documentElement.scrollWidth")
                    assert wide <= width, path


def test_paper_shows_no_shell_and_opens_the_folds(chromium: "Browser", address: str) -> None:
    with chromium.new_context() as context:
        seen = tab(context, address).enter(Role.ARCHIVIST)
        seen.go("/accounts/a0001/")
        seen.page.emulate_media(media="print")
        assert not seen.page.is_visible(".top")
        assert not seen.page.is_visible("#main-menu")
        assert seen.page.is_visible(".print-foot")
        wide = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", seen.page.pdf())
        assert wide
        assert all(float(across) > float(down) for across, down in wide)  # a wide picture
        seen.go("/accounts/")
        told = "a => getComputedStyle(a, '::after').content"
        link = seen.page.locator('main tbody a[href="/accounts/a0001/"]')
        assert "/accounts/a0001/" in link.evaluate(told)
        upright = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", seen.page.pdf())
        assert all(float(across) < float(down) for across, down in upright)


def test_paper_of_a_request_has_no_word_under_a_bar(
    chromium: "Browser", address: str, shown: Shown
) -> None:
    works = replace(shown.workplace, actor=_acting(Role.WOO))
    every = read_dossiers(shown.workplace)["w0001"].documents.values()
    begun, refused = [one.id for one in every if not one.is_decided][-2:]
    redact(works, "w0001", begun, [(Place.TEXT, 0, 6), Place.AUTHOR], "5.1.2e")
    judge(works, "w0001", refused, Disclosure.REFUSED, grounds=("5.1.2e",))
    with chromium.new_context() as context:
        seen = tab(context, address).enter(Role.WOO)
        seen.go("/woo/w0001/?toon=partly")
        assert not seen.page.is_visible(".work-copy")
        seen.go(seen.page.locator("table tbody a").first.get_attribute("href") or "")
        words = seen.page.locator(".bar [data-words]").first
        assert (words.is_visible(), seen.page.is_visible(".work-copy")) == (True, False)
        seen.page.emulate_media(media="print")
        assert (words.is_visible(), seen.page.is_visible(".work-copy")) == (False, True)
        assert seen.page.locator(".bar .on").first.is_visible(), "its ground stays"
        # How a document begins is told in the list too, and who wrote it above its words.
        for path, bars in (("/woo/w0001/?toon=partly", 1), (f"/woo/w0001/stuk/{begun}/", 2)):
            seen.page.emulate_media(media="screen")
            seen.go(path)
            words = seen.page.locator(".bar [data-words]")
            assert words.count() >= bars
            assert all(one.is_visible() for one in words.all())
            seen.page.emulate_media(media="print")
            assert not any(one.is_visible() for one in words.all())
        for path in ("/woo/w0001/?toon=refused", f"/woo/w0001/stuk/{refused}/"):
            seen.page.emulate_media(media="screen")
            seen.go(path)
            words = seen.page.locator(".kept-back")
            assert words.first.is_visible()
            seen.page.emulate_media(media="print")
            assert not any(one.is_visible() for one in words.all())


# --- pictures for the manual --------------------------------------------------------------------

MANUAL = Path(__file__).parent.parent.parent / "docs" / "gebruiker" / "schermen.md"
#: By name: who looks, where, and how much of it is shown.
PICTURES: dict[str, tuple[Role, str, int]] = {
    "beheerder-accounts": (Role.REGISTER_OWNER, "/accounts/", 620),
    "beheerder-nalopen": (Role.REGISTER_OWNER, "/accounts/nalopen/?alles=ja", 700),
    "beheerder-meldingen": (Role.REGISTER_OWNER, "/accounts/meldingen/", 520),
    "beheerder-platform": (Role.REGISTER_OWNER, "/platforms/mastodon/", 900),
    "beheerder-inlezen-voorbeeld": (Role.REGISTER_OWNER, "/accounts/inlezen/", 820),
    "beheerder-account-toevoegen": (Role.REGISTER_OWNER, "/accounts/nieuw/", 900),
    "communicatie-inlezen": (Role.COMMUNICATION, "/oogsten/inlezen/", 620),
    "communicatie-lijkt-formeel": (Role.COMMUNICATION, "/formeel/", 760),
    "communicatie-koppelen": (Role.COMMUNICATION, "/accounts/a0001/koppelen/", 920),
    "archivaris-wat-wacht": (Role.ARCHIVIST, "/", 720),
    "archivaris-account": (Role.ARCHIVIST, "/accounts/a0001/?periode=alles", 1000),
    "archivaris-controle": (Role.ARCHIVIST, "/controle/", 900),
    "archivaris-volledigheid": (Role.ARCHIVIST, "/volledigheid/", 1000),
    "archivaris-overzicht": (Role.ARCHIVIST, "/volledigheid/overzicht/", 1000),
    "archivaris-bewaartermijnen": (Role.ARCHIVIST, "/bewaartermijnen/", 900),
    "archivaris-vernietigen": (Role.ARCHIVIST, "/vernietigen/v0001/", 900),
    "archivaris-overbrengen": (Role.ARCHIVIST, "/overbrengen/t0001/", 800),
    "archivaris-portaal": (Role.ARCHIVIST, "/portaal/", 900),
    "raadpleger-zoeken": (Role.READER, "/zoeken/?q=hoogwater", 900),
    "raadpleger-bericht": (Role.READER, "", 1000),
    "maker-aanleveren": (Role.MAKER, "/accounts/a0003/aanleveren/", 900),
    "raadpleger-afgeschermd": (Role.READER, "visibility:followers", 560),
    "privacy-officer-inzage": (Role.PRIVACY, "/inzage/", 560),
    "woo-behandelaar-draden": (Role.WOO, "/zoeken/?q=hoogwater&van=2026-01-01&beeld=draden", 900),
    "woo-behandelaar-lakken": (Role.WOO, "proposals", 900),
    "technisch-beheerder-oogsten": (Role.OPERATOR, "/oogsten/", 560),
    "technisch-beheerder-beheer": (Role.OPERATOR, "/beheer/", 900),
    "inspecteur-logboek": (Role.INSPECTOR, "/logboek/", 700),
    "inspecteur-controle": (Role.INSPECTOR, "/controle/", 900),
    "onderzoeker-wat-wacht": (Role.RESEARCHER, "/", 640),
    "beoordelaar-wat-wacht": (Role.REVIEWER, "/", 640),
}


def _list_of_accounts(folder: Path) -> Path:
    """Write a list as an organisation keeps it, with a slip in it."""
    file = folder / "accounts.csv"
    file.write_text(
        "adres;soort;onderdeel;genoemd naar;beheerders\n"
        "https://www.youtube.com/@voorbeelddam;corporate;;organisatie;Hedwig Overzicht\n"
        "https://social.voorbeelddam.example/@burgemeester;corporate;Burgemeester en kabinet;;\n"
        "https://social.voorbeelddam.example/@gemeente;;;;\n"
        "https://x.com/voorbeelddam;bedrijf;;;\n"
    )
    return file


def _propose_destruction(shown: Shown) -> None:
    place = bootstrap.workplace(
        str(shown.archive), str(shown.keys), Silent(), ROLES[Role.ARCHIVIST]
    )
    propose(place, (shown.post,), Ground.COURT, "Een rechter beval het.")


def test_the_manual_shows_each_screen_as_it_is(
    chromium: "Browser", demo: Shown, tmp_path: Path
) -> None:
    """Make the pictures of the manual; `make pictures` puts them where the manual has them."""
    is_wanted = bool(os.environ.get("WEERKLANK_PICTURES"))
    folder = MANUAL.parent / "schermen" if is_wanted else tmp_path
    folder.mkdir(exist_ok=True)
    made = copied(demo, tmp_path, ("oefening", "sleutels"))
    archive, keys = made.archive, made.keys
    # An account of which nothing is there yet, so that something waits.
    register(
        made.workplace, "https://www.tiktok.com/@voorbeelddam", Facts(kind=AccountKind.CORPORATE)
    )
    configure(site.Site(archive=archive, keys=keys))
    tabs: dict[Role, Seen] = {}
    with served(archive, keys) as where:
        for name, (role, path, height) in PICTURES.items():
            if name == "archivaris-controle":
                verify_archive(made.workplace, (), deep=True)
            if name == "beoordelaar-wat-wacht":
                _propose_destruction(made)
            if role not in tabs:
                tabs[role] = tab(chromium.new_context(), where).enter(role)
            seen = tabs[role]
            seen.page.set_viewport_size({"width": 1280, "height": height})
            assert seen.go(_pictured(made, path)) == 200
            if name == "beheerder-inlezen-voorbeeld":
                seen.page.set_input_files("#file", _list_of_accounts(tmp_path))
                seen.page.click("main button.nl-button--primary")
            seen.page.wait_for_load_state("networkidle")
            taken = small(seen.page, seen.page.screenshot()) if is_wanted else None
            (folder / f"{name}.png").write_bytes(taken or seen.page.screenshot())
            assert (folder / f"{name}.png").stat().st_size > 10_000
        for seen in tabs.values():
            seen.page.context.close()


def _pictured(made: Shown, path: str) -> str:
    """Give the address of what is pictured: a page, or a post by what it is."""
    if path[:1] == "/":
        return path
    if path == "proposals":
        return f"/woo/w0001/stuk/{offered(made)}/"
    tags = (path,) if path.startswith("visibility:") else ("media:image",)
    return post(made, "" if path else "Noorderdijk", *tags)


def test_every_picture_of_the_manual_is_there_and_none_besides() -> None:
    told = set(re.findall(r"schermen/([a-z-]+)\.png", MANUAL.read_text()))
    there = {path.stem for path in (MANUAL.parent / "schermen").glob("*.png")}
    assert told == there == set(PICTURES)
