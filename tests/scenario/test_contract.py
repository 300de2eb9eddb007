"""The command line as a contract: `--json`, exit codes, languages, options and variables."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import click
import pytest
from contract import ACCOUNTS, KEYS, beyond
from django.db import connections

from forked import forked
from linked_copy import damage, linked_copy, state_of
from weerklank import bootstrap
from weerklank.cli import main as cli
from weerklank.model.clock import civil_day
from weerklank.services.people.access import ask_access
from weerklank.services.workplace import Silent
from weerklank.store.layout import Layout
from weerklank.store.lock import locked

# The demonstration harvests from a server of its own.
pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]

Json = dict[str, Any]
WEERKLANK = (sys.executable, "-c", "from weerklank.cli.main import main; main()")
OWNER, ARCHIVIST, PRIVACY, REVIEWER, WOO = (
    "Hedwig Overzicht",
    "Arend Bewaarder",
    "Pleun Schermer",
    "Reinout Tweedelezer",
    "Wout Openbaar",
)


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Json:
        """The one object on standard output; anything else there is a failure."""
        value = json.loads(self.out)
        assert isinstance(value, dict)
        return value


def run(*arguments: str) -> Said:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
        cli.main(list(arguments))
    assert isinstance(left.value.code, int)
    return Said(left.value.code, out.getvalue(), err.getvalue())


@dataclass(frozen=True)
class Place:
    """A demonstration archive and its keys."""

    root: Path
    demo: Json = field(default_factory=dict)

    @property
    def archive(self) -> Path:
        return self.root / "archief"

    @property
    def common(self) -> tuple[str, ...]:
        return ("--archive", str(self.archive), "--keys", str(self.root / "sleutels"))

    @property
    def post(self) -> str:
        return str(self.demo["post"])

    @property
    def export(self) -> Path:
        (path,) = (self.root / "archief-exports").glob("*.tar.gz")
        return path

    @property
    def hybrid(self) -> Path:
        """The export of a hybrid account: the later of the two zip files of Mastodon."""
        return max((self.root / "archief-exports").glob("archive-*.zip"))

    def run(self, *arguments: str) -> Said:
        return run(*self.common, "--json", *arguments)

    def good(self, *arguments: str) -> Json:
        said = self.run(*arguments)
        assert (said.code, said.json.get("error")) == (0, None)
        return said.json

    def copied(self) -> tuple[str, ...]:
        """Copy the demonstration beside itself; gives how to point at the copy."""
        for name, other in (("archief", "d"), ("archief-exports", "d-exports"), ("sleutels", "k")):
            linked_copy(self.root / name, self.root / other)
        return (str(self.root / "d"), "--keys", str(self.root / "k"))

    def sheet(self) -> str:
        """Write a register as people keep one; gives its file."""
        file = self.root / "overzicht.csv"
        file.write_text("adres;soort\nhttps://x.com/minfin;corporate\n", encoding="utf-8")
        return str(file)

    def norm(self) -> str:
        """Write a table of formats; gives its file."""
        file = self.root / "norm.csv"
        file.write_text("Formaat naam;Status;PUID\nPNG;Voorkeur;fmt/11\n", encoding="utf-8")
        return str(file)

    def reported(self) -> str:
        """Report a change; gives the number of the report."""
        return str(self.good("account", "report", "a0001", "--what", "unused")["report"])

    def yardstick(self) -> str:
        """Write the yardstick in force to a file, under a name of its own."""
        path = self.root / "meetlat.toml"
        if path.exists():
            return str(path)
        self.good("yardstick", "show", "-o", str(path))
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('"Weerklank"', '"Voorbeelddam"'), encoding="utf-8")
        return str(path)

    def asked(self) -> str:
        """Ask for access, as only a screen can; gives the number of the request."""
        where = (str(self.archive), str(self.root / "sleutels"))
        return ask_access(bootstrap.workplace(*where, Silent(), PRIVACY), "import").id

    def agreed(self) -> str:
        """Record an agreement; gives its number."""
        return str(self.good("agreement", "add", *_AGREED.split())["agreement"])

    def proposed(self) -> str:
        """Let a post of the hybrid account wait for confirmation; gives the hand-in's number."""
        file = ("--file", str(self.hybrid))
        (choice, *_) = self.good("handin", "a0003", *file)["choices"]
        more = ("--post", choice["url"], "--process", "werving", "--propose")
        return str(self.good("handin", "a0003", *file, *more)["handin"])

    def marked(self) -> str:
        """Give a post that waits for what the archivist decides on its mark."""
        return str(self.good("mark", "list", "--waiting")["marks"][0]["id"])

    def candidate(self) -> str:
        """Propose a hotspot; gives its number."""
        given = ("Kap van de linden", *_HOTSPOT.split(), "--as", OWNER)
        return str(self.good("hotspot", "propose", *given)["hotspot"])

    def planned(self, check: str = "copies", account: str | None = None) -> str:
        """Add a line to the improvement plan; gives its number."""
        of = ("--account", account) if account else ()
        return str(self.good("plan", "add", check, *of, *_PLAN, "--as", ARCHIVIST)["line"])

    def held(self) -> str:
        """Add a legal hold; gives its number."""
        return str(self.good("hold", "add", *_HOLD.split(), "--as", ARCHIVIST)["hold"])

    def portal(self, state: str) -> list[str]:
        """Bring the portal to a state; gives what a command to change it is called with."""
        given = ["--reason", "Besluit.", "--as", ARCHIVIST]
        if self.good("portal", "show")["state"] != state:
            self.good("portal", state, *given)
        return given

    def replies(self) -> str:
        """Tell which decision on replies at the first account is another than that which holds."""
        allowed = [one["account"] for one in self.good("portal", "show")["replies"]]
        return "withdraw" if "a0001" in allowed else "allow"

    def in_vault(self, *steps: str) -> str:
        """Ask to open what was sealed of a reply, and let it be approved; gives the number."""
        for reply in self.good("search", "", "--kind", "reply")["hits"]:
            given = (reply["id"], "--ground", "woo", "--case", "Z-1", "--as", ARCHIVIST)
            said = self.run("vault", "request", *given)
            if said.code == 0:
                break
        for step in steps:
            self.good("vault", step, said.json["request"], "--as", PRIVACY)
        return str(said.json["request"])

    def identity(self) -> str:
        """Write the key of the vault, as its keeper has it; gives the file."""
        file = self.root / "kluis.key"
        file.write_text(self.demo["identity"])
        file.chmod(0o600)
        return str(file)

    def sealed(self) -> str:
        """Give a reply of which something lies in the vault."""
        number = self.in_vault()
        told = self.good("vault", "list")["requests"]
        return next(str(one["id"]) for one in told if one["request"] == number)

    def requested(self) -> str:
        """Register a request of a person; gives its number."""
        given = ("niemand@nergens.example", *_REQUEST.split(), "--as", PRIVACY)
        return str(self.good("request", "new", *given)["request"])

    def dossier(self, *steps: str) -> str:
        """Open a dossier on one post, and take more steps; gives its number."""
        given = ("--request", "Alles over de dijk", "--received", "2026-01-20", "--as", WOO)
        number = str(self.good("dossier", "new", *given)["dossier"])
        self.good("dossier", "add", number, "--id", self.post, "--as", WOO)
        for step in steps:
            by = REVIEWER if step in ("review", "freeze") else WOO
            more = ("--reason", "Zienswijze.") if step == "suspend" else ()
            if step == "disagree":
                by, more = REVIEWER, ("--id", self.post, "--reason", "Te veel.")
            if step == "redact":
                more = ("--id", self.post, "--field", "text", "--ground", "5.2")
            self.good("dossier", step, number, *more, "--as", by)
        return number

    def offered(self) -> list[str]:
        """Open a dossier on all posts; gives what names the first of its proposals."""
        number = self.dossier()
        self.good("dossier", "add", number, "--from", "2000-01-01", "--as", WOO)
        found = self.good("dossier", "suggest", number, "--as", WOO)["suggestions"]
        assert isinstance(found, list)
        first = found[0]
        span = f"{first['place']}:{first['start']}-{first['end']}"
        return [number, "--id", str(first["id"]), "--span", span]

    def pictured(self) -> list[str]:
        """Open a dossier on a post with a picture; gives what names the picture."""
        number = self.dossier()
        hits = self.good("search", "", "--media", "image")["hits"]
        first = str(hits[0]["id"])
        self.good("dossier", "add", number, "--id", first, "--as", WOO)
        return [number, "--id", first, "--file", "1"]

    def recent(self) -> str:
        """Open a dossier of which the term is not over; gives its number."""
        day = civil_day(datetime.now(UTC)).isoformat()
        given = ("--request", "Alles over de dijk", "--received", day, "--as", WOO)
        return str(self.good("dossier", "new", *given)["dossier"])

    def replica(self) -> str:
        """Copy the archive to another disk; gives the replica's number."""
        told = self.good("replicate", str(self.root / "schijf"))
        return str(told["replicas"][0]["replica"])

    def listed(self, *steps: tuple[str, str]) -> str:
        """Propose the destruction of a post, and take more steps; gives the list's number."""
        made = self.good(
            "--as", PRIVACY, "destroy", "propose", "--id", self.post,
            "--ground", "court", "--reason", "uitspraak",
        )  # fmt: skip
        for step, name in steps:
            self.good("--as", name, "destroy", step, made["list"])
        return str(made["list"])

    def listed_two(self) -> list[str]:
        """Propose the destruction of two posts; gives the list's number, and one as an option."""
        other = next(
            hit["id"] for hit in self.good("search", "")["hits"] if hit["id"] != self.post
        )
        made = self.good(
            "--as", PRIVACY, "destroy", "propose", "--id", self.post, "--id", other,
            "--ground", "court", "--reason", "vonnis",
        )  # fmt: skip
        return [str(made["list"]), "--id", str(other)]

    def disagreed(self) -> str:
        """Let a reviewer ask for changes to a list; gives its number."""
        number = self.listed()
        self.good("--as", REVIEWER, "destroy", "review", number, "--changes", "korter")
        return number

    def decided(self) -> str:
        """Decide twice on sealed originals; gives where a SIP can come."""
        for name in (ARCHIVIST, PRIVACY):
            self.good("transfer", "decide", "--sealed", "keep", "--as", name)
        return str(self.root / "sip")

    def receipt(self) -> str:
        """Make a SIP; gives the file by which a depot says that it has it."""
        made = self.good("transfer", "show", self.transferred())
        path = self.root / "bevestiging.json"
        told = {"identificatie": made["sip"], "kenmerk": "1", "hashSip": made["digest"]}
        path.write_text(json.dumps(told), encoding="utf-8")
        return str(path)

    def transferred(self) -> str:
        """Make a SIP; gives the number of the transfer."""
        out = self.decided()
        return str(self.good("transfer", "make", out, "--as", ARCHIVIST)["sip"])


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Iterator[Place]:
    """The demonstration, made once; tests that may change something work on copies of it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
            patch.delenv(name, raising=False)
        patch.setenv("LANG", "C")
        root = tmp_path_factory.mktemp("demo")
        made = Place(root)
        said = run(
            "demo", str(made.archive), "--keys", str(root / "sleutels"), "--no-serve", "--json"
        )
        assert said.code == 0
    connections.close_all()  # to its passwords: closed later, that would write to them
    before = state_of(root)
    yield Place(root, said.json)
    assert state_of(root) == before


@pytest.fixture
def place(first, tmp_path) -> Place:
    return Place(linked_copy(first.root, tmp_path / "place"), first.demo)


@pytest.fixture
def unchanged(first) -> Iterator[Place]:
    """Give the demonstration itself, for calls that must leave all of it as it is."""
    before = state_of(first.root)
    yield first
    assert state_of(first.root) == before


@pytest.fixture(autouse=True)
def english(monkeypatch) -> None:
    speak(monkeypatch, "C")


def speak(patch: pytest.MonkeyPatch, lang: str) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        patch.delenv(name, raising=False)
    patch.setenv("LANG", lang)


def leaves(command: click.Command, path: str = "") -> Iterator[str]:
    """Name every command that does something."""
    context = click.Context(command)
    if isinstance(command, click.Group):
        if path and command.invoke_without_command:
            yield path
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from leaves(found, f"{path} {name}".strip())
    else:
        yield path


COMMANDS = tuple(leaves(cli.weerklank))

# --- the answers --------------------------------------------------------------------------------

#: Of each kind of value what it looks like: a type, several, a list of one kind, keys and kinds.
OPTIONAL_TEXT = (str, None)
_STEP = ("begun", "begun_by", "begun_ground", "begun_reason", "ended", "ended_by", "ended_ground")
EPOCH = {
    **dict.fromkeys((*_STEP, "ended_reason"), OPTIONAL_TEXT),
    "back_ups": list, "epoch": int, "replicas": list,
}  # fmt: skip
SHORTFALLS = [{"kind": str, "count": int, "reason": str}]
RUN = {
    "run": str, "account": str, "technique": str, "new_versions": int, "deletions": int,
    "items": {"profiles": int, "posts": int, "replies": int, "media": int},
    "skipped": {"direct_messages": int, "out_of_scope": int},
    "gaps": SHORTFALLS, "limits": SHORTFALLS, "complete": bool,
}  # fmt: skip
HIT = {
    "id": str, "account": str, "platform": str, "kind": str, "author": str, "created_at": str,
    "text": str, "url": OPTIONAL_TEXT, "state": str,
}  # fmt: skip
HAND_IN = {
    "handin": str, "account": str, "state": str, "at": str,
    "process": OPTIONAL_TEXT, "judged_by": OPTIONAL_TEXT, "period": OPTIONAL_TEXT,
    "posts": [{"id": OPTIONAL_TEXT, "url": OPTIONAL_TEXT, "destroyed_by": OPTIONAL_TEXT}],
}  # fmt: skip
VAULT = {
    "request": str, "state": str, "id": str, "version": int, "ground": str, "case": str,
    "history": [{"act": str, "at": str, "by": str}], "shown_until": OPTIONAL_TEXT,
}  # fmt: skip
LIST = {"list": str, "state": str, "items": [str]}
_HOTSPOT = "--from 2020-11-20 --term linden --criterion debate --reason Ophef."
_PLAN = (
    "--measure", "Een replica op een tweede schijf.", "--owner", ARCHIVIST, "--by", "2999-01-01",
    "--mitigation", "Elke week een back-up.",
)  # fmt: skip
_HOLD = "--ground Geschil --case Z-1 --account a0001 --query linden"
HOTSPOT = {"hotspot": str, "name": str, "state": str, "accounts": [str], "terms": [str]}
RIGHTS = {"decision": str, "entries": list, "parts": int, "blank": int}
RIGHTS_PART = {
    "part": str, "medium": OPTIONAL_TEXT, "status": str, "licence": OPTIONAL_TEXT, "lacks": [str],
}  # fmt: skip
FORMAT = {
    "id": str, "medium": str, "puid": OPTIONAL_TEXT, "codec": str, "codecs": [str], "status": str,
    "findings": [{"code": str, "message": str, "advice": str}],
}  # fmt: skip
DERIVED = {"id": str, "medium": str, "original": OPTIONAL_TEXT, "why": OPTIONAL_TEXT}
FORMAT_TABLE = {"version": int, "name": str, "source": str, "dated": str, "unconfirmed": int}
HOTSPOT_WITH_EFFECT = {
    **HOTSPOT, "items": int, "lifted": int,
    "effect": [{"account": str, "items": int, "of": int, "lifted": int, "lifted_of": int}],
}  # fmt: skip
PLAN_LINE = {
    "line": str, "account": OPTIONAL_TEXT, "check": str, "name": str, "aim": str, "bar": float,
    "deep": bool, "better": str, "start": (float, None), "measure": str, "owner": str, "due": str,
    "mitigation": str, "state": str, "days_over": int, "added": str, "by": str, "changes": [dict],
    "closed": (dict, None), "limit": (dict, None), "measured": OPTIONAL_TEXT,
    "owner_left": bool, "value": (float, None), "verdict": OPTIONAL_TEXT,
}  # fmt: skip
OVERVIEW = {
    "archive": str, "error": (dict, None), "organisation": str, "accounts": int, "closed": int,
    "platforms": dict, "scenarios": {"A": int, "B": int, "C": int}, "at": str, "drift": int,
    "harvests": {"accounts": int, "due": int, "failures": dict, "incomplete": int,
                 "longest_ago": (int, None), "never": int, "shortest_ago": (int, None)},
    "check": (dict, None), "reviews_overdue": int,
    "bands": {"below": int, "in_band": int, "full": int, "not_checked": int, "unmeasured": int},
    "plan": {"open": int, "overdue": int, "limit": int, "closed": int},
}  # fmt: skip
PORTAL = {
    "at": OPTIONAL_TEXT, "by": OPTIONAL_TEXT, "reason": OPTIONAL_TEXT, "state": str,
    "replies": [{"account": str, "at": str, "by": str, "reason": str}],
}  # fmt: skip
HOLD = {"hold": str, "state": str, "ground": str, "case": str, "items": [str], "query": str}
TRANSFER = {
    "sip": str, "objects": int, "files": int, "bytes": int, "state": str, "sealed": str,
    "digest": str, "originals_destroyed": int, "certificates": [str], "ended": OPTIONAL_TEXT,
}  # fmt: skip
MARK = {"id": str, "state": str, "reason": str, "restricted": bool, "list": OPTIONAL_TEXT}
APPRAISAL = {
    "outcome": str, "row": OPTIONAL_TEXT, "list": OPTIONAL_TEXT, "until": OPTIONAL_TEXT,
    "reason": str, "hotspots": [str], "holds": [str], "dossiers": [str],
}  # fmt: skip
SELECTION_LIST = {
    "list": str, "name": str, "version": int, "ref": str, "kind": str, "valid_from": OPTIONAL_TEXT,
    "valid_until": OPTIONAL_TEXT, "adopted_by": str, "adopted_on": str, "loaded_by": str,
    "counts": {"B": int, "V": int, "N": int},
}  # fmt: skip
ACCOUNT = {"account": str, "platform": str, "handle": str, "scenario": str}


@dataclass(frozen=True)
class Case:
    """How a command is called well, and what it answers."""

    arguments: Callable[[Place], list[str]]
    shape: Any


def words(text: str) -> Callable[[Place], list[str]]:
    return lambda _: text.split()


_LOWER = f"replies --minimum 50 --until {civil_day(datetime.now(UTC)) + timedelta(days=400)}"
EVIDENCE = {"what": str, "where": str, "count": int, "of": (int, None), "items": [str]}
MEASUREMENT = {
    "account": OPTIONAL_TEXT,
    "band": {
        "below": int, "in_band": int, "full": int, "not_checked": int, "weakest": str,
        "empty": int,
    },
    "checks": [
        {
            "id": str, "value": (int, float, None), "minimum": (int, float, None),
            "full": (int, float), "verdict": str, "evidence": [EVIDENCE],
        }
    ],
    "trend": list,
}  # fmt: skip
YARDSTICK_CHECK = {
    "id": str, "minimum": (int, float, None), "full": (int, float), "source": str,
    "lowered": (dict, None),
}  # fmt: skip

REVIEW = {"account": str, "last": OPTIONAL_TEXT, "due": OPTIONAL_TEXT, "overdue": bool}
REPORT = {"report": str, "account": str, "what": str, "age_days": int, "state": str}
REQUEST = {"request": str, "by": str, "page": str, "state": str}
AGREEMENT = {"agreement": str, "platform": str, "kind": str, "scope": str, "state": str}
APP = {
    "platform": str, "state": str, "secret": bool, "at": OPTIONAL_TEXT, "by": OPTIONAL_TEXT,
}  # fmt: skip
PROFILE_FINDING = {
    "statement": str, "value": str, "required": bool, "message": str, "reason": OPTIONAL_TEXT,
    "where": OPTIONAL_TEXT, "post": OPTIONAL_TEXT, "address": OPTIONAL_TEXT, "words": list,
    "next": OPTIONAL_TEXT,
}  # fmt: skip
PROFILE_CHECK = {
    "account": str, "at": str, "by": str, "ok": bool, "findings": list, "changes": list,
    "pages": [{"address": str, "was_read": bool, "reason": OPTIONAL_TEXT}],
    "profile": {"id": str, "version": int, "captured_at": str},
}  # fmt: skip
DIAGNOSIS = {
    "archive": OPTIONAL_TEXT, "keys": OPTIONAL_TEXT, "ok": bool,
    "checked": [{"check": str, "what": str, "why": str}],
    "findings": [
        {"check": str, "code": str, "weight": str, "path": OPTIONAL_TEXT, "message": str,
         "hint": str}
    ],
    "not_checked": [{"check": str, "what": str, "reason": str}],
}  # fmt: skip
REPLICA = {
    "replica": str,
    "url": str,
    "state": str,
    "size": int,
    "still_there": [str],
    "locked_until": OPTIONAL_TEXT,
}
_APP = "youtube --client-id een"
_REQUEST = "--platform mastodon --kind erasure --case Z-2026-1"
_NOTHING = "--outcome refused --ground nothing-held"
PERSON_REQUEST: Json = {
    "request": str,
    "state": str,
    "kind": str,
    "due": str,
    "received": str,
    "pseudonyms": [str],
    "outcome": (str, None),
}
DOSSIER: Json = {
    "dossier": str, "state": str, "due": str, "keeps_until": (str, None),
    "documents": [{"id": str, "judgement": str, "number": int}],
    "redactions": [{"id": str, "ground": str, "number": int, "allowed": (str, None)}],
    "disagreements": [{"id": str, "reason": str, "number": int, "answer": (str, None)}],
}  # fmt: skip
_AGREED = "x --kind service-provider --party Dienst --scope alles --from 2026-01-01"
CASES: dict[str, Case] = {
    "init": Case(
        lambda p: [str(p.root / "nieuw"), "--organisation", "Dorp", "--keys", str(p.root / "k")],
        {"archive": str, "organisation": str, "keys": str},
    ),
    # The screens, and with them `url` and `users`, come with a later version.
    # What it answers when it fills an archive is in a test of its own.
    "demo": Case(
        lambda p: [*p.copied(), "--no-serve"],
        {
            "archive": str,
            "keys": str,
            "runs": [RUN],
            "ok": bool,
            "proof": str,
            "url": OPTIONAL_TEXT,
            "users": [{"name": str, "password": str, "roles": [str]}],
        },
    ),
    "account add": Case(words("https://x.com/minfin --kind corporate"), ACCOUNT),
    "account list": Case(words(""), {"accounts": [ACCOUNT]}),
    "account show": Case(words("a0001"), ACCOUNT),
    "account edit": Case(words("a0001 --unit Voorlichting"), ACCOUNT),
    "account close": Case(words("a0003"), ACCOUNT),
    "account history": Case(words("a0001"), {"account": str, "events": [dict]}),
    "account import": Case(
        lambda p: [p.sheet()],
        {"accounts": [ACCOUNT], "rows": [{"row": int, "state": str}], "written": bool},
    ),
    "account export": Case(
        lambda p: [str(p.root / "uit.csv")], {"accounts": [ACCOUNT], "file": str}
    ),
    "account review": Case(words("a0001"), REVIEW),
    "account interval": Case(words("a0001 --hours 6"), {"account": str, "hours": int}),
    "status": Case(words(""), {"accounts": list}),
    "account review-term": Case(words("3"), {"months": int}),
    "account report": Case(words("a0001 --what unused"), REPORT),
    "access list": Case(lambda _: ["--as", PRIVACY], {"seen": [{"by": str, "subject": str}]}),
    "access requests": Case(lambda p: p.asked() and [], {"requests": [REQUEST]}),
    "access term": Case(lambda _: ["24", "--as", PRIVACY], {"months": int}),
    "access due": Case(
        lambda _: ["--as", PRIVACY],
        {"days": [{"day": str, "due": bool, "events": int}], "months": int},
    ),
    "access answer": Case(lambda p: [p.asked(), "--role", "archivist", "--as", OWNER], REQUEST),
    "report list": Case(lambda p: p.reported() and [], {"reports": [REPORT]}),
    "report settle": Case(lambda p: [p.reported(), "done"], REPORT),
    "agreement add": Case(words(_AGREED), AGREEMENT),
    "agreement list": Case(words(""), {"agreements": [AGREEMENT]}),
    "agreement withdraw": Case(lambda p: [p.agreed()], AGREEMENT),
    "agreement end": Case(lambda p: [p.agreed(), "--on", "2026-06-01"], AGREEMENT),
    "mail send": Case(words(""), {"sent": int, "waiting": int}),
    "mail list": Case(words(""), {"mail": {"way": str}, "owners": [{"name": str}]}),
    "app list": Case(words(""), {"apps": [APP]}),
    "app set": Case(words(_APP), {**APP, "redirect": str, "screens_redirect_end": str}),
    "app remove": Case(lambda p: p.good("app", "set", *_APP.split()) and ["youtube"], APP),
    "mail set": Case(
        words("mail.dam.example --from archief@dam.example"), {"mail": {"host": str}, "state": str}
    ),
    "mail unset": Case(words(""), {"mail": {"way": str}, "state": str}),
    "account office-holders": Case(
        words("--on 2026-06-01"),
        {
            "holders": [
                {
                    "name": str,
                    "office": OPTIONAL_TEXT,
                    "from": str,
                    "to": OPTIONAL_TEXT,
                    "accounts": [str],
                }
            ]
        },
    ),
    "person office": Case(
        lambda _: ["Jo Linde", "--office", "wethouder", "--from", "2026-01-01"],
        {"person": str, "roles": [str], "offices": [dict], "state": str},
    ),
    "person history": Case(lambda _: [OWNER], {"person": str, "events": [dict]}),
    "person add": Case(
        lambda _: ["Nieuw Mens", "--role", "reader", "--as", OWNER],
        {"person": str, "roles": [str], "state": str},
    ),
    "person end": Case(
        lambda _: [REVIEWER, "--on", "2030-12-31", "--as", OWNER],
        {"person": str, "roles": [str], "until": dict, "state": str},
    ),
    "person password": Case(lambda _: [OWNER], {"person": str, "password": str}),
    "person token": Case(
        lambda _: [OWNER, "--role", "register-owner", "--for", "koppeling"],
        {"token": str, "secret": str, "until": str, "holds": bool, "used": OPTIONAL_TEXT},
    ),
    "person tokens": Case(lambda _: [OWNER], {"tokens": list}),
    "person revoke": Case(
        lambda p: [
            str(
                p.good("person", "token", OWNER, "--role", "register-owner", "--for", "proef")[
                    "token"
                ]
            ),
        ],
        {"token": str, "revoked": str, "holds": bool},
    ),
    "person list": Case(words(""), {"persons": [{"name": str, "roles": [str]}]}),
    "platform list": Case(words(""), {"platforms": [{"platform": str, "state": OPTIONAL_TEXT}]}),
    "platform status": Case(
        words("x not-allowed --decided 2026-02-01"), {"platform": str, "state": str}
    ),
    "privacy policy": Case(
        lambda _: ["--sealed", "6", "--as", PRIVACY], {"policy": dict, "findings": list}
    ),
    "privacy scan": Case(
        lambda _: ["--as", PRIVACY],
        {
            "checked": {"bytes": int, "files": int, "read": int, "records": int},
            "findings": [dict],
            "more": int,
            "not_checked": [dict],
            "ok": bool,
        },
    ),
    "privacy policy preview": Case(words(""), {"proposals": list}),
    "import": Case(lambda p: [str(p.export)], {"runs": [RUN]}),
    "handin add": Case(words("a0003 --nothing 2026-10"), {**HAND_IN, "runs": [RUN]}),
    "handin confirm": Case(
        lambda p: [p.proposed(), "--file", str(p.hybrid)], {**HAND_IN, "runs": [RUN]}
    ),
    "handin undo": Case(lambda p: [p.proposed()], HAND_IN),
    "handin list": Case(words("a0003"), {"handins": [HAND_IN]}),
    "privacy person": Case(
        lambda _: ["niemand@nergens.example", "--platform", "mastodon", "--as", PRIVACY],
        {"items": list, "total": int, "written": int, "named": int, "pseudonyms": [str]},
    ),
    "request new": Case(
        lambda _: ["niemand@nergens.example", *_REQUEST.split(), "--as", PRIVACY], PERSON_REQUEST
    ),
    "request list": Case(lambda _: ["--waiting", "--as", PRIVACY], {"requests": [PERSON_REQUEST]}),
    "request show": Case(
        lambda p: [p.requested(), "--as", PRIVACY],
        {**PERSON_REQUEST, "grounds": [dict], "held": list},
    ),
    "request identify": Case(
        lambda p: [p.requested(), "--how", "in persoon", "--as", PRIVACY], PERSON_REQUEST
    ),
    "request extend": Case(
        lambda p: [p.requested(), "--reason", "Er is veel.", "--as", PRIVACY], PERSON_REQUEST
    ),
    "request decide": Case(
        lambda p: [p.requested(), *_NOTHING.split(), "--reason", "Er is niets.", "--as", PRIVACY],
        PERSON_REQUEST,
    ),
    "request letter": Case(
        lambda p: [p.requested(), "-o", str(p.root / "brief.html"), "--as", PRIVACY],
        {"file": str, "is_draft": bool, "request": str},
    ),
    "dossier new": Case(
        lambda _: [*"--request Alles --received 2026-01-20 --as".split(), WOO], DOSSIER
    ),
    "dossier list": Case(lambda p: p.dossier() and ["--as", WOO], {"dossiers": [DOSSIER]}),
    "dossier show": Case(lambda p: [p.dossier("redact"), "--as", WOO], DOSSIER),
    "dossier add": Case(lambda p: [p.dossier(), "--query", "dijk", "--as", WOO], DOSSIER),
    "dossier remove": Case(
        lambda p: [p.dossier(), "--id", p.post, "--reason", "Dubbel.", "--as", WOO], DOSSIER
    ),
    "dossier redact": Case(
        lambda p: [p.dossier(), "--id", p.post, *"--field text --ground 5.2 --as".split(), WOO],
        DOSSIER,
    ),
    "dossier undo": Case(
        lambda p: [p.dossier("redact"), "--redaction", "1", "--as", WOO], DOSSIER
    ),
    "dossier suggest": Case(
        lambda p: [p.dossier(), "--as", WOO], {"dossier": str, "suggestions": []}
    ),
    "dossier leave": Case(lambda p: [*p.offered(), "--as", WOO], DOSSIER),
    "dossier rights": Case(
        lambda p: [p.dossier(), "--as", WOO],
        {
            "dossier": str,
            "missing": [
                {"document": int, "id": str, "lacks": [str], "medium": str, "number": (int, None)}
            ],
        },
    ),
    "dossier twins": Case(lambda p: [p.dossier(), "--as", WOO], {"dossier": str, "twins": []}),
    "dossier allow": Case(
        lambda p: [p.dossier("redact"), "--redaction", "1", "--reason", "Straat.", "--as", WOO],
        DOSSIER,
    ),
    "dossier film": Case(lambda p: [p.dossier(), "--id", p.post, "--undo", "--as", WOO], DOSSIER),
    "dossier hide": Case(
        lambda p: [*p.pictured(), *"--area 10;20;30;12.5 --ground 5.1.2e --as".split(), WOO],
        DOSSIER,
    ),
    "dossier judge": Case(
        lambda p: [p.dossier(), "--id", p.post, "--judgement", "public", "--as", WOO], DOSSIER
    ),
    "dossier disagree": Case(
        lambda p: [p.dossier(), "--id", p.post, "--reason", "Te veel.", "--as", REVIEWER], DOSSIER
    ),
    "dossier answer": Case(
        lambda p: [
            *(p.dossier("disagree"), "--disagreement", "1", "--reason", "Nodig.", "--as", WOO)
        ],
        DOSSIER,
    ),
    "dossier agree": Case(
        lambda p: [p.dossier("disagree"), "--disagreement", "1", "--as", REVIEWER], DOSSIER
    ),
    "dossier extend": Case(
        lambda p: [p.recent(), "--reason", "Er is veel.", "--as", WOO], DOSSIER
    ),
    "dossier suspend": Case(
        lambda p: [p.dossier(), "--reason", "Zienswijze.", "--as", WOO], DOSSIER
    ),
    "dossier resume": Case(lambda p: [p.dossier("suspend"), "--as", WOO], DOSSIER),
    "dossier review": Case(lambda p: [p.dossier(), "--as", REVIEWER], DOSSIER),
    "dossier freeze": Case(lambda p: [p.dossier("review"), "--as", REVIEWER], DOSSIER),
    "dossier export": Case(
        lambda p: [p.dossier("review", "freeze"), str(p.root / "woo"), "--as", WOO],
        {**DOSSIER, "files": int, "persons": int, "out": str},
    ),
    "mark add": Case(
        lambda p: [p.post, "--not-government", "--reason", "Privé.", "--as", OWNER], MARK
    ),
    "keys status": Case(
        words(""),
        {"closed": int, "held": bool, "key": OPTIONAL_TEXT, "kind": OPTIONAL_TEXT, "plain": int}
        | {"token": OPTIONAL_TEXT},
    ),
    "keys epoch list": Case(
        words(""),
        {
            "epochs": [
                {**EPOCH, "can_end": bool, "is_now": bool, "items": int, "persons": int}
                | {"threads": int}
            ]
        },
    ),
    "keys epoch begin": Case(
        lambda p: ["--ground", "Beleid", "--reason", "Elk jaar.", "--as", PRIVACY], EPOCH
    ),
    "vault due": Case(
        words(""),
        {"sealed": [{"accounts": [str], "due": bool, "originals": int, "until": OPTIONAL_TEXT}]},
    ),
    "vault certificate": Case(words(""), {"certificates": list}),
    "mark decide": Case(lambda p: [p.marked(), "remove", "--as", ARCHIVIST], MARK),
    "mark list": Case(words("--waiting"), {"marks": [MARK]}),
    "hotspot propose": Case(
        lambda p: ["Kap van de linden", *_HOTSPOT.split(), "--as", OWNER], HOTSPOT_WITH_EFFECT
    ),
    "hotspot adopt": Case(
        lambda p: [p.candidate(), *"--body Raad --date 2020-11-20".split(), "--as", ARCHIVIST],
        {**HOTSPOT_WITH_EFFECT, "body": str, "decided": str},
    ),
    "hotspot withdraw": Case(
        lambda p: [p.candidate(), "--reason", "Toch niet.", "--as", ARCHIVIST], HOTSPOT_WITH_EFFECT
    ),
    "hotspot list": Case(words(""), {"hotspots": [HOTSPOT]}),
    "hotspot show": Case(words("h0001"), HOTSPOT_WITH_EFFECT),
    "hotspot monitor": Case(words("--from 2026-01-01"), {"candidates": list, "series": list}),
    "portal on": Case(lambda p: p.portal("off"), PORTAL),
    "portal off": Case(lambda p: p.portal("on"), PORTAL),
    "portal replies": Case(
        lambda p: ["a0001", p.replies(), "--reason", "Afgewogen.", "--as", PRIVACY], PORTAL
    ),
    "portal show": Case(
        words("--withheld"),
        {**PORTAL, "public": int, "withheld": [{"id": str, "reason": str}]},
    ),
    "hold add": Case(lambda p: [*_HOLD.split(), "--as", ARCHIVIST], {**HOLD, "held": int}),
    "hold lift": Case(lambda p: [p.held(), "--reason", "Uitspraak.", "--as", ARCHIVIST], HOLD),
    "hold list": Case(words(""), {"holds": [HOLD]}),
    "rights set": Case(
        lambda p: [p.post, "--status", "own", "--licence", "CC0-1.0", "--as", ARCHIVIST], RIGHTS
    ),
    "rights end": Case(
        lambda p: ["--default", "--reason", "x", "--as", ARCHIVIST], {"parts": int, "state": str}
    ),
    "rights list": Case(
        words("--missing"),
        {"rights": [RIGHTS_PART | {"id": str, "account": str}], "counts": dict},
    ),
    "rights show": Case(
        lambda p: [p.post], {"id": str, "parts": [RIGHTS_PART], "missing": bool, "history": list}
    ),
    "rights licences": Case(
        words("--commercial yes"),
        {"licences": [{"code": str, "name": str, "uri": OPTIONAL_TEXT, "statuses": [str]}]},
    ),
    "formats list": Case(words(""), {"files": [FORMAT], "counts": dict, "table": FORMAT_TABLE}),
    "formats derive": Case(
        lambda p: [p.post, "-o", str(p.root / "afgeleid"), "--as", ARCHIVIST],
        {"files": [DERIVED], "out": str},
    ),
    "formats scan": Case(
        lambda _: ["--to", "2001-01-01", "--as", ARCHIVIST],
        {"ok": bool, "engine": str, "states": dict, "found": list, "signatures": OPTIONAL_TEXT},
    ),
    "formats table": Case(words(""), {**FORMAT_TABLE, "rows": list, "history": [FORMAT_TABLE]}),
    "formats load": Case(
        lambda p: [p.norm(), *"--source NA --dated 2024-12-12 --as".split(), ARCHIVIST],
        {**FORMAT_TABLE, "rows": int},
    ),
    "profile template": Case(
        words("a0001"), {"text": str, "landing": str, "form": str, "characters": int, "limit": int}
    ),
    "profile check": Case(words("a0001"), {**PROFILE_CHECK, "findings": [PROFILE_FINDING]}),
    "profile history": Case(words("a0001"), {"account": str, "checks": [PROFILE_CHECK]}),
    "profile pages": Case(
        words("--contact https://www.voorbeelddam.example/contact"),
        {"contact": str, "landing": str, "privacy": str},
    ),
    "profile sites": Case(
        words("--site https://www.voorbeelddam.example --pages --kind pdf --most-mb 5"),
        {"sites": [str], "pages": bool, "kinds": [str], "most_mb": int, "most_mb_run": int},
    ),
    "formal list": Case(words(""), {"replies": list, "total": int}),
    "privacy report": Case(
        lambda p: ["a0001", "-o", str(p.root / "verslag.odt"), "--as", PRIVACY],
        {"accounts": [dict], "findings": list, "media": dict, "persons": int},
    ),
    "plan list": Case(words(""), {"lines": [PLAN_LINE], "overdue": int}),
    "plan add": Case(lambda _: ["copies", *_PLAN, "--as", ARCHIVIST], PLAN_LINE),
    "plan change": Case(
        lambda p: [p.planned(), "--by", "2999-02-01", "--reason", "later", "--as", ARCHIVIST],
        PLAN_LINE,
    ),
    "plan limit": Case(
        lambda p: [
            p.planned("edits", "a0001"),
            "--limit",
            "edits_not_in_export",
            "--as",
            ARCHIVIST,
        ],
        PLAN_LINE,
    ),
    "plan propose": Case(words(""), {"proposals": list, "unmeasured": [str], "not_checked": int}),
    "plan report": Case(lambda p: ["-o", str(p.root / "plan.odt")], {"file": str, "title": str}),
    # Three checks: what else is wrong with the machine of a test is nobody's matter.
    "doctor": Case(words("--check python --check key-backup --check tooi"), DIAGNOSIS),
    "overview": Case(words(""), {"organisations": [OVERVIEW]}),
    "guide": Case(
        lambda p: ["policy", "-o", str(p.root / "beleid.odt")],
        {"guide": str, "file": str, "open": [str], "title": str, "recommendations": list},
    ),
    "privacy named list": Case(lambda _: ["--as", PRIVACY], {"named": list}),
    "privacy review list": Case(lambda _: ["--as", PRIVACY], {"total": int, "words": list}),
    "search": Case(words("hoogwater --media video"), {"total": int, "hits": [HIT]}),
    "export": Case(
        lambda p: ["--format", "as2", str(p.root / "uitvoer"), "--query", "hoogwater"],
        {"files": int, "records": int},
    ),
    "post show": Case(
        lambda p: [p.post, "--thread", "--versions"],
        {**HIT, "replies": [HIT], "versions": [HIT], "appraisal": APPRAISAL},
    ),
    "post events": Case(
        lambda p: [p.post, "--format", "premis", "-o", str(p.root / "leven.xml")],
        {
            "id": str,
            "events": [{"event": str, "kind": str, "at": str, "agents": list, "said": str}],
            "destroyed_by": list,
            "file": str,
            "format": str,
        },
    ),
    "show": Case(
        lambda p: [p.post, "--thread", "--versions"],
        {**HIT, "replies": [HIT], "versions": [HIT], "appraisal": APPRAISAL},
    ),
    "completeness": Case(
        words("a0001 --check proofs"),
        {"accounts": [MEASUREMENT], "organisation": (dict, None), "kept": bool, "yardstick": dict},
    ),
    "yardstick show": Case(words(""), {"name": str, "version": int, "checks": [YARDSTICK_CHECK]}),
    "yardstick set": Case(
        lambda _: [*_LOWER.split(), "--reason", "Geen recht.", "--as", ARCHIVIST],
        YARDSTICK_CHECK | {"version": int},
    ),
    "yardstick load": Case(
        lambda p: [p.yardstick(), "--as", ARCHIVIST],
        {"name": str, "version": int, "checks": [YARDSTICK_CHECK]},
    ),
    "verify": Case(
        words("--deep"),
        {
            "ok": bool,
            "checked": {"objects": int, "files": int, "bytes": int, "records": int},
            "not_checked": [dict],
            "findings": [{"code": str, "path": str, "message": str}],
        },
    ),
    "replicate": Case(
        lambda p: [str(p.root / "schijf")],
        {"objects": int, "bytes": int, "ok": bool, "replicas": [{"replica": str, "url": str}]},
    ),
    "audit": Case(
        lambda _: ["--spread", "30", "--as", ARCHIVIST],
        {"parts": [str], "files": int, "bytes": int, "findings": [dict], "ok": bool},
    ),
    "audit report": Case(
        words(""),
        {"never": int, "parts": [{"part": str, "checked": OPTIONAL_TEXT}], "spread": (int, None)},
    ),
    "repair": Case(
        lambda p: [p.replica()][:0],
        {"repaired": [dict], "findings": [dict], "kept": [str], "ok": bool},
    ),
    "restore rehearse": Case(
        lambda p: p.replica() and [str(p.root / "schijf"), str(p.root / "terug")],
        {"archive": str, "ok": bool, "findings": [dict], "records": int, "same_log": bool},
    ),
    "replica list": Case(lambda p: p.replica()[:0].split(), {"replicas": [REPLICA]}),
    "replica remove": Case(lambda p: [p.replica()], REPLICA),
    "prove": Case(
        lambda p: [p.post, "-o", str(p.root / "bewijs.json")],
        {"proof": str, "leaf": int, "checkpoint": dict},
    ),
    "vault request": Case(
        lambda p: [p.sealed(), *"--ground court --case Z-2".split(), "--as", ARCHIVIST], VAULT
    ),
    "vault approve": Case(lambda p: [p.in_vault(), "--as", PRIVACY], VAULT),
    "vault refuse": Case(lambda p: [p.in_vault(), "--reason", "Nee.", "--as", PRIVACY], VAULT),
    "vault open": Case(
        lambda p: [p.in_vault("approve"), "--identity", p.identity(), "--as", ARCHIVIST],
        {**VAULT, "original": [{"place": str, "value": str}], "archived": OPTIONAL_TEXT},
    ),
    "vault end": Case(lambda p: [p.in_vault(), "--as", ARCHIVIST], VAULT),
    "vault list": Case(lambda p: p.in_vault()[:0].split(), {"requests": [VAULT]}),
    "destroy propose": Case(
        lambda p: ["--id", p.post, "--ground", "court", "--reason", "x", "--as", PRIVACY], LIST
    ),
    "destroy except": Case(lambda p: [*p.listed_two(), "--reason", "x", "--as", REVIEWER], LIST),
    "destroy answer": Case(lambda p: [p.disagreed(), "--reason", "x", "--as", PRIVACY], LIST),
    "destroy review": Case(lambda p: [p.listed(), "--as", REVIEWER], LIST),
    "destroy approve": Case(lambda p: [p.listed(("review", REVIEWER)), "--as", ARCHIVIST], LIST),
    "destroy execute": Case(
        lambda p: [p.listed(("review", REVIEWER), ("approve", ARCHIVIST)), "--as", ARCHIVIST], LIST
    ),
    "destroy certificate": Case(
        lambda p: [
            p.listed(("review", REVIEWER), ("approve", ARCHIVIST), ("execute", ARCHIVIST)),
            "-o",
            str(p.root / "verklaring.xml"),
            "--as",
            ARCHIVIST,
        ],
        LIST,
    ),
    "transfer decide": Case(
        lambda _: ["--sealed", "keep", "--as", ARCHIVIST],
        {"decided": OPTIONAL_TEXT, "decisions": [{"at": str, "by": str, "sealed": str}]},
    ),
    "transfer make": Case(lambda p: [p.decided(), "--as", ARCHIVIST], TRANSFER),
    "transfer receipt": Case(
        lambda p: [p.receipt(), "--as", ARCHIVIST], {**TRANSFER, "ok": bool, "differences": list}
    ),
    "transfer check": Case(
        lambda p: [p.transferred() and str(p.root / "sip")],
        {"ok": bool, "objects": int, "files": int, "bytes": int, "findings": list},
    ),
    "post describe": Case(lambda p: [p.post], {"documents": list, "output": OPTIONAL_TEXT}),
    "transfer declaration": Case(
        lambda p: [p.transferred(), "-o", str(p.root / "verklaring.odt")], {"file": str}
    ),
    "transfer read": Case(
        lambda p: [p.transferred() and str(p.root / "sip")], {"documents": list, "left": int}
    ),
    "transfer show": Case(lambda p: [p.transferred()], TRANSFER),
    "transfer list": Case(lambda p: [p.transferred()][:0], {"transfers": [TRANSFER]}),
    "selection load": Case(lambda _: ["--shipped", "--as", ARCHIVIST], SELECTION_LIST),
    "selection assign": Case(
        lambda _: ["--default=two-way", "--row=1.2", "--reason=x", "--as", ARCHIVIST],
        {"target": dict, "row": str, "state": str},
    ),
    "retention due": Case(
        words("--on 2032-01-01"),
        {"due": [{"id": str, "ground": str, "until": str}], "counts": dict, "on": str},
    ),
    "retention show": Case(lambda p: [p.post], APPRAISAL),
    "retention law": Case(words(""), {"laws": list}),
    "selection list": Case(words(""), {"lists": [SELECTION_LIST], "findings": list}),
    "selection show": Case(words(""), {"list": (dict, None), "findings": list}),
    "selection draft": Case(
        lambda p: [f"--output={p.root}/ontwerp.csv"], {"output": str, "rows": int}
    ),
    "destroy list": Case(lambda p: [p.listed()][:0], {"lists": [LIST]}),
    "drift list": Case(words(""), {"findings": list}),
    "month close": Case(words(""), {"months": list, "state": str}),
    "remap": Case(words("--all"), {"accounts": list, "dry_run": bool}),
    "catalogue rebuild": Case(words(""), {"records": int, "seconds": (int, float)}),
}
#: They need an authority on the network: tests/integration/test_timestamp.py has one. A store:
#: tests/integration/test_replicate_store.py. A database: tests/integration/test_worker.py.
ELSEWHERE = {
    "timestamp set", "timestamp now", "timestamp stop",
    "serve", "harvest", "connect", "disconnect", "formal settle",
    "drift acknowledge", "drift report", "schedule", "worker", "privacy review decide",
    "request lift", "replica connect", "keys hold", "keys release",
    "keys epoch end",
    "privacy policy propose", "privacy policy approve",
    "privacy named add", "privacy named end", "privacy named withdraw",
}  # fmt: skip
#: Those that need a program beside this one are skipped where it is not.
CALLS = [
    pytest.param(command, marks=pytest.mark.needs("clamav"))
    if command == "formats scan"
    else command
    for command in CASES
]


def fits(value: Any, shape: Any, where: str = "") -> None:
    if isinstance(shape, tuple):
        assert any(value is None if s is None else type(value) is s for s in shape), where
    elif isinstance(shape, list):
        assert type(value) is list, where
        for number, one in enumerate(value):
            fits(one, shape[0], f"{where}[{number}]")
    elif isinstance(shape, dict):
        assert type(value) is dict, where
        assert set(shape) <= set(value), (where, set(shape) - set(value))
        for key, kind in shape.items():
            fits(value[key], kind, f"{where}.{key}")
    else:
        assert type(value) is shape, (where, value)


def further_keys(command: str, told: Json) -> set[str]:
    """Give the keys of an answer that the contract does not name."""
    known = "each account" if command in ACCOUNTS else command
    return set(told) - KEYS.get(known, frozenset())


def listed_keys(command: str) -> set[str]:
    """Give the keys that the guide lists of a command."""
    listed = beyond().keys
    of_account = listed["each account"] if command in ACCOUNTS else set()
    return listed.get(command, set()) | of_account


CHOICE = {"url": str, "created_at": str, "text": str, "visibility": str, "state": OPTIONAL_TEXT}


def test_a_hand_in_is_asked_for_without_a_verb(place):
    file = ("--file", str(place.hybrid))
    for given in (("a0003", *file), (*file, "a0003"), ("add", "a0003", *file)):
        told = place.good("handin", *given)
        fits(told, {"account": str, "choices": [CHOICE], "gaps": SHORTFALLS, "skipped": dict})
        assert set(told) == beyond().keys["handin add, to pick from"]
    post = next(c for c in told["choices"] if c["state"] is None)["url"]
    done = place.good("handin", "a0003", *file, "--post", post, "--process", "werving")
    fits(done, {**HAND_IN, "runs": [RUN]})
    assert done["state"] == "confirmed"


def test_ctrl_c_halfway_a_list_leaves_one_object(place, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("weerklank.services.intake.hand_in.Preview.start_of", interrupted)
    said = place.run("handin", "a0003", "--file", str(place.hybrid))
    assert (said.code, said.json["choices"]) == (4, [])
    assert is_error(said.json)["retryable"] is True


def test_every_command_has_a_case_here():
    assert {*CASES, *ELSEWHERE} == set(COMMANDS)


@pytest.mark.parametrize("command", CALLS)
def test_every_command_answers_with_one_object_of_the_agreed_form(place, command):
    case = CASES[command]
    given = case.arguments(place)
    said = place.run(*command.split(), *given)
    assert said.code == 0, said.json
    fits(said.json, case.shape)
    assert "error" not in said.json
    assert "{" not in said.err
    assert further_keys(command, said.json) == listed_keys(command)
    for run_told in said.json.get("runs", []):
        assert set(run_told) - KEYS["each run"] == beyond().keys["each run"]
    for account in said.json.get("accounts", []) if command == "account list" else []:
        assert set(account) - KEYS["each account"] == beyond().keys["each account"]
    for account in said.json.get("accounts", []) if command == "status" else []:
        assert beyond().keys["each account of status"] <= set(account)


@pytest.mark.parametrize("command", CALLS)
def test_what_goes_for_all_is_accepted_before_and_after_the_command(place, command):
    common = [*place.common, "--as", OWNER, "--json"]
    given = CASES[command].arguments(place)
    acting = "--as" in given
    if acting:
        common = [word for word in common if word not in ("--as", OWNER)]
    if "--keys" in given:  # init and demo make an archive of their own
        common = [word for word in common if word not in place.common]
    after = run(*command.split(), *given, *common)
    assert after.code == 0, after.json
    fits(after.json, CASES[command].shape)


@pytest.mark.parametrize("lang", ["nl_NL.UTF-8", "C"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_in_json_what_is_wrong_with_the_call(
    unchanged, monkeypatch, command, lang
):
    speak(monkeypatch, lang)
    said = unchanged.run(*command.split(), "--bestaat-niet")
    assert said.code == 2
    assert said.err == ""
    assert is_error(said.json)["code"] == "USE-001"
    assert command in said.json["error"]["hint"]


#: What may be empty: a search for everything, and a fact that is taken away.
MAY_BE_EMPTY = {"query", "unit"}


def made_of_text(command: str) -> list[click.Parameter]:
    """Give the parameters of a command that take any text."""
    found: click.Command = cli.weerklank
    for word in command.split():
        assert isinstance(found, click.Group)
        inner = found.get_command(click.Context(found), word)
        assert inner is not None
        found = inner
    return [
        parameter
        for parameter in found.params
        if isinstance(parameter.type, click.types.StringParamType)
        and parameter.name not in MAY_BE_EMPTY
    ]


@pytest.mark.parametrize("command", CALLS)
def test_a_text_of_nothing_is_wrong_use_wherever_a_text_is_asked(place, command):
    given = CASES[command].arguments(place)
    before = state_of(place.root)
    for parameter, nothing in product(made_of_text(command), ["", " \u200b\x07"]):
        if isinstance(parameter, click.Argument):
            said = place.run(*command.split(), nothing, *given[1:])
        else:
            said = place.run(*command.split(), *given, parameter.opts[0], nothing)
        error = is_error(said.json)
        assert (said.code, error["code"]) == (2, "USE-001"), (parameter.name, error)
        assert "may not be empty" in error["message"]
        assert parameter.make_metavar(click.Context(cli.weerklank)) in error["message"] or (
            parameter.opts[0] in error["message"]
        )
    assert state_of(place.root) == before


def test_an_archive_of_no_name_is_wrong_use_before_the_command_too(place):
    assert run("--archive", "", "account", "list", "--json").code == 2
    assert place.run("--as", " ", "account", "list").code == 2
    assert place.run("account", "edit", "a0001", "--unit", "").json["unit"] is None
    assert place.run("search", "").code == 0


def test_an_export_of_pages_answers_as_one_of_posts(place):
    said = place.run("export", "--format", "wacz", str(place.root / "paginas"))
    assert said.code == 0
    assert (said.json["records"], said.json["files"]) == (1, 3)


def test_search_offers_the_techniques_that_are_there_and_no_other(place):
    for technique in ("api", "browser", "export", "portability"):
        assert place.run("search", "brug", "--technique", technique).code == 0
    said = place.run("search", "brug", "--technique", "all")
    assert (said.code, said.json["error"]["code"]) == (2, "USE-001")
    assert "[api|browser|export|portability]" in run("search", "--help").out


@pytest.mark.parametrize(
    ("taken", "step", "who", "code", "words"),
    [
        ((), "approve", ARCHIVIST, "DESTROY-002", "must be reviewed first; now it is proposed"),
        ((), "execute", ARCHIVIST, "DESTROY-002", "must be reviewed first; now it is proposed"),
        # Who may not do it at all is told the same: the order comes first.
        ((), "execute", PRIVACY, "DESTROY-002", "must be reviewed first; now it is proposed"),
        (("review",), "execute", ARCHIVIST, "DESTROY-002", "must be approved first"),
        (("review",), "review", REVIEWER, "DESTROY-005", "is reviewed already"),
        (("review", "approve"), "review", REVIEWER, "DESTROY-005", "is approved already"),
    ],
)
def test_a_destruction_out_of_order_names_the_step_that_is_missing(
    place, taken, step, who, code, words
):
    steps = {"review": REVIEWER, "approve": ARCHIVIST}
    number = place.listed(*((name, steps[name]) for name in taken))
    said = place.run("--as", who, "destroy", step, number)
    assert (said.code, said.json["error"]["code"]) == (3, code)
    assert words in said.json["error"]["message"]


#: Groups that do nothing by themselves.
GROUPS = sorted({c.split()[0] for c in COMMANDS if " " in c} - {*COMMANDS})


@pytest.mark.parametrize("command", ["", *GROUPS])
def test_a_command_that_is_missing_is_said_in_json_too(unchanged, command):
    said = unchanged.run(*command.split())
    assert (said.code, said.err) == (2, "")
    assert is_error(said.json)["code"] == "USE-001"


def is_error(value: Json) -> Json:
    error: Json = value["error"]
    assert set(error) == {"code", "message", "hint", "retryable"}
    assert re.fullmatch(r"[A-Z]+-[0-9]{3}", error["code"])
    assert error["message"].strip()
    assert error["hint"].strip()
    assert isinstance(error["retryable"], bool)
    assert "{" not in error["message"] + error["hint"]
    return error


# --- exit codes ---------------------------------------------------------------------------------


def damaged(place: Place) -> list[str]:
    (file, *_) = sorted(place.archive.glob("*/a0001/**/v1/content/records/records.jsonl.gz"))
    content = bytearray(file.read_bytes())
    content[40] ^= 1
    damage(file, content)
    return ["verify"]


def new_archive(place: Place, *more: str) -> tuple[str, ...]:
    """Make an archive without a choice on sealed originals; gives how to point at it."""
    common = ("--archive", str(place.root / "n"), "--keys", str(place.root / "nk"))
    assert run("init", common[1], "--organisation", "Dorp", *common[2:], *more).code == 0
    return common


def undecided(place: Place) -> list[str]:
    common = new_archive(place)
    address = "https://social.voorbeelddam.example/@gemeente"
    assert run(*common, "account", "add", address, "--kind", "corporate").code == 0
    return [*common, "import", str(place.export)]


def without_keys(place: Place) -> list[str]:
    shutil.rmtree(place.root / "sleutels")
    return ["import", str(place.export)]


def cut_zip(place: Place) -> list[str]:
    (place.root / "half.zip").write_bytes(b"PK\x03\x04 en niets meer")
    return ["import", str(place.root / "half.zip")]


ERRORS: dict[str, tuple[int, str, bool, Callable[[Place], list[str]]]] = {
    "no archive": (2, "ARCHIVE-001", False, lambda p: ["--archive", str(p.root), "verify"]),
    "no such post": (2, "SEARCH-001", False, lambda p: ["show", "vbd-2026-01-01-xxxxx"]),
    "no such account": (2, "REGISTER-001", False, lambda p: ["verify", "niemand"]),
    "no such person": (2, "ROLE-001", False, lambda p: ["--as", "Niemand", "account", "list"]),
    "no kind": (2, "USE-001", False, lambda p: ["account", "add", "https://x.com/a"]),
    "no day": (2, "USE-001", False, lambda p: ["search", "x", "--from", "gisteren"]),
    "no such file": (2, "IMPORT-003", False, lambda p: ["import", str(p.root / "weg.zip")]),
    "it is there already": (
        2,
        "ARCHIVE-003",
        False,
        lambda p: ["init", str(p.archive), "--organisation", "x", "--keys", str(p.root / "k")],
    ),
    "scenario C as a whole": (
        3,
        "IMPORT-006",
        False,
        lambda p: ["import", str(p.hybrid)],
    ),
    "scenario B before the choice": (3, "", False, undecided),
    "a proposal without its file": (
        2,
        "USE-001",
        False,
        lambda p: ["handin", "a0003", "--post", "https://x.com/a/status/1", "--propose"],
    ),
    "an address that is no post's": (
        3,
        "HARVEST-020",
        False,
        lambda p: ["handin", "a0003", "--post", "https://x.com/a/1", "--process", "werving"],
    ),
    "no such hand-in": (2, "HANDIN-001", False, lambda p: ["handin", "undo", "h0099"]),
    "no such period": (2, "HANDIN-005", False, lambda p: ["handin", "a0003", "--nothing", "x"]),
    "a period to come": (
        2,
        "HANDIN-006",
        False,
        lambda p: ["handin", "a0003", "--nothing", "2999"],
    ),
    "a hand-in that was taken back": (
        3,
        "HANDIN-002",
        False,
        lambda p: ["handin", "undo", p.good("handin", "undo", p.proposed())["handin"]],
    ),
    "a hand-in of a whole account": (
        3,
        "HANDIN-004",
        False,
        lambda p: ["handin", "a0001", "--nothing", "2026-10"],
    ),
    "no role": (
        3,
        "ROLE-002",
        False,
        lambda p: ["destroy", "propose", "--id", p.post, "--ground", "court", "--reason", "x"],
    ),
    "one person where two are needed": (
        3,
        "",
        False,
        lambda p: ["--as", PRIVACY, "destroy", "review", p.listed()],
    ),
    "keys inside the archive": (
        3,
        "",
        False,
        lambda p: ["--keys", str(p.archive / "sleutels"), "account", "list"],
    ),
    "keys are away": (4, "", True, without_keys),
    "no export": (6, "IMPORT-001", False, lambda p: ["import", str(p.archive / "README.txt")]),
    "half a zip": (6, "IMPORT-007", False, cut_zip),
}


@pytest.mark.parametrize("lang", ["nl_NL.UTF-8", "C"])
@pytest.mark.parametrize("what", ERRORS)
def test_an_error_has_its_exit_code_and_its_words(place, monkeypatch, what, lang):
    code, name, retryable, arguments = ERRORS[what]
    given = arguments(place)
    speak(monkeypatch, lang)
    said = place.run(*given)
    error = is_error(said.json)
    assert said.code == code, error
    assert error["code"].startswith(name)
    assert error["retryable"] is retryable
    for text in (error["message"], error["hint"]):
        dutch = re.search(
            r"\b(een|het|de|is|geen|niet|met|niet|Kies|Zie|of|ontbreekt|worden)\b", text
        )
        if lang == "C":
            assert not re.search(r"\b(een|het|geen|niet|wordt|ontbreekt)\b", text), text
        else:
            assert dutch, text
            assert not re.search(r"\b(the|with|not|and)\b", text), text
    # To people it says the same, on standard error, and nothing on standard output.
    plain = run(*place.common, *given)
    assert (plain.code, plain.out) == (code, "")
    assert plain.err.startswith(f"{error['code']}  {error['message']}\n")
    assert error["hint"] in plain.err


def test_damage_is_exit_one_and_no_error(place):
    said = place.run(*damaged(place))
    assert said.code == 1
    assert said.json["ok"] is False
    assert said.json["findings"]
    assert "error" not in said.json


def test_a_gap_is_exit_one_and_a_limit_is_not(place):
    said = place.run("import", str(place.export), "--post", "https://weg.example/1")
    (done,) = said.json["runs"]
    assert (said.code, done["complete"]) == (1, False)
    assert [gap["kind"] for gap in done["gaps"]] == ["post_missing"]
    assert done["limits"]
    assert place.run("import", str(place.export)).code == 0


def test_a_run_that_holds_the_account_is_exit_five(place):
    with locked(Layout(place.archive).lock("account-a0001"), "a0001"):
        said = place.run("import", str(place.export))
    assert said.code == 5
    assert is_error(said.json)["retryable"] is True
    assert said.json["runs"] == []


@pytest.mark.parametrize("lang", ["nl_NL.UTF-8", "C"])
def test_a_defect_is_exit_seventy_and_its_message_is_not_told(place, monkeypatch, lang):
    speak(monkeypatch, lang)
    secret = "Trijntje Vlier 0612345678"

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(secret) from KeyError(secret)

    monkeypatch.setattr("weerklank.services.find.find_items.ask", broken)
    for given in (["--json"], []):
        said = run(*place.common, *given, "search", "hoogwater")
        assert said.code == 70
        for part in secret.split():
            assert part not in said.out + said.err
        assert "RuntimeError" in said.out + said.err
    error = is_error(place.run("search", "hoogwater").json)
    assert error["code"] == "DEFECT-001"
    assert error["retryable"] is False


def test_ctrl_c_is_told_as_an_error_that_may_be_tried_again(place, monkeypatch):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("weerklank.services.find.find_items.ask", interrupted)
    said = place.run("search", "hoogwater")
    assert said.code == 4
    assert is_error(said.json)["retryable"] is True


# --- standard output and standard error ---------------------------------------------------------


def environment(variables: dict[str, str]) -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("WEERKLANK", "LC_", "LANG"))}
    return {**env, **variables}


def process(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*WEERKLANK, *arguments], env=environment(variables), capture_output=True, text=True
    )


def child(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, where it is not asked how that starts."""
    return forked(*arguments, environment=environment(variables))


