"""The pages of the portal, in a shell of their own: no menu, no script, nobody who signs in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from weerklank.model.account import Account
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.ids import AccountId
from weerklank.model.item_words import TitleKind, what_title_is
from weerklank.model.platform import TITLES
from weerklank.model.portal import MEDIA_WITHHELD
from weerklank.model.text import Language, Text
from weerklank.services.disclose.public_files import official_accounts
from weerklank.services.disclose.read_portal import read_portal
from weerklank.services.disclose.search_public import (
    LONGEST,
    PublicHits,
    PublicPost,
    PublicQuestion,
    search_public,
)
from weerklank.services.disclose.show_public import (
    PublicMedium,
    PublicShown,
    public_replies,
    show_public,
)
from weerklank.services.find.cite_item import cite
from weerklank.services.workplace import Workplace
from weerklank.web import site
from weerklank.web.account_facts import name_of
from weerklank.web.account_form import day as read_day
from weerklank.web.asked_days import wrong_days
from weerklank.web.foreign import shown
from weerklank.web.pictures import of_echo
from weerklank.web.portal.hosts import PATH, origin_of
from weerklank.web.words import day

#: What search engines are told: a page that nobody need find, and what others wrote.
_LIST, _OTHERS = "noindex, follow", "noindex, nofollow, noarchive, nosnippet"
_ERROR = "portal/error.html"
_MOST_DIGITS = 4
#: Characters that are shown of what can't be read.
_SHOWN = 40
#: Seconds after which somebody who could not be answered may ask again.
_SOON = "10"


def home(request: HttpRequest, language: Language) -> HttpResponse:
    """Search what is public; without a question all of it, the newest first."""
    workplace = site.current().workplace()
    known = official_accounts(workplace)
    asked = _asked(request, known)
    wrong = _wrong(request.GET, asked)
    is_unread = False
    try:
        found = search_public(workplace, asked)
    except WrongUse:
        is_unread = True
        found = search_public(workplace, replace(asked, words=""))
    problem = bool(wrong) or is_unread
    if problem:
        found = replace(found, total=0, posts=(), pages=1)
    names = {one.id: f"{_name(workplace, one)}, {TITLES[one.platform]}" for one in known}
    return _page(
        request,
        "portal/home.html",
        {
            "asked": asked,
            "problem": problem,
            "is_unread": is_unread,
            "wrong": wrong,
            "total": found.total,
            "posts": [_row(workplace, one, language) for one in found.posts],
            "accounts": [
                (one.id, names[one.id], found.by_account.get(one.id, 0)) for one in known
            ],
            "picture": None if problem else _picture(found, language),
            "has_words": bool(asked.words),
            "pages": _paging(found),
            "longest": LONGEST,
        },
        language,
        robots=_LIST if request.GET else "all",
        status=422 if wrong else 400 if is_unread else 200,
    )


def post(request: HttpRequest, language: Language, name: str) -> HttpResponse:
    """Show a public post; nothing else is told apart from what never was."""
    workplace = site.current().workplace()
    found = _found(workplace, name)
    robots = "all" if found.post.item.id == name else _LIST
    told = _told(request, workplace, found, language)
    return _page(request, "portal/post.html", told, language, robots=robots)


def replies(request: HttpRequest, language: Language, name: str) -> HttpResponse:
    """Show what others replied to a public post, where the privacy officer decided so."""
    workplace = site.current().workplace()
    try:
        found, every = public_replies(workplace, name)
    except (WrongUse, Refused) as error:
        raise Http404 from error
    rows = [
        {
            "author": one.author,
            "is_own": one.is_own,
            "text": shown(one.text),
            "language": one.item.language,
            "day": one.item.created_at if one.item.is_dated else None,
        }
        for one in every
    ]
    told = {**_told(request, workplace, found, language), "rows": rows}
    return _page(request, "portal/replies.html", told, language, robots=_OTHERS)


def accounts(request: HttpRequest, language: Language) -> HttpResponse:
    """Name the official accounts."""
    workplace = site.current().workplace()
    rows = [
        {"account": one, "name": _name(workplace, one), "platform": TITLES[one.platform]}
        for one in official_accounts(workplace)
    ]
    return _page(request, "portal/accounts.html", {"rows": rows}, language)


def about(request: HttpRequest, language: Language) -> HttpResponse:
    """Tell how this archive works: what is kept, what is shown, and what is not."""
    workplace = site.current().workplace()
    portal, register = read_portal(workplace), workplace.register()
    decided = [
        (register.accounts[account], step)
        for account, step in portal.replies.items()
        if account in register.accounts
    ]
    return _page(
        request,
        "portal/about.html",
        {
            "replies": [
                (_name(workplace, one), TITLES[one.platform], step) for one, step in decided
            ],
            "contact": register.pages.contact,
            "privacy": register.pages.privacy,
        },
        language,
    )


def not_found(request: HttpRequest) -> HttpResponse:
    """Say that nothing is here: of what is withheld no more is told than of what never was."""
    return _error(request, 404)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say that the portal can't be shown now, as while the catalogue is brought up to date."""
    answer = _error(request, 503)
    answer["Retry-After"] = _SOON
    return answer


