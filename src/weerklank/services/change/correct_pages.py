"""Correct pages: a page that names who joined a thread later loses its files.

A file is not changed: what it looks like, and what it is signed for, would not be so any more. The
record stays, and says why it has no files; a later harvest takes another page of the same post.
"""

from collections.abc import Iterator, Mapping

from msgspec import structs

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.minimise.correction import Correction, ThreadCorrector
from weerklank.minimise.removal import Removal
from weerklank.model.errors import BrokenInput
from weerklank.model.item import CORRECTED, ArchivalItem, Medium
from weerklank.model.json_value import JsonObject
from weerklank.model.page import CONTENT, PageRole
from weerklank.model.symbols import decode
from weerklank.package.page_text import page_text
from weerklank.package.reader import read_three
from weerklank.services.catalogue.find_package import find_generation
from weerklank.services.find.read_items import PACKAGE_GONE
from weerklank.services.seal.read_corrections import PrivacyCorrection
from weerklank.services.workplace import Workplace


def pages_to_correct(
    workplace: Workplace,
    catalogue: Catalogue,
    found: PrivacyCorrection,
    corrector: ThreadCorrector,
    naming: frozenset[bytes],
    firsts: Mapping[str, Mapping[int, int]],
) -> Iterator[tuple[Located, int]]:
    """Give the pages that must lose their files, each with its leaf.

    Those of a thread, or with anything of it on them, of which the text names who takes part in
    it; and, whatever their text says, those on which an item of `naming` stands. What an item
    leads to on an own site shows nothing of it, and loses its files by its own text or name alone.
    """
    database = catalogue.database
    threads: dict[int, list[str]] = {}
    places: dict[int, Located] = {}
    for thread in found.threads:
        for place in database.pages.of_thread(decode(thread), found.account):
            threads.setdefault(place.row, []).append(thread)
            places[place.row] = place
    showing = frozenset(database.pages.showing(naming))
    for row, place in places.items():
        package = find_generation(workplace, place.package, place.generation)
        if package is None:
            raise BrokenInput(PACKAGE_GONE, package=place.package)
        three = (place.records, place.sources, place.proofs)
        lines = read_three(package.folder, *three, place.line)
        page = lines.item
        if not any(one.file for one in page.media):
            continue  # it has lost them already, and its title with them
        said = page_text(package.folder, page)
        # Of a file its name and address alone are known to us.
        is_file = all(one.role is PageRole.ATTACHMENT for one in page.media)
        if (
            (said is None and not is_file)
            or (place.key in showing and not page.is_linked)
            or any(
                corrector.correct(structs.replace(page, text=said, thread=thread), {})
                for thread in threads[row]
            )
        ):
            yield place, lines.place.leaf(firsts[place.package])


def without_files(page: ArchivalItem, source: JsonObject) -> Correction:
    """Give a page without its files, its title and the digest of what it held."""
    media = tuple(
        Medium(id=one.id, missing=CORRECTED, role=one.role, type=one.type) for one in page.media
    )
    title = [str(page.title)] if page.title else []
    digests = [str(one.digest) for one in page.media if one.digest]
    left = {name: value for name, value in source.items() if name != CONTENT}
    told = [*title, *digests, *([str(source[CONTENT])] if CONTENT in source else [])]
    corrected = structs.replace(page, media=media, title=None)
    if page.is_linked:  # whose address may be what names somebody
        left.pop("address", None)
        corrected = structs.replace(corrected, url=None)
    return Correction(corrected, left, Removal(), told)


def media_salts(proof: bytes) -> list[bytes]:
    """Give the salts of the media that a proof line names."""
    return [word.partition(b"=")[2] for word in proof.split(b" ")[2:]]
