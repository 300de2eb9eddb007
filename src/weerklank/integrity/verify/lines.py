"""Check the lines of one package: record, source and proof, 64 at a time.

The fast way compares whole members; only where that fails is looked for the line. 100,000 posts a
CPU-second leave ten microseconds for each.
"""

import re
import secrets
from binascii import unhexlify
from hashlib import sha256
from operator import itemgetter

import orjson

from weerklank.integrity.tiles import MissingTile
from weerklank.integrity.verify.log import Leaves
from weerklank.integrity.verify.media import MediaOfPackage
from weerklank.integrity.verify.objects import Place
from weerklank.integrity.verify.originals import Originals
from weerklank.integrity.verify.statements import Packages, Stated, statement_path
from weerklank.integrity.verify.tree import Tree
from weerklank.model.ids import SHORTEST_ADDRESS
from weerklank.model.symbols import ALPHABET, KEY_SYMBOLS

RECORDS = "records/records.jsonl.gz"
SOURCE = "source/source.jsonl.gz"
PROOF = "proof/leaves.txt.gz"
_SALT_DIGITS = 32
_SORTED = orjson.OPT_SORT_KEYS
_SHORT = SHORTEST_ADDRESS
_FOUR = itemgetter("key", "id", "account", "run")
#: Fields that ask for more than a look.
_MORE = frozenset(("version", "media", "sealed"))
#: Stands between lines that are read together.
_BETWEEN = secrets.randbits(62)
_ROW = rf"[{ALPHABET}]{{{KEY_SYMBOLS}}}\t[1-9]\d{{0,8}}\t[0-9A-Za-z-]+\t[^\t\n]+"
_ROWS = re.compile(rf"(?:{_ROW}(?:\n{_ROW})*)?")

#: A JSON object as it came out of a line; None where the line was none.
Line = dict[str, object] | None


