"""The files of a Takeout that are opened, in the one that was handed in and in parts beside it.

Takeout cuts what is large into parts, `takeout-20261126T090000Z-001.zip` and so on, and puts the
tables into one of them and films into all. A part is taken in by itself: its films, and the tables
of all parts that lie beside it, since those say whose it is and of which video each film is
(docs/adr/0074). No other file is opened: not the history, the chats, the subscriptions.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from weerklank.connectors.youtube.columns import Rows, Table, folded, table_of
from weerklank.harvest.csv_rows import CsvRows
from weerklank.harvest.export_file import Container, Member, open_container
from weerklank.model.errors import BrokenInput, fault
from weerklank.model.text import Text

NO_CHANNEL = fault(
    "IMPORT-015",
    Text(
        nl="{file} is een Takeout van YouTube, maar het bestand met het kanaal ({missing}) zit er "
        "niet in en is ook niet te vinden in een deel ernaast.",
        en="{file} is a Takeout of YouTube, but the file with the channel ({missing}) is neither "
        "in it nor in a part beside it.",
    ),
    Text(
        nl="Is dit een van meer delen, zet dan alle delen in één map met de namen die Google ze "
        "gaf (…-001.zip, …-002.zip) en neem ze één voor één op. Zo niet, vraag dan een nieuwe "
        "Takeout aan met alle YouTube-gegevens van het kanaal.",
        en="If this is one of several parts, put all parts in one folder with the names that "
        "Google gave them (…-001.zip, …-002.zip) and import them one by one. If not, ask for a "
        "new Takeout with all YouTube data of the channel.",
    ),
)
UNKNOWN_LANGUAGE = fault(
    "IMPORT-016",
    Text(
        nl="{file} is een Takeout van YouTube in een taal waarvan Weerklank de bestandsnamen en "
        "kolommen niet kent.",
        en="{file} is a Takeout of YouTube in a language of which Weerklank does not know the "
        "names of files and columns.",
    ),
    Text(
        nl="Zet de taal van het Google-account op Nederlands of Engels en vraag de Takeout "
        "opnieuw aan.",
        en="Set the language of the Google account to Dutch or English and ask for the Takeout "
        "anew.",
    ),
)

#: As Google names a part, and the parts beside it.
_PART = re.compile(
    r"(?P<whole>takeout-[0-9]{8}T[0-9]{6}Z(?:-[0-9]+)?)-[0-9]{3}\.zip", re.IGNORECASE
)
_MOST_PARTS = 999
#: Signs with which some languages write names.
_QUOTES = re.compile("[\"'\u00ab\u00bb\u2018-\u201f]")
#: What the folder with the music of the user begins with, in the languages of the tables.
_MUSIC = re.compile(r"mu[sz]i[ckqe]|m\u00fasica")
FILMS = {
    ".3gp": "video/3gpp",
    ".avi": None,
    ".flv": None,
    ".m4v": "video/x-m4v",
    ".mkv": "video/x-matroska",
    ".mov": "video/quicktime",
    ".mp4": "video/mp4",
    ".mpeg": "video/mpeg",
    ".mpg": "video/mpeg",
    ".webm": "video/webm",
    ".wmv": None,
}
PICTURES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


@dataclass(slots=True)
class _Files:
    """What one part holds, by the names of its files."""

    container: Container
    #: The folder of YouTube in it, with its `/`; None where there is none.
    root: str | None = None
    tables: dict[Table, list[str]] = field(default_factory=dict)
    films: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    #: Tables of other names beside that of the playlists: what each playlist holds.
    lists: list[str] = field(default_factory=list)
    #: How many files are none of these.
    others: int = 0
    has_tables: bool = False


class Takeout:
    """A Takeout, or a part of one with the tables of the parts beside it."""

    def __init__(self, own: _Files, beside: list[_Files], *, as_one: bool = False) -> None:
        """`as_one`: all parts are taken in together, and none by itself."""
        self._own = own
        self._all = (own, *beside)
        self._taken = self._all if as_one else (own,)

    @property
    def container(self) -> Container:
        """The file that was handed in."""
        return self._own.container

    @property
    def films(self) -> list[str]:
        """The films in it."""
        return [name for files in self._taken for name in files.films]

    @property
    def pictures(self) -> list[str]:
        """The pictures in it."""
        return [name for files in self._taken for name in files.pictures]

    @property
    def post_pictures(self) -> list[str]:
        """Those of them that lie where the table of posts is."""
        posts = [one for files in self._taken for one in files.tables.get(Table.POSTS, ())]
        folders = {name.rpartition("/")[0] for name in posts}
        return [path for path in self.pictures if path.rpartition("/")[0] in folders]

    @property
    def lists(self) -> list[str]:
        """The lists of its playlists; only that of a playlist that others can see is opened."""
        return [name for files in self._taken for name in files.lists]

    @property
    def others(self) -> int:
        """How many files in it are never opened, whatever they are of."""
        return sum(files.others for files in self._taken)

    @property
    def made(self) -> date | None:
        """Give the day on which it was made; known once its members were gone through."""
        days = [one for files in self._taken if (one := files.container.made) is not None]
        return max(days, default=None)

    def members(self, wanted: Callable[[str], bool]) -> Iterator[Member]:
        """Give the files in it that are wanted, as streams."""
        for files in self._taken:
            yield from files.container.members(wanted)

    def has(self, table: Table) -> bool:
        """Tell whether a file by the name of a table is there."""
        return any(table in files.tables for files in self._all)

    def list_of(self, name: str) -> Iterator[CsvRows]:
        """Give the rows of one list."""
        for _, stream in self.members(name.__eq__):
            yield CsvRows(stream)

    def tables(self, table: Table) -> Iterator[tuple[str, Rows]]:
        """Give the files of a table with their rows; one of another kind by that name is none.

        BrokenInput when its columns are of a language that is not known.
        """
        is_known = is_foreign = False
        for files in self._all:
            for name, rows in _tables(files, table):
                if rows.is_known:
                    is_known = True
                    yield PurePosixPath(name).name, rows
                else:
                    is_foreign |= rows.has_columns
        if is_foreign and not is_known and table is not Table.CHANNEL:
            raise BrokenInput(UNKNOWN_LANGUAGE, file=self.container.path.name)

    def damage(self) -> str | None:
        """Tell how a part is damaged, if one is."""
        return next((f.container.damage for f in self._all if f.container.damage), None)


def _tables(files: _Files, table: Table) -> Iterator[tuple[str, Rows]]:
    for wanted in files.tables.get(table, ()):
        for name, stream in files.container.members(wanted.__eq__):
            yield name, Rows(table, CsvRows(stream))


def open_takeout(path: Path) -> Takeout | None:
    """Recognise a Takeout of YouTube by what it holds; None when it is none.

    BrokenInput when it is one that does not say of which channel.
    """
    own = _files(path)
    if own is None:
        return None
    if _is_with_channel(own):
        return Takeout(own, list(_beside(path)))
    if own.root is None:
        return None
    beside = list(_beside(path))
    if not any(map(_is_with_channel, beside)):
        is_foreign = own.has_tables and not own.tables
        code = UNKNOWN_LANGUAGE if is_foreign else NO_CHANNEL
        raise BrokenInput(code, file=path.name, missing="channel.csv")
    return Takeout(own, beside)


def open_whole(paths: Sequence[Path]) -> Takeout | None:
    """Open the files of one archive as one, whatever they are called; None when it is none.

    BrokenInput when it does not say of which channel it is.
    """
    found = [files for files in map(_files, paths) if files is not None]
    own = next(filter(_is_with_channel, found), None)
    if own is not None:
        return Takeout(own, [one for one in found if one is not own], as_one=True)
    if any(files.root is not None for files in found):
        is_foreign = any(files.has_tables and not files.tables for files in found)
        code = UNKNOWN_LANGUAGE if is_foreign else NO_CHANNEL
        raise BrokenInput(code, file=paths[0].name, missing="channel.csv")
    return None


def _is_with_channel(files: _Files) -> bool:
    return any(rows.is_known for _, rows in _tables(files, Table.CHANNEL))


def _beside(path: Path) -> Iterator[_Files]:
    """Give the other parts of the same Takeout in the folder of one, by the names of Google."""
    part = _PART.fullmatch(path.name)
    if part is None:
        return
    for number in range(1, _MOST_PARTS + 1):
        other = path.with_name(f"{part['whole']}-{number:03}.zip")
        if other.name != path.name and other.is_file():
            with suppress(BrokenInput):  # a part that can't be read is missed by what it held
                files = _files(other)
                if files is not None:
                    yield files


def _files(path: Path) -> _Files | None:
    """List what a file holds; None when it can't be a Takeout. Of a tar its first name decides."""
    container = open_container(path)
    if container is None:
        return None
    if not _is_zip(path) and not _first_name(container).startswith("Takeout/"):
        return None
    names: list[str] = []

    def note(name: str) -> bool:
        names.append(name)
        return False

    for _ in container.members(note):
        pass
    return _sorted_out(container, names)


