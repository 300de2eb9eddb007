"""Completeness: measured from packages, with evidence that moves with what is really there (I1).

The account has sixty posts on its web page, of which its API gives 55 and its export 58.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from place import ME, Archive, harvest, medium, moment, post, serving
from three_techniques import by_browser, exported

from weerklank import bootstrap
from weerklank.completeness.read_yardstick import shipped_bytes, shipped_part
from weerklank.model.clock import civil_day
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.services.measure import held_account
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Silent
from weerklank.testing.mastodon_export import write_export

Json = dict[str, Any]
pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
PICTURE = medium("/media_attachments/files/foto.png", "brug")
POSTS = [
    post(day, f"Bericht nummer {day}", **({"media": (PICTURE,)} if day == 10 else {}))
    for day in range(1, 61)
]
#: By hand: what the API does not give, and what the export does not.
NOT_IN_API = {"1", "2", "3", "4", "5"}
NOT_IN_EXPORT = {"20", "21"}
VERDICTS = {"below", "not_checked", "in_band", "full"}


@dataclass(frozen=True)
class Sixty:
    """The archive, and what was measured after each technique."""

    place: Archive
    by_api: Json
    by_export: Json
    by_all: Json


def measure(place: Archive, *more: str) -> Json:
    code, told = place.run("completeness", "a0001", *more)
    (one,) = told["accounts"]
    assert code == int(any(row["verdict"] == "below" for row in one["checks"]))
    return dict(one)


def check(told: Json, name: str) -> Json:
    (found,) = [row for row in told["checks"] if row["id"] == name]
    return dict(found)


def said(told: Json, name: str) -> list[str]:
    return [row["what"] for row in check(told, name)["evidence"]]


def numbers(place: Archive, items: list[str]) -> set[str]:
    texts = {row["id"]: row["text"] for row in place.rows()}
    return {texts[item].split()[-1] for item in items}


def days(*without: set[str]) -> list[Any]:
    left_out = set[str]().union(*without)
    return [one for day, one in enumerate(POSTS, start=1) if str(day) not in left_out]


@pytest.fixture(scope="module", autouse=True)
def _in_dutch() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "nl_NL.UTF-8")
        yield


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Sixty:
    place = Archive(tmp_path_factory.mktemp("zestig")).begin()
    place.good("person", "add", "Ties", "--role", "archivist")
    with serving(place, *days(NOT_IN_API)) as server:
        harvest(place)
        by_api = measure(place)
        made = exported(place, server, moment(90), *days(NOT_IN_EXPORT))
        place.run("import", str(made))
        by_export = measure(place)
        today = datetime.now(tz=moment(1).tzinfo)
        with by_browser():
            place.run("import", str(exported(place, server, today, *POSTS)))
    return Sixty(place, by_api, by_export, measure(place))


@pytest.fixture
def copy(sixty: Sixty, tmp_path: Path) -> Archive:
    shutil.copytree(sixty.place.folder, tmp_path / "archive")
    shutil.copytree(sixty.place.root / "keys", tmp_path / "keys")
    return Archive(tmp_path)


def test_the_counts_of_three_techniques_stand_beside_each_other_with_what_each_lacks(sixty):
    found = check(sixty.by_all, "agreement")
    seen = {row["what"]: row for row in found["evidence"] if "gezien" in row["what"]}
    assert [*seen] == [
        "API: 55 van de 60 berichten gezien",
        "export: 58 van de 60 berichten gezien",
        "webpagina: 60 van de 60 berichten gezien",
    ]
    lacks = [numbers(sixty.place, row["items"]) for row in seen.values()]
    assert lacks == [NOT_IN_API, NOT_IN_EXPORT, set()]
    # Seven posts were missed by one of them, though it looked there.
    assert (found["holding"], found["of"], found["value"]) == (53, 60, 88.3)
    assert found["verdict"] == "below"
    missed = {row["what"]: row for row in found["evidence"] if "gemist" in row["what"]}
    assert {what: row["count"] for what, row in missed.items()} == {
        "API: gemist terwijl daar wel is gekeken": 5,
        "export: gemist terwijl daar wel is gekeken": 2,
    }
    items = {item for row in missed.values() for item in row["items"]}
    assert numbers(sixty.place, [*items]) == NOT_IN_API | NOT_IN_EXPORT
    for row in missed.values():  # the evidence opens the package that it lies in
        assert (sixty.place.folder / row["where"] / "inventory.json").is_file()
    # Where nothing lacks, the evidence says in which packages it was counted.
    core = check(sixty.by_all, "core")
    assert (core["verdict"], sum(row["count"] for row in core["evidence"])) == ("full", 60)
    # What the platform states stands beside what came, run by run.
    stated = [one for one in said(sixty.by_all, "posts") if "opgeeft" in one]
    assert stated[0] == (
        "API: 55 gekomen van 55 die het platform opgeeft; 5 die daarbij ontbreken kwamen met een "
        "andere techniek"
    )


def test_posts_of_which_no_number_of_replies_is_stated_are_not_fine(sixty):
    alone = check(sixty.by_api, "replies")
    assert (alone["empty"], alone["evidence"]) == (True, [])  # it states that there are none
    found = check(sixty.by_all, "replies")
    assert (found["verdict"], found["empty"]) == ("not_checked", False)
    assert "niet bij elk hoeveel" in found["reason"]
    (row,) = [row for row in found["evidence"] if "geen aantal reacties" in row["what"]]
    assert numbers(sixty.place, row["items"]) == NOT_IN_API


def test_a_technique_more_or_less_moves_the_band_and_the_evidence_says_which(sixty):
    steps = (sixty.by_api, sixty.by_export, sixty.by_all)
    for name, values, verdicts in (
        ("compared", [0.0, 88.3, 100.0], ["below", "in_band", "full"]),
        ("data_and_page", [0.0, 0.0, 100.0], ["below", "below", "full"]),
        ("agreement", [None, 88.3, 88.3], ["not_checked", "below", "below"]),
    ):
        assert [check(one, name)["value"] for one in steps] == values, name
        assert [check(one, name)["verdict"] for one in steps] == verdicts, name
    assert {*said(sixty.by_export, "data_and_page")} == {"niet als webpagina"}
    assert "met maar één techniek gezien" in said(sixty.by_export, "compared")
    assert check(sixty.by_api, "agreement")["reason"] == "er is maar één techniek gebruikt"


def test_nothing_that_was_not_measured_is_fine(sixty, tmp_path):
    place = Archive(tmp_path).make()
    empty = measure(place)  # nothing was ever harvested of it
    for told in (empty, sixty.by_api, sixty.by_all):
        for row in told["checks"]:
            assert (row["value"] is None) == (row["verdict"] == "not_checked"), row
            assert row["verdict"] in VERDICTS
            assert bool(row["reason"]) == (row["value"] is None), row
        counted = {name: told["band"][name] for name in VERDICTS}
        assert sum(counted.values()) == len(told["checks"]) == 37
    fine = {row["id"] for row in empty["checks"] if row["verdict"] in {"full", "in_band"}}
    # What the archive and the register have is there, whatever was harvested.
    assert fine <= {"register", "stamped", "roles"}
    assert check(empty, "posts")["reason"] == ("van dit account is nog niets geoogst of opgenomen")


def test_a_lost_file_moves_the_band_and_the_evidence_names_it(sixty, copy):
    before = measure(copy)
    assert [check(before, name)["verdict"] for name in ("files", "media")] == ["full", "full"]
    for name in ("files", "indexed", "proofs"):  # what is full can be taken apart too
        rows = check(before, name)["evidence"]
        assert sum(row["count"] for row in rows) == check(before, name)["of"]
        assert all((copy.folder / row["where"]).is_dir() for row in rows)
    lost = copy.media_files()[0]
    with_it = {path.parent for path in copy.media_files()}
    # One that is shorter than it was is not there either, and nobody has to read it for that.
    lost.write_bytes(lost.read_bytes()[:-1])
    shorter = check(measure(copy), "files")
    assert (shorter["verdict"], shorter["of"] - shorter["holding"]) == ("below", 1)
    for path in copy.media_files():
        path.unlink()
    after = measure(copy)
    files, media = check(after, "files"), check(after, "media")
    assert (files["verdict"], files["of"] - files["holding"]) == ("below", len(with_it))
    assert any(f"media/{lost.name}" in one for one in said(after, "files"))
    assert (media["verdict"], media["holding"], media["of"]) == ("below", 0, 1)
    (row,) = media["evidence"]
    assert row["what"] == "met een mediabestand dat weg is"
    assert numbers(copy, row["items"]) == {"10"}
    # And a package that is gone as a whole, which only the log still names.
    gone = copy.folder / check(before, "checked")["evidence"][0]["where"]
    shutil.rmtree(gone)
    worse = measure(copy)
    assert "het hele pakket is weg; het logboek noemt het" in said(worse, "files")
    assert check(worse, "files")["value"] < files["value"]
    # What a run once brought is no longer held.
    shutil.rmtree(copy.folder / check(worse, "core")["evidence"][0]["where"])
    worse = measure(copy)
    held = check(worse, "posts")
    assert (check(before, "posts")["value"], held["holding"], held["of"]) == (100.0, 58, 60)
    assert any("daarvan zijn hier nog" in one for one in said(worse, "posts"))


def test_a_record_file_that_is_damaged_is_told_and_deep_reads_every_byte(sixty, copy):
    deep = measure(copy, "--deep")
    assert [check(deep, name)["verdict"] for name in ("files", "opens")] == ["full", "full"]
    path = min(copy.folder.glob("open/a0001/*/*/*/v1/content/proof/leaves.txt.gz"))
    path.write_bytes(path.read_bytes()[:-4] + b"oeps")
    assert check(measure(copy), "files")["verdict"] == "full"  # it is there
    found = check(measure(copy, "--deep"), "files")
    assert found["verdict"] == "below"
    assert any("bij de controle van elke byte" in row["what"] for row in found["evidence"])
    records = min(copy.folder.glob("open/a0001/*/*/*/v1/content/records/*.gz"))
    records.write_bytes(b"stuk")
    told = measure(copy)
    assert check(told, "files")["verdict"] == "below"
    assert any("records/records.jsonl.gz" in one for one in said(told, "files"))


def test_a_field_that_is_renamed_moves_the_band_until_somebody_decides(tmp_path):
    place = Archive(tmp_path).begin()

    def renamed(status: Json) -> Json:
        return {
            ("hearts" if name == "favourites_count" else name): v for name, v in status.items()
        }

    with serving(place, *(post(day, f"Bericht nummer {day}") for day in range(1, 26))) as server:
        harvest(place)
        assert check(measure(place), "fields")["verdict"] == "full"
        server.mood.change = renamed
        run = harvest(place, 1)
    told = check(measure(place), "fields")
    assert (told["value"], told["verdict"]) == (1, "below")
    assert [row["what"] for row in told["evidence"]] == [
        "Het veld post/favourites_count ontbreekt: eerder stond het in 100% en nu in geen van 25.",
        "Het veld /hearts is nieuw en nog niet bekend (25 keer).",
    ]
    assert {row["where"] for row in told["evidence"]} == {run["run"]}
    assert all(row["items"] for row in told["evidence"])
    gaps = check(measure(place), "gaps")
    assert (gaps["value"], gaps["verdict"]) == (1, "in_band")
    assert gaps["evidence"][0]["where"] == run["run"]
    for finding in place.good("drift", "list")["findings"]:
        place.good("drift", "acknowledge", finding["finding"], "--reason", "Nieuwe naam")
    assert check(measure(place), "fields")["verdict"] == "full"


def test_a_period_counts_what_was_published_in_it(sixty, copy):
    told = measure(copy, "--from", "2026-01-11", "--to", "2026-01-20")
    assert check(told, "core")["of"] == 10
    posts = check(told, "posts")
    assert (posts["verdict"], posts["value"]) == ("not_checked", None)
    assert "niet voor een periode" in posts["reason"]
    assert check(told, "media")["of"] == 1
    later = measure(copy, "--from", "2027-01-01")
    assert check(later, "core")["empty"]
    assert copy.run("completeness", "--from", "2026-02-01", "--to", "2026-01-01")[0] == 2


def run_of(place: Archive, run: str, day: datetime, stated: int, came: int) -> None:
    """Put a whole run by the API in the journal, as if the platform stated a number that day."""
    work = bootstrap.workplace(str(place.folder), str(place.root / "keys"), Silent())
    at = day.isoformat()
    begun: JsonObject = {"account": "a0001", "technique": "api", "at": at}
    counts: JsonObject = {"posts": {"came": came, "stated": stated}}
    work.record(Book.JOURNAL, "run.started", run, begun)
    done: JsonObject = {"at": at, "complete": came == stated, "counts": counts,
                        "newest": at[:10], "technique": "api"}  # fmt: skip
    work.record(Book.JOURNAL, "run.finished", run, done)
    seal_events(work)


def test_posts_of_a_period_are_held_against_the_numbers_from_before_and_after_it(copy):
    """Ten posts are of those days; two more are missing after them than the one before them."""
    period = ("--from", "2026-01-11", "--to", "2026-01-20")
    told = measure(copy, *period)
    posts = check(told, "posts")
    assert (posts["verdict"], posts["value"]) == ("not_checked", None)
    assert "geen run zag dat aantal dicht bij begin en einde" in posts["reason"]
    # By hand: five came by the export alone, which the API misses however often it looks.
    run_of(copy, "r-begin", moment(9).replace(hour=22), 10, 4)
    only_begin = check(measure(copy, *period), "posts")
    assert only_begin["verdict"] == "not_checked"
    run_of(copy, "r-end", moment(20).replace(hour=22), 23, 15)
    posts = check(measure(copy, *period), "posts")
    assert (posts["holding"], posts["of"], posts["verdict"]) == (10, 12, "below")
    assert posts["value"] == 83.3
    (row,) = [one for one in posts["evidence"] if "gaf" in one["what"]]
    assert row["where"] == "r-end"
    assert row["what"] == (
        "API: van 2026-01-10 tot 2026-01-21 ontbreken er 2 meer dan daarvoor; het platform gaf "
        "eerst 10 op (1 niet gekomen) en aan het eind 23 (3 niet gekomen)"
    )
    # Another period has no number near it, and the whole account the newest.
    assert check(measure(copy, "--from", "2026-01-02", "--to", "2026-01-05"), "posts")["reason"]
    whole = copy.run("completeness", *period)[1]["organisation"]
    assert (check(whole, "posts")["holding"], check(whole, "posts")["of"]) == (10, 12)


def test_what_came_in_later_tells_nothing_of_a_period(copy):
    run_of(copy, "r-begin", moment(9).replace(hour=22), 20, 4)
    run_of(copy, "r-end", moment(20).replace(hour=22), 24, 19)
    posts = check(measure(copy, "--from", "2026-01-11", "--to", "2026-01-20"), "posts")
    assert (posts["verdict"], posts["value"]) == ("not_checked", None)
    assert "kwam er later bij" in posts["reason"]


def test_rights_are_a_check_and_what_nobody_recorded_is_named(copy):
    found = check(measure(copy), "rights")
    # Sixty texts and a picture; of the picture the portrait right too.
    assert (found["holding"], found["of"], found["verdict"]) == (0, 61, "in_band")
    kinds = {row["what"]: 0 for row in found["evidence"]}
    for row in found["evidence"]:
        kinds[row["what"]] += row["count"]
    assert kinds == {"zonder vastgelegd auteursrecht": 61, "zonder vastgelegd portretrecht": 1}
    copy.good("rights", "set", "--default", "--covers", "text", "--status", "own",
              "--source", "Besluit 1", "--as", "Ties")  # fmt: skip
    found = check(measure(copy), "rights")
    assert (found["holding"], found["of"]) == (60, 61)
    (one,) = {item for row in found["evidence"] for item in row["items"]}
    assert numbers(copy, [one]) == {"10"}
    copy.good("rights", "set", "--account", "a0001", "--covers", "media", "--status", "own",
              "--portrait", "none", "--source", "Besluit 2", "--as", "Ties")  # fmt: skip
    assert check(measure(copy), "rights")["verdict"] == "full"
    listed = copy.good("rights", "list")["counts"]
    # As they are listed, but for the profile: that is no post, and a rule for texts is for it too.
    assert (listed["parts"] - 1, {*listed["missing"].values()}) == (61, {0})


def test_each_measurement_is_kept_and_one_check_alone_is_not(sixty, copy):
    def kept() -> list[Json]:
        return copy.events("journal", "completeness.measured")

    count = len(kept())
    told = measure(copy)
    assert len(kept()) == count + 1
    assert len(told["trend"]) == count
    assert told["trend"][0]["band"] == sixty.by_all["band"]
    whole = copy.run("completeness")[1]
    assert {event["subject"] for event in kept()} == {"a0001", "organisation"}
    assert whole["organisation"]["account"] is None
    assert whole["organisation"]["band"]["weakest"] == "below"
    alone = copy.run("completeness", "a0001", "--check", "agreement")[1]
    assert (alone["kept"], len(kept())) == (False, count + 3)
    ((row,),) = [one["checks"] for one in alone["accounts"]]
    assert row["id"] == "agreement"
    # No word of anybody goes into the journal.
    assert all("Bericht" not in json.dumps(event) for event in kept())
    assert copy.good("verify")["ok"]


def test_who_asks_without_the_key_of_the_log_is_answered_and_nothing_is_kept(sixty, copy):
    (copy.root / "keys" / "log.pem").unlink()
    count = len(copy.events("journal", "completeness.measured"))
    code, told = copy.run("completeness", "a0001")
    assert (code, told["kept"]) == (1, False)
    assert told["accounts"][0]["band"] == sixty.by_all["band"]
    assert len(copy.events("journal", "completeness.measured")) == count


def test_the_yardstick_is_a_versioned_decision_and_a_lower_minimum_ends(sixty, copy):
    lower = ("yardstick", "set", "agreement", "--minimum", "80", "--reason", "Recht gevraagd")
    until = ("--until", f"{civil_day(datetime.now(UTC)) + timedelta(days=400)}")
    assert copy.run(*lower, *until)[0] == 3  # nobody was named
    code, told = copy.run(*lower, "--as", "Ties")
    assert (code, told["error"]["code"]) == (2, "MEASURE-003")
    assert copy.run(*lower, "--until", "2020-01-01", "--as", "Ties")[0] == 2
    done = copy.good(*lower, *until, "--as", "Ties")
    assert done["lowered"]["minimum"] == 80.0
    assert (done["minimum"], done["version"]) == (95.0, 1)
    assert check(measure(copy), "agreement")["verdict"] == "in_band"
    both = ("--minimum", "80", "--full", "88", "--reason", "Recht gevraagd", "--as", "Ties")
    assert copy.run("yardstick", "set", "agreement", "--reason", "Niets", "--as", "Ties")[0] == 2
    lowered = copy.good("yardstick", "set", "agreement", *both, *until)["lowered"]
    assert (lowered["minimum"], lowered["full"]) == (80.0, 88.0)
    assert check(measure(copy), "agreement")["verdict"] == "full"
    for wrong in (("bestaat-niet", "50"), ("agreement", "101"), ("agreement", "-1")):
        code, told = copy.run("yardstick", "set", wrong[0], f"--minimum={wrong[1]}", *lower[5:],
                              "--as", "Ties")  # fmt: skip
        assert code == 2, told
    file = copy.root / "meetlat.toml"
    copy.good("yardstick", "show", "-o", str(file))
    text = file.read_text(encoding="utf-8").replace('"Weerklank"', '"Voorbeelddam"')
    file.write_text(text, encoding="utf-8")
    assert copy.run("yardstick", "load", str(file))[0] == 3
    loaded = copy.good("yardstick", "load", str(file), "--as", "Ties")
    assert (loaded["name"], loaded["version"], loaded["ours"]) == ("Voorbeelddam", 3, False)
    assert copy.good("yardstick", "load", str(file), "--as", "Ties")["version"] == 3
    assert check(measure(copy), "agreement")["verdict"] == "below"  # what was set is over
    file.write_text(text.replace("full = 100", "full = 10", 1), encoding="utf-8")
    code, told = copy.run("yardstick", "load", str(file), "--as", "Ties")
    assert (code, told["error"]["code"]) == (6, "MEASURE-007")
    changes = copy.good("yardstick", "show")["changes"]
    assert [(one["version"], one["full"]) for one in changes] == [(3, None), (2, 88.0), (1, None)]
    assert {one["by"] for one in changes} == {"Ties"}
    assert copy.good("verify")["ok"]


def test_of_a_platform_that_ended_and_an_account_by_hand_no_harvest_is_asked(copy):
    url = "https://www.linkedin.com/in/wethouder-demostra"
    copy.good("account", "add", url, "--kind", "personal")
    copy.good("platform", "status", "mastodon", "ended", "--decided", "2026-01-01",
              "--without-harvest", "Server is uit")  # fmt: skip
    told = {one["account"]: one for one in copy.run("completeness")[1]["accounts"]}
    ended = check(told["a0001"], "last_harvest")
    assert (ended["reason"], ended["empty"]) == ("het platform is beëindigd", True)
    assert check(told["a0001"], "compared")["verdict"] == "full"
    for name in ("posts", "compared", "last_harvest", "gaps", "profile"):
        by_hand = check(told["a0002"], name)
        assert by_hand["empty"], name
        assert "per bericht aangeleverd" in by_hand["reason"]


def test_a_package_that_is_closed_while_it_is_measured_is_read_where_it_went(copy, monkeypatch):
    before = measure(copy)
    real, moved = held_account.read_lines, []

    def close_first(path: Path) -> Iterator[bytes]:
        if not moved:
            moved.append(path)
            package = path.parents[3]
            package.rename(copy.root / "elders")  # as a month that is closed under our hands
            try:
                yield from real(path)
            finally:
                (copy.root / "elders").rename(package.with_name("0099"))
        else:
            yield from real(path)

    monkeypatch.setattr(held_account, "read_lines", close_first)
    after = measure(copy)
    assert moved
    # All of its records were counted, where it lies now.
    assert check(after, "indexed")["of"] == check(before, "indexed")["of"]


def test_what_the_platform_can_never_give_stands_beside_what_lacks(tmp_path):
    place = Archive(tmp_path).make()
    write_export(tmp_path / "archive.tar.gz", ME, POSTS[:3])
    place.take(tmp_path / "archive.tar.gz")
    told = measure(place)
    (row,) = check(told, "replies")["evidence"]
    assert row["limit"]
    assert row["what"].startswith("grens van het platform (export): ")
    # None stands where nothing lacks, or where there is nothing to lack it.
    for name, verdict in (("counters", "full"), ("edits", "not_checked")):
        assert check(told, name)["verdict"] == verdict
        assert not any(row["limit"] for row in check(told, name)["evidence"])


def test_a_yardstick_of_a_later_program_is_told_as_what_it_is(copy):
    work = bootstrap.workplace(str(copy.folder), str(copy.root / "keys"), Silent())
    work.record(Book.DECISIONS, "yardstick.loaded", "Later", {"text": "weight = 2"})
    seal_events(work)
    code, told = copy.run("completeness")
    assert (code, told["error"]["code"]) == (6, "MEASURE-008")


def test_a_yardstick_of_before_is_read_and_written_with_what_it_lacks(copy):
    """One that was loaded before `rights` was a check: nothing is judged by it until then."""
    text = shipped_bytes().decode().replace('"Weerklank"', '"Dorp"')
    work = bootstrap.workplace(str(copy.folder), str(copy.root / "keys"), Silent())
    old: JsonObject = {"text": text.replace(shipped_part("rights"), "")}
    work.record(Book.DECISIONS, "yardstick.loaded", "Dorp", old)
    seal_events(work)
    found = check(measure(copy), "rights")
    assert (found["verdict"], found["holding"], found["of"]) == ("not_checked", 0, 61)
    assert "nam deze controle daarin nog niet over" in found["reason"]
    whole = check(copy.run("completeness")[1]["organisation"], "rights")
    assert (whole["verdict"], whole["reason"]) == ("not_checked", found["reason"])
    (row,) = [one for one in copy.good("yardstick", "show")["checks"] if not one["adopted"]]
    assert row["id"] == "rights"
    file = copy.root / "meetlat.toml"
    copy.good("yardstick", "show", "-o", str(file))
    copy.good("yardstick", "load", str(file), "--as", "Ties")
    assert check(measure(copy), "rights")["verdict"] == "in_band"


def test_people_are_told_in_words(sixty, copy):
    keys = ("--archive", str(copy.folder), "--keys", str(copy.root / "keys"))
    code, out, _ = copy.spoken("completeness", "a0001", *keys)
    assert code == 1
    assert "het zwakste punt: onder het minimum" in out
    assert "  de vorige keer, op " in out
    assert "onze uitleg van DUTO en de whitepaper" in out
    assert "API: 55 van de 60 berichten gezien" in out
    code, out, _ = copy.spoken("yardstick", "show", *keys)
    assert (code, "geen eis" in out) == (0, True)
