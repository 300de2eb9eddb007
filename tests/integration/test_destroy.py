"""Destroy: one post of a thread really goes, everywhere, while every other proof stays valid."""

import gzip
import hashlib
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from small_archive import (
    MARKS,
    PERSONS,
    TWICE,
    Small,
    X,
    Y,
    Z,
    account,
    failed,
    filled,
    post,
    posts,
    small_parts,
    stand_alone,
)

from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.source import SourceMinimiser
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson
from weerklank.store.keys import KeyFolder
from weerklank.testing.mastodon_export import write_export

POSTS = posts()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("template") / "small")


@pytest.fixture
def small(template: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    small_parts(monkeypatch)
    return template.copy(tmp_path / "small")


def address(small: Small, *names: str) -> list[str]:
    ids = small.ids()
    return [ids[POSTS.url(name)] for name in names]


def destroy(small: Small, *names: str) -> dict:
    number = small.approve(*address(small, *names))
    return small.good("destroy", "execute", number, acting="Anna")


def pseudonym(small: Small, who: tuple[str, str]) -> bytes:
    """The tag under which the blind index knows a person; a person who is unknown fails."""
    about = json.loads((small.archive / "weerklank-archive.json").read_bytes())
    blind = BlindIndex(small.layout.blind, KeyFolder(small.root / "keys"), about["origin"])
    person = RawPerson(
        platform=Platform.MASTODON, user_id=who[0], handle=who[1][1:], addresses=(who[0],)
    )
    found = blind.pseudonym(person)
    assert not blind._persons.unsaved
    blind.close()
    from weerklank.model.symbols import decode

    return decode(found.tag).hex().encode()


def blind_files(small: Small, tag: bytes) -> set[str]:
    """Tables of the blind index in which a person stands."""
    files = small.layout.blind.glob("*/*.txt")
    return {path.parent.name for path in files if tag in path.read_bytes()}


# --- really gone -------------------------------------------------------------------------------


def test_a_post_goes_with_its_versions_media_originals_and_salts(
    small: Small, tmp_path: Path
) -> None:
    target, reply, alone = address(small, "doel", "antwoord", "alleen_z")
    shown = small.good("show", target, "--versions")
    assert [one["version"] for one in shown["versions"]] == [1, 2]
    places = {name.split("/v1/")[0] for name in small.holds(*[m.encode() for m in MARKS])}
    assert {name.split("/")[0] for name in places} == {"objects", "open"}
    assert len(places) == 3
    lines = lines_of(small, target, alone)
    assert len(lines) == 3
    needles = [word for _, proof in lines for word in salts(proof)]
    assert len(needles) == 2 * 5  # of three records and two media, as text and as bytes
    assert all(small.holds(needle) for needle in needles[::2])
    media = [
        small.layout.root / name for name in small.holds(b"\x89PNG") if is_marked(small, name)
    ]
    assert len(media) == 2
    digests = [hashlib.sha256(path.read_bytes()).hexdigest().encode() for path in media]
    originals = [json.loads(record)["sealed"] for record, _ in lines]
    assert all(originals)
    assert len(ciphers(small) & set(originals)) == 3
    outside = tmp_path / "hard-linked"
    outside.hardlink_to(media[0])
    before = small.prove_all(tmp_path / "before", but=frozenset({target, alone}))
    kept = [one for one in small.versions() if one[0] not in keys_of(small, target, alone)]
    terms = small.term_counts(*MARKS)
    assert terms == 8  # two words of the first version also where it was indexed alone

    done = destroy(small, "doel", "alleen_z")

    assert done["records"] == 3
    assert done["state"] == "executed"
    assert done["search"]["found"] == []
    assert done["search"]["needles"] > 20
    assert done["search"]["files"] > 100
    assert small.holds(*[m.encode() for m in MARKS]) == set()
    assert small.holds(*needles, *digests) == set()
    assert not ciphers(small) & set(originals)
    assert outside.stat().st_nlink == 1, "the bytes are still in the archive under another name"
    assert small.versions() == kept
    assert small.term_counts(*MARKS) == 0
    assert small.good("search", MARKS[0])["total"] == 0
    assert small.good("search", "feest")["hits"][0]["id"] == reply
    small.assert_verifies()
    for proof in [*before, *small.prove_all(tmp_path / "after")]:
        code, told = stand_alone(str(proof))
        assert code == 0, told
    assert not list((small.layout.open / "trash").iterdir())
    assert not list(small.layout.spool.glob("*"))
    assert not list(small.layout.objects.glob("*/*/0002-g1"))
    small.assert_catalogue_is_as_rebuilt()


def lines_of(small: Small, *items: str) -> list[tuple[bytes, bytes]]:
    """Record and proof line of every version of some items."""
    found = []
    for path in sorted(small.archive.glob("**/records/records.jsonl.gz")):
        proofs = path.parents[1] / "proof/leaves.txt.gz"
        pairs = zip(lines_in(path), lines_in(proofs), strict=True)
        found += [pair for pair in pairs if json.loads(pair[0])["id"] in items]
    return found


def lines_in(path: Path) -> list[bytes]:
    import gzip

    return gzip.decompress(path.read_bytes()).splitlines()


def salts(proof: bytes) -> list[bytes]:
    found = [word.rpartition(b"=")[2] for word in proof.split(b" ")[1:]]
    return [form for salt in found for form in (salt, bytes.fromhex(salt.decode()))]


def is_marked(small: Small, name: str) -> bool:
    content = (small.archive / name).read_bytes()
    return any(mark.encode() in content for mark in MARKS)


def ciphers(small: Small) -> set[str]:
    """Digests of all ciphertexts in the vault."""
    import base64

    return {
        hashlib.sha256(base64.b64decode(json.loads(line)["ciphertext"])).hexdigest()
        for path in small.archive.glob("**/originals.jsonl.gz")
        for line in lines_in(path)
    }


def keys_of(small: Small, *items: str) -> set[str]:
    return {json.loads(record)["key"] for record, _ in lines_of(small, *items)}


def test_an_answer_keeps_the_opaque_id_and_says_by_which_decision(
    small: Small, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    target, reply = address(small, "doel", "antwoord")
    (key,) = keys_of(small, target)
    done = destroy(small, "doel")
    (ref,) = small.good("show", reply)["refs"]
    assert ref == {"decision": done["list"], "key": key, "state": "destroyed", "type": "reply_to"}
    code, told = small.run("show", target)
    assert (code, told["error"]["code"]) == (2, "SEARCH-003")
    assert done["list"] in told["error"]["message"]
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    small.run("show", f"/id/{target.upper()}")
    code, told = small.run("show", target)
    assert "vernietigd" in told["error"]["message"]
    from weerklank.cli.main import main

    with pytest.raises(SystemExit):
        main(["--archive", str(small.archive), "--keys", str(small.root / "keys"), "show", reply])
    assert f"vernietigd (besluit {done['list']})" in capsys.readouterr().out
    code, told = small.run("prove", target, "-o", str(small.root / "proof.json"))
    assert code == 2


def test_persons_go_with_their_last_thread(small: Small) -> None:
    tags = {who: pseudonym(small, who) for who in (X, Y, Z)}
    everywhere = {"persons", "pseudonyms", "threads", "words"}
    assert all(blind_files(small, tag) == everywhere for tag in tags.values())
    destroy(small, "alleen_z")
    assert blind_files(small, tags[Z]) == set()
    assert blind_files(small, tags[X]) == blind_files(small, tags[Y]) == everywhere
    destroy(small, "doel")  # an answer to it stays, and so does its thread
    assert blind_files(small, tags[X]) == everywhere
    destroy(small, "antwoord")  # the last of the thread; X takes part in that of Y too
    assert blind_files(small, tags[X]) == blind_files(small, tags[Y]) == everywhere
    destroy(small, "aan_y")
    assert blind_files(small, tags[X]) == blind_files(small, tags[Y]) == set()
    assert sorted(path.parent.name for path in small.layout.blind.glob("*/*.txt")) == sorted(
        everywhere
    )
    small.assert_verifies()


def test_a_second_import_does_not_bring_it_back(small: Small) -> None:
    destroy(small, "doel", "alleen_z")
    kept, blind = small.versions(), blind_content(small)
    for _ in range(2):
        for edited in (False, True):
            run = small.take_in(posts(edited=edited).items)["runs"][0]
            assert run["skipped"]["destroyed"] == 2
            assert run["new_versions"] == 0
            assert run["gaps"] == []
        assert small.versions() == kept
        assert blind_content(small) == blind
        assert small.holds(*[m.encode() for m in MARKS]) == set()
        small.good("catalogue", "rebuild")
    assert small.term_counts(*MARKS) == 0
    small.assert_verifies()


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        (r"/users/gemeente/statuses/(\d+)", r"/@gemeente/\1"),
        (r"/users/gemeente/statuses/(\d+)", r"/ap/users/116000000000000001/statuses/\1"),
        (r"/users/gemeente/statuses/(\d+)", r"/users/Gemeente/statuses/\1/"),
        (r"https://social.grootdam.example/", "http://social.grootdam.example/"),
        (r"https://social.grootdam.example/", "https://Social.Grootdam.Example:443/"),
    ],
)
def test_an_import_that_writes_addresses_otherwise_neither_brings_back_nor_adds(
    small: Small, written: str, otherwise: str
) -> None:
    destroy(small, "doel", "alleen_z")
    kept = small.versions()
    run = take_changed(small, written, otherwise)
    assert run["skipped"]["destroyed"] == 2
    assert (run["new_versions"], run["items"]["posts"]) == (0, 0)
    assert small.versions() == kept
    assert small.holds(*[m.encode() for m in MARKS]) == set()


