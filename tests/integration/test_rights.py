"""Rights: who records what of which post and medium, what is missing, and where it goes along."""

import json
from pathlib import Path

import pytest
from small_archive import Small, filled, posts

from weerklank.transfer.mdto import InformationObject
from weerklank.transfer.mdto_xml import read_mdto

POSTS = posts()
BUREAU = (
    *("--status", "licensed", "--licence", "cc-by-4.0", "--holder", "Fotobureau Voorbeeld"),
    *("--source", "Overeenkomst Z-1", "--portrait", "consent"),
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    made = filled(tmp_path_factory.mktemp("template") / "small")
    made.good("person", "add", "Carla", "--role", "communication")
    return made


@pytest.fixture
def small(template: Small, tmp_path: Path) -> Small:
    return template.copy(tmp_path / "small")


def refused(small: Small, *given: str, acting: str = "Anna") -> tuple[int, str]:
    code, told = small.run("rights", *given, acting=acting)
    return code, told["error"]["code"]


def statuses(small: Small, item: str) -> list[tuple[str, str | None, list[str]]]:
    told = small.good("rights", "show", item)
    return [(one["status"], one["level"], one["lacks"]) for one in told["parts"]]


def test_the_narrowest_holds_the_last_goes_first_and_missing_stays_missing(small):
    ids = small.ids()
    photo, plain = ids[POSTS.url("doel")], ids[POSTS.url("gewoon")]
    missing = ("missing", None, ["copyright"])
    assert statuses(small, photo)[0] == missing
    # A rule is for texts alone, by who may, with its decision.
    rule = ("set", "--default", "--status", "own", "--licence", "CC0-1.0")
    assert refused(small, *rule, "--source", "besluit", acting="Carla") == (3, "ROLE-002")
    assert refused(small, *rule) == (2, "RIGHTS-001")
    small.good("rights", *rule, "--source", "Collegebesluit 12", acting="Anna")
    assert statuses(small, plain) == [("own", "default", [])]
    text, *media = statuses(small, photo)
    assert text == ("own", "default", [])
    assert media
    assert all(one == ("missing", None, ["copyright", "portrait"]) for one in media)
    # One medium, then an account, then its end; nothing of it is lost.
    made = small.good("rights", "set", photo, "--media", "1", *BUREAU, acting="Carla")
    assert (made["decision"], made["parts"]) == ("r0002", 1)
    reserved = ("--status", "own", "--licence", "ARR", "--source", "besluit 13")
    small.good("rights", "set", "--account", "a0001", *reserved, acting="Anna")
    assert statuses(small, photo)[:2] == [("own", "account", []), ("licensed", "item", [])]
    small.good("rights", "set", photo, "--media", "1", "--portrait", "objection", acting="Anna")
    told = small.good("rights", "show", photo)
    assert (told["parts"][1]["status"], told["parts"][1]["portrait"]) == ("licensed", "objection")
    assert [one["by"] for one in told["history"]] == ["Anna", "Carla", "Anna", "Anna"]
    small.good("rights", "end", photo, "--reason", "Andere foto.", acting="Carla")
    assert statuses(small, photo)[1] == ("missing", None, ["copyright", "portrait"])
    assert len(small.good("rights", "show", photo)["history"]) == 5
    shown = small.good("show", photo)["rights"]
    assert (shown["missing"], shown["of"], len(shown["parts"])) == (
        True,
        "organisation",
        1 + len(media),
    )
    assert refused(small, "end", photo, "--reason", "x") == (3, "RIGHTS-007")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (["--status", "licensed", "--licence", "CC-BY-4.0", "--source", "x"], "RIGHTS-001"),
        (["--status", "free", "--licence", "CC-BY-4.0"], "RIGHTS-001"),
        (["--status", "own", "--licence", "CC-BY-9.9"], "RIGHTS-001"),
        (["--licence", "CC0-1.0"], "RIGHTS-001"),
        (["--status", "own", "--media", "9"], "RIGHTS-003"),
        (["--portrait", "none", "--media", "text"], "RIGHTS-003"),
        (["--status", "own", "--holder", "@iemand@mast.example"], "USE-002"),
        ([], "RIGHTS-001"),
    ],
)
def test_what_does_not_hold_together_is_refused(template, given, code):
    photo = template.ids()[POSTS.url("doel")]
    assert refused(template, "set", photo, *given) == (2, code)


