"""A part of a picture that is kept back: why of some files none can be."""

from enum import StrEnum

from weerklank.model.text import Text


class NotInPart(StrEnum):
    """Why no part of a file can be kept back: it goes along whole, or not at all."""

    #: Film or sound.
    FILM = "film"
    #: No picture of a kind that is decoded.
    KIND = "kind"
    #: It is not put together as its kind is, or can't be decoded.
    BROKEN = "broken"
    #: It takes more room or time than it may.
    TOO_LARGE = "too_large"
    #: It is not in the archive.
    GONE = "gone"


NOT_IN_PART: dict[NotInPart, Text] = {
    NotInPart.FILM: Text(
        "een film of geluid gaat heel mee of niet",
        "a film or sound goes along whole or not at all",
    ),
    NotInPart.KIND: Text(
        "dit soort bestand wordt niet als beeld gelezen",
        "this kind of file is not read as a picture",
    ),
    NotInPart.BROKEN: Text(
        "het beeld is beschadigd en niet in zijn geheel te lezen",
        "the picture is damaged and can't be read as a whole",
    ),
    NotInPart.TOO_LARGE: Text(
        "het beeld is te groot om veilig te lezen", "the picture is too large to be read safely"
    ),
    NotInPart.GONE: Text("het bestand is er niet", "the file is not there"),
}
