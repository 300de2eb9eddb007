"""Epochs of pseudonyms: begun by decision, kept by threads, ended once nothing of one is held."""

import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from small_archive import Small, X, Y, Z, account, failed, link, post

from weerklank import bootstrap
from weerklank.documents.document import Bullets
from weerklank.minimise.folding import fold_key
from weerklank.minimise.keyed_tags import KeyedTags
from weerklank.model.item import ArchivalItem
from weerklank.package.names import packages
from weerklank.package.reader import read_items
from weerklank.services.change import turn_epochs
from weerklank.services.oversee.data_report import data_report
from weerklank.services.oversee.report_facts import report_facts
from weerklank.services.workplace import Silent, Workplace
from weerklank.store.keys import KeyFolder
from weerklank.store.lock import locked
from weerklank.store.table_files import TABLES, write_table_files
from weerklank.testing.mastodon_export import ExportPost

WHY = ("--ground", "AVG art. 5 lid 1 onder e", "--reason", "elk jaar een nieuw tijdvak")
OLD = post(1, f"Dank aan {link(X)} voor de foto van de sluis.", mentions=(X,))
JOINS = post(
    3,
    f"Ook {link(Y)} stuurde iets, net als {link(X)}.",
    in_reply_to=f"{account().actor_id}/statuses/{OLD.number}",
    mentions=(X, Y),
)
NEW = post(4, f"Van {link(X)} en {link(Y)} kregen wij een vraag.", mentions=(X, Y))


def items(small: Small) -> dict[int, ArchivalItem]:
    """Give the newest version of each post by its number on the platform."""
    found: dict[int, ArchivalItem] = {}
    for package in packages(small.layout):
        for _, read in read_items(package):
            for item in read:
                number = (item.url or "").rpartition("/")[2]
                if number.isdecimal():
                    found[int(number)] = item
    return found


def who(small: Small, made: ExportPost) -> set[str]:
    """Give the pseudonyms in the text of a post."""
    words = str(items(small)[made.number].text).replace(",", " ").split()
    return {word.strip(".!") for word in words if word.startswith(("Burger-", "@Burger-"))}


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """An archive with a post of the first epoch, and one of each kind of the second."""
    small = Small(tmp_path_factory.mktemp("turned") / "small").make()
    small.take_in([OLD], "first.tar.gz")
    told = small.good("keys", "epoch", "begin", *WHY, acting="Pia")
    assert told["epoch"] == 2
    assert told["begun_by"] == "Pia"
    small.take_in([OLD, JOINS, NEW], "second.tar.gz")
    return small


def test_a_thread_keeps_its_epoch_and_a_new_one_has_other_pseudonyms(
    turned: Small,
) -> None:
    old, joined, new = who(turned, OLD), who(turned, JOINS), who(turned, NEW)
    assert len(old) == 1
    assert old < joined
    assert len(joined) == len(new) == 2
    assert not joined & new
    assert items(turned)[OLD.number].version == 1
    turned.assert_verifies()


def test_who_asks_is_found_in_every_epoch(turned: Small) -> None:
    told = turned.good("privacy", "person", X[1], "--platform", "mastodon", acting="Pia")
    both = who(turned, OLD) | who(turned, NEW)
    assert len(told["pseudonyms"]) == 2
    assert {f"@{one}" for one in told["pseudonyms"]} < both
    assert told["named"] == 3
    found = turned.good("privacy", "scan", acting="Pia")
    assert found["findings"] == []


def test_a_scan_finds_who_is_known_in_a_later_epoch_alone(turned: Small, tmp_path: Path) -> None:
    small = turned.copy(tmp_path / "small")
    new = post(6, f"Dag {link(Z)}, wat fijn.", mentions=(Z,))
    small.take_in([new], "third.tar.gz")
    (small.archive / "index" / "uitgelekt.txt").write_text(f"van {Z[1]}\n")
    found = small.run("privacy", "scan", acting="Pia")[1]
    assert [one["path"] for one in found["findings"]] == ["index/uitgelekt.txt"]


