"""The overview counts how archives stand, and names nobody and nothing in them (J2)."""

import json
from pathlib import Path
from typing import Any

import pytest
from small_archive import MARKS, Small, X, account, posts

from weerklank.cli import overview
from weerklank.jobs.past import FAILED
from weerklank.model.event import Book
from weerklank.model.run import Technique
from weerklank.services.runs.read_measurements import MEASURED
from weerklank.services.workplace import Workplace


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    made = Small(tmp_path_factory.mktemp("overview") / "small").make()
    made.good("account", "add", "https://x.com/wethouder_gdam", "--kind", "hybrid")
    made.good("account", "add", "https://x.com/grootdam", "--kind", "corporate")
    made.good("account", "add", "https://www.youtube.com/@grootdam", "--kind", "corporate",
              "--replies", "closed")  # fmt: skip
    made.good("account", "add", "https://www.youtube.com/@oud", "--kind", "corporate",
              "--status", "closed")  # fmt: skip
    made.take_in(posts().items)
    return made


def one(small: Small) -> dict:
    (told,) = small.good("overview")["organisations"]
    return dict(told)


def test_it_counts_accounts_and_what_came_in(small: Small) -> None:
    told = one(small)
    assert (told["organisation"], told["accounts"], told["closed"]) == ("Gemeente Grootdam", 4, 1)
    assert told["platforms"] == {"mastodon": {"B": 1}, "x": {"B": 1, "C": 1}, "youtube": {"A": 1}}
    assert told["scenarios"] == {"A": 1, "B": 2, "C": 1}
    harvests = told["harvests"]
    # The hybrid account is never harvested, so it is never late either.
    assert (harvests["accounts"], harvests["never"]) == (3, 2)
    assert (harvests["longest_ago"], harvests["shortest_ago"]) == (0, 0)
    assert harvests["failures"] == {}
    assert told["check"] is None


def test_it_holds_no_content_and_no_name(small: Small) -> None:
    told = json.dumps(small.good("overview")["organisations"][0] | {"archive": ""})
    made = account()
    for name in (made.name + "@", "wethouder", "@", "Anna", "Pia", "a0001", X[1], *MARKS):
        assert name not in told


def test_a_failure_and_a_check_are_counted(small: Small, tmp_path: Path) -> None:
    mine = small.copy(tmp_path / "mine")
    mine.good("verify")
    _fails(mine.workplace())
    told = one(mine)
    assert told["harvests"]["failures"] == {"HARVEST-001": 1}
    assert told["check"]["ok"] is True


def test_a_gap_counts_until_a_run_looks_there_again(small: Small, tmp_path: Path) -> None:
    mine = small.copy(tmp_path / "mine")
    assert one(mine)["harvests"]["incomplete"] == 0
    gap = {"kind": "media_missing", "count": 1, "reason": {"nl": "weg", "en": "gone"}}
    _ends(mine.workplace(), gaps=[gap])
    _ends(mine.workplace(), gaps=[], complete=True, read_since="2026-01-01T00:00:00Z")
    assert one(mine)["harvests"]["incomplete"] == 1
    _ends(mine.workplace(), gaps=[], complete=True)
    assert one(mine)["harvests"]["incomplete"] == 0


def test_bands_and_late_lines_of_the_plan_are_counted(small: Small, tmp_path: Path) -> None:
    before = one(small)
    assert (before["bands"]["unmeasured"], sum(before["plan"].values())) == (4, 0)
    mine = small.copy(tmp_path / "mine")
    band = {"below": 1, "in_band": 0, "full": 9, "not_checked": 0, "empty": 0, "weakest": "below"}
    data = {"band": band, "checks": {}, "yardstick": "Weerklank", "version": 0, "deep": False}
    mine.workplace().record(Book.JOURNAL, MEASURED, "a0001", {**data})
    mine.good("plan", "add", "copies", "--measure", "Een tweede schijf.", "--owner", "Anna",
              "--by", "2999-01-01", acting="Anna")  # fmt: skip
    told = one(mine)
    assert (told["bands"]["below"], told["bands"]["full"]) == (1, 0)  # the weakest counts
    assert told["bands"]["unmeasured"] == 3
    assert told["plan"] == {"overdue": 0, "open": 1, "limit": 0, "closed": 0}


def _ends(workplace: Workplace, **more: Any) -> None:
    """Note a harvest that came to its end, as the journal has it."""
    run = workplace.new_run()
    data = {"account": "a0001", "technique": Technique.API.value}
    workplace.record(Book.JOURNAL, "run.started", run, {**data})
    workplace.record(Book.JOURNAL, "run.finished", run, {**data, **more})


def _fails(workplace: Workplace) -> None:
    """Note a harvest that failed, as the journal has it."""
    run = workplace.new_run()
    data = {"account": "a0001", "technique": Technique.API.value}
    workplace.record(Book.JOURNAL, "run.started", run, {**data})
    workplace.record(Book.JOURNAL, FAILED, "a0001", {**data, "code": "HARVEST-001", "run": run})


def test_several_archives_each_with_its_keys_and_one_that_is_none(
    small: Small, tmp_path: Path
) -> None:
    both = tmp_path / "keys"
    first, second = (Small(tmp_path / name) for name in ("a", "b"))
    for place in (first, second):
        small.copy(place.root)
        place.archive.rename(tmp_path / f"archief-{place.root.name}")
        both.mkdir(exist_ok=True)
        (place.root / "keys").rename(both / f"archief-{place.root.name}")
    folders = [str(tmp_path / f"archief-{name}") for name in ("a", "b")]
    code, told = small.run("overview", *folders, "--keys", str(both))
    assert code == 0
    assert [one["archive"] for one in told["organisations"]] == folders
    assert {one["accounts"] for one in told["organisations"]} == {4}
    missing = str(tmp_path / "weg")
    code, told = small.run("overview", missing, *folders, "--keys", str(both))
    assert code == 2
    gone, *others = told["organisations"]
    assert (gone["archive"], gone["error"]["code"]) == (missing, "ARCHIVE-001")
    assert set(gone) == {"archive", "error"}
    assert [one["error"] for one in others] == [None, None]


def test_a_disk_that_is_away_hides_none_of_the_others(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, keys = small.copy(tmp_path / "mine"), tmp_path / "keys"
    keys.mkdir()
    (mine.root / "keys").rename(keys / mine.archive.name)
    real, seen = overview.overview, list[int]()

    def fails_once(*given: Any) -> Any:
        seen.append(1)
        if len(seen) == 1:
            raise OSError(5, "Input/output error", "/geheim/wethouder_gdam.json")
        return real(*given)

    monkeypatch.setattr(overview, "overview", fails_once)
    code, told = mine.run("overview", *[str(mine.archive)] * 2, "--keys", str(keys))
    broken, whole = told["organisations"]
    assert (code, broken["error"]["code"]) == (4, "ARCHIVE-016")
    assert (whole["error"], whole["accounts"]) == (None, 4)
    assert "wethouder" not in json.dumps(broken)
