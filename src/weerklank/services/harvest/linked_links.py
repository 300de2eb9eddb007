"""Linked links: which own pages and files posts of an account lead to, and which are due."""

from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from urllib.parse import quote, urlsplit

from weerklank.minimise.item_keys import ItemKeys
from weerklank.model.account import Account
from weerklank.model.clock import from_iso
from weerklank.model.host_form import with_host_form
from weerklank.model.item import ArchivalItem, AuthorRole, ItemKind
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.link_address import links_in
from weerklank.model.own_sites import OwnSites
from weerklank.model.symbols import encode
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.intake.held_versions import HeldVersions
from weerklank.services.intake.linked_record import LinkedRecorder
from weerklank.services.seal.read_destructions import destroyed_keys, destroyed_pages
from weerklank.services.workplace import Workplace

#: What a post of before leads to now is not what it led to.
WINDOW = timedelta(days=90)
#: As long as this an address is looked at again by each run, since pages are completed later.
AGAIN = timedelta(days=30)
#: What comes first in each run, and by how many the rest moves on from day to day.
_NEWEST = 20
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Link:
    """A post, and an address of an own site to which it leads."""

    post: ArchivalItem
    address: str


def due_links(
    workplace: Workplace,
    account: Account,
    sites: OwnSites,
    recorder: LinkedRecorder,
    posts: Collection[str],
) -> list[Link]:
    """Give what is due: first what is not held yet, then what is looked at again.

    Of posts of the last `WINDOW`, the newest first, but for what has its turn by day; with `posts`
    (ids of the platform) of those alone, however old. Not of posts for followers, nor of what is
    being destroyed.
    """
    now = workplace.clock.now()
    fresh: list[Link] = []
    again: list[Link] = []
    for post, source in _posts(workplace, account, posts):
        held = recorder.held_of(post.key)
        is_young = from_iso(post.created_at) > now - AGAIN
        for address in _addresses(post, source, sites, account):
            known = held.get(address)
            if known is None or not any(one.file for one in known.media):
                fresh.append(Link(post, address))
            elif is_young:
                again.append(Link(post, address))
    day = now.toordinal()
    return [*fresh[:_NEWEST], *_turned(fresh[_NEWEST:], day), *_turned(again, day)]


def _turned(links: list[Link], day: int) -> list[Link]:
    """Give links from another one on each day: what stays away would keep the rest waiting."""
    start = day * _NEWEST % len(links) if links else 0
    return links[start:] + links[:start]


def _posts(
    workplace: Workplace, account: Account, posts: Collection[str]
) -> Iterator[tuple[ArchivalItem, JsonObject]]:
    # Of what was destroyed by itself no other is taken: it would be back the next night.
    destroyed = {*destroyed_keys(workplace), *destroyed_pages(workplace, linked=True)}
    now = workplace.clock.now()
    with ExitStack() as using:
        catalogue = open_catalogue(workplace)
        using.callback(catalogue.close)
        database, held = catalogue.database, HeldVersions(workplace, catalogue)
        keys = ItemKeys(workplace.keys.ids)
        if posts:
            found = [keys.tag(account.platform, one) for one in posts]
        else:
            since = int((now - WINDOW).timestamp())
            until = int(now.timestamp()) + 1
            found = [key for key, _ in database.items.open_of(account.id, since, until)]
        for key in found:
            place = database.places.newest_by_key(key)
            if place is None or encode(key) in destroyed or place.shielded:
                continue
            item = held.read(place)
            is_ours = item.author.role is AuthorRole.OWN
            if is_ours and item.kind not in {ItemKind.BOOST, ItemKind.PROFILE, ItemKind.PAGE}:
                yield item, held.source_of(item)


def _words_of(source: Json) -> Iterator[str]:
    """Give the words of a source with their links whole: a platform may show those shortened.

    And where the preview of its link leads. Nothing else: what the account says of itself stands
    in the source of each of its posts as well.
    """
    if isinstance(source, list):
        for one in source:
            yield from _words_of(one)
    elif isinstance(source, dict):
        for name, value in source.items():
            if name == "content" and isinstance(value, str):
                yield unescape(value)
            elif name == "card" and isinstance(value, dict) and isinstance(value.get("url"), str):
                yield str(value["url"])
            elif name in {"object", "status"}:
                yield from _words_of(value)


def _as_asked(address: str) -> str:
    """Give an address as it goes over the line: people write signs of their language in it."""
    host = with_host_form(address)
    return "".join(sign if sign.isascii() else quote(sign) for sign in host)


def _addresses(
    post: ArchivalItem, source: JsonObject, sites: OwnSites, account: Account
) -> list[str]:
    """Give the addresses of own sites in a post, each once, without what stands behind `#`."""
    home = urlsplit(account.url).netloc
    found: dict[str, None] = {}
    said = [str(post.text or ""), *_words_of(source)]
    for link in (one for text in said for one in links_in(text)):
        address = _as_asked(link.partition("#")[0])
        if len(address) > _LONGEST or sites.site_of(address) is None:
            continue
        parts = urlsplit(address)
        if parts.netloc == home:  # pages of the platform are harvested as such
            continue
        found[address if parts.path else f"{parts.scheme}://{parts.netloc}/"] = None
    return list(found)
