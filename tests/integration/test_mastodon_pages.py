"""The test site: its pages show what its API says, and it asks nothing of other hosts."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pages_place import BEGAN, ME, post
from playwright.sync_api import Page, sync_playwright

from weerklank.harvest.browser.chromium import find_chromium
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_pages import Shows, mastodon_site

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
]
POSTS = [
    post(one, f"<p>Bericht {one} van de gemeente</p>", summary="Over water" if one == 3 else None)
    for one in range(4)
]
REPLY = Reply(
    uri="https://mast.example/users/sanne_bakker/statuses/1",
    html="<p>Wat een goed nieuws</p>",
    answers=f"{ME.actor_id}/statuses/{POSTS[-1].number}",
    published=BEGAN + timedelta(days=1),
)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=str(find_chromium().program), args=["--no-sandbox"]
        )
        yield chromium.new_page()
        chromium.close()


def test_pages_show_what_the_api_says(page: Page) -> None:
    elsewhere: list[str] = []
    with mastodon_site(ME, POSTS, replies=[REPLY]) as site:
        page.on(
            "request",
            lambda one: None if one.url.startswith(site.address) else elsewhere.append(one.url),
        )
        page.goto(site.account_page)
        page.locator("article[data-id]").nth(3).wait_for()
        assert page.locator(".status__content").count() == 3
        assert page.locator(".account__header h1").inner_text().startswith(ME.display_name)
        page.goto(site.post_page(POSTS[-1].number))
        page.locator(".content-warning button").click()
        assert "Bericht 3" in page.locator(".detailed-status .status__content").inner_text()
        reply = page.locator(f"article[data-id='{REPLY.number}']")
        assert "Wat een goed nieuws" in reply.locator(".status__content").inner_text()
        assert reply.locator(".display-name__account").inner_text() == "@sanne_bakker@mast.example"
        page.goto("about:blank")
    assert elsewhere == []


def test_a_wall_and_a_banner_are_shown_where_they_are_asked_for(page: Page) -> None:
    with mastodon_site(ME, POSTS, shows=Shows(consent=True)) as site:
        page.goto(site.account_page)
        page.locator("text=Alleen noodzakelijk").click()
        page.locator("article[data-id]").nth(3).wait_for()
        assert "POST /consent/necessary" in site.asked
        site.shows.wall = "instead"
        page.goto(site.account_page)
        assert page.url == f"{site.address}/auth/sign_in"
        page.goto("about:blank")
