"""Formats of files of media: what each is, how fit that is to be kept, and what to do about it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class NormStatus(StrEnum):
    """What the table in force says of a format."""

    PREFERRED = "preferred"
    ACCEPTABLE = "acceptable"
    #: The table doesn't name it.
    UNLISTED = "unlisted"
    #: The format itself is not known, so no table can tell.
    UNKNOWN = "unknown"


class FormatFinding(StrEnum):
    """What is to be minded of a file."""

    #: Fit to be kept, though another format is fitter.
    ACCEPTABLE = "acceptable"
    UNLISTED = "unlisted"
    #: No signature of PRONOM fits.
    UNIDENTIFIED = "unidentified"
    #: Identification broke off at it.
    FAILED = "failed"
    #: The package says nothing of it, or is not there.
    NO_FILE = "no-file"
    #: It fits a signature, and something else about it does not fit.
    WARNING = "warning"
    #: Nobody compared the row of the table with the norm.
    UNCONFIRMED = "unconfirmed"
    CODEC_NOT_CHECKED = "codec-not-checked"
    #: ffprobe could not make sense of the file.
    CODEC_UNREADABLE = "codec-unreadable"
    #: The table names other codecs.
    CODEC_OTHER = "codec-other"


class CodecState(StrEnum):
    """Whether it is known how picture and sound in a file are written."""

    KNOWN = "known"
    #: A format that is no container: it says it all.
    NONE = "none"
    #: ffprobe is not there, or was not asked.
    NOT_CHECKED = "not-checked"
    #: It could not make sense of the file.
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """What identification told of a file when its package was written."""

    puid: str | None = None
    name: str = ""
    version: str = ""
    mime: str = ""
    #: What does not fit, in the words of the program that identified it.
    warning: str = ""
    #: Which program and which signatures.
    by: str = ""
    signatures: str = ""
    #: Why there is no PUID: `unknown`, `failed`, or `absent` where nothing is told of it.
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Codecs:
    """How picture and sound in a file are written, by the names of ffprobe."""

    state: CodecState
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NormRow:
    """A row of a table of formats, with the columns of the norm Voorkeursformaten."""

    #: Kind of information, such as a picture.
    kind: str
    extension: str
    version: str
    name: str
    status: NormStatus
    puids: tuple[str, ...]
    note: str = ""
    #: Where it goes for some codecs only: their names.
    codecs: tuple[str, ...] = ()
    source: str = ""
    #: Whether nobody compared it with the norm.
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NormTable:
    """A table of formats that is in force, or was."""

    #: 0 for the one that comes with the program.
    version: int
    name: str
    #: Where it comes from, and of which day it is.
    source: str
    dated: date
    rows: tuple[NormRow, ...]
    sha256: str
    #: None for the one that comes with the program.
    loaded_at: datetime | None = None
    loaded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What a table says of a file."""

    status: NormStatus
    row: NormRow | None
    findings: tuple[FormatFinding, ...]


_UNKNOWN_INSIDE = {
    CodecState.NOT_CHECKED: FormatFinding.CODEC_NOT_CHECKED,
    CodecState.FAILED: FormatFinding.CODEC_UNREADABLE,
}


def judge(table: NormTable, found: FileFormat, codecs: Codecs) -> Judged:
    """Judge a file by a table.

    Where rows differ the more careful of them goes: what is fit for sound need not be for film.
    """
    if found.puid is None:
        why = {"failed": FormatFinding.FAILED, "absent": FormatFinding.NO_FILE}
        finding = why.get(found.why or "", FormatFinding.UNIDENTIFIED)
        return Judged(NormStatus.UNKNOWN, None, (finding,))
    findings = [FormatFinding.WARNING] if found.warning else []
    if codecs.state in _UNKNOWN_INSIDE:
        findings.append(_UNKNOWN_INSIDE[codecs.state])
    named = [row for row in table.rows if found.puid in row.puids]
    fitting = [row for row in named if _fits(row, codecs)]
    if named and not fitting:
        findings.append(FormatFinding.CODEC_OTHER)
    if not fitting:
        return Judged(NormStatus.UNLISTED, None, (FormatFinding.UNLISTED, *findings))
    row = max(fitting, key=lambda one: one.status is NormStatus.ACCEPTABLE)
    if row.status is NormStatus.ACCEPTABLE:
        findings.insert(0, FormatFinding.ACCEPTABLE)
    if row.unconfirmed:
        findings.append(FormatFinding.UNCONFIRMED)
    return Judged(row.status, row, tuple(findings))


def _fits(row: NormRow, codecs: Codecs) -> bool:
    """Tell whether a row goes for what is in a file; where that is not known it does."""
    if not row.codecs or codecs.state is not CodecState.KNOWN:
        return True
    return set(codecs.names) <= set(row.codecs)
