"""A key folder that a token closes, with SoftHSM: work goes on, and without it nothing opens."""

import hmac
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from place import ME, Archive, members, noted, packed, post

from weerklank.model.errors import CATALOGUE, WeerklankError
from weerklank.store import held_keys, key_holder, pkcs11_token
from weerklank.store.key_holder import HolderPlace
from weerklank.store.keys import KeyFolder
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.web.error_words import next_told

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN, LABEL = "7301-geheim-9", "zegel"
SOMEONE = Canaries("token").give("mention", CanaryClass.THIRD)
MENTION = f'<a href="{SOMEONE.address}" class="u-url mention">@<span>{SOMEONE.local}</span></a>'
RIA, WOO, PIA = "Ria Fictema", "Wilma Fictema", "Pia Fictema"

pytestmark = pytest.mark.needs("softhsm")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Make an archive of one post that mentions somebody, and a token with its key in it."""
    root = tmp_path_factory.mktemp("token")
    place = Archive(root)
    given = place.good("init", str(place.folder), "--organisation", "Dam", "--sealed", "12")
    secret(root / "kluis.key", str(given["identity"]))
    place.good("person", "add", RIA, "--role", "register-owner")
    for name, role in ((WOO, "woo"), (PIA, "privacy")):
        place.good("person", "add", name, "--role", role, "--as", RIA)
    place.good("account", "add", ME.url, "--kind", "corporate", "--as", RIA)
    who = ((SOMEONE.address, f"@{SOMEONE.handle}"),)
    written(place, [noted(post(1, f"{MENTION} de brug is open", mentions=who))])
    (root / "hsm" / "tokens").mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(root / "hsm" / "conf"))
        configure(root)
        words = f"--init-token --free --label {LABEL} --pin {PIN} --so-pin 9182736455"
        subprocess.run(["softhsm2-util", *words.split()], check=True, capture_output=True)
        secret(root / "pin", PIN)
    return place


@pytest.fixture
def place(made: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Give a copy of it, token and all, as a new process meets it."""
    root = tmp_path / "copy"
    shutil.copytree(made.root, root, copy_function=shutil.copy2)
    configure(root)
    monkeypatch.setenv("SOFTHSM2_CONF", str(root / "hsm" / "conf"))
    monkeypatch.setenv("WEERKLANK_TOKEN_MODULE", MODULE)
    monkeypatch.setenv("WEERKLANK_TOKEN_PIN", str(root / "pin"))
    held_keys.forget()
    return Archive(root)


@pytest.fixture
def held(place: Archive) -> Archive:
    """Give one of which the token closes the keys."""
    assert hold(place)[0] == 0
    held_keys.forget()
    return place


def secret(path: Path, text: str) -> None:
    path.write_text(f"{text}\n")
    path.chmod(0o600)


def configure(root: Path) -> None:
    (root / "hsm" / "conf").write_text(f"directories.tokendir = {root}/hsm/tokens\n")


def written(place: Archive, pieces: list) -> None:
    export = packed(place.root, "tar.gz", members(pieces))
    place.take(export)
    export.unlink()


def hold(place: Archive, *more: str) -> tuple[int, dict]:
    return place.run(
        "keys", "hold", "--token", LABEL, "--recovery", str(place.root / "herstel"), *more
    )


def code_of(place: Archive, *words: str) -> str:
    """Do something as a process does that knows nothing yet."""
    held_keys.forget()
    told = place.run(*words)[1]
    assert PIN not in json.dumps(told)
    return str(told["error"]["code"])


def secrets_of(keys: Path) -> list[bytes]:
    return [one.read_bytes() for one in [*sorted(keys.rglob("*.key")), keys / "log.pem"]]


#: What needs a key: the events of an archive are told true by one.
ASKING = ("keys", "hold", "--token", LABEL)


