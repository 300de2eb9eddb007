"""Linked record: a page or file of an own site, kept with the post that leads to it.

It is an item of kind page with a `linked` to its post: it goes where that goes, and is seen by
whoever may see that. What two posts lead to is kept with each of them (docs/adr/0102).
"""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from weerklank.catalogue.catalogue import Catalogue
from weerklank.harvest.media_shelf import ShelvedMedium
from weerklank.minimise.item_keys import ItemKeys
from weerklank.model.account import Account
from weerklank.model.ids import ItemKey
from weerklank.model.item import ArchivalItem, ItemKind, Ref, RefType
from weerklank.model.minimised import MinimisedText
from weerklank.model.page import CONTENT, ChosenPage, PageFacts, PageRole
from weerklank.model.policy import Policy
from weerklank.model.run import RunReport, Technique
from weerklank.model.symbols import decode
from weerklank.services.intake.page_record import content_of, medium_of, shelve_file
from weerklank.services.intake.recorder import Recorder
from weerklank.services.runs.interruption import waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenLinked:
    """What came of one address to which a post leads."""

    post: ArchivalItem
    #: As the post has it, and what it is called.
    url: MinimisedText
    title: MinimisedText | None
    #: Where it stood in the end: an address may lead on within the own sites.
    where: str
    #: RFC 3339, UTC.
    at: str
    #: By which it is known whether it is the same as before.
    content: str
    #: None of a file.
    page: PageFacts | None
    #: Role, place in the working folder of the run, media type, ending of its name.
    files: tuple[tuple[PageRole, Path, str, str | None], ...]


def linked_page(
    post: ArchivalItem,
    url: MinimisedText,
    chosen: ChosenPage,
    files: tuple[tuple[PageRole, Path, str], ...],
) -> TakenLinked:
    """Give a page of an own site as it is to be written."""
    return TakenLinked(
        post=post,
        url=url,
        title=chosen.title,
        where=chosen.address,
        at=chosen.at,
        content=content_of(chosen),
        page=chosen.facts,
        files=tuple((*one, None) for one in files),
    )


class LinkedRecorder:
    """Writes what posts lead to, through the recorder of their run."""

    def __init__(
        self,
        recorder: Recorder,
        account: Account,
        policy: Policy,
        report: RunReport,
        keys: ItemKeys,
        catalogue: Catalogue,
    ) -> None:
        self._recorder = recorder
        self._account = account
        self._policy = policy
        self._report = report
        self._keys = keys
        self._pages = catalogue.database.pages

    def held_of(self, post: str) -> dict[str, ArchivalItem]:
        """Give the newest of what is held of each address to which a post leads; files or not."""
        found: dict[str, ArchivalItem] = {}
        for place in self._pages.linked_from(decode(post)):
            item = self._recorder.held.read(place)
            found.setdefault(str(item.url), item)
        return found

    def is_same(self, post: str, url: str, content: str) -> bool:
        """Tell whether what is held newest of an address holds just that."""
        held = self.held_of(post).get(url)
        if held is None or not any(one.file for one in held.media):
            return False
        return self._recorder.held.source_of(held).get(CONTENT) == content

    def add(self, taken: TakenLinked) -> bool:
        """Write it, unless the newest that is held says the same; tells whether it was written.

        Whole or not at all. What a decision destroyed is passed over. Files that are written are
        taken over.
        """
        with waiting():
            return self._add(taken)

    def _add(self, taken: TakenLinked) -> bool:
        post, platform = taken.post, self._account.platform
        name = f"linked\n{post.key}\n{taken.url}\n{taken.at}"
        key = self._keys.key(platform, name)
        if not self._recorder.destroyed.isdisjoint({key, ItemKey(post.key)}):
            self._report.destroyed += 1
            return False
        held, address = self._recorder.look_up(key, taken.at)
        if held is not None or self.is_same(post.key, taken.url, taken.content):
            self._report.already_held += 1
            return False
        files = [
            shelve_file(self._keys, platform, name, role, path, ending)
            for role, path, _, ending in taken.files
        ]
        media = tuple(
            medium_of(one, role, type_)
            for one, (role, _, type_, _) in zip(files, taken.files, strict=True)
        )
        item = msgspec.structs.replace(
            _bare(post),
            captured_at=taken.at,
            created_at=taken.at,
            id=address,
            key=key,
            media=media,
            page=taken.page,
            policy=self._policy.version,
            run=self._report.run,
            title=taken.title,
            url=taken.url,
        )
        source = {"address": taken.where, "at": taken.at, CONTENT: taken.content}
        self._write(item, source, files)
        return True

    def _write(
        self, item: ArchivalItem, source: dict[str, str], files: list[ShelvedMedium]
    ) -> None:
        self._recorder.write_page(item, {**source}, files)
        self._report.linked += 1


def _bare(post: ArchivalItem) -> ArchivalItem:
    """Give the record of what a post leads to, with what it has of its post."""
    return ArchivalItem(
        account=post.account,
        author=post.author,
        captured_at="",
        created_at="",
        id="",
        key="",
        kind=ItemKind.PAGE,
        platform=post.platform,
        policy=0,
        process=post.process,
        refs=(Ref(key=post.key, type=RefType.LINKED),),
        run="",
        scenario=post.scenario,
        technique=Technique.BROWSER,
        thread=post.thread or post.key,
        visibility=post.visibility,
    )
