"""A Woo request from receipt to the set that goes out, and what two people must do for it."""

import csv
import hashlib
import io
import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from place import ME, Archive, Json, moment, post, uri
from pypdf import PdfReader
from pytest_socket import enable_socket

from weerklank.model.clock import civil_day
from weerklank.model.dossier import Dossier, DossierState
from weerklank.model.holidays import working_day
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
NAME, OTHER = "zqwubbechien_tjoelker", "zqharmannus_knol"
WOUT, WIM, RUUD, LIES, ANNA = "Wout", "Wim", "Ruud", "Lies", "Anna"
SECRET = "Gulden Vlies"
ABOUT = post(1, "De brug bij de sluis is open.")
BESIDE = post(2, "De markt is verplaatst.")


def answering(name: str, number: int, html: str, answers: str = "") -> Reply:
    return Reply(
        uri=f"https://mast.example/users/{name}/statuses/{900 + number}",
        html=f"<p>{html}</p>",
        answers=answers or uri(ABOUT),
        published=moment(3 + number),
    )


FIRST = answering(NAME, 0, f"De kastelein van het {SECRET} klaagt weer.<br>Wat nu?")
SECOND = answering(OTHER, 1, f"Die van het gulden-vlies toch, @{NAME}@mast.example?", FIRST.uri)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a thread of two citizens and the organisation."""
    enable_socket()
    root = tmp_path_factory.mktemp("filled")
    place = Archive(root).begin()
    with mastodon_server(ME, [ABOUT, BESIDE], replies=[FIRST, SECOND]) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        place.good("person", "add", "Ria", "--role", "register-owner")
        people = (
            (WOUT, "woo"),
            (WIM, "woo"),
            (RUUD, "reviewer"),
            (LIES, "reader"),
            (ANNA, "archivist"),
        )
        for name, role in people:
            place.good("person", "add", name, "--role", role, "--as", "Ria")
        place.good("harvest", "gemeente")
    return root


@pytest.fixture
def place(filled: Path, tmp_path: Path) -> Archive:
    root = tmp_path / "place"
    shutil.copytree(filled, root, symlinks=True)
    return Archive(root)


def named(place: Archive, word: str) -> str:
    (hit,) = place.good("search", word)["hits"]
    return str(hit["id"])


def wrong(place: Archive, *command: str) -> tuple[int, str]:
    """Run what is refused; gives its exit code and the code of its error."""
    code, said = place.run(*command)
    return code, str(said["error"]["code"])


def opened(place: Archive) -> Json:
    given = ("--request", "Alles over de sluisbrug", "--received", "2026-01-20")
    place.good("--as", WOUT, "dossier", "new", *given, "--case", "Z-2026-0142")
    return place.good("--as", WOUT, "dossier", "add", "w0001", "--query", "sluis", "--threads")


def test_a_request_goes_out_without_what_is_kept_back(place: Archive, tmp_path: Path) -> None:
    """Two people, one passage in two spellings, a set that holds neither of them."""
    made = opened(place)
    first, second = named(place, "kastelein"), named(place, "vlies toch")
    assert len(made["documents"]) == 1 + 2
    assert {made["state"], made["redactions"] == []} == {"open", True}
    mark = ("--text", SECRET, "--ground", "5.1.2.e")
    marked = place.good("--as", WOUT, "dossier", "redact", "w0001", "--id", first, *mark)
    assert [one["ground"] for one in marked["redactions"]] == ["5.1.2e"]
    assert SECRET not in json.dumps(marked)
    # The other spelling in the other reply is found before anybody can say that all is well.
    assert wrong(place, "--as", RUUD, "dossier", "review", "w0001") == (3, "DOSSIER-020")
    allow = ("--as", WOUT, "dossier", "allow", "w0001", "--redaction")
    assert wrong(place, *allow, "1", "--reason", f"Het {SECRET}.") == (2, "DOSSIER-021")
    assert wrong(place, *allow, "9", "--reason", "Straat.") == (2, "DOSSIER-013")
    mark = ("--text", "gulden-vlies", "--ground", "5.1.2e")
    place.good("--as", WOUT, "dossier", "redact", "w0001", "--id", second, *mark)
    for step, reader in (("review", RUUD), ("freeze", WIM)):
        assert wrong(place, "--as", WOUT, "dossier", step, "w0001") == (3, "DOSSIER-017")
        place.good("--as", reader, "dossier", step, "w0001")
    assert wrong(
        place, "--as", WOUT, "dossier", "remove", "w0001", "--id", first, "--reason", "x"
    ) == (3, "DOSSIER-005")

    out = tmp_path / "uit"
    done = place.good("--as", WOUT, "dossier", "export", "w0001", str(out))
    assert (done["state"], done["persons"], done["not_sought"]) == ("frozen", 2, 0)
    files = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    assert len(files) == done["files"]
    _is_whole(files)
    _says_nothing(files)
    rows = [*csv.DictReader(io.StringIO(_text(files["inventaris.csv"])), delimiter=";")]
    assert [row["Beoordeling"] for row in rows] == ["Openbaar", "Deels openbaar", "Deels openbaar"]
    assert [row["Beoordelingsgrond"] for row in rows] == ["", "5.1.2e", "5.1.2e"]
    assert {row["Family ID"] for row in rows} == {"0001"}
    assert [bool(row["Publieke link"]) for row in rows] == [True, False, False]
    book = openpyxl.load_workbook(files["inventaris.xlsx"])
    assert [cell.value or "" for cell in next(iter(book["Inventaris"].rows))] == [*rows[0]]
    page = PdfReader(files["stukken/0002.pdf"]).pages[0].extract_text()
    assert "klaagt weer." in page
    assert "5.1.2e" in page
    told = [json.loads(line) for line in files["stukken.jsonl"].read_text("utf-8").splitlines()]
    assert told[1]["text"] == "De kastelein van het [█ 5.1.2e █] klaagt weer.\nWat nu?"
    assert told[2]["text"] == "Die van het [█ 5.1.2e █] toch, Persoon 1?"
    assert [one["author"] for one in told[1:]] == ["Persoon 1", "Persoon 2"]
    assert wrong(place, "--as", WOUT, "dossier", "export", "w0001", str(out)) == (2, "SHARE-001")
    assert place.good("verify")["ok"]


def test_words_may_stay_elsewhere_by_a_statement_that_everybody_sees(
    place: Archive, tmp_path: Path
) -> None:
    opened(place)
    first = named(place, "kastelein")
    mark = ("--id", first, "--text", SECRET, "--ground", "5.1.2e", "--as", WOUT)
    place.good("dossier", "redact", "w0001", *mark)
    why = ("--redaction", "1", "--reason", "Zo heet ook het plein.", "--as", WOUT)
    (told,) = place.good("dossier", "allow", "w0001", *why)["redactions"]
    assert (told["allowed"], told["allowed_by"]) == ("Zo heet ook het plein.", WOUT)
    for step in ("review", "freeze"):
        place.good("--as", RUUD, "dossier", step, "w0001")
    place.good("--as", WOUT, "dossier", "export", "w0001", str(tmp_path / "uit"))
    told = (tmp_path / "uit/stukken.jsonl").read_text("utf-8").casefold()
    assert (told.count("gulden vlies"), told.count("gulden-vlies")) == (0, 1)
    assert "met reden besloten: 1." in (tmp_path / "uit/LEESMIJ.txt").read_text("utf-8")


def _text(path: Path) -> str:
    return path.read_text("utf-8-sig")


def _is_whole(files: dict[str, Path]) -> None:
    sums = dict(
        reversed(line.split("  ", 1))
        for line in files["manifest-sha256.txt"].read_text("utf-8").splitlines()
    )
    assert sums.keys() == files.keys() - {"manifest-sha256.txt"}
    for name, digest in sums.items():
        assert hashlib.sha256(files[name].read_bytes()).hexdigest() == digest


def _says_nothing(files: dict[str, Path]) -> None:
    """Look in all that went out, unpacked, for the passage, the persons and the colleagues."""
    for name, path in files.items():
        content = path.read_bytes()
        if name.endswith(".pdf"):
            reader = PdfReader(path)
            pages = "".join(one.extract_text() for one in reader.pages)
            content += f"{pages} {reader.metadata} {reader.xmp_metadata}".encode()
        if name.endswith(".xlsx"):
            with ZipFile(path) as book:
                content += b"".join(book.read(one) for one in book.namelist())
        said = content.decode("utf-8", "replace").casefold()
        for word in ("vlies", NAME, OTHER, "burger-", WOUT.casefold(), "ruud"):
            assert word not in said, (name, word)


def test_the_term_runs_from_receipt_and_stands_still_when_others_are_asked(
    place: Archive,
) -> None:
    received = civil_day(datetime.now(UTC)) - timedelta(days=10)
    given = ("--request", "Alles", "--received", received.isoformat(), "--as", WOUT)
    made = place.good("dossier", "new", *given)
    assert made["due"] == working_day(received + timedelta(days=28)).isoformat()
    why = ("--reason", "Zienswijze gevraagd.", "--as", WOUT)
    still = ("--from", (received + timedelta(days=2)).isoformat())
    place.good("dossier", "suspend", "w0001", *why, *still)
    assert wrong(place, "dossier", "suspend", "w0001", *why) == (3, "DOSSIER-007")
    on = ("--on", (received + timedelta(days=5)).isoformat(), "--as", WOUT)
    place.good("dossier", "resume", "w0001", *on)
    place.good("dossier", "extend", "w0001", *why)
    (found,) = place.good("dossier", "list", "--waiting", "--as", RUUD)["dossiers"]
    assert date.fromisoformat(found["due"]) == working_day(received + timedelta(days=28 + 3 + 14))
    assert wrong(place, "dossier", "extend", "w0001", *why) == (3, "DOSSIER-006")


def test_a_change_after_the_second_reader_has_to_be_read_again(place: Archive) -> None:
    opened(place)
    first = named(place, "kastelein")
    place.good("--as", RUUD, "dossier", "review", "w0001")
    whole = ("--id", first, "--field", "text", "--ground", "5.1.2e", "--as", WOUT)
    assert place.good("dossier", "redact", "w0001", *whole)["state"] == "open"
    assert wrong(place, "--as", RUUD, "dossier", "freeze", "w0001") == (3, "DOSSIER-018")
    undone = place.good("--as", WOUT, "dossier", "undo", "w0001", "--redaction", "1")
    assert undone["redactions"] == []
    # A number is not given out twice: letters to others may name it.
    redacted = place.good("dossier", "redact", "w0001", *whole)
    assert [one["number"] for one in redacted["redactions"]] == [2]


def test_what_a_second_reader_does_not_agree_with_is_answered_before_anything_is_frozen(
    place: Archive,
) -> None:
    opened(place)
    first, second = named(place, "kastelein"), named(place, "vlies toch")
    no = ("dossier", "disagree", "w0001", "--id", first, "--reason")
    assert wrong(place, "--as", WOUT, *no, "Te veel.") == (3, "DOSSIER-017")
    assert wrong(place, "--as", LIES, *no, "Te veel.")[0] == 3
    mark = ("--id", first, "--text", SECRET, "--ground", "5.1.2e", "--as", WOUT)
    place.good("dossier", "redact", "w0001", *mark)
    assert wrong(place, "--as", RUUD, *no, f"Het {SECRET} is een huis.") == (2, "DOSSIER-030")
    said = place.good("--as", RUUD, *no, "Dit is geen persoon.", "--id", second)["disagreements"]
    assert [(one["document"], one["state"], one["by"]) for one in said] == [
        (2, "open", RUUD),
        (3, "open", RUUD),
    ]
    assert wrong(place, "--as", WIM, "dossier", "review", "w0001") == (3, "DOSSIER-028")
    answer = ("dossier", "answer", "w0001", "--disagreement")
    assert wrong(place, "--as", WOUT, *answer, "1", "--reason", SECRET) == (2, "DOSSIER-030")
    assert wrong(place, "--as", WOUT, *answer, "9", "--reason", "x") == (2, "DOSSIER-029")
    undone = place.good("--as", WOUT, "dossier", "undo", "w0001", "--redaction", "1")
    assert [one["state"] for one in undone["disagreements"]] == ["answered", "open"]
    told = place.good("--as", WOUT, *answer, "2", "--reason", "Zo heet het plein.")
    assert [one["answer"] for one in told["disagreements"]] == [None, "Zo heet het plein."]
    for step in ("review", "freeze"):  # answered is not agreed
        assert wrong(place, "--as", RUUD, "dossier", step, "w0001") == (3, "DOSSIER-028")
    agree = ("dossier", "agree", "w0001", "--disagreement")
    assert wrong(place, "--as", WOUT, *agree, "1") == (3, "DOSSIER-017")
    place.good("--as", RUUD, *agree, "1")
    again = ("--id", second, "--reason", "Dat plein is er niet.")
    (_, old, new) = place.good("--as", RUUD, "dossier", "disagree", "w0001", *again)[
        "disagreements"
    ]
    assert (old["state"], new["state"], new["number"]) == ("repeated", "open", 3)
    out = ("--id", second, "--reason", "Hoort er niet bij.", "--as", WOUT)
    place.good("dossier", "remove", "w0001", *out)
    # Taking it out is no way around: somebody has to agree with that too; it may be another.
    assert wrong(place, "--as", RUUD, "dossier", "review", "w0001") == (3, "DOSSIER-028")
    place.good("--as", WIM, *agree, "3")
    place.good("--as", RUUD, "dossier", "review", "w0001")
    late = place.good("--as", RUUD, *no, "Toch niet.")
    assert (late["state"], late["reviewer"]) == ("open", None)
    assert wrong(place, "--as", RUUD, "dossier", "freeze", "w0001") == (3, "DOSSIER-028")
    place.good("--as", RUUD, *agree, "4")
    for step in ("review", "freeze"):
        place.good("--as", RUUD, "dossier", step, "w0001")
    assert wrong(place, "--as", RUUD, *no, "Te laat.") == (3, "DOSSIER-005")


@pytest.mark.parametrize(
    ("judged", "code"),
    [
        (("refused",), "DOSSIER-014"),
        (("refused", "--ground", "5.9"), "DOSSIER-001"),
        (("already-public",), "DOSSIER-014"),
        (("already-public", "--looked", "2999-01-01"), "DOSSIER-014"),
        (("public", "--ground", "5.2"), "DOSSIER-014"),
        (("partly",), "DOSSIER-014"),
    ],
)
def test_a_judgement_needs_what_belongs_to_it(
    place: Archive, judged: tuple[str, ...], code: str
) -> None:
    opened(place)
    first = named(place, "kastelein")
    given = ("--id", first, "--judgement", *judged, "--as", WOUT)
    assert wrong(place, "dossier", "judge", "w0001", *given) == (2, code)


def test_what_is_not_public_stands_in_the_inventory_and_nowhere_else(
    place: Archive, tmp_path: Path
) -> None:
    opened(place)
    first = named(place, "kastelein")
    no = ("--id", first, "--judgement", "refused", "--ground", "5.1.2e", "--as", WOUT)
    place.good("dossier", "judge", "w0001", *no)
    for step in ("review", "freeze"):
        place.good("--as", RUUD, "dossier", step, "w0001")
    place.good("--as", RUUD, "dossier", "export", "w0001", str(tmp_path / "uit"))
    told = (tmp_path / "uit/stukken.jsonl").read_text("utf-8").splitlines()
    assert json.loads(told[1])["text"] is None
    assert "klaagt" not in "".join(told)
    assert "Niet openbaar" in (tmp_path / "uit/inventaris.csv").read_text("utf-8-sig")


def test_only_who_may_works_on_it_and_only_what_is_held_can_be_in_it(place: Archive) -> None:
    opened(place)
    for name, *command in (
        (LIES, "add", "w0001", "--query", "sluis"),
        (RUUD, "add", "w0001", "--query", "sluis"),
        (LIES, "show", "w0001"),
        (LIES, "review", "w0001"),
        (LIES, "export", "w0001", "uit"),
    ):
        assert place.run("--as", name, "dossier", *command)[0] == 3
    for command, code in (
        (("add", "w0001"), "DOSSIER-008"),
        (("add", "w0001", "--id", "vbd-2026-01-01-zzzzz"), "SEARCH-001"),
        (("add", "w0009", "--query", "sluis"), "DOSSIER-002"),
        (("redact", "w0001", "--id", named(place, "markt"), "--text", "x", "--ground", "5.2"),
         "DOSSIER-009"),
        (("redact", "w0001", "--id", named(place, "kastelein"), "--text", "nergens",
          "--ground", "5.2"), "DOSSIER-012"),
        (("undo", "w0001", "--redaction", "9"), "DOSSIER-013"),
    ):  # fmt: skip
        assert wrong(place, "--as", WOUT, "dossier", *command) == (2, code)
    assert wrong(place, "--as", WOUT, "dossier", "export", "w0001", "uit") == (3, "DOSSIER-019")


def test_what_is_in_a_dossier_is_destroyed_by_order_of_a_court_alone(place: Archive) -> None:
    first = named(place, "kastelein")
    propose = ("--as", ANNA, "destroy", "propose", "--id", first, "--reason", "Weg.", "--ground")
    before = place.good(*propose, "not-government")["list"]
    opened(place)
    for ground in ("not-government", "unlawful", "selection"):
        code, told = place.run(*propose, ground)
        assert (code, told["error"]["code"]) == (3, "HOLD-004")
        assert told["blocked"] == [{"by": ["w0001"], "id": first}]
    # What was proposed before goes no further either.
    assert wrong(place, "--as", RUUD, "destroy", "review", before) == (3, "HOLD-004")
    assert place.good("show", first)["dossiers"] == ["w0001"]
    assert place.good("retention", "show", first)["dossiers"] == ["w0001"]
    assert place.good(*propose, "court")["items"] == [first]
    gone = ("--id", first, "--reason", "Hoort er niet bij.")
    place.good("--as", WOUT, "dossier", "remove", "w0001", *gone)
    assert place.good("show", first)["dossiers"] == []
    place.good("--as", RUUD, "destroy", "review", before)


def test_a_frozen_dossier_keeps_for_eight_weeks() -> None:
    frozen = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # the third, in the Netherlands
    made = Dossier(
        id="w0001",
        request="Alles",
        received=date(2026, 2, 1),
        case="",
        by=WOUT,
        at=frozen,
        state=DossierState.FROZEN,
        frozen_by=RUUD,
        frozen_at=frozen,
    )
    assert made.keeps_until == date(2026, 3, 3) + timedelta(days=56)
    assert [made.keeps_on(date(2026, 4, day)) for day in (28, 29)] == [True, False]
    assert replace(made, frozen_at=None).keeps_on(date(2999, 1, 1))


def test_missing_rights_are_listed_before_anything_goes_out(place: Archive) -> None:
    opened(place)
    about = named(place, "open sluis")
    rights = ("--as", WOUT, "dossier", "rights", "w0001")
    told = place.good(*rights)
    # Of the organisation alone: what two citizens wrote is theirs by law.
    (one,) = told["missing"]
    assert (one["id"], one["medium"], one["number"]) == (about, "text", None)
    assert one["lacks"] == ["copyright"]
    assert wrong(place, "--as", LIES, *rights[2:])[0] == 3
    judge = ("--as", WOUT, "dossier", "judge", "w0001", "--id", about, "--judgement", "refused")
    place.good(*judge, "--ground", "5.1.2.e")
    assert place.good(*rights)["missing"] == []  # nothing of it goes out
    place.good(*judge[:-1], "public")
    place.good("--as", ANNA, "rights", "set", about, "--status", "own", "--licence", "CC0-1.0")
    assert place.good(*rights)["missing"] == []
