"""The register as a file: nothing is lost on the way, and hostile files cost little."""

import csv
import io
import json
import resource
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integration.place import Archive
from weerklank.model.account import (
    Account,
    AccountKind,
    AccountStatus,
    DatedKind,
    DatedProcess,
    DatedReplies,
    FormerHandle,
    Group,
    Intention,
    Manager,
    NamedAfter,
    Openness,
    Replies,
    Tenure,
)
from weerklank.model.clock import FixedClock
from weerklank.model.errors import BrokenInput
from weerklank.model.ids import AccountId
from weerklank.model.organisation import Organisation
from weerklank.model.platform import Platform
from weerklank.register.admission import admit
from weerklank.register.book import Register
from weerklank.register.sheet_reader import read_sheet
from weerklank.register.sheet_writer import write_sheet
from weerklank.services.register.plan_exchange import plan_rows
from weerklank.services.seal.make_archive import make_archive
from weerklank.services.workplace import Silent, open_workplace

STYLES = ["csv", "xlsx", "json"]
TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def workplace(tmp_path_factory):
    root = tmp_path_factory.mktemp("exchange")
    clock = FixedClock(datetime(2026, 11, 26, 12, tzinfo=UTC))
    about = Organisation(name="Voorbeelddam", prefix="vbd", origin="weerklank/test")
    places = root / "archive", root / "keys"
    make_archive(*places, about, clock=clock, reporter=Silent(), sealed=None)
    return open_workplace(*places, clock=clock, reporter=Silent())


# --- nothing is lost ----------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).map(
    lambda text: text.strip() or "=naam"
)
DAYS = st.dates(date(2006, 1, 1), TODAY)


def until(start: date, end: date | None) -> date | None:
    return None if end is None else max(start, end)


def dated(make, values):
    return st.lists(
        st.builds(lambda value, start: make(value=value, start=start), values, DAYS),
        min_size=1,
        max_size=3,
        unique_by=lambda fact: fact.start,
    ).map(lambda facts: tuple(sorted(facts, key=lambda fact: fact.start)))


PROCESSES = st.builds(
    lambda code, start, end: DatedProcess(code=code, start=start, end=until(start, end)),
    st.sampled_from(["klantcontact", "eigen-1", "monitoring"]),
    DAYS,
    st.none() | DAYS,
)
TENURES = st.builds(
    lambda name, start, end: Tenure(name=name, start=start, end=until(start, end)),
    TEXTS,
    DAYS,
    st.none() | DAYS,
)
MANAGERS = st.lists(
    st.builds(lambda n, g: Manager(name=n, group=g), TEXTS, st.none() | st.sampled_from(Group)),
    unique_by=lambda manager: manager.name,
    max_size=3,
)
FORMER = st.lists(
    st.builds(
        lambda platform, name: FormerHandle(platform=platform, handle=name),
        st.sampled_from(Platform),
        st.sampled_from(["oud", "ouder", "oud@social.example", "@raar (x)"]),
    ),
    unique=True,
    max_size=2,
)


@st.composite
def accounts(draw):
    number = draw(st.integers(1, 9))
    address = draw(
        st.sampled_from(
            [
                "https://x.com/Naam{}",
                "https://www.facebook.com/profile.php?id=10000{}",
                "https://social.voorbeelddam.example/@naam{}",
                "https://youtube.com/@naam{}",
                "https://linkedin.com/company/naam{}",
            ]
        )
    )
    admitted = admit(address.format(number))
    account = Account(
        id=AccountId(f"a{number:04d}"),
        platform=admitted.platform,
        handle=admitted.handle,
        url=admitted.url,
        kind=AccountKind.CORPORATE,
        registered=draw(DAYS),
        kinds=draw(dated(DatedKind, st.sampled_from(AccountKind))),
        named_after=draw(st.sampled_from(NamedAfter)),
        unit=draw(st.none() | TEXTS),
        status=draw(st.sampled_from(AccountStatus)),
        status_since=draw(st.none() | DAYS),
        managers=tuple(draw(MANAGERS)),
        openness=draw(st.sampled_from(Openness)),
        processes=tuple(draw(st.lists(PROCESSES, max_size=3))),
        intention=draw(st.none() | st.sampled_from(Intention)),
        replies=draw(dated(DatedReplies, st.sampled_from(Replies))),
        replies_received_since=draw(st.none() | DAYS),
        answered_since=draw(st.none() | DAYS),
        two_way_seen=tuple(sorted(draw(st.sets(DAYS, max_size=2)))),
        tenures=tuple(sorted(draw(st.lists(TENURES, max_size=2)), key=lambda t: t.start)),
        former_handles=tuple(draw(FORMER)),
    )
    if {fact.value for fact in account.kinds} != {AccountKind.CORPORATE}:
        account = replace(account, handin_term=draw(st.none() | st.integers(1, 12)))
    if account.intention:
        account = replace(account, intention_since=draw(DAYS))
    if account.status is not AccountStatus.ACTIVE and account.status_since is None:
        account = replace(account, status_since=TODAY)  # a status that changed has its day
    return replace(account, kind=account.kind_on(TODAY))