def test_progress_goes_to_standard_error_only(place):
    done = process(*place.common, "--json", "import", str(place.export))
    assert done.returncode == 0
    assert json.loads(done.stdout)["runs"]
    assert done.stdout.count("\n{") == 0
    assert "Reading the Mastodon export." in done.stderr
    assert "\r" not in done.stderr  # no bar that moves where there is no terminal
    dutch = process(*place.common, "import", str(place.export), LANG="nl_NL.UTF-8")
    assert "Mastodon-export wordt gelezen." in dutch.stderr
    assert "wordt gelezen" not in dutch.stdout
    assert "al aanwezig" in dutch.stdout


def test_the_variables_say_where_the_archive_is_and_who_acts(place):
    variables = {
        "WEERKLANK_ARCHIVE": str(place.archive),
        "WEERKLANK_KEYS": str(place.root / "sleutels"),
    }
    done = child("--json", "account", "list", **variables)
    listed = [a["account"] for a in json.loads(done.stdout)["accounts"]]
    assert listed == [f"a{number:04}" for number in range(1, 7)]
    propose = (
        "--json", "destroy", "propose", "--id", place.post, "--ground", "court", "--reason", "x",
    )  # fmt: skip
    assert child(*propose, **variables).returncode == 3
    done = child(*propose, **variables, WEERKLANK_ACTOR=PRIVACY)
    assert done.returncode == 0
    # What is said with an option goes before a variable.
    number = json.loads(done.stdout)["list"]
    review = ("--json", "destroy", "review", number)
    assert child(*review, **variables, WEERKLANK_ACTOR=PRIVACY).returncode == 3
    done = child(*review, "--as", REVIEWER, **variables, WEERKLANK_ACTOR=PRIVACY)
    assert done.returncode == 0
    other = child("--json", "account", "list", "--archive", str(place.root), **variables)
    assert other.returncode == 2