def take_changed(small: Small, written: str, otherwise: str) -> dict:
    """Take the export in with the addresses of its posts written otherwise."""
    path = small.root / "export.zip"
    write_export(path, account(), posts(edited=True).items, style="zip")
    with zipfile.ZipFile(path) as made:
        content = {name: made.read(name) for name in made.namelist()}
    (outbox,) = (name for name in content if name.endswith("outbox.json"))
    whole = json.loads(content[outbox])
    for entry in whole["orderedItems"]:
        # As ids and references are written; whom it is addressed to stays as it is.
        for holder, key in ((entry, "id"), *((entry["object"], k) for k in ADDRESSES)):
            if holder.get(key):
                holder[key], count = re.subn(written, otherwise, holder[key])
                assert count or key == "url" or "mast.example" in holder[key]
    content[outbox] = json.dumps(whole).encode()
    with zipfile.ZipFile(path, "w") as made:
        for name, data in content.items():
            made.writestr(name, data)
    return small.good("import", str(path))["runs"][0]


ADDRESSES = ("id", "url", "atomUri", "inReplyTo", "inReplyToAtomUri")


def blind_content(small: Small) -> set[bytes]:
    """Every row of the blind index."""
    files = small.layout.blind.glob("*/*.txt")
    return {line for path in files for line in path.read_bytes().splitlines()}


