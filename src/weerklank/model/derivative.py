"""Derivatives: files in another format, made from an original that stays as it is."""

from dataclasses import dataclass
from enum import StrEnum

from weerklank.model.text import Text


class DerivedForm(StrEnum):
    """What derivatives are made as; each is the ending of their names too."""

    PNG = "png"
    MP4 = "mp4"
    WAV = "wav"
    PDF = "pdf"
    SRT = "srt"
    VTT = "vtt"


class NotDerived(StrEnum):
    """Why no derivative of a file was made."""

    #: The table prefers its format, or it is in the format to which it would be brought.
    NOT_NEEDED = "not-needed"
    #: A file of a page, which the archive made itself.
    OURS = "ours"
    NO_WAY = "no-way"
    NO_TOOL = "no-tool"
    NO_HEIC_TOOL = "no-heic-tool"
    #: The program could not make sense of it, or took too much.
    FAILED = "failed"
    NO_FILE = "no-file"


NOT_DERIVED = {
    NotDerived.NOT_NEEDED: Text("niet nodig", "not needed"),
    NotDerived.OURS: Text("door het archief gemaakt", "made by the archive"),
    NotDerived.NO_WAY: Text("voor dit formaat is er geen omzetting", "no way for this format"),
    NotDerived.NO_TOOL: Text("ffmpeg is er niet", "ffmpeg is not there"),
    NotDerived.NO_HEIC_TOOL: Text(
        "heif-convert is er niet (Debian: libheif-examples)",
        "heif-convert is not there (Debian: libheif-examples)",
    ),
    NotDerived.FAILED: Text("omzetten mislukt", "conversion failed"),
    NotDerived.NO_FILE: Text("het bestand is er niet", "the file is not there"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivative:
    """A derivative that was made: of what, as what, by what."""

    #: Permanent address, and id of the medium.
    item: str
    medium: str
    #: PRONOM number and SHA-256 of the original.
    of_puid: str | None
    of_sha256: str
    form: DerivedForm
    #: Name of the file.
    name: str
    puid: str | None
    #: Name and version of its format.
    format: str
    sha256: str
    size: int
    #: Program with its version.
    tool: str
    #: Whether picture and sound went over as they are, without being encoded anew.
    copied: bool
