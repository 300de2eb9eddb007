"""Page record: a page of the platform as an item, with its files as media.

What stands on it are items that the archive holds, and it says which: where one of them goes, the
page goes. Each capture is an item of its own, with one version.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.harvest.media_shelf import ShelvedMedium
from weerklank.minimise.item_keys import ItemKeys
from weerklank.model.account import Account
from weerklank.model.clock import civil_day
from weerklank.model.ids import ItemId, ItemKey
from weerklank.model.item import (
    ArchivalItem,
    Author,
    AuthorRole,
    ItemKind,
    Medium,
    Ref,
    RefType,
    Visibility,
)
from weerklank.model.json_value import JsonObject
from weerklank.model.page import CONTENT, ChosenPage, PageRole
from weerklank.model.platform import Platform
from weerklank.model.policy import Policy
from weerklank.model.run import RunReport, Technique
from weerklank.model.symbols import decode
from weerklank.services.intake.recorder import Recorder
from weerklank.services.intake.what_it_brings import Brings
from weerklank.services.runs.interruption import waiting
from weerklank.services.seal.read_destructions import destroyed_pages
from weerklank.services.workplace import Workplace

#: What the file of a role is called behind its opaque name.
ENDINGS = {
    PageRole.REPLAY: "wacz",
    PageRole.PAGE: "png",
    PageRole.POST: "png",
    PageRole.PRINT: "pdf",
    PageRole.TEXT: "txt",
}
_SALT = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenPage:
    """A page that was captured: what was chosen of it, and the files that were made of that."""

    chosen: ChosenPage
    #: Role, place in the working folder of the run, and media type; each role once.
    files: tuple[tuple[PageRole, Path, str], ...]
    #: By what the platform knows the post or the account that it is of, as its item has it.
    native_id: str
    #: Key of its thread; None for that of the item that it is of.
    thread: str | None = None


class PageRecorder:
    """Writes the pages of one run, through the recorder of its items."""

    def __init__(
        self,
        recorder: Recorder,
        workplace: Workplace,
        account: Account,
        policy: Policy,
        report: RunReport,
        catalogue: Catalogue,
    ) -> None:
        self._recorder = recorder
        self._account = account
        self._policy = policy
        self._report = report
        self._pages = catalogue.database.pages
        self._keys = ItemKeys(workplace.keys.ids)
        #: Of what pages were destroyed by themselves, each with when the last of them was taken.
        self._destroyed = destroyed_pages(workplace)
        #: What the pages of this run hold, by the item that each is of.
        self._written: dict[ItemKey, str] = {}

    def key_of(self, native_id: str) -> ItemKey:
        """Give the key of an item of the account."""
        return self._keys.key(self._account.platform, native_id)

    def add_page(self, page: TakenPage) -> Brings:
        """Write a page, unless the newest held one shows the same; its files are taken over.

        Whole or not at all: an interruption waits. To be called after the items that it shows were
        recorded. What a decision destroyed is passed over, and so is a page on which any of that
        stands, and one of a post that says what it said on a page that was destroyed.
        FileNotFoundError, and nothing is written, when one of the files is not there.
        """
        with waiting():
            return self._add(page)

    def _add(self, page: TakenPage) -> Brings:
        chosen, platform = page.chosen, self._account.platform
        whose = self.key_of(page.native_id)
        name = f"page\n{page.native_id}\n{chosen.at}"
        key = self._keys.key(platform, name)
        shown = dict.fromkeys((whose, *map(ItemKey, chosen.shows)))
        of = self._recorder.newest(whose)
        if self._is_destroyed(key, shown, of):
            self._report.destroyed += 1
            return Brings.NOTHING
        held, address = self._recorder.look_up(key, chosen.at)
        content = content_of(chosen)
        if held is not None or self._held_content(whose) == content:
            self._report.already_held += 1
            return Brings.NOTHING
        files = [
            shelve_file(self._keys, platform, name, role, path) for role, path, _ in page.files
        ]
        media = tuple(
            medium_of(one, role, type_)
            for one, (role, _, type_) in zip(files, page.files, strict=True)
        )
        item = self._item(page, key, address, of, shown, media)
        self._recorder.write_page(item, _source(chosen, content), files)
        self._written[whose] = content
        self._report.pages += 1
        return Brings.OTHER_WORDS

    def _is_destroyed(
        self, key: ItemKey, shown: Iterable[ItemKey], of: ArchivalItem | None
    ) -> bool:
        """Tell whether a decision made it go, or what stands on it."""
        keys = [key, *shown]
        if not self._recorder.destroyed.isdisjoint(keys):
            return True
        last = self._destroyed.get(keys[1])
        return last is not None and (of is None or self._said_since(of) <= last)

    def _said_since(self, of: ArchivalItem) -> str:
        """Give when it was first seen to say what it says: newer numbers are no other words."""
        if of.wording is None:
            return of.captured_at
        versions = self._recorder.held.earlier(of)
        found = (one.captured_at for one in versions if one.version == of.wording)
        return next(found, of.captured_at)

    def _held_content(self, whose: ItemKey) -> str | None:
        """Give what the newest page of an item holds, by its digest; None where there is none.

        A page that was corrected has none: its files are gone.
        """
        if whose in self._written:
            return self._written[whose]
        located = self._pages.newest_of(decode(whose))
        if located is None:
            return None
        found = self._recorder.held.source_of(self._recorder.held.read(located)).get(CONTENT)
        return str(found) if found else None

    def _item(
        self,
        page: TakenPage,
        key: ItemKey,
        address: ItemId,
        of: ArchivalItem | None,
        shown: Iterable[ItemKey],
        media: tuple[Medium, ...],
    ) -> ArchivalItem:
        """Compose the record; scenario and process are those of the item that it is of."""
        chosen = page.chosen
        scenario, process = self._recorder.of_day(civil_day(chosen.at).isoformat())
        is_ours = of is not None and of.author.role is AuthorRole.OWN
        return ArchivalItem(
            account=self._account.id,
            author=of.author if of and is_ours else Author(role=AuthorRole.OWN),
            captured_at=chosen.at,
            created_at=chosen.at,
            id=address,
            key=key,
            kind=ItemKind.PAGE,
            media=media,
            page=chosen.facts,
            platform=self._account.platform,
            policy=self._policy.version,
            process=of.process if of else process,
            refs=tuple(Ref(key=one, type=RefType.SHOWS) for one in shown),
            run=self._report.run,
            scenario=of.scenario if of else scenario,
            technique=Technique.BROWSER,
            thread=page.thread or (of.thread or of.key if of else next(iter(shown))),
            title=chosen.title,
            url=of.url if of else None,
            visibility=self._strictest(shown),
        )

    def _strictest(self, shown: Iterable[ItemKey]) -> Visibility:
        """Give for whom a page is: no more than each of the items on it is for."""
        found = map(self._recorder.newest, shown)
        seen = {item.visibility for item in found if item is not None}
        order = (Visibility.FOLLOWERS, Visibility.UNLISTED)
        return next((one for one in order if one in seen), Visibility.PUBLIC)


def shelve_file(
    keys: ItemKeys,
    platform: Platform,
    name: str,
    role: PageRole,
    path: Path,
    ending: str | None = None,
) -> ShelvedMedium:
    """Look at a file as it lies in the working folder, which it leaves when it is written.

    `name` is that of the page that it is of; `ending` is told where the role does not tell it.
    """
    salt = os.urandom(_SALT)
    medium = keys.key(platform, f"{name}\n{role}")
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        salted = file_digest(stream, lambda: sha256(salt)).hexdigest()
        size = stream.tell()
    return ShelvedMedium(
        id=medium,
        path=path,
        name=f"{medium}.{ending or ENDINGS[role]}",
        size=size,
        salt=salt,
        salted=salted,
        digest=digest,
    )


def medium_of(file: ShelvedMedium, role: PageRole, type_: str) -> Medium:
    """Give how a file of a page stands in its record."""
    return Medium(
        bytes=file.size, digest=file.salted, file=file.name, id=file.id, role=role, type=type_
    )


def _source(chosen: ChosenPage, content: str) -> JsonObject:
    """Say where the page stood and when, and by which version of the map it was chosen."""
    return {
        "address": chosen.address,
        "at": chosen.at,
        CONTENT: content,
        "map": chosen.facts.map,
    }


def content_of(chosen: ChosenPage) -> str:
    """Give a digest of what a page holds: its document, and of which files it makes use.

    And whether that is all of it: the same that is known to be all of it says more.
    """
    digest = sha256(chosen.html)
    digest.update(b"\ncut" if chosen.facts.cut else b"")
    for address in sorted(chosen.resources):
        digest.update(b"\n" + address.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
