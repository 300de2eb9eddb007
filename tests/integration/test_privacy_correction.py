"""Privacy correction: who joins a thread later goes out of what was held of it before."""

import base64
import fcntl
import json
import os
import random  # noqa: TID251 - a seeded generator: the same calls each time
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pyrage
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from place import ME, Archive, Json, line, medium, members, moment, noted, post, tar, uri
from small_archive import Small, account, failed, small_parts, stand_alone
from small_archive import post as small_post
from test_crashes import Bench, chosen, copied, in_child
from test_standalone_verifier import blocks, run_block

from weerklank.catalogue.text_index import TextIndex
from weerklank.minimise.correction import ThreadCorrector
from weerklank.minimise.vault import without_term
from weerklank.model.clock import SystemClock
from weerklank.model.ids import AccountId
from weerklank.services.change.correct_persons import correct_persons, note_due
from weerklank.store.keys import KeyFolder
from weerklank.store.members import read_lines
from weerklank.testing.mastodon_actor import actor
from weerklank.testing.mastodon_export import ExportPost, write_export

HANDLE = b"zqpieterbaas"
FIRST = post(1, "Vraag van zqpieterbaas over de brug, die al weken open staat.")
PIETER = {
    "type": "Mention",
    "href": "https://mast.example/users/zqpieterbaas",
    "name": "@zqpieterbaas@mast.example",
}
ANNA = {
    "type": "Mention",
    "href": "https://mast.example/users/zqannabloem",
    "name": "@zqannabloem@mast.example",
}
OTHER = post(3, "Vandaag is het gemeentehuis tot vijf uur open voor iedereen.")
BEFORE = [line(FIRST), line(OTHER)]
JOINS = noted(post(2, "Dank voor uw vraag"), tag=[PIETER], inReplyTo=uri(FIRST))
AFTER = [*BEFORE, JOINS]


@pytest.fixture
def archive(tmp_path) -> Archive:
    return Archive(tmp_path / "place").make()


def take(archive: Archive, pieces: list[Json], code: int = 0) -> Json:
    return archive.take(tar(archive.root / "export.tar.gz", members(pieces)), code=code)


def assert_whole(archive: Archive) -> None:
    code, told = archive.run("verify", "--deep")
    assert (code, told.get("findings")) == (0, []), told
    assert failed(archive.folder) == []


def corrected(archive: Archive) -> list[Json]:
    """Give what decisions tell of corrections in which anything changed."""
    events = archive.events("decisions", "privacy.corrected")
    return [event["data"] for event in events if event["data"]["records"]]


def prove(archive: Archive, number: int, name: str) -> Path:
    path = archive.root / name
    archive.good("prove", archive.rows()[number]["id"], "-o", str(path))
    return path


# --- what becomes of what was held --------------------------------------------------------------


def test_who_joins_later_goes_out_of_what_was_held(archive):
    take(archive, BEFORE)
    old, other = prove(archive, 0, "oud.json"), prove(archive, 1, "ander.json")
    leaf = json.loads(old.read_bytes())["leaf"]
    run = take(archive, AFTER)
    assert (run["corrected"], run["new_versions"], run["items"]["posts"]) == (1, 0, 1)
    old_words = old.read_bytes()
    old.unlink()
    assert HANDLE not in archive.bytes_of_all()
    assert archive.good("search", "zqpieterbaas")["hits"] == []
    texts = TextIndex(archive.folder / "index" / "search")
    assert texts.open("2026").searcher().doc_freq("text", "zqpieterbaas") == 0
    assert texts.open("2026").searcher().doc_freq("text", "burger") == 1
    assert_whole(archive)
    # The decision names the leaf and nobody.
    (told,) = corrected(archive)
    assert (told["leaves"], told["records"], told["search"]["found"]) == ([leaf], 1, [])
    assert told["search"]["needles"] > 2
    events = b"".join(p.read_bytes() for p in (archive.folder / "decisions").rglob("*.json"))
    assert b"urger" not in events
    # The proof of the other one holds, and the corrected one has a proof from now on.
    assert stand_alone(str(other))[0] == 0
    new = prove(archive, 0, "nieuw.json")
    assert stand_alone(str(new))[0] == 0
    proof = json.loads(new.read_bytes())
    assert proof["leaf"] > leaf
    record = json.loads(proof["record"])
    assert record["text"].startswith("Vraag van Burger-")
    assert record["correction"].startswith("correction-")
    old.write_bytes(old_words)
    assert stand_alone(str(old))[0] == 0  # whoever was given it before still holds a true one


