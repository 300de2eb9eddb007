"""What each role comes for, from signing in to having it; keys; handing in without a script."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from own_archive import OwnArchive
from shown import ROLES, Shown, copied
from test_browser import DESKTOP, PHONE, Seen, served, tab
from with_axe import violations

from weerklank.integrity import weerklank_verify
from weerklank.model.person import Role
from weerklank.model.question import Question
from weerklank.services.find.find_items import find_items
from weerklank.services.seal.read_dossiers import read_dossiers
from weerklank.testing.voorbeelddam.build import write_demo_exports
from weerklank.web.configure import configure
from weerklank.web.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.slow,
]


@pytest.fixture
def where(shown: Shown) -> Iterator[str]:
    with served(shown.archive, shown.keys) as address:
        yield address


@pytest.fixture(params=[DESKTOP, PHONE], ids=["1440", "390"])
def someone(chromium: "Browser", where: str, request: Any) -> Iterator[Seen]:
    width, height = request.param
    # axe itself is a script that the policy of the pages would refuse.
    with chromium.new_context(
        viewport={"width": width, "height": height}, accept_downloads=True, bypass_csp=True
    ) as context:
        yield tab(context, where)


def is_sound(seen: Seen) -> None:
    """Let axe look at the page as it is now, and see whether it fits its screen."""
    page = seen.page
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    told = [(one["id"], [n["html"] for n in one["nodes"]]) for one in violations(page)]
    assert told == [], page.url
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0, page.url


def rail(seen: Seen, text: str) -> None:
    """Go by the rail, which a phone has behind a button."""
    if seen.page.is_visible(".menu-button"):
        seen.page.click(".menu-button")
    seen.page.click(f"#main-menu >> text={text}")


def followers_only(shown: Shown) -> str:
    question = Question(tags=("visibility:followers",), limit=1)
    return f"/id/{find_items(shown.workplace, question).items[0].id}/"


def test_de_privacy_officer_ziet_wie_een_afgeschermd_bericht_opende(
    someone: Seen, shown: Shown
) -> None:
    someone.sign_in(Role.READER)
    someone.go(followers_only(shown))
    someone.says("staat in het inzagejournaal")
    is_sound(someone)
    someone.page.context.clear_cookies()
    someone.sign_in(Role.PRIVACY)
    rail(someone, "Inzagejournaal")
    someone.page.wait_for_url("**/inzage/")
    someone.says(ROLES[Role.READER])
    someone.says("alleen voor volgers")
    is_sound(someone)
    someone.page.fill("#f-who", ROLES[Role.READER])
    someone.page.click("main form button")
    someone.page.click("main table a >> nth=0")
    someone.page.wait_for_url("**/id/**")
    assert someone.complaints == []


def test_de_woo_behandelaar_zoekt_wat_onder_een_verzoek_valt_en_verwijst(
    someone: Seen, tmp_path: Path
) -> None:
    someone.sign_in(Role.WOO)
    page = someone.page
    rail(someone, "Zoeken")
    page.fill("#q" if page.is_visible("#q") else "main input[name=q]", "hoogwater")
    page.fill("main input[name=van]", "2026-01-01")
    page.keyboard.press("Enter")
    page.wait_for_url("**van=2026-01-01**")
    someone.says("gevonden.")
    page.click("main >> text=draden >> nth=0")
    page.wait_for_url("**beeld=draden**")
    is_sound(someone)
    page.click(".hits a >> nth=0")
    page.wait_for_url("**/id/**")
    someone.says("Verwijzen")
    assert "Archief van sociale media" in page.inner_text("#citation")
    with page.expect_download() as download:
        page.click("text=Bewijs downloaden")
    download.value.save_as(tmp_path / "bewijs.json")
    assert weerklank_verify.main([str(tmp_path / "bewijs.json")]) == 0
    assert page.locator("text=Export inlezen").count() == 0
    assert someone.complaints == []


def test_de_technisch_beheerder_controleert_en_ziet_geen_inhoud(someone: Seen) -> None:
    someone.sign_in(Role.OPERATOR)
    page = someone.page
    assert page.locator("[data-find]").count() == 0
    rail(someone, "Oogsten")
    page.wait_for_url("**/oogsten/")
    page.click("main table a:visible >> nth=0")
    page.wait_for_url("**/oogsten/**")
    is_sound(someone)
    rail(someone, "Echtheid en controle")
    page.click("text=Controleer nu")
    page.wait_for_url("**/werk/**")
    page.wait_for_selector("text=Gecontroleerd, klopt.", timeout=60_000)
    someone.says("catalogus: die kan opnieuw worden gemaakt")
    assert "weerklank " not in page.inner_text("main")  # no screen names a command
    is_sound(someone)
    assert someone.go("/zoeken/") == 403
    someone.says("U mag dit niet zien")
    is_sound(someone)
    page.click("text=Vraag toegang")
    page.wait_for_url("**/ik/**")
    someone.says("Uw vraag om toegang is vastgelegd.")
    is_sound(someone)
    page.context.clear_cookies()
    someone.sign_in(Role.REGISTER_OWNER)
    page.click(f"main >> text={ROLES[Role.OPERATOR]} vraagt toegang >> nth=0")
    someone.go("/toegang/")
    is_sound(someone)
    page.fill("input[name=reden] >> nth=0", "Beheer vraagt geen inhoud.")
    page.click("button[value=afwijzen] >> nth=0")
    someone.says("Beheer vraagt geen inhoud.")


def test_de_inspecteur_gaat_na_of_het_klopt_zonder_ons_te_geloven(
    someone: Seen, shown: Shown, tmp_path: Path
) -> None:
    someone.sign_in(Role.INSPECTOR)
    page = someone.page
    rail(someone, "Logboek")
    page.select_option("#f-book", "decisions")
    page.click("main form button")
    page.wait_for_url("**boek=decisions**")
    someone.says("Beleid vastgesteld")
    is_sound(someone)
    rail(someone, "Echtheid en controle")
    someone.says("Zo controleert een ander dit")
    is_sound(someone)
    someone.go(f"/id/{shown.post}/")
    with page.expect_download() as download:
        page.click("text=Bewijs downloaden")
    download.value.save_as(tmp_path / "bewijs.json")
    assert weerklank_verify.main([str(tmp_path / "bewijs.json")]) == 0
    assert someone.go("/inzage/") == 403


@pytest.fixture
def list_waits(shown: Shown, tmp_path: Path) -> OwnArchive:
    """Give a copy of the archive in which a list of destruction waits for its reviewer."""
    own = OwnArchive(tmp_path / "lijst")
    shutil.copytree(shown.archive, own.folder)
    shutil.copytree(shown.keys, own.keys)
    own.run(
        *("destroy", "propose", "--id", shown.post, "--ground", "court"),
        *("--reason", "Een rechter beval het.", "--as", ROLES[Role.ARCHIVIST]),
    )
    configure(Site(archive=own.folder, keys=own.keys, address="http://testserver"))
    return own


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1440", "390"])
def test_de_beoordelaar_leest_wat_er_wacht_en_zoekt_na_wat_hij_moet_weten(
    chromium: "Browser", list_waits: OwnArchive, size: tuple[int, int]
) -> None:
    with (
        served(list_waits.folder, list_waits.keys) as address,
        chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, bypass_csp=True
        ) as context,
    ):
        someone = tab(context, address).sign_in(Role.REVIEWER)
        page = someone.page
        someone.says("wacht op u")
        someone.says("1 stuk.")
        is_sound(someone)
        rail(someone, "Zoeken")
        page.fill("main input[name=q]", "hoogwater")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=hoogwater**")
        page.click(".hits a >> nth=0")
        page.wait_for_url("**/id/**")
        someone.says("Echtheid: gecontroleerd, klopt")
        is_sound(someone)
        rail(someone, "Oogsten")
        page.wait_for_url("**/oogsten/")
        page.click("main table a[href^='/oogsten/'] >> visible=true >> nth=0")
        page.wait_for_url("**/oogsten/**")
        is_sound(someone)
        for closed in ("/accounts/nieuw/", "/logboek/", "/controle/", "/inzage/"):
            assert someone.go(closed) == 403
        someone.says("Vraag toegang")


def test_de_onderzoeker_ziet_wat_er_is_en_dat_er_nog_niets_te_doen_is(someone: Seen) -> None:
    someone.sign_in(Role.RESEARCHER)
    page = someone.page
    someone.says("Er wacht niets op u.")
    someone.says("Voor uw rol is hier nog geen werk.")
    assert "is gedaan" not in page.inner_text("main")
    is_sound(someone)
    rail(someone, "Accounts")
    page.wait_for_url("**/accounts/")
    page.click("main tbody a >> nth=0")
    page.wait_for_url("**/accounts/a0001/")
    someone.says("Dekking en verloop")
    is_sound(someone)
    assert page.locator("main a[href^='/zoeken/']").count() == 0  # no content: not its words
    assert page.locator("[data-find]").count() == 0
    for closed in ("/zoeken/", "/oogsten/", "/accounts/a0001/berichten/"):
        assert someone.go(closed) == 403
    page.click("text=Vraag toegang")
    page.wait_for_url("**/ik/**")
    someone.says("Uw vraag om toegang is vastgelegd.")


def hand_in(seen: Seen, file: Path, text: str) -> None:
    """Hand in one post, from the home page on."""
    page = seen.page
    page.click(".tasks a >> nth=0")
    page.wait_for_url("**/aanleveren/")
    page.click("text=Losse berichten aanleveren")
    page.set_input_files("#file", file)
    page.fill("#van", "2022-01-01")
    page.click("main button.nl-button--primary")
    page.wait_for_url("**/kiezen/", timeout=60_000)
    page.locator(".pick li", has_text=text).locator("input").check()
    page.select_option("#proces", "publiekscommunicatie")


def test_de_maker_levert_aan_stelt_voor_en_meldt_niets(someone: Seen, tmp_path: Path) -> None:
    files = write_demo_exports(tmp_path / "exports")
    width = (someone.page.viewport_size or {"width": 0})["width"]
    text = "Tuin winterklaar" if width == DESKTOP[0] else "De tomaten zijn"
    someone.sign_in(Role.MAKER)
    page = someone.page
    hand_in(someone, files.wethouder, text)
    is_sound(someone)
    page.click("button[value=propose]")
    page.wait_for_selector("text=Voorgesteld als", timeout=60_000)
    page.click("text=Naar wat is aangeleverd")
    someone.says("Wacht op bevestiging")
    is_sound(someone)
    page.click("text=Terugnemen >> nth=0")
    someone.says("is teruggenomen.")
    page.click("aside >> text=Niets aan te leveren")
    someone.says("Vastgelegd: niets aan te leveren.")
    is_sound(someone)
    page.click(".message >> text=Terugdraaien")
    someone.says("is teruggenomen.")
    assert someone.complaints == []


def test_zonder_script_levert_de_maker_ook_aan(
    chromium: "Browser", where: str, tmp_path: Path
) -> None:
    files = write_demo_exports(tmp_path / "exports")
    with chromium.new_context(java_script_enabled=False) as context:
        seen = tab(context, where).sign_in(Role.MAKER)
        hand_in(seen, files.wethouder, "Zes zetels")
        seen.page.click("button[value=add]")
        seen.page.wait_for_selector("text=Aangeleverd als", timeout=60_000)
        seen.page.click("text=Naar wat is aangeleverd")
        seen.says("Zes zetels")


# --- keys ----------------------------------------------------------------------------------------


@pytest.fixture
def keys(chromium: "Browser", where: str) -> Iterator[Seen]:
    with chromium.new_context(
        viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, bypass_csp=True
    ) as context:
        yield tab(context, where).enter(Role.ARCHIVIST)


def focused(page: "Page") -> str:
    told: str = page.evaluate("document.activeElement.closest('.hit, tr, li')?.innerText ?? ''")
    return told


def test_het_vraagteken_toont_de_toetsen_en_sluit_ze(keys: Seen) -> None:
    page = keys.page
    keys.go("/")
    assert not page.is_visible("#keys")
    page.keyboard.press("?")
    assert page.is_visible("#keys")
    assert "volgende en vorige in een lijst" in page.inner_text("#keys")
    is_sound(keys)
    page.keyboard.press("?")
    assert not page.is_visible("#keys")


def test_g_en_een_letter_gaan_naar_een_onderdeel(keys: Seen) -> None:
    page = keys.page
    keys.go("/")
    listed = page.evaluate("[...document.querySelectorAll('[data-key]')].map(a => a.dataset.key)")
    assert len(listed) == len(set(listed)) > 4
    for letter, where in (("a", "/accounts/"), ("l", "/logboek/"), ("e", "/controle/")):
        page.keyboard.press("g")
        page.keyboard.press(letter)
        page.wait_for_url(f"**{where}")


def test_j_en_k_gaan_door_een_lijst_en_enter_opent(keys: Seen) -> None:
    page = keys.page
    keys.go("/zoeken/?q=hoogwater")
    things = page.locator(".hits > .hit").all_inner_texts()
    page.keyboard.press("j")
    assert focused(page) == things[0]
    page.keyboard.press("j")
    assert focused(page) == things[1]
    page.keyboard.press("k")
    assert focused(page) == things[0]
    page.keyboard.press("k")
    assert focused(page) == things[0]
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/**")
    keys.go("/logboek/")
    page.keyboard.press("j")
    keys.go("/accounts/")
    page.keyboard.press("j")
    assert "Voorbeelddam" in focused(page)


def test_in_een_veld_doen_toetsen_niets_en_uitgezet_ook_niet(keys: Seen) -> None:
    page = keys.page
    keys.go("/zoeken/")
    page.click("main input[name=q]")
    page.keyboard.type("g a?jk/")
    assert page.input_value("main input[name=q]") == "g a?jk/"
    assert page.url.endswith("/zoeken/")
    assert not page.is_visible("#keys")
    keys.go("/ik/")
    page.click("text=Toetsen uitzetten >> visible=true")
    page.wait_for_selector("text=Toetsen aanzetten")
    for pressed in ("?", "/", "g", "a", "j"):
        page.keyboard.press(pressed)
    assert page.url.endswith("/ik/")
    assert page.evaluate("document.activeElement === document.body")
    page.click("text=Toetsen aanzetten")
    page.wait_for_selector("text=Toetsen uitzetten >> visible=true")
    page.keyboard.press("?")
    assert page.is_visible("#keys")


def test_een_woo_verzoek_gaat_met_toetsen_en_vinkjes(
    chromium: "Browser", shown: Shown, tmp_path: Path
) -> None:
    made = copied(shown, tmp_path)
    waits = [one for one in read_dossiers(made.workplace)["w0001"].documents.values()
             if not one.is_decided]  # fmt: skip
    with (
        served(made.archive, made.keys) as where,
        chromium.new_context(bypass_csp=True) as context,
    ):
        seen = tab(context, where).enter(Role.WOO)
        first, second, third = (f"/woo/w0001/stuk/{one.id}/" for one in waits[:3])
        seen.go(first)
        seen.page.keyboard.press("g")
        seen.page.keyboard.press("a")
        seen.page.wait_for_url("**/accounts/")
        seen.go(first)
        # The second of two keys is none of its own.
        assert seen.page.inner_text(".page-head .lead") == "Nog niets besloten"
        seen.page.keyboard.press("v")
        seen.page.wait_for_url(f"**{second}")
        seen.page.keyboard.press("a")
        seen.page.wait_for_url(f"**{third}")
        seen.go("/woo/w0001/?toon=open")
        seen.says(f"Nog niets besloten: {len(waits) - 1}")
        seen.page.click("details summary:has-text('Aangevinkte')")
        seen.page.click("[data-tick-all]")
        boxes = "tbody input[name=item]"
        assert seen.page.locator(f"{boxes}:checked").count() > 1
        assert seen.page.locator(f"{boxes}[data-by-hand]:checked").count() == 0
        seen.page.click("[data-tick-all]")
        assert seen.page.locator(f"{boxes}:checked").count() == 0
        is_sound(seen)
        _reads_with_keys(tab(context, where).enter(Role.REVIEWER), first)


def _reads_with_keys(seen: Seen, first: str) -> None:
    """Go through documents as second reader, and say with which not agreed."""
    page = seen.page
    seen.go(first)
    page.keyboard.press("m")  # nothing to agree with: no key
    page.keyboard.press("t")
    page.keyboard.type("Te veel t m v.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=wacht op antwoord")
    page.keyboard.press("m")
    page.wait_for_selector("[data-pressed-by=m]", state="detached")
    seen.says("Te veel t m v.")
    page.keyboard.press("v")
    page.wait_for_url(lambda address: not address.endswith(first))
