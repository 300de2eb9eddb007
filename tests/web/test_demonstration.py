"""What the demonstration shows of a live account: replies, edits, deletions, and nobody's name."""

import gzip
import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest
from shown import Shown, copied

from weerklank import bootstrap
from weerklank.harvest.exchange import NoAnswer
from weerklank.model.clock import SystemClock
from weerklank.model.item import ItemState
from weerklank.model.page import PageRole
from weerklank.model.person import Role
from weerklank.model.question import Question
from weerklank.model.run import Technique
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.find.find_items import find_items
from weerklank.services.find.show_item import show_item
from weerklank.services.oversee.account_activity import account_activity
from weerklank.services.runs.read_runs import read_runs
from weerklank.services.workplace import Silent
from weerklank.testing.stand_in import StandInTransport
from weerklank.testing.voorbeelddam.elsewhere import people_elsewhere
from weerklank.web.configure import configure
from weerklank.web.site import Site


def found(shown: Shown, words: str, *tags: str) -> list[str]:
    return [
        item.id for item in find_items(shown.workplace, Question(words=words, tags=tags)).items
    ]


def total(shown: Shown, *tags: str) -> int:
    asked = Question(words="", tags=("account:a0001", *tags))
    return find_items(shown.workplace, asked).total


def page_of(shown: Shown, words: str, *tags: str) -> str:
    (name,) = found(shown, words, *tags)
    return shown.get(Role.ARCHIVIST, f"/id/{name}/")


def test_a_thread_shows_replies_under_pseudonyms_and_a_preview(shown: Shown) -> None:
    page = page_of(shown, "kappen omwaaien Lindelaan")
    assert "7 reacties" in page
    assert "Kap en herplant van acht linden aan de Lindelaan" in page
    nested = page.index("Dan hoop ik op tulpenbomen")
    assert page.index("stutten helpt dan niet meer") < nested
    # For followers only: counted, and not there.
    assert "nog één keer met Mees" not in page


def test_an_edit_shows_all_its_versions(shown: Shown) -> None:
    page = page_of(shown, "strooien fietspaden school")
    assert "3 versies:" in page
    assert "<del>bruggen</del>" in page


def test_deletions_are_confirmed_a_day_later_or_seen_once(shown: Shown) -> None:
    gone = consult(shown.workplace, lambda found: found.database.deletions.of_account("a0001"))
    assert sorted(mark.confirmed is not None for mark in gone.values()) == [
        False,
        True,
        True,
        True,
    ]
    assert len(found(shown, "", f"state:{ItemState.DELETED}")) == 4
    assert "Bevestigd:" in page_of(shown, '"29 november is het koopzondag"')
    once = page_of(shown, "storing balie afspraak")
    assert "Verwijderd op het platform" in once
    assert "Bevestigd:" not in once


def test_what_both_techniques_saw_is_one_record(shown: Shown) -> None:
    (name,) = found(shown, "Blauwalg honden", "technique:export")
    assert found(shown, "Blauwalg honden", f"technique:{Technique.API}") == [name]
    assert found(shown, "kappen omwaaien Lindelaan", "technique:export") == []
    told = " ".join(shown.get(Role.READER, f"/id/{name}/").split())
    assert re.search(r"gezien door (API en export|export en API)</span>", told)
    assert "<b>Versie 2, API</b>" in told
    assert "verschillen</b>" not in told


def test_each_technique_is_drawn_with_all_that_it_saw(shown: Shown) -> None:
    told = account_activity(shown.workplace, "a0001")
    for day in told.days:
        assert all(one.held <= day.items for one in day.coverage)
    drawn = [sum(day.coverage[at].held for day in told.days) for at in range(3)]
    # The export came first: what the API saw again counts for it too, as in a search.
    assert drawn == [
        total(shown, f"technique:{one}") - total(shown, f"technique:{one}", "kind:profile")
        for one in (Technique.API, Technique.EXPORT, Technique.BROWSER)
    ]
    assert told.posts + told.replies < sum(drawn)


def test_accounts_elsewhere_hold_what_their_exports_bring(shown: Shown) -> None:
    for number, platform, posts, replies in (
        ("a0004", "x", 4, 2), ("a0005", "youtube", 3, 2), ("a0006", "instagram", 4, 0),
    ):  # fmt: skip
        tags = (f"account:{number}", f"platform:{platform}")
        assert len(found(shown, "", *tags, "kind:post")) == posts
        assert len(found(shown, "", *tags, "kind:reply")) == replies
    assert len(found(shown, "", "account:a0004", "kind:boost")) == 1
    assert len(found(shown, "", "account:a0005", "media:video")) == 3


