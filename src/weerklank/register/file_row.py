"""A row of a register that is kept in a file, as it came, before it says anything."""

from dataclasses import dataclass, field

from weerklank.model.json_value import JsonObject
from weerklank.register.stated import CellError


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a file, as the spreadsheet numbers it, or the facts of one account as JSON."""

    number: int
    cells: dict[str, str]
    facts: JsonObject | None = None
    #: Of JSON: the keys as they stand in the file, by the code of their column.
    keys: dict[str, str] = field(default_factory=dict)
    #: What stands in a list of accounts and is none, as the file has it.
    foreign: str | None = None
    #: What makes it a row that can't be read.
    wrong: CellError | None = None
