"""Loading a selection list after a look at it, and deciding which row some content goes by."""

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from weerklank.appraise.shipped import NAME, shipped_bytes
from weerklank.model.account import Scenario
from weerklank.model.errors import BrokenInput, Refused, WeerklankError, WrongUse
from weerklank.model.selection import (
    DIRECTIONS,
    OUTCOMES,
    SHARES,
    Direction,
    ListKind,
    Outcome,
    Share,
)
from weerklank.model.text import Text
from weerklank.services.appraise.assign_row import (
    NewAssignment,
    assign_row,
    end_assignment,
    target_of,
)
from weerklank.services.appraise.due_calendar import DueCalendar, Supposed, due_calendar
from weerklank.services.appraise.load_list import NewList, load_sent, preview_list
from weerklank.services.seal.read_selection import read_selection
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.account_names import names_of
from weerklank.web.act_form import ActForm, Field, act_form
from weerklank.web.held_file import HELD
from weerklank.web.shell import Crumb, page
from weerklank.web.upload import TOO_LARGE, MemoryUpload
from weerklank.web.views.selection import SELECTION, target_said
from weerklank.web.visit import Visit, the_visit

_LOAD = Text("Selectielijst laden", "Load a selection list")
_PREVIEW = Text("Voorbeeld", "Preview")
_ASSIGN = Text("Rij toewijzen", "Assign a row")
_END = Text("Besluit beëindigen", "End a decision")
_NO_FILE = Text(
    "Kies een bestand, of neem de lijst van de whitepaper.",
    "Choose a file, or take the list of the whitepaper.",
)
_TOO_MUCH = Text(
    "Dit bestand is groter dan een selectielijst kan zijn. Er is niets van bewaard.",
    "This file is larger than a selection list can be. Nothing of it was kept.",
)
_GONE = Text(
    "Het bestand is er niet meer. Kies het opnieuw.",
    "The file is not there any more. Choose it again.",
)
_THIS = Text("Dit bestand", "This file")
_ONE_TARGET = Text(
    "Kies een soort inhoud of een account, of geef het adres van een bericht: een van beide.",
    "Choose a kind of content or an account, or give the address of a post: one of the two.",
)
_WHOLE = Text("Een bericht gaat heel.", "A post goes whole.")
_FILE = Field(
    name="file",
    label=Text("Bestand", "File"),
    hint=Text(
        "CSV of JSON, ten hoogste 1 MiB. De lijst van gemeenten van 2020 gaat zoals zij is.",
        "CSV or JSON, 1 MiB at most. The list of municipalities of 2020 goes as it is.",
    ),
    kind="file",
)
_NEW = (
    Field(
        name="name",
        label=Text("Naam van de lijst", "Name of the list"),
        hint=Text(
            "Dezelfde naam nog eens is een nieuwe versie.", "The same name again is a new version."
        ),
        most=200,
    ),
    Field(
        name="kind",
        label=Text("Waardeert op", "Appraises by"),
        kind="select",
        options=(
            (ListKind.PROCESS.value, Text("werkproces", "work process")),
            (
                ListKind.KEY_FUNCTION.value,
                Text("sleutelfunctie (aanvullend)", "key function (supplementary)"),
            ),
        ),
    ),
    Field(
        name="valid_from",
        label=Text("Voor wat is geplaatst vanaf", "For what was published from"),
        kind="day",
        is_needed=False,
    ),
    Field(
        name="valid_until",
        label=Text("Tot en met", "Up to and including"),
        kind="day",
        is_needed=False,
    ),
    Field(name="body", label=Text("Vastgesteld door", "Adopted by"), most=200),
    Field(name="decided", label=Text("Op", "On"), kind="day"),
)
_PLACES = {
    "SELECT-006": "valid_until",
    "SELECT-007": "name",
    "SELECT-008": "row",
    "SELECT-009": "row",
    "SELECT-010": "reason",
    "SELECT-016": "decided",
}


@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Receive a list into memory and go on to its preview; one that can't be read is told."""
    visit = the_visit(request)
    form = act_form(request, (_FILE,))
    if request.method == "POST":
        sent = request.FILES.get("file")
        content = b""
        if "whitepaper" in request.POST:
            content = shipped_bytes()
        elif isinstance(sent, MemoryUpload) and sent.size:
            content = sent.read()
            sent.close()
        else:
            form.problems["file"] = _TOO_MUCH if TOO_LARGE in request.META else _NO_FILE
        if content:
            try:
                preview_list(visit.workplace, content)
                return redirect("selection-preview", HELD.hold(visit.name, content))
            except BrokenInput as error:
                error.values["file"] = _THIS
                form.told(error, {}, "file")
    return _load_page(request, form, 422 if form.problems else 200)


