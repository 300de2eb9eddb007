"""Search and show by the command line: what is found, in which order, and after any damage."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from place import HOST, ME, Archive, line, medium, members, packed, uri

from weerklank.catalogue.soundness import Unsound
from weerklank.catalogue.text_index import Entry, TextIndex
from weerklank.testing.mastodon_export import ExportBoost, ExportPoll, ExportPost, write_export

MAYOR = replace(
    ME,
    name="burgemeester",
    display_name="Burgemeester",
    summary_html="<p>De burgemeester.</p>",
    actor_id=f"https://{HOST}/users/burgemeester",
)
CITIZEN = ("https://mast.example/users/trijntje_vlier", "@trijntje_vlier@mast.example")


def at(moment: str, text: str, number: int, **more) -> ExportPost:
    when = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return ExportPost(number=number, published=when, html=f"<p>{text}</p>", **more)


PICTURE = medium("media_attachments/molen.png", "molen")
FILM = replace(medium("media_attachments/film.mp4", "sluis"), content_type="video/mp4")
FIRST = at("2025-06-01T10:00:00", "De brug is open. Een café, een coöperatie, één straat.", 101)
SECOND = at("2025-12-31T22:59:59", "Laatste seconde van het jaar: brug dicht.", 102)
THIRD = at("2026-01-01T00:00:00", "Eerste seconde: de brug, de brug, de brug!", 103)
FOURTH = at("2026-03-04T12:00:00", "Oud papier op dinsdag.", 104, media=(PICTURE,))
FIFTH = at(
    "2026-03-05T00:00:00", "De sluisdeur op film.", 105, media=(FILM,), summary="Bewegend beeld"
)
ANSWER = at("2026-03-06T08:00:00", "Nee, de brug blijft dicht.", 106, in_reply_to=uri(FIRST))
POLL = at(
    "2026-03-07T08:00:00", "Wat wilt u?", 107,
    poll=ExportPoll(
        options=(("Speeltuin", 3), ("Vijver", 4)), end=datetime(2026, 3, 9, tzinfo=UTC)
    ),
)  # fmt: skip
EDITED = at("2026-03-08T08:00:00", "Verbeterde tekst over kermis en zweefmolen.", 108,
            edited=datetime(2026, 3, 9, tzinfo=UTC))  # fmt: skip
BOOST = ExportBoost(
    number=109,
    published=datetime(2026, 3, 10, tzinfo=UTC),
    object_uri=f"{MAYOR.actor_id}/statuses/9",
)  # fmt: skip
STORY = (FIRST, SECOND, THIRD, FOURTH, FIFTH, ANSWER, POLL, EDITED, BOOST)
HERS = at("2026-02-02T09:00:00", "De burgemeester opent de brug.", 201)


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Path:
    archive = Archive(tmp_path_factory.mktemp("filled"))
    archive.good("init", str(archive.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    for account in (ME, MAYOR):
        archive.good("account", "add", account.url, "--kind", "corporate")
    path = archive.root / "export.zip"
    early = replace(EDITED, html="<p>Eerste tekst over kermis en suikerspin.</p>", edited=None)
    write_export(path, ME, [*STORY[:7], early, BOOST], style="zip")
    archive.take(path)
    write_export(path, ME, STORY, style="zip")
    archive.take(path)
    write_export(path, MAYOR, [HERS], style="zip")
    archive.take(path)
    path.unlink()
    return archive.root


@pytest.fixture
def archive(filled, tmp_path) -> Archive:
    """A copy, so that a test may break it."""
    shutil.copytree(filled, tmp_path / "place", symlinks=True)
    return Archive(tmp_path / "place")


@pytest.fixture(scope="module")
def asked(filled):
    """Ask the archive that no test changes: gives the numbers of the posts that are found."""

    def ask(*arguments: str) -> list[int | str]:
        answer = Archive(filled).good("search", *arguments)
        found = [number_of(hit) for hit in answer["hits"]]
        assert answer["total"] == len(found)
        return found

    return ask


def number_of(hit) -> int | str:
    if hit["kind"] in {"profile", "boost"}:
        return f"{hit['kind']} {hit['account']}"
    return int(hit["url"].rpartition("/")[2])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["brug"], [106, 201, 103, 102, 101]),
        (["BRUG"], [106, 201, 103, 102, 101]),
        (["bru"], []),
        (["bruggen"], []),
        (["sluis"], [105]),  # by what the picture is said to show
        (["sluisdeur"], [105]),
        (["bewegend"], [105]),  # by its warning
        (["vijver"], [107]),  # by an option of a poll
        (["molen"], [104]),
        (["cafe"], [101]),
        (["CAFÉ"], [101]),
        (["cooperatie"], [101]),
        (["coöperatie"], [101]),
        (["een"], [101]),
        (["brug", "dicht"], [106, 102]),
        (["brug dicht"], [106, 102]),
        (['"brug dicht"'], [102]),
        (['"dicht brug"'], []),
        (['"de brug"', "seconde"], [103]),
        (['"de brug'], [106, 201, 103, 101]),  # a quote that is not closed
        (["brug", "vijver"], []),
        (["onvindbaar"], []),
        (["!?"], []),
        (["“”"], []),
        (['""'], []),
        (["brug,", "-"], [106, 201, 103, 102, 101]),
        (["text:brug"], []),
        (["brug*"], [106, 201, 103, 102, 101]),
        (["brug OR vijver"], [107, 106, 201, 103, 102, 101]),
        (["seconde van het jaar"], [102]),
    ],
)
def test_exact_words_are_found(asked, words, found):
    assert asked(*words) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["bru*"], [106, 201, 103, 102, 101]),
        (['"brug di*"'], [102]),
        (["brug", "NOT", "dicht"], [201, 103, 101]),
        (["brug NIET dicht"], [201, 103, 101]),
        (["brug AND dicht"], [106, 102]),
        (["vijver OF molen"], [107, 104]),
        (["(vijver OF brug) NOT (dicht OF seconde)"], [107, 201, 101]),
        (["vijver OF (brug NIET (NIET dicht NIET seconde))"], [107, 106, 103, 102]),
        (["sluisdeuren", "--stem"], [105]),
        (["bruggen", "--stem"], [106, 201, 103, 102, 101]),
        (['"bruggen"', "--stem"], []),
        (["opende", "--stem"], [201, 101]),
        (["geopend"], []),
        (["kermis NOT suikerspin"], []),  # a post counts with all its versions
        (["suikerspin zweefmolen"], [108]),
        (['"zweefmolen eerste"'], []),  # texts of two versions never stand beside each other
        (["brug", "--kind", "reply", "--kind", "profile"], [106]),
        (
            ["brug", "--account", "gemeente", "--account", "burgemeester"],
            [106, 201, 103, 102, 101],
        ),
    ],
)
def test_words_may_be_joined_and_widened(asked, words, found):
    assert asked(*words) == found


def test_words_that_must_not_occur_need_no_word_that_must(asked):
    """As the library has it, a question of refusals alone finds nothing."""
    found = asked("NIET brug NIET vijver")
    assert found
    assert found == asked("NIET (brug OF vijver)")


@pytest.mark.parametrize("words", ["(brug", "brug OR", "NOT", "*brug", "b*", "x" * 3000])
def test_a_query_that_can_t_be_read_is_wrong_use_with_a_hint(filled, words):
    code, answer = Archive(filled).run("search", words)
    assert (code, answer["error"]["code"]) == (2, "SEARCH-004")
    assert answer["error"]["hint"]


def test_a_hit_says_why_it_is_one(filled):
    archive = Archive(filled)
    (hit,) = archive.good("search", "suikerspin")["hits"]
    (snippet,) = hit["snippets"]
    ((begin, end),) = snippet["marks"]
    assert snippet["text"][begin:end] == "suikerspin"
    assert (snippet["where"], snippet["version"]) == ("text", 1)
    (hit,) = archive.good("search", "speeltuin")["hits"]
    assert [snippet["where"] for snippet in hit["snippets"]] == ["option"]
    told = archive.good("search", "bruggen", "--stem")
    assert told["forms"] == [["bruggen", "brug"]]
    assert all(hit["snippets"] for hit in told["hits"])


def test_facets_are_counted_when_asked(filled):
    told = Archive(filled).good("search", "brug", "--facets", "--limit", "1")
    assert told["facets"]["account"] == [
        {"count": 4, "value": "a0001"},
        {"count": 1, "value": "a0002"},
    ]
    assert sum(bar["posts"] for bar in told["echo"]["bars"]) == told["total"] == 5
    assert "facets" not in Archive(filled).good("search", "brug")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (["--account", "gemeente"], [106, 103, 102, 101]),
        (["--account", "a0002"], [201]),
        (["--account", MAYOR.url], [201]),
        (["--platform", "mastodon"], [106, 201, 103, 102, 101]),
        (["--platform", "x"], []),
        (["--kind", "reply"], [106]),
        (["--kind", "post"], [201, 103, 102, 101]),
        (["--kind", "story"], []),
        (["--scenario", "B"], [106, 201, 103, 102, 101]),
        (["--scenario", "A"], []),
        (["--technique", "export"], [106, 201, 103, 102, 101]),
        (["--media", "no"], [106, 201, 103, 102, 101]),
        (["--media", "yes"], []),
        (["--state", "present"], [106, 201, 103, 102, 101]),
        (["--state", "edited"], []),
        (["--process", "klantcontact"], []),
        (["--account", "gemeente", "--kind", "post", "--from", "2026-01-01"], [103]),
        (["--from", "2026-01-01"], [106, 201, 103]),
        (["--to", "2025-12-31"], [102, 101]),
        (["--from", "2025-12-31", "--to", "2025-12-31"], [102]),
        (["--from", "2026-01-01", "--to", "2026-01-01"], [103]),
        (["--from", "2026-01-02", "--to", "2026-02-01"], []),
        (["--from", "2026-03-06", "--to", "2026-03-06"], [106]),
        (["--from", "2027-01-01"], []),
        (["--from", "2026-02-02", "--to", "2026-02-01"], []),
    ],
)
def test_every_filter_narrows_what_is_found(asked, filters, found):
    assert asked("brug", *filters) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (["--kind", "profile"], ["profile a0002", "profile a0001"]),
        (["--kind", "boost"], ["boost a0001"]),
        (["--media", "image"], [104]),
        (["--media", "video"], [105]),
        (["--media", "audio"], []),
        (["--media", "yes"], [105, 104]),
        (["--state", "edited"], [108]),
        (["--to", "2025-06-01", "--kind", "post"], [101]),
        (["--from", "2026-03-05", "--to", "2026-03-05"], [105]),
        (["--from", "2026-03-04", "--to", "2026-03-04"], [104]),
    ],
)
def test_filters_need_no_words(asked, filters, found):
    assert sorted(asked(*filters), key=str) == sorted(found, key=str)


def test_everything_is_found_newest_first(asked):
    found = asked()
    assert found[:-2] == ["boost a0001", 108, 107, 106, 105, 104, 201, 103, 102, 101]
    assert set(found[-2:]) == {"profile a0001", "profile a0002"}


def test_a_limit_keeps_the_newest_and_the_total(filled):
    for limit in range(1, 6):
        answer = Archive(filled).good("search", "brug", "--limit", str(limit))
        assert [number_of(hit) for hit in answer["hits"]] == [106, 201, 103, 102, 101][:limit]
        assert answer["total"] == 5


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "veel"])
def test_a_limit_that_is_none_is_wrong_use(filled, limit):
    code, answer = Archive(filled).run("search", "brug", "--limit", limit)
    assert (code, answer["error"]["code"]) == (2, "USE-001")


def test_by_relevance_what_speaks_of_it_most_comes_first(asked):
    found = asked("brug", "--sort", "relevance", "--account", "gemeente", "--from", "2026-01-01")
    assert found == [103, 106]


def test_an_item_is_found_once_by_any_of_its_versions(asked, filled):
    for word in ("kermis", "suikerspin", "zweefmolen"):
        assert asked(word) == [108]
        (hit,) = Archive(filled).good("search", word)["hits"]
        assert hit["state"] == "edited"
        assert hit["text"].strip() == "Verbeterde tekst over kermis en zweefmolen."
    assert asked("kermis", "--state", "present") == []
    assert asked("kermis", "--state", "edited") == [108]


def test_versions_of_one_item_do_not_push_others_out(tmp_path, filled):
    archive = Archive(tmp_path / "place")
    shutil.copytree(filled, archive.root)
    for number in range(1, 5):
        again = replace(
            EDITED,
            html=f"<p>Versie {number} over kermis</p>",
            edited=datetime(2026, 4, number, tzinfo=UTC),
        )
        older = at("2026-01-05T00:00:00", "Ook kermis.", 150)
        archive.take(packed(tmp_path, "zip", members([line(again), line(older)])))
    answer = archive.good("search", "kermis", "--limit", "2")
    assert [number_of(hit) for hit in answer["hits"]] == [108, 150]
    assert answer["total"] == 2


def test_what_is_found_is_what_the_package_holds(filled):
    archive = Archive(filled)
    rows = {row["id"]: row for row in archive.lines()}  # of several versions the last
    hits = archive.good("search", "--limit", "1000")["hits"]
    assert {hit["id"] for hit in hits} == set(rows)
    for hit in hits:
        row = rows[hit["id"]]
        for key in ("account", "platform", "kind", "created_at"):
            assert hit[key] == row[key]
        assert (hit["text"] or None, hit["url"]) == (row.get("text"), row.get("url"))
        assert hit["author"] in {"gemeente@" + HOST, "burgemeester@" + HOST}
        shown = archive.good("show", hit["id"])
        assert shown["text"] == hit["text"]
        assert shown["key"] == row["key"]
        assert shown["version"] == row.get("version", 1)


def test_a_post_is_shown_with_its_thread_and_its_versions(filled):
    archive = Archive(filled)
    (first,) = archive.good("search", "coöperatie")["hits"]
    shown = archive.good("post", "show", first["id"], "--thread", "--versions")
    assert shown == archive.good("show", first["id"], "--thread", "--versions")
    (answer,) = shown["replies"]
    assert shown["permanent_address"] == f"/id/{first['id']}"
    assert shown["citation"].endswith(f"/id/{first['id']}.")
    assert [(one["id"], one["depth"], one["asked"]) for one in shown["thread_items"]] == [
        (first["id"], 0, True),
        (answer["id"], 1, False),
    ]
    assert shown["participants"] == [{"items": 2, "name": f"gemeente@{HOST}", "role": "own"}]
    assert number_of(answer) == 106
    assert answer["thread"] == shown["key"] == shown["thread"]
    assert answer["refs"] == [{"key": shown["key"], "type": "reply_to"}]
    assert [version["version"] for version in shown["versions"]] == [1]
    (edited,) = archive.good("search", "kermis")["hits"]
    versions = archive.good("show", edited["id"], "--versions")["versions"]
    assert [(v["version"], v["state"]) for v in versions] == [(1, "present"), (2, "edited")]
    assert versions[0]["changes"] == []
    removed = [one["text"] for one in versions[1]["changes"] if one["change"] == "removed"]
    assert removed == ["Eerste", "suikerspin"]
    plain = archive.good("show", first["id"])
    assert not {"replies", "versions"} & set(plain)


def test_a_post_is_shown_by_its_address_however_it_was_copied(filled):
    archive = Archive(filled)
    (hit,) = archive.good("search", "coöperatie")["hits"]
    for written in (hit["id"].upper(), f" {hit['id']} ", f"/id/{hit['id']}"):
        assert archive.good("show", written)["id"] == hit["id"]


@pytest.mark.parametrize(
    "item", ["vbd-2026-01-01-00000", "onzin", "", "../../etc/passwd", "'; --"]
)
@pytest.mark.parametrize("command", ["show", "post show", "prove"])
def test_an_address_that_is_not_there_is_wrong_use(filled, tmp_path, command, item):
    more = ["-o", str(tmp_path / "bewijs.json")] if command == "prove" else []
    code, answer = Archive(filled).run(*command.split(), item, *more)
    assert (code, answer["error"]["code"]) == (2, "SEARCH-001" if item else "USE-001")
    assert not (tmp_path / "bewijs.json").exists()


def test_an_unknown_account_is_wrong_use(filled):
    code, _ = Archive(filled).run("search", "brug", "--account", "niemand")
    assert code == 2


# --- the catalogue is disposable ----------------------------------------------------------------

QUESTIONS = (
    [], ["brug"], ['"brug dicht"'], ["kermis"], ["brug", "--sort", "relevance"],
    ["bruggen", "--stem"], ["bru* OF kermis", "--facets", "--sort", "relevance"], ["--facets"],
    ["--media", "yes"], ["--state", "edited"], ["--kind", "reply"], ["--from", "2026-01-01"],
)  # fmt: skip


def answers(archive: Archive) -> list[object]:
    """Everything that the catalogue is asked, row by row."""
    found: list[object] = [archive.good("search", *words) for words in QUESTIONS]
    items = [hit["id"] for hit in archive.good("search")["hits"]]
    return found + [archive.good("show", item, "--thread", "--versions") for item in items]


def rows(archive: Archive) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(archive.folder / "index" / "catalogue.sqlite")) as database:
        return database.execute(
            "SELECT id, key, version, name, generation, indexed, records, member, line, account,"
            " created, thread, parent, record_at, record_length, source_at, source_length"
            " FROM items JOIN parts USING (part) JOIN members USING (part, member) ORDER BY 2, 3"
        ).fetchall()


def spoil(path: Path, begin: int = 0, size: int = 10_000_000) -> None:
    content = bytearray(path.read_bytes())
    end = min(len(content), begin + size)
    content[begin:end] = b"\x5a" * (end - begin)
    path.write_bytes(content)


def another_version(index: Path) -> None:
    with closing(sqlite3.connect(index / "catalogue.sqlite")) as database:
        database.execute("PRAGMA user_version = 1")


def shard(index: Path) -> Path:
    return index / "search" / "2026"


DAMAGE = {
    "the folder is gone": shutil.rmtree,
    "the database is gone": lambda index: (index / "catalogue.sqlite").unlink(),
    "the database is garbage": lambda index: spoil(index / "catalogue.sqlite"),
    "the database is empty": lambda index: (index / "catalogue.sqlite").write_bytes(b""),
    "pages of the database are garbage": lambda index: spoil(index / "catalogue.sqlite", 4096),
    "half of the database is gone": lambda index: (index / "catalogue.sqlite").write_bytes(
        (index / "catalogue.sqlite").read_bytes()[:20_000]
    ),
    "the database is of another version": another_version,
    "the text index is gone": lambda index: shutil.rmtree(index / "search"),
    "one year of the text index is gone": lambda index: shutil.rmtree(shard(index)),
    "a year is empty": lambda index: [path.unlink() for path in shard(index).iterdir()],
    "the list of segments is garbage": lambda index: spoil(shard(index) / "meta.json"),
    "the list of segments is gone": lambda index: (shard(index) / "meta.json").unlink(),
    "segments are gone": lambda index: [
        path.unlink() for path in shard(index).iterdir() if path.suffix not in {".json", ".lock"}
    ],
    "segments are garbage": lambda index: [
        spoil(path) for path in shard(index).iterdir() if path.suffix not in {".json", ".lock"}
    ],
}


def settle(archive: Archive) -> None:
    """Bring the write-ahead log into the database, so that damage to it hurts."""
    with closing(sqlite3.connect(archive.folder / "index" / "catalogue.sqlite")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.fixture(scope="module")
def sound(filled) -> tuple[list[object], list[tuple[object, ...]]]:
    """What the archive answers as long as its catalogue is whole, and what that holds."""
    return answers(Archive(filled)), rows(Archive(filled))


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_catalogue_is_made_anew(sound, archive, what):
    before, held = sound
    settle(archive)
    DAMAGE[what](archive.folder / "index")
    assert answers(archive) == before
    assert rows(archive) == held


@pytest.mark.parametrize("what", ["the database is garbage", "segments are gone"])
def test_an_import_into_a_damaged_catalogue_adds_nothing_twice(archive, tmp_path, what):
    before = archive.lines()
    settle(archive)
    DAMAGE[what](archive.folder / "index")
    path = tmp_path / "export.zip"
    write_export(path, ME, STORY, style="zip")
    run = archive.take(path)
    assert (run["items"]["posts"], run["already_held"]) == (0, 10)
    assert archive.lines() == before


@pytest.mark.parametrize("what", [None, *DAMAGE])
def test_catalogue_rebuild_gives_the_same_answers(sound, archive, what):
    before, held = sound
    settle(archive)
    if what:
        DAMAGE[what](archive.folder / "index")
    told = archive.good("catalogue", "rebuild")
    assert told["records"] == len(held) == 13
    assert told["seconds"] >= 0
    assert rows(archive) == held
    assert answers(archive) == before


def test_a_proof_needs_no_sound_catalogue(archive, tmp_path):
    (hit,) = archive.good("search", "coöperatie")["hits"]
    settle(archive)
    spoil(archive.folder / "index" / "catalogue.sqlite")
    told = archive.good("prove", hit["id"], "-o", str(tmp_path / "bewijs.json"))
    assert Path(told["proof"]).is_file()


def test_the_catalogue_holds_no_text(archive):
    index = archive.folder / "index"
    whole = b"".join(path.read_bytes() for path in index.rglob("*") if path.is_file())
    for text in (b"Oud papier op dinsdag", b"oud papier op", b"de brug blijft dicht"):
        assert text not in whole


def test_a_search_while_another_writes_waits_and_answers(archive, tmp_path):
    """A rebuild that holds the catalogue gives 5; a search only waits."""
    from weerklank.store.layout import Layout
    from weerklank.store.lock import locked

    with locked(Layout(archive.folder).lock("catalogue"), "catalogue"):
        code, answer = archive.run("catalogue", "rebuild")
    assert (code, answer["error"]["retryable"]) == (5, True)


def test_a_shard_that_a_kill_left_unwritable_is_made_anew(tmp_path):
    """tantivy won't write a file that is there: what a kill in its commit left behind."""
    shard = tmp_path / "index" / "search" / "2026"
    index = TextIndex(shard.parent)
    entry = Entry(row=1, parts=("a",), year="2026", when=1, texts=["hoogwater"], facts=())
    index.add([entry])
    index.commit()
    (segment,) = shard.glob("*.store")
    for stamp in range(50):
        (shard / f"{segment.stem}.{stamp}.del").touch()
    with pytest.raises(Unsound):
        index.forget_parts(["a"])


