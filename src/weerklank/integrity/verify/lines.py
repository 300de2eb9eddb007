"""Check the lines of one package: record, source and proof, 64 at a time.

The fast way asks of whole members what it would ask of each line; only where the answer is no is
looked for the line. 100,000 posts a CPU-second leave ten microseconds for each.
"""

import re
from binascii import unhexlify
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from operator import itemgetter

from weerklank.integrity.tiles import MissingTile
from weerklank.integrity.verify.canonical_lines import Line, read_one, read_together
from weerklank.integrity.verify.log import Leaves
from weerklank.integrity.verify.media import LooksIntoPage, MediaOfPackage
from weerklank.integrity.verify.names import Named
from weerklank.integrity.verify.objects import Place
from weerklank.integrity.verify.originals import Originals, Terms
from weerklank.integrity.verify.statements import Packages, Stated, statement_path
from weerklank.integrity.verify.tree import Tree
from weerklank.model.ids import SHORTEST_ADDRESS
from weerklank.model.symbols import ALPHABET, KEY_SYMBOLS

RECORDS = "records/records.jsonl.gz"
SOURCE = "source/source.jsonl.gz"
PROOF = "proof/leaves.txt.gz"
_SALT_DIGITS = 32
_SHORT = SHORTEST_ADDRESS
_FOUR = itemgetter("key", "id", "account", "run")
_VERSION = "version"
#: Fields that ask for more than the names.
_MORE = frozenset(("media", "sealed", "sealed_later"))
_KEY = rf"[{ALPHABET}]{{{KEY_SYMBOLS}}}"
_ADDRESS = r"[0-9A-Za-z-]+"
#: The same, many together.
_KEYS, _ADDRESSES = (re.compile(rf"{form}(?:\n{form})*") for form in (_KEY, _ADDRESS))
_ROW = re.compile(rf"{_KEY}\t[1-9]\d{{0,8}}\t{_ADDRESS}")


@dataclass(frozen=True, slots=True)
class _Proofs:
    """What the proof lines of one member say, each list in their order."""

    #: Ordinals in the segment; of a line that names its segment the leaf, below zero.
    places: Sequence[int]
    #: An empty salt is none.
    salts: list[bytes]
    media: list[bytes]


