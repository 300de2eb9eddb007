"""`weerklank overview`: how archives stand, in numbers and without content."""

from pathlib import Path

import click

from weerklank import bootstrap
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import Progress, answer, echo, error_json, tell_error, thousands
from weerklank.cli.runs_text import ORDER
from weerklank.model.account import Scenario
from weerklank.model.completeness import Verdict
from weerklank.model.completeness_words import VERDICTS
from weerklank.model.day_words import moment
from weerklank.model.errors import NotNow, WeerklankError
from weerklank.model.json_value import JsonObject
from weerklank.model.plan import PLAN_STATES, PlanState
from weerklank.model.platform import TITLES
from weerklank.services.schedule.overview import UNREADABLE, Overview, overview, overview_json
from weerklank.services.workplace import Workplace


@click.command(
    "overview",
    help=say(
        "Toon hoe een archief ervoor staat, of meer archieven (DIR…): accounts per platform en "
        "scenario, hoe lang geleden is geoogst, wat mislukte, de bandbreedte, het verbeterplan. "
        "Alleen aantallen: geen inhoud, geen namen. Bij meer archieven is --keys de map met "
        "voor elk een sleutelmap van dezelfde naam.",
        "Show how an archive stands, or several (DIR…): accounts by platform and scenario, how "
        "long ago was harvested, what failed, the band, the improvement plan. Numbers alone: no "
        "content, no names. With several archives --keys is the folder with a key folder of the "
        "same name for each.",
    ),
)
@click.argument(
    "folders", metavar="[DIR]…", nargs=-1, type=click.Path(path_type=Path, file_okay=False)
)
@common
def overview_command(given: Common, folders: tuple[Path, ...]) -> None:
    """Show how archives stand."""
    found: list[tuple[str, Overview | WeerklankError]] = []
    if folders:
        for folder in folders:
            try:
                found.append((str(folder), _look(_open(given, folder, len(folders)))))
            except WeerklankError as error:
                found.append((str(folder), error))
            except OSError as error:  # the others are told all the same
                why = {"folder": folder, "problem": error.strerror or type(error).__name__}
                found.append((str(folder), NotNow(UNREADABLE, **why)))
    else:
        workplace = given.workplace()
        found.append((str(workplace.layout.root), _look(workplace)))
    value: JsonObject = {"organisations": [_told(folder, one) for folder, one in found]}
    answer(value, as_json=given.json, text=lambda: _show(found))
    errors = [one for _, one in found if isinstance(one, WeerklankError)]
    if errors:
        codes = (error.exit_code for error in errors)
        click.get_current_context().exit(min(codes, key=ORDER.index))


def _look(workplace: Workplace) -> Overview:
    return overview(workplace, bootstrap.connectors())


def _open(given: Common, folder: Path, count: int) -> Workplace:
    """Open one of the archives, each with keys of its own."""
    keys = given.keys
    if keys is not None and count > 1:
        keys = str(Path(keys) / folder.absolute().name)
    return bootstrap.workplace(str(folder), keys, Progress(), given.acting)


def _told(folder: str, found: Overview | WeerklankError) -> JsonObject:
    if isinstance(found, WeerklankError):
        return {"archive": folder, "error": error_json(found)}
    return {"archive": folder, "error": None, **overview_json(found)}


def _show(found: list[tuple[str, Overview | WeerklankError]]) -> None:
    for folder, one in found:
        if isinstance(one, WeerklankError):
            echo(say("{folder}: niet te lezen", "{folder}: can't be read", folder=folder))
            tell_error(one)
        else:
            _show_one(one)


def _show_one(one: Overview) -> None:
    echo(one.organisation)
    for platform in dict.fromkeys(platform for platform, _ in one.accounts):
        counts = {s: one.accounts.get((platform, s), 0) for s in Scenario}
        told = ", ".join(f"{s.value} {n}" for s, n in counts.items() if n)
        echo(f"    {TITLES[platform]:<10} {sum(counts.values()):>4}  ({told})")
    echo(say("    opgeheven: {n}", "    closed: {n}", n=thousands(one.closed)))
    _show_harvests(one)
    bands = [f"{VERDICTS[v].say(language())} {n}" for v in Verdict if (n := one.bands.get(v, 0))]
    if one.unmeasured:
        bands.append(say("nooit gemeten {n}", "never measured {n}", n=one.unmeasured))
    echo(
        say(
            "    volledigheid (zwakste oordeel per account): {told}",
            "    completeness (weakest verdict of each account): {told}",
            told=", ".join(bands) or "-",
        )
    )
    plan = [
        f"{PLAN_STATES[s].say(language())} {n}" for s in PlanState if (n := one.plan.get(s, 0))
    ]
    echo(
        say(
            "    verbeterplan: {told}", "    improvement plan: {told}", told=", ".join(plan) or "-"
        )
    )
    if one.drift:
        echo(
            say(
                "    veranderd bij het platform, nog niet bekeken: {n}",
                "    otherwise at the platform, not looked at yet: {n}",
                n=thousands(one.drift),
            )
        )
    if one.reviews_overdue:
        echo(
            say(
                "    accounts die over tijd zijn met nalopen: {n}",
                "    accounts overdue for review: {n}",
                n=thousands(one.reviews_overdue),
            )
        )
    check = one.check
    if check is None:
        echo(say("    nooit helemaal gecontroleerd", "    never checked as a whole"))
        return
    what = say("in orde", "in order") if check.ok else say("schade gevonden", "damage found")
    echo(
        say(
            "    laatste controle: {at}, {what}",
            "    last check: {at}, {what}",
            at=moment(check.at, language()),
            what=what,
        )
    )


def _show_harvests(one: Overview) -> None:
    harvests = one.harvests
    ago = (
        say("nog niets", "nothing yet")
        if harvests.longest_ago is None
        else say(
            "{short} tot {long} dagen geleden",
            "{short} to {long} days ago",
            short=harvests.shortest_ago,
            long=harvests.longest_ago,
        )
    )
    echo(
        say(
            "    geoogst: {ago}; nooit: {never}; aan de beurt: {due}; met gaten: {gaps}",
            "    harvested: {ago}; never: {never}; due: {due}; with gaps: {gaps}",
            ago=ago,
            never=harvests.never,
            due=harvests.due,
            gaps=harvests.incomplete,
        )
    )
    for code, count in sorted(harvests.failures.items()):
        echo(say("    mislukt: {n} x {code}", "    failed: {n} x {code}", n=count, code=code))