def test_a_profile_that_was_destroyed_does_not_come_back(small: Small) -> None:
    profile = small.ids()[account().url]
    number = small.approve(profile)
    small.good("destroy", "execute", number, acting="Anna")
    kept = small.versions()
    run = small.take_in(posts(edited=True).items)["runs"][0]
    assert small.versions() == kept
    assert run["items"]["profiles"] == 0
    small.assert_verifies()


def test_a_part_can_be_rewritten_again_and_lose_everything(small: Small, tmp_path: Path) -> None:
    names = ("oud", "gewoon", "doel", "antwoord", "aan_y", "alleen_z")
    for name in names:
        destroy(small, name)
        small.assert_verifies()
        small.assert_catalogue_is_as_rebuilt()
    destroy(small, "twee_1", "twee_2", "laatst")
    assert len(small.versions()) == 1  # the profile
    assert max(int(path.name[-1]) for path in small.layout.objects.glob("*/*/*-g*")) > 3
    for proof in small.prove_all(tmp_path / "proofs"):
        assert stand_alone(str(proof))[0] == 0
    small.assert_verifies()
    run = small.take_in(posts().items)["runs"][0]
    assert run["skipped"]["destroyed"] == len(posts().items)
    small.assert_verifies()


def test_the_last_original_of_an_account_goes(small: Small) -> None:
    number = small.approve(*small.ids().values())
    small.good("destroy", "execute", number, acting="Anna")
    assert small.versions() == []
    assert not list(small.archive.glob("**/originals.jsonl.gz"))
    small.assert_verifies()
    for emptied in small.archive.glob("**/records.jsonl.gz"):
        with gzip.open(emptied) as stream:  # a reader of gzip opens a file of no lines as well
            assert stream.read() == b""


def test_a_part_whose_originals_all_go(small: Small) -> None:
    destroy(small, "doel", "alleen_z")
    assert failed(small.archive) == []


def test_a_later_version_may_refer_to_a_medium_of_the_first(tmp_path: Path) -> None:
    small = Small(tmp_path / "other").make()
    first = posts().items[2]
    small.take_in([first])
    changed = post(2, "Een heel andere tekst dan die er eerst stond.", media=first.media)
    small.take_in([changed])
    assert [version for _, version in small.versions()].count(2) == 1
    assert small.run("verify", "--deep")[0] == 0
    assert failed(small.archive) == []
    for proof in small.prove_all(tmp_path / "proofs"):
        code, told = stand_alone(str(proof))
        assert code == 0, told
        if "Een heel andere tekst" in json.loads(proof.read_bytes())["record"]:
            break
    else:
        pytest.fail("the changed post has no proof")
    assert len(json.loads(proof.read_bytes())["media"]) == len(first.media) > 0


