"""The form for the organisation's own sites, below that of its pages for profiles."""

from dataclasses import dataclass, field

from django.http import HttpRequest

from weerklank.model.errors import Refused, WrongUse
from weerklank.model.own_sites import POLICY_WORDS, FileKind
from weerklank.model.text import Text
from weerklank.services.profile.own_sites import (
    NO_LIMIT,
    NO_SITE,
    OF_MANY,
    SiteChanges,
    name_sites,
)
from weerklank.web.error_words import message_of
from weerklank.web.visit import Visit

#: By this the form is told from the other one on its screen.
FORM = "sites"
#: What each kind of file is called, with the ending by which people know it.
_KIND_WORDS: dict[FileKind, Text] = {
    FileKind.PDF: Text("PDF", "PDF"),
    FileKind.DOCX: Text("Word (docx)", "Word (docx)"),
    FileKind.XLSX: Text("Excel (xlsx)", "Excel (xlsx)"),
    FileKind.PPTX: Text("PowerPoint (pptx)", "PowerPoint (pptx)"),
    FileKind.ODT: Text("OpenDocument-tekst (odt)", "OpenDocument text (odt)"),
    FileKind.ODS: Text("OpenDocument-rekenblad (ods)", "OpenDocument spreadsheet (ods)"),
    FileKind.ODP: Text("OpenDocument-presentatie (odp)", "OpenDocument presentation (odp)"),
    FileKind.CSV: Text("Tabel (csv)", "Table (csv)"),
    FileKind.PNG: Text("Afbeelding (png)", "Picture (png)"),
    FileKind.JPEG: Text("Foto (jpeg)", "Photo (jpeg)"),
    FileKind.GIF: Text("Afbeelding (gif)", "Picture (gif)"),
    FileKind.WEBP: Text("Afbeelding (webp)", "Picture (webp)"),
}
#: In which field stands what a refusal is about; the rest is about the form.
_FIELD_OF = {NO_LIMIT: "most_mb", NO_SITE: "sites", OF_MANY: "sites"}
_NO_NUMBER = Text("Geef een getal.", "Give a number.")


@dataclass(slots=True)
class SitesForm:
    """What stands in the form, and what is wrong with it."""

    sites: str
    pages: bool
    kinds: frozenset[str]
    most_mb: str
    most_mb_run: str
    problem: Text | None = None
    #: The field that is wrong; none where the whole is refused.
    wrong: str = ""
    #: What each field is called.
    words: dict[str, Text] = field(default_factory=lambda: POLICY_WORDS)

    @property
    def choices(self) -> list[tuple[str, Text, bool]]:
        """Give each kind of file, what it is called, and whether it is chosen."""
        return [(str(kind), _KIND_WORDS[kind], str(kind) in self.kinds) for kind in FileKind]

    @property
    def limits(self) -> list[tuple[str, str, Text, str]]:
        """Give the fields with a limit: name, id, what it is called, and what stands in it."""
        return [
            ("most_mb", "most-mb", self.words["most_mb"], self.most_mb),
            ("most_mb_run", "most-mb-run", self.words["most_mb_run"], self.most_mb_run),
        ]


def held_form(visit: Visit) -> SitesForm:
    """Give the form with what holds now."""
    held = visit.workplace.register().sites
    return SitesForm(
        sites="\n".join(held.sites),
        pages=held.pages,
        kinds=frozenset(map(str, held.kinds)),
        most_mb=str(held.most_mb),
        most_mb_run=str(held.most_mb_run),
    )


def sent_form(request: HttpRequest, visit: Visit) -> SitesForm:
    """Record what was sent; the form that comes back has a problem where it was not."""
    given = request.POST
    form = SitesForm(
        sites=given.get("sites", ""),
        pages="pages" in given,
        kinds=frozenset(given.getlist("kinds")),
        most_mb=given.get("most_mb", ""),
        most_mb_run=given.get("most_mb_run", ""),
    )
    limits: dict[str, int] = {}
    for name, _, _, written in form.limits:
        try:
            limits[name] = int(written)
        except ValueError:
            form.problem, form.wrong = _NO_NUMBER, name
            return form
    changes = SiteChanges(
        sites=form.sites.split(),
        pages=form.pages,
        kinds=sorted(form.kinds),
        most_mb=limits["most_mb"],
        most_mb_run=limits["most_mb_run"],
    )
    try:
        name_sites(visit.workplace, changes)
    except (WrongUse, Refused) as error:
        form.problem, form.wrong = message_of(error), _FIELD_OF.get(error.code, "")
    return form
