"""*Herkenbaar*: who stays recognisable besides the accounts of the register (D1, ADR 0108)."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from weerklank.model.errors import Refused, WrongUse
from weerklank.model.named_party import NAMED_AS, NamedAs, NamedParty
from weerklank.model.platform import TITLES
from weerklank.model.text import Text
from weerklank.services.change.keep_named import (
    NewParty,
    Undone,
    add_named,
    end_named,
    find_named,
    preview_named,
    withdraw_named,
)
from weerklank.services.seal.read_named import read_named
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.web.named_form import (
    MOST,
    NO_DAY,
    NO_REASON,
    NamedForm,
    new_party,
    typed_form,
    with_next,
)
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import the_visit

_TITLE = Text("Herkenbaar", "Recognisable")
_ADD = Text("Iemand herkenbaar laten", "Let somebody stay recognisable")
_PREVIEW = Text("Voorbeeld", "Preview")
_END = Text("Beëindigen", "End")
_WITHDRAW = Text("Terugnemen", "Take back")
_STATES = {
    "now": Text("nu", "now"),
    "later": Text("begint nog", "still to begin"),
    "past": Text("voorbij", "over"),
    "withdrawn": Text("teruggenomen", "taken back"),
    "begun": Text("terugnemen is niet af", "taking back is not finished"),
    "lost": Text("naam is kwijt", "name is lost"),
}
#: Of these something may still come in by name.
_LIVE = frozenset({"now", "later"})
_A_PAGE = 50
#: What the last act did, for the page after it: numbers alone.
_DONE = "named"


@require_safe
def named(request: HttpRequest) -> HttpResponse:
    """List who stays recognisable, or also who is so no more."""
    workplace = the_visit(request).workplace
    today = workplace.today()
    with_past = request.GET.get("alles") == "ja"
    rows = [_row(one, today) for one in read_named(workplace)]
    live = [row for row in rows if row["is_live"] or row["is_begun"]]
    found = rows[::-1] if with_past else live[::-1]
    pages = Paginator(found, _A_PAGE).get_page(request.GET.get("blad"))
    return page(
        request,
        "privacy/named.html",
        {
            "title": _TITLE,
            "rows": list(pages.object_list),
            "pages": pages,
            "query_before": "alles=ja" if with_past else "",
            "live": sum(bool(row["is_live"]) for row in rows),
            "with_past": with_past,
            "has_past": len(live) < len(rows),
            "is_settled": "vastgelegd" in request.GET,
            "done": request.session.pop(_DONE, None),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put one on the list: typed, then shown with what is held, then decided."""
    workplace = the_visit(request).workplace
    form = typed_form(request)
    step = request.POST.get("stap", "")
    if request.method != "POST" or step == "aanpassen":
        return _form(request, form)
    new = new_party(form)
    if new is None:
        return _form(request, form)
    try:
        if step == "vastleggen" and form.is_sealed(request.POST.get("zegel", "")):
            add_named(workplace, new)
            seal_events(workplace)
            return redirect(f"{reverse('named')}?vastgelegd=ja")
        return _preview(request, workplace, form, new)
    except (WrongUse, Refused) as error:
        form.told(error)
        return _form(request, form)


def _form(request: HttpRequest, form: NamedForm) -> HttpResponse:
    return page(
        request,
        "privacy/named_add.html",
        {
            "title": _ADD,
            "form": form,
            "kinds": [(str(one), NAMED_AS[one]) for one in NamedAs],
            "most": MOST,
        },
        crumbs=(Crumb(_TITLE, reverse("named")), Crumb(_ADD)),
        status=422 if form.problems else 200,
    )