class PackageLines:
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
        self._by_first = packages.segments(place.package, place.generation)
        #: Leaves of lines that name their segment: no leaf may be of two lines.
        self._named: set[int] = set()
        self._media = MediaOfPackage(tree, place)
        self._originals = Originals(tree, place, stated)
        self._path = f"{place.content}/{RECORDS}"
        self._last = -1  # ordinal of the line before
        self.count = 0

    def take(self, records: list[bytes], sources: list[bytes], proofs: list[bytes]) -> list[str]:
        """Check one member of each file; give what is compared over all packages."""
        items = self._canonical(records, RECORDS)
        self._canonical(sources, SOURCE)
        salts = self._salts(proofs)
        if self._stated is not None:
            self._compare(records, sources, salts)
        rows = self._rows(items, salts)
        if not _ROWS.fullmatch("\n".join(rows)):
            rows = [row for row in rows if self._is_row(row)]
        self.count += len(records)
        self._tree.outcome.records += len(records)
        return rows

    def _rows(self, items: list[Line], salts: list[tuple[int, bytes, bytes]]) -> list[str]:
        """Check the fields of records; the plain ones here, and what has more in `_fields`."""
        rows = []
        account, run, path = self._account, self._run, self._place.path
        for number, (item, (_, _, salted)) in enumerate(zip(items, salts, strict=True), 1):
            if item is None:
                continue
            try:
                key, address, its_account, its_run = _FOUR(item)
                if (
                    its_account == account
                    and (its_run == run or run is None)
                    and address[-_SHORT - 1 :] == "-" + key[:_SHORT]
                    and not salted
                    and _MORE.isdisjoint(item)
                ):
                    rows.append(f"{key}\t1\t{address}\t{path}")
                    continue
            except (KeyError, TypeError):
                pass
            row = self._fields(item, self.count + number, salted)
            if row is not None:
                rows.append(row)
        return rows

    def _is_row(self, row: str) -> bool:
        """Tell whether key, version and address have their form; looked at one by one."""
        if _ROWS.fullmatch(row):
            return True
        self._wrong("id", self.count + 1)
        return False

    def _canonical(self, lines: list[bytes], name: str) -> list[Line]:
        """Read lines as JSON objects; one that is not its own canonical form is a finding.

        All lines of a member are read and written as one list. Between them stands a number that
        nobody could foresee: so no line can begin in one value and end in another.
        """
        text = b"[%b]" % (b",%d," % _BETWEEN).join(lines)
        try:
            values = orjson.loads(text)
            if orjson.dumps(values, None, _SORTED) == text:
                objects: list[Line] = values[::2]
                due = len(lines) - 1
                if values[1::2] == [_BETWEEN] * due and {type(v) for v in objects} == {dict}:
                    return objects
        except (ValueError, TypeError):
            pass
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
        """Read proof lines into ordinal, salt and what is said of media; an empty salt is none.

        Of a line that names its segment the leaf takes the place of the ordinal, below zero.
        """
        found = []
        for place, line in enumerate(proofs):
            due = self._last + 1
            try:
                digits, _, rest = line.partition(b" ")
                ordinal = due if digits == b"%d" % due else self._ordinal(digits, due)
                salt = unhexlify(rest[:_SALT_DIGITS])
                media = b"" if len(rest) == _SALT_DIGITS else _media(rest)
                found.append((ordinal, salt, media))
                if ordinal >= 0:
                    self._last = ordinal
            except ValueError:
                path = f"{self._place.content}/{PROOF}"
                self._tree.outcome.found("VERIFY-504", path, line=self.count + place + 1)
                found.append((due, b"", b""))
                self._last = due
        return found

    def _ordinal(self, digits: bytes, due: int) -> int:
        """Read an ordinal that is not the next; later generations may leave some out."""
        if b"+" in digits:
            return self._named_leaf(digits)
        ordinal = int(digits) if digits.isdigit() and len(digits) < 13 else -1
        exact = self._stated is None or self._place.generation == 1
        if exact or ordinal < due or b"%d" % ordinal != digits:
            raise ValueError
        return ordinal

    def _named_leaf(self, digits: bytes) -> int:
        """Read a leaf by segment and ordinal, in a package of several; gives it below zero."""
        first, _, ordinal = digits.partition(b"+")
        if not (first.isdigit() and ordinal.isdigit() and len(digits) < 26):
            raise ValueError
        segment = self._by_first.get(int(first))
        leaf = int(first) + int(ordinal)
        exact = b"%d+%d" % (int(first), int(ordinal)) == digits
        if segment is None or not exact or int(ordinal) >= segment.records or leaf in self._named:
            raise ValueError
        self._named.add(leaf)
        return -1 - leaf

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
        if segment is not None and 0 <= first == last + 1 - len(salts) and last < segment.records:
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
            if ordinal < 0:
                return self._leaves.leaves(-1 - ordinal, 1) == digest
            return any(
                ordinal < one.records and self._leaves.leaves(one.first + ordinal, 1) == digest
                for one in self._segments
            )
        except MissingTile:
            return True  # said already

    def _fields(self, item: dict[str, object], number: int, salted: bytes) -> str | None:
        """Check the fields by which a record hangs together with others."""
        get = item.get
        key, address, version = get("key"), get("id"), get("version", 1)
        if type(key) is not str or type(version) is not int:
            return self._wrong("key", number)
        if type(address) is not str or not _fits(address, key):
            return self._wrong("id", number)
        if get("account") != self._account:
            return self._wrong("account", number)
        if self._run is not None and get("run") != self._run:
            return self._wrong_run(number)
        if "media" in item or salted:
            self._media.check(get("media"), salted, number)
        if "sealed" in item:
            self._originals.check(address, version, get("sealed"), number)
        return f"{key}\t{version}\t{address}\t{self._place.path}"

    def _wrong(self, field: str, number: int) -> str | None:
        self._tree.outcome.found("VERIFY-505", self._path, line=number, field=field)
        return None

    def _wrong_run(self, number: int) -> str | None:
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
    if address[-SHORTEST_ADDRESS - 1 :] == f"-{key[:SHORTEST_ADDRESS]}":
        return True
    symbols = address.rpartition("-")[2]
    return len(symbols) >= SHORTEST_ADDRESS and key.startswith(symbols)
