"""`serve` and `demo` as processes: where they listen, what they say, and how they end."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from own_archive import OwnArchive
from shown import Shown

from weerklank.model.person import Role
from weerklank.services.people.access import ask_access
from weerklank.store import events
from weerklank.web.server import warm

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]


def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C", "XDG_DATA_HOME": str(tmp_path / "data")}


def command(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("weerklank")), *arguments]


@contextmanager
def running(tmp_path: Path, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        command(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
        # Whoever runs the tests behind something else may have told it not to hear Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread of ours runs yet
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def refused(tmp_path: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        command(*arguments, "--json"),
        capture_output=True,
        text=True,
        env=environment(tmp_path),
        timeout=60,
    )
    return done.returncode, json.loads(done.stdout)["error"]["code"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give where the first demonstration is filled, and the next opens it again."""
    return tmp_path_factory.mktemp("place")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_demonstration_tells_its_address_and_ends_when_told(
    place: Path, tmp_path: Path, how: signal.Signals
) -> None:
    given = ("demo", str(place / "d"), "--keys", str(place / "k"), "--port", "0", "--json")
    with running(tmp_path, *given) as process:
        assert process.stdout is not None
        text = ""
        while not text.endswith("\n}\n"):
            text += process.stdout.readline()
        told = json.loads(text)
        assert told["url"].startswith("http://127.0.0.1:")
        roles = {role for user in told["users"] for role in user["roles"]}
        assert {"archivist", "reader", "maker", "operator", "inspector", "researcher"} <= roles
        assert len({user["password"] for user in told["users"]}) == len(told["users"])
        status, page = get(told["url"])
        assert status == 200
        assert "Aanmelden" in page
        process.send_signal(how)
        out, err = process.communicate(timeout=60)  # its schedule may take 30 seconds
        assert process.returncode == 0, err
        assert out == "", "nothing but the one object"
    assert not list((place / "d").rglob("*sqlite3-journal"))


def test_an_archive_is_served_to_who_got_a_password(tmp_path: Path) -> None:
    made = OwnArchive(tmp_path)
    made.run("init", str(made.folder), "--organisation", "Dorp")
    made.run("person", "add", "Anna", "--role", "register-owner")
    archive = ("--archive", str(made.folder), "--keys", str(made.keys))
    drawn = subprocess.run(
        command(*archive, "--json", "person", "password", "Anna"),
        check=True,
        capture_output=True,
        env=environment(tmp_path),
    )
    assert json.loads(drawn.stdout)["password"]
    (made.keys / "pages.pem").chmod(0o644)
    with running(tmp_path, *archive, "serve", "--port", "0") as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[4]
        # What is wrong with the installation is told at once, on a line each.
        assert any("KEYS-002" in line for line in process.stderr)
        assert get(address)[0] == 200
        with socket.socket() as other:
            other.connect(("127.0.0.1", int(address.rstrip("/").rpartition(":")[2])))
            other.sendall(b"GET / HTTP/1.1\r\nHost: elders.example\r\n\r\n")
            assert b" 400 " in other.recv(200), "another name than its own"
        taken = address.rstrip("/").rpartition(":")[2]
        assert refused(tmp_path, *archive, "serve", "--port", taken) == (4, "WEB-002")
    assert refused(tmp_path, *archive, "serve", "--host", "0.0.0.0") == (3, "WEB-001")
    assert refused(tmp_path, *archive, "person", "password", "Wie") == (2, "ROLE-001")


def test_what_was_read_beforehand_is_not_read_again(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = shown.client(Role.ARCHIVIST)
    ask_access(shown.workplace, "/controle/")  # not by the pages: they have yet to read it
    warm()
    read: list[Path] = []
    plain = events.read_plain

    mine = threading.get_ident()

    def counting(path: Path, most: int) -> bytes:
        if threading.get_ident() == mine:  # work that another test began may still be sealing
            read.append(path)
        return plain(path, most)

    monkeypatch.setattr(events, "read_plain", counting)
    history = "/accounts/a0001/geschiedenis/"
    for address in ("/accounts/", history, "/oogsten/", "/logboek/", "/controle/"):
        assert client.get(address).status_code == 200
    assert shown.client(Role.REGISTER_OWNER).get("/").status_code == 200
    assert [path for path in read if "decisions" not in path.parts] == []
