"""Where everything lies in an archive; `docs/format/` describes the same for a reader."""

from dataclasses import dataclass
from pathlib import Path

from weerklank.model.event import Book
from weerklank.model.ids import AccountId, RunId


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders and files of one archive."""

    root: Path

    @property
    def about(self) -> Path:
        """What this archive is: format version and organisation."""
        return self.root / "weerklank-archive.json"

    @property
    def readme(self) -> Path:
        """How to read and verify without this program."""
        return self.root / "README.txt"

    @property
    def verifier(self) -> Path:
        """The program that verifies without this program."""
        return self.root / "weerklank_verify.py"

    @property
    def objects(self) -> Path:
        """OCFL storage root of closed packages."""
        return self.root / "objects"

    @property
    def sealed(self) -> Path:
        """OCFL storage root of the vault (kluis): sealed originals."""
        return self.root / "sealed"

    @property
    def open(self) -> Path:
        """Packages of the running month, locks and spools."""
        return self.root / "open"

    @property
    def spool(self) -> Path:
        """Encrypted working files of runs; worthless once the run is gone."""
        return self.open / "spool"

    @property
    def blind(self) -> Path:
        """Keyed index of persons and participants of threads."""
        return self.root / "blind"

    @property
    def log(self) -> Path:
        """The Merkle log."""
        return self.root / "log"

    @property
    def index(self) -> Path:
        """The catalogue: disposable."""
        return self.root / "index"

    def book(self, book: Book) -> Path:
        """Folder of register, decisions or journal."""
        return self.root / book.value

    def lock(self, name: str) -> Path:
        """Lock file of an account or of the log."""
        return self.open / "locks" / f"{name}.lock"

    def fence(self, account: AccountId) -> Path:
        """File with the highest fencing number given out for an account."""
        return self.open / "locks" / f"{account}.fence"

    def open_month(self, account: AccountId, month: str) -> Path:
        """Folder of an account's running month; `month` as `2026-11`."""
        return self.open / account / month

    def open_run(self, account: AccountId, month: str, fence: int, run: RunId) -> Path:
        """Folder of one run; the fencing number stands in its name."""
        return self.open_month(account, month) / f"{fence:06d}-{run}"

    def object_month(self, account: AccountId, month: str) -> Path:
        """Folder of closed packages of an account's month of capture."""
        return self.objects / account / month

    def sealed_month(self, account: AccountId, month: str) -> Path:
        """Folder of sealed originals of an account's month of capture."""
        return self.sealed / account / month


@dataclass(frozen=True, slots=True)
class IndexElsewhere(Layout):
    """An archive whose catalogue lies in a folder outside it."""

    folder: Path

    @property
    def index(self) -> Path:
        """The catalogue."""
        return self.folder


def is_archive(folder: Path) -> bool:
    """Tell whether an archive lies in a folder, also when its own file is lost."""
    layout = Layout(folder)
    # A store of packages and one of the vault side by side are ours.
    stores = (layout.objects, layout.sealed)
    return layout.about.exists() or all(any(store.glob("0=ocfl_*")) for store in stores)


#: Says that a replica lies in a folder.
REPLICA = "weerklank-replica.json"


def is_replica(folder: Path) -> bool:
    """Tell whether a replica lies in a folder."""
    return (folder / REPLICA).exists()
