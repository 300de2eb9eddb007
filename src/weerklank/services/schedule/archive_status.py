"""Status: of each account what each technique did last, what is next, and what went wrong."""

from datetime import date

from weerklank.harvest.port import Connector, Manifest
from weerklank.jobs.due import Standing
from weerklank.model.account import Account
from weerklank.model.clock import iso
from weerklank.model.connection import Purpose
from weerklank.model.connection_words import findings_at
from weerklank.model.errors import WeerklankError
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Language
from weerklank.services.harvest.connection_json import finding_json
from weerklank.services.harvest.held_connection import connection_of, is_connected
from weerklank.services.harvest.portability_jobs import PortabilityJob, job_json, jobs_known
from weerklank.services.harvest.server_signing import jobs_of
from weerklank.services.register.agreements import api_decision
from weerklank.services.runs.read_runs import PastRun, Told, read_runs
from weerklank.services.schedule.announced import AS_OF, announced, announced_said, changed_said
from weerklank.services.schedule.ask_pages import AskedPages, Failure, asked_pages
from weerklank.services.schedule.never_given import never_given
from weerklank.services.schedule.whats_due import intervals_of, platforms_of, whats_due
from weerklank.services.workplace import Workplace


def status_json(
    workplace: Workplace, connectors: list[Connector], language: Language
) -> list[JsonObject]:
    """Give how every account stands, first what is due."""
    manifests = {one.manifest.platform: one.manifest for one in connectors}
    register, intervals = workplace.register(), intervals_of(workplace)
    newest, by_technique = _newest(workplace)
    jobs, pages = jobs_known(workplace), asked_pages(workplace)
    found = []
    for stands in whats_due(workplace, platforms_of(connectors)):
        account = register.accounts[stands.account]
        told = _account(account, stands, newest.get(account.id), language)
        told["last_of"] = [
            {**_run(run), "gaps": [_gap(gap, language) for gap in run.gaps]}
            for run in by_technique.get(account.id, {}).values()
        ]
        told["pages"] = _pages(pages.get(account.id), language)
        told["every_hours"] = intervals.hours(account.id)
        told["changes"] = _changes(account, connectors, workplace.today(), language)
        told["changed"] = [
            said.say(language) for said in changed_said(connectors, account.platform)
        ]
        told["changes_as_of"] = AS_OF.isoformat()
        told["portability"] = _portability(
            workplace, connectors, account, jobs.get(account.id), language
        )
        told["decision"] = _decision(workplace, manifests.get(account.platform), language)
        told["limits"] = _limits(account, connectors, language)
        told["permission"] = _permission(workplace, account, language)
        told["scenario"] = account.scenario_on(workplace.today()).value
        found.append(told)
    return found


def _newest(
    workplace: Workplace,
) -> tuple[dict[AccountId, PastRun], dict[AccountId, dict[str, PastRun]]]:
    """Give the last run of each account that came to its end, and that of each technique.

    Of techniques only what a clock noted that did not run ahead: nobody knows when others were.
    """
    newest: dict[AccountId, PastRun] = {}
    by_technique: dict[AccountId, dict[str, PastRun]] = {}
    for run in read_runs(workplace):
        if run.ended is None:
            continue
        newest.setdefault(run.account, run)
        if not run.is_ahead:
            by_technique.setdefault(run.account, {}).setdefault(run.technique, run)
    return newest, by_technique


def _account(
    account: Account, stands: Standing, last: PastRun | None, language: Language
) -> JsonObject:
    return {
        "account": account.id,
        "platform": account.platform.value,
        "handle": account.handle,
        "technique": stands.technique.value,
        "last": _run(last) if last and not last.is_ahead else None,
        "last_ahead": _run(last) if last and last.is_ahead else None,
        "due": stands.is_due,
        "why": stands.why.value,
        "reason": stands.words.say(language),
        "next": _moment(stands),
        "failure": _failure(stands, language),
        "gaps": [_gap(gap, language) for gap in last.gaps] if last else [],
    }


def _permission(
    workplace: Workplace,
    account: Account,
    language: Language,
    purpose: Purpose = Purpose.READING,
) -> Json:
    """Give what is to be known of the permission to read an account; None where it has none.

    Of one that can't be read `disconnect` and `connect` tell: it must not hide how the others are.
    """
    try:
        held = connection_of(workplace, account, purpose)
    except WeerklankError:
        return None
    if held is None:
        return None
    return [finding_json(one, language) for one in findings_at(held, workplace.clock.now())]


def _portability(
    workplace: Workplace,
    connectors: list[Connector],
    account: Account,
    job: PortabilityJob | None,
    language: Language,
) -> Json:
    """Give how the newest portability job of an account stands, and its permission for those.

    None where its platform makes no archives.
    """
    if jobs_of(connectors, account.platform) is None:
        return None
    told: JsonObject = job_json(job, language) if job else {"state": "none"}
    told["connected"] = is_connected(workplace, account, Purpose.PORTABILITY)
    told["permission"] = _permission(workplace, account, language, Purpose.PORTABILITY)
    return told


def _failure(stands: Standing, language: Language) -> Json:
    failure = stands.past.failure
    if failure is None:
        return None
    return {**_failure_json(failure, language), "count": stands.past.failures}


def _failure_json(failure: Failure, language: Language) -> JsonObject:
    return {
        "at": iso(failure.at),
        "code": failure.code,
        "hint": failure.hint.say(language),
        "message": failure.message.say(language),
        "run": failure.run,
    }


def _pages(pages: AskedPages | None, language: Language) -> Json:
    """Give how it stands with pages that somebody asked for; None where nobody did."""
    if pages is None:
        return None
    return {
        "asked": iso(pages.asked) if pages.asked else None,
        "by": pages.asked_by if pages.asked else None,
        "failure": _failure_json(pages.failure, language) if pages.failure else None,
    }


def _run(run: PastRun) -> JsonObject:
    return {
        "complete": run.complete,
        "ended": iso(run.ended) if run.ended else None,
        "run": run.id,
        "technique": run.technique,
    }


def _gap(gap: Told, language: Language) -> Json:
    return {"count": gap.count, "kind": gap.kind, "reason": gap.reason.say(language)}


def _moment(stands: Standing) -> str | None:
    return iso(stands.at) if stands.at and stands.may_be_asked and not stands.is_due else None


def _decision(workplace: Workplace, manifest: Manifest | None, language: Language) -> Json:
    """Give why the API of a platform needs a decision, and which is in force; None for most."""
    if manifest is None or manifest.needs_decision is None:
        return None
    decided = api_decision(workplace.register(), manifest.platform, workplace.today())
    return {
        "agreement": decided.id if decided else None,
        "needed": manifest.needs_decision.say(language),
    }


def _limits(account: Account, connectors: list[Connector], language: Language) -> Json:
    """Give what the platform of an account can never give, by each technique."""
    return [
        {"kind": kind, "reason": reason.say(language), "technique": technique.value}
        for technique, kind, reason in never_given(connectors, account.platform)
    ]


def _changes(
    account: Account, connectors: list[Connector], today: date, language: Language
) -> Json:
    """Give what the platform of an account announced that will change."""
    return [
        {
            "from": day.isoformat(),
            "said": announced_said(day, what).say(language),
            "what": what.say(language),
        }
        for day, what in announced(connectors, account.platform, today)
    ]
