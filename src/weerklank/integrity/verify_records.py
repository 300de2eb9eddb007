"""Check records one by one: each with its source and proof against its leaf in the log.

The fast way goes by members of 64 lines and compares whole; only where that fails is looked for
the line. 100,000 posts a CPU-second leave ten microseconds for each.
"""

from binascii import unhexlify
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from typing import cast

import orjson

from weerklank.integrity.tiles import MissingTile
from weerklank.integrity.verify_log import Leaves
from weerklank.integrity.verify_media import MediaCheck, MediaOfPackage
from weerklank.integrity.verify_objects import Place
from weerklank.integrity.verify_originals import Originals
from weerklank.integrity.verify_rows import Sieve
from weerklank.integrity.verify_statements import Packages, Stated, statement_path
from weerklank.integrity.verify_tree import Tree, Unreadable
from weerklank.model.ids import SHORTEST_ADDRESS
from weerklank.model.symbols import ALPHABET, KEY_SYMBOLS
from weerklank.store.members import BrokenMember, read_members

RECORDS = "records/records.jsonl.gz"
SOURCE = "source/source.jsonl.gz"
ANSWERS = "source/answers.jsonl.gz"
PROOF = "proof/leaves.txt.gz"
_SALT_DIGITS = 32
_SORTED = orjson.OPT_SORT_KEYS
_SYMBOLS = frozenset(ALPHABET)

#: A JSON object as it came out of a line; None where the line was none.
Line = dict[str, object] | None


def members(tree: Tree, path: str) -> Iterator[list[bytes]]:
    """Give the lines of a file of members; what can't be read is a finding and the end."""
    try:
        tree.open(path).close()
        for _, lines in read_members(Path(tree.full(path))):
            yield lines
    except BrokenMember as error:
        tree.outcome.found("VERIFY-513", path, problem=str(error))
    except FileNotFoundError:
        tree.outcome.found("VERIFY-101", path)
    except OSError as error:
        tree.outcome.found("VERIFY-107", path, problem=str(error.strerror))
    except Unreadable:
        return


class RecordCheck:
    """Checks the records of one package after another, and in the end against each other."""

    def __init__(
        self, tree: Tree, packages: Packages, leaves: Leaves, names: Sieve, media: MediaCheck
    ) -> None:
        self._tree = tree
        self._packages = packages
        self._leaves = leaves
        self._names = names
        self._media = media

    def check(self, place: Place, stated: Stated | None) -> Callable[[], None]:
        """Check all lines of a package; gives what takes it into the comparison of all packages.

        That is left to the caller, who sees whether the package was moved meanwhile.
        """
        package = _Package(self._tree, place, stated, self._leaves, self._packages)
        rows: list[tuple[str, str]] = []
        paths = [f"{place.content}/{name}" for name in (RECORDS, SOURCE, PROOF)]
        for three in zip_longest(*(members(self._tree, path) for path in paths)):
            lengths = [0 if lines is None else len(lines) for lines in three]
            if len(set(lengths)) > 1:
                # Two of three are right, most likely.
                wrong = next(i for i in range(3) if lengths.count(lengths[i]) == 1)
                lines, due = (package.count + lengths[i] for i in (wrong, wrong - 1))
                self._tree.outcome.found("VERIFY-503", paths[wrong], lines=lines, due=due)
                break
            rows.extend(package.take(*three))
        noted = package.finish()
        if self._tree.kind(f"{place.content}/{ANSWERS}"):
            self._tree.outcome.skip("answers", f"{place.content}/{ANSWERS}")

        def keep() -> None:
            for bucket, row in rows:
                self._names.add(bucket, row)
            self._media.keep(noted)

        return keep

    def conclude(self) -> None:
        """Check that no version of an item is there twice and no address is of two items."""
        for rows in self._names.buckets():
            keys: dict[str, str] = {}
            before = ("", "")
            for row in rows:
                key, version, address, package = row.split("\t")
                if (key, version) == before:
                    self._tree.outcome.found(
                        "VERIFY-506", package, id=address, version=int(version)
                    )
                if keys.setdefault(address, key) != key:
                    self._tree.outcome.found("VERIFY-507", package, id=address)
                before = (key, version)


