"""Answers of an API: what is kept of each, and that it stays provable whatever becomes of items.

Packages by hand, so that each form of an answer is there; `test_harvest` has those of a server.
"""

import gzip
import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from small_archive import Small, failed, post, stand_alone
from test_verify import make_right_again
from test_verify import rewrite as write_lines

from weerklank.minimise.envelope import envelope
from weerklank.model.answer import AnswerPlace
from weerklank.model.clock import SystemClock
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId, RunId
from weerklank.model.item import ArchivalItem, Author, AuthorRole, ItemKind
from weerklank.model.mint import mint
from weerklank.model.raw import RawAnswer
from weerklank.model.symbols import encode
from weerklank.package.names import (
    ANSWER_PROOF,
    ANSWERS,
    PROOF,
    RECORDS,
    SOURCE,
    PackageName,
    next_part,
    packages,
)
from weerklank.package.reader import read_answers
from weerklank.package.writer import PackageWriter
from weerklank.services.seal.seal_package import FINISHED, seal_package
from weerklank.services.workplace import Workplace
from weerklank.store.ocfl import CONTENT

NOVEMBER = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 0, 0, 5, tzinfo=UTC)
HEADERS = (
    ("Content-Type", "application/json; charset=utf-8"),
    ("X-RateLimit-Remaining", "287"),
    ("Link", '<https://mast.example/api?max_id=1139>; rel="next"'),
    ("Set-Cookie", "sessie=trijntje_vlier"),
)


def answer(number: int, **more: object) -> RawAnswer:
    given = {
        "asked": "GET /api/v1/accounts/:id/statuses",
        "at": "2026-11-20T09:00:00Z",
        "status": 200,
        "headers": HEADERS,
        "counts": {"items": 2},
        "page": number,
        "more": True,
        **more,
    }
    return RawAnswer(**given)  # type: ignore[arg-type]


