"""`weerklank status`: how each account stands."""

import click

from weerklank import bootstrap
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import TITLES, Platform
from weerklank.services.appraise.selection_findings import finding_json, selection_findings
from weerklank.services.schedule.announced import nothing_said
from weerklank.services.schedule.archive_status import status_json
from weerklank.services.seal.read_selection import read_selection


@click.command(
    "status",
    help=say(
        "Toon van elk account de laatste oogst, wanneer de volgende is, wat er mislukte en wat "
        "nu te doen, gaten, wat het platform aankondigde en wat het nooit kan geven.",
        "Show of each account the last harvest, when the next is, what failed and what to do, "
        "gaps, what the platform announced and what it can never give.",
    ),
)
@common
def status_command(given: Common) -> None:
    """Show how each account stands."""
    workplace = given.telling()
    found = status_json(workplace, bootstrap.connectors(), language())
    open_ = selection_findings(read_selection(workplace), workplace.today())

    def text() -> None:
        _show(found)
        for one in open_:
            echo(one.message.say(language()))
            echo(f"    → {one.hint.say(language())}")

    value: JsonObject = {
        "accounts": [*found],
        "selection": [finding_json(one, language()) for one in open_],
    }
    answer(value, as_json=given.json, text=text)


def _show(found: list[JsonObject]) -> None:
    for one in found:
        _show_one(one)
    for platform in sorted({str(one["platform"]) for one in found if not one["changes"]}):
        echo(nothing_said(Platform(platform)).say(language()))
    for platform, one in sorted({str(one["platform"]): one for one in found}.items()):
        _show_limits(Platform(platform), one["limits"])
    due = sum(one["due"] is True for one in found)
    echo(say("{count} aan de beurt.", "{count} due.", count=due))


def _show_limits(platform: Platform, limits: Json) -> None:
    """Say of one platform what it can never give, by each technique."""
    by_technique: dict[str, list[Json]] = {}
    for limit in limits if isinstance(limits, list) else []:
        if isinstance(limit, dict):
            by_technique.setdefault(str(limit["technique"]), []).append(limit["reason"])
    for technique, reasons in by_technique.items():
        echo(say("Wat {platform} niet kan geven ({technique}):",
                 "What {platform} can't give ({technique}):",
                 platform=TITLES[platform], technique=technique))  # fmt: skip
        for reason in reasons:
            echo(f"    {reason}")


def _show_one(one: JsonObject) -> None:
    failure, changes, changed = one["failure"], one["changes"], one["changed"]
    echo(f"{one['account']}  {one['platform']}  {one['handle']}")
    _show_last(one)
    begin = say("aan de beurt", "due") if one["due"] else one["next"] or "-"
    echo(say("    volgende via de API: {at} ({why})", "    next by the API: {at} ({why})",
             at=begin, why=one["reason"]))  # fmt: skip
    decision = one["decision"]
    if isinstance(decision, dict) and decision["agreement"] is None:
        echo(f"      {decision['needed']}")
        echo(say("      → lees exports in, of leg een besluit vast met 'weerklank agreement add "
                 "{platform} --api'",
                 "      → take in exports, or record a decision with 'weerklank agreement add "
                 "{platform} --api'", platform=one["platform"]))  # fmt: skip
    if isinstance(failure, dict):
        echo(f"    {failure['code']}  {failure['message']}")
        echo(f"      → {failure['hint']}")
    permission = one["permission"]
    for found in permission if isinstance(permission, list) else []:
        if isinstance(found, dict):
            echo(say("    toestemming: {what}", "    permission: {what}", what=found["message"]))
            echo(f"      → {found['next']}")
    _show_pages(one["pages"])
    _show_job(one["portability"])
    for change in changes if isinstance(changes, list) else []:
        if isinstance(change, dict):
            echo(f"    {change['said']}")
    for said in changed if isinstance(changed, list) else []:
        echo(f"    {said}")


def _show_last(one: JsonObject) -> None:
    """Show of each technique when it was at work last, and what it missed then."""
    last_of = one["last_of"]
    runs = [run for run in last_of if isinstance(run, dict)] if isinstance(last_of, list) else []
    if not runs or one["last_ahead"] is not None:
        at = _not_known(one["last_ahead"])
        echo(say("    laatste oogst: {at}", "    last harvest: {at}", at=at))
    for run in runs:
        echo(say("    laatste oogst ({technique}): {at}", "    last harvest ({technique}): {at}",
                 technique=run["technique"], at=run["ended"]))  # fmt: skip
        gaps = run["gaps"]
        for gap in gaps if isinstance(gaps, list) else []:
            if isinstance(gap, dict):
                echo(say("      gat: {count} x {why}", "      gap: {count} x {why}",
                         count=gap["count"], why=gap["reason"]))  # fmt: skip


def _show_pages(pages: Json) -> None:
    """Show what waits or failed of pages that were asked for."""
    if not isinstance(pages, dict):
        return
    failure = pages["failure"]
    if isinstance(failure, dict):
        echo(say("    pagina's (browser): mislukt, {at}", "    pages (browser): failed, {at}",
                 at=failure["at"]))  # fmt: skip
        echo(f"      {failure['code']}  {failure['message']}")
        echo(f"      → {failure['hint']}")
        return
    echo(say("    pagina's (browser): gevraagd door {by}, {at}; zij beginnen als er niets anders "
             "aan de beurt is",
             "    pages (browser): asked for by {by}, {at}; they begin when nothing else is due",
             by=pages["by"], at=pages["asked"]))  # fmt: skip


def _show_job(job: Json) -> None:
    """Show the newest portability job, where there was one."""
    if not isinstance(job, dict) or "asked" not in job:
        return
    echo(say("    archief van het platform: {said}; gevraagd {asked}, gekeken {looked}, "
             "weer vanaf {next}",
             "    archive of the platform: {said}; asked {asked}, looked {looked}, again from "
             "{next}", said=job["said"], asked=job["asked"], looked=job["looked"] or "-",
             next=job["next"]))  # fmt: skip
    failure = job["failure"]
    if isinstance(failure, dict):
        echo(f"      {failure['code']}  {failure['message']}")
        echo(f"      → {failure['hint']}")


def _not_known(ahead: Json) -> str:
    """Say why there is no last harvest to rely on."""
    if not isinstance(ahead, dict):
        return say("nog niet", "not yet")
    return say(
        "onbekend wanneer: de klok liep voor (run {run}, {at}); oogst opnieuw",
        "not known when: the clock ran ahead (run {run}, {at}); harvest again",
        run=ahead["run"],
        at=ahead["ended"],
    )
