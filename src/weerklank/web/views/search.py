"""*Zoeken*: words, facts beside them, and four ways to look at what was found."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from weerklank.model.clock import begin_of
from weerklank.model.errors import WrongUse
from weerklank.model.item import NO_MOMENT, ArchivalItem, ItemKind
from weerklank.model.platform import TITLES
from weerklank.model.question import Order, Question
from weerklank.model.text import Text
from weerklank.services.find.find_items import Facet, SearchPage, search_page
from weerklank.services.find.read_hotspots import read_hotspots
from weerklank.services.find.show_item import find_medium
from weerklank.web.account_facts import name_of
from weerklank.web.account_form import day as read_day
from weerklank.web.asked_days import wrong_days
from weerklank.web.error_words import message_of
from weerklank.web.hits import A_PAGE, hit_of, unreadable_of
from weerklank.web.medium_told import picture_of
from weerklank.web.permissions import sight_of
from weerklank.web.pictures import of_echo
from weerklank.web.shell import page
from weerklank.web.views.errors import hint_for_screen
from weerklank.web.visit import Visit, the_visit
from weerklank.web.words import WORDS

_GALLERY = 24
#: Value of *Media* for what has none.
_WITHOUT = "no"
#: Facts in the order of the page, by their name in the address.
FACTS: dict[str, tuple[str, Text]] = {
    "account": ("account", Text("Account", "Account")),
    "platform": ("platform", Text("Platform", "Platform")),
    "soort": ("kind", Text("Soort", "Kind")),
    "van-wie": ("author", Text("Van wie", "By whom")),
    "werkproces": ("process", Text("Werkproces", "Process")),
    "scenario": ("scenario", Text("Scenario", "Scenario")),
    "techniek": ("technique", Text("Techniek", "Technique")),
    "media": ("media", Text("Media", "Media")),
    "ondertiteling": ("captions", Text("Ondertiteling", "Captions")),
    "staat": ("state", Text("Staat", "State")),
    "hotspot": ("hotspot", Text("Hotspot", "Hotspot")),
}
VIEWS = {
    "": Text("Lijst", "List"),
    "draden": Text("Draden", "Threads"),
    "media": Text("Media", "Media"),
    "tijdlijn": Text("Tijdlijn", "Timeline"),
}
_ORDERS = {"oud": Order.OLDEST, "best": Order.RELEVANCE}
_VALUES = {
    "own": Text("van de organisatie", "of the organisation"),
    "listed": Text("van een account in het register", "of an account in the register"),
    "named": Text("van wie herkenbaar blijft", "of who stays recognisable"),
    "citizen": Text("van anderen", "of others"),
    "yes": Text("met media", "with media"),
    "no": Text("zonder media", "without media"),
    "image": Text("foto's", "pictures"),
    "video": Text("films", "films"),
    "audio": Text("geluid", "sound"),
    "with": Text("films met ondertiteling", "films with captions"),
    "without": Text("films zonder ondertiteling", "films without captions"),
    "untold": Text("films waarvan het niet bekend is", "films of which it is not known"),
    "period": Text("Periode", "Period"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address."""

    words: str
    stem: bool
    facts: dict[str, list[str]]
    since: date | None
    until: date | None
    view: str
    page: int
    order: Order


_NOTHING_ASKED = Asked(
    words="", stem=False, facts={}, since=None, until=None, view="", page=1, order=Order.NEWEST
)
#: Said of the year in which what has no day is kept.
_UNDATED = Text("zonder dag", "without a day")


def search(request: HttpRequest) -> HttpResponse:
    """Search the archive and show it in the view that was asked for."""
    visit = the_visit(request)
    asked = _read(request.GET)
    if asked.view == "media" and _WITHOUT in asked.facts.get("media", ()):
        return redirect(_link(asked, view=""))  # what has no media has nothing to look at there
    size = _GALLERY if asked.view == "media" else A_PAGE
    problem: dict[str, object] = {**wrong_days(request.GET)}
    found: SearchPage | None = None
    try:
        if not problem:
            found = search_page(visit.workplace, _question(visit, asked, size))
    except WrongUse as error:
        problem = {
            "what": message_of(error).say(visit.language),
            "hint": hint_for_screen(request, error),
        }
    if found and found.hits.total and asked.page > found.hits.pages:
        return redirect(_link(asked, page=found.hits.pages))
    return page(
        request,
        "search.html",
        {
            "asked": asked,
            "problem": problem,
            "views": _views(asked),
            "kept": _kept(asked),
            **(_told(visit, asked, found, size) if found else {}),
        },
        status=422 if problem else 200,
    )


def _read(given: QueryDict) -> Asked:
    number = given.get("blad", "1")
    return Asked(
        words=given.get("q", "").strip(),
        stem=given.get("vormen") == "ja",
        facts={name: given.getlist(name) for name in FACTS if given.getlist(name)},
        since=read_day(given.get("van", "").strip()),
        until=read_day(given.get("tot", "").strip()),
        view=given.get("beeld", "") if given.get("beeld", "") in VIEWS else "",
        page=int(number) if number.isdecimal() and len(number) < 6 and int(number) else 1,
        order=_ORDERS.get(given.get("volgorde", ""), Order.NEWEST),
    )


