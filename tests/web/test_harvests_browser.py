"""*Oogsten* in a real Chromium: live without a reload, with axe, at both widths."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from going_on import at_work, made
from own_archive import SANNE, OwnArchive
from test_browser import DESKTOP, PHONE, Seen, pytestmark, served, tab
from with_axe import violations

from weerklank.harvest.browser.chromium import NO_CHROMIUM
from weerklank.model.errors import WrongUse
from weerklank.services.schedule.ask_pages import note_failed_pages
from weerklank.services.workplace import Workplace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["pytestmark"]


@pytest.fixture
def going(tmp_path: Path) -> tuple[OwnArchive, Workplace]:
    return made(tmp_path)


@pytest.fixture(params=[DESKTOP, PHONE], ids=["1440", "390"])
def seen(
    chromium: "Browser",
    going: tuple[OwnArchive, Workplace],
    request: Any,
) -> Iterator[Seen]:
    own, _ = going
    width, height = request.param
    with (
        served(own.folder, own.keys) as where,
        chromium.new_context(
            viewport={"width": width, "height": height}, bypass_csp=True
        ) as context,
    ):
        yield tab(context, where).enter(SANNE)


def axe(seen: Seen) -> list[object]:
    page = seen.page
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    found = violations(page)
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return [
        *((one["id"], [node["html"] for node in one["nodes"]]) for one in found),
        *(["wider than the screen"] if wide > 0 else []),
    ]


def look(seen: Seen, name: str) -> None:
    """Keep a picture, for who wants to look."""
    if folder := os.environ.get("WEERKLANK_LOOK"):
        width = seen.page.viewport_size["width"]  # type: ignore[index] # it has one
        seen.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def test_what_goes_on_is_followed_and_asked_and_passes_axe(
    seen: Seen, going: tuple[OwnArchive, Workplace]
) -> None:
    _, workplace = going
    with at_work(workplace, "a0003") as run:
        seen.go("/oogsten/")
        seen.says("Nu bezig")
        look(seen, "oogsten-bezig")
        assert axe(seen) == []
        seen.go(f"/oogsten/{run}/")
        seen.says("De media worden opgehaald.")
        look(seen, "run-bezig")
        assert axe(seen) == []
        seen.go("/accounts/a0003/")
        look(seen, "account-bezig")
        assert axe(seen) == []
        seen.go(f"/oogsten/{run}/")
    seen.page.wait_for_selector("#run-live", state="detached")  # nobody pressed anything
    seen.says("vanzelf weer aan de beurt")
    seen.go("/oogsten/")
    seen.page.click("#ask-due-a0003")
    seen.says(f"gevraagd door {SANNE}")
    look(seen, "oogsten-gevraagd")
    assert axe(seen) == []
    seen.go("/accounts/a0002/")
    look(seen, "account-nu-oogsten")
    assert axe(seen) == []
    seen.page.click("text=Nu oogsten")
    seen.says("Er is om een oogst gevraagd.")
    look(seen, "account-gevraagd")
    assert axe(seen) == []
    seen.go("/accounts/a0002/oogsten/")
    look(seen, "account-oogsten")
    assert axe(seen) == []
    assert seen.complaints == []


def test_who_reads_beside_what_is_followed_stays_where_they_are(
    seen: Seen, going: tuple[OwnArchive, Workplace]
) -> None:
    _, workplace = going
    page = seen.page
    with at_work(workplace, "a0003"):
        seen.go("/oogsten/")
        where = reverse("runs-now")
        page.evaluate("window.said = document.querySelector('[role=status] p')")
        page.focus("#harvests-later summary")
        page.keyboard.press("Enter")
        with page.expect_response(lambda answer: answer.url.endswith(where)):
            pass
        page.wait_for_timeout(200)
        assert page.eval_on_selector("#harvests-later details", "fold => fold.open")
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
        page.focus("#to-running-a0003")
        with page.expect_response(lambda answer: answer.url.endswith(where)):
            pass
        page.wait_for_timeout(200)
        assert page.evaluate("document.activeElement.id") == "to-running-a0003"
        assert page.evaluate("window.said.isConnected"), "what was said is not said again"


def test_pages_are_asked_for_and_wait_on_both_screens(
    seen: Seen, going: tuple[OwnArchive, Workplace]
) -> None:
    page = seen.page
    _, workplace = going
    note_failed_pages(
        workplace, workplace.register().find("a0002").id, WrongUse(NO_CHROMIUM, sought="chromium")
    )
    seen.go(reverse("runs"))
    page.select_option("#pages-account", "a0003")
    page.click("#harvests-pages button")
    assert "wacht" in (page.text_content("#harvests-now") or "")
    assert axe(seen) == []
    look(seen, "pages-asked")
    seen.go(reverse("account", args=["a0003"]))
    assert axe(seen) == []
    look(seen, "pages-asked-account")
    seen.go(reverse("account", args=["a0002"]))
    assert axe(seen) == []
    look(seen, "pages-failed-account")
