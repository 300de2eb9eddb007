"""A person asks: by handle through the blind index, to a decision, a letter, and what it does."""

import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from place import ME, Archive, Json, moment, post, uri
from pytest_socket import enable_socket

from weerklank import bootstrap
from weerklank.model.clock import FixedClock, SystemClock
from weerklank.model.hand_in import add_months
from weerklank.model.symbols import decode
from weerklank.services.change.end_terms import end_terms
from weerklank.services.requests.held_about import WhoAsks, held_about
from weerklank.services.workplace import Silent, open_workplace
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
NAME, OTHER = "zqwubbechien_tjoelker", "zqharmannus_knol"
WHO = f"{NAME}@mast.example"
PRIYA, LIES, ANNA, RUUD, BO = "Priya", "Lies", "Anna", "Ruud", "Bo"
ABOUT = post(1, "De brug bij de sluis is open.")
NEW = ("request", "new", WHO, "--platform", "mastodon", "--case", "Z-2026-0117")
HOW = ("--how", "vanaf het account een afgesproken woord geplaatst")
WHY = ("--reason", "Daarom, in eigen woorden.")


def answering(name: str, number: int, html: str, answers: str = "") -> Reply:
    return Reply(
        uri=f"https://mast.example/users/{name}/statuses/{900 + number}",
        html=f"<p>{html}</p>",
        answers=answers or uri(ABOUT),
        published=moment(3 + number),
    )


