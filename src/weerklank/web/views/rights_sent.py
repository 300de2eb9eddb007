"""Rights by a file: what is missing as a CSV, and that CSV sent back, whole or not at all (E4)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from weerklank.appraise.rights_file import MOST_BYTES, MOST_ROWS
from weerklank.model.errors import BrokenInput, Refused, WrongUse
from weerklank.model.licences import STATUSES
from weerklank.model.rights import PORTRAITS
from weerklank.model.text import Text
from weerklank.services.appraise.list_rights import RightsCounts, rows_to_fill
from weerklank.services.appraise.set_rights import WrongRightsRows, set_from_sent
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.act_form import ActForm, Field, act_form
from weerklank.web.rights_chosen import chosen_parts, selection_in
from weerklank.web.shell import Crumb, page
from weerklank.web.upload import TOO_LARGE, MemoryUpload
from weerklank.web.visit import the_visit

_TITLE = Text("Rechten uit een bestand", "Rights from a file")
_RIGHTS = Text("Rechten", "Rights")
_NAMED = Text("rechten-{day}.csv", "rights-{day}.csv")
_NO_FILE = Text("Kies een bestand.", "Choose a file.")
_TOO_MUCH = Text(
    "Dit bestand is groter dan een rechtenbestand kan zijn. Er is niets van bewaard.",
    "This file is larger than a file of rights can be. Nothing of it was kept.",
)
#: Wrong rows that are shown one by one.
_SHOWN = 200
#: What may stand in each column, by its code; in one without codes what is meant by it.
_COLUMNS: tuple[tuple[str, list[tuple[str, Text]]], ...] = (
    ("status", [(one.value, text) for one, text in STATUSES.items()]),
    ("licence", [("CC-BY-4.0", Text("de code van een licentie", "the code of a licence"))]),
    ("holder", [("", Text("de rechthebbende", "the holder of the rights"))]),
    ("source", [("", Text("waar dat staat", "where that stands"))]),
    ("portrait", [(one.value, text) for one, text in PORTRAITS.items()]),
)
_FILE = Field(name="file", label=Text("Bestand (CSV)", "File (CSV)"), kind="file")


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest) -> HttpResponse:
    """Record what a file says, as one decision; where rows are wrong nothing, and each is told."""
    visit = the_visit(request)
    form = act_form(request, (_FILE,))
    wrong: WrongRightsRows | None = None
    if request.method == "POST":
        sent = request.FILES.get("file")
        if isinstance(sent, MemoryUpload) and sent.size:
            content = sent.read()
            sent.close()
            try:
                made = set_from_sent(visit.workplace, content)
                seal_events(visit.workplace)
                count = sum(len(parts) for _, parts in made.entries)
                passed = f"&over={'.'.join(made.passed)}" if made.passed else ""
                return redirect(f"{reverse('rights')}?vastgelegd={count}{passed}")
            except WrongRightsRows as error:
                wrong = error
            except (WrongUse, Refused, BrokenInput) as error:
                form.told(error, {}, "file")
        else:
            form.problems["file"] = _TOO_MUCH if TOO_LARGE in request.META else _NO_FILE
    return _page(request, form, wrong)


def _page(request: HttpRequest, form: ActForm, wrong: WrongRightsRows | None) -> HttpResponse:
    rows = wrong.wrong if wrong else ()
    return page(
        request,
        "rights/file.html",
        {
            "title": _TITLE,
            "form": form,
            "wrong": rows[:_SHOWN],
            "columns": _COLUMNS,
            "count": len(rows),
            "hidden": max(len(rows) - _SHOWN, 0),
            "code": wrong.code if wrong else "",
            "most": MOST_BYTES,
            "most_rows": MOST_ROWS,
        },
        crumbs=(Crumb(_RIGHTS, reverse("rights")), Crumb(_TITLE)),
        status=422 if form.problems or wrong else 200,
    )


@require_safe
def missing(request: HttpRequest) -> HttpResponse:
    """Give what is missing in a selection as a CSV to fill in and send back."""
    visit = the_visit(request)
    wanted, problem = selection_in(request, visit)
    if problem is not None:
        return redirect("rights")
    content, _ = rows_to_fill(chosen_parts(visit, wanted, RightsCounts()))
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    day = visit.workplace.today().isoformat()
    name = visit.say(_NAMED, day=day)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
