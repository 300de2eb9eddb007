"""*Bestandsformaten*: what files are, what the table says of them, and what a virus scan said."""

from collections import deque
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weerklank import bootstrap
from weerklank.model.errors import BrokenInput, Refused, WrongUse
from weerklank.model.file_format import FormatFinding
from weerklank.model.format_words import FINDINGS, STATUSES
from weerklank.model.text import Text
from weerklank.model.virus import VIRUS_STATES, VirusState
from weerklank.services.appraise.format_tables import (
    NewTable,
    load_sent_table,
    read_tables,
    table_in_force,
)
from weerklank.services.appraise.media_files import Scope
from weerklank.services.appraise.virus_standing import virus_standing
from weerklank.services.seal.seal_events import seal_events
from weerklank.web import site
from weerklank.web.account_names import names_of
from weerklank.web.act_form import NO_DAY, Field, act_form
from weerklank.web.format_counts import FORMATS_TOLD, SHOWN, ShownFile
from weerklank.web.permissions import may
from weerklank.web.shell import Crumb, page
from weerklank.web.upload import TOO_LARGE, MemoryUpload
from weerklank.web.visit import Visit, the_visit
from weerklank.web.work import WORKS, Work

FORMATS = Text("Bestandsformaten", "File formats")
_TABLE = Text("Formatentabel", "Table of formats")
_LOAD = Text("Formatentabel laden", "Load a table of formats")
_NO_FILE = Text("Kies een bestand.", "Choose a file.")
_TOO_MUCH = Text(
    "Dit bestand is groter dan een formatentabel kan zijn. Er is niets van bewaard.",
    "This file is larger than a table of formats can be. Nothing of it was kept.",
)
#: Findings that are worth a look, the gravest first.
_FINDINGS = (
    FormatFinding.FAILED,
    FormatFinding.NO_FILE,
    FormatFinding.UNIDENTIFIED,
    FormatFinding.WARNING,
    FormatFinding.UNLISTED,
    FormatFinding.ACCEPTABLE,
    FormatFinding.CODEC_OTHER,
    FormatFinding.CODEC_UNREADABLE,
    FormatFinding.CODEC_NOT_CHECKED,
    FormatFinding.UNCONFIRMED,
)
#: What the service says of a command line, as this screen says it.
_ADVICE = {
    FormatFinding.NO_FILE: Text(
        "Laat het archief controleren bij Echtheid en controle.",
        "Have the archive checked at Authenticity.",
    ),
    FormatFinding.CODEC_NOT_CHECKED: Text(
        "Dit scherm kijkt niet in film en geluid. De beheerder kan dat wel laten doen, met "
        "ffprobe.",
        "This screen does not look into film and sound. The operator can have that done, by "
        "ffprobe.",
    ),
}
_FIELDS = (
    Field(
        name="file",
        label=Text("Bestand", "File"),
        hint=Text(
            "CSV, ten hoogste 1 MiB: het blad 'Lijst Voorkeursformaten' van de norm. Nodig zijn "
            "de koppen Formaat naam, Status en PUID.",
            "CSV, 1 MiB at most: the sheet 'Lijst Voorkeursformaten' of the norm. The headings "
            "Formaat naam, Status and PUID are needed.",
        ),
        kind="file",
    ),
    Field(name="name", label=Text("Naam van de tabel", "Name of the table"), most=200),
    Field(
        name="source",
        label=Text("Waar zij vandaan komt", "Where it comes from"),
        hint=Text(
            "Zoals: Nationaal Archief, Norm Voorkeursformaten 2024.",
            "Such as: Nationaal Archief, Norm Voorkeursformaten 2024.",
        ),
        most=200,
    ),
    Field(name="dated", label=Text("Van welke dag zij is", "Of which day it is"), kind="day"),
)


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which files a page is about, as its address says it."""

    account: str
    since: date | None
    until: date | None
    #: A finding, a state of viruses, or nothing for all.
    what: str

    @property
    def scope(self) -> Scope:
        return Scope(
            frozenset({self.account}) if self.account else frozenset(), self.since, self.until
        )

    def query(self, what: str) -> str:
        pairs = {"account": self.account, "van": self.since, "tot": self.until, "wat": what}
        said = {name: str(value) for name, value in pairs.items() if value}
        return urlencode({"toon": "ja", **said})


@require_safe
def formats(request: HttpRequest) -> HttpResponse:
    """Show the table in force, what can scan for viruses, and where asked the files."""
    visit = the_visit(request)
    chosen, problem = _choice(request, visit)
    is_shown = "toon" in request.GET and problem is None
    return page(
        request,
        "formats/list.html",
        {
            "title": FORMATS,
            "table": table_in_force(visit.workplace),
            "virus": virus_standing(visit.workplace, bootstrap.clamd()),
            "chosen": chosen,
            "accounts": names_of(visit).items(),
            "problem": problem,
            "is_shown": is_shown,
            **(_listed(visit, chosen) if is_shown else {}),
            "may_load": may(visit.roles, "formats-load"),
            "may_scan": may(visit.roles, "formats-scan"),
            "may_read": may(visit.roles, "post"),
            "is_loaded": request.GET.get("geladen") == "ja",
            "working": [one for one in WORKS.running() if one.kind == "viruses"],
        },
        status=422 if problem else 200,
    )


def _choice(request: HttpRequest, visit: Visit) -> tuple[_Choice, Text | None]:
    problem = None
    days: list[date | None] = []
    for name in ("van", "tot"):
        written = request.GET.get(name, "").strip()
        try:
            days.append(date.fromisoformat(written) if written else None)
        except ValueError:
            days.append(None)
            problem = NO_DAY
    account, what = request.GET.get("account", ""), request.GET.get("wat", "")
    known = {*FormatFinding, *(f"virus-{state}" for state in VirusState)}
    return (
        _Choice(
            account if account in visit.accounts else "",
            days[0],
            days[1],
            what if what in known else "",
        ),
        problem,
    )


def _listed(visit: Visit, chosen: _Choice) -> dict[str, object]:
    """Give the files of a choice and how many there are of what, as far as they were counted."""
    told = FORMATS_TOLD.of(visit.workplace, chosen.scope, chosen.what)
    counts = told.counts
    names = names_of(visit)
    found = [
        (FINDINGS[one].message, _ADVICE.get(one, FINDINGS[one].advice), counts.findings[one], one)
        for one in _FINDINGS
        if counts.findings[one]
    ]
    states = [
        (VIRUS_STATES[one], counts.viruses[one], f"virus-{one}")
        for one in VirusState
        if counts.viruses[one]
    ]
    return {
        "counts": counts,
        "is_whole": told.is_whole,
        "on_query": chosen.query(chosen.what),
        "formats": [
            (puid, name, number) for (puid, name), number in counts.formats.most_common(SHOWN)
        ],
        "statuses": [(STATUSES[one], number) for one, number in counts.statuses.most_common()],
        "findings": [(*said, chosen.query(said[-1])) for said in found],
        "virus_states": [(text, number, chosen.query(what)) for text, number, what in states],
        "rows": [_row(names, one) for one in told.shown],
        "fitting": told.fitting,
        "is_more": told.fitting > len(told.shown),
        "what": _said(chosen.what),
        "all_query": chosen.query(""),
    }


def _said(what: str) -> Text | None:
    if what.startswith("virus-"):
        return VIRUS_STATES[VirusState(what.removeprefix("virus-"))]
    return FINDINGS[FormatFinding(what)].message if what else None


def _row(names: dict[str, str], one: ShownFile) -> dict[str, object]:
    told, virus = one.format, one.virus
    return {
        "item": one.item,
        "number": one.number,
        "account": names.get(one.account, one.account),
        "puid": told.puid or "",
        "format": " ".join((told.name, told.version)).strip(),
        "status": STATUSES[one.judged.status],
        "findings": [FINDINGS[finding].message for finding in one.judged.findings],
        "warning": told.warning,
        "virus": VIRUS_STATES[virus.state if virus else VirusState.NOT_CHECKED],
        "virus_name": virus.name if virus else None,
        "virus_at": virus.at if virus else None,
        "is_found": virus is not None and virus.state is VirusState.FOUND,
    }


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Show the rows of the table in force, and the tables before it."""
    every = deque(read_tables(the_visit(request).workplace))
    held = every.pop()
    rows = [(row, STATUSES[row.status]) for row in held.rows]
    return page(
        request,
        "formats/table.html",
        {"title": _TABLE, "table": held, "rows": rows, "before": [*reversed(every)]},
        crumbs=(Crumb(FORMATS, reverse("formats")), Crumb(_TABLE)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Receive a table into memory and load it; one that can't be read is told, row by row."""
    visit = the_visit(request)
    form = act_form(request, _FIELDS)
    if request.method == "POST":
        sent = request.FILES.get("file")
        if isinstance(sent, MemoryUpload) and sent.size:
            content = sent.read()
            sent.close()
        else:
            content = b""
            form.problems["file"] = _TOO_MUCH if TOO_LARGE in request.META else _NO_FILE
        dated = form.day("dated")
        if not form.problems and dated is not None:
            try:
                new = NewTable(form.values["source"], dated, form.values["name"])
                load_sent_table(visit.workplace, content, new)
                seal_events(visit.workplace)
                return redirect(f"{reverse('formats')}?geladen=ja")
            except (WrongUse, Refused, BrokenInput) as error:
                form.told(error, {"FORMATS-003": "dated"}, "file")
    return page(
        request,
        "act/act.html",
        {
            "title": _LOAD,
            "lead": Text(
                "Vanaf dan geldt deze tabel. De eerdere blijven bewaard.",
                "From then on this table is in force. The earlier ones are kept.",
            ),
            "form": form,
            "has_file": True,
            "verb": Text("Laden", "Load"),
            "back": reverse("formats"),
        },
        crumbs=(Crumb(FORMATS, reverse("formats")), Crumb(_LOAD)),
        status=422 if form.problems else 200,
    )


@require_POST
def scan(request: HttpRequest) -> HttpResponse:
    """Look for viruses in a process of its own; one at a time."""
    visit = the_visit(request)
    running = next((one for one in WORKS.running() if one.kind == "viruses"), None)
    if running is not None:
        return redirect("work", running.id)
    work = Work(
        id=visit.workplace.new_run(),
        kind="viruses",
        by=visit.name,
        started=visit.workplace.clock.now(),
        onward=reverse("formats"),
    )
    WORKS.start(site.current(), work, [] if request.POST.get("alles") else ["--new"])
    return redirect("work", work.id)
