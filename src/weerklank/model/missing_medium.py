"""Why a medium that a source names has no file, in words."""

from weerklank.model.item import CORRECTED, NO_MEDIUM
from weerklank.model.text import Text

WHY_MISSING: dict[str, Text] = {
    "not_fetched": Text("niet opgehaald", "not fetched"),
    "not_in_export": Text("niet in de export", "not in the export"),
    NO_MEDIUM: Text(
        "onder die naam staat in de export een leeg bestand, een webpagina of een melding, en "
        "geen beeld, geluid of film",
        "under that name the export holds an empty file, a web page or a message, and no picture, "
        "sound or film",
    ),
    "not_in_api": Text("niet te krijgen met de API", "not to be had by the API"),
    "third_party": Text(
        "van een ander, en volgens het beleid niet opgenomen",
        "of somebody else, and by policy not taken in",
    ),
    CORRECTED: Text("weg na een privacycorrectie", "gone after a privacy correction"),
}
_OTHERWISE = Text("om een andere reden", "for another reason")


def why_missing(code: str) -> Text:
    """Say why; a code of a later version is another reason."""
    return WHY_MISSING.get(code, _OTHERWISE)
