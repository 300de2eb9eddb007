"""*Wat wacht er op mij*: what to do, by urgency, and whether the archive is well."""

from collections.abc import Iterable
from datetime import date

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from weerklank.model.account import AccountStatus
from weerklank.model.clock import civil_day
from weerklank.model.mark import RECURRENCE
from weerklank.model.platform import TITLES
from weerklank.model.register_words import REPORTED
from weerklank.model.text import Text
from weerklank.services.find.read_hotspots import read_hotspots
from weerklank.services.guide.first_hour import first_hour
from weerklank.services.runs.read_plan import read_plan
from weerklank.services.runs.read_runs import PastRun
from weerklank.services.waits.task import ASKED, TERMED, Ask, Task
from weerklank.services.waits.what_waits import State, what_waits
from weerklank.web.account_facts import Row, name_of, rows_of, with_band, with_held, with_open
from weerklank.web.home_state import band_told, due_told
from weerklank.web.permissions import may, sight_of
from weerklank.web.shell import Crumb, page
from weerklank.web.task_looks.all_looks import LOOKS
from weerklank.web.task_looks.ways import Ways
from weerklank.web.tasks_by_kind import More, first_of_each, kind_of
from weerklank.web.views.first_hour import hour_page
from weerklank.web.visit import Visit, the_visit
from weerklank.web.words import WEEKDAYS, number

#: Tasks that may be red; more red is no red.
_MOST_RED = 3
#: Accounts that the home page lists; of more, those that something is wrong with.
_MOST_ACCOUNTS = 12
#: Tasks of one kind on a page.
_A_PAGE = 50


_HAND_IN = "handin"
#: Pages whose address is the account of the task.
_OF_ACCOUNT = frozenset({"account", _HAND_IN, "account-profile", "account-edit"})
#: Pages whose address is the subject of the task.
_OF_SUBJECT = frozenset(
    {
        "run",
        "post",
        "platform",
        "vault-one",
        "destruction-one",
        "transfer-one",
        "person-request",
        "policy-proposal",
        "scan-one",
        "hotspot",
        "dossier",
        "dossier-disagreements",
    }
)


