"""*Pagina zoals toen*: the page on which a post stood, replayed, with its picture and its text."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from weerklank.model.access import Looked
from weerklank.model.access_words import WHY
from weerklank.model.errors import WrongUse
from weerklank.model.ids import AccountId
from weerklank.model.item import CORRECTED, ItemKind
from weerklank.model.page import PageRole
from weerklank.model.platform import TITLES
from weerklank.model.text import Text
from weerklank.services.people.access import note_seen, why_apart
from weerklank.services.replay.read_pages import KeptPage, PagesOf, pages_of
from weerklank.web import site
from weerklank.web.account_facts import name_of
from weerklank.web.error_words import damage_of
from weerklank.web.foreign import shown, shown_kind
from weerklank.web.permissions import sight_of
from weerklank.web.policy import with_frame
from weerklank.web.replay.hosts import OFF, own_origin, replay_origin, replayer
from weerklank.web.replay.links import Link, signed
from weerklank.web.shell import Crumb, page
from weerklank.web.views.account import ACCOUNTS
from weerklank.web.views.errors import destroyed
from weerklank.web.visit import Visit, the_visit

_TITLE = Text("Pagina zoals toen", "Page as it was")
_POST = Text("Bericht", "Post")
_GONE = Text(
    "Het bestand om af te spelen is er niet meer.", "The file to replay is not there any more."
)
#: Why the browser that took the page went no further, by the recorder's own list.
_STOPPED = {
    "time": Text(
        "De tijd voor één pagina was om; verder is niet gekeken.",
        "The time for one page was up; it was not looked at further.",
    ),
    "size": Text(
        "De pagina werd te groot; verder is niet gekeken.",
        "The page became too large; it was not looked at further.",
    ),
    "hung": Text(
        "De pagina antwoordde niet meer; verder is niet gekeken.",
        "The page answered no more; it was not looked at further.",
    ),
    "reloads": Text(
        "De pagina laadde steeds opnieuw; verder is niet gekeken.",
        "The page kept loading anew; it was not looked at further.",
    ),
}
#: Bytes of text that a screen shows; the rest is in the file.
_MOST_TEXT = 1 << 20


def kept_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show a page of an item: the newest, the one that is asked, or the one of this address."""
    visit = the_visit(request)
    try:
        found = pages_of(visit.workplace, name, sight_of(visit.roles))
    except WrongUse as error:
        if error.code == "SEARCH-003":
            return destroyed(request, error)
        raise Http404 from error
    chosen = _chosen(request, found, name)
    told: dict[str, object] = {
        "title": _TITLE,
        "post": found.item,
        "pages": found.pages,
        "chosen": chosen,
        "unreadable": [damage_of(one) for one in found.unreadable],
    }
    policy = None
    if chosen is not None:
        why = why_apart(chosen.state, shielded=chosen.shielded, special=chosen.special)
        if why is not None:
            note_seen(visit.workplace, Looked.PAGE, chosen.item.id, why)
        off = _off(request, chosen)
        if off is None:
            address, origin = _replay(request, visit, chosen)
            told |= {"replay": address, "replayer": replayer()}
            policy = with_frame(origin)
        told |= {"why": WHY[why] if why else None, "off": off, **_told(chosen)}
    answer = page(request, "kept_page.html", told, crumbs=_crumbs(visit, found, chosen))
    if policy is not None:
        answer["Content-Security-Policy"] = policy
    return answer


def _chosen(request: HttpRequest, found: PagesOf, name: str) -> KeptPage | None:
    """Give the capture that is asked; None where there is none at all."""
    asked = request.GET.get("opname")
    if asked is None and found.item is not None and name == found.item.id:
        return found.pages[0] if found.pages else None
    wanted = name if asked is None else asked
    for one in found.pages:
        if one.item.id == wanted:
            return one
    raise Http404


def _off(request: HttpRequest, chosen: KeptPage) -> Text | None:
    """Say why a page is not replayed here; None where it is."""
    file = chosen.files.get(PageRole.REPLAY)
    if file is None or file.path is None or not chosen.address:
        return _GONE
    return OFF if replay_origin(request, site.current()) is None else None


def _replay(request: HttpRequest, visit: Visit, chosen: KeptPage) -> tuple[str, str]:
    """Give the signed address at which a page is replayed, and its origin."""
    origin = replay_origin(request, site.current()) or ""
    link = Link(
        page=chosen.item.id,
        medium=chosen.files[PageRole.REPLAY].medium.id,
        restricted=sight_of(visit.roles).restricted,
        special=sight_of(visit.roles).special,
        language=visit.language,
        within=own_origin(request, site.current()),
        host=origin.partition("//")[2],
    )
    return f"{origin}/page/{signed(link)}/", origin


def _told(chosen: KeptPage) -> dict[str, object]:
    """Give what a page is shown with."""
    facts = chosen.item.page
    files = {
        str(role): {
            "address": reverse("medium", args=[chosen.item.id, one.medium.id]),
            "bytes": one.medium.bytes or 0,
            "medium": one.medium,
        }
        for role, one in chosen.files.items()
        if one.path is not None
    }
    for role in (PageRole.PAGE, PageRole.POST):
        one = chosen.files.get(role)
        if one is not None and shown_kind(one.path) != "image":
            files.pop(str(role), None)
    return {
        "facts": facts,
        "files": files,
        "corrected": any(one.medium.missing == CORRECTED for one in chosen.files.values()),
        "stopped": _STOPPED.get(facts.stopped) if facts else None,
        "text": _text(chosen),
    }


def _text(chosen: KeptPage) -> object:
    file = chosen.files.get(PageRole.TEXT)
    if file is None or file.path is None:
        return ""
    with file.path.open("rb") as stream:
        return shown(stream.read(_MOST_TEXT).decode("utf-8", "replace"))


def _crumbs(visit: Visit, found: PagesOf, chosen: KeptPage | None) -> tuple[Crumb, ...]:
    item = found.item or (chosen.item if chosen else None)
    if item is None:
        return (Crumb(_TITLE),)
    account = visit.accounts.get(AccountId(item.account))
    row = name_of(account, visit.workplace.organisation.name) if account else item.account
    platform = TITLES.get(item.platform, item.platform)
    way = [
        ACCOUNTS,
        Crumb(
            Text(f"{row} op {platform}", f"{row} on {platform}"),
            reverse("account", args=[item.account]),
        ),
    ]
    if found.item is not None and found.item.kind is not ItemKind.PAGE:
        way.append(Crumb(_POST, reverse("post", args=[found.item.id])))
    return (*way, Crumb(_TITLE))
