"""The demonstration archive behind the pages: filled once, shown by the one site of a process."""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cheroot.server import HTTPServer
from hostile import ACCOUNT, hostile_export
from shown import ROLES, Shown, copied, filled

from weerklank import bootstrap
from weerklank.model.account import AccountKind, NamedAfter
from weerklank.model.person import Role
from weerklank.services.catalogue.hold_catalogue import hold_open
from weerklank.services.intake.import_export import import_export
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.register_account import register
from weerklank.services.verify.verify_archive import verify_archive
from weerklank.services.workplace import Silent
from weerklank.web.configure import configure
from weerklank.web.site import Site
from weerklank.web.task_count import COUNTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser


QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run")  # fmt: skip
WHOLE = "/usr/bin/chromium"
#: What starts the whole Chromium, as people have it: the witness that the screens work there too
#: (forms, files that come in and go out, folds, print, axe), and replaying, where workers and what
#: a browser keeps matter. All else has the same without its window, where that is installed: it
#: does as much with a third less work.
WITH_WINDOW = frozenset({"test_register_browser", "test_replay_browser"})


@pytest.fixture(scope="session", autouse=True)
def _servers_stop_at_once() -> Iterator[None]:
    """Let a server look often whether it is to stop: it waits half a second for idle tabs else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HTTPServer, "expiration_interval", 0.02)
        yield


@pytest.fixture(scope="module")
def chromium(request: pytest.FixtureRequest) -> "Iterator[Browser]":
    """Start a browser for the tests of a file.

    Its driver runs an event loop in this thread, and Django keeps a connection apart for whoever
    runs in one. Neither may stay open across the change: one of them would still lead to the site
    of an earlier test when the settings have long turned back, and write its passwords there.
    """
    from django.conf import settings
    from django.db import connections
    from playwright.sync_api import sync_playwright

    # The pictures of the manual too: without its window it sets letters wider than with one.
    is_whole = request.module.__name__ in WITH_WINDOW or "WEERKLANK_PICTURES" in os.environ
    program = WHOLE if is_whole else shutil.which("chromium-headless-shell") or WHOLE
    if settings.configured:
        connections.close_all()
    with sync_playwright() as driver, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        # What the browser says itself, as at a field for a file, is Dutch where it has the words.
        said = {**os.environ, "LANGUAGE": "nl"}
        made = driver.chromium.launch(executable_path=program, args=QUIET, env=said)
        yield made
        made.close()
        connections.close_all()


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Shown]) -> Shown:
    """Give an archive that one worker makes and all others find; nobody writes in it."""
    base = factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    told = shared / f"{name}.json"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():  # nor when another worker failed in making it
            made = make(factory.mktemp(name))
            where = [str(made.archive), str(made.keys), made.workplace.actor.name, made.post]
            told.write_text(json.dumps(where))
    archive, keys, actor, post = json.loads(told.read_text())
    workplace = bootstrap.workplace(archive, keys, Silent(), actor)
    return Shown(Path(archive), Path(keys), workplace, post)


def demonstration(folder: Path) -> Shown:
    made = filled(folder / "demo", folder / "keys")
    return Shown(folder / "demo", folder / "keys", made.workplace, made.post)


def with_hostile_posts(demo: Shown, folder: Path) -> Shown:
    made = copied(demo, folder)
    archive, keys = made.archive, made.keys
    keeper = bootstrap.workplace(str(archive), str(keys), Silent(), ROLES[Role.REGISTER_OWNER])
    kind = Facts(kind=AccountKind.CORPORATE, unit="Kwaad", named_after=NamedAfter.PROJECT)
    register(keeper, ACCOUNT.url, kind)
    import_export(keeper, bootstrap.connectors(), hostile_export(folder / "kwaad.zip"))
    verify_archive(made.workplace, (), deep=True)
    return made


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Give the demonstration as it is filled, to be copied: filling it takes seconds."""
    return made_once(tmp_path_factory, "demo", demonstration)


@pytest.fixture(scope="module")
def shown(demo: Shown, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Give each file of tests a copy of its own: what one decides, another doesn't find."""
    made = made_once(tmp_path_factory, "hostile", partial(with_hostile_posts, demo))
    folder = tmp_path_factory.mktemp("shown")
    yield copied(made, folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def catalogue_stays_open(shown: Shown) -> Iterator[None]:
    """Open the catalogue once for all pages of a file, as each thread of the server does."""
    with hold_open(shown.workplace):
        yield


@pytest.fixture(autouse=True)
def _site(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    """Turn back to this site: another test of this process may have served one of its own."""
    # A driver of a browser runs an event loop in the thread of the tests.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    configure(Site(archive=shown.archive, keys=shown.keys, address="http://testserver"))


@pytest.fixture
def own(shown: Shown, tmp_path: Path) -> Shown:
    """An archive in which something may be decided: that of all other tests stays as it is."""
    made = copied(shown, tmp_path)
    configure(Site(archive=made.archive, keys=made.keys, address="http://testserver"))
    COUNTS.forget()
    return made