@pytest.mark.parametrize("again", [BEFORE, AFTER])
def test_no_export_brings_the_name_back(archive, again):
    take(archive, BEFORE)
    take(archive, AFTER)
    for _ in range(2):
        run = take(archive, again)
        assert (run["corrected"], run["new_versions"]) == (0, 0)
        assert len(archive.rows()) == 3
        assert HANDLE not in archive.bytes_of_all()
    assert len(corrected(archive)) == 1


def test_a_thread_that_names_nobody_makes_no_generation(archive):
    take(archive, [line(OTHER)])
    answer = noted(post(4, "Dank"), tag=[PIETER], inReplyTo=uri(OTHER))
    run = take(archive, [line(OTHER), answer])
    assert run["corrected"] == 0
    assert corrected(archive) == []
    assert not list((archive.folder / "objects").glob("a*/*/*"))


def test_only_threads_that_somebody_joined_are_looked_at(archive, monkeypatch):
    rest = [line(post(10 + n, f"Bericht {n} over zqpieterbaas")) for n in range(5)]
    take(archive, [*BEFORE, *rest])
    looked = []
    plain = ThreadCorrector.correct

    def correct(self, item, source):
        looked.append(item.key)
        return plain(self, item, source)

    monkeypatch.setattr(ThreadCorrector, "correct", correct)
    assert take(archive, [*AFTER, *rest])["corrected"] == 1
    first = next(row["key"] for row in archive.rows() if row["text"].startswith("Vraag"))
    # Of the thread: when it is looked through, the new answer too, and when it is written anew.
    assert looked.count(first) == 2
    assert len(looked) == 3


def test_nothing_is_due_when_nobody_joins(archive):
    take(archive, AFTER)
    take(archive, [*AFTER, line(post(5, "Nog een bericht"))])
    assert archive.events("decisions", "privacy.due") == []


def test_every_place_in_which_a_name_stood_is_corrected(archive):
    picture = medium("/media_attachments/files/1/a.png")
    first = post(
        1,
        "zie <b>zqpieter</b>baas &amp; @zqpieterbaas",
        media=(replace(picture, alt="foto van zqpieterbaas & co <nu>"),),
    )
    tag = {
        "type": "Hashtag",
        "href": "https://social.voorbeelddam.example/tags/zqpieterbaas",
        "name": "#zqpieterbaas",
    }
    made = noted(first, summary="over zqpieterbaas & de brug", sensitive=True, tag=[tag])
    asked = noted(
        post(2, "Wie wint?"),
        type="Question",
        oneOf=[{"type": "Note", "name": n} for n in ("zqpieterbaas", "een ander")],
        inReplyTo=uri(first),
    )
    files = (picture.member, picture.data)
    path = archive.root / "export.tar.gz"
    archive.take(tar(path, members([made, asked], files)))
    joins = noted(post(3, "Dank"), tag=[PIETER], inReplyTo=uri(first))
    run = archive.take(tar(path, members([made, asked, joins], files)))
    assert (run["corrected"], run["new_versions"]) == (2, 0)
    assert HANDLE not in archive.bytes_of_all()
    assert b"zqpieter" not in archive.bytes_of_all()
    one, two, _ = archive.rows()
    assert one["text"].startswith("zie Burger-")
    assert one["title"].endswith("& de brug")
    assert one["media"][0]["alt"].startswith("foto van Burger-")
    assert one["media"][0]["alt"].endswith("& co <nu>")
    assert two["poll"]["options"][0]["text"].startswith("Burger-")
    assert archive.media_files()[0].read_bytes() == picture.data
    assert_whole(archive)
    assert archive.take(tar(path, members([made, asked, joins], files)))["new_versions"] == 0


