"""Media that an export links to come by the one way out, and nothing else does."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from place import Archive, gap

from weerklank import bootstrap
from weerklank.testing.stand_in import StandInTransport
from weerklank.testing.tiktok_export import TikTokExportContent, TikTokPost, write_tiktok_export

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]

STORAGE = "https://v16.tiktokcdn.com"
FILM = b"\0\0\0\x18ftypmp42" + bytes(3_000_000)
SECRET = "x-tos-signature=geheim"
#: By path: status, headers and body.
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/film": (200, {"Content-Type": "video/mp4"}, FILM),
    "/expired": (403, {}, b"<Error>Expired</Error>"),
    "/page": (200, {"Content-Type": "text/html"}, b"<!doctype html><p>Log in</p>"),
    "/empty": (200, {"Content-Type": "video/mp4"}, b""),
    "/astray": (302, {"Location": "https://elsewhere.example/film.mp4"}, b""),
    "/inside": (302, {"Location": "https://127.0.0.1/film.mp4"}, b""),
}


@contextmanager
def storage() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            asked.append(self.path)
            status, headers, body = ANSWERS[self.path.partition("?")[0]]
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = threading.Thread(target=server.serve_forever)
    running.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        running.join()
        server.server_close()


def test_each_link_is_followed_or_told(tmp_path, monkeypatch, no_pauses):
    place = Archive(tmp_path).begin()
    place.good("account", "add", "https://www.tiktok.com/@voorbeelddam", "--kind", "corporate")
    posts = [
        TikTokPost(
            published=datetime(2026, 3, 1, tzinfo=UTC) - timedelta(days=day),
            title=f"Film {day}",
            link=f"{STORAGE}{path}?{SECRET}",
        )
        for day, path in enumerate(ANSWERS)
    ]
    file = write_tiktok_export(tmp_path / "e", TikTokExportContent(posts=posts))
    with storage() as (listens, asked):
        way = lambda home, waits: StandInTransport(STORAGE, listens, lambda: datetime.now(UTC))  # noqa: E731
        monkeypatch.setattr(bootstrap, "transport_for", lambda _: way)
        run = place.take(file, code=1)
    assert run["items"]["posts"] == len(ANSWERS)
    assert [one.read_bytes() for one in place.media_files()] == [FILM]
    assert gap(run, "link_expired")["count"] == 1
    assert gap(run, "link_failed")["count"] == 4
    assert {path.partition("?")[0] for path in asked} == set(ANSWERS)
    place.good("verify", "--deep")
    written = [path.read_bytes() for path in place.folder.rglob("*") if path.is_file()]
    unpacked = [gzip.decompress(one) if one[:2] == b"\x1f\x8b" else one for one in written]
    assert not any(b"geheim" in one for one in unpacked)
    assert "geheim" not in str(run)
