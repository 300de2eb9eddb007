"""An item beside a version of it that is held: what differs only as more persons are known now.

Who became known since is no edit by anybody (docs/adr/0037), nor is who of two of one name is
meant (docs/adr/0044).
"""

import re
from collections.abc import Iterable

from msgspec import structs

from weerklank.minimise.held import rewrite_held, texts_of
from weerklank.minimise.initials import hide_initials, hides
from weerklank.minimise.item_reader import ItemRead, ItemReader
from weerklank.minimise.who import Whois
from weerklank.model.item import NOT_IN_API, ArchivalItem
from weerklank.model.json_value import JsonObject
from weerklank.model.minimised import MinimisedText
from weerklank.model.mint import mint
from weerklank.model.raw import RawItem
from weerklank.model.symbols import decode

_STAND_IN = re.compile(r"Burger-(?>[0-9A-Z]++(?:-[0-9A-Z]++)*)")
#: What no text has, in the place of any stand-in, and between texts.
_SOMEBODY, _BETWEEN = "\0", "\1"


class BesideHeld:
    """Lays items beside what is held; each goes by whoever is looked for in the last one read."""

    def __init__(self, reader: ItemReader, who: Whois, unnamed: ItemReader | None = None) -> None:
        """`unnamed` reads as if nobody but those of ours stayed named."""
        self._reader = reader
        self._who = who
        self._unnamed = unnamed

    def once_more(self, held: ArchivalItem) -> ArchivalItem:
        """Minimise what is held of the item that was read last, by whom is known now.

        Of a held version from before somebody joined its thread, this is what it would have been.
        """
        plain = self._reader.source.plain
        poll = held.poll and structs.replace(
            held.poll,
            options=tuple(
                structs.replace(option, text=mint(plain(option.text)))
                for option in held.poll.options
            ),
        )
        return structs.replace(
            held,
            media=tuple(
                structs.replace(medium, alt=mint(plain(medium.alt))) if medium.alt else medium
                for medium in held.media
            ),
            poll=poll,
            text=mint(plain(held.text)) if held.text else None,
            title=mint(plain(held.title)) if held.title else None,
        )

    def once_more_by_source(self, held: ArchivalItem, source: JsonObject) -> ArchivalItem:
        """Do the same by the source that is held with it: a text shows no addresses of links."""
        return rewrite_held(
            held,
            source,
            strings=self._reader.strings,
            names=self._reader.names,
            resolve=self._who.behind,
            words=self._reader.source.words,
        ).item

    def as_meant(
        self,
        raw: RawItem,
        item: ArchivalItem,
        held: ArchivalItem,
        versions: Iterable[ArchivalItem],
    ) -> ItemRead | None:
        """Read an item with those before others whom a version names where it names another.

        None when no version says the same besides. A name may be all of one person's and a part of
        another's: who is meant by it stays as it was held.
        """
        meant = next(filter(None, (_whom_else(item, version) for version in versions)), "")
        return self._reader.read(raw, _thread(item), held, meant) if meant else None

    def as_undecided(
        self, raw: RawItem, item: ArchivalItem, held: ArchivalItem
    ) -> ItemRead | None:
        """Read an item as before it was decided that words in it are nobody; None: none were.

        That a word is not replaced any more is no edit by anybody.
        """
        return self._reader.read_undecided(raw, _thread(item), held)

    def as_unnamed(self, raw: RawItem, item: ArchivalItem, held: ArchivalItem) -> ItemRead | None:
        """Read an item as before it was decided that others stay named; None: nobody does.

        That somebody is named from now on is no edit by anybody.
        """
        if self._unnamed is None or self._unnamed is self._reader:
            return None
        return self._unnamed.read(raw, _thread(item), held)

    def as_then(self, raw: RawItem, item: ArchivalItem, held: ArchivalItem) -> ArchivalItem:
        """Give an item as it would be if those whom a held version names were all of its thread.

        What is left of a longer name once a shorter one in it was replaced, can't be put back: so
        who wrote nothing else is told from one who did by the item that comes. Asked last, as
        `once_more` looks for other names after it.
        """
        said = "\n".join(texts_of(held))
        return self._reader.read_as_then(raw, _thread(item), said).put_into(item)


def _thread(item: ArchivalItem) -> bytes:
    return decode(item.thread or item.key)


def _whom_else(item: ArchivalItem, version: ArchivalItem) -> str:
    """Give whom a version names where an item, which says the same besides, names another."""
    here, there = (_BETWEEN.join(texts_of(one)) for one in (item, version))
    if _STAND_IN.sub(_SOMEBODY, here) != _STAND_IN.sub(_SOMEBODY, there):
        return ""
    pairs = zip(_STAND_IN.findall(here), _STAND_IN.findall(there), strict=True)
    return " ".join(dict.fromkeys(theirs for ours, theirs in pairs if theirs != ours))


def same_content(one: ArchivalItem, other: ArchivalItem) -> bool:
    """Tell whether two versions of an item say the same, however and whenever they came in."""
    return _content(_by_policy_of(one, other)) == _content(_by_policy_of(other, one))


def _by_policy_of(item: ArchivalItem, other: ArchivalItem) -> ArchivalItem:
    """Give an item as it would be by a policy under which another came in: that is no edit."""
    if other.dropped and not item.dropped:
        media = tuple(structs.replace(medium, alt=None) for medium in item.media)
        item = structs.replace(item, text=None, title=None, media=media, poll=None)
    return _signed(item) if any(map(hides, texts_of(other))) else item


def _signed(item: ArchivalItem) -> ArchivalItem:
    """Give an item without initials of employees in any of its texts."""

    def hidden(text: MinimisedText | None) -> MinimisedText | None:
        return mint(hide_initials(text)) if text else text

    options = item.poll.options if item.poll else ()
    return structs.replace(
        item,
        media=tuple(structs.replace(one, alt=hidden(one.alt)) for one in item.media),
        poll=item.poll
        and structs.replace(
            item.poll,
            options=tuple(
                structs.replace(one, text=mint(hide_initials(one.text))) for one in options
            ),
        ),
        text=hidden(item.text),
        title=hidden(item.title),
    )


def _content(item: ArchivalItem) -> tuple[object, ...]:
    # That there is a film of which the API gives no file is no news beside a record without it.
    given = (medium for medium in item.media if medium.missing != NOT_IN_API)
    media = tuple((medium.id, medium.alt) for medium in given)
    poll = item.poll and tuple(option.text for option in item.poll.options)
    return (item.text, item.title, item.edited_at, item.visibility, item.refs, media, poll)
