"""A network of Bluesky itself on loopback, with accounts that write to it as apps do."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from own_stores import postgresql, redis

Json = dict[str, Any]
POST = "app.bsky.feed.post"
SCRIPT = Path(__file__).with_name("bluesky_network.mjs")
MODULES = Path(__file__).parent.parent / "servers" / "node_modules"
_OPENER = build_opener(ProxyHandler({}))
_NUMBERS = count(1)


# --- accounts -----------------------------------------------------------------------------------


@dataclass
class Account:
    """An account, signed in at its server."""

    town: "Town"
    handle: str
    did: str
    token: str

    @property
    def url(self) -> str:
        return f"https://bsky.app/profile/{self.handle}"

    def ask(self, name: str, **query: Any) -> Json:
        """Ask its server as it is signed in there."""
        return self.town.call(name, query=query, token=self.token)

    def say(self, name: str, **body: Any) -> Json:
        """Have its server do something."""
        return self.town.call(name, json.dumps(body).encode(), token=self.token)

    def say_nothing(self, name: str) -> Json:
        """Have its server do something of which there is nothing to say."""
        return self.town.call(name, b"", token=self.token, kind="")

    def write(self, collection: str, record: Json, rkey: str | None = None) -> Json:
        """Write a record; gives what names it: address and CID."""
        whole = {"$type": collection, "createdAt": now(), **record}
        keyed = {} if rkey is None else {"rkey": rkey}
        what = {"repo": self.did, "collection": collection, "record": whole, **keyed}
        made = self.say("com.atproto.repo.createRecord", **what)
        return {"uri": made["uri"], "cid": made["cid"]}

    def post(self, text: str, **more: Any) -> Json:
        """Write a post; `to` is what it answers, `root` where that thread begins."""
        to, root = more.pop("to", None), more.pop("root", None)
        if to is not None:
            more["reply"] = {"root": root or to, "parent": to}
        return self.write(POST, {"text": text, "langs": ["nl"], **more})

    def replace(self, named: Json, text: str, **more: Any) -> Json:
        """Write another post in the place of one."""
        record = {"$type": POST, "createdAt": now(), "text": text, **more}
        where = {"repo": self.did, "collection": POST, "rkey": key_of(named)}
        return self.say("com.atproto.repo.putRecord", record=record, **where)

    def delete(self, named: Json) -> None:
        """Take a record away."""
        collection, key = named["uri"].split("/")[3:]
        where = {"repo": self.did, "collection": collection, "rkey": key}
        self.say("com.atproto.repo.deleteRecord", **where)

    def upload(self, data: bytes, kind: str = "image/png") -> Json:
        """Lay a file at its server; gives how records name it."""
        made = self.town.call("com.atproto.repo.uploadBlob", data, token=self.token, kind=kind)
        blob: Json = made["blob"]
        return blob


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def key_of(named: Json) -> str:
    key: str = named["uri"].rpartition("/")[2]
    return key


# --- the network --------------------------------------------------------------------------------


@dataclass
class Town:
    """The network at work."""

    process: "subprocess.Popen[str]"
    #: Where the directory, the server of the accounts and the AppView are asked as one.
    front: str = field(init=False)
    pds: str = field(init=False)

    def __post_init__(self) -> None:
        told = json.loads(self._line("{"))
        self.front = told["front"]
        self.pds = told["pds"].replace("localhost", "127.0.0.1")

    def join(self, name: str) -> Account:
        """Give a new account whose name begins so."""
        handle = f"{name}-{next(_NUMBERS)}.test"
        how = {"handle": handle, "email": f"{handle}@voorbeelddam.example", "password": "geheim"}
        made = self.call("com.atproto.server.createAccount", json.dumps(how).encode())
        return Account(self, handle, made["did"], made["accessJwt"])

    def settle(self) -> None:
        """Let the AppView take in all that was written."""
        self._do("settle")

    @contextmanager
    def deaf(self) -> Iterator[None]:
        """Let the AppView hear nothing meanwhile; what was written comes in later."""
        self._do("deaf")
        try:
            yield
        finally:
            self._do("hear")
            self.settle()

    def call(
        self,
        name: str,
        body: bytes | None = None,
        *,
        query: Json | None = None,
        token: str = "",
        kind: str = "application/json",
    ) -> Json:
        """Call the server of the accounts."""
        answer: Json = json.loads(self.fetch(name, body, query=query, token=token, kind=kind))
        return answer

    def fetch(
        self,
        name: str,
        body: bytes | None = None,
        *,
        query: Json | None = None,
        token: str = "",
        kind: str = "application/json",
    ) -> bytes:
        """Give the bytes that the server of the accounts answers."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        if kind and body is not None:
            headers["content-type"] = kind
        address = f"{self.pds}/xrpc/{name}?{urlencode(query or {}, doseq=True)}"
        try:
            with _OPENER.open(Request(address, body, headers)) as answer:
                content: bytes = answer.read()
        except HTTPError as refused:
            raise AssertionError(refused.read().decode()) from None
        return content or b"{}"

    def document(self, account: Account) -> bytes:
        """Give the document of an account, as the directory has it."""
        with _OPENER.open(f"{self.front}/{account.did}") as answer:
            content: bytes = answer.read()
        return content

    def _do(self, command: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{command}\n")
        self.process.stdin.flush()
        self._line("done")

    def _line(self, start: str) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith(start):
                return line
        pytest.fail("the network ended")


@contextmanager
def network() -> Iterator[Town]:
    """Start all of it; what it wrote is gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        places = {
            "WEERKLANK_BLUESKY_DB": stack.enter_context(postgresql(folder)),
            "REDIS_HOST": stack.enter_context(redis(folder)),
            "TMPDIR": str(folder),
            "LOG_ENABLED": "false",
        }
        process = stack.enter_context(
            subprocess.Popen(
                [Path(sys.executable).with_name("node"), SCRIPT, MODULES],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, **places},
            )
        )
        assert process.stdin is not None
        stack.callback(process.stdin.close)  # which ends it
        yield Town(process)
