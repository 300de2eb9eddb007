"""Pages that refuse, and those of an archive that holds nothing yet, as axe sees them."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from own_archive import SANNE, OwnArchive
from shown import Shown
from test_browser import Seen, served, tab
from with_axe import violations

from weerklank.model.person import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.slow,
]
WIDE = "document.documentElement.scrollWidth"
#: Sends the form of a page as a browser that checks nothing itself, each field filled badly.
SEND = """([form, value]) => {
  const one = document.querySelector(form);
  for (const field of one.elements) {
    if (field.type === 'date') field.type = 'text';
    if (field.type === 'text' || field.type === 'password') field.value = value;
  }
  one.noValidate = true;
  one.requestSubmit(one.querySelector('button:not([type=button])'));
}"""
#: Fields that are told to be wrong, but by no text that is there.
UNTOLD = """[...document.querySelectorAll('[aria-invalid=true]')].filter(
  field => !(field.getAttribute('aria-describedby') ?? '').split(' ').some(
    id => document.getElementById(id)?.textContent.trim())
).map(field => field.name)"""
LIST = (
    "adres;soort;werkproces\nhttps://x.com/goed;corporate;\nhttps://x.com/fout;soms;\n"
    "https://x.com/dag;corporate;klantcontact vanaf 1/2/2024\n"
)
#: What is there to see before the first account.
EMPTY = (
    "/", "/accounts/", "/oogsten/inlezen/", "/zoeken/?q=iets", "/volledigheid/", "/logboek/",
    "/bewaartermijnen/",
)  # fmt: skip


def look(seen: Seen, what: str) -> None:
    """Let axe look at a page on a desk; on a phone it must fit."""
    found = [(one["id"], one["nodes"][0]["html"][:120]) for one in violations(seen.page)]
    assert found == [], what
    assert seen.page.evaluate(UNTOLD) == [], what
    assert "{n" not in seen.page.content(), what  # a text whose number was not filled in
    for width in (390, 1280):
        seen.page.set_viewport_size({"width": width, "height": 800})
        assert seen.page.evaluate(WIDE) <= width, (what, width)


@pytest.fixture
def seen(chromium: "Browser", shown: Shown) -> Iterator[Seen]:
    view = {"width": 1280, "height": 800}
    with (
        served(shown.archive, shown.keys) as address,
        chromium.new_context(viewport=view, bypass_csp=True, locale="nl-NL") as context,
    ):
        yield tab(context, address)


def refused(seen: Seen, path: str, form: str, value: str = "99-99-99") -> None:
    """Send the form of a page with what can't be taken, and look at the page that says so."""
    seen.go(path)
    with seen.page.expect_navigation() as gone:
        seen.page.evaluate(SEND, [form, value])
    assert gone.value.status in {403, 422}, path
    look(seen, path)


def test_forms_that_are_refused_pass_axe(seen: Seen) -> None:
    refused(seen, "/aanmelden/", "main form")
    seen.enter(Role.REGISTER_OWNER)
    post, get = "main form[method=post]", "main form[method=get]"
    for path, form in (
        ("/accounts/nieuw/", post), ("/accounts/a0002/wijzigen/", post),
        ("/accounts/melden/", post), ("/zoeken/?q=water", get),
    ):  # fmt: skip
        refused(seen, path, form)
    refused(seen, "/accounts/inlezen/", post)  # without a file
    seen.page.context.clear_cookies()
    seen.enter(Role.ARCHIVIST)
    refused(seen, "/publiek/", "main form")


def test_files_that_are_refused_pass_axe(seen: Seen, tmp_path: Path) -> None:
    seen.enter(Role.REGISTER_OWNER)
    (tmp_path / "lijst.csv").write_text(LIST)
    (tmp_path / "export.zip").write_bytes(b"dit is geen zip")
    for path, name, told in (
        ("/accounts/inlezen/", "lijst.csv", "met schuine strepen kan het beide zijn"),
        ("/oogsten/inlezen/", "export.zip", "IMPORT-001"),
    ):
        seen.go(path)
        seen.page.set_input_files("#file", tmp_path / name)
        seen.press("main button.nl-button--primary")
        if "/werk/" in seen.page.url:
            seen.page.wait_for_selector("main .message.error", timeout=60_000)
        seen.says(told)
        look(seen, name)


def test_pages_that_are_not_for_somebody_pass_axe(seen: Seen) -> None:
    seen.enter(Role.READER)
    for path, status in (("/accounts/nieuw/", 403), ("/id/vbd-2020-01-01-aaaaa/", 404)):
        assert seen.go(path) == status
        look(seen, path)


def test_pages_of_an_archive_without_anything_pass_axe(
    chromium: "Browser", tmp_path: Path
) -> None:
    own = OwnArchive(tmp_path)
    own.run("init", str(own.folder), "--organisation", "Gemeente Dorp", "--sealed", "12")
    roles = (role for role in Role if role is not Role.INSPECTOR)
    own.run("person", "add", SANNE, *(part for role in roles for part in ("--role", role.value)))
    own.serve()
    view = {"width": 1280, "height": 800}
    with (
        served(own.folder, own.keys) as address,
        chromium.new_context(viewport=view, bypass_csp=True, locale="nl-NL") as context,
    ):
        seen = tab(context, address).enter(SANNE)
        for path in EMPTY:
            assert seen.go(path) == 200, path
            look(seen, path)


def test_a_part_that_somebody_may_no_longer_see_makes_the_page_ask_anew(seen: Seen) -> None:
    seen.enter(Role.READER)
    seen.go("/zoeken/")
    asks = """() => {
      const part = document.createElement('div');
      part.setAttribute('hx-get', '/privacy/scan/');
      part.setAttribute('hx-trigger', 'load');
      document.querySelector('main').append(part);
      htmx.process(part);
    }"""
    with seen.page.expect_navigation():
        seen.page.evaluate(asks)
    assert seen.page.url == seen.address + "/zoeken/"