# --- the search of every byte ------------------------------------------------------------------


def test_what_stands_in_two_posts_is_proven_by_structure(small: Small) -> None:
    assert len(TWICE) >= 30
    done = destroy(small, "twee_1")
    assert done["search"]["found"] == []
    assert done["search"]["by_structure"] > 0
    assert small.good("search", "brug")["total"] == 1
    assert small.holds(TWICE.encode())
    both = destroy(small, "twee_2")
    assert both["search"]["found"] == []
    assert small.holds(TWICE.encode()) == set()


@pytest.mark.parametrize(
    "place",
    [
        "index/backup.jsonl",
        "open/a0001/notes.txt",
        "index/old/records/records.jsonl.gz",
        "open/spool/rescued/source.jsonl.gz",
        "blind/words/copy.bak",
        "objects/a0001/2026-11/.hidden.jsonl.gz",
        "index/salts.txt",
    ],
)
def test_a_copy_that_was_left_is_found_and_named(small: Small, place: str) -> None:
    (item,) = address(small, "doel")
    (record, proof), *_ = lines_of(small, item)
    number = small.approve(item)
    path = small.archive / place
    path.parent.mkdir(parents=True, exist_ok=True)
    if place.endswith(".gz"):
        import gzip

        path.write_bytes(gzip.compress(b"{}\n" + record + b"\n"))
    elif place.endswith("salts.txt"):
        path.write_bytes(b"x" * 5_000_000 + bytes.fromhex(proof.split(b" ")[1].decode()))
    else:
        path.write_bytes(b"x" * ((1 << 22) - 300) + record)
    code, told = small.run("destroy", "execute", number, acting="Anna")
    assert code == 1
    assert told["search"]["found"] == [place]
    told = [
        json.loads(path.read_bytes()) for path in small.layout.root.glob("decisions/*/*/*/*.json")
    ]
    (executed,) = [one for one in told if one["kind"] == "destruction.executed"]
    assert executed["data"]["search"]["found"] == [place]


def test_an_old_generation_that_came_back_is_found(small: Small) -> None:
    (item,) = address(small, "doel")
    number = small.approve(item)
    (old,) = small.layout.objects.glob("*/*/0002-g1")
    shutil.copytree(old, small.layout.index / "0002-g1")
    code, told = small.run("destroy", "execute", number, acting="Anna")
    assert code == 1
    assert any(name.startswith("index/0002-g1/") for name in told["search"]["found"])


def number_of(name: str) -> str:
    return str(POSTS.items[POSTS.names[name]].number)


def test_an_answer_to_what_went_does_not_name_its_address(small: Small) -> None:
    number = number_of("doel").encode()
    held = small.holds(number)
    assert held
    done = destroy(small, "doel")
    assert done["search"]["found"] == []
    assert small.holds(number) == set()
    (line,) = lines_of(small, *address(small, "antwoord"))
    (ref,) = json.loads(line[0])["refs"]
    stands = [line for line in sources(small) if ref["key"].encode() in line]
    assert len(stands) == 1
    note = json.loads(stands[0])["object"]
    assert note["inReplyTo"] == note["inReplyToAtomUri"] == f"weerklank:item:{ref['key']}"


def sources(small: Small) -> list[bytes]:
    return [
        line
        for path in sorted(small.archive.glob("**/source/source.jsonl.gz"))
        for line in lines_in(path)
    ]


@pytest.mark.parametrize(
    ("written", "is_found"),
    [
        ("https://social.grootdam.example/@gemeente/{}", True),
        ("https://social.grootdam.example/users/gemeente/statuses/{}/activity", True),
        ("status {}.", True),
        ("status {}1", False),
        ("status 1{}", False),
    ],
)
def test_an_address_that_was_left_is_found(small: Small, written: str, is_found: bool) -> None:
    left = small.archive / "index/addresses.txt"
    left.write_text(f"zie {written.format(number_of('doel'))}")
    number = small.approve(*address(small, "doel"))
    code, told = small.run("destroy", "execute", number, acting="Anna")
    assert (code, told["search"]["found"]) == (
        (1, ["index/addresses.txt"]) if is_found else (0, [])
    )