def test_nothing_in_the_archive_ties_two_pseudonyms_of_one_person(turned: Small) -> None:
    for table, tag in (("persons", slice(0, 32)), ("words", slice(32, 64))):
        first, second = (
            {row[tag] for row in rows_of(turned.layout.blind / folder / table)}
            for folder in ("", "0002")
        )
        assert first
        assert second
        assert not first & second


def rows_of(table: Path) -> set[str]:
    return {row for path in table.glob("*.txt") for row in path.read_text().splitlines()}


def test_the_report_tells_of_epochs(turned: Small) -> None:
    made = data_report(acting(turned), report_facts(acting(turned), bootstrap.connectors()), "nl")
    told = "\n".join(
        line for block in made.blocks if isinstance(block, Bullets) for line in block.items
    )
    assert "Tijdvakken van pseudoniemen: 2; nieuwe draden krijgen sinds" in told


def test_a_held_answer_keeps_its_pseudonyms_below_a_thread_of_another_epoch(
    tmp_path: Path, turned: Small
) -> None:
    small = turned.copy(tmp_path / "small")
    me = account().actor_id
    root = post(10, f"Vraag aan {link(Y)}.", mentions=(Y,))
    between = post(11, "Nog iets.", in_reply_to=f"{me}/statuses/{root.number}")
    answer = post(
        12, f"Zie ook {link(X)}.", mentions=(X,), in_reply_to=f"{me}/statuses/{between.number}"
    )
    small.take_in([answer], "answer.tar.gz")
    before = who(small, answer)
    small.good("keys", "epoch", "begin", *WHY, acting="Pia")
    small.take_in([root], "root.tar.gz")
    small.take_in([root, between, answer], "all.tar.gz")
    assert who(small, answer) == before
    assert items(small)[answer.number].version == 1
    # Who joins either is taken out of the texts of both.
    late = post(13, f"En {link(Z)}.", mentions=(Z,), in_reply_to=f"{me}/statuses/{root.number}")
    small.take_in([root, between, answer, late], "late.tar.gz")
    assert items(small)[answer.number].version == 1
    small.assert_verifies()


# --- begin --------------------------------------------------------------------------------------


def test_an_epoch_begins_by_the_privacy_officer_alone_while_nothing_runs(
    turned: Small, tmp_path: Path
) -> None:
    small = turned.copy(tmp_path / "small")
    code, told = small.run("keys", "epoch", "begin", *WHY, acting="Anna")
    assert (code, told["error"]["code"]) == (3, "ROLE-002")
    code, told = small.run("keys", "epoch", "begin", *WHY)
    assert told["error"]["code"] == "ROLE-002"
    with locked(small.layout.lock("account-a0001"), "a0001"):
        code, told = small.run("keys", "epoch", "begin", *WHY, acting="Pia")
    assert (code, told["error"]["code"]) == (5, "STORE-001")
    assert len(small.good("keys", "epoch", "list")["epochs"]) == 2


def test_a_key_or_tables_that_were_laid_there_are_not_taken_by_a_new_epoch(
    turned: Small, tmp_path: Path
) -> None:
    small = turned.copy(tmp_path / "small")
    laid = small.root / "keys" / "epochs" / "0003.key"
    laid.write_bytes(b"\1" * 32)
    laid.chmod(0o600)
    shutil.copytree(small.layout.blind / "0002", small.layout.blind / "0003")
    small.assert_verifies()  # of no decision: on its way, and nothing goes by it
    assert small.good("keys", "epoch", "begin", *WHY, acting="Pia")["epoch"] == 3
    assert laid.read_bytes() != b"\1" * 32
    assert not rows_of(small.layout.blind / "0003" / "persons")
    small.assert_verifies()


