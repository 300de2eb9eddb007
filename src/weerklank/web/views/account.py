"""One account: overview, runs and history; each tab a page of its own."""

import re
from datetime import date, timedelta
from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from weerklank.model.account import Account, AccountStatus, Scenario
from weerklank.model.account_words import CHANGED, HAPPENED
from weerklank.model.change_report import ChangeReport
from weerklank.model.item import AuthorRole, ItemKind
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.mark import RECURRENCE
from weerklank.model.platform import TITLES
from weerklank.model.question import Question
from weerklank.model.register_words import PLATFORM_STATES
from weerklank.model.review import ReviewDue
from weerklank.model.text import Text
from weerklank.services.appraise.mark_item import recurring_marks
from weerklank.services.find.find_items import find_items
from weerklank.services.oversee.account_activity import EARLIEST, Activity
from weerklank.services.profile.past_checks import checks_of_profile
from weerklank.services.register.record_hand_in import hands_in_for
from weerklank.services.register.register_account import account_history
from weerklank.services.register.remind_makers import reminders_json
from weerklank.services.register.review_account import reviews
from weerklank.services.register.set_platform_status import Decision, platform_state
from weerklank.services.runs.open_runs import open_runs
from weerklank.services.runs.read_runs import PastRun, read_runs
from weerklank.services.schedule.ask_pages import AskedPages, Failure, asked_pages
from weerklank.services.schedule.at_work import is_at_work
from weerklank.services.schedule.whats_due import Standing, whats_due
from weerklank.web.account_facts import mark_of, row_of
from weerklank.web.activity import ACTIVITIES, within
from weerklank.web.announced import announced_of
from weerklank.web.beside_sums import address_of, sums_of
from weerklank.web.beside_sums import counted as seen_beside
from weerklank.web.connection_check import (
    ending_of,
    held_if_readable,
    is_refused,
    platforms_to_connect,
)
from weerklank.web.error_words import next_told
from weerklank.web.harvestable import platforms, records_pages, undecided
from weerklank.web.hits import A_PAGE, hit_of, unreadable_of
from weerklank.web.jobs import jobs_shown
from weerklank.web.permissions import may, sight_of
from weerklank.web.pictures import of_activity
from weerklank.web.shell import Crumb, page
from weerklank.web.views.harvests import intervals
from weerklank.web.visit import Visit, the_visit
from weerklank.web.words import WORDS, day

