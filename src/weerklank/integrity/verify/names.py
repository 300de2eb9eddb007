"""Compare the names of all records: no version of an item twice, no address of two items."""

from dataclasses import dataclass, field

from weerklank.integrity.verify.rows import Sieve
from weerklank.integrity.verify.tree import Tree
from weerklank.model.symbols import KEY_SYMBOLS

#: Records of which the names wait in memory before they are spread over files.
_MOST_WAITING = 200_000


@dataclass(slots=True)
class Named:
    """What the records of one package are called, by which all packages are compared."""

    package: str
    #: Of records that are a first version: key and address, each list in the same order.
    keys: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    #: Of the others: rows of key, version and address.
    others: list[str] = field(default_factory=list)

    def rows(self) -> list[str]:
        """Give a row of key, version, address and package for each record."""
        first = zip(self.keys, self.addresses, strict=True)
        return [
            *(f"{key}\t1\t{address}\t{self.package}" for key, address in first),
            *(f"{row}\t{self.package}" for row in self.others),
        ]


def by_key(row: str) -> str:
    """Give the bucket of a row that begins with a key: an address shares the key's beginning."""
    return row[0]


class Names:
    """The names of all records that were met."""

    def __init__(self, tree: Tree, sieve: Sieve) -> None:
        self._tree = tree
        self._sieve = sieve
        self._waiting: list[Named] = []
        self._count = 0
        self._spread = False

    def keep(self, named: Named) -> None:
        """Take the names of a package into the comparison."""
        self._waiting.append(named)
        self._count += len(named.keys) + len(named.others)
        if self._count >= _MOST_WAITING:
            self._to_rows()

    def _to_rows(self) -> None:
        for named in self._waiting:
            self._sieve.add(named.rows())
        self._waiting.clear()
        self._count = 0
        self._spread = True

    def conclude(self) -> None:
        """Name what is there twice."""
        if not self._spread and self._all_differ():
            return
        self._to_rows()
        for rows in self._sieve.buckets():
            # Most often every key occurs once, and every address: then there is nothing to seek.
            keys = {row[:KEY_SYMBOLS] for row in rows}
            addresses = {row.split("\t", 3)[2] for row in rows}
            if not len(keys) == len(addresses) == len(rows):
                self._compare(rows)

    def _all_differ(self) -> bool:
        """Tell whether every key and every address occurs once."""
        keys, addresses = set[str](), set[str]()
        for named in self._waiting:
            keys.update(named.keys)
            addresses.update(named.addresses)
        return len(keys) == len(addresses) == self._count

    def _compare(self, rows: list[str]) -> None:
        keys: dict[str, str] = {}
        before = ("", "")
        for row in sorted(rows):
            key, version, address, package = row.split("\t")
            if (key, version) == before:
                self._tree.outcome.found("VERIFY-506", package, id=address, version=int(version))
            if keys.setdefault(address, key) != key:
                self._tree.outcome.found("VERIFY-507", package, id=address)
            before = (key, version)