class _Package:
    """The records of one package, member by member."""

    def __init__(
        self,
        tree: Tree,
        place: Place,
        stated: Stated | None,
        leaves: Leaves,
        packages: Packages,
    ) -> None:
        self._tree = tree
        self._place = place
        self._stated = stated
        self._leaves = leaves
        self._account = place.account
        self._run = stated.run if stated and place.generation == 1 else None
        self._segments = [
            one
            for generation, one in sorted(packages.stated.get(place.package, {}).items())
            if generation <= place.generation and one.records
        ]
        self._media = MediaOfPackage(tree, place)
        self._originals = Originals(tree, place, stated)
        self._path = f"{place.content}/{RECORDS}"
        self._last = -1  # ordinal of the line before
        self.count = 0

    def take(
        self, records: list[bytes], sources: list[bytes], proofs: list[bytes]
    ) -> Iterator[tuple[str, str]]:
        """Check one member of each file; give what is compared over all packages."""
        items = self._canonical(records, RECORDS)
        self._canonical(sources, SOURCE)
        salts = self._salts(proofs)
        if self._stated is not None:
            self._compare(records, sources, salts)
        fields = self._fields
        for number, item in enumerate(items, self.count + 1):
            if item is not None:
                row = fields(item, number, salts[number - self.count - 1][2])
                if row is not None:
                    yield row
        self.count += len(records)
        self._tree.outcome.records += len(records)

    def _canonical(self, lines: list[bytes], name: str) -> list[Line]:
        """Read lines as JSON objects; one that is not its own canonical form is a finding."""
        dumps = orjson.dumps
        try:
            values = orjson.loads(b"[%b]" % b",".join(lines))
            again = [dumps(value, None, _SORTED) for value in values]
        except (ValueError, TypeError):
            again = []
        if again == lines and lines and all(type(value) is dict for value in values):
            return cast("list[Line]", values)
        return [self._one(line, i, name) for i, line in enumerate(lines, self.count + 1)]

    def _one(self, line: bytes, number: int, name: str) -> Line:
        value: object = None
        try:
            value = orjson.loads(line)
            same = orjson.dumps(value, option=_SORTED) == line
        except (ValueError, TypeError):
            same = False
        if not same or not isinstance(value, dict):
            self._tree.outcome.found("VERIFY-501", f"{self._place.content}/{name}", line=number)
        return value if isinstance(value, dict) else None

    def _salts(self, proofs: list[bytes]) -> list[tuple[int, bytes, bytes]]:
        """Read proof lines into ordinal, salt and what is said of media; an empty salt is none."""
        found = []
        for place, line in enumerate(proofs):
            due = self._last + 1
            try:
                digits, _, rest = line.partition(b" ")
                ordinal = due if digits == b"%d" % due else self._ordinal(digits, due)
                salt = unhexlify(rest[:_SALT_DIGITS])
                media = b"" if len(rest) == _SALT_DIGITS else _media(rest)
                found.append((ordinal, salt, media))
                self._last = ordinal
            except ValueError:
                path = f"{self._place.content}/{PROOF}"
                self._tree.outcome.found("VERIFY-504", path, line=self.count + place + 1)
                found.append((due, b"", b""))
                self._last = due
        return found

    def _ordinal(self, digits: bytes, due: int) -> int:
        """Read an ordinal that is not the next; later generations may leave some out."""
        ordinal = int(digits) if digits.isdigit() and len(digits) < 13 else -1
        exact = self._stated is None or self._place.generation == 1
        if exact or ordinal < due or b"%d" % ordinal != digits:
            raise ValueError
        return ordinal

    def _compare(
        self, records: list[bytes], sources: list[bytes], salts: list[tuple[int, bytes, bytes]]
    ) -> None:
        """Compare commitments with the leaves of the log."""
        hashes = [
            sha256(b"\0" + sha256(b"%b%b\n%b" % (salt, record, source)).digest()).digest()
            for record, source, (_, salt, _) in zip(records, sources, salts, strict=True)
        ]
        first, last = salts[0][0], salts[-1][0]
        segment = self._segments[0] if self._segments else None
        if segment is not None and last - first + 1 == len(salts) and last < segment.records:
            try:
                if self._leaves.leaves(segment.first + first, len(salts)) == b"".join(hashes):
                    return
            except MissingTile:
                return  # said already
        for place, (digest, (ordinal, salt, _)) in enumerate(zip(hashes, salts, strict=True), 1):
            if salt and not self._is_leaf(digest, ordinal):
                self._tree.outcome.found("VERIFY-502", self._path, line=self.count + place)

    def _is_leaf(self, digest: bytes, ordinal: int) -> bool:
        """Tell whether a leaf of any generation up to this one is this digest."""
        try:
            return any(
                ordinal < one.records and self._leaves.leaves(one.first + ordinal, 1) == digest
                for one in self._segments
            )
        except MissingTile:
            return True  # said already

    def _fields(
        self, item: dict[str, object], number: int, salted: bytes
    ) -> tuple[str, str] | None:
        """Check the fields by which a record hangs together with others."""
        get = item.get
        key, address, version = get("key"), get("id"), get("version", 1)
        if (
            type(key) is not str
            or len(key) != KEY_SYMBOLS
            or not _SYMBOLS.issuperset(key)
            or type(version) is not int
            or version < 1
        ):
            return self._wrong("key", number)
        if type(address) is not str or not address.isprintable() or not _fits(address, key):
            return self._wrong("id", number)
        if get("account") != self._account:
            return self._wrong("account", number)
        if self._run is not None and get("run") != self._run:
            return self._wrong_run(number)
        media, sealed = get("media"), get("sealed")
        if media is not None or salted:
            self._media.check(media, salted, number)
        if sealed is not None:
            self._originals.check(address, version, sealed, number)
        return key[0], f"{key}\t{version}\t{address}\t{self._place.path}"

    def _wrong(self, field: str, number: int) -> tuple[str, str] | None:
        self._tree.outcome.found("VERIFY-505", self._path, line=number, field=field)
        return None

    def _wrong_run(self, number: int) -> tuple[str, str] | None:
        """Say once that records and statement name different runs: either may be wrong."""
        self._run = None
        if self._stated is not None:
            path = statement_path(self._stated.first)
            self._tree.outcome.found("VERIFY-210", path, part="run")
        return self._wrong("run", number)

    def finish(self) -> list[str]:
        """Check what can be told at the end of a package only; give what is said of media."""
        stated = self._stated
        if stated is not None and stated.generation == 1 and self.count != stated.records:
            self._tree.outcome.found(
                "VERIFY-503", self._path, lines=self.count, due=stated.records
            )
        self._originals.finish()
        return self._media.finish()


def _media(rest: bytes) -> bytes:
    """Give what a proof line says of media, behind the salt."""
    if len(rest) < _SALT_DIGITS + 2 or rest[_SALT_DIGITS : _SALT_DIGITS + 1] != b" ":
        raise ValueError
    return rest[_SALT_DIGITS + 1 :]


def _fits(address: str, key: str) -> bool:
    """Tell whether an address ends in the first symbols of its key."""
    symbols = address.rpartition("-")[2]
    return len(symbols) >= SHORTEST_ADDRESS and key.startswith(symbols)
