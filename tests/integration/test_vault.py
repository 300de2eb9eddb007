"""The vault by the command line: two persons open one original, and everything that stops them."""

import base64
import gzip
import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from place import ME, Archive, Json, members, noted, packed, post

from weerklank.model.clock import FixedClock, SystemClock
from weerklank.model.errors import WeerklankError
from weerklank.model.vault import APPROVAL_HOLDS, REQUEST_WAITS, VIEW, VaultState
from weerklank.services.vault.identity import read_identity
from weerklank.services.vault.open_original import open_original
from weerklank.services.vault.read_requests import find_request
from weerklank.services.vault.request_opening import extend_view, refuse_request
from weerklank.services.workplace import Silent, Workplace, open_workplace
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.leak_scan import LeakScan

#: Who is mentioned: what stands nowhere but in the vault.
SOMEONE = Canaries("vault").give("mention", CanaryClass.THIRD)
MENTION = f'<a href="{SOMEONE.address}" class="u-url mention">@<span>{SOMEONE.local}</span></a>'
RIA, WOO, PIA, PAUL, INA = (
    "Ria Fictema",
    "Wilma Fictema",
    "Pia Fictema",
    "Paul Fictema",
    "Ina Fictema",
)
CASE = ("--ground", "woo", "--case", "Z-2026-0142")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Make an archive of two posts that mention somebody and one that does not."""
    root = tmp_path_factory.mktemp("vault")
    place = Archive(root)
    given = place.good("init", str(place.folder), "--organisation", "Dam", "--sealed", "12")
    write_key(root / "kluis.key", str(given["identity"]))
    place.good("person", "add", RIA, "--role", "register-owner")
    for name, role in ((WOO, "woo"), (PIA, "privacy"), (PAUL, "privacy"), (INA, "inspector")):
        place.good("person", "add", name, "--role", role, "--as", RIA)
    place.good("account", "add", ME.url, "--kind", "corporate", "--as", RIA)
    who = ((SOMEONE.address, f"@{SOMEONE.handle}"),)
    pieces = [
        noted(post(1, f"{MENTION} de brug is open", mentions=who)),
        noted(post(2, f"{MENTION} de sluis is dicht", mentions=who)),
        noted(post(3, "De markt is er weer")),
    ]
    export = packed(root, "tar.gz", members(pieces))
    place.take(export)
    export.unlink()
    return place


@pytest.fixture
def place(made: Archive, tmp_path: Path) -> Archive:
    """Give a copy of it, keys and all."""
    shutil.copytree(made.root, tmp_path / "copy", copy_function=shutil.copy2)
    return Archive(tmp_path / "copy")


def write_key(path: Path, identity: str) -> None:
    path.write_text(f"# kluis\n{identity}\n")
    path.chmod(0o600)


def key_of(place: Archive) -> Path:
    return place.root / "kluis.key"


def the(place: Archive, word: str) -> str:
    return next(row["id"] for row in place.rows() if word in row["text"])


def approved(place: Archive, word: str = "brug") -> str:
    asked = place.good("vault", "request", the(place, word), *CASE, "--as", WOO)
    place.good("vault", "approve", asked["request"], "--as", PIA)
    return str(asked["request"])


def opening(place: Archive, number: str, **more: str) -> tuple[int, Json]:
    given = {"--as": WOO, "--identity": str(key_of(place)), **more}
    return place.run("vault", "open", number, *(word for pair in given.items() for word in pair))


def refused(place: Archive, *arguments: str) -> tuple[int, str]:
    code, answer = place.run("vault", *arguments)
    return code, answer["error"]["code"]


def leaks(root: Path) -> list[str]:
    return [str(one) for one in LeakScan([SOMEONE]).folder(root) if one.canary is not None]


def workplace(place: Archive, who: str, moment: datetime | None = None) -> Workplace:
    clock = SystemClock() if moment is None else FixedClock(moment)
    keys = place.root / "keys"
    return open_workplace(place.folder, keys, clock=clock, reporter=Silent(), acting=who)


def test_two_persons_open_one_record_and_nothing_of_it_stays(place, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(place.root / "temp"))
    (place.root / "temp").mkdir()
    item = the(place, "brug")
    assert leaks(place.root) == []
    asked = place.good("vault", "request", item, *CASE, "--as", WOO)
    assert (asked["state"], asked["version"], asked["ground"]) == ("requested", 1, "woo")
    number = asked["request"]
    assert [one["request"] for one in place.good("vault", "list", "--waiting")["requests"]] == [
        number
    ]
    assert refused(place, "approve", number, "--as", WOO) == (3, "ROLE-002")
    assert opening(place, number)[0] == 3  # nobody decided yet
    assert place.good("vault", "approve", number, "--as", PIA)["state"] == "approved"
    assert refused(place, "approve", number, "--as", PAUL) == (3, "VAULT-005")
    assert opening(place, number, **{"--as": PIA})[1]["error"]["code"] == "VAULT-009"
    code, told = opening(place, number)
    assert (code, told["state"], told["request"]) == (0, "open", number)
    values = {one["place"]: one for one in told["original"]}
    assert SOMEONE.local in values["/object/content"]["value"]
    assert "de brug is open" in values["/object/content"]["archived"]
    assert SOMEONE.local not in json.dumps(told["archived"])
    assert SOMEONE.local not in str([one["archived"] for one in told["original"]])
    assert any(SOMEONE.address == one["value"] for one in told["original"])
    # Once: whoever wants to see it again asks again.
    assert refused(place, "open", number, "--identity", str(key_of(place)), "--as", WOO) == (
        3,
        "VAULT-005",
    )
    (listed,) = place.good("vault", "list", "--as", INA)["requests"]
    assert [one["act"] for one in listed["history"]] == [
        "requested",
        "approved",
        "opened",
        "ended",
    ]
    assert (listed["state"], listed["stated_only"]) == ("ended", True)
    assert "original" not in listed
    (seen,) = place.good("access", "list", "--as", PIA)["seen"]
    assert (seen["what"], seen["subject"], seen["by"]) == ("original", item, WOO)
    assert [one["subject"] for one in place.events("decisions", "vault.opened")] == [number]
    assert leaks(place.root) == []
    assert place.good("verify")["ok"]


def test_the_same_person_never_decides_and_a_refusal_says_why(place):
    item = the(place, "brug")
    own = place.good("vault", "request", item, *CASE, "--as", PIA)["request"]
    assert refused(place, "approve", own, "--as", PIA) == (3, "VAULT-006")
    assert refused(place, "refuse", own, "--reason", "nee", "--as", PIA) == (3, "VAULT-006")
    told = place.good("vault", "refuse", own, "--reason", "Het kan zonder.", "--as", PAUL)
    assert (told["state"], told["reason"]) == ("refused", "Het kan zonder.")
    other = approved(place)
    assert place.good("vault", "end", other, "--as", WOO)["history"][-1]["end"] == "withdrawn"
    assert opening(place, other)[1]["error"]["code"] == "VAULT-005"
    assert refused(place, "request", item, *CASE, "--as", INA) == (3, "ROLE-002")
    assert refused(place, "request", item, *CASE)[0] == 3  # a system user is nobody
    for case in ("Zaak van Jan", "", "jan@dam.example", "Z-2026 " * 9, "zonder cijfer"):
        code, _ = place.run(
            "vault", "request", item, "--ground", "woo", "--case", case, "--as", WOO
        )
        assert code == 2, case
    assert refused(place, "request", item, *CASE, "--version", "9", "--as", WOO) == (
        2,
        "VAULT-003",
    )
    assert refused(place, "request", the(place, "markt"), *CASE, "--as", WOO) == (3, "VAULT-004")
    assert refused(place, "approve", "k9999", "--as", PIA) == (2, "VAULT-001")
    assert place.good("vault", "list")["requests"][0]["request"] == other


def test_terms_end_by_themselves_and_no_clock_brings_them_back(place):
    number = approved(place)
    begun = find_request(workplace(place, WOO), number)
    held = begun.holds_until
    assert held is not None
    key = read_identity(workplace(place, WOO), key_of(place))

    def fails(moment: datetime) -> str:
        with pytest.raises(WeerklankError) as error:
            open_original(workplace(place, WOO, moment), number, key)
        return error.value.code

    assert held - begun.steps[-1].at == APPROVAL_HOLDS
    assert fails(held) == "VAULT-008"
    assert fails(begun.requested.at - timedelta(hours=2)) == "VAULT-011"
    at = held - timedelta(hours=1)
    opened = open_original(workplace(place, WOO, at), number, key)
    shown = opened.request.shown_until
    assert shown is not None
    assert shown - opened.request.steps[-1].at == VIEW
    assert SOMEONE.local not in repr(opened)  # no traceback, no log says it
    assert fails(at) == "VAULT-005"  # a second opening of the same, at the same time
    extended = extend_view(workplace(place, WOO, at), number)
    assert extended.shown_until == shown + VIEW
    with pytest.raises(WeerklankError) as again:
        extend_view(workplace(place, WOO, at), number)
    assert again.value.code == "VAULT-010"
    # The program was gone: the term ends the view, and who acts next notes it.
    after = shown + VIEW
    assert extended.state_at(after - timedelta(seconds=1)) is VaultState.OPEN
    assert extended.state_at(after) is VaultState.ENDED
    later = workplace(place, PIA, after + timedelta(minutes=1))
    with pytest.raises(WeerklankError):
        refuse_request(later, number, "te laat")
    last = find_request(later, number).steps[-1]
    assert (last.act, last.end) == ("ended", "unattended")
    assert begun.state_at(begun.requested.at + REQUEST_WAITS) is VaultState.LAPSED
    fresh = replace(begun, steps=begun.steps[:1])
    assert fresh.state_at(fresh.waits_until) is VaultState.LAPSED


def test_a_wrong_key_opens_nothing_and_costs_no_approval(place, tmp_path):
    number = approved(place)
    other = Archive(tmp_path / "other").root
    other.mkdir()
    given = Archive(other).good("init", str(other / "archive"), "--organisation", "Elders")
    wrong = tmp_path / "elders.key"
    write_key(wrong, str(given["identity"]))
    inside = place.root / "keys" / "kluis.key"
    shutil.copy2(key_of(place), inside)
    rubbish = tmp_path / "rommel.key"
    write_key(rubbish, "AGE-SECRET-KEY-1ROMMEL")
    readable = tmp_path / "open.key"
    shutil.copy2(key_of(place), readable)
    readable.chmod(0o640)
    for path, code in (
        (wrong, (2, "VAULT-017")),
        (rubbish, (2, "VAULT-016")),
        (tmp_path / "niets.key", (2, "VAULT-016")),
        (readable, (3, "KEYS-002")),
        (inside, (3, "VAULT-018")),
    ):
        ended, answer = opening(place, number, **{"--identity": str(path)})
        assert (ended, answer["error"]["code"]) == code, path
        assert "AGE-SECRET" not in answer["error"]["message"]
    inside.unlink()
    assert opening(place, number)[0] == 0


def test_into_a_file_nothing_is_opened(place, tmp_path):
    number = approved(place)
    target = tmp_path / "origineel.txt"
    with target.open("w") as out:
        done = subprocess.run(
            command(place, number), stdout=out, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, b"VAULT-020" in done.stderr) == (3, True)
    assert target.read_bytes() == b""
    assert opening(place, number)[0] == 0


def command(place: Archive, number: str) -> list[str]:
    said = "from weerklank.cli.main import main; main()"
    where = ["--archive", str(place.folder), "--keys", str(place.root / "keys")]
    what = ["vault", "open", number, "--identity", str(key_of(place)), "--as", WOO]
    return [sys.executable, "-c", said, *where, *what]


def originals(place: Archive) -> Path:
    (path,) = place.folder.glob("**/originals.jsonl.gz")
    return path


def rewritten(path: Path, lines: list[Json]) -> None:
    content = b"".join(json.dumps(one).encode() + b"\n" for one in lines)
    path.write_bytes(gzip.compress(content))


def read(path: Path) -> list[Json]:
    return [json.loads(one) for one in gzip.decompress(path.read_bytes()).splitlines()]


def test_what_was_changed_moved_or_destroyed_is_told_apart(place):
    number = approved(place)
    path, item, other = originals(place), the(place, "brug"), the(place, "sluis")
    good, lines = path.read_bytes(), read(path)
    assert {item, other} <= {one["id"] for one in lines}

    def code() -> str:
        _, answer = opening(place, number)
        assert SOMEONE.local not in json.dumps(answer)
        return str(answer["error"]["code"])

    def flipped(text: str) -> str:
        content = bytearray(base64.b64decode(text))
        content[0] ^= 1
        return base64.b64encode(content).decode()

    rewritten(path, [one | {"ciphertext": flipped(one["ciphertext"])} for one in lines])
    assert code() == "VAULT-013"
    rewritten(path, [one | {"nonce": flipped(one["nonce"])} for one in lines])
    assert code() == "VAULT-013"
    rewritten(path, [one | {"id": item} for one in lines if one["id"] == other])
    assert code() == "VAULT-014"
    path.write_bytes(b"geen gzip")
    assert code() == "VAULT-013"
    rewritten(path, [one for one in lines if one["id"] != item])
    assert code() == "VAULT-012"
    gone = [{"destroyed": "x0001", "id": item, "version": 1}]
    rewritten(path, [*gone, *(one for one in lines if one["id"] != item)])
    assert code() == "VAULT-021"
    path.write_bytes(good)
    (wrapped,) = path.parent.glob("keys/*.age")
    kept = wrapped.read_bytes()
    wrapped.unlink()
    assert code() == "VAULT-015"
    wrapped.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    assert code() == "KEYS-006"
    wrapped.write_bytes(kept)
    assert opening(place, number)[0] == 0


def test_a_destroyed_record_is_opened_no_more(place):
    number = approved(place)
    item = the(place, "brug")
    for name, role in (("Arie Fictema", "archivist"), ("Rik Fictema", "reviewer")):
        place.good("person", "add", name, "--role", role, "--as", RIA)
    given = ("--id", item, "--ground", "unlawful", "--reason", "hoort hier niet")
    made = place.good("destroy", "propose", *given, "--as", PIA)["list"]
    place.good("destroy", "review", made, "--as", "Rik Fictema")
    place.good("destroy", "approve", made, "--as", "Arie Fictema")
    place.good("destroy", "execute", made, "--as", "Arie Fictema")
    code, answer = opening(place, number)
    assert (code, answer["error"]["code"]) == (2, "SEARCH-003")
    assert refused(place, "request", item, *CASE, "--as", WOO) == (2, "SEARCH-003")


class OnTerminal:
    """The command as somebody at a terminal has it."""

    def __init__(self, place: Archive, number: str) -> None:
        self.pid, self._end = pty.fork()
        if self.pid == 0:
            os.execve(
                sys.executable, command(place, number), {**os.environ, "LANG": "nl_NL.UTF-8"}
            )
        self.said = b""

    def until(self, mark: bytes) -> None:
        while mark not in self.said:
            assert select.select([self._end], [], [], 60)[0], self.said
            self.said += os.read(self._end, 1 << 16)

    def type(self, text: bytes) -> None:
        os.write(self._end, text)

    def end(self) -> int:
        try:
            while part := os.read(self._end, 1 << 16):
                self.said += part
        except OSError:  # the other end is gone
            pass
        os.close(self._end)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def test_on_a_terminal_it_is_shown_on_a_screen_of_its_own_and_gone_after(place):
    number = approved(place)
    shown = OnTerminal(place, number)
    shown.until(b"verlengt")
    shown.type(b"v\n")
    shown.until(b"Verlengd")
    shown.type(b"\n")
    assert shown.end() == 0
    before, after = shown.said.split(b"\x1b[?1049h")[0], shown.said.rsplit(b"\x1b[?1049l")[-1]
    needle = SOMEONE.local.encode()
    assert needle in shown.said
    assert needle not in before + after
    (told,) = place.good("vault", "list")["requests"]
    acts = [(one["act"], one["end"]) for one in told["history"]]
    assert acts[2:] == [("opened", None), ("extended", None), ("ended", "closed")]


def test_nothing_is_on_disk_when_it_is_killed_while_open(place, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(place.root / "temp"))
    monkeypatch.setenv("HOME", str(place.root / "temp"))
    (place.root / "temp").mkdir()
    number = approved(place)
    shown = OnTerminal(place, number)
    shown.until(b"verlengt")
    assert SOMEONE.local.encode() in shown.said
    os.kill(shown.pid, signal.SIGKILL)
    assert shown.end() == -signal.SIGKILL
    assert leaks(place.root) == []
    assert b"AGE-SECRET" not in b"".join(
        path.read_bytes()
        for path in place.root.rglob("*")
        if path.is_file() and path != key_of(place) and path.parent.name != "terms"
    )
    (told,) = place.good("vault", "list")["requests"]
    assert [one["act"] for one in told["history"]] == ["requested", "approved", "opened"]
    assert place.good("verify")["ok"]