def test_addresses_elsewhere_and_odd_texts_are_corrected(archive):
    """In the source as well, whatever a text looks like."""
    first = noted(
        post(1, "https://nieuws.example/?q=zqpieterbaas&amp;x=1"),
        summary="weerklank: gesprek met zqpieterbaas",
        contentMap={"en": "https://nieuws.example/2024/zqpieterbaas-wint"},
        attachment=[
            {
                "type": "Document",
                "mediaType": "image/png",
                "url": "https://files.elders.example/media_attachments/zqpieterbaas.png",
                "name": "weerklank:zqpieterbaas",
                "summary": "foto van <zqpieterbaas> & co",
            }
        ],
        tag=[{"type": "Link", "href": uri(OTHER), "name": "https://elders.example/zqpieterbaas"}],
    )
    take(archive, [first], code=1)  # the picture is not in the file
    joins = noted(post(2, "Dank"), tag=[PIETER], inReplyTo=uri(FIRST))
    run = take(archive, [first, joins], code=1)
    assert ([gap["kind"] for gap in run["gaps"]], run["corrected"]) == (["media_missing"], 1)
    assert HANDLE not in archive.bytes_of_all()
    row = archive.rows()[0]
    assert row["title"].startswith("weerklank: gesprek met Burger-")
    assert row["text"].startswith("https://nieuws.example/?q=Burger-")
    assert_whole(archive)


def test_a_lone_post_that_turns_out_to_hang_below_another_is_corrected(archive):
    """Once the post above it is deleted, exports hold the lower one alone."""
    talk = "tag:social.voorbeelddam.example,2026-01-01:objectId=7:objectType=Conversation"
    above = noted(post(1, "Dank voor uw vraag"), tag=[PIETER], conversation=talk)
    text = "Dat weet zqpieterbaas vast wel, vraag het gerust even na."
    held = noted(post(2, text), conversation=talk)
    take(archive, [held])
    run = take(archive, [above, held])
    assert (run["corrected"], run["new_versions"]) == (1, 0)
    assert HANDLE not in archive.bytes_of_all()
    assert_whole(archive)


@pytest.mark.parametrize(
    "now",
    [
        {"summary": "<p>Nu door @zqpieterbaas</p>", "tag": [PIETER]},
        {"summary": '<p>Nu door <a href="https://mast.example/@zqpieterbaas">Piet</a></p>'},
    ],
    ids=["mentioned", "linked to"],
)
def test_whom_a_later_profile_names_goes_out_of_the_earlier_one(archive, now):
    def profile(**said: Any) -> Path:
        made = {**actor(ME), **said}
        content = [("actor.json", json.dumps(made).encode()), members([line(OTHER)])[1]]
        return tar(archive.root / "export.tar.gz", content)

    archive.take(profile(summary="<p>Met vragen naar zqpieterbaas</p>"))
    run = archive.take(profile(**now))
    assert (run["new_versions"], run["corrected"]) == (1, 1)
    assert HANDLE not in archive.bytes_of_all()
    assert_whole(archive)
    assert archive.take(profile(**now))["new_versions"] == 0


def test_two_versions_in_two_parts_are_corrected(archive):
    take(archive, BEFORE)
    edited = replace(FIRST, html="<p>Antwoord aan zqpieterbaas: de brug is dicht.</p>")
    take(archive, [line(replace(edited, edited=moment(4))), line(OTHER)])
    run = take(archive, [line(replace(edited, edited=moment(4))), line(OTHER), JOINS])
    assert run["corrected"] == 2
    assert HANDLE not in archive.bytes_of_all()
    rows = [row for row in archive.rows() if "Burger-" in row["text"]]
    assert sorted(row.get("version", 1) for row in rows) == [1, 2]
    assert_whole(archive)


def test_what_hangs_below_a_post_that_comes_later_is_corrected(archive):
    """Until then it was a thread of its own."""
    above = post(1, "Wie weet het?")
    held = post(2, "Dat weet zqpieterbaas vast wel, vraag het gerust even na.")
    take(archive, [noted(held, inReplyTo=uri(above))])
    joins = noted(above, inReplyTo="https://mast.example/users/x/statuses/1", tag=[PIETER])
    run = take(archive, [joins, noted(held, inReplyTo=uri(above))])
    assert (run["corrected"], run["new_versions"]) == (1, 0)
    assert HANDLE not in archive.bytes_of_all()
    assert_whole(archive)