def test_without_an_archive_named_anywhere_the_use_is_wrong(place):
    done = process("--json", "account", "list")
    assert done.returncode == 2
    assert is_error(json.loads(done.stdout))["code"] == "ARCHIVE-005"


def test_keys_lie_in_the_users_own_data_when_nobody_says_where(place):
    data = place.root / "data"
    done = process(
        "init", str(place.root / "n"), "--organisation", "Dorp", "--json", XDG_DATA_HOME=str(data)
    )
    keys = Path(json.loads(done.stdout)["keys"])
    assert data in keys.parents
    assert any(keys.iterdir())


# --- keys ---------------------------------------------------------------------------------------


def test_keys_inside_the_archive_are_refused_also_by_another_way_there(place):
    way = place.root / "omweg"
    way.symlink_to(place.archive, target_is_directory=True)
    for keys in (place.archive, place.archive / "k", way / "k", place.archive / "x" / ".." / "k"):
        said = place.run("verify", "--keys", str(keys))
        assert said.code == 3, keys
        is_error(said.json)
        made = run("init", str(place.root / "n"), "--organisation", "x", "--json",
                   "--keys", str(place.root / "n" / "k"))  # fmt: skip
        assert made.code == 3
        assert not (place.root / "n").exists()


def test_a_key_that_others_may_read_is_refused(place):
    keys = [path for path in (place.root / "sleutels").rglob("*") if path.is_file()]
    for key in keys:
        assert key.stat().st_mode & 0o077 == 0 or key.suffix == ".txt" or key.name == "pinned.json"
    secret = next(key for key in keys if key.stat().st_size == 32)
    for key in keys:
        if key.stat().st_mode & 0o077 == 0:
            key.chmod(0o644)
    said = place.run("import", str(place.export))
    assert said.code == 3, said.json
    assert "0600" in said.json["error"]["hint"] or "600" in said.json["error"]["hint"]
    assert secret.read_bytes().hex() not in said.out


