"""Set rights: record whose the copyright of posts and media is, one by one, in bulk or by rule.

Requirement E4. Each call is one decision of a named person: all that it says holds, or nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from weerklank.appraise.read_list import UnreadableList, WrongLine
from weerklank.appraise.rights_file import MOST_BYTES, FileRow, entry_of, read_rights_file
from weerklank.appraise.row_cells import WrongRow
from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.errors import BrokenInput, Refused, WeerklankError, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.item import Medium
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person import Role
from weerklank.model.reason import reason_of
from weerklank.model.rights import (
    MEDIA,
    TEXT,
    Covers,
    Entry,
    Rights,
    is_of_others,
    media_of,
    part_key,
)
from weerklank.model.text import Text, one_line
from weerklank.services.find.read_items import (
    DESTROYED,
    UNKNOWN_ITEM,
    ItemReader,
    address,
    ask_for_part,
)
from weerklank.services.find.read_rights import ENDED, SET, entry_json, read_rights
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.plain_file import NotPlain, read_plain

WRONG_ENTRY = fault(
    "RIGHTS-001",
    Text(nl="Dit is niet vast te leggen: {reason}.", en="This can't be recorded: {reason}."),
    Text(
        nl="Zie 'weerklank rights set --help' en 'weerklank rights licences'.",
        en="See 'weerklank rights set --help' and 'weerklank rights licences'.",
    ),
)
NOT_OURS = fault(
    "RIGHTS-002",
    Text(
        nl="{item} is van een ander, gedeeld of een pagina; de rechten zijn van wie het schreef "
        "of maakte.",
        en="{item} is of another, shared, or a page; the rights are of who wrote or made it.",
    ),
    Text(
        nl="Rechten leg je vast bij wat de organisatie zelf plaatste; van anderen bewaart het "
        "archief geen namen.",
        en="Rights are recorded of what the organisation posted itself; of others the archive "
        "keeps no names.",
    ),
)
NO_PART = fault(
    "RIGHTS-003",
    Text(
        nl="{item} heeft geen onderdeel '{medium}'.",
        en="{item} has no part '{medium}'.",
    ),
    Text(
        nl="Noem een medium met zijn nummer of kenmerk, of de tekst met 'text'; 'weerklank rights "
        "show {item}' noemt ze. Portretrecht is er alleen bij media.",
        en="Name a medium by its number or id, or the text by 'text'; 'weerklank rights show "
        "{item}' names them. A portrait right is there with media alone.",
    ),
)
WRONG_ROWS = fault(
    "RIGHTS-004",
    Text(
        nl="{file} heeft foute rijen ({count}): {rows}. Er is niets vastgelegd.",
        en="{file} has wrong rows ({count}): {rows}. Nothing was recorded.",
    ),
    Text(
        nl="Verbeter ze en geef het bestand opnieuw; het wordt heel vastgelegd of niet. "
        "'weerklank rights licences' noemt de licenties, en bij welke status elke hoort.",
        en="Mend them and give the file again; it is recorded whole or not at all. 'weerklank "
        "rights licences' names the licences, and with which status each goes.",
    ),
)
NO_RIGHTS_FILE = fault(
    "RIGHTS-005",
    Text(
        nl="{file} is geen rechtenbestand dat te lezen is: {reason}. Er is niets vastgelegd.",
        en="{file} is no file of rights that can be read: {reason}. Nothing was recorded.",
    ),
    Text(
        nl="'weerklank rights list --missing -o FILE' schrijft een bestand om in te vullen.",
        en="'weerklank rights list --missing -o FILE' writes a file to fill in.",
    ),
)
NO_FILE = fault(
    "RIGHTS-006",
    Text(nl="Bestand {file} is er niet of is niet leesbaar.", en="File {file} can't be read."),
    Text(nl="Controleer de naam en de rechten.", en="Check the name and the rights."),
)
NOTHING_SET = fault(
    "RIGHTS-007",
    Text(nl="Over {target} is niets vastgelegd.", en="Nothing was recorded of {target}."),
    Text(
        nl="'weerklank rights show ID' zegt welke regel geldt.",
        en="'weerklank rights show ID' tells which rule holds.",
    ),
)
NOT_SMALL = Text(
    f"het is geen gewoon bestand, of groter dan {MOST_BYTES} bytes",
    f"it is no plain file, or larger than {MOST_BYTES} bytes",
)
NO_BASIS = Text(
    "bij een regel ontbreekt de bron: het besluit", "the source of a rule is missing: the decision"
)
TWICE = Text(
    "een eerdere rij zegt al iets over dit onderdeel",
    "an earlier row says something of this part already",
)
#: Who records rights of items; and who decides on a rule for an account or for all.
DECIDERS = (Role.ARCHIVIST, Role.COMMUNICATION, Role.REGISTER_OWNER)
RULERS = (Role.ARCHIVIST, Role.REGISTER_OWNER)
#: Rows that the sentence names one by one; the answer of a script has them all.
_SAID = 20
_SENT = Text("Dit bestand", "This file")
_ROW = Text("rij {number}: {reason}", "row {number}: {reason}")
_MORE = Text("en nog {count}", "and {count} more")
#: Digits that the number of a medium never has.
_DIGITS = 7
#: What stands for the text in the place of a medium.
_TEXT = ("text", "tekst")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was recorded: its number, what it says of which parts, and rows that said nothing."""

    id: str
    entries: tuple[tuple[Entry, tuple[str, ...]], ...]
    blank: int = 0
    #: Columns of a file that were not read, by letter as a spreadsheet has them.
    passed: tuple[str, ...] = ()


