"""Who is in an office, and the report of office holders whom no corporate account names."""

import pytest
from place import Archive

MAYOR = ("https://x.com/burgemeester", "--named-after", "office", "--unit", "burgemeester")
ALDERMAN = ("https://x.com/linde", "--unit", "wethouder")


@pytest.fixture
def archive(tmp_path):
    archive = Archive(tmp_path / "place")
    archive.good("init", str(archive.folder), "--organisation", "Voorbeelddam")
    return archive


def account(archive, where, kind, *more):
    return archive.good("account", "add", *where, "--kind", kind, *more)["account"]


def office(archive, name, title, start, *more):
    return archive.good("person", "office", name, "--office", title, "--from", start, *more)


def report(archive, day="2026-06-01"):
    return archive.good("account", "office-holders", "--on", day)


def names(archive, day="2026-06-01"):
    return [one["name"] for one in report(archive, day)["holders"]]


def test_the_holder_of_a_hybrid_account_is_named_and_the_one_of_a_corporate_account_not(archive):
    account(archive, MAYOR, "corporate", "--tenure", "Ank Dijkstra:2024-03-01")
    number = account(archive, ALDERMAN, "hybrid", "--tenure", "Jo Linde:2022-06-01:2026-06-01")
    told = report(archive)
    assert told["holders"] == [
        {
            "name": "Jo Linde",
            "office": "wethouder",
            "from": "2022-06-01",
            "to": "2026-06-01",
            "accounts": [number],
        }
    ]
    assert (told["in_function"], told["on"]) == (2, "2026-06-01")
    assert report(archive, "2026-06-02")["holders"] == []  # the last day was the one before


def test_an_office_holder_without_any_account_is_named(archive):
    office(archive, "Mo Berg", "wethouder", "2024-01-01")
    (holder,) = report(archive)["holders"]
    assert (holder["office"], holder["accounts"], holder["to"]) == ("wethouder", [], None)
    assert names(archive, "2023-12-31") == []


@pytest.mark.parametrize("starts", [("2022-06-01", "2023-01-01"), ("2023-01-01", "2022-06-01")])
@pytest.mark.parametrize("ends", [("2026-07-01", "2026-08-01"), ("2026-08-01", "2026-07-01")])
def test_who_is_known_by_both_is_named_once_with_the_account(archive, starts, ends):
    tenure = f"Jo Linde:{starts[0]}:{ends[0]}"
    number = account(archive, ALDERMAN, "personal", "--tenure", tenure)
    office(archive, " jo  LINDE", "Wethouder", starts[1], "--to", ends[1])
    (holder,) = report(archive)["holders"]
    assert holder["accounts"] == [number]
    assert (holder["from"], holder["to"]) == ("2022-06-01", "2026-08-01")


def test_a_tenure_that_names_no_office_says_nothing_beside_one_that_does(archive):
    number = account(archive, ALDERMAN[:1], "personal", "--tenure", "Jo Linde:2022-06-01")
    assert [one["office"] for one in report(archive)["holders"]] == [None]
    office(archive, "Jo Linde", "wethouder", "2023-01-01")
    (holder,) = report(archive)["holders"]
    assert (holder["office"], holder["accounts"]) == ("wethouder", [number])


def test_a_successor_takes_the_account_and_the_predecessor_is_out_of_office(archive):
    account(archive, MAYOR, "corporate", "--tenure", "Ank Dijkstra:2024-03-01")
    office(archive, "Bas Opvolger", "burgemeester", "2026-05-01")
    assert names(archive) == ["Bas Opvolger"]
    archive.good("account", "edit", "a0001", "--tenure", "Bas Opvolger:2026-05-01")
    assert (names(archive), report(archive)["in_function"]) == ([], 1)
    assert report(archive, "2026-04-30")["in_function"] == 1


def test_a_corporate_account_that_was_closed_names_nobody_from_then_on(archive):
    account(archive, MAYOR, "corporate", "--tenure", "Ank Dijkstra:2024-03-01")
    why = ("--without-harvest", "Het is al weg.")
    archive.good("account", "close", "a0001", "--on", "2026-06-01", *why)
    (holder,) = report(archive)["holders"]
    assert (holder["name"], holder["accounts"]) == ("Ank Dijkstra", [])
    assert names(archive, "2026-05-31") == []