# --- the demonstration and the proof ------------------------------------------------------------


def test_the_demonstration_tells_what_came_in(first):
    fits(first.demo, CASES["demo"].shape)
    assert further_keys("demo", first.demo) == listed_keys("demo")
    runs = first.demo["runs"]
    for made in runs:
        assert set(made) - KEYS["each run"] == beyond().keys["each run"]
    technique = [*["export"] * 5, *["api"] * 3, "browser", "export"]
    assert [made["technique"] for made in runs] == technique
    # The first harvest says what it could not get; the other runs got all.
    assert [made["complete"] for made in runs] == [True] * 5 + [False] + [True] * 4


def test_the_demonstration_may_be_asked_for_twice(place, tmp_path):
    named = place.copied()
    given = ("demo", *named, "--no-serve", "--json")
    again = process(*given)
    assert again.returncode == 0
    told = json.loads(again.stdout)
    assert told["runs"] == []
    assert (told["archive"], told["keys"]) == (named[0], named[2])
    for key in ("ok", "post", "proof"):
        moved = str(place.demo[key]).replace(str(place.demo["archive"]), named[0])
        assert str(told[key]) == moved
    # The archive gone and its keys left, or the reverse: it is made anew. What others laid
    # where its exports go stays.
    for folder in ("d", "d-exports"):
        shutil.rmtree(place.root / folder)
    (place.root / "d-exports").mkdir()
    (place.root / "d-exports" / "foto.jpg").write_text("van mij")
    anew = run(*given)
    assert (anew.code, len(anew.json["runs"])) == (0, 10)
    assert (place.root / "d-exports" / "foto.jpg").read_text() == "van mij"


