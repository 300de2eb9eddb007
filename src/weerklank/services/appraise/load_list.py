"""Load list: take a selection list into the archive, as a decision of an archivist (G1)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from weerklank.appraise.list_json import list_json, row_json
from weerklank.appraise.read_list import (
    MOST_BYTES,
    MOST_NAMED,
    ReadList,
    UnreadableList,
    WrongLine,
    read_list,
)
from weerklank.appraise.shipped import FILE, NAME, shipped_bytes
from weerklank.model.errors import BrokenInput, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.reason import reason_of
from weerklank.model.selection import ListKind, SelectionList
from weerklank.model.text import Language, Text, one_line
from weerklank.services.seal.read_selection import LOADED, read_selection
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.plain_file import NotPlain, read_plain

NO_FILE = fault(
    "SELECT-002",
    Text(nl="Bestand {file} is er niet of is niet leesbaar.", en="File {file} can't be read."),
    Text(nl="Controleer de naam en de rechten.", en="Check the name and the rights."),
)
TOO_LARGE = fault(
    "SELECT-003",
    Text(
        nl="{file} is geen gewoon bestand, of is groter dan {most} bytes. Er is niets geladen.",
        en="{file} is no plain file, or is larger than {most} bytes. Nothing was loaded.",
    ),
    Text(
        nl="Een selectielijst is een CSV- of JSON-bestand; bewaar haar zonder opmaak.",
        en="A selection list is a file of CSV or JSON; save it without formatting.",
    ),
)
NO_SELECTION_LIST = fault(
    "SELECT-004",
    Text(
        nl="{file} is geen selectielijst die te lezen is: {reason}. Er is niets geladen.",
        en="{file} is no selection list that can be read: {reason}. Nothing was loaded.",
    ),
    Text(
        nl="De handleiding noemt de koppen; 'weerklank selection draft -o FILE' schrijft een "
        "voorbeeld.",
        en="The manual names the headings; 'weerklank selection draft -o FILE' writes an example.",
    ),
)
WRONG_ROWS = fault(
    "SELECT-005",
    Text(
        nl="{file} heeft foute rijen ({count}): {rows}. Er is niets geladen.",
        en="{file} has wrong rows ({count}): {rows}. Nothing was loaded.",
    ),
    Text(
        nl="Verbeter ze en laad het bestand opnieuw; een lijst wordt heel geladen of niet.",
        en="Mend them and load the file again; a list is loaded whole or not at all.",
    ),
)
AHEAD = fault(
    "SELECT-016",
    Text(nl="{day} moet nog komen.", en="{day} is still to come."),
    Text(
        nl="Leg een besluit vast als het is genomen; noem met --decided de dag waarop.",
        en="Enter a decision once it was taken; name the day with --decided.",
    ),
)
ODD_DAYS = fault(
    "SELECT-006",
    Text(
        nl="De lijst geldt tot en met een dag die voor haar eerste dag ligt.",
        en="The last day of the list lies before its first day.",
    ),
    Text(
        nl="Controleer --valid-from en --valid-until.", en="Check --valid-from and --valid-until."
    ),
)
ODD_NAME = fault(
    "SELECT-007",
    Text(
        nl="Een naam of orgaan heeft {most} tekens of minder, en ten minste één letter of cijfer.",
        en="A name or body has {most} characters or fewer, and at least one letter or digit.",
    ),
    Text(nl="Controleer --name en --body.", en="Check --name and --body."),
)
_MOST_NAME = 200
#: What a file is called of which the name was not kept.
_SENT = "selectielijst"
_MOST_ID = 60
#: Rows that the sentence names one by one; the answer of a script has them all.
_SAID = 20
_ROW = Text("rij {number}: {reason}", "row {number}: {reason}")
_MORE = Text("en nog {count}", "and {count} more")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewList:
    """What is said of a list when it is loaded; None where file or organisation tells it."""

    name: str | None = None
    kind: ListKind = ListKind.PROCESS
    #: First and last day of publication that it is for.
    valid_from: date | None = None
    valid_until: date | None = None
    #: The body that adopted it, and when.
    body: str | None = None
    decided: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FromFile:
    """A list as a file has it, and the columns of the file that were passed over, by letter."""

    list: SelectionList
    passed: tuple[str, ...]


def load_list(workplace: Workplace, path: Path | None, new: NewList) -> FromFile:
    """Load a list from a file, or without one the list that comes with the program.

    An archivist does so. The decision holds the rows, and the whole file as it was. The same file
    under the same name and days again adds nothing. BrokenInput when a row is wrong: then all
    that are, are named, and nothing is loaded.
    """
    workplace.require(Role.ARCHIVIST)
    _check_days(workplace, new)
    if path is None:
        return load_sent(workplace, shipped_bytes(), replace(new, name=new.name or NAME), FILE)
    named = replace(new, name=new.name or Path(path.name).stem)
    return load_sent(workplace, _bytes(path), named, path.name)


def load_sent(workplace: Workplace, content: bytes, new: NewList, file: str = _SENT) -> FromFile:
    """Load a list from the bytes of a file, which need no name; else as `load_list`."""
    workplace.require(Role.ARCHIVIST)
    _check_days(workplace, new)
    read = _read(one_line(file), content)
    name = _named(new.name or "")
    body = _named(new.body or workplace.organisation.name)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        made = _written(workplace, read, name, body, new)
    return FromFile(list=made, passed=read.passed)


def preview_list(workplace: Workplace, content: bytes) -> FromFile:
    """Read a list without loading it, to see what is in it and what it would do."""
    read = _read(_SENT, content)
    made = _made(workplace, read, _SENT, workplace.organisation.name, NewList(), 1)
    return FromFile(list=made, passed=read.passed)


def _check_days(workplace: Workplace, new: NewList) -> None:
    if new.valid_from and new.valid_until and new.valid_until < new.valid_from:
        raise WrongUse(ODD_DAYS)
    refuse_ahead(workplace, new.decided)


def refuse_ahead(workplace: Workplace, decided: date | None) -> None:
    """Refuse a decision that is still to be taken (WrongUse)."""
    if decided is not None and decided > workplace.today():
        raise WrongUse(AHEAD, day=decided.isoformat())


def wrong_rows_json(wrong: Sequence[WrongLine], language: Language) -> list[JsonObject]:
    """Write which rows of a file are wrong, and why."""
    return [{"reason": one.reason.say(language), "row": one.number} for one in wrong[:MOST_NAMED]]


class WrongRows(BrokenInput):
    """A list with rows that can't be read: which, and why."""

    def __init__(self, file: str, wrong: tuple[WrongLine, ...]) -> None:
        said = [_ROW.filled(number=one.number, reason=one.reason) for one in wrong[:_SAID]]
        if len(wrong) > _SAID:
            said.append(_MORE.filled(count=len(wrong) - _SAID))
        rows = Text(nl="; ".join(one.nl for one in said), en="; ".join(one.en for one in said))
        super().__init__(WRONG_ROWS, file=file, count=len(wrong), rows=rows)
        self.wrong = wrong


