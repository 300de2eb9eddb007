"""Taking in an export with the browser: nothing of it reaches a disk, and its run is told."""

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hostile import ACCOUNT
from shown import ROLES, Shown

from weerklank.model.errors import CATALOGUE
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.services.runs.read_runs import read_runs
from weerklank.testing.mastodon_export import write_export
from weerklank.testing.voorbeelddam.build import write_demo_exports
from weerklank.web import upload
from weerklank.web.work import WORKS, Work
from weerklank.web.worker import Teller

LISTING = Text("nl", "en")
CANARY = b"KanarieVanDerMeer"


def wait(work: Work) -> Work:
    for _ in range(600):
        if work.ended:
            return work
        time.sleep(0.1)
    raise AssertionError(work.steps)


def send(shown: Shown, content: bytes, role: Role = Role.COMMUNICATION) -> Work:
    client = shown.client(role)
    file = SimpleUploadedFile("export van Jan de Vries.zip", content)
    answer = client.post("/oogsten/inlezen/", {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    work = WORKS.find(answer["Location"].strip("/").rpartition("/")[2])
    assert work is not None
    return wait(work)


def test_an_export_comes_in_and_its_run_is_told(shown: Shown, tmp_path: Path) -> None:
    files = write_demo_exports(tmp_path / "exports")
    before = len(read_runs(shown.workplace))
    work = send(shown, files.burgemeester.read_bytes())
    assert work.result["ok"] is True
    assert len(work.steps) == 3
    assert [step.done for step in work.steps if step.total] == [
        step.total for step in work.steps if step.total
    ]
    assert any(step.total for step in work.steps)
    runs = read_runs(shown.workplace)
    assert len(runs) == before + 1
    assert runs[0].by == ROLES[Role.COMMUNICATION]
    assert runs[0].items["posts"] == 0
    page = shown.get(Role.COMMUNICATION, f"/werk/{work.id}/")
    assert "Klaar, compleet." in page
    assert f"/oogsten/{runs[0].id}/" in page
    assert "Klaar, compleet." in shown.get(Role.COMMUNICATION, f"/oogsten/{runs[0].id}/")


def test_what_is_no_export_is_told_with_its_code(shown: Shown) -> None:
    work = send(shown, b"dit is geen export" * 100)
    assert work.result["code"] == "IMPORT-001"
    page = shown.get(Role.COMMUNICATION, f"/werk/{work.id}/")
    assert "IMPORT-001" in page
    assert "Dit bestand is geen export van een platform" in page
    assert CATALOGUE["IMPORT-001"].hint.nl in page
    assert "Wordt begonnen." not in page
    assert 'popovertarget="help"' in page
    assert "bewaard" in page
    assert "Jan de Vries" not in page


def test_an_error_whose_hint_names_commands_says_what_a_screen_can_do(
    shown: Shown, tmp_path: Path
) -> None:
    write_export(tmp_path / "x.zip", replace(ACCOUNT, name="onbekend"), [], style="zip")
    work = send(shown, (tmp_path / "x.zip").read_bytes())
    page = shown.get(Role.COMMUNICATION, f"/werk/{work.id}/")
    assert work.result["code"] in page
    assert "accountoverzicht" in page
    assert "weerklank account" not in page


def test_how_far_a_step_came_is_told_when_it_ends(capsys: pytest.CaptureFixture[str]) -> None:
    teller = Teller()
    teller.step(LISTING)
    for number in range(1, 138):
        teller.progress(number, 137)
    teller.step(LISTING)
    teller.progress(1)
    teller.progress(2)
    teller.end({"ok": True})
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told[:2] == [{"step": {"nl": "nl", "en": "en"}}, {"done": 1, "total": 137}]
    assert {"done": 137, "total": 137} in told
    assert told.index({"done": 137, "total": 137}) < told.index(told[0], 1)
    assert told[-2:] == [{"done": 2, "total": None}, {"result": {"ok": True}}]


def test_nothing_of_an_upload_reaches_a_disk(
    shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    written: list[str] = []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        is_named = event == "open" and not isinstance(arguments[0], int)
        if is_named and isinstance(arguments[2], int) and arguments[2] & os.O_ACCMODE:
            written.append(str(arguments[0]))

    sys.addaudithook(watch)
    before = set(written)
    content = CANARY * 500_000
    work = send(shown, content)
    assert work.result["code"] == "IMPORT-001"
    held = str(shown.keys)
    assert {path for path in set(written) - before if not path.startswith(held)} <= {"/dev/null"}
    for folder in (tmp_path, shown.archive, shown.keys):
        for path in folder.rglob("*"):
            assert not path.is_file() or CANARY not in path.read_bytes(), path


def _in_memory(descriptor: int) -> bool:
    """Tell whether a descriptor is still an upload, and not closed or given to another file."""
    try:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink()).startswith("/memfd:")
    except FileNotFoundError:
        return False


def test_what_is_too_large_is_broken_off(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "_MOST", 1000)
    made: list[int] = []
    make = os.memfd_create

    def watched(name: str, flags: int) -> int:
        made.append(make(name, flags))
        return made[-1]

    monkeypatch.setattr(os, "memfd_create", watched)
    client = shown.client(Role.COMMUNICATION)
    file = SimpleUploadedFile("export.zip", b"x" * 200_000)
    answer = client.post("/oogsten/inlezen/", {"file": file})
    assert answer.status_code == 422
    assert "te groot" in answer.content.decode()
    assert len(made) == 1
    # by what it is and not by how many there are: pages open databases of their own accord
    assert not _in_memory(made[0])


def test_no_other_form_takes_a_file(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "memfd_create", lambda *_: pytest.fail("kept"))
    file = SimpleUploadedFile("export.zip", b"x" * 200_000)
    answer = shown.client().post("/aanmelden/", {"name": "x", "password": "y", "file": file})
    assert answer.status_code == 403


def test_without_a_file_it_says_so(shown: Shown) -> None:
    answer = shown.client(Role.COMMUNICATION).post("/oogsten/inlezen/", {})
    assert answer.status_code == 422
    assert "Kies een bestand." in answer.content.decode()


def test_a_check_is_started_followed_and_told(shown: Shown) -> None:
    client = shown.client(Role.ARCHIVIST)
    assert client.get("/controle/nu/").status_code == 405
    answer = client.post("/controle/nu/", {"deep": "1"})
    work = WORKS.find(answer["Location"].strip("/").rpartition("/")[2])
    assert work is not None
    part = client.get(f"/werk/{work.id}/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    wait(work)
    assert work.result["ok"] is True
    assert "klopt" in shown.get(Role.ARCHIVIST, f"/werk/{work.id}/")
    assert 'role="status"' not in part, "what changes every two seconds is not read out"
    over = client.get(f"/werk/{work.id}/", headers={"HX-Request": "true"}).content.decode()
    assert 'id="work-said" hx-swap-oob="true">Het werk is afgelopen.' in over
    assert ROLES[Role.ARCHIVIST] in shown.get(Role.ARCHIVIST, "/controle/")
    assert shown.client(Role.COMMUNICATION).get(f"/werk/{work.id}/").status_code == 404


def test_a_work_can_be_stopped(shown: Shown) -> None:
    work = Work(
        id="w", kind="verify", by=ROLES[Role.ARCHIVIST], started=shown.workplace.clock.now()
    )
    from weerklank.web import site

    WORKS.start(site.current(), work, ["--deep"])
    WORKS.stop(work)
    wait(work)
    assert work.result == {"code": "RUN-001", "stopped": True}


def test_a_work_can_be_stopped_where_the_server_ignores_ctrl_c(
    shown: Shown, tmp_path: Path
) -> None:
    """As `nohup` and a script leave it: what is ignored is passed on to what is started."""
    starter = tmp_path / "starter.py"
    starter.write_text(
        "import signal, sys, time\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from weerklank.web.site import Site\n"
        "from weerklank.web.work import WORKS, Work\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "site = Site(archive=Path(sys.argv[1]), keys=Path(sys.argv[2]))\n"
        "work = Work(id='w', kind='verify', by=sys.argv[3], started=datetime.now(UTC))\n"
        "WORKS.start(site, work, ['--deep'])\n"
        "WORKS.stop(work)\n"
        "work.process.wait(60)\n"
        "while not work.ended: time.sleep(0.05)\n"
        "print(work.result)\n"
    )
    given = [starter, shown.archive, shown.keys, ROLES[Role.ARCHIVIST]]
    done = subprocess.run([sys.executable, *given], capture_output=True, text=True, timeout=90)
    assert done.stdout == "{'code': 'RUN-001', 'stopped': True}\n", done.stderr
