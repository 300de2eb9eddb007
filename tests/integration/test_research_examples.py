"""The examples for who calculates with the archive run, and give what the records say."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest
from place import ME, Archive, medium, moment, post, uri
from pytest_socket import enable_socket

from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
PAGE = Path(__file__).parents[2] / "docs/gebruiker/onderzoek.md"
FIRST = post(1, "Is de brug open?", media=(medium("/media_attachments/files/a.png"),))
ASKED = Reply(
    uri="https://mast.example/users/zqanna/statuses/900",
    html="<p>Hoe laat?</p>",
    answers=uri(FIRST),
    published=moment(3),
)
ANSWER = post(4, "Om tien uur.", in_reply_to=ASKED.uri)
PURPOSE = "Onderzoek naar bruggen, Hogeschool Voorbeeld"


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    enable_socket()
    place = Archive(tmp_path_factory.mktemp("plaats")).begin()
    with mastodon_server(ME, [FIRST, ANSWER], replies=[ASKED]) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        place.good("harvest", "gemeente")
    for form in ("parquet", "jsonl"):
        place.good("export", "--format", form, str(place.root / form), "--purpose", PURPOSE)
    return place


def examples() -> dict[str, str]:
    """Give each example of the page, by the heading above it."""
    found, heading = {}, ""
    for part in re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        heading = part.partition("\n")[0]
        (found[heading],) = re.findall(r"```sql\n(.*?)```", part, re.DOTALL)
    return found


def rows(place: Archive, heading: str, form: str) -> list[Any]:
    where = (place.root / form / f"items.{form}").as_posix()
    asked = examples()[heading].replace("'items.parquet'", f"'{where}'")
    with duckdb.connect() as connection:
        return connection.sql(asked).fetchall()


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_each_example_gives_what_the_records_say(given: Archive, form: str) -> None:
    lines = (given.root / "jsonl" / "items.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    states = Counter((one["platform"], one["state"]) for one in records)
    expected: dict[str, object] = {
        "Wat later verdween of werd veranderd": [(*key, n) for key, n in sorted(states.items())],
        "Beeld zonder beschrijving": [],
        "Dezelfde persoon onder meer berichten": [(1, 1)],
    }
    assert [
        minutes for _, minutes in rows(given, "Hoe lang het duurde voordat er antwoord kwam", form)
    ] == [24 * 60]
    months = rows(given, "Hoeveel per maand, en van wie", form)
    assert (sum(own for _, own, _ in months), sum(others for *_, others in months)) == (2, 1)
    first, *_ = rows(given, "Berichten die de meeste reacties kregen", form)
    assert first[2:] == (2, "Is de brug open?")
    for heading, told in expected.items():
        assert rows(given, heading, form) == told, heading
    assert {*examples()} == {
        *expected,
        "Hoe lang het duurde voordat er antwoord kwam",
        "Hoeveel per maand, en van wie",
        "Berichten die de meeste reacties kregen",
    }


def test_what_it_is_given_for_stands_in_the_folder_and_the_journal(given: Archive) -> None:
    assert f"Gegeven voor: {PURPOSE}" in (given.root / "parquet/LEESMIJ.txt").read_text("utf-8")
    assert f"Given for: {PURPOSE}" in (given.root / "jsonl/README.txt").read_text("utf-8")
    told = given.events("journal", "export.written")
    assert {one["data"]["purpose"] for one in told} == {PURPOSE}
