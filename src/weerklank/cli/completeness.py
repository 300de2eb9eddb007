"""`weerklank completeness`: how complete what is held is, with evidence (I1)."""

from datetime import datetime

import click

from weerklank import bootstrap
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo, thousands
from weerklank.cli.period import SINCE, UNTIL
from weerklank.model.clock import civil_day
from weerklank.model.completeness import (
    Band,
    Evidence,
    KeptMeasurement,
    Measurement,
    Result,
    Verdict,
    Yardstick,
)
from weerklank.model.completeness_words import (
    QUALITIES,
    VERDICTS,
    bar_words,
    value_words,
)
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import Platform
from weerklank.services.measure.keep_measurement import keep_measurements
from weerklank.services.measure.measure import USUAL_ITEMS, measure_accounts, together
from weerklank.services.measure.set_yardstick import find_check
from weerklank.services.measure.tell_measurement import kept_json, measurement_json
from weerklank.services.oversee.technique_limits import Limit
from weerklank.services.runs.read_measurements import read_measurements
from weerklank.services.schedule.never_given import never_given
from weerklank.services.seal.read_yardstick import yardstick_of
from weerklank.services.workplace import Workplace

#: Evidence that is shown of a check on a screen; JSON has all of it.
_SHOWN = 4
#: Kept measurements that stand beside a new one.
_TREND = 12
_ALL_ITEMS = 1_000_000
_BACKWARDS = ("--from ligt na --to.", "--from is after --to.")


@click.command(
    "completeness",
    help=say(
        "Meet hoe volledig het archief is van account A, of van alle accounts: elke controle met "
        "waarde, minimum, volledig, oordeel en bewijs. De meting wordt bewaard. Geeft 1 als iets "
        "onder het minimum ligt.",
        "Measure how complete the archive is of account A, or of all accounts: each check with "
        "value, minimum, full, verdict and evidence. The measurement is kept. Gives 1 when "
        "anything is below its minimum.",
    ),
)
@click.argument("account", metavar="[A]", required=False)
@SINCE
@UNTIL
@click.option(
    "--deep",
    is_flag=True,
    help=say(
        "Lees ook elk bestand en controleer elk controlegetal.",
        "Also read each file and check each digest.",
    ),
)
@click.option(
    "--check",
    metavar="ID",
    help=say(
        "Alleen deze controle, met alle berichten waaraan iets ontbreekt; wordt niet bewaard.",
        "This check alone, with all posts that lack something; it is not kept.",
    ),
)
@common
def completeness_command(
    given: Common,
    account: str | None,
    since: datetime | None,
    until: datetime | None,
    deep: bool,
    check: str | None,
) -> None:
    """Measure."""
    first, last = since.date() if since else None, until.date() if until else None
    if first and last and last < first:
        raise click.UsageError(say(*_BACKWARDS))
    workplace = given.telling()
    yardstick = yardstick_of(workplace)
    wanted = find_check(yardstick, check).id if check else None
    register = workplace.register()
    measured = measure_accounts(
        workplace,
        [register.find(account)] if account else [*register.accounts.values()],
        first,
        last,
        limits_of=_limits,
        deep=deep,
        most=_ALL_ITEMS if wanted else USUAL_ITEMS,
    )
    whole = None if account else together(workplace, measured)
    all_ = [*measured, whole] if whole else measured
    # Before this one is kept beside them.
    before = {one.account: _before(workplace, one) for one in all_}
    told = [_told(one, before[one.account], wanted) for one in all_]
    kept = wanted is None and keep_measurements(workplace, all_)
    accounts: list[Json] = [*told[: len(measured)]]
    value: JsonObject = {
        "accounts": accounts,
        "kept": kept,
        "organisation": told[-1] if whole else None,
        "yardstick": {
            "name": yardstick.name,
            "ours": yardstick.is_ours,
            "version": yardstick.version,
        },
    }

    def text() -> None:
        for one in all_ if len(measured) > 1 else measured:
            _show(one, before.get(one.account), wanted)
        _show_end(yardstick, is_kept=kept or wanted is not None)

    answer(value, as_json=given.json, text=text)
    is_below = any(Verdict.BELOW is one.verdict for m in measured for one in _wanted(m, wanted))
    click.get_current_context().exit(1 if is_below else 0)


def _limits(platform: Platform) -> tuple[Limit, ...]:
    return never_given(bootstrap.connectors(), platform)


def _wanted(one: Measurement, check: str | None) -> list[Result]:
    return [result for result in one.results if check in {None, result.check.id}]