def test_a_second_correction_goes_on_from_the_first(archive):
    both = post(1, "Vraag van zqpieterbaas en van zqannabloem over de brug bij de sluis.")
    tagged = noted(post(4, "Ook dank"), tag=[ANNA], inReplyTo=uri(both))
    joins = noted(post(2, "Dank voor uw vraag"), tag=[PIETER], inReplyTo=uri(both))
    take(archive, [line(both), line(OTHER)])
    take(archive, [line(both), line(OTHER), joins])
    other = prove(archive, 1, "ander.json")
    run = take(archive, [line(both), line(OTHER), joins, tagged])
    assert (run["corrected"], run["new_versions"]) == (1, 0)
    assert b"zqannabloem" not in archive.bytes_of_all()
    row = next(row for row in archive.rows() if row["text"].startswith("Vraag"))
    assert row["text"].count("Burger-") == 2
    assert len(row["sealed_later"]) == 1
    assert stand_alone(str(other))[0] == 0
    new = prove(archive, 0, "nieuw.json")
    assert stand_alone(str(new))[0] == 0
    new.unlink()
    assert_whole(archive)
    # What was corrected can be destroyed like anything else, with both its originals.
    for name, role in (("Anna", "archivist"), ("Ruud", "reviewer"), ("Pia", "privacy")):
        archive.good("person", "add", name, "--role", role)
    given = ("--id", row["id"], "--ground", "court", "--reason", "vonnis")
    number = archive.good("--as", "Pia", "destroy", "propose", *given)["list"]
    archive.good("--as", "Ruud", "destroy", "review", number)
    archive.good("--as", "Anna", "destroy", "approve", number)
    archive.good("--as", "Anna", "destroy", "execute", number)
    assert row["sealed"].encode() not in archive.bytes_of_all()
    assert_whole(archive)


# --- the vault ----------------------------------------------------------------------------------


def originals(folder: Path, identity: str) -> dict[str, list[Json]]:
    """Open the vault with the identity that `init` gave out (docs/format, section 4)."""
    opened: dict[str, list[Json]] = {}
    owner = pyrage.x25519.Identity.from_str(identity)
    for path in sorted(folder.glob("*/a*/**/originals.jsonl.gz")):
        for row in map(json.loads, read_lines(path)):
            wrapped = (path.parent / "keys" / f"{row['key']}.age").read_bytes()
            inner = without_term(KeyFolder(folder.parent / "keys"), row["key"], wrapped)
            text = AESGCM(pyrage.decrypt(inner, [owner])).decrypt(
                base64.b64decode(row["nonce"]),
                base64.b64decode(row["ciphertext"]),
                f"{row['id']} {row['version']}".encode(),
            )
            opened.setdefault(row["id"], []).append(json.loads(text))
    return opened


def test_the_vault_holds_what_was_replaced(tmp_path):
    archive = Archive(tmp_path / "place")
    made = archive.good("init", str(archive.folder), "--organisation", "V", "--sealed", "12")
    archive.good("account", "add", ME.url, "--kind", "corporate")
    take(archive, BEFORE)
    take(archive, AFTER)
    row = next(row for row in archive.rows() if row["text"].startswith("Vraag"))
    values = originals(archive.folder, made["identity"])[row["id"]]
    sealed = {value for one in values for _, value in one if isinstance(value, str)}
    assert FIRST.html in sealed
    assert ["/object/content", FIRST.html] in values[-1]
    assert_whole(archive)


def test_a_corrected_record_is_followed_into_the_log_by_hand(archive):
    """By the code of the archive's README, as printed."""
    take(archive, BEFORE)
    take(archive, AFTER)
    leaf = json.loads(prove(archive, 0, "nieuw.json").read_bytes())["leaf"]
    done = run_block(blocks()[4].replace("n=1 ", "n=2 "), archive.folder)  # 1 is the profile
    assert f"leaf {leaf}\n" in done.stdout, done.stdout + done.stderr
    assert done.stdout.endswith("OK\n")


