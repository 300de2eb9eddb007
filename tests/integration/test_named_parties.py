"""Who stays named by decision, between two dates, through a real import, and taken back (D1)."""

from pathlib import Path

import pytest
from place import Archive, Json, members, moment, noted, post, tar

from weerklank import bootstrap
from weerklank.minimise.named import exact
from weerklank.model.errors import Locked
from weerklank.services.change import keep_named
from weerklank.services.schedule import run_schedule
from weerklank.services.schedule.run_schedule import Schedule
from weerklank.services.seal.read_named import read_named
from weerklank.services.workplace import Silent
from weerklank.store.lock import HELD

SERVER = "https://prov.example"
BODY = {
    "type": "Mention",
    "href": f"{SERVER}/users/zqprovincie",
    "name": "@zqprovincie@prov.example",
}
LINK = f'<a href="{SERVER}/@zqprovincie" class="u-url mention">@zqprovincie</a>'
EVIL = {
    "type": "Mention",
    "href": "https://elders.example/users/zqprovincie",
    "name": "@zqprovincie@elders.example",
}


def says(day: int, *tags: Json, words: str = LINK) -> Json:
    return noted(post(day, f"Dank aan {words} voor dag {day}."), tag=list(tags))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Give an archive with one body named from day 10 to day 20."""
    made = Archive(tmp_path / "place").make()
    take(made, [says(5, BODY)])
    told = made.good(
        "privacy", "named", "add", f"{SERVER}/@zqprovincie", "--kind", "body", "--name",
        "Provincie Zqvoorbeeld", "--from", day(1), "--until", day(20), "--reason",
        "Een overheidsorganisatie.",
    )  # fmt: skip
    assert (told["named"], told["held_shown"], told["held_written"]) == ("n0001", 1, 0)
    take(made, [says(5, BODY), *(says(n, BODY) for n in (0, 10, 20, 21)), says(12, EVIL)])
    return made


def day(number: int) -> str:
    return moment(number).date().isoformat()


def take(archive: Archive, pieces: list[Json]) -> Json:
    return archive.take(tar(archive.root / "export.tar.gz", members(pieces)))


def texts(archive: Archive) -> dict[str, str]:
    return {row["created_at"][:10]: row["text"] for row in archive.rows()}


def test_who_is_named_between_two_dates_and_taken_back(archive: Archive) -> None:
    said = texts(archive)
    assert "zqprovincie" in said[day(10)]
    assert "zqprovincie" in said[day(20)]
    for number in (0, 21):
        assert "zqprovincie" not in said[day(number)], number
        assert "Burger-" in said[day(number)]
    # What was held under a pseudonym stays so, and is no edit when it comes once more.
    assert "zqprovincie" not in said[day(5)]
    assert take(archive, [says(5, BODY)])["new_versions"] == 0
    # A link that leads to the body, in a post that mentions another of that name.
    assert "zqprovincie" not in texts(archive)[day(12)]
    assert b"elders.example" not in archive.bytes_of_all()
    # The decisions hold no name, and what is taken back goes out of all that is held.
    decisions = b"".join(p.read_bytes() for p in (archive.folder / "decisions").rglob("*.json"))
    assert b"named.added" in decisions
    assert b"zqprovincie" not in decisions
    told = archive.good(
        "privacy", "named", "end", "n0001", "--on", day(15), "--reason", "Hernoemd."
    )
    assert (told["until"], told["corrected"], told["left"]) == (day(15), 1, [])
    assert "zqprovincie" in texts(archive)[day(10)]
    assert "zqprovincie" not in texts(archive)[day(20)]
    told = archive.good("privacy", "named", "withdraw", "n0001", "--reason", "Een vergissing.")
    assert (told["name"], told["corrected"], told["left"]) == (None, 1, [])
    assert b"zqprovincie" not in archive.bytes_of_all()
    (listed,) = archive.good("privacy", "named", "list", "--all")["named"]
    assert listed["withdrawn_reason"] == "Een vergissing."
    assert archive.run("verify", "--deep")[0] == 0


def test_a_process_that_dies_with_its_decision_leaves_the_rest_to_others(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    workplace = bootstrap.workplace(str(archive.folder), str(archive.root / "keys"), Silent())
    with monkeypatch.context() as killed:
        killed.setattr(keep_named, "_correct", dies)
        with pytest.raises(KeyboardInterrupt):
            keep_named.withdraw_named(workplace, "n0001", "Een vergissing.")
    keep_named.forget_withdrawn(workplace)
    (left,) = read_named(workplace)
    assert left.withdrawn is not None
    assert left.facts is not None  # what is held is to be corrected first
    assert "zqprovincie" in texts(archive)[day(10)]
    take(archive, [says(5, BODY)])  # any run finishes it
    assert "zqprovincie" not in "".join(texts(archive).values())
    schedule = Schedule(lambda: workplace, [], lambda _: pytest.fail("nothing is harvested"))
    with monkeypatch.context() as damaged:

        def refuses(_: object) -> None:
            raise Locked(HELD, what="decisions")

        damaged.setattr(run_schedule, "forget_withdrawn", refuses)
        [*schedule.once()]  # what can't be done now stops nothing else
    assert read_named(workplace)[0].facts is not None
    [*schedule.once()]
    assert read_named(workplace)[0].facts is None
    assert b"zqprovincie" not in archive.bytes_of_all()


@pytest.mark.parametrize(
    "address",
    [
        "https://prov.example/%40zqprovincie",
        "https://prov.example/@zqprovinci\u0435",
        "https://prov.example/@zqprovincie@elders.example",
        "https://prov.example.elders.example/@zqprovincie/x",
        "https://prov.example@elders.example/@zqprovincie",
        "https://prov.example/@zqprovincie?of=@jan",
        "https://prov.example/@zqprovincie/../@jan",
        "http://prov.example/@zqprovincie",
        "https://elk.zone/prov.example/@zqprovincie",
        "acct:zqprovincie@prov.example",
    ],
)
def test_an_address_that_looks_alike_is_not_exact(address: str) -> None:
    told = exact(address)
    assert told is None or told[:2] != ("mastodon", "zqprovincie@prov.example")
