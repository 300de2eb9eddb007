"""Epochs of pseudonyms: begun by decision, kept by threads, ended once nothing of one is held."""


import pytest
from small_archive import Small, X, Y, account, link, post

from weerklank.model.item import ArchivalItem
from weerklank.package.names import packages
from weerklank.package.reader import read_items
from weerklank.testing.mastodon_export import ExportPost

WHY = ("--ground", "AVG art. 5 lid 1 onder e", "--reason", "elk jaar een nieuw tijdvak")
OLD = post(1, f"Dank aan {link(X)} voor de foto van de {{}}.".format("sluis"), mentions=(X,))
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
    told = small.take_in([OLD, JOINS, NEW], "second.tar.gz")
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
    assert len(told["persons"]) == 2, told


def test_nothing_in_the_archive_ties_two_pseudonyms_of_one_person(turned: Small) -> None:
    first, second = turned.layout.blind, turned.layout.blind / "0002"
    for table, tag in (("persons", slice(0, 32)), ("words", slice(32, 64))):
        rows = [
            {
                row[tag]
                for path in (folder / table).glob("*.txt")
                for row in path.read_text().split("\n")
                if row
            }
            for folder in (first, second)
        ]
        assert all(rows)
        assert not rows[0] & rows[1]
