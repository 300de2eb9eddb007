"""Terms of sealed originals: kept as long as policy has it, then destroyed, in copies too."""

import gzip
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from place import ME, Archive, line, members, noted, post, tar, uri
from small_archive import Small, account, failed, filled, stand_alone
from test_crashes import KILLED, Calls, chosen, in_child

from weerklank.minimise.vault import without_term
from weerklank.model.clock import FixedClock, SystemClock
from weerklank.model.errors import BrokenInput, NotNow
from weerklank.model.hand_in import add_months
from weerklank.package import term_ender
from weerklank.services.change import end_terms as module
from weerklank.services.change import finish_terms
from weerklank.services.change.end_terms import Tried, end_terms
from weerklank.services.schedule.run_schedule import Schedule
from weerklank.services.workplace import Workplace
from weerklank.store.keys import KeyFolder
from weerklank.store.lock import locked

PIETER = {
    "type": "Mention",
    "href": "https://mast.example/users/zqpieterbaas",
    "name": "@zqpieterbaas@mast.example",
}
ANNA = {
    "type": "Mention",
    "href": "https://mast.example/users/zqannabloem",
    "name": "@zqannabloem@mast.example",
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("template") / "small")


@pytest.fixture
def small(template: Small, tmp_path: Path) -> Small:
    return template.copy(tmp_path / "small")


def later(small: Small, months: int) -> Workplace:
    """Open an archive so many months and two days from now."""
    workplace = small.workplace()
    day = add_months(workplace.today(), months) + timedelta(days=2)
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return replace(workplace, clock=FixedClock(moment))


def vault(archive: Path) -> dict[str, list[dict]]:
    """Give the lines of each sealed object."""
    return {
        str(path.parents[2].relative_to(archive)): [
            json.loads(row) for row in gzip.decompress(path.read_bytes()).splitlines()
        ]
        for path in sorted(archive.rglob("originals.jsonl.gz"))
    }


def sealed(archive: Path) -> list[dict]:
    return [row for rows in vault(archive).values() for row in rows if "ciphertext" in row]


def wrapped(archive: Path) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted(archive.rglob("keys/*.age"))}


def days(small: Small) -> list[str]:
    return sorted(path.stem for path in (small.root / "keys" / "terms").glob("*.key"))


def test_what_was_kept_long_enough_goes_and_all_else_stays_true(small: Small) -> None:
    until = str(add_months(small.workplace().today(), 12))
    told = small.good("vault", "due")["sealed"]
    before = sealed(small.archive)
    assert len(before) > 2
    assert told == [
        {"accounts": ["a0001"], "due": False, "originals": len(before), "until": until}
    ]
    assert days(small) == [until]
    assert end_terms(later(small, 11)).ended is None
    assert small.good("vault", "certificate") == {"certificates": []}
    small.prove_all(small.root / "proofs")
    small.copy(small.root.parent / "back-up")
    copy = wrapped(small.archive)
    needles = [row["ciphertext"].encode() for row in before] + [*copy.values()]
    assert small.holds(*needles)

    tried = end_terms(later(small, 12))
    assert tried.errors == []
    ended = tried.ended
    assert ended is not None
    assert (ended.originals, ended.searched.found) == (len(before), [])
    assert ended.searched.needles == len(needles)
    assert (sealed(small.archive), wrapped(small.archive), days(small)) == ([], {}, [])
    assert not small.holds(*needles)
    gone = {(row["id"], row["version"]) for rows in vault(small.archive).values() for row in rows}
    assert gone == {(row["id"], row["version"]) for row in before}
    rows = [row for rows in vault(small.archive).values() for row in rows]
    assert {tuple(row) for row in rows} == {("destroyed", "id", "version")}

    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()
    for proof in (small.root / "proofs").iterdir():
        assert stand_alone(str(proof))[0] == 0
    (made,) = small.good("vault", "certificate")["certificates"]
    assert (made["originals"], made["days"], made["account"]) == (len(before), [until], "a0001")
    assert made["search"]["found"] == []
    assert "can't be opened any more" in made["copies"][0]["en"]
    assert small.good("vault", "certificate", made["certificate"])["certificates"] == [made]
    code, answer = small.run("vault", "certificate", "term-none")
    assert (code, answer["error"]["code"]) == (2, "KEYS-005")
    assert end_terms(later(small, 13)).ended is None
    # A back-up of the archive still holds it all, and nothing opens it: its key is in no archive.
    keys = KeyFolder(small.root / "keys")
    for name, key in copy.items():
        with pytest.raises(NotNow, match=f"terms/{until}.key"):
            without_term(keys, name, key)
    # What comes later goes into the same archive, and a post of it can still be destroyed.
    item = small.ids().popitem()[1]
    small.good("destroy", "execute", small.approve(item), acting="Anna")
    small.assert_verifies()


