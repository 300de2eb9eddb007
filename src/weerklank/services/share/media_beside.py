"""Media beside: the files of what is shared, as clean copies, and how all is named there."""

from collections.abc import Iterator
from pathlib import Path

from weerklank.model.item import ArchivalItem
from weerklank.services.find.clean_medium import CleanCopy, clean_copy
from weerklank.services.find.files_of_media import addresses_of_keys, files_of_media
from weerklank.services.find.find_items import Hit
from weerklank.services.find.read_rights import read_rights
from weerklank.services.share.names import Names
from weerklank.services.share.shared import Shared
from weerklank.services.workplace import Workplace


class MediaBeside:
    """Puts the media of what is shared into its folder, some items at a time."""

    def __init__(self, workplace: Workplace, folder: Path, done: Shared) -> None:
        self._workplace = workplace
        self._folder = folder
        self._done = done
        self._rights = read_rights(workplace)

    def put(self, hits: list[Hit]) -> Names:
        """Copy the media of some items, and give the names of what they point at."""
        items = [hit.item for hit in hits]
        paths = files_of_media(self._workplace, items)
        keys = {key for item in items for key in (item.thread or item.key, *_pointed(item))}
        addresses = addresses_of_keys(self._workplace, keys)
        copies = {medium: clean_copy(path) for medium, path in paths.items()}
        clean = {name: one for name, one in copies.items() if isinstance(one, CleanCopy)}
        self._done.not_cleaned += len(copies) - len(clean)
        names = Names(
            self._workplace.organisation.origin,
            addresses,
            {name: one.kind for name, one in clean.items()},
            {name: one.size for name, one in clean.items()},
            frozenset(copies.keys() - clean.keys()),
            {item.key: self._rights.of([item]) for item in items},
        )
        self._done.rights_missing += sum(one.is_missing for one in names.rights.values())
        for item in items:
            self._copy(item, names, clean)
        return names

    def _copy(self, item: ArchivalItem, names: Names, clean: dict[str, CleanCopy]) -> None:
        for medium in item.media:
            file = names.file(item, medium)
            if file is not None:
                target = self._folder / file
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as stream:
                    stream.writelines(clean[medium.id].blocks())
                self._done.files += 1


def _pointed(item: ArchivalItem) -> Iterator[str]:
    return (ref.key for ref in item.refs)
