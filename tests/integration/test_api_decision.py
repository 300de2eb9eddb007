"""A platform of which nothing is asked before that was decided: by any command, or by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from place import Archive, post, serving

from weerklank import bootstrap
from weerklank.connectors.mastodon import Mastodon
from weerklank.harvest.transport import Transport
from weerklank.harvest.wire import Wire
from weerklank.model.clock import civil_day
from weerklank.model.errors import Refused
from weerklank.model.text import Text
from weerklank.services.harvest.connect_account import Connecting
from weerklank.services.harvest.try_reading import try_reading
from weerklank.services.workplace import Silent

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

WHY = Text("Zo staat het in de voorwaarden.", "So the terms have it.")
DECIDED = (
    *("agreement", "add", "mastodon", "--kind", "none", "--scope", "profiel en berichten"),
    *("--from", "2026-01-01", "--decided", "2025-12-20", "--decided-by", "College van B en W"),
    *("--measures", "Bezwaar; export maandelijks"),
)
API = ("--api", "--document-place", "zaak 12")


def today() -> date:
    """Give the day that it is now: a run of the tests may last until the next one."""
    return civil_day(datetime.now(UTC))


class Bound(Mastodon):
    """Mastodon as it would be if its terms stood in the way."""

    manifest = replace(Mastodon.manifest, needs_decision=WHY)


@pytest.fixture(autouse=True)
def bound(monkeypatch):
    monkeypatch.setattr(bootstrap, "connectors", lambda: [Bound()])


@pytest.fixture
def no_way_out(monkeypatch):
    """Fail at the first question, whatever asks it."""

    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("something was asked")

    monkeypatch.setattr(Wire, "run", refuse)
    for name in ("get", "send", "open"):
        monkeypatch.setattr(Transport, name, refuse)


def with_token(place: Archive) -> tuple[int, Any]:
    file = place.root / "token.txt"
    file.write_text("kanarie-7f3c9e51d2aa\n")
    return place.run("connect", "gemeente", "--token-file", str(file))


def stands(place: Archive) -> Any:
    (one,) = place.good("status")["accounts"]
    return one


def test_without_a_decision_nothing_leaves(place, no_way_out):
    with serving(place, post(1, "Een")) as server:
        for asked in (("harvest", "a0001"), ("connect", "gemeente", "--paste")):
            code, told = place.run(*asked)
            assert (code, told["error"]["code"]) == (3, "HARVEST-860"), asked
            assert WHY.en in told["error"]["message"]
        assert with_token(place)[1]["error"]["code"] == "HARVEST-860"
        assert place.good("schedule", "--once")["runs"] == []
        assert server.asked == []
    told = stands(place)
    assert (told["why"], told["due"], told["next"]) == ("no-decision", False, None)
    assert told["decision"] == {"agreement": None, "needed": WHY.en}
    assert not (place.root / "keys" / "connections").exists()


@pytest.mark.parametrize(
    "more",
    [
        (),  # an agreement that is not on the API
        (*API, "--from", (today() + timedelta(days=2)).isoformat()),
        (*API, "--until", (today() - timedelta(days=2)).isoformat()),
    ],
)
def test_what_does_not_hold_today_or_not_of_the_api_opens_nothing(place, no_way_out, more):
    with serving(place, post(1, "Een")):
        place.good(*DECIDED, *more)
        assert place.run("harvest", "a0001")[1]["error"]["code"] == "HARVEST-860"


def test_a_decision_on_another_platform_opens_nothing(place, no_way_out):
    other = [("x" if one == "mastodon" else one) for one in DECIDED]
    with serving(place, post(1, "Een")):
        place.good(*other, *API)
        assert place.run("harvest", "a0001")[1]["error"]["code"] == "HARVEST-860"


def test_with_a_decision_it_is_due_and_harvested_until_that_is_withdrawn(place):
    with serving(place, post(1, "Een")) as server:
        made = place.good(*DECIDED, *API)
        assert (made["covers_api"], made["withdrawn"], made["state"]) == (True, None, "in-force")
        assert stands(place)["decision"]["agreement"] == "o0001"
        assert place.good("schedule", "--once")["runs"][0]["items"]["posts"] == 1
        told = place.good("agreement", "withdraw", "o0001")
        assert (told["state"], told["withdrawn"]) == ("withdrawn", today().isoformat())
        asked = len(server.asked)
        assert place.run("harvest", "a0001")[1]["error"]["code"] == "HARVEST-860"
        assert (stands(place)["why"], len(server.asked)) == ("no-decision", asked)
    assert place.good("verify", "--deep")["ok"]


def test_what_permits_the_api_can_be_read_somewhere(place):
    code, told = place.run(*DECIDED, "--api")
    assert (code, told["error"]["code"]) == (2, "AGREE-007")
    document = place.root / "besluit.pdf"
    document.write_bytes(b"%PDF-1.7")
    assert place.good(*DECIDED, "--api", "--document", str(document))["covers_api"]


def test_once_it_is_withdrawn_a_permission_goes_here_alone(place):
    with serving(place, post(1, "Een")) as server:
        place.good(*DECIDED, *API)
        server.oauth.tokens["kanarie-7f3c9e51d2aa"] = ("read:accounts", "read:statuses")
        assert with_token(place)[0] == 0
        place.good("agreement", "withdraw", "o0001")
        asked = len(server.asked)
        opened = bootstrap.workplace(str(place.folder), str(place.root / "keys"), Silent())
        ways = bootstrap.connectors(), bootstrap.transport_for(opened)
        for refused in (
            lambda: Connecting(opened, *ways).look_again("gemeente"),
            lambda: Connecting(opened, *ways).begin("gemeente", "http://127.0.0.1:17620/"),
            lambda: try_reading(opened, ways[0], "gemeente", ways[1]),
        ):
            with pytest.raises(Refused) as told:
                refused()
            assert told.value.code == "HARVEST-860"
        code, told = place.run("disconnect", "gemeente")
        assert [one["kind"] for one in told["findings"]] == ["not_withdrawn"], (code, told)
        assert len(server.asked) == asked
    assert not any((place.root / "keys" / "connections").iterdir())