def test_without_key_or_tables_of_an_epoch_nothing_is_taken_in(
    turned: Small, tmp_path: Path
) -> None:
    small = turned.copy(tmp_path / "small")
    key = small.root / "keys" / "epochs" / "0002.key"
    right = key.read_bytes()
    key.unlink()
    export = str(small.root / "second.tar.gz")
    code, told = small.run("import", export)
    assert (code, told["error"]["code"]) == (4, "KEYS-003")
    assert "epochs/0002.key" in told["error"]["message"]
    key.write_bytes(b"\1" * 32)
    key.chmod(0o600)
    assert small.run("import", export)[1]["error"]["code"] == "KEYS-004"
    assert "KEYS-004" in {one["code"] for one in small.run("doctor")[1]["findings"]}
    key.write_bytes(right)
    shutil.rmtree(small.layout.blind / "0002" / "words")
    assert small.run("import", export)[1]["error"]["code"] == "STORE-004"
    found = small.run("verify")[1]["findings"]
    assert [(one["code"], one["path"]) for one in found] == [("VERIFY-604", "blind/0002/words")]
    assert failed(small.archive)
    shutil.rmtree(small.layout.blind / "0002")
    assert len(small.run("verify")[1]["findings"]) == len(TABLES)
    assert len(failed(small.archive)) == len(TABLES)


# --- end ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def emptied(turned: Small, tmp_path_factory: pytest.TempPathFactory) -> Small:
    """The same, after the last post of the first epoch was destroyed."""
    small = turned.copy(tmp_path_factory.mktemp("emptied") / "small")
    held = items(small)
    number = small.approve(held[OLD.number].id, held[JOINS.number].id)
    small.good("destroy", "execute", number, acting="Anna")
    return small


def end(small: Small, number: int = 1) -> tuple[int, dict]:
    return small.run("keys", "epoch", "end", str(number), *WHY, acting="Pia")


def test_no_epoch_ends_while_one_post_of_it_lives(turned: Small, tmp_path: Path) -> None:
    small = turned.copy(tmp_path / "small")
    assert end(small)[1]["error"]["code"] == "EPOCH-004"
    assert end(small, 2)[1]["error"]["code"] == "EPOCH-002"
    assert end(small, 3)[1]["error"]["code"] == "EPOCH-001"
    small.good("destroy", "execute", small.approve(items(small)[OLD.number].id), acting="Anna")
    assert end(small)[1]["error"]["code"] == "EPOCH-004"
    assert (small.root / "keys" / "epochs" / "0001.key").exists()
    # A thread that the tables lost shows its pseudonyms all the same.
    for path in (small.layout.blind / "threads").glob("*.txt"):
        path.write_bytes(b"")
    write_table_files(small.layout.blind / "threads", [path.name], {})
    assert end(small)[1]["error"]["code"] == "EPOCH-005"
    assert (small.root / "keys" / "blind.key").exists()


def test_an_epoch_that_ended_is_confirmed_by_no_key_that_is_left(
    emptied: Small, turned: Small, tmp_path: Path
) -> None:
    small = emptied.copy(tmp_path / "small")
    held = rows_of(turned.layout.blind / "persons") | rows_of(turned.layout.blind / "words")
    held |= rows_of(turned.layout.blind / "pseudonyms")
    stolen = {half for row in held for half in (row[:32], row[32:64]) if len(half) == 32}
    before = small.root / "keys"
    assert confirmed(small, keys_in(before), stolen)
    assert "DOCTOR-047" in {one["code"] for one in small.run("doctor")[1]["findings"]}
    listed = small.good("keys", "epoch", "list")["epochs"]
    assert [(one["can_end"], one["items"]) for one in listed] == [(True, 0), (False, 1)]
    code, told = end(small)
    assert code == 0, told
    assert told["ended_by"] == "Pia"
    assert "back-up van de sleutelmap" in told["back_ups"][0]["nl"]
    assert not confirmed(small, keys_in(before), stolen)
    assert not any(rows_of(small.layout.blind / table) for table in TABLES)
    small.assert_verifies()
    assert end(small)[1]["error"]["code"] == "EPOCH-003"
    # Whoever is still known keeps the pseudonym, and the archive goes on.
    new = who(small, NEW)
    later = post(8, f"Nogmaals {link(X)}.", mentions=(X,))
    small.take_in([NEW, later], "later.tar.gz")
    assert who(small, NEW) == new
    assert who(small, later) < new
    assert not [one for one in small.run("doctor")[1]["findings"] if "KEYS" in one["code"]]