def test_nothing_is_sealed_when_policy_keeps_nothing(tmp_path):
    archive = Archive(tmp_path / "place")
    archive.good("init", str(archive.folder), "--organisation", "V", "--sealed", "drop")
    archive.good("account", "add", ME.url, "--kind", "corporate")
    take(archive, BEFORE)
    assert take(archive, AFTER)["corrected"] == 1
    assert not list(archive.folder.glob("**/originals.jsonl.gz"))
    assert HANDLE not in archive.bytes_of_all()
    assert_whole(archive)


# --- months -------------------------------------------------------------------------------------


def test_a_month_that_was_merged_is_corrected(archive, monkeypatch):
    november, december = (datetime(2026, month, 20, tzinfo=UTC) for month in (11, 12))
    monkeypatch.setattr(SystemClock, "now", lambda _: november)
    take(archive, [line(OTHER)])
    take(archive, BEFORE)
    monkeypatch.setattr(SystemClock, "now", lambda _: december)
    archive.good("month", "close")
    assert [p.name for p in archive.folder.glob("objects/a*/*/*")] == ["0002-g2"]
    other = prove(archive, 1, "ander.json")
    assert take(archive, AFTER)["corrected"] == 1
    assert [p.name for p in archive.folder.glob("objects/a*/*/*")] == ["0002-g3"]
    assert HANDLE not in archive.bytes_of_all()
    assert_whole(archive)
    assert stand_alone(str(other))[0] == 0
    for number in range(3):
        assert stand_alone(str(prove(archive, number, "nieuw.json")))[0] == 0


# --- what holds it up ---------------------------------------------------------------------------


def test_a_damaged_package_holds_it_up_and_the_next_import_finishes_it(archive):
    take(archive, BEFORE)
    (path,) = archive.folder.glob("open/a*/*/*/0001/v1/content/events.jsonl")
    whole = path.read_bytes()
    path.write_bytes(whole + b"{}\n")
    run = take(archive, AFTER, code=1)
    (gap,) = run["gaps"]
    assert (gap["kind"], run["corrected"]) == ("correction_waits", 0)
    path.write_bytes(whole)
    assert take(archive, BEFORE)["corrected"] == 1
    assert HANDLE not in archive.bytes_of_all()
    assert_whole(archive)


SCHOOL = replace(
    ME,
    name="school",
    actor_id="https://social.voorbeelddam.example/users/school",
)


def school(archive: Archive) -> Path:
    """Write an export of another account that answers the first, and mentions who joins."""
    made = ExportPost(
        number=post(6, "x").number,
        published=moment(6),
        html="<p>Dank voor uw vraag</p>",
        in_reply_to=uri(FIRST),
        mentions=((PIETER["href"], PIETER["name"]),),
    )
    path = archive.root / "school.tar.gz"
    write_export(path, SCHOOL, [made])
    return path


def test_a_thread_of_two_accounts_is_corrected_in_both(archive):
    archive.good("account", "add", SCHOOL.url, "--kind", "corporate")
    take(archive, BEFORE)
    run = archive.take(school(archive))
    assert run["corrected"] == 1
    assert HANDLE not in archive.bytes_of_all()
    assert_whole(archive)


def test_a_busy_account_is_corrected_by_the_next_run(archive):
    archive.good("account", "add", SCHOOL.url, "--kind", "corporate")
    take(archive, BEFORE)
    locks = (archive.folder / "open" / "locks").iterdir()
    (found,) = [path for path in locks if path.name.startswith("account-a0001")]
    with found.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        run = archive.take(school(archive), code=1)
    assert [gap["kind"] for gap in run["gaps"]] == ["correction_waits"]
    # Its own next run does it, or any other.
    assert archive.take(school(archive))["corrected"] == 1
    assert HANDLE not in archive.bytes_of_all()


def test_a_run_that_looks_too_early_concludes_nothing(archive, monkeypatch):
    """A run on the other account may look between the decision and the blind index."""
    archive.good("account", "add", SCHOOL.url, "--kind", "corporate")
    take(archive, BEFORE)
    early = []

    def note(workplace, account, threads):
        found = note_due(workplace, account, threads)
        early.append(correct_persons(workplace, AccountId(account)).records)
        return found

    monkeypatch.setattr("weerklank.services.intake.join_threads.note_due", note)
    archive.take(school(archive))
    assert early == [0, 1]
    assert HANDLE not in archive.bytes_of_all()


# --- killed -------------------------------------------------------------------------------------

