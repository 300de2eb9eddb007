"""PREMIS of an item: its life, its files with their digests and formats, and its rights."""

from collections.abc import Iterator
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.model.item import ArchivalItem, Medium
from weerklank.model.json_value import JsonObject
from weerklank.model.life import LifeEvent
from weerklank.model.rights import PartRights, media_of
from weerklank.package.names import MEDIA
from weerklank.services.catalogue.find_package import find_generation
from weerklank.services.find.read_items import ItemReader, ask_for_part, locate
from weerklank.services.find.read_rights import read_rights
from weerklank.services.life.events_of import Life
from weerklank.services.life.package_story import read_formats
from weerklank.services.workplace import Workplace
from weerklank.store.ocfl import CONTENT, read_manifest
from weerklank.transfer.describe import source_of
from weerklank.transfer.premis import Described, PremisFile, premis_pieces


def premis_of(workplace: Workplace, life: Life) -> Iterator[bytes]:
    """Write PREMIS 3.0 of an item; of one that is gone, its mark and that it was destroyed."""
    files: tuple[PremisFile, ...] = ()
    rights: tuple[PartRights, ...] = ()
    if life.versions:
        rights = read_rights(workplace).of(life.versions).parts

        def read(catalogue: Catalogue, _: ItemReader) -> tuple[PremisFile, ...]:
            places = locate(catalogue, life.id)
            return tuple(_files(workplace, life.versions, places))

        files = ask_for_part(workplace, read)
    yield from pieces_of(workplace, life.id, life.events, files, rights)


def pieces_of(
    workplace: Workplace,
    item: str,
    events: tuple[LifeEvent, ...],
    files: tuple[PremisFile, ...] = (),
    rights: tuple[PartRights, ...] = (),
) -> Iterator[bytes]:
    """Write PREMIS of what is known of an item."""
    yield from premis_pieces(
        Described(
            source=source_of(workplace.organisation),
            item=item,
            events=events,
            files=files,
            rights=rights,
        )
    )


def _files(
    workplace: Workplace, versions: tuple[ArchivalItem, ...], places: list[Located]
) -> Iterator[PremisFile]:
    """Give the files that are there of the media of an item."""
    folders: dict[tuple[str, int], Path] = {}
    for place in places:
        found = find_generation(workplace, place.package, place.generation)
        if found is not None:
            folders[place.package, place.generation] = found.folder
    for medium in media_of(versions):
        for folder in reversed(folders.values()):
            path = folder / CONTENT / MEDIA / medium.file if medium.file else None
            if path is not None and path.is_file():
                yield _file(medium, path, folder)
                break


def _file(medium: Medium, path: Path, folder: Path) -> PremisFile:
    name = f"{MEDIA}/{path.name}"
    told = read_formats(folder).get(name, {})
    matches = told.get("matches")
    first = matches[0] if isinstance(matches, list) and matches else None
    known: JsonObject = first if isinstance(first, dict) else {}
    return PremisFile(
        medium=medium.id,
        name=path.name,
        size=path.stat().st_size,
        digest=read_manifest(folder).get(name),
        format=str(known.get("format") or medium.type or "application/octet-stream"),
        version=str(known["version"]) if known.get("version") else None,
        puid=str(known["puid"]) if known.get("puid") else None,
    )
