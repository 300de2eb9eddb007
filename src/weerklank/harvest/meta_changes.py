"""What Meta announced of the Graph API, of which each version ends on a day of its own."""

from datetime import date

from weerklank.model.text import Text

#: The version before the one that is asked, and the last day that is known of it.
_OLDER, _OLDER_ENDS = "v25.0", date(2028, 7, 29)


def graph_ends(version: str) -> tuple[date, Text]:
    """Give what was announced, for a connector that asks a version of which no end is known."""
    return (
        _OLDER_ENDS,
        Text(
            f"Meta stopt versie {_OLDER} van zijn Graph API; Weerklank vraagt {version}, en "
            "daarvan is geen einde aangekondigd (bron: Graph API Changelog van Meta)",
            f"Meta ends version {_OLDER} of its Graph API; Weerklank asks {version}, of which no "
            "end is announced (source: Graph API Changelog of Meta)",
        ),
    )
