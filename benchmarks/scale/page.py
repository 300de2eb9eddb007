"""The numbers of docs/beheerder/schaal.md: tables between marks, and plots beside it."""

import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.scale.arrivals import DAY
from benchmarks.scale.plan import Plan
from benchmarks.scale.plots import Axis, Line, plot
from benchmarks.scale.scenarios import HANDS, Scenarios
from benchmarks.scale.simulate import Told
from benchmarks.scale.sums import archive, costs, first_load, looks_a_second, year
from benchmarks.scale.units import Range, Unit

PAGE = Path(__file__).parents[2] / "docs" / "beheerder" / "schaal.md"
_MARK = re.compile(r"(<!-- ([a-z]+) -->\n).*?(<!-- einde -->)", re.DOTALL)
_SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
_KINDS = {"measured": "gemeten", "assumed": "aanname", "price": "prijs"}
_EURO = 1_000


def number(value: float) -> str:
    """Write a number as people in the Netherlands do: three figures, or all before the comma."""
    digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def span(seconds: float) -> str:
    """Write a time."""
    for size, word in ((DAY, "dagen"), (3_600, "uur"), (60, "min")):
        if seconds >= size:
            count = round(seconds / size, 1)
            return f"{number(count)} {'dag' if size == DAY and count == 1 else word}"
    return f"{number(round(seconds, 1))} s"


def size(amount: float) -> str:
    """Write bytes."""
    for each, word in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB")):
        if amount >= each:
            return f"{number(round(amount / each, 1))} {word}"
    return f"{number(round(amount))} bytes"


def tables(found: Scenarios) -> dict[str, str]:
    """Give each table of the page, by its mark."""
    return {
        "uitkomst": _table(("wat", "uitkomst"), _results(found)),
        "gevallen": _table(_RUN, _runs(found)),
        "platforms": _table(_PLATFORM, _platforms(found)),
        "archief": _table(_ARCHIVE, _archives(found)),
        "geld": _table(("wat", "laag", "hoog"), _money(found)),
        "eenheden": _table(("eenheid", "soort", "waarde", "bron"), _units(found)),
    }


def filled(text: str, made: dict[str, str]) -> str:
    """Put tables in a text at their marks."""
    return _MARK.sub(lambda at: f"{at[1]}{made[at[2]]}{at[3]}", text)


def plots(found: Scenarios) -> dict[str, str]:
    """Give the plots by the names of their files."""
    made = [archive(items, found.units) for items in _SIZES]
    across = Axis(
        "berichten en reacties in één archief",
        [(one, number(one)) for one in _SIZES],
    )
    up = Axis(
        "bytes, en seconden van één kern",
        [(10.0**power, f"10^{power}") for power in range(-2, 12, 2)],
    )
    lines = [
        Line("bestanden, bytes", [(one.items, one.bytes) for one in made]),
        Line("index, bytes", [(one.items, one.index) for one in made]),
        Line("catalogus opnieuw, s", [(one.items, one.rebuild) for one in made]),
        Line("pagina met filters, s", [(one.items, one.page) for one in made]),
    ]
    growth = plot(
        "Kosten naar grootte", "Alles groeit in verhouding; de pagina later.", across, up, lines
    )
    hands = [(count, told) for count, told in found.by_hands if told.waited]
    lag = plot(
        "Achterstand naar handen",
        "Met meer handen daalt de achterstand snel tot onder een minuut.",
        Axis("handen van workers", [(one, str(one)) for one in HANDS]),
        Axis("seconden achterstand", [(10.0**power, f"10^{power}") for power in range(6)]),
        [
            Line("p95", [(count, max(told.quantile(0.95), 1)) for count, told in hands]),
            Line("grootste", [(count, max(*told.waited, 1.0)) for count, told in hands]),
        ],
    )
    return {"schaal-groei.svg": growth, "schaal-achterstand.svg": lag}


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _results(found: Scenarios) -> Iterator[tuple[str, str]]:
    plan, told = found.usual
    one = year(plan, found.units)
    hands = told.busy / plan.days / DAY
    yield "accounts, archieven", f"{number(plan.accounts)}, {number(plan.archives)}"
    yield "berichten en reacties per dag", number(plan.items)
    yield "daarbij opnieuw gelezen per dag", number(round(told.again / plan.days))
    yield "vragen aan platforms per dag", number(round(told.questions.total() / plan.days))
    yield "oogsten per dag", number(round(told.done / plan.days))
    yield "handen gemiddeld bezig", f"{number(round(hands, 2))} van {plan.hands}"
    yield "kernen gemiddeld bezig", number(round(told.cpu / plan.days / DAY, 2))
    yield "media per dag", size(plan.media / 365)
    yield "geheugen van de handen", size(plan.hands * found.units.of("worker_memory"))
    yield "records en bronnen per jaar", size(one.records)
    yield "verzegelde originelen per jaar", size(one.originals)
    yield "logboek en journaal per jaar", size(one.log)
    yield "index per jaar", size(one.index)
    yield "media per jaar", size(one.media)
    yield "bestanden per jaar", number(round(one.files))
    yield "verzoeken aan een opslag per jaar, voor een replica", number(round(one.puts))
    yield "alle catalogi opnieuw, per jaar archief", f"{span(one.rebuild)} van één kern"
    yield "`verify --deep` van records, per jaar archief", f"{span(one.deep)} van één kern"
    yield "media van een jaar opnieuw lezen", span(one.read)
    yield "replica van een jaar, als één proces alles schrijft", span(one.replica)
    remembered = size(one.memory)
    yield "wat één proces onthoudt van een jaar, als het alle archieven bedient", remembered
    looks = looks_a_second(plan, found.units)
    yield "keer per seconde dat gekeken wordt wat aan de beurt is", number(looks)
    room = number(found.units.of("jobs_a_second"))
    yield "stukken werk per seconde die PostgreSQL aankon", room