def test_work_goes_on_and_the_folder_alone_opens_nothing(
    place: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = secrets_of(place.root / "keys")
    place.good("mail", "set", "mail.example", "--from", "a@dam.example", "--as", RIA)
    code, told = hold(place)
    assert (code, told["held"], told["plain"], told["token"]) == (0, True, 0, LABEL)
    held_keys.forget()
    # All that adds, seals, pseudonymises, signs: new keys of terms are closed as they are made.
    written(place, [noted(post(2, f"{MENTION} de sluis is dicht"))])
    found = place.good("keys", "status")
    assert (found["plain"], found["closed"] >= told["closed"]) == (0, True)
    place.good("verify")
    asked = place.good("search", "brug")["hits"][0]["id"]
    number = place.good(
        "vault", "request", asked, "--ground", "woo", "--case", "Z-2026-0142", "--as", WOO
    )["request"]
    place.good("vault", "approve", number, "--as", PIA)
    held_keys.forget()
    opening = ("vault", "open", number, "--as", WOO, "--identity", str(place.root / "kluis.key"))
    told = place.good(*opening)
    assert SOMEONE.local in json.dumps(told["original"])
    # Stolen: archive, key folder and even the private key of the vault, without the token.
    for path in (place.root / "keys").rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not any(one.strip() in content for one in before), path
        assert b"AGE-SECRET" not in content, path
        assert b"mail.example" not in content, path
    monkeypatch.setenv("WEERKLANK_TOKEN_MODULE", "")
    again = ("vault", "request", asked, "--ground", "woo", "--case", "Z-1", "--as", WOO)
    assert code_of(place, *again) == "KEYS-009"


def test_all_of_it_by_processes_that_know_nothing_and_show_no_pin(held: Archive) -> None:
    base = ("--archive", str(held.folder), "--keys", str(held.root / "keys"), "--json")
    looking = ("doctor", "--check", "token", "--check", "keys", "--check", "archive")
    command = [Path(sys.executable).with_name("weerklank"), *base, *looking]
    done = subprocess.run(command, capture_output=True, check=False, env=dict(os.environ))
    assert PIN.encode() not in done.stdout + done.stderr
    assert (done.returncode, json.loads(done.stdout)["findings"]) == (0, [])
    shutil.copy2(held.root / "keys" / "terms.lock", held.root / "keys" / "oud.key")
    assert found_by(held, *looking) == {"DOCTOR-045"}
    secret(held.root / "pin", "1111-verkeerd")
    assert found_by(held, *looking) == {"DOCTOR-045", "KEYS-012"}


def found_by(place: Archive, *looking: str) -> set[str]:
    told = place.run(*looking)[1]
    assert not any(one in json.dumps(told) for one in (PIN, "1111-verkeerd"))
    return {one["code"] for one in told["findings"]}


def test_a_wrong_pin_is_tried_once_until_its_file_changes(held: Archive) -> None:
    secret(held.root / "pin", "1111-verkeerd")
    assert code_of(held, *ASKING) == "KEYS-012"
    # Not asked again, as long as the file seems the same: not even with what is right.
    about = (held.root / "pin").stat()
    with (held.root / "pin").open("r+") as stream:
        stream.write(PIN)
    os.utime(held.root / "pin", ns=(about.st_atime_ns, about.st_mtime_ns))
    assert code_of(held, *ASKING) == "KEYS-012"
    assert "1111-verkeerd" not in "".join(
        one.read_text(errors="replace") for one in held.root.rglob("state/*") if one.is_file()
    )
    secret(held.root / "pin", PIN)
    assert held.good(*ASKING)["plain"] == 0
    assert not (held.root / "keys" / "state" / "token-refused").exists()


def test_a_locked_pin_is_told_and_not_tried(
    held: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SoftHSM locks none, so the token is made to say it."""
    from pkcs11 import PinLocked

    def locked(*_: object, **__: object) -> None:
        raise PinLocked

    with monkeypatch.context() as patch:
        patch.setattr(pkcs11_token.Pkcs11Token, "_open", locked)
        assert code_of(held, *ASKING) == "KEYS-013"


def test_a_token_that_is_taken_away_stops_what_runs_within_a_minute(
    held: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = KeyFolder(held.root / "keys")
    assert len(keys.ids) == 32
    (held.root / "hsm" / "tokens").rename(held.root / "hsm" / "away")
    (held.root / "hsm" / "tokens").mkdir()
    assert len(keys.ids) == 32
    monkeypatch.setattr(held_keys.time, "monotonic", lambda: float("inf"))
    with pytest.raises(WeerklankError, match="KEYS-010"):
        _ = keys.ids
    monkeypatch.undo()
    (held.root / "hsm" / "tokens").rmdir()


def test_what_is_wrong_is_told_apart(held: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("WEERKLANK_TOKEN_MODULE", str(held.root / "geen.so"))
        assert code_of(held, *ASKING) == "KEYS-009"
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "pkcs11", None)
        assert code_of(held, *ASKING) == "KEYS-008"
    (held.root / "pin").chmod(0o640)
    assert code_of(held, *ASKING) == "KEYS-011"
    with monkeypatch.context() as patch:  # what systemd hands on
        patch.setenv("CREDENTIALS_DIRECTORY", str(held.root))
        assert held.good(*ASKING)["plain"] == 0
    (held.root / "pin").chmod(0o600)
    inside = held.root / "keys" / "pin"
    shutil.copy2(held.root / "pin", inside)
    with monkeypatch.context() as patch:
        patch.setenv("WEERKLANK_TOKEN_PIN", str(inside))
        assert code_of(held, *ASKING) == "KEYS-011"
    assert code_of(held, "keys", "hold", "--token", "ander") == "KEYS-020"
    hold_file = held.root / "keys" / "token.json"
    told = json.loads(hold_file.read_bytes())
    for changed, code in (
        ({"key": "weg"}, "KEYS-014"),
        ({"salt": "00" * 32}, "KEYS-016"),
        ({"kind": "onbekend"}, "KEYS-007"),
        ({"closed": "geen hex"}, "KEYS-017"),
    ):
        secret(hold_file, json.dumps({**told, **changed}))
        held_keys.forget()
        with pytest.raises(WeerklankError, match=code):
            _ = KeyFolder(held.root / "keys").ids
    secret(hold_file, json.dumps(told))
    # A closed file is of its own name, and of this folder.
    shutil.copy2(held.root / "keys" / "ids.key", held.root / "keys" / "blind.key")
    with pytest.raises(WeerklankError, match="KEYS-004"):
        _ = KeyFolder(held.root / "keys").blind


def test_loss_of_the_token_is_rehearsed(held: Archive, made: Archive) -> None:
    shutil.rmtree(held.root / "hsm" / "tokens")
    (held.root / "hsm" / "tokens").mkdir()
    assert code_of(held, "keys", "release") == "KEYS-010"
    recovery = held.root / "herstel"
    assert recovery.stat().st_mode & 0o777 == 0o600
    other = held.root / "ander"
    secret(other, "weerklank-recovery-1:" + "A" * 43 + "=")
    assert code_of(held, "keys", "release", "--recovery", str(other)) == "KEYS-018"
    assert held.good("keys", "status", "--recovery", str(recovery))["held"] is True
    told = held.good("keys", "release", "--recovery", str(recovery))
    assert (told["held"], told["closed"]) == (False, 0)
    assert secrets_of(held.root / "keys") == secrets_of(made.root / "keys")
    assert code_of(held, "keys", "release") == "KEYS-021"


def test_taking_them_out_by_the_token_and_what_broke_off(held: Archive, made: Archive) -> None:
    keys = held.root / "keys"
    shutil.copy2(made.root / "keys" / "ids.key", keys / "ids.key")  # as where it broke off
    assert held.good("keys", "status")["plain"] == 1
    assert held.good(*ASKING)["plain"] == 0
    assert held.good("keys", "release")["plain"] > 4
    assert secrets_of(keys) == secrets_of(made.root / "keys")


def test_nothing_is_closed_without_a_recovery_file_or_a_token_that_answers(place: Archive) -> None:
    before = secrets_of(place.root / "keys")
    assert code_of(place, "keys", "hold", "--token", LABEL) == "KEYS-019"
    for inside in (place.root / "keys" / "herstel", place.folder / "herstel"):
        given = ("keys", "hold", "--token", LABEL, "--recovery", str(inside))
        assert code_of(place, *given) == "KEYS-019"
    elsewhere = str(place.root / "herstel")
    assert code_of(place, "keys", "hold", "--token", "x", "--recovery", elsewhere) == "KEYS-010"
    assert not Path(elsewhere).exists()
    assert secrets_of(place.root / "keys") == before


def test_the_key_does_not_leave_the_token(held: Archive) -> None:
    import pkcs11

    holder = pkcs11_token.Pkcs11Token(
        HolderPlace("pkcs11", LABEL, "weerklank"), held.root / "keys" / "state"
    )
    with holder._session(writing=False) as session:
        key = holder._key(session)
        assert key[pkcs11.Attribute.EXTRACTABLE] is False
        with pytest.raises(pkcs11.PKCS11Error):
            _ = key[pkcs11.Attribute.VALUE]


def test_a_screen_sends_to_the_operator_and_gives_no_command() -> None:
    codes = [f"KEYS-{number:03d}" for number in range(7, 18)]
    told = {next_told(code, CATALOGUE[code].hint) for code in codes}
    assert [one.en.startswith("Nothing was done. Give this code") for one in told if one] == [True]


class KeyService:
    """A key holder of others, as a package of theirs would give it out."""

    def __init__(self, place: HolderPlace, remembers: Path) -> None:
        self.secret = f"{place.token}/{place.key}".encode()

    def load(self) -> "type[KeyService]":
        return type(self)

    def make(self) -> None:
        """Make none: it is there."""

    def mac(self, message: bytes) -> bytes:
        return hmac.digest(self.secret, message, "sha256")


def test_a_holder_of_others_comes_through_the_same_door(
    place: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = KeyService(HolderPlace("", "", ""), place.root)
    monkeypatch.setattr(
        key_holder,
        "entry_points",
        lambda *, group, name: [theirs] if (group, name) == (key_holder.GROUP, "dienst") else [],
    )
    told = hold(place, "--by", "dienst")[1]
    assert (told["kind"], told["plain"]) == ("dienst", 0)
    written(place, [noted(post(2, "de sluis is dicht"))])
    assert code_of(place, "keys", "hold", "--token", LABEL, "--by", "ander") == "KEYS-020"
    assert place.good("keys", "release")["held"] is False


def test_the_key_of_a_new_epoch_is_closed_by_the_token(held: Archive) -> None:
    why = ("--ground", "AVG art. 5", "--reason", "een nieuw jaar")
    held.good("keys", "epoch", "begin", *why, "--as", PIA)
    key = held.root / "keys" / "epochs" / "0002.key"
    assert key.read_bytes().startswith(held_keys.MARK)
    assert held.good("keys", "status")["plain"] == 0
    held.good("privacy", "person", SOMEONE.handle, "--platform", "mastodon", "--as", PIA)