def _error(request: HttpRequest, status: int) -> HttpResponse:
    is_english = request.path.startswith(f"{PATH}en/")
    answer = _page(
        request,
        _ERROR,
        {"is_missing": status == 404},
        "en" if is_english else "nl",
        robots=_LIST,
        status=status,
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _page(
    request: HttpRequest,
    template: str,
    more: Mapping[str, object],
    language: Language,
    *,
    robots: str = "all",
    status: int = 200,
) -> HttpResponse:
    own = f"{PATH}en/" if language == "en" else PATH
    path = request.path if request.path.startswith(PATH) else PATH
    rest = path.removeprefix(f"{PATH}en/" if path.startswith(f"{PATH}en/") else PATH)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    context = {
        "language": language,
        "organisation": _organisation(),
        "home": own,
        # Which page of the menu this is, also when it can't answer what was asked.
        "place": rest if request.path.startswith(PATH) else None,
        "files": PATH,
        "in_dutch": f"{PATH}{rest}{query}",
        "in_english": f"{PATH}en/{rest}{query}",
        "robots": robots,
        "canonical": f"{origin_of(request, site.current())}{PATH}{rest}",
        "is_ok": status == 200,
        "is_turned_down": status >= 400 and template != _ERROR,
    }
    answer = render(request, template, {**context, **more}, status=status)
    answer["X-Robots-Tag"] = robots
    return answer


def _organisation() -> str:
    try:
        return site.current().workplace().organisation.name
    except (WrongUse, Refused):
        return ""


def _found(workplace: Workplace, name: str) -> PublicShown:
    try:
        return show_public(workplace, name)
    except (WrongUse, Refused) as error:
        raise Http404 from error


def _asked(request: HttpRequest, known: list[Account]) -> PublicQuestion:
    """Read what is asked; what can't be read is told of by `_wrong`."""
    account = request.GET.get("account", "")
    page = request.GET.get("blad", "")
    return PublicQuestion(
        words=" ".join(request.GET.get("q", "")[:LONGEST].split()),
        account=account if AccountId(account) in {one.id for one in known} else "",
        since=read_day(request.GET.get("van", "").strip()),
        until=read_day(request.GET.get("tot", "").strip()),
        page=int(page) if page.isascii() and page.isdecimal() and len(page) <= _MOST_DIGITS else 1,
    )


def _wrong(given: QueryDict, asked: PublicQuestion) -> dict[str, Text | str]:
    """Give what was asked and can't be read: without it more would be shown than was asked."""
    account = given.get("account", "").strip()
    unknown = {"account": account[:_SHOWN]} if account and not asked.account else {}
    return {**wrong_days(given), **unknown}


def _name(workplace: Workplace, account: Account) -> str:
    return name_of(account, workplace.organisation.name)


def _row(workplace: Workplace, one: PublicPost, language: Language) -> dict[str, object]:
    """Give a post as lists and its page show it."""
    account = workplace.register().accounts[AccountId(one.found.account)]
    is_warning = what_title_is(one.item.kind, one.item.platform) is TitleKind.WARNING
    own = f"{PATH}en/" if language == "en" else PATH
    return {
        "id": one.item.id,
        "address": f"{own}id/{one.item.id}/",
        "account": account,
        "name": _name(workplace, account),
        "platform": TITLES[account.platform],
        "created": one.item.created_at if one.item.is_dated else None,
        "language": one.item.language,
        "title": shown(one.title) if one.title else "",
        "is_warning": is_warning,
        "text": shown(one.text) if one.text else "",
        "is_edited": one.is_edited,
        "media": len(one.media),
        "replies": one.found.replies,
    }


def _told(
    request: HttpRequest, workplace: Workplace, found: PublicShown, language: Language
) -> dict[str, object]:
    row, item = _row(workplace, found.post, language), found.post.item
    site_of = origin_of(request, site.current()) + PATH
    right = found.rights.text
    return {
        "post": row,
        "item": item,
        "media": [_medium(item.id, one) for one in found.media],
        "options": [(shown(text), votes) for text, votes in found.options],
        "has_quote": found.has_quote,
        "replies": found.replies,
        "replies_day": day(found.replies.at, language) if found.replies else "",
        "replies_address": f"{row['address']}reacties/",
        "citation": cite(workplace.organisation, item, site=site_of),
        "permanent": f"{site_of}id/{item.id}/",
        "licence": right.licence if right else None,
        "title": Text(
            f"{row['name']} op {row['platform']}", f"{row['name']} on {row['platform']}"
        ),
    }


def _medium(item: str, one: PublicMedium) -> dict[str, object]:
    return {
        "kind": one.kind,
        "alt": one.alt,
        "address": f"{PATH}id/{item}/media/{one.medium.id}/" if one.copy else "",
        "why": MEDIA_WITHHELD[one.why] if one.why else None,
        "holder": one.right.holder if one.right else "",
        "licence": one.right.licence if one.right else None,
    }


def _picture(found: PublicHits, language: Language) -> object:
    asked = found.question

    given = {"q": asked.words, "account": asked.account}
    # One time for all bars and rows; a day needs no quoting.
    same = urlencode({name: value for name, value in given.items() if value})
    begin = f"?{same}&" if same else "?"

    def address(span: tuple[date, date]) -> str:
        return f"{begin}van={span[0].isoformat()}&tot={span[1].isoformat()}"

    return of_echo(found.echo, language, address)


def _paging(found: PublicHits) -> dict[str, object]:
    asked = found.question
    at = min(max(1, asked.page), found.pages)

    def address(page: int) -> str:
        given = {
            "q": asked.words, "account": asked.account, "van": asked.since, "tot": asked.until,
            "blad": page,
        }  # fmt: skip
        return f"?{urlencode({name: value for name, value in given.items() if value})}"

    return {
        "at": at,
        "all": found.pages,
        "before": address(at - 1) if at > 1 else "",
        "after": address(at + 1) if at < found.pages else "",
    }