FIRST = answering(NAME, 0, "Eindelijk, de sluisbrug kan weer.")
THEIRS = answering(OTHER, 1, f"Mee eens @{WHO}, hoogste tijd.", FIRST.uri)
SECOND = answering(NAME, 2, f"Dank @{OTHER}@mast.example, fijn.", THEIRS.uri)
OURS = post(9, f"Dank voor uw reactie @{WHO}.", in_reply_to=FIRST.uri)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a thread of two citizens and the organisation, harvested from a server."""
    enable_socket()
    root = tmp_path_factory.mktemp("filled")
    place = Archive(root).begin()
    with mastodon_server(ME, [ABOUT, OURS], replies=[FIRST, THEIRS, SECOND]) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        place.good("person", "add", "Ria", "--role", "register-owner")
        for name, *roles in (
            (PRIYA, "privacy"),
            (LIES, "reader"),
            (ANNA, "archivist"),
            (BO, "archivist"),
            (RUUD, "reviewer"),
        ):
            given = [part for role in roles for part in ("--role", role)]
            place.good("person", "add", name, *given, "--as", "Ria")
        run = place.good("harvest", "gemeente")["runs"][0]
        assert (run["complete"], run["items"]["replies"]) == (True, 4 - 1)
    return root


@pytest.fixture
def place(filled: Path, tmp_path: Path) -> Archive:
    root = tmp_path / "place"
    shutil.copytree(filled, root, symlinks=True)
    return Archive(root)


def asked(place: Archive, *more: str, kind: str = "access") -> Json:
    return place.good("--as", PRIYA, *NEW, "--kind", kind, *HOW, *more)


def refused(place: Archive, *arguments: str) -> tuple[int, str]:
    code, answer = place.run("--as", PRIYA, *arguments)
    return code, str(answer["error"]["code"])


def found(place: Archive, *words: str) -> set[str]:
    return {hit["id"] for hit in place.good("search", "--limit", "50", *words)["hits"]}


def person(place: Archive, handle: str, *more: str) -> Json:
    return place.good("--as", PRIYA, "privacy", "person", handle, "--platform", "mastodon", *more)


def letter(place: Archive, ending: str = ".txt") -> str:
    path = place.root / f"brief{ending}"
    place.good("--as", PRIYA, "request", "letter", "p0001", "-o", str(path))
    return path.read_text(encoding="utf-8")


def test_until_when_something_is_sealed_is_what_its_key_says(place):
    workplace = open_workplace(
        place.folder, place.root / "keys", clock=SystemClock(), reporter=Silent()
    )
    day = add_months(workplace.today(), 12) + timedelta(days=1)

    def mine() -> list[Json]:
        return [one for one in person(place, WHO)["items"] if one["role"] == "wrote"]

    assert {one["sealed_until"] for one in mine()} == {str(day)}
    place.good("--as", PRIYA, "privacy", "policy", "--sealed", "24")
    assert {one["sealed_until"] for one in mine()} == {str(day)}  # what was sealed keeps its term
    late = FixedClock(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    assert end_terms(replace(workplace, clock=late)).errors == []
    assert [(one["sealed"], one["sealed_until"]) for one in mine()] == [(False, None)] * 2


def test_by_any_name_that_the_platform_gives_one_finds_the_same_and_nobody_elses(place):
    told = person(place, WHO)
    (pseudonym,) = told["pseudonyms"]
    assert (told["written"], told["named"], told["total"]) == (2, 2, 4)
    by_role = {(one["role"], one["kind"]): one for one in told["items"]}
    mine = [one["text"] for one in told["items"] if one["role"] == "wrote"]
    assert mine == ["Dank [iemand anders], fijn.", "Eindelijk, de sluisbrug kan weer."]
    assert all(one["sealed"] and one["sealed_until"] for one in told["items"][:2])
    # Of others that it is there; of the organisation what it said.
    rest = {one["text"] for one in told["items"] if one["role"] == "mentioned"}
    assert rest == {None, "Dank voor uw reactie [u]."}
    assert pseudonym not in str(by_role)
    site = "https://mast.example"
    for way in (f"@{WHO}", WHO.upper(), f"{site}/@{NAME}", f"acct:{WHO}",
                f"{site}/users/{NAME}", f"{site}/@{NAME}?x=1"):  # fmt: skip
        assert person(place, way)["pseudonyms"] == [pseudonym], way
    part = person(place, WHO, "--limit", "1", "--offset", "1")
    assert [one["text"] for one in part["items"]] == [mine[1]]
    assert len(person(place, WHO, "--limit", "2", "--offset", "3")["items"]) == 1
    assert person(place, f"{OTHER}@mast.example")["written"] == 1
    # What others did is recorded each time, by pseudonym; what was asked for stands nowhere.
    seen = [one for one in place.good("--as", PRIYA, "access", "list")["seen"]
            if one["what"] == "person"]  # fmt: skip
    assert len(seen) == 10
    assert {one["subject"] for one in seen} >= {pseudonym}
    assert NAME.encode() not in b"".join(
        path.read_bytes() for path in place.root.rglob("*") if path.is_file()
    )


HOSTILE = [
    ("", "USE-001"), ("@", "PERSON-002"), ("zq*", "PERSON-002"), ("%@mast.example", "PERSON-002"),
    ("?", "PERSON-002"), ("x" * 5000, "PERSON-002"), ("a\x00b@mast.example", "PERSON-002"),
    ("https://mast.example/@*", "PERSON-002"), ("Wubbechien Tjoelker", "PERSON-001"),
    (NAME, "PERSON-003"), (f"https://x.com/{NAME}", "PERSON-005"),
]  # fmt: skip


def test_what_is_no_handle_is_refused_with_a_reason(place):
    events = len([*place.folder.rglob("*.json")])
    ours = str(place.good("account", "list")["accounts"][0]["handle"])
    for given, code in (*HOSTILE, (ours, "PERSON-004"), (f"@{ours}", "PERSON-004")):
        (left, answer) = refused(place, "privacy", "person", given, "--platform", "mastodon")
        assert (left, answer) == (3 if code == "PERSON-004" else 2, code), given
    assert len([*place.folder.rglob("*.json")]) == events  # nothing of it was kept
    for name in (LIES, ANNA):
        code, told = place.run("--as", name, "privacy", "person", WHO, "--platform", "mastodon")
        assert (code, told["error"]["code"]) == (3, "ROLE-002")
    # Letters that look like others: the same person, and a warning that it may be another.
    oddly = person(place, f"{NAME.replace('e', chr(0x435))}@mast.example")
    assert (oddly["written"], oddly["written_oddly"]) == (2, True)
    nobody = person(place, "niemand_hier@mast.example")
    assert (nobody["total"], nobody["pseudonyms"], nobody["items"]) == (0, [], [])
    assert place.good("--as", PRIYA, "access", "list")["seen"][0]["subject"] == "nobody"


def test_access_ends_in_a_decision_and_a_letter_that_stays_nowhere(place):
    made = place.good("--as", PRIYA, *NEW, "--kind", "access")
    assert (made["request"], made["state"], made["identified"]) == ("p0001", "open", None)
    due = date.fromisoformat(made["due"])
    assert timedelta(days=28) <= due - date.fromisoformat(made["received"]) <= timedelta(days=31)
    decide = ("request", "decide", "p0001", "--outcome", "granted", *WHY)
    assert refused(place, *decide, "--ground", "avg-15") == (3, "PERSON-014")
    unseen = letter(place)  # before it is seen whose account it is: nothing of what is held
    assert "CONCEPT" in unseen
    assert "sluisbrug" not in unseen
    assert "Burger-" not in unseen
    place.good("--as", PRIYA, "request", "identify", "p0001", *HOW)
    later = place.good("--as", PRIYA, "request", "extend", "p0001", "--reason", "Veel berichten.")
    assert date.fromisoformat(later["due"]) - due > timedelta(days=50)
    assert refused(place, "request", "extend", "p0001", "--reason", "Nog meer") == (
        3,
        "PERSON-011",
    )
    assert refused(place, *decide, "--ground", "avg-17-3-d") == (3, "PERSON-013")
    assert refused(place, *decide, "--ground", "nothing-held") == (3, "PERSON-013")
    shown = place.good("--as", PRIYA, "request", "show", "p0001")
    proposal = next(one for one in shown["grounds"] if one["ground"] == "avg-15")["proposal"]
    assert place.good("--as", PRIYA, "request", "list")["requests"][0]["motivation"] is None
    done = place.good("--as", PRIYA, *decide[:-1], proposal, "--ground", "avg-15")
    assert (done["decided_by"], done["outcome"], done["apart"]) == (PRIYA, "granted", False)
    assert refused(place, *decide, "--ground", "avg-15") == (3, "PERSON-010")
    said = letter(place)
    for words in ("Z-2026-0117", "inzage (artikel 15 AVG)", "Eindelijk, de sluisbrug kan weer.",
                  "Dank [iemand anders], fijn.", "Dank voor uw reactie [u].", "toegewezen",
                  "Autoriteit Persoonsgegevens", "versleuteld", f"namens Voorbeelddam\n{PRIYA}",
                  "(De tekst is van een ander en staat hier niet.)"):  # fmt: skip
        assert words in said, words
    assert "hoogste tijd" not in said
    page = letter(place, ".html")
    assert "<script" not in page
    assert "Eindelijk, de sluisbrug kan weer." in page
    assert refused(place, "request", "letter", "p0001", "-o", "x.pdf") == (2, "PERSON-018")
    inside = str(place.folder / "brief.txt")
    assert refused(place, "request", "letter", "p0001", "-o", inside) == (2, "ARCHIVE-015")
    assert place.good("verify", "--deep")["findings"] == []


def test_who_asks_is_kept_nowhere_and_nobody_else_may(place):
    case = ("--platform", "mastodon", "--kind", "access", "--case")
    for words, code in ((f"zaak van {NAME}", "PERSON-009"), ("van @iemand", "USE-002"),
                        ("x" * 61, "PERSON-007")):  # fmt: skip
        assert refused(place, "request", "new", WHO, *case, words) == (2, code)
    late = str(datetime.now(tz=UTC).date() + timedelta(days=2))
    assert refused(place, *NEW, "--kind", "access", "--received", late) == (2, "PERSON-008")
    for name in (LIES, ANNA):
        for act in ([*NEW, "--kind", "access"], ["request", "list"], ["request", "show", "p0001"]):
            code, told = place.run("--as", name, *act)
            assert (code, told["error"]["code"]) == (3, "ROLE-002"), act
    assert place.good("--as", PRIYA, "request", "list")["requests"] == []
    none = place.good("--as", PRIYA, "request", "new", "niemand_hier@mast.example", *case, "Z-1")
    assert none["pseudonyms"] == []
    place.good("--as", PRIYA, "request", "decide", "p0001", "--outcome", "granted",
               "--ground", "nothing-held", "--reason", "Er is niets gevonden.")  # fmt: skip
    assert "Er is niets gevonden." in letter(place)
    assert "niemand_hier" not in str(place.events("decisions", "request.made"))


def test_objection_keeps_apart_until_it_is_lifted(place):
    asked(place, kind="objection")
    items = {one["id"] for one in person(place, WHO)["items"] if one["role"] == "wrote"}
    one = min(items)
    part = ("request", "decide", "p0001", "--outcome", "partly", "--ground", "avg-21-1", *WHY)
    assert refused(place, *part) == (2, "PERSON-015")
    theirs = next(iter(found(place) - items))
    assert refused(place, *part, "--id", theirs) == (2, "PERSON-015")
    done = place.good("--as", PRIYA, *part, "--id", one)
    assert (done["apart"], sum(done["items"].values())) == (True, 1)
    assert found(place, "--state", "restricted") == {one}
    assert place.good("show", one)["state"] == "restricted"
    out = place.root / "uit"
    place.good("export", "--format", "jsonld", str(out))
    written = "".join(path.read_text("utf-8") for path in out.rglob("*") if path.is_file())
    assert "fijn." in written
    assert "sluisbrug kan weer" not in written
    place.good("catalogue", "rebuild")
    assert found(place, "--state", "restricted") == {one}
    assert "apart gehouden" in letter(place)
    assert refused(place, "request", "lift", "p0001", "--reason", "  ")[0] == 2
    place.good("--as", PRIYA, "request", "lift", "p0001", "--reason", "Ingetrokken.")
    assert found(place, "--state", "restricted") == set()
    assert refused(place, "request", "lift", "p0001", "--reason", "Weer") == (3, "PERSON-017")


def test_erasure_is_proposed_to_three_and_takes_what_the_person_wrote(place):
    asked(place, kind="erasure")
    items = {one["id"] for one in person(place, WHO)["items"] if one["role"] == "wrote"}
    decide = ("request", "decide", "p0001", "--outcome", "granted", "--ground", "avg-17-1", *WHY)
    done = place.good("--as", PRIYA, *decide)
    number = done["list"]
    (made,) = place.good("destroy", "list")["lists"]
    assert (made["ground"], set(made["items"]), made["by"]) == (
        "erasure",
        items,
        {"proposed": PRIYA},
    )
    assert found(place, "--state", "restricted") == items
    assert refused(place, "destroy", "review", number)[0] == 3  # who proposed does not review
    for step, name in (("review", RUUD), ("approve", ANNA), ("execute", BO)):
        place.good("--as", name, "destroy", step, number)
    assert not items & found(place)
    assert place.good("verify", "--deep")["findings"] == []
    assert person(place, WHO)["written"] == 0
    assert "voorgedragen" in letter(place)


def test_a_list_falls_with_the_decision_and_refusal_keeps_all(place):
    asked(place, kind="erasure")
    decide = ("request", "decide", "p0001", "--outcome", "granted", "--ground", "avg-17-1", *WHY)
    number = place.good("--as", PRIYA, *decide)["list"]
    place.good("--as", PRIYA, "request", "lift", "p0001", "--reason", "Ingetrokken.")
    code, told = place.run("--as", RUUD, "destroy", "review", number)
    assert (code, told["error"]["code"]) == (3, "MARK-008")
    asked(place, kind="erasure")
    no = ("request", "decide", "p0002", "--outcome", "refused", "--ground", "avg-17-3-d", *WHY)
    done = place.good("--as", PRIYA, *no)
    assert (done["apart"], done["list"], done["items"]) == (False, None, {})
    assert found(place, "--state", "restricted") == set()
    code, told = place.run("--as", PRIYA, "destroy", "propose", "--id", "x", "--ground",
                           "erasure", "--reason", "y")  # fmt: skip
    assert code == 2


def test_rectification_stands_beside_the_item(place):
    asked(place, kind="rectification")
    item = person(place, WHO)["items"][0]["id"]
    yes = ("request", "decide", "p0001", "--outcome", "granted", "--ground", "avg-16", *WHY)
    assert refused(place, *yes, "--id", item) == (2, "PERSON-016")
    before = place.good("show", item)
    assert before["notes"] == []
    note = "Het was de brug bij de molen."
    place.good("--as", PRIYA, *yes, "--id", item, "--note", note)
    after = place.good("show", item)
    assert [one["text"] for one in after["notes"]] == [note]
    assert after["text"] == before["text"]
    assert note in letter(place)


def test_ten_thousand_items_of_one_person_are_paged_flat(place):
    where = (str(place.folder), str(place.root / "keys"))
    workplace = bootstrap.workplace(*where, Silent(), PRIYA)
    told = person(place, WHO)
    who = WhoAsks(tuple(told["pseudonyms"]), ())
    tag = next(row["author"]["pseudonym"] for row in place.rows() if "sluisbrug" in row["text"])
    who = replace(who, persons=(tag,))
    base = sqlite3.connect(place.folder / "index" / "catalogue.sqlite")
    (row,) = base.execute("SELECT row FROM items WHERE id = ?", (told["items"][0]["id"],))
    columns = [one[1] for one in base.execute("PRAGMA table_info(items)")]
    found_row = next(base.execute("SELECT * FROM items WHERE row = ?", row))
    values = dict(zip(columns, found_row, strict=True))
    for number in range(10_000):
        key = b"many" + number.to_bytes(12, "big")
        one = {**values, "row": 1000 + number, "key": key, "id": f"x-{number}", "version": 1}
        marks = ",".join("?" * len(columns))
        base.execute(f"INSERT INTO items VALUES ({marks})", [*one.values()])
        base.execute("INSERT INTO writers VALUES (?, ?, ?, ?)",
                     (values["part"], decode(tag), key, 1))  # fmt: skip
    base.commit()
    base.close()
    held = held_about(workplace, who, limit=50, offset=5_000)
    assert (held.written, len(held.items)) == (10_002, 50)
