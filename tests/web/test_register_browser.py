"""The screens of the register in a real Chromium, as who keeps the register uses them."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from shown import Shown
from test_browser import Seen, address, seen, tab
from with_axe import violations

from weerklank.model.account import AccountKind, NamedAfter
from weerklank.model.agreement import Agreement, AgreementKind
from weerklank.model.change_report import Reported
from weerklank.model.person import Role
from weerklank.model.platform import Platform
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.agreements import add_agreement
from weerklank.services.register.register_account import register
from weerklank.services.register.report_change import report_change

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["address", "seen"]  # fixtures
pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.slow,
]
KEEPER = Role.REGISTER_OWNER
FILE = (
    "adres;soort;onderdeel;genoemd naar\n"
    "https://x.com/{name};corporate;Bibliotheek;project\n"
    "https://intranet.voorbeelddam.example/forum;corporate;;\n"
)


def width_of(seen: Seen) -> int:
    return seen.page.viewport_size["width"] if seen.page.viewport_size else 0


def axe(seen: Seen) -> list[object]:
    """What axe finds; with a script of its own, in a tab that a policy does not hold."""
    return [(one["id"], [n["html"] for n in one["nodes"]]) for one in violations(seen.page)]


def test_de_beheerder_leest_een_lijst_in_na_een_voorbeeld(seen: Seen, tmp_path: Path) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text(FILE.format(name=f"Bieb{width_of(seen)}"))
    seen.sign_in(KEEPER)
    page = seen.page
    seen.go("/accounts/")
    page.click("main .actions >> text=Inlezen")
    page.wait_for_url("**/accounts/inlezen/")
    page.click("main button.nl-button--primary")  # the browser itself asks for a file
    assert page.url.endswith("/accounts/inlezen/")
    page.set_input_files("#file", file)
    page.click("main button.nl-button--primary")
    page.wait_for_url("**/accounts/inlezen/*/")
    seen.says("1 account wordt toegevoegd of gewijzigd.")
    seen.says("1 rij klopt niet en blijft buiten.")
    seen.says("intranet.voorbeelddam.example is")
    page.click(".row-counts >> text=nieuw")
    page.wait_for_url("**rijen=new")
    seen.says(f"@bieb{width_of(seen)}")
    page.click("main button.nl-button--primary")
    seen.says("1 rij klopte niet en bleef buiten.")
    page.click("main a.nl-button--primary")
    page.fill("#f-naam", f"bieb{width_of(seen)}")
    page.click("text=Filteren")
    page.wait_for_url(f"**naam=bieb{width_of(seen)}**")
    seen.says("Eén account bij deze filters.")
    assert seen.complaints == []


def test_de_beheerder_downloadt_het_overzicht(seen: Seen, tmp_path: Path) -> None:
    seen.enter(KEEPER)
    seen.go("/accounts/")
    seen.page.click(".menu summary")
    with seen.page.expect_download() as download:
        seen.page.click("text=Voor programma's (JSON)")
    download.value.save_as(tmp_path / "register.json")
    assert b"weerklank-register/0" in (tmp_path / "register.json").read_bytes()
    assert re.fullmatch(r"accountoverzicht-[\d-]+\.json", download.value.suggested_filename)


def test_de_beheerder_loopt_een_account_na(seen: Seen) -> None:
    seen.enter(KEEPER)
    seen.go("/accounts/nalopen/?alles=ja")
    seen.page.locator(".upkeep button").first.click()
    seen.page.wait_for_url("**nagelopen=**")
    seen.says("is nagelopen.")
    assert seen.complaints == []


def test_de_beheerder_legt_vast_dat_er_geen_overeenkomst_is(seen: Seen) -> None:
    seen.enter(KEEPER)
    page = seen.page
    seen.go("/accounts/")
    page.click(".tabs >> text=Platforms")
    page.click("main table >> text=Threads")
    page.click("text=Overeenkomst vastleggen")
    page.check("input[value=none]")
    assert not page.is_visible("#party")
    page.click("main button.nl-button--primary")
    seen.says("Er is nog niets vastgelegd. Kijk na:")
    page.fill("#scope", "Alleen export")
    page.fill("#valid_from", "2026-01-01")
    page.fill("#decided_by", f"Gemeentesecretaris {width_of(seen)}")
    page.fill("#decided", "2025-12-01")
    page.fill("#measures", "Export aanvragen")
    page.click("main button.nl-button--primary")
    page.wait_for_url("**vastgelegd=ja")
    seen.says(f"Gemeentesecretaris {width_of(seen)}")
    assert [text for text in seen.complaints if "422" not in text] == []


def test_de_beheerder_wijst_een_melding_af_met_de_reden(seen: Seen, shown: Shown) -> None:
    note = f"Ook een account voor de kermis {width_of(seen)}"
    report_change(shown.workplace, Reported.NEW, note=note, by="Receptie")
    seen.enter(KEEPER)
    page = seen.page
    seen.go("/accounts/meldingen/")
    one = page.locator(".upkeep > li", has_text=note)
    one.locator("summary").click()
    one.locator("text=Afwijzen").click()
    seen.says("Zeg waarom u de melding afwijst.")
    one.locator("input[name=reason]").fill("Is van een ander")
    one.locator("text=Afwijzen").click()
    page.wait_for_url("**afgehandeld=**")
    assert note not in page.inner_text("main")


@pytest.mark.needs("chromium-l10n")
def test_the_browser_speaks_dutch_at_its_own_fields_too(chromium: "Browser") -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.set_content('<input type="file"><input type="date" lang="nl"><input id="a" required>')
        said = page.evaluate("document.getElementById('a').validationMessage")
        assert said == "Vul dit veld in."
        asked = context.new_cdp_session(page)
        asked.send("Accessibility.enable")
        nodes = asked.send("Accessibility.getFullAXTree")["nodes"]
        names = [one.get("name", {}).get("value", "") for one in nodes]
        assert "Bestand kiezen" in names
        parts = [name.split()[0] for name in names if name.split()[:1] in (["Dag"], ["Maand"])]
        assert parts == ["Dag", "Maand"]


def test_zonder_script_gaat_het_inlezen_ook(
    chromium: "Browser", address: str, tmp_path: Path
) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text(FILE.format(name="ZonderScript"))
    with chromium.new_context(java_script_enabled=False) as context:
        seen = tab(context, address).sign_in(KEEPER)
        seen.go("/accounts/")
        seen.page.click(".menu summary")
        assert seen.page.is_visible("text=Werkmap (XLSX)")
        seen.go("/accounts/inlezen/")
        seen.page.set_input_files("#file", file)
        seen.page.click("main button.nl-button--primary")
        seen.page.wait_for_url("**/accounts/inlezen/*/")
        seen.page.click("main button.nl-button--primary")
        seen.says("1 rij klopte niet en bleef buiten.")


@pytest.mark.parametrize("width", [1440, 1101, 900, 390, 320])
def test_names_without_a_space_make_no_page_wider(
    chromium: "Browser", address: str, shown: Shown, width: int
) -> None:
    keeper, long = shown.workplace, "h" * 50
    known = {one.handle for one in keeper.register().accounts.values()}
    if long not in known:
        facts = Facts(kind=AccountKind.CORPORATE, named_after=NamedAfter.PROJECT, unit="A" * 80)
        register(keeper, f"https://www.instagram.com/{long}", replace(facts, managers=("B" * 80,)))
        report_change(keeper, Reported.OTHER, account=long, note="C" * 400, by="D" * 200)
        add_agreement(
            keeper,
            Agreement(
                id="",
                platform=Platform.LINKEDIN,
                kind=AgreementKind.NONE,
                scope="E" * 300,
                valid_from=date(2026, 1, 1),
                decided=date(2026, 1, 1),
                decided_by="F" * 120,
                measures="G" * 300,
            ),
        )
    number = keeper.register().find(long).id
    with chromium.new_context(viewport={"width": width, "height": 900}) as context:
        seen = tab(context, address).enter(KEEPER)
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        for path in (
            "/accounts/", "/accounts/nalopen/?alles=ja", "/accounts/meldingen/", "/platforms/",
            "/platforms/linkedin/", f"/accounts/{number}/", f"/accounts/{number}/wijzigen/",
        ):  # fmt: skip
            assert seen.go(path) == 200
            assert seen.page.evaluate(wide) <= 0, path


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["1440", "390"])
def test_axe_finds_nothing_in_what_only_a_form_leads_to(
    chromium: "Browser", address: str, tmp_path: Path, size: tuple[int, int]
) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text(FILE.format(name=f"Axe{size[0]}"))
    viewport = {"width": size[0], "height": size[1]}
    with chromium.new_context(viewport=viewport, bypass_csp=True) as context:
        seen = tab(context, address).enter(KEEPER)
        page = seen.page
        found = []
        seen.go("/accounts/inlezen/")
        page.set_input_files("#file", file)
        page.click("main button.nl-button--primary")
        page.wait_for_url("**/accounts/inlezen/*/")
        found += axe(seen)
        page.click("main button.nl-button--primary")
        seen.says("1 rij klopte niet")
        found += axe(seen)
        seen.go("/platforms/snapchat/overeenkomst/")
        page.check("input[value=none]")
        page.click("main button.nl-button--primary")
        seen.says("Er is nog niets vastgelegd.")
        found += axe(seen)
        seen.go("/accounts/inlezen/weg/")
        found += axe(seen)
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0
        assert found == []


def test_each_sheet_of_paper_has_the_foot(chromium: "Browser", address: str) -> None:
    with chromium.new_context() as context:
        seen = tab(context, address).enter(KEEPER)
        seen.go("/accounts/?naam=e")
        page = seen.page
        page.emulate_media(media="print")
        style = "name => getComputedStyle(document.querySelector('.print-foot'))[name]"
        # Only the foot of a table is repeated on each sheet.
        assert page.evaluate(style, "display") == "table-footer-group"
        assert page.evaluate("getComputedStyle(document.body).display") == "table"
        foot = page.inner_text(".print-foot")
        assert "Gemeente Voorbeelddam" in foot
        assert f"{address}/accounts/?naam=e" in foot
        assert "Laatste controlepunt van het archief:" in foot
        page.evaluate("document.querySelector('[data-printed]').textContent = ''")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        said = page.inner_text("[data-printed]")
        assert re.fullmatch(r"\d{1,2} [a-z]+ 20\d\d, \d\d\.\d\d uur", said), said
