"""Why a medium that a source names has no file, in words."""

from weerklank.model.text import Text

WHY_MISSING: dict[str, Text] = {
    "not_fetched": Text("niet opgehaald", "not fetched"),
    "not_in_export": Text("niet in de export", "not in the export"),
    "not_in_api": Text("niet te krijgen met de API", "not to be had by the API"),
}
_OTHERWISE = Text("om een andere reden", "for another reason")


def why_missing(code: str) -> Text:
    """Say why; a code of a later version is another reason."""
    return WHY_MISSING.get(code, _OTHERWISE)