def _written(
    workplace: Workplace, read: ReadList, name: str, body: str, new: NewList
) -> SelectionList:
    known = [one for one in read_selection(workplace).lists if one.id == _id_of(name)]
    made = _made(workplace, read, name, body, new, len(known) + 1)
    for one in known[-1:]:
        if _says_same(one, made, new):
            return one
    data = list_json(made) | {"rows": [row_json(row) for row in made.rows], "text": read.text}
    workplace.record(Book.DECISIONS, LOADED, made.ref, data)
    return next(one for one in read_selection(workplace).lists if one.ref == made.ref)


def _made(
    workplace: Workplace, read: ReadList, name: str, body: str, new: NewList, version: int
) -> SelectionList:
    return SelectionList(
        id=_id_of(name),
        name=name,
        version=version,
        kind=new.kind,
        valid_from=new.valid_from,
        valid_until=new.valid_until,
        adopted_by=body,
        adopted_on=new.decided or workplace.today(),
        loaded_at=workplace.clock.now(),
        loaded_by=workplace.actor.known_as,
        rows=read.rows,
        file=read.file,
    )


def _says_same(one: SelectionList, other: SelectionList, new: NewList) -> bool:
    """Tell whether a list says what the newest version of it says already."""
    return (
        one.file.sha256 == other.file.sha256
        and one.rows == other.rows
        and (one.kind, one.valid_from, one.valid_until)
        == (other.kind, other.valid_from, other.valid_until)
        and one.adopted_by == other.adopted_by
        and new.decided in (None, one.adopted_on)
    )


def _bytes(path: Path) -> bytes:
    try:
        return read_plain(path, MOST_BYTES)
    except NotPlain as error:
        raise BrokenInput(TOO_LARGE, file=path, most=MOST_BYTES) from error
    except (OSError, ValueError) as error:
        raise WrongUse(NO_FILE, file=path) from error


def _read(file: str, content: bytes) -> ReadList:
    try:
        read = read_list(file, content)
    except UnreadableList as error:
        raise BrokenInput(NO_SELECTION_LIST, file=file, reason=error.reason) from error
    if read.wrong:
        raise WrongRows(file, read.wrong)
    return read


def _named(words: str) -> str:
    plain = reason_of(words)
    if len(plain) > _MOST_NAME or not _id_of(plain):
        raise WrongUse(ODD_NAME, most=_MOST_NAME)
    return plain


def _id_of(name: str) -> str:
    """Give the short form of a name by which commands name it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_MOST_ID].strip("-")