def _load_page(request: HttpRequest, form: ActForm, status: int) -> HttpResponse:
    return page(
        request,
        "selection/load.html",
        {"title": _LOAD, "form": form},
        crumbs=(Crumb(SELECTION, reverse("selection")), Crumb(_LOAD)),
        status=status,
    )


def _gone(request: HttpRequest) -> HttpResponse:
    """Ask for the file again: what was held of it is gone, or is no selection list."""
    form = ActForm((_FILE,), {}, {}, {"file": _GONE})
    return _load_page(request, form, 404)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, name: str) -> HttpResponse:
    """Show what is in a list and what it would do, and load it when that is said."""
    visit = the_visit(request)
    content = HELD.see(name, visit.name)
    if content is None:
        return _gone(request)
    try:
        shown = preview_list(visit.workplace, content)
    except BrokenInput:  # held for another page
        return _gone(request)
    shipped = NAME if content == shipped_bytes() else ""
    today = visit.workplace.today().isoformat()
    given = {"name": shipped, "kind": ListKind.PROCESS.value, "decided": today}
    form = act_form(request, _NEW, {**given, "body": visit.workplace.organisation.name})
    if request.method == "POST" and not form.problems:
        try:
            made = load_sent(visit.workplace, content, _new(form)).list
            HELD.take(name, visit.name)
            seal_events(visit.workplace)
            return redirect(f"{reverse('selection')}?vastgelegd={made.ref}")
        except (WrongUse, Refused, BrokenInput) as error:
            form.told(error, _PLACES, "name")
    found = shown.list
    now, then = due_calendar(visit.workplace, Supposed(list=found))
    counted = Counter(row.outcome for row in found.rows if not row.is_withdrawn)
    return page(
        request,
        "selection/preview.html",
        {
            "title": _PREVIEW,
            "form": form,
            "rows": len(found.rows),
            "passed": ", ".join(shown.passed),
            "effect": [
                (one.value, text, counted[one], *_numbers(now, then, one))
                for one, text in OUTCOMES.items()
            ],
            "back": reverse("selection-load"),
        },
        crumbs=(
            Crumb(SELECTION, reverse("selection")),
            Crumb(_LOAD, reverse("selection-load")),
            Crumb(_PREVIEW),
        ),
        status=422 if form.problems else 200,
    )


def _numbers(now: DueCalendar, then: DueCalendar, outcome: Outcome) -> tuple[int, int, int]:
    before, after = now.outcomes[outcome], then.outcomes[outcome]
    return before, after, after - before


