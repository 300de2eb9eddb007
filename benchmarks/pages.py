"""Every page of the web application, in a large archive with years of work behind it.

A million posts, or as many as WEERKLANK_PAGES_POSTS says, taken in from an export; and a journal,
a register and decisions as years of use leave them. Compared is CPU, since other work on the
machine falls on the wall clock; that is told beside it.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figures import Figure, import_big
from weerklank import bootstrap
from weerklank.model.account import AccountKind
from weerklank.model.clock import FixedClock
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Actor, Role
from weerklank.model.question import Question
from weerklank.services.catalogue.hold_catalogue import hold_open
from weerklank.services.find.find_items import find_items
from weerklank.services.people.add_person import add_person
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.edit_account import edit
from weerklank.services.register.register_account import register
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Silent, Workplace

if TYPE_CHECKING:
    from django.test import Client

POSTS = int(os.environ.get("WEERKLANK_PAGES_POSTS", "1000000"))
#: Runs of earlier years in the journal; each is two events and an entry of the log.
RUNS = int(os.environ.get("WEERKLANK_PAGES_RUNS", "4000"))
#: quality.md: any page at p95, in milliseconds.
PAGE = 100.0
_ACCOUNTS = 12
_CHANGES = 20
#: Views of each page; as many again right after something changed.
_TIMES = 20
_BEGIN = datetime(2020, 1, 6, 8, tzinfo=UTC)
_NAME = "Alle Rollen"


def run() -> list[Figure]:
    """Make the archive, then look at every page: again, and first after a change."""
    from weerklank.web.configure import configure
    from weerklank.web.site import Site

    with tempfile.TemporaryDirectory() as name:
        big = import_big(Path(name), POSTS)
        keys = big.archive.with_name(big.archive.name + "-keys")
        keeper = bootstrap.workplace(str(big.archive), str(keys), Silent())
        _live(keeper)
        configure(Site(archive=big.archive, keys=keys, address="http://testserver"))
        return list(measure(big.archive, keys))


def measure(archive: Path, keys: Path) -> Iterator[Figure]:
    """Look at every page of an archive that the site of this process shows."""
    from weerklank.web.server import warm

    def opened() -> Workplace:
        return bootstrap.workplace(str(archive), str(keys), Silent(), _NAME)

    warm()  # as the server does when it starts
    client = _client()
    with hold_open(opened()):
        for page, address in _addresses(opened()).items():
            again = _measure(client, address, lambda: None)
            yield Figure(f"{page}, p95 CPU", again.cpu, PAGE, "ms", at_most=True)
            yield Figure(f"{page}, p95 wall", again.wall, None, "ms")
            first = _measure(client, address, lambda: _change(opened()))
            yield Figure(f"{page}, first after a change", first.cpu, PAGE, "ms", at_most=True)


def _addresses(workplace: Workplace) -> dict[str, str]:
    hits = find_items(workplace, Question(limit=5)).items
    middle = find_items(workplace, Question(words="gemeente", limit=5)).items
    post = f"/id/{(middle or hits)[-1].id}/"
    return {
        "home": "/",
        "me": "/ik/",
        "accounts": "/accounts/",
        "account": "/accounts/a0001/",
        "account, all days": "/accounts/a0001/?periode=alles",
        "account, posts": "/accounts/a0001/berichten/",
        "account, harvests": "/accounts/a0001/oogsten/",
        "account, history": "/accounts/a0001/geschiedenis/",
        "account, edit": "/accounts/a0001/wijzigen/",
        "account, add": "/accounts/nieuw/",
        "account, report": "/accounts/a0001/melden/",
        "account, hand-ins": f"/accounts/a{_ACCOUNTS + 1:04d}/aanleveren/",
        "harvests": "/oogsten/",
        "take in": "/oogsten/inlezen/",
        "search, newest": "/zoeken/",
        "search, words": "/zoeken/?q=water",
        "search, filtered": "/zoeken/?q=de&account=a0001&kind=post",
        "search, threads": "/zoeken/?q=water&beeld=draden",
        "search, media": "/zoeken/?q=water&beeld=media",
        "search, timeline": "/zoeken/?q=water&beeld=tijdlijn",
        "post": post,
        "proof": f"{post}bewijs/",
        "verification": "/controle/",
        "access journal": "/inzage/",
        "requests for access": "/toegang/",
        "journal": "/logboek/",
        "journal, page 40": "/logboek/?blad=40",
        "journal, by person": "/logboek/?wie=alle",
    }


@dataclass(frozen=True, slots=True)
class _Spent:
    """What 95 of 100 views took at most, in milliseconds."""

    wall: float
    cpu: float


def _measure(client: "Client", address: str, before: Callable[[], None]) -> _Spent:
    walls, cpus = [], []
    _get(client, address)
    for _ in range(_TIMES):
        before()
        wall, cpu = time.perf_counter(), time.process_time()
        _get(client, address)
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu))
    at = int(0.95 * _TIMES)
    return _Spent(sorted(walls)[at], sorted(cpus)[at])


def _get(client: "Client", address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        message = f"{address} gave {answer.status_code}"
        raise RuntimeError(message)


def _client() -> "Client":
    from django.contrib.auth.models import User
    from django.test import Client

    user, _ = User.objects.get_or_create(username=_NAME)
    client = Client()
    client.force_login(user)
    return client


def _change(workplace: Workplace) -> None:
    """Do from outside what makes every page look again: an entry of the register changes."""
    edit(workplace, f"a{_ACCOUNTS:04d}", Facts(unit=f"Dienst {workplace.clock.now():%H%M%S%f}"))
    seal_events(workplace)


# --- years of work -------------------------------------------------------------------------------


def _live(workplace: Workplace) -> None:
    """Fill register and journal as years of use leave them."""
    add_person(workplace, _NAME, (Role.REGISTER_OWNER,))
    keeper = _acting(workplace)
    add_person(keeper, _NAME, tuple(Role))
    keeper = _acting(workplace)
    for number in range(2, _ACCOUNTS + 1):
        register(
            keeper,
            f"https://grootdam.example/@dienst{number}",
            Facts(kind=AccountKind.CORPORATE, unit=f"Dienst {number}"),
        )
    office = Facts(kind=AccountKind.HYBRID, unit="Wethouder")
    register(keeper, "https://grootdam.example/@wethouder", office)
    for number in range(1, _ACCOUNTS + 1):
        for change in range(_CHANGES):
            edit(keeper, f"a{number:04d}", Facts(unit=f"Dienst {number}, {change}"))
    seal_events(keeper)
    _runs(keeper)


def _acting(workplace: Workplace) -> Workplace:
    roles = workplace.register().persons[_NAME].roles
    return replace(
        workplace,
        actor=Actor(system_user=workplace.actor.system_user, name=_NAME, roles=roles),
    )


def _runs(workplace: Workplace) -> None:
    clock = FixedClock(_BEGIN)
    old = replace(workplace, clock=clock)
    for number in range(RUNS):
        account = f"a{number % _ACCOUNTS + 1:04d}"
        name = f"{clock.now():%Y%m%dT%H%M%SZ}-{number:06d}"
        started: JsonObject = {"account": account, "technique": "export"}
        old.record(Book.JOURNAL, "run.started", name, started)
        clock.moment += timedelta(minutes=10)
        old.record(Book.JOURNAL, "run.finished", name, _told(account, name))
        clock.moment += timedelta(hours=12)
        if number % 4 == 3:
            seal_events(old)
    seal_events(old)


def _told(account: str, name: str) -> JsonObject:
    """Write what a run on an export tells."""
    return {
        "account": account,
        "already_held": 1200,
        "complete": False,
        "deletions": 0,
        "exported": None,
        "gaps": [
            {
                "count": 3,
                "kind": "media",
                "reason": {
                    "nl": "De export bevat dit bestand niet.",
                    "en": "The export lacks this file.",
                },
            }
        ],
        "items": {"media": 2, "posts": 11, "profiles": 0, "replies": 0},
        "limits": [],
        "new_versions": 0,
        "newest": None,
        "run": name,
        "skipped": {"destroyed": 0, "direct_messages": 40, "out_of_scope": 12},
        "technique": "export",
        "unknown_fields": {},
        "warnings": [],
    }