class WrongRightsRows(BrokenInput):
    """A file with rows that can't be recorded: which, and why."""

    def __init__(self, file: str | Text, wrong: Sequence[WrongLine]) -> None:
        said = [_ROW.filled(number=one.number, reason=one.reason) for one in wrong[:_SAID]]
        if len(wrong) > _SAID:
            said.append(_MORE.filled(count=len(wrong) - _SAID))
        rows = Text(nl="; ".join(one.nl for one in said), en="; ".join(one.en for one in said))
        super().__init__(WRONG_ROWS, file=file, count=len(wrong), rows=rows)
        self.wrong = tuple(wrong)


def read_entry(values: Mapping[str, str | None]) -> Entry:
    """Give what somebody says of rights, by the names of the command line.

    WrongUse when it does not hold together, or shows that it names a person by handle or number.
    """
    try:
        return entry_of(**values)
    except WrongRow as error:
        raise WrongUse(WRONG_ENTRY, reason=error.reason) from error


def set_rights(
    workplace: Workplace, items: Sequence[str], media: Sequence[str], entry: Entry
) -> Decision:
    """Record rights of items, all of them alike: of text and media, or of the media named.

    A medium that comes later is not meant: nobody looked at it. WrongUse for an item or medium
    that is not there; Refused for what is of others, or was destroyed.
    """
    workplace.require(*DECIDERS)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        gone = _gone(workplace)

        def find(catalogue: Catalogue, reader: ItemReader) -> list[str]:
            return [
                part
                for name in dict.fromkeys(map(address, items))
                for part in _parts(catalogue, reader, gone, name, media, entry)
            ]

        parts = ask_for_part(workplace, find)
        return _record(workplace, [(entry, tuple(dict.fromkeys(parts)))])


def set_rights_of(
    workplace: Workplace, chosen: Mapping[str, Sequence[str]], entry: Entry
) -> Decision:
    """Record rights of parts, all of them alike, as one decision: of each item those named.

    A part is `text` or the id of a medium. Else as `set_rights`.
    """
    workplace.require(*DECIDERS)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        gone = _gone(workplace)

        def find(catalogue: Catalogue, reader: ItemReader) -> list[str]:
            return [
                part
                for name, parts in chosen.items()
                for part in _parts(catalogue, reader, gone, address(name), parts, entry)
            ]

        parts = ask_for_part(workplace, find)
        return _record(workplace, [(entry, tuple(dict.fromkeys(parts)))])


def set_rule(workplace: Workplace, account: str | None, covers: Covers, entry: Entry) -> Decision:
    """Decide what holds for all that an account made itself, or without one every account.

    Where nothing narrower was recorded. Its source is the decision, and can't be left out.
    """
    workplace.require(*RULERS)
    if not entry.source:
        raise WrongUse(WRONG_ENTRY, reason=NO_BASIS)
    target = _target(workplace, account)
    covered = (TEXT, MEDIA) if covers is Covers.ALL else (covers.value,)
    parts = tuple(part_key(target, one) for one in covered)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        return _record(workplace, [(entry, parts)])


def set_from_file(workplace: Workplace, path: Path) -> Decision:
    """Record what a file says, row by row, as one decision; WrongRightsRows when a row is wrong.

    Then each that is wrong is named, and nothing is recorded.
    """
    workplace.require(*DECIDERS)
    name = one_line(path.name)
    return _set_rows(workplace, name, _bytes(path, name))


def set_from_sent(workplace: Workplace, content: bytes) -> Decision:
    """Record what a file says that somebody sent; else as `set_from_file`."""
    workplace.require(*DECIDERS)
    if len(content) > MOST_BYTES:
        raise BrokenInput(NO_RIGHTS_FILE, file=_SENT, reason=NOT_SMALL)
    return _set_rows(workplace, _SENT, content)