@st.composite
def registers(draw):
    found = draw(st.lists(accounts(), min_size=1, max_size=4, unique_by=lambda one: one.id))
    ids = [one.id for one in found]
    return [
        replace(
            one,
            managed_by=tuple(
                other for other in draw(st.lists(st.sampled_from(ids), unique=True))
                if other != one.id
            ),
        )
        for one in found
    ]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(registers(), st.sampled_from(STYLES), st.sampled_from(["nl", "en"]))
def test_accounts_come_back_from_a_file_as_they_were(workplace, tmp_path, made, style, language):
    file = tmp_path / f"register.{style}"
    file.write_bytes(write_sheet(made, style, TODAY, language))
    sheet = read_sheet(file)
    rows = plan_rows(workplace, Register(), sheet)
    assert [row.error for row in rows] == [None] * len(made)
    numbers = {old.id: row.account.id for old, row in zip(made, rows, strict=True)}
    as_they_were = [
        replace(one, id=numbers[one.id], managed_by=tuple(numbers[m] for m in one.managed_by))
        for one in made
    ]
    assert [row.account for row in rows] == as_they_were
    # And into the register that they came from they change nothing.
    known = Register(accounts={one.id: one for one in made})
    assert {row.state.value for row in plan_rows(workplace, known, sheet)} == {"same"}


# --- by the command line ------------------------------------------------------------------------


