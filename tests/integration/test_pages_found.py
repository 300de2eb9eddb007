"""A page is found from what stands on it, and counts nowhere as something that was said."""

import json
import zipfile
from pathlib import Path

import pytest
from pages_taken import chosen, held, pages, take_pages
from small_archive import Small, filled, posts

from weerklank.model.errors import WrongUse
from weerklank.model.item import ArchivalItem
from weerklank.model.item_address import item_address
from weerklank.model.page import PageRole
from weerklank.model.question import Question, Sight
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.find import pages_of as finding
from weerklank.services.find.find_items import find_items, search_page
from weerklank.services.find.pages_of import ShownPage
from weerklank.services.find.show_item import find_medium, show_item
from weerklank.services.replay.read_pages import pages_of

WORDS = "zwembadopening"


def url(name: str) -> str:
    return posts().url(name)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("bare") / "small")


@pytest.fixture(scope="module")
def paged(bare: Small, tmp_path_factory: pytest.TempPathFactory) -> Small:
    """The same with two pages of one post and a page of the account."""
    small = bare.copy(tmp_path_factory.mktemp("paged") / "small")
    target, reply = (held(small)[url(name)] for name in ("doel", "antwoord"))
    profile = next(one for one in held(small).values() if one.kind == "profile")
    take_pages(
        small,
        chosen(url("doel"), f"{WORDS} een", (target.key, reply.key), title="zwembadtitel"),
        chosen(url("doel"), f"{WORDS} twee", (target.key, reply.key), at="2026-11-21T10:00:00Z"),
        chosen(str(profile.url), WORDS, (target.key,), at="2026-11-22T10:00:00Z", post_box=None),
        native=(
            address(target),
            address(target),
            "https://social.grootdam.example/users/gemeente",
        ),
    )
    return small


def stands_on(small: Small, item: ArchivalItem, **sight: bool) -> list[ShownPage]:
    """Give the pages on which an item stands."""
    return [*show_item(small.workplace(), item.id, Sight(**sight)).pages]


def address(item: ArchivalItem) -> str:
    return item_address(str(item.url))


@pytest.fixture
def small(paged: Small, tmp_path: Path) -> Small:
    return paged.copy(tmp_path / "small")


def test_it_is_in_no_search_no_count_and_no_list(bare: Small, paged: Small) -> None:
    assert len(pages(paged)) == 3
    for words in ("", WORDS, "zwembadtitel"):
        before = search_page(bare.workplace(), Question(words=words))
        after = search_page(paged.workplace(), Question(words=words))
        assert after.hits.total == before.hits.total
        assert [one.item.id for one in after.hits.hits] == [
            one.item.id for one in before.hits.hits
        ]
        assert (after.facets, after.echo) == (before.facets, before.echo)
    target = held(paged)[url("doel")]
    one, other = (show_item(small.workplace(), target.id) for small in (bare, paged))
    assert [node.key for node in one.thread.nodes] == [node.key for node in other.thread.nodes]
    assert (one.thread.total, one.tied) == (other.thread.total, other.tied)
    hits = (find_items(small.workplace(), Question(words="feest")).hits for small in (bare, paged))
    assert len({hit.in_thread for (hit,) in hits}) == 1
    code, said = paged.run("search", "--kind", "page")
    assert (code, said["error"]["code"]) == (2, "USE-001")


def test_the_days_of_an_account_are_those_of_what_was_said(bare: Small, paged: Small) -> None:
    days = [
        consult(small.workplace(), lambda catalogue: [*catalogue.database.days.of("a0001")])
        for small in (bare, paged)
    ]
    assert days[0] == days[1]


def test_an_export_of_posts_has_no_pages(paged: Small, tmp_path: Path) -> None:
    for form in ("as2", "jsonld"):
        out = tmp_path / form
        told = paged.good("export", "--format", form, str(out))
        assert told["records"] == len({key for key, _ in paged.versions()}) - 3
        assert WORDS not in "".join(path.read_text() for path in out.iterdir() if path.is_file())


def test_the_pages_of_a_post_come_newest_first_with_their_files_by_role(paged: Small) -> None:
    target, reply = (held(paged)[url(name)] for name in ("doel", "antwoord"))
    first, second, account = pages(paged)
    found = stands_on(paged, target)
    assert [(one.item.id, one.is_own) for one in found] == [
        (second.id, True),
        (first.id, True),
        (account.id, False),
    ]
    assert set(found[0].files) == set(PageRole) - {PageRole.ATTACHMENT}
    assert all(file.path and file.path.is_file() for file in found[0].files.values())
    assert found[0].of == target
    assert found[2].of is not None
    assert found[2].of.kind == "profile"
    # On the page of a post stands its answer too.
    assert [one.item.id for one in stands_on(paged, reply)] == [second.id, first.id]
    other = held(paged)[url("gewoon")]
    assert stands_on(paged, other) == []


def test_a_page_has_an_address_of_its_own(paged: Small) -> None:
    first = pages(paged)[0]
    target = held(paged)[url("doel")]
    shown = show_item(paged.workplace(), first.id)
    assert (shown.item, shown.page_of, shown.pages) == (first, target, ())
    found = pages_of(paged.workplace(), first.id)
    assert found.item == target
    assert [one.item.id for one in found.pages] == [pages(paged)[1].id, first.id]
    assert found == pages_of(paged.workplace(), target.id)
    for medium in first.media:
        assert find_medium(paged.workplace(), first.id, medium.id).path is not None
    told = paged.good("show", first.id)
    assert told["kind"] == "page"
    assert told["page"] == {
        "grey": 2, "map": 3, "missing": 0, "replaced": 0, "replies": 1, "stopped": "calm",
    }  # fmt: skip
    assert [one["role"] for one in told["media"]] == ["replay", "page", "post", "print", "text"]
    told = paged.good("show", target.id)
    assert [one["id"] for one in told["pages"]] == [
        one.item.id for one in stands_on(paged, target)
    ]
    assert told["pages"][0]["files"][0]["role"] == "replay"


