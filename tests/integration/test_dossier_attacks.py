"""A Woo dossier as somebody meets it who wants to read what is kept back."""

import json
import shutil
from pathlib import Path

import pytest
from place import ME, Archive, Json, moment, post, uri
from pytest_socket import enable_socket

from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
WOUT, RUUD = "Wout", "Ruud"
NAME, OTHER = "zqwubbechien_tjoelker", "zqharmannus_knol"
PLAN = post(1, "De sluisdeur wordt in stilte verkocht aan de firma Zonderling.")
QUOTE = post(2, "Gelezen: 'De sluisdeur wordt in stilte verkocht aan de firma Zonderling'!")


def answering(number: int, html: str, author: str = NAME, answers: str = "") -> Reply:
    return Reply(
        uri=f"https://mast.example/users/{author}/statuses/{900 + number}",
        html=f"<p>{html}</p>",
        answers=answers or uri(PLAN),
        published=moment(3 + number),
    )


FIRST = answering(0, "Die sluisdeur is van mij.")
SECOND = answering(1, f"Nee, @{NAME}@mast.example woont daar achter.", OTHER, FIRST.uri)
THIRD = answering(2, f"Nee, @{NAME}@mast.example woont daar achter.", OTHER, FIRST.uri)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a dossier of five documents."""
    enable_socket()
    root = tmp_path_factory.mktemp("filled")
    place = Archive(root).begin()
    replies = [FIRST, SECOND, THIRD]
    with mastodon_server(ME, [PLAN, QUOTE], replies=replies) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        place.good("person", "add", "Ria", "--role", "register-owner")
        for name, role in ((WOUT, "woo"), (RUUD, "reviewer"), ("Piet", "privacy")):
            place.good("person", "add", name, "--role", role, "--as", "Ria")
        place.good("harvest", "gemeente")
    place.good("dossier", "new", *"--request Sluis --received 2026-03-10 --as".split(), WOUT)
    place.good("dossier", "add", "w0001", "--query", "sluisdeur", "--threads", "--as", WOUT)
    return root


@pytest.fixture
def place(filled: Path, tmp_path: Path) -> Archive:
    root = tmp_path / "place"
    shutil.copytree(filled, root, symlinks=True)
    return Archive(root)


def act(place: Archive, what: str, *more: str, by: str = WOUT) -> Json:
    return place.good("dossier", what, "w0001", *more, "--as", by)


def wrong(place: Archive, what: str, *more: str, by: str = RUUD) -> str:
    _, told = place.run("dossier", what, "w0001", *more, "--as", by)
    return str(told["error"]["code"])


def named(place: Archive, *words: str) -> list[str]:
    return [hit["id"] for hit in place.good("search", *words)["hits"]]


def judged(place: Archive, item: str, *how: str) -> None:
    act(place, "judge", "--id", item, "--judgement", *how)


def out(place: Archive, folder: Path) -> list[Json]:
    for step in ("review", "freeze"):
        act(place, step, by=RUUD)
    act(place, "export", str(folder))
    lines = (folder / "stukken.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_what_few_may_see_does_not_go_out_unseen(place: Archive, tmp_path: Path) -> None:
    """The workbench shows it to nobody, so that nobody can have read it."""
    (sick,) = named(place, "mij")
    mark = ("--special", "--reason", "Over gezondheid.", "--as", "Piet")
    place.good("mark", sick, *mark)
    assert wrong(place, "review") == "DOSSIER-023"
    judged(place, sick, "refused", "--ground", "5.1.1d")
    told = out(place, tmp_path / "uit")
    assert "van mij" not in json.dumps(told)


def test_what_is_not_public_can_be_read_in_no_other_document(
    place: Archive, tmp_path: Path
) -> None:
    quote, plan = named(place, "Zonderling")
    judged(place, plan, "partly", "--ground", "5.1.2e")
    assert wrong(place, "review") == "DOSSIER-025"  # all of it would go out
    judged(place, plan, "refused", "--ground", "5.1.2e")
    assert wrong(place, "review") == "DOSSIER-024"
    one, other = named(place, "woont")
    act(place, "redact", "--id", quote, "--field", "text", "--ground", "5.1.2e")
    act(place, "redact", "--id", one, "--field", "text", "--ground", "5.1.2e")
    # The same sentence with a pseudonym in it, which goes out under a number.
    assert wrong(place, "review") == "DOSSIER-020"
    judged(place, other, "refused", "--ground", "5.1.2e")
    act(place, "redact", "--id", other, "--text", "Nee", "--ground", "5.1.2e")
    told = out(place, tmp_path / "uit")
    refused = [line for line in told if line["judgement"] == "refused"]
    assert [line["author"] for line in refused] == [None, None]
    log = (tmp_path / "uit/lakkingen.csv").read_text("utf-8-sig")
    assert len(log.splitlines()) == 1 + 2  # none of what is not public
