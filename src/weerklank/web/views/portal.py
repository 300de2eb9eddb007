"""*Publieksportaal*: whether it is on, what is public, and what is withheld and why (H2)."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from weerklank.disclose.publicity import is_official
from weerklank.model.account import Account
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.platform import TITLES
from weerklank.model.portal import WITHHELD, Withheld
from weerklank.model.text import Text
from weerklank.services.disclose.decide_portal import let_replies, switch_portal
from weerklank.services.disclose.public_items import PublicItems, public_items
from weerklank.services.disclose.read_portal import read_portal
from weerklank.services.seal.seal_events import seal_events
from weerklank.web import site
from weerklank.web.account_facts import name_of
from weerklank.web.act_form import ActForm, Field, act_form
from weerklank.web.permissions import SEE_SPECIAL, may
from weerklank.web.portal.hosts import PATH, origin_of
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import Visit, the_visit

_TITLE = Text("Publieksportaal", "Public portal")
_ON, _OFF = (
    Text("Portaal aanzetten", "Switch the portal on"),
    Text("Portaal uitzetten", "Switch the portal off"),
)
_ALLOW = Text("Reacties laten lezen", "Let replies be read")
_WITHDRAW = Text("Reacties niet meer laten lezen", "Let replies be read no more")
_A_PAGE = 50
_REASON = Field(
    name="reason",
    label=Text("Waarom, in één zin", "Why, in a sentence"),
    hint=Text(
        "Blijft in het archief. Noem het besluit, en geen personen.",
        "Stays in the archive. Name the decision, and nobody.",
    ),
)
_PLACES = {"USE-002": "reason", "USE-003": "reason"}
_OPENS = (
    Text(
        "Iedereen kan dan de openbare berichten zien, zonder aanmelden.",
        "Everyone can then see the public posts, without signing in.",
    ),
    Text(
        "Zoekmachines nemen ze over. Wat later wordt beperkt, kan daar nog staan.",
        "Search engines take them over. What is restricted later may stand there still.",
    ),
)
_SHUTS = (
    Text("Alle adressen van het portaal geven dan: niet gevonden.",
         "All addresses of the portal then say: not found."),
)  # fmt: skip
_READ = (
    Text(
        "Namen zijn vervangen en van de tijd staat er alleen de dag. Toch kan een reactie die er "
        "woordelijk staat, met een zoekmachine worden teruggevonden bij wie haar schreef.",
        "Names are replaced and of the time only the day is told. Still a reply that stands there "
        "word for word can be found back, by a search engine, with whoever wrote it.",
    ),
    Text(
        "Ook antwoorden van dit account aan anderen worden dan openbaar.",
        "Answers of this account to others become public then too.",
    ),
)


@require_safe
def portal(request: HttpRequest) -> HttpResponse:
    """Show whether the portal is on, what is public, and what is withheld with its reason."""
    visit = the_visit(request)
    public = public_items(visit.workplace)
    chosen = request.GET.get("waarom", "")
    listed = [
        (name, WITHHELD[why])
        for name, why in sorted(public.withheld.items(), reverse=True)
        if chosen in ("", why) and _may_list(visit, why)
    ]
    counts = Counter(public.withheld.values())
    pages = Paginator(listed, _A_PAGE).get_page(request.GET.get("blad"))
    return page(
        request,
        "portal/inside.html",
        {
            "title": _TITLE,
            "portal": public.decided.portal,
            "total": len(public.items),
            "address": origin_of(request, site.current()) + PATH,
            "accounts": _accounts(visit, public),
            "reasons": [(why, WITHHELD[why], counts[why]) for why in Withheld if counts[why]],
            "chosen": chosen if chosen in set(Withheld) else "",
            "is_hidden": chosen == Withheld.SPECIAL and not _may_list(visit, Withheld.SPECIAL),
            "rows": list(pages.object_list),
            "pages": pages,
            "query_before": f"waarom={chosen}" if chosen in set(Withheld) else "",
            "may_switch": may(visit.roles, "portal-switch"),
            "may_allow": may(visit.roles, "portal-replies"),
            "is_settled": "vastgelegd" in request.GET,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest) -> HttpResponse:
    """Switch the portal on or off, with the reason."""
    visit = the_visit(request)
    is_open = not read_portal(visit.workplace).is_open
    form = act_form(request, (_REASON,))
    if request.method == "POST" and not form.problems:
        try:
            # What somebody else decided meanwhile is not turned round unseen.
            wanted = request.POST.get("stand") == "aan"
            switch_portal(visit.workplace, form.values["reason"], is_open=wanted)
            return _done(visit)
        except (WrongUse, Refused) as error:
            form.told(error, _PLACES)
    return _act(
        request,
        _ON if is_open else _OFF,
        form,
        _OPENS if is_open else _SHUTS,
        "aan" if is_open else "uit",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def replies(request: HttpRequest, number: str) -> HttpResponse:
    """Let replies at an account be read, or no more, with the reason."""
    visit = the_visit(request)
    account = visit.account(number)
    is_allowed = account.id not in read_portal(visit.workplace).replies
    form = act_form(request, (_REASON,))
    if request.method == "POST" and not form.problems:
        try:
            wanted = request.POST.get("stand") == "aan"
            let_replies(visit.workplace, account.id, form.values["reason"], is_allowed=wanted)
            return _done(visit)
        except (WrongUse, Refused) as error:
            form.told(error, _PLACES)
    return _act(
        request,
        _ALLOW if is_allowed else _WITHDRAW,
        form,
        _READ if is_allowed else (),
        "aan" if is_allowed else "uit",
        lead=f"{_name(visit, account)}, {TITLES[account.platform]}: {account.handle}",
    )


def _act(
    request: HttpRequest,
    title: Text,
    form: ActForm,
    warnings: tuple[Text, ...],
    stand: str,
    *,
    lead: str = "",
) -> HttpResponse:
    return page(
        request,
        "act/act.html",
        {
            "title": title,
            "lead": lead,
            "warnings": warnings,
            "form": form,
            "verb": title,
            "hidden": (("stand", stand),),
            "back": reverse("portal"),
        },
        crumbs=(Crumb(_TITLE, reverse("portal")), Crumb(title)),
        status=422 if form.problems else 200,
    )


def _done(visit: Visit) -> HttpResponse:
    seal_events(visit.workplace)
    return redirect(f"{reverse('portal')}?vastgelegd=ja")


def _may_list(visit: Visit, why: Withheld) -> bool:
    """Tell whether who looks may know which items these are (D7)."""
    return why is not Withheld.SPECIAL or not SEE_SPECIAL.isdisjoint(visit.roles)


def _accounts(visit: Visit, public: PublicItems) -> list[dict[str, object]]:
    counts = Counter(one.account for one in public.items.values())
    return [
        {
            "account": one,
            "name": _name(visit, one),
            "platform": TITLES[one.platform],
            "is_official": is_official(one),
            "posts": counts[one.id],
            "replies": public.decided.portal.replies.get(one.id),
        }
        for one in visit.accounts.values()
    ]


def _name(visit: Visit, account: Account) -> str:
    return name_of(account, visit.workplace.organisation.name)
