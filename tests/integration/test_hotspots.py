"""Hotspots and legal holds: what they hold, what they keep from destruction, and until when."""

from pathlib import Path

import pytest
from small_archive import MARKS, Small, filled, post, posts, small_parts

from weerklank.model.question import Question
from weerklank.services.catalogue.hold_catalogue import hold_open
from weerklank.services.find.find_items import search_page

POSTS = posts()
EVENT = (
    *("hotspot", "propose", "Kweepeerfeest", "--account", "a0001", "--from", "2026-01-05"),
    *("--criterion", "unrest", "--reason", "Veel reacties."),
)
HOLD = ("hold", "add", "--ground", "Bezwaarprocedure.", "--case", "Z-2026-7")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    made = filled(tmp_path_factory.mktemp("template") / "small")
    made.good("person", "add", "Carla", "--role", "communication")
    return made


@pytest.fixture
def small(template: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    small_parts(monkeypatch)
    return template.copy(tmp_path / "small")


def addresses(small: Small, *names: str) -> list[str]:
    ids = small.ids()
    return [ids[POSTS.url(name)] for name in names]


def proposed(small: Small, item: str, ground: str) -> tuple[int, dict]:
    given = ("destroy", "propose", "--id", item, "--ground", ground, "--reason", "termijn")
    return small.run(*given, acting="Pia")


def found(small: Small, hotspot: str) -> set[str]:
    told = small.good("search", "--hotspot", hotspot, "--facets")
    facet = {row["value"]: row["count"] for row in told["facets"]["hotspot"]}
    assert facet.get(hotspot, 0) == told["total"] == len(told["hits"])
    return {hit["id"] for hit in told["hits"]}


def select(small: Small) -> None:
    """Let the whole account go by a row whose term is over."""
    path = small.root / "lijst.csv"
    path.write_text("code;proces;waardering;bewaartermijn\n1.2;Overig;V;P1D\n", encoding="utf-8")
    small.good("selection", "load", str(path), acting="Anna")
    given = ("--account", "a0001", "--row", "1.2", "--reason", "Overig.")
    small.good("selection", "assign", *given, acting="Anna")


def due(small: Small) -> set[str]:
    told = small.good("retention", "due", "--on", "2040-01-01")
    return {one["id"] for one in told["due"]}


def test_an_adopted_hotspot_keeps_whole_threads_from_the_selection_list_alone(
    small: Small,
) -> None:
    target, reply, other = addresses(small, "doel", "antwoord", "gewoon")
    made = small.good(*EVENT, "--term", MARKS[0], "--hashtag", "feest", acting="Carla")
    assert (made["hotspot"], made["state"]) == ("h0001", "candidate")
    assert (made["terms"], made["hashtags"]) == ([MARKS[0]], ["#feest"])
    (effect,) = made["effect"]
    assert (effect["account"], effect["items"], made["items"]) == ("a0001", 2, 2)
    assert effect["of"] > 5
    assert (made["lifted"], effect["lifted_of"]) == (0, 0)  # nothing is decided on yet
    select(small)
    (effect,) = small.good("hotspot", "show", "h0001")["effect"]
    assert (effect["lifted"], effect["lifted_of"]) == (2, effect["of"])
    assert {target, reply, other} <= due(small)
    # A candidate keeps nothing and is found by nothing.
    assert found(small, "h0001") == set()
    assert proposed(small, target, "selection")[0] == 0

    adopt = ("hotspot", "adopt", "h0001", "--body", "College", "--date")
    assert small.run(*adopt, "2026-01-20", acting="Carla")[0] == 3
    code, told = small.run(*adopt, "2999-01-01", acting="Anna")
    assert (code, told["error"]["code"]) == (2, "HOTSPOT-005")
    adopted = small.good(*adopt, "2026-01-20", acting="Anna")
    assert (adopted["state"], adopted["body"], adopted["decided"]) == (
        "adopted",
        "College",
        "2026-01-20",
    )
    code, told = small.run(*adopt, "2026-01-20", acting="Anna")
    assert (code, told["error"]["code"]) == (3, "HOTSPOT-002")

    assert found(small, "h0001") == {target, reply}
    # It is kept for ever, and what the list says of it stays known.
    told = small.good("retention", "show", reply)
    assert (told["outcome"], told["row_outcome"], told["hotspots"]) == ("B", "V", ["h0001"])
    assert due(small) & {target, reply, other} == {other}
    assert small.good("hotspot", "show", "h0001")["lifted"] == 2
    shown = small.good("show", reply)
    assert (shown["hotspots"], shown["holds"]) == (["h0001"], [])
    code, told = proposed(small, reply, "selection")
    assert (code, told["error"]["code"]) == (3, "HOLD-004")
    assert told["blocked"] == [{"by": ["h0001"], "id": reply}]
    assert reply in told["error"]["message"]
    assert "h0001" in told["error"]["message"]
    # The list that was proposed before it was adopted goes no further either.
    assert small.run("destroy", "review", "v0001", acting="Ruud")[0] == 3
    assert proposed(small, other, "selection")[0] == 0
    assert proposed(small, reply, "court")[0] == 0

    small.good("catalogue", "rebuild")
    assert found(small, "h0001") == {target, reply}
    # What comes in later counts: an answer without the word, and a post with it.
    later = post(40, f"Ook volgend jaar is er {MARKS[0].capitalize()} op het plein.")
    small.take_in([*POSTS.items, later], "later.tar.gz")
    assert len(found(small, "h0001")) == 3

    small.good("hotspot", "withdraw", "h0001", "--reason", "Toch niet.", acting="Anna")
    assert found(small, "h0001") == set()
    assert proposed(small, reply, "selection")[0] == 0
    assert {target, reply, other} <= due(small)
    (listed,) = small.good("hotspot", "list")["hotspots"]
    assert (listed["state"], listed["withdrawn_reason"]) == ("withdrawn", "Toch niet.")


def test_a_hold_stops_every_ground_until_it_is_lifted_and_also_what_was_approved(
    small: Small,
) -> None:
    target, reply, other = addresses(small, "doel", "antwoord", "gewoon")
    number = small.approve(target)
    assert small.run(*HOLD, "--id", target, acting="Ruud")[0] == 3
    held = small.good(*HOLD, "--id", target, acting="Anna")
    assert (held["hold"], held["state"], held["items"]) == ("s0001", "standing", [target])
    assert held["held"] == 2
    # It came between approval and execution: nothing is destroyed, and nothing is begun.
    code, told = small.run("destroy", "execute", number, acting="Anna")
    assert (code, told["error"]["code"]) == (3, "HOLD-004")
    assert {row["id"] for row in told["blocked"]} >= {target}
    assert small.good("show", target)["holds"] == ["s0001"]
    for ground in ("selection", "not-government", "unlawful", "court"):
        assert proposed(small, reply, ground)[0] == 3, ground
    assert proposed(small, other, "court")[0] == 0
    assert small.good("catalogue", "rebuild")["records"] > 0
    assert small.good("show", reply)["holds"] == ["s0001"]

    # A search finds an item by its permanent address, so a hold by that search keeps it.
    named = small.good(*HOLD, "--query", other.upper(), acting="Anna")
    assert (named["items"], named["query"], named["held"]) == ([other], "", 1)
    assert proposed(small, other, "court")[0] == 3
    small.good("hold", "lift", "s0002", "--reason", "Om.", acting="Anna")
    assert small.good(*HOLD, "--query", "nergensgezegd", acting="Anna")["held"] == 0

    wide = (*HOLD, "--account", "a0001", "--to", "2025-12-31", "--query", "polder")
    assert small.good(*wide, acting="Anna")["hold"] == "s0004"
    (old,) = addresses(small, "oud")
    assert small.good("show", old)["holds"] == ["s0004"]

    lifted = small.good("hold", "lift", "s0001", "--reason", "Uitspraak.", acting="Anna")
    assert (lifted["state"], lifted["lifted_by"]) == ("lifted", "Anna")
    again = small.run("hold", "lift", "s0001", "--reason", "Uitspraak.", acting="Anna")
    assert (again[0], again[1]["error"]["code"]) == (3, "HOLD-002")
    assert small.good("destroy", "execute", number, acting="Anna")["state"] == "executed"
    # What is gone can't be held any more.
    assert small.run(*HOLD, "--id", target, acting="Anna")[1]["error"]["code"] == "SEARCH-003"
    states = [one["state"] for one in small.good("hold", "list")["holds"]]
    assert states == ["lifted", "lifted", "standing", "standing"]


def test_a_process_that_stays_sees_each_decision_and_what_comes_in_at_once(small: Small) -> None:
    workplace = small.workplace()

    def total() -> int:
        page = search_page(workplace, Question(tags=("hotspot:h0001",)))
        (facet,) = [one for one in page.facets if one.name == "hotspot"]
        assert [(v.value, v.count, v.chosen) for v in facet.values] == [
            ("h0001", page.hits.total, True)
        ]
        return page.hits.total

    with hold_open(workplace):
        assert total() == 0
        small.good(*EVENT, "--term", MARKS[0], acting="Carla")
        small.good(*EVENT, "--term", "papier", acting="Carla")
        assert total() == 0
        adopt = ("hotspot", "adopt", "h0001", "--body", "College", "--date", "2026-01-20")
        small.good(*adopt, acting="Anna")
        assert total() == total() == 2
        small.take_in([*POSTS.items, post(40, f"Nog eens {MARKS[0]}.")], "later.tar.gz")
        assert total() == 3
        small.good("hotspot", "withdraw", "h0001", "--reason", "Toch niet.", acting="Anna")
        assert total() == 0


@pytest.mark.parametrize(
    ("given", "who", "code", "fault"),
    [
        (EVENT, "Ruud", 3, "ROLE-002"),
        ((*EVENT, "--term", 'met "tekens"'), "Anna", 2, "HOTSPOT-004"),
        # Quotes of print end a term as plain ones do: of all terms nothing would be found.
        ((*EVENT, "--term", "plein”", "--term", "brug"), "Anna", 2, "HOTSPOT-004"),
        ((*EVENT, *(f"--term={'lang ' * 14}{n}" for n in range(40))), "Anna", 2, "SEARCH-004"),
        ((*EVENT, "--term", "!!"), "Anna", 2, "HOTSPOT-004"),
        ((*EVENT, "--term", "@iemand"), "Anna", 2, "USE-002"),
        ((*EVENT, "--hashtag", "twee woorden"), "Anna", 2, "HOTSPOT-004"),
        ((*EVENT, "--to", "2025-01-01"), "Anna", 2, "HOTSPOT-005"),
        ((*EVENT[:3], *EVENT[5:]), "Anna", 2, "HOTSPOT-003"),
        (("hotspot", "show", "h0009"), "Anna", 2, "HOTSPOT-001"),
        (("search", "--hotspot", "h0009"), "Anna", 2, "HOTSPOT-001"),
        (HOLD, "Anna", 2, "HOLD-003"),
        ((*HOLD, "--from", "2026-02-01", "--to", "2026-01-01"), "Anna", 2, "HOLD-003"),
        ((*HOLD, "--query", "!!"), "Anna", 2, "HOLD-003"),
        ((*HOLD, "--query", "(los"), "Anna", 2, "SEARCH-004"),
        ((*HOLD, "--id", "grd-2026-01-01-aaaaa"), "Anna", 2, "SEARCH-001"),
        (("hold", "lift", "s0009", "--reason", "Om."), "Anna", 2, "HOLD-001"),
    ],
)
def test_what_can_not_be_is_refused_with_a_code_and_enters_nothing(
    template: Small, given: tuple[str, ...], who: str, code: int, fault: str
) -> None:
    told = template.run(*given, acting=who)
    assert (told[0], told[1]["error"]["code"]) == (code, fault)
    assert template.good("hotspot", "list")["hotspots"] == []
    assert template.good("hold", "list")["holds"] == []


def test_more_words_than_a_hotspot_has_are_told_as_that(small: Small) -> None:
    words = [f"--term=woord{number}" for number in range(38)]
    tags = [f"--hashtag=tag{number}" for number in range(3)]
    code, told = small.run(*EVENT, *words, *tags, acting="Anna")
    assert (code, told["error"]["code"]) == (2, "HOTSPOT-006")
    assert "41" in told["error"]["message"]
    assert "40" in told["error"]["message"]
    small.good(*EVENT, *words, *tags[:2], acting="Anna")
