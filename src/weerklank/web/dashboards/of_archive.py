"""What ends, what is taken up, what platforms changed, and who has no account."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from weerklank.model.formal import KINDS
from weerklank.model.text import Language, Text
from weerklank.services.appraise.count_formal import FormalCount
from weerklank.services.appraise.due_calendar import Bar, DueCalendar
from weerklank.services.oversee.storage import Storage
from weerklank.services.people.list_office_holders import OfficeHolder, OfficeHolders
from weerklank.services.runs.read_drift import FoundDrift
from weerklank.web.account_names import names_of
from weerklank.web.dashboards.block import Block, Cell, Kind, Row, drawn, first_of, legend
from weerklank.web.visit import Visit
from weerklank.web.words import SHORT_MONTHS, day, number, size

_DUE = Kind(text=Text("te vernietigen", "to be destroyed"), style="bar-due")
_HOTSPOT = Kind(text=Text("vast door een hotspot", "kept by a hotspot"), style="bar-hotspot")
_HOLD = Kind(text=Text("vast door een bewaarplicht", "kept by a legal hold"), style="bar-hold")
_PACKAGES = Kind(text=Text("pakketten", "packages"), style="bar-post")
_SEALED = Kind(text=Text("verzegeld", "sealed"), style="bar-sealed")
_WAITS = Kind(text=Text("wacht", "waiting"), style="bar-post")
_SETTLED = Kind(text=Text("bekeken of over", "looked at or over"), style="bar-reply")
_DONE = Kind(text=Text("vastgelegd", "recorded"), style="bar-reply")
_WITH = Kind(text=Text("met account", "with an account"), style="bar-post")
_WITHOUT = Kind(text=Text("zonder account", "without an account"), style="bar-hotspot")
_ONE, _BESIDE = Text("{n}", "{n}"), Text("{a} en {b}", "{a} and {b}")


def due(visit: Visit, found: DueCalendar) -> Block:
    """Tell what ends in each of the coming months."""
    title = Text("Bewaartermijnen: komende twaalf maanden", "Retention: the coming twelve months")
    language, kinds, page = visit.language, (_DUE, _HOTSPOT, _HOLD), reverse("retention")
    names = [
        f"{SHORT_MONTHS[at % 12].say(language)} {found.start.year + at // 12}"
        for at in range(found.start.month - 1, found.start.month - 1 + len(found.months))
    ]
    over = Text("Nu", "Now").say(language)
    pairs = [(over, found.over), *zip(names, found.months, strict=True)]
    rows = [_due_row(name, bar, language, page) for name, bar in pairs]
    return Block(
        id="due",
        title=title,
        said=Text(
            "Nu te vernietigen: {now}; in twaalf maanden komt daar {later} bij.",
            "To be destroyed now: {now}; in twelve months {later} are added.",
        ).filled(
            now=number(found.over.due, language),
            later=number(sum(one.due for one in found.months), language),
        ),
        picture=drawn(rows, kinds, title, language, "due"),
        legend=legend(kinds, "due"),
        head=(Text("Maand", "Month"), *(one.text for one in kinds)),
        rows=tuple(rows),
        more=(page, Text("Naar de bewaartermijnen", "To retention")),
    )


def _due_row(name: str, bar: Bar, language: Language, page: str) -> Row:
    parts = (bar.due, bar.hotspot, bar.hold)
    kept = bar.hotspot + bar.hold
    told = Text("{n} en {kept} vast", "{n} and {kept} kept") if kept else _ONE
    return Row(
        name=Cell(name),
        parts=parts,
        cells=tuple(Cell(number(one, language), page if one else "") for one in parts),
        told=told.say(language, n=number(bar.due, language), kept=number(kept, language)),
    )


def room(visit: Visit, found: Storage) -> Block:
    """Tell what the archive takes, by account."""
    title = Text("Opslag per account", "Storage by account")
    language, kinds = visit.language, (_PACKAGES, _SEALED)
    names = names_of(visit)
    rows = [
        Row(
            name=Cell(names.get(one.account, one.account), reverse("account", args=[one.account])),
            parts=(one.packages, one.sealed),
            cells=(Cell(size(one.packages, language)), Cell(size(one.sealed, language))),
            told=size(one.total, language),
        )
        for one in found.accounts
    ]
    shown = first_of(rows, 2, language, lambda count: size(count, language))
    free = "" if found.free is None else size(found.free, language)
    told = (
        Text("Samen {all}; op de schijf is nog {free} vrij.", "Together {all}; {free} are left.")
        if free
        else Text("Samen {all}.", "Together {all}.")
    )
    return Block(
        id="storage",
        title=title,
        said=told.filled(all=size(found.total, language), free=free),
        note=Text(
            "De catalogus ({index}) kan opnieuw worden gemaakt; log en boeken nemen {others}",
            "The catalogue ({index}) can be made again; log and books take {others}",
        ).filled(index=size(found.index, language), others=size(found.others, language)),
        picture=drawn(shown, kinds, title, language, "sto"),
        legend=legend(kinds, "sto"),
        head=(Text("Account", "Account"), Text("Pakketten", "Packages"), Text("Kluis", "Vault")),
        rows=tuple(shown),
        more=(reverse("verification"), Text("Naar de controle", "To the checks")),
    )


def changed(visit: Visit, found: list[FoundDrift]) -> Block:
    """Tell what platforms give otherwise, by account: what runs of the period found."""
    title = Text("Gewijzigde platforms", "Changed platforms")
    language, kinds = visit.language, (_WAITS, _SETTLED)
    names, rows = names_of(visit), []
    for account in dict.fromkeys(one.account for one in found):
        of_it = [one for one in found if one.account == account]
        waiting = sum(one.is_waiting for one in of_it)
        page = reverse("run", args=[max(of_it, key=lambda one: one.last).last_run])
        parts = (waiting, len(of_it) - waiting)
        rows.append(
            Row(
                name=Cell(names.get(account, account), page),
                parts=parts,
                cells=tuple(Cell(number(one, language), page if one else "") for one in parts),
                told=_BESIDE.say(language, a=parts[0], b=parts[1]),
            )
        )
    rows.sort(key=lambda one: (-one.parts[0], -one.parts[1], one.name.said))
    shown = first_of(rows, 2, language)
    return Block(
        id="drift",
        title=title,
        said=Text(
            "Gevonden in deze tijd: {n}; nog niet bekeken: {waiting}.",
            "Found in this time: {n}; not looked at yet: {waiting}.",
        ).filled(n=len(found), waiting=sum(one.is_waiting for one in found)),
        picture=drawn(shown, kinds, title, language, "dri"),
        legend=legend(kinds, "dri"),
        head=(Text("Account", "Account"), *(one.text for one in kinds)),
        rows=tuple(shown),
        more=(reverse("runs"), Text("Naar de oogsten", "To the harvests")),
    )


def formal(visit: Visit, found: tuple[FormalCount, ...], days: tuple[date, date]) -> Block:
    """Tell how many replies of the period look formal, by what they look like."""
    title = Text("Lijkt formeel", "Looks formal")
    language, kinds, page = visit.language, (_WAITS, _DONE), reverse("formal")
    span = urlencode({"van": days[0].isoformat(), "tot": days[1].isoformat()})
    rows = [
        Row(
            name=Cell(KINDS[one.kind].say(language)),
            parts=(one.waiting, one.settled),
            cells=(
                Cell(
                    number(one.waiting, language),
                    f"{page}?soort={one.kind}&{span}" if one.waiting else "",
                ),
                Cell(
                    number(one.settled, language),
                    f"{page}?soort={one.kind}&{span}&alles=ja" if one.settled else "",
                ),
            ),
            told=_BESIDE.say(language, a=one.waiting, b=one.settled),
        )
        for one in found
    ]
    waiting = sum(one.waiting for one in found)
    return Block(
        id="formal",
        title=title,
        said=Text(
            "Reacties uit deze tijd die formeel lijken: {n}; die op een mens wachten: {waiting}.",
            "Replies of this time that look formal: {n}; that wait for a person: {waiting}.",
        ).filled(n=waiting + sum(one.settled for one in found), waiting=waiting),
        note=Text("Een aanwijzing naar regels, geen oordeel", "A hint by rules, no judgement"),
        picture=drawn(rows, kinds, title, language, "for"),
        legend=legend(kinds, "for"),
        head=(Text("Lijkt op", "Looks like"), *(one.text for one in kinds)),
        rows=tuple(rows),
        more=(f"{page}?{span}", Text("Naar de lijst", "To the list")),
    )


def holders(visit: Visit, found: OfficeHolders, on: date) -> Block:
    """Tell who is in office and has no corporate account."""
    title = Text("Ambtsdragers zonder account", "Office holders without an account")
    language, kinds = visit.language, (_WITH, _WITHOUT)
    without = len({one.name for one in found.without_account})
    parts = (found.in_function - without, without)
    told = _BESIDE.say(language, a=parts[0], b=parts[1])
    name = Cell(Text("In functie", "In office").say(language))
    picture = drawn(
        [Row(name=name, parts=parts, cells=(), told=told)], kinds, title, language, "hol"
    )
    return Block(
        id="holders",
        title=title,
        said=Text(
            "Zonder zakelijk account op {day}: {without} van {n} ambtsdragers.",
            "Without a corporate account on {day}: {without} of {n} office holders.",
        ).filled(without=without, n=found.in_function, day=day(on, language)),
        picture=picture if found.in_function else SafeString(""),
        legend=legend(kinds, "hol"),
        head=(
            Text("Ambtsdrager", "Office holder"),
            Text("Ambt", "Office"),
            Text("Sinds", "Since"),
            Text("Andere accounts", "Other accounts"),
        ),
        rows=tuple(_holder(visit, one) for one in found.without_account),
        more=(reverse("accounts"), Text("Naar de accounts", "To the accounts")),
    )


def _holder(visit: Visit, one: OfficeHolder) -> Row:
    address = reverse("account", args=[one.accounts[0]]) if one.accounts else ""
    return Row(
        name=Cell(one.name),
        parts=(),
        cells=(
            Cell(one.office or "-"),
            Cell(day(one.start, visit.language)),
            Cell(number(len(one.accounts), visit.language), address),
        ),
        told="",
    )
