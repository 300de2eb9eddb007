"""Pages that can't be had, or not whole: each is a gap with its reason, and the rest comes in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
from pages_place import ME, BriskBrowser, RememberingBrowser, Seen, post
from place import Archive, gap

from weerklank import bootstrap
from weerklank.connectors.mastodon import Mastodon
from weerklank.harvest.browser.devtools import BROWSER_LOST
from weerklank.harvest.browser.visit import Stopped, Visit
from weerklank.model.errors import NotNow
from weerklank.model.page import ChosenPage, KeptResource, Rendered
from weerklank.services.harvest import harvest_by_browser, page_making
from weerklank.services.schedule.ask_pages import ask_pages
from weerklank.services.workplace import Silent
from weerklank.testing.mastodon_pages import MastodonSite, mastodon_site

Json = dict[str, Any]
pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
POSTS = [post(hour, f"<p>Bericht {hour}</p>") for hour in (1, 2)]
Spoils = Callable[[str, Callable[[], Visit]], Visit]


class Spoilt:
    """A browser of which something goes wrong."""

    def __init__(self, visits: Spoils, seen: Seen | None = None, *, draws: bool = True) -> None:
        self._inner = BriskBrowser() if seen is None else RememberingBrowser(seen)
        self._visits = visits
        self._draws = draws

    def visit(self, address: str, **given: Any) -> Visit:
        return self._visits(address, lambda: self._inner.visit(address, **given))

    def render(self, chosen: ChosenPage, resources: Mapping[str, KeptResource]) -> Rendered:
        if not self._draws:
            raise NotNow(BROWSER_LOST)
        return self._inner.render(chosen, resources)

    def close(self) -> None:
        self._inner.close()


@pytest.fixture(scope="module")
def site() -> Iterator[MastodonSite]:
    with mastodon_site(ME, POSTS) as made:
        yield made


@pytest.fixture(scope="module")
def seen(site: MastodonSite) -> Seen:
    return Seen(site)


@pytest.fixture
def archive(
    tmp_path: Path, site: MastodonSite, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> Archive:
    """An archive with the account of the site, and a browser that was there before."""
    monkeypatch.setattr(bootstrap, "browser", lambda: RememberingBrowser(seen))
    made = Archive(tmp_path).begin()
    made.good("account", "add", site.account_page, "--kind", "corporate")
    return made


def harvest(archive: Archive, code: int, *more: str) -> Json:
    left, answer = archive.run("harvest", "gemeente", "--technique", "browser", *more)
    assert left == code, answer
    (run,) = answer["runs"]
    return run


def pages(archive: Archive) -> int:
    return sum(row["kind"] == "page" for row in archive.lines())


def of_first(site: MastodonSite, spoils: Callable[[Callable[[], Visit]], Visit]) -> Spoils:
    """Spoil the visit to the newest post alone."""
    spoilt = site.post_page(POSTS[1].number)
    return lambda address, go: spoils(go) if address == spoilt else go()


def lost(_: Callable[[], Visit]) -> Visit:
    raise NotNow(BROWSER_LOST)


def cut(go: Callable[[], Visit]) -> Visit:
    return replace(go(), stopped=Stopped.TIME)


def hung(go: Callable[[], Visit]) -> Visit:
    return replace(go(), stopped=Stopped.HUNG, seen=None)


def walled(go: Callable[[], Visit]) -> Visit:
    visit = go()
    return replace(visit, walked=replace(visit.walked, wall=True, broken=("post",)))


def answered(status: int) -> Callable[[Callable[[], Visit]], Visit]:
    """Spoil what the server answers: its page of the error says nothing of the platform."""

    def spoil(go: Callable[[], Visit]) -> Visit:
        visit = go()
        exchanges = tuple(
            replace(one, status=status) if one.wanted_as == "Document" else one
            for one in visit.exchanges
        )
        walked = replace(visit.walked, broken=("post",))
        return replace(visit, exchanges=exchanges, walked=walked)

    return spoil


def led_away(go: Callable[[], Visit]) -> Visit:
    visit = go()
    ended_at = "chrome-error://chromewebdata/"
    return replace(visit, walked=replace(visit.walked, ended_at=ended_at, broken=("post",)))


@pytest.mark.needs("chromium")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoils", "kind", "made"),
    [
        (lost, "page_not_visited", 2),
        (cut, "page_cut", 3),
        (hung, "page_not_seen", 2),
        (walled, "page_wall", 3),
        (answered(401), "page_wall", 2),
        (answered(429), "page_not_seen", 2),
        (answered(503), "page_not_seen", 2),
        (led_away, "page_not_seen", 2),
    ],
)
def test_a_page_that_fails_is_a_gap_and_the_others_come_in(
    archive, site, seen, monkeypatch, spoils, kind, made
):
    with monkeypatch.context() as patched:
        patched.setattr(bootstrap, "browser", lambda: Spoilt(of_first(site, spoils), seen))
        run = harvest(archive, 1)
    assert gap(run, kind)["where"] == [site.post_page(POSTS[1].number)]
    assert (run["items"]["posts"], run["pages"], pages(archive)) == (2, made, made)
    assert [one["kind"] for one in run["gaps"]][1:] == ["steps_broken"] * (spoils is walled)
    again = harvest(archive, 0)  # what was cut is not all of it, and is visited again
    assert (again["pages"], pages(archive)) == (1, made + 1)
    assert harvest(archive, 0)["pages"] == 0


@pytest.mark.needs("chromium")
@pytest.mark.slow
@pytest.mark.parametrize("elsewhere", [f"/@gemeente/{POSTS[0].number}", "/@gemeente"])
def test_a_page_that_leads_to_another_is_not_taken_for_that_of_the_post(
    archive, site, monkeypatch, elsewhere
):
    with monkeypatch.context() as patched:
        leads = ((f"/@gemeente/{POSTS[1].number}", elsewhere),)
        patched.setattr(site.shows, "leads", leads)
        run = harvest(archive, 1)
    assert gap(run, "page_not_chosen")["where"] == [site.post_page(POSTS[1].number)]
    assert (run["items"]["posts"], run["pages"]) == (2, 2)
    assert harvest(archive, 0)["pages"] == 1


@pytest.mark.needs("chromium")
@pytest.mark.slow
def test_what_can_not_be_drawn_or_chosen_or_names_somebody_is_not_written(
    archive, seen, monkeypatch
):
    def draws_nothing() -> Spoilt:
        return Spoilt(lambda _, go: go(), seen, draws=False)

    with monkeypatch.context() as patched:
        patched.setattr(bootstrap, "browser", draws_nothing)
        assert gap(harvest(archive, 1), "page_not_drawn")["count"] == 3
    whole = Mastodon().page_map()
    none = whole.replace(b".detailed-status", b".nowhere")
    monkeypatch.setattr(Mastodon, "page_map", lambda _: none)
    assert gap(harvest(archive, 1), "page_not_chosen")["count"] == 2
    monkeypatch.setattr(Mastodon, "page_map", lambda _: whole)
    monkeypatch.setattr(page_making, "leaks_of", lambda *_: 1)
    assert gap(harvest(archive, 1), "page_leak")["count"] == 2
    assert pages(archive) == 1  # of the account, which the map still fitted


@pytest.mark.needs("chromium")
@pytest.mark.slow
def test_a_run_makes_so_many_pages_and_the_next_goes_on(archive, monkeypatch):
    monkeypatch.setattr(harvest_by_browser, "MOST_PAGES", 1)
    run = harvest(archive, 0)
    (limit,) = [one for one in run["limits"] if one["kind"] == "pages_next_run"]
    assert (limit["count"], run["pages"], run["items"]["posts"]) == (1, 2, 2)
    again = harvest(archive, 0)
    assert (again["pages"], again["items"]["posts"]) == (1, 0)
    assert "pages_next_run" not in {one["kind"] for one in again["limits"]}


@pytest.mark.needs("chromium")
@pytest.mark.slow
def test_a_page_that_asks_to_sign_in_gives_nothing(archive, site, monkeypatch):
    monkeypatch.setattr(site.shows, "wall", "instead")
    left, answer = archive.run("harvest", "gemeente", "--technique", "browser")
    assert (left, answer["error"]["code"]) == (4, "HARVEST-231")
    assert archive.lines() == []


@pytest.mark.needs("chromium")
@pytest.mark.slow
def test_single_posts_come_in_by_their_own_pages(archive, site):
    page = site.post_page(POSTS[0].number)
    run = harvest(archive, 0, "--post", page)
    assert (run["items"]["posts"], run["items"]["profiles"], run["pages"]) == (1, 0, 1)


def test_without_a_browser_nothing_begins(archive, monkeypatch):
    monkeypatch.setenv("WEERKLANK_CHROMIUM", "/nergens/chromium")
    left, answer = archive.run("harvest", "gemeente", "--technique", "browser")
    assert (left, answer["error"]["code"], answer["runs"]) == (2, "BROWSER-001", [])
    assert "apt install chromium" in answer["error"]["hint"]
    assert archive.events("journal", "run.started") == []


def test_what_does_not_go_with_pages_is_refused(archive):
    left, answer = archive.run("harvest", "--technique", "all")
    assert (left, answer["error"]["code"]) == (2, "HARVEST-232")
    left, answer = archive.run(
        "harvest", "gemeente", "--technique", "browser", "--since", "2026-01-01"
    )
    assert (left, answer["error"]["code"]) == (2, "HARVEST-233")


def ends(error: BaseException) -> Callable[..., None]:
    """Give what ends a run at the first page that is to be written."""

    def end(*_: object) -> None:
        raise error

    return end


@pytest.mark.needs("chromium")
@pytest.mark.slow
@pytest.mark.parametrize(
    "error",
    [KeyboardInterrupt(), OSError(ENOSPC, "No space left on device")],
    ids=["interrupted", "full"],
)
def test_what_was_taken_in_stays_and_the_next_run_makes_the_pages(archive, monkeypatch, error):
    with monkeypatch.context() as patched:
        patched.setattr(page_making.PageMaker, "_write", ends(error))
        left, _ = archive.run("harvest", "gemeente", "--technique", "browser")
    assert left == 4
    kinds = sorted(row["kind"] for row in archive.lines())
    assert kinds == ["post", "post", "profile"]
    assert not [*archive.folder.glob("open/spool/*")]
    run = harvest(archive, 0)
    assert (run["items"]["posts"], run["pages"]) == (0, 3)
    archive.good("verify", "--deep")


@pytest.mark.needs("chromium")
@pytest.mark.slow
def test_the_schedule_records_pages_that_were_asked_for(archive):
    workplace = bootstrap.workplace(str(archive.folder), str(archive.root / "keys"), Silent())
    ask_pages(workplace, bootstrap.connectors(), "gemeente")
    left, answer = archive.run("schedule", "--once")
    assert (left, [run["technique"] for run in answer["runs"]]) == (0, ["api", "browser"])
    assert [run["pages"] for run in answer["runs"]] == [0, 3]
    assert len(archive.events("journal", "profile.checked")) == 2, "the profile was read twice"
    assert archive.run("schedule", "--once")[1]["runs"] == []
    both = archive.run("harvest", "gemeente", "--technique", "all")[1]["runs"]
    assert [(run["technique"], run["pages"]) for run in both] == [("api", 0), ("browser", 0)]
    assert len(archive.events("journal", "profile.checked")) == 4
