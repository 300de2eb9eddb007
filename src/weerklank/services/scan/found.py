"""What a scan found: code, file, place and kind; never the word, nor anything made of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from weerklank.minimise.leak_signs import SignKind
from weerklank.model.text import Text

Tags = tuple[bytes, ...]
#: Findings that are kept, in all and of one file; of what comes after them the number.
MOST, MOST_OF_FILE = 5_000, 100

SENTENCES: dict[str, Text] = {
    "LEAK-001": Text(
        "Hier staat een gebruikersnaam van iemand die een pseudoniem heeft.",
        "A handle of somebody who has a pseudonym stands here.",
    ),
    "LEAK-002": Text(
        "Hier staat de volledige naam van iemand die een pseudoniem heeft.",
        "The full name of somebody who has a pseudonym stands here.",
    ),
    "LEAK-003": Text(
        "Hier staat een nummer van iemand die een pseudoniem heeft.",
        "An id of somebody who has a pseudonym stands here.",
    ),
    "LEAK-004": Text(
        "Hier staat het adres van een profiel van iemand die een pseudoniem heeft.",
        "The address of a profile of somebody who has a pseudonym stands here.",
    ),
    "LEAK-005": Text(
        "Hier wordt iemand genoemd die aan deze draad deelneemt.",
        "Somebody who takes part in this thread is named here.",
    ),
    "LEAK-006": Text(
        "Hier hoort versleutelde inhoud te staan, en er zit een patroon in.",
        "Encrypted content should stand here, and it has a pattern.",
    ),
}
OF_KIND = {
    SignKind.HANDLE: "LEAK-001",
    SignKind.NAME: "LEAK-002",
    SignKind.ID: "LEAK-003",
    SignKind.ADDRESS: "LEAK-004",
}
OF_THREAD, NO_CIPHERTEXT = "LEAK-005", "LEAK-006"

#: Why something was not looked into.
REASONS: dict[str, Text] = {
    "sealed": Text(
        "verzegelde originelen: alleen of het versleuteld is; niets is geopend",
        "sealed originals: only whether they are encrypted; nothing was opened",
    ),
    "blind": Text("blinde index: alleen op vorm", "blind index: its form only"),
    "pictures": Text(
        "wat beelden en films laten zien; wel hun gegevens",
        "what pictures and films show; their data were",
    ),
    "closed": Text(
        "een vorm van inpakken die hier niet open kan",
        "a way of packing that can't be opened here",
    ),
    "broken": Text("ingepakt en beschadigd", "packed and damaged"),
    "too-large": Text("te groot om uit te pakken", "too large to unpack"),
    "too-deep": Text("te diep in elkaar gepakt", "packed within one another too deep"),
    "unreadable": Text("niet te lezen", "can't be read"),
    "links": Text("verwijzingen en apparaten: niet gevolgd", "links and devices: not followed"),
    "index": Text(
        "zoekindex: niet te openen; de bytes wel", "search index: can't be opened; its bytes were"
    ),
    "other-accounts": Text(
        "alles buiten de pakketten van deze accounts",
        "all but the packages of these accounts",
    ),
}


@dataclass(frozen=True, slots=True)
class LeakFinding:
    """Something of somebody where nothing may be of them."""

    code: str
    #: Below the archive's folder, or below a folder that was named; without what is found in it.
    path: str
    #: Where in the file: the way through containers, a byte or a record and its field.
    place: str
    #: Tags of which one must be in the table of words; empty for what is certain.
    tags: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def kind(self) -> str:
        """Give what kind of thing was found."""
        return _KINDS[self.code]


_KINDS = {code: kind.value for kind, code in OF_KIND.items()} | {
    OF_THREAD: "participant",
    NO_CIPHERTEXT: "ciphertext",
}


@dataclass(slots=True)
class LeftOut:
    """What was not checked: how often, and where first."""

    what: str
    count: int = 0
    where: str = ""


@dataclass(slots=True)
class Scanned:
    """What a scan looked at and found."""

    #: Called with the number of files looked at so far.
    progress: Callable[[int], None] = lambda _: None
    files: int = 0
    #: Bytes on disk, and bytes that were read with what they unpacked to.
    bytes: int = 0
    read: int = 0
    records: int = 0
    findings: list[LeakFinding] = field(default_factory=list)
    #: Findings that were not kept.
    more: int = 0
    not_checked: dict[str, LeftOut] = field(default_factory=dict)
    #: How many of those are not certain, by their tags.
    unsure: Counter[Tags] = field(default_factory=Counter)
    _of_file: tuple[str, int] = ("", 0)

    @property
    def ok(self) -> bool:
        """Tell whether nothing was found in what was checked."""
        return not self.findings and not self.more

    def found(self, finding: LeakFinding) -> None:
        """Add a finding."""
        count = self._of_file[1] + 1 if self._of_file[0] == finding.path else 1
        self._of_file = finding.path, count
        if count > MOST_OF_FILE or len(self.findings) >= MOST:
            if finding.tags:
                self.unsure[finding.tags] += 1
            else:
                self.more += 1
        else:
            self.findings.append(finding)

    def skip(self, what: str, where: str, count: int = 1) -> None:
        """Say that something was not checked."""
        one = self.not_checked.setdefault(what, LeftOut(what, 0, where))
        one.count += count

    def codes(self) -> dict[str, int]:
        """Give how many findings there are of each code."""
        found: dict[str, int] = {}
        for one in self.findings:
            found[one.code] = found.get(one.code, 0) + 1
        return dict(sorted(found.items()))
