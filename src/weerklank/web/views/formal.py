"""*Lijkt formeel*: replies that look like a formal message, with what to do (requirement B3)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from weerklank.model.errors import Refused, WrongUse
from weerklank.model.formal import ALSO, KINDS, STATES, WHAT_TO_DO, FormalKind, FormalState
from weerklank.model.item import ArchivalItem
from weerklank.model.platform import TITLES
from weerklank.services.appraise.formal_replies import (
    FormalAsked,
    FormalReplies,
    FormalReply,
    formal_replies,
    formal_reply,
    settle_formal,
)
from weerklank.services.find.item_json import author_kind, author_name
from weerklank.services.find.show_item import show_item
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.account_facts import name_of
from weerklank.web.error_words import message_of
from weerklank.web.foreign import shown
from weerklank.web.hits import unreadable_of
from weerklank.web.period_form import period_of
from weerklank.web.permissions import may, sight_of
from weerklank.web.shell import page
from weerklank.web.visit import Visit, the_visit
from weerklank.web.words import day

if TYPE_CHECKING:
    from django.core.paginator import Page

_A_PAGE = 20


def formal(request: HttpRequest) -> HttpResponse:
    """List the replies that look formal, the newest first."""
    visit = the_visit(request)
    with_settled = request.GET.get("alles") == "ja"
    asked = _asked(visit, request.GET)
    waiting = _ask(visit, asked, with_settled=False).total
    total = _ask(visit, asked, with_settled=True).total if with_settled else waiting
    pages: Page[int] = Paginator(range(total), _A_PAGE).get_page(request.GET.get("blad"))
    found = _ask(
        visit,
        asked,
        with_settled=with_settled,
        offset=max(pages.start_index() - 1, 0),
        limit=_A_PAGE,
    )
    return page(
        request,
        "formal/list.html",
        {
            "rows": [_told(visit, one) for one in found.replies],
            "unreadable": unreadable_of(found),
            "pages": pages,
            "query_before": _address(asked, with_settled=with_settled),
            "of_waiting": _address(asked, with_settled=False),
            "of_all": _address(asked, with_settled=True),
            "asked": asked,
            "asked_days": [day(one, visit.language) for one in asked.days or ()],
            "asked_kind": KINDS[asked.kind] if asked.kind else None,
            "waiting": waiting,
            "with_settled": with_settled,
            "what_to_do": WHAT_TO_DO,
            "is_settled": "vastgelegd" in request.GET,
        },
    )


@require_POST
def settle(request: HttpRequest, name: str) -> HttpResponse:
    """Record that a person did what had to be done, or that it is no formal message."""
    visit = the_visit(request)
    state = next((one for one in FormalState if one == request.POST.get("state")), None)
    if state not in {FormalState.DONE, FormalState.NOT_FORMAL}:
        raise Http404
    try:
        show_item(visit.workplace, name, sight_of(visit.roles))
        settle_formal(visit.workplace, name, state)
    except WrongUse as error:
        raise Http404 from error
    except Refused as error:
        title = STATES[state]
        told = {"title": title, "what": message_of(error), "next": "", "code": error.code}
        return page(request, "error/error.html", told, status=422)
    seal_events(visit.workplace)
    back = request.POST.get("back", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return redirect(back if here else f"{reverse('formal')}?vastgelegd=ja")


def look_of(visit: Visit, item: ArchivalItem) -> dict[str, object] | None:
    """Give what the page of a reply says of it, where it looks formal and who looks may know."""
    if not may(visit.roles, "formal"):
        return None
    found = formal_reply(visit.workplace, item)
    return _told(visit, found) if found else None


def _asked(visit: Visit, given: Mapping[str, str]) -> FormalAsked:
    """Read of which kind and period, as a number of the dashboard leads here."""
    kind = next((one for one in FormalKind if one == given.get("soort")), None)
    return FormalAsked(kind=kind, days=period_of(given, visit.workplace.today()).days)


def _address(asked: FormalAsked, *, with_settled: bool) -> str:
    told = {"soort": asked.kind.value} if asked.kind else {}
    if asked.days:
        told |= {"van": asked.days[0].isoformat(), "tot": asked.days[1].isoformat()}
    return urlencode({**told, "alles": "ja"} if with_settled else told)


def _ask(
    visit: Visit, asked: FormalAsked, *, with_settled: bool, offset: int = 0, limit: int = 1
) -> FormalReplies:
    return formal_replies(
        visit.workplace,
        asked=asked,
        with_settled=with_settled,
        limit=limit,
        offset=offset,
        sight=sight_of(visit.roles),
    )


def _told(visit: Visit, one: FormalReply) -> dict[str, object]:
    account = one.account
    organisation = visit.workplace.organisation.name
    return {
        "reply": one,
        "item": one.item,
        "author": author_name(one.item.author),
        "named_as": author_kind(one.item.author),
        "kind": KINDS[one.kind],
        "also": ALSO[one.kind],
        "what_to_do": WHAT_TO_DO,
        "state": STATES[one.state],
        "is_waiting": one.state is FormalState.WAITING,
        "text": shown(one.item.text or ""),
        "account": account,
        "name": name_of(account, organisation) if account else one.item.account,
        "platform": TITLES.get(one.item.platform, one.item.platform),
        "managers": ", ".join(manager.name for manager in account.managers) if account else "",
        "can_settle": may(visit.roles, "formal-settle"),
    }