def _preview(
    request: HttpRequest, workplace: Workplace, form: NamedForm, new: NewParty
) -> HttpResponse:
    held = preview_named(workplace, new)
    return page(
        request,
        "privacy/named_preview.html",
        {
            "title": _PREVIEW,
            "form": form,
            "held": held,
            "new": new,
            "kind": NAMED_AS[new.kind],
            "platform": TITLES[held.platform],
            "facts": held.facts,
        },
        crumbs=(
            Crumb(_TITLE, reverse("named")),
            Crumb(_ADD, reverse("named-add")),
            Crumb(_PREVIEW),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, number: str) -> HttpResponse:
    """Set the last day of one, after saying what that does."""
    workplace = the_visit(request).workplace
    party = _party(workplace, number)
    given = {
        "last": request.POST.get("last", workplace.today().isoformat()),
        "reason": request.POST.get("reason", "").strip(),
    }
    problems: dict[str, Text] = {}
    if request.method == "POST":
        last = _day(given["last"])
        if last is None:
            problems["last"] = NO_DAY
        if not given["reason"]:
            problems["reason"] = NO_REASON
        if last is not None and not problems:
            try:
                return _on(request, "end", end_named(workplace, party.id, last, given["reason"]))
            except (WrongUse, Refused) as error:
                problems["reason" if error.code == "USE-002" else "last"] = with_next(error)
    return _act(request, workplace, party, "named_end.html", _END, given, problems)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take back one that was a mistake, after saying what that does."""
    workplace = the_visit(request).workplace
    party = _party(workplace, number)
    given = {"reason": request.POST.get("reason", "").strip()}
    problems: dict[str, Text] = {}
    if request.method == "POST":
        if not given["reason"] and not party.withdrawn:
            problems["reason"] = NO_REASON
        else:
            try:
                done = withdraw_named(workplace, party.id, given["reason"])
                return _on(request, "withdraw", done)
            except (WrongUse, Refused) as error:
                problems["reason"] = with_next(error)
    return _act(request, workplace, party, "named_withdraw.html", _WITHDRAW, given, problems)


def _act(
    request: HttpRequest,
    workplace: Workplace,
    party: NamedParty,
    template: str,
    title: Text,
    given: dict[str, str],
    problems: dict[str, Text],
) -> HttpResponse:
    return page(
        request,
        f"privacy/{template}",
        {
            "title": title,
            "row": _row(party, workplace.today()),
            "given": given,
            "problems": problems,
            "most": MOST,
        },
        crumbs=(Crumb(_TITLE, reverse("named")), Crumb(party.id), Crumb(title)),
        status=422 if problems else 200,
    )


def _on(request: HttpRequest, act: str, done: Undone) -> HttpResponse:
    seal_events(the_visit(request).workplace)
    request.session[_DONE] = {
        "act": act,
        "number": done.party.id,
        "corrected": done.corrected,
        "waiting": [*done.waiting],
        "left": len(done.left),
    }
    more = "?alles=ja" if act == "withdraw" else ""
    return redirect(f"{reverse('named')}{more}")


def _party(workplace: Workplace, number: str) -> NamedParty:
    """Find one of whom something may be decided still."""
    try:
        found = find_named(workplace, number)
    except WrongUse as error:
        raise Http404 from error
    if found.facts is None:
        raise Http404
    return found


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _row(party: NamedParty, today: date) -> dict[str, object]:
    state = _state(party, today)
    return {
        "party": party,
        "kind": NAMED_AS[party.kind],
        "platform": TITLES[party.platform],
        "state": _STATES[state],
        "is_live": state in _LIVE,
        "is_begun": state == "begun",
        "steps": [
            (text, step)
            for text, step in (
                (Text("toegevoegd", "added"), party.added),
                (Text("laatste dag gezet", "last day set"), party.ended),
                (_STATES["withdrawn"], party.withdrawn),
            )
            if step
        ],
    }


def _state(party: NamedParty, today: date) -> str:
    if party.withdrawn:
        return "withdrawn" if party.facts is None else "begun"
    if party.facts is None:
        return "lost"
    if party.until and party.until < today:
        return "past"
    return "later" if party.start > today else "now"
