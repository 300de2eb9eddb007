"""Events that someone laid there who can write to the archive and has not its keys."""

import hashlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from small_archive import Small, account, failed, filled, post, posts, stand_alone, write_export

from weerklank.services.seal import seal_package
from weerklank.store.event_mac import event_mac, is_genuine


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("template") / "small")


@pytest.fixture
def small(template: Small, tmp_path: Path) -> Small:
    return template.copy(tmp_path / "small")


def newest(small: Small, book: str) -> Path:
    return max((small.archive / book).glob("*/*/*/*.json"))


def lay(small: Small, book: str, like: Path, **changed: object) -> str:
    """Lay an event there that is like another but for some values; gives its path."""
    at = datetime.now(UTC)
    event = orjson.loads(like.read_bytes())
    event |= {"at": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z", "book": book}
    event |= changed
    folder = small.archive / book / f"{at:%Y/%m/%d}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{at:%H%M%S}{at.microsecond // 1000:03d}-zzzzzz-1.json"
    path.write_bytes(orjson.dumps(event, option=orjson.OPT_SORT_KEYS) + b"\n")
    return path.relative_to(small.archive).as_posix()


def named_in_the_log(small: Small) -> set[str]:
    statements = (small.archive / "log" / "segments").glob("*.json")
    told = [orjson.loads(path.read_bytes()) for path in statements]
    return {name for statement in told for name in statement.get("files", [])}


def findings(small: Small) -> dict[str, str]:
    code, told = small.run("verify")
    assert code == (1 if told["findings"] else 0)
    return {one["path"]: one["code"] for one in told["findings"]}


def propose(small: Small) -> str:
    item = min(small.ids().values())
    made = small.good(
        "destroy", "propose", "--id", item, "--ground", "selection", "--reason", "termijn",
        acting="Pia",
    )  # fmt: skip
    return str(made["list"])


def test_a_false_approval_destroys_nothing(small: Small) -> None:
    number = propose(small)
    proposal = newest(small, "decisions")
    for kind, name, role in (("reviewed", "Ruud", "reviewer"), ("approved", "Anna", "archivist")):
        actor = {"name": name, "roles": [role], "system_user": "root"}
        false = lay(small, "decisions", proposal, kind=f"destruction.{kind}", actor=actor, data={})
    before = small.versions()
    for command in (("execute", number), ("list",), ("review", number)):
        code, told = small.run("destroy", *command, acting="Anna")
        assert (code, told["error"]["code"]) == (6, "ARCHIVE-009")
        assert told["error"]["hint"]
    assert small.versions() == before
    assert findings(small)[false] == "VERIFY-305"
    small.run("account", "edit", "a0001", "--unit", "Communicatie")
    assert false not in named_in_the_log(small)


def test_a_false_role_gives_no_rights(small: Small) -> None:
    data = {"roles": ["archivist", "reviewer", "privacy"]}
    false = lay(small, "register", newest(small, "register"), subject="Mallory", data=data)
    for command in (("account", "list"), ("destroy", "list")):
        code, told = small.run(*command, acting="Mallory")
        assert (code, told["error"]["code"]) == (6, "ARCHIVE-009")
        assert false in told["error"]["message"]
    assert findings(small) == {false: "VERIFY-305"}


def test_a_genuine_event_at_another_place_is_false(small: Small) -> None:
    """Else an old decision could be laid there again, and be the newest."""
    old = min((small.archive / "decisions").glob("*/*/*/*.json"))
    false = lay(small, "decisions", old)
    again = small.archive / false
    again.write_bytes(old.read_bytes())
    assert small.run("search", "brug")[1]["error"]["code"] == "ARCHIVE-009"
    assert false in findings(small)


def test_a_false_event_in_the_journal_keeps_nothing_else_out_of_the_log(small: Small) -> None:
    false = lay(small, "journal", newest(small, "journal"), kind="check.done")
    small.good("account", "edit", "a0001", "--unit", "Communicatie")
    edit = newest(small, "register").relative_to(small.archive).as_posix()
    assert edit in named_in_the_log(small)
    assert findings(small) == {false: "VERIFY-305"}
    # The check itself is in the journal, with what it found.
    said = [
        orjson.loads(path.read_bytes()) for path in (small.archive / "journal").rglob("*-*.json")
    ]
    assert {"VERIFY-305": 1} in [event["data"].get("findings") for event in said]
    assert false not in named_in_the_log(small)
    (small.archive / false).unlink()
    assert findings(small) == {}


@pytest.mark.parametrize("content", [b"", b"{}\n", b"[]\n", b"\xff", b'{"mac":1}\n'])
def test_what_is_no_event_never_enters_the_log(small: Small, content: bytes) -> None:
    false = lay(small, "journal", newest(small, "journal"))
    (small.archive / false).write_bytes(content)
    small.good("account", "edit", "a0001", "--unit", "Communicatie")
    assert false not in named_in_the_log(small)
    assert findings(small) == {false: "VERIFY-304"}


def test_an_event_by_the_keys_of_another_archive_is_false(small: Small, tmp_path: Path) -> None:
    other = Small(tmp_path / "other").make()
    key = (other.root / "keys" / "events.key").read_bytes()
    false = lay(small, "journal", newest(small, "journal"))
    event = orjson.loads((small.archive / false).read_bytes())
    del event["mac"]
    event["mac"] = event_mac(key, false, event)
    text = orjson.dumps(event, option=orjson.OPT_SORT_KEYS) + b"\n"
    assert is_genuine(key, false, text)
    (small.archive / false).write_bytes(text)
    assert findings(small) == {false: "VERIFY-305"}


def test_an_event_that_waits_for_the_log_is_sealed_by_the_next_command(small: Small) -> None:
    """As after a crash between an event and its seal: it is genuine, so it is taken in."""
    log = small.root / "log-before"
    shutil.copytree(small.archive / "log", log)
    shutil.copy(small.root / "keys" / "pinned.json", small.root / "pinned-before")
    small.good("account", "edit", "a0001", "--unit", "Communicatie")
    shutil.rmtree(small.archive / "log")
    shutil.move(log, small.archive / "log")
    shutil.move(small.root / "pinned-before", small.root / "keys" / "pinned.json")
    edit = newest(small, "register").relative_to(small.archive).as_posix()
    assert edit not in named_in_the_log(small)
    small.good("account", "edit", "a0001", "--unit", "Voorlichting")
    assert edit in named_in_the_log(small)
    small.assert_verifies()


def test_without_the_keys_a_waiting_event_is_not_checked(small: Small) -> None:
    false = lay(small, "journal", newest(small, "journal"))
    (small.root / "keys").rename(small.root / "elsewhere")
    code, told = small.run("verify")
    assert (code, told["findings"]) == (0, [])
    said = {one["what"]: one["path"] for one in told["not_checked"]}
    assert said["unsealed-events-no-key"] == false
    code, text = stand_alone(str(small.archive), "--json")
    assert code == 0
    row = next(one for one in orjson.loads(text)["findings"] if one["path"] == false)
    assert row["result"] == "NOT CHECKED"
    assert "genuine" in row["message"]


def test_a_sealed_event_that_was_changed_is_not_acted_on(small: Small) -> None:
    path = newest(small, "register")
    event = orjson.loads(path.read_bytes())
    event["data"]["roles"] = ["register-owner"]
    path.chmod(0o600)
    path.write_bytes(orjson.dumps(event, option=orjson.OPT_SORT_KEYS) + b"\n")
    code, told = small.run("account", "list")
    assert (code, told["error"]["code"]) == (6, "ARCHIVE-009")
    assert findings(small)[path.relative_to(small.archive).as_posix()] == "VERIFY-301"


def test_a_key_of_events_that_is_short_or_open_is_refused(small: Small) -> None:
    key = small.root / "keys" / "events.key"
    key.chmod(0o644)
    assert small.run("account", "list")[1]["error"]["code"] == "KEYS-002"
    key.chmod(0o600)
    key.write_bytes(b"short")
    code, told = small.run("account", "list")
    assert (code, told["error"]["code"]) == (6, "KEYS-004")
    assert "events.key" in told["error"]["message"]
    key.unlink()
    code, told = small.run("account", "edit", "a0001", "--unit", "Communicatie")
    assert (code, told["error"]["code"]) == (4, "KEYS-003")
    assert small.holds(b"Communicatie") == set()


def test_an_event_that_was_moved_with_its_statement_is_found(small: Small) -> None:
    """The log holds what an event says and not its name: so the two must agree."""
    old = min((small.archive / "decisions").glob("*/*/*/*.json"))
    name = old.relative_to(small.archive).as_posix()
    moved = old.with_name("235959999" + old.name[9:])
    old.rename(moved)
    other = moved.relative_to(small.archive).as_posix()
    for path in (small.archive / "log" / "segments").glob("*.json"):
        path.write_bytes(path.read_bytes().replace(name.encode(), other.encode()))
    assert findings(small) == {other: "VERIFY-304"}
    code, told = small.run("search", "brug")
    assert (code, told["error"]["code"]) == (6, "ARCHIVE-009")
    told = {row["path"]: row["message"] for row in failed(small.archive)}
    assert told.keys() == {other}


# --- packages that no seal covers yet ------------------------------------------------------------


def lay_package(small: Small) -> Path:
    """Lay a whole package there that is like another, as the work of a process that died."""
    sealed = min((small.archive / "open" / "a0001").glob("*/*/*-sealed"))
    like = sealed.with_name(sealed.name.removesuffix("-sealed"))
    package = like.parent.parent / "000009-20261125T090000Z-zzzzzz" / "0099"
    for ending in ("", "-sealed"):
        shutil.copytree(
            like.with_name(like.name + ending), package.with_name(package.name + ending)
        )
        target = package.with_name(package.name + ending)
        for inventory in target.rglob("inventory.json"):
            text = inventory.read_bytes().replace(f":{like.name}:".encode(), b":0099:")
            inventory.write_bytes(text)
            side = f"{hashlib.sha256(text).hexdigest()} inventory.json\n"
            inventory.with_name("inventory.json.sha256").write_text(side)
    return package


def in_the_log(small: Small) -> set[str]:
    statements = (small.archive / "log" / "segments").glob("*.json")
    return {orjson.loads(path.read_bytes()).get("package", "") for path in statements}


def test_a_package_that_someone_laid_there_never_enters_the_log(small: Small) -> None:
    package = lay_package(small)
    below = package.relative_to(small.archive).as_posix()
    assert findings(small) == {below: "VERIFY-407", f"{below}-sealed": "VERIFY-407"}
    assert {one["path"] for one in failed(small.archive)} == {below, f"{below}-sealed"}
    small.take_in([post(20, "Een nieuw bericht over de brug.")])
    assert not any(name.endswith("/0099") for name in in_the_log(small))
    assert not package.exists()
    small.assert_verifies()


def test_a_finished_package_that_was_changed_before_its_seal_is_refused(
    template: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = template.copy(tmp_path / "small")
    before = in_the_log(small)

    def dies(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(seal_package, "_append", dies)
        write_export(small.root / "new.tar.gz", account(), [post(20, "Een bericht over de brug.")])
        assert small.run("import", str(small.root / "new.tar.gz"))[0] != 0
    assert in_the_log(small) == before
    source = max(
        (small.archive / "open" / "a0001").glob("*/*/*[0-9]/v1/content/source/*.gz"),
        key=lambda path: path.stat().st_mtime_ns,
    )
    whole = source.read_bytes()
    source.write_bytes(whole[:-1] + b"x")
    code, told = small.run("import", str(small.root / "new.tar.gz"))
    assert (code, told["error"]["code"]) == (6, "ARCHIVE-008")
    assert source.name in told["error"]["message"]
    manifest = source.parents[1] / "manifest-sha256.txt"
    listed = manifest.read_bytes()
    digests = [hashlib.sha256(text).hexdigest().encode() for text in (whole, source.read_bytes())]
    manifest.write_bytes(listed.replace(*digests))
    code, told = small.run("import", str(small.root / "new.tar.gz"))
    assert (code, told["error"]["code"]) == (6, "ARCHIVE-008")
    assert manifest.name in told["error"]["message"]
    source.write_bytes(whole)
    manifest.write_bytes(listed)
    small.good("import", str(small.root / "new.tar.gz"))
    assert len(in_the_log(small)) == len(before) + 1
    small.assert_verifies()


def test_a_next_generation_that_someone_laid_there_is_not_the_one_that_is_sealed(
    small: Small,
) -> None:
    """Else a destruction would vouch for a package from which more went than was decided."""
    number = small.approve(small.ids()[posts().url("gewoon")])
    before = set(small.versions())
    for one in sorted((small.archive / "objects" / "a0001").glob("*/*-g1")):
        false = one.with_name(one.name.replace("-g1", "-g2"))
        shutil.copytree(one, false)
        (false / "v1" / "content" / "false.txt").write_bytes(b"false")
    small.good("destroy", "execute", number, acting="Anna")
    assert len(before - set(small.versions())) == 1
    for false in small.archive.glob("objects/a0001/*/*-g2"):
        number_of = f"{false.parts[-3]}/{false.parts[-2]}/{false.name[:4]}"
        sealed = [
            orjson.loads(path.read_bytes())
            for path in (small.archive / "log" / "segments").glob("*.json")
        ]
        if any(s.get("package") == number_of and s["generation"] == 2 for s in sealed):
            assert not (false / "v1" / "content" / "false.txt").exists()
        else:
            shutil.rmtree(false)  # of a package that no decision touched: damage, and named
    small.assert_verifies()