def test_a_reference_in_a_kept_record_is_found_and_a_link_in_its_words_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = post(1, "Dit bericht verdwijnt straks weer uit het archief.")
    uri = f"{account().actor_id}/statuses/{gone.number}"
    link = f'<a href="{uri}">{uri}</a>'
    for answer, count in (
        (post(2, f"Zie ook {link}, dat blijft staan."), 0),
        (post(2, "Een aanvulling op wat er eerst stond.", in_reply_to=uri), 1),
    ):
        small = Small(tmp_path / str(count)).make()
        if count:
            monkeypatch.setattr(SourceMinimiser, "_reference", lambda *a: a[1])
        small.take_in([gone, answer])
        number = small.approve(*[i for i in small.ids().values() if "-01-06-" in i])
        code, told = small.run("destroy", "execute", number, acting="Anna")
        assert code == count
        assert [name.rpartition("/")[2] for name in told["search"]["found"]] == (
            ["source.jsonl.gz"] * count
        )


# --- three persons -----------------------------------------------------------------------------


def test_three_persons_in_order(small: Small) -> None:
    (item,) = address(small, "gewoon")
    small.good("person", "add", "Twee", "--role", "reviewer", "--role", "archivist")
    given = ["propose", "--id", item, "--ground", "selection", "--reason", "termijn"]
    assert small.run("destroy", *given)[0] == 3  # nobody in particular
    assert small.run("destroy", *given, acting="Ruud")[0] == 3  # a role that may not propose
    assert small.run("destroy", *given, acting="Niemand")[0] == 2
    number = small.good("destroy", *given, acting="Twee")["list"]
    for step, who, code in (
        ("execute", "Anna", 3),
        ("approve", "Anna", 3),
        ("review", "Pia", 3),
        ("review", "Twee", 3),
        ("review", "Ruud", 0),
        ("review", "Ruud", 3),
        ("approve", "Ruud", 3),
        ("approve", "Twee", 3),
        ("execute", "Anna", 3),
        ("approve", "Anna", 0),
        ("execute", "Ruud", 3),
        ("execute", "Twee", 3),
        ("review", "Ruud", 3),
        ("execute", "Anna", 0),
        ("execute", "Anna", 3),
        ("approve", "Anna", 3),
    ):
        told = small.run("destroy", step, number, acting=who)
        assert told[0] == code, (step, who, told)
    for step in ("review", "approve", "execute"):
        assert small.run("destroy", step, "v0999", acting="Anna")[0] == 2
    assert (
        small.run("destroy", "propose", "--id", "grt-2026-01-01-00000", *given[3:], acting="Pia")[
            0
        ]
        == 2
    )
    assert small.run("destroy", *given, acting="Pia")[0] == 2  # gone already
    (made,) = small.good("destroy", "list")["lists"]
    assert made["state"] == "executed"
    assert made["by"] == {
        "proposed": "Twee", "reviewed": "Ruud", "approved": "Anna", "executed": "Anna"
    }  # fmt: skip
    assert PERSONS["Anna"] == "archivist"
    assert made["stated_only"] is True
    small.assert_verifies()


def test_a_list_that_was_never_begun_leaves_everything_as_it_is(small: Small) -> None:
    files = dict(small.bytes_of_all())
    small.approve(*address(small, "doel"))
    after = dict(small.bytes_of_all())
    changed = {name for name in after if after[name] != files.get(name)}
    books = {name.split("/")[0] for name in changed if not name.startswith("open/locks/")}
    assert books <= {"decisions", "log", "index"}
    small.good("show", *address(small, "doel"))
    run = small.take_in(posts(edited=True).items)["runs"][0]
    assert run["skipped"]["destroyed"] == 0
    small.assert_verifies()


def test_two_lists_may_name_the_same_post(small: Small) -> None:
    one = small.approve(*address(small, "doel"))
    two = small.approve(*address(small, "doel", "alleen_z"))
    small.good("destroy", "execute", one, acting="Anna")
    done = small.good("destroy", "execute", two, acting="Anna")
    assert done["records"] == 1
    assert small.holds(*[m.encode() for m in MARKS]) == set()
    small.assert_verifies()


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_proposal_without_a_reason_is_refused(small: Small, reason: str) -> None:
    item = address(small, "doel")[0]
    given = ("propose", "--id", item, "--ground", "selection", "--reason", reason)
    code, told = small.run("destroy", *given, acting="Pia")
    assert code == 2
    assert "--reason" in told["error"]["message"]
    assert small.holds(b"destruction.proposed") == set()
    destroy(small, "doel")
    assert small.holds(b"destruction.proposed")
