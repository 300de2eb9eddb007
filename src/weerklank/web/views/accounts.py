"""*Accounts*: one overview of every account, also unused and closed."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse

from weerklank.model.account import AccountKind, AccountStatus, Scenario
from weerklank.model.platform import TITLES
from weerklank.model.text import Text
from weerklank.services.runs.read_runs import PastRun, read_runs
from weerklank.web.account_facts import Row, rows_of, with_checked, with_held, with_open
from weerklank.web.permissions import sight_of
from weerklank.web.shell import page
from weerklank.web.views.account import report_of
from weerklank.web.visit import Visit, the_visit
from weerklank.web.words import WORDS

_NUMBERS = (
    Text("Geen accounts", "No accounts"),
    Text("Eén account", "One account"),
    Text("Twee accounts", "Two accounts"),
    Text("Drie accounts", "Three accounts"),
    Text("Vier accounts", "Four accounts"),
    Text("Vijf accounts", "Five accounts"),
    Text("Zes accounts", "Six accounts"),
    Text("Zeven accounts", "Seven accounts"),
    Text("Acht accounts", "Eight accounts"),
    Text("Negen accounts", "Nine accounts"),
    Text("Tien accounts", "Ten accounts"),
)
_MANY = Text("Accounts in deze lijst:", "Accounts in this list:")


def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts that fit the filters, a page at a time, in the order that is asked."""
    visit = the_visit(request)
    today = visit.workplace.today()
    organisation = visit.workplace.organisation.name
    runs = read_runs(visit.workplace)
    rows = rows_of(visit.accounts.values(), organisation, runs, today)
    words = request.GET.get("naam", "").strip()
    chosen = {name: request.GET.get(name, "") for name in _FILTERS}
    order = request.GET.get("volgorde", "")
    shown = [row for row in rows if _fits(row, chosen) and _is_named(row, words)]
    _put_in_order(shown, order)
    pages: Page[Row] = Paginator(shown, _A_PAGE).get_page(request.GET.get("blad"))
    asked = {name: value for name, value in {"naam": words, **chosen}.items() if value}
    return page(
        request,
        "accounts/list.html",
        {
            "rows": _whole(visit, list(pages.object_list), runs),
            "pages": pages,
            "query_before": urlencode({**asked, **({"volgorde": order} if order else {})}),
            "heads": _heads(order, asked),
            "orders": _ORDERS_TOLD,
            "order": order,
            "words": words,
            "is_empty": not rows,
            "told": _NUMBERS[len(shown)] if len(shown) < len(_NUMBERS) else _MANY,
            "count": len(shown) if len(shown) >= len(_NUMBERS) else None,
            "is_filtered": bool(asked),
            "filters": _choices(rows, chosen),
            "tab": "accounts",
            "reported": report_of(visit, request.GET.get("gemeld", "")),
        },
    )


def _whole(visit: Visit, rows: list[Row], runs: list[PastRun]) -> list[Row]:
    """Give rows with all that the list shows of an account."""
    opened = visit.workplace
    held = with_held(opened, rows, visit.language, sight_of(visit.roles))
    return with_checked(opened, with_open(opened, held, runs))


#: Accounts on one page.
_A_PAGE = 50
#: Of a list by status: what is in use first.
_STATES = {state: str(rank) for rank, state in enumerate(AccountStatus)}
_NEVER = datetime.min.replace(tzinfo=UTC)
#: By what a list can be put in order; with a hyphen before it, the other way round.
_ORDERS: dict[str, Callable[[Row], str | datetime]] = {
    "naam": lambda row: row.name.casefold(),
    "platform": lambda row: row.platform.casefold(),
    "scenario": lambda row: str(row.scenario),
    "status": lambda row: _STATES[row.account.status],
    "oogst": lambda row: row.last.started if row.last and not row.last.is_ahead else _NEVER,
}
_ORDERS_TOLD = [
    ("", Text("zoals geregistreerd", "as registered")),
    ("naam", Text("naam", "name")),
    ("platform", Text("platform", "platform")),
    ("scenario", Text("scenario", "scenario")),
    ("status", Text("status", "status")),
    ("oogst", Text("langst niet geoogst", "longest not harvested")),
    ("-oogst", Text("laatst geoogst", "last harvested")),
]


def _put_in_order(rows: list[Row], order: str) -> None:
    by = _ORDERS.get(order.removeprefix("-"))
    if by is not None:
        rows.sort(key=lambda row: (row.name.casefold(), row.platform.casefold()))
        rows.sort(key=by, reverse=order.startswith("-"))


def _heads(order: str, asked: dict[str, str]) -> dict[str, dict[str, str]]:
    """Give for each column that can order a list its state, and the address to turn it."""
    found = {}
    for name in _ORDERS:
        is_here, turned = order.removeprefix("-") == name, order.startswith("-")
        wanted = f"-{name}" if is_here and not turned else name
        found[name] = {
            "address": "?" + urlencode({**asked, "volgorde": wanted}),
            "sort": ("descending" if turned else "ascending") if is_here else "",
        }
    return found


def _is_named(row: Row, words: str) -> bool:
    """Tell whether every word stands in the name, the handle or the address of an account."""
    held = f"{row.name} {row.account.handle} {row.account.url} {row.account.id}".casefold()
    return all(word in held for word in words.casefold().split())


_FILTERS = {
    "platform": Text("Platform", "Platform"),
    "soort": Text("Soort", "Kind"),
    "status": Text("Status", "Status"),
    "scenario": Text("Scenario", "Scenario"),
    "beheerder": Text("Beheerder", "Manager"),
}


def _fits(row: Row, chosen: dict[str, str]) -> bool:
    account = row.account
    managers = {manager.name for manager in account.managers}
    facts = {
        "platform": {str(account.platform)},
        "soort": {row.kind},
        "status": {str(account.status)},
        "scenario": {str(row.scenario)},
        "beheerder": managers,
    }
    return all(not wanted or wanted in facts[name] for name, wanted in chosen.items())


def _choices(rows: list[Row], chosen: dict[str, str]) -> list[dict[str, object]]:
    """Give each filter with what can be chosen: only what some account has."""
    platforms = sorted({str(row.account.platform) for row in rows})
    managers = sorted({m.name for row in rows for m in row.account.managers})
    options: dict[str, list[tuple[str, Text | str]]] = {
        "platform": [(one, TITLES.get(one, one)) for one in platforms],
        "soort": [(str(kind), WORDS[kind]) for kind in AccountKind],
        "status": [(str(status), WORDS[status]) for status in AccountStatus],
        "scenario": [(str(one), str(one)) for one in Scenario],
        "beheerder": [(one, one) for one in managers],
    }
    return [
        {"name": name, "label": label, "options": options[name], "chosen": chosen[name]}
        for name, label in _FILTERS.items()
    ]