def _set_rows(workplace: Workplace, name: str | Text, content: bytes) -> Decision:
    try:
        read = read_rights_file(content)
    except UnreadableList as error:
        raise BrokenInput(NO_RIGHTS_FILE, file=name, reason=error.reason) from error
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        gone = _gone(workplace)

        def find(catalogue: Catalogue, reader: ItemReader) -> list[tuple[str, ...] | WrongLine]:
            seen: set[str] = set()
            return [_of_row(catalogue, reader, gone, row, seen) for row in read.rows]

        found = ask_for_part(workplace, find)
        wrong = [*read.wrong, *(one for one in found if isinstance(one, WrongLine))]
        if wrong:
            raise WrongRightsRows(name, sorted(wrong, key=lambda one: one.number))
        entries = [
            (row.entry, parts)
            for row, parts in zip(read.rows, found, strict=True)
            if not isinstance(parts, WrongLine)
        ]
        made = _record(workplace, entries)
    return replace(made, blank=read.blank, passed=read.passed)


def end_rights(workplace: Workplace, item: str | None, account: str | None, reason: str) -> int:
    """End what was recorded of an item, else of an account, else of all: it counts no more.

    Gives of how many parts; what a wider rule says holds again, or nothing.
    """
    workplace.require(*(DECIDERS if item else RULERS))
    target = address(item) if item else _target(workplace, account)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        known = read_rights(workplace)
        parts = sorted(_of_target(known, target))
        if not parts:
            raise Refused(NOTHING_SET, target=target or Text("het geheel", "all of it"))
        data: JsonObject = {"parts": [*parts], "reason": reason_of(reason)}
        workplace.record(Book.DECISIONS, ENDED, _number(known), data)
    return len(parts)


def _of_target(known: Rights, target: str) -> set[str]:
    begin = part_key(target, "")
    return {part for part in (*known.copyrights, *known.portraits) if part.startswith(begin)}


def _target(workplace: Workplace, account: str | None) -> str:
    return workplace.register().find(account).id if account else ""


def _record(workplace: Workplace, entries: Sequence[tuple[Entry, tuple[str, ...]]]) -> Decision:
    number = _number(read_rights(workplace))
    rows: list[Json] = [entry_json(entry) | {"parts": [*parts]} for entry, parts in entries]
    workplace.record(Book.DECISIONS, SET, number, {"entries": rows})
    return Decision(id=number, entries=tuple(entries))


def _number(known: Rights) -> str:
    return f"r{known.count + 1:04d}"


def _gone(workplace: Workplace) -> dict[str, str]:
    """Give what was destroyed, or is being destroyed, with the list that says so."""
    lists = read_lists(workplace).values()
    return {item: one.id for one in lists if one.has_begun for item in one.items}


def _of_row(
    catalogue: Catalogue,
    reader: ItemReader,
    gone: Mapping[str, str],
    row: FileRow,
    seen: set[str],
) -> tuple[str, ...] | WrongLine:
    """Give the parts that a row means, or what is wrong with it; `seen` those of rows before."""
    media = (row.medium,) if row.medium else ()
    try:
        parts = tuple(_parts(catalogue, reader, gone, address(row.item), media, row.entry))
    except (WrongUse, Refused) as error:
        return WrongLine(row.number, _said(error))
    if not seen.isdisjoint(parts):
        return WrongLine(row.number, TWICE)
    seen.update(parts)
    return parts


def _said(error: WeerklankError) -> Text:
    return Text(nl=error.message("nl").rstrip("."), en=error.message("en").rstrip("."))


def _parts(
    catalogue: Catalogue,
    reader: ItemReader,
    gone: Mapping[str, str],
    item: str,
    media: Sequence[str],
    entry: Entry,
) -> Iterator[str]:
    """Give the parts of an item that are meant."""
    if item in gone:
        raise WrongUse(DESTROYED, item=item, list=gone[item])
    places = catalogue.database.places.versions_by_id(item)
    if not places:
        raise WrongUse(UNKNOWN_ITEM, item=item)
    versions = [reader.read(place) for place in places]
    newest, known = versions[-1], media_of(versions)
    if is_of_others(newest):
        raise Refused(NOT_OURS, item=newest.id)
    named = media or (*([] if entry.status is None else [TEXT]), *(one.id for one in known))
    if not named:
        raise WrongUse(NO_PART, item=newest.id, medium="media")
    for name in named:
        part = TEXT if name.strip().lower() in _TEXT else _medium(known, name.strip())
        if part is None or (part == TEXT and entry.status is None):
            raise WrongUse(NO_PART, item=newest.id, medium=name)
        yield part_key(newest.id, part)


def _medium(known: Sequence[Medium], name: str) -> str | None:
    """Find a medium by its number, from 1, or its id."""
    if len(name) < _DIGITS and name.isdecimal() and name.isascii() and 0 < int(name) <= len(known):
        return known[int(name) - 1].id
    return next((one.id for one in known if one.id == name), None)


def _bytes(path: Path, name: str) -> bytes:
    try:
        return read_plain(path, MOST_BYTES)
    except NotPlain as error:
        raise BrokenInput(NO_RIGHTS_FILE, file=name, reason=NOT_SMALL) from error
    except (OSError, ValueError) as error:
        raise WrongUse(NO_FILE, file=name) from error
