"""Look through the records of a package, each in its thread: who takes part may not be named.

What the corrector of threads would still take out is a finding: it asks the same blind
dictionaries, by words and runs of words, and changes nothing here.
"""

from collections.abc import Iterator

import orjson
from msgspec import structs

from weerklank.minimise.correction import ThreadCorrector
from weerklank.minimise.held import texts_by_place
from weerklank.model.errors import BrokenInput
from weerklank.model.item import ArchivalItem, ItemKind
from weerklank.model.json_value import Json
from weerklank.package.names import RECORDS, SOURCE, Found
from weerklank.package.page_text import page_text
from weerklank.package.reader import read_line
from weerklank.services.scan.found import OF_KIND, OF_THREAD, LeakFinding
from weerklank.services.scan.look import Look
from weerklank.store.members import read_members
from weerklank.store.ocfl import CONTENT

#: Items on a page of which the threads are looked at.
_MOST_ON_PAGE = 500


def look_at_lines(look: Look, package: Found, path: str, corrector: ThreadCorrector) -> None:
    """Look through records and sources of a package; `path` is that of its content."""
    scanned = look.scanned
    records = _members(package, RECORDS)
    sources = _members(package, SOURCE)
    try:
        for lines, beside in zip(records, sources, strict=True):
            for name, some in ((RECORDS, lines), (SOURCE, beside)):
                scanned.read += sum(map(len, some))
                _members_signs(look, f"{path}/{name}", lines, some)
            for record, source in zip(lines, beside, strict=True):
                scanned.records += 1
                _in_thread(look, package, path, corrector, read_line(record), orjson.loads(source))
    except (BrokenInput, ValueError, TypeError, OSError):
        scanned.skip("broken", path)


def _members(package: Found, name: str) -> Iterator[list[bytes]]:
    return (lines for _, lines in read_members(package.folder / CONTENT / name))


def _members_signs(look: Look, path: str, records: list[bytes], some: list[bytes]) -> None:
    """Look through lines at once, and where there is anything at each, for its place."""
    together = b"\n".join(some).decode("utf-8", "replace")
    if not any(True for _ in look.in_text(together, path)):
        return
    for record, line in zip(records, some, strict=True):
        text = line.decode("utf-8", "replace")
        whole = {(sign.kind, sign.tags) for _, sign in look.in_text(text, path)}
        if not whole:
            continue
        address = str(orjson.loads(record).get("id", ""))
        for place, said in _strings(orjson.loads(line), ""):
            for _, sign in look.in_text(said, path):
                whole.discard((sign.kind, sign.tags))
                shown = f"{address} {_shown(look, place)}"
                look.scanned.found(LeakFinding(OF_KIND[sign.kind], path, shown, sign.tags))
        for kind, tags in whole:  # in the name of a field, or in two together
            look.scanned.found(LeakFinding(OF_KIND[kind], path, address, tags))


def _strings(value: Json, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, f"{place}/{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _strings(inner, f"{place}/{number}")


def _shown(look: Look, pointer: str) -> str:
    """Give a pointer without the names of fields that may be somebody's."""
    return "/".join("?" if _may_name(look, one) else one for one in pointer.split("/"))


def _may_name(look: Look, name: str) -> bool:
    plain = name.replace("_", "").replace(":", "").replace("@", "")
    return bool(name) and not (plain.isascii() and plain.isalnum() and not look.signs.find(name))


def _in_thread(
    look: Look,
    package: Found,
    path: str,
    corrector: ThreadCorrector,
    item: ArchivalItem,
    source: Json,
) -> None:
    if not isinstance(source, dict):
        raise TypeError
    if item.kind is ItemKind.PAGE:
        _page(look, package, path, corrector, item)
    corrected = corrector.correct(item, source)
    if corrected is None:
        return
    before, after = texts_by_place(item), texts_by_place(corrected.item)
    for place, text in before.items():
        if after.get(place) != text:
            _found(look, f"{path}/{RECORDS}", f"{item.id} /{place}")
    if item.url != corrected.item.url:
        _found(look, f"{path}/{RECORDS}", f"{item.id} /url")
    for pointer, _ in corrected.removal.values:
        _found(look, f"{path}/{SOURCE}", f"{item.id} {_shown(look, pointer)}")


def _page(
    look: Look, package: Found, path: str, corrector: ThreadCorrector, page: ArchivalItem
) -> None:
    """Look whether a page names somebody of a thread that stands on it."""
    said = page_text(package.folder, page)
    if said is None:
        return
    threads = (page.thread or page.key, *(ref.key for ref in page.refs[:_MOST_ON_PAGE]))
    for thread in dict.fromkeys(threads):
        if corrector.correct(structs.replace(page, text=said, thread=thread), {}) is not None:
            _found(look, f"{path}/media", f"{page.id} text")
            return


def _found(look: Look, path: str, place: str) -> None:
    look.scanned.found(LeakFinding(OF_THREAD, path, place))
