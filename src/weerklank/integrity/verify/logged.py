"""What events that the log holds say of other files: those are held against it."""

from dataclasses import dataclass, field

from weerklank.integrity.stamp_events import AUTHORITY_SET, STAMP_OBTAINED
from weerklank.model.epoch import BEGUN as EPOCH_BEGUN
from weerklank.model.epoch import ENDING as EPOCH_ENDING
from weerklank.model.event import Book

#: Decisions that destroy originals: their term ended, or a depot received them.
ENDING = ("term.begun", "originals.begun")


@dataclass(slots=True)
class Logged:
    """What the log says by its events; what it does not hold yet says nothing here."""

    #: The first event of the register, which says what archive this is.
    made: str | None = None
    #: Certificates of time-stamp authorities, in the order of the decisions.
    certificates: list[str] = field(default_factory=list)
    #: The same, of decisions that wait for the log.
    waiting: list[str] = field(default_factory=list)
    #: Digests of the time stamps that were obtained, by the size of their checkpoint.
    stamps: dict[int, set[str]] = field(default_factory=dict)
    #: The number of a run in the name of its folder, by package and run.
    fences: dict[tuple[str, str], object] = field(default_factory=dict)
    #: Months that were closed, as `<account>/<yyyy-mm>`.
    closed: set[str] = field(default_factory=set)
    #: Packages of which a decision destroyed originals, by decision.
    terms: dict[str, frozenset[str]] = field(default_factory=dict)
    #: Destruction lists that were executed.
    executed: set[str] = field(default_factory=set)

    #: Later epochs that began and of which no end is decided, by the folder of their tables.
    epochs: set[str] = field(default_factory=set)

    def take(self, event: dict[str, object]) -> None:
        """Take in what an event says that the log holds."""
        data = event.get("data")
        if not isinstance(data, dict):
            return
        if event.get("book") == Book.JOURNAL:
            self._take_journal(str(event.get("kind")), str(event.get("subject")), data)
        if event.get("book") == Book.DECISIONS and event.get("kind") in ENDING:
            rows = data.get("packages")
            self.terms[str(event.get("subject"))] = frozenset(
                str(row.get("package"))
                for row in (rows if isinstance(rows, list) else [])
                if isinstance(row, dict)
            )
        if event.get("book") == Book.DECISIONS and event.get("kind") == "destruction.executed":
            self.executed.add(str(event.get("subject")))
        if event.get("book") == Book.DECISIONS:
            self._take_epoch(str(event.get("kind")), str(event.get("subject")))
        self.certificates += certificate_of(event)

    def is_early(self, event: dict[str, object]) -> bool:
        """Tell whether an event certifies a destruction that was not executed before it."""
        is_certificate = event.get("kind") == "destruction.certified"
        return is_certificate and str(event.get("subject")) not in self.executed

    def _take_epoch(self, kind: str, subject: str) -> None:
        folder = subject.removeprefix("e")
        if kind == EPOCH_BEGUN:
            self.epochs.add(folder)
        elif kind == EPOCH_ENDING:
            self.epochs.discard(folder)

    def _take_journal(self, kind: str, subject: str, data: dict[str, object]) -> None:
        if kind == STAMP_OBTAINED:
            size, digest = data.get("checkpoint"), data.get("sha256")
            if isinstance(size, int) and isinstance(digest, str):
                self.stamps.setdefault(size, set()).add(digest)
        elif kind == "package.finished" and "fence" in data:
            self.fences[subject, str(data.get("run"))] = data["fence"]
        elif kind == "month.closed":
            self.closed.add(f"{subject}/{data.get('month')}")

    def wait(self, event: dict[str, object]) -> None:
        """Take in what an event says that the log does not hold yet."""
        self.waiting += certificate_of(event)


def certificate_of(event: dict[str, object]) -> list[str]:
    """Give the certificate that a decision on an authority names; none of any other event."""
    data = event.get("data")
    if event.get("kind") != AUTHORITY_SET or event.get("book") != Book.DECISIONS:
        return []
    certificate = data.get("certificate") if isinstance(data, dict) else None
    return [certificate] if isinstance(certificate, str) else []
