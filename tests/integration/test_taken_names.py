"""Names that went to somebody else: known by the number of an account, from its first answer."""

from typing import Any

import pytest
from place import Archive, harvest, post, serving
from test_deletions import DAY, clock, place

from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
__all__ = ["clock", "place"]  # fixtures

OURS = [post(day, f"Bericht {day}") for day in range(10, 58)]
THEIRS = post(58, "Kwikzilver schrijft iets voor zichzelf")
HAND_IN = ("--process", "publiekscommunicatie")


def take_name(server: MastodonServer) -> None:
    """Let somebody else have the name of the account, with a post of their own."""
    server.mood.change_account = lambda account: {
        **account,
        "id": "4242",
        "display_name": "Kwikzilver",
    }
    server.items = [THEIRS]


def give_back(server: MastodonServer) -> None:
    server.mood.change_account = lambda account: account
    server.items = [*OURS]


def refused(place: Archive, *command: str) -> str:
    left, answer = place.run(*command)
    assert left == 4, answer
    return str(answer["error"]["code"])


def at(server: MastodonServer, made: Any) -> str:
    return f"{server.url}/{made.number}"


def told(place: Archive) -> list[tuple[str, str]]:
    reports = place.good("report", "list")["reports"]
    return [(one["what"], one["state"]) for one in reports]


def is_clean(place: Archive) -> bool:
    states = {hit["state"] for hit in place.good("search", "Bericht")["hits"]}
    return b"wikzilver" not in place.bytes_of_all() and states == {"present"}


def test_who_takes_the_name_after_a_first_harvest_that_broke_off_is_not_taken_in(place):
    with serving(place, *OURS) as server:
        server.mood.refused = ("max_id",)
        assert refused(place, "harvest", "gemeente") == "HARVEST-006"
        assert len(place.rows()) == 40
        server.mood.refused = ()
        take_name(server)
        assert refused(place, "harvest", "gemeente") == "HARVEST-090"
    assert is_clean(place)


def test_who_takes_the_name_after_a_first_run_that_died_is_not_taken_in(place, monkeypatch):
    """It is noted before anything of the account is written, and not when all is done."""
    with serving(place, *OURS) as server:
        with monkeypatch.context() as dying:
            dying.setattr(
                "weerklank.services.intake.take_in.TakeIn.take_in",
                lambda *_: (_ for _ in ()).throw(KeyboardInterrupt),
            )
            place.run("harvest", "gemeente")
        assert place.events("journal", "account.looked") == []
        take_name(server)
        assert refused(place, "harvest", "gemeente") == "HARVEST-090"
    assert place.rows() == []


def test_the_number_is_noted_once_and_stands_in_the_log(place):
    with serving(place, *OURS):
        harvest(place)
        harvest(place)
    (event,) = place.events("journal", "account.numbered")
    assert (event["subject"], list(event["data"])) == ("a0001", ["number", "run", "turn"])
    assert place.good("verify", "--deep")["findings"] == []


@pytest.mark.parametrize("by", ["handin", "harvest"])
@pytest.mark.parametrize("kind", ["personal", "hybrid"])
def test_of_who_takes_the_name_of_an_account_by_hand_nothing_is_handed_in(place, kind, by):
    given = (by, "a0001", *HAND_IN, "--post")
    with serving(place, *OURS, kind=kind) as server:
        place.good(*given, at(server, OURS[0]))
        take_name(server)
        assert refused(place, *given, at(server, THEIRS)) == "HARVEST-090"
        assert told(place) == [("kind", "waiting")]
        give_back(server)
        place.good(*given, at(server, OURS[1]))
    assert len(place.good("handin", "list", "a0001")["handins"]) == 2
    assert is_clean(place)


def test_single_posts_of_a_whole_account_note_and_ask_the_number_too(place):
    with serving(place, *OURS) as server:
        place.good("harvest", "--post", at(server, OURS[0]))
        take_name(server)
        assert refused(place, "harvest", "--post", at(server, THEIRS)) == "HARVEST-090"
    assert is_clean(place)


def test_an_account_by_hand_that_moved_comes_in_again_by_the_word_of_the_register_owner(
    place, clock
):
    """It can't be connected, so nothing else can tell that it is the same."""
    place.good("person", "add", "Olga", "--role", "register-owner")
    given = ("handin", "a0001", *HAND_IN, "--as", "Olga", "--post")
    with serving(place, *OURS, kind="personal") as server:
        place.good(*given, at(server, OURS[0]))
        server.mood.change_account = lambda account: {**account, "id": "4242"}
        assert refused(place, *given, at(server, OURS[1])) == "HARVEST-090"
        token = place.root / "token"
        token.write_text("geheim")
        token.chmod(0o600)
        left, answer = place.run("connect", "a0001", "--token-file", str(token), "--as", "Olga")
        assert (left, answer["error"]["code"]) == (3, "CONNECT-006")
        reason = ("--reason", "Opnieuw aangemaakt door de wethouder")
        clock.moment += DAY
        place.good("report", "settle", "m0001", "rejected", *reason, "--as", "Olga")
        clock.moment += DAY
        place.good(*given, at(server, OURS[1]))
        # From then on it is this one.
        server.mood.change_account = lambda account: {**account, "id": "4343"}
        assert refused(place, *given, at(server, OURS[2])) == "HARVEST-090"
    numbers = [one["data"]["number"] for one in place.events("journal", "account.numbered")]
    assert numbers[1:] == [None, "4242"]
    assert place.good("verify")["findings"] == []


@pytest.mark.parametrize(("kind", "state"), [("corporate", "rejected"), ("personal", "done")])
def test_no_other_word_on_a_report_lets_another_account_in(place, kind, state):
    """A whole account is proved by connecting; that it was so is no word that it is ours."""
    asked = ("handin", "a0001", *HAND_IN) if kind == "personal" else ("harvest", "a0001")
    with serving(place, *OURS, kind=kind) as server:
        place.good(*asked, "--post", at(server, OURS[0]))
        take_name(server)
        assert refused(place, *asked, "--post", at(server, THEIRS)) == "HARVEST-090"
        place.good("report", "settle", "m0001", state, "--reason", "Niet voor het overzicht")
        assert refused(place, *asked, "--post", at(server, THEIRS)) == "HARVEST-090"
    assert is_clean(place)


def test_what_a_person_reported_of_it_is_no_word_on_a_number(place):
    with serving(place, *OURS, kind="personal") as server:
        asked = ("handin", "a0001", *HAND_IN, "--post")
        place.good(*asked, at(server, OURS[0]))
        place.good("account", "report", "a0001", "--what", "kind")
        place.good("report", "settle", "m0001", "rejected", "--reason", "Onjuist")
        take_name(server)
        assert refused(place, *asked, at(server, THEIRS)) == "HARVEST-090"


def test_the_report_that_it_is_another_s_is_taken_back_when_the_name_is_ours_again(place):
    with serving(place, *OURS) as server:
        harvest(place)
        take_name(server)
        assert refused(place, "harvest", "gemeente") == "HARVEST-090"
        assert told(place) == [("kind", "waiting")]
        place.good("account", "report", "a0001", "--what", "kind")
        give_back(server)
        harvest(place)
        # What a person told, a person settles.
        assert told(place) == [("kind", "rejected"), ("kind", "waiting")]
        take_name(server)
        assert refused(place, "harvest", "gemeente") == "HARVEST-090"
    assert is_clean(place)
