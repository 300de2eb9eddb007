"""`weerklank access`: who looked at what, and who asks for access, by the command line."""

from dataclasses import replace
from pathlib import Path

import pytest
from place import Archive

from weerklank import bootstrap
from weerklank.model.access import Apart, Looked
from weerklank.model.person import Actor, Role
from weerklank.services.people.access import ask_access, note_seen
from weerklank.services.workplace import Silent, Workplace

PERSONS = {"Olga": "register-owner", "Pia": "privacy", "Leo": "reader"}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path).make()
    for name, role in PERSONS.items():
        acting = ("--as", "Olga") if name != "Olga" else ()
        made.good(*acting, "person", "add", name, "--role", role)
    return made


def acting(archive: Archive, name: str) -> Workplace:
    there = bootstrap.workplace(str(archive.folder), str(archive.root / "keys"), Silent())
    roles = (Role(PERSONS[name]),)
    return replace(there, actor=Actor(system_user="iemand", name=name, roles=roles))


def test_the_privacy_officer_alone_reads_who_looked_at_what(archive: Archive) -> None:
    note_seen(acting(archive, "Leo"), Looked.POST, "vrb-2026-01-01-aaaaa", Apart.SHIELDED)
    for who in ((), ("--as", "Olga"), ("--as", "Leo")):
        code, told = archive.run(*who, "access", "list")
        assert (code, told["error"]["code"]) == (3, "ROLE-002")
    (seen,) = archive.good("--as", "Pia", "access", "list")["seen"]
    assert {name: seen[name] for name in ("by", "subject", "what", "why", "roles")} == {
        "by": "Leo",
        "subject": "vrb-2026-01-01-aaaaa",
        "what": "post",
        "why": "shielded",
        "roles": ["reader"],
    }
    assert [one["what"] for one in archive.good("--as", "Pia", "access", "list")["seen"]] == [
        "journal", "post",
    ]  # fmt: skip


def test_a_request_is_answered_once_by_the_owner(archive: Archive) -> None:
    ask_access(acting(archive, "Leo"), "journal")
    ask_access(acting(archive, "Leo"), "journal")
    (asked,) = archive.good("access", "requests")["requests"]
    assert (asked["request"], asked["state"], asked["page"]) == ("t0001", "waiting", "journal")
    answer = ("access", "answer", "t0001")
    code, told = archive.run("--as", "Pia", *answer, "--role", "inspector")
    assert (code, told["error"]["code"]) == (3, "ROLE-002")
    for wrong in ((), ("--role", "inspector", "--refuse", "Nee."), ("--refuse", "x" * 301)):
        code, told = archive.run("--as", "Olga", *answer, *wrong)
        assert (code, told["error"]["code"]) == (2, "ACCESS-003")
    given = archive.good("--as", "Olga", *answer, "--role", "inspector")
    assert (given["state"], given["answer"], given["answered_by"]) == (
        "granted", "inspector", "Olga",
    )  # fmt: skip
    (leo,) = [one for one in archive.good("person", "list")["persons"] if one["name"] == "Leo"]
    assert leo["roles"] == ["reader", "inspector"]
    code, told = archive.run("--as", "Olga", *answer, "--refuse", "Toch niet.")
    assert (code, told["error"]["code"]) == (2, "ACCESS-002")


def test_it_is_told_in_words_and_verifies(archive: Archive) -> None:
    note_seen(acting(archive, "Leo"), Looked.PROOF, "vrb-2026-01-01-aaaaa", Apart.SHIELDED)
    ask_access(acting(archive, "Leo"), "journal")
    archive.good("verify")
    given = ["--archive", str(archive.folder), "--keys", str(archive.root / "keys")]
    code, said, _ = archive.spoken(*given, "--as", "Pia", "access", "list")
    assert code == 0
    assert "Leo" in said
    assert "vrb-2026-01-01-aaaaa" in said
    code, said, _ = archive.spoken(*given, "access", "requests")
    assert code == 0
    assert "t0001" in said
    told = archive.good("verify", "--deep")
    assert (told["ok"], told["findings"]) == (True, [])


def test_an_event_of_access_that_was_changed_is_found(archive: Archive) -> None:
    note_seen(acting(archive, "Leo"), Looked.POST, "vrb-2026-01-01-aaaaa", Apart.SHIELDED)
    archive.good("verify")  # brings it into the log
    (path,) = (archive.folder / "access").rglob("*.json")
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"name":"Leo"', b'"name":"Lea"'))
    code, told = archive.run("verify")
    assert code == 1
    assert [one["path"] for one in told["findings"]] == [
        path.relative_to(archive.folder).as_posix()
    ]
    path.unlink()
    code, told = archive.run("verify")
    assert [one["code"] for one in told["findings"]] == ["VERIFY-302"]
