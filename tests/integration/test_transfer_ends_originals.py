"""Originals of what was transferred go once the depot has it: those alone, and whole."""

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from small_archive import Small, moment, posts, stand_alone
from test_crashes import KILLED, Calls, chosen, in_child
from test_terms import later, sealed, vault, wrapped

from weerklank.model.clock import SystemClock
from weerklank.services.schedule.run_schedule import Schedule
from weerklank.services.transfer import end_originals
from weerklank.services.transfer.end_originals import end_all_transferred
from weerklank.store.lock import locked

#: All but the last post with an original, of which the data key is that of others too.
PERIOD = ("--from", "2026-01-01", "--to", "2026-01-10")
HOLD = ("hold", "add", "--ground", "Bezwaarprocedure.", "--case", "Z-2026-7")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    small = Small(tmp_path_factory.mktemp("template") / "small").make()
    small.take_in(posts().items)
    small.take_in(posts(edited=True).items)
    return small


@pytest.fixture(scope="module")
def made(template: Small, tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Give an archive with a SIP beside it, and the receipt of it."""
    small = template.copy(tmp_path_factory.mktemp("made") / "small")
    decide(small)
    make(small)
    return small


@pytest.fixture
def small(made: Small, tmp_path: Path) -> Small:
    return made.copy(tmp_path / "small")


def decide(small: Small, *choices: str) -> dict:
    for person, choice in zip(("Anna", "Pia"), choices or ("destroy", "destroy"), strict=True):
        told = small.good("transfer", "decide", "--sealed", choice, *PERIOD, acting=person)
    return told


def make(small: Small) -> None:
    told = small.good("transfer", "make", str(small.root / "sip"), *PERIOD, acting="Anna")
    receipt = {"identificatie": told["sip"], "kenmerk": "ED-1", "hashSip": told["digest"]}
    (small.root / "bevestiging.json").write_text(json.dumps(receipt))


def receive(small: Small, name: str = "bevestiging.json") -> tuple[int, dict]:
    return small.run("transfer", "receipt", str(small.root / name), acting="Anna")


def state(small: Small) -> tuple[str, int, bool]:
    told = small.good("transfer", "show", "t0001")
    return told["state"], told["originals_destroyed"], told["ended"] is not None


def gone(small: Small) -> set[tuple[str, int]]:
    return {
        (row["id"], row["version"])
        for rows in vault(small.archive).values()
        for row in rows
        if "destroyed" in row
    }


def of_sip(small: Small) -> set[tuple[str, int]]:
    """Give the records that the SIP holds."""
    return {
        (row["id"], row.get("version", 1))
        for path in (small.root / "sip").rglob("*.json")
        for row in json.loads(path.read_bytes()).get("records", [])
    }


def test_exactly_what_went_along_goes_and_all_else_stays_true(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What comes in after the SIP was made did not go along: neither a version nor a post.
    again = [one for one in posts(edited=True).items if one.number != posts().items[2].number]
    first = posts().items[2]
    third = replace(first, html=f"{first.html}<p>En dank!</p>", edited=moment(12), media=())
    small.take_in([*again, third])
    before = sealed(small.archive)
    transferred = [row for row in before if (row["id"], row["version"]) in of_sip(small)]
    assert 0 < len(transferred) < len(before)
    of_transferred = {row["id"] for row in transferred}
    stays = [row for row in before if row not in transferred]
    assert any(row["id"] in of_transferred for row in stays)  # the version that came later
    assert any(row["id"] not in of_transferred for row in stays)
    assert any(row["key"] == other["key"] for row in stays for other in transferred)
    keys = wrapped(small.archive)
    small.prove_all(small.root / "proofs")

    wrong = json.loads((small.root / "bevestiging.json").read_bytes()) | {"hashSip": "0"}
    (small.root / "ander.json").write_text(json.dumps(wrong))
    assert receive(small, "ander.json")[0] == 1
    assert sealed(small.archive) == before  # never before the depot has it
    code, told = receive(small)
    assert (code, told["state"], told["originals_destroyed"]) == (0, "received", len(transferred))
    # Byte for byte, wherever their package lies now.
    assert sorted(sealed(small.archive), key=str) == sorted(stays, key=str)
    assert gone(small) == {(row["id"], row["version"]) for row in transferred}
    assert not small.holds(*(row["ciphertext"].encode() for row in transferred))
    needed = {row["key"] for row in stays}
    assert {*wrapped(small.archive)} == needed
    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()
    for proof in (small.root / "proofs").iterdir():
        assert stand_alone(str(proof))[0] == 0

    (certificate,) = small.good("vault", "certificate")["certificates"]
    assert (certificate["certificate"],) == tuple(told["certificates"])
    assert (certificate["transfer"], certificate["account"]) == ("t0001", "a0001")
    assert certificate["originals"] == len(transferred)
    opened = {row["key"] for row in transferred}
    assert {*certificate["keys"]} == opened <= {*keys}
    assert certificate["keys_left"] == len(opened & needed) > 0
    assert certificate["search"]["found"] == []
    # Each ciphertext, and each data key that nothing needs any more.
    assert certificate["search"]["needles"] == len(transferred) + len(opened - needed)
    assert "still there" in certificate["copies"][0]["en"]
    assert state(small) == ("received", len(transferred), True)
    assert receive(small)[1]["error"]["code"] == "TRANSFER-007"
    # What comes later finds the archive as it is: a month that closes, a post that goes whole.
    clock = later(small, 2).clock
    monkeypatch.setattr(SystemClock, "now", lambda _: clock.now())
    small.good("month", "close")
    number = small.approve(transferred[0]["id"])
    _, told = small.run("destroy", "execute", number, acting="Anna")
    assert told["state"] == "executed"
    assert all("/small/sip/" in name for name in told["search"]["found"])  # what was transferred
    small.assert_verifies()


def test_a_hold_stops_it_when_made_when_received_and_after(
    template: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = template.copy(tmp_path / "small")
    item = next(row["id"] for row in sealed(small.archive) if row["id"].count("2026-01-07"))
    assert decide(small, "destroy", "keep")["decided"] is None
    out = ("transfer", "make", str(small.root / "sip"), *PERIOD)
    assert small.run(*out, acting="Anna")[1]["error"]["code"] == "TRANSFER-003"
    assert decide(small)["decided"] == "destroy"
    hold = small.good(*HOLD, "--id", item, acting="Anna")["hold"]
    code, told = small.run(*out, acting="Anna")
    assert (code, told["error"]["code"]) == (3, "HOLD-004")
    assert not (small.root / "sip").exists()
    lift = ("hold", "lift", hold, "--reason", "Klaar.")
    small.good(*lift, acting="Anna")
    monkeypatch.setattr(end_originals, "MOST_RECORDS", 1)
    assert small.run(*out, acting="Anna")[1]["error"]["code"] == "TRANSFER-013"
    monkeypatch.undo()
    make(small)
    number = small.good("transfer", "list")["transfers"][-1]["sip"]
    before = sealed(small.archive)
    second = small.good(*HOLD, "--id", item, acting="Anna")["hold"]
    code, told = receive(small)
    assert (code, told["error"]["code"], told["blocked"][0]["by"]) == (3, "HOLD-004", [second])
    assert small.good("transfer", "show", number)["state"] == "made"
    small.good("hold", "lift", second, "--reason", "Klaar.", acting="Anna")
    # A run is at work: the receipt counts, and what it means for the originals waits.
    with locked(small.layout.lock("account-a0001"), "a0001"):
        assert receive(small)[1]["error"]["code"] == "STORE-001"
    third = small.good(*HOLD, "--id", item, acting="Anna")["hold"]
    (said,) = Schedule(small.workplace, [], lambda _: pytest.fail("nothing is harvested")).once()
    assert said.error is not None
    assert said.error.code == "HOLD-004"
    assert sealed(small.archive) == before
    small.good("hold", "lift", third, "--reason", "Klaar.", acting="Anna")
    (path, *_) = [
        path
        for path in small.archive.rglob("originals.jsonl.gz")
        if item.encode() in b"".join(json.dumps(r).encode() for r in vault_of(path, small))
    ]
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    code, told = receive(small)
    assert (code, told["error"]["code"][:7]) == (6, "ARCHIVE")
    assert small.good("transfer", "show", number)["ended"] is None
    path.write_bytes(whole)
    code, told = receive(small)
    assert (code, told["ended"] is not None) == (0, True)
    assert sealed(small.archive) != before
    small.assert_verifies()


def vault_of(path: Path, small: Small) -> list[dict]:
    return vault(small.archive)[str(path.parents[2].relative_to(small.archive))]


def test_whatever_kills_it_the_next_one_ends_it(made: Small, tmp_path: Path) -> None:
    def at_work(small: Small, at: int, told: Path) -> int:
        def work() -> object:
            calls = Calls(small.root, at, lambda _: os._exit(KILLED))
            calls.listen()
            assert receive(small)[0] == 0
            return calls.names if at < 0 else None

        return in_child(work, told)

    told = tmp_path / "told.txt"
    counted = made.copy(tmp_path / "counted")
    assert at_work(counted, -1, told) == 0, told.read_text()
    names = json.loads(told.read_text())
    left, due = sealed(counted.archive), len(gone(counted))
    # When the originals are out of the packages, and nothing was searched or said yet.
    out = next(
        at for at, name in enumerate(names, 1) if name.startswith("os.rmdir /archive/open/")
    )
    for turn, at in enumerate([out, *chosen(names, 3, 11)]):
        small = made.copy(tmp_path / f"killed-{at}")
        assert at_work(small, at, told) == KILLED
        if turn % 2:  # a run on the account finds what began, and finishes it
            small.good("month", "close")

        def finished(small: Small = small) -> None:
            if state(small)[0] == "made":
                assert gone(small) == set()
                assert receive(small)[0] == 0
            assert end_all_transferred(small.workplace()).errors == []
            assert state(small) == ("received", due, True)
            assert {row["ciphertext"] for row in sealed(small.archive)} == {
                row["ciphertext"] for row in left
            }
            assert len(small.good("vault", "certificate")["certificates"]) == 1
            small.assert_verifies()

        assert in_child(finished, told) == 0, f"{names[at - 1]}\n{told.read_text()}"
        shutil.rmtree(small.root)
