"""Steps and a map that fit no longer: a finding, until they fit again on such pages."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from place import Archive, gap

from weerklank.connectors.mastodon import Mastodon
from weerklank.testing.mastodon_items import ExportAccount, ExportPost, snowflake
from weerklank.testing.mastodon_pages import MastodonSite, mastodon_site

Json = dict[str, Any]
pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.slow,
    pytest.mark.needs("chromium"),
]
ME = ExportAccount(
    host="voorbeelddam.example",
    name="gemeente",
    display_name="Gemeente Voorbeelddam",
    summary_html="<p>Nieuws van de gemeente.</p>",
    actor_id="https://voorbeelddam.example/users/gemeente",
    created=datetime(2019, 1, 1, tzinfo=UTC),
)
BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)
POSTS = [
    ExportPost(
        number=snowflake(BEGAN + timedelta(hours=hour), hour),
        published=BEGAN + timedelta(hours=hour),
        html=f"<p>Bericht {hour}</p>",
    )
    for hour in (1, 2)
]


@pytest.fixture
def site() -> Iterator[MastodonSite]:
    with mastodon_site(ME, POSTS) as made:
        yield made


@pytest.fixture
def archive(tmp_path: Path, site: MastodonSite) -> Archive:
    made = Archive(tmp_path).begin()
    made.good("account", "add", site.account_page, "--kind", "corporate")
    return made


def harvest(archive: Archive, code: int, *more: str) -> Json:
    left, answer = archive.run("harvest", "gemeente", "--technique", "browser", *more)
    assert left == code, answer
    (run,) = answer["runs"]
    return run


def listed(archive: Archive, *more: str) -> list[Json]:
    return list(archive.good("drift", "list", *more)["findings"])


def otherwise(patched: pytest.MonkeyPatch, what: str) -> None:
    """Let the platform have another name for the class of a post on its page."""
    whole = getattr(Mastodon(), what)()
    spoilt = whole.replace(b".detailed-status", b".nowhere")
    assert spoilt != whole
    patched.setattr(Mastodon, what, lambda _: spoilt)


def test_a_map_that_fits_no_longer_is_a_finding_until_it_fits_again(archive, site, monkeypatch):
    with monkeypatch.context() as patched:
        otherwise(patched, "page_map")
        first = harvest(archive, 1)
        (found,) = first["findings"]
        assert (found["kind"], found["what"]) == ("page_map", "post: other_form")
        assert found["now"] == {"holding": 0, "of": 2}
        assert gap(first, "page_not_chosen")["count"] == 2
        # A run that visits no page of a post can't tell; one that does sees it once more.
        with monkeypatch.context() as none_due:
            none_due.setattr("weerklank.services.harvest.harvest_by_browser.MOST_PAGES", 0)
            assert harvest(archive, 0)["findings"] == []
        (waits,) = listed(archive)
        assert (waits["state"], waits["is_so_now"], waits["runs"]) == ("waiting", True, 1)
        again = harvest(archive, 1)
        assert [one["finding"] for one in again["findings"]] == [found["finding"]]
        (waits,) = listed(archive)
        assert (waits["runs"], waits["since"]) == (2, first["run"])
        assert waits["first"] < waits["last"]
    last = harvest(archive, 0)
    assert (last["findings"], last["pages"]) == ([], 2)
    assert listed(archive) == []
    (over,) = listed(archive, "--all")
    assert (over["state"], over["over_run"], over["is_so_now"]) == ("over", last["run"], False)
    left, answer = archive.run("drift", "acknowledge", found["finding"], "--reason", "Bekeken")
    assert (left, answer["error"]["code"]) == (2, "DRIFT-004")
    assert archive.good("verify", "--deep")["findings"] == []


def test_steps_that_fit_nowhere_are_a_finding_that_is_told_anew_when_they_break_again(
    archive, site, monkeypatch
):
    page = site.post_page(POSTS[0].number)
    with monkeypatch.context() as patched:
        otherwise(patched, "page_steps")
        run = harvest(archive, 1)
        found = {one["what"]: one for one in run["findings"]}
        assert "post: .nowhere" in found
        assert {one["kind"] for one in found.values()} == {"page_steps"}
        assert set(gap(run, "steps_broken")["where"]) == set(found)
        for one in found.values():
            done = archive.good("drift", "acknowledge", one["finding"], "--reason", "Wacht")
            assert done["state"] == "acknowledged"
        silent = harvest(archive, 1, "--post", page)
        assert silent["findings"] == []
        assert gap(silent, "steps_broken")["count"] == len(found)
    assert harvest(archive, 0, "--post", page)["findings"] == []
    otherwise(monkeypatch, "page_steps")
    anew = harvest(archive, 1, "--post", page)["findings"]
    assert {one["what"] for one in anew} == set(found)
    assert not {one["finding"] for one in anew} & {one["finding"] for one in found.values()}
    archive.good("drift", "report", anew[0]["finding"])
    archive.good("verify", "--deep")
