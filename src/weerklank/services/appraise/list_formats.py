"""List formats: of each file what it is, what the table in force says of it, and what to do."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from weerklank.media.codecs import codecs_of
from weerklank.model.file_format import (
    Codecs,
    CodecState,
    FormatFinding,
    Judged,
    NormStatus,
    judge,
)
from weerklank.model.format_words import FINDINGS
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Language
from weerklank.model.virus import VirusCheck, VirusState
from weerklank.services.appraise.format_tables import table_in_force
from weerklank.services.appraise.media_files import MediaFile, Scope, Unread, media_files
from weerklank.services.appraise.scan_viruses import check_json, read_virus_checks
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file, how it is written inside, and what holds for it."""

    file: MediaFile
    codecs: Codecs
    judged: Judged
    #: What the last scan told; None where there was none.
    virus: VirusCheck | None


@dataclass(slots=True)
class FormatCounts:
    """How many files there are, by format, status and finding; counted while they go by."""

    files: int = 0
    bytes: int = 0
    #: By PUID and name; an empty PUID for what was not identified.
    formats: Counter[tuple[str, str]] = field(default_factory=Counter)
    statuses: Counter[NormStatus] = field(default_factory=Counter)
    findings: Counter[FormatFinding] = field(default_factory=Counter)
    viruses: Counter[VirusState] = field(default_factory=Counter)
    unread: Unread = field(default_factory=Unread)

    def take(self, one: ListedFile) -> None:
        """Count one."""
        told = one.file.format
        self.files += 1
        self.bytes += one.file.medium.bytes or 0
        self.formats[told.puid or "", " ".join((told.name, told.version)).strip()] += 1
        self.statuses[one.judged.status] += 1
        self.findings.update(one.judged.findings)
        self.viruses[one.virus.state if one.virus else VirusState.NOT_CHECKED] += 1


def list_formats(
    workplace: Workplace, scope: Scope, counts: FormatCounts, *, codecs: bool = True
) -> Iterator[ListedFile]:
    """Give every file in scope; `counts` is told of each as it goes by.

    The format is what was seen when the package was written. Codecs are read now, of each film and
    sound in a process of its own, unless `codecs` says not to.
    """
    table, checks = table_in_force(workplace), read_virus_checks(workplace)
    for file in media_files(workplace, scope, counts.unread):
        inside = _codecs(file, asked=codecs)
        judged = judge(table, file.format, inside)
        one = ListedFile(file, inside, judged, checks.get(file.medium.id))
        counts.take(one)
        workplace.reporter.progress(counts.files)
        yield one


def _codecs(file: MediaFile, *, asked: bool) -> Codecs:
    if file.path is None or file.format.puid is None:
        return Codecs(CodecState.NOT_CHECKED)
    return codecs_of(file.path, file.format.puid, file.format.mime, asked=asked)


def listed_json(one: ListedFile, language: Language) -> JsonObject:
    """Write a file with what holds for it."""
    file, told, row = one.file, one.file.format, one.judged.row
    names: list[Json] = [*one.codecs.names]
    findings: list[Json] = [
        {
            "advice": FINDINGS[finding].advice.say(language),
            "code": str(finding),
            "message": FINDINGS[finding].message.say(language),
        }
        for finding in one.judged.findings
    ]
    return {
        "account": file.item.account,
        "bytes": file.medium.bytes,
        "codec": str(one.codecs.state),
        "codecs": names,
        "file": file.medium.file,
        "findings": findings,
        "format": told.name or None,
        "id": file.item.id,
        "identified_by": told.by or None,
        "medium": file.medium.id,
        "mime": told.mime or None,
        "number": file.number,
        "puid": told.puid,
        "row": row.name if row else None,
        "signatures": told.signatures or None,
        "status": str(one.judged.status),
        "version": told.version or None,
        "virus": check_json(one.virus),
        "warning": told.warning or None,
    }


def counts_json(counts: FormatCounts) -> JsonObject:
    """Write how many files there are."""
    formats: list[Json] = [
        {"files": number, "format": name or None, "puid": puid or None}
        for (puid, name), number in counts.formats.most_common()
    ]
    return {
        "bytes": counts.bytes,
        "files": counts.files,
        "findings": {str(one): counts.findings[one] for one in FormatFinding},
        "formats": formats,
        "statuses": {str(one): counts.statuses[one] for one in NormStatus},
        "unreadable": counts.unread.items,
        "viruses": {str(one): counts.viruses[one] for one in VirusState},
    }