@pytest.fixture
def archive(tmp_path, monkeypatch):
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "C")
    made = Archive(tmp_path / "place")
    made.good("init", str(made.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    return made


def written(tmp_path, text: str | bytes, name: str = "overzicht.csv") -> str:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def of(rows, *keys):
    return [tuple(row[key] for key in keys) for row in rows]


def test_two_columns_with_dutch_headings_are_enough(archive, tmp_path):
    file = written(tmp_path, "Webadres;Soort account\nx.com/minfin;corporate\n")
    answer = archive.good("account", "import", file)
    assert of(answer["rows"], "row", "state", "account", "error") == [(2, "new", "a0001", None)]
    shown = archive.good("account", "show", "a0001")
    assert (shown["scenario"], shown["handle"], shown["status"]) == ("B", "minfin", "active")
    assert shown["replies"] == [{"value": "unknown", "start": shown["registered"]}]


def test_a_wrong_row_is_named_and_the_rest_goes_in(archive, tmp_path):
    lines = [
        "adres;soort;werkproces;beheerders;genoemd naar",
        "x.com/een;corporate;klantcontact;Jan Jansen (webcare);ambt",
        "x.com/twee;soms;;;",
        "forum.fok.nl/x;corporate;;;",
        "x.com/vier;corporate;Geen Code;;",
        "x.com/een;hybride;;;",
        ";corporate;;;",
        "x.com/zeven;;;;",
        "x.com/acht;persoonlijk;;;",
    ]
    code, answer = archive.run("account", "import", written(tmp_path, "\r\n".join(lines)))
    assert code == 1
    told = [
        (row["row"], row["state"], row["error"] and (row["error"]["column"], row["error"]["code"]))
        for row in answer["rows"]
    ]
    assert told == [
        (2, "new", None),
        (3, "error", ("soort", "REGISTER-050")),
        (4, "error", ("adres", "REGISTER-020")),
        (5, "error", ("werkproces", "REGISTER-030")),
        (6, "error", ("adres", "REGISTER-060")),
        (7, "error", ("adres", "REGISTER-010")),
        (8, "error", ("soort", "REGISTER-035")),
        (9, "new", None),
    ]
    assert all(row["error"]["hint"] for row in answer["rows"] if row["error"])
    assert answer["rows"][1]["error"]["value"] == "soms"
    assert [one["handle"] for one in archive.good("account", "list")["accounts"]] == [
        "een",
        "acht",
    ]
    assert [one["account"] for one in answer["accounts"]] == ["a0001", "a0002"]


def test_a_preview_says_the_same_and_writes_nothing(archive, tmp_path):
    archive.good("account", "add", "x.com/een", "--kind", "corporate", "--unit", "Oud")
    archive.good("account", "add", "x.com/twee", "--kind", "corporate")
    file = written(
        tmp_path,
        "url,unit,kind\nhttps://x.com/een,Nieuw,\nx.com/twee,,corporate\nx.com/drie,,hybrid\n"
        "x.com/vier,,what\n",
    )
    before = archive.bytes_of_all()
    code, seen = archive.run("account", "import", file, "--dry-run")
    assert (code, seen["written"]) == (1, False)
    assert archive.bytes_of_all() == before
    states = [(2, "changed"), (3, "same"), (4, "new"), (5, "error")]
    assert of(seen["rows"], "row", "state") == states
    assert seen["rows"][0]["changes"] == {"unit": {"from": "Oud", "to": "Nieuw"}}
    code, done = archive.run("account", "import", file)
    assert (code, done["written"], done["rows"]) == (1, True, seen["rows"])
    code, again = archive.run("account", "import", file)
    assert of(again["rows"], "state") == [("same",), ("same",), ("same",), ("error",)]


def test_each_change_is_an_event_with_who_did_it(archive, tmp_path):
    archive.good("person", "add", "Lies Overzicht", "--role", "register-owner")
    archive.good("person", "add", "Noor Lezer", "--role", "reader", "--as", "Lies Overzicht")
    file = written(tmp_path, "adres;soort\nx.com/een;corporate\n")
    code, answer = archive.run("account", "import", file, "--as", "Noor Lezer")
    assert (code, answer["error"]["code"]) == (3, "ROLE-002")
    archive.good("account", "import", file, "--as", "Lies Overzicht")
    file = written(tmp_path, "nummer;bedoeling\na0001;dialoog\n")
    code, answer = archive.run("account", "import", file, "--as", "Lies Overzicht")
    assert (code, answer["error"]["code"]) == (6, "REGISTER-057")  # no address column
    file = written(tmp_path, "nummer;adres;bedoeling\na0001;;dialoog\n")
    archive.good("account", "import", file, "--as", "Lies Overzicht")
    (made,) = archive.events("register", "account.registered")
    (changed,) = archive.events("register", "account.changed")
    assert made["actor"]["name"] == changed["actor"]["name"] == "Lies Overzicht"
    assert changed["data"]["changes"]["intention"] == {"from": None, "to": "dialogue"}
    (one, two) = archive.events("journal", "register.imported")
    assert one["data"] == {"new": 1, "changed": 0, "same": 0, "error": 0}
    assert two["data"]["changed"] == 1
    assert archive.good("verify", "--deep")["ok"]


@pytest.mark.parametrize("style", STYLES)
def test_an_export_comes_back_in_another_archive(archive, tmp_path, style):
    archive.good(
        *("account", "add", "https://dam.example/@burgemeester", "--kind", "hybrid"),
        *("--named-after", "office", "--tenure", "Ank; van 'Dam':2024-03-01:2026-01-01"),
        *("--unit", "=HYPERLINK(1)", "--manager", "-Jan", "--group", "webcare"),
        *("--handin-term", "4", "--replies", "open", "--process", "klantcontact"),
    )
    archive.good("account", "add", "x.com/een", "--kind", "corporate", "--managed-by", "a0001")
    archive.good("account", "edit", "a0002", "--replies", "closed", "--since", "2026-01-01")
    file = tmp_path / f"uit.{style}"
    answer = archive.good("account", "export", str(file))
    assert [one["account"] for one in answer["accounts"]] == ["a0001", "a0002"]
    same = archive.good("account", "import", str(file))
    assert of(same["rows"], "state") == [("same",), ("same",)]
    other = Archive(tmp_path / "other")
    other.good("init", str(other.folder), "--organisation", "Elders", "--sealed", "12")
    assert of(other.good("account", "import", str(file))["rows"], "state") == [("new",), ("new",)]
    assert other.good("account", "list") == archive.good("account", "list")


def test_csv_opens_in_dutch_excel_and_holds_no_formula(archive, tmp_path):
    archive.good("account", "add", "x.com/een", "--kind", "corporate", "--unit", "=1+1é")
    file = tmp_path / "uit.csv"
    archive.good("account", "export", str(file))
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    (head, row) = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert row[head.index("unit")] == "'=1+1é"
    assert content.count(b"\r\n") == 2


def test_xlsx_is_read_by_another_reader_and_holds_no_formula(archive, tmp_path):
    archive.good("account", "add", "x.com/een", "--kind", "corporate", "--unit", "=1+1")
    file = tmp_path / "uit.xlsx"
    archive.good("account", "export", str(file))
    book = openpyxl.load_workbook(file)
    cells = [cell for row in book["Accounts"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "'=1+1" in [cell.value for cell in cells]
    assert all(cell.hyperlink is None for cell in cells)


def test_a_workbook_of_a_person_is_read_dates_numbers_and_all(archive, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Toelichting"])
    sheet = book.create_sheet("Accounts")
    sheet.append(["Accounts van de gemeente"])
    sheet.append([])
    sheet.append(["Adres", "Soort", "Status", "Status sinds", "Termijn van aanleveren", "Sinds"])
    sheet.append(["x.com/een", "Hybride", "Opgeheven", date(2025, 3, 1), 4, "1-2-2024"])
    sheet.append(["x.com/twee", "=UPPER(A1)", None, None, None, None])
    file = tmp_path / "eigen.xlsx"
    book.save(file)
    code, answer = archive.run("account", "import", str(file))
    assert (code, of(answer["rows"], "row", "state")) == (1, [(4, "new"), (5, "error")])
    (account,) = answer["accounts"]
    assert account["kinds"] == [{"value": "hybrid", "start": "2024-02-01"}]
    assert (account["status_since"], account["handin_term"]) == ("2025-03-01", 4)


@pytest.mark.parametrize(
    ("content", "windows"),
    [
        ("adres;soort;onderdeel\nx.com/een;corporate;Café\n".encode("cp1252"), True),
        ("adres,soort,onderdeel\nx.com/een,corporate,Café\n".encode("utf-8-sig"), False),
        ("adres\tsoort\tonderdeel\nx.com/een\tcorporate\tCafé\n".encode("utf-16"), False),
        ("sep=,\nadres,soort,onderdeel\nx.com/een,corporate,Café\n".encode(), False),
    ],
    ids=["windows-1252", "utf-8", "utf-16", "sep"],
)
def test_csv_is_read_as_programs_write_it(archive, tmp_path, content, windows):
    answer = archive.good("account", "import", written(tmp_path, content))
    assert answer["accounts"][0]["unit"] == "Café"
    assert [one["code"] for one in answer["warnings"]] == ["windows-1252"] * windows


@pytest.mark.parametrize("style", STYLES)
def test_a_list_that_was_taken_in_changes_nothing_when_it_comes_again(archive, tmp_path, style):
    """Also where a cell holds what is not kept: the end of a line, a mark of direction."""
    facts = {
        "url": "https://x.com/dorp",
        "kinds": "corporate",
        "unit": "Team Web\nen \u202eBalie",
        "managers": '"Eva\tSmit" (webcare); Joris  Vos',
        "tenures": "Ank\u2028Dijkstra vanaf 2024-03-01",
    }
    file = tmp_path / f"overzicht.{style}"
    if style == "json":
        as_json = {
            **facts,
            "kinds": [{"value": "corporate", "start": "2026-01-01"}],
            "managers": [{"name": "Eva\tSmit", "group": "webcare"}],
            "tenures": [{"name": "Ank\u2028Dijkstra", "start": "2024-03-01", "end": None}],
        }
        file.write_text(json.dumps({"accounts": [as_json]}))
    elif style == "csv":
        with file.open("w", newline="") as out:
            csv.writer(out, delimiter=";").writerows([facts.keys(), facts.values()])
    else:
        book = openpyxl.Workbook()
        for row in (facts.keys(), facts.values()):
            book.active.append([*row])
        book.save(file)
    assert archive.good("account", "import", str(file))["counts"]["new"] == 1
    again = archive.good("account", "import", str(file))
    assert again["counts"] == {"new": 0, "changed": 0, "same": 1, "error": 0}
    assert archive.good("account", "list")["accounts"][0]["unit"] == "Team Web en Balie"


def test_columns_that_mean_nothing_are_named(archive, tmp_path):
    file = written(tmp_path, "adres;soort;Volgers\nx.com/een;corporate;12\n")
    answer = archive.good("account", "import", file)
    assert [one["code"] for one in answer["warnings"]] == ["columns-passed"]
    assert "Volgers" in answer["warnings"][0]["message"]


def test_of_two_columns_with_one_meaning_the_first_is_read_and_the_other_named(archive, tmp_path):
    file = written(tmp_path, "adres;soort;webadres\nx.com/een;corporate;x.com/twee\n")
    answer = archive.good("account", "import", file)
    assert [one["handle"] for one in answer["accounts"]] == ["een"]
    assert "webadres" in answer["warnings"][0]["message"]


def test_what_the_list_says_as_json_can_be_taken_in(archive, tmp_path):
    archive.good("account", "add", "x.com/een", "--kind", "corporate", "--unit", "Dienst")
    listed = archive.good("account", "list")
    answer = archive.good("account", "import", written(tmp_path, json.dumps(listed), "in.json"))
    assert of(answer["rows"], "state") == [("same",)]
    assert answer["warnings"] == []


def test_a_list_in_a_cell_is_all_there_is_and_a_dash_takes_away(archive, tmp_path):
    archive.good(
        *("account", "add", "x.com/een", "--kind", "corporate", "--unit", "Oud"),
        *("--manager", "Jan", "--manager", "Piet", "--process", "klantcontact"),
        *("--since", "2026-01-01"),
    )
    file = written(
        tmp_path,
        "adres;beheerders;onderdeel;werkprocessen;sinds\nx.com/een;Piet;-;monitoring;2026-06-01\n",
    )
    (account,) = archive.good("account", "import", file)["accounts"]
    assert [one["name"] for one in account["managers"]] == ["Piet"]
    assert account["unit"] is None
    assert account["processes"] == [
        {"code": "monitoring", "start": "2026-06-01", "end": None},
        {"code": "klantcontact", "start": "2026-01-01", "end": "2026-05-31"},
    ]
    file = written(tmp_path, "adres;beheerders\nx.com/een;\n")
    answer = archive.good("account", "import", file)
    assert of(answer["rows"], "state") == [("same",)]


def test_a_file_can_close_no_account_that_was_not_harvested(archive, tmp_path):
    archive.good("account", "add", "x.com/een", "--kind", "corporate")
    file = written(tmp_path, "adres;status\nx.com/een;opgeheven\n")
    code, answer = archive.run("account", "import", file)
    assert (code, answer["rows"][0]["error"]["code"]) == (1, "REGISTER-037")
    assert archive.good("account", "show", "a0001")["status"] == "active"


def test_what_runs_saw_can_not_be_taken_away(archive, tmp_path):
    row = {"url": "x.com/een", "kind": "corporate", "answered_since": "2026-02-01"}
    row["two_way_seen"] = ["2026-03-01"]
    file = written(tmp_path, json.dumps({"accounts": [row]}), "in.json")
    archive.good("account", "import", file)
    later = {"url": "x.com/een", "answered_since": "2026-05-01", "two_way_seen": []}
    file = written(tmp_path, json.dumps({"accounts": [later]}), "in.json")
    assert of(archive.good("account", "import", file)["rows"], "state") == [("same",)]


@pytest.mark.parametrize(
    "row",
    [
        b"null",
        b"7",
        b'"x.com/twee"',
        b"[" * 900 + b"]" * 900,
    ],
)
def test_a_row_of_json_that_is_no_account_is_named_and_the_rest_goes_in(archive, tmp_path, row):
    good = b'{"url": "x.com/een", "kind": "corporate"}'
    file = written(tmp_path, b'{"accounts": [' + good + b"," + row + b"]}", "in.json")
    code, answer = archive.run("account", "import", file)
    assert code == 1
    assert of(answer["rows"], "row", "state") == [(1, "new"), (2, "error")]
    error = answer["rows"][1]["error"]
    assert (error["code"], error["column"]) == ("REGISTER-050", None)
    assert error["message"].startswith(f"'{row.decode()[:59]}")
    assert archive.good("account", "show", "a0001")["url"].endswith("x.com/een")


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("kind", 5, "'5'"),
        ("Adres", ["x"], "'[\"x\"]'"),
        ("unit", {"a": 1}, "'{\"a\":1}'"),
        ("tenures", 7, "'7'"),
        ("managers", [{"name": 1}], "'[{\"name\":1}]'"),
    ],
)
def test_a_wrong_value_of_json_is_told_as_the_file_has_it(archive, tmp_path, key, value, shown):
    row = {**({} if key == "Adres" else {"url": "x.com/een"}), "kind": "corporate", key: value}
    file = written(tmp_path, json.dumps({"accounts": [row]}), "in.json")
    error = archive.run("account", "import", file)[1]["rows"][0]["error"]
    assert error["column"] == key
    assert shown in error["message"]
    for foreign in ("weerklank", "$", "int", "dict"):
        assert foreign not in f"{error['message']} {error['hint']}".replace("point", "")


def test_a_row_may_not_take_the_number_of_another_account(archive, tmp_path):
    archive.good("account", "add", "x.com/een", "--kind", "corporate")
    file = written(tmp_path, "nummer;adres;soort\na0001;x.com/anders;corporate\n")
    code, answer = archive.run("account", "import", file)
    assert (code, answer["rows"][0]["error"]["code"]) == (1, "REGISTER-059")


def test_who_is_managed_by_a_row_that_fails_stays_out_too(archive, tmp_path):
    file = written(
        tmp_path,
        "adres;soort;beheerd vanuit\nx.com/een;soms;\nx.com/twee;corporate;x.com/een\n"
        "x.com/drie;corporate;twee\nx.com/vier;corporate;niemand\nx.com/vijf;corporate;vijf\n",
    )
    code, answer = archive.run("account", "import", file)
    told = [row["error"]["code"] for row in answer["rows"]]
    assert code == 1
    assert told[1:] == ["REGISTER-001", "REGISTER-061", "REGISTER-001", "REGISTER-039"]


# --- hostile files ------------------------------------------------------------------------------


def bomb(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return made.getvalue()


def workbook(sheet: str, head: str = "") -> bytes:
    """Give a workbook of our own whose one sheet holds any XML."""
    book = openpyxl.Workbook()
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    whole = (
        f'<?xml version="1.0"?>{head}<worksheet {main}><sheetData>{sheet}</sheetData></worksheet>'
    )
    members["xl/worksheets/sheet1.xml"] = whole.encode()
    return bomb(members)


def inline(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)
HEAD = f"<row>{inline('adres')}{inline('soort')}</row>"
HOSTILE = {
    "empty.csv": b"",
    "binary.csv": bytes(range(256)) * 100,
    "zip.csv": bomb({"a": b"x"}),
    "quotes.csv": b'adres;soort\nx.com/een;"corporate\n' * 3,
    "wide.csv": b"adres;soort\n" + b"x;" * 500_000,
    "long.csv": b"adres;soort\nx.com/een;" + b"x" * 40_000,
    "rows.csv": b"adres;soort\n" + b"x.com/een;corporate\n" * 500_000,
    "lines.csv": b"\n" * (15 << 20),
    "large.csv": b"adres;soort\n" + b"x" * (17 << 20),
    "encoding.csv": "adres;soort\nx.com/één;corporate".encode("utf-16")[:-1],
    "cp1252.csv": b"adres;soort\nx.com/\x81;corporate",
    "text.xlsx": b"adres;soort\nx.com/een;corporate\n",
    "old.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
    "other.xlsx": bomb({"readme.txt": b"hello"}),
    "cut.xlsx": workbook(HEAD)[:-200],
    "bomb.xlsx": bomb({"xl/worksheets/sheet1.xml": bytes(100 << 20)}),
    "members.xlsx": bomb({f"m{i}": b"" for i in range(2000)}),
    "rows.xlsx": workbook(HEAD + "<row/>" * 1_200_000),
    "full.xlsx": workbook(HEAD + f"<row>{inline('x')}</row>" * 200_000),
    "far.xlsx": workbook(HEAD + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' * 3),
    "beyond.xlsx": workbook(HEAD + '<row r="99999999"><c r="A99999999"><v>1</v></c></row>'),
    "laughs.xlsx": workbook(f"<row>{inline('&j;')}</row>", LAUGHS),
    "outside.xlsx": workbook(
        f"<row>{inline('&x;')}</row>", '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    ),
    "unbalanced.xlsx": workbook("<row><c>"),
    "text.json": b"adres",
    "list.json": b"[1, 2, 3]",
    "number.json": b'{"accounts": 1}',
    "deep.json": b'{"accounts": [' + b"[" * 1_000_000,
    "many.json": b'{"accounts": [' + b"1," * 4_000_000 + b"1]}",
    "utf16.json": '{"accounts": []}'.encode("utf-16"),
}  # fmt: skip


#: Cells beyond the columns that are read, and one too long that costs its row.
HARMLESS = {"far.xlsx", "long.csv", "wide.csv"}
TOO_MUCH = {
    *("rows.csv", "large.csv", "lines.csv", "bomb.xlsx", "members.xlsx", "rows.xlsx", "full.xlsx"),
    *("beyond.xlsx", "many.json"),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_named_and_costs_little(tmp_path, name):
    file = Path(written(tmp_path, HOSTILE[name], name))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if name in HARMLESS:
        assert len(read_sheet(file).rows) <= 1
    else:
        with pytest.raises(BrokenInput) as refused:
            read_sheet(file)
        expected = {"REGISTER-056"} if name in TOO_MUCH else {"REGISTER-055", "REGISTER-057"}
        assert refused.value.code in expected
        assert name in refused.value.message("nl")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 300_000  # kB


def test_a_hostile_file_ends_with_6_and_changes_nothing(archive, tmp_path):
    before = archive.bytes_of_all()
    for name in ("binary.csv", "bomb.xlsx", "deep.json"):
        code, answer = archive.run("account", "import", written(tmp_path, HOSTILE[name], name))
        assert (code, answer["error"]["retryable"]) == (6, False)
    assert archive.bytes_of_all() == before


@pytest.mark.parametrize(("name", "code"), [("weg.csv", "053"), ("uit.ods", "054")])
def test_a_file_that_is_not_there_or_is_something_else(archive, tmp_path, name, code):
    left, answer = archive.run("account", "import", str(tmp_path / name))
    assert (left, answer["error"]["code"]) == (2, f"REGISTER-{code}")
    if name == "uit.ods":
        left, answer = archive.run("account", "export", str(tmp_path / name))
        assert (left, answer["error"]["code"]) == (2, "REGISTER-054")


def test_people_read_per_row_what_happens(archive, tmp_path, monkeypatch):
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    rows = "x.com/een;corporate;\nx.com/twee;soms;\nx.com/drie;corporate;zaak vanaf 1/2/2024\n"
    file = written(tmp_path, f"adres;soort;werkproces\n{rows}")
    places = ("--archive", str(archive.folder), "--keys", str(archive.root / "keys"))
    code, out, _ = archive.spoken(*places, "account", "import", file, "--dry-run")
    assert code == 1
    assert "rij 2: nieuw a0001" in out
    assert "REGISTER-050  kolom 'soort': 'soms' kan hier niet staan" in out
    assert "wordt 2024-02-01 of 2024-01-02: met schuine strepen kan het beide zijn" in out
    assert "1 nieuw, 0 gewijzigd, 0 gelijk, 2 fout." in out
    assert "Er is niets geschreven." in out