@pytest.mark.parametrize("how", ["zeroed", "cut", "gone", "folder gone"])
def test_a_damaged_file_takes_nothing_else_away(archive, how):
    (path,) = archive.folder.glob("open/a0002/**/records/*.gz")
    content = path.read_bytes()
    path.parent.chmod(0o755)
    path.chmod(0o644)
    if how == "gone":
        path.unlink()
    elif how == "folder gone":
        shutil.rmtree(path.parents[3])
    else:
        path.write_bytes(bytes(len(content)) if how == "zeroed" else content[:20])
    code, answer = archive.run("search", "brug", "--facets")
    assert code == 6
    expected = {"gone": {"ARCHIVE-010"}, "folder gone": {"SEARCH-002"}}.get(how, {"ARCHIVE-008"})
    assert answer["error"]["code"] in expected
    assert answer["total"] == 5
    assert [number_of(hit) for hit in answer["hits"]] == [106, 103, 102, 101]
    assert answer["facets"]["account"]
    given = ("--archive", str(archive.folder), "--keys", str(archive.root / "keys"))
    code, out, err = archive.spoken(*given, "search", "brug")
    assert code == 6
    assert "Laatste seconde van het" in out
    assert answer["error"]["code"] in err


@pytest.mark.parametrize(
    ("days", "total"),
    [
        (["--from", "0001-01-01"], 5),
        (["--to", "9999-12-31"], 5),
        (["--from", "9999-12-31"], 0),
        (["--to", "0001-01-01"], 0),
    ],
)
def test_a_period_may_end_with_the_calendar(filled, days, total):
    assert Archive(filled).good("search", "brug", *days)["total"] == total


def test_a_picture_and_a_dotted_capital_are_found(tmp_path):
    archive = Archive(tmp_path).make()
    works = at("2026-05-01T08:00:00", "Kade dicht 🚧 tot 9 uur", 301)
    away = at("2026-05-02T08:00:00", "Groeten uit İstanbul 👍🏽", 302)
    archive.take(packed(tmp_path, "zip", members([line(works), line(away)])))
    for words, number in (("🚧", 301), ("istanbul", 302), ("İstanbul", 302), ("👍", 302),
                          ("👍🏿", 302), ("kade 🚧", 301), ('"dicht 🚧 tot"', 301)):  # fmt: skip
        found = archive.good("search", words, "--stem")
        assert [number_of(hit) for hit in found["hits"]] == [number], words
        (snippet,) = found["hits"][0]["snippets"]
        assert snippet["marks"]
    assert archive.good("search", "🚒")["total"] == 0
    start, end = archive.good("search", "🚧")["hits"][0]["snippets"][0]["marks"][0]
    assert archive.good("search", "🚧")["hits"][0]["snippets"][0]["text"][start:end] == "🚧"
