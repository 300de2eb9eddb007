"""*Rechten*: what is recorded of texts and media, what is missing, and entry in bulk (E4)."""

import re
from collections.abc import Iterator
from itertools import islice

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weerklank.appraise.rights_file import MOST_ROWS
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.licences import STATUSES, licence_of
from weerklank.model.rights import LACKS, MEDIA, PORTRAITS, TEXT, Covers, Recorded, part_key
from weerklank.model.rights_words import part_words
from weerklank.model.text import Text
from weerklank.services.appraise.list_rights import Listed, RightsCounts
from weerklank.services.appraise.set_rights import end_rights, set_rights_of, set_rule
from weerklank.services.find.read_rights import read_rights
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.account_names import names_of
from weerklank.web.act_form import ActForm, Field, act_form
from weerklank.web.permissions import may
from weerklank.web.rights_chosen import Selection, chosen_parts, selection_in
from weerklank.web.rights_form import entry_in, rights_form
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import Visit, the_visit

RIGHTS = Text("Rechten", "Rights")
_RULE = Text("Regel vastleggen", "Record a rule")
_END = Text("Regel beëindigen", "End a rule")
_ALL = Text("alle accounts", "all accounts")
#: Letters of columns of a file that were not read.
_LETTERS = re.compile(r"[A-Z]{1,2}(?:\.[A-Z]{1,2}){0,59}")
#: Parts that are shown to be ticked; a whole selection may have more.
_SHOWN = 100
_NOTHING = Text("Vink ten minste één onderdeel aan.", "Tick at least one part.")
_COVERS = {
    Covers.TEXT: Text("tekst", "text"),
    Covers.MEDIA: Text("media", "media"),
    Covers.ALL: Text("tekst en media", "text and media"),
}


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Show the rules, and where asked the parts of a selection."""
    visit = the_visit(request)
    wanted, problem = selection_in(request, visit)
    return _page(request, visit, wanted, rights_form(request), problem)


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Record rights of the parts that were ticked, or of a whole selection, as one decision."""
    visit = the_visit(request)
    wanted, problem = selection_in(request, visit)
    form = rights_form(request)
    if problem is None:
        entry = None if form.problems else entry_in(form)
        chosen = _chosen(request, visit, wanted)
        if entry is not None and not chosen:
            form.problems[""] = _NOTHING
        elif entry is not None:
            try:
                made = set_rights_of(visit.workplace, chosen, entry)
                seal_events(visit.workplace)
                count = sum(len(parts) for _, parts in made.entries)
                return redirect(f"{reverse('rights')}?{wanted.query}&vastgelegd={count}")
            except (WrongUse, Refused) as error:
                form.told(error, {}, "status")
    return _page(request, visit, wanted, form, problem)


def _page(
    request: HttpRequest,
    visit: Visit,
    wanted: Selection,
    form: ActForm,
    problem: Text | None,
) -> HttpResponse:
    is_shown = "toon" in request.GET and problem is None
    settled, passed = request.GET.get("vastgelegd", ""), request.GET.get("over", "")
    return page(
        request,
        "rights/list.html",
        {
            "title": RIGHTS,
            "rules": _rules(visit),
            "wanted": wanted,
            "accounts": names_of(visit).items(),
            "problem": problem,
            "form": form,
            "is_shown": is_shown,
            **(_listed(visit, wanted) if is_shown else {}),
            "may_set": may(visit.roles, "rights-set"),
            "may_rule": may(visit.roles, "rights-rule"),
            "may_send": may(visit.roles, "rights-file"),
            "may_read": may(visit.roles, "post"),
            "is_rule_settled": settled == "regel",
            "settled": int(settled[:6]) if settled.isascii() and settled.isdecimal() else 0,
            "passed": passed.replace(".", ", ") if _LETTERS.fullmatch(passed) else "",
        },
        status=422 if problem or form.problems else 200,
    )


def _listed(visit: Visit, wanted: Selection) -> dict[str, object]:
    """Give the first parts of a selection, and count all of it."""
    counts = RightsCounts()
    found = chosen_parts(visit, wanted, counts)
    shown = [*islice(found, _SHOWN)]
    total = len(shown) + sum(1 for _ in found)
    names = names_of(visit)
    return {
        "rows": [
            {
                "listed": one,
                "key": _key(one),
                "account": names.get(one.item.account, one.item.account),
                "words": part_words(one.part),
            }
            for one in shown
        ],
        "total": total,
        "is_more": total > len(shown),
        "most": MOST_ROWS,
        "is_too_many": total > MOST_ROWS,
        "parts": counts.parts,
        "lacks": [(LACKS[lack], number) for lack, number in counts.lacks.items() if number],
        "unreadable": counts.unreadable,
        "looked": visit.workplace.clock.now(),
    }


