"""The handle that a page of Mastodon shows of its account: its domain may be another.

Source: docs.joinmastodon.org/admin/config, `LOCAL_DOMAIN` and `WEB_DOMAIN`: handles are of the
one, pages of the other, where one of the two is part of the other.
"""

import re
from collections.abc import Iterator

from weerklank.model.raw_page import SeenElement, SeenPage

#: Above the posts of an account: its name, and its handle in small.
_HEADER = "account__header__tabs__name"
_SHOWN = re.compile(r"@?(?P<name>\w[\w.-]{0,99})@(?P<host>[\w-]+(?:\.[\w-]+)+)", re.ASCII)
_SMALL = "small"
_NUMBER = re.compile(r"[0-9.]+(?::[0-9]+)?")


def shown_handles(page: SeenPage | None, handle: str | None) -> tuple[str, ...]:
    """Give the handle in the header of an account, as its `handle` but for the domain.

    Only of a domain above or below that of `handle`, or of any where that is a bare number, which
    no handle bears: of another domain it would be somebody else's.
    """
    name, _, host = (handle or "").lower().partition("@")
    if page is None or not host:
        return ()
    said = (
        "".join(_text(part)).strip().lower()
        for header in _elements(page.root)
        if _HEADER in header.attributes.get("class", "").split()
        for small in _elements(header)
        if small.tag == _SMALL
        for part in small.children
        if isinstance(part, SeenElement) and part.tag == "span"
    )
    matches = filter(None, map(_SHOWN.fullmatch, said))
    return tuple(
        dict.fromkeys(
            f"{name}@{one['host']}"
            for one in matches
            if one["name"] == name and _is_within(one["host"], host)
        )
    )


def _is_within(shown: str, host: str) -> bool:
    is_number = _NUMBER.fullmatch(host) is not None
    return is_number or shown.endswith(f".{host}") or host.endswith(f".{shown}")


def _elements(top: SeenElement) -> Iterator[SeenElement]:
    waiting = [top]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [one for one in reversed(element.children) if isinstance(one, SeenElement)]


def _text(element: SeenElement) -> Iterator[str]:
    for one in element.children:
        if isinstance(one, str):
            yield one
        else:
            yield from _text(one)