def test_whose_account_it_was_on_the_day_counts(archive):
    account(
        archive, MAYOR, "hybrid", "--tenure", "Ank Dijkstra:2024-03-01", "--since", "2024-03-01"
    )
    archive.good("account", "edit", "a0001", "--kind", "corporate", "--since", "2026-06-02")
    assert names(archive) == ["Ank Dijkstra"]
    assert names(archive, "2026-06-02") == []


def test_an_office_is_dated_and_told_with_who_recorded_it(archive):
    archive.good("person", "add", "Sanne de Wit", "--role", "register-owner")
    acting = ("--as", "Sanne de Wit")
    made = office(archive, "Mo Berg", "wethouder", "2024-01-01", *acting)
    held = {"office": "wethouder", "from": "2024-01-01", "to": None}
    assert made == {
        "person": "Mo Berg",
        "roles": [],
        "offices": [held],
        "until": {},
        "state": "added",
        "warnings": [],
    }
    ended = office(archive, "mo berg", "Wethouder", "2024-01-01", "--to", "2026-05-31", *acting)
    assert (ended["offices"][0]["to"], ended["state"]) == ("2026-05-31", "changed")
    again = office(archive, "Mo Berg", "Wethouder", "2024-01-01", "--to", "2026-05-31", *acting)
    assert again["state"] == "unchanged"
    first, second = archive.good("person", "history", "mo berg")["events"]
    assert [first["actor"], first["kind"]] == ["Sanne de Wit", "person.office"]
    assert second["change"]["offices"]["from"][0]["end"] is None
    assert second["change"]["offices"]["to"][0]["end"] == "2026-05-31"
    assert names(archive) == []


def test_roles_and_offices_of_a_person_leave_each_other_alone(archive):
    office(archive, "Mo Berg", "wethouder", "2024-01-01")
    archive.good("person", "add", "Mo Berg", "--role", "maker")
    office(archive, "Mo Berg", "locoburgemeester", "2025-01-01")
    (person,) = archive.good("person", "list")["persons"]
    assert person["roles"] == ["maker"]
    assert [one["office"] for one in person["offices"]] == ["wethouder", "locoburgemeester"]


def test_an_office_that_ends_before_it_begins_is_wrong_use(archive):
    given = ("--office", "wethouder", "--from", "2024-01-02", "--to", "2024-01-01")
    code, told = archive.run("person", "office", "Mo Berg", *given)
    assert (code, told["error"]["code"]) == (2, "REGISTER-041")
    code, told = archive.run("person", "history", "Mo Berg")
    assert (code, told["error"]["code"]) == (2, "REGISTER-042")


def test_who_keeps_no_register_records_no_office(archive):
    archive.good("person", "add", "Mo Berg", "--role", "maker")
    given = ("--office", "wethouder", "--from", "2024-01-02", "--as", "Mo Berg")
    code, told = archive.run("person", "office", "Mo Berg", *given)
    assert (code, told["error"]["code"]) == (3, "ROLE-002")


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "nl_NL.UTF-8",
            [
                "Jo Linde: wethouder vanaf 2022-06-01 (a0001)",
                "Mo Berg: wethouder vanaf 2024-01-01 tot en met 2026-12-31 (geen account)",
                "2 van 2 ambtsdragers in functie op 2026-06-01 zonder corporate account.",
            ],
        ),
        (
            "C",
            [
                "Jo Linde: wethouder from 2022-06-01 (a0001)",
                "Mo Berg: wethouder from 2024-01-01 up to and including 2026-12-31 (no account)",
                "2 of 2 office holders in function on 2026-06-01 without a corporate account.",
            ],
        ),
    ],
)
def test_people_read_it_in_their_language(archive, monkeypatch, language, lines):
    account(archive, ALDERMAN, "hybrid", "--tenure", "Jo Linde:2022-06-01")
    office(archive, "Mo Berg", "wethouder", "2024-01-01", "--to", "2026-12-31")
    monkeypatch.setenv("LANG", language)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    at = ("--archive", str(archive.folder), "--keys", str(archive.root / "keys"))
    code, out, _ = archive.spoken(*at, "account", "office-holders", "--on", "2026-06-01")
    assert (code, out.splitlines()) == (0, lines)
    code, out, _ = archive.spoken(*at, "person", "history", "Mo Berg")
    assert lines[1].partition(": ")[2].rpartition(" (")[0] in out


def test_where_nobody_is_known_it_is_said_how_to_record_it(archive):
    at = ("--archive", str(archive.folder), "--keys", str(archive.root / "keys"))
    _, out, _ = archive.spoken(*at, "account", "office-holders")
    assert "person office" in out
