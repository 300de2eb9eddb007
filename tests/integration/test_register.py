"""The register by the command line: commands, exit codes, keys, events, both languages."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from empty_archive import make_empty, open_at

from weerklank.cli.main import main
from weerklank.model.account import AccountKind, AccountStatus, Replies
from weerklank.model.clock import FixedClock, civil_day
from weerklank.model.errors import WrongUse
from weerklank.model.event import Book
from weerklank.model.hand_in import add_months
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.edit_account import edit
from weerklank.services.register.observe_account import note_observation
from weerklank.services.register.register_account import account_json, register
from weerklank.store.lock import locked
from weerklank.testing.mastodon_export import ExportAccount, ExportPost, snowflake, write_export

LATER = (civil_day(datetime.now(UTC)) + timedelta(days=30)).isoformat()
NOON = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
X = "https://x.com/minfin"
ENDED_WITHOUT = (
    *("platform", "status", "x", "ended", "--decided", "2026-01-01"),
    *("--without-harvest", "weg"),
)
WEERKLANK = (sys.executable, "-c", "from weerklank.cli.main import main; main()")


def today() -> date:
    """Give the day that it is now: a run of the tests may last until the next one."""
    return civil_day(datetime.now(UTC))


@pytest.fixture
def places(tmp_path, monkeypatch):
    archive, keys = tmp_path / "archive", tmp_path / "keys"
    monkeypatch.setenv("WEERKLANK_ARCHIVE", str(archive))
    monkeypatch.setenv("WEERKLANK_KEYS", str(keys))
    monkeypatch.delenv("WEERKLANK_ACTOR", raising=False)
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "C")
    make_empty(tmp_path, FixedClock(NOON))
    return archive, keys


def workplace(places):
    return open_at(*places, NOON)


def events(places, book=Book.REGISTER):
    return [e for e in workplace(places).events.read(book) if e.subject != "archive"]


@pytest.fixture
def run(places, capsys):
    """Run a command; give exit code, standard output and standard error."""

    def go(*arguments):
        with pytest.raises(SystemExit) as left:
            main(arguments)
        out, err = capsys.readouterr()
        return left.value.code, out, err

    return go


@pytest.fixture
def ask(run):
    """Run a command with --json; give exit code and answer, and nothing else may be said."""

    def go(*arguments):
        code, out, err = run(*arguments, "--json")
        assert err == ""
        return code, json.loads(out)

    return go


@pytest.fixture
def good(ask):
    """Run a command that must go well; give its answer."""

    def go(*arguments):
        code, answer = ask(*arguments)
        assert (code, answer.get("error")) == (0, None)
        return answer

    return go


def test_an_account_is_added_with_all_its_facts(good, places):
    answer = good(
        *("account", "add", "x.com/MinFin", "--kind", "corporate", "--named-after", "office"),
        *("--replies", "closed", "--manager", "A. Jansen", "--manager", "B. de Vries"),
        *("--group", "webcare", "--process", "klantcontact", "--process", "eigen-1"),
        *("--unit", "Minister", "--openness", "shielded", "--intention", "informing"),
        *("--status", "active", "--tenure", "C. Bakker:2024-01-01:", "--since", "2024-02-01"),
        *("--former-url", "x.com/Fin2010"),
    )
    assert answer == {
        "account": "a0001",
        "platform": "x",
        "handle": "minfin",
        "scenario": "A",
        "one_way": True,
        "url": "https://x.com/MinFin",
        "kind": "corporate",
        "kinds": [{"value": "corporate", "start": "2024-02-01"}],
        "named_after": "office",
        "unit": "Minister",
        "status": "active",
        "status_since": "2024-02-01",
        "openness": "shielded",
        "intention": "informing",
        "intention_since": "2024-02-01",
        "managers": [
            {"name": "A. Jansen", "group": "webcare"},
            {"name": "B. de Vries", "group": "webcare"},
        ],
        "processes": [
            {"code": "klantcontact", "start": "2024-02-01", "end": None},
            {"code": "eigen-1", "start": "2024-02-01", "end": None},
        ],
        "replies": [{"value": "closed", "start": "2024-02-01"}],
        "replies_received_since": None,
        "answered_since": None,
        "two_way_seen": [],
        "handin": None,
        "handin_term": None,
        "platform_state": None,
        "marks_recur": None,
        "reports": 0,
        "review": {
            "account": "a0001",
            "last": None,
            "by": None,
            "due": add_months(today(), 6).isoformat(),
            "overdue": False,
        },
        "tenures": [{"name": "C. Bakker", "start": "2024-01-01", "end": None}],
        "managed_by": [],
        "former_handles": [{"platform": "x", "handle": "fin2010"}],
        "reported_handles": [],
        "registered": today().isoformat(),
        "warnings": [],
    }
    (event,) = events(places)
    assert (event.kind, event.subject) == ("account.registered", "a0001")
    assert event.actor.system_user


def test_without_facts_replies_are_unknown_and_the_scenario_is_b(good):
    answer = good("account", "add", X, "--kind", "corporate")
    assert (answer["scenario"], answer["named_after"]) == ("B", "organisation")
    assert answer["replies"] == [{"value": "unknown", "start": today().isoformat()}]


def test_a_mastodon_account_is_never_a(good):
    answer = good(
        "account", "add", "@n@social.example", "--kind", "corporate", "--replies", "closed"
    )
    assert (answer["platform"], answer["scenario"]) == ("mastodon", "B")
    assert [warning["code"] for warning in answer["warnings"]] == ["replies-always-open"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("account", "add", X), 2),
        (("account", "add", X, "--kind", "state"), 2),
        (("account", "add", "nonsense", "--kind", "corporate"), 2),
        (("account", "add", f"{X}/status/1", "--kind", "corporate"), 2),
        (("account", "add", "http://social.example/@n", "--kind", "corporate"), 2),
        (("account", "add", "https://a:b@social.example/@n", "--kind", "corporate"), 2),
        (("account", "add", "https://gemeente.example/nieuws", "--kind", "corporate"), 2),
        (("account", "add", X, "--kind", "corporate", "--since", "gisteren"), 2),
        (("account", "add", X, "--kind", "corporate", "--tenure", "Jan"), 2),
        (("account", "add", X, "--kind", "corporate", "--tenure", ":2024-01-01"), 2),
        (("account", "add", X, "--kind", "corporate", "--group", "webcare"), 2),
        (("account", "add", X, "--kind", "corporate", "--process", "A B"), 2),
        (("account", "add", "https://wa.me/31", "--kind", "corporate"), 3),
        (("account", "add", "https://forum.example.nl", "--kind", "corporate"), 3),
        (("account", "add", "https://x.com/messages", "--kind", "corporate"), 3),
        (("account", "show", "a0009"), 2),
        (("account", "edit", "niemand", "--replies", "open"), 2),
        (("account", "close", "niemand"), 2),
        (("account", "history", "niemand"), 2),
        (("person", "add", "Jan"), 2),
        (("person", "add", "Jan", "--role", "boss"), 2),
        (("person", "add", " ", "--role", "reader"), 2),
        (("platform", "status", "x", "ended"), 2),
        (("platform", "status", "hyves", "ended", "--decided", "2026-01-01"), 2),
        (("privacy", "policy", "--sealed", "soon"), 2),
        (("--as", "Niemand", "account", "add", X, "--kind", "corporate"), 2),
    ],
)
def test_what_cannot_be_done_leaves_no_trace(ask, places, arguments, code):
    left, answer = ask(*arguments)
    assert left == code
    assert set(answer["error"]) == {"code", "hint", "message", "retryable"}
    assert events(places) == []
    assert events(places, Book.DECISIONS) == []


@pytest.mark.parametrize(
    ("address", "platform", "code"),
    [
        ("https://mastodon.social/@gem", "x", (2, "REGISTER-018")),
        ("https://www.facebook.com/gem", "mastodon", (2, "REGISTER-018")),
        ("https://forum.stad.example/gemeente", "facebook", (3, "REGISTER-020")),
    ],
)
def test_no_platform_is_named_against_the_address(ask, good, address, platform, code):
    """A Mastodon account named x would be of scenario A, and keep the real one out."""
    given = ("account", "add", address, "--kind", "corporate", "--replies", "closed")
    left, answer = ask(*given, "--platform", platform)
    assert (left, answer["error"]["code"]) == code
    good("account", "add", "https://pixel.example/gem", *given[3:], "--platform", "mastodon")
    left, answer = ask("account", "edit", "a0001", "--platform", "x")
    assert (left, answer["error"]["code"]) == (2, "REGISTER-018")
    (account,) = good("account", "list")["accounts"]
    assert (account["platform"], account["scenario"]) == ("mastodon", "B")


def test_a_named_platform_says_what_the_address_does_not(good):
    answer = good(
        *("account", "add", "https://pixel.example/gem", "--kind", "corporate"),
        *("--platform", "mastodon"),
    )
    assert (answer["platform"], answer["handle"]) == ("mastodon", "gem@pixel.example")


def test_an_account_is_registered_once(ask, good):
    good("account", "add", X, "--kind", "corporate")
    code, answer = ask("account", "add", "https://twitter.com/MinFin/", "--kind", "hybrid")
    assert (code, answer["error"]["code"]) == (2, "REGISTER-016")
    assert len(good("account", "list")["accounts"]) == 1


@pytest.mark.parametrize(
    "name", ["a0001", X, "x.com/minfin/", "@minfin", "MinFin", "https://www.x.com/minfin?a=1"]
)
def test_an_account_is_found_by_number_address_or_handle(good, name):
    good("account", "add", X, "--kind", "corporate")
    assert good("account", "show", name)["account"] == "a0001"


def test_a_handle_on_two_platforms_is_ambiguous(ask, good):
    good("account", "add", X, "--kind", "corporate")
    good("account", "add", "instagram.com/minfin", "--kind", "corporate")
    code, answer = ask("account", "show", "minfin")
    assert (code, answer["error"]["code"]) == (2, "REGISTER-002")
    accounts = good("account", "list")["accounts"]
    assert [(one["account"], one["scenario"]) for one in accounts] == [
        ("a0001", "B"),
        ("a0002", "B"),
    ]


def test_an_edit_keeps_what_it_does_not_name_and_writes_what_changed(good, places):
    good("account", "add", X, "--kind", "corporate", "--manager", "A", "--replies", "closed")
    answer = good(
        *("account", "edit", "a0001", "--manager", "B", "--group", "monitoring"),
        *("--process", "monitoring", "--unit", "Pers"),
    )
    assert answer["managers"] == [
        {"name": "A", "group": None},
        {"name": "B", "group": "monitoring"},
    ]
    assert (answer["scenario"], answer["unit"]) == ("A", "Pers")
    answer = good("account", "edit", "a0001", "--without-manager", "A", "--unit", "")
    assert ([one["name"] for one in answer["managers"]], answer["unit"]) == (["B"], None)
    kinds = [event.kind for event in events(places)]
    assert kinds == ["account.registered", "account.changed", "account.changed"]


def test_an_edit_that_changes_nothing_writes_nothing(good, places):
    good("account", "add", X, "--kind", "corporate")
    good("account", "edit", "a0001", "--kind", "corporate", "--status", "active")
    assert [event.kind for event in events(places)] == ["account.registered"]


def test_a_change_of_scenario_of_a_process_that_died_is_written_by_the_next(places, monkeypatch):
    place = workplace(places)
    register(place, X, Facts(kind=AccountKind.CORPORATE, replies=Replies.CLOSED))
    plain = type(place).record

    def dies(self, book, kind, *more):
        if kind == "account.scenario":
            raise KeyboardInterrupt
        return plain(self, book, kind, *more)

    opens = Facts(replies=Replies.OPEN, since=NOON.date())
    place.clock.moment += timedelta(minutes=1)
    with monkeypatch.context() as killed:
        killed.setattr(type(place), "record", dies)
        with pytest.raises(KeyboardInterrupt):
            edit(place, X, opens)
    place.clock.moment += timedelta(minutes=1)
    for _ in range(2):
        edit(place, X, opens)
        told = events(places)
        assert [one.kind for one in told[1:]] == ["account.changed", "account.scenario"]
        assert told[2].data == {"date": NOON.date().isoformat(), "from": "A", "to": "B"}


def test_a_change_of_scenario_is_an_event_of_its_own(good):
    good("account", "add", X, "--kind", "corporate", "--replies", "closed")
    assert good("account", "edit", X, "--replies", "open", "--since", LATER)["scenario"] == "A"
    registered, changed, scenario = good("account", "history", X)["events"]
    assert registered["change"]["handle"] == "minfin"
    assert changed["change"]["replies"]["to"][-1] == {"value": "open", "start": LATER}
    assert changed["since"] == LATER
    assert scenario["kind"] == "account.scenario"
    assert scenario["change"] == {"date": LATER, "from": "A", "to": "B"}
    for event in (registered, changed, scenario):
        assert event["at"].startswith(today().isoformat()[:4])
        assert event["actor"] == event["system_user"]


def test_a_renamed_handle_is_edited_by_its_new_address(ask, good):
    good("account", "add", X, "--kind", "corporate")
    good("account", "add", "x.com/ander", "--kind", "corporate")
    assert good("account", "edit", "minfin", "--url", "x.com/fin")["handle"] == "fin"
    assert good("account", "edit", "fin", "--url", "x.com/FIN")["url"] == "https://x.com/FIN"
    code, answer = ask("account", "edit", "fin", "--url", "x.com/ander")
    assert (code, answer["error"]["code"]) == (2, "REGISTER-016")


def test_a_closed_account_stays_and_asks_for_a_last_harvest(good):
    good("account", "add", X, "--kind", "corporate")
    why = ("--without-harvest", "Het account is al weg.")
    answer = good("account", "close", X, "--on", "2026-02-01", *why)
    assert (answer["status"], answer["status_since"]) == ("closed", "2026-02-01")
    assert [warning["code"] for warning in answer["warnings"]] == ["last-harvest"]
    assert [one["status"] for one in good("account", "list")["accounts"]] == ["closed"]


def test_an_office_without_holder_is_warned_of(good):
    office = ("--kind", "corporate", "--named-after", "office")
    past = good("account", "add", X, *office, "--tenure", "A:2020-01-01:2021-01-01")
    assert [warning["code"] for warning in past["warnings"]] == ["no-tenure"]
    assert good("account", "edit", X, "--tenure", "B:2024-01-01")["warnings"] == []


@pytest.mark.parametrize("decision", ["not-allowed", "ended"])
def test_an_account_on_a_platform_out_of_favour_is_registered_with_a_warning(good, decision):
    good("platform", "status", "x", decision, "--decided", "2026-01-01", "--document", "B&W 12")
    answer = good("account", "add", X, "--kind", "corporate")
    assert [warning["code"] for warning in answer["warnings"]] == [f"platform-{decision}"]
    why = ("--without-harvest", "De server is weg.")
    after = good("platform", "status", "x", decision, "--decided", "2026-01-02", *why)
    assert (after["state"], after["accounts"]) == (decision, ["a0001"])
    assert [warning["code"] for warning in after["warnings"]] == ["still-in-use"]


def test_platforms_are_listed_with_the_last_decision(good, places):
    good("platform", "status", "tiktok", "experimental", "--decided", "2026-01-01")
    good("platform", "status", "tiktok", "designated", "--decided", "2026-02-01")
    states = {one["platform"]: one for one in good("platform", "list")["platforms"]}
    assert (states["tiktok"]["state"], states["tiktok"]["decided"]) == ("designated", "2026-02-01")
    assert states["x"]["state"] is None
    assert [event.kind for event in events(places)] == ["platform.status"] * 2


def test_the_first_register_owner_comes_in_freely_and_then_keeps_the_door(ask, good, places):
    good("person", "add", "Lezer", "--role", "reader")
    good("person", "add", "Eigenaar", "--role", "register-owner")
    assert ask("person", "add", "Ander", "--role", "archivist")[0] == 3
    code, answer = ask("--as", "Lezer", "person", "add", "Lezer", "--role", "archivist")
    assert (code, answer["error"]["code"]) == (3, "ROLE-002")
    answer = good(
        *("--as", "Eigenaar", "person", "add", "lezer", "--role", "woo", "--role", "privacy")
    )
    assert answer == {
        "person": "Lezer",
        "roles": ["reader", "woo", "privacy"],
        "offices": [],
        "until": {},
        "state": "changed",
        "warnings": [],
    }
    assert events(places)[-1].actor.name == "Eigenaar"
    assert good("person", "list")["persons"] == [
        {
            "name": "Eigenaar",
            "roles": ["register-owner"],
            "offices": [],
            "until": {},
            "email": None,
        },
        {
            "name": "Lezer",
            "roles": ["reader", "woo", "privacy"],
            "offices": [],
            "until": {},
            "email": None,
        },
    ]
    again = good("person", "add", "Lezer", "--role", "woo", "--as", "Eigenaar")
    assert (again["state"], len(events(places))) == ("unchanged", 3)


@pytest.mark.parametrize(
    "command",
    [
        ("account", "add", "x.com/ander", "--kind", "corporate"),
        ("account", "edit", "a0001", "--replies", "open"),
        ("account", "close", "a0001", "--without-harvest", "al weg"),
        (
            "platform",
            "status",
            "x",
            "ended",
            "--decided",
            "2026-01-01",
            "--without-harvest",
            "weg",
        ),
    ],
)
def test_a_named_person_needs_the_role(ask, good, places, monkeypatch, command):
    good("account", "add", X, "--kind", "corporate")
    good("person", "add", "Lezer", "--role", "reader")
    good("person", "add", "Eigenaar", "--role", "register-owner")
    monkeypatch.setenv("WEERKLANK_ACTOR", "Lezer")
    code, answer = ask(*command)
    assert (code, answer["error"]["code"], len(events(places))) == (3, "ROLE-002", 3)
    good("--as", "Eigenaar", *command)
    assert events(places)[3].actor.name == "Eigenaar"
    assert events(places)[3].actor.roles == ("register-owner",)


def test_the_policy_is_shown_and_chosen_by_the_privacy_officer(ask, good):
    def choices(policy):
        return {choice for by in policy.pop("fields").values() for choice in by.values()}

    empty = good("privacy", "policy")
    assert empty["findings"] == []
    assert "seal" not in choices(empty["policy"])
    assert empty["policy"] == {"version": 0, "sealed": None}
    dropped = good("privacy", "policy", "--sealed", "drop")["policy"]
    assert "seal" not in choices(dropped)
    assert dropped == {"version": 1, "sealed": {"choice": "drop", "months": None}}
    good("person", "add", "Functionaris", "--role", "privacy")
    assert ask("privacy", "policy", "--sealed", "12")[0] == 3
    kept = good("privacy", "policy", "--sealed", "12", "--as", "Functionaris")["policy"]
    assert good("privacy", "policy")["policy"] == kept
    assert {*kept["fields"].pop("media").values()} == {"drop"}  # never sealed (ADR 0116)
    assert choices(kept) == {"seal"}
    assert kept == {"version": 2, "sealed": {"choice": "months", "months": 12}}


def test_what_a_run_sees_is_noted_only_when_it_is_news(good, places):
    good(
        "account", "add", X, "--kind", "corporate", "--replies", "closed", "--since", "2025-01-01"
    )
    place = workplace(places)
    known = place.register().find("a0001")

    def note(*replies_received, answered=()):
        note_observation(place, known, replies_received=replies_received, answered=answered)
        return [event.kind for event in events(places)]

    changed = ["account.changed", "account.scenario"]
    assert note() == ["account.registered"]
    place.clock.moment = datetime.now(UTC) + timedelta(minutes=1)
    assert note(date(2025, 6, 1))[1:] == changed
    assert note(date(2025, 7, 1))[1:] == changed
    assert note(date(2025, 6, 1), date(2025, 7, 1))[1:] == changed
    later = note(date(2025, 6, 1), answered=[date(2025, 9, 1), date(2025, 8, 1)])
    assert later[1:] == [*changed, "account.changed"]
    assert events(places)[2].data == {"date": "2025-06-01", "from": "A", "to": "B"}
    after = place.register().find("a0001")
    assert after.scenario_on(date(2025, 5, 31)).value == "A"
    assert after.scenario_on(date(2025, 6, 1)).value == "B"
    assert (after.replies_received_since, after.answered_since, after.two_way_seen) == (
        date(2025, 6, 1),
        date(2025, 8, 1),
        (date(2025, 6, 1),),
    )


def test_a_reply_seen_after_replies_were_closed_makes_b_of_a_again(good, places):
    good("account", "add", X, "--kind", "corporate", "--replies", "open", "--since", "2022-01-01")
    good("account", "edit", X, "--replies", "closed", "--since", "2024-01-01")
    place = workplace(places)
    days = [date(2025, 5, 1), date(2025, 3, 1), date(2022, 3, 1)]
    after = note_observation(
        place, place.register().find("a0001"), replies_received=days, answered=()
    )
    assert (after.replies_received_since, after.two_way_seen) == (days[2], (days[1],))
    moments = [date(2023, 1, 1), date(2024, 1, 1), date(2025, 2, 28), date(2025, 3, 1)]
    assert "".join(after.scenario_on(day).value for day in moments) == "BAAB"
    assert events(places)[-2].data["since"] == "2022-03-01"
    assert events(places)[-1].data == {"date": "2025-03-01", "from": "A", "to": "B"}


def test_an_import_tells_the_register_on_which_days_others_were_answered(
    run, good, places, tmp_path
):
    gem = ExportAccount(
        host="social.example",
        name="gem",
        display_name="Gemeente",
        summary_html="",
        actor_id="https://social.example/users/gem",
        created=NOON,
    )
    citizen = "https://ander.example/users/jan"

    def answer(year, month):
        moment = datetime(year, month, 1, 12, tzinfo=UTC)
        return ExportPost(
            number=snowflake(moment),
            published=moment,
            html="<p>Antwoord.</p>",
            in_reply_to=f"{citizen}/statuses/1",
            mentions=((citizen, "@jan@ander.example"),),
        )

    file = tmp_path / "export.tar.gz"
    write_export(file, gem, [answer(2022, 3), answer(2022, 4), answer(2025, 5), answer(2025, 6)])
    since = ("--since", "2024-01-01")
    good("privacy", "policy", "--sealed", "drop")
    good("account", "add", gem.url, "--kind", "corporate", "--replies", "closed", *since)
    for _ in range(2):
        code, out, _ = run("import", str(file), "--json")
        assert (code, json.loads(out)["runs"][0]["gaps"]) == (0, [])
    account = good("account", "show", "a0001")
    assert (account["answered_since"], account["two_way_seen"]) == ("2022-03-01", ["2025-05-01"])
    kinds = [event.kind for event in events(places)]
    assert kinds == ["account.registered", "account.changed"]


def test_another_kind_holds_from_its_day_and_earlier_days_stay_as_they_were(good, places):
    good("account", "add", X, "--kind", "corporate", "--replies", "closed")
    later = good("account", "edit", X, "--kind", "hybrid", "--since", LATER)
    assert (later["kind"], later["scenario"], later["warnings"]) == ("corporate", "A", [])
    account = workplace(places).register().find(X)
    assert account.scenario_on(today()).value == "A"
    assert account.scenario_on(date.fromisoformat(LATER)).value == "C"
    scenario = good("account", "history", X)["events"][-1]
    assert scenario["change"] == {"date": LATER, "from": "A", "to": "C"}
    assert account_json(account, date.fromisoformat(LATER))["kind"] == "hybrid"


@pytest.mark.parametrize(
    ("fact", "codes"),
    [
        (("--kind", "personal"), ["later-fact"]),
        (("--kind", "corporate"), []),
        (("--replies", "closed"), ["later-fact", "closed-before"]),
    ],
)
def test_what_is_stated_of_the_past_warns_of_what_holds_since(good, places, fact, codes):
    good("account", "add", X, "--kind", "corporate", "--replies", "open", "--since", "2025-01-01")
    place = workplace(places)
    seen = [date(2025, 2, 1)]
    note_observation(place, place.register().find(X), replies_received=(), answered=seen)
    warnings = good("account", "edit", X, *fact, "--since", "2024-01-01")["warnings"]
    assert [warning["code"] for warning in warnings] == codes


@pytest.mark.parametrize(("day", "codes"), [("2022-01-01", ["closed-before"]), ("", [])])
def test_a_file_that_closes_an_account_earlier_warns_as_well(good, places, tmp_path, day, codes):
    """Of what was seen since, only the first day is kept: from 2022 on it would be A."""
    good(
        "account", "add", X, "--kind", "corporate", "--replies", "closed", "--since", "2020-01-01"
    )
    place = workplace(places)
    seen = [date(2021, 1, 1), date(2023, 1, 1)]
    note_observation(place, place.register().find(X), replies_received=(), answered=seen)
    file = tmp_path / "lijst.csv"
    since = f" from {day}" if day else " from 2020-01-01"
    file.write_text(f"address;kind;replies\n{X};corporate;not possible{since}\n")
    assert [one["code"] for one in good("account", "import", str(file))["warnings"]] == codes


def test_profiles_without_a_name_are_kept_apart(good):
    page = "https://www.facebook.com/profile.php"
    for number in ("1", "22"):
        good("account", "add", f"{page}?id={number}", "--kind", "corporate")
    assert good("account", "show", f"{page}?id=22&sk=about")["account"] == "a0002"
    assert good("account", "show", "facebook.com/profile.php?id=1")["handle"] == "1"


def test_a_clock_that_was_set_back_sorts_nothing_before_what_was_read_or_written(places):
    place = workplace(places)
    added = register(place, X, Facts(kind=AccountKind.CORPORATE)).account
    other = workplace(places)
    other.clock.moment = NOON - timedelta(days=400)
    edit(other, X, Facts(status=AccountStatus.UNUSED))
    edit(other, X, Facts(status=AccountStatus.CLOSED), without_harvest="al weg")
    kinds = [(event.kind, event.at - NOON) for event in events(places)]
    assert kinds[0][0] == "account.registered"
    assert [kind for kind, _ in kinds[1:]] == ["account.changed"] * 2
    first, second, third = (after for _, after in kinds)
    assert timedelta() <= first < second < third < timedelta(seconds=1)
    assert other.register().find(added.id).status is AccountStatus.CLOSED
    # Books are kept apart: what was never read here is dated by the clock.
    assert other.record(Book.JOURNAL, "run.started", "r", {}).at == other.clock.moment
    other.clock.moment = NOON + timedelta(days=1)
    assert other.record(Book.REGISTER, "person.added", "p", {"roles": []}).at == NOON + timedelta(
        1
    )


@pytest.mark.parametrize(
    "command",
    [
        ("account", "add", "x.com/ander", "--kind", "corporate"),
        ("account", "edit", X, "--replies", "open", "--since", LATER),
        ("account", "close", X, "--without-harvest", "al weg"),
        ("person", "add", "Jan", "--role", "reader"),
        (
            "platform",
            "status",
            "x",
            "ended",
            "--decided",
            "2026-01-01",
            "--without-harvest",
            "weg",
        ),
        ("privacy", "policy", "--sealed", "drop"),
    ],
)
def test_every_event_is_in_the_log_when_a_command_ends(good, places, command):
    good("account", "add", X, "--kind", "corporate", "--replies", "closed")
    good(*command)
    place = workplace(places)
    assert place.events.unsealed(place.log.events()) == []


def test_who_says_nothing_of_replies_registers_them_as_unknown(places):
    added = register(workplace(places), X, Facts(kind=AccountKind.CORPORATE))
    assert [fact.value for fact in added.account.replies] == [Replies.UNKNOWN]
    with pytest.raises(WrongUse):
        register(workplace(places), "x.com/ander", Facts())


SENTENCES = [
    (("account", "list"), "Nog geen accounts.", "No accounts yet."),
    (("account", "add", X, "--kind", "corporate"), "scenario vandaag", "scenario today"),
    (("account", "add", "https://wa.me/31", "--kind", "corporate"), "berichtenapp", "messaging"),
    (("platform", "list"), "nog niet over besloten", "not decided on yet"),
    (("person", "list"), "Nog geen personen.", "No persons yet."),
    (("privacy", "policy"), "nog niet beslist", "not decided on yet"),
]


@pytest.mark.parametrize(("command", "dutch", "english"), SENTENCES)
def test_people_read_it_in_their_language(run, monkeypatch, command, dutch, english):
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    _, out, err = run(*command)
    assert dutch in out + err
    if command[:2] == ("account", "add") and "minfin" in command[2]:
        command = ("account", "show", "a0001")
    monkeypatch.setenv("LANG", "C")
    _, out, err = run(*command)
    assert english in out + err


def test_tables_fit_and_history_tells_who_and_what(run, good, monkeypatch):
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    long = "een-heel-lange-naam-van-een-account@een-heel-lange-server.example"
    managers = ("--manager", "A. van der Lange-Naam", "--manager", "B. de Vries")
    good("account", "add", f"@{long}", "--kind", "personal", *managers)
    good("account", "add", X, "--kind", "corporate", "--replies", "closed", *managers)
    good("account", "edit", X, "--replies", "open", "--since", LATER, "--process", "monitoring")
    good("account", "close", X, "--without-harvest", "Het platform bestaat niet meer.")
    _, out, _ = run("account", "list")
    assert max(map(len, out.splitlines())) <= 100
    assert "opgeheven" in out
    assert "2 accounts." in out
    _, out, _ = run("account", "show", X)
    assert "A. van der Lange-Naam" in out
    assert f"mogelijk vanaf {LATER}" in out
    assert "[" not in out
    _, out, _ = run("account", "history", X)
    assert "reacties: niet mogelijk vanaf" in out
    assert "A (corporate, eenrichting) → B (corporate, tweerichting)" in out
    assert "status: actief → opgeheven" in out
    assert "geen laatste oogst: Het platform bestaat niet meer." in out


@pytest.mark.parametrize(
    ("lang", "sentence"), [("nl_NL.UTF-8", "Registreer het account"), ("C", "Register the")]
)
def test_help_follows_the_locale(lang, sentence):
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))
    }
    done = subprocess.run(
        [*WEERKLANK, "account", "add", "--help"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**environment, "LANG": lang, "PYTHONUTF8": "1"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert sentence in done.stdout


@pytest.mark.parametrize(
    "command",
    [
        ("account", "add", "x.com/ander", "--kind", "corporate"),
        ("account", "close", "a0001", "--without-harvest", "al weg"),
        ("person", "add", "Jan", "--role", "reader"),
        ENDED_WITHOUT,
    ],
)
def test_two_never_write_the_register_at_once(good, places, command):
    good("account", "add", X, "--kind", "corporate")
    with locked(workplace(places).layout.lock("register"), "register"):
        other = subprocess.Popen([*WEERKLANK, *command], stdout=subprocess.DEVNULL)
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(timeout=3)
        assert len(events(places)) == 1
    assert other.wait(timeout=60) == 0
    assert len(events(places)) == 2


def test_a_shared_profile_is_linked_to_the_accounts_that_manage_it(ask, good):
    first = good("account", "add", X, "--kind", "personal")["account"]
    second = good("account", "add", "https://x.com/ander", "--kind", "personal")["account"]
    page = ("account", "add", "https://facebook.com/gemeente", "--kind", "corporate")
    made = good(*page, "--managed-by", X, "--managed-by", second)
    assert made["managed_by"] == [first, second]
    number = made["account"]
    good("account", "edit", number, "--without-managed-by", first, "--managed-by", second)
    (shown,) = [a for a in good("account", "list")["accounts"] if a["account"] == number]
    assert shown["managed_by"] == [second]
    changed = good("account", "history", number)["events"][-1]["change"]
    assert changed == {"managed_by": {"from": [first, second], "to": [second]}}
    for wrong in (("--managed-by", "a0099"), ("--managed-by", number)):
        assert ask("account", "edit", number, *wrong)[0] == 2
    assert ask("account", "edit", number, "--without-managed-by", first)[0] == 2
