"""Which addresses of own sites stand in a post, and which have their turn."""

from types import SimpleNamespace
from typing import Any, cast

from weerklank.model.own_sites import OwnSites
from weerklank.services.harvest.linked_links import _addresses, _turned

SITES = OwnSites(sites=("https://xn--mnchendam-q9a.example", "https://dam.example"), pages=True)


def addresses(text: str) -> list[str]:
    post = cast("Any", SimpleNamespace(text=text))
    account = cast("Any", SimpleNamespace(url="https://social.example/@dam"))
    return _addresses(post, {}, SITES, account)


def test_addresses_in_signs_of_a_language_are_asked_as_they_go_over_the_line() -> None:
    assert addresses(
        "Zie https://www.Münchendam.example/Kade#deel en https://dam.example/café?é"
    ) == [
        "https://www.xn--mnchendam-q9a.example/Kade",
        "https://dam.example/caf%C3%A9?%C3%A9",
    ]
    assert addresses("Zie https://elders.example/café en https://münchen.example/") == []


def test_no_address_of_a_post_is_left_out_unsaid() -> None:
    written = [f"https://dam.example/{number}" for number in range(30)]
    assert addresses(" ".join(written)) == written


def test_what_stays_away_keeps_nothing_waiting() -> None:
    links = cast("Any", list(range(90)))
    first = [_turned(links, day)[:20] for day in range(700_000, 700_009)]
    assert {one for day in first for one in day} == set(range(90))
    assert _turned([], 3) == []
