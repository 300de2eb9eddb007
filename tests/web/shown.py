"""The demonstration archive behind the pages, and how tests look at it."""

import shutil
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_socket import enable_socket

from weerklank import bootstrap
from weerklank.demo import PERSONS, Demo, fill_demo
from weerklank.model.clock import SystemClock
from weerklank.model.person import Role
from weerklank.services.workplace import Silent, Workplace

if TYPE_CHECKING:
    from django.test import Client

ROLES: dict[Role, str] = {role: name for name, roles in PERSONS.items() for role in roles}


def filled(archive: Path, keys: Path) -> Demo:
    """Fill a demonstration archive; its server on loopback needs what tests have not.

    It has a thread of its own, for a driver of a browser runs an event loop in that of the tests.
    """
    shut = socket.socket, socket.getaddrinfo, socket.gethostbyname
    enable_socket()
    try:
        with ThreadPoolExecutor(1) as apart:
            return apart.submit(fill_demo, archive, keys, SystemClock(), Silent()).result()
    finally:
        socket.socket, socket.getaddrinfo, socket.gethostbyname = shut  # type: ignore[misc]


def copied(shown: "Shown", folder: Path, names: tuple[str, str] = ("demo", "keys")) -> "Shown":
    """Give a copy in which something may be decided: that of all other tests stays as it is."""
    # The keys too: beside them stands how far the archive was when it was last written in.
    archive, keys = (folder / name for name in names)
    shutil.copytree(shown.archive, archive, symlinks=True)
    shutil.copytree(shown.keys, keys)
    workplace = bootstrap.workplace(str(archive), str(keys), Silent(), shown.workplace.actor.name)
    return Shown(archive, keys, workplace, shown.post)


def signed_in(who: Role | str | None) -> "Client":
    """Give a browser of sorts, signed in as who holds a role, or by name."""
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    if who is not None:
        name = ROLES[who] if isinstance(who, Role) else who
        user, _ = User.objects.get_or_create(username=name)
        client.force_login(user)
    return client


@dataclass(frozen=True)
class Shown:
    """An archive that is shown."""

    archive: Path
    keys: Path
    workplace: Workplace
    #: A post with a film.
    post: str

    def client(self, role: Role | str | None = None) -> "Client":
        """Give a browser of sorts, signed in as who holds a role, or by name."""
        return signed_in(role)

    def get(self, role: Role | str | None, address: str) -> str:
        """Give the text of a page that must be there."""
        answer = self.client(role).get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()
