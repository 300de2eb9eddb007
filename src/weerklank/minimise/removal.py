"""What minimisation takes out of the source of one item."""

from dataclasses import dataclass, field

from weerklank.model.json_value import Json


@dataclass(slots=True)
class Removal:
    """What was replaced or taken out, with the JSON pointer of its place."""

    values: list[tuple[str, Json]] = field(default_factory=list)
    #: Paths of fields that no mapping knows; list positions left out.
    unknown: list[str] = field(default_factory=list)