def test_a_version_of_the_policy_goes_for_what_was_sealed_under_it(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "place")
    archive.good("init", str(archive.folder), "--organisation", "V", "--sealed", "12")
    archive.good("account", "add", ME.url, "--kind", "corporate")
    first = post(1, "Vraag van zqpieterbaas over de brug, die al weken open staat.")
    joins = noted(post(2, "Dank voor uw vraag"), tag=[PIETER], inReplyTo=uri(first))
    named = noted(post(3, "Dank voor uw melding"), tag=[ANNA])
    archive.take(tar(archive.root / "1.tar.gz", members([line(first), named])))
    archive.good("privacy", "policy", "--sealed", "24")
    archive.take(tar(archive.root / "2.tar.gz", members([line(first), named, joins])))
    small = Small(archive.root)
    held = sealed(small.archive)
    today = small.workplace().today()
    assert {row["key"][:10] for row in held} <= {str(add_months(today, n)) for n in (12, 24)}
    old = {row["ciphertext"] for row in held if row["key"] < str(add_months(today, 13))}
    assert old
    assert len(old) < len(held)

    ended = end_terms(later(small, 12)).ended
    assert ended is not None
    assert ended.originals == len(old)
    assert {row["ciphertext"] for row in sealed(small.archive)} == {
        row["ciphertext"] for row in held
    } - old
    assert days(small) == [str(add_months(today, 24))]
    small.assert_verifies()
    assert end_terms(later(small, 24)).ended is not None
    assert sealed(small.archive) == []
    assert len(small.good("vault", "certificate")["certificates"]) == 2
    small.assert_verifies()


def test_the_schedule_does_it_and_tells_what_waits(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    workplace = later(small, 12)
    schedule = Schedule(lambda: workplace, [], lambda _: pytest.fail("nothing is harvested"))
    with locked(workplace.layout.lock("account-a0001"), "a0001"):
        assert [*schedule.once()] == []  # a run is at work: next time
    assert sealed(small.archive)
    (path, *_) = small.archive.rglob("originals.jsonl.gz")
    content = path.read_bytes()
    path.write_bytes(content[:-9])
    (said,) = schedule.once()
    assert isinstance(said.error, BrokenInput)
    left = {row["ciphertext"] for row in sealed_of(content)}
    assert left <= {row["ciphertext"] for row in sealed_of(content)}
    assert days(small) != []  # of what is damaged and stays
    path.write_bytes(content)
    monkeypatch.setattr(SystemClock, "now", lambda _: workplace.clock.now())
    assert small.good("schedule", "--once") == {"runs": []}
    assert (sealed(small.archive), days(small)) == ([], [])
    small.assert_verifies()


def sealed_of(content: bytes) -> Iterator[dict]:
    return (json.loads(row) for row in gzip.decompress(content).splitlines())


def test_whatever_kills_it_the_next_one_ends_it(template: Small, tmp_path: Path) -> None:
    def at_work(small: Small, at: int, told: Path) -> int:
        def work() -> object:
            calls = Calls(small.root, at, lambda _: os._exit(KILLED))
            calls.listen()
            end_terms(later(small, 12))
            return calls.names if at < 0 else None

        return in_child(work, told)

    told = tmp_path / "told.txt"
    assert at_work(template.copy(tmp_path / "counted"), -1, told) == 0, told.read_text()
    names = json.loads(told.read_text())
    before = len(sealed(template.archive))
    for at in chosen(names, 6, 7):
        small = template.copy(tmp_path / f"killed-{at}")
        assert at_work(small, at, told) == KILLED
        if at % 2:  # a run on the account finds it, and finishes it
            small.good("month", "close")

        def finished(small: Small = small) -> None:
            end_terms(later(small, 12))
            (made,) = small.good("vault", "certificate")["certificates"]
            assert made["originals"] == before
            assert made["search"]["found"] == []
            assert wrapped(small.archive) == {}
            small.assert_verifies()

        assert in_child(finished, told) == 0, f"{names[at - 1]}\n{told.read_text()}"
        shutil.rmtree(small.root)


def test_the_key_of_an_older_key_folder_goes_again(small: Small) -> None:
    keys = small.root / "keys" / "terms"
    shutil.copytree(keys, small.root / "older", copy_function=shutil.copy2)
    assert end_terms(later(small, 12)).ended is not None
    shutil.copytree(small.root / "older", keys, dirs_exist_ok=True, copy_function=shutil.copy2)
    (until,) = days(small)
    assert end_terms(later(small, 12)).ended is None
    assert days(small) == []
    folder = small.archive / "decisions"
    (said,) = [
        event
        for path in folder.rglob("*.json")
        if (event := json.loads(path.read_bytes()))["kind"] == "term.shredded"
    ]
    assert said["data"] == {"days": [until]}
    small.assert_verifies()
    assert end_terms(later(small, 12)).ended is None  # nothing is said twice
    assert small.good("verify")["ok"]


def test_a_certificate_tells_of_a_key_that_went_before_a_process_died(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = finish_terms._destroy_keys

    def dies(workplace: Workplace) -> None:
        plain(workplace)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(finish_terms, "_destroy_keys", dies)
        with pytest.raises(KeyboardInterrupt):
            end_terms(later(small, 12))
    assert days(small) == []
    assert end_terms(later(small, 12)).errors == []
    (made,) = small.good("vault", "certificate")["certificates"]
    (copies,) = made["copies"]
    assert "was destroyed." in copies["en"]


def test_no_decision_means_that_it_is_missing(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = term_ender.destroyed_line
    monkeypatch.setattr(term_ender, "destroyed_line", lambda row, _: plain(row, "term-000000"))
    assert isinstance(module.end_terms(later(small, 12)), Tried)
    code, told = small.run("verify", "--deep")
    assert code == 1
    assert {one["code"] for one in told["findings"]} == {"VERIFY-511"}
    assert "no decision names this" in json.dumps(failed(small.archive))


def test_an_account_of_which_nothing_is_due_is_left_alone(small: Small) -> None:
    before = sorted(p for p in small.archive.rglob("*") if "locks" not in p.parts)
    assert end_terms(small.workplace()).ended is None
    assert account().name
    assert sorted(p for p in small.archive.rglob("*") if "locks" not in p.parts) == before