def _question(visit: Visit, asked: Asked, size: int) -> Question:
    tags = [
        f"{FACTS[name][0]}:{value}" for name, values in asked.facts.items() for value in values
    ]
    if asked.view == "media" and "media" not in asked.facts:
        tags.append("media:yes")
    return Question(
        words=asked.words,
        stem=asked.stem,
        tags=tuple(tags),
        since=_begin(asked.since),
        until=_end(asked.until),
        limit=size,
        offset=(asked.page - 1) * size,
        order=asked.order,
        sight=sight_of(visit.roles),
    )


def _begin(day: date | None) -> datetime | None:
    """Give the moment at which a day begins here; None from the first one on is no bound."""
    return begin_of(day) if day and day > date.min else None


def _end(day: date | None) -> datetime | None:
    """Give the moment at which a day ends here; None until the last one is no bound."""
    return _begin(day + timedelta(days=1)) if day and day < date.max else None


def _told(visit: Visit, asked: Asked, found: SearchPage, size: int) -> dict[str, object]:
    hits = [hit_of(visit, hit) for hit in found.hits.hits]
    is_end = not found.hits.has_more
    said = _without_profiles(asked, found)
    if asked.view == "media":
        _look_at_media(visit, hits)
    return {
        "total": found.hits.total,
        "has_profiles": _has_profiles(asked, found),
        "hits": hits,
        "unreadable": unreadable_of(found.hits),
        "threads": _threads(hits),
        "days": _days(hits),
        "facets": [_facet(visit, asked, facet) for facet in _ordered(found.facets)],
        "chosen": _chosen(visit, asked),
        "echo": of_echo(found.echo, visit.language, lambda step: _address(said, step)),
        "outside": found.echo.outside,
        "withheld": found.withheld,
        "blocking": [
            {
                "text": _name_of_fact(one.name),
                "total": one.total,
                "address": _without(asked, one.name),
            }
            for one in found.loosened
            if one.total
        ],
        "before": _link(asked, page=asked.page - 1) if asked.page > 1 else "",
        "after": _link(asked, page=asked.page + 1) if found.hits.has_more else "",
        "first": (asked.page - 1) * size + 1,
        "last": (asked.page - 1) * size + len(hits) + len(found.hits.unreadable),
        "most": found.hits.reached if is_end and found.hits.reached < found.hits.total else 0,
        "is_empty": not found.hits.total and asked == _NOTHING_ASKED,
    }


def _look_at_media(visit: Visit, hits: list[dict[str, object]]) -> None:
    """Say of each medium what its bytes are: what only claims to be a picture is none."""
    for hit in hits:
        item, media = hit["item"], hit["media"]
        if isinstance(item, ArchivalItem) and isinstance(media, list):
            for one in media:
                try:
                    path = find_medium(visit.workplace, item.id, one["medium"].id).path
                except WrongUse:  # destroyed since the search
                    path = None
                one.update(picture_of(visit, item.id, one["medium"].id, path))


def _has_profiles(asked: Asked, found: SearchPage) -> bool:
    """Tell whether profiles are among what was found: no picture and no tab counts those."""
    kinds = next(facet for facet in found.facets if facet.name == "kind")
    chosen = asked.facts.get("soort")
    return any(
        value.value == ItemKind.PROFILE and value.count and (value.chosen or not chosen)
        for value in kinds.values
    )


def _without_profiles(asked: Asked, found: SearchPage) -> Asked:
    """Give a search for what the picture counts: what was said, and no profile."""
    if not _has_profiles(asked, found):
        return asked
    kinds = next(facet for facet in found.facets if facet.name == "kind").values
    chosen = [value.value for value in kinds if value.chosen]
    others = [one for one in chosen or (value.value for value in kinds) if one != ItemKind.PROFILE]
    return replace(asked, facts={**asked.facts, "soort": others})


def _threads(hits: list[dict[str, object]]) -> list[list[dict[str, object]]]:
    """Put hits of one thread together, in the order of the first of each."""
    threads: dict[object, list[dict[str, object]]] = {}
    for hit in hits:
        threads.setdefault(hit["thread"], []).append(hit)
    return list(threads.values())


def _days(hits: list[dict[str, object]]) -> list[tuple[object, list[dict[str, object]]]]:
    days: dict[object, list[dict[str, object]]] = {}
    for hit in hits:
        days.setdefault(hit["day"], []).append(hit)
    return list(days.items())


def _ordered(facets: tuple[Facet, ...]) -> list[Facet]:
    by_name = {facet.name: facet for facet in facets}
    names = [*(code for code, _ in FACTS.values()), "year"]
    return [by_name[name] for name in names if name in by_name]