def test_a_post_on_x_belongs_with_the_film_that_it_leads_to(shown: Shown) -> None:
    on_x, film = ("zes minuten", "platform:x"), ("De nacht van het hoge water", "platform:youtube")
    assert "een eigen bericht op YouTube" in page_of(shown, *on_x)
    assert "een eigen bericht op X" in page_of(shown, *film, "kind:post")


def test_an_edit_on_x_shows_both_versions(shown: Shown) -> None:
    page = page_of(shown, "Zandwijk bericht", "platform:x", "kind:post")
    assert "2 versies:" in page
    assert "<del>Blijf</del>" in page


def test_a_post_of_more_pictures_shows_them_all(shown: Shown) -> None:
    page = page_of(shown, "tekeningen", "platform:instagram")
    assert page.count("<img") >= 3


def test_nobody_who_replied_stands_in_the_archive(shown: Shown) -> None:
    source = resources.files("weerklank.testing.voorbeelddam").joinpath("november.toml")
    posts = tomllib.loads(source.read_text("utf-8"))["posts"]
    names = {one["by"].partition("@")[0].encode() for one in posts if "by" in one}
    assert len(names) >= 6
    elsewhere = {name.lower().encode() for name in people_elsewhere()}
    assert len(elsewhere) == 4
    names |= elsewhere
    for folder in (shown.archive, shown.keys):
        for path in (path for path in folder.rglob("*") if path.is_file()):
            data = path.read_bytes()
            if path.suffix == ".gz":
                data = gzip.decompress(data)
            assert not [name for name in names if name in data.lower()], path


def test_no_question_leaves_the_machine() -> None:
    way_out = StandInTransport("https://a.example", "http://127.0.0.1:9", SystemClock().now)
    with pytest.raises(NoAnswer):
        way_out.get("https://www.voorbeelddam.example/")
    with pytest.raises(NoAnswer), way_out.open("https://a.example.org/x.png"):
        pass
    way_out.close()


def test_it_is_opened_again_as_it_is(shown: Shown) -> None:
    again = bootstrap.workplace(str(shown.archive), str(shown.keys), Silent())
    assert again.register().find("a0001").url == "https://social.voorbeelddam.example/@gemeente"


def test_one_post_has_a_page_as_a_browser_saw_it(shown: Shown) -> None:
    """Fails when choosing makes another document of what was seen: tools/make_demo_page.py."""
    (run,) = [one for one in read_runs(shown.workplace) if one.technique == Technique.BROWSER]
    assert (run.complete, run.gaps) == (True, ())
    posts = found(shown, "drie schetsen", "account:a0001")
    (page,) = [page for post in posts for page in show_item(shown.workplace, post).pages]
    assert (page.is_own, {*page.files}) == (True, {*PageRole} - {PageRole.ATTACHMENT})


def test_a_run_of_the_browser_tells_which_pages_it_kept(shown: Shown) -> None:
    (run,) = [one for one in read_runs(shown.workplace) if one.technique == Technique.BROWSER]
    page = shown.get(Role.ARCHIVIST, f"/oogsten/{run.id}/")
    assert re.search(r"Pagina's vastgelegd</th><td[^>]*>1</td>", page)
    assert re.search(r"en hier ook gezien</th><td[^>]*>1</td>", page)
    for address in ("/oogsten/", f"/accounts/{run.account}/oogsten/"):
        assert "1 pagina<" in shown.get(Role.ARCHIVIST, address)


def test_a_reply_shows_marks_for_who_it_names(shown: Shown) -> None:
    page = page_of(shown, "kerngezonde")
    assert "Mijn buurvrouw [naam] maakt ook bezwaar" in page
    assert "bel [telefoonnummer]." in page
    assert "Terpstra" not in page


def test_no_file_among_the_keys_is_for_others_to_read(shown: Shown) -> None:
    """Else the first start of the demonstration already warns of its own keys."""
    files = [path for path in shown.keys.glob("*") if path.is_file()]
    assert shown.keys / bootstrap.DEMO_MARK in files
    assert [path.name for path in files if path.stat().st_mode & 0o077] == []


def test_home_draws_what_is_held_of_the_last_days_of_each_account(
    demo: Shown, tmp_path: Path
) -> None:
    shown = copied(demo, tmp_path)  # of an account that another test added nothing is held
    configure(Site(archive=shown.archive, keys=shown.keys, address="http://testserver"))
    page = shown.get(Role.ARCHIVIST, "/").partition("<main")[2]
    accounts = page.partition('<tbody class="utrecht-table__body">')[2].split("<tr")[1:]
    drawn = [row for row in accounts if '<svg class="strip"' in row]
    # Of an account of which single posts come in there are no days to be held.
    assert {"alleen losse berichten" in row for row in accounts if row not in drawn} == {True}
    assert len(drawn) > 1
    assert all("Dagen van" in row for row in drawn)
    assert any("vastgelegd" in row for row in drawn)
