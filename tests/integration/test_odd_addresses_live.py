"""Harvest from a server that states addresses that are none, or of others, and odd dates.

One such word may cost what it stands in; never the run.
"""

import pytest
from place import SOMEONE, Archive, harvest, post, serving

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

#: Half of an IPv6 address: nobody can take it apart.
HALF = "http://[::1"


def posts(count: int) -> list[object]:
    return [post(day, f"Bericht {day}") for day in range(1, count + 1)]


def test_a_list_that_leads_on_to_no_address_is_read_on_by_its_last_post(place: Archive):
    with serving(place, *posts(5)) as server:
        server.mood.page, server.mood.lead = 2, HALF
        run = harvest(place)
    assert (run["items"]["posts"], run["complete"]) == (5, True)


@pytest.mark.parametrize("name", ["gemeente", "gemeente@elders.example"])
def test_an_account_whose_page_is_no_address(place: Archive, name: str):
    with serving(place, *posts(2)) as server:
        server.mood.change_account = lambda account: {**account, "url": HALF, "acct": name}
        code, answer = place.run("harvest", "gemeente")
    if "@" in name:  # of another server, by its name
        assert (code, answer["error"]["code"]) == (4, "HARVEST-004")
    else:
        assert (code, answer["runs"][0]["items"]["posts"]) == (0, 2)


@pytest.mark.parametrize(
    "told", [{"uri": HALF}, {"uri": HALF, "url": HALF}, {"uri": 5, "url": []}]
)
def test_an_account_that_is_nowhere_is_where_it_is_registered(place: Archive, told: object):
    with serving(place, *posts(2)) as server:
        server.mood.change_account = lambda account: {**account, **told}
        assert harvest(place)["items"]["posts"] == 2
        (profile,) = [row for row in place.lines() if row["kind"] == "profile"]
        assert profile["url"] == server.url


def test_a_server_that_calls_itself_otherwise_is_read_whole(place: Archive):
    """As one behind a proxy, or under a second name: posts bear the name that it has itself."""
    with serving(place, *posts(3)) as server:
        own, other = f"{server.address}/users/", "https://dorp.example/users/"
        server.mood.change_account = lambda account: {
            **account,
            "url": "https://dorp.example/@gemeente",
            "uri": f"{other}gemeente",
        }
        server.mood.change = lambda told: {**told, "uri": told["uri"].replace(own, other)}
        run = harvest(place)
    assert (run["items"]["posts"], run["complete"]) == (3, True)


@pytest.mark.parametrize("names", [("url",), ("uri",), ("url", "uri")])
@pytest.mark.parametrize("is_here", [True, False])
def test_the_address_of_somebody_else_is_none_of_the_account(
    place: Archive, names: tuple[str, ...], *, is_here: bool
):
    """Its own addresses are kept in the clear: whose page it states would be so as well."""
    with serving(place) as server:
        theirs = f"{server.address}/@trijntje_vlier" if is_here else SOMEONE[0]
        server.items.append(post(1, f'Kijk <a href="{theirs}">daar</a>, of op {theirs}/55'))
        told = dict.fromkeys(names, theirs)
        server.mood.change_account = lambda account: {**account, **told}
        run = harvest(place)
    assert (run["items"]["posts"], run["complete"]) == (1, True)
    assert b"trijntje" not in place.bytes_of_all()


def test_a_post_of_the_last_day_of_the_calendar_ends_no_run(place: Archive):
    with serving(place, *posts(2)) as server:
        server.mood.change = lambda told: {**told, "created_at": "9999-12-31T23:59:59Z"}
        run = harvest(place)
    assert run["items"]["posts"] == 2
    place.good("account", "show", "gemeente")
    place.good("verify")
    place.good("status")