class _Seen(Exception):
    """The name of the first file, whose reading ends with it."""


def _first_name(container: Container) -> str:
    """Give the name of the first file, without going through all of what may be gigabytes.

    It is not opened: it may be one that nobody may open.
    """

    def stop(name: str) -> bool:
        raise _Seen(name)

    try:
        for _ in container.members(stop):
            pass
    except _Seen as seen:
        return str(seen)
    return ""


def _is_zip(path: Path) -> bool:
    with path.open("rb") as raw:
        return raw.read(2) == b"PK"


def _sorted_out(container: Container, names: list[str]) -> _Files:
    files = _Files(container, _root_of(names))
    root = files.root or ""
    folders = {
        name.removeprefix(root).rpartition("/")[0]
        for name in names
        if name.startswith(root) and table_of(PurePosixPath(name).name) is Table.PLAYLISTS
    }
    for name in names:
        folder, _, _ = name.removeprefix(root).rpartition("/")
        table = table_of(PurePosixPath(name).name)
        ending = PurePosixPath(name).suffix.lower()
        is_here = name.startswith(root) and "/" not in folder
        files.has_tables |= is_here and ending == ".csv"
        if is_here and table:
            files.tables.setdefault(table, []).append(name)
        elif folder and folder in folders and ending == ".csv":
            files.lists.append(name)
        elif is_here and folder and ending in FILMS and not _MUSIC.match(folded(folder)):
            files.films.append(name)
        elif is_here and folder and ending in PICTURES:
            files.pictures.append(name)
        else:
            files.others += 1
    return files


def _root_of(names: list[str]) -> str | None:
    """Find the folder of YouTube, `YouTube and YouTube Music` in whatever language, or `YouTube`.

    It stands at the top, or in the folder `Takeout`.
    """
    for name in names:
        steps = name.split("/")[:-1]
        for number, step in enumerate(steps[:2], 1):
            words = _QUOTES.sub("", folded(step))
            if words == "youtube" or (
                words.startswith("youtube ") and words.endswith(" youtube music")
            ):
                return "/".join(steps[:number]) + "/"
    return None
