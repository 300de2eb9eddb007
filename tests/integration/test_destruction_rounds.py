"""A destruction list is talked about: exceptions, changes asked, another round; four persons."""

import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from small_archive import MARKS, Small, filled, posts, small_parts

from weerklank.services.change import destruction_lists
from weerklank.services.workplace import Workplace

POSTS = posts()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    made = filled(tmp_path_factory.mktemp("template") / "small")
    made.good("person", "add", "Vera", "--role", "reviewer", "--role", "archivist")
    return made


@pytest.fixture
def small(template: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    small_parts(monkeypatch)
    return template.copy(tmp_path / "small")


def address(small: Small, *names: str) -> list[str]:
    ids = small.ids()
    return [ids[POSTS.url(name)] for name in names]


def propose(small: Small, *names: str) -> str:
    given = [word for item in address(small, *names) for word in ("--id", item)]
    given += ["--ground", "court", "--reason", "vonnis"]
    return str(small.good("destroy", "propose", *given, acting="Pia")["list"])


def refused(small: Small, who: str, *words: str) -> tuple[int, str]:
    code, told = small.run("destroy", *words, acting=who)
    return code, told["error"]["code"]


def test_a_list_goes_back_and_comes_again_and_what_is_taken_off_stays(small: Small) -> None:
    target, plain, last = address(small, "doel", "gewoon", "laatst")
    number = propose(small, "doel", "gewoon", "laatst")
    off = ("except", number, "--id", plain, "--reason", "nog nodig voor een zaak")
    assert refused(small, "Niemand", *off) == (2, "ROLE-001")
    assert refused(small, "Pia", "answer", number, "--reason", "x") == (3, "DESTROY-011")

    told = small.good("destroy", "review", number, "--changes", "te ruim", acting="Vera")
    assert (told["state"], told["round"]) == ("proposed", 1)
    assert told["changes"][0]["by"] == "Vera"
    assert told["changes"][0]["answer"] is None
    # Nobody takes a step before who proposed it has answered.
    assert refused(small, "Ruud", "review", number) == (3, "DESTROY-007")
    assert refused(small, "Anna", "answer", number, "--reason", "x") == (3, "DESTROY-012")

    told = small.good("destroy", *off, acting="Pia")
    assert told["items"] == [target, last]
    (taken,) = told["excepted"]
    assert (taken["id"], taken["by"], taken["reason"]) == (plain, "Pia", "nog nodig voor een zaak")
    assert refused(small, "Pia", *off) == (2, "DESTROY-008")

    told = small.good("destroy", "answer", number, "--reason", "een eraf", acting="Pia")
    assert (told["state"], told["round"], told["changes"][0]["answer"]) == (
        "proposed", 2, "een eraf"
    )  # fmt: skip
    small.good("destroy", "review", number, acting="Ruud")
    # Who did not agree in the first round has reviewed, and is no third person.
    assert refused(small, "Vera", "approve", number) == (3, "DESTROY-003")

    told = small.good("destroy", "approve", number, "--changes", "grond?", acting="Anna")
    assert (told["state"], [*told["by"]]) == ("proposed", ["proposed"])
    small.good("destroy", "answer", number, "--reason", "zie vonnis", acting="Pia")
    small.good("destroy", "review", number, acting="Ruud")
    told = small.good(*("destroy", "except", number, "--id", last, "--reason", "wacht"),
                      acting="Ruud")  # fmt: skip
    assert (told["state"], told["round"], told["items"]) == ("reviewed", 3, [target])
    rest = ("except", number, "--id", target, "--reason", "x")
    assert refused(small, "Ruud", *rest) == (3, "DESTROY-010")
    small.good("destroy", "approve", number, acting="Anna")

    assert refused(small, "Anna", "execute", number, "--confirm", "3") == (3, "DESTROY-013")
    done = small.good("destroy", "execute", number, "--confirm", "1", acting="Anna")
    assert (done["records"], done["search"]["found"]) == (2, [])
    assert refused(small, "Ruud", *off) == (3, "DESTROY-005")
    assert not small.holds(*(mark.encode() for mark in MARKS[:3]))
    small.good("show", plain)
    small.good("show", last)
    (listed,) = small.good("destroy", "list")["lists"]
    assert [one["id"] for one in listed["excepted"]] == [plain, last]
    small.assert_verifies()


def test_on_a_terminal_number_and_count_are_typed(
    small: Small, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from weerklank.cli.main import main

    (item,) = address(small, "gewoon")
    number = small.approve(item)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    where = ["--archive", str(small.archive), "--keys", str(small.root / "keys"), "--as", "Anna"]

    def typed(words: str) -> int:
        monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: words)
        with pytest.raises(SystemExit) as left:
            main([*where, "destroy", "execute", number])
        return int(str(left.value.code))

    assert typed(number) == 3
    assert typed(f"{number} 2") == 3
    assert "DESTROY-013" in capsys.readouterr().err
    small.good("show", item)
    assert typed(f" {number.upper()}  1 ") == 0
    assert small.run("show", item)[1]["error"]["code"] == "SEARCH-003"


def test_a_list_has_its_most(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(destruction_lists, "MOST", 1)
    given = [word for item in address(small, "doel", "gewoon") for word in ("--id", item)]
    given = ["propose", *given, "--ground", "court", "--reason", "vonnis"]
    assert refused(small, "Pia", *given) == (3, "DESTROY-006")


def test_lists_of_before_are_read(small: Small) -> None:
    number = propose(small, "doel")
    (event,) = (
        json.loads(path.read_bytes())
        for path in small.layout.root.glob("decisions/*/*/*/*.json")
        if b'"destruction.proposed"' in path.read_bytes()
    )
    from weerklank.services.seal.read_destructions import lists_of
    from weerklank.store.events import read_event

    del event["data"]["named"]
    found = lists_of([read_event(json.dumps(event).encode())])[number]
    assert (found.items, found.along) == (tuple(address(small, "doel")), frozenset())


def test_a_list_waits_for_the_day_that_was_named_with_its_approval(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = propose(small, "doel")
    small.good("destroy", "review", number, acting="Ruud")
    approve = ("approve", number, "--not-before")
    assert refused(small, "Anna", *approve, "2020-01-01") == (2, "DESTROY-020")
    assert refused(small, "Anna", *approve, "2999-01-01") == (2, "DESTROY-020")
    today = small.workplace().today()
    told = small.good("destroy", *approve, f"{today + timedelta(days=300)}", acting="Anna")
    assert told["not_before"] == f"{today + timedelta(days=300)}"
    assert refused(small, "Anna", "execute", number) == (3, "DESTROY-019")
    monkeypatch.setattr(Workplace, "today", lambda _place: today + timedelta(days=300))
    assert small.good("destroy", "execute", number, acting="Anna")["state"] == "executed"


def test_who_reviewed_a_list_does_not_execute_it(small: Small) -> None:
    # Vera is reviewer and archivist; the screens refuse the same.
    number = propose(small, "doel")
    small.good("destroy", "review", number, acting="Vera")
    small.good("destroy", "approve", number, acting="Anna")
    assert refused(small, "Vera", "execute", number) == (3, "DESTROY-003")
    assert small.good("destroy", "execute", number, acting="Anna")["state"] == "executed"
