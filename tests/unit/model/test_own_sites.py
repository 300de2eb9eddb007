"""Which addresses are of an own site: by scheme, host and port, and names under a host."""

import pytest

from weerklank.model.own_sites import OwnSites

SITES = OwnSites(sites=("https://voorbeelddam.example", "http://127.0.0.1:8080"))


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://voorbeelddam.example/a", SITES.sites[0]),
        ("https://WWW.Voorbeelddam.example./a?b", SITES.sites[0]),
        ("https://voorbeelddam.example:443/", SITES.sites[0]),
        ("https://voorbeelddam.example:444/", None),
        ("http://voorbeelddam.example/", None),
        ("https://nepvoorbeelddam.example/", None),
        ("https://voorbeelddam.example.elders.example/", None),
        ("https://voorbeelddam.example@elders.example/", None),
        ("http://127.0.0.1:8080/x", SITES.sites[1]),
        ("http://127.0.0.1:8081/x", None),
        ("http://a.127.0.0.1:8080/x", None),
        ("ftp://voorbeelddam.example/", None),
        ("https://[::1", None),
        ("https://voorbeelddam.example:abc/", None),
    ],
)
def test_site_of_an_address(address: str, site: str | None) -> None:
    assert SITES.site_of(address) == site


def test_nothing_comes_along_by_itself() -> None:
    assert not OwnSites().is_on
    assert not SITES.is_on
    assert OwnSites(sites=SITES.sites, pages=True).is_on
    assert not OwnSites(pages=True).is_on