def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for whoever looks."""
    visit = the_visit(request)
    state = what_waits(visit.workplace, visit.accounts, sight_of(visit.roles))
    ask = next((one for one in Ask if one == request.GET.get("wat")), None)
    if ask is not None:
        return _of_kind(request, visit, state, ask)
    now = visit.workplace.clock.now()
    today = civil_day(now)
    hour = first_hour(visit.workplace)
    if hour.goes_on:
        return hour_page(request, hour, _tasks(visit, first_of_each(state.tasks), today))
    in_use = [one for one in visit.accounts.values() if one.status is not AccountStatus.CLOSED]
    rows = rows_of(in_use, visit.workplace.organisation.name, state.runs, today)
    return page(
        request,
        "home.html",
        {
            "tasks": _tasks(visit, first_of_each(state.tasks), today),
            "count": len(state.tasks),
            "is_asked": any(not asked.isdisjoint(visit.roles) for asked in ASKED.values()),
            "weekday": WEEKDAYS[today.weekday()],
            "today": today,
            "is_new": not visit.accounts,
            "rows": _whole(visit, _foremost(rows), state.runs),
            "all": len(rows),
            "state": state,
            "band": band_told(visit),
            "due": due_told(visit),
            "whole": sum(
                1 for row in rows if row.last and row.last.complete and not row.last.is_ahead
            ),
        },
    )


def _whole(visit: Visit, rows: list[Row], runs: tuple[PastRun, ...]) -> list[Row]:
    """Give rows with what of their last days is held, and the run that goes on."""
    held = with_held(visit.workplace, rows, visit.language, sight_of(visit.roles))
    if may(visit.roles, "completeness"):
        held = with_band(visit.workplace, held)
    return with_open(visit.workplace, held, runs)


def _of_kind(request: HttpRequest, visit: Visit, state: State, ask: Ask) -> HttpResponse:
    """List every task of one kind, a page at a time."""
    tasks = [task for task in state.tasks if task.ask is ask]
    pages: Page[Task] = Paginator(tasks, _A_PAGE).get_page(request.GET.get("blad"))
    kind = kind_of(ask)
    return page(
        request,
        "tasks.html",
        {
            "title": kind,
            "tasks": _tasks(visit, pages.object_list, visit.workplace.today()),
            "count": len(tasks),
            "pages": pages,
            "query_before": f"wat={ask}",
        },
        crumbs=(Crumb(_HOME, reverse("home")), Crumb(kind)),
    )


_HOME = Text("Wat wacht er op mij", "What waits for me")


_LEFT_OUT = Text("nog {n}", "{n} more")


def _foremost(rows: list[Row]) -> list[Row]:
    """Give the accounts to show: all of a few, else first those whose harvest is not whole."""
    if len(rows) > _MOST_ACCOUNTS:
        rows = sorted(rows, key=_rank)
    return rows[:_MOST_ACCOUNTS]


def _rank(row: Row) -> int:
    """Put a harvest with gaps first, then what was never harvested, then what is whole."""
    if row.last is None:
        return 1
    return 2 if row.last.complete else 0


def _tasks(visit: Visit, tasks: Iterable[Task | More], today: date) -> list[dict[str, object]]:
    shown: list[dict[str, object]] = []
    reds = 0
    for task in tasks:
        if isinstance(task, More):
            address = f"{reverse('home')}?wat={task.ask}"
            left = _LEFT_OUT.filled(n=number(task.more, visit.language))
            shown.append({"left": left, "title": task.title, "address": address})
            continue
        look = LOOKS[task.ask]
        is_red = look.is_red and reds < _MOST_RED
        reds += is_red
        values = {
            "account": _name(visit, task),
            "subject": _subject(visit, task),
            "count": task.count,
            "months": RECURRENCE.months,
            "measure": _measure(visit, task),
        }
        shown.append(
            {
                "title": look.title.filled(**values),
                "why": look.why.filled(**values),
                "icon": look.icon,
                "verb": look.verb,
                "address": _address(visit, look, task),
                "is_red": is_red,
                "when": _when(task, today),
                "day": task.day,
            }
        )
    return shown


_SUBJECTS: dict[str, Text | str] = {**REPORTED, **TITLES}


def _subject(visit: Visit, task: Task) -> Text | str:
    """Say what a task is about as people call it: a hotspot by its name."""
    if task.ask is Ask.HOTSPOT_WAITS:
        return read_hotspots(visit.workplace)[task.subject].name
    return _SUBJECTS.get(task.subject, task.subject)


def _measure(visit: Visit, task: Task) -> str:
    """Say what a measure of the plan is: who sees to it may have no page with the plan."""
    if task.ask not in {Ask.PLAN_OVERDUE, Ask.PLAN_UNOWNED}:
        return ""
    return read_plan(visit.workplace)[task.subject].measure.removesuffix(".")


def _name(visit: Visit, task: Task) -> str:
    account = visit.accounts.get(task.account) if task.account else None
    if account is None:
        return ""
    name = name_of(account, visit.workplace.organisation.name)
    platform = TITLES.get(account.platform, account.platform)
    if LOOKS[task.ask].page == _HAND_IN:  # one person may be the maker of several
        return f"{name}, {platform} (@{account.handle})"
    return f"{name}, {platform}"


def _address(visit: Visit, look: Ways, task: Task) -> str:
    if task.ask is Ask.REPORTED and task.account is None:
        return reverse("reports")  # an account that is not in the register yet
    if not look.page or not may(visit.roles, look.page):
        return ""
    if look.page in _OF_ACCOUNT:
        return reverse(look.page, args=[task.account])
    if look.page in _OF_SUBJECT:
        return reverse(look.page, args=[task.subject])
    return reverse(look.page)


_LEFT = Text("nog {days} dagen", "{days} days left")
_TOMORROW = Text("nog 1 dag", "1 day left")
_DUE_TODAY = Text("vandaag", "today")
_SINCE_TODAY = Text("sinds vandaag", "since today")
_SINCE = Text("sinds {days} dagen", "for {days} days")
_YESTERDAY = Text("sinds gisteren", "since yesterday")
_NO_TERM = Text("geen termijn", "no term")
_MONTHS_LEFT = Text("nog {months} maanden", "{months} months left")
#: Days ahead that are said in days; what is later is said by its date.
_NEAR = 45
_A_MONTH = 30.4


def _when(task: Task, today: date) -> Text:
    """Say a day as people count: days left, or how long it has been so."""
    if task.day is None:
        return _NO_TERM
    days = (task.day - today).days
    if days > _NEAR:
        return _MONTHS_LEFT.filled(months=max(round(days / _A_MONTH), 2))
    if days > 1:
        return _LEFT.filled(days=days)
    if days == 1:
        return _TOMORROW
    if days == 0:
        return _DUE_TODAY if task.ask in TERMED else _SINCE_TODAY  # that alone would be a term
    return _YESTERDAY if days == -1 else _SINCE.filled(days=-days)