def test_what_may_not_be_seen_takes_its_page_along(small: Small) -> None:
    target, reply = (held(small)[url(name)] for name in ("doel", "antwoord"))
    small.good("person", "add", "Kees", "--role", "communication")
    small.good("mark", reply.id, "--not-government", "--reason", "grap", acting="Kees")
    small.good("mark", "decide", reply.id, "restrict", acting="Anna")
    place, closed = small.workplace(), Sight(restricted=False)
    account = pages(small)[2]
    assert [one.item.id for one in stands_on(small, target, restricted=False)] == [account.id]
    assert len(stands_on(small, target)) == 3
    first = pages(small)[0]
    for look in (
        lambda: pages_of(place, first.id, closed),
        lambda: show_item(place, first.id, closed),
        lambda: find_medium(place, first.id, first.media[0].id, closed),
    ):
        with pytest.raises(WrongUse):
            look()
    assert find_medium(place, first.id, first.media[0].id).state == "restricted"


def test_a_page_on_which_something_is_for_followers_only_is_so_too(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = held(small)[url("doel")]
    plain = finding._Pages.standing

    def shielded(self: object, page: object) -> object:
        found = plain(self, page)  # type: ignore[arg-type] # a stand-in for the method
        return finding.Standing(found.state, shielded=True, special=False, is_lost=found.is_lost)

    monkeypatch.setattr(finding._Pages, "standing", shielded)
    assert stands_on(small, target, shielded=False) == []
    assert len(stands_on(small, target)) == 3


def test_pages_go_out_as_they_are(paged: Small, tmp_path: Path) -> None:
    out = tmp_path / "uit"
    told = paged.good("export", "--format", "wacz", str(out), "--query", "wolkenfluiter OR feest")
    first, second, _ = pages(paged)
    assert told["records"] == 2
    assert sorted(path.name for path in out.iterdir()) == sorted(
        ["LEESMIJ.txt", "README.txt", f"{first.id}.wacz", f"{second.id}.wacz"]
    )
    assert told["files"] == 4
    with zipfile.ZipFile(out / f"{first.id}.wacz") as archive:
        assert json.loads(archive.read("datapackage.json"))["wacz_version"] == "1.1.1"
    # Of all there is: the page of the account by its profile.
    everything = tmp_path / "alles"
    assert paged.good("export", "--format", "wacz", str(everything))["records"] == 3


def test_pages_with_something_restricted_on_them_stay(small: Small, tmp_path: Path) -> None:
    reply = held(small)[url("antwoord")]
    small.good("person", "add", "Kees", "--role", "communication")
    small.good("mark", reply.id, "--not-government", "--reason", "grap", acting="Kees")
    small.good("mark", "decide", reply.id, "restrict", acting="Anna")
    told = small.good("export", "--format", "wacz", str(tmp_path / "uit"))
    assert (told["records"], told["left_out"]["pages_closed"]) == (1, 2)
    said = (tmp_path / "uit" / "LEESMIJ.txt").read_text()
    assert "Pagina's die niet meegaan, omdat er zoiets op staat: 2" in said


def test_a_page_in_a_damaged_package_is_named_and_takes_nothing_else_away(
    small: Small, tmp_path: Path
) -> None:
    target = held(small)[url("doel")]
    (records,) = {
        path.parent / "records" / "records.jsonl.gz"
        for path in small.archive.glob("*/a*/**/media")
        if list(path.glob("*.wacz"))
    }
    records.chmod(0o600)
    records.write_bytes(records.read_bytes()[:40])
    code, told = small.run("show", target.id)
    assert (code, told["id"], told["pages"]) == (6, target.id, [])
    assert "records.jsonl.gz" in told["error"]["message"]
    code, told = small.run("export", "--format", "wacz", str(tmp_path / "uit"))
    assert (code, told["records"]) == (6, 0)
    assert "error" in told


def test_a_file_of_a_page_that_is_gone_is_named(small: Small, tmp_path: Path) -> None:
    first = next(small.archive.glob("*/a*/**/media/*.wacz"))
    first.unlink()
    code, told = small.run("export", "--format", "wacz", str(tmp_path / "uit"))
    assert (code, told["records"]) == (6, 2)
    assert first.name in told["error"]["message"]


def test_a_page_can_not_be_marked(paged: Small, tmp_path: Path) -> None:
    small = paged.copy(tmp_path / "small")
    small.good("person", "add", "Kees", "--role", "communication")
    code, told = small.run(
        "mark", pages(small)[0].id, "--not-government", "--reason", "grap", acting="Kees"
    )
    assert (code, told["error"]["code"]) == (3, "MARK-002")


def test_the_catalogue_is_made_anew_with_its_pages(small: Small) -> None:
    target = held(small)[url("doel")]
    before = [one.item for one in stands_on(small, target)]
    small.assert_catalogue_is_as_rebuilt()
    assert [one.item for one in stands_on(small, target)] == before


def test_an_archive_of_a_year_with_pages_alone_is_sound(small: Small) -> None:
    """The index has no shard of a year in which nothing was said, and misses none."""
    take_pages(small, chosen(url("doel"), "later", at="2027-01-20T10:00:00Z"))
    assert small.good("search", "feest")["total"] == 1
    small.assert_catalogue_is_as_rebuilt()
    assert not (small.layout.index / "search" / "2027").exists()
