"""Derive media: make files in common formats beside originals, and tell of each in the journal."""

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import orjson

from weerklank.documents.document import Document, Paragraph
from weerklank.documents.pdf import write_pdf
from weerklank.media import heic
from weerklank.media.codecs import READERS, codecs_of
from weerklank.media.derive import convert, recipe_of, tool
from weerklank.media.utf16_text import read_utf16
from weerklank.model.clock import from_iso
from weerklank.model.derivative import Derivative, DerivedForm, NotDerived
from weerklank.model.errors import NotNow
from weerklank.model.event import Book
from weerklank.model.file_format import Codecs, CodecState, NormStatus, judge
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.page import PageRole
from weerklank.package.formats import format_lines
from weerklank.services.appraise.format_tables import table_in_force
from weerklank.services.appraise.media_files import MediaFile
from weerklank.services.workplace import Workplace

CONVERTED = "formats.converted"
_TEXT = "x-fmt/111"
#: Bytes of the longest text that is set as PDF, and its lines: those take time, in this process.
_LONGEST_TEXT, _MOST_LINES = 1 << 20, 20_000
_TYPST = f"Typst {version('typst')}"


class Deriver:
    """Makes derivatives of files by the table in force when it was made."""

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._table = table_in_force(workplace)
        self._tool = tool()
        self._heic_tool = heic.tool()

    def derive(self, file: MediaFile, folder: Path, stem: str) -> Derivative | NotDerived:
        """Make a derivative of a file in a folder that is empty; `stem` begins its name.

        Not of one in a format that the table prefers. The original is read and never written.
        """
        path, told = file.path, file.format
        if file.medium.role not in (None, PageRole.ATTACHMENT):
            return NotDerived.OURS
        if path is None:
            return NotDerived.NO_FILE
        codecs = codecs_of(path, told.puid, told.mime)
        if judge(self._table, told, codecs).status is NormStatus.PREFERRED:
            return NotDerived.NOT_NEEDED
        without_ffmpeg = {_TEXT: self._as_pdf, heic.PUID: self._of_heic}.get(told.puid or "")
        if without_ffmpeg is not None:
            return without_ffmpeg(file, path, folder, stem)
        if self._tool is None:
            return NotDerived.NO_TOOL
        recipe = recipe_of(path, told.puid, codecs.names)
        if recipe is None:
            return _why_none(told.puid, codecs)
        made = convert(path, recipe, folder, f"{stem}.{recipe.form}")
        if made is None:
            return NotDerived.FAILED
        return self._made(file, path, made, recipe.form, self._tool, copied=recipe.copied)

    def _as_pdf(
        self, file: MediaFile, path: Path, folder: Path, stem: str
    ) -> Derivative | NotDerived:
        """Set a plain text as PDF, line by line."""
        if path.stat().st_size > _LONGEST_TEXT:
            return NotDerived.NO_WAY
        try:
            lines = (read_utf16(path) or path.read_text(encoding="utf-8")).splitlines()
        except UnicodeDecodeError:
            return NotDerived.NO_WAY
        if len(lines) > _MOST_LINES:
            return NotDerived.NO_WAY
        document = Document(
            title=file.item.id,
            organisation=self._workplace.organisation.name,
            language="nl",
            made=from_iso(file.item.captured_at),
            blocks=tuple(Paragraph(line) for line in lines if line.strip()),
        )
        made = folder / f"{stem}.{DerivedForm.PDF}"
        try:
            made.write_bytes(write_pdf(document))
        except NotNow:
            return NotDerived.NO_TOOL
        return self._made(file, path, made, DerivedForm.PDF, _TYPST, copied=False)

    def _of_heic(
        self, file: MediaFile, path: Path, folder: Path, stem: str
    ) -> Derivative | NotDerived:
        if self._heic_tool is None:
            return NotDerived.NO_HEIC_TOOL
        made = heic.to_png(path, folder, f"{stem}.{DerivedForm.PNG}")
        if made is None:
            return NotDerived.FAILED
        return self._made(file, path, made, DerivedForm.PNG, self._heic_tool, copied=False)

    def _made(
        self, file: MediaFile, path: Path, made: Path, form: DerivedForm, by: str, *, copied: bool
    ) -> Derivative:
        told: JsonObject = orjson.loads(format_lines(made.parent).splitlines()[0])
        matches = told["matches"]
        match = matches[0] if isinstance(matches, list) and matches else {}
        known = match if isinstance(match, dict) else {}
        name = " ".join(str(known[key]) for key in ("format", "version") if known.get(key))
        return Derivative(
            item=file.item.id,
            medium=file.medium.id,
            of_puid=file.format.puid,
            of_sha256=_sha256(path),
            form=form,
            name=made.name,
            puid=str(known["puid"]) if known.get("puid") else None,
            format=name,
            sha256=_sha256(made),
            size=made.stat().st_size,
            tool=by,
            copied=copied,
        )


def _why_none(puid: str | None, codecs: Codecs) -> NotDerived:
    """Say why there is no recipe: what is MP4 or WAV inside and out is common already."""
    if codecs.state is CodecState.FAILED:
        return NotDerived.FAILED
    return NotDerived.NOT_NEEDED if puid in READERS and codecs.names else NotDerived.NO_WAY


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def note_conversions(workplace: Workplace, subject: str, made: Iterable[Derivative]) -> None:
    """Tell in the journal what was made of what; `subject` is the item, or the transfer."""
    rows: list[Json] = [derivative_json(one) for one in made]
    if rows:
        workplace.record(Book.JOURNAL, CONVERTED, subject, {"files": rows})


def derivative_json(one: Derivative) -> JsonObject:
    """Write what was made of what."""
    return {
        "bytes": one.size,
        "copied": one.copied,
        "form": str(one.form),
        "format": one.format or None,
        "id": one.item,
        "medium": one.medium,
        "name": one.name,
        "of_puid": one.of_puid,
        "of_sha256": one.of_sha256,
        "puid": one.puid,
        "sha256": one.sha256,
        "tool": one.tool,
    }
