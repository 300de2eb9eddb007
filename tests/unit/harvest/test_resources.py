"""What a page was answered, by address."""

from dataclasses import dataclass
from datetime import UTC, datetime

from weerklank.harvest.browser.page_exchange import PageExchange, Wholeness
from weerklank.harvest.browser.resources import resources_of

PLACE = "https://dorp.example/a.png"


@dataclass
class Visited:
    exchanges: tuple[PageExchange, ...]


def moved(there: str) -> PageExchange:
    return PageExchange(
        at=datetime(2026, 11, 26, tzinfo=UTC),
        wanted_as="Image",
        method="GET",
        address=PLACE,
        asked_headers=(),
        asked_body=None,
        status=302,
        status_text="Found",
        headers=(("Location", there),),
        protocol="",
        body=None,
        length=0,
        wholeness=Wholeness.WHOLE,
    )


def test_a_picture_that_moved_to_no_address_is_not_there():
    assert resources_of(Visited((moved("http://[::1"),))) == {}