_RUN = ("geval", "oogsten", "mislukt", "achterstand p50", "p95", "grootste", "vragen per dag")


def _runs(found: Scenarios) -> Iterator[tuple[str, ...]]:
    yield _row("gewone dagen", *found.usual)
    for name, (plan, told) in found.others.items():
        yield _row(name, plan, told)
    for hands, told in found.by_hands:
        word = "hand" if hands == 1 else "handen"
        yield _row(f"halve dag, {hands} {word}", found.plan, told, days=0.5)


def _row(name: str, plan: Plan, told: Told, days: float | None = None) -> tuple[str, ...]:
    return (
        name,
        number(told.done),
        number(told.failed),
        span(told.quantile(0.5)),
        span(told.quantile(0.95)),
        span(max(told.waited, default=0)),
        number(round(told.questions.total() / (days or plan.days))),
    )


_PLATFORM = ("platform", "vragen per dag", "drukste venster", "mag", "eerste oogst van alles")


def _platforms(found: Scenarios) -> Iterator[tuple[str, ...]]:
    plan, told = found.usual
    fullest, first = told.budgets.fullest(), first_load(plan, found.units, found.limits)
    for one in found.limits:
        known = one.questions is not None
        yield (
            one.name,
            number(round(told.questions[one.name] / plan.days)),
            number(fullest.get(one.name, 0)) if known else "onbekend",
            f"{number(one.questions)} in {span(one.seconds)}" if one.questions else "onbekend",
            span(first[one.name] * DAY) if one.name in first else "-",
        )


_ARCHIVE = ("items", "bestanden zonder media", "index", "catalogus opnieuw", "diepe controle")


def _archives(found: Scenarios) -> Iterator[tuple[str, ...]]:
    for items in _SIZES:
        one = archive(items, found.units)
        yield number(items), size(one.bytes), size(one.index), span(one.rebuild), span(one.deep)


def _money(found: Scenarios) -> Iterator[tuple[str, str, str]]:
    plan, told = found.usual
    made = costs(plan, told, found.units, found.limits)
    yield _euro("machines", made.machines)
    yield _euro("gedeelde schijven", made.disks)
    yield _euro("replica in een opslag, met teruglezen", made.stores)
    yield _euro("X, voor wat er gelezen wordt", made.x)
    yield _euro("samen, eerste jaar", made.whole)


def _euro(what: str, amount: Range) -> tuple[str, str, str]:
    low, high = (f"{number(round(one / _EURO))} duizend" for one in (amount.low, amount.high))
    return what, f"€ {low}", f"€ {high}"


def _units(found: Scenarios) -> Iterator[tuple[str, ...]]:
    for one in found.units.all:
        yield f"`{one.name}`", _KINDS[one.kind], f"{_value(one)} {one.unit}", one.source


def _value(unit: Unit) -> str:
    return f"{unit.low:g} - {unit.high:g}" if unit.kind == "price" else f"{unit.value:g}"
