"""Measure: lay the yardstick beside what is held of an account in a period (I1).

All of it is read from packages, log, journal, register and catalogue; nothing is typed in. What
can't be measured is not checked, and says why.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from weerklank.catalogue.catalogue import Catalogue
from weerklank.completeness.judge import band_of, judged, percent, weakest_of
from weerklank.integrity.verify.findings import Finding
from weerklank.jobs.audit import Look as AuditLook
from weerklank.jobs.interval import IntervalFold, Intervals
from weerklank.model.account import Account
from weerklank.model.completeness import (
    Better,
    Evidence,
    Measured,
    Measurement,
    Result,
    Verdict,
    Yardstick,
)
from weerklank.model.completeness_words import VERDICTS
from weerklank.model.deletion import Deletion
from weerklank.model.event import Book
from weerklank.model.file_format import NormTable
from weerklank.model.platform import Platform
from weerklank.model.rights import Rights
from weerklank.model.symbols import encode
from weerklank.model.text import Text
from weerklank.package.names import Found, packages
from weerklank.services.appraise.appraise_items import Appraiser, appraiser
from weerklank.services.appraise.format_tables import table_in_force
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.find.read_rights import read_rights
from weerklank.services.keep.audit import audit_report
from weerklank.services.measure.archive_facts import OF_ARCHIVE, of_archive
from weerklank.services.measure.differences import Differences, differences_in_catalogue
from weerklank.services.measure.held_account import HeldAccount, read_held
from weerklank.services.measure.limits_beside import with_limits
from weerklank.services.measure.of_account import of_account
from weerklank.services.measure.of_files import of_files
from weerklank.services.measure.of_messages import of_messages
from weerklank.services.measure.of_techniques import of_techniques
from weerklank.services.measure.scene import Scene
from weerklank.services.oversee.technique_limits import Limit, TechniqueLimits
from weerklank.services.oversee.technique_looks import looks_of
from weerklank.services.runs.not_harvested import why_not_harvested
from weerklank.services.runs.read_drift import FoundDrift, read_drift
from weerklank.services.runs.read_measurements import last_deep
from weerklank.services.runs.read_runs import read_runs
from weerklank.services.seal.read_yardstick import yardstick_of
from weerklank.services.verify.verify_archive import look_over
from weerklank.services.workplace import Workplace

#: Permanent ids that each piece of evidence names, where no other number is asked.
USUAL_ITEMS = 10
MEASURES = Text("{account} wordt gemeten.", "Measuring {account}.")
_OF_ACCOUNT = Text("{account}: {verdict}", "{account}: {verdict}")
_NO_ACCOUNTS = Text("er zijn geen accounts", "there are no accounts")

LimitsOf = Callable[[Platform], Iterable[Limit]]


def _no_limits(_: Platform) -> Iterable[Limit]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is read once for all accounts that are measured."""

    yardstick: Yardstick
    table: NormTable
    found: Sequence[Found]
    logged: Mapping[str, int]
    checked: Mapping[str, AuditLook | None]
    intervals: Intervals
    drift: tuple[FoundDrift, ...]
    appraiser: Appraiser
    rights: Rights
    archive: Mapping[str, Measured]
    deep: tuple[Finding, ...] | None


def measure(
    workplace: Workplace,
    account: str,
    first: date | None = None,
    last: date | None = None,
    *,
    limits_of: LimitsOf = _no_limits,
    deep: bool = False,
    most: int = USUAL_ITEMS,
) -> Measurement:
    """Measure one account, from a day to another, both included; writes nothing.

    `limits_of` gives what its platform can never give; with `deep` every file is read and
    digested. WrongUse when the register does not know the account.
    """
    found = workplace.register().find(account)
    return measure_accounts(
        workplace, [found], first, last, limits_of=limits_of, deep=deep, most=most
    )[0]


def measure_accounts(
    workplace: Workplace,
    accounts: Sequence[Account],
    first: date | None = None,
    last: date | None = None,
    *,
    limits_of: LimitsOf = _no_limits,
    deep: bool = False,
    most: int = USUAL_ITEMS,
) -> list[Measurement]:
    """Measure several accounts as `measure` does; what they share is read once."""
    known = _known(workplace, accounts, deep=deep)
    done = []
    for account in accounts:
        workplace.reporter.step(MEASURES, account=account.id)
        limits = TechniqueLimits(tuple(limits_of(account.platform)))
        scene = _scene(workplace, known, account, (first, last), limits, most)
        done.append(_measured(known, scene))
    return done


def _known(workplace: Workplace, accounts: Sequence[Account], *, deep: bool) -> _Known:
    findings = None
    if deep:
        chosen = tuple(one.id for one in accounts)
        findings = tuple(look_over(workplace, chosen, deep=True).all_findings())
    logged = _logged(workplace)  # before the packages: what a run adds meanwhile is not missed
    return _Known(
        yardstick=yardstick_of(workplace),
        table=table_in_force(workplace),
        found=packages(workplace.layout),
        logged=logged,
        checked=audit_report(workplace).looks,
        intervals=workplace.events.fold(Book.DECISIONS, IntervalFold),
        drift=tuple(read_drift(workplace).found.values()),
        appraiser=appraiser(workplace),
        rights=read_rights(workplace),
        archive=of_archive(workplace),
        deep=findings,
    )


def _logged(workplace: Workplace) -> dict[str, int]:
    """Give the newest generation of each package that there should be, by the log."""
    logged: dict[str, int] = {}
    for _, told in workplace.log.packages():
        name, generation = str(told["package"]), told["generation"]
        merged = told.get("merged")
        if isinstance(generation, int):
            logged[name] = max(generation, logged.get(name, 0))
        for gone in merged if isinstance(merged, list) else ():
            logged.pop(str(gone), None)
    return logged


