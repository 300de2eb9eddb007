"""No version of an item is there twice and no address is of two items, however many there are."""

from pathlib import Path

import pytest

from weerklank.integrity.verify import names as names_module
from weerklank.integrity.verify import rows as rows_module
from weerklank.integrity.verify.findings import Outcome
from weerklank.integrity.verify.names import Named, Names, by_key
from weerklank.integrity.verify.rows import Sieve
from weerklank.integrity.verify.tree import Tree

KEYS = [f"{symbol}{number:025d}" for symbol in "0a" for number in range(40)]


def package(name: str, keys: list[str], others: list[str] | None = None) -> Named:
    """The names in a package, each address made from its key."""
    return Named(name, [*keys], [address(key) for key in keys], others or [])


def address(key: str) -> str:
    """An address that shares its beginning with the key."""
    return f"v-2026-01-01-{key[0]}{key[-3:]}"


@pytest.fixture(params=[200_000, 30], ids=["in memory", "over files"])
def most(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many names wait in memory."""
    monkeypatch.setattr(names_module, "_MOST_WAITING", request.param)
    monkeypatch.setattr(rows_module, "_MOST_WAITING", request.param)


def found(*packages: Named) -> list[tuple[str, str]]:
    """Compare packages; give code and package of each finding."""
    outcome = Outcome()
    with Sieve(by_key) as sieve:
        names = Names(Tree(Path("/nowhere"), outcome), sieve)
        for one in packages:
            names.keep(one)
        names.conclude()
    return [(finding.code, finding.path) for finding in outcome.findings]


@pytest.mark.usefixtures("most")
def test_what_occurs_once_is_no_finding() -> None:
    later = [f"{KEYS[5]}\t{version}\t{address(KEYS[5])}" for version in (2, 10)]
    assert found(package("one", KEYS[:40]), package("two", KEYS[40:], later)) == []


@pytest.mark.usefixtures("most")
def test_a_record_in_two_packages_is_found() -> None:
    twice = package("two", [*KEYS[40:], KEYS[3]])
    assert found(package("one", KEYS[:40]), twice) == [("VERIFY-506", "two")]


@pytest.mark.usefixtures("most")
def test_a_first_version_that_is_there_twice_is_found_beside_later_ones() -> None:
    later = [f"{KEYS[3]}\t{version}\t{address(KEYS[3])}" for version in (1, 2, 3)]
    assert found(package("one", KEYS[:40]), package("two", KEYS[40:], later)) == [
        ("VERIFY-506", "two")
    ]


@pytest.mark.usefixtures("most")
def test_an_address_of_two_items_is_found() -> None:
    two = package("two", KEYS[40:])
    two.addresses[0] = two.addresses[1]
    assert found(package("one", KEYS[:40]), two) == [("VERIFY-507", "two")]
