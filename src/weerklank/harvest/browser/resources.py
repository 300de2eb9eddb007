"""What a page got, by the address at which it is to be found in it."""

from typing import Protocol
from urllib.parse import urldefrag

from weerklank.harvest.browser.page_exchange import PageExchange, Wholeness
from weerklank.harvest.link_header import led_to
from weerklank.model.clock import iso
from weerklank.model.raw_page import SeenResource

#: Status of answers that are what was asked for.
GOOD = range(200, 300)
_MOVED = frozenset({301, 302, 303, 307, 308})
#: Redirects that a browser follows for one address.
_MOST_MOVES = 20


class HasExchanges(Protocol):
    """A visit, as far as is told here."""

    @property
    def exchanges(self) -> tuple[PageExchange, ...]:
        """What was asked, in the order in which it was over."""
        ...


def resources_of(visit: HasExchanges) -> dict[str, SeenResource]:
    """Give the answers of a visit by address without fragment: of each the last whole one.

    What was moved is found at the address that the page names too. What came in part alone, or
    not at all, is there with `is_whole` false, so that it can be told apart from what was never
    asked for. Answers to anything but GET are left out.
    """
    best: dict[str, SeenResource] = {}
    moved: dict[str, str] = {}
    for one in visit.exchanges:
        if one.method != "GET":
            continue
        address = without_fragment(one.address)
        if one.status in _MOVED and (there := _header(one, "location")):
            if (further := led_to(address, there)) is not None:
                moved[address] = without_fragment(further)
            continue
        resource = _resource(address, one)
        before = best.get(address)
        if before is None or _rank(resource) >= _rank(before):
            best[address] = resource
    for address in moved:
        there = _end_of(address, moved)
        if address not in best and there in best:
            best[address] = best[there]
    return best


def without_fragment(address: str) -> str:
    """Give an address as servers are asked for it; as it is where it is none."""
    try:
        return urldefrag(address).url
    except ValueError:
        return address


def _end_of(address: str, moved: dict[str, str]) -> str:
    for _ in range(_MOST_MOVES):
        if address not in moved:
            break
        address = moved[address]
    return address


def _rank(resource: SeenResource) -> int:
    is_good = resource.status in GOOD
    return (2 if resource.is_whole and is_good else 1 if is_good else 0) * 2 + (
        resource.body is not None
    )


def _resource(address: str, one: PageExchange) -> SeenResource:
    return SeenResource(
        address=address,
        method=one.method,
        status=one.status or 0,
        content_type=_header(one, "content-type"),
        headers=one.headers,
        protocol=one.protocol,
        at=iso(one.at),
        length=one.length,
        body=one.body,
        is_whole=one.wholeness is Wholeness.WHOLE,
    )


def _header(one: PageExchange, name: str) -> str:
    return next((value for header, value in one.headers if header.lower() == name), "")
