"""*Accounts*: one overview of every account, also unused and closed."""

from django.http import HttpRequest, HttpResponse

from weerklank.model.account import AccountKind, AccountStatus, Scenario
from weerklank.model.platform import TITLES
from weerklank.model.text import Text
from weerklank.services.read_runs import read_runs
from weerklank.web.account_facts import Row, row_of, with_open
from weerklank.web.shell import page
from weerklank.web.visit import the_visit
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
    """List the accounts that fit the filters."""
    visit = the_visit(request)
    runs = read_runs(visit.workplace)
    today = visit.workplace.clock.now().date()
    organisation = visit.workplace.organisation.name
    rows = [row_of(one, organisation, runs, today) for one in visit.accounts.values()]
    chosen = {name: request.GET.get(name, "") for name in _FILTERS}
    shown = [row for row in rows if _fits(row, chosen)]
    return page(
        request,
        "accounts/list.html",
        {
            "rows": with_open(visit.workplace, shown, runs),
            "is_empty": not rows,
            "told": _NUMBERS[len(shown)] if len(shown) < len(_NUMBERS) else _MANY,
            "count": len(shown) if len(shown) >= len(_NUMBERS) else None,
            "is_filtered": any(chosen.values()),
            "filters": _choices(rows, chosen),
        },
    )


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