_TABS = {
    "account": Text("Overzicht", "Overview"),
    "account-posts": Text("Berichten", "Posts"),
    "account-techniques": Text("Technieken", "Techniques"),
    "account-runs": Text("Oogsten", "Harvests"),
    "account-profile": Text("Profielcheck", "Profile check"),
    "handin": Text("Aanleveren", "Handing in"),
    "account-history": Text("Geschiedenis", "History"),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ACCOUNTS = Crumb(Text("Accounts", "Accounts"), "/accounts/")


def about(visit: Visit, number: str, tab: str) -> dict[str, object]:
    """Give what the head of every page of an account shows."""
    account, opened = visit.account(number), visit.workplace
    runs = read_runs(opened, account.id)
    today = visit.workplace.today()
    row = row_of(account, visit.workplace.organisation.name, runs, today)
    is_by_hand = Scenario.C in account.scenarios_until(today)
    hands_in = hands_in_for(visit.workplace.actor, account)
    sees_hand_ins = hands_in or may(visit.roles, "account-posts")
    pages_of_account = asked_pages(opened).get(account.id, AskedPages())
    held, why_not = held_if_readable(opened, account), undecided(opened, account.platform)
    return {
        "account": account,
        "row": row,
        "is_single": row.scenario is Scenario.C,
        "hands_in": hands_in,
        "sees_hand_ins": sees_hand_ins,
        "can_connect": account.platform in platforms_to_connect()
        and row.scenario is not Scenario.C
        and (held is not None or why_not is None),
        "held": held,
        "undecided": why_not,
        "runs": runs,
        "asked_pages": pages_of_account,
        "pages_next": _next_of(pages_of_account.failure),
        "can_record": pages_of_account.asked is None and records_pages(opened, account),
        "stands": whats_due(visit.workplace, platforms(), account.id)[0],
        "is_scheduled": is_at_work(visit.workplace),
        "announced": announced_of(account.platform, today),
        "open": open_runs(visit.workplace, runs).get(account.id),
        "tabs": [
            {"text": text, "address": reverse(name, args=[number]), "is_current": name == tab}
            for name, text in _TABS.items()
            if may(visit.roles, name) and (name != "handin" or (is_by_hand and sees_hand_ins))
        ],
    }


def crumbs(known: dict[str, object], last: Text | None = None) -> tuple[Crumb, ...]:
    """Give the way to a page of an account."""
    row = known["row"]
    name, platform = getattr(row, "name", ""), getattr(row, "platform", "")
    here = Crumb(Text(f"{name} op {platform}", f"{name} on {platform}"))
    if last is None:
        return (ACCOUNTS, here)
    account = getattr(row, "account", None)
    address = reverse("account", args=[getattr(account, "id", "")])
    return (ACCOUNTS, Crumb(here.text, address), Crumb(last))


def overview(request: HttpRequest, number: str) -> HttpResponse:
    """Show whether an account is completely kept, and if not, why."""
    visit = the_visit(request)
    known = about(visit, number, "account")
    account = visit.account(number)
    runs: list[PastRun] = read_runs(visit.workplace, account.id)
    today = visit.workplace.today()
    held = held_if_readable(visit.workplace, account)
    return page(
        request,
        "account/overview.html",
        {
            **known,
            "next_step": _next_step(known["stands"]),
            "newest": next((run for run in runs if run.ended), None),
            "reported": report_of(visit, request.GET.get("gemeld", "")),
            **_activity(visit, account, request.GET.get("periode", "")),
            "review": _review(visit, account),
            "going": _going(visit, account),
            "recurs": _recurs(visit, account),
            "recurrence": RECURRENCE,
            "seen": mark_of(account),
            "profile_check": next(iter(checks_of_profile(visit.workplace, account.id)), None),
            "is_reviewed": "nagelopen" in request.GET and _was_reviewed(visit, account),
            "is_other": "intussen" in request.GET,
            "is_refused": is_refused(held),
            "jobs": jobs_shown(visit, account),
            "ending": ending_of(held, visit.workplace.clock.now()),
            "reminder": reminders_json(visit.workplace, [account])[account.id],
            "replies": WORDS[f"replies-{account.replies_on(today)}"],
            "processes": [one.code for one in account.processes if one.end is None],
            "managing": [visit.accounts[one] for one in account.managed_by],
        },
        crumbs=crumbs(known),
    )


def _next_step(stands: object) -> Text | None:
    """Give what to do about the last harvest, where it failed."""
    return _next_of(stands.past.failure) if isinstance(stands, Standing) else None


def _next_of(failure: Failure | None) -> Text | None:
    return next_told(failure.code, failure.hint) if failure else None


def report_of(visit: Visit, number: str) -> ChangeReport | None:
    """Give a report that this person made, so that a page claims none that never was."""
    found = visit.workplace.register().reports.get(number) if number else None
    return found if found and found.by == visit.workplace.actor.known_as else None


def _was_reviewed(visit: Visit, account: Account) -> bool:
    last = visit.workplace.register().reviews.get(account.id)
    return last is not None and last.day == visit.workplace.today()


def _review(visit: Visit, account: Account) -> ReviewDue | None:
    """Give when an account is to be looked at again, for who sees how the register is kept."""
    if not may(visit.roles, "reviews"):
        return None
    found = next(one for one in reviews(visit.workplace) if one.account == account.id)
    return found if found.due else None


def _recurs(visit: Visit, account: Account) -> int:
    """Give how often something was no government information of late, where that is too often."""
    if not may(visit.roles, "reviews"):
        return 0
    return recurring_marks(visit.workplace).get(account.id, 0)


def _going(visit: Visit, account: Account) -> Text | None:
    """Give what was decided on the platform where that is no leave to stay (requirement A7)."""
    state = platform_state(visit.workplace.register(), account.platform)
    is_going = state in {Decision.NOT_ALLOWED, Decision.ENDED}
    is_there = account.status is not AccountStatus.CLOSED
    return PLATFORM_STATES[str(state)] if is_going and is_there else None


PERIODS = {
    "30": (30, Text("30 dagen", "30 days")),
    "": (153, Text("5 maanden", "5 months")),
    "alles": (None, Text("Alles", "Everything")),
}


def _activity(visit: Visit, account: Account, asked: str) -> dict[str, object]:
    """Give the echo of an account, up to the last day on which anything appeared."""
    length, _ = PERIODS.get(asked, PERIODS[""])
    counted = ACTIVITIES.of(visit.workplace, account, sight_of(visit.roles))
    whole = counted.whole
    last = whole.last
    beyond = {"beyond": _beyond(visit, account, whole)}
    if last is None:
        return {**beyond, "picture": None, "first": whole.first, "totals": whole.everything}
    first = last - timedelta(days=length - 1) if length else whole.first
    shown = within(whole, first, last) if length and first else whole
    can_search = may(visit.roles, "search")
    drawn = (asked if asked in PERIODS else "", visit.language, can_search)
    if drawn not in counted.pictures:
        counted.pictures[drawn] = of_activity(
            shown, visit.language, partial(_days, account), is_linked=can_search
        )
    busiest = max(shown.days, key=lambda day: day.items, default=None)
    return {
        **beyond,
        **_besides(visit, account, asked, first, last),
        "picture": counted.pictures[drawn],
        "shown": shown,
        "first": whole.first,
        "totals": whole.everything,
        "busiest": busiest if busiest and busiest.items else None,
        "can_search": can_search,
        "periods": [
            {
                "text": text,
                "address": f"?periode={name}" if name else "?",
                "is_current": name == (asked if asked in PERIODS else ""),
            }
            for name, (_, text) in PERIODS.items()
        ],
    }


def _besides(
    visit: Visit, account: Account, period: str, first: date | None, last: date
) -> dict[str, object]:
    """Give by whom it was seen, where several techniques looked."""
    is_bounded = PERIODS.get(period, PERIODS[""])[0] is not None
    found = seen_beside(visit, account, *((first, last) if is_bounded else (None, None)))
    if len(found.used) < 2:
        return {}
    base = reverse("account-techniques", args=[account.id])
    asked = {"periode": period if period in PERIODS else ""}
    return {
        "beside": found,
        "beside_address": base + address_of(asked),
        **sums_of(found, asked, base),
    }


def _beyond(visit: Visit, account: Account, whole: Activity) -> list[dict[str, object]]:
    """Give what bears a day on which it can't have appeared: how much, and where to find it."""
    before, after = EARLIEST - timedelta(days=1), visit.workplace.today() + timedelta(days=1)
    found = [
        (whole.earlier.items, _BEFORE.filled(year=EARLIEST.year), (date.min, before)),
        (whole.later.items, _AFTER, (after, date.max)),
    ]
    return [
        {"count": count, "when": when, "address": _days(account, days)}
        for count, when, days in found
        if count
    ]


#: Kinds that are no message.
_NEVER_SAID = (ItemKind.PROFILE, ItemKind.MEDIUM, ItemKind.PAGE)
_BEFORE = Text("vóór {year}", "before {year}")
_AFTER = Text("na vandaag", "after today")


def _days(account: Account, days: tuple[date, date]) -> str:
    """Give the address of what an account said in some days: what its numbers count."""
    kinds = "".join(f"&soort={kind}" for kind in ItemKind if kind not in _NEVER_SAID)
    return f"/zoeken/?account={account.id}{kinds}&van={days[0]}&tot={days[1]}"


def posts(request: HttpRequest, number: str) -> HttpResponse:
    """List what an account said, newest first; more ways to look are in the search."""
    visit = the_visit(request)
    known = about(visit, number, "account-posts")
    question = Question(
        tags=(
            f"account:{number}",
            *(f"author:{one}" for one in _OURS),
            *(f"kind:{one}" for one in _MESSAGES),
        ),
        limit=_LISTED,
        sight=sight_of(visit.roles),
    )
    hits = find_items(visit.workplace, question)
    return page(
        request,
        "account/posts.html",
        {
            **known,
            "hits": [hit_of(visit, hit) for hit in hits.hits],
            "total": hits.total,
            "unreadable": unreadable_of(hits),
            "more": _more(number) if hits.has_more else "",
        },
        crumbs=crumbs(known, _TABS["account-posts"]),
    )


#: What the picture of an account counts as its messages, and the tab lists.
_MESSAGES = [one for one in ItemKind if one not in (ItemKind.PROFILE, ItemKind.PAGE)]
_OURS = [one for one in AuthorRole if one.is_ours]
#: Posts on the tab of an account: a page of the search, which has the others.
_LISTED = A_PAGE


def _more(number: str) -> str:
    """Give the address of the second page of the same search."""
    pairs = [("account", number), *(("van-wie", one) for one in _OURS)]
    pairs += [("soort", one) for one in _MESSAGES]
    return f"{reverse('search')}?{urlencode([*pairs, ('blad', '2')])}"


def runs_of(request: HttpRequest, number: str) -> HttpResponse:
    """List the runs of an account, and what each missed."""
    visit = the_visit(request)
    known = about(visit, number, "account-runs") | intervals(visit, visit.account(number))
    return page(request, "account/runs.html", known, crumbs=crumbs(known, _TABS["account-runs"]))


def history(request: HttpRequest, number: str) -> HttpResponse:
    """List every change of what the register knows of an account."""
    visit = the_visit(request)
    known = about(visit, number, "account-history")
    changes = [_change(one) for one in account_history(visit.workplace, visit.account(number))]
    return page(
        request,
        "account/history.html",
        {**known, "changes": changes[::-1]},
        crumbs=crumbs(known, _TABS["account-history"]),
    )


#: What a history tells of; `kind` is that of the day of the change, `kinds` all of them by date.
_FACTS = {**CHANGED, "kind": CHANGED["kinds"]}


def _change(event: JsonObject) -> dict[str, object]:
    change = event["change"]
    facts = []
    if event["kind"] != "account.registered" and isinstance(change, dict):
        facts = [
            {
                "name": _FACTS[name],
                "before": _said(name, value.get("from")) if isinstance(value, dict) else None,
                "after": _said(name, value.get("to") if isinstance(value, dict) else value),
            }
            for name, value in change.items()
            if name in _FACTS
        ]
    kind = str(event["kind"])
    return {
        "at": event["at"],
        "by": event["actor"],
        "kind": HAPPENED.get(kind, kind),
        "since": event["since"],
        "facts": facts,
    }


#: Facts in somebody's own words, whatever those look like.
_FREE = frozenset({"handle", "url", "unit"})


def _said(fact: str, value: Json) -> Text | str:
    """Say the value of a fact in words."""
    if value is None or value in ([], ""):
        return Text("niets", "nothing")
    if isinstance(value, list):
        parts = [_said(fact, one) for one in value]
        return Text(
            ", ".join(part.nl if isinstance(part, Text) else part for part in parts),
            ", ".join(part.en if isinstance(part, Text) else part for part in parts),
        )
    if isinstance(value, dict):
        name = next((one for one in ("value", "name", "code", "handle") if one in value), "")
        main = value.get(name, "")
        return str(main) if name in {"name", "handle"} else _said(fact, main)
    if fact in _FREE:
        return str(value)
    if _DAY.fullmatch(str(value)):
        return Text(day(str(value), "nl"), day(str(value), "en"))
    if fact == "replies":
        return WORDS[f"replies-{value}"]
    return WORDS.get(str(value), TITLES.get(str(value), str(value)))
