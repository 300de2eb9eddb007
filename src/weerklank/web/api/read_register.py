"""Accounts and runs, as the register and the journal tell them."""

from typing import Any

from weerklank.model.account import Account
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text
from weerklank.services.register.register_account import account_json
from weerklank.services.runs.read_runs import PastRun, Told, read_runs
from weerklank.web.account_facts import mark_of
from weerklank.web.api.asked import Word
from weerklank.web.api.operation import Call, Listed, NotThere, Paging, paged
from weerklank.web.api.rows import Rows
from weerklank.web.api.shapes_of_register import Account as AccountShape
from weerklank.web.api.shapes_of_register import Gap, Run
from weerklank.web.error_words import next_told
from weerklank.web.visit import Visit


class AccountsQuery(Paging, frozen=True, kw_only=True):
    """Which accounts."""

    platform: Word | None = None
    status: Word | None = None
    kind: Word | None = None


class RunsQuery(Paging, frozen=True, kw_only=True):
    """Which runs."""

    account: Word | None = None


def accounts(call: Call) -> Listed:
    """List the accounts that fit, in the order of the register."""
    asked = call.query
    told = [told_account(one, call.visit) for one in call.visit.accounts.values()]
    if isinstance(asked, AccountsQuery):
        wanted = {"platform": asked.platform, "status": asked.status, "kind": asked.kind}
        told = [one for one in told if all(not v or one[name] == v for name, v in wanted.items())]
    return paged(told, asked, lambda one: one)


def account(call: Call) -> JsonObject:
    """Give one account."""
    return told_account(call.visit.account(call.path["account"]), call.visit)


def told_account(one: Account, visit: Visit) -> JsonObject:
    """Write an account with where it is."""
    told = account_json(one, visit.workplace.today())
    return {
        **told,
        "stand": mark_of(one),
        "_links": {"self": {"href": f"/api/v1/accounts/{one.id}"}},
    }


def runs(call: Call) -> Listed:
    """List runs, the newest first."""
    return paged(_runs(call), call.query, lambda one: _run(one, call.visit))


def run(call: Call) -> dict[str, Any]:
    """Give one run."""
    found = next((o for o in read_runs(call.visit.workplace) if o.id == call.path["run"]), None)
    if found is None:
        raise NotThere
    return _run(found, call.visit)


def gaps(call: Call) -> Listed:
    """List what runs should have brought and did not, those of the newest run first."""
    found = [(one, gap) for one in _runs(call) for gap in one.gaps]
    return paged(
        found,
        call.query,
        lambda pair: {
            "run": pair[0].id,
            "account": pair[0].account,
            "started": pair[0].started,
            **_shortfall(pair[1], call.visit),
        },
    )


def _runs(call: Call) -> list[PastRun]:
    asked = call.query.account if isinstance(call.query, RunsQuery) else None
    return read_runs(call.visit.workplace, AccountId(asked) if asked else None)


def _run(one: PastRun, visit: Visit) -> dict[str, Any]:
    return {
        "run": one.id,
        "account": one.account,
        "technique": str(one.technique),
        "started": one.started,
        "ended": one.ended,
        "by": one.by,
        "complete": one.complete,
        "stopped": one.is_stopped,
        "items": one.items,
        "new_versions": one.new_versions,
        "deletions": one.deletions,
        "already_held": one.already_held,
        "direct_messages": one.direct_messages,
        "out_of_scope": one.out_of_scope,
        "failure": _failure(one, visit),
        "gaps": [_shortfall(gap, visit) for gap in one.gaps],
        "limits": [_shortfall(limit, visit) for limit in one.limits],
        "_links": {"self": {"href": f"/api/v1/oogsten/{one.id}"}},
    }


def _failure(one: PastRun, visit: Visit) -> dict[str, Any] | None:
    if one.failure is None:
        return None
    then = next_told("", one.next) if one.next else None
    return {"reason": visit.say(one.failure), "next": visit.say(then) if then else None}


def _shortfall(told: Told, visit: Visit) -> dict[str, Any]:
    return {
        "kind": told.kind,
        "count": told.count,
        "reason": visit.say(told.reason),
        "where": [visit.say(place) for place in told.where],
    }


REGISTER = Rows(Text("Accounts en oogsten", "Accounts and harvests"))
ROWS = (
    REGISTER.read(
        "listAccounts",
        "/accounts",
        "accounts",
        Text("De accounts van het register", "The accounts of the register"),
        accounts,
        AccountShape,
        AccountsQuery,
    ),
    REGISTER.read(
        "getAccount",
        "/accounts/{account}",
        "account",
        Text("Eén account", "One account"),
        account,
        AccountShape,
    ),
    REGISTER.read(
        "listRuns",
        "/oogsten",
        "runs",
        Text("Oogsten en ingelezen exports, de nieuwste eerst", "Harvests and imports"),
        runs,
        Run,
        RunsQuery,
    ),
    REGISTER.read(
        "getRun",
        "/oogsten/{run}",
        "run",
        Text("Eén oogst, met wat zij miste", "One harvest, with what it missed"),
        run,
        Run,
    ),
    REGISTER.read(
        "listGaps",
        "/hiaten",
        "runs",
        Text("Wat oogsten hadden moeten brengen en niet brachten", "Gaps of harvests"),
        gaps,
        Gap,
        RunsQuery,
    ),
)
