"""*Wat ermee gebeurde*: the life of a post in plain words, from its posting until now."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from weerklank.model.access import Looked
from weerklank.model.access_words import WHY
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.ids import AccountId
from weerklank.model.life import (
    LIFE_KINDS,
    LINKS,
    OUTCOMES,
    AgentKind,
    LifeEvent,
    LifeOutcome,
)
from weerklank.model.platform import TITLES
from weerklank.model.text import Text
from weerklank.services.find.show_item import show_item
from weerklank.services.life.events_of import events_of
from weerklank.services.life.life_for import life_for
from weerklank.services.people.access import note_seen, why_apart
from weerklank.web.account_facts import name_of
from weerklank.web.permissions import may, sight_of
from weerklank.web.shell import Crumb, page
from weerklank.web.views.account import ACCOUNTS
from weerklank.web.views.errors import destroyed, not_shown
from weerklank.web.views.post import title_of
from weerklank.web.visit import the_visit

_LIFE = Text("Wat ermee gebeurde", "What happened to it")


def of_post(request: HttpRequest, name: str) -> HttpResponse:
    """Show the life of a post; persons and reasons for who may read the journal."""
    visit = the_visit(request)
    try:
        found = show_item(visit.workplace, name, sight_of(visit.roles))
        life = events_of(visit.workplace, name)
    except WrongUse as error:
        if error.code == "SEARCH-003":
            return destroyed(request, error)
        raise Http404 from error
    except Refused as error:
        return not_shown(request, error)
    item = found.item
    why = why_apart(found.state, shielded=found.shielded, special=found.special)
    if why is not None:
        note_seen(visit.workplace, Looked.POST, item.id, why)
    journal = may(visit.roles, "journal")
    told = life_for(life.events, journal=journal)
    account = visit.accounts.get(AccountId(item.account))
    row = name_of(account, visit.workplace.organisation.name) if account else item.account
    platform = TITLES.get(item.platform, item.platform)
    title = title_of(item)
    return page(
        request,
        "life.html",
        {
            "item": item,
            "title": title,
            "why": WHY[why] if why else None,
            "events": [_row(one, journal=journal) for one in told.events],
            "more_checks": told.more_checks,
            "journal": journal,
            "many": len(life.versions) > 1,
        },
        crumbs=(
            ACCOUNTS,
            Crumb(
                Text(f"{row} op {platform}", f"{row} on {platform}"),
                reverse("account", args=[item.account]),
            ),
            Crumb(title, reverse("post", args=[item.id])),
            Crumb(_LIFE),
        ),
    )


def _row(event: LifeEvent, *, journal: bool) -> dict[str, object]:
    """Make a row of the page."""
    return {
        "kind": LIFE_KINDS[event.kind],
        "at": event.at,
        "version": event.version,
        "note": event.note,
        "reason": event.reason if journal else "",
        "who": [
            one.name
            for one in event.agents
            if journal and one.kind in {AgentKind.PERSON, AgentKind.SYSTEM_USER}
        ],
        "outcome": None if event.outcome is LifeOutcome.SUCCESS else OUTCOMES[event.outcome],
        "links": [(LINKS[one.kind], one.name) for one in event.linked] if journal else [],
    }
