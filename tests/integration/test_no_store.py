"""Who answers in the place of a store is anybody: what it says is an error of ours, or nothing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from weerklank.model.errors import NotNow, WeerklankError
from weerklank.model.secret import Secret
from weerklank.store import object_store
from weerklank.store.object_store import Bucket, Version, connect

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_sockets_left"),
]

LISTING = b"<ListBucketResult><Contents><Key>a</Key><Size>%s</Size></Contents></ListBucketResult>"
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "sends-on": (307, {"location": "http://elders.example/"}, b""),
    "no-day": (200, {"x-amz-object-lock-retain-until-date": "straks", "last-modified": "-"}, b""),
    "no-number": (200, {}, LISTING % b"veel"),
    "a-page": (200, {"content-type": "text/html"}, b"<html><p>Welkom<br></html>"),
    "no-text": (500, {}, b"\xff\xfe\x00"),
}


class Anybody(ThreadingHTTPServer):
    said = ANSWERS["a-page"]


class Handler(BaseHTTPRequestHandler):
    def answer(self) -> None:
        assert isinstance(self.server, Anybody)
        self.rfile.read(int(self.headers.get("content-length") or 0))
        code, headers, body = self.server.said
        self.send_response(code)
        for name, value in {**headers, "content-length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def __getattr__(self, name: str) -> object:
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def anybody(monkeypatch: pytest.MonkeyPatch) -> Iterator[Anybody]:
    monkeypatch.setattr(object_store, "_TRIES", 1)
    with Anybody(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_an_answer_that_no_store_gives_is_an_error_that_says_so(anybody: Anybody) -> None:
    client = connect(
        f"http://127.0.0.1:{anybody.server_port}", "eu-1", "wie", Secret("een-geheim")
    )
    bucket = Bucket(client, "archief-data", "voorbeelddam")
    acts = (
        lambda: [*bucket.names()],
        lambda: b"".join(bucket.get("a", 2)),
        lambda: bucket.put_bytes("a", b"x"),
        bucket.lock_days,
        lambda: bucket.locked_until(Version("a", "1", False, True)),
    )
    told: dict[str, list[WeerklankError]] = {}
    for name, said in ANSWERS.items():
        anybody.said = said
        for act in acts:
            with suppress_ours() as errors:
                act()
            told.setdefault(name, []).extend(errors)
    assert {one.code for errors in told.values() for one in errors} == {"REPLICA-017"}
    assert not [one for errors in told.values() for one in errors if "geheim" in repr(vars(one))]
    counts = {name: len(errors) for name, errors in told.items()}
    assert counts["sends-on"] == counts["no-text"] == len(acts)
    assert counts["no-day"] >= 2
    assert counts["no-number"] >= 1


@contextmanager
def suppress_ours() -> Iterator[list[WeerklankError]]:
    errors: list[WeerklankError] = []
    try:
        yield errors
    except NotNow as error:
        errors.append(error)
