"""Many organisations: whether their list can be used, and what lets one reach another."""

import os
import stat
from pathlib import Path

from weerklank.model.errors import CATALOGUE, WeerklankError, fault
from weerklank.model.text import Text
from weerklank.services.diagnose.finding import Found, Scene, Told, Unseen, Weight
from weerklank.services.machines.organisations import (
    PIN_NEEDED,
    Organisation,
    lacks_own_pin,
    read_organisations,
)
from weerklank.services.machines.wall import kernel_version
from weerklank.services.people.sign_in_settings import PROVIDER_NEEDED, read_settings

ORGANISATION = fault(
    "DOCTOR-090",
    Text(nl="{name}: {what}", en="{name}: {what}"),
    Text(
        nl="Zet het recht: tot dan is deze organisatie niet te bereiken; andere wel.",
        en="Put it right: until then this organisation can't be reached; others can.",
    ),
)
SHARED_USER = fault(
    "DOCTOR-091",
    Text(
        nl="{number} organisaties draaien als één systeemgebruiker, zonder muur van het "
        "besturingssysteem ertussen.",
        en="{number} organisations run as one system user, without a wall of the operating "
        "system between them.",
    ),
    Text(
        nl="Geef elk een eigen systeemgebruiker (docs/beheerder/organisaties.md), of neem een "
        "kernel met Landlock (vanaf 5.19) die aanstaat.",
        en="Give each a system user of its own (docs/beheerder/organisaties.md), or take a kernel "
        "with Landlock (5.19 or newer) switched on.",
    ),
)
PASSWORDS = fault(
    "DOCTOR-092",
    Text(
        nl="{name} laat mensen binnen met een wachtwoord van Weerklank.",
        en="{name} lets people in by a password of Weerklank.",
    ),
    Text(
        nl="Stel aanmelden via de organisatie in, en haal 'passwords' weg.",
        en="Set sign-in by the organisation, and take 'passwords' away.",
    ),
)
OPEN_SOCKET = fault(
    "DOCTOR-093",
    Text(
        nl="Elke gebruiker van deze machine kan bij de socket van {name}.",
        en="Every user of this machine reaches the socket of {name}.",
    ),
    Text(
        nl="Sluit de map van {path} voor anderen (chmod o-rwx).",
        en="Close the folder of {path} to others (chmod o-rwx).",
    ),
)


def look_at_organisations(scene: Scene) -> Told:
    """Look at the list of organisations, and at where each of them lies."""
    if scene.organisations is None:
        yield Unseen(
            Text(
                "Er is geen lijst van organisaties genoemd (--organisations).",
                "No list of organisations was named (--organisations).",
            )
        )
        return
    found = read_organisations(scene.organisations)
    here = [one for one in found.organisation if one.socket is None]
    for one in found.organisation:
        yield from _look_at_socket(one) if one.socket else _look_at(one)
    if len(here) > 1 and not kernel_version():
        yield Found(SHARED_USER, values={"number": len(here)})


def _look_at(one: Organisation) -> Told:
    for path in (one.archive, one.keys):
        if path is not None and not os.access(path, os.R_OK | os.X_OK):
            what = Text(f"{path} is niet te lezen", f"{path} can't be read")
            yield Found(ORGANISATION, values={"name": one.name, "what": what})
    if lacks_own_pin(one):
        what = CATALOGUE[PIN_NEEDED].message.filled(name=one.name)
        yield Found(ORGANISATION, values={"name": one.name, "what": what})
    try:
        settings = read_settings(Path(one.keys or ""), {})
    except WeerklankError as error:
        what = CATALOGUE[error.code].message.filled(**error.values)
        yield Found(ORGANISATION, values={"name": one.name, "what": what})
        return
    if settings is None:
        if one.passwords:
            yield Found(PASSWORDS, Weight.NOTE, values={"name": one.name})
        else:
            what = CATALOGUE[PROVIDER_NEEDED].message
            yield Found(ORGANISATION, values={"name": one.name, "what": what})


def _look_at_socket(one: Organisation) -> Told:
    path = Path(one.socket or "")
    try:
        folder, file = path.parent.stat(), path.stat()
    except OSError as error:
        why = f"{path}: {error.strerror or type(error).__name__}"
        yield Found(ORGANISATION, values={"name": one.name, "what": why})
        return
    if not stat.S_ISSOCK(file.st_mode):
        what = Text(f"{path} is geen socket", f"{path} is no socket")
        yield Found(ORGANISATION, values={"name": one.name, "what": what})
    elif folder.st_mode & stat.S_IXOTH and file.st_mode & stat.S_IWOTH:
        yield Found(OPEN_SOCKET, path=path, values={"name": one.name, "path": path})