def test_a_file_is_recorded_whole_or_not_at_all(small, tmp_path):
    path = tmp_path / "rechten.csv"
    code, _ = small.run("rights", "list", "--missing", "-o", str(path))
    assert code == 2  # with --json there is no file
    listed = small.good("rights", "list", "--missing")
    assert listed["counts"]["missing"]["copyright"] == len(listed["rights"]) > 9
    rows = [
        [one["id"], one["medium"] or "text", "own", "AW-15B", "", "Bron; met puntkomma", "none"]
        for one in listed["rights"]
    ]
    head = "id;medium;status;licentie;rechthebbende;bron;portret;toelichting"
    lines = [head, *(";".join(f'"{cell}"' for cell in row) for row in rows)]
    other = next(one["id"] for one in small.good("search", "")["hits"] if one["kind"] == "post")
    wrong = [
        f"{other};;own;;;;",  # said above already
        "vbd-2026-01-01-zzzzz;;own;;;;",
        f"{other};text;free;;;;",
        f"{other};text;own;;bel 06-12345678;;",
    ]
    path.write_text("\n".join([*lines, *wrong]), encoding="utf-8")
    code, told = small.run("rights", "set", "--file", str(path), acting="Anna")
    begun = len(lines) + 1
    assert (code, told["error"]["code"]) == (6, "RIGHTS-004")
    assert [one["row"] for one in told["rows"]] == [*range(begun, begun + len(wrong))]
    assert small.good("rights", "list", "--missing")["counts"] == listed["counts"]
    path.write_text("\n".join([*lines, ";;;;;;"]), encoding="cp1252")
    made = small.good("rights", "set", "--file", str(path), acting="Anna")
    assert (made["decision"], made["parts"]) == ("r0001", len(rows))
    assert made["passed"] == ["H"]  # the column of somebody's own is told
    after = small.good("rights", "list", "--missing")
    assert (after["rights"], after["counts"]["statuses"]["own"]) == ([], len(rows))
    path.write_bytes(b"PK\x03\x04")
    assert refused(small, "set", "--file", str(path)) == (6, "RIGHTS-005")
    assert refused(small, "set", "--file", str(path / "weg")) == (2, "RIGHTS-006")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        # Not the twelfth of an item that has one, and not the first either.
        ("{photo};0000012;own", "has no part"),
        ("{photo};9999999;own", "has no part"),
        ("{photo};1\u202e;own", "is no number"),
        ("{photo};<b>;own", "is no number"),
        ("{photo};" + "1" * 5_000 + ";own", "is no number"),
        ("x" * 100_000 + ";;own", "the permanent address is none"),
        ("{photo}\u200b;;own", "the permanent address is none"),
        ("@iemand@mast.example;;own", "the permanent address is none"),
    ],
)
def test_what_names_no_part_is_named_by_its_row_alone(template, tmp_path, cells, said):
    path = tmp_path / "rechten.csv"
    row = cells.replace("{photo}", template.ids()[POSTS.url("doel")])
    path.write_text(f"id;medium;status\n{row}\n", encoding="utf-8")
    code, told = template.run("rights", "set", "--file", str(path), acting="Anna")
    assert (code, told["error"]["code"]) == (6, "RIGHTS-004")
    (wrong,) = told["rows"]
    assert said in str(wrong)
    assert len(json.dumps(told)) < 2_000
    assert "iemand" not in json.dumps(told)


def test_a_licence_goes_along_and_what_is_missing_is_told(small, tmp_path):
    photo = small.ids()[POSTS.url("doel")]
    both = ("--media", "1", "--media", "2")  # before and after it was edited
    small.good("rights", "set", photo, *both, *BUREAU, acting="Anna")
    by = "https://creativecommons.org/licenses/by/4.0/"
    for form, name in (("as2", "activity-streams.json"), ("jsonld", "schema-org.jsonld")):
        out = tmp_path / form
        told = small.good("export", str(out), "--format", form)
        assert told["rights_missing"] > 0  # its own text, and all others
        document = (out / name).read_text()
        assert document.count(f'"license":"{by}"') == 1
        assert document.count("Fotobureau Voorbeeld") == 1
        assert json.loads(document)
    for person in ("Anna", "Pia"):
        small.good("transfer", "decide", "--sealed", "keep", acting=person)
    small.good("transfer", "make", str(tmp_path / "sip"), acting="Anna")
    found = {}
    for path in (tmp_path / "sip").rglob("*.mdto.xml"):
        subject = read_mdto(path.read_bytes(), path.name).subject
        if isinstance(subject, InformationObject):
            found[subject.ids[0].mark] = subject
    notes = {one.type.code or one.type.label: one.note for one in found[photo].restrictions}
    assert by in notes["AUTEURSRECHT-LICENTIE"]
    assert "Fotobureau Voorbeeld" in notes["AUTEURSRECHT-LICENTIE"]
    assert "toestemming" in notes["PORTRETRECHT"]
    assert "Niet vastgelegd" in notes["Nader te bepalen"]
    # Of the whole it is told that there is a licence, and never who has the rights.
    series = [one for one in found.values() if one.level and one.level.label == "Serie"]
    notes = [one.note or "" for one in series[0].restrictions]
    assert any(by in note for note in notes)
    assert not any("Fotobureau" in note for note in notes)
