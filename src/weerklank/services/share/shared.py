"""What was shared, and what did not go along."""

from dataclasses import dataclass, field

from weerklank.model.errors import BrokenInput


@dataclass(slots=True, kw_only=True)
class Shared:
    """What was shared."""

    records: int = 0
    files: int = 0
    #: Left out: what was for followers only, and what a decision restricts.
    shielded: int = 0
    restricted: int = 0
    #: And what probably holds special data.
    special: int = 0
    #: Media files of which no clean copy can be made: they stay behind.
    not_cleaned: int = 0
    #: Posts of the organisation of which rights were not recorded: they go along.
    rights_missing: int = 0
    #: Pages left out on which something of that stands, and those without a file.
    pages_closed: int = 0
    pages_without_file: int = 0
    #: Texts of which a sheet holds only the beginning.
    cut: int = 0
    #: What is wrong with files of which something could not be read.
    damage: list[BrokenInput] = field(default_factory=list)
