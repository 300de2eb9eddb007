"""*Volledigheid*: how complete the archive is, by what was measured, down to the single post."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from weerklank import bootstrap
from weerklank.model.completeness import (
    Check,
    Evidence,
    KeptMeasurement,
    Measurement,
    Quality,
    Verdict,
)
from weerklank.model.completeness_words import QUALITIES, VERDICTS
from weerklank.model.ids import AccountId
from weerklank.model.item import ArchivalItem, ItemKind
from weerklank.model.platform import TITLES, Platform
from weerklank.model.text import Text
from weerklank.services.find.seen_posts import seen_posts
from weerklank.services.measure.keep_measurement import kept_result
from weerklank.services.measure.measure import USUAL_ITEMS, measure
from weerklank.services.measure.show_completeness import (
    Completeness,
    Standing,
    show_completeness,
)
from weerklank.services.oversee.technique_limits import Limit
from weerklank.services.runs.read_runs import read_runs
from weerklank.services.schedule.never_given import never_given
from weerklank.services.seal.read_yardstick import yardstick_of
from weerklank.web import site
from weerklank.web.account_facts import name_of
from weerklank.web.account_names import names_of
from weerklank.web.completeness_tabs import tabs_of
from weerklank.web.completeness_told import (
    FOUR,
    bars_told,
    part_told,
    place_of,
    value_told,
    verdict_told,
)
from weerklank.web.period_form import Period, links, period_of
from weerklank.web.permissions import may, sight_of
from weerklank.web.plots.band import MIDDLE, NARROW, WIDE, Mark, Row, band
from weerklank.web.plots.course import Point, course
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import Visit, the_visit
from weerklank.web.words import WORDS
from weerklank.web.work import WORKS, Work

COMPLETENESS = Text("Volledigheid volgens DUTO", "Completeness by DUTO")
SHORT = Text("Volledigheid", "Completeness")
#: Accounts on a page of the comparison, and posts on one of evidence.
_ACCOUNTS, _POSTS = 25, 50
_ALL_POSTS = 1_000_000
#: Records of an account from which counting its evidence anew takes more than a few seconds.
_MUCH = 20_000
_OTHER_KIND = Text("stuk", "record")


@require_safe
def completeness(request: HttpRequest) -> HttpResponse:
    """Show the newest measurement of one account, or of all together."""
    visit = the_visit(request)
    where = _where_asked(visit, request.GET)
    account, found = where.account, show_completeness(visit.workplace, where.account, where.span)
    context = {
        "title": COMPLETENESS,
        "archive_tabs": tabs_of(visit.roles, "completeness"),
        "names": [*names_of(visit).items()],
        "account": account or "",
        "is_empty": not read_runs(visit.workplace),
        "period": where.period,
        "periods": links(where.period, {"account": account or ""}),
        "everything": _Where(account, Period(first=None, last=None)).address("completeness"),
        "kept": [("account", account)] if account else [],
        "span": where.span,
        "period_first": where.span[0].isoformat() if where.span else "",
        "period_last": where.span[1].isoformat() if where.span else "",
        "found": found,
        "may_measure": may(visit.roles, "measure"),
        "working": _measuring(),
        **(_shown(request, visit, found, where) if found else {}),
    }
    status = 422 if where.period.problem else 200
    return page(request, "completeness/band.html", context, status=status)


@require_safe
def check(request: HttpRequest, name: str) -> HttpResponse:
    """Take one check apart: what it rests on, counted anew, to the single post."""
    visit = the_visit(request)
    workplace = visit.workplace
    where = _where_asked(visit, request.GET)
    account = where.account
    asked = yardstick_of(workplace).find(name)
    found = show_completeness(workplace, account, where.span)
    standing = (
        next((one for one in found.standings if one.check.id == name), None) if found else None
    )
    if asked is None or found is None or standing is None:
        raise Http404
    row = request.GET.get("rij", "")
    of = account
    # The same with each: the smallest is read soonest.
    if standing.is_of_archive and found.accounts:
        of = min(found.accounts, key=_size).account
    is_much = account is not None and _size(found.measured) > _MUCH and "tel" not in request.GET
    measured = None
    if of and not is_much:
        most = _ALL_POSTS if row else USUAL_ITEMS
        measured = measure(workplace, of, *(where.span or ()), limits_of=limits_of, most=most)
    context = {
        "title": asked.name,
        "check": asked,
        "quality": QUALITIES[asked.quality],
        "account": account or "",
        "account_name": names_of(visit).get(account, account) if account else "",
        "at": found.measured.at,
        **_standing(visit, standing, where),
        "span": where.span,
        "is_much": is_much,
        "count_address": f"{where.address('completeness-check', name)}&tel=ja",
        "size": _size(found.measured),
        "accounts": [] if of else _by_account(visit, asked, found, where),
        "evidence": _evidence(request, visit, asked, measured, row) if measured else None,
    }
    return page(
        request,
        "completeness/check.html",
        context,
        crumbs=(Crumb(SHORT, where.address("completeness")), Crumb(asked.name)),
    )


@require_POST
def measure_now(request: HttpRequest) -> HttpResponse:
    """Start a measuring of an account or of all, of a period or of everything; one at a time."""
    visit = the_visit(request)
    where = _where_asked(visit, request.POST)
    running = _measuring()
    if running:
        return redirect("work", running[0].id)
    work = Work(
        id=visit.workplace.new_run(),
        kind="measure",
        by=visit.name,
        started=visit.workplace.clock.now(),
        account=where.account or "",
        onward=where.address("completeness"),
    )
    told = ["--account", where.account] if where.account else []
    if where.span:
        told += [part for day in where.span for part in ("--day", day.isoformat())]
    if request.POST.get("deep"):
        told.append("--deep")
    WORKS.start(site.current(), work, told)
    return redirect("work", work.id)


def _measuring() -> list[Work]:
    return [one for one in WORKS.running() if one.kind == "measure"]


def limits_of(platform: Platform) -> tuple[Limit, ...]:
    """Give what a platform can never give, as its connector says."""
    return never_given(bootstrap.connectors(), platform)


@dataclass(frozen=True, slots=True)
class _Where:
    """What is looked at: an account or all together, of a period or of everything."""

    account: AccountId | None
    period: Period

    @property
    def span(self) -> tuple[date, date] | None:
        """Give the days of the period; None for everything."""
        return self.period.days

    def address(self, name: str, *arguments: str, of: str = "") -> str:
        """Give the address of a page of the same, or `of` one of its accounts."""
        asked = {"account": of or self.account or ""}
        if self.span:
            asked |= {"van": self.span[0].isoformat(), "tot": self.span[1].isoformat()}
        query = urlencode({name: value for name, value in asked.items() if value})
        return reverse(name, args=arguments) + (f"?{query}" if query else "")


def _where_asked(visit: Visit, given: Mapping[str, str]) -> _Where:
    number = given.get("account", "")
    account = visit.account(number).id if number else None
    return _Where(account, period_of(given, visit.workplace.today()))


def _size(one: KeptMeasurement) -> int:
    """Give how many records an account had when it was measured."""
    result = one.results.get("indexed")
    return (result.of or 0) if result else 0


def _shown(
    request: HttpRequest, visit: Visit, found: Completeness, where: _Where
) -> dict[str, object]:
    measured = found.measured
    pages = Paginator(found.accounts, _ACCOUNTS).get_page(request.GET.get("blad"))
    return {
        "measured": measured,
        "below": measured.band.counts[Verdict.BELOW],
        "empty": measured.band.empty,
        "four": [{**verdict_told(one), "count": measured.band.counts[one]} for one in FOUR],
        "rows": [_standing(visit, one, where) for one in found.standings],
        "picture": _picture(visit, found, where),
        "course": _course(visit, found),
        "trend": [_kept_row(one) for one in reversed(found.trend)],
        "accounts": [_account_row(visit, one, where) for one in pages.object_list],
        "pages": pages,
    }


def _picture(visit: Visit, found: Completeness, where: _Where) -> SafeString:
    """Draw the band, in each width."""
    rows = [
        Row(
            visit.say(QUALITIES[quality]).capitalize(),
            tuple(
                Mark(
                    name=visit.say(one.check.name),
                    value=value_told(one.check, one.telling, visit.language),
                    verdict=one.result.verdict,
                    place=place_of(one.check, one.telling),
                    address=where.address("completeness-check", one.check.id),
                )
                for one in found.standings
                if one.check.quality is quality
            ),
        )
        for quality in Quality
    ]
    drawn = (
        band(rows, visit.language, width, f"band-{width}") for width in (WIDE, MIDDLE, NARROW)
    )
    return SafeString("".join(drawn))


def _course(visit: Visit, found: Completeness) -> SafeString:
    """Draw how the number below the minimum and the number that is full went."""
    points = [
        Point(one.at, one.band.counts[Verdict.BELOW], one.band.counts[Verdict.FULL])
        for one in found.trend
    ]
    return SafeString(course(points, visit.language, "course") if len(points) > 1 else "")


def _kept_row(one: KeptMeasurement) -> dict[str, object]:
    return {"at": one.at, "by": one.by, "counts": [one.band.counts[each] for each in FOUR]}


def _account_row(visit: Visit, one: KeptMeasurement, where: _Where) -> dict[str, object]:
    number = str(one.account)
    return {
        **_kept_row(one),
        "name": names_of(visit).get(number, number),
        "address": where.address("completeness", of=number),
        **verdict_told(one.band.weakest),
    }


def _standing(visit: Visit, one: Standing, where: _Where) -> dict[str, object]:
    """Give the row of a check: of all accounts the value of the weakest, and beside it of all."""
    minimum, full = bars_told(one.check, one.result, visit.language)
    is_full = one.result.verdict is Verdict.FULL  # then no account is weaker than another
    telling = one.result if is_full else one.telling
    weakest = _short_name(visit, one.weakest) if one.weakest and not is_full else ""
    return {
        "name": one.check.name,
        "quality": QUALITIES[one.check.quality],
        "value": value_told(one.check, telling, visit.language),
        "of_all": value_told(one.check, one.result, visit.language)
        if weakest and one.result.value is not None and one.result != telling
        else "",
        "weakest": weakest,
        "minimum": minimum,
        "full": full,
        "lowered": one.lowered,
        "is_over": bool(one.lowered and one.lowered.until < visit.workplace.today()),
        "is_adopted": one.check.is_adopted,
        "address": where.address("completeness-check", one.check.id),
        "count": one.accounts,
        "is_of_archive": one.is_of_archive,
        **verdict_told(one.result.verdict),
    }


def _short_name(visit: Visit, number: AccountId) -> str:
    account = visit.accounts[number]
    return f"{name_of(account, visit.workplace.organisation.name)}, {TITLES[account.platform]}"


def _by_account(
    visit: Visit, asked: Check, found: Completeness, where: _Where
) -> list[dict[str, object]]:
    """Give a check account by account, the weakest first."""
    names, order = names_of(visit), [*Verdict]
    known = [
        (str(one.account), one.results[asked.id])
        for one in found.accounts
        if asked.id in one.results
    ]
    known.sort(key=lambda pair: order.index(pair[1].verdict))
    return [
        {
            "name": names.get(number, number),
            "value": value_told(asked, result, visit.language),
            "address": where.address("completeness-check", asked.id, of=number),
            **verdict_told(result.verdict),
        }
        for number, result in known
    ]


def _evidence(
    request: HttpRequest, visit: Visit, asked: Check, measured: Measurement, row: str
) -> dict[str, object]:
    """Give what a value rests on by now, one row of it whole where that is asked."""
    result = measured.result_of(asked.id)
    if result is None:
        raise Http404
    every = result.measured.evidence
    if row and not (row.isdecimal() and int(row) < len(every)):
        raise Http404
    chosen = [int(row)] if row else [*range(len(every))]
    return {
        "at": measured.at,
        "value": value_told(asked, kept_result(result), visit.language),
        "verdict": VERDICTS[result.verdict],
        "why": result.measured.why,
        "is_one": bool(row),
        "rows": [_evidence_row(request, visit, every[at], at, is_one=bool(row)) for at in chosen],
    }


def _evidence_row(
    request: HttpRequest, visit: Visit, one: Evidence, at: int, *, is_one: bool
) -> dict[str, object]:
    may_read = may(visit.roles, "post")
    pages = Paginator(one.items if may_read else (), _POSTS if is_one else USUAL_ITEMS).get_page(
        request.GET.get("blad")
    )
    names = [*pages.object_list]
    seen = seen_posts(visit.workplace, names, sight_of(visit.roles))
    query = request.GET.copy()
    query.pop("blad", None)
    query["rij"] = str(at)
    return {
        "what": one.what,
        "where": one.where,
        "where_address": _where(visit, one.where),
        "count": one.count,
        "part": "" if one.of is None else part_told(one.count, one.of, visit.language),
        "is_limit": one.is_limit,
        "posts": [_post(item) for item in seen],
        "unseen": len(names) - len(seen),
        "is_of_rest": one.is_of_rest,
        "pointed_at": one.pointed_at,
        "more": "" if is_one or one.pointed_at <= len(names) or not names else query.urlencode(),
        "pages": pages if is_one else None,
        "query_before": query.urlencode(),
    }


def _post(item: ArchivalItem) -> dict[str, object]:
    is_page = item.kind is ItemKind.PAGE
    return {
        "id": item.id,
        "at": item.created_at if item.is_dated else "",
        "kind": Text("pagina", "page") if is_page else WORDS.get(item.kind, _OTHER_KIND),
    }


def _where(visit: Visit, where: str) -> str:
    """Give the page of what evidence names, where it has one: a run or an account."""
    account = where.removeprefix("register/")
    if AccountId(account) in visit.accounts:
        return reverse("account", args=[account])
    is_run = may(visit.roles, "run") and any(one.id == where for one in read_runs(visit.workplace))
    return reverse("run", args=[where]) if is_run else ""