WHO = ("https://mast.example/users/zqpieterbaas", "@zqpieterbaas@mast.example")
HELD = [
    small_post(1, "Maandag wordt het oud papier opgehaald in de hele gemeente."),
    small_post(2, "Vraag van zqpieterbaas over de brug, die al weken open staat."),
    small_post(3, "Let op: de brug bij de sluis is dit weekend dicht."),
    small_post(4, "Nog eens: zqpieterbaas vroeg ernaar, wij kijken er vandaag naar."),
]
HELD[3] = replace(HELD[3], in_reply_to=f"{account().actor_id}/statuses/{HELD[1].number}")
JOINED = replace(
    small_post(5, "Dank voor uw vraag over het feest"),
    in_reply_to=HELD[3].in_reply_to,
    mentions=(WHO,),
)


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    shared = Path("/dev/shm")
    place = shared if os.access(shared, os.W_OK) else tmp_path_factory.mktemp("memory")
    with tempfile.TemporaryDirectory(dir=place, prefix="weerklank-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def held(memory: Path) -> Small:
    small = Small(memory / "held")

    def work() -> None:
        small_parts(pytest.MonkeyPatch())
        small.make()
        small.take_in(HELD)
        small.prove_all(small.root / "proofs")
        for path in (small.root / "proofs").glob("*.json"):
            if HANDLE in path.read_bytes():
                path.unlink()
        write_export(small.root / "more.tar.gz", account(), [*HELD, JOINED])

    told = memory / "told.txt"
    assert in_child(work, told) == 0, told.read_text()
    return small


@pytest.fixture
def bench(held: Small, memory: Path) -> Iterator[Bench]:
    yield Bench(held, memory / "bench", ("import", "{root}/more.tar.gz"))
    shutil.rmtree(memory / "bench", ignore_errors=True)


def complete(small: Small) -> None:
    """Let another process take the same export in, and check that nothing is left to do."""
    small.assert_verifies()
    code, told = small.run("import", str(small.root / "more.tar.gz"))
    assert (code, told["runs"][0]["gaps"]) == (0, [])
    assert small.holds(HANDLE) == set()
    assert small.term_counts("zqpieterbaas") == 0
    assert len(small.versions()) == len(set(small.versions())) == 6
    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()
    kinds = [p.read_bytes() for p in small.archive.glob("decisions/*/*/*/*.json")]
    due = sum(b'"privacy.due"' in event for event in kinds)
    assert due == sum(b'"privacy.corrected"' in event for event in kinds)
    for proof in (small.root / "proofs").glob("*.json"):
        assert stand_alone(str(proof))[0] == 0
    assert not list(small.layout.spool.glob("*"))
    again = small.good("import", str(small.root / "more.tar.gz"))["runs"][0]
    assert (again["corrected"], again["new_versions"]) == (0, 0)


@pytest.mark.slow
def test_a_correction_that_is_killed_completes_or_never_began(bench: Bench) -> None:
    names = bench.calls()
    assert any("decisions" in name for name in names)
    for n in bench.once(chosen(names, 60, 37)):
        with copied(bench) as small:
            bench.killed(small, n)
            bench.settled(small, partial(complete, small), (n, names[n - 1]))


@pytest.mark.slow
def test_a_correction_that_is_killed_twice_completes(bench: Bench) -> None:
    names = bench.calls()
    numbers = random.Random(37)
    for _ in range(12):
        n, m = (numbers.randrange(1, len(names)) for _ in range(2))
        with copied(bench) as small:
            bench.killed(small, n)
            bench.killed(small, m)
            bench.settled(small, partial(complete, small), (n, m))


@pytest.mark.parametrize("turn", ["/blind/threads", "/decisions/", "rewrite", "/trash"])
def test_a_correction_that_is_killed_at_its_turns_completes(bench: Bench, turn: str) -> None:
    """Where who joined is noted, where it is decided, and where a generation changes place."""
    names = bench.calls()
    turns = [n for n, name in enumerate(names, 1) if turn in name]
    assert turns, sorted(set(names))
    for n in bench.once(turns[:: max(1, len(turns) // 4)]):
        with copied(bench) as small:
            bench.killed(small, n)
            bench.settled(small, partial(complete, small), (n, names[n - 1]))