class PackageLines:
    """The records of one package, member by member."""

    def __init__(
        self,
        tree: Tree,
        place: Place,
        stated: Stated | None,
        leaves: Leaves,
        packages: Packages,
        terms: Terms,
        looks: LooksIntoPage | None = None,
    ) -> None:
        self._tree = tree
        self._place = place
        self._stated = stated
        self._leaves = leaves
        self._packages = packages
        self._account = place.account
        self._run = stated.run if stated and place.generation == 1 else None
        self._segments = [
            one
            for generation, one in sorted(packages.stated.get(place.package, {}).items())
            if generation == 1 and one.records
        ]
        self._by_first = packages.segments(place.package, place.generation)
        #: Leaves of lines that name their segment: no leaf may be of two lines.
        self._leaves_named: set[int] = set()
        self._media = MediaOfPackage(tree, place, looks)
        self._originals = Originals(tree, place, stated, terms)
        self._path = f"{place.content}/{RECORDS}"
        self._last = -1  # ordinal of the line before
        self.named = Named(place.path)
        self.count = 0

    def take(self, records: list[bytes], sources: list[bytes], proofs: list[bytes]) -> None:
        """Check one member of each file."""
        items = self._canonical(records, RECORDS)
        self._canonical(sources, SOURCE)
        said = self._proofs(proofs)
        if self._stated is not None:
            self._compare(records, sources, said)
        self._fields(items, said.media)
        self.count += len(records)
        self._tree.outcome.records += len(records)

    def _fields(self, items: list[Line], media: list[bytes]) -> None:
        """Check the fields by which records hang together with others."""
        plain = [item for item in items if item is not None and _VERSION not in item]
        alike = self._names_of(plain)
        lines = zip(items, media, strict=True)
        for number, (item, salted) in enumerate(lines, self.count + 1):
            if item is None:
                continue
            if (_VERSION in item or not alike) and not self._name_of(item, number):
                continue
            if salted or not _MORE.isdisjoint(item):
                self._more(item, number, salted)

    def _names_of(self, items: list[dict[str, object]]) -> bool:
        """Keep the names of first versions, if the fields of all are what they should be."""
        try:
            keys, addresses, accounts, runs = zip(*map(_FOUR, items), strict=True)
            good = (
                accounts.count(self._account) == len(items)
                and (self._run is None or runs.count(self._run) == len(items))
                and [one[-_SHORT - 1 :] for one in addresses]
                == ["-" + one[:_SHORT] for one in keys]
                and _are(_KEYS, keys)
                and _are(_ADDRESSES, addresses)
            )
        except (KeyError, TypeError, ValueError):
            return False
        if good:
            self.named.keys += keys
            self.named.addresses += addresses
        return good

    def _canonical(self, lines: list[bytes], name: str) -> list[Line]:
        """Read lines as JSON objects; one that is not its own canonical form is a finding."""
        objects = read_together(lines)
        if objects is not None:
            return objects
        return [self._one(line, i, name) for i, line in enumerate(lines, self.count + 1)]

    def _one(self, line: bytes, number: int, name: str) -> Line:
        value, canonical = read_one(line)
        if not canonical:
            self._tree.outcome.found("VERIFY-501", f"{self._place.content}/{name}", line=number)
        return value

    def _proofs(self, lines: list[bytes]) -> _Proofs:
        """Read the proof lines of a member."""
        after = range(self._last + 1, self._last + 1 + len(lines))
        if [line[:-_SALT_DIGITS] for line in lines] == [b"%d " % ordinal for ordinal in after]:
            with suppress(ValueError):
                salts = [unhexlify(line[-_SALT_DIGITS:]) for line in lines]
                self._last = after[-1]
                return _Proofs(after, salts, [b""] * len(lines))
        read = [self._proof(line, number) for number, line in enumerate(lines, self.count + 1)]
        return _Proofs([p for p, _, _ in read], [s for _, s, _ in read], [m for _, _, m in read])

    def _proof(self, line: bytes, number: int) -> tuple[int, bytes, bytes]:
        """Read one proof line into place, salt and what is said of media."""
        due = self._last + 1
        try:
            digits, _, rest = line.partition(b" ")
            ordinal = due if digits == b"%d" % due else self._ordinal(digits, due)
            salt = unhexlify(rest[:_SALT_DIGITS])
            media = b"" if len(rest) == _SALT_DIGITS else _media(rest)
        except ValueError:
            path = f"{self._place.content}/{PROOF}"
            self._tree.outcome.found("VERIFY-504", path, line=number)
            ordinal, salt, media = due, b"", b""
        if ordinal >= 0:
            self._last = ordinal
        return ordinal, salt, media

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
        """Read a leaf by segment and ordinal; gives it below zero.

        The segment is named by its first leaf in a package of several, and by the generation
        that wrote the line anew in a corrected one.
        """
        named, _, ordinal = digits.partition(b"+")
        mark = named[:1] if named[:1] == b"g" else b""
        number = named[len(mark) :]
        if not (number.isdigit() and ordinal.isdigit() and len(digits) < 26):
            raise ValueError
        segment = self._by_generation(int(number)) if mark else self._by_first.get(int(number))
        exact = b"%b%d+%d" % (mark, int(number), int(ordinal)) == digits
        if segment is None or not exact or int(ordinal) >= segment.records:
            raise ValueError
        leaf = segment.first + int(ordinal)
        if leaf in self._leaves_named:
            raise ValueError
        self._leaves_named.add(leaf)
        return -1 - leaf

    def _by_generation(self, generation: int) -> Stated | None:
        """Give the segment of a later generation of this package, up to the one at hand."""
        if not 1 < generation <= self._place.generation:
            return None
        return self._packages.of(self._place.package, generation)

    def _compare(self, records: list[bytes], sources: list[bytes], said: _Proofs) -> None:
        """Compare commitments with the leaves of the log."""
        entries = [
            sha256(b"".join((salt, record, b"\n", source))).digest()
            for salt, record, source in zip(said.salts, records, sources, strict=True)
        ]
        hashes = [sha256(b"\0" + entry).digest() for entry in entries]
        first, last = said.places[0], said.places[-1]
        segment = self._segments[0] if self._segments else None
        if segment is not None and 0 <= first == last + 1 - len(hashes) and last < segment.records:
            try:
                if self._leaves.leaves(segment.first + first, len(hashes)) == b"".join(hashes):
                    return
            except MissingTile:
                return  # said already
        lines = zip(hashes, said.places, said.salts, strict=True)
        for number, (digest, ordinal, salt) in enumerate(lines, self.count + 1):
            if salt and not self._is_leaf(digest, ordinal):
                self._tree.outcome.found("VERIFY-502", self._path, line=number)

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

    def _name_of(self, item: dict[str, object], number: int) -> bool:
        """Keep the name of one record; tells whether its fields let it be looked at further."""
        get = item.get
        key, address, version = get("key"), get("id"), get(_VERSION, 1)
        if type(key) is not str or type(version) is not int:
            return self._wrong("key", number)
        if type(address) is not str or not _fits(address, key):
            return self._wrong("id", number)
        if get("account") != self._account:
            return self._wrong("account", number)
        if self._run is not None and get("run") != self._run:
            return self._wrong_run(number)
        row = f"{key}\t{version}\t{address}"
        if _ROW.fullmatch(row):
            self.named.others.append(row)
        else:
            self._wrong("id", number)
        return True

    def _more(self, item: dict[str, object], number: int, salted: bytes) -> None:
        """Check the media and the originals of a record."""
        get = item.get
        if "media" in item or salted:
            self._media.check(get("media"), salted, number)
        if "sealed" in item or "sealed_later" in item:
            address, version = str(get("id")), get(_VERSION, 1)
            for sealed in (get("sealed"), *_list(get("sealed_later"))):
                self._originals.check(address, version, sealed, number)

    def _wrong(self, field: str, number: int) -> bool:
        self._tree.outcome.found("VERIFY-505", self._path, line=number, field=field)
        return False

    def _wrong_run(self, number: int) -> bool:
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


def _list(value: object) -> list[object]:
    """Give a list; of what is none, one that no digest can be."""
    return [] if value is None else value if isinstance(value, list) else [value]


def _media(rest: bytes) -> bytes:
    """Give what a proof line says of media, behind the salt."""
    if len(rest) < _SALT_DIGITS + 2 or rest[_SALT_DIGITS : _SALT_DIGITS + 1] != b" ":
        raise ValueError
    return rest[_SALT_DIGITS + 1 :]


def _are(form: re.Pattern[str], texts: tuple[str, ...]) -> bool:
    """Tell whether each of some texts, none with a line feed, has a form that is given of many."""
    text = "\n".join(texts)
    return bool(form.fullmatch(text)) and text.count("\n") == len(texts) - 1


def _fits(address: str, key: str) -> bool:
    """Tell whether an address ends in the first symbols of its key."""
    if address[-SHORTEST_ADDRESS - 1 :] == f"-{key[:SHORTEST_ADDRESS]}":
        return True
    symbols = address.rpartition("-")[2]
    return len(symbols) >= SHORTEST_ADDRESS and key.startswith(symbols)
