"""Limits that the exports of several platforms have, in the same words for each."""

from weerklank.model.run import Technique
from weerklank.model.text import Text

#: As a manifest has them: by which technique, its word, and what to say.
NO_REPLIES = (
    Technique.EXPORT,
    "replies_not_in_export",
    Text("de export bevat geen reacties van anderen", "the export holds no replies by others"),
)
LAST_VERSION = (
    Technique.EXPORT,
    "edits_not_in_export",
    Text("de export bevat alleen de laatste versie", "the export holds the last version only"),
)
