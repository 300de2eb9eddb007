"""Checks of files: whether each is there, of which format it is, and whether it was looked at."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from weerklank.model.clock import civil_day, is_ahead
from weerklank.model.completeness import Evidence, Measured
from weerklank.model.errors import BrokenInput
from weerklank.model.file_format import Codecs, CodecState, FileFormat, NormStatus, judge
from weerklank.model.medium_trace import NotCleaned
from weerklank.model.text import Text
from weerklank.package.names import FORMATS, MEDIA
from weerklank.services.find.clean_medium import traces_of
from weerklank.services.find.file_formats import format_of
from weerklank.services.measure.held_account import HeldPackage, HeldPage
from weerklank.services.measure.measured_share import (
    NO_POSTS,
    NOTHING_HELD,
    counted_in_packages,
    lacking_of,
    share,
    unmeasured,
)
from weerklank.services.measure.message import Message
from weerklank.services.measure.scene import Scene
from weerklank.services.runs.not_harvested import BY_HAND
from weerklank.store.ocfl import CONTENT

_LOST = Text(
    "bestanden weg, niet te lezen of niet zo lang als zij waren: {names}",
    "files gone, unreadable or not as long as they were: {names}",
)
_PACKAGE_GONE = Text(
    "het hele pakket is weg; het logboek noemt het", "the whole package is gone; the log names it"
)
_DAMAGED = Text("bij de controle van elke byte: {code}", "by the check of every byte: {code}")
_FOUND_BEFORE = Text(
    "weg of beschadigd toen op {day} elke byte werd gelezen; dat is sindsdien niet overgedaan",
    "gone or damaged when every byte was read on {day}; that was not done again since",
)
_NOT_CATALOGUED = Text("staat niet in de catalogus", "is not in the catalogue")
_NO_RECORDS = Text("in geen pakket is een record te lezen", "no record can be read in any package")
_NOT_LOGGED = Text("staat niet in het logboek", "is not in the log")
_NO_MEDIA = Text("er zijn geen mediabestanden", "there are no media files")
_NOT_KNOWN = Text("formaat niet herkend", "format not recognised")
_FORMAT = Text("formaat {puid}", "format {puid}")
_STATUSES = {
    NormStatus.ACCEPTABLE: Text(
        "formaat {puid} is acceptabel, geen voorkeur", "format {puid} is acceptable, not preferred"
    ),
    NormStatus.UNLISTED: Text(
        "formaat {puid} staat niet in de tabel van formaten",
        "format {puid} is not in the table of formats",
    ),
    NormStatus.UNKNOWN: _NOT_KNOWN,
}
_ASKS_DEEP = Text(
    "alleen te meten door ook elk bestand na te lezen",
    "to be measured by reading every file too alone",
)
_BROKEN = Text("niet van begin tot eind te lezen", "can't be read from begin to end")
_NOT_LOOKED = Text(
    "van een soort die hier niet wordt gelezen: {count}",
    "of a kind that is not read here: {count}",
)
_NO_PAGE = Text("zonder pagina met afbeelding", "without a page with a picture")
_NO_PAGES = Text("van dit account zijn geen pagina's bewaard", "no pages of this account are held")
_NO_REPLAY = Text(
    "pagina's zonder bestand om ze af te spelen", "pages without a file to replay them"
)
_NO_PROFILE = Text("er is geen profiel", "there is no profile")
_PROFILE = Text("versies van het profiel", "versions of the profile")
_NEVER_CHECKED = Text("nooit gecontroleerd", "never checked")
_CHECKED_AHEAD = Text(
    "gecontroleerd door een klok die voorliep: wanneer, weet niemand",
    "checked by a clock that ran ahead: nobody knows when",
)
_NOT_OK = Text("bij de laatste controle niet in orde", "not in order at its last check")
_CHECKED = Text("langst geleden gecontroleerd", "checked longest ago")
#: Names of lost files that a sentence tells.
_NAMED = 5


def of_files(scene: Scene) -> Mapping[str, Measured]:
    """Measure what the packages of an account consist of."""
    return {
        "indexed": _indexed(scene),
        "profile": _profile(scene),
        "formats": _formats(scene),
        "opens": _opens(scene),
        "shown": _shown(scene),
        "replay": _replay(scene),
        "files": _files(scene),
        "checked": _checked(scene),
        "proofs": _proofs(scene),
        "preferred": _preferred(scene),
    }


def _files(scene: Scene) -> Measured:
    """Count the files that are there; a package that is gone counts as one that is not."""
    gone = scene.gone_packages
    if not scene.held.packages and not gone:
        return unmeasured(NOTHING_HELD)
    bad = _bad_files(scene)
    found_before = max(_found_by_bytes(scene) - len(bad) - len(gone), 0)
    of = sum(one.files for one in scene.held.packages) + len(gone)
    rows = [*_lost_rows(bad, of)]
    rows += [Evidence(what=_PACKAGE_GONE, where=name, count=1, of=of) for name in gone]
    if found_before and scene.by_bytes:
        what = _FOUND_BEFORE.filled(day=civil_day(scene.by_bytes.at))
        rows.append(Evidence(what=what, where=str(scene.account.id), count=found_before, of=of))
    holding = max(of - len(bad) - len(gone) - found_before, 0)
    there = {one.where: one.files for one in scene.held.packages}
    return share(holding, of, rows or counted_in_packages(there, of), nothing=NOTHING_HELD)


def _bad_files(scene: Scene) -> dict[tuple[str, str], Text]:
    """Give what is wrong with which file of which package, as far as that is known now."""
    bad: dict[tuple[str, str], Text] = {}
    for package in scene.held.packages:
        for name in package.lost:
            bad[package.where, name] = _LOST
    for finding in scene.deep or ():
        bad.setdefault(
            _place(finding.path, scene.held.packages), _DAMAGED.filled(code=finding.code)
        )
    if scene.deep is None:
        # What was found stands until somebody looks again, by an audit or at every byte.
        for package in scene.held.packages:
            look = scene.checked.get(f"{package.name}-g{package.generation}")
            if look is not None and not look.ok and not package.lost:
                bad[package.where, ""] = _NOT_OK
    return bad


def _found_by_bytes(scene: Scene) -> int:
    """Count the files that lacked when every byte was read, where nobody did so again since."""
    before = scene.by_bytes
    told = before.results.get("files") if before else None
    if scene.deep is not None or before is None or told is None or not told.of:
        return 0
    looks = [scene.checked.get(f"{p.name}-g{p.generation}") for p in scene.held.packages]
    if all(look is not None and look.ok and look.at > before.at for look in looks):
        return 0
    return told.of - (told.holding or 0)


def _place(path: str, packages: Iterable[HeldPackage]) -> tuple[str, str]:
    """Give package and file of a path within the archive."""
    for one in packages:
        if path.startswith(f"{one.where}/"):
            return one.where, path.removeprefix(f"{one.where}/").removeprefix(f"{CONTENT}/")
    return path, ""


def _lost_rows(bad: Mapping[tuple[str, str], Text], of: int) -> Iterator[Evidence]:
    names: dict[tuple[str, Text], list[str]] = {}
    for (where, name), what in bad.items():
        names.setdefault((where, what), []).append(name)
    for (where, what), some in sorted(names.items(), key=lambda pair: pair[0][0]):
        told = ", ".join(some[:_NAMED])
        said = what.filled(names=told) if what is _LOST else what
        yield Evidence(what=said, where=where, count=len(some), of=of)


def _indexed(scene: Scene) -> Measured:
    packages = scene.held.packages
    of = sum(one.records for one in packages)
    lacking = [one for one in packages if scene.catalogued.get(one.name) != one.generation]
    rows = [
        Evidence(what=_NOT_CATALOGUED, where=one.where, count=one.records, of=of)
        for one in lacking
    ]
    holding = of - sum(one.records for one in lacking)
    there = {one.where: one.records for one in packages}
    return _of_packages(scene, holding, of, rows or counted_in_packages(there, of))


def _proofs(scene: Scene) -> Measured:
    packages = scene.held.packages
    lacking = [one for one in packages if scene.logged.get(one.name) != one.generation]
    of = len(packages)
    rows = [Evidence(what=_NOT_LOGGED, where=one.where, count=1, of=of) for one in lacking]
    there = {one.where: 1 for one in packages}
    return _of_packages(scene, of - len(lacking), of, rows or counted_in_packages(there, of))


def _of_packages(scene: Scene, holding: int, of: int, rows: Iterable[Evidence]) -> Measured:
    """Give a share of packages; where none are, nothing was checked."""
    if not scene.held.packages:
        return unmeasured(NOTHING_HELD)
    if not of:
        return unmeasured(_NO_RECORDS, rows)
    return share(holding, of, rows, nothing=NO_POSTS)


def _profile(scene: Scene) -> Measured:
    found = list(dict.fromkeys(scene.held.profiles))
    if scene.is_by_hand:
        return unmeasured(BY_HAND, is_empty=True)
    if not scene.held.packages:
        return unmeasured(NOTHING_HELD)
    versions = len(scene.held.profiles)
    row = Evidence(
        what=_PROFILE if versions else _NO_PROFILE,
        where=str(scene.account.id),
        count=versions,
        items=tuple(found[: scene.most]),
    )
    return Measured(value=float(versions), evidence=(row,))


def _media_formats(scene: Scene) -> Iterator[tuple[str, HeldPackage, FileFormat]]:
    """Give each media file of a message of the period with what is known of its format.

    Package by package, as what one tells of its files is remembered of a few.
    """
    names = {m.file for one in scene.said for m in one.media.values() if m.file}
    there = [(package, name) for name in names if (package := scene.held.media.get(name))]
    for package, name in sorted(there, key=lambda pair: (pair[0].where, pair[1])):
        yield name, package, format_of(package.folder / CONTENT / MEDIA / name)


def _formats(scene: Scene) -> Measured:
    known: Counter[tuple[str, str]] = Counter()
    unknown: Counter[str] = Counter()
    for _, package, told in _media_formats(scene):
        where = f"{package.where}/{CONTENT}/{FORMATS}"
        if told.puid is None:
            unknown[where] += 1
        else:
            known[where, told.puid] += 1
    of = known.total() + unknown.total()
    rows = [
        Evidence(what=_NOT_KNOWN, where=where, count=count, of=of)
        for where, count in unknown.most_common()
    ]
    rows += [
        Evidence(what=_FORMAT.filled(puid=puid), where=where, count=count, of=of)
        for (where, puid), count in known.most_common()
    ]
    return share(known.total(), of, rows, nothing=_NO_MEDIA)


def _preferred(scene: Scene) -> Measured:
    """Count the files that the table in force prefers; what is merely acceptable is told."""
    others: Counter[Text] = Counter()
    of = 0
    for _, _, told in _media_formats(scene):
        of += 1
        status = judge(scene.table, told, Codecs(CodecState.NOT_CHECKED)).status
        if status is not NormStatus.PREFERRED:
            others[_STATUSES[status].filled(puid=told.puid or "?")] += 1
    where = f"{scene.table.name} {scene.table.version}"
    rows = [
        Evidence(what=what, where=where, count=count, of=of)
        for what, count in others.most_common()
    ]
    return share(of - others.total(), of, rows, nothing=_NO_MEDIA)


def _opens(scene: Scene) -> Measured:
    """Read each picture, film and sound of a kind that is read here."""
    if scene.deep is None:
        return unmeasured(_ASKS_DEEP)
    broken: Counter[str] = Counter()
    passed = of = 0
    for name, package, _ in _media_formats(scene):
        try:
            found = traces_of(package.folder / CONTENT / MEDIA / name)
        except (BrokenInput, OSError):
            found = NotCleaned.BROKEN
        if found in {NotCleaned.UNKNOWN, NotCleaned.TOO_MUCH}:
            passed += 1
            continue
        of += 1
        if found is NotCleaned.BROKEN:
            broken[package.where] += 1
    rows = [
        Evidence(what=_BROKEN, where=f"{where}/{CONTENT}/{MEDIA}", count=count, of=of)
        for where, count in broken.items()
    ]
    if passed:
        what = _NOT_LOOKED.filled(count=passed)
        rows.append(Evidence(what=what, where=str(scene.account.id), count=passed))
        if not of:
            return unmeasured(what, rows)
    return share(of - broken.total(), of, rows, nothing=_NO_MEDIA)


def _shown(scene: Scene) -> Measured:
    pages = {key for one in scene.held.pages.values() if one.has_picture for key in one.shows}
    lacking: list[Message] = [one for one in scene.own if one.key not in pages]
    of = len(scene.own)
    rows = lacking_of(lacking, of, _NO_PAGE, scene.most)
    return share(of - len(lacking), of, rows, nothing=NO_POSTS)


def _replay(scene: Scene) -> Measured:
    first = scene.first.toordinal() if scene.first else 0
    last = scene.last.toordinal() if scene.last else 1 << 40
    pages = [one for one in scene.held.pages.values() if first <= one.day <= last]
    damaged = {finding.path.rpartition("/")[2] for finding in scene.deep or ()}
    lacking: dict[str, list[HeldPage]] = {}
    for one in pages:
        if one.replay not in scene.held.media or one.replay in damaged:
            lacking.setdefault(one.where, []).append(one)
    of = len(pages)
    rows = [
        Evidence(
            what=_NO_REPLAY,
            where=where,
            count=len(some),
            of=of,
            items=tuple(one.id for one in some[: scene.most]),
        )
        for where, some in sorted(lacking.items())
    ]
    return share(of - sum(map(len, lacking.values())), of, rows, nothing=_NO_PAGES)


def _checked(scene: Scene) -> Measured:
    """Give how long the package waits that was checked longest ago; one never checked is none."""
    if not scene.held.packages:
        return unmeasured(NOTHING_HELD)
    looks = {
        one.where: scene.checked.get(f"{one.name}-g{one.generation}")
        for one in scene.held.packages
    }
    never = [where for where, look in looks.items() if look is None]
    wrong = [where for where, look in looks.items() if look is not None and not look.ok]
    of = len(looks)
    rows = [Evidence(what=_NOT_OK, where=where, count=1, of=of) for where in wrong]
    rows += [Evidence(what=_NEVER_CHECKED, where=where, count=1, of=of) for where in never]
    ahead = [
        where for where, look in looks.items() if look is not None and is_ahead(look.at, scene.now)
    ]
    rows += [Evidence(what=_CHECKED_AHEAD, where=where, count=1, of=of) for where in ahead]
    if never or ahead:
        return unmeasured(_NEVER_CHECKED if never else _CHECKED_AHEAD, rows)
    at = {where: look.at for where, look in looks.items() if look is not None}
    oldest = min(at, key=lambda where: at[where])
    rows.append(Evidence(what=_CHECKED, where=oldest, count=1, of=of))
    days = max(scene.now - at[oldest], timedelta()) / timedelta(days=1)
    return Measured(value=-(-days * 10 // 1) / 10, evidence=tuple(rows))