def _new(form: ActForm) -> NewList:
    return NewList(
        name=form.values["name"],
        kind=ListKind(form.values["kind"]),
        valid_from=form.day("valid_from"),
        valid_until=form.day("valid_until"),
        body=form.values["body"],
        decided=form.day("decided"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    """Decide that a kind of content, an account or a post goes by a row of a list."""
    visit = the_visit(request)
    given = {one: request.GET.get(one, "") for one in ("list", "row", "target", "item")}
    given |= {
        "decided": visit.workplace.today().isoformat(),
        "body": visit.workplace.organisation.name,
    }
    form = act_form(request, _assigning(visit), given)
    if request.method == "POST" and not form.problems:
        if bool(form.values["target"]) == bool(form.values["item"]):
            form.problems["target"] = _ONE_TARGET
        elif form.values["item"] and form.values["share"]:
            form.problems["share"] = _WHOLE
        else:
            try:
                assign_row(visit.workplace, _assignment(visit, form))
                return _done(visit)
            except (WrongUse, Refused) as error:
                form.told(error, _PLACES, "item" if form.values["item"] else "list")
    return page(
        request,
        "act/act.html",
        {
            "title": _ASSIGN,
            "form": form,
            "verb": Text("Vastleggen", "Record"),
            "back": reverse("selection"),
        },
        crumbs=(Crumb(SELECTION, reverse("selection")), Crumb(_ASSIGN)),
        status=422 if form.problems else 200,
    )


def _assignment(visit: Visit, form: ActForm) -> NewAssignment:
    kind, _, name = form.values["target"].partition(":")
    share = Share(form.values["share"]) if form.values["share"] else None
    direction, _, scenario = name.partition(":")
    target = target_of(
        visit.workplace,
        item=form.values["item"] or None,
        account=name if kind == "account" else None,
        direction=Direction(direction) if kind == "soort" else None,
        scenario=Scenario(scenario) if kind == "soort" and scenario else None,
        share=share,
    )
    return NewAssignment(
        target=target,
        row=form.values["row"],
        reason=form.values["reason"],
        list=form.values["list"] or None,
        starts=form.day("starts"),
        body=form.values["body"],
        decided=form.day("decided"),
    )


def _targets(visit: Visit) -> tuple[tuple[str, Text | str], ...]:
    """Give what a decision may be about: kinds of content, then accounts."""
    kinds: list[tuple[str, Text | str]] = [
        (f"soort:{one.value}", text) for one, text in DIRECTIONS.items()
    ]
    for one, text in DIRECTIONS.items():
        of_c = Text(f"{text.nl}, van eenmalige inhoud (C)", f"{text.en}, of single content (C)")
        kinds.append((f"soort:{one.value}:{Scenario.C.value}", of_c))
    return (*kinds, *((f"account:{number}", name) for number, name in names_of(visit).items()))


def _assigning(visit: Visit) -> tuple[Field, ...]:
    lists = read_selection(visit.workplace).lists
    return (
        Field(
            name="target",
            label=Text("Soort inhoud of account", "Kind of content or account"),
            kind="select",
            options=_targets(visit),
            is_needed=False,
        ),
        Field(
            name="item",
            label=Text("Of het adres van een bericht", "Or the address of a post"),
            hint=Text("Zoals vbd-2026-09-14-7kq4m.", "Such as vbd-2026-09-14-7kq4m."),
            is_needed=False,
        ),
        Field(
            name="share",
            label=Text("Alleen dit deel", "Only this part"),
            hint=Text("Niet bij een bericht.", "Not with a post."),
            kind="select",
            options=tuple((one.value, text) for one, text in SHARES.items()),
            is_needed=False,
        ),
        Field(
            name="list",
            label=Text("Lijst", "List"),
            hint=Text("Leeg is de lijst die nu geldt.", "Empty is the list in force now."),
            kind="select",
            options=tuple(dict.fromkeys((one.id, one.name) for one in lists)),
            is_needed=False,
        ),
        Field(name="row", label=Text("Code van de rij", "Code of the row"), most=60),
        Field(
            name="starts",
            label=Text("Termijn telt vanaf", "Term counts from"),
            hint=Text(
                "Alleen waar de rij om een dag vraagt.", "Only where the row asks for a day."
            ),
            kind="day",
            is_needed=False,
        ),
        Field(
            name="reason",
            label=Text("Waarom, in één zin", "Why, in a sentence"),
            hint=Text(
                "Blijft in het archief. Noem geen personen.", "Stays in the archive. Name nobody."
            ),
            most=500,
        ),
        Field(name="body", label=Text("Besloten door", "Decided by")),
        Field(name="decided", label=Text("Datum van het besluit", "Day of it"), kind="day"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, name: str) -> HttpResponse:
    """End a decision: what it is about goes by wider decisions or the list again."""
    visit = the_visit(request)
    made = read_selection(visit.workplace).assignments.get(name)
    if made is None:
        raise Http404
    reason = Field(name="reason", label=Text("Waarom, in één zin", "Why, in a sentence"))
    form = act_form(request, (reason,))
    if request.method == "POST" and not form.problems:
        try:
            end_assignment(visit.workplace, made.target, form.values["reason"])
            return _done(visit)
        except WeerklankError as error:
            form.told(error, {}, "reason")
    return page(
        request,
        "act/act.html",
        {
            "title": _END,
            "lead": target_said(visit, made.target),
            "facts": [(Text("Rij", "Row"), f"{made.row}, {made.list}")],
            "form": form,
            "verb": Text("Beëindigen", "End"),
            "back": reverse("selection"),
        },
        crumbs=(Crumb(SELECTION, reverse("selection")), Crumb(_END)),
        status=422 if form.problems else 200,
    )


def _done(visit: Visit) -> HttpResponse:
    seal_events(visit.workplace)
    return redirect(f"{reverse('selection')}?vastgelegd=ja")