def item(run: str, number: int) -> ArchivalItem:
    key = encode(secrets.token_bytes(16))
    return ArchivalItem(
        account="a0001",
        answer=AnswerPlace(number=1 + number // 2, pointer=mint(f"/{number % 2}")),
        author=Author(role=AuthorRole.OWN, handle=mint("gemeente")),
        captured_at="2026-11-20T09:00:00Z",
        created_at=f"2026-11-{19 - number:02d}T08:00:00Z",
        id=f"gro-2026-11-{19 - number:02d}-{key[:5]}",
        key=key,
        kind=ItemKind.POST,
        platform="mastodon",
        policy=1,
        run=run,
        scenario="B",
        technique="api",
        text=mint(f"Bericht {number} van {run}, dat bij niemand anders staat."),
    )


def written(small: Small, records: int, answers: int) -> tuple[Workplace, PackageWriter, RunId]:
    """Write what an API gave into a package that is not sealed yet."""
    place = small.workplace()
    run, account = place.new_run(), AccountId("a0001")
    part = next_part(place.layout, account, "2026-11")
    folder = place.layout.open_run(account, "2026-11", part, run) / f"{part:04d}"
    folder.mkdir(parents=True)
    writer = PackageWriter(folder, PackageName(account, "2026-11", part))
    for number in range(answers):
        writer.add_answer(envelope(answer(number + 1), run, number + 1))
    for number in range(records):
        writer.add(item(run, number), {"id": number}, {})
    return place, writer, run


def harvest(small: Small, records: int = 4, answers: int = 2) -> RunId:
    place, writer, run = written(small, records, answers)
    seal_package(place, writer, None, run, [told(place)])
    small.good("search", "bericht")  # the catalogue follows
    return run


def told(place: Workplace) -> Event:
    return Event(
        book=Book.JOURNAL,
        kind="package.sealed",
        at=place.clock.now(),
        actor=place.actor,
        subject="a0001",
        data={},
    )


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setattr(SystemClock, "now", lambda _: NOVEMBER)
    return Small(tmp_path / "small").make()


def content(small: Small) -> Path:
    (package,) = packages(small.layout)
    return package.folder / CONTENT


def unpacked(path: Path) -> list[bytes]:
    return gzip.decompress(path.read_bytes()).splitlines()


# --- written ------------------------------------------------------------------------------------


def test_an_answer_has_its_line_its_salt_and_its_leaf(small: Small) -> None:
    run = harvest(small)
    (line, second) = unpacked(content(small) / ANSWERS)
    assert json.loads(line) == {
        "asked": "GET /api/v1/accounts/:id/statuses",
        "at": "2026-11-20T09:00:00Z",
        "counts": {"items": 2},
        "headers": {
            "content-type": "application/json; charset=utf-8",
            "x-ratelimit-remaining": "287",
        },
        "headers_left_out": 2,
        "number": 1,
        "paging": {"more": True},
        "run": run,
        "status": 200,
    }
    assert json.loads(second)["paging"] == {"more": True, "page": 2}
    proofs = [line.split(b" ")[0] for line in unpacked(content(small) / ANSWER_PROOF)]
    assert proofs == [b"4", b"5"]  # after the records
    (statement,) = (
        json.loads(path.read_bytes())
        for path in small.layout.log.glob("segments/*.json")
        if b'"kind":"package"' in path.read_bytes()
    )
    assert (statement["records"], statement["answers"], statement["leaves"]) == (4, 2, 7)
    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()
    _code, told = small.run("verify", "--deep")
    assert "answers" not in {one["what"] for one in told["not_checked"]}


def test_an_item_says_which_answer_it_came_in_and_an_envelope_names_no_item(small: Small) -> None:
    harvest(small)
    records = [json.loads(line) for line in unpacked(content(small) / RECORDS)]
    assert [r["answer"] for r in records] == [
        {"number": 1, "pointer": "/0"},
        {"number": 1, "pointer": "/1"},
        {"number": 2, "pointer": "/0"},
        {"number": 2, "pointer": "/1"},
    ]
    text = b"\n".join(unpacked(content(small) / ANSWERS))
    for record in records:
        assert record["id"].encode() not in text
        assert record["key"].encode() not in text
    assert b"1139" not in text
    assert b"trijntje" not in text
    answers = list(read_answers(content(small)))
    assert [one.envelope.number for one in answers] == [1, 2]


def test_a_package_may_hold_answers_alone(small: Small) -> None:
    harvest(small, records=0, answers=3)
    small.assert_verifies()
    assert unpacked(content(small) / RECORDS) == []
    small.assert_catalogue_is_as_rebuilt()


def test_a_proof_of_an_item_is_as_before(small: Small) -> None:
    harvest(small)
    for proof in small.prove_all(small.root / "proofs"):
        assert stand_alone(str(proof))[0] == 0


def test_what_a_dead_process_finished_and_did_not_seal_is_sealed_with_its_answers(
    small: Small,
) -> None:
    place, writer, _ = written(small, 3, 2)
    manifest = writer.finish(place.organisation.origin, place.clock.now(), [told(place)])
    run = writer.folder.parent.name.partition("-")[2]
    said = {"manifest": manifest, "run": run, "sealed_manifest": None}
    place.record(Book.JOURNAL, FINISHED, str(writer.name), said)
    small.take_in([post(1, "Een bericht uit een export.")])
    assert len(list(read_answers(next(iter(packages(small.layout))).folder / CONTENT))) == 2
    small.assert_verifies()


# --- rewritten ----------------------------------------------------------------------------------


def test_a_destruction_does_not_touch_them(small: Small) -> None:
    harvest(small)
    before = [(content(small) / name).read_bytes() for name in (ANSWERS, ANSWER_PROOF)]
    records = [json.loads(line) for line in unpacked(content(small) / RECORDS)]
    number = small.approve(*(record["id"] for record in records[:3]))
    small.good("destroy", "execute", number, acting="Anna")
    after = [(content(small) / name).read_bytes() for name in (ANSWERS, ANSWER_PROOF)]
    assert after == before
    for record in records[:3]:
        assert small.holds(record["text"].encode()) == set()
    small.assert_verifies()


def test_the_close_of_a_month_carries_them(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = [harvest(small), harvest(small, records=0, answers=1), harvest(small, 3, 2)]
    before = [
        line
        for package in packages(small.layout)
        for line in unpacked(package.folder / CONTENT / ANSWERS)
    ]
    monkeypatch.setattr(SystemClock, "now", lambda _: DECEMBER)
    small.good("month", "close")
    assert unpacked(content(small) / ANSWERS) == before
    assert [json.loads(line)["run"] for line in before] == [
        runs[0], runs[0], runs[1], runs[2], runs[2],
    ]  # fmt: skip
    proofs = unpacked(content(small) / ANSWER_PROOF)
    assert all(b"+" in line.split(b" ")[0] for line in proofs)
    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()
    number = small.approve(next(iter(small.ids().values())))
    small.good("destroy", "execute", number, acting="Anna")
    assert unpacked(content(small) / ANSWER_PROOF) == proofs
    small.assert_verifies()


def test_a_month_of_answers_alone_is_closed(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        harvest(small, records=0, answers=2)
    monkeypatch.setattr(SystemClock, "now", lambda _: DECEMBER)
    small.good("month", "close")
    assert [unpacked(content(small) / name) for name in (RECORDS, SOURCE, PROOF)] == [[], [], []]
    assert len(unpacked(content(small) / ANSWERS)) == 4
    small.assert_verifies()


# --- damaged ------------------------------------------------------------------------------------

Change = Callable[[list[bytes]], list[bytes]]


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        (ANSWERS, lambda lines: [lines[0].replace(b"200", b"404"), lines[1]], "VERIFY-517"),
        (ANSWERS, lambda lines: lines[::-1], "VERIFY-517"),
        (ANSWERS, lambda lines: [b'{"a":1}', lines[1]], "VERIFY-517"),
        (ANSWERS, lambda lines: [b"[]", lines[1]], "VERIFY-517"),
        (ANSWERS, lambda lines: [lines[0].replace(b'":', b'": '), lines[1]], "VERIFY-517"),
        (ANSWERS, lambda lines: lines[:1], "VERIFY-518"),
        (ANSWERS, lambda lines: [*lines, lines[0]], "VERIFY-518"),
        (ANSWER_PROOF, lambda lines: [lines[0], lines[0]], "VERIFY-517"),
        (ANSWER_PROOF, lambda lines: [b"0" + lines[0][1:], lines[1]], "VERIFY-517"),
        (ANSWER_PROOF, lambda lines: [b"x", lines[1]], "VERIFY-517"),
        (ANSWER_PROOF, lambda lines: [b"9+" + lines[0], lines[1]], "VERIFY-517"),
    ],
)
def test_answers_that_are_not_those_of_the_log_are_found(
    small: Small, name: str, change: Change, code: str
) -> None:
    harvest(small)
    path = content(small) / name
    write_lines(path, change(unpacked(path)))
    make_right_again(content(small).parents[1])
    _, told = small.run("verify", "--deep")
    assert {one["code"] for one in told["findings"]} == {code, "VERIFY-402"}
    assert {one["code"] for one in failed(small.archive)} == {"package", "answers"}


def test_answers_that_are_gone_are_missed(small: Small) -> None:
    harvest(small)
    for name in (ANSWERS, ANSWER_PROOF):
        (content(small) / name).unlink()
    make_right_again(content(small).parents[1])
    _, told = small.run("verify", "--deep")
    assert {"VERIFY-402", "VERIFY-518"} <= {one["code"] for one in told["findings"]}
    assert {one["code"] for one in failed(small.archive)} == {"package", "answers"}


# --- what is kept of an answer -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Link", "<https://mast.example/@trijntje>"),
        ("ETag", 'W/"5d41402abc4b2a76b9719d911017c592"'),
        ("Set-Cookie", "a=b"),
        ("X-Onbekend", "1"),
        ("Content-Type", "mailto:trijntje@mast.example"),
        ("Content-Type", "text/html\x1b[2J"),
        ("Content-Type", "x" * 201),
        ("Content-Type", "application/json; by=trijntje"),
        ("Content-Type", "application/trijntje+json"),
        ("Content-Language", "trijntje"),
        ("X-RateLimit-Reset", "trijntje"),
        ("X-RateLimit-Reset", "geheim-987654321"),
        ("Retry-After", "trijntje"),
        ("Deprecation", "trijntje"),
        ("Date", "trijntje"),
    ],
)
def test_a_header_that_may_name_someone_is_counted_only(name: str, value: str) -> None:
    made = envelope(answer(1, headers=((name, value),)), "r", 1)
    assert (made.headers, made.headers_left_out) == ({}, 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("content-type", "application/json"),
        ("content-type", "application/activity+json; charset=utf-8"),
        ("content-language", "nl-NL, en"),
        ("date", "Thu, 26 Nov 2026 11:42:41 GMT"),
        ("x-ratelimit-reset", "2026-11-26T11:45:00.128192Z"),
        ("x-ratelimit-reset", "1790423100"),
        ("ratelimit-policy", "100;w=300"),
        ("ratelimit-limit", "100, 100;w=300"),
        ("deprecation", "true"),
        ("sunset", "Fri, 01 Jan 2027 00:00:00 GMT"),
        ("retry-after", "120"),
    ],
)
def test_a_header_of_the_form_of_what_it_says_is_kept(name: str, value: str) -> None:
    made = envelope(answer(1, headers=((name, value),)), "r", 1)
    assert (made.headers, made.headers_left_out) == ({name: value}, 0)


def test_of_a_header_that_stands_twice_the_first_counts() -> None:
    made = envelope(answer(1, headers=(("Retry-After", "3"), ("retry-after", "4"))), "r", 1)
    assert (made.headers, made.headers_left_out) == ({"retry-after": "3"}, 1)