def _held(workplace: Workplace, found: Sequence[Found], account: Account) -> HeldAccount:
    """Read what is held; once more when a package was moved or rewritten meanwhile."""
    root = workplace.layout.root
    held = read_held(root, account.id, [one for one in found if one.name.account == account.id])
    if all(one.folder.is_dir() for one in held.packages):
        return held
    anew = packages(workplace.layout)
    return read_held(root, account.id, [one for one in anew if one.name.account == account.id])


def _scene(
    workplace: Workplace,
    known: _Known,
    account: Account,
    span: tuple[date | None, date | None],
    limits: TechniqueLimits,
    most: int,
) -> Scene:
    held = _held(workplace, known.found, account)
    logged = _logged(workplace)
    status = workplace.register().platforms.get(account.platform)
    gone, catalogued, differences = _of_catalogue(workplace, held, span, limits, most)
    runs = tuple(read_runs(workplace, account.id))
    roots = tuple(f"{one.where}/" for one in held.packages)

    def is_its(package: str) -> bool:
        return package.startswith(f"{account.id}/")

    return Scene(
        account=account,
        first=span[0],
        last=span[1],
        why_not_harvested=why_not_harvested(account, status, workplace.today()),
        now=workplace.clock.now(),
        today=workplace.today(),
        most=most,
        held=held,
        table=known.table,
        runs=runs,
        looks=looks_of(runs),
        interval=known.intervals.hours(account.id),
        drift=tuple(one for one in known.drift if one.account == account.id),
        gone=gone,
        differences=differences,
        limits=limits,
        catalogued=catalogued,
        logged={name: generation for name, generation in logged.items() if is_its(name)},
        due=frozenset(filter(is_its, known.logged)),
        checked=known.checked,
        deep=None
        if known.deep is None
        else tuple(one for one in known.deep if one.path.startswith(roots)),
        by_bytes=last_deep(workplace, account.id),
        appraiser=known.appraiser,
        rights=known.rights,
    )


def _of_catalogue(
    workplace: Workplace,
    held: HeldAccount,
    span: tuple[date | None, date | None],
    limits: TechniqueLimits,
    most: int,
) -> tuple[Mapping[str, Deletion], Mapping[str, int], Differences]:
    def ask(
        catalogue: Catalogue, _: ItemReader
    ) -> tuple[Mapping[str, Deletion], Mapping[str, int], Differences]:
        gone = catalogue.database.deletions.of_account(held.account)
        return (
            {encode(key): mark for key, mark in gone.items()},
            catalogue.database.parts.generations(),
            differences_in_catalogue(catalogue, held.account, span, limits, held.messages, most),
        )

    return ask_for_part(workplace, ask)


def _measured(known: _Known, scene: Scene) -> Measurement:
    found = {
        **of_account(scene),
        **of_messages(scene),
        **of_techniques(scene),
        **of_files(scene),
        **known.archive,
    }
    results = tuple(
        with_limits(scene, judged(check, found[check.id], scene.today))
        for check in known.yardstick.checks
    )
    return Measurement(
        account=scene.account.id,
        first=scene.first,
        last=scene.last,
        at=scene.now,
        yardstick=known.yardstick.name,
        version=known.yardstick.version,
        band=band_of(results),
        results=results,
        deep=known.deep is not None,
    )


def together(workplace: Workplace, measurements: Sequence[Measurement]) -> Measurement | None:
    """Give what several accounts come to: of each check the weakest counts; None of none.

    A share is that of all of them together, any other value the worst. The verdict is the weakest
    of the accounts, so that a large one hides no small one.
    """
    if not measurements:
        return None
    one = measurements[0]
    results = tuple(
        _together([m.results[place] for m in measurements], measurements)
        for place in range(len(one.results))
    )
    return replace(
        one, account=None, at=workplace.clock.now(), band=band_of(results), results=results
    )


def _together(results: Sequence[Result], measurements: Sequence[Measurement]) -> Result:
    telling = [one for one in results if not one.measured.is_empty]
    if not telling or results[0].check.id in OF_ARCHIVE:
        return results[0]
    first = telling[0]
    measured = [one.measured for one in telling if one.measured.value is not None]
    rows = tuple(
        Evidence(
            what=_OF_ACCOUNT.filled(account=m.account, verdict=VERDICTS[one.verdict]),
            where=str(m.account),
            count=one.measured.holding or 0,
            of=one.measured.of,
        )
        for one, m in zip(results, measurements, strict=True)
        if not one.measured.is_empty
    )
    verdict = weakest_of(one.verdict for one in telling)
    value = None if verdict is Verdict.NOT_CHECKED else _value(measured, first.check.better)
    holding = sum(one.holding or 0 for one in measured)
    of = sum(one.of or 0 for one in measured)
    why = next((one.measured.why for one in telling if one.measured.why), None)
    return replace(
        first,
        verdict=verdict,
        measured=Measured(
            value=value,
            holding=holding if of else None,
            of=of or None,
            why=why if value is None else None,
            evidence=rows,
        ),
    )


def _value(measured: Sequence[Measured], better: Better) -> float:
    of = sum(one.of or 0 for one in measured)
    if of:
        return percent(sum(one.holding or 0 for one in measured), of)
    values = [one.value for one in measured if one.value is not None]
    return min(values) if better is Better.MORE else max(values)
