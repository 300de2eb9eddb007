"""Which addresses are of an own site: by scheme, host and port, and names under a host."""

import pytest

from weerklank.model.own_hosts import is_host_name, is_of_many
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


@pytest.mark.parametrize(
    ("host", "is_name"),
    [
        ("www.voorbeelddam.example", True), ("xn--mnchen-3ya.example", True), ("a_b.dam.nl", True),
        ("nl", False), ("example", False), ("localhost", False), ("10.0.0.5", False),
        ("203.0.113.9", False), ("0x7f.1", False), ("127.1", False), ("dam.0x7f000001", False),
        ("2001:db8::1", False), ("*.dam.nl", False), ("a..nl", False), (".dam.nl", False),
        ("-a.nl", False), ("a-.nl", False), (f"{'a' * 64}.nl", False), ("dam.nl%00", False),
        (f"{'a.' * 130}nl", False), ("dam.nl,elders.nl", False),
    ],
)  # fmt: skip
def test_name_of_a_server(host: str, is_name: bool) -> None:
    assert is_host_name(host) is is_name


@pytest.mark.parametrize(
    ("host", "is_shared"),
    [
        ("co.uk", True), ("gov.uk", True), ("github.io", True), ("www.wordpress.com", True),
        ("www.facebook.com", True), ("nl-nl.facebook.com", True), ("youtube.com", True),
        ("dam.github.io", False), ("dam.co.uk", False), ("dam.sharepoint.com", False),
        ("voorbeelddam.example", False), ("nepfacebook.com", False),
    ],
)  # fmt: skip
def test_host_of_many(host: str, is_shared: bool) -> None:
    assert is_of_many(host) is is_shared
