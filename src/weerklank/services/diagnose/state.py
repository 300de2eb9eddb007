"""The archive itself: whether it opens and can go on, what lies unfinished, and the clock."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from weerklank.catalogue.known_size import known_size
from weerklank.model.clock import iso
from weerklank.model.errors import WeerklankError, fault
from weerklank.model.event import Book
from weerklank.model.text import Text
from weerklank.services.catalogue.rebuild_catalogue import is_being_made
from weerklank.services.diagnose.finding import Found, Scene, Told, Unseen, Weight
from weerklank.services.seal.known_exports import known_exports
from weerklank.services.seal.newest_event import newest_of
from weerklank.store.atomic import UNFINISHED
from weerklank.store.layout import Layout
from weerklank.store.lock import is_held

CLOCK_BACK = fault(
    "DOCTOR-050",
    Text(
        nl="De klok staat op {now}; het archief legde al iets vast op {newest}.",
        en="The clock says {now}; the archive recorded something at {newest} already.",
    ),
    Text(
        nl="Zet de klok gelijk. Staat zij goed, dan liep zij eerder voor: wacht tot dat moment.",
        en="Set the clock right. Where it is right, it ran ahead before: wait for that moment.",
    ),
)
CLOCK_FAR = fault(
    "DOCTOR-051",
    Text(
        nl="Er is {days} {days:dag|dagen} niets vastgelegd, of de klok ({now}) loopt ver voor.",
        en="Nothing was recorded for {days} {days:day|days}, or the clock ({now}) is far ahead.",
    ),
    Text(
        nl="Kijk of de klok klopt voordat u iets doet: wat wordt vastgelegd, houdt die tijd.",
        en="See whether the clock is right before you do anything: what is recorded keeps it.",
    ),
)
DEAD_SPOOL = fault(
    "DOCTOR-052",
    Text(
        nl="Er ligt een werkmap van een run die afbrak ({path}).",
        en="A working folder of a run that broke off lies there ({path}).",
    ),
    Text(
        nl="De volgende oogst van dit account ruimt haar op. Er staat niets leesbaars in.",
        en="The next harvest of this account clears it. Nothing in it can be read.",
    ),
)
KEPT_DAMAGED = fault(
    "DOCTOR-053",
    Text(
        nl="Wat 'repair' verving, ligt nog in {path}.",
        en="What 'repair' replaced still lies in {path}.",
    ),
    Text(
        nl="Het blijft tot alles klopt: draai 'weerklank verify' en 'weerklank repair'.",
        en="It stays until all is right: run 'weerklank verify' and 'weerklank repair'.",
    ),
)
HALF_FILES = fault(
    "DOCTOR-054",
    Text(
        nl="{count} {count:bestand was|bestanden waren} nog niet af toen een proces stopte, zoals "
        "{path}.",
        en="{count} {count:file was|files were} not finished when a process stopped, such as "
        "{path}.",
    ),
    Text(
        nl="Er is niets verloren; zij tellen niet mee en worden bij het volgende schrijven "
        "vervangen.",
        en="Nothing is lost; they don't count, and are replaced when that is written again.",
    ),
)
BEHIND = fault(
    "DOCTOR-055",
    Text(
        nl="De catalogus is bij tot {known} van de {size} regels van het logboek.",
        en="The catalogue is up to {known} of the {size} lines of the log.",
    ),
    Text(
        nl="De eerste zoekvraag werkt haar bij; duurt dat lang, draai nu 'weerklank search x'.",
        en="The first search brings it up; where that takes long, run 'weerklank search x' now.",
    ),
)
NO_CATALOGUE = fault(
    "DOCTOR-056",
    Text(
        nl="Er is geen catalogus, of een van een andere versie.",
        en="There is no catalogue, or one of another version.",
    ),
    Text(
        nl="De eerste zoekvraag maakt haar opnieuw; of doe het nu: 'weerklank catalogue rebuild'.",
        en="The first search makes it anew; or do so now: 'weerklank catalogue rebuild'.",
    ),
)

HALF_OUTPUT = fault(
    "DOCTOR-057",
    Text(
        nl="Uitvoer in {path} is nooit af gekomen.",
        en="An output in {path} was never finished.",
    ),
    Text(
        nl="Gooi die map weg, en geef het commando opnieuw: er staan gegevens van het archief in.",
        en="Throw that folder away, and give the command again: it holds data of the archive.",
    ),
)

#: How far clocks of two machines that write to one archive may differ.
_SLACK = timedelta(minutes=1)
_LONG = timedelta(days=400)
_SPOOL = re.compile(r"([a-z]\d{4,})-.+")


def look_at_archive(scene: Scene) -> Told:
    """Look whether the archive opens."""
    if isinstance(scene.opened, WeerklankError):
        yield Found(scene.opened.code, path=scene.archive, values=scene.opened.values)


def look_at_log(scene: Scene) -> Told:
    """Look whether register and decisions are whole, and the log can go on with these keys."""
    workplace = scene.workplace
    if is_held(workplace.layout.lock("log")):
        yield Unseen(Text("Er wordt nu in het logboek geschreven.", "The log is written to now."))
        return
    try:
        workplace.register()
        workplace.policy()
        sealed = workplace.log.events()
        workplace.log.demand_appendable(workplace.organisation.origin, workplace.keys)
        workplace.events.demand_there(sealed)
    except WeerklankError as error:
        if not error.code.startswith("KEYS-"):  # the checks of the keys tell
            yield Found(error.code, path=scene.archive, values=error.values)
        else:
            yield Unseen(
                Text(
                    "Zonder hele sleutels is het logboek niet te vergelijken.",
                    "Without whole keys the log can't be compared.",
                )
            )


def look_at_clock(scene: Scene) -> Told:
    """Look whether the clock fits what the archive recorded."""
    layout = scene.workplace.layout
    moments = [one for book in Book if (one := newest_of(layout, book)) is not None]
    if not moments:
        yield Unseen(Text("Er is nog niets vastgelegd.", "Nothing was recorded yet."))
        return
    newest, now = max(moments), scene.now
    if newest - now > _SLACK:
        yield Found(CLOCK_BACK, values={"now": iso(now), "newest": iso(newest)})
    elif now - newest > _LONG:
        values = {"now": iso(now), "days": (now - newest).days}
        yield Found(CLOCK_FAR, Weight.NOTE, values=values)


def look_at_unfinished(scene: Scene) -> Told:
    """Look what processes that died left; a lock is never left, as it goes with its process."""
    layout = scene.workplace.layout
    for folder in sorted(layout.spool.glob("*")):
        account = _SPOOL.fullmatch(folder.name)
        values = {"path": folder}
        if folder.name.startswith("repair-"):
            yield Found(KEPT_DAMAGED, Weight.NOTE, folder, values)
        elif account and not is_held(layout.lock(f"account-{account[1]}")):
            yield Found(DEAD_SPOOL, Weight.NOTE, folder, values)
    half = sorted(_half(layout))
    if half:
        yield Found(HALF_FILES, Weight.NOTE, half[0], values={"count": len(half), "path": half[0]})


def _half(layout: Layout) -> Iterator[Path]:
    """Give files that were not finished, where nothing is written to now."""
    if is_held(layout.lock("log")):
        return
    for folder in (layout.log, *(layout.book(book) for book in Book)):
        yield from folder.rglob(f"*{UNFINISHED}")


def look_at_outputs(scene: Scene) -> Told:
    """Look whether exports or transfers that a dead process left lie where they were written."""
    for folder in known_exports(scene.workplace):
        process = folder.name.rpartition(f"{UNFINISHED}-")[2]
        is_half = process != folder.name and process.isdecimal()
        if is_half and not (scene.kernel / process).exists():
            yield Found(HALF_OUTPUT, Weight.NOTE, folder, {"path": folder})


def look_at_catalogue(scene: Scene) -> Told:
    """Look whether the catalogue is up to date with the log."""
    workplace = scene.workplace
    if is_being_made(workplace) or is_held(workplace.layout.lock("catalogue")):
        yield Unseen(Text("Er wordt nu aan gewerkt.", "It is being worked on now."))
        return
    latest = workplace.log.latest()
    size = latest.size if latest else 0
    try:
        known = known_size(workplace.layout.index)
    except ValueError:
        yield Found(NO_CATALOGUE, Weight.NOTE, workplace.layout.index)
        return
    if known is None:
        if (workplace.layout.index / "catalogue.sqlite").is_file():
            yield Unseen(Text("Zij is nu in gebruik.", "It is in use now."))
        else:
            yield Found(NO_CATALOGUE, Weight.NOTE, workplace.layout.index)
    elif known != size:
        yield Found(BEHIND, Weight.NOTE, values={"known": known, "size": size})
