"""What is proposed for a dossier, what is kept back besides words, what says the same twice."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from place import ME, Archive, Json, medium, post
from pytest_socket import enable_socket

from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
WOUT, RUUD, LIES = "Wout", "Ruud", "Lies"
ASKED = post(1, "Vragen over de kermis? Bel Wilma Proefstra op 06 12345678 📞 voor 18.00 uur.")
AGAIN = post(2, "De kermis  begint om tien uur.")
TWIN = post(3, "De kermis begint om tien uur.")
FIRST_PICTURE = post(4, "Zo was de kermis.", media=(medium("een.png"),))
SAME_PICTURE = post(
    5, "Nog eens de kermis.", media=(replace(medium("twee.png"), alt="Nog een foto"),)
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    enable_socket()
    root = tmp_path_factory.mktemp("filled")
    place = Archive(root).begin()
    with mastodon_server(ME, [ASKED, AGAIN, TWIN, FIRST_PICTURE, SAME_PICTURE]) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        place.good("person", "add", "Ria", "--role", "register-owner")
        for name, role in ((WOUT, "woo"), (RUUD, "reviewer"), (LIES, "reader")):
            place.good("person", "add", name, "--role", role, "--as", "Ria")
        place.good("harvest", "gemeente")
    place.good("dossier", "new", *"--request Kermis --received 2026-03-10 --as".split(), WOUT)
    place.good("dossier", "add", "w0001", "--query", "kermis", "--as", WOUT)
    return root


@pytest.fixture
def place(filled: Path, tmp_path: Path) -> Archive:
    root = tmp_path / "place"
    shutil.copytree(filled, root, symlinks=True)
    return Archive(root)


def wrong(place: Archive, *command: str) -> tuple[int, str]:
    code, answer = place.run(*command)
    error = answer["error"]
    assert isinstance(error, dict)
    return code, str(error["code"])


def act(place: Archive, what: str, *more: str) -> Json:
    return place.good("dossier", what, "w0001", *more, "--as", WOUT)


def spans(place: Archive) -> dict[str, str]:
    """Give where each proposal stands, by its words."""
    found = act(place, "suggest")["suggestions"]
    return {one["words"]: f"{one['place']}:{one['start']}-{one['end']}" for one in found}


def ids(place: Archive) -> list[str]:
    return [one["id"] for one in act(place, "show")["documents"]]


def out(place: Archive, folder: Path) -> tuple[list[Json], set[str]]:
    """Have it read and frozen, and give the data and the names of what goes out."""
    for step in ("review", "freeze"):
        place.good("dossier", step, "w0001", "--as", RUUD)
    act(place, "export", str(folder))
    lines = (folder / "stukken.jsonl").read_text("utf-8").splitlines()
    files = {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}
    return [json.loads(line) for line in lines], files


def test_what_is_proposed_is_redacted_or_left_by_a_person(place: Archive, tmp_path: Path) -> None:
    assert wrong(place, "dossier", "suggest", "w0001", "--as", LIES) == (3, "ROLE-002")
    offered = spans(place)
    assert "06 12345678" in offered
    (name,) = (words for words in offered if "Proefstra" in words)
    first = ids(place)[0]
    assert act(place, "show")["redactions"] == []  # nothing happens by itself
    one = ("--id", first, "--span")
    assert wrong(place, "dossier", "leave", "w0001", *one, "text:0-3", "--as", WOUT) == (
        2,
        "DOSSIER-022",
    )
    assert wrong(place, "dossier", "leave", "w0001", *one, "text", "--as", WOUT) == (
        2,
        "USE-001",
    )
    act(place, "leave", *one, offered[name])
    assert set(spans(place)) == {*offered} - {name}
    assert wrong(place, "dossier", "leave", "w0001", *one, offered[name], "--as", WOUT)[0] == 2
    act(place, "leave", *one, offered[name], "--undo")
    assert spans(place) == offered
    act(place, "leave", *one, offered[name])
    # White around what was selected stays; what lies past the end is not there.
    start, end = offered["06 12345678"].removeprefix("text:").split("-")
    wide = f"text:{int(start) - 1}-{int(end) + 1}"
    (mark,) = act(place, "redact", *one, wide, "--ground", "5.1.2e")["redactions"]
    assert (str(mark["start"]), str(mark["end"])) == (start, end)
    past = ("--id", first, "--span", "text:900-950", "--ground", "5.2", "--as", WOUT)
    assert wrong(place, "dossier", "redact", "w0001", *past) == (2, "DOSSIER-012")
    assert spans(place) == {}
    told, _ = out(place, tmp_path / "uit")
    assert told[0]["text"].endswith("op [█ 5.1.2e █] 📞 voor 18.00 uur.")


def test_authors_and_files_are_kept_back_wherever_they_are(place: Archive, tmp_path: Path) -> None:
    *_, first, same = ids(place)
    kept = act(place, "redact", "--id", first, "--span", "medium:0-1", "--ground", "5.1.2e")
    (judged,) = (one for one in kept["documents"] if one["id"] == first)
    assert (judged["judgement"], judged["grounds"]) == ("partly", ["5.1.2e"])
    none = ("--id", first, "--span", "medium:1-2", "--ground", "5.2", "--as", WOUT)
    assert wrong(place, "dossier", "redact", "w0001", *none) == (2, "DOSSIER-012")
    # The same picture, byte for byte, and its words stand with the next post.
    assert wrong(place, "dossier", "review", "w0001", "--as", RUUD) == (3, "DOSSIER-020")
    act(place, "redact", "--id", same, "--field", "medium", "--ground", "5.1.2e")
    act(place, "redact", "--id", same, "--field", "author", "--ground", "5.1.2i")
    # The author is named by all others.
    assert wrong(place, "dossier", "review", "w0001", "--as", RUUD) == (3, "DOSSIER-020")
    act(place, "allow", "--redaction", "3", "--reason", "Schreef ook de andere.")
    told, files = out(place, tmp_path / "uit")
    assert [one["author"] for one in told[3:]] == [told[0]["author"], "[█ 5.1.2i █]"]
    assert [one["withheld_media"] for one in told[2:]] == [[], ["5.1.2e"], ["5.1.2e"]]
    assert [one["media"] for one in told[3:]] == [[], []]
    assert not [one for one in files if one.startswith("media/")]
    log = (tmp_path / "uit" / "lakkingen.csv").read_text("utf-8-sig")
    assert ("bestand" in log, "afzender" in log) == (True, True)


def test_the_same_picture_under_other_words_is_found_by_its_bytes(place: Archive) -> None:
    *_, first, same = ids(place)
    act(place, "redact", "--id", first, "--span", "medium:0-1", "--ground", "5.1.2e")
    act(place, "allow", "--redaction", "1", "--reason", "De foto mag.")
    place.good("dossier", "review", "w0001", "--as", RUUD)
    act(place, "undo", "--redaction", "1")
    act(place, "redact", "--id", same, "--span", "medium:0-1", "--ground", "5.1.2e")
    found = wrong(place, "dossier", "review", "w0001", "--as", RUUD)
    assert found == (3, "DOSSIER-020")


def test_what_says_the_same_goes_out_once(place: Archive, tmp_path: Path) -> None:
    _, again, twin, first, same = ids(place)
    found = act(place, "twins")["twins"]
    assert [(one["first"], one["id"]) for one in found] == [(again, twin)]
    documents = act(place, "twins", "--judge")["documents"]
    judged = {one["id"]: (one["judgement"], *one["grounds"]) for one in documents}
    assert judged[twin] == ("refused", "dubbel")
    assert {judged[one] for one in (again, first, same)} == {("public",)}
    # It is left out for being public elsewhere: the portal has it.
    place.good("person", "add", "Arend", "--role", "archivist", "--as", "Ria")
    place.good("portal", "on", "--reason", "Besluit 7.", "--as", "Arend")
    shown = place.good("portal", "show", "--withheld", "--as", "Arend")
    assert twin not in json.dumps(shown)
    act(place, "judge", "--id", again, "--judgement", "refused", "--ground", "5.2")
    shown = place.good("portal", "show", "--withheld", "--as", "Arend")
    assert again in json.dumps(shown)
    act(place, "judge", "--id", again, "--judgement", "public")
    told, _ = out(place, tmp_path / "uit")
    assert [one["text"] for one in told[1:3]] == ["De kermis  begint om tien uur.", None]


def test_a_judgement_of_public_ends_with_a_redaction(place: Archive) -> None:
    first = ids(place)[0]
    act(place, "judge", "--id", first, "--judgement", "public")
    marked = act(place, "redact", "--id", first, "--text", "kermis", "--ground", "5.2")
    assert marked["documents"][0]["judgement"] == "partly"
    act(place, "judge", "--id", first, "--judgement", "partly")
    undone = act(place, "undo", "--redaction", "1")
    assert undone["documents"][0]["judgement"] == "public"
