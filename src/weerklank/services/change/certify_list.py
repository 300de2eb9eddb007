"""Certify a list: the certificate of destruction (verklaring van vernietiging), made once.

It is kept for ever in the decisions, as what it says and as XML, and is given again from there.
"""

from datetime import date

import msgspec

from weerklank.model.certificate import Act, Category, Certificate, Sort
from weerklank.model.destruction import DestructionList, ListState
from weerklank.model.errors import Refused, fault
from weerklank.model.event import Book, Event
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import TITLES
from weerklank.model.text import Text
from weerklank.services.change.certificate_xml import certificate_xml
from weerklank.services.change.clear_index import clear_index
from weerklank.services.change.destruction_lists import check_step
from weerklank.services.change.read_acts import (
    act_of,
    events_of,
    is_event,
    number_of,
    object_of,
    searched_of,
    strings_of,
)
from weerklank.services.register.organisation_code import organisation_of
from weerklank.services.seal.copies_elsewhere import copies_elsewhere
from weerklank.services.seal.known_exports import path_of
from weerklank.services.seal.read_destructions import BEGUN, CERTIFIED, EXECUTED, find_list
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

STILL_THERE = fault(
    "DESTROY-015",
    Text(
        nl="In {path} is nog iets gevonden van lijst {list}, en het staat er nog.",
        en="Something of list {list} was found in {path}, which is still there.",
    ),
    Text(
        nl="Haal dat bestand of die uitvoer weg en vraag de verklaring dan: zij zegt wat er is "
        "gevonden.",
        en="Take that file or export away and ask for the certificate then: it says what was "
        "found.",
    ),
)


def certify(workplace: Workplace, name: str, backups_until: date | None = None) -> Certificate:
    """Give the certificate of an executed list; the first time it is made, by an archivist.

    Refused before it was executed, and while a file is there in which something was found; NotNow
    while the search index has what went.
    """
    found = find_list(workplace, name)
    if found.state is not ListState.CERTIFIED:
        _check(workplace, found)
        clear_index(workplace, found)
        with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
            found = find_list(workplace, name)
            if found.state is not ListState.CERTIFIED:
                _check(workplace, found)
                _record(workplace, found, backups_until)
    (event,) = (one for one in events_of(workplace, found) if one.kind == CERTIFIED)
    return msgspec.convert(event.data["certificate"], Certificate)


def kept_xml(workplace: Workplace, found: DestructionList) -> str:
    """Give the certificate of a list as XML, as it is kept."""
    (event,) = (one for one in events_of(workplace, found) if one.kind == CERTIFIED)
    return str(event.data["xml"])


def _check(workplace: Workplace, found: DestructionList) -> None:
    check_step(workplace, found, ListState.CERTIFIED)
    (done,) = (one for one in events_of(workplace, found) if one.kind == EXECUTED)
    for path in strings_of(object_of(done.data["search"]).get("found")):
        # What lies outside the archive has a whole path, which stays as it is.
        if not is_event(path) and (workplace.layout.root / path_of(path)).exists():
            raise Refused(STILL_THERE, path=path, list=found.id)


def _record(workplace: Workplace, found: DestructionList, backups_until: date | None) -> None:
    made = _made(workplace, found, backups_until)
    told = msgspec.to_builtins(made)
    data: JsonObject = {"certificate": told, "xml": certificate_xml(made)}
    workplace.record(Book.DECISIONS, CERTIFIED, found.id, data)


def _made(workplace: Workplace, found: DestructionList, backups_until: date | None) -> Certificate:
    events = events_of(workplace, found)
    (begun,) = (one for one in events if one.kind == BEGUN)
    (done,) = (one for one in events if one.kind == EXECUTED)
    now, actor = workplace.clock.now(), workplace.actor
    acts = [act_of(event) for event in events]
    acts.append(
        Act(
            act=str(ListState.CERTIFIED),
            at=now,
            name=actor.known_as,
            system_user=actor.system_user,
            roles=tuple(map(str, actor.roles)),
            is_signed_in=actor.is_signed_in,
            reason="",
        )
    )
    categories = _categories(workplace, begun)
    elsewhere = copies_elsewhere(workplace, found.packages or ())
    return Certificate(
        list=found.id,
        organisation=workplace.organisation.name,
        tooi=organisation_of(workplace).tooi,
        origin=workplace.organisation.origin,
        ground=found.ground,
        reason=found.reason,
        made=now,
        begun=begun.at,
        executed=done.at,
        acts=tuple(acts),
        is_stated_only=found.is_stated_only,
        categories=categories,
        items=found.items,
        excepted=len(found.excepted),
        records=number_of(done.data, "records"),
        media=number_of(done.data, "media"),
        originals=number_of(done.data, "originals"),
        packages=len(found.packages or ()),
        packages_by_structure=number_of(done.data, "packages_by_structure"),
        search=searched_of(object_of(done.data["search"]), elsewhere),
        backups_until=backups_until,
        before=found.before,
    )


def _categories(workplace: Workplace, begun: Event) -> tuple[Category, ...]:
    """Read how the list was specified when it began; lists of before were not."""
    accounts = {str(one.id): one for one in workplace.register().accounts.values()}
    rows = begun.data.get("specification")
    made = []
    for row in map(object_of, rows if isinstance(rows, list) else []):
        account = accounts.get(str(row["account"]))
        named = "" if account is None else f"{TITLES[account.platform]}, {account.handle}"
        made.append(
            Category(
                account=str(row["account"]),
                named=named,
                sort=Sort(str(row["sort"])),
                list=str(row["list"]),
                row=str(row["row"]),
                first=_day(row["first"]),
                last=_day(row["last"]),
                items=number_of(row, "items"),
                records=number_of(row, "records"),
            )
        )
    return tuple(made)


def _day(value: Json) -> date | None:
    return None if value is None else date.fromisoformat(str(value))
