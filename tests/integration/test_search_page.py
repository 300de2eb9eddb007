"""What a page of search, of a post and of an account is given."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from place import ME, SOMEONE, Archive, members, noted, packed, post, uri

from weerklank import bootstrap
from weerklank.model.clock import begin_of
from weerklank.model.errors import WrongUse
from weerklank.model.question import Question, Sight
from weerklank.services.catalogue.hold_catalogue import hold_open
from weerklank.services.change import execute_destruction
from weerklank.services.find.echo import Step
from weerklank.services.find.find_items import SearchPage, find_items, search_page
from weerklank.services.find.mark_words import Where
from weerklank.services.find.read_items import UNKNOWN_ITEM
from weerklank.services.find.show_item import find_medium, show_item
from weerklank.services.find.show_thread import NodeState
from weerklank.services.find.word_changes import Change
from weerklank.services.oversee.account_activity import Cover, account_activity
from weerklank.services.workplace import Silent, Workplace

BRIDGE = post(1, "De brug is open. Wie omrijdt, rijdt via de sluis.")
BELOW = post(2, "Aanvulling: fietsers mogen altijd over de brug.", in_reply_to=uri(BRIDGE))
LOWER = post(3, "En voetgangers ook.", in_reply_to=uri(BELOW))
OTHER = post(4, "Er staat #hoogwater in de sluis!", in_reply_to=uri(BRIDGE))
ANSWER = post(40, "Dank voor uw vraag over afval.", in_reply_to=f"{SOMEONE[0]}/statuses/7")
HIDDEN = post(41, "Alleen voor volgers: de brug gaat open.")
FOR_FOLLOWERS = noted(HIDDEN, to=[f"{ME.actor_id}/followers"], cc=[])
LATER = replace(
    BRIDGE,
    html="<p>De brug is dicht. Wie omrijdt, rijdt via de haven.</p>",
    edited=datetime(2026, 1, 4, tzinfo=UTC),
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = Archive(tmp_path_factory.mktemp("filled")).make()
    for first in (BRIDGE, LATER):
        lines = [noted(one) for one in (first, BELOW, LOWER, OTHER, ANSWER)]
        archive.take(packed(archive.root, "zip", members([*lines, FOR_FOLLOWERS])))
    return archive.root


@pytest.fixture(scope="module")
def place(filled: Path) -> Workplace:
    return bootstrap.workplace(str(filled / "archive"), str(filled / "keys"), Silent(), None)


@pytest.fixture(scope="module")
def ask(place: Workplace) -> Callable[..., SearchPage]:
    def ask(words: str = "", **more: object) -> SearchPage:
        return search_page(place, Question(words=words, **more))

    return ask


def facets(page: SearchPage) -> dict[str, dict[str, int]]:
    return {facet.name: {v.value: v.count for v in facet.values} for facet in page.facets}


def marked(page: SearchPage) -> list[list[str]]:
    return [
        [piece.text for snippet in hit.snippets for piece in snippet.pieces if piece.marked]
        for hit in page.hits.hits
    ]


def test_facets_count_what_was_found(ask) -> None:
    told = facets(ask("brug"))
    assert told["account"] == {"a0001": 3}
    assert told["kind"] == {"post": 2, "reply": 1}
    assert told["author"] == {"own": 3}
    assert told["platform"] == {"mastodon": 3}
    assert told["scenario"] == {"B": 3}
    assert told["technique"] == {"export": 3}
    assert told["process"] == {}
    assert told["year"] == {"2026": 3}
    assert list(told["month"]) == ["2026-02", "2026-01"]


def test_a_facet_that_is_chosen_still_counts_its_other_values(ask) -> None:
    page = ask("brug", tags=("kind:reply",))
    assert page.hits.total == 1
    (kinds,) = [facet for facet in page.facets if facet.name == "kind"]
    assert [(v.value, v.count, v.chosen) for v in kinds.values] == [
        ("post", 2, False),
        ("reply", 1, True),
    ]
    assert facets(page)["author"] == {"own": 1}


def test_values_of_one_fact_widen_and_of_another_narrow(ask) -> None:
    assert ask(tags=("kind:reply",)).hits.total == 4
    assert ask(tags=("kind:reply", "kind:post")).hits.total == 6
    assert ask(tags=("kind:reply", "kind:post", "state:edited")).hits.total == 1


def test_where_nothing_is_found_the_fact_in_the_way_is_named(ask) -> None:
    page = ask("brug", tags=("kind:boost", "technique:export"))
    assert page.hits.total == 0
    assert [(one.name, one.total) for one in page.loosened] == [("kind", 3)]
    assert ask("brug").loosened == ()
    later = ask("brug", since=datetime(2027, 1, 1, tzinfo=UTC))
    assert [(one.name, one.total) for one in later.loosened] == [("period", 3)]


def test_the_echo_is_of_all_that_was_found_day_by_day(ask) -> None:
    echo = ask("brug", limit=1).echo
    assert echo.step is Step.DAY
    assert (echo.bars[0].start, echo.bars[-1].start) == (date(2026, 1, 2), date(2026, 2, 11))
    assert len(echo.bars) == 41
    assert [bar.posts for bar in echo.bars[:3]] == [1, 1, 0]
    assert (echo.posts, echo.replies) == (3, 0)


def test_pages_follow_each_other_without_loss(ask) -> None:
    whole = [item.id for item in ask(limit=50).hits.items]
    pages = [ask(limit=2, offset=offset).hits for offset in range(0, len(whole) + 2, 2)]
    assert [item.id for page in pages for item in page.items] == whole
    assert [page.has_more for page in pages] == [True, True, True, False, False]
    assert {page.total for page in pages} == {len(whole)}


def test_a_hit_shows_why_it_is_one(ask) -> None:
    assert marked(ask('"mogen altijd"')) == [["mogen altijd"]]
    assert marked(ask("fiets*")) == [["fietsers"]]
    assert marked(ask("#hoogwater")) == [["#hoogwater"]]
    assert marked(ask("hoog* OR voetgangers")) == [["hoogwater"], ["voetgangers"]]
    assert marked(ask("voetgangers")) == [["voetgangers"]]
    assert marked(ask()) == [[] for _ in ask().hits.hits]


def test_a_hit_by_an_older_version_says_so(ask) -> None:
    (hit,) = ask("omrijdt sluis").hits.hits
    assert [(s.version, [p.text for p in s.pieces if p.marked]) for s in hit.snippets] == [
        (2, ["omrijdt"]),
        (1, ["sluis"]),
    ]
    assert all(snippet.where is Where.TEXT for snippet in hit.snippets)
    assert hit.item.version == 2


def test_what_is_for_followers_is_not_seen_by_everyone(ask, place) -> None:
    outside = Sight(shielded=False)
    (hidden,) = ask("volgers").hits.hits
    page = ask("volgers", sight=outside)
    assert (page.hits.total, page.echo.bars, facets(page)["kind"]) == (0, (), {})
    assert ask(sight=outside).hits.total == ask().hits.total - 1
    assert show_item(place, hidden.item.id).item == hidden.item
    with pytest.raises(WrongUse) as refused:
        show_item(place, hidden.item.id, outside)
    assert refused.value.code == UNKNOWN_ITEM


def test_what_may_not_be_seen_leaves_a_place_in_the_thread(filled, tmp_path) -> None:
    shutil.copytree(filled, tmp_path / "place", symlinks=True)
    root = tmp_path / "place"
    shielded = post(42, "Voor volgers: zandzakken.", in_reply_to=uri(BRIDGE))
    line = noted(shielded, to=[f"{ME.actor_id}/followers"], cc=[])
    Archive(root).take(packed(root, "zip", members([line])))
    there = bootstrap.workplace(str(root / "archive"), str(root / "keys"), Silent(), None)
    (asked,) = find_items(there, Question(words="fietsers")).items
    whole = show_item(there, asked.id).thread
    part = show_item(there, asked.id, Sight(shielded=False)).thread
    assert [node.state for node in whole.nodes] == [NodeState.HELD] * 5
    assert part.nodes[-1].state is NodeState.WITHHELD
    assert (part.nodes[-1].item, part.nodes[-1].author) == (None, "")
    assert (part.total, len(part.nodes)) == (5, 5)
    assert [(one.name, one.items) for one in part.participants] == [(f"gemeente@{ME.host}", 4)]


def test_a_post_of_ours_is_found_by_its_address(ask, place) -> None:
    (hit,) = ask("haven").hits.hits
    server, _, number = str(hit.item.url).rpartition("/")
    for address in (hit.item.url, f"{ME.actor_id}/statuses/{number}", f"{server}/{number}/"):
        assert [one.id for one in ask(str(address)).hits.items] == [hit.item.id]
    assert ask(f"{server}/1{number}").hits.total == 0
    # Filters, period and what stands beside the hit hold as for any other question.
    address = str(hit.item.url)
    page = ask(address, tags=("kind:post",))
    assert page.hits.total == 1
    assert facets(page)["kind"] == {"post": 1}
    assert ask(address, tags=("kind:reply",)).hits.total == 0
    assert ask(address, until=datetime(2019, 1, 1, tzinfo=UTC)).hits.total == 0
    (hidden,) = ask("volgers").hits.items
    assert ask(str(hidden.url)).hits.items == [hidden]
    assert ask(str(hidden.url), sight=Sight(shielded=False)).hits.total == 0


def test_a_thread_is_shown_in_the_order_of_reading(ask, place) -> None:
    (asked,) = ask("fietsers").hits.hits
    assert asked.in_thread == 4
    thread = show_item(place, asked.item.id).thread
    found = [(node.depth, (node.item.text or "")[:10], node.asked) for node in thread.nodes]
    assert found == [
        (0, "De brug is", False),
        (1, "Aanvulling", True),
        (2, "En voetgan", False),
        (1, "Er staat #", False),
    ]
    assert [node.depth for node in thread.ancestors] == [0]
    assert [(node.item.text or "")[:2] for node in thread.replies] == ["En"]
    assert [(p.name, p.items) for p in thread.participants] == [(f"gemeente@{ME.host}", 4)]
    assert thread.total == 4


def test_what_is_answered_and_not_held_has_its_place_in_the_thread(ask, place) -> None:
    (asked,) = ask("vraag").hits.hits
    above, here = show_item(place, asked.item.id).thread.nodes
    assert (above.state, above.depth, above.item) == (NodeState.ABSENT, 0, None)
    assert (here.state, here.depth, here.asked) == (NodeState.HELD, 1, True)


def test_versions_are_compared_word_by_word(ask, place) -> None:
    (hit,) = ask("haven").hits.hits
    first, second = show_item(place, hit.item.id).versions
    assert first.text_changes == ()
    changes = [(c.change, c.text) for c in second.text_changes if c.change is not Change.SAME]
    assert changes == [
        (Change.REMOVED, "open"),
        (Change.ADDED, "dicht"),
        (Change.REMOVED, "sluis"),
        (Change.ADDED, "haven"),
    ]
    whole = "".join(c.text for c in second.text_changes if c.change is not Change.REMOVED)
    assert whole == second.item.text
    assert second.provenance.technique == "export"


def test_an_item_has_an_address_and_a_citation(ask, place) -> None:
    (hit,) = ask("haven").hits.hits
    shown = show_item(place, hit.item.id)
    assert shown.permanent_address == f"/id/{hit.item.id}"
    assert shown.citation.nl.startswith(
        f"gemeente@{ME.host}, bericht op Mastodon, 2 januari 2026, 10.00 uur. Versie 2, "
    )
    assert shown.citation.nl.endswith(
        f"Archief van sociale media van Voorbeelddam, /id/{hit.item.id}."
    )
    assert "post on Mastodon, 2 January 2026, 10:00." in shown.citation.en


def test_a_medium_that_is_not_there_is_not_found(ask, place) -> None:
    (hit,) = ask("haven").hits.hits
    with pytest.raises(WrongUse):
        find_medium(place, hit.item.id, "../../../keys")


def test_the_days_of_an_account(place) -> None:
    told = account_activity(place, "gemeente", until=date(2026, 3, 1))
    assert (told.first, told.last) == (date(2026, 1, 2), date(2026, 2, 11))
    assert [day.day.day for day in told.days[:2]] == [2, 3]
    assert (told.posts, told.replies, told.edits) == (6, 0, 1)
    assert [day.posts for day in told.days[:4]] == [1, 1, 1, 1]
    assert told.days[-1].day == date(2026, 3, 1)
    covers = [[one.cover for one in day.coverage] for day in told.days]
    assert covers[0] == [Cover.UNUSED, Cover.HELD, Cover.UNUSED]
    assert covers[5] == [Cover.UNUSED, Cover.NOTHING, Cover.UNUSED]
    (later,) = account_activity(place, "gemeente", date(2099, 1, 1), date(2099, 1, 1)).days
    assert later.coverage[1].cover is Cover.WAITS
    assert account_activity(place, "a0001", date(2026, 1, 3), date(2026, 1, 3)).posts == 1


def test_the_days_are_the_same_after_a_rebuild(filled, tmp_path) -> None:
    shutil.copytree(filled, tmp_path / "place", symlinks=True)
    root = tmp_path / "place"
    there = bootstrap.workplace(str(root / "archive"), str(root / "keys"), Silent(), None)
    before = account_activity(there, "gemeente")
    Archive(root).good("catalogue", "rebuild")
    assert account_activity(there, "gemeente") == before


def test_a_catalogue_that_is_held_open_follows_what_others_do(filled, tmp_path) -> None:
    """Another import, a rebuild and a destruction by other processes show at the next question."""
    shutil.copytree(filled, tmp_path / "place", symlinks=True)
    root = tmp_path / "place"
    archive = Archive(root)
    there = bootstrap.workplace(str(root / "archive"), str(root / "keys"), Silent(), None)
    with hold_open(there), hold_open(there):
        assert find_items(there, Question(words="zwembad")).total == 0
        archive.take(packed(root, "zip", members([noted(post(50, "Het zwembad is open."))])))
        (found,) = find_items(there, Question(words="zwembad")).items
        assert show_item(there, found.id).item == found
        archive.good("catalogue", "rebuild")
        assert find_items(there, Question(words="zwembad")).items == [found]
        shutil.rmtree(root / "archive" / "index")
        assert find_items(there, Question(words="zwembad")).items == [found]
        destroy(archive, found.id)
        assert find_items(there, Question(words="zwembad")).total == 0
        with pytest.raises(WrongUse):
            show_item(there, found.id)
    assert find_items(there, Question(words="brug")).total == 3


def test_what_was_destroyed_keeps_its_place_in_the_thread(filled, tmp_path) -> None:
    shutil.copytree(filled, tmp_path / "place", symlinks=True)
    root = tmp_path / "place"
    there = bootstrap.workplace(str(root / "archive"), str(root / "keys"), Silent(), None)
    (asked,) = find_items(there, Question(words="fietsers")).items
    (lower,) = find_items(there, Question(words="voetgangers")).items
    number = destroy(Archive(root), asked.id)
    thread = show_item(there, lower.id).thread
    states = [(node.state, node.depth, node.decision) for node in thread.nodes]
    assert states == [
        (NodeState.HELD, 0, None),
        (NodeState.HELD, 1, None),
        (NodeState.DESTROYED, 0, number),
        (NodeState.HELD, 1, None),
    ]
    assert thread.decisions == (number,)
    shown = Archive(root).good("show", lower.id, "--thread")
    (gone,) = [one for one in shown["thread_items"] if "id" not in one]
    assert (gone["state"], gone["decision"]) == ("destroyed", number)
    assert account_activity(there, "gemeente").posts == 5


def test_what_is_being_destroyed_is_shown_nowhere_from_the_intent_on(
    filled, tmp_path, monkeypatch
) -> None:
    shutil.copytree(filled, tmp_path / "place", symlinks=True)
    root = tmp_path / "place"
    there = bootstrap.workplace(str(root / "archive"), str(root / "keys"), Silent(), None)
    (asked,) = find_items(there, Question(words="fietsers")).items
    (lower,) = find_items(there, Question(words="voetgangers")).items
    before = search_page(there, Question())
    with monkeypatch.context() as patch:
        patch.setattr(execute_destruction, "rewrite", lambda *_: 1 / 0)
        number = destroy(Archive(root), asked.id, code=70)
    page = search_page(there, Question())
    assert page.hits.total == before.hits.total - 1 == len(page.hits.items)
    assert asked.id not in [item.id for item in page.hits.items]
    assert facets(page)["kind"]["reply"] == facets(before)["kind"]["reply"] - 1
    assert page.echo.posts == before.echo.posts - 1
    assert find_items(there, Question(words=str(asked.url))).total == 0
    (gone,) = [n for n in show_item(there, lower.id).thread.nodes if n.item is None]
    assert (gone.state, gone.depth, gone.decision) == (NodeState.DESTROYED, 1, number)


def destroy(archive: Archive, item: str, code: int = 0) -> str:
    """Destroy one item by three persons; gives the number of the list."""
    persons = {"Anna": "archivist", "Ruud": "reviewer", "Pia": "privacy"}
    for name, role in persons.items():
        archive.good("person", "add", name, "--role", role)
    why = ("--ground", "selection", "--reason", "termijn")
    number = archive.good("--as", "Pia", "destroy", "propose", "--id", item, *why)["list"]
    archive.good("--as", "Ruud", "destroy", "review", number)
    archive.good("--as", "Anna", "destroy", "approve", number)
    assert archive.run("--as", "Anna", "destroy", "execute", number)[0] == code
    return str(number)


def test_over_years_the_echo_is_of_months(filled, tmp_path) -> None:
    shutil.copytree(filled, tmp_path / "place", symlinks=True)
    root = tmp_path / "place"
    old = post(-400, "Lang geleden: de brug.")
    eve = replace(post(-2, "Oudjaar"), published=datetime(2025, 12, 31, 22, 59, 59, tzinfo=UTC))
    Archive(root).take(packed(root, "zip", members([noted(old), noted(eve)])))
    there = bootstrap.workplace(str(root / "archive"), str(root / "keys"), Silent(), None)
    page = search_page(there, Question())
    assert page.echo.step is Step.MONTH
    assert page.echo.bars[0].start == date(2024, 11, 1)
    assert len(page.echo.bars) == 16
    assert [bar.posts for bar in page.echo.bars if bar.posts] == [1, 1, 4, 2]
    assert facets(page)["month"] == {
        "2026-02": 2,
        "2026-01": 4,
        "2025-12": 1,
        "2024-11": 1,
        "2022-11": 1,
    }
    # The profile counts where it is found: the years add up to what there is.
    assert facets(page)["year"] == {"2026": 6, "2025": 1, "2024": 1, "2022": 1}
    assert page.hits.total == 9
    in_december = Question(since=begin_of(date(2025, 12, 1)), until=begin_of(date(2026, 1, 1)))
    told = search_page(there, in_december)
    assert told.hits.total == 1
    assert [v.value for f in told.facets for v in f.values if v.chosen] == ["2025-12"]
