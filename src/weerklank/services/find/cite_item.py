"""Cite: how to refer to an item, so that another finds the same one (requirement F4)."""

from datetime import date

from weerklank.model.clock import civil_time, from_iso, which_hour
from weerklank.model.item import ArchivalItem
from weerklank.model.item_words import KINDS
from weerklank.model.organisation import Organisation
from weerklank.model.platform import TITLES
from weerklank.model.text import Text
from weerklank.services.find.item_json import author_name

_MONTHS = (
    Text("januari", "January"), Text("februari", "February"), Text("maart", "March"),
    Text("april", "April"), Text("mei", "May"), Text("juni", "June"), Text("juli", "July"),
    Text("augustus", "August"), Text("september", "September"), Text("oktober", "October"),
    Text("november", "November"), Text("december", "December"),
)  # fmt: skip
_CITATION = Text(
    "{what} op {platform}, {when}. Versie {version}, vastgelegd op {seen}. Archief van "
    "sociale media van {organisation}, {address}.",
    "{what} on {platform}, {when}. Version {version}, captured on {seen}. Social media "
    "archive of {organisation}, {address}.",
)
_BY = Text("{author}, {kind}", "{author}, {kind}")
_WHEN = Text("{day}, {time} uur{hour}", "{day}, {time}{hour}")
_UNDATED = Text("zonder dag", "without a day")
_DAY = Text("{day} {month} {year}", "{day} {month} {year}")


def permanent_address(item: ArchivalItem) -> str:
    """Give the path of an item in every web application of its archive; it never changes."""
    return f"/id/{item.id}"


def address_of_version(item: ArchivalItem) -> str:
    """Give the path at which one version of an item stands, also when others came later."""
    return f"{permanent_address(item)}/?versie={item.version}"


def cite(
    organisation: Organisation, item: ArchivalItem, *, is_newest: bool = True, site: str = ""
) -> Text:
    """Write a reference to a version of an item, with its day and time in Europe/Amsterdam.

    To what is not the newest by the address of that version. `site` is where people reach the
    archive, such as `https://archief.example`; without it the reference has the path alone.
    """
    path = permanent_address(item) if is_newest else address_of_version(item)
    seen = civil_time(from_iso(item.captured_at))
    return _CITATION.filled(
        what=_what(item),
        platform=TITLES.get(item.platform, item.platform),
        when=_when(item.created_at) if item.is_dated else _UNDATED,
        version=item.version,
        seen=_day(seen.date()),
        organisation=organisation.name,
        address=site.rstrip("/") + path,
    )


def _what(item: ArchivalItem) -> Text:
    """Say by whom it is and of what kind; of what bears no name of anybody the kind alone."""
    author, kind = author_name(item.author), KINDS[item.kind]
    if author:
        return _BY.filled(author=author, kind=kind)
    return Text(kind.nl[:1].upper() + kind.nl[1:], kind.en[:1].upper() + kind.en[1:])


def _when(moment: str) -> Text:
    posted = civil_time(from_iso(moment))
    hour = which_hour(posted)
    more = Text(f" ({hour.nl})", f" ({hour.en})") if hour else Text("", "")
    time = Text(f"{posted:%H.%M}", f"{posted:%H:%M}")
    return _WHEN.filled(day=_day(posted.date()), time=time, hour=more)


def _day(day: date) -> Text:
    return _DAY.filled(day=day.day, month=_MONTHS[day.month - 1], year=day.year)