def _key(one: Listed) -> str:
    return f"{one.item.id}/{one.part.medium.id if one.part.medium else TEXT}"


def _chosen(request: HttpRequest, visit: Visit, wanted: Selection) -> dict[str, list[str]]:
    """Give the parts that were ticked, or those of the whole selection, by item."""
    if request.POST.get("alles") == "ja":
        found = chosen_parts(visit, wanted, RightsCounts())
        keys = [_key(one) for one in islice(found, MOST_ROWS)]
    else:
        keys = request.POST.getlist("deel")[:_SHOWN]
    chosen: dict[str, list[str]] = {}
    for item, _, part in (key.partition("/") for key in keys):
        chosen.setdefault(item, []).append(part)
    return chosen


def _rules(visit: Visit) -> list[dict[str, object]]:
    """Give what was decided of all that an account made, or every account."""
    known = read_rights(visit.workplace)
    rows: list[dict[str, object]] = []
    names = names_of(visit)
    for target in ("", *visit.accounts):
        for part, covers in ((TEXT, Covers.TEXT), (MEDIA, Covers.MEDIA)):
            key = part_key(target, part)
            copyright_, portrait = known.copyrights.get(key), known.portraits.get(key)
            if copyright_ or portrait:
                rows.append(
                    {
                        "target": names.get(target, target) if target else _ALL,
                        "address": reverse("rights-end", args=[target or "alle"]),
                        "covers": _COVERS[covers],
                        "told": [*_told(copyright_, portrait)],
                        "recorded": copyright_ or portrait,
                    }
                )
    return rows


def _told(copyright_: Recorded | None, portrait: Recorded | None) -> Iterator[Text | str]:
    if copyright_ and copyright_.entry.status:
        entry = copyright_.entry
        yield STATUSES[copyright_.entry.status]
        yield from [licence_of(entry.licence).name] if entry.licence else []
        yield from (one for one in (entry.holder, entry.source) if one)
    if portrait and portrait.entry.portrait:
        yield PORTRAITS[portrait.entry.portrait]


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest) -> HttpResponse:
    """Decide what holds for all that an account made itself, or every account."""
    visit = the_visit(request)
    before = (
        Field(
            name="account",
            label=Text("Account; niets is alle", "Account; none is all"),
            kind="select",
            options=tuple(names_of(visit).items()),
            is_needed=False,
        ),
        Field(
            name="covers",
            label=Text("Waarvoor", "For what"),
            kind="select",
            options=tuple((one.value, text) for one, text in _COVERS.items()),
        ),
    )
    form = rights_form(request, before)
    entry = entry_in(form) if request.method == "POST" and not form.problems else None
    if entry is not None:
        try:
            account, covers = form.values["account"] or None, Covers(form.values["covers"])
            set_rule(visit.workplace, account, covers, entry)
            seal_events(visit.workplace)
            return redirect(f"{reverse('rights')}?vastgelegd=regel")
        except (WrongUse, Refused) as error:
            form.told(error, {}, "source")
    return page(
        request,
        "act/act.html",
        {
            "title": _RULE,
            "lead": Text(
                "Geldt voor wat de organisatie zelf maakte, waar niets smallers is vastgelegd.",
                "Holds for what the organisation made itself, where nothing narrower stands.",
            ),
            "form": form,
            "verb": Text("Vastleggen", "Record"),
            "back": reverse("rights"),
        },
        crumbs=(Crumb(RIGHTS, reverse("rights")), Crumb(_RULE)),
        status=422 if form.problems else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, number: str) -> HttpResponse:
    """End what was decided of an account, or of all: wider rules hold again, or nothing."""
    visit = the_visit(request)
    account = None if number == "alle" else number
    if account is not None and account not in visit.accounts:
        raise Http404
    reason = Field(name="reason", label=Text("Waarom, in één zin", "Why, in a sentence"))
    form = act_form(request, (reason,))
    if request.method == "POST" and not form.problems:
        try:
            end_rights(visit.workplace, None, account, form.values["reason"])
            seal_events(visit.workplace)
            return redirect(f"{reverse('rights')}?vastgelegd=regel")
        except (WrongUse, Refused) as error:
            form.told(error, {}, "reason")
    return page(
        request,
        "act/act.html",
        {
            "title": _END,
            "lead": names_of(visit)[account] if account else _ALL,
            "warnings": (
                Text(
                    "Wat er verder niet is vastgelegd, ontbreekt daarna weer.",
                    "What is not recorded otherwise is missing again.",
                ),
            ),
            "form": form,
            "verb": Text("Beëindigen", "End"),
            "back": reverse("rights"),
        },
        crumbs=(Crumb(RIGHTS, reverse("rights")), Crumb(_END)),
        status=422 if form.problems else 200,
    )