def keys_in(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*.key")]


def confirmed(small: Small, keys: list[bytes], stolen: set[str]) -> set[str]:
    """Give the rows of a stolen table that a list of all handles confirms, by any keys."""
    origin = small.workplace().organisation.origin
    derived = [
        HKDF(SHA256(), 32, origin.encode(), info).derive(key)
        for key in keys
        for info in (b"blind/v1", b"pseudonym/v1/mastodon")
    ]
    written = {f"mastodon\n{one}" for one in (X[0], Y[0])}
    for person in (X, Y):
        local = person[1][1:].partition("@")[0]
        for form in (person[0], person[1][1:], local, local.replace("_", " "), *local.split("_")):
            written |= {
                f"mastodon\n{kind}\n{fold_key(form)}"
                for kind in ("id", "handle", "url", "name", "word")
            }
    tags = {KeyedTags(key).tag(one.encode()).hex() for key in (*keys, *derived) for one in written}
    return tags & stolen


class Killed(BaseException):
    """Stands for a process that dies."""


@pytest.mark.parametrize("step", ["make_epoch", "lay_tables", "record"])
def test_a_beginning_that_died_is_made_anew(
    turned: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    small = turned.copy(tmp_path / "small")
    with monkeypatch.context() as dying:
        kill(dying, step)
        with pytest.raises(Killed):
            turn_epochs.begin_epoch(acting(small), *WHY[1::2])
    small.assert_verifies()
    assert len(small.good("keys", "epoch", "list")["epochs"]) == 2
    small.good("keys", "epoch", "begin", *WHY, acting="Pia")
    small.assert_verifies()
    assert not [*(small.layout.open / "trash").glob("*epoch*")]


@pytest.fixture(scope="module")
def emptied_twice(emptied: Small, tmp_path_factory: pytest.TempPathFactory) -> Small:
    """The same, of which nothing is left of the second epoch either, and a third runs."""
    small = emptied.copy(tmp_path_factory.mktemp("twice") / "small")
    small.good("keys", "epoch", "begin", *WHY, acting="Pia")
    number = small.approve(items(small)[NEW.number].id)
    small.good("destroy", "execute", number, acting="Anna")
    return small


@pytest.mark.parametrize(
    ("number", "step"),
    [
        (1, "_finish"),
        (1, "make_lists"),
        (1, "tag_again"),
        (1, "destroy_epoch"),
        (1, "tables"),
        (1, "listed"),
        (2, "destroy_epoch"),
        (2, "rmtree"),
    ],
)
def test_an_end_that_died_at_any_step_goes_forward(
    emptied_twice: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, step: str
) -> None:
    small = emptied_twice.copy(tmp_path / "small")
    with monkeypatch.context() as dying:
        kill(dying, step)
        with pytest.raises(Killed):
            turn_epochs.end_epoch(acting(small), number, *WHY[1::2])
    small.assert_verifies()
    assert turn_epochs.finish_epochs(small.workplace()).errors == []
    told = small.good("keys", "epoch", "list")["epochs"][number - 1]
    assert told["ended"]
    assert not (small.root / "keys" / "epochs" / f"{number:04d}.key").exists()
    assert (small.root / "keys" / "blind.key").exists() == (number == 2)
    assert not [*(small.layout.open / "trash").glob("*epoch*")]
    small.good("import", str(small.root / "first.tar.gz"))  # nobody is known by it any more
    small.assert_verifies()


def acting(small: Small) -> Workplace:
    return bootstrap.workplace(str(small.archive), str(small.root / "keys"), Silent(), "Pia")


def kill(dying: pytest.MonkeyPatch, step: str) -> None:
    """Let a process die as it comes to a step."""

    def dies(*_: object, **__: object) -> None:
        raise Killed

    places: dict[str, tuple[object, str]] = {
        "destroy_epoch": (KeyFolder, "destroy_epoch"),
        "make_epoch": (KeyFolder, "make_epoch"),
        "make_lists": (KeyFolder, "make_lists"),
        "record": (Workplace, "record"),
        "rmtree": (shutil, "rmtree"),
        "tables": (turn_epochs, "_clear"),
    }
    place = places.get(step, (turn_epochs, step))
    dying.setattr(*place, dies)


@pytest.mark.parametrize("has_lists", [True, False])
def test_keys_that_come_back_after_the_end_go_once_more(
    emptied: Small, tmp_path: Path, has_lists: bool
) -> None:
    small = emptied.copy(tmp_path / "small")
    old = shutil.copytree(small.root / "keys", tmp_path / "old")
    assert end(small)[0] == 0
    for name in ("blind.key", "epochs/0001.key"):
        shutil.copy2(old / name, small.root / "keys" / name)
    if not has_lists:
        (small.root / "keys" / "lists.key").unlink()
    small.good("import", str(small.root / "second.tar.gz"))
    assert {one["code"] for one in small.run("doctor")[1]["findings"]} >= {"DOCTOR-046"}
    assert turn_epochs.finish_epochs(small.workplace()).errors == []
    assert not (small.root / "keys" / "blind.key").exists()
    small.take_in([post(9, "Er is weer een markt.")], "more.tar.gz")
    small.assert_verifies()


def test_who_stays_named_does_so_after_the_first_epoch_ended(
    emptied: Small, tmp_path: Path
) -> None:
    small = emptied.copy(tmp_path / "small")
    small.good(
        "privacy", "named", "add", X[0], "--kind", "office", "--name", "Xandra Bloem",
        "--from", "2026-01-01", "--reason", "lid van de raad", acting="Pia",
    )  # fmt: skip
    assert end(small)[0] == 0
    later = post(8, f"Nogmaals {link(X)}.", mentions=(X,))
    small.take_in([later], "later.tar.gz")
    assert not who(small, later)


# --- copies, token ------------------------------------------------------------------------------


def test_a_replica_has_each_epoch_and_loses_one_that_ended(emptied: Small, tmp_path: Path) -> None:
    small = emptied.copy(tmp_path / "small")
    small.good("keys", "epoch", "begin", *WHY, acting="Pia")
    replica = tmp_path / "replica"
    small.good("replicate", replica.as_uri())
    assert {*(replica / "data" / "blind").glob("0002/*/*.txt")}
    lost = next((small.layout.blind / "0002" / "persons").glob("*.txt"))
    held = lost.read_bytes()
    lost.unlink()
    told = small.good("repair", str(replica))
    assert lost.read_bytes() == held
    assert [row["path"] for row in told["repaired"]] == [f"blind/0002/persons/{lost.name}"]
    small.assert_verifies()
    made = small.approve(items(small)[NEW.number].id)
    small.good("destroy", "execute", made, acting="Anna")
    told = small.good("keys", "epoch", "end", "2", *WHY, acting="Pia")
    assert told["replicas"] == ["r0001"]
    assert "r0001" in told["back_ups"][1]["nl"]
    (one,) = small.good("replicate")["replicas"]
    assert (one["strange"], one["ok"]) == ([], True)
    assert not (replica / "data" / "blind" / "0002").exists()
    assert (replica / "data" / "blind" / "0003").exists()


def test_who_is_taken_off_the_list_gets_the_pseudonym_of_each_thread(
    turned: Small, tmp_path: Path
) -> None:
    small = turned.copy(tmp_path / "small")
    made = small.good(
        "privacy", "named", "add", Z[0], "--kind", "office", "--name", "Zeger Hoekman",
        "--from", "2026-01-01", "--reason", "lid van de raad", acting="Pia",
    )  # fmt: skip
    old = post(
        6, f"Aan {link(Z)}.", mentions=(Z,),
        in_reply_to=f"{account().actor_id}/statuses/{OLD.number}",
    )  # fmt: skip
    new = post(7, f"Ook aan {link(Z)}.", mentions=(Z,))
    small.take_in([OLD, JOINS, NEW, old, new], "named.tar.gz")
    assert not who(small, old) | who(small, new)
    small.good(
        "privacy", "named", "withdraw", made["named"], "--reason", "een vergissing", acting="Pia"
    )
    first, second = who(small, old), who(small, new)
    assert len(first) == len(second) == 1
    assert first != second
    told = small.good("privacy", "person", Z[1], "--platform", "mastodon", acting="Pia")
    assert {f"@{one}" for one in told["pseudonyms"]} == first | second
    small.assert_verifies()