def test_the_demonstration_touches_no_folder_that_holds_something_else(tmp_path):
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "vakantie.txt").write_text("van mij")
    said = run("demo", str(tmp_path / "d"), "--keys", str(tmp_path / "k"), "--json")
    assert said.code == 2
    (tmp_path / "k").mkdir()
    (tmp_path / "k" / "sleutel").write_text("van mij")
    said = run("demo", str(tmp_path / "e"), "--keys", str(tmp_path / "k"), "--json")
    assert (said.code, said.json["error"]["code"]) == (2, "DEMO-001")
    assert (tmp_path / "k" / "sleutel").read_text() == "van mij"


@pytest.mark.needs("openssl")
def test_a_proof_is_checked_by_the_single_file_alone(place, tmp_path):
    proof = tmp_path / "elders" / "bewijs.json"
    proof.parent.mkdir()
    place.good("prove", place.post, "-o", str(proof))
    verifier = shutil.copy(place.archive / "weerklank_verify.py", proof.parent)
    shutil.rmtree(place.root)  # the archive is gone: the proof stands alone

    def check() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", "-S", verifier, str(proof)],
            cwd=proof.parent,
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
        )

    good = check()
    assert good.returncode == 0, good.stdout + good.stderr
    document = json.loads(proof.read_text())
    for key, old, new in (
        ("record", "hoogwater", "laagwater"),
        ("checkpoint", "\n", "\n "),
        ("salt", document["salt"][:2], "zz"),
    ):
        found = re.compile(re.escape(old), re.IGNORECASE)
        changed = document | {key: found.sub(new, document[key], count=1)}
        assert changed != document
        proof.write_text(json.dumps(changed))
        assert check().returncode != 0, key


def test_the_monitor_finds_the_high_water_and_nothing_else(place):
    """Of the demonstration: two days of a post an hour, on which the hotspot is known already."""
    for by, last in (("day", "2026-01-18"), ("week", "2026-01-18")):
        (found,) = place.good("hotspot", "monitor", "--by", by)["candidates"]
        assert (found["account"], found["of"], found["to"]) == ("a0001", "posts", last)
        assert found["hotspots"][0] == "h0001"
        assert found["times"] > 10
    assert place.good("hotspot", "monitor", "--from", "2026-01-19")["candidates"] == []
