"""How people say what is recorded of rights, on a terminal and in a page."""

from weerklank.model.licences import STATUSES
from weerklank.model.rights import LACKS, PORTRAITS, Level, PartRights
from weerklank.model.text import Text, verbatim

LEVELS = {
    Level.ITEM: Text("vastgelegd", "recorded"),
    Level.ACCOUNT: Text("regel van het account", "rule of the account"),
    Level.DEFAULT: Text("algemene regel", "general rule"),
    Level.AUTHOR: Text("van wie het schreef", "of who wrote it"),
}
_MISSING = Text("niet vastgelegd", "not recorded")
_LACKS = Text("ontbreekt: {lacks}", "missing: {lacks}")


def part_name(part: PartRights, number: int) -> Text:
    """Name a part: the text, or a medium by its number."""
    if part.medium is None:
        return Text("rechten op de tekst", "rights of the text")
    return Text(f"rechten op medium {number}", f"rights of medium {number}")


def part_words(part: PartRights) -> Text:
    """Say what holds for a part, and what lacks."""
    said = [_MISSING]
    if part.status is not None and part.copyright_level is not None:
        licence, level = part.licence, LEVELS[part.copyright_level]
        status = STATUSES[part.status]
        said = [Text(f"{status.nl} ({level.nl})", f"{status.en} ({level.en})")]
        if licence:
            said.append(licence.name)
        if part.holder:
            said.append(verbatim(part.holder))
    if part.of_portrait:
        said.append(PORTRAITS[part.of_portrait])
    if part.lacks and part.status is not None:
        lacks = _joined([LACKS[one] for one in part.lacks], ", ")
        said.append(_LACKS.filled(lacks=lacks))
    return _joined(said, "; ")


def numbered(parts: tuple[PartRights, ...]) -> list[tuple[PartRights, int]]:
    """Give each part with the number of its medium, from 1; 0 for the text."""
    found: list[tuple[PartRights, int]] = []
    number = 0
    for part in parts:
        number += part.medium is not None
        found.append((part, number if part.medium else 0))
    return found


def _joined(texts: list[Text], between: str) -> Text:
    return Text(between.join(one.nl for one in texts), between.join(one.en for one in texts))