def _before(workplace: Workplace, one: Measurement) -> list[KeptMeasurement]:
    """Give the measurements before it of the same period, newest first."""
    found = read_measurements(workplace, one.account)
    alike = [kept for kept in found if (kept.first, kept.last) == (one.first, one.last)]
    return alike[:_TREND]


def _told(one: Measurement, before: list[KeptMeasurement], check: str | None) -> JsonObject:
    """Write a measurement, and beside it the bands of those before."""
    told = measurement_json(one, language())
    checks = told["checks"]
    if check is not None and isinstance(checks, list):
        told["checks"] = [row for row in checks if isinstance(row, dict) and row["id"] == check]
    return {**told, "trend": [kept_json(kept) for kept in before]}


def _show(one: Measurement, before: list[KeptMeasurement] | None, check: str | None) -> None:
    """Show a band beside the one before, and its checks, the weakest first."""
    name = one.account or say("Alle accounts", "All accounts")
    echo(f"{name}  {_counts(one.band)}")
    weakest = VERDICTS[one.band.weakest].say(language())
    echo(say("  het zwakste punt: {verdict}", "  the weakest point: {verdict}", verdict=weakest))
    if before:
        echo(
            say(
                "  de vorige keer, op {day}: {counts}",
                "  the time before, on {day}: {counts}",
                day=civil_day(before[0].at),
                counts=_counts(before[0].band),
            )
        )
    order = [*Verdict]
    for result in sorted(_wanted(one, check), key=lambda each: order.index(each.verdict)):
        _show_result(result, most=None if check else _SHOWN)
    echo()


def _counts(band: Band) -> str:
    return ", ".join(
        f"{VERDICTS[verdict].say(language())}: {band.counts[verdict]}" for verdict in Verdict
    )


def _show_result(result: Result, most: int | None) -> None:
    asked, measured, spoken = result.check, result.measured, language()
    value = value_words(measured.value, asked.unit, spoken)
    part = ""
    if measured.of is not None and measured.holding is not None:
        held, of = thousands(measured.holding), thousands(measured.of)
        part = say(" ({held} van {of})", " ({held} of {of})", held=held, of=of)
    echo(f"  {VERDICTS[result.verdict].say(spoken)}  {asked.id}  {asked.name.say(spoken)}")
    echo(
        say(
            "      {quality}; gemeten {value}{part}; minimum {minimum}; volledig {full}",
            "      {quality}; measured {value}{part}; minimum {minimum}; full {full}",
            quality=QUALITIES[asked.quality].say(spoken),
            value=value,
            part=part,
            minimum=bar_words(result.minimum, asked.unit, asked.better, spoken),
            full=bar_words(result.full, asked.unit, asked.better, spoken),
        )
    )
    if measured.why:
        echo(f"      {measured.why.say(spoken)}")
    shown = measured.evidence if most is None else measured.evidence[:most]
    for row in shown:
        _show_evidence(row, all_items=most is None)
    hidden = len(measured.evidence) - len(shown)
    if hidden:
        echo(say("      en nog {n}; zie --check {id}", "      and {n} more; see --check {id}",
                 n=hidden, id=asked.id))  # fmt: skip


def _show_evidence(row: Evidence, *, all_items: bool) -> None:
    if row.is_limit:
        echo(f"      - {row.what.say(language())}")
        return
    of = "" if row.of is None else say(" van {n}", " of {n}", n=thousands(row.of))
    echo(f"      - {thousands(row.count)}{of}: {row.what.say(language())}  [{row.where}]")
    if all_items and row.is_of_rest and row.items:
        echo(say("        niet gezien:", "        not seen:"))
    for item in row.items if all_items else ():
        echo(f"          {item}")


def _show_end(yardstick: Yardstick, *, is_kept: bool) -> None:
    if yardstick.is_ours:
        echo(
            say(
                "Meetlat: die van het programma, onze uitleg van DUTO en de whitepaper. Een eigen "
                "meetlat: 'weerklank yardstick load'.",
                "Yardstick: that of the program, our interpretation of DUTO and the whitepaper. "
                "One of your own: 'weerklank yardstick load'.",
            )
        )
    else:
        echo(
            say(
                "Meetlat: {name}, versie {version}.",
                "Yardstick: {name}, version {version}.",
                name=yardstick.name,
                version=yardstick.version,
            )
        )
    if not is_kept:
        echo(
            say(
                "De meting is niet bewaard: er kan nu niet in het archief worden geschreven.",
                "The measurement was not kept: the archive can't be written to now.",
            )
        )