def _facet(visit: Visit, asked: Asked, facet: Facet) -> dict[str, object]:
    if facet.name == "year":
        return _parted(
            Text("Jaar", "Year"),
            [
                {
                    "text": _UNDATED if NO_MOMENT.startswith(value.value) else value.value,
                    "count": value.count,
                    "chosen": _is_year(asked, value.value),
                    "address": _year(asked, value.value),
                }
                for value in facet.values
            ],
        )
    name = next(one for one, (code, _) in FACTS.items() if code == facet.name)
    return _parted(
        FACTS[name][1],
        [
            {
                "text": _value(visit, facet.name, value.value),
                "count": value.count,
                "chosen": value.chosen,
                "address": _toggled(asked, name, value.value),
            }
            for value in facet.values
        ],
    )


#: Values of a fact that are shown before someone asks for the others.
_SHOWN = 12


def _parted(title: Text, values: list[dict[str, object]]) -> dict[str, object]:
    """Part the values of a fact: the first ones and all that are chosen, and the others."""
    first = [one for place, one in enumerate(values) if place < _SHOWN or one["chosen"]]
    return {
        "title": title,
        "values": first,
        "others": [
            one for place, one in enumerate(values) if place >= _SHOWN and not one["chosen"]
        ],
        "has_chosen": any(one["chosen"] for one in first),
    }


def _value(visit: Visit, fact: str, value: str) -> Text | str:
    if fact == "account":
        account = next((one for one in visit.accounts.values() if one.id == value), None)
        if account is None:
            return value
        name = name_of(account, visit.workplace.organisation.name)
        return f"{name}, {TITLES.get(account.platform, account.platform)}"
    if fact == "platform":
        return TITLES.get(value, value)
    if fact == "hotspot":
        hotspot = read_hotspots(visit.workplace).get(value)
        return hotspot.name if hotspot else value
    return _VALUES.get(value) or WORDS.get(value) or value


def _name_of_fact(code: str) -> Text:
    return next((text for one, text in FACTS.values() if one == code), _VALUES["period"])


def _chosen(visit: Visit, asked: Asked) -> list[dict[str, object]]:
    """Give every fact that is asked for, with an address that asks it no more."""
    return [
        {
            "title": FACTS[name][1],
            "text": _value(visit, FACTS[name][0], value),
            "address": _toggled(asked, name, value),
        }
        for name, values in asked.facts.items()
        for value in values
    ]


# --- addresses ----------------------------------------------------------------------------------


def _link(asked: Asked, **changed: object) -> str:
    """Give the address of this search with something changed; a page only where that is asked."""
    facts = changed.get("facts", asked.facts)
    since, until = changed.get("since", asked.since), changed.get("until", asked.until)
    view = changed.get("view", asked.view)
    pairs: list[tuple[str, object]] = [("q", asked.words)]
    pairs += [("vormen", "ja")] if asked.stem else []
    if isinstance(facts, dict):
        pairs += [(name, value) for name, values in facts.items() for value in values]
    pairs += [("van", since)] if since else []
    pairs += [("tot", until)] if until else []
    pairs += [("beeld", view)] if view else []
    pairs += [("volgorde", name) for name, one in _ORDERS.items() if one is asked.order]
    pairs += [("blad", changed["page"])] if "page" in changed and changed["page"] != 1 else []
    return "/zoeken/?" + urlencode(pairs)


def _toggled(asked: Asked, name: str, value: str) -> str:
    values = asked.facts.get(name, [])
    kept = [one for one in values if one != value] if value in values else [*values, value]
    # Without media there is nothing in the view of media: it is shown as a list.
    view = "" if name == "media" and _WITHOUT in kept and asked.view == "media" else asked.view
    return _link(asked, facts={**asked.facts, name: kept}, view=view)


def _without(asked: Asked, code: str) -> str:
    if code == "period":
        return _link(asked, since=None, until=None)
    return _link(
        asked, facts={name: v for name, v in asked.facts.items() if FACTS[name][0] != code}
    )


def _is_year(asked: Asked, year: str) -> bool:
    return asked.since == date(int(year), 1, 1) and asked.until == date(int(year), 12, 31)


def _year(asked: Asked, year: str) -> str:
    if _is_year(asked, year):
        return _link(asked, since=None, until=None)
    return _link(asked, since=date(int(year), 1, 1), until=date(int(year), 12, 31))


def _address(asked: Asked, months: tuple[date, date]) -> str:
    """Give the address of what appeared in a step, as far as that was asked."""
    since, until = months
    return _link(
        asked,
        since=max(since, asked.since) if asked.since else since,
        until=min(until, asked.until) if asked.until else until,
    )


def _views(asked: Asked) -> list[dict[str, object]]:
    with_media = [one for one in asked.facts.get("media", ()) if one != _WITHOUT]
    return [
        {
            "text": text,
            "address": _link(
                asked,
                view=name,
                facts={**asked.facts, "media": with_media} if name == "media" else asked.facts,
            ),
            "is_current": name == asked.view,
        }
        for name, text in VIEWS.items()
    ]


def _kept(asked: Asked) -> list[tuple[str, str]]:
    """Give what the form sends along unseen: everything but what has a field in it."""
    kept = [(name, value) for name, values in asked.facts.items() for value in values]
    return [*kept, ("beeld", asked.view)] if asked.view else kept
