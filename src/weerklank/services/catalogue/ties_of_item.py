"""What an own post leads to, and what it is led to by, from its record and its source."""

from weerklank.catalogue.ties import Marks
from weerklank.model.item import ArchivalItem, AuthorRole, ItemKind
from weerklank.model.link_address import link_mark, links_in

_LINK = b"http"
#: Nobody posts these.
_NO_POST = (ItemKind.PROFILE, ItemKind.PAGE)
#: Links of one post that are looked at.
_MOST = 200


def ties_of(item: ArchivalItem, source: bytes) -> Marks | None:
    """Give the marks of a post of the account itself; None for what anybody else said.

    Its links stand in the words of the record, and in full in the source, where a platform shows
    a shortened one. What names a third party was replaced in both.
    """
    if item.author.role is not AuthorRole.OWN or item.kind in _NO_POST:
        return None
    own = link_mark(str(item.url)) if item.url is not None else None
    if item.kind is ItemKind.BOOST:  # what is said there somebody else said
        return (own, ()) if own else None
    text = source.decode("utf-8", "replace") if _LINK in source else ""
    links = list(dict.fromkeys((*links_in(str(item.text or "")), *links_in(text))))[:_MOST]
    led = tuple(dict.fromkeys(mark for link in links if (mark := link_mark(link)) is not None))
    return (own, led) if own or led else None
