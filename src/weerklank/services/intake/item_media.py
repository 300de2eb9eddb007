"""Item media: which media of an item come in with it, and which the archive holds already."""

from dataclasses import replace

from weerklank.harvest.media_shelf import MediaShelf, ShelvedMedium
from weerklank.minimise.minimiser import KeptMedium, Minimiser, Prepared
from weerklank.model.item import NO_MEDIUM, NOT_IN_API, ArchivalItem, ItemKind, Medium
from weerklank.model.run import SHOWN_NOW, Technique
from weerklank.model.symbols import encode
from weerklank.services.intake.held_versions import HeldVersions
from weerklank.services.intake.what_it_brings import NOT_FETCHED, NOT_GIVEN


class ItemMedia:
    """Gives the media of the items of one run."""

    def __init__(
        self, shelf: MediaShelf, minimiser: Minimiser, held: HeldVersions, technique: Technique
    ) -> None:
        self._shelf = shelf
        self._minimiser = minimiser
        self._held = held
        self._technique = technique

    def of(
        self, prepared: Prepared, held: ArchivalItem | None
    ) -> tuple[tuple[KeptMedium, ...], dict[str, ShelvedMedium]]:
        """Give the media of an item, and by id those whose files come in with it."""
        kept: list[KeptMedium] = []
        fresh: dict[str, ShelvedMedium] = {}
        for (tag, path), told in zip(prepared.media, prepared.raw.media, strict=False):
            old = self._held_medium(prepared, tag, held) if held else None
            new = self._shelf.find(tag, path)
            if new and old and old.file and held:
                new = self._another(prepared, tag, held, old, new)
            if new:
                fresh[new.id] = new
                kept.append(
                    KeptMedium(id=new.id, file=new.name, bytes=new.size, digest=new.salted)
                )
            elif old and old.file:
                kept.append(
                    KeptMedium(id=old.id, file=old.file, bytes=old.bytes, digest=old.digest)
                )
            else:
                reason = self._why_not(tag, is_to_be_had=told.is_to_be_had)
                kept.append(KeptMedium(id=old.id if old else encode(tag), missing=reason))
        return tuple(kept), fresh

    def _why_not(self, tag: bytes, *, is_to_be_had: bool) -> str:
        """Say why a medium has no file."""
        if self._technique not in SHOWN_NOW:
            return NO_MEDIUM if self._shelf.is_refused(tag) else NOT_GIVEN
        return NOT_FETCHED if is_to_be_had else NOT_IN_API

    def _held_medium(self, prepared: Prepared, tag: bytes, held: ArchivalItem) -> Medium | None:
        """Find what is held under the name of a medium; of a profile's it may be a later one."""
        known = {medium.id: medium for medium in held.media}
        if prepared.kind is ItemKind.PROFILE:
            for version in range(held.version, 1, -1):
                later = known.get(encode(self._minimiser.later_medium(prepared, tag, version)))
                if later:
                    return later
        return known.get(encode(tag))

    def _another(
        self,
        prepared: Prepared,
        tag: bytes,
        held: ArchivalItem,
        old: Medium,
        new: ShelvedMedium,
    ) -> ShelvedMedium | None:
        """Give a medium that came in as one of its own; None when it is the one that is held."""
        salt = self._held.salt(prepared.tag, old.id)
        if salt and old.digest and self._shelf.is_same(new, salt, old.digest):
            return None
        later = encode(self._minimiser.later_medium(prepared, tag, held.version + 1))
        name = later + new.name.removeprefix(encode(tag))
        return replace(new, id=later, name=name)
